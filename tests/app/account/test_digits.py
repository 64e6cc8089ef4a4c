"""After ninety quiet days a link asks for four digits; five wrong tries, and it works no more."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.questionnaire import text

from loopplank.access.account.links import token_of
from loopplank.actions.account import links
from loopplank.actions.requests import closing, handling
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.requests.intake import Channel, ForWhom
from loopplank.store.models import AccessRecord, Event, Link, Request
from loopplank.web.kit import clock

STATUS = "/uw-vraag/"
DIGITS = "/uw-vraag/cijfers/"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`at(moment)`: the pages believe that it is then."""

    def then(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return then


def status(request_id: UUID) -> str:
    return text(browsing.asker(request_id).get(STATUS))


def quiet(cast: Cast, at: Any, **answers: Any) -> tuple[UUID, Client]:
    """A question of which nothing was heard for ninety days, and a browser with its link."""
    request_id = cast.web_request(**answers)
    at(NOW + timedelta(days=91))
    return request_id, browsing.asker(request_id)


def test_ninety_days_without_an_event_ask_for_digits_and_show_nothing(cast: Cast, at: Any) -> None:
    request_id = cast.web_request()
    at(NOW + timedelta(days=90))
    assert "laatste 4 cijfers" not in status(request_id)
    at(NOW + timedelta(days=90, minutes=1))
    before = AccessRecord.objects.count()
    page = status(request_id)
    number = Request.objects.get(pk=request_id).number
    assert "De laatste 4 cijfers van uw telefoonnummer" in page
    assert number not in page
    assert "Anna Prins" not in page
    assert AccessRecord.objects.count() == before, "nobody's data were shown"


def test_an_event_of_the_request_starts_the_ninety_days_anew(cast: Cast, at: Any) -> None:
    request_id = cast.web_request()
    later = NOW + timedelta(days=60)
    handling.log_contact(
        actor=cast.anna, now=later, request_id=request_id, kind="note", text="Gebeld."
    )
    at(NOW + timedelta(days=120))
    assert "laatste 4 cijfers" not in status(request_id)


def test_the_right_digits_open_the_page_in_this_browser_only(cast: Cast, at: Any) -> None:
    request_id, client = quiet(cast, at)
    response = client.post(DIGITS, {"digits": "5678"})
    assert (response.status_code, response["Location"]) == (302, STATUS)
    assert Request.objects.get(pk=request_id).number in text(client.get(STATUS))
    assert "laatste 4 cijfers" in status(request_id), "another browser is asked again"
    assert Event.objects.filter(type="link.digits_right").count() == 1


def test_the_digits_of_one_link_open_no_other(cast: Cast, at: Any) -> None:
    other = cast.web_request(last_name="Ander", phone="0699999999")
    request_id, client = quiet(cast, at)
    client.post(DIGITS, {"digits": "5678"})
    link = Link.objects.get(subject_id=other)
    client.get(f"/l/{token_of(link.pk, link.generation)}")
    assert "laatste 4 cijfers" in text(client.get(STATUS))
    assert Request.objects.get(pk=other).number not in text(client.get(STATUS))
    assert Link.objects.get(subject_id=request_id).failed_tries == 0


def test_the_digits_of_whoever_asked_count_too(cast: Cast, at: Any) -> None:
    _, client = quiet(
        cast, at, for_whom=ForWhom.FAMILY, applicant_name="Els", applicant_phone="0611112222"
    )
    assert client.post(DIGITS, {"digits": "2222"}).status_code == 302


def test_wrong_digits_are_counted_and_the_fifth_blocks_the_link(cast: Cast, at: Any) -> None:
    request_id, client = quiet(cast, at)
    for left in (4, 3, 2, 1):
        response = client.post(DIGITS, {"digits": "0000"})
        assert response.status_code == 422
        assert f"U kunt het nog {left} keer proberen." in text(response)
    response = client.post(DIGITS, {"digits": "0000"})
    assert response.status_code == 410
    assert "Deze link werkt niet meer" in text(response)
    assert "020 555 01 42" in text(response)
    link = Link.objects.get(subject_id=request_id)
    assert link.failed_tries == 5
    assert client.post(DIGITS, {"digits": "5678"}).status_code == 403, "also the right ones"
    token = token_of(link.pk, link.generation)
    assert browsing.visitor().get(f"/l/{token}").status_code == 410
    links.renew_status(actor=cast.anna, now=NOW + timedelta(days=92), request_id=request_id)
    at(NOW + timedelta(days=92))
    assert "Uw nummer is" in status(request_id)


def test_what_is_no_four_digits_is_not_counted(cast: Cast, at: Any) -> None:
    request_id, client = quiet(cast, at)
    response = client.post(DIGITS, {"digits": "12a"})
    assert response.status_code == 422
    assert '<a href="#id_digits">Vul vier cijfers in' in text(response)
    assert Link.objects.get(subject_id=request_id).failed_tries == 0


def test_without_any_number_there_is_only_the_telephone(cast: Cast, at: Any) -> None:
    _, client = quiet(cast, at, phone="", channel=Channel.LETTER)
    page = text(client.get(STATUS))
    assert "<form" not in page
    assert "Bel 020 555 01 42" in page


def test_digits_are_asked_before_something_is_reported(cast: Cast, at: Any) -> None:
    request_id, client = quiet(cast, at)
    response = client.post("/uw-vraag/veranderd/", {"what": "not_needed"})
    assert response["Location"] == STATUS
    assert Request.objects.get(pk=request_id).change_reported == ""


def test_digits_for_nothing_lead_to_the_page(cast: Cast) -> None:
    client = browsing.asker(cast.web_request())
    assert client.post(DIGITS, {"digits": "0000"})["Location"] == STATUS
    assert Link.objects.get(purpose="status").failed_tries == 0


def test_the_link_ends_thirty_days_after_closing(cast: Cast, at: Any) -> None:
    request_id = cast.request()
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        closing=closing.Closing(ClosingReason.HELPED, nobody_discussed=True),
    )
    at(NOW + timedelta(days=30))
    client = browsing.asker(request_id)
    assert client.get(STATUS).status_code == 200
    at(NOW + timedelta(days=31))
    assert client.get(STATUS).status_code == 403
    link = Link.objects.get(subject_id=request_id)
    response = browsing.visitor().get(f"/l/{token_of(link.pk, link.generation)}")
    assert response.status_code == 410
    assert "020 555 01 42" in text(response)
    closing.reopen(actor=cast.anna, now=NOW + timedelta(days=31), request_id=request_id)
    assert client.get(STATUS).status_code == 200
