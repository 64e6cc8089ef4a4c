"""Danger reaches the first of the chain who is there; outside the hours nobody is promised."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.kit.calendar import MONDAY_TO_FRIDAY, WorkingDays, at_local, local_day
from loopplank.core.responsibility.chain import Member, Place, holes, in_hours, promised, reached

TUESDAY = date(2026, 11, 24)
CALENDAR = WorkingDays()
MONDAYS = frozenset({0})
ALL = MONDAY_TO_FRIDAY


def member(place: Place, weekdays: frozenset[int] = ALL, *away: date) -> Member[str]:
    return Member(place.name, place, weekdays, tuple((day, day) for day in away))


def test_the_owner_hears_first_and_the_network_last() -> None:
    chain = [member(place) for place in reversed(Place)]
    for place in Place:
        found = reached([one for one in chain if one.place >= place], TUESDAY)
        assert found is not None
        assert found.place is place


def test_whoever_does_not_work_or_is_away_is_passed_over() -> None:
    chain = [
        member(Place.OWNER, MONDAYS),
        member(Place.STAND_IN, ALL, TUESDAY),
        member(Place.BOARD, ALL),
    ]
    found = reached(chain, TUESDAY)
    assert found is not None
    assert found.who == "BOARD"
    assert reached(chain[:2], TUESDAY) is None


def test_outside_the_hours_nobody_is_promised() -> None:
    chain = [member(Place.OWNER)]
    at = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # nine o'clock in Amsterdam
    assert promised(chain, at, CALENDAR) is not None
    assert promised(chain, at - timedelta(minutes=1), CALENDAR) is None
    assert promised(chain, at.replace(hour=16), CALENDAR) is None
    assert promised(chain, at + timedelta(days=4), CALENDAR) is None


@given(
    st.lists(
        st.builds(
            Member,
            st.uuids(),
            st.sampled_from(Place),
            st.frozensets(st.integers(0, 6)),
            st.lists(
                st.tuples(
                    st.dates(date(2026, 11, 1), date(2026, 12, 31)),
                    st.none() | st.dates(date(2026, 11, 1), date(2026, 12, 31)),
                ),
                max_size=3,
            ).map(tuple),
        ),
        max_size=5,
    ),
    st.integers(0, 42 * 24 * 4),
)
def test_a_moment_within_hours_has_somebody_or_is_a_hole(
    chain: list[Member[object]], quarters: int
) -> None:
    now = at_local(date(2026, 11, 16), datetime.min.time()) + timedelta(minutes=15 * quarters)
    day = local_day(now)
    found = promised(chain, now, CALENDAR)
    if not in_hours(now, CALENDAR):
        assert found is None
    elif found is None:
        assert day in holes(chain, date(2026, 11, 16), 50, CALENDAR)
    else:
        assert found.is_there(day)
