"""Vandaag: danger, late and today always whole; one person is one row; an estimate that holds."""

from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.responsibility.day import (
    MINUTES,
    SHOWN,
    Asks,
    Place,
    estimate,
    fits_in_a_day,
    fold,
    one_row_a_person,
    place_of,
)
from loopplank.core.responsibility.today import Lateness

#: (who it is about, where it stands, a number of its own)
rows = st.lists(
    st.tuples(st.none() | st.sampled_from("abc"), st.sampled_from(Place), st.integers()),
    max_size=15,
)


def test_danger_comes_before_everything_and_is_never_folded() -> None:
    for late in Lateness:
        assert place_of(late, danger=True) is Place.SAFETY
        assert place_of(late, danger=False).value == late.value
    many = list(range(40))
    for place in Place:
        shown, folded = fold(place, many)
        assert [*shown, *folded] == many
        assert (len(shown) == SHOWN) == (place is Place.LATER)
    assert fold(Place.LATER, many[:4]) == (many[:4], ()), (
        "a fold for one row hides more than it says"
    )


@given(rows)
def test_one_person_is_one_row_and_nothing_gets_lost(
    found: list[tuple[str | None, Place, int]],
) -> None:
    merged = one_row_a_person(found, person=lambda row: row[0], place=lambda row: row[1])
    assert sorted((row for one in merged for row in (one.row, *one.also)), key=repr) == sorted(
        found, key=repr
    )
    people = [one.row[0] for one in merged if one.row[0] is not None]
    assert len(people) == len(set(people))
    order = list(Place)
    for one in merged:
        assert all(row[0] == one.row[0] is not None for row in one.also)
        assert all(order.index(row[1]) >= order.index(one.row[1]) for row in one.also)
    leading = [one.row for one in merged]
    left = iter(found)
    assert all(any(row is other for other in left) for row in leading), "the order stays as it was"


@given(st.integers(0, 900), st.dictionaries(st.sampled_from(Asks), st.integers(0, 20)))
def test_the_estimate_is_never_less_than_what_it_counts(
    requests: int, asks: dict[Asks, int]
) -> None:
    minutes = requests + sum(MINUTES[what] * n for what, n in asks.items())
    assert 0 <= estimate(requests, asks) - minutes < 15
    assert set(MINUTES) == set(Asks)
    assert fits_in_a_day(480)
    assert not fits_in_a_day(481)
