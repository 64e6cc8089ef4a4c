"""What help comes down to: within the organisation's own limit, and with a year where needed."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.access.matching.request_needs import plan_of
from loopplank.actions.organisations import organisations
from loopplank.actions.requests import handling
from loopplank.store.models import Request
from loopplank.web.kit import clock

AGREED = {
    "summary": "Samen boodschappen doen",
    "visit_minutes": "90",
    "visits_per_week": "1",
    "every_weeks": "1",
}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def agree(cast: Cast, request_id: UUID, last_day: str) -> tuple[int, str]:
    address = reverse("agree", args=[request_id])
    response = browsing.member(cast.anna).post(address, {**AGREED, "last_day": last_day})
    return response.status_code, response.content.decode()


def at_most_a_year(cast: Cast) -> None:
    limits = organisations.OwnLimits(max_months=12)
    organisations.set_policy(actor=cast.anna, now=NOW, limits=limits)


def test_a_last_day_beyond_the_own_limit_is_refused_at_the_field(cast: Cast) -> None:
    at_most_a_year(cast)
    request_id = cast.ready()
    before = Request.objects.get(pk=request_id).last_day
    status, text = agree(cast, request_id, "2029-11-20")
    assert status == 409
    assert "Onze grens is 12 maanden. Kies een eerdere dag; verlengen kan altijd." in text
    assert 'href="#id_last_day"' in text
    assert "Samen boodschappen doen" in text
    assert Request.objects.get(pk=request_id).last_day == before
    assert agree(cast, request_id, "2027-11-25")[0] == 409
    assert agree(cast, request_id, "2027-11-24")[0] == 302


def test_without_an_own_limit_any_day_is_good(cast: Cast) -> None:
    request_id = cast.ready()
    assert agree(cast, request_id, "2029-11-20")[0] == 302


def test_a_day_in_another_year_is_written_with_its_year(cast: Cast) -> None:
    request_id = cast.ready()
    agree(cast, request_id, "2027-03-25")
    client = browsing.member(cast.anna)
    candidates = client.get(reverse("candidates", args=[request_id])).content.decode()
    assert "tot en met donderdag 25 maart 2027" in candidates
    asking = client.get(reverse("ask_volunteer", args=[request_id, cast.bram_id]))
    assert "donderdag 25 maart 2027" in asking.content.decode()
    agree(cast, request_id, "2026-12-17")
    candidates = client.get(reverse("candidates", args=[request_id])).content.decode()
    assert "tot en met donderdag 17 december<" in candidates


def test_a_referral_can_be_called_back(cast: Cast) -> None:
    request_id = cast.request()
    handling.note_referral(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        said=handling.PhoneAnswer(
            "Wijkteam Oost",
            "Ella",
            "yes",
            date(2026, 11, 24),
            phone="0205550199",
            calls_before=date(2027, 1, 4),
        ),
    )
    text = browsing.member(cast.anna).get(reverse("request", args=[request_id])).content.decode()
    assert '<a href="tel:0205550199">020 555 01 99</a>' in text
    assert "Zij bellen uiterlijk maandag 4 januari 2027" in text


def test_the_page_counts_how_often_nobody_answered(cast: Cast) -> None:
    request_id = cast.web_request()

    def note(kind: str, minutes: int) -> str:
        at = NOW + timedelta(minutes=minutes)
        handling.log_contact(actor=cast.anna, now=at, request_id=request_id, kind=kind)
        address = reverse("request", args=[request_id])
        return browsing.member(cast.anna).get(address).content.decode()

    assert "1 keer geen gehoor: di 24 nov." in note("not_reached", 1)
    assert "2 keer geen gehoor, laatst di 24 nov." in note("not_reached", 2)
    assert "keer geen gehoor" not in note("talk", 3)


def test_what_the_proposals_reckon_with_stands_there_already(cast: Cast) -> None:
    request_id = cast.ready()
    page = browsing.member(cast.anna).get(reverse("agree", args=[request_id])).content.decode()
    usual = plan_of(Request.objects.get(pk=request_id), NOW)
    assert f'value="{usual.last_day.isoformat()}"' in page
    assert f'value="{usual.visit_minutes}"' in page
