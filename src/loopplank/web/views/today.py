"""Vandaag: one list that says what, for whom, before when, and the next verb."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.actors import Actor
from loopplank.access.concerns import Concern
from loopplank.access.referral_list import Listed
from loopplank.access.team import TeamMember
from loopplank.access.today import CallBack, Row, TodayPage, today_page
from loopplank.core.calendar import local_day, local_time
from loopplank.core.load import state_at
from loopplank.core.worklist import Lateness, Verb, lateness
from loopplank.web import clock
from loopplank.web.concern_words import said, unsafe
from loopplank.web.frame import show_work
from loopplank.web.referral_rows import asked_row
from loopplank.web.standing_in_words import away_words
from loopplank.web.today_lines import (
    Line,
    day_of,
    file_line,
    in_danger,
    signal_line,
    when_called,
    whose,
)
from loopplank.web.words import (
    day,
    day_and_time,
    first_up,
    hours,
    in_sentence,
    kinds,
    person,
    say,
    short_person,
    word,
)
from loopplank.web.worklist_words import due_words

#: About how many minutes it takes to answer another organisation.
ANSWERING = 10

#: About how many minutes it takes to call a volunteer.
CALL = 15


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
        "work/today.html",
        {
            "heading": first_up(day(local_day(now))),
            "read_at": f"{local_time(now):%-H:%M}",
            "groups": [group for group in groups if group.lines],
            "summary": _summary(page, groups[0].total, groups[1].total, local_day(now)),
            "team": page.team,
            "watch": [_watched(m) for m in page.team.watch],
            "own": _own_load(page),
            "refused": [(count, kinds([kind])) for kind, count in page.refused],
            "quiet": page.quiet_matches,
            "letters": page.letters,
            "proposed": page.proposed,
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
    """In the order of their days, what is perhaps danger before everything."""
    made = [
        *((date.min if row.alarming else row.task.due_on, _request_line(row)) for row in page.rows),
        *((when_called(signal), signal_line(signal, now)) for signal in page.signals),
        *((day_of(one, now), file_line(one, now)) for one in page.files),
        *((one.answer_before, _concern_line(one, now)) for one in page.concerns),
        *((back.on, _call_back_line(back, now)) for back in page.call_backs),
        *((one.answer_by or local_day(now), _asked_line(one, now)) for one in page.asked_of_us),
    ]
    made.sort(key=lambda pair: pair[0])
    return [line for _due, line in made]


def _with_one_decision(late: Group, page: TodayPage) -> Group:
    """What is late at once stands there once more as one decision, after what is danger."""
    if not page.late_together:
        return late
    at = sum(row.alarming for row in page.rows) + sum(map(in_danger, page.signals))
    lines = [*late.lines[:at], _late_together_line(page.late_together), *late.lines[at:]]
    return Group(late.title, lines, late.more, max(late.total, 1))


def _late_together_line(count: int) -> Line:
    """One decision about everything that is late, instead of as many apologies."""
    title = ngettext(
        "%(n)s vraag is te laat. Wat zeggen we?", "%(n)s vragen zijn te laat. Wat zeggen we?", count
    )
    return Line(
        lateness=Lateness.LATE,
        due=_("Nu"),
        due_note=_("te laat"),
        kind=_("Eén besluit voor iedereen"),
        title=title % {"n": count},
        url=reverse("late"),
        why=_("Wij zetten geen losse excuses klaar. Kies een nieuwe dag, of verdeel ze."),
        action=_("Kies wat we zeggen"),
        action_url=reverse("late"),
        action_icon="",
    )


def _left_out(page: TodayPage, late: Lateness) -> int:
    """How much of a group is not shown. A signal is never for later, and the late ones go first."""
    totals = {
        Lateness.LATE: page.late_total,
        Lateness.TODAY: page.today_total + page.signals_total - len(page.signals),
        Lateness.LATER: page.later_total,
    }
    return totals[late] - sum(row.task.lateness == late for row in page.rows)


def _request_line(row: Row) -> Line:
    task = row.task
    due, note = due_words(task.lateness, task.due_on, task.days_late)
    action, url, icon = _action(row)
    return Line(
        lateness=task.lateness,
        due=due,
        due_note=note,
        kind=whose(word(task.kind), row),
        title=f"{person(row.who)}: {kinds(row.kinds)}",
        url=reverse("request", args=[row.request_id]),
        why=say(task.why),
        action=action,
        action_url=url,
        action_icon=icon,
    )


def _action(row: Row) -> tuple[str, str, str]:
    """The words of the button, its address and its symbol."""
    page, verb = reverse("request", args=[row.request_id]), row.task.verb
    if row.match_id and verb in {Verb.PLAN_MEETING, Verb.TALK}:
        if verb is Verb.TALK:
            return _("Schrijf gesprek op"), reverse("evaluation", args=[row.match_id]), ""
        return _("Plan kennismaking"), reverse("meeting", args=[row.match_id]), "calendar"
    if verb is Verb.CALL_PERSON:
        return _("Bel %(who)s") % {"who": short_person(row.who)}, f"{page}#contact", "phone"
    choices = {
        Verb.WEIGH: (_("Weeg de vraag"), reverse("triage", args=[row.request_id]), ""),
        Verb.DECIDE: (_("Neem een besluit"), f"{page}#advice", ""),
        Verb.SEE_PROPOSALS: (
            _("Bekijk voorstellen"),
            reverse("candidates", args=[row.request_id]),
            "",
        ),
        Verb.SEARCH_ON: (_("Zoek verder"), reverse("candidates", args=[row.request_id]), ""),
        Verb.TELL_HOW_IT_WENT: (_("Schrijf op hoe het ging"), f"{page}#matches", ""),
        Verb.WRITE: (_("Laat iets weten"), f"{page}#told", "letter"),
        Verb.CALL_VOLUNTEER: (_("Bel terug"), f"{page}#matches", "phone"),
        Verb.CHOOSE: (_("Kies wat nu"), f"{page}#next", ""),
        Verb.TRY_AGAIN: (_("Probeer het opnieuw"), f"{page}#contact", "phone"),
        Verb.DECIDE_AFTER_PASSING_OVER: (
            _("Beslis nu"),
            reverse("passed_over", args=[row.request_id]),
            "",
        ),
        Verb.SEEK_LEG: (
            _("Zoek iemand voor deel %(n)s") % {"n": row.task.leg},
            f"{reverse('candidates', args=[row.request_id])}?deel={row.task.leg}",
            "",
        ),
        Verb.ASK_LEG: (_("Vraag"), f"{page}#team", ""),
        Verb.HAND_OVER: (_("Bekijk de wissel"), f"{page}#team", ""),
        Verb.ARRANGE: (_("Beslis"), reverse("arrangement", args=[row.request_id]), ""),
        Verb.CALL_PARTY: (_("Bel de ander"), f"{page}#handovers", "phone"),
    }
    return choices.get(verb, (_("Bekijk"), page, ""))


def _concern_line(one: Concern, now: datetime) -> Line:
    late = lateness(one.answer_before, now)
    # somebody waits for an answer: never for later
    late = Lateness.TODAY if late is Lateness.LATER else late
    due, _note = due_words(late, one.answer_before, (local_day(now) - one.answer_before).days)
    who = in_sentence(one.who)
    kind = _("Voelt zich niet veilig") if unsafe(one) else _("Signaal van wie hulp krijgt")
    return Line(
        lateness=late,
        due=due,
        due_note=_("sinds %(when)s") % {"when": day_and_time(one.at)},
        kind=kind if one.mine else _("%(kind)s, van %(owner)s") % {"kind": kind, "owner": one.to},
        title=_("Signaal van %(who)s") % {"who": who},
        url=reverse("concern", args=[one.id]),
        why=said(one),
        action=_("Bel %(who)s") % {"who": short_person(one.who)},
        action_url=reverse("request", args=[one.request_id]) + "#contact",
        action_icon="phone",
    )


def _call_back_line(back: CallBack, now: datetime) -> Line:
    late = lateness(back.on, now)
    due, note = due_words(late, back.on, (local_day(now) - back.on).days)
    return Line(
        lateness=late,
        due=due,
        due_note=note,
        kind=_("Terugbellen na een nee") if back.said_no else _("Terugbellen"),
        title=person(back.who),
        url=reverse("request", args=[back.request_id]),
        why=_("%(party)s zei nog geen ja. Hoor hoe het nu gaat.") % {"party": back.party}
        if back.party
        else _("Niemand pakte deze vraag op. Hoor hoe het nu gaat."),
        action=_("Bel %(who)s") % {"who": short_person(back.who)},
        action_url=reverse("request", args=[back.request_id]) + "#contact",
        action_icon="phone",
    )


def _asked_line(one: Listed, now: datetime) -> Line:
    """A question of another party: theirs until we say yes."""
    row = asked_row(one, now)
    return Line(
        lateness=row.lateness,
        due=row.due,
        due_note=row.due_note,
        kind=_("Aan ons gevraagd door %(party)s") % {"party": one.party},
        title=row.title,
        url=row.url,
        why=row.why,
        action=row.buttons[0].label,
        action_url=row.buttons[0].url,
        action_icon="",
    )


def _summary(page: TodayPage, late: int, for_today: int, today: date) -> dict[str, str | int]:
    """Of everything, also of what is not shown: who reads it plans the day with it."""
    minutes = page.minutes + CALL * (page.signals_total + len(page.concerns) + len(page.files))
    minutes += ANSWERING * sum(bool(r.answer_by and r.answer_by <= today) for r in page.asked_of_us)
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


def _own_load(page: TodayPage) -> dict[str, object] | None:
    """The coordinator has a bar too: matches guided, of the number agreed."""
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
