"""Who could do it together: legs that cover the term, hand over once, and keep every limit."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.kit.calendar import monday, weeks
from loopplank.core.matching.candidates import Asked, OnDay, Someone, more_on_other_days
from loopplank.core.matching.team_state import Kind, wrong_with
from loopplank.core.matching.teams import (
    best_duo,
    best_relays,
    duo_shares,
    grid_weeks,
    split,
    split_points,
)
from loopplank.core.requests.intake import ANY_TIME, day_parts
from loopplank.core.volunteers.away import Away, TimeAway
from loopplank.core.volunteers.load import Commitment, Limits, Load

TODAY = date(2026, 11, 24)
FIRST = date(2026, 11, 26)
THURSDAY = day_parts([3], [1])
ROOM = Limits(270, 360, 3, 1)


def weeks_later(count: int) -> date:
    return FIRST + timedelta(weeks=count)


def asked(count: int = 26, **more: object) -> Asked:
    """So many weeks, an hour and a half each Thursday."""
    term = Commitment("new", "p", FIRST, weeks_later(count - 1), visit_minutes=90)
    return Asked(
        kinds=frozenset({"shopping"}),
        day_parts=THURSDAY,
        commitment=replace(term, **more),  # type: ignore[arg-type]
    )


def someone(key: str, *, km: float = 2.0, until: date | None = None, **more: object) -> Someone:
    base = Someone(
        key=key,
        name=key.title(),
        limits=replace(ROOM, until=until),
        most_planned=Load(),
        kinds=frozenset({"shopping"}),
        day_parts=THURSDAY,
        no_gos=frozenset(),
        km=km,
        max_km=9,
        minutes_one_way=10,
    )
    return replace(base, **more)  # type: ignore[arg-type]


def busy(*mondays: date) -> tuple[tuple[date, Load], ...]:
    """The parts of a term of 26 weeks, full in those that begin on one of these days."""
    full = Load(360, 3, 1)
    return tuple((m, full if m in mondays else Load()) for m in grid_weeks(FIRST, weeks_later(25)))


# --- legs -----

spans = st.tuples(
    st.dates(date(2026, 1, 1), date(2028, 1, 1)), st.integers(min_value=0, max_value=700)
)


@given(spans, st.integers(min_value=1, max_value=3), st.randoms(use_true_random=False))
def test_legs_cover_every_week_and_overlap_in_exactly_one(
    span: tuple[date, int], handovers: int, chance: object
) -> None:
    first, days = span
    term = Commitment("new", "p", first, first + timedelta(days=days), visit_minutes=60)
    choices = list(combinations(split_points(term.first_day, term.last_day), handovers))
    if not choices:
        assert len(weeks(term.first_day, term.last_day)) < 4 * (handovers + 1)
        return
    at = chance.choice(choices)  # type: ignore[attr-defined]
    legs = split(term, at)
    covered = [set(weeks(leg.first_day, leg.last_day)) for leg in legs]
    assert set.union(*covered) == set(weeks(term.first_day, term.last_day))
    assert all(len(one) >= 4 for one in covered)
    for number, (before, after) in enumerate(pairwise(covered)):
        assert before & after == {at[number]}
    assert all(not a & c for a, c in zip(covered, covered[2:], strict=False))
    assert wrong_with(Kind.RELAY, [(x.first_day, x.last_day) for x in legs], len(legs)) is None
    # whoever comes on Thursday comes on Thursday
    assert {leg.first_day.weekday() for leg in legs} == {first.weekday()}


@given(spans)
def test_a_leg_is_made_of_whole_parts_of_the_grid(span: tuple[date, int]) -> None:
    first, days = span
    last = first + timedelta(days=days)
    parts = set(grid_weeks(first, last))
    for week in split_points(first, last):
        # the week of the handover stands alone, so that the load of a leg is known exactly
        assert week in parts
        assert week + timedelta(weeks=1) in parts


@pytest.mark.parametrize(
    ("kind", "days", "volunteers", "code"),
    [
        (Kind.RELAY, [(0, 4), (4, 9)], 1, "team.twice"),
        (Kind.RELAY, [(0, 4)], 1, "team.legs"),
        (Kind.RELAY, [(0, 4), (4, 8), (8, 12), (12, 16), (16, 20)], 5, "team.legs"),
        (Kind.RELAY, [(0, 4), (5, 9)], 2, "team.overlap"),
        (Kind.RELAY, [(0, 5), (4, 9)], 2, "team.overlap"),
        (Kind.RELAY, [(4, 9), (0, 4)], 2, "team.overlap"),
        (Kind.DUO, [(0, 4), (0, 5)], 2, "team.beside"),
        (Kind.DUO, [(0, 4), (0, 4), (0, 4)], 3, "team.duo"),
        (Kind.DUO, [(0, 4), (0, 4)], 2, None),
        (Kind.RELAY, [(0, 4), (4, 9)], 2, None),
    ],
)
def test_what_is_no_team_is_refused(
    kind: Kind, days: list[tuple[int, int]], volunteers: int, code: str | None
) -> None:
    spans = [(weeks_later(a), weeks_later(b)) for a, b in days]
    found = wrong_with(kind, spans, volunteers)
    assert (found.code if found else None) == code


# --- relays -----


def test_two_who_stop_and_begin_make_a_relay() -> None:
    ria = someone("ria", until=weeks_later(13))
    samira = someone("samira", by_part=busy(*grid_weeks(FIRST, weeks_later(3))))
    (found,) = best_relays(asked(), [samira, ria], TODAY)
    assert found.kind is Kind.RELAY
    assert [seat.candidate.someone.key for seat in found.seats] == ["ria", "samira"]
    first, second = (seat.commitment for seat in found.seats)
    assert (first.first_day, second.last_day) == (FIRST, weeks_later(25))
    # the most even split of those that both can do
    assert monday(first.last_day) == monday(second.first_day) == monday(weeks_later(12))


def gone(first: date, last: date) -> Limits:
    return replace(ROOM, away=TimeAway((Away(first, last),)))


def test_who_is_away_at_the_beginning_takes_a_later_leg_and_none_begins_while_away() -> None:
    ria = someone("ria", until=weeks_later(9))
    late = someone("late", limits=gone(FIRST, weeks_later(3)))
    (found,) = best_relays(asked(), [late, ria], TODAY)
    assert [seat.candidate.someone.key for seat in found.seats] == ["ria", "late"]
    # a leg of theirs begins in no week in which they are away
    handover = found.seats[1].commitment.first_day
    weeks_away = gone(handover - timedelta(days=1), handover + timedelta(days=1))
    for one in best_relays(asked(), [replace(late, limits=weeks_away), ria], TODAY):
        assert weeks_away.away.on(one.seats[1].commitment.first_day) is None


def test_the_week_of_the_handover_counts_for_both() -> None:
    """Samira is full in the week in which Ria could last hand over: then it is earlier or not."""
    ria = someone("ria", until=weeks_later(5))
    at_five = monday(weeks_later(4))
    assert best_relays(asked(), [ria, someone("sam", by_part=busy(monday(FIRST)))], TODAY)
    assert not best_relays(
        asked(), [ria, someone("sam", by_part=busy(monday(FIRST), at_five))], TODAY
    )


def test_who_can_do_it_all_is_in_no_relay() -> None:
    """No change of faces that nobody needs."""
    alone = someone("alone")
    ria, samira = someone("ria", until=weeks_later(13)), someone("sam", by_part=busy(monday(FIRST)))
    assert best_relays(asked(), [alone, ria], TODAY) == ()
    assert len(best_relays(asked(), [alone, ria, samira], TODAY)) == 1


def test_fewer_handovers_come_first_and_each_relay_has_other_people() -> None:
    early = [someone(f"early{n}", km=n, until=weeks_later(9)) for n in range(3)]
    middle = someone("middle", by_part=busy(monday(FIRST)), until=weeks_later(18))
    late = someone("late", km=8, by_part=busy(monday(FIRST), monday(weeks_later(4))))
    found = best_relays(asked(), [*early, middle, late], TODAY)
    assert [len(one.seats) for one in found] == [2, 2, 2]
    assert [one.seats[0].candidate.someone.key for one in found] == ["early0", "early1", "early2"]
    assert len(best_relays(asked(), [*early, middle, late], TODAY, most=9)) > 3
    three = best_relays(
        asked(),
        [early[0], middle, someone("last", by_part=busy(*grid_weeks(FIRST, weeks_later(15))))],
        TODAY,
    )
    assert [seat.candidate.someone.key for seat in three[0].seats] == ["early0", "middle", "last"]


def test_a_short_term_has_no_relay() -> None:
    people = [someone("a", until=weeks_later(4)), someone("b", until=weeks_later(5))]
    assert best_relays(asked(7), people, TODAY) == ()


kinds_of_people = st.builds(
    lambda n, km, until, parts: someone(
        f"p{n}",
        km=float(km),
        until=weeks_later(until) if until < 26 else None,
        by_part=busy(*(grid_weeks(FIRST, weeks_later(25))[p] for p in parts)),
    ),
    st.integers(0, 99),
    st.integers(0, 12),
    st.integers(0, 40),
    st.sets(st.integers(0, 12), max_size=9),
)


@given(st.lists(kinds_of_people, max_size=7, unique_by=lambda one: one.key), st.integers(4, 26))
def test_every_relay_keeps_the_rules_of_each_leg(people: list[Someone], count: int) -> None:
    term = asked(count)
    for found in best_relays(term, people, TODAY):
        legs = [seat.commitment for seat in found.seats]
        keys = {seat.candidate.someone.key for seat in found.seats}
        days = [(leg.first_day, leg.last_day) for leg in legs]
        assert wrong_with(Kind.RELAY, days, len(keys)) is None
        assert (legs[0].first_day, legs[-1].last_day) == (
            term.commitment.first_day,
            term.commitment.last_day,
        )
        for seat in found.seats:
            one, leg = seat.candidate.someone, seat.commitment
            assert one.km is not None
            assert one.km <= 9
            assert one.limits.until is None or leg.last_day <= one.limits.until
            original = next(p for p in people if p.key == one.key)
            after = original.most_in(leg.first_day, leg.last_day).minutes + 90
            assert after <= one.limits.max_minutes


# --- duos -----


def test_two_visits_a_week_are_shared() -> None:
    term = asked(visits_per_week=3)
    ria, sam = someone("ria", km=1), someone("sam", km=3)
    found = best_duo(term, [sam, ria], TODAY)
    assert found is not None
    assert [(s.candidate.someone.key, s.commitment.visits_per_week) for s in found.seats] == [
        ("ria", 2),
        ("sam", 1),
    ]
    assert len({(s.commitment.first_day, s.commitment.last_day) for s in found.seats}) == 1


def test_a_long_visit_is_shared_in_two_halves() -> None:
    parts = duo_shares(asked(visit_minutes=195).commitment)
    assert parts is not None
    assert [part.visit_minutes for part in parts] == [98, 97]


def test_one_short_visit_is_nothing_to_share_and_one_person_is_no_duo() -> None:
    assert best_duo(asked(), [someone("ria"), someone("sam")], TODAY) is None
    assert best_duo(asked(visits_per_week=2), [someone("ria")], TODAY) is None


def test_who_has_room_for_a_part_only_takes_the_small_part() -> None:
    term = asked(visits_per_week=3)
    little = someone("little", km=1, most_planned=Load(270, 1, 0))
    found = best_duo(term, [little, someone("sam", km=5)], TODAY)
    assert found is not None
    assert [s.candidate.someone.key for s in found.seats] == ["sam", "little"]


# --- another day -----


def test_each_other_day_tells_how_many_more_could_do_it() -> None:
    tuesday, both = day_parts([1], [0]), day_parts([1, 4], [2])
    people = [
        someone("fits"),
        someone("tue", day_parts=tuesday),
        someone("both", day_parts=both),
        someone("far", day_parts=tuesday, km=50.0),
        someone("full", day_parts=tuesday, most_planned=Load(360, 1, 0)),
    ]
    assert more_on_other_days(asked(), people, TODAY) == (OnDay(1, 2), OnDay(4, 1))
    other_part = someone("late", day_parts=day_parts([3], [2]))
    assert more_on_other_days(
        replace(asked(), day_parts=day_parts([3], [0])), [other_part], TODAY
    ) == (OnDay(3, 1, asked=True),)
    assert more_on_other_days(replace(asked(), day_parts=ANY_TIME), people, TODAY) == ()
    assert more_on_other_days(replace(asked(), day_parts=0), people, TODAY) == ()
