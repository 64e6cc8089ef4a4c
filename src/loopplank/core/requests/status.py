"""What somebody who asked for help reads: who has their question, until when, and what comes next.

Never a surname of a volunteer, an address or what was said in confidence. A name and a day come
before a duration; when a day has passed we say so first, with a new name and a new day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.calendar import is_late, local_day, local_time
from loopplank.core.kit.reason import Param, Reason, dutch
from loopplank.core.requests.closing import CLOSING, ClosingReason
from loopplank.core.requests.states import State
from loopplank.core.requests.waiting import WaitRange, waiting_told, weeks_waited

END_IS_NEAR = timedelta(weeks=5)

#: What somebody may report through the status page; the owner sees it today.
CHANGES: Mapping[str, str] = MappingProxyType(
    {
        "not_needed": dutch("Ik heb geen hulp meer nodig"),
        "more_urgent": dutch("Het is dringender geworden"),
        "contact_changed": dutch("Mijn nummer of adres is anders"),
    }
)

#: For a family carer who cannot go on, beside the numbers of this town's own professionals.
CARERS_LINE = "0307606055"


@dataclass(frozen=True, slots=True)
class Helper:
    """A volunteer as the help seeker knows them: the first name and the last day."""

    first_name: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Course:
    """Where one question stands. `promised_by` is there on `due_on`. After that has passed,
    `catch_up_on` is the new day and `catch_up_by` is there on it.

    `offered_to` is the party that was asked to take it over; `taken_over_by` is the person there
    who did, with the last day of their first contact; `contact_missed`: that day passed without it.
    `wait` is how long waiting takes, and
    `meanwhile` what can be done until then; `full_until` is the end of the intake stop that the
    question met.
    """

    state: State
    owner: str
    organisation: str
    received_on: date
    stand_in: str = ""
    due_on: date | None = None
    promised_by: str = ""
    catch_up_on: date | None = None
    catch_up_by: str = ""
    spoken_on: date | None = None
    may_call: bool = True
    meets: str = ""
    meeting_at: datetime | None = None
    helpers: tuple[Helper, ...] = ()
    change_reported: bool = False
    offered_to: str = ""
    taken_over_by: str = ""
    taken_over_until: date | None = None
    contact_missed: bool = False
    wait: WaitRange | None = None
    meanwhile: str = ""
    full_until: date | None = None


class Mood(StrEnum):
    """How the block "Nu" looks: as promised, too late, or too late for the second time."""

    CALM = "calm"
    LATE = "late"
    CALL_US = "call_us"


@dataclass(frozen=True, slots=True)
class StatusBlock:
    """The block "Nu": one promise, and what belongs to it."""

    promise: Reason
    lines: tuple[Reason, ...] = ()
    mood: Mood = Mood.CALM


# --- now ------------------------------------------------------------------------------------------


def open_status(course: Course, now: datetime) -> StatusBlock:
    """Return what happens now, by name and day. Only for an open request; `closed_status` has the
    others."""
    promised = course.due_on if _was_promised(course) else None
    if promised is not None and is_late(promised, now):
        return _late(course, promised, now)
    told = _IN_STATE[course.state](course, now)
    if not course.change_reported:
        return told
    heard = Reason("told.change", dutch("Wij weten dat er iets is veranderd."))
    return StatusBlock(told.promise, (heard, *told.lines), told.mood)


def _was_promised(course: Course) -> bool:
    """Say whether this person was promised a day. While we ask a volunteer, the day is that of the
    volunteer."""
    if course.state is State.MEETING:
        return course.meeting_at is None
    return course.state in {State.NEW, State.TALKING, State.SEARCHING, State.WAITING}


def _late(course: Course, promised: date, now: datetime) -> StatusBlock:
    if course.state is State.NEW and course.may_call:
        sorry = Reason(
            "told.late_call",
            dutch("Wij zouden u uiterlijk %(day)s bellen. Dat is niet gelukt. Het spijt ons."),
            {"day": promised},
        )
    else:
        sorry = Reason(
            "told.late_word",
            dutch("U zou uiterlijk %(day)s van ons horen. Dat is niet gelukt. Het spijt ons."),
            {"day": promised},
        )
    again = course.catch_up_on
    if again is None or is_late(again, now):
        return StatusBlock(
            Reason("told.call_us", dutch("Bel ons. Dan helpen wij u meteen verder.")),
            (sorry,),
            Mood.CALL_US,
        )
    name = course.catch_up_by or course.stand_in or course.owner
    return StatusBlock(_word_before(course, name, again), (sorry,), Mood.LATE)


def _promises(course: Course) -> str:
    return course.promised_by or course.owner


def _word_before(course: Course, name: str, last: date | None) -> Reason:
    """Return the sentence that somebody calls at the latest on a day, or writes to a person without
    a telephone."""
    if last is None:
        return Reason("told.word", dutch("U hoort van %(name)s."), {"name": name})
    params: Mapping[str, Param] = {"name": name, "day": last}
    if course.may_call:
        return Reason("told.calls", dutch("%(name)s belt u uiterlijk %(day)s."), params)
    return Reason("told.writes", dutch("U hoort uiterlijk %(day)s van %(name)s."), params)


def _cares(course: Course) -> Reason:
    return Reason(
        "told.cares",
        dutch("%(name)s werkt bij %(organisation)s en zorgt nu voor uw vraag."),
        {"name": course.owner, "organisation": course.organisation},
    )


def _new(course: Course, _now: datetime) -> StatusBlock:
    full = (
        (
            Reason(
                "told.full",
                dutch("Wij nemen tot %(day)s niemand nieuw aan. Waarschijnlijk zeggen wij nee."),
                {"day": course.full_until},
            ),
        )
        if course.full_until
        else ()
    )
    return StatusBlock(
        _word_before(course, _promises(course), course.due_on), (*full, _cares(course))
    )


def _talking(course: Course, _now: datetime) -> StatusBlock:
    if course.due_on is None:
        return StatusBlock(_word_before(course, course.owner, None), (_cares(course),))
    return StatusBlock(
        Reason(
            "told.answer",
            dutch("Uiterlijk %(day)s hoort u van %(name)s ja of nee."),
            {"day": course.due_on, "name": _promises(course)},
        ),
        (_cares(course),),
    )


def _searching(course: Course, _now: datetime) -> StatusBlock:
    looking = Reason("told.searching", dutch("Wij kijken wie kan helpen."))
    if course.due_on is None or course.state is State.PROPOSED:
        return StatusBlock(looking, (_cares(course),))
    return StatusBlock(
        looking,
        (
            Reason(
                "told.searching_until",
                dutch("Uiterlijk %(day)s hoort u hoe het gaat."),
                {"day": course.due_on},
            ),
            _cares(course),
        ),
    )


def _meeting(course: Course, now: datetime) -> StatusBlock:
    who = course.meets
    if course.meeting_at is None:
        found = Reason("told.found", dutch("%(who)s wil graag kennismaken."), {"who": who})
        return StatusBlock(
            found, (_word_before(course, _promises(course), course.due_on), _cares(course))
        )
    if course.meeting_at < now:
        return StatusBlock(
            Reason(
                "told.met",
                dutch("U maakte kennis met %(who)s. %(name)s belt u over hoe het verdergaat."),
                {"who": who, "name": course.owner},
            ),
            (_cares(course),),
        )
    at = local_time(course.meeting_at)
    return StatusBlock(
        Reason(
            "told.meeting",
            dutch("%(who)s komt kennismaken op %(day)s om %(time)s uur."),
            {"who": who, "day": at.date(), "time": f"{at:%-H:%M}"},
        ),
        (
            Reason("told.with_us", dutch("%(name)s is er ook bij."), {"name": course.owner}),
            Reason(
                "told.no_is_fine",
                dutch("Klikt het niet? Dan mag u nee zeggen. %(who)s mag dat ook."),
                {"who": who},
            ),
        ),
    )


def _running(course: Course, now: datetime) -> StatusBlock:
    lines = [
        Reason(
            "told.helps",
            dutch("%(who)s helpt u tot en met %(day)s."),
            {"who": helper.first_name, "day": helper.last_day},
        )
        for helper in course.helpers
    ]
    if not lines:
        return StatusBlock(Reason("told.helped", dutch("U krijgt hulp.")), (_cares(course),))
    last = min(helper.last_day for helper in course.helpers)
    name = {"name": course.owner}
    if last - local_day(now) <= END_IS_NEAR:
        after = Reason("told.ends", dutch("%(name)s belt u over wat daarna kan."), name)
    else:
        after = Reason("told.wrong", dutch("Gaat er iets niet goed? Bel %(name)s."), name)
    return StatusBlock(lines[0], (*lines[1:], after))


def _waiting(course: Course, now: datetime) -> StatusBlock:
    waited = weeks_waited(course.received_on, local_day(now))
    return StatusBlock(
        Reason("told.waiting", dutch("Wij hebben nog niemand voor u.")),
        waiting_told(course.wait, course.due_on, course.meanwhile, waited),
    )


def _handover(course: Course, _now: datetime) -> StatusBlock:
    party = {"party": course.offered_to}
    if course.taken_over_by:
        known = {**party, "name": course.taken_over_by}
        lines = (Reason("told.lost", dutch("Lukt dat niet? Bel ons. Dan zoeken wij het uit.")),)
        if course.taken_over_until is None:
            return StatusBlock(
                Reason("told.taken_over", dutch("%(name)s van %(party)s helpt u verder."), known),
                lines,
            )
        if course.contact_missed:
            return StatusBlock(
                Reason(
                    "told.contact_missed",
                    dutch("%(name)s van %(party)s zou u bellen, uiterlijk %(day)s. Belde niemand?"),
                    {**known, "day": course.taken_over_until},
                ),
                (Reason("told.call_us", dutch("Sorry. Bel ons. Dan zorgen wij dat het gebeurt.")),),
                Mood.LATE,
            )
        return StatusBlock(
            Reason(
                "told.taken_over_until",
                dutch("%(party)s zei ja. %(name)s belt u uiterlijk %(day)s."),
                {**known, "day": course.taken_over_until},
            ),
            lines,
        )
    asked = Reason("told.offered", dutch("Wij vroegen %(party)s om u te helpen."), party)
    if course.due_on is None:
        return StatusBlock(asked, (_cares(course),))
    return StatusBlock(
        asked,
        (
            Reason(
                "told.offered_until",
                dutch("Uiterlijk %(day)s hoort u van ons wat zij zeggen."),
                {"day": course.due_on},
            ),
            _cares(course),
        ),
    )


_IN_STATE = MappingProxyType(
    {
        State.NEW: _new,
        State.TALKING: _talking,
        State.SEARCHING: _searching,
        State.PROPOSED: _searching,
        State.MEETING: _meeting,
        State.RUNNING: _running,
        State.WAITING: _waiting,
        State.HANDOVER: _handover,
    }
)


# --- the road in four steps -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StatusStep:
    """One of the four steps: done, here or coming, and when in words."""

    state: str
    text: Reason
    when: Reason | None = None


_LOOKING = frozenset({State.TALKING, State.SEARCHING, State.PROPOSED, State.HANDOVER})


def steps(course: Course, now: datetime) -> tuple[StatusStep, ...]:
    """Return the four steps of an open request; exactly one is here until the help runs.

    A day that has passed is not promised once more: the block "Nu" says what happens instead.
    """
    if course.due_on is not None and is_late(course.due_on, now):
        course = replace(course, due_on=None)
    return (
        StatusStep(
            "done", Reason("step.received", dutch("Uw vraag is binnen")), _on(course.received_on)
        ),
        _step_spoken(course),
        _step_looking(course),
        _step_meeting(course),
    )


def _step_spoken(course: Course) -> StatusStep:
    if course.state is State.NEW:
        when = _at_latest(course.due_on)
        if course.may_call:
            return StatusStep("here", Reason("step.we_call", dutch("Wij bellen u")), when)
        return StatusStep("here", Reason("step.we_write", dutch("U hoort van ons")), when)
    spoken = Reason("step.spoken", dutch("Wij hebben met u gesproken"))
    return StatusStep("done", spoken, _on(course.spoken_on) if course.spoken_on else None)


def _step_looking(course: Course) -> StatusStep:
    looking = Reason("step.looking", dutch("Wij kijken wie kan helpen"))
    if course.state is State.NEW:
        return StatusStep("coming", looking)
    if course.state is State.WAITING:
        return StatusStep(
            "here", looking, Reason("step.waiting", dutch("u staat op de wachtlijst"))
        )
    if course.state in _LOOKING:
        # while a volunteer thinks it over, the day is theirs
        asked = course.state is State.PROPOSED
        return StatusStep("here", looking, None if asked else _at_latest(course.due_on))
    return StatusStep("done", looking)


def _step_meeting(course: Course) -> StatusStep:
    meeting = Reason("step.meeting", dutch("Kennismaken"))
    day = local_day(course.meeting_at) if course.meeting_at else None
    if course.state is State.MEETING:
        return StatusStep("here", meeting, _on(day) if day else _at_latest(course.due_on))
    if course.state is State.RUNNING:
        return StatusStep("done", meeting, _on(day) if day else None)
    return StatusStep(
        "coming",
        meeting,
        Reason("step.usually", dutch("meestal binnen 2 weken daarna")),
    )


def _on(day: date) -> Reason:
    return Reason("step.on", "%(day)s", {"day": day})


def _at_latest(day: date | None) -> Reason | None:
    return Reason("step.before", dutch("uiterlijk %(day)s"), {"day": day}) if day else None


# --- after the end --------------------------------------------------------------------------------


def closed_status(reason: ClosingReason, closed_on: date, next_party: str) -> StatusBlock:
    """Return the block "Nu" of a closed request, other than with a refusal (that is a letter in
    `letters`)."""
    rule = CLOSING[reason]
    if rule.by_party is not None and next_party:
        said = Reason(rule.by_party.code, rule.by_party.sentence, {"party": next_party})
    else:
        said = Reason(rule.ended.code, rule.ended.sentence, {"day": closed_on})
    return StatusBlock(said, (rule.then,) if rule.then is not None else ())
