"""An intake stop: everybody reads it, it ends by itself, and who asks all the same is counted."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.questionnaire import text

from loopplank.access.messages.messages import all_messages
from loopplank.actions.organisations import organisations
from loopplank.actions.responsibility import intake_stop
from loopplank.core.requests.states import State
from loopplank.store.models import Event, IntakeStop, Request
from loopplank.web.kit import clock
from loopplank.web.messages.words import filled_text

WHERE = "/inrichting/aanmeldstop/"
UNTIL = date(2027, 1, 15)
SENTENCE = "Onze mensen zitten aan hun grens."


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`at(moment)`: the pages believe that it is then."""

    def then(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return then


def stop(cast: Cast, kind: str = "shopping") -> UUID:
    return intake_stop.stop_intake(
        actor=cast.anna, now=NOW, kind=kind, first_day=TODAY, until=UNTIL, words=SENTENCE
    )


def offer(cast: Cast, kind: str = "shopping") -> None:
    organisations.save_offer(
        actor=cast.anna, now=NOW, text=organisations.OfferText(kind, kind.title(), "Samen met u.")
    )


def test_board_and_coordinator_set_it_on_one_page(cast: Cast) -> None:
    offer(cast)
    client = browsing.member(cast.gerda)
    assert "Er is geen aanmeldstop. Iedereen mag vragen." in text(client.get(WHERE))
    typed = {"kind": "shopping", "first_day": "2026-11-24", "until": "2027-01-15"}
    refused = client.post(WHERE, typed)
    assert refused.status_code == 422
    assert "Schrijf een zin voor wie nu hulp zoekt." in text(refused)
    page = text(client.post(WHERE, {**typed, "words": SENTENCE}, follow=True))
    assert "Jullie nemen tot vrijdag 15 januari 2027 niemand nieuw aan." in page
    assert "Wie nu vraagt, krijgt meteen eerlijk bericht." in page
    assert SENTENCE in page
    assert "Gezet door Gerda Bestuur" in page


def test_what_is_too_long_or_over_is_refused_beside_its_field(cast: Cast) -> None:
    client = browsing.member(cast.anna)
    typed = {"kind": "all", "first_day": "2026-11-24", "until": "2027-06-30", "words": SENTENCE}
    response = client.post(WHERE, typed)
    assert response.status_code == 409
    page = text(response)
    assert "Een stop duurt hooguit zes maanden: tot maandag 24 mei." in page
    assert SENTENCE in page, "nothing typed is lost"
    assert not IntakeStop.objects.exists()


def test_the_public_page_says_until_when_and_why_and_then_not_any_more(cast: Cast, at: Any) -> None:
    offer(cast)
    offer(cast, "company")
    stop(cast)
    page = text(browsing.visitor().get("/hulp/waterstad/"))
    assert page.count("nu vol tot 15 januari") == 1, "of the one kind that is stopped"
    assert SENTENCE in page
    at(datetime(2027, 1, 14, 23, 0, tzinfo=UTC))
    assert "nu vol tot" not in text(browsing.visitor().get("/hulp/waterstad/")), "by itself"


def test_the_form_says_it_before_the_first_question_and_lets_them_go_on(cast: Cast) -> None:
    stop(cast)
    for address in ("/hulp-vragen/waterstad/vraag-1/", "/hulp-vragen/waterstad/noord/vraag-1/"):
        page = text(browsing.visitor().get(address))
        assert "Noord neemt tot vrijdag 15 januari niemand nieuw aan voor boodschappen." in page
        assert "U mag uw vraag toch sturen." in page
        assert SENTENCE in page
    elsewhere = text(browsing.visitor().get("/hulp-vragen/waterstad/zuid/vraag-1/"))
    assert "niemand nieuw aan" not in elsewhere


def test_who_asks_all_the_same_hears_it_at_once_and_is_marked(cast: Cast) -> None:
    stop_id = stop(cast)
    request_id = cast.web_request(kinds=("shopping",))
    row = Request.objects.get(pk=request_id)
    assert row.intake_stop_id == stop_id
    assert row.state == State.NEW, "it is an ordinary question, with an owner and a clock"
    status = text(browsing.asker(request_id).get("/uw-vraag/"))
    assert "Wij nemen tot vrijdag 15 januari niemand nieuw aan." in status
    assert "Anna Prins belt u uiterlijk donderdag 26 november." in status
    (one,) = (m for m in all_messages(cast.anna, NOW, state="queued") if m.template == "received")
    letter = filled_text(replace(one, channel="letter"))
    assert "Waarschijnlijk kunnen wij u nu niet helpen." in letter
    page = text(browsing.member(cast.anna).get(reverse("request", args=[request_id])))
    assert "Kwam binnen tijdens jullie aanmeldstop tot vrijdag 15 januari." in page
    received = Event.objects.get(aggregate_id=request_id, type="request.received")
    assert received.data["stop"] == str(stop_id)


def test_a_question_about_something_else_is_not_marked(cast: Cast) -> None:
    stop(cast)
    assert Request.objects.get(pk=cast.web_request(kinds=("company",))).intake_stop_id is None
    both = cast.web_request(kinds=("shopping", "company"))
    assert Request.objects.get(pk=both).intake_stop_id is None, "a part of it is welcome"
    of_zuid = cast.request(of=cast.carla, kinds=("shopping",))
    assert Request.objects.get(pk=of_zuid).intake_stop_id is None


def test_ended_early_it_is_over_at_once(cast: Cast) -> None:
    offer(cast)
    stop_id = stop(cast)
    client = browsing.member(cast.anna)
    client.post(reverse("end_intake_stop", args=[stop_id]))
    assert "nu vol tot" not in text(browsing.visitor().get("/hulp/waterstad/"))
    assert Request.objects.get(pk=cast.request()).intake_stop_id is None
    assert "Eerder gestopt, op 24 november 2026." in text(client.get(WHERE))


def test_another_organisation_cannot_end_it(cast: Cast) -> None:
    stop_id = stop(cast)
    response = browsing.member(cast.dirk).post(reverse("end_intake_stop", args=[stop_id]))
    assert response.status_code == 404
    assert IntakeStop.objects.get(pk=stop_id).ended_early_at is None


def test_a_stop_for_later_does_nothing_yet(cast: Cast, at: Any) -> None:
    offer(cast)
    begins = TODAY + timedelta(days=7)
    intake_stop.stop_intake(
        actor=cast.anna, now=NOW, kind="", first_day=begins, until=UNTIL, words=SENTENCE
    )
    assert "nu vol tot" not in text(browsing.visitor().get("/hulp/waterstad/"))
    at(NOW + timedelta(days=7))
    assert "nu vol tot 15 januari" in text(browsing.visitor().get("/hulp/waterstad/"))
