"""An end in the middle of things: a death, a change that nobody read, an advice that turned."""

from datetime import date, timedelta

import pytest
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.account.actors import SYSTEM, Actor
from loopplank.access.volunteers.coming import last_day_of, with_last_day
from loopplank.access.volunteers.own_pages import open_signals
from loopplank.actions.ledger.ledger import commitments_of, differences
from loopplank.actions.matching import matches, proposals, propose
from loopplank.actions.requests import closing, handling
from loopplank.actions.triage import triage
from loopplank.actions.volunteers import stopping
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.matches import MatchState
from loopplank.core.matching.proposals import ProposalState
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.requests.states import State
from loopplank.core.responsibility.today import PERSON_DIED
from loopplank.core.triage import Route
from loopplank.core.wellbeing.signal import DIED
from loopplank.store.models import (
    Assessment,
    Limits,
    Match,
    Message,
    Network,
    Proposal,
    Request,
    Volunteer,
    VolunteerSignal,
)

DAY = timedelta(days=1)
THURSDAY = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def _questions_enough(cast: Cast) -> None:
    Network.objects.update(open_asks_at_once=9, days_of_rest_after_no=0)


def died(cast: Cast, request_id: object) -> None:
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,  # type: ignore[arg-type]
        closing=closing.Closing(ClosingReason.DECEASED, nobody_discussed=True),
    )


def test_after_a_death_somebody_calls_each_volunteer_before_the_next_visit(cast: Cast) -> None:
    """Bram comes on Thursday here, and Ria on another question of the same person."""
    match_id = cast.running(cast.bram)
    ria = cast.volunteer("Ria Smit")
    other_id = cast.running(ria, weekday=4, first_day=THURSDAY + DAY)
    one, other = Match.objects.get(pk=match_id), Match.objects.get(pk=other_id)
    Request.objects.filter(pk=other.request_id).update(help_seeker=one.request.help_seeker)
    told_before = Message.objects.filter(to="volunteer").count()
    died(cast, one.request_id)
    calls = {row.volunteer_id: row for row in VolunteerSignal.objects.filter(reason=DIED)}
    assert set(calls) == {cast.bram_id, ria.id}
    assert calls[cast.bram_id].call_before < THURSDAY
    assert calls[cast.bram_id].words == THURSDAY.isoformat()
    assert calls[other.volunteer_id].call_before <= THURSDAY
    assert {row.to_id for row in calls.values()} == {cast.anna.id}
    # nothing tells it but a person: no message, and nothing on the volunteer's own page
    assert Message.objects.filter(to="volunteer").count() == told_before
    assert not Message.objects.filter(to="volunteer", state="queued", template="thanks").exists()
    assert open_signals(Volunteer.objects.get(pk=cast.bram_id), TODAY) == ()
    other.refresh_from_db()
    assert other.state == MatchState.ENDED
    second = Request.objects.get(pk=other.request_id)
    assert (second.state, second.change_reported, second.due_on) == (
        State.TALKING,
        PERSON_DIED,
        TODAY,
    )


def test_a_yes_over_an_unread_change_waits_for_the_coordinator(cast: Cast) -> None:
    proposal_id = cast.asked(cast.bram)
    row = Proposal.objects.get(pk=proposal_id)
    answer_by = row.expires_at
    person = Actor(Role.HELP_SEEKER, id=row.request_id, organisation_id=cast.noord_id)
    handling.report_change(actor=person, now=NOW, request_id=row.request_id, what="not_needed")
    assert proposals.accept(actor=cast.bram, now=NOW, proposal_id=proposal_id) is None
    assert proposals.accept(actor=cast.bram, now=NOW, proposal_id=proposal_id) is None, "said twice"
    row.refresh_from_db()
    request = Request.objects.get(pk=row.request_id)
    assert row.state == ProposalState.WAITS
    assert (request.state, request.due_on) == (State.PROPOSED, TODAY)
    assert not Match.objects.exists()
    assert commitments_of(cast.bram_id) == []
    # a minute later the time to answer is over: the yes still waits
    proposals.expire(actor=SYSTEM, now=answer_by + DAY, proposal_id=proposal_id)
    assert Proposal.objects.get(pk=proposal_id).state == ProposalState.WAITS
    with pytest.raises(Refused, match=r"proposal\.read_first"):
        proposals.let_yes_count(actor=cast.anna, now=NOW, proposal_id=proposal_id)
    handling.log_contact(actor=cast.anna, now=NOW, request_id=row.request_id, kind="talk")
    match_id = proposals.let_yes_count(actor=cast.anna, now=NOW, proposal_id=proposal_id)
    assert Match.objects.get(pk=match_id).state == MatchState.MEETING
    assert proposals.let_yes_count(actor=cast.anna, now=NOW, proposal_id=proposal_id) == match_id


