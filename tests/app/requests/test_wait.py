"""To the waiting list: with what the person hears, how often, and what they can do meanwhile."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.questionnaire import text
from tests.app.throughput import helped_after

from loopplank.access.messages.messages import all_messages
from loopplank.access.requests.waiting import wait_ranges
from loopplank.actions.organisations import organisations
from loopplank.actions.requests import closing, waiting
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.closing import ClosingReason, Lack
from loopplank.core.requests.waiting import WaitRange
from loopplank.store.models import Message, Request
from loopplank.web.kit import clock
from loopplank.web.messages.words import filled_text

MEANWHILE = "Eet op dinsdag mee in buurthuis De Brug."


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def offer(cast: Cast, **more: str) -> None:
    organisations.save_offer(
        actor=cast.anna,
        now=NOW,
        text=organisations.OfferText(
            kind="shopping", name="Boodschappen", does="Samen met u.", space="waiting", **more
        ),
    )


def letter_to(cast: Cast, request_id: object) -> str:
    (one,) = (m for m in all_messages(cast.anna, NOW, state="queued") if m.request_id == request_id)
    return filled_text(replace(one, channel="letter"))


def test_the_range_is_counted_from_what_happened_here_with_who_still_waits(cast: Cast) -> None:
    key = (cast.noord_id, "shopping")
    helped_after(cast, range(1, 10))
    assert wait_ranges([key], TODAY) == {key: None}, "nine are too few"
    Request.objects.filter(pk=cast.request()).update(received_at=NOW - timedelta(weeks=40))
    # of ten: three helped by week 3, eight by week 8
    assert wait_ranges([key], TODAY) == {key: WaitRange(3, 8)}


def test_another_kind_another_organisation_and_a_duplicate_do_not_count(cast: Cast) -> None:
    helped_after(cast, range(1, 10))
    cast.request(kinds=("company",))
    cast.request(of=cast.carla)
    first = cast.request(kinds=("company",))
    twice = cast.request()
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=twice,
        closing=closing.Closing(
            ClosingReason.DUPLICATE, first_number=Request.objects.get(pk=first).number
        ),
    )
    assert wait_ranges([(cast.noord_id, "shopping")], TODAY) == {(cast.noord_id, "shopping"): None}


def test_what_came_in_longer_than_a_year_ago_does_not_count(cast: Cast) -> None:
    helped_after(cast, range(1, 10))
    row = cast.request()
    Request.objects.filter(pk=row).update(received_at=NOW - timedelta(days=366))
    assert wait_ranges([(cast.noord_id, "shopping")], TODAY) == {(cast.noord_id, "shopping"): None}


def test_the_ranges_of_all_offers_cost_one_question(cast: Cast, queries: object) -> None:
    keys = [(cast.noord_id, "shopping"), (cast.zuid_id, "company")]
    with queries() as asked:  # type: ignore[operator]
        wait_ranges(keys, TODAY)
    assert len(asked) == 1, asked


def test_the_page_says_what_the_person_will_hear(cast: Cast) -> None:
    offer(cast, space_words="6 tot 10 weken", meanwhile=MEANWHILE)
    page = text(browsing.member(cast.anna).get(reverse("wait", args=[cast.ready()])))
    assert "Hoe lang dat duurt, is nog niet te zeggen." in page
    assert f"Dit kan nu al: {MEANWHILE}" in page
    assert "Jullie eigen zin erbij: 6 tot 10 weken." in page
    assert "gemiddeld" not in page


def test_the_letter_has_the_range_the_order_and_what_can_be_done(cast: Cast) -> None:
    helped_after(cast, range(1, 13))
    offer(cast, space_words="een poosje", meanwhile=MEANWHILE)
    request_id = cast.ready()
    closing.wait(actor=cast.anna, now=NOW, request_id=request_id, lack=Lack.PLACE)
    said = letter_to(cast, request_id)
    for words in (
        "Wij hebben nog niemand gevonden. Dat duurt nu meestal 3 tot 9 weken.",
        "Op dinsdag 5 januari hoort u weer van ons.",
        "Wij helpen niet altijd op volgorde.",
        f"Dit kan nu al: {MEANWHILE}",
        "U mag later altijd opnieuw vragen.",
    ):
        assert words in said
    page = text(browsing.asker(request_id).get("/uw-vraag/"))
    assert "Dat duurt nu meestal 3 tot 9 weken." in page
    assert f"Dit kan nu al: {MEANWHILE}" in page
    assert "Op dit moment: een poosje." in page


def test_every_six_weeks_or_every_three_as_the_person_wants(cast: Cast) -> None:
    client = browsing.member(cast.anna)
    six, three = cast.ready(), cast.ready()
    client.post(reverse("wait", args=[six]), {"lack": "place"})
    client.post(reverse("wait", args=[three]), {"lack": "place", "weeks": "3"})
    rows = {pk: Request.objects.get(pk=pk) for pk in (six, three)}
    assert (rows[six].wait_message_weeks, rows[six].due_on) == (6, date(2027, 1, 5))
    assert (rows[three].wait_message_weeks, rows[three].due_on) == (3, date(2026, 12, 15))
    later = NOW + timedelta(weeks=3)
    waiting.tell_waiting(actor=cast.anna, now=later, request_id=three)
    assert Request.objects.get(pk=three).due_on == date(2027, 1, 5)


def test_another_rhythm_moves_no_promised_day_to_later(cast: Cast) -> None:
    request_id = cast.ready()
    closing.wait(actor=cast.anna, now=NOW, request_id=request_id, lack=Lack.PLACE, weeks=3)
    client = browsing.member(cast.anna)
    where = reverse("wait_rhythm", args=[request_id])
    client.post(where, {"weeks": "6"})
    row = Request.objects.get(pk=request_id)
    assert (row.wait_message_weeks, row.due_on) == (6, date(2026, 12, 15))
    Request.objects.filter(pk=request_id).update(due_on=date(2027, 1, 5))
    client.post(where, {"weeks": "3"})
    assert Request.objects.get(pk=request_id).due_on == date(2026, 12, 15)
    with pytest.raises(Refused):
        waiting.set_rhythm(actor=cast.anna, now=NOW, request_id=cast.ready(), weeks=3)


def test_the_public_page_says_the_range_beside_the_organisations_own_words(cast: Cast) -> None:
    helped_after(cast, range(1, 13))
    offer(cast, space_words="wij zoeken nog mensen")
    page = text(browsing.visitor().get("/hulp/waterstad/"))
    assert "wachten: 3 tot 9 weken" in page
    assert "wij zoeken nog mensen" in page


def test_the_public_page_costs_the_same_for_more_offers(cast: Cast, queries: object) -> None:
    client = browsing.visitor()
    offer(cast, space_words="een poosje")
    client.get("/hulp/waterstad/")
    with queries() as few:  # type: ignore[operator]
        client.get("/hulp/waterstad/")
    for _ in range(4):
        offer(cast, space_words="een poosje")
    with queries() as many:  # type: ignore[operator]
        client.get("/hulp/waterstad/")
    assert len(few) == len(many) <= 6, many


def test_a_message_keeps_the_range_of_the_day_it_was_made(cast: Cast) -> None:
    request_id = cast.ready()
    closing.wait(actor=cast.anna, now=NOW, request_id=request_id, lack=Lack.PLACE)
    stored = Message.objects.get(request_id=request_id, template="wait").params
    assert (stored["low"], stored["high"]) == (None, None)
    helped_after(cast, range(1, 13))
    assert "nog niet te zeggen" in letter_to(cast, request_id)
