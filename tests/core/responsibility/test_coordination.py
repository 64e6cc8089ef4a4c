"""What clocks cost one coordinator, and that a stop is proposed before they cost too much."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.proofs import share_of

from loopplank.core.requests.states import MOVES, OPEN, RULES, Clock, State, Step, Unit
from loopplank.core.responsibility.clocks import ClockSettings, Place, Urgency
from loopplank.core.responsibility.coordination import (
    ROAD,
    Capacity,
    Carried,
    arrival_cost,
    cost,
    fullness,
    minutes_a_week,
    proposes_stop,
    weeks_in_progress,
)
from loopplank.jobs.chance import seeded

ORDINARY = ClockSettings()
TODAY = date(2026, 11, 24)
TWENTY_HOURS = Capacity(minutes_a_week=20 * 60)
NORMAL = Urgency.NORMAL


def of(**counts: int) -> dict[Place, int]:
    return {(State(state), NORMAL): n for state, n in counts.items()}


# --- what a clock costs ---------------------------------------------------------------------------


def test_what_is_done_once_costs_its_minutes_and_what_returns_costs_them_again() -> None:
    assert minutes_a_week(State.NEW, NORMAL, ORDINARY) == RULES[State.NEW].minutes
    assert minutes_a_week(State.SEARCHING, NORMAL, ORDINARY) == RULES[State.SEARCHING].minutes / 2
    assert minutes_a_week(State.RUNNING, NORMAL, ORDINARY) == RULES[State.RUNNING].minutes / 6
    every_other_day = ClockSettings(own={(State.RUNNING, NORMAL): Clock(2, Unit.DAYS)})
    assert minutes_a_week(State.RUNNING, NORMAL, every_other_day) == pytest.approx(20 * 7 / 2)
    assert minutes_a_week(State.CLOSED, NORMAL, ORDINARY) == 0


@pytest.mark.parametrize("state", sorted(OPEN))
def test_a_shorter_clock_never_costs_less(state: State) -> None:
    costs = [
        minutes_a_week(
            state, NORMAL, ClockSettings(own={(state, NORMAL): Clock(n, Unit.WORKING_DAYS)})
        )
        for n in range(1, 61)
    ]
    assert costs == sorted(costs, reverse=True)


def test_a_coordinator_of_twenty_hours_reads_a_cost_that_can_be_reckoned_by_hand() -> None:
    # 25 matches are talked about every six weeks, and 12 people wait for a word every six
    minutes = cost(of(running=25, waiting=12, new=3, talking=2), ORDINARY)
    assert minutes == pytest.approx(25 * 20 / 6 + 12 * 10 / 6 + 3 * 20 + 2 * 20)


# --- full -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("carried", "capacity", "code"),
    [
        (Carried(of(new=5)), Capacity(requests=6), None),
        (Carried(of(new=6)), Capacity(requests=6), "full.requests"),
        (Carried(of(running=3), matches=25), Capacity(matches=25), "full.matches"),
        (Carried(of(new=61)), TWENTY_HOURS, "full.hours"),
        (Carried(of(new=59)), TWENTY_HOURS, None),
        (Carried(of(new=900), matches=900), Capacity(), None),
    ],
)
def test_whoever_is_full_says_which_agreement_is_used_up(
    carried: Carried, capacity: Capacity, code: str | None
) -> None:
    full = fullness(carried, capacity, ORDINARY).full
    assert (full.code if full else None) == code


# --- a stop is proposed ---------------------------------------------------------------------------


def test_a_stop_is_proposed_while_there_is_still_room_for_what_comes_in() -> None:
    quiet, busy = Carried(of(new=40), came_in=0), Carried(of(new=40), came_in=16)
    assert proposes_stop(quiet, TWENTY_HOURS, ORDINARY, TODAY) is None
    stop = proposes_stop(busy, TWENTY_HOURS, ORDINARY, TODAY)
    assert stop is not None
    assert cost(busy.open, ORDINARY) + arrival_cost(ORDINARY) < 20 * 60
    assert stop.until > TODAY
    assert stop.sentence.params["day"] == stop.until


def test_a_stop_lasts_until_what_is_under_way_has_come_through() -> None:
    # 3 + 2 + 10 + 10 working days and 3 days are five weeks and a bit
    assert weeks_in_progress(ORDINARY) == 6
    slow = ClockSettings(own={(State.SEARCHING, NORMAL): Clock(8, Unit.WEEKS)})
    assert weeks_in_progress(slow) == 12


def test_without_an_agreement_nothing_is_proposed() -> None:
    assert proposes_stop(Carried(of(new=900)), Capacity(), ORDINARY, TODAY) is None


# --- seven months ---------------------------------------------------------------------------------

WEEKS = 30
STEPS: dict[State, list[State]] = {
    state: [
        to for (before, step), to in MOVES.items() if before is state and step is not Step.CLOSE
    ]
    for state in OPEN
}


@dataclass
class Months:
    """Seven months of one coordinator: people ask, requests move on by the table, some end.

    `obeys`: nothing is taken in while a stop is proposed.
    """

    seed: int
    hours: int
    a_week: float
    clocks: ClockSettings
    obeys: bool
    open: list[Place] = field(default_factory=list)
    came_in: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = seeded(self.seed)

    def carried(self, week: int) -> Carried:
        return Carried(Counter(self.open), came_in=sum(w > week - 4 for w in self.came_in))

    @property
    def capacity(self) -> Capacity:
        return Capacity(minutes_a_week=self.hours * 60)

    def proposed(self, week: int) -> bool:
        return proposes_stop(self.carried(week), self.capacity, self.clocks, TODAY) is not None

    def events(self) -> Iterator[tuple[int, str, bool]]:
        """After each event: the week, what it was, and whether a stop was proposed before it."""
        for week in range(WEEKS):
            # now and then everybody asks in the same week, after the summer or a piece in the paper
            burst = self.dice.choice((1, 1, 1, 1, 1, 4))
            arrivals = sum(self.dice.random() < self.a_week * burst / 20 for _ in range(20))
            todo = ["arrives"] * arrivals + ["moves"] * (len(self.open) + arrivals)
            self.dice.shuffle(todo)
            for what in todo:
                before = self.proposed(week)
                if what == "arrives" and not (self.obeys and before):
                    self._arrive(week)
                    yield week, what, before
                elif what == "moves" and self.open:
                    self._move()
                    yield week, what, before

    def _arrive(self, week: int) -> None:
        urgency = self.dice.choices(list(Urgency), (80, 15, 5))[0]
        self.open.append((State.NEW, urgency))
        self.came_in.append(week)

    def _move(self) -> None:
        place = self.dice.randrange(len(self.open))
        state, urgency = self.open[place]
        if self.dice.random() < (0.25 if state in {State.RUNNING, State.WAITING} else 0.1):
            self.open.pop(place)
        else:
            self.open[place] = (self.dice.choice(STEPS[state]), urgency)


SETTINGS = st.sampled_from(
    [
        ORDINARY,
        ClockSettings(own={(State.RUNNING, NORMAL): Clock(1, Unit.WEEKS)}),
        ClockSettings(network={(State.WAITING, NORMAL): Clock(2, Unit.DAYS)}),
        ClockSettings(own={(state, NORMAL): Clock(1, Unit.WORKING_DAYS) for state in ROAD}),
    ]
)
MONTHS = st.builds(
    Months,
    seed=st.integers(0, 2**32),
    hours=st.sampled_from((2, 4, 8, 12, 16, 20, 24, 32)),
    a_week=st.floats(0.5, 12),
    clocks=SETTINGS,
    obeys=st.booleans(),
)


def no_hours_pass_unannounced(months: Months) -> None:
    """Whatever happened, it was proposed to take in nothing before the hours passed the limit."""
    limit = months.hours * 60
    passed_before = False
    for week, what, proposed_before in months.events():
        passed = cost(months.carried(week).open, months.clocks) > limit
        assert not passed or proposed_before, (week, what, passed_before)
        if months.obeys and passed and not passed_before:
            assert what != "arrives", "a stop that is kept lets nobody in who makes it too much"
        passed_before = passed


@settings(max_examples=10)
@given(MONTHS)
def test_the_hours_stay_within_the_limit_or_a_stop_was_proposed_before(months: Months) -> None:
    no_hours_pass_unannounced(months)


@pytest.mark.proof
@settings(max_examples=share_of(400))
@given(MONTHS)
def test_the_hours_stay_within_the_limit_in_very_many_months(months: Months) -> None:
    no_hours_pass_unannounced(months)


def test_the_simulated_months_do_reach_the_limit() -> None:
    """A property that never comes near its edge proves nothing."""
    months = Months(seed=1, hours=8, a_week=8, clocks=ORDINARY, obeys=False)
    over = [
        week
        for week, _what, _before in months.events()
        if cost(months.carried(week).open, ORDINARY) > 8 * 60
    ]
    assert over
    careful = Months(seed=1, hours=8, a_week=8, clocks=ORDINARY, obeys=True)
    kept = [cost(careful.carried(week).open, ORDINARY) for week, _what, _before in careful.events()]
    assert max(kept) <= 8 * 60


def test_with_a_steady_stream_the_proposal_comes_a_week_ahead() -> None:
    open_: Counter[Place] = Counter()
    first_proposed = first_over = None
    for week in range(60):
        open_[State.WAITING, NORMAL] += 6
        carried = Carried(dict(open_), came_in=12)
        if first_proposed is None and proposes_stop(
            carried, Capacity(minutes_a_week=8 * 60), ORDINARY, TODAY
        ):
            first_proposed = week
        if first_over is None and cost(open_, ORDINARY) > 8 * 60:
            first_over = week
    assert first_proposed is not None
    assert first_over is not None
    assert first_proposed + 1 < first_over
