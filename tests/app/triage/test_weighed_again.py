"""Weighed anew: no volunteer comes closer unless that last weighing was decided for one."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.access.responsibility.today import today_page
from loopplank.actions.matching import matches, proposals, propose
from loopplank.actions.requests import closing as request_closing
from loopplank.actions.triage import triage
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.responsibility.today import Verb
from loopplank.core.triage import Answer, Route, Standing
from loopplank.store.models import Assessment, Event, Match, Message, Proposal, Request

#: One answer for each outcome that a weighing can have.
OUTCOMES = {
    ("ready", "volunteer"): {},
    ("ready", "combination"): {"C4": Answer.YES},
    ("ready", "professional"): {"V1": Answer.YES},
    ("ready", "refer"): {"M1": Answer.NO},
    ("ready", "emergency"): {"N1": Answer.YES},
    ("ask_first", "volunteer"): {"V4": Answer.UNKNOWN},
    ("ask_now", "volunteer"): {"N1": Answer.UNKNOWN},
}
Outcome = tuple[str, str]
FOR_VOLUNTEER = {("ready", "volunteer"), ("ready", "combination")}
NOT_DECIDED, UNKNOWN, ELSEWHERE = (
    "proposal.not_ready",
    "proposal.ask_first",
    "proposal.not_for_volunteer",
)


def weigh(cast: Cast, request_id: UUID, outcome: Outcome, *, decided: bool) -> None:
    """Weigh again and, when it is `decided`, follow the advice."""
    assessment_id = cast.assess(request_id, **OUTCOMES[outcome])
    made = Assessment.objects.get(pk=assessment_id)
    assert (made.stance, made.route) == outcome
    if decided:
        decision = triage.Decision(assessment_id, Route(made.route))
        triage.decide(actor=cast.anna, now=NOW, request_id=request_id, decision=decision)


def refusal(act: Callable[[], object]) -> str:
    try:
        act()
    except Refused as refused:
        return refused.reason.code
    return ""


def expected(outcome: Outcome, *, decided: bool) -> str:
    """Why a coordinator may not go on with a volunteer; empty when they may."""
    if outcome[1] == Route.EMERGENCY:
        return ELSEWHERE
    if outcome[0] != Standing.READY:
        return UNKNOWN
    if not decided:
        return NOT_DECIDED
    return "" if outcome in FOR_VOLUNTEER else ELSEWHERE


#: What is unknown about safety cannot be decided for a volunteer at all.
WEIGHED = [
    pytest.param(outcome, decided, id=f"{'-'.join(outcome)}-{'decided' if decided else 'open'}")
    for outcome in OUTCOMES
    for decided in (False, True)
    if not decided or outcome[0] == "ready"
]


@pytest.mark.parametrize(("outcome", "decided"), WEIGHED)
def test_nobody_is_asked_on_another_outcome(cast: Cast, outcome: Outcome, decided: bool) -> None:
    request_id = cast.ready()
    weigh(cast, request_id, outcome, decided=decided)
    for act in (propose.ask, propose.note_yes):
        said = refusal(
            lambda act=act: act(
                actor=cast.anna,
                now=NOW,
                request_id=request_id,
                volunteer_id=cast.bram_id,
                plan=cast.plan(),
            )
        )
        assert said == expected(outcome, decided=decided)
        if not said:
            break
    assert Proposal.objects.filter(request_id=request_id).exists() is (said == "")


@pytest.mark.parametrize("by", ["bram", "anna"])
@pytest.mark.parametrize(("outcome", "decided"), WEIGHED)
def test_a_yes_is_good_for_the_last_weighing_only(
    cast: Cast, outcome: Outcome, decided: bool, by: str
) -> None:
    proposal_id = cast.asked(cast.bram)
    row = Proposal.objects.get(pk=proposal_id)
    weigh(cast, row.request_id, outcome, decided=decided)
    said = refusal(
        lambda: proposals.accept(actor=getattr(cast, by), now=NOW, proposal_id=proposal_id)
    )
    row.refresh_from_db()
    if outcome not in FOR_VOLUNTEER:
        assert said == "proposal.solved", "the question was taken back"
        assert row.state == "gone"
    elif decided:
        assert (said, row.state) == ("", "yes")
    else:
        looked_at = "proposal.looked_at_again" if by == "bram" else NOT_DECIDED
        assert (said, row.state) == (looked_at, "open"), "it may be answered after the decision"
    assert Match.objects.filter(request_id=row.request_id).exists() is (said == "")


@pytest.mark.parametrize(("outcome", "decided"), WEIGHED)
def test_help_begins_on_the_last_weighing_only(cast: Cast, outcome: Outcome, decided: bool) -> None:
    match_id = cast.agreed(cast.bram)
    request_id = Match.objects.get(pk=match_id).request_id
    weigh(cast, request_id, outcome, decided=decided)
    said = refusal(lambda: matches.start(actor=cast.anna, now=NOW, match_id=match_id))
    together = decided and outcome == ("ready", "combination")
    # together with a professional it begins with an arrangement; that is another rule
    assert said == ("match.needs_arrangement" if together else expected(outcome, decided=decided))
    assert Match.objects.get(pk=match_id).state == ("meeting" if said else "running")


def test_a_weighing_that_nobody_decided_takes_no_arrangement_away(cast: Cast) -> None:
    """Together with a professional stays so until somebody decides otherwise."""
    request_id = cast.request()
    assessment_id = cast.assess(request_id, **OUTCOMES["ready", "combination"])
    decision = triage.Decision(assessment_id, Route.COMBINATION)
    triage.decide(actor=cast.anna, now=NOW, request_id=request_id, decision=decision)
    match_id = propose.note_yes(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        volunteer_id=cast.bram_id,
        plan=cast.plan(),
    )
    begin = lambda: matches.start(actor=cast.anna, now=NOW, match_id=match_id)  # noqa: E731
    assert refusal(begin) == "match.needs_arrangement"
    assessment_id = cast.assess(request_id, **OUTCOMES["ready", "combination"])
    assert refusal(begin) == NOT_DECIDED
    decision = triage.Decision(assessment_id, Route.COMBINATION)
    triage.decide(actor=cast.anna, now=NOW, request_id=request_id, decision=decision)
    assert refusal(begin) == "match.needs_arrangement"


@pytest.mark.parametrize("outcome", sorted(set(OUTCOMES) - FOR_VOLUNTEER))
def test_what_is_taken_back_is_told_and_comes_back_to_the_owner(
    cast: Cast, outcome: Outcome
) -> None:
    proposal_id = cast.asked(cast.bram)
    request_id = Proposal.objects.get(pk=proposal_id).request_id
    weigh(cast, request_id, outcome, decided=False)
    assert Request.objects.get(pk=request_id).state == "talking"
    told = Message.objects.get(request_id=request_id, template="proposal")
    assert told.state == "dropped"
    event = Event.objects.filter(aggregate_id=request_id, type="request.assessed").latest("id")
    assert event.data["taken_back"] == [str(proposal_id)]


def test_a_closed_request_is_not_weighed_until_it_is_opened_again(cast: Cast) -> None:
    """Danger in a file that nobody looks at any more would alarm nobody."""
    request_id = cast.request()
    assessment_id = cast.assess(request_id)
    closing = request_closing.Closing(ClosingReason.HELPED, nobody_discussed=True)
    request_closing.close(actor=cast.anna, now=NOW, request_id=request_id, closing=closing)
    given = {"actor": cast.anna, "now": NOW, "request_id": request_id}
    decision = triage.Decision(assessment_id, Route.VOLUNTEER)
    for act in (
        lambda: cast.assess(request_id, N1=Answer.UNKNOWN),
        lambda: triage.decide(**given, decision=decision),
        lambda: triage.give_impression(**given, impression="fits"),
    ):
        assert refusal(act) == "triage.closed"
    row = Request.objects.get(pk=request_id)
    assert (row.due_on, row.assessments.count()) == (None, 1)
    assert not Message.objects.filter(template="alert").exists()
    taps = {f"gate-{gate}": "ordinary" for gate in "NVHKCRTM"}
    client, where = browsing.member(cast.anna), reverse("triage", args=[request_id])
    response = client.post(where, {**taps, "said_by": "person"}, follow=True)
    assert "Deze hulpvraag is afgesloten. Open hem eerst weer" in response.content.decode()
    request_closing.reopen(**given)
    cast.assess(request_id, N1=Answer.UNKNOWN)


def test_who_must_decide_reads_so_while_a_question_is_open(cast: Cast) -> None:
    proposal_id = cast.asked(cast.bram)
    request_id = Proposal.objects.get(pk=proposal_id).request_id
    weigh(cast, request_id, ("ready", "volunteer"), decided=False)
    (row,) = (r for r in today_page(cast.anna, NOW).rows if r.request_id == request_id)
    assert row.task.verb is Verb.DECIDE
