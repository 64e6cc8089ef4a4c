"""Move one visit of help that runs, as both agreed on the telephone."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.matching.visit_move import move_page
from loopplank.actions.matching import visit_move
from loopplank.core.matching.visit_move import ANOTHER_VISIT, GONE, OTHER_WEEK, OUTSIDE, PAST
from loopplank.web.kit import clock
from loopplank.web.kit.steps import step
from loopplank.web.kit.words import in_sentence
from loopplank.web.matching.forms import MoveVisitForm


def move_visit(request: HttpRequest, actor: Actor, match_id: UUID) -> HttpResponse:
    """Choose a visit and its new moment, with the yes of both."""
    now = clock.now()
    page = move_page(actor, match_id, now)
    form = MoveVisitForm(request.POST or None, page=page)
    back = reverse("request", args=[page.request_id]) + "#matches"
    return step(
        request,
        actor,
        form,
        lambda typed: visit_move.move_visit(actor=actor, now=now, match_id=match_id, **typed),
        back=back,
        done=_("Verzet. Wat beiden moeten horen, staat bij Berichten."),
        words={
            "page": page,
            "who": _("%(volunteer)s en %(person)s")
            % {"volunteer": page.volunteer, "person": in_sentence(page.who)},
            "heading": _("Verzet één bezoek"),
            "action": _("Verzet dit bezoek"),
        },
        template="matching/visit_move.html",
        places={
            GONE.code: "day",
            **{one.code: "new_day" for one in (PAST, OTHER_WEEK, OUTSIDE, ANOTHER_VISIT)},
        },
    )
