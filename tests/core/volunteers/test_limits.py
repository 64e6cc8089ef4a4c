"""Promise P10: a limit goes up only by the volunteer's own act, and not in the heat of a moment."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.limits import COOLING, By, Change, Circumstances, change, raises
from loopplank.core.volunteers.load import Limits, Load

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
TODAY = local_day(NOW)
SIX = Limits(270, 360, 2, 1)
EIGHT = Limits(270, 480, 2, 1)


def around(
    by: By = By.SELF,
    *,
    asked: datetime | None = None,
    called: datetime | None = None,
    only_telephone: bool = False,
    now: datetime = NOW,
) -> Circumstances:
    return Circumstances("Ria", now, by, only_telephone, asked, called)


# --- one penalised and one unpenalised example of each part -----


@pytest.mark.parametrize(
    ("higher", "lower"),
    [
        ({"max_minutes": 361}, {"max_minutes": 300}),
        ({"liked_minutes": 300}, {"liked_minutes": 200}),
        ({"max_people": 3}, {"max_people": 1}),
        ({"max_heavy": 2}, {"max_heavy": 0}),
        ({"until": None}, {"until": date(2026, 12, 1)}),
        ({"until": date(2027, 12, 2)}, {"until": date(2026, 12, 1)}),
        ({"travel_counts": False}, {"travel_counts": True}),
        ({"pause_from": None, "pause_to": None}, {"pause_to": None}),
        ({"pause_to": date(2026, 12, 1)}, {"pause_to": date(2027, 1, 31)}),
        ({"pause_from": date(2026, 12, 1)}, {"pause_from": date(2026, 11, 1)}),
    ],
)
def test_more_is_a_raise_and_less_is_none(
    higher: dict[str, object], lower: dict[str, object]
) -> None:
    base = replace(
        SIX,
        until=date(2027, 12, 1),
        travel_counts=True,
        pause_from=date(2026, 11, 20),
        pause_to=date(2027, 1, 1),
    )
    assert raises(base, replace(base, **higher), TODAY)  # type: ignore[arg-type]
    assert not raises(base, replace(base, **lower), TODAY)  # type: ignore[arg-type]


def test_a_pause_that_is_over_may_be_cleared_by_anybody() -> None:
    before = replace(SIX, pause_from=date(2026, 10, 1), pause_to=TODAY - timedelta(days=1))
    assert not raises(before, SIX, TODAY)


def test_a_pause_beside_another_one_is_covered_at_once_and_the_gap_waits() -> None:
    planned = replace(SIX, pause_from=date(2026, 12, 20), pause_to=date(2027, 1, 3))
    ill = replace(SIX, pause_from=TODAY, pause_to=TODAY + timedelta(days=6))
    made = change(planned, ill, around(asked=NOW))
    assert made.now.paused_on(TODAY)
    assert made.now.paused_on(date(2026, 12, 25))
    assert made.later == ill


def test_a_raise_by_oneself_in_peace_works_at_once_and_is_not_counted() -> None:
    assert change(SIX, EIGHT, around()) == Change(now=EIGHT)
    long_ago = NOW - COOLING - timedelta(seconds=1)
    assert change(SIX, EIGHT, around(asked=long_ago, called=long_ago)) == Change(now=EIGHT)


@pytest.mark.parametrize("contact", ["asked", "called"])
def test_a_raise_within_seven_days_of_a_question_or_call_waits_until_tomorrow(contact: str) -> None:
    made = change(SIX, EIGHT, around(**{contact: NOW - timedelta(days=6)}))  # type: ignore[arg-type]
    assert made == Change(SIX, EIGHT, TODAY + timedelta(days=1), counted=True)


def test_part_up_and_part_down_splits() -> None:
    wanted = replace(SIX, max_minutes=480, max_people=1)
    made = change(SIX, wanted, around(asked=NOW))
    assert made.now == replace(SIX, max_people=1)
    assert made.later == wanted


def test_lowering_is_anybodys_who_speaks_for_them_and_is_at_once() -> None:
    made = change(EIGHT, SIX, around(By.ON_BEHALF, asked=NOW))
    assert made == Change(now=SIX)


def test_nobody_raises_for_somebody_who_has_a_link() -> None:
    with pytest.raises(Refused) as refused:
        change(SIX, EIGHT, around(By.ON_BEHALF))
    assert refused.value.reason.code == "limits.not_yours"
    assert refused.value.reason.params == {"name": "Ria"}


def test_for_who_has_only_a_telephone_a_second_person_confirms() -> None:
    made = change(SIX, EIGHT, around(By.ON_BEHALF, only_telephone=True))
    assert made.needs_second
    assert made.now == SIX
    assert made.later_on == TODAY + timedelta(days=1)


def test_never_in_the_same_contact_as_a_question() -> None:
    with pytest.raises(Refused) as refused:
        change(
            SIX,
            EIGHT,
            around(By.ON_BEHALF, only_telephone=True, asked=NOW - timedelta(minutes=5)),
        )
    assert refused.value.reason.code == "limits.same_contact"
    yesterday = NOW - timedelta(days=1)
    assert change(SIX, EIGHT, around(By.ON_BEHALF, only_telephone=True, asked=yesterday)).later


def test_tomorrow_is_the_next_day_in_amsterdam_also_late_in_the_evening() -> None:
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # already the 25th in Amsterdam
    made = change(SIX, EIGHT, around(asked=late, now=late))
    assert made.later_on == date(2026, 11, 26)


# --- properties -----

DAYS = st.dates(date(2026, 9, 1), date(2027, 9, 1))
MINUTES = st.integers(0, 365 * 24 * 60)
BEGIN = datetime(2026, 9, 1, tzinfo=UTC)


@st.composite
def any_limits(draw: st.DrawFn) -> Limits:
    most, people = draw(st.integers(0, 1200)), draw(st.integers(0, 5))
    start = draw(st.none() | DAYS)
    end = None
    if start is not None and draw(st.booleans()):
        end = start + timedelta(days=draw(st.integers(0, 90)))
    return Limits(
        draw(st.integers(0, most)),
        most,
        people,
        draw(st.integers(0, people)),
        travel_counts=draw(st.booleans()),
        pause_from=start,
        pause_to=end,
        until=draw(st.none() | DAYS),
    )


@st.composite
def any_circumstances(draw: st.DrawFn) -> Circumstances:
    now = BEGIN + timedelta(minutes=draw(MINUTES))

    def before() -> datetime | None:
        ago = draw(st.none() | st.integers(0, 20 * 24))
        return None if ago is None else now - timedelta(hours=ago)

    return Circumstances(
        "Ria", now, draw(st.sampled_from(By)), draw(st.booleans()), before(), before()
    )


def allows_more(after: Limits, before: Limits, today: date) -> bool:
    """Whether any day or week from today on may carry more; computed apart from core.limits."""
    weeks = [today - timedelta(days=today.weekday()) + timedelta(weeks=n) for n in range(80)]
    more_planned = any(not _within(after.in_week(week), before.in_week(week)) for week in weeks)
    more_days = any(
        before.paused_on(today + timedelta(days=n))
        and not after.paused_on(today + timedelta(days=n))
        for n in range(500)
    )
    return (
        more_planned
        or more_days
        or after.liked_minutes > before.liked_minutes
        or (before.travel_counts and not after.travel_counts)
    )


def _within(one: Load, other: Load) -> bool:
    return one.within(other)


@given(any_limits(), any_limits(), any_circumstances())
def test_what_works_now_allows_more_only_by_the_volunteers_own_act_in_peace(
    old: Limits, new: Limits, ring: Circumstances
) -> None:
    today = local_day(ring.now)
    try:
        made = change(old, new, ring)
    except Refused:
        # only a raise by somebody else is ever refused
        assert ring.by is By.ON_BEHALF
        assert raises(old, new, today)
        return
    recent = [t for t in (ring.last_asked_at, ring.last_called_at) if t is not None]
    in_peace = not recent or ring.now - max(recent) > COOLING
    if allows_more(made.now, old, today):
        assert ring.by is By.SELF
        assert in_peace
    if made.later is not None:
        assert made.later == new
        assert made.later_on == today + timedelta(days=1)
        assert made.counted
        assert made.needs_second is (ring.by is By.ON_BEHALF)
        assert not allows_more(made.now, made.later, today)
    else:
        assert made.now == new


@given(any_limits(), any_limits(), any_circumstances())
def test_on_behalf_a_raise_needs_a_telephone_and_a_second_person(
    old: Limits, new: Limits, ring: Circumstances
) -> None:
    ring = replace(ring, by=By.ON_BEHALF)
    today = local_day(ring.now)
    assume(raises(old, new, today))
    same_day = ring.last_asked_at is not None and local_day(ring.last_asked_at) == today
    if not ring.only_telephone or same_day:
        with pytest.raises(Refused):
            change(old, new, ring)
        return
    made = change(old, new, ring)
    assert made.needs_second
    assert not allows_more(made.now, old, today)


@given(any_limits(), any_limits(), any_circumstances())
def test_lowering_is_never_refused_and_never_waits(
    old: Limits, new: Limits, ring: Circumstances
) -> None:
    assume(not raises(old, new, local_day(ring.now)))
    assert change(old, new, ring) == Change(now=new)


@given(any_limits(), any_circumstances())
def test_no_change_is_no_raise(same: Limits, ring: Circumstances) -> None:
    assert change(same, same, ring) == Change(now=same)
