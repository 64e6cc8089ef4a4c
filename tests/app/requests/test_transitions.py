"""What a step does to a request: its state, its day, and the search that it begins or ends."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.app import relaying
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.account.actors import Actor
from loopplank.actions.matching import matches, proposals
from loopplank.actions.transitions import transitions
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.team_state import Kind, LegFacts, LegState, TeamFacts
from loopplank.core.requests.states import Clock, State, Step, Unit
from loopplank.core.responsibility.clocks import Urgency
from loopplank.store.models import Event, Match, Membership, Proposal, Request

#: Thursday two days on, a day on which Anna works.
THURSDAY = date(2026, 11, 26)
FAR = date(2027, 1, 7)
ANYBODY = Actor(Role.VOLUNTEER, id=uuid4())


def at(
    cast: Cast, state: State, *, urgency: Urgency = Urgency.NORMAL, **columns: object
) -> Request:
    """A request of Anna in this state, as a row in memory; nothing is stored."""
    row = Request.objects.select_related("owner", "organisation__stand_in").get(pk=cast.request())
    for column, value in {"due_on": FAR, **columns}.items():
        setattr(row, column, value)
    row.state, row.urgency = state.value, urgency.value
    return row


def of_match(match_id: UUID) -> Request:
    return Request.objects.get(pk=Match.objects.get(pk=match_id).request_id)


# --- the state and the day -----


def test_a_step_counts_and_starts_the_clock_of_the_new_state(cast: Cast) -> None:
    row = at(cast, State.TALKING, version=7)
    later = NOW + timedelta(minutes=1)
    transitions.move(row, Step.SEARCH, later)
    assert (row.state, row.version, row.changed_at) == ("searching", 8, later)
    # ten working days end on Tuesday 8 December, and Anna works on Tuesday
    assert row.due_on == date(2026, 12, 8)


def test_another_clock_may_be_given(cast: Cast) -> None:
    row = at(cast, State.PROPOSED)
    transitions.move(row, Step.SAID_YES, NOW, clock=Clock(1, Unit.WEEKS))
    assert (row.state, row.due_on) == ("meeting", date(2026, 12, 1))


def test_the_day_is_the_last_one_on_which_the_owner_works(cast: Cast) -> None:
    row = at(cast, State.NEW)
    transitions.move(row, Step.SPOKEN, NOW + timedelta(days=1))
    # two working days after Wednesday end on Friday; Anna works on Thursday
    assert row.due_on == THURSDAY


@pytest.mark.parametrize(
    ("state", "step"),
    [
        *((state, Step.SPOKEN) for state in State if state not in {State.NEW, State.CLOSED}),
        *((state, Step.NOT_REACHED) for state in State if state is not State.CLOSED),
        *(
            (state, Step.RECONSIDERED)
            for state in (State.NEW, State.TALKING, State.MEETING, State.RUNNING, State.HANDOVER)
        ),
        (State.MEETING, Step.LEG_ASKED),
        (State.MEETING, Step.LEG_AGREED),
        (State.RUNNING, Step.SAID_YES),
    ],
)
def test_talking_once_more_is_no_way_to_be_late_later(cast: Cast, state: State, step: Step) -> None:
    row = at(cast, state)
    transitions.move(row, step, NOW)
    assert (row.state, row.due_on) == (state, FAR)


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (State.PROPOSED, Step.ASKED),
        (State.RUNNING, Step.ASKED),
        (State.RUNNING, Step.EVALUATED),
        (State.RUNNING, Step.STARTED),
        (State.RUNNING, Step.NO_ANSWER_LEFT),
        (State.WAITING, Step.WAIT_TOLD),
        (State.HANDOVER, Step.HANDED_OVER),
    ],
)
def test_what_begins_anew_in_the_same_state_has_a_new_day(
    cast: Cast, state: State, step: Step
) -> None:
    row = at(cast, state)
    transitions.move(row, step, NOW)
    assert row.state == state
    assert row.due_on is not None
    assert row.due_on < FAR + timedelta(days=1)
    assert row.due_on != FAR


@pytest.mark.parametrize("step", [Step.RECONSIDERED, Step.SPOKEN])
def test_another_state_always_has_another_day(cast: Cast, step: Step) -> None:
    row = at(cast, State.NEW if step is Step.SPOKEN else State.SEARCHING)
    transitions.move(row, step, NOW)
    assert (row.state, row.due_on) == ("talking", THURSDAY)
    assert row.sought_since is None, "nobody is searched for in a talk"


def test_what_cannot_be_changes_nothing(cast: Cast) -> None:
    row = at(cast, State.NEW, version=7)
    with pytest.raises(Refused):
        transitions.move(row, Step.STARTED, NOW)
    assert (row.state, row.version, row.due_on) == ("new", 7, FAR)


def test_closed_has_no_day_and_no_clock(cast: Cast) -> None:
    row = at(cast, State.TALKING)
    transitions.move(row, Step.CLOSE, NOW)
    assert row.due_on is None
    assert row.standing == "owning"
    with pytest.raises(ValueError, match="no clock"):
        transitions.clock_of(row)
    assert transitions.clock_of(row, State.NEW) == Clock(3, Unit.WORKING_DAYS)


def test_each_urgency_has_its_own_clock(cast: Cast) -> None:
    row = at(cast, State.SEARCHING, urgency=Urgency.THIS_WEEK)
    assert transitions.clock_of(row) == Clock(3, Unit.WORKING_DAYS)


# --- closed and open again -----


def test_what_is_opened_again_is_owned_again(cast: Cast) -> None:
    row = at(cast, State.CLOSED, standing="following")
    transitions.move(row, Step.REOPEN, NOW)
    assert row.standing == "owning"


@pytest.mark.parametrize("standing", ["owning", "following"])
def test_it_follows_where_another_open_record_of_the_question_owns_it(
    cast: Cast, standing: str
) -> None:
    row, other = at(cast, State.CLOSED), cast.request()
    Request.objects.filter(pk=other).update(standing=standing)
    row.journey_id = Request.objects.get(pk=other).journey_id
    transitions.move(row, Step.REOPEN, NOW)
    assert row.standing == ("following" if standing == "owning" else "owning")


def test_a_closed_record_of_the_question_owns_nothing(cast: Cast) -> None:
    row, other = at(cast, State.CLOSED), Request.objects.get(pk=cast.said_no())
    assert (other.state, other.standing) == ("closed", "owning")
    row.journey_id = other.journey_id
    transitions.move(row, Step.REOPEN, NOW)
    assert row.standing == "owning"


def test_another_question_is_another_matter(cast: Cast) -> None:
    row = at(cast, State.CLOSED)
    cast.request()
    assert not transitions.owned_by_another(row)
    # nor does a record follow itself
    row = at(cast, State.TALKING)
    assert not transitions.owned_by_another(row)


# --- the search -----


def test_a_search_begins_on_its_day_and_a_question_does_not_begin_it_anew(cast: Cast) -> None:
    row = at(cast, State.TALKING)
    transitions.move(row, Step.SEARCH, NOW)
    assert row.sought_since == TODAY
    later = NOW + timedelta(days=3)
    transitions.move(row, Step.ASKED, later)
    transitions.move(row, Step.NO_ANSWER_LEFT, later)
    assert (row.state, row.sought_since) == ("searching", TODAY)


@pytest.mark.parametrize(
    ("state", "step", "ends"),
    [
        (State.SEARCHING, Step.WAIT, True),
        (State.MEETING, Step.STARTED, True),
        (State.SEARCHING, Step.CLOSE, True),
        (State.SEARCHING, Step.ASKED, False),
        (State.SEARCHING, Step.RECONSIDERED, False),
        (State.PROPOSED, Step.SAID_YES, False),
        (State.SEARCHING, Step.OFFERED_ELSEWHERE, False),
    ],
)
def test_help_the_waiting_list_and_the_end_end_a_search(
    cast: Cast, state: State, step: Step, *, ends: bool
) -> None:
    search = {"sought_since": TODAY, "passed_over": 2, "passed_over_on": TODAY}
    row = at(cast, state, search_first=True, **search)
    transitions.move(row, step, NOW)
    kept = {column: getattr(row, column) for column in search}
    assert row.search_first is not ends
    nothing = {"sought_since": None, "passed_over": 0, "passed_over_on": None}
    assert kept == (nothing if ends else search)


def test_a_person_who_looked_begins_the_count_anew(cast: Cast) -> None:
    row = at(cast, State.SEARCHING, sought_since=FAR, passed_over=2, passed_over_on=FAR)
    transitions.begin_search_anew(row, TODAY)
    assert (row.passed_over, row.passed_over_on, row.sought_since) == (0, None, TODAY)


# --- the day of an owner -----


def test_the_same_day_is_today_before_five_and_tomorrow_after_it(cast: Cast) -> None:
    row = at(cast, State.TALKING)
    same_day, one_day = Clock(0, Unit.WORKING_DAYS), Clock(1, Unit.DAYS)
    monday = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert transitions.due(row, same_day, monday) == date(2026, 11, 23)
    assert transitions.due(row, same_day, monday.replace(hour=17)) == date(2026, 11, 24)
    # a day is a day, at whatever hour it begins
    assert transitions.due(row, one_day, monday.replace(hour=17)) == date(2026, 11, 24)


def test_where_the_owner_has_no_day_left_it_is_the_stand_ins(cast: Cast) -> None:
    row = at(cast, State.TALKING)
    assert row.organisation.stand_in is not None
    row.owner.weekdays = [4]
    row.organisation.stand_in.weekdays = [2]
    assert transitions.due(row, Clock(2, Unit.WORKING_DAYS), NOW) == date(2026, 11, 25)
    row.organisation.stand_in = None
    assert transitions.due(row, Clock(2, Unit.WORKING_DAYS), NOW) == THURSDAY


@pytest.mark.parametrize(
    ("state", "day"),
    [
        (State.TALKING, date(2026, 11, 25)),
        (State.SEARCHING, date(2026, 11, 25)),
        (State.MEETING, THURSDAY),
        (State.PROPOSED, THURSDAY),
    ],
)
def test_who_takes_over_keeps_the_day_that_somebody_counts_on(
    cast: Cast, state: State, day: date
) -> None:
    row = at(cast, state, due_on=THURSDAY)
    row.owner = Membership(weekdays=[2])
    transitions.keep_day_for_new_owner(row, NOW)
    assert row.due_on == day


def test_without_a_day_there_is_none_to_keep(cast: Cast) -> None:
    row = at(cast, State.CLOSED, due_on=None)
    transitions.keep_day_for_new_owner(row, NOW)
    assert row.due_on is None


# --- while help runs -----

#: Thursdays, on which Anna works.
EVALUATION = date(2027, 2, 4)


def weeks(number: int) -> timedelta:
    return timedelta(weeks=number)


def next_day(
    cast: Cast, *last_days: date, evaluate_on: date = EVALUATION, **columns: object
) -> date | None:
    row = at(cast, State.RUNNING, **columns)
    transitions.due_while_running(row, evaluate_on, last_days, NOW)
    return row.due_on


def test_the_next_day_is_the_evaluation_or_four_weeks_before_a_last_day(cast: Cast) -> None:
    assert next_day(cast) == EVALUATION
    assert next_day(cast, EVALUATION + weeks(5)) == EVALUATION
    assert next_day(cast, EVALUATION + weeks(3)) == EVALUATION - weeks(1)
    assert next_day(cast, EVALUATION + weeks(9), EVALUATION + weeks(2)) == EVALUATION - weeks(2)


def test_an_end_within_four_weeks_is_talked_about_at_the_end(cast: Cast) -> None:
    near = TODAY + weeks(4)
    assert next_day(cast, near) == near
    day_later = near + timedelta(days=2)
    assert next_day(cast, day_later) == day_later - weeks(4) == THURSDAY


def test_bridging_ends_too(cast: Cast) -> None:
    assert next_day(cast, bridging_until=EVALUATION + weeks(2)) == EVALUATION - weeks(2)


def test_the_day_is_never_past_and_one_on_which_the_owner_works(cast: Cast) -> None:
    assert next_day(cast, evaluate_on=TODAY - weeks(2)) == TODAY
    # a Friday, on which Anna does not work
    assert next_day(cast, evaluate_on=EVALUATION + timedelta(days=1)) == EVALUATION


def test_without_a_working_day_before_it_the_day_stays(cast: Cast) -> None:
    row = at(cast, State.RUNNING)
    row.owner.weekdays = [4]
    transitions.due_while_running(row, THURSDAY, (), NOW)
    assert row.due_on == THURSDAY


# --- a duo or relay -----


def test_who_said_yes_is_called_within_two_working_days_of_the_clock_or_sooner(
    cast: Cast,
) -> None:
    assert of_match(cast.agreed(cast.bram)).due_on == THURSDAY
    Request.objects.update(urgency=Urgency.TODAY)
    proposal_id = cast.asked(cast.volunteer("Ria Smit"))
    row = Proposal.objects.get(pk=proposal_id)
    Request.objects.filter(pk=row.request_id).update(urgency=Urgency.TODAY)
    proposals.accept(actor=cast.anna, now=NOW, proposal_id=proposal_id)
    # one working day is Wednesday, on which nobody works who could; so it stays on it
    assert Request.objects.get(pk=row.request_id).due_on == date(2026, 11, 25)


def test_a_leg_that_has_to_be_found_is_for_today(cast: Cast) -> None:
    relay = relaying.chosen(cast).ask(1, 2).say_yes(1)
    Request.objects.filter(pk=relay.request_id).update(due_on=FAR)
    proposals.decline(actor=relay.who[1], now=NOW, proposal_id=relay.question(2))
    assert relay.request.due_on == TODAY


def test_a_first_leg_that_said_yes_is_called_and_then_met(cast: Cast) -> None:
    who = cast.volunteer("Ria Smit"), cast.volunteer("Samira El Amrani")
    # the change is far enough away to ask nothing yet
    legs = relaying.relay_legs(*who, weeks=6)
    relay = relaying.chosen(cast, *who, legs=legs).ask(1, 2).say_yes(1, 2)
    assert relay.request.due_on == THURSDAY
    meeting = NOW + timedelta(days=5)
    matches.plan_meeting(actor=cast.anna, now=NOW, match_id=relay.match(1), meeting_at=meeting)
    assert relay.request.due_on == TODAY + timedelta(days=5)


def test_a_leg_that_runs_is_talked_about_before_its_change_comes_near(cast: Cast) -> None:
    who = cast.volunteer("Ria Smit"), cast.volunteer("Samira El Amrani")
    legs = relaying.relay_legs(*who, weeks=9)
    relay = relaying.chosen(cast, *who, legs=legs).ask(1, 2).say_yes(1, 2).start(1)
    # who helps for the first time is asked after two weeks how it goes
    assert relay.request.due_on == THURSDAY + timedelta(weeks=2)


def test_a_change_that_was_reported_is_for_today(cast: Cast) -> None:
    relay = relaying.chosen(cast).ask(1, 2).say_yes(1)
    Request.objects.filter(pk=relay.request_id).update(change_reported="changed")
    proposals.accept(actor=relay.who[1], now=NOW, proposal_id=relay.question(2))
    assert relay.request.due_on == TODAY


def team_of_two(taker: LegState, **about: Any) -> TeamFacts:
    """The relay of `relaying.running`, as facts: the second leg stands so."""
    first, last = relaying.relay_legs(ANYBODY, ANYBODY)
    return TeamFacts(
        Kind.RELAY,
        (
            LegFacts(1, "Ria", first.first_day, first.last_day, LegState.RUNNING),
            LegFacts(2, "Samira", last.first_day, last.last_day, taker, **about),
        ),
    )


def test_who_hands_over_has_no_end_to_talk_about_and_who_does_not_has(cast: Cast) -> None:
    relay = relaying.running(cast)
    Match.objects.update(evaluate_on=FAR + timedelta(weeks=9))
    row, meets = relay.request, date(2026, 12, 10)
    prepared = team_of_two(LegState.AGREED, handover_on=meets, noted=True)
    transitions.day_of_team(row, prepared, NOW)
    assert row.due_on == meets
    # nobody follows: four weeks before the last day, 27 December, is a Sunday after this Thursday
    transitions.day_of_team(row, team_of_two(LegState.ASKED), NOW)
    assert row.due_on == THURSDAY


def test_an_answer_that_is_awaited_sooner_than_a_call_is_the_day(cast: Cast) -> None:
    relay = relaying.chosen(cast).ask(1, 2).say_yes(1)
    row, team = relay.request, team_of_two(LegState.ASKED)
    Proposal.objects.filter(pk=relay.question(2)).update(expires_at=NOW + timedelta(days=9))
    transitions.day_of_team(row, team, NOW)
    assert row.due_on == THURSDAY
    Proposal.objects.filter(pk=relay.question(2)).update(expires_at=NOW + timedelta(days=1))
    transitions.day_of_team(row, team, NOW)
    assert row.due_on == TODAY + timedelta(days=1)


def test_only_a_leg_that_fell_away_is_for_today_while_it_is_searched_for(cast: Cast) -> None:
    row = at(cast, State.PROPOSED)
    transitions.day_of_team(row, team_of_two(LegState.ASKED), NOW)
    assert row.due_on == FAR
    transitions.day_of_team(row, team_of_two(LegState.FELL_AWAY), NOW)
    assert row.due_on == TODAY


# --- the event -----


def test_an_event_says_where_it_stands(cast: Cast) -> None:
    request_id = cast.request()
    row = Request.objects.select_related("owner", "organisation__stand_in").get(pk=request_id)
    transitions.move(row, Step.SEARCH, NOW)
    row.story = "Iets anders"
    transitions.save_and_record(
        row, "request.tried", actor=cast.anna, now=NOW, columns=["story"], data={"more": 1}
    )
    event = Event.objects.get(type="request.tried")
    assert (event.aggregate_id, event.organisation_id) == (row.pk, row.organisation_id)
    assert event.data == {
        "state": "searching",
        "owner": str(row.owner_id),
        "due_on": "2026-12-08",
        "due_because": "step",
        "standing": "owning",
        "closing_reason": "",
        "next_step": False,
        "more": 1,
    }
    kept = Request.objects.get(pk=request_id)
    assert (kept.state, kept.due_on, kept.sought_since) == ("searching", date(2026, 12, 8), TODAY)
    assert kept.story == "Iets anders"


def test_a_closed_request_says_that_it_has_a_next_step_and_no_day(cast: Cast) -> None:
    said_no = Request.objects.get(pk=cast.said_no())
    stands = transitions.standing(said_no)
    assert (stands["due_on"], stands["next_step"]) == (None, True)
    said_no.nobody_discussed, said_no.next_party = False, "Wijkteam"
    assert transitions.standing(said_no)["next_step"] is True
    said_no.next_party = ""
    assert transitions.standing(said_no)["next_step"] is False
