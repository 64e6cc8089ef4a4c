"""Vandaag of a board member: what went to them, and where the house is thin."""

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.responsibility.board_today import BoardToday, board_today
from loopplank.core.kit.calendar import local_day, local_time
from loopplank.core.responsibility.day import Asks, Place, estimate, fits_in_a_day
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.words import day, first_up, hours
from loopplank.web.responsibility.board_lines import board_entries, counted_of_board
from loopplank.web.responsibility.today_lines import (
    day_of_file,
    file_line,
    in_danger,
    signal_line,
    when_called,
)
from loopplank.web.responsibility.words import away_words
from loopplank.web.responsibility.worklist import Entry, Group, group_of, lines_of


def show_board_today(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = board_today(actor, now)
    lines = lines_of(_entries(page, now))
    groups = [
        group_of(place, title, [line for at, line in lines if at is place], _left_out(page, place))
        for place, title in (
            (Place.SAFETY, _("Eerst: veiligheid")),
            (Place.LATE, _("Te laat")),
            (Place.TODAY, _("Vandaag")),
            (Place.LATER, _("Kan later")),
        )
    ]
    return show_work(
        request,
        actor,
        "responsibility/board_today.html",
        {
            "of_own": actor.only_own,
            "heading": first_up(day(local_day(now))),
            "read_at": f"{local_time(now):%-H:%M}",
            "groups": [group for group in groups if group.lines],
            "summary": _summary(page, groups, now),
            "next_on": day(page.waits.stop_until) if page.waits.stop_until else "",
            "full": page.full,
            "read_back": page.read_back,
            "stands_in": page.stands_in,
            "late": page.waits.late,
            "away": [away_words(one) for one in page.colleagues if one.absence_id is not None],
        },
        current="today",
    )


def _entries(page: BoardToday, now: datetime) -> list[Entry]:
    made = [
        *(
            Entry(when_called(one), signal_line(one, now), one.volunteer_id, in_danger(one))
            for one in page.signals
        ),
        *(Entry(day_of_file(one, now), file_line(one, now)) for one in page.files),
        *board_entries(page.waits, now),
    ]
    made.sort(key=lambda entry: entry.on)
    return made


def _left_out(page: BoardToday, place: Place) -> int:
    """Return how much of a group is on no row here; each kind has a page with all of it."""
    return {
        Place.TODAY: page.signals_total - len(page.signals),
        Place.LATER: page.waits.gaps_total - len(page.waits.gaps),
    }.get(place, 0)


def _summary(page: BoardToday, groups: Sequence[Group], now: datetime) -> dict[str, object]:
    minutes = estimate(
        0,
        {
            Asks.SIGNAL: page.signals_total,
            Asks.FILE: len(page.files),
            **counted_of_board(page.waits, now),
        },
    )
    danger, late, for_today = (groups[n].total for n in range(3))
    count = danger + late + for_today
    return {
        "count": count,
        "danger": danger,
        "late": late,
        "time": hours(minutes) if count else "",
        "fits": fits_in_a_day(minutes),
    }
