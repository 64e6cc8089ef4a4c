"""Show the log of security events to whoever looks after the safety of a network."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver

from loopplank.access.account.actors import Actor
from loopplank.access.account.security_log import Entry, Wanted, security_log
from loopplank.core.account.roles import LABELS as ROLE_LABELS
from loopplank.core.account.roles import Role
from loopplank.core.account.security_log import (
    LABELS,
    SINCE_WORDS,
    WORTH_A_LOOK,
    Kind,
    Since,
    said,
)
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import Pages, wanted_page
from loopplank.web.kit.words import day_and_time, first_up, say_all, word

KIND, SINCE = "soort", "sinds"
_PART = re.compile(r"%\(\w+\)s")


@dataclass(frozen=True, slots=True)
class Line:
    at: str
    what: str
    warns: bool
    details: str
    who: str
    where: str
    account: str
    place: str


def show_security_log(request: HttpRequest, actor: Actor) -> HttpResponse:
    wanted = _wanted(request)
    page = security_log(actor, wanted, wanted_page(request), clock.now())
    doors = _addresses()
    return show_work(
        request,
        actor,
        "account/security_log.html",
        {
            "page": Pages(page.number, page.pages),
            "total": page.total,
            "lines": [_line(row, doors) for row in page.rows],
            "wanted": wanted,
            "filtered": wanted != Wanted(),
            "kinds": sorted(
                ((kind.value, first_up(word(label))) for kind, label in LABELS.items()),
                key=lambda one: one[1],
            ),
            "periods": [(since.value, word(words)) for since, words in SINCE_WORDS.items()],
        },
        current="network_overview",
    )


def _wanted(request: HttpRequest) -> Wanted:
    kind, since = request.GET.get(KIND, ""), request.GET.get(SINCE, "")
    return Wanted(
        kind=Kind(kind) if kind in set(Kind) else None,
        since=Since(since) if since in set(Since) else Since.WEEK,
    )


def _line(row: Entry, doors: Mapping[str, str]) -> Line:
    return Line(
        at=day_and_time(row.at),
        what=first_up(word(LABELS[row.kind])),
        warns=row.kind in WORTH_A_LOOK,
        details=say_all(said(row.data, doors)),
        who=first_up(word(ROLE_LABELS[Role(row.role)])) if row.role else "",
        where=", ".join(row.organisations),
        account=row.account,
        place=row.place,
    )


def _addresses() -> Mapping[str, str]:
    """Return the address of each door, with dots for what differs each time."""
    known = get_resolver()
    return {
        name: f"/{_PART.sub('…', known.reverse_dict[name][0][0][0])}"  # type: ignore[index]  # its stubs
        for name in known.reverse_dict
        if isinstance(name, str)
    }
