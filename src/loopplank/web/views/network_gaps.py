"""Gaten in het netwerk: names that were agreed on, and "minder dan 10" or "10 of meer"."""

from django.http import HttpRequest, HttpResponse

from loopplank.access.actors import Actor
from loopplank.access.network_gaps import network_gaps
from loopplank.core.gaps import STATE_WORDS, GapState
from loopplank.core.roles import Role
from loopplank.web import clock
from loopplank.web.frame import show_work
from loopplank.web.gap_words import (
    STATE_COLOURS,
    band_words,
    owner_words,
    quarter_words,
)
from loopplank.web.words import short_day, word


def show_network_gaps(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = network_gaps(actor, clock.now())
    return show_work(
        request,
        actor,
        "work/network_gaps.html",
        {
            "quarter": quarter_words(page.quarter),
            "rows": [
                {
                    "name": row.name,
                    "band": band_words(many=row.many),
                    "owner": owner_words(row.possible_owner),
                    "state": word(STATE_WORDS[GapState(row.state)]),
                    "since": short_day(row.state_since),
                    "colour": STATE_COLOURS[GapState(row.state)],
                }
                for row in page.rows
            ],
            "offered": page.offered,
            "others": page.others,
            "of_organisation": actor.role is not Role.NETWORK_ADMIN,
            "sees_unfollowed": actor.role is not Role.PROFESSIONAL,
        },
        current="network_gaps" if actor.role is Role.NETWORK_ADMIN else "gaps",
    )
