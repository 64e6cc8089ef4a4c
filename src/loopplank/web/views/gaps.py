"""Gaten: what the own organisation could not do, and half a page of it for a meeting."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor
from loopplank.access.frame import frame_of
from loopplank.access.gaps import GapRow, gaps_page
from loopplank.core.calendar import local_day
from loopplank.core.gaps import STATE_WORDS, GapState
from loopplank.core.roles import MAY_OWN, Role
from loopplank.web import clock
from loopplank.web.frame import show_work
from loopplank.web.gap_words import (
    STATE_COLOURS,
    band_words,
    outside,
    owner_words,
    source_words,
)
from loopplank.web.pages import show
from loopplank.web.words import day, kinds, short_day, word


def show_gaps(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list: how often, since when, why, and what is done about it. No person on it."""
    page = gaps_page(actor, clock.now())
    return show_work(
        request,
        actor,
        "work/gaps.html",
        {
            "rows": [line(row) for row in page.rows],
            "unplaced": [
                {"row": no, "what": kinds([no.kind]), "on": short_day(no.said_on)}
                for no in page.unplaced
            ],
            "more_unplaced": page.unplaced_total - len(page.unplaced),
            "in_none": page.in_none,
            "bridging": page.bridging,
            "may_place": actor.role is Role.COORDINATOR,
            "may_decide": actor.role in MAY_OWN,
            "may_report": actor.role is Role.PROFESSIONAL,
        },
        current="gaps",
    )


def line(row: GapRow) -> dict[str, Any]:
    """One gap as a list and a page show it."""
    return {
        "row": row,
        "sources": source_words(row.sources),
        "first": short_day(row.first_on) if row.first_on else "",
        "last": short_day(row.last_on) if row.last_on else "",
        "owner": owner_words(row.possible_owner),
        "state": word(STATE_WORDS[GapState(row.state)]),
        "since": short_day(row.state_since),
        "colour": STATE_COLOURS[GapState(row.state)],
    }


def show_agenda(request: HttpRequest, actor: Actor) -> HttpResponse:
    """On paper for others: a number under ten and the examples stay at home."""
    now = clock.now()
    chosen = {found for found in map(_id, request.GET.getlist("gat")) if found}
    rows = [row for row in gaps_page(actor, now).rows if not chosen or row.id in chosen]
    if not chosen:
        rows = [row for row in rows if row.state != GapState.NOT_DOING]
    frame = frame_of(actor, now)
    return show(
        request,
        "work/gaps_agenda.html",
        {
            "sheet": {"sender": frame.organisation, "lines": [day(local_day(now))]},
            "network": frame.network,
            "rows": [
                {
                    **line(row),
                    "count": outside(row.count),
                    "why": _main_reason(row),
                }
                for row in rows
            ],
            "few": band_words(many=False),
            "title": _("Gaten voor het netwerkoverleg"),
        },
    )


def _main_reason(row: GapRow) -> str:
    """The reason that was given most, without how often."""
    return source_words(row.sources[:1]).rpartition(" (")[0]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
