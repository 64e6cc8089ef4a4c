"""Half a minute to undo: for whoever pressed, while nothing else happened, and never twice."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.access.account.actors import NotFound
from loopplank.actions.matching import matches, proposals
from loopplank.actions.requests import closing, handling, undo
from loopplank.actions.triage import triage
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.closing import Lack
from loopplank.core.triage import Route
from loopplank.store.models import Assessment, Event, Match, Message, Proposal, Request
from loopplank.web.kit import clock

#: A moment of its own: nothing else was queued or dropped then.
THEN = NOW + timedelta(seconds=1)
SOON, LATE = THEN + timedelta(seconds=30), THEN + timedelta(seconds=31)
COLUMNS = ("state", "due_on", "due_because", "lack", "last_day", "visit_minutes", "sought_since")


def last(request_id: UUID) -> Event:
    return Event.objects.filter(aggregate="request", aggregate_id=request_id).latest("sequence")


def stands(request_id: UUID) -> tuple[object, ...]:
    row = Request.objects.get(pk=request_id)
    asked = Proposal.objects.filter(request=row, state__in=["open", "waits", "yes"]).count()
    met = list(Match.objects.filter(request=row).values_list("meeting_at", flat=True))
    made = Assessment.objects.filter(request=row).values_list("decision", "decided_route")
    told = Message.objects.filter(request=row, state="queued").order_by("template")
    return (
        *(getattr(row, column) for column in COLUMNS),
        asked,
        met,
        list(made),
        list(told.values_list("template", flat=True)),
    )


def decided(cast: Cast) -> tuple[UUID, Callable[[], object]]:
    request_id = cast.request()
    made = cast.assess(request_id)
    decision = triage.Decision(made, Route.VOLUNTEER)
    return request_id, lambda: triage.decide(
        actor=cast.anna, now=THEN, request_id=request_id, decision=decision
    )


def waiting(cast: Cast) -> tuple[UUID, Callable[[], object]]:
    request_id = cast.ready()
    return request_id, lambda: closing.wait(
        actor=cast.anna, now=THEN, request_id=request_id, lack=Lack.PLACE
    )


def asked(cast: Cast) -> tuple[UUID, Callable[[], object]]:
    from loopplank.actions.matching import propose

    request_id = cast.ready()
    return request_id, lambda: propose.ask(
        actor=cast.anna,
        now=THEN,
        request_id=request_id,
        volunteer_id=cast.bram_id,
        plan=cast.plan(),
    )


def planned(cast: Cast) -> tuple[UUID, Callable[[], object]]:
    match_id = cast.agreed(cast.bram)
    request_id = Match.objects.get(pk=match_id).request_id
    return request_id, lambda: matches.plan_meeting(
        actor=cast.anna, now=THEN, match_id=match_id, meeting_at=NOW + timedelta(days=3)
    )


STEPS = pytest.mark.parametrize("scene", [decided, waiting, asked, planned])
Scene = Callable[[Cast], tuple[UUID, Callable[[], object]]]


def refused(cast: Cast, request_id: UUID, sequence: int, now: datetime = SOON) -> str:
    with pytest.raises(Refused) as caught:
        undo.undo(actor=cast.anna, now=now, request_id=request_id, sequence=sequence)
    return caught.value.reason.code


@STEPS
def test_everything_stands_as_it_did_and_the_log_tells_both(scene: Scene, cast: Cast) -> None:
    request_id, act = scene(cast)
    before = stands(request_id)
    act()
    step = last(request_id)
    assert stands(request_id) != before
    undo.undo(actor=cast.anna, now=SOON, request_id=request_id, sequence=step.sequence)
    assert stands(request_id) == before
    assert last(request_id).type == "request.undone"
    assert last(request_id).data["undid"] == step.type
    # and it can be done again
    act()
    assert stands(request_id) != before


@STEPS
def test_nobody_else_and_not_a_second_later_and_not_twice(scene: Scene, cast: Cast) -> None:
    request_id, act = scene(cast)
    act()
    step, done = last(request_id).sequence, stands(request_id)
    with pytest.raises(Refused) as colleague:
        undo.undo(actor=cast.henk, now=SOON, request_id=request_id, sequence=step)
    assert colleague.value.reason.code == "undo.not_yours"
    with pytest.raises(NotFound):
        undo.undo(actor=cast.dirk, now=SOON, request_id=request_id, sequence=step)
    assert refused(cast, request_id, step, LATE) == "undo.too_late"
    assert refused(cast, request_id, step + 1) == "undo.not_this"
    assert stands(request_id) == done
    undo.undo(actor=cast.anna, now=SOON, request_id=request_id, sequence=step)
    assert refused(cast, request_id, step) == "undo.twice"


@STEPS
def test_a_colleague_who_acted_meanwhile_goes_first(scene: Scene, cast: Cast) -> None:
    request_id, act = scene(cast)
    act()
    step = last(request_id).sequence
    handling.log_contact(actor=cast.henk, now=SOON, request_id=request_id, kind="note", text="x")
    assert refused(cast, request_id, step) == "undo.acted"


def test_a_volunteer_who_answered_is_not_taken_back(cast: Cast) -> None:
    request_id, act = asked(cast)
    proposal_id = act()
    step = last(request_id).sequence
    proposals.accept(actor=cast.bram, now=SOON, proposal_id=proposal_id)  # type: ignore[arg-type]
    assert refused(cast, request_id, step) == "undo.acted"
    assert Match.objects.filter(request_id=request_id).exists()


@pytest.mark.parametrize("scene", [waiting, asked, planned])
@pytest.mark.parametrize("gone", [{"state": "told"}, {"lease_until": SOON + timedelta(minutes=1)}])
def test_a_message_that_left_or_is_leaving_stays_true(
    gone: dict[str, object], scene: Scene, cast: Cast
) -> None:
    request_id, act = scene(cast)
    act()
    step, templates = last(request_id).sequence, ("wait", "proposal", "meeting")
    rows = Message.objects.filter(request_id=request_id, template__in=templates, state="queued")
    assert rows.update(**gone, done_at=NOW if "state" in gone else None)
    assert refused(cast, request_id, step) == "undo.left"


def test_another_decision_over_a_first_one_is_not_undone_without_its_words(cast: Cast) -> None:
    request_id, act = decided(cast)
    act()
    act()
    assert refused(cast, request_id, last(request_id).sequence) == "undo.not_this"


def test_the_button_stands_beside_the_result_and_puts_it_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: THEN)
    request_id = cast.request()
    made = cast.assess(request_id)
    client, page = browsing.member(cast.anna), reverse("request", args=[request_id])
    client.post(reverse("follow_advice", args=[request_id]), {"weging": made, "route": "volunteer"})
    text = client.get(page).content.decode()
    assert "Maak ongedaan" in text
    assert Request.objects.get(pk=request_id).state == "searching"
    sent = {"stap": last(request_id).sequence}
    monkeypatch.setattr(clock, "now", lambda: LATE)
    late = client.post(reverse("undo_step", args=[request_id]), sent)
    assert late.status_code == 422
    assert "tot 30 seconden na je druk" in late.content.decode()
    monkeypatch.setattr(clock, "now", lambda: SOON)
    client.post(reverse("undo_step", args=[request_id]), sent)
    assert Request.objects.get(pk=request_id).state == "talking"
    assert "Ongedaan gemaakt." in client.get(page).content.decode()
