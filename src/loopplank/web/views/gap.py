"""One gap: its noes, what was decided and by whom, and calling it by its name in the network."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor
from loopplank.access.gaps import GapPage, gap_page
from loopplank.actions import gaps
from loopplank.core.gaps import STATE_WORDS, GapState, PossibleOwner
from loopplank.core.roles import MAY_OWN
from loopplank.web import clock
from loopplank.web.forms.gaps import GapForm
from loopplank.web.gap_words import owner_words
from loopplank.web.posted import posted
from loopplank.web.steps import do_and_go_back, step
from loopplank.web.views.gaps import line
from loopplank.web.words import day_and_time, word


def show_gap(request: HttpRequest, actor: Actor, gap_id: UUID) -> HttpResponse:
    now = clock.now()
    page = gap_page(actor, gap_id, now)
    row = page.row
    initial = {
        "state": row.state,
        "possible_owner": row.possible_owner,
        "keywords": row.keywords,
    }
    return step(
        request,
        actor,
        GapForm(posted(request), initial=initial),
        lambda typed: gaps.describe(
            actor=actor,
            now=now,
            gap_id=gap_id,
            state=GapState(typed["state"]),
            possible_owner=PossibleOwner(typed["possible_owner"])
            if typed["possible_owner"]
            else None,
            keywords=typed["keywords"],
        ),
        back=reverse("gaps"),
        done=_("Bewaard."),
        words={
            "heading": row.name,
            "action": _("Bewaar"),
            "one": line(row),
            "log": _log(page),
        },
        template="work/gap.html",
        current="gaps",
    )


def name_gap(request: HttpRequest, actor: Actor, gap_id: UUID) -> HttpResponse:
    """The yes of this organisation to the name, without a number."""
    now = clock.now()
    back = reverse("network_gaps")
    if request.POST.get("terug") == "gat" and actor.role in MAY_OWN:
        back = reverse("gap", args=[gap_id])
    return do_and_go_back(
        request,
        lambda: gaps.name_openly(actor=actor, now=now, gap_id=gap_id),
        back,
        _("Jullie ja is bewaard. Bij twee keer ja leest het hele netwerk de naam."),
    )


def _log(page: GapPage) -> list[dict[str, str]]:
    return [
        {
            "at": day_and_time(one.at),
            "iso": one.at.isoformat(),
            "who": one.who or _("Iemand in het netwerk"),
            "text": _("zette dit op ‘%(state)s’. Wie zou het kunnen: %(owner)s.")
            % {
                "state": word(STATE_WORDS[GapState(one.state)]),
                "owner": owner_words(one.possible_owner),
            },
        }
        for one in page.changes
    ]
