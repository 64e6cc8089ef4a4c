"""Nee zonder vervolg: the noes that nobody took up, each with the day on which we call again."""

from django.http import HttpRequest, HttpResponse

from loopplank.access.actors import Actor
from loopplank.access.network_gaps import no_follow_up
from loopplank.core.roles import Role
from loopplank.web import clock
from loopplank.web.frame import show_work
from loopplank.web.gap_words import band_words, quarter_words
from loopplank.web.words import day, first_up, kinds, person


def show_no_follow_up(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = no_follow_up(actor, clock.now())
    of_network = actor.role is Role.NETWORK_ADMIN
    return show_work(
        request,
        actor,
        "work/no_follow_up.html",
        {
            "of_network": of_network,
            "band": band_words(many=page.many),
            "quarter": quarter_words(page.quarter),
            "total": page.total,
            "more": page.total - len(page.rows),
            "with_names": actor.role is Role.COORDINATOR,
            "rows": [
                {
                    "row": row,
                    "who": person(row.who) if row.who else "",
                    "what": first_up(kinds([row.kind])),
                    "on": day(row.said_on),
                    "call_back": day(row.call_back_on) if row.call_back_on else "",
                }
                for row in page.rows
            ],
        },
        current="network_gaps" if of_network else "gaps",
    )
