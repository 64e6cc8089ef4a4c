"""To which gap does this no belong? Proposed by words, decided by the coordinator."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.actors import Actor
from loopplank.access.gaps import Choice, NoPage, no_page
from loopplank.actions import gaps
from loopplank.core.gaps import NAMES_SOMEBODY
from loopplank.web import clock
from loopplank.web.forms.gaps import NEW, NONE, PlaceForm
from loopplank.web.posted import posted
from loopplank.web.steps import step
from loopplank.web.words import kinds, person


def place_no(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    page = no_page(actor, request_id, now)
    form = PlaceForm(posted(request), choices=page.choices, initial=_initial(page))
    return step(
        request,
        actor,
        form,
        lambda typed: gaps.attach(
            actor=actor,
            now=now,
            request_id=request_id,
            gap_id=form.gap_id(),
            name=typed["name"],
            example=typed["example"],
        ),
        back=reverse("request", args=[request_id]),
        done=_("Bewaard. Dit nee telt mee."),
        words={
            "heading": _("Bij welk gat hoort dit nee?"),
            "who": person(page.who, with_age=False),
            "lead": _lead(page.proposed),
            "kinds": kinds([page.kind]),
            "action": _("Bewaar"),
        },
        template="work/gap_of_no.html",
        places={NAMES_SOMEBODY.code: "example"},
    )


def _initial(page: NoPage) -> dict[str, str]:
    """What stands, else what is proposed; nothing is chosen when nothing resembles it."""
    chosen = NONE if page.belongs_to_none else str(page.gap_id or "")
    if not chosen and page.proposed:
        chosen = str(page.proposed.id)
    if not chosen and not page.choices:
        chosen = NEW
    return {"gap": chosen, "example": page.example}


def _lead(proposed: Choice | None) -> str:
    if proposed is None:
        return _("Een gat is een soort hulp die niemand hier geeft. Zo telt elk nee mee.")
    belongs = _("Hoort hij bij ‘%(name)s’?") % {"name": proposed.name}
    if not proposed.noes:
        return _("Deze vraag lijkt op een gat dat al een naam heeft.") + f" {belongs}"
    like = ngettext(
        "Deze vraag lijkt op %(n)s andere waar jullie nee op zeiden.",
        "Deze vraag lijkt op %(n)s andere waar jullie nee op zeiden.",
        proposed.noes,
    ) % {"n": proposed.noes}
    return f"{like} {belongs}"
