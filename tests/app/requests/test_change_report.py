"""Er is iets veranderd: three things, seen by the owner today."""

from datetime import timedelta

import pytest
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.questionnaire import text

from loopplank.actions.requests import closing
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.requests.status import CHANGES
from loopplank.core.responsibility import today
from loopplank.store.models import Event, Note, Request
from loopplank.web.kit import clock

PAGE = "/uw-vraag/veranderd/"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def test_the_three_things_are_those_that_the_coordinator_reads() -> None:
    assert set(CHANGES) == set(today.CHANGES)


@pytest.mark.parametrize("what", sorted(CHANGES))
def test_a_change_comes_up_today_and_is_confirmed(cast: Cast, what: str) -> None:
    request_id = cast.web_request()
    client = browsing.asker(request_id)
    assert CHANGES[what] in text(client.get(PAGE))
    response = client.post(PAGE, {"what": what, "text": "Mijn nummer is 06 99 88 77 66."})
    assert (response.status_code, response["Location"]) == (302, "/uw-vraag/")
    row = Request.objects.get(pk=request_id)
    assert (row.change_reported, row.due_on) == (what, TODAY)
    note = Note.objects.get(request=row, kind="change")
    assert (note.text, note.by_id) == ("Mijn nummer is 06 99 88 77 66.", None)
    assert Event.objects.filter(aggregate_id=request_id, type="request.change_reported").exists()
    page = text(client.get("/uw-vraag/"))
    assert "Wij hebben uw bericht." in page
    assert f"U schreef: ‘{CHANGES[what]}’." in page
    assert "06 99 88" not in page


def test_nothing_chosen_is_an_error_that_keeps_the_words(cast: Cast) -> None:
    client = browsing.asker(cast.web_request())
    response = client.post(PAGE, {"text": "Ik ben verhuisd."})
    page = text(response)
    assert response.status_code == 422
    assert '<a href="#id_what_0">Kies wat er veranderd is.' in page
    assert "Ik ben verhuisd." in page


def test_a_citizen_service_number_is_refused_at_its_field(cast: Cast) -> None:
    client = browsing.asker(cast.web_request())
    response = client.post(PAGE, {"what": "contact_changed", "text": "123456782"})
    assert response.status_code == 422
    assert '<a href="#id_text">Hier staat een nummer dat op een BSN lijkt.' in text(response)
    assert not Note.objects.filter(kind="change").exists()


def test_a_closed_question_says_to_call(cast: Cast) -> None:
    request_id = cast.request()
    client = browsing.asker(request_id)
    closing.close(
        actor=cast.anna,
        now=NOW + timedelta(minutes=1),
        request_id=request_id,
        closing=closing.Closing(ClosingReason.HELPED, nobody_discussed=True),
    )
    response = client.post(PAGE, {"what": "more_urgent", "text": "Het gaat slechter."})
    page = text(response)
    assert response.status_code == 409
    assert "Bel ons, dan openen wij hem weer." in page
    assert "Het gaat slechter." in page


def test_a_change_of_one_question_is_not_one_of_another(cast: Cast) -> None:
    mine, other = cast.web_request(), cast.web_request()
    browsing.asker(mine).post(PAGE, {"what": "not_needed"})
    assert Request.objects.get(pk=other).change_reported == ""
