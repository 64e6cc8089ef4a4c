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
from loopplank.core.requests.headlines import Reader, Voice, headline, voice_of
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
    """A volunteer as the help seeker knows them: the first name and the last day. `stands_still`:
    nobody comes until somebody decides, and `decided_by` where that is not the owner. Without a
    name somebody comes, and it is not known yet who."""

    first_name: str
    last_day: date
    stands_still: bool = False
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """Where one question stands. `promised_by` is there on `due_on`. After that has passed,
    `catch_up_on` is the new day and `catch_up_by` is there on it.

    `reader` reads this, about `person` (a name inside a sentence, which a door fills in);
    `is_called` when they are the one whom we call. `meeting_by` is
    there on the day of the meeting. `closed_as` once it is closed.

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
    reader: Reader = Reader.ASKER
    is_called: bool = True
    person: str = ""
    meeting_by: str = ""
    closed_as: ClosingReason | None = None

    @property
    def stand_still(self) -> bool:
        """Whether visits of somebody are suspended."""
        return any(helper.stands_still for helper in self.helpers)

    @property
    def voice(self) -> Voice:
        return voice_of(self.reader, is_called=self.is_called)


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
    return StatusBlock(told.promise, (_told(course, "told.change"), *told.lines), told.mood)


def _told(course: Course, code: str, **params: Param) -> Reason:
    """Return one row of the table of headlines, as whoever reads this course reads it."""
    return headline(code, course.voice, course.person, params)


def _was_promised(course: Course) -> bool:
    """Say whether this person was promised a day. While we ask a volunteer, the day is that of the
    volunteer."""
    if course.state is State.MEETING:
        return course.meeting_at is None
    return course.state in {State.NEW, State.TALKING, State.SEARCHING, State.WAITING}


def _late(course: Course, promised: date, now: datetime) -> StatusBlock:
    calls = course.state is State.NEW and course.may_call
    sorry = _told(course, "told.late_call" if calls else "told.late_word", day=promised)
    again = course.catch_up_on
    if again is None or is_late(again, now):
        return StatusBlock(_told(course, "told.call_us"), (sorry,), Mood.CALL_US)
    name = course.catch_up_by or course.stand_in or course.owner
    return StatusBlock(_word_before(course, name, again), (sorry,), Mood.LATE)


def _promises(course: Course) -> str:
    """Return who may be promised: whoever reads the course says who, or that it is nobody."""
    return course.promised_by or course.owner


def _word_before(course: Course, name: str, last: date | None) -> Reason:
    """Return the sentence that somebody calls at the latest on a day, or writes to a person without
    a telephone."""
    if last is None:
        return _told(course, "told.word", name=name)
    return _told(course, "told.calls" if course.may_call else "told.writes", name=name, day=last)


def _cares(course: Course) -> Reason:
    return _told(course, "told.cares", name=course.owner, organisation=course.organisation)


def _new(course: Course, _now: datetime) -> StatusBlock:
    full = (_told(course, "told.full", day=course.full_until),) if course.full_until else ()
    return StatusBlock(
        _word_before(course, _promises(course), course.due_on), (*full, _cares(course))
    )


def _talking(course: Course, _now: datetime) -> StatusBlock:
    if course.due_on is None:
        return StatusBlock(_word_before(course, course.owner, None), (_cares(course),))
    answer = _told(course, "told.answer", day=course.due_on, name=_promises(course))
    return StatusBlock(answer, (_cares(course),))


def _searching(course: Course, _now: datetime) -> StatusBlock:
    looking = _told(course, "told.searching")
    if course.due_on is None or course.state is State.PROPOSED:
        return StatusBlock(looking, (_cares(course),))
    until = _told(course, "told.searching_until", day=course.due_on)
    return StatusBlock(looking, (until, _cares(course)))


def _meeting(course: Course, now: datetime) -> StatusBlock:
    who = course.meets
    if course.meeting_at is None:
        return StatusBlock(
            _told(course, "told.found", who=who),
            (_word_before(course, _promises(course), course.due_on), _cares(course)),
        )
    if course.meeting_at < now:
        met = _told(course, "told.met", who=who, name=course.owner)
        return StatusBlock(met, (_cares(course),))
    at = local_time(course.meeting_at)
    return StatusBlock(
        _told(course, "told.meeting", who=who, day=at.date(), time=f"{at:%-H:%M}"),
        (
            _told(course, "told.with_us", name=course.meeting_by or course.organisation),
            _told(course, "told.no_is_fine", who=who),
        ),
    )


def _running(course: Course, now: datetime) -> StatusBlock:
    lines = [_helps(course, helper) for helper in course.helpers]
    if not lines:
        return StatusBlock(_told(course, "told.helped"), (_cares(course),))
    last = min(helper.last_day for helper in course.helpers)
    name = course.owner
    if course.stand_still:
        what = "told.still_call"
        others = (one.decided_by for one in course.helpers if one.stands_still)
        name = next((other for other in others if other), name)
    else:
        what = "told.ends" if last - local_day(now) <= END_IS_NEAR else "told.wrong"
    return StatusBlock(lines[0], (*lines[1:], _told(course, what, name=name)))


def _helps(course: Course, helper: Helper) -> Reason:
    if helper.stands_still:
        return _told(course, "told.still", who=helper.first_name)
    if not helper.first_name:
        return _told(course, "told.somebody", day=helper.last_day)
    return _told(course, "told.helps", who=helper.first_name, day=helper.last_day)


def _waiting(course: Course, now: datetime) -> StatusBlock:
    waited = weeks_waited(course.received_on, local_day(now))
    return StatusBlock(
        _told(course, "told.waiting"),
        waiting_told(
            course.wait,
            course.due_on,
            course.meanwhile,
            waited,
            voice=course.voice,
            person=course.person,
        ),
    )


def _handover(course: Course, _now: datetime) -> StatusBlock:
    party = course.offered_to
    if course.taken_over_by:
        lines = (_told(course, "told.lost"),)
        known: dict[str, Param] = {"party": party, "name": course.taken_over_by}
        if course.taken_over_until is None:
            return StatusBlock(_told(course, "told.taken_over", **known), lines)
        known["day"] = course.taken_over_until
        if course.contact_missed:
            missed = _told(course, "told.contact_missed", **known)
            return StatusBlock(missed, (_told(course, "told.call_us"),), Mood.LATE)
        return StatusBlock(_told(course, "told.taken_over_until", **known), lines)
    asked = _told(course, "told.offered", party=party)
    if course.due_on is None:
        return StatusBlock(asked, (_cares(course),))
    until = _told(course, "told.offered_until", day=course.due_on)
    return StatusBlock(asked, (until, _cares(course)))


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
        StatusStep("done", _told(course, "step.received"), _on(course.received_on)),
        _step_spoken(course),
        _step_looking(course),
        _step_meeting(course),
    )


def _step_spoken(course: Course) -> StatusStep:
    if course.state is State.NEW:
        code = "step.we_call" if course.may_call else "step.we_write"
        return StatusStep("here", _told(course, code), _at_latest(course.due_on))
    spoken = _told(course, "step.spoken")
    return StatusStep("done", spoken, _on(course.spoken_on) if course.spoken_on else None)


def _step_looking(course: Course) -> StatusStep:
    looking = _told(course, "step.looking")
    if course.state is State.NEW:
        return StatusStep("coming", looking)
    if course.state is State.WAITING:
        return StatusStep("here", looking, _told(course, "step.waiting"))
    if course.state in _LOOKING:
        # while a volunteer thinks it over, the day is theirs
        asked = course.state is State.PROPOSED
        return StatusStep("here", looking, None if asked else _at_latest(course.due_on))
    return StatusStep("done", looking)


def _step_meeting(course: Course) -> StatusStep:
    meeting = _told(course, "step.meeting")
    day = local_day(course.meeting_at) if course.meeting_at else None
    if course.state is State.MEETING:
        return StatusStep("here", meeting, _on(day) if day else _at_latest(course.due_on))
    if course.state is State.RUNNING:
        return StatusStep("done", meeting, _on(day) if day else None)
    # no "within two weeks": how long that clock runs is a setting, and nobody promised it
    return StatusStep("coming", meeting)


def _on(day: date) -> Reason:
    return Reason("step.on", "%(day)s", {"day": day})


def _at_latest(day: date | None) -> Reason | None:
    return Reason("step.before", dutch("uiterlijk %(day)s"), {"day": day}) if day else None


# --- after the end --------------------------------------------------------------------------------


def closed_status(
    reason: ClosingReason,
    closed_on: date,
    next_party: str,
    *,
    voice: Voice = Voice.OWN,
    person: str = "",
) -> StatusBlock:
    """Return the block "Nu" of a closed request, other than with a refusal (that is a letter in
    `letters`)."""
    rule = CLOSING[reason]
    by_party = rule.by_party if next_party else ""
    said = headline(
        by_party or rule.ended,
        voice,
        person,
        {"party": next_party} if by_party else {"day": closed_on},
    )
    return StatusBlock(said, (headline(rule.then, voice, person),) if rule.then else ())
