"""Roads to an end, each with an outcome and a next step: withdrawn, twice, not reached."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import KNOWN_SAFE, NOW, TODAY, Cast
from tests.app.questionnaire import text

from loopplank.access.account import links
from loopplank.access.account.actors import NotFound
from loopplank.actions.messages import messages
from loopplank.actions.requests import closing, handling
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.requests.intake import ForWhom
from loopplank.store.models import Event, Link, Membership, Message, Note, Request
from loopplank.web.kit import clock

STATUS = "/uw-vraag/"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`at(moment)`: the pages believe that it is then."""

    def then(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return then


def row_of(request_id: UUID) -> Request:
    return Request.objects.get(pk=request_id)


# --- withdrawn by the person ----------------------------------------------------------------------


def not_needed(cast: Cast) -> UUID:
    request_id = cast.web_request()
    browsing.asker(request_id).post("/uw-vraag/veranderd/", {"what": "not_needed"})
    return request_id


def test_after_the_call_one_tap_closes_it_with_a_next_step(cast: Cast) -> None:
    request_id = not_needed(cast)
    cast.assess(request_id)
    client = browsing.member(cast.anna)
    page = text(client.get(reverse("request", args=[request_id])))
    assert "Schreef: ik heb geen hulp meer nodig." in page
    assert "Ik belde, het klopt: sluit af" in page
    client.post(reverse("withdrawn", args=[request_id]))
    row = row_of(request_id)
    assert (row.state, row.closing_reason, row.nobody_discussed) == ("closed", "not_needed", True)
    assert row.change_reported == ""
    assert Note.objects.filter(request=row, kind="talk").count() == 1, "the call is written down"
    page = text(browsing.asker(request_id).get(STATUS))
    assert (
        "U heeft nu geen hulp nodig. Daarom is deze vraag klaar sinds dinsdag 24 november." in page
    )
    assert "Opnieuw vragen mag altijd." in page


def test_without_that_report_there_is_no_such_tap(cast: Cast) -> None:
    request_id = cast.web_request()
    client = browsing.member(cast.anna)
    assert reverse("withdrawn", args=[request_id]) not in text(
        client.get(reverse("request", args=[request_id]))
    )
    with pytest.raises(Refused):
        closing.confirm_withdrawn(actor=cast.anna, now=NOW, request_id=request_id)
    assert row_of(request_id).state == "new"


def test_it_happens_wholly_or_not_at_all(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    request_id = not_needed(cast)

    def broken(**_given: object) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr(closing, "close", broken)
    with pytest.raises(RuntimeError):
        closing.confirm_withdrawn(actor=cast.anna, now=NOW, request_id=request_id)
    assert row_of(request_id).state == "new"
    assert not Note.objects.filter(request_id=request_id, kind="talk").exists()


# --- asked twice ----------------------------------------------------------------------------------


def twice(cast: Cast, first: UUID, second: UUID) -> Any:
    return browsing.member(cast.anna).post(
        reverse("close", args=[second]),
        {"reason": "duplicate", "first_number": row_of(first).number},
    )


def test_a_duplicate_names_the_first_and_each_page_shows_the_other(cast: Cast) -> None:
    first, second = cast.web_request(), cast.web_request()
    assert twice(cast, first, second).status_code == 302
    assert row_of(second).duplicate_of_id == first
    client = browsing.member(cast.anna)
    of_second = text(client.get(reverse("request", args=[second])))
    assert "Dit is een dubbele vraag. De eerste gaat verder." in of_second
    assert reverse("request", args=[first]) in of_second
    of_first = text(client.get(reverse("request", args=[first])))
    assert "voegde een dubbele vraag hierbij." in of_first
    assert reverse("request", args=[second]) in of_first
    assert row_of(first).state == "new", "the first goes on as it was"


@pytest.mark.parametrize("number", ["", "2611-999", "x"])
def test_without_a_real_first_it_does_not_close(cast: Cast, number: str) -> None:
    request_id = cast.web_request()
    response = browsing.member(cast.anna).post(
        reverse("close", args=[request_id]), {"reason": "duplicate", "first_number": number}
    )
    assert response.status_code in {409, 422}
    assert "nummer van de eerste hulpvraag in." in text(response)
    assert row_of(request_id).state == "new"


def test_not_of_itself_and_not_of_another_organisation(cast: Cast) -> None:
    request_id = cast.web_request()
    of_zuid = cast.request(of=cast.carla)
    Request.objects.filter(pk=of_zuid).update(number="2611-777")
    for number in (row_of(request_id).number, "2611-777"):
        with pytest.raises(Refused):
            closing.close(
                actor=cast.anna,
                now=NOW,
                request_id=request_id,
                closing=closing.Closing(ClosingReason.DUPLICATE, first_number=number),
            )


def test_a_duplicate_of_a_duplicate_belongs_to_the_first_of_all(cast: Cast) -> None:
    first, second, third = (cast.web_request() for _ in range(3))
    twice(cast, first, second)
    twice(cast, second, third)
    assert row_of(third).duplicate_of_id == first


def test_two_that_name_each_other_do_not_close_in_a_ring(cast: Cast) -> None:
    first, second = cast.web_request(), cast.web_request()
    twice(cast, first, second)
    assert twice(cast, second, first).status_code == 409
    assert row_of(first).state == "new"


@pytest.mark.commits
def test_two_that_name_each_other_at_once_leave_one_open(cast: Cast, race: Any) -> None:
    pair = [cast.web_request() for _ in range(2)]
    numbers = [row_of(pk).number for pk in pair]

    def close_as_twice(request_id: UUID, number: str) -> Callable[[], None]:
        return lambda: closing.close(
            actor=cast.anna,
            now=NOW,
            request_id=request_id,
            closing=closing.Closing(ClosingReason.DUPLICATE, first_number=number),
        )

    outcomes = race([close_as_twice(pair[0], numbers[1]), close_as_twice(pair[1], numbers[0])])
    assert sorted(row_of(pk).state for pk in pair) == ["closed", "new"], outcomes


def test_the_same_persons_link_leads_on_to_the_first(cast: Cast) -> None:
    first, second = cast.web_request(), cast.web_request()
    twice(cast, first, second)
    client = browsing.asker(second)
    page = text(client.get(STATUS, follow=True))
    assert "U vroeg dit al eerder. Dit is uw eerste vraag. Die gaat verder." in page
    assert row_of(first).number in page
    # from here on everything is about the first
    client.post("/uw-vraag/veranderd/", {"what": "more_urgent"})
    assert row_of(first).change_reported == "more_urgent"


@pytest.mark.parametrize(
    "other",
    [
        {"phone": "0687654321"},
        {"last_name": "Jansen"},
        {"for_whom": ForWhom.FAMILY, "applicant_name": "Els", "applicant_phone": "0612345678"},
    ],
)
def test_anybody_elses_link_does_not(cast: Cast, other: dict[str, Any]) -> None:
    first, second = cast.web_request(**other), cast.web_request()
    twice(cast, first, second)
    page = text(browsing.asker(second).get(STATUS, follow=True))
    assert "Deze vraag stond er al." in page
    assert row_of(first).number not in page


def test_opened_again_it_is_no_duplicate_any_more(cast: Cast) -> None:
    first, second = cast.web_request(), cast.web_request()
    twice(cast, first, second)
    closing.reopen(actor=cast.anna, now=NOW, request_id=second)
    assert row_of(second).duplicate_of_id is None
    assert row_of(second).number in text(browsing.asker(second).get(STATUS))


# --- not reached ----------------------------------------------------------------------------------


def tried(cast: Cast, request_id: UUID, *ways: str, now: datetime = NOW) -> None:
    for n, way in enumerate(ways):
        handling.log_contact(
            actor=cast.anna,
            now=now + timedelta(minutes=n),
            request_id=request_id,
            kind="not_reached",
            channel=way,
        )


def tell_last(cast: Cast, request_id: UUID) -> date:
    closing.write_last_letter(actor=cast.anna, now=NOW, request_id=request_id)
    letter = Message.objects.get(request_id=request_id, template="last_try")
    messages.tell(actor=cast.anna, now=NOW, message_id=letter.pk, how="printed")
    return date.fromisoformat(letter.params["due_on"])


def close_unreached(cast: Cast, request_id: UUID, now: datetime) -> None:
    closing.close(
        actor=cast.anna,
        now=now,
        request_id=request_id,
        closing=closing.Closing(ClosingReason.NOT_REACHED, safe=KNOWN_SAFE),
    )


def test_today_proposes_another_way_and_says_what_was_tried(cast: Cast) -> None:
    request_id = cast.web_request()
    tried(cast, request_id, "phone")
    client = browsing.member(cast.anna)
    assert "Niet bereikt per telefoon. Probeer het anders: stuur een sms." in text(
        client.get("/vandaag/")
    )
    tried(cast, request_id, "sms", now=NOW + timedelta(hours=1))
    page = text(client.get(reverse("request", args=[request_id])))
    assert "2 keer niet bereikt, laatst per sms. Probeer het anders: bel op een ander" in page
    tried(cast, request_id, "phone", now=NOW + timedelta(hours=2))
    assert "3 keer niet bereikt, laatst per telefoon. Maak nu de laatste brief." in text(
        client.get("/vandaag/")
    )


def test_a_talk_begins_the_count_anew(cast: Cast) -> None:
    request_id = cast.request()
    later = NOW + timedelta(hours=1)
    tried(cast, request_id, "phone", "sms", "phone", now=later)
    handling.log_contact(
        actor=cast.anna, now=later + timedelta(hours=1), request_id=request_id, kind="talk"
    )
    assert "niet bereikt" not in text(browsing.member(cast.anna).get("/vandaag/"))
    with pytest.raises(Refused):
        closing.write_last_letter(
            actor=cast.anna, now=later + timedelta(hours=2), request_id=request_id
        )


def test_the_letter_goes_before_closing_and_its_day_is_kept(cast: Cast) -> None:
    request_id = cast.web_request()
    tried(cast, request_id, "phone", "phone", "sms")
    with pytest.raises(Refused, match="letter_first"):
        close_unreached(cast, request_id, NOW)
    until = tell_last(cast, request_id)
    assert until == date(2026, 12, 8) == row_of(request_id).due_on
    with pytest.raises(Refused, match="letter_day"):
        close_unreached(cast, request_id, datetime(2026, 12, 8, 15, 0, tzinfo=UTC))
    close_unreached(cast, request_id, datetime(2026, 12, 9, 9, 0, tzinfo=UTC))
    row = row_of(request_id)
    assert (row.state, row.closing_reason, row.nobody_discussed) == ("closed", "not_reached", True)
    page = text(browsing.asker(request_id).get(STATUS))
    assert "Bel ons gerust. Dan gaan wij verder." in page


def test_a_letter_that_was_not_told_does_not_count(cast: Cast) -> None:
    request_id = cast.web_request()
    tried(cast, request_id, "phone", "phone", "sms")
    closing.write_last_letter(actor=cast.anna, now=NOW, request_id=request_id)
    page = text(browsing.member(cast.anna).get(reverse("request", args=[request_id])))
    assert "De laatste brief staat klaar. Vertel hem eerst." in page
    assert reverse("last_letter", args=[request_id]) not in page
    with pytest.raises(Refused, match="letter_first"):
        close_unreached(cast, request_id, NOW + timedelta(days=30))


def test_pressed_twice_there_is_one_letter(cast: Cast) -> None:
    request_id = cast.web_request()
    tried(cast, request_id, "phone", "phone", "sms")
    client = browsing.member(cast.anna)
    for _ in range(2):
        client.post(reverse("last_letter", args=[request_id]))
    assert Message.objects.filter(request_id=request_id, template="last_try").count() == 1


def test_who_calls_back_keeps_their_link(cast: Cast, at: Any) -> None:
    request_id = cast.web_request()
    tried(cast, request_id, "phone", "phone", "sms")
    tell_last(cast, request_id)
    closed = datetime(2026, 12, 9, 9, 0, tzinfo=UTC)
    close_unreached(cast, request_id, closed)
    link = Link.objects.get(subject_id=request_id)
    at(closed + timedelta(days=31))
    token = links.token_of(link.pk, link.generation)
    assert "werkt niet meer" in text(browsing.visitor().get(f"/l/{token}", follow=True))
    closing.reopen(actor=cast.anna, now=closed + timedelta(days=31), request_id=request_id)
    assert row_of(request_id).number in text(browsing.visitor().get(f"/l/{token}", follow=True))


# --- opened again ---------------------------------------------------------------------------------


def ended(cast: Cast, request_id: UUID) -> None:
    Message.objects.filter(request_id=request_id).update(state="told", done_at=NOW)
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        closing=closing.Closing(ClosingReason.NOT_WANTED, nobody_discussed=True, safe=KNOWN_SAFE),
    )


def queued(request_id: UUID) -> list[str]:
    rows = Message.objects.filter(request_id=request_id, state="queued")
    return sorted(rows.values_list("template", flat=True))


def test_after_more_than_a_month_they_hear_that_their_link_works_again(cast: Cast) -> None:
    request_id = cast.request()
    ended(cast, request_id)
    closing.reopen(actor=cast.anna, now=NOW + timedelta(days=31), request_id=request_id)
    assert queued(request_id) == ["reopened"]
    message = Message.objects.get(request_id=request_id, template="reopened")
    assert message.params["due_on"] == row_of(request_id).due_on.isoformat()  # type: ignore[union-attr]  # open


def test_within_a_month_their_link_never_stopped(cast: Cast) -> None:
    request_id = cast.request()
    ended(cast, request_id)
    closing.reopen(actor=cast.anna, now=NOW + timedelta(days=29), request_id=request_id)
    assert queued(request_id) == []


def test_owner_clock_and_first_contact_are_right_again(cast: Cast) -> None:
    spoken, unspoken = cast.request(), cast.web_request()
    for pk in (spoken, unspoken):
        ended(cast, pk)
    Membership.objects.filter(pk=cast.anna.id).update(active=False, ended_on=TODAY)
    for pk, state, due_on in (
        (spoken, "talking", date(2026, 11, 26)),
        (unspoken, "new", date(2026, 11, 26)),
    ):
        closing.reopen(actor=cast.henk, now=NOW, request_id=pk)
        row = row_of(pk)
        assert (row.state, row.owner_id, row.due_on) == (state, cast.henk.id, due_on)
        assert (row.closed_at, row.closing_reason, row.next_party) == (None, "", "")


def test_every_road_ends_with_a_reason_and_a_next_step(cast: Cast) -> None:
    withdrawn = not_needed(cast)
    closing.confirm_withdrawn(actor=cast.anna, now=NOW, request_id=withdrawn, safe=KNOWN_SAFE)
    first, second = cast.web_request(), cast.web_request()
    twice(cast, first, second)
    for pk in (withdrawn, second):
        data = Event.objects.filter(aggregate_id=pk, type="request.closed").latest("sequence").data
        assert data["closing_reason"]
        assert data["next_step"] is True


def test_dirk_can_do_none_of_it(cast: Cast) -> None:
    request_id = not_needed(cast)
    for act in (closing.confirm_withdrawn, closing.write_last_letter):
        with pytest.raises(NotFound):
            act(actor=cast.dirk, now=NOW, request_id=request_id)
    assert row_of(request_id).state == "new"
