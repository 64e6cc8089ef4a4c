"""Over the fence: prefilled, answered where it costs least, and shown to whoever helps."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.questionnaire import text

from loopplank.access.responsibility.today import today_page
from loopplank.actions.matching import matches, propose
from loopplank.actions.requests import handling
from loopplank.actions.triage import triage
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.intake import ForWhom
from loopplank.core.triage import Answer
from loopplank.store.models import Event, Proposal, Request
from loopplank.web.kit import clock

MARCH = date(2027, 3, 1)
FROM_WIJKTEAM = {
    "for_whom": ForWhom.PROFESSIONAL,
    "applicant_works_at": "Wijkteam Oost",
    "applicant_name": "Ella",
}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def bridged(cast: Cast, until: date = MARCH) -> UUID:
    request_id = cast.ready(**FROM_WIJKTEAM)
    handling.agree(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        agreed={"paid_before": "entitlement_waits", "bridging_until": until},
    )
    return request_id


def page(cast: Cast, name: str, request_id: UUID) -> str:
    return text(browsing.member(cast.anna).get(reverse(name, args=[request_id])))


@pytest.mark.parametrize(
    ("answers", "code"),
    [({}, "own"), ({"for_whom": ForWhom.FAMILY}, "family"), (FROM_WIJKTEAM, "district_team")],
)
def test_where_it_came_from_is_filled_in_beforehand(
    cast: Cast, answers: dict[str, Any], code: str
) -> None:
    assert Request.objects.get(pk=cast.request(**answers)).came_from == code


@pytest.mark.parametrize(
    ("heard", "paid", "until"),
    [
        ({}, "", None),
        ({"answers": {"R1": Answer.NO, "R2": Answer.NO}}, "not_paid_work", None),
        ({"answers": {}, "provision_running": True}, "granted_before", None),
        ({"answers": {}, "provision_waits": True}, "entitlement_waits", None),
        ({"answers": {}, "paid_before": "fell_away", "provision_waits": True}, "fell_away", None),
        (
            {"answers": {"R3": Answer.YES}, "bridging_until": MARCH, "bridging_decided": True},
            "",
            MARCH,
        ),
        # R3 counts only with its day and with the decision of the organisation
        ({"answers": {"R3": Answer.YES}, "bridging_until": MARCH}, "", None),
        (
            {"answers": {"R3": Answer.NO}, "bridging_until": MARCH, "bridging_decided": True},
            "",
            None,
        ),
    ],
)
def test_gate_r_answers_it_without_one_more_question(
    cast: Cast, heard: dict[str, Any], paid: str, until: date | None
) -> None:
    request_id = cast.request()
    given = triage.Heard(**{"answers": {}, **heard})
    triage.assess(actor=cast.anna, now=NOW, request_id=request_id, heard=given)
    row = Request.objects.get(pk=request_id)
    assert (row.paid_before, row.bridging_until) == (paid, until)


def test_what_a_coordinator_wrote_down_stays(cast: Cast) -> None:
    request_id = bridged(cast)
    cast.assess(request_id)
    row = Request.objects.get(pk=request_id)
    assert (row.paid_before, row.bridging_until) == ("entitlement_waits", MARCH)


def test_the_eight_questions_ask_it_under_gate_r(cast: Cast) -> None:
    request_id = cast.request()
    address = reverse("triage", args=[request_id])
    client = browsing.member(cast.anna)
    for unfolded, kept in (("ordinary", "not_paid_work"), ("yes", "fell_away")):
        client.post(address, {"gate-R": unfolded, "paid_before": "fell_away"})
        assert Request.objects.get(pk=request_id).paid_before == kept
    client.post(address, {"gate-R": "yes", "paid_before": "verzonnen"})
    assert Request.objects.get(pk=request_id).paid_before == "fell_away"
    assert '<option value="fell_away" selected>' in text(client.get(address))


def test_it_is_set_right_on_the_page_of_what_was_agreed(cast: Cast) -> None:
    request_id = cast.request(**FROM_WIJKTEAM)
    address = reverse("agree", args=[request_id])
    client = browsing.member(cast.anna)
    assert '<option value="district_team" selected>' in text(client.get(address))
    typed = {
        "summary": "Samen koken",
        "visit_minutes": "60",
        "visits_per_week": "1",
        "every_weeks": "1",
        "last_day": "2027-02-01",
        "came_from": "home_care",
        "paid_before": "entitlement_waits",
    }
    refused = client.post(address, typed)
    assert refused.status_code == 409
    assert "Kies tot welke dag vrijwilligers overbruggen." in text(refused)
    beyond = client.post(address, {**typed, "bridging_until": "2027-01-15"})
    assert "De overbrugging is tot en met vrijdag 15 januari" in text(beyond)
    assert client.post(address, {**typed, "bridging_until": "2027-03-01"}).status_code == 302
    assert "De thuiszorg; betaalde hulp wacht, overbrugging tot en met maandag 1 maart" in page(
        cast, "request", request_id
    )
    event = Event.objects.filter(type="request.agreed").latest("id")
    assert "2027-03-01" not in str(event.data)


def test_nobody_is_asked_while_it_is_not_said_until_when(cast: Cast) -> None:
    request_id = bridged(cast)
    Request.objects.filter(pk=request_id).update(bridging_until=None)
    for act in (propose.ask, propose.note_yes):
        with pytest.raises(Refused) as refused:
            act(
                actor=cast.anna,
                now=NOW,
                request_id=request_id,
                volunteer_id=cast.bram_id,
                plan=cast.plan(),
            )
        assert refused.value.reason.code == "fence.until"
    assert not Proposal.objects.filter(request_id=request_id).exists()


def test_nobody_is_asked_beyond_that_day(cast: Cast) -> None:
    request_id = bridged(cast, until=TODAY + timedelta(weeks=5))
    with pytest.raises(Refused) as refused:
        propose.ask(
            actor=cast.anna,
            now=NOW,
            request_id=request_id,
            volunteer_id=cast.bram_id,
            plan=cast.plan(),
        )
    assert refused.value.reason.code == "fence.beyond"
    # the proposals reckon with that day by themselves
    assert "dinsdag 29 december" in page(cast, "candidates", request_id)


def test_the_volunteer_reads_it_before_saying_yes(cast: Cast) -> None:
    request_id = bridged(cast)
    proposal_id = propose.ask(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        volunteer_id=cast.bram_id,
        plan=cast.plan(),
    )
    shown = text(browsing.volunteer(cast.bram).get(reverse("proposal", args=[proposal_id])))
    words = (
        "Gevraagd door het wijkteam; betaalde hulp wacht, overbrugging tot en met maandag 1 maart."
    )
    assert words in shown
    assert "Ella" not in shown


def test_and_nothing_when_nothing_came_over_the_fence(cast: Cast) -> None:
    proposal_id = cast.asked(cast.bram)
    shown = text(browsing.volunteer(cast.bram).get(reverse("proposal", args=[proposal_id])))
    assert "Gevraagd door" not in shown
    assert "betaalde hulp" not in shown


def test_four_weeks_before_its_end_it_is_on_the_list(cast: Cast) -> None:
    until = TODAY + timedelta(weeks=14)
    request_id = bridged(cast, until=until)
    match_id = propose.note_yes(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        volunteer_id=cast.bram_id,
        plan=cast.plan(),
    )
    matches.start(actor=cast.anna, now=NOW, match_id=match_id)
    Request.objects.filter(pk=request_id).update(due_on=until - timedelta(weeks=4))
    later = NOW + timedelta(weeks=10)
    rows = today_page(cast.anna, later).rows
    task = next(row.task for row in rows if row.request_id == request_id)
    assert task.why.code == "work.bridged"
    assert task.why.params == {"day": until}


def test_the_day_pulls_the_evaluation_forward(cast: Cast) -> None:
    request_id = bridged(cast, until=TODAY + timedelta(weeks=13))
    Request.objects.filter(pk=request_id).update(bridging_until=TODAY + timedelta(weeks=6))
    match_id = cast.running(cast.bram)
    row = Request.objects.get(matches=match_id)
    Request.objects.filter(pk=row.pk).update(bridging_until=TODAY + timedelta(weeks=6))
    matches.evaluate(actor=cast.anna, now=NOW, match_id=match_id, text="")
    assert Request.objects.get(pk=row.pk).due_on == TODAY + timedelta(weeks=2)
