"""Wat zou het meest helpen: which course, and whom to look for where; counts from ten on."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse

from loopplank.access.account.actors import Actor
from loopplank.access.matching.most_help import most_help
from loopplank.core.account.roles import Role
from loopplank.core.matching.most_help import Advice
from loopplank.web.gaps.words import outside
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.words import say
from loopplank.web.matching.plan_words import training_words

_CURRENT = {
    Role.COORDINATOR: "volunteers",
    Role.BOARD: "gaps",
    Role.NETWORK_ADMIN: "network_overview",
}


def show_most_help(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = most_help(actor, clock.now())
    return show_work(
        request,
        actor,
        "matching/most_help.html",
        {
            "waiting": outside(page.waiting) if page.waiting else "",
            "courses": _rows(page.courses),
            "newcomers": _rows(page.newcomers),
            "of_network": actor.role is Role.NETWORK_ADMIN,
            "back": _CURRENT[actor.role],
        },
        current=_CURRENT[actor.role],
    )


def _rows(advice: Iterable[Advice]) -> list[dict[str, str]]:
    return [
        {
            "text": say(one.reason),
            "training": training_words(_mask(one)),
            "requests": outside(one.requests),
            "people": outside(one.people),
        }
        for one in advice
    ]


def _mask(one: Advice) -> int:
    """Return which training an advice speaks of: one bit of a course, or all that somebody new
    needs.
    """
    if one.code == "training":
        return 1 << one.what
    return max(one.what, 0)
