"""A closed period: said beforehand to everybody, and nothing promised in it, on any page."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.questionnaire import text

from loopplank.access.kit import workdays
from loopplank.actions.requests import handling
from loopplank.actions.responsibility import closures
from loopplank.core.kit.reason import Refused
from loopplank.store.models import Event, Organisation, Request
from loopplank.web.kit import clock

FIRST, LAST = TODAY + timedelta(days=1), TODAY + timedelta(days=12)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def close(cast: Cast, first: date = FIRST, last: date = LAST) -> int:
    return closures.close_period(actor=cast.anna, now=NOW, first=first, last=last)


def test_it_is_entered_said_to_everybody_and_taken_back(cast: Cast) -> None:
    client = browsing.member(cast.anna)
    typed = {"first": FIRST.isoformat(), "last": LAST.isoformat()}
    assert (
        client.post(reverse("closures"), {**typed, "first": TODAY.isoformat()}).status_code == 409
    )
    page = text(client.post(reverse("closures"), typed, follow=True))
    said = "Noord is gesloten van woensdag 25 november tot en met zondag 6 december."
    assert said in page
    request_id = cast.web_request()
    cast.running(cast.volunteer("Ria Smit"))
    for address in (
        "/hulp/waterstad/noord/",
        "/hulp-vragen/waterstad/noord/vraag-1/",
    ):
        assert said in text(browsing.visitor().get(address)), address
    assert said in text(browsing.asker(request_id).get("/uw-vraag/"))
    week = text(browsing.volunteer(cast.bram).get("/mijn-week/"))
    assert "Jouw bezoeken gaan door zoals afgesproken." in week
    # of another organisation nothing is said
    assert said not in text(browsing.visitor().get("/hulp/waterstad/zuid/"))
    client.post(reverse("open_again"), {"first": FIRST.isoformat()})
    assert said not in text(browsing.visitor().get("/hulp/waterstad/noord/"))
    assert Organisation.objects.get(pk=cast.noord_id).closed == []


def test_what_was_promised_comes_sooner_and_nothing_new_falls_in_it(cast: Cast) -> None:
    before = cast.web_request()
    said_no = cast.said_no()
    back = Request.objects.get(pk=said_no).next_contact_on
    assert back is not None
    moved = close(cast, FIRST, back + timedelta(days=2))
    row = Request.objects.get(pk=before)
    assert row.due_on == TODAY
    assert Request.objects.get(pk=said_no).next_contact_on == TODAY
    assert moved >= 2
    event = Event.objects.filter(aggregate_id=before, type="request.day_moved").get()
    assert event.data["reason"] == "closed_period"
    new = cast.request()
    handling.log_contact(actor=cast.anna, now=NOW, request_id=new, kind="talk")
    calendar = workdays.of_organisation(Organisation.objects.get(pk=cast.noord_id), TODAY)
    for pk in (new, cast.web_request(), cast.ready()):
        due = Request.objects.get(pk=pk).due_on
        assert due is not None
        assert calendar.works(due), due


def test_twice_is_once_and_nobody_elses(cast: Cast) -> None:
    close(cast)
    assert close(cast) == 0
    with pytest.raises(Refused):
        close(cast, FIRST + timedelta(days=2), LAST)
    assert Organisation.objects.get(pk=cast.zuid_id).closed == []
    assert Event.objects.filter(type="organisation.closed_period").count() == 1
