"""A team that was chosen: how each leg stands, what comes next, and the strip of weeks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from loopplank.core.kit.calendar import monday
from loopplank.core.matching.team_state import (
    PARTS_OVERLAP,
    TWICE,
    WRONG_PARTS,
    Kind,
    LegFacts,
    LegState,
    Next,
    TeamFacts,
    TeamState,
    asks_now,
    days_to_look,
    days_to_part,
    goes_on,
    handovers,
    kind_of,
    lacking,
    leg_state,
    may_say_no,
    next_handover,
    next_step,
    team_state,
    weeks_of_strip,
    why_not_these,
    wrong_with,
)
from loopplank.core.requests.change_of_volunteer import why_no_relay

TODAY = date(2026, 11, 24)
FIRST = date(2026, 11, 26)
OPEN, ASKED, AGREED, RUNS, DONE, GONE, NOBODY = LegState


DAY = timedelta(days=1)


def weeks_later(count: int) -> date:
    return FIRST + timedelta(weeks=count)


def relay(one: LegState, other: LegState, **second: object) -> TeamFacts:
    """Ria in weeks 1 to 13, Samira in weeks 13 to 26."""
    ria = LegFacts(1, "Ria", FIRST, weeks_later(12), one)
    samira = LegFacts(2, "Samira", weeks_later(12), weeks_later(25), other)
    return TeamFacts(Kind.RELAY, (ria, replace(samira, **second)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("proposal", "match", "ended_on", "state"),
    [
        (None, None, None, OPEN),
        ("open", None, None, ASKED),
        ("no", None, None, GONE),
        ("silent", None, None, GONE),
        ("gone", None, None, GONE),
        ("yes", "meeting", None, AGREED),
        ("yes", "running", None, RUNS),
        ("yes", "ended", weeks_later(12), DONE),
        # in its last week is good enough, earlier is not
        ("yes", "ended", monday(weeks_later(12)), DONE),
        ("yes", "ended", weeks_later(11), GONE),
        ("yes", "not_started", weeks_later(12), GONE),
    ],
)
def test_how_a_leg_stands(
    proposal: str | None, match: str | None, ended_on: date | None, state: LegState
) -> None:
    assert leg_state(Kind.RELAY, proposal, match, weeks_later(12), ended_on) is state


@pytest.mark.parametrize(
    ("legs", "state"),
    [
        ((OPEN, OPEN), TeamState.PROPOSED),
        ((ASKED, OPEN), TeamState.ASKING),
        ((AGREED, ASKED), TeamState.ASKING),
        ((RUNS, ASKED), TeamState.RUNNING),
        ((DONE, AGREED), TeamState.RUNNING),
        ((RUNS, GONE), TeamState.BROKEN),
        ((GONE, OPEN), TeamState.BROKEN),
        ((DONE, DONE), TeamState.ENDED),
    ],
)
def test_how_the_team_stands(legs: tuple[LegState, ...], state: TeamState) -> None:
    assert team_state(legs) is state


def test_only_the_leg_that_fell_away_is_sought() -> None:
    broken = relay(RUNS, GONE)
    found = lacking(broken)
    assert found is not None
    assert found.number == 2
    assert [next_step(broken, leg, TODAY) for leg in broken.legs] == [Next.NOTHING, Next.SEEK]
    assert days_to_look(broken, TODAY) == (TODAY,)
    assert lacking(relay(RUNS, AGREED)) is None


def test_help_goes_on_while_a_leg_is_still_to_come() -> None:
    assert goes_on([DONE, GONE])
    assert goes_on([DONE, AGREED])
    assert not goes_on([DONE, DONE])


def test_a_handover_is_prepared_step_by_step() -> None:
    """From four weeks before: the meeting, the note, and in the week itself the beginning."""
    before, near, week = monday(weeks_later(8)) - DAY, monday(weeks_later(8)), weeks_later(12)
    team = relay(RUNS, AGREED)
    assert next_handover(team, before) is None
    assert next_step(team, team.legs[1], before) is Next.NOTHING
    assert next_handover(team, near) is not None
    assert next_step(team, team.legs[1], near) is Next.PLAN_HANDOVER
    assert days_to_look(team, near) == (near,)
    planned = relay(RUNS, AGREED, handover_on=weeks_later(11))
    assert next_step(planned, planned.legs[1], near) is Next.WRITE_NOTE
    ready = relay(RUNS, AGREED, handover_on=weeks_later(11), noted=True)
    assert next_step(ready, ready.legs[1], near) is Next.NOTHING
    assert days_to_look(ready, near) == (weeks_later(11),)
    assert next_step(ready, ready.legs[1], week) is Next.START
    assert days_to_look(ready, week) == (week,)
    begun = relay(RUNS, RUNS, handover_on=weeks_later(11), noted=True)
    assert next_handover(begun, week) is not None
    assert days_to_look(begun, week) == (week,)
    assert next_handover(relay(DONE, RUNS), week) is None
    assert next_step(begun, begun.legs[1], week) is Next.NOTHING


def test_the_first_leg_meets_and_starts_as_anybody() -> None:
    team = relay(AGREED, ASKED)
    assert next_step(team, team.legs[0], TODAY) is Next.MEET
    met = replace(team, legs=(replace(team.legs[0], met=True), team.legs[1]))
    assert next_step(met, met.legs[0], TODAY) is Next.START
    assert next_step(team, team.legs[1], TODAY) is Next.ANSWER
    assert next_step(relay(OPEN, OPEN), relay(OPEN, OPEN).legs[0], TODAY) is Next.ASK


def test_a_duo_hands_nothing_over() -> None:
    duo = replace(relay(RUNS, AGREED), kind=Kind.DUO)
    assert handovers(duo) == ()
    assert next_step(duo, duo.legs[1], weeks_later(12)) is Next.MEET


def test_the_strip_says_the_weeks_and_where_one_hands_over() -> None:
    strip = weeks_of_strip(
        Kind.RELAY,
        [(1, "Ria", FIRST, weeks_later(12)), (2, "Samira", weeks_later(12), weeks_later(25))],
    )
    assert strip.weeks == 26
    assert [(leg.name, leg.first_week, leg.last_week) for leg in strip.legs] == [
        ("Ria", 1, 13),
        ("Samira", 13, 26),
    ]
    assert strip.handovers == (13,)
    duo = weeks_of_strip(
        Kind.DUO, [(1, "Ria", FIRST, weeks_later(3)), (2, "Sam", FIRST, weeks_later(3))]
    )
    assert (duo.weeks, duo.handovers) == (4, ())


@pytest.mark.parametrize(
    ("answer", "code"), [("yes", None), ("no", "faces.said_no"), ("", "faces.not_asked")]
)
def test_a_relay_asks_the_yes_of_the_person(answer: str, code: str | None) -> None:
    found = why_no_relay(answer)
    assert (found.code if found else None) == code


# --- on the list of today -----


def asked(team: TeamFacts, today: date) -> tuple[str, Next] | None:
    found = asks_now(team, today)
    return (found[0].code, found[1]) if found else None


def test_what_a_team_asks_is_one_line_at_a_time() -> None:
    near, week = monday(weeks_later(8)), weeks_later(12)
    met = {"handover_on": weeks_later(11)}
    assert asked(relay(RUNS, GONE), TODAY) == ("work.seek_leg", Next.SEEK)
    assert asked(relay(RUNS, OPEN), TODAY) == ("work.ask_leg", Next.ASK)
    assert asked(relay(RUNS, AGREED), TODAY) is None
    assert asked(relay(RUNS, AGREED), near) == ("work.plan_handover", Next.PLAN_HANDOVER)
    assert asked(relay(RUNS, AGREED, **met), near) == ("work.write_handover", Next.WRITE_NOTE)
    ready = relay(RUNS, AGREED, **met, noted=True)
    assert asked(ready, near) == ("work.handover_planned", Next.NOTHING)
    assert asked(ready, week) == ("work.handover_week", Next.START)
    assert asked(relay(RUNS, RUNS), week) == ("work.leg_ends", Next.NOTHING)
    assert asked(relay(DONE, RUNS), week) is None


def test_every_line_of_a_team_is_whole() -> None:
    """Each sentence can be filled with what goes with it."""
    near = monday(weeks_later(8))
    for team in (relay(RUNS, GONE), relay(RUNS, OPEN), relay(RUNS, AGREED), relay(RUNS, RUNS)):
        found = asks_now(team, near)
        assert found is not None
        assert found[0].sentence % found[0].params
        assert kind_of(found[1])


# --- dated parts ----------------------------------------------------------------------------------


def nights(*states: LegState) -> TeamFacts:
    """Nights one after the other, each of somebody else."""
    return TeamFacts(
        Kind.PARTS,
        tuple(
            LegFacts(n, f"Helper {n}", FIRST + n * DAY, FIRST + n * DAY, state)
            for n, state in enumerate(states, start=1)
        ),
    )


def test_each_part_has_days_of_its_own() -> None:
    days = [(FIRST + n * DAY, FIRST + n * DAY) for n in range(5)]
    assert wrong_with(Kind.PARTS, days[:2], 2) is None
    assert wrong_with(Kind.PARTS, days[:4], 4) is None
    assert wrong_with(Kind.PARTS, days[:1], 1) is WRONG_PARTS
    assert wrong_with(Kind.PARTS, days, 5) is WRONG_PARTS
    assert wrong_with(Kind.PARTS, [days[0], days[0]], 2) is PARTS_OVERLAP
    assert wrong_with(Kind.PARTS, [days[1], days[0]], 2) is PARTS_OVERLAP
    assert wrong_with(Kind.PARTS, days[:2], 1) is TWICE


def test_who_stops_before_the_night_did_not_do_it() -> None:
    friday = FIRST + DAY
    assert leg_state(Kind.PARTS, "yes", "ended", friday, FIRST) is GONE
    assert leg_state(Kind.PARTS, "yes", "ended", friday, friday) is DONE


def test_a_part_with_a_no_holds_nobody_up() -> None:
    team = nights(AGREED, NOBODY)
    assert team_state(leg.state for leg in team.legs) is TeamState.ASKING
    assert team_state([DONE, NOBODY]) is TeamState.ENDED
    assert goes_on([AGREED, NOBODY])
    assert not goes_on([DONE, NOBODY])
    assert days_to_look(nights(RUNS, NOBODY), TODAY) == ()
    assert handovers(nights(RUNS, AGREED)) == ()
    assert asks_now(nights(RUNS, GONE), TODAY) is not None


@pytest.mark.parametrize(
    ("kind", "state", "may"),
    [(Kind.PARTS, state, state in {OPEN, ASKED, GONE}) for state in LegState]
    + [(Kind.RELAY, state, False) for state in LegState],
)
def test_which_part_may_get_a_no(kind: Kind, state: LegState, may: bool) -> None:
    assert may_say_no(kind, state) is may


def test_other_faces_for_other_nights_unless_somebody_said_no() -> None:
    assert why_not_these(Kind.PARTS, "") is None
    assert why_not_these(Kind.PARTS, "no") is not None
    assert why_not_these(Kind.RELAY, "") is not None
    assert why_not_these(Kind.DUO, "no") is None


def test_days_that_may_be_divided_end_with_the_help() -> None:
    assert days_to_part(TODAY, None) == ()
    assert days_to_part(TODAY, TODAY - DAY) == ()
    assert days_to_part(TODAY, TODAY + DAY) == (TODAY, TODAY + DAY)
    assert len(days_to_part(TODAY, TODAY + 90 * DAY)) == 28 - TODAY.weekday()
