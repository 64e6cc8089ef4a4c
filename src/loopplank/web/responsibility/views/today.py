"""Vandaag: one list that says what, for whom, before when, and the next verb."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.responsibility.today import TodayPage, today_page
from loopplank.access.volunteers.fullness import TeamMember
from loopplank.access.volunteers.long_unspoken import LongUnspoken
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day, local_time
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.responsibility.day import (
    Asks,
    Place,
    estimate,
    fits_in_a_day,
)
from loopplank.core.volunteers.load import state_at
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.words import day, first_up, hours, kinds, say
from loopplank.web.organisations.to_settle import set_up_list
from loopplank.web.responsibility.board_lines import board_line
from loopplank.web.responsibility.today_lines import (
    application_line,
    asked_line,
    call_back_line,
    check_in_line,
    concern_line,
    creep_line,
    day_of_file,
    file_line,
    in_danger,
    late_together_line,
    load_line,
    note_line,
    observation_line,
    request_line,
    signal_line,
    when_called,
)
from loopplank.web.responsibility.views.board_today import show_board_today
from loopplank.web.responsibility.words import away_words
from loopplank.web.responsibility.worklist import Entry, Group, group_of, lines_of
from loopplank.web.volunteers.views.volunteer_list import last_spoken
from loopplank.web.wellbeing.words import unsafe


def show_today(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the list of who stands here: one address, whichever role somebody has today."""
    if actor.role is Role.BOARD:
        return show_board_today(request, actor)
    now = clock.now()
    page = today_page(actor, now)
    entries = _entries(page, now)
    lines = lines_of(entries)
    groups = [
        group_of(
            place,
            title,
            [line for at, line in lines if at is place],
            _left_out(page, place),
        )
        for place, title in (
            (Place.SAFETY, _("Eerst: veiligheid")),
            (Place.LATE, _("Te laat")),
            (Place.TODAY, _("Vandaag")),
            (Place.LATER, _("Komende 7 dagen")),
        )
    ]
    groups[1] = _with_one_decision(groups[1], page)
    listed = {entry.who for entry in entries if entry.who and not entry.beside}
    return show_work(
        request,
        actor,
        "responsibility/today.html",
        {
            "heading": first_up(day(local_day(now))),
            "read_at": f"{local_time(now):%-H:%M}",
            "groups": [group for group in groups if group.lines],
            "along": group_of(
                Place.LATER,
                _("Bij het volgende gesprek"),
                [creep_line(one) for one in page.grew if one.volunteer_id not in listed],
                0,
            ),
            "summary": _summary(page, groups, now),
            "of_board": page.board is not None,
            "set_up": set_up_list(page.set_up),
            "team": page.team,
            "watch": [_watched(m) for m in page.team.watch if m.volunteer_id not in listed],
            "own": _own_load(page),
            "refused": [(count, kinds([kind])) for kind, count in page.refused],
            "quiet": page.quiet_matches,
            "quotes": page.quotes,
            "unspoken": [_unspoken(one, local_day(now)) for one in page.unspoken],
            "unspoken_total": page.unspoken_total,
            "letters": page.letters,
            "proposed": page.proposed,
            "read_back": page.read_back,
            "next_on": day(page.next_on) if page.next_on else "",
            "month": _month(local_day(now)),
            "asked_by": [one for one in page.colleagues if one.asks_me],
            "there": [one for one in page.colleagues if one.absence_id is None],
            "away": [
                {
                    "id": one.absence_id,
                    "name": one.name,
                    "is_me": one.is_me,
                    "words": away_words(one),
                }
                for one in page.colleagues
                if one.absence_id is not None
            ],
            "stop": {"why": say(page.stop.why), "words": say(page.stop.sentence)}
            if page.stop
            else None,
        },
        current="today",
    )


