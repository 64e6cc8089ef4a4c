"""Pages for what went wrong: kind, with one title, a way on and a number to call."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.questionnaire import address, text

from loopplank.access.organisations import organisations as network_access
from loopplank.web.kit import clock, public_frame, views


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def test_a_page_that_is_not_there(cast: Cast) -> None:
    response = browsing.visitor().get("/bestaat-niet/")
    page = text(response)
    assert response.status_code == 404
    assert "<h1>Deze bladzijde is er niet</h1>" in page
    assert "020 555 01 40" in page


def test_what_we_could_not_read(cast: Cast) -> None:
    response = views.not_understood(RequestFactory().get("/"))
    assert response.status_code == 400
    assert "<h1>Dit konden wij niet lezen</h1>" in text(response)


def test_what_broke_on_our_side_is_a_page_with_a_number(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_given: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("loopplank.web.organisations.views.start.public_start", breaks)
    client = Client(SERVER_NAME=browsing.HOST, raise_request_exception=False)
    response = client.get("/hulp/waterstad/")
    page = text(response)
    assert response.status_code == 500
    assert "<h1>Er ging iets mis bij ons</h1>" in page
    assert "020 555 01 40" in page
    assert "a fault of ours" not in page


def test_when_the_database_is_what_broke_there_is_still_a_page(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> str:
        raise OperationalError("the connection was refused")

    monkeypatch.setattr(public_frame, "phone_to_call", gone)
    response = views.broken(RequestFactory().get("/"))
    page = text(response)
    assert response.status_code == 500
    assert "Ga terug en probeer het straks nog een keer." in page
    assert 'href="tel:112"' in page
    assert network_access.phone_to_call() == "0205550140"


def test_a_form_that_is_too_old_says_that_the_words_are_still_there(cast: Cast) -> None:
    client = Client(SERVER_NAME=browsing.HOST, enforce_csrf_checks=True)
    response = client.post(address(1), {"for_whom": "self"})
    page = text(response)
    assert response.status_code == 403
    assert "<h1>Deze bladzijde stond te lang open</h1>" in page
    assert "Wat u typte, staat er nog." in page


def test_the_address_of_another_method_says_which_it_knows(cast: Cast) -> None:
    response = browsing.visitor().post("/privacy/waterstad/noord/")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_a_volunteer_without_a_link_can_ask_for_it(cast: Cast) -> None:
    from loopplank.core.account.roles import Role

    request = RequestFactory().get("/")
    volunteer = views.link_needed(request, frozenset({Role.VOLUNTEER}))
    assert volunteer.status_code == 403
    assert "Je hebt je eigen link nodig" in text(volunteer)
    assert "Stuur mij mijn link" in text(volunteer)


@pytest.mark.parametrize("name", ["not_found", "not_understood", "broken", "form_too_old"])
def test_each_has_one_title_and_no_question_to_the_database_in_its_template(
    cast: Cast, name: str, queries: Any
) -> None:
    with queries() as asked:
        response = getattr(views, name)(RequestFactory().get("/"))
    assert text(response).count("<h1") == 1
    assert len(asked) == 1, asked
