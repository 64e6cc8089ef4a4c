"""The eight questions on one screen: one tap a gate, and what nobody touched stays unknown."""

import re
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.core.triage import Answer, Facts, Gate, facts_from_stored
from loopplank.store.models import Applicant, Assessment, Request
from loopplank.web.kit import clock

pytestmark = pytest.mark.both_engines

ORDINARY = {f"gate-{gate}": "ordinary" for gate in Gate}
TAPPED = re.compile(r'name="([\w-]+)" value="(\w+)" checked')
TICKED = re.compile(r'type="checkbox" name="(\w+)" checked')


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def send(cast: Cast, request_id: UUID, **taps: str) -> Facts:
    """Change some taps of the page as it stands, as a browser does, and send it."""
    client, where = browsing.member(cast.anna), reverse("triage", args=[request_id])
    page = client.get(where).content.decode()
    standing = dict(TAPPED.findall(page)) | dict.fromkeys(TICKED.findall(page), "on")
    changed = {re.sub("^(gate|code|rest)_", r"\1-", name): tap for name, tap in taps.items()}
    response = client.post(where, {**standing, **changed})
    assert response.status_code == 302, response.content.decode()
    last = Assessment.objects.filter(request_id=request_id).order_by("-number").first()
    assert last is not None
    return facts_from_stored(last.facts)


def ordinary(cast: Cast) -> UUID:
    request_id = cast.request()
    send(cast, request_id, **ORDINARY)
    return request_id


def test_eight_taps_answer_everything(cast: Cast) -> None:
    facts = send(cast, cast.request(), **ORDINARY)
    answers = facts.answers()
    assert Answer.UNKNOWN not in answers.values()
    assert (answers["T1"], answers["M1"], answers["H2"]) == (Answer.YES, Answer.YES, Answer.NO)


def test_what_nobody_touches_is_unknown(cast: Cast) -> None:
    facts = send(cast, cast.request(), gate_N="ordinary")
    assert facts.answers()["N1"] is Answer.NO
    assert facts.answers()["V1"] is Answer.UNKNOWN


@pytest.mark.parametrize("tap", ["unknown", "yes"])
@pytest.mark.parametrize("gate", ["V", "H", "T"])
def test_another_tap_takes_the_earlier_one_back(cast: Cast, gate: str, tap: str) -> None:
    """The answer of one tap does not live on in the folded codes below it."""
    request_id = ordinary(cast)
    facts = send(cast, request_id, **{f"gate_{gate}": tap})
    of_gate = {key: answer for key, answer in facts.answers().items() if key.startswith(gate)}
    assert set(of_gate.values()) == {Answer.UNKNOWN}
    if gate == "H":
        assert set(facts.act_answers().values()) <= {Answer.UNKNOWN}


def test_not_known_after_a_yes_takes_the_yes_back(cast: Cast) -> None:
    request_id = ordinary(cast)
    facts = send(cast, request_id, gate_H="yes", code_H2="yes", rest_H="no")
    assert (facts.answers()["H2"], facts.answers()["H1"]) == (Answer.YES, Answer.NO)
    again = send(cast, request_id)
    assert again.answers()["H2"] is Answer.YES, "sending the page as it stands changes nothing"
    taken_back = send(cast, request_id, gate_H="unknown")
    assert taken_back.answers()["H2"] is Answer.UNKNOWN
    assert taken_back.answers()["H1"] is Answer.UNKNOWN


def test_a_tick_under_a_gate_that_folds_again_is_gone(cast: Cast) -> None:
    request_id = ordinary(cast)
    ticked = send(
        cast, request_id, gate_R="yes", code_R1="yes", rest_R="no", provision_running="on"
    )
    assert ticked.provision_running
    assert not send(cast, request_id, gate_R="ordinary").provision_running


def test_whoever_asked_is_who_told_it(cast: Cast) -> None:
    request_id = cast.request()
    page = browsing.member(cast.anna).get(reverse("triage", args=[request_id]))
    assert dict(TAPPED.findall(page.content.decode()))["said_by"] == "person"
    asker = Applicant.objects.create(
        organisation_id=cast.noord_id, name="Els Kramer", relation="family", phone="0611112222"
    )
    Request.objects.filter(pk=request_id).update(applicant=asker, person_knows="no")
    text = browsing.member(cast.anna).get(reverse("triage", args=[request_id])).content.decode()
    assert dict(TAPPED.findall(text))["said_by"] == "family"
    assert "weet de persoon nog niets van deze vraag" in text