def _entries(page: TodayPage, now: datetime) -> list[Entry]:
    """Return all that is on the list, in the order of the days, what is perhaps danger before
    everything. A file of a suspicion is about nobody here: it names nobody.
    """
    made = [
        *(
            Entry(
                date.min if row.alarming else row.task.due_on,
                request_line(row),
                danger=row.alarming,
            )
            for row in page.rows
        ),
        *(
            Entry(when_called(one), signal_line(one, now), one.volunteer_id, in_danger(one))
            for one in page.signals
        ),
        *(Entry(day_of_file(one, now), file_line(one, now)) for one in page.files),
        *(
            Entry(one.answer_before, concern_line(one, now), danger=unsafe(one))
            for one in page.concerns
        ),
        *(Entry(back.on, call_back_line(back, now)) for back in page.call_backs),
        *(
            Entry(one.answer_before, observation_line(one, now), one.volunteer_id)
            for one in page.observations
        ),
        *(Entry(one.answer_by or local_day(now), asked_line(one, now)) for one in page.asked_of_us),
        *(Entry(one.closes_on, check_in_line(one), one.volunteer_id) for one in page.check_ins),
        *(Entry(one.due_on, note_line(one, now), one.volunteer_id) for one in page.notes),
        *(Entry(one.due_on, application_line(one, now)) for one in page.applying),
        *(Entry(date.max, creep_line(one), one.volunteer_id, beside=True) for one in page.grew),
        *(
            Entry(date.max, load_line(one), one.volunteer_id, beside=True)
            for one in page.team.watch
        ),
        *_board(page),
    ]
    made.sort(key=lambda entry: entry.on)
    return made


def _board(page: TodayPage) -> list[Entry]:
    """Return one line about what is the board's, for who has requests beside that."""
    if page.board is None or not page.board.count:
        return []
    line = board_line(page.board.count, danger=page.board.danger)
    return [Entry(date.min, line, danger=page.board.danger)]


def _with_one_decision(late: Group, page: TodayPage) -> Group:
    """Put what is late at once there once more, as one decision, before all that is late."""
    if not page.late_together:
        return late
    shown = [late_together_line(page.late_together), *late.shown]
    return replace(late, shown=shown, uncounted=1)


def _left_out(page: TodayPage, place: Place) -> int:
    """Return how much of a group is not shown. A signal is never for later, danger and the late
    ones go first.
    """
    totals = {
        Place.SAFETY: 0,
        Place.LATE: page.late_total - sum(row.alarming for row in page.rows),
        Place.TODAY: page.today_total + page.signals_total - len(page.signals),
        Place.LATER: page.later_total,
    }
    shown = sum(row.task.lateness == place.value and not row.alarming for row in page.rows)
    return totals[place] - shown


def _summary(
    page: TodayPage, groups: Sequence[Group], now: datetime
) -> dict[str, str | int | bool]:
    """Count everything, also what is not shown: who reads it plans the day with it."""
    today = local_day(now)
    minutes = estimate(
        page.minutes,
        {
            Asks.SIGNAL: page.signals_total,
            Asks.CONCERN: len(page.concerns),
            Asks.FILE: len(page.files),
            Asks.CALL_BACK: sum(one.on <= today for one in page.call_backs),
            Asks.OBSERVATION: sum(one.answer_before <= today for one in page.observations),
            Asks.ANSWER: sum(bool(r.answer_by and r.answer_by <= today) for r in page.asked_of_us),
            Asks.APPLICATION: sum(one.due_on <= today for one in page.applying),
            Asks.NOTE: sum(one.due_on <= today for one in page.notes),
            Asks.BOARD: page.board.count if page.board else 0,
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


def _watched(member: TeamMember) -> dict[str, object]:
    full = member.fullness
    return {
        "url": reverse("volunteer", args=[member.volunteer_id]),
        "load": {
            "text": f"{member.first_name}: {say(full.words)}",
            "state": full.state,
            "now": full.logged_minutes or full.planned.minutes,
            "extra": None,
            "limit": full.limits.max_minutes,
        },
    }


def _unspoken(one: LongUnspoken, today: date) -> dict[str, str]:
    """Return somebody whom nobody asked or spoke to for long."""
    return {
        "name": one.name,
        "first_name": one.name.split()[0],
        "url": reverse("volunteer", args=[one.volunteer_id]),
        "spoken_url": reverse("volunteer_spoken", args=[one.volunteer_id]),
        "spoken": last_spoken(one.spoken_on, today),
        "phone": phone_readable(one.phone) if one.phone else "",
    }


def _own_load(page: TodayPage) -> dict[str, object] | None:
    """Return the bar of the coordinator: matches guided, of the number agreed."""
    if not page.own_limit:
        return None
    state = state_at(page.own_matches / page.own_limit)
    return {
        "text": _("Jij: %(now)s van %(limit)s koppels")
        % {"now": page.own_matches, "limit": page.own_limit},
        "state": state,
        "now": min(page.own_matches, page.own_limit),
        "extra": None,
        "limit": page.own_limit,
    }


def _month(today: date) -> str:
    return date_format(today, "F")
