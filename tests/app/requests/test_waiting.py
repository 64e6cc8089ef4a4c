"""All letters that are due: read them, change a line, leave one out, tell the others in one go."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.questionnaire import text

from loopplank.access.messages.messages import all_messages
from loopplank.actions.messages import messages
from loopplank.actions.organisations import organisations
from loopplank.actions.requests import closing, waiting
from loopplank.core.requests.closing import Lack
from loopplank.store.models import AccessRecord, Message, Request
from loopplank.web.kit import clock
from loopplank.web.messages.words import filled_text

WHERE = "/wachtberichten/"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def due(cast: Cast, **answers: object) -> UUID:
    """Somebody who waits, and is to hear from us today."""
    request_id = cast.ready(**answers)
    closing.wait(
        actor=cast.anna, now=NOW - timedelta(weeks=6), request_id=request_id, lack=Lack.PLACE
    )
    Message.objects.filter(request_id=request_id, state="queued").update(
        state="told", done_at=NOW - timedelta(weeks=6)
    )
    Request.objects.filter(pk=request_id).update(due_on=TODAY)
    return request_id


def sent(client: Client, *letters: UUID, **more: object) -> int:
    typed = {"letter": [str(pk) for pk in letters], **more}
    return int(client.post(WHERE, typed).status_code)


def queued(request_id: UUID) -> list[str]:
    rows = Message.objects.filter(request_id=request_id, state="queued")
    return list(rows.values_list("template", flat=True))


def test_each_letter_stands_there_word_for_word(cast: Cast) -> None:
    organisations.save_offer(
        actor=cast.anna,
        now=NOW,
        text=organisations.OfferText(
            "shopping", "Boodschappen", "Samen.", meanwhile="Eet mee in De Brug."
        ),
    )
    request_id = due(cast)
    page = text(browsing.member(cast.anna).get(WHERE))
    assert "Mevrouw De Wit" in page
    assert "Wij zoeken nog. Er is nu niemand vrij die hierbij past." in page
    assert "Op dinsdag 5 januari hoort u weer van ons." in page
    assert "Eet mee in De Brug." in page
    sent(browsing.member(cast.anna), request_id)
    (one,) = (m for m in all_messages(cast.anna, NOW, state="queued") if m.request_id == request_id)
    for line in filled_text(replace(one, channel="letter")).split("\n\n"):
        assert line in page, "what was read is what is told"


def test_one_press_queues_all_and_starts_their_clocks(cast: Cast) -> None:
    some = [due(cast) for _ in range(3)]
    assert sent(browsing.member(cast.anna), *some) == 302
    for pk in some:
        assert queued(pk) == ["wait_again"]
        assert Request.objects.get(pk=pk).due_on == date(2027, 1, 5)


def test_one_that_is_left_out_stays_due(cast: Cast) -> None:
    told, left = due(cast), due(cast)
    sent(browsing.member(cast.anna), told, left, skip=[str(left)])
    assert (queued(told), queued(left)) == (["wait_again"], [])
    assert Request.objects.get(pk=left).due_on == TODAY


def test_what_was_not_on_the_page_is_not_told(cast: Cast) -> None:
    read, unread = due(cast), due(cast)
    sent(browsing.member(cast.anna), read)
    assert queued(unread) == [], "nothing leaves unread"


def test_the_line_of_what_can_be_done_is_as_it_was_left(cast: Cast) -> None:
    request_id = due(cast)
    field = f"meanwhile-{request_id}"
    sent(browsing.member(cast.anna), request_id, **{field: "Bel de buurtkamer."})
    assert Message.objects.get(request_id=request_id, state="queued").params["meanwhile"] == (
        "Bel de buurtkamer."
    )


def test_the_status_page_says_what_was_told_and_not_what_the_offer_says(cast: Cast) -> None:
    organisations.save_offer(
        actor=cast.anna,
        now=NOW,
        text=organisations.OfferText("shopping", "Boodschappen", "Samen.", meanwhile="Eet mee."),
    )
    request_id = due(cast)
    field = f"meanwhile-{request_id}"
    sent(browsing.member(cast.anna), request_id, **{field: "Bel de buurtkamer."})
    message = Message.objects.get(request_id=request_id, state="queued")
    messages.tell(actor=cast.anna, now=NOW, message_id=message.pk, how="copied")
    page = text(browsing.asker(request_id).get("/uw-vraag/"))
    assert "Dit kan nu al: Bel de buurtkamer." in page
    assert "Eet mee." not in page


def test_a_citizen_service_number_is_refused_and_nothing_typed_is_lost(cast: Cast) -> None:
    request_id = due(cast)
    field = f"meanwhile-{request_id}"
    client = browsing.member(cast.anna)
    response = client.post(WHERE, {"letter": [str(request_id)], field: "Bel 111222333."})
    assert response.status_code == 409
    assert "Bel 111222333." in text(response)
    assert queued(request_id) == []


def test_pressed_twice_it_is_told_once(cast: Cast) -> None:
    request_id = due(cast)
    letters = [waiting.Letter(request_id)]
    assert waiting.tell_all(actor=cast.anna, now=NOW, letters=letters) == 1
    assert waiting.tell_all(actor=cast.anna, now=NOW, letters=letters) == 0
    assert queued(request_id) == ["wait_again"]


@pytest.mark.commits
def test_two_who_press_at_once_tell_each_letter_once(cast: Cast, race: Any) -> None:
    some = [due(cast) for _ in range(6)]
    letters = [waiting.Letter(pk) for pk in some]

    def press(letters: list[waiting.Letter]) -> Callable[[], int]:
        return lambda: waiting.tell_all(actor=cast.anna, now=NOW, letters=letters)

    told = race([press(letters), press(letters[::-1]), press(letters)])
    assert sum(told) == 6, told
    for pk in some:
        assert queued(pk) == ["wait_again"]


def test_another_organisation_reads_and_tells_nothing(cast: Cast) -> None:
    request_id = due(cast, last_name="Geheimnoord")
    dirk = browsing.member(cast.dirk)
    page = text(dirk.get(WHERE))
    assert "Geheimnoord" not in page
    assert "Er wacht niemand." in page
    sent(dirk, request_id)
    assert waiting.tell_all(actor=cast.dirk, now=NOW, letters=[waiting.Letter(request_id)]) == 0
    assert queued(request_id) == []


def test_nothing_due_says_when_the_next_is(cast: Cast) -> None:
    request_id = cast.ready()
    closing.wait(actor=cast.anna, now=NOW, request_id=request_id, lack=Lack.PLACE)
    page = text(browsing.member(cast.anna).get(WHERE))
    assert "Het eerste is op dinsdag 5 januari." in page


def test_today_leads_there(cast: Cast) -> None:
    client = browsing.member(cast.anna)
    assert reverse("wait_messages") not in text(client.get("/vandaag/"))
    due(cast)
    due(cast)
    page = text(client.get("/vandaag/"))
    assert "Er zijn 2 wachtberichten aan de beurt." in page
    assert f'href="{WHERE}"' in page


def test_the_reading_is_recorded_for_everybody_on_the_page(cast: Cast) -> None:
    some = [due(cast), due(cast)]
    browsing.member(cast.anna).get(WHERE)
    record = AccessRecord.objects.get(page="wait_messages")
    people = set(Request.objects.filter(pk__in=some).values_list("help_seeker_id", flat=True))
    assert set(record.subjects.values_list("subject_id", flat=True)) == people


def test_it_costs_the_same_for_one_as_for_ten(cast: Cast, queries: object) -> None:
    client = browsing.member(cast.anna)
    due(cast)
    client.get(WHERE)
    with queries() as few:  # type: ignore[operator]
        client.get(WHERE)
    for _ in range(6):
        due(cast)
    with queries() as many:  # type: ignore[operator]
        client.get(WHERE)
    assert len(few) == len(many) <= 20, many
