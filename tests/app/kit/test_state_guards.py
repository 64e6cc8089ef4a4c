"""Each action on something that is in another state by now: refused, or nothing happens.

A second tab, a colleague, or the loop of the background came first. No race is needed to see it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from tests.app import checking_in, planned, quoting, relaying
from tests.app.cast import KNOWN_SAFE, NOW, TODAY, Cast

from loopplank.access.account.actors import SYSTEM, NotFound
from loopplank.actions.arrangements import arrangements
from loopplank.actions.gaps import gaps
from loopplank.actions.matching import apply_plan, matches, planning, proposals, teams
from loopplank.actions.requests import closing
from loopplank.actions.volunteers import cover, limits, stopping, visits, volunteers
from loopplank.actions.wellbeing import check_in, quote, signal, signal_steps
from loopplank.core.gaps.gaps import GapState
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.volunteers.load import Limits
from loopplank.core.wellbeing.quote import Permission, Reading
from loopplank.store.models import (
    CheckIn,
    Event,
    Gap,
    LimitsRaise,
    Match,
    PlanProposal,
    Proposal,
    Quote,
    Request,
    Team,
    Visit,
    VisitCover,
    VolunteerSignal,
)

LATER = NOW + timedelta(hours=1)
#: Every way in which a question ends, and what whoever comes after reads.
ANSWERED = {
    "yes": "proposal.solved",
    "no": "proposal.expired",
    "silent": "proposal.expired",
    "withdrawn": "proposal.solved",
    "gone": "proposal.solved",
}


def refused(act: Callable[[], object]) -> str:
    """The code of the refusal; raises where an event was written all the same."""
    events = Event.objects.count()
    with pytest.raises(Refused) as found:
        act()
    assert Event.objects.count() == events
    return found.value.reason.code


def changes_nothing(act: Callable[[], object]) -> None:
    events = Event.objects.count()
    act()
    assert Event.objects.count() == events


def ended_as(cast: Cast, state: str) -> UUID:
    """A question that was answered, taken back or left unanswered, by the real actions."""
    proposal_id = cast.asked(cast.bram)
    if state == "yes":
        proposals.accept(actor=cast.bram, now=NOW, proposal_id=proposal_id)
    elif state == "no":
        proposals.decline(actor=cast.bram, now=NOW, proposal_id=proposal_id)
    elif state == "withdrawn":
        proposals.withdraw(actor=cast.anna, now=NOW, proposal_id=proposal_id)
    elif state == "silent":
        at = Proposal.objects.get(pk=proposal_id).expires_at
        proposals.expire(actor=SYSTEM, now=at, proposal_id=proposal_id)
    else:
        close(cast, Proposal.objects.get(pk=proposal_id).request_id)
    assert Proposal.objects.get(pk=proposal_id).state == state
    return proposal_id


def close(cast: Cast, request_id: UUID) -> None:
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        closing=closing.Closing(ClosingReason.NOT_WANTED, nobody_discussed=True, safe=KNOWN_SAFE),
    )


# --- a question to a volunteer -----


@pytest.mark.parametrize("state", ANSWERED)
def test_what_has_an_answer_is_not_taken_back(cast: Cast, state: str) -> None:
    proposal_id = ended_as(cast, state)
    act = lambda: proposals.withdraw(actor=cast.anna, now=LATER, proposal_id=proposal_id)  # noqa: E731
    assert refused(act) == "proposal.solved"
    row = Proposal.objects.get(pk=proposal_id)
    assert (row.state, row.answered_at == LATER) == (state, False)


@pytest.mark.parametrize("state", sorted(set(ANSWERED) - {"yes"}))
def test_no_yes_after_another_answer(cast: Cast, state: str) -> None:
    proposal_id = ended_as(cast, state)
    code = refused(lambda: proposals.accept(actor=cast.bram, now=LATER, proposal_id=proposal_id))
    assert code == ("proposal.expired" if state == "silent" else "proposal.solved")
    assert not Match.objects.exists()


@pytest.mark.parametrize("state", sorted(set(ANSWERED) - {"no"}))
def test_no_no_after_another_answer(cast: Cast, state: str) -> None:
    proposal_id = ended_as(cast, state)
    code = refused(lambda: proposals.decline(actor=cast.bram, now=LATER, proposal_id=proposal_id))
    solved = state in {"withdrawn", "gone"}
    assert code == ("proposal.solved" if solved else "proposal.expired")
    assert Proposal.objects.get(pk=proposal_id).state == state


@pytest.mark.parametrize("state", ANSWERED)
def test_nothing_is_asked_first_after_an_answer(cast: Cast, state: str) -> None:
    proposal_id = ended_as(cast, state)
    code = refused(
        lambda: proposals.question(
            actor=cast.bram, now=LATER, proposal_id=proposal_id, text="Is er een hond?"
        )
    )
    assert code == ("proposal.expired" if state == "silent" else "proposal.solved")
    assert not Proposal.objects.get(pk=proposal_id).question


@pytest.mark.parametrize("state", ANSWERED)
def test_an_answer_never_expires(cast: Cast, state: str) -> None:
    proposal_id = ended_as(cast, state)
    at = NOW + timedelta(weeks=9)
    changes_nothing(lambda: proposals.expire(actor=SYSTEM, now=at, proposal_id=proposal_id))
    assert Proposal.objects.get(pk=proposal_id).state == state


def test_a_question_expires_at_its_moment_and_not_before(cast: Cast) -> None:
    proposal_id = cast.asked(cast.bram)
    at = Proposal.objects.get(pk=proposal_id).expires_at
    second = timedelta(seconds=1)

    def expire(now: datetime) -> str:
        proposals.expire(actor=SYSTEM, now=now, proposal_id=proposal_id)
        return str(Proposal.objects.get(pk=proposal_id).state)

    assert expire(at - second) == "open"
    assert expire(at) == "silent"


def test_a_yes_comes_before_the_moment_and_not_at_it(cast: Cast) -> None:
    proposal_id = cast.asked(cast.bram)
    at = Proposal.objects.get(pk=proposal_id).expires_at
    code = refused(lambda: proposals.accept(actor=cast.bram, now=at, proposal_id=proposal_id))
    assert code == "proposal.expired"
    just = at - timedelta(seconds=1)
    assert proposals.accept(actor=cast.bram, now=just, proposal_id=proposal_id)


def test_the_same_answer_twice_is_one(cast: Cast) -> None:
    said_yes = ended_as(cast, "yes")
    again = lambda: proposals.accept(actor=cast.bram, now=LATER, proposal_id=said_yes)  # noqa: E731
    changes_nothing(again)
    assert again() == Match.objects.get().pk


def test_of_a_no_only_the_reason_may_follow(cast: Cast) -> None:
    said_no = ended_as(cast, "no")

    def decline(reason: str) -> None:
        proposals.decline(actor=cast.bram, now=LATER, proposal_id=said_no, reason=reason)

    changes_nothing(lambda: decline("unsaid"))
    changes_nothing(lambda: decline("nonsense"))
    decline("too_far")
    assert Proposal.objects.get(pk=said_no).decline_reason == "too_far"
    changes_nothing(lambda: decline("too_far"))


# --- a match -----


@pytest.mark.both_engines
def test_only_who_still_has_to_meet_gets_a_day_to_meet(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    at = NOW + timedelta(days=2)
    meet = lambda: matches.plan_meeting(  # noqa: E731
        actor=cast.anna, now=NOW, match_id=match_id, meeting_at=at
    )
    assert refused(meet) == "match.over"
    matches.end(actor=cast.anna, now=NOW, match_id=match_id)
    assert refused(meet) == "match.over"
    assert Match.objects.get().meeting_at is None


@pytest.mark.both_engines
def test_help_begins_once_and_not_again_after_it_ended(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    begin = lambda: matches.start(actor=cast.anna, now=LATER, match_id=match_id)  # noqa: E731
    changes_nothing(begin)
    matches.end(actor=cast.anna, now=NOW, match_id=match_id)
    assert refused(begin) == "match.over"
    assert Match.objects.get().state == "ended"


@pytest.mark.both_engines
def test_only_help_that_runs_is_evaluated(cast: Cast) -> None:
    match_id = cast.agreed(cast.bram)
    talk = lambda: matches.evaluate(actor=cast.anna, now=NOW, match_id=match_id)  # noqa: E731
    assert refused(talk) == "match.over"
    matches.not_started(actor=cast.anna, now=NOW, match_id=match_id)
    assert refused(talk) == "match.over"


@pytest.mark.both_engines
@pytest.mark.parametrize("begun", [True, False])
def test_what_ended_does_not_end_again(cast: Cast, *, begun: bool) -> None:
    match_id = cast.running(cast.bram) if begun else cast.agreed(cast.bram)
    first, second = (matches.end, matches.not_started)[:: 1 if begun else -1]
    first(actor=cast.anna, now=NOW, match_id=match_id)
    state = Match.objects.get().state
    changes_nothing(lambda: first(actor=cast.anna, now=LATER, match_id=match_id))
    changes_nothing(lambda: second(actor=cast.anna, now=LATER, match_id=match_id))
    assert Match.objects.get().state == state


@pytest.mark.both_engines
def test_nobody_stops_with_whom_they_do_not_help_any_more(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    last = TODAY + timedelta(days=20)
    stopping.stop_with(actor=cast.bram, now=NOW, match_id=match_id, last_day=last)
    matches.end(actor=cast.anna, now=NOW, match_id=match_id)
    code = refused(
        lambda: stopping.stop_with(
            actor=cast.bram, now=NOW, match_id=match_id, last_day=last + timedelta(days=1)
        )
    )
    assert code == "farewell.not_carried"
    changes_nothing(lambda: stopping.stay_with(actor=cast.bram, now=NOW, match_id=match_id))
    after = NOW + timedelta(days=30)
    changes_nothing(lambda: stopping.finish_stop_with(actor=SYSTEM, now=after, match_id=match_id))


def test_who_did_not_say_that_they_stop_cannot_take_it_back(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    changes_nothing(lambda: stopping.stay_with(actor=cast.bram, now=NOW, match_id=match_id))


# --- a duo or relay -----


def test_a_leg_that_is_asked_or_taken_is_not_asked_again(cast: Cast) -> None:
    relay = relaying.chosen(cast).ask(1)
    other = cast.volunteer("Kees Bos")

    def ask() -> None:
        relay.ask(1)

    def somebody_else() -> None:
        teams.replace_leg(
            actor=cast.anna,
            now=NOW,
            team_id=relay.team_id,
            number=1,
            volunteer_id=other.id or uuid4(),
            plan=cast.plan(),
        )

    assert (refused(ask), refused(somebody_else)) == ("team.taken", "team.taken")
    relay.say_yes(1)
    assert (refused(ask), refused(somebody_else)) == ("team.taken", "team.taken")


def test_a_team_is_chosen_only_while_it_is_searched_for(cast: Cast) -> None:
    request_id = Proposal.objects.get(pk=cast.asked(cast.bram)).request_id
    relaying.agrees_to_change(cast, request_id)
    legs = relaying.relay_legs(cast.volunteer("Ria Smit"), cast.volunteer("Samira El Amrani"))
    code = refused(
        lambda: teams.choose_team(
            actor=cast.anna,
            now=NOW,
            request_id=request_id,
            kind=relaying.Kind.RELAY,
            legs=legs,
        )
    )
    assert code == "team.not_searching"
    assert not Team.objects.exists()


# --- the rest -----


def test_of_a_closed_request_no_letter_and_no_arrangement_is_begun(cast: Cast) -> None:
    request_id = cast.ready()
    close(cast, request_id)
    assert Request.objects.get(pk=request_id).state == "closed"
    given = {"actor": cast.anna, "now": NOW, "request_id": request_id}
    assert refused(lambda: closing.write_last_letter(**given)) == "request.is_closed"
    assert refused(lambda: arrangements.begin(**given)) == "arrangement.closed"


def test_a_raise_works_once_and_not_before_its_day(cast: Cast) -> None:
    wanted = Limits(liked_minutes=300, max_minutes=480, max_people=3, max_heavy=1)
    cast.asked(cast.bram)
    limits.set_limits(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, wanted=wanted)
    found = LimitsRaise.objects.get()
    due = NOW + (found.effective_on - TODAY)
    apply = lambda now: limits.apply_raise(actor=SYSTEM, now=now, raise_id=found.pk)  # noqa: E731
    changes_nothing(lambda: apply(due - timedelta(days=1)))
    apply(due)
    found.refresh_from_db()
    assert found.state == "applied"
    changes_nothing(lambda: apply(due + timedelta(days=1)))


def test_who_belongs_already_does_not_join_again(cast: Cast) -> None:
    from loopplank.store.models import Affiliation

    row = Affiliation.objects.get(volunteer_id=cast.bram_id)
    assert row.state == "active"
    changes_nothing(
        lambda: volunteers.join(actor=cast.bram, now=NOW, affiliation_id=row.pk, yes=False)
    )
    row.refresh_from_db()
    assert row.state == "active"


def test_a_plan_that_is_ready_is_not_stopped_and_one_only_once(cast: Cast) -> None:
    from loopplank.store.models import PlanRun

    run_id = planning.ask(actor=cast.anna, now=NOW)
    planning.stop(actor=cast.anna, now=NOW, run_id=run_id)
    assert PlanRun.objects.get(pk=run_id).state == "stopped"
    changes_nothing(lambda: planning.stop(actor=cast.anna, now=LATER, run_id=run_id))
    with pytest.raises(NotFound):
        planning.stop(actor=cast.carla, now=LATER, run_id=run_id)


# --- a visit that somebody cannot make -----


def cannot_come(cast: Cast) -> UUID:
    match_id = cast.running(cast.bram)
    visits.cannot_visit(actor=cast.bram, now=NOW, match_id=match_id, day=TODAY + timedelta(days=9))
    return Visit.objects.get(match_id=match_id).pk


@pytest.mark.both_engines
def test_the_person_is_told_once_and_then_nobody_comes_after_all(cast: Cast) -> None:
    visit_id = cannot_come(cast)
    tell = lambda now: cover.told(actor=cast.anna, now=now, visit_id=visit_id)  # noqa: E731
    tell(NOW)
    changes_nothing(lambda: tell(LATER))
    row = VisitCover.objects.get()
    assert (row.state, row.told_at) == ("nobody", NOW)
    assert refused(lambda: cover.can_come(actor=cast.bram, now=LATER, visit_id=visit_id))
    assert Visit.objects.filter(pk=visit_id).exists()


@pytest.mark.both_engines
def test_a_visit_is_given_up_at_its_moment_and_only_once(cast: Cast) -> None:
    visit_id = cannot_come(cast)
    at = VisitCover.objects.get().decide_by
    give_up = lambda now: cover.give_up(actor=SYSTEM, now=now, visit_id=visit_id)  # noqa: E731
    changes_nothing(lambda: give_up(at - timedelta(seconds=1)))
    assert VisitCover.objects.get().state == "sought"
    give_up(at)
    assert VisitCover.objects.get().state == "nobody"
    changes_nothing(lambda: give_up(at + timedelta(days=1)))


# --- what a volunteer says -----


@pytest.mark.both_engines
def test_a_check_in_that_is_over_is_not_skipped_and_does_not_lapse(cast: Cast) -> None:
    row = checking_in.answered(cast)
    changes_nothing(lambda: check_in.lapse(actor=SYSTEM, now=LATER, check_in_id=row.pk))
    changes_nothing(lambda: check_in.skip(actor=cast.bram, now=LATER))
    after = CheckIn.objects.get(pk=row.pk)
    assert (after.state, after.shared_at) == ("answered", None)


@pytest.mark.both_engines
def test_who_stays_away_says_it_once_and_not_after_the_talk(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    signal_id = signal.send_signal(actor=cast.bram, now=NOW, reason="not_safe", match_id=match_id)
    stay = lambda now: signal.stay_away(actor=cast.bram, now=now, signal_id=signal_id)  # noqa: E731
    stay(NOW)
    changes_nothing(lambda: stay(LATER))
    assert VolunteerSignal.objects.get(pk=signal_id).stays_away_at == NOW
    signal_steps.answer_signal(actor=cast.anna, now=NOW, signal_id=signal_id, outcome="talked")
    with pytest.raises(NotFound):
        stay(LATER)


@pytest.mark.both_engines
@pytest.mark.parametrize("ended", [True, False])
def test_there_is_nothing_to_stay_away_from_after_the_end_or_the_talk(
    cast: Cast, *, ended: bool
) -> None:
    match_id = cast.running(cast.bram)
    signal_id = signal.send_signal(actor=cast.bram, now=NOW, reason="not_safe", match_id=match_id)
    if ended:
        matches.end(actor=cast.anna, now=NOW, match_id=match_id)
    else:
        signal_steps.answer_signal(actor=cast.anna, now=NOW, signal_id=signal_id, outcome="talked")
    with pytest.raises(NotFound):
        signal.stay_away(actor=cast.bram, now=LATER, signal_id=signal_id)
    assert VolunteerSignal.objects.get(pk=signal_id).stays_away_at is None


@pytest.mark.both_engines
def test_the_same_permission_or_reading_of_a_quote_changes_nothing(cast: Cast) -> None:
    quote_id = quoting.said(cast)
    permission = Permission(Quote.objects.get().permission)
    changes_nothing(
        lambda: quote.permit(actor=cast.bram, now=LATER, quote_id=quote_id, permission=permission)
    )
    quoting.read(cast, quote_id)
    version = Quote.objects.get().version

    def read(version: int) -> None:
        quote.read(
            actor=cast.anna, now=LATER, quote_id=quote_id, version=version, reading=Reading.FINE
        )

    changes_nothing(lambda: read(version))
    assert refused(lambda: read(version + 1))
    assert Quote.objects.get().read_at == NOW


# --- a raise, a plan and a gap -----


@pytest.mark.both_engines
def test_a_raise_is_confirmed_once_and_not_after_it_was_taken_back(cast: Cast) -> None:
    phoned = cast.volunteer("Wim de Wit", channel="phone", email="")
    found = LimitsRaise.objects.create(
        volunteer_id=phoned.id,
        wanted={},
        asked_at=NOW,
        effective_on=TODAY + timedelta(days=14),
        needs_second=True,
        asked_by_id=cast.anna.own_membership,
    )
    confirm = lambda: limits.confirm_raise(actor=cast.henk, now=NOW, raise_id=found.pk)  # noqa: E731
    code = refused(lambda: limits.confirm_raise(actor=cast.anna, now=NOW, raise_id=found.pk))
    assert code == "limits.second_person"
    confirm()
    changes_nothing(confirm)
    LimitsRaise.objects.filter(pk=found.pk).update(state="withdrawn", confirmed_by=None)
    with pytest.raises(NotFound):
        confirm()
    assert LimitsRaise.objects.get(pk=found.pk).confirmed_by_id is None


@pytest.mark.both_engines
@pytest.mark.parametrize("first", ["accepted", "set_aside"])
def test_a_proposal_of_a_plan_is_decided_once(cast: Cast, first: str) -> None:
    planned.sought(cast)
    row = PlanProposal.objects.get(run=planned.plan_now(cast))
    given = {"actor": cast.anna, "now": NOW, "proposal_id": row.pk}
    accept = lambda: apply_plan.accept(**given, what="Samen wandelen")  # noqa: E731
    aside = lambda: apply_plan.set_aside(**given, reason="not_now")  # noqa: E731
    (accept if first == "accepted" else aside)()
    assert PlanProposal.objects.get(pk=row.pk).state == first
    if first == "accepted":
        # the second of two presses; a colleague hears that it was decided
        changes_nothing(accept)
        given["actor"] = cast.henk
        assert refused(accept)
        assert refused(aside)
    else:
        assert refused(accept)
        changes_nothing(aside)
    assert Proposal.objects.count() == (first == "accepted")


@pytest.mark.both_engines
def test_a_gap_that_is_described_the_same_keeps_its_day(cast: Cast) -> None:
    gap_id = gaps.attach(actor=cast.anna, now=NOW, request_id=cast.said_no(), name="Avondhulp")
    assert gap_id

    def describe(now: datetime) -> None:
        gaps.describe(
            actor=cast.anna,
            now=now,
            gap_id=gap_id,
            state=GapState.DISCUSSED,
            possible_owner=None,
        )

    describe(NOW)
    changes_nothing(lambda: describe(NOW + timedelta(days=9)))
    assert Gap.objects.get().state_since == TODAY
    gaps.name_openly(actor=cast.anna, now=NOW, gap_id=gap_id)
    changes_nothing(lambda: gaps.name_openly(actor=cast.anna, now=LATER, gap_id=gap_id))
