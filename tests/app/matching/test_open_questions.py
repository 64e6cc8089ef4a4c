"""A request waits for a volunteer's answer as long as a question is open, and no moment longer."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st
from tests.app.cast import NOW, TODAY, Cast
from tests.proofs import examples

from loopplank.access.account.actors import SYSTEM, Actor, NotFound
from loopplank.access.messages.messages import messages_of_request
from loopplank.actions.matching import matches, proposals, propose
from loopplank.actions.privacy import erasure
from loopplank.actions.requests import closing as request_closing
from loopplank.actions.triage import triage
from loopplank.actions.volunteers import limits
from loopplank.core.kit.calendar import at_local
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.closing import ClosingReason, Lack
from loopplank.core.triage import Answer, Route
from loopplank.store.models import Assessment, Event, Match, Message, Network, Proposal, Request
from loopplank.web.messages.words import filled_text


def state_of(request_id: UUID) -> str:
    return str(Request.objects.get(pk=request_id).state)


def queued(request_id: UUID) -> list[str]:
    rows = Message.objects.filter(request_id=request_id, state="queued")
    return sorted(rows.values_list("template", flat=True))


# --- a volunteer who is erased -----


@pytest.mark.both_engines
@pytest.mark.parametrize("by", ["bram", "anna"])
def test_what_an_erased_volunteer_was_asked_comes_back_to_the_owner(cast: Cast, by: str) -> None:
    proposal_id = cast.asked(cast.bram)
    request_id = Proposal.objects.get(pk=proposal_id).request_id
    erasure.erase_volunteer(actor=getattr(cast, by), now=NOW, volunteer_id=cast.bram_id)
    row = Request.objects.get(pk=request_id)
    assert (row.state, row.due_on) == ("searching", TODAY)
    assert Proposal.objects.get(pk=proposal_id).state == "gone"
    event = Event.objects.filter(aggregate_id=request_id).latest("sequence")
    assert (event.type, event.data["state"]) == ("request.proposal_gone", "searching")
    assert event.data["taken_back"] == [str(proposal_id)]


@pytest.mark.both_engines
def test_a_question_to_somebody_else_stays_open(cast: Cast) -> None:
    proposal_id = cast.asked(cast.bram)
    request_id = Proposal.objects.get(pk=proposal_id).request_id
    other = Proposal.objects.get(pk=proposal_id)
    ria = cast.volunteer("Ria Smit")
    other.pk, other.volunteer_id = None, ria.id
    other.expires_at += timedelta(days=1)
    other.save(force_insert=True)
    erasure.erase_volunteer(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)
    row = Request.objects.get(pk=request_id)
    assert (row.state, row.due_on) == ("proposed", other.expires_at.date())
    assert Proposal.objects.get(pk=other.pk).state == "open"


@pytest.mark.both_engines
def test_nobody_is_told_any_more_that_an_erased_volunteer_comes(cast: Cast) -> None:
    match_id = cast.agreed(cast.bram)
    request_id = Match.objects.get(pk=match_id).request_id
    soon = at_local(TODAY + timedelta(days=3), NOW.time())
    matches.plan_meeting(actor=cast.anna, now=NOW, match_id=match_id, meeting_at=soon)
    erasure.erase_volunteer(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)
    assert state_of(request_id) == "searching"
    assert "meeting" not in queued(request_id)
    said = [filled_text(one) for one in messages_of_request(cast.anna, request_id).queued]
    assert "De kennismaking met de vrijwilliger gaat niet door. Vragen?" in " ".join(said)


@pytest.mark.both_engines
def test_the_person_hears_that_the_help_stops(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    request_id = Match.objects.get(pk=match_id).request_id
    erasure.erase_volunteer(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)
    assert state_of(request_id) == "talking"
    assert "started" not in queued(request_id)
    told = Message.objects.get(request_id=request_id, template="stopped")
    assert (told.state, told.params["volunteer"]) == ("queued", "-")


# --- weighed anew -----


def test_after_an_alarm_that_was_none_the_search_goes_on(cast: Cast) -> None:
    proposal_id = cast.asked(cast.bram)
    request_id = Proposal.objects.get(pk=proposal_id).request_id
    cast.assess(request_id, N1=Answer.UNKNOWN)
    assert state_of(request_id) == "talking"
    assessment_id = cast.assess(request_id)
    decision = triage.Decision(assessment_id, Route.VOLUNTEER)
    triage.decide(actor=cast.anna, now=NOW, request_id=request_id, decision=decision)
    assert state_of(request_id) == "searching"


@pytest.mark.both_engines
def test_a_question_beside_help_that_stops_is_taken_back(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    request_id = Match.objects.get(pk=match_id).request_id
    ria = cast.volunteer("Ria Smit")
    proposal_id = propose.ask(
        actor=cast.anna, now=NOW, request_id=request_id, volunteer_id=ria.id, plan=cast.plan()
    )
    matches.end(actor=cast.anna, now=NOW, match_id=match_id)
    assert (state_of(request_id), Proposal.objects.get(pk=proposal_id).state) == ("talking", "gone")
    event = Event.objects.filter(aggregate_id=request_id).latest("sequence")
    assert event.data["taken_back"] == [str(proposal_id)]


# --- whatever happens, in whatever order -----

STEPS = (
    *("ask", "ask_other", "yes", "no", "silence", "take_back", "wants_to_know", "said_yes"),
    *("start", "not_started", "end", "erase", "pause", "wait", "search", "close", "reopen"),
    *("weigh", "weigh_unknown", "weigh_alarm", "weigh_professional", "follow", "otherwise"),
)


@pytest.mark.both_engines
@examples(12, many=240, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(steps=["ask", "erase"])
@example(steps=["ask", "weigh_alarm", "weigh", "follow"])
@example(steps=["ask", "weigh_professional", "otherwise"])
@example(steps=["ask", "yes", "start", "ask_other", "end", "weigh", "follow"])
@given(steps=st.lists(st.sampled_from(STEPS), max_size=12))
def test_proposed_is_the_same_as_an_open_question(cast: Cast, steps: list[str]) -> None:
    from django.db import transaction

    with transaction.atomic():
        Network.objects.update(open_asks_at_once=9, most_asks_a_month=12, days_of_rest_after_no=0)
        request_id = cast.ready()
        ria = cast.volunteer("Ria Smit")
        for step in steps:
            with suppress(Refused, NotFound):
                _step(cast, request_id, step, ria)
            _waits_for_an_answer_only_of_somebody(request_id, step)
        transaction.set_rollback(True)


def _waits_for_an_answer_only_of_somebody(request_id: UUID, step: str) -> None:
    state = state_of(request_id)
    is_open = Proposal.objects.filter(request_id=request_id, state="open").exists()
    # help that runs goes on running while somebody beside it is asked
    assert is_open if state == "proposed" else not is_open or state == "running", (step, state)
    asks = Message.objects.filter(request_id=request_id, template="proposal", state="queued")
    assert is_open or not asks.exists(), "nobody is asked what is no question any more"


def _step(cast: Cast, request_id: UUID, step: str, ria: Actor) -> None:
    if step in {"ask", "ask_other", "said_yes", "erase", "pause"}:
        _of_a_volunteer(cast, request_id, step, ria)
    elif step in {"yes", "no", "take_back", "silence", "wants_to_know"}:
        _of_a_question(cast, request_id, step, ria)
    elif step in {"start", "not_started", "end"}:
        carried = Match.objects.filter(request_id=request_id, state__in=["meeting", "running"])
        for row in carried[:1]:
            getattr(matches, step)(actor=cast.anna, now=NOW, match_id=row.pk)
    else:
        _of_the_owner(cast, request_id, step)


def _of_a_volunteer(cast: Cast, request_id: UUID, step: str, ria: Actor) -> None:
    if step == "erase":
        erasure.erase_volunteer(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)
    elif step == "pause":
        limits.pause(actor=ria, now=NOW, volunteer_id=ria.id, first=TODAY, last=None)
    else:
        act = propose.note_yes if step == "said_yes" else propose.ask
        act(
            actor=cast.anna,
            now=NOW,
            request_id=request_id,
            volunteer_id=ria.id if step == "ask_other" else cast.bram_id,
            plan=cast.plan(),
        )


def _of_a_question(cast: Cast, request_id: UUID, step: str, ria: Actor) -> None:
    asked = Proposal.objects.filter(request_id=request_id, state="open").order_by("asked_at")
    for row in asked[:1]:
        given = {"actor": cast.anna, "now": NOW, "proposal_id": row.pk}
        if step == "silence":
            proposals.expire(**{**given, "actor": SYSTEM, "now": NOW + timedelta(days=9)})
        elif step == "wants_to_know":
            asker = cast.bram if row.volunteer_id == cast.bram_id else ria
            proposals.question(**{**given, "actor": asker}, text="Is er een hond?")
        else:
            acts = {
                "yes": proposals.accept,
                "no": proposals.decline,
                "take_back": proposals.withdraw,
            }
            acts[step](**given)


WEIGHED = {
    "weigh": {},
    "weigh_unknown": {"V4": Answer.UNKNOWN},
    "weigh_alarm": {"N1": Answer.YES},
    "weigh_professional": {"V1": Answer.YES},
}


def _of_the_owner(cast: Cast, request_id: UUID, step: str) -> None:
    given = {"actor": cast.anna, "now": NOW, "request_id": request_id}
    if step in WEIGHED:
        cast.assess(request_id, **WEIGHED[step])
    elif step == "wait":
        request_closing.wait(**given, lack=Lack.PLACE)
    elif step == "close":
        closing = request_closing.Closing(ClosingReason.HELPED, nobody_discussed=True)
        request_closing.close(**given, closing=closing)
    elif step in {"search", "reopen"}:
        getattr(request_closing, step)(**given)
    else:
        made = Assessment.objects.filter(request_id=request_id).latest("number")
        route = Route(made.route) if step == "follow" else Route.REFER
        decision = triage.Decision(made.pk, route, reason="other")
        triage.decide(**given, decision=decision)