@pytest.mark.parametrize("then", ["no", "withdraw", "close"])
def test_a_yes_that_waits_can_be_taken_back_by_both(cast: Cast, then: str) -> None:
    proposal_id = cast.asked(cast.bram)
    row = Proposal.objects.get(pk=proposal_id)
    Request.objects.filter(pk=row.request_id).update(change_reported="contact_changed")
    proposals.accept(actor=cast.bram, now=NOW, proposal_id=proposal_id)
    if then == "no":
        proposals.decline(actor=cast.bram, now=NOW, proposal_id=proposal_id)
    elif then == "withdraw":
        proposals.withdraw(actor=cast.anna, now=NOW, proposal_id=proposal_id)
    else:
        died(cast, row.request_id)
    after = {"no": ProposalState.NO, "withdraw": ProposalState.WITHDRAWN}
    row.refresh_from_db()
    assert row.state == after.get(then, ProposalState.GONE)
    if then != "close":
        assert Request.objects.get(pk=row.request_id).state == State.SEARCHING


def test_after_an_advice_against_it_nothing_is_planned_and_help_asks_a_decision(
    cast: Cast,
) -> None:
    match_id = cast.running(cast.bram)
    request_id = Match.objects.get(pk=match_id).request_id
    meets = cast.agreed(cast.volunteer("Ria Smit"), weekday=4)
    meets_request = Match.objects.get(pk=meets).request_id
    assert (Request.objects.get(pk=request_id).due_on or TODAY) > TODAY
    for pk in (request_id, meets_request):
        made = Assessment.objects.get(pk=cast.assess(pk))
        triage.decide(
            actor=cast.anna,
            now=NOW,
            request_id=pk,
            decision=triage.Decision(made.pk, Route.PROFESSIONAL, "know_them"),
        )
        assert Request.objects.get(pk=pk).due_on == TODAY, "the same day"
    for planned in (
        lambda: matches.plan_meeting(
            actor=cast.anna, now=NOW, match_id=meets, meeting_at=NOW + 2 * DAY
        ),
        lambda: matches.start(actor=cast.anna, now=NOW, match_id=meets),
        lambda: matches.evaluate(
            actor=cast.anna,
            now=NOW,
            match_id=match_id,
            new_last_day=Match.objects.get(pk=match_id).last_day + 30 * DAY,
        ),
    ):
        with pytest.raises(Refused, match=r"proposal\.not_for_volunteer"):
            planned()
    # a talk about it is no decision
    matches.evaluate(actor=cast.anna, now=NOW, match_id=match_id)
    assert Request.objects.get(pk=request_id).due_on == TODAY


@pytest.mark.both_engines
def test_who_stops_has_their_room_back_and_one_last_day_everywhere(cast: Cast) -> None:
    """`stops_on` and `last_day` gave two answers; and what was given away stays so."""
    Limits.objects.update(max_people=1, max_heavy=0)
    match_id, last = cast.running(cast.bram), THURSDAY + 7 * DAY
    stopping.stop_with(actor=cast.bram, now=NOW, match_id=match_id, last_day=last)
    row = with_last_day(Match.objects.filter(pk=match_id)).get()
    assert (last_day_of(row), vars(row)["until"]) == (last, last)
    assert [one.last_day for one in commitments_of(cast.bram_id)] == [last]
    assert differences(Volunteer.objects.get(pk=cast.bram_id)) == []
    with pytest.raises(Refused, match=r"match\.stops"):
        matches.evaluate(actor=cast.anna, now=NOW, match_id=match_id, new_last_day=last + 200 * DAY)
    # the weeks after it are free, and somebody else is given them
    cast.agreed(cast.bram, weekday=0, first_day=last + 11 * DAY, last_day=last + 60 * DAY)
    with pytest.raises(Refused, match=r"load\.people"):
        stopping.stay_with(actor=cast.bram, now=NOW, match_id=match_id)
    stopping.stop_helping(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, last_day=TODAY)
    rows = with_last_day(Match.objects.filter(volunteer=cast.bram_id))
    assert {last_day_of(one) for one in rows} == {TODAY} == {vars(one)["until"] for one in rows}
    stopping.stay(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)
    assert last_day_of(Match.objects.get(pk=match_id)) == last


def test_nobody_is_asked_to_stand_in_for_help_that_ended(cast: Cast) -> None:
    from loopplank.actions.volunteers import visits

    match_id = cast.running(cast.bram)
    row = Match.objects.get(pk=match_id)
    visits.cannot_visit(actor=cast.bram, now=NOW, match_id=match_id, day=THURSDAY)
    ria = cast.volunteer("Ria Smit")
    assert ria.id
    asked = propose.ask(
        actor=cast.anna,
        now=NOW,
        request_id=row.request_id,
        volunteer_id=ria.id,
        plan=cast.plan(first_day=THURSDAY, last_day=THURSDAY),
    )
    # somebody else helps there too, so that the request goes on
    beside = cast.running(cast.volunteer("Sita Vis"), weekday=4, first_day=THURSDAY + DAY)
    Match.objects.filter(pk=beside).update(request_id=row.request_id)
    matches.end(actor=cast.anna, now=NOW, match_id=match_id)
    assert Proposal.objects.get(pk=asked).state == ProposalState.GONE
