"""Vandaag: one list that says what, for whom, before when, and the next verb."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.responsibility.today import TodayPage, today_page
from loopplank.access.volunteers.fullness import TeamMember
from loopplank.access.volunteers.long_unspoken import LongUnspoken
from loopplank.core.kit.calendar import local_day, local_time
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.responsibility.today import Lateness
from loopplank.core.volunteers.load import state_at
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.words import day, first_up, hours, kinds, say
from loopplank.web.responsibility.today_lines import (
    Line,
    application_line,
    asked_line,
    call_back_line,
    check_in_line,
    concern_line,
    day_of_file,
    file_line,
    in_danger,
    late_together_line,
    note_line,
    observation_line,
    request_line,
    signal_line,
    when_called,
)
from loopplank.web.responsibility.words import away_words
from loopplank.web.volunteers.views.volunteer_list import last_spoken
from loopplank.web.wellbeing.words import creep_line

#: About how many minutes it takes to answer another organisation.
ANSWERING = 10

#: About how many minutes it takes to call a volunteer, and to read what one wrote.
CALL, READ = 15, 2


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one lateness, and how many more there are than are shown."""

    title: str
    lines: list[Line]
    more: int
    total: int


def _group(title: str, lines: list[Line], more: int) -> Group:
    return Group(title, lines, more, len(lines) + more)


def show_today(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = today_page(actor, now)
    lines = _lines(page, now)
    groups = [
        _group(title, [line for line in lines if line.lateness == late], _left_out(page, late))
        for title, late in (
            (_("Te laat"), Lateness.LATE),
            (_("Vandaag"), Lateness.TODAY),
            (_("Komende 7 dagen"), Lateness.LATER),
        )
    ]
    groups[0] = _with_one_decision(groups[0], page)
    return show_work(
        request,
        actor,
        "responsibility/today.html",
        {
            "heading": first_up(day(local_day(now))),
            "read_at": f"{local_time(now):%-H:%M}",
            "groups": [group for group in groups if group.lines],
            "along": [creep_line(one) for one in page.grew],
            "summary": _summary(page, groups[0].total, groups[1].total, local_day(now)),
            "team": page.team,
            "watch": [_watched(m) for m in page.team.watch],
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


def _lines(page: TodayPage, now: datetime) -> list[Line]:
    """Return them in the order of their days, what is perhaps danger before everything."""
    made = [
        *((date.min if row.alarming else row.task.due_on, request_line(row)) for row in page.rows),
        *((when_called(signal), signal_line(signal, now)) for signal in page.signals),
        *((day_of_file(one, now), file_line(one, now)) for one in page.files),
        *((one.answer_before, concern_line(one, now)) for one in page.concerns),
        *((back.on, call_back_line(back, now)) for back in page.call_backs),
        *((one.answer_before, observation_line(one, now)) for one in page.observations),
        *((one.answer_by or local_day(now), asked_line(one, now)) for one in page.asked_of_us),
        *((one.closes_on, check_in_line(one)) for one in page.check_ins),
        *((one.due_on, note_line(one, now)) for one in page.notes),
        *((one.due_on, application_line(one, now)) for one in page.applying),
    ]
    made.sort(key=lambda pair: pair[0])
    return [line for _due, line in made]


def _with_one_decision(late: Group, page: TodayPage) -> Group:
    """Put what is late at once there once more, as one decision, after what is danger."""
    if not page.late_together:
        return late
    at = sum(row.alarming for row in page.rows) + sum(map(in_danger, page.signals))
    lines = [*late.lines[:at], late_together_line(page.late_together), *late.lines[at:]]
    return Group(late.title, lines, late.more, max(late.total, 1))


def _left_out(page: TodayPage, late: Lateness) -> int:
    """Return how much of a group is not shown. A signal is never for later, and the late ones go
    first.
    """
    totals = {
        Lateness.LATE: page.late_total,
        Lateness.TODAY: page.today_total + page.signals_total - len(page.signals),
        Lateness.LATER: page.later_total,
    }
    return totals[late] - sum(row.task.lateness == late for row in page.rows)


def _summary(page: TodayPage, late: int, for_today: int, today: date) -> dict[str, str | int]:
    """Count everything, also what is not shown: who reads it plans the day with it."""
    minutes = page.minutes + CALL * (page.signals_total + len(page.concerns) + len(page.files))
    minutes += ANSWERING * sum(bool(r.answer_by and r.answer_by <= today) for r in page.asked_of_us)
    minutes += CALL * sum(one.due_on <= today for one in page.applying)
    minutes += READ * sum(one.due_on <= today for one in page.notes)
    count = late + for_today
    return {"count": count, "late": late, "time": hours(5 * round(minutes / 5)) if count else ""}


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
