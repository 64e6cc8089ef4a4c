"""Random weeks of one volunteer: many messages are queued, a sender looks at odd moments, and what
really left is judged by rules that are written anew here, beside those of the code.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from hypothesis import event, given, target
from hypothesis import strategies as st
from tests.proofs import examples

from loopplank.core.kit.calendar import AMSTERDAM, WorkingDays, at_local
from loopplank.core.messages.rules import Audience, Do, Hours, Place
from loopplank.core.messages.send_policy import A_NIGHT, Queued, Reader, decide
from loopplank.core.messages.table import RULES
from loopplank.core.messages.wishes import AskAt, Calendar, NetworkHours, Wishes

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
KINDS = {
    **{name: rule for name, rule in RULES.items() if rule.to == {Audience.VOLUNTEER}},
}
REST = 14 * DAY
#: Around both changes of the clock, a New Year with week 53, and an ordinary week.
STARTS = [date(2026, 3, 23), date(2026, 10, 19), date(2026, 12, 21), date(2026, 6, 1)]
HOLIDAYS = frozenset({date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 25), date(2027, 1, 1)})


@dataclass
class Left:
    """One message that left: when, the kinds in it, and which."""

    at: datetime
    names: list[str]
    ids: list[int]


@dataclass
class Town:
    """One volunteer, their queue, and what became of it."""

    wishes: Wishes
    hours: NetworkHours
    answers: list[str]
    waiting: dict[int, tuple[str, Queued]] = field(default_factory=dict)
    open_questions: dict[int, datetime] = field(default_factory=dict)
    noes: list[datetime] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    gone: dict[int, tuple[Do, datetime]] = field(default_factory=dict)
    again: dict[int, datetime] = field(default_factory=dict)
    rows: dict[int, tuple[str, Queued]] = field(default_factory=dict)

    def queue(self, n: int, name: str, row: Queued) -> None:
        self.waiting[n] = self.rows[n] = name, row

    def reader(self, now: datetime) -> Reader:
        took = [
            one.at
            for one in self.left
            if KINDS[one.names[0]].place is not Place.NONE and one.at > now - 8 * DAY
        ]
        rests = max(self.noes) + REST if self.noes else None
        return Reader(
            self.wishes,
            tuple(took),
            len(self.open_questions),
            1,
            rests,
            tuple(row for _, row in self.waiting.values()),
        )

    def look(self, now: datetime) -> None:
        """A sender goes through all that waits, the oldest first, as it would from the database."""
        self.open_questions = {n: end for n, end in self.open_questions.items() if end > now}
        for n in sorted(self.waiting, key=lambda n: (self.waiting[n][1].queued_at, n)):
            if n not in self.waiting or self.again.get(n, now) > now:
                continue
            row = self.waiting[n][1]
            verdict = decide(row, self.reader(now), Calendar(self.hours, DAYS), now)
            if verdict.do is Do.SEND:
                ids = [n, *(one.int for one in verdict.beside)]
                self.left.append(Left(now, [self.waiting[i][0] for i in ids], ids))
                for i in ids:
                    self.tell(i, now)
            elif verdict.do is Do.WAIT:
                assert verdict.at is not None
                assert verdict.at > now, "look again, but when?"
                self.again[n] = verdict.at
            else:
                del self.waiting[n]
                self.gone[n] = verdict.do, now

    def tell(self, n: int, now: datetime) -> None:
        name, row = self.waiting.pop(n)
        if name == "proposal" and row.until:
            answer = self.answers[n % len(self.answers)]
            if answer == "no":
                self.noes.append(now)
            elif answer == "silent":
                self.open_questions[n] = row.until


DAYS = WorkingDays(holidays=HOLIDAYS)
hours_of = st.builds(
    NetworkHours,
    quiet_from=st.sampled_from([time(19, 30), time(20), time(22)]),
    quiet_to=st.sampled_from([time(7), time(8, 30), time(10)]),
    rest_day=st.sampled_from([None, 5, 6]),
    most_a_week=st.integers(1, 4),
)
wishes_of = st.builds(
    Wishes,
    ask_at=st.sampled_from(AskAt),
    visit_reminder=st.booleans(),
    monday=st.booleans(),
    rest_day=st.sampled_from([None, *range(7)]),
)
#: A message: its kind, when it is queued, how long it is of use if it says so itself, its channel.
#: Often a question or a thank-you, and often many on few days: there the rules are close to broken.
message_of = st.tuples(
    st.sampled_from([*sorted(KINDS), *["proposal", "thanks", "not_started"] * 4]),
    st.sampled_from([*range(0, 21 * 24 * 60, 97), *range(8 * 60, 3 * 24 * 60, 45)]),
    st.sampled_from([90, 600, 2000, 5000, 9000, 13000]),
    st.sampled_from(["sms", "sms", "email"]),
)
messages_of = st.lists(message_of, max_size=8) | st.lists(message_of, min_size=14, max_size=36)


@st.composite
def towns(draw: st.DrawFn) -> Town:
    """What became of three random weeks and the five after them."""
    answers = draw(st.lists(st.sampled_from(["no", "yes", "silent"]), min_size=1, max_size=5))
    town = Town(draw(wishes_of), draw(hours_of), answers)
    start = at_local(draw(st.sampled_from(STARTS)), time(0))
    coming = sorted(
        (start + when * MINUTE, n, name, use * MINUTE, channel)
        for n, (name, when, use, channel) in enumerate(draw(messages_of), 1)
    )
    pauses = draw(st.lists(st.integers(15, 9 * 60), min_size=1, max_size=6))
    for now in looks(start, pauses):
        while coming and coming[0][0] <= now:
            queued_at, n, name, use, channel = coming.pop(0)
            town.queue(n, name, row_of(n, name, queued_at, use, channel))
        town.look(now)
    return town


def row_of(n: int, name: str, queued_at: datetime, use: timedelta, channel: str) -> Queued:
    rule = KINDS[name]
    until = queued_at + rule.days * DAY if rule.days else None
    if rule.ends or name == "proposal":
        until = queued_at + use
    return Queued(UUID(int=n), rule, channel, queued_at, until)


def looks(start: datetime, pauses: list[int]) -> Iterator[datetime]:
    """Odd moments in eight weeks, never more than nine hours apart."""
    now, n = start, 0
    while now < start + 56 * DAY:
        yield now
        now, n = now + pauses[n % len(pauses)] * MINUTE, n + 1


many = examples(25, many=600)


def takes_a_place(one: Left) -> bool:
    return KINDS[one.names[0]].place is not Place.NONE


@many
@given(towns())
def test_nothing_leaves_in_quiet_hours_or_on_a_day_of_rest(town: Town) -> None:
    target(float(len(town.left)))
    for one in town.left:
        if all(KINDS[name].hours is Hours.AT_ONCE for name in one.names):
            continue  # they did or undo something of themselves just now
        there = one.at.astimezone(AMSTERDAM)
        assert town.hours.quiet_to <= there.time() < town.hours.quiet_from, one
        assert there.weekday() not in {town.hours.rest_day, town.wishes.rest_day}, one
        assert there.date() not in HOLIDAYS, one


@many
@given(towns())
def test_what_can_wait_never_makes_more_than_a_few_in_seven_days(town: Town) -> None:
    days: list[date] = []
    for one in town.left:
        day = one.at.astimezone(AMSTERDAM).date()
        if takes_a_place(one):
            days.append(day)
        if KINDS[one.names[0]].place is Place.WAITS:
            assert sum(day - 6 * DAY <= d for d in days) <= town.hours.most_a_week, one
    for monday in {day - day.weekday() * DAY for day in days}:
        held = [
            one
            for one in town.left
            if KINDS[one.names[0]].place is Place.WAITS
            and monday <= one.at.astimezone(AMSTERDAM).date() < monday + 7 * DAY
        ]
        event(f"{len(held)} in a week")
        assert len(held) <= town.hours.most_a_week


@many
@given(towns())
def test_questions_come_one_at_a_time_and_not_after_a_no(town: Town) -> None:
    asked = [
        (one.at, n)
        for one in town.left
        for n, name in zip(one.ids, one.names, strict=True)
        if name == "proposal"
    ]
    for place, (at, n) in enumerate(asked):
        for before, other in asked[:place]:
            answer, end = town.answers[other % len(town.answers)], town.rows[other][1].until
            assert end is not None
            assert answer != "silent" or at >= end, "the one before it is open still"
            assert answer != "no" or at >= before + 14 * DAY, "asked while resting"
        until = town.rows[n][1].until
        assert until is not None
        assert at < until, "it was over"
    event(f"{min(len(asked), 3)} questions")


@many
@given(towns())
def test_a_question_comes_on_a_working_day_at_the_hour_that_was_chosen(town: Town) -> None:
    first = {"morning": 10, "evening": 19}[town.wishes.ask_at]
    for one in town.left:
        there = one.at.astimezone(AMSTERDAM)
        if "proposal" in one.names and not town.wishes.monday:
            assert there.weekday() < 5, one
            assert first <= there.hour < first + 2, one


@many
@given(towns())
def test_nobody_hears_anything_twice_and_what_left_is_not_told_by_hand_too(town: Town) -> None:
    ids = [n for one in town.left for n in one.ids]
    assert len(ids) == len(set(ids))
    assert not set(ids) & set(town.gone)
    assert set(ids) | set(town.gone) | set(town.waiting) == set(town.rows)


@many
@given(towns())
def test_nothing_that_cannot_wait_waits_for_long_or_is_lost(town: Town) -> None:
    """The longest wait: a night, with a sender that looks every nine hours, before and
    after it; for what can wait that long a rest of the network, an own one and two holidays.
    """
    left = {n: one.at for one in town.left for n in one.ids}
    for n, (name, row) in town.rows.items():
        if KINDS[name].place is Place.WAITS:
            continue
        assert n not in town.waiting, name
        if n in left:
            longest = A_NIGHT + 18 * HOUR if KINDS[name].urgent else 5 * DAY
            assert left[n] - row.queued_at < longest, name
        else:
            did, at = town.gone[n]
            assert did is Do.BY_HAND or (row.until and at >= row.until), name


@many
@given(towns())
def test_on_a_wish_for_mondays_only_what_would_be_too_late_comes_apart(town: Town) -> None:
    if not town.wishes.monday:
        return
    digests: dict[tuple[date, str], int] = {}
    for one in town.left:
        rows = [town.rows[n] for n in one.ids]
        if not all(KINDS[name].digest for name, _ in rows):
            continue
        there = one.at.astimezone(AMSTERDAM)
        week = there.date() - there.weekday() * DAY
        ten = at_local(week, time(10))
        for _, row in rows:
            next_ten = at_local(week + 7 * DAY, time(10))
            apart = row.until is not None and row.until <= next_ten + 7 * DAY
            assert apart or (row.queued_at < one.at and one.at >= ten), one
        if all(row.until is None for _, row in rows):
            key = (week, rows[0][1].channel)
            digests[key] = digests.get(key, 0) + 1
    assert all(count == 1 for count in digests.values())
