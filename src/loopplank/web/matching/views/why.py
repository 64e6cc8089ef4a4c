"""Waarom wacht deze vraag: why, what would help, and who lives near and why not they."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from loopplank.access.account.actors import Actor
from loopplank.access.matching.why import why_page
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.changes import ChangeKind
from loopplank.core.requests.states import MOVES, State, Step
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.words import day, in_sentence, kinds, person, say
from loopplank.web.matching.plan_words import change_rows, near_rows

#: Somebody may be asked at once.
_MAY_ASK = frozenset({"waits.room", "waits.planned"})
#: What is agreed with the person themselves, and is written down on the page of what was agreed.
_WITH_THE_PERSON = frozenset(
    {
        ChangeKind.DAY,
        ChangeKind.VISIT_MINUTES,
        ChangeKind.VISITS,
        ChangeKind.WEEKS,
        ChangeKind.CHANGING_FACES,
    }
)


def show_why(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    page = why_page(actor, request_id, now)
    state = State(page.row.state)
    return show_work(
        request,
        actor,
        "matching/why.html",
        {
            "row": page.row,
            "who": person(page.who, with_age=False),
            "about": in_sentence(page.who),
            "what": kinds(page.row.kinds or [page.row.kind]),
            "reason": say(page.reason) if page.reason else "",
            "has_room": bool(page.reason and page.reason.code in _MAY_ASK),
            "changes": change_rows(page.changes, page.first, local_day(now)),
            "may_agree": any(one.kind in _WITH_THE_PERSON for one in page.changes),
            "near": near_rows(page.near),
            "held": [
                {
                    "url": reverse("request", args=[one.id]),
                    "text": f"{person(one.who, with_age=False)}: {kinds(one.kinds)}",
                }
                for one in page.held
            ],
            "planned": bool(page.reason and page.reason.code == "waits.planned"),
            "planned_on": day(page.planned_on) if page.planned_on else "",
            "may_wait": state is State.SEARCHING,
            "may_offer": (state, Step.OFFERED_ELSEWHERE) in MOVES,
        },
        current="requests",
    )
