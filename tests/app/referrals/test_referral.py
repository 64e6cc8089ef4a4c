"""One referral, seen from both sides and on the pages around it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing, referring
from tests.app.cast import KNOWN_SAFE, NOW, TODAY, Cast
from tests.app.conftest import Questions

from loopplank.actions.referrals import hand_over, referrals
from loopplank.actions.requests import closing
from loopplank.core.referrals.states import Answer, Why
from loopplank.core.requests.closing import ClosingReason
from loopplank.store.models import AccessRecord, Referral, Request
from loopplank.web.kit import clock

PERSON = ("De Wit", "Truus", "0612345678", "06 12 34 56 78", "1013 AB", "Ik zie de hele week")


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def text(client: object, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))  # type: ignore[attr-defined]
    assert response.status_code == 200, (name, response.status_code)
    return str(response.content.decode())


def answer(client: object, referral_id: UUID, word: str, **given: object) -> object:
    where = reverse("referral_answer", args=[referral_id, word])
    return client.post(where, given)  # type: ignore[attr-defined]


# --- the receiver ---------------------------------------------------------------------------------


def test_before_a_yes_the_receiver_never_reads_who_it_is(cast: Cast) -> None:
    referral_id = referring.offered(cast)
    dirk = browsing.member(cast.dirk)
    for name, args in (
        ("referral", [referral_id]),
        *(("referral_answer", [referral_id, w]) for w in ("ja", "overleg", "nee", "dubbel")),
        ("referrals", []),
        ("today", []),
    ):
        page = text(dirk, name, *args)
        assert not [mark for mark in PERSON if mark in page], name
    assert "Samen naar de winkel." in text(dirk, "referral", referral_id)
    assert dirk.get(reverse("request", args=[sent(referral_id).pk])).status_code == 404


def test_reading_shared_facts_is_a_reading_of_the_person(cast: Cast) -> None:
    referral_id = referring.offered(cast)
    text(browsing.member(cast.dirk), "referral", referral_id)
    record = AccessRecord.objects.latest("pk")
    assert (record.page, record.actor_id) == ("referral", cast.dirk.id)
    assert record.subjects.get().subject_id == sent(referral_id).help_seeker_id


def sent(referral_id: UUID) -> Request:
    return Request.objects.get(pk=Referral.objects.get(pk=referral_id).from_request_id)


def test_the_four_answers_are_buttons_of_one_kind(cast: Cast) -> None:
    page = text(browsing.member(cast.carla), "referral", referring.offered(cast))
    block = page[page.index('<div class="four-answers">') :].split("</div>")[0]
    assert block.count('class="button second"') == 4
    for words in ("Ja, wij nemen het over", "Eerst overleggen", "Nee, omdat", "Dubbel"):
        assert words in block


def test_a_yes_names_a_colleague_and_leads_to_our_own_request(cast: Cast) -> None:
    referral_id = referring.offered(cast)
    carla = browsing.member(cast.carla)
    form = text(carla, "referral_answer", referral_id, "ja")
    assert "Dirk Zuid" in form
    assert "Anna Prins" not in form
    given = {"owner_id": str(cast.dirk.id), "first_contact_by": TODAY.isoformat()}
    answer(carla, referral_id, "ja", **given)
    row = Referral.objects.get(pk=referral_id)
    assert row.to_request is not None
    assert row.to_request.owner_id == cast.dirk.id
    page = text(carla, "referral", referral_id)
    assert "Mevrouw De Wit" in page
    assert "06 12 34 56 78" in page
    assert reverse("request", args=[row.to_request_id]) in page


def test_a_yes_without_a_person_or_a_day_keeps_what_was_typed(cast: Cast) -> None:
    referral_id = referring.offered(cast)
    far = (TODAY + timedelta(days=90)).isoformat()
    response = answer(
        browsing.member(cast.carla), referral_id, "ja", owner_id="", first_contact_by=far
    )
    page = response.content.decode()  # type: ignore[attr-defined]
    assert "Eén persoon, met naam." in page
    assert far in page
    response = answer(
        browsing.member(cast.carla),
        referral_id,
        "ja",
        owner_id=str(cast.carla.id),
        first_contact_by=far,
    )
    assert response.status_code == 409  # type: ignore[attr-defined]
    assert "binnen vier weken" in response.content.decode()  # type: ignore[attr-defined]


def test_a_no_needs_a_reason_and_comes_back_with_it(cast: Cast) -> None:
    referral_id = referring.offered(cast)
    carla = browsing.member(cast.carla)
    response = answer(carla, referral_id, "nee", words="Het spijt ons.")
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert "Het spijt ons." in response.content.decode()  # type: ignore[attr-defined]
    answer(carla, referral_id, "nee", why="no_place", words="Het spijt ons.")
    page = text(browsing.member(cast.anna), "referral", referral_id)
    assert "niet overgenomen: zij hebben geen plek" in page
    assert "Het spijt ons." in page


def test_talking_first_shows_whom_to_call(cast: Cast) -> None:
    referral_id = referring.offered(cast)
    carla = browsing.member(cast.carla)
    page = text(carla, "referral_answer", referral_id, "overleg")
    assert "Anna Prins" in page
    assert "020 555 01 43" in page
    answer(carla, referral_id, "overleg", words="")
    assert "wil eerst overleggen" in text(browsing.member(cast.anna), "referral", referral_id)


def test_double_is_explained_and_only_possible_by_phone(cast: Cast) -> None:
    referral_id = referring.offered(cast)
    carla = browsing.member(cast.carla)
    refused = answer(carla, referral_id, "dubbel")
    assert refused.status_code == 409  # type: ignore[attr-defined]
    assert Referral.objects.get().status == "requested"
    answer(carla, referral_id, "dubbel", by_phone="on")
    assert Referral.objects.get().why == "double"


def test_after_a_yes_contact_waiting_and_outcome(cast: Cast) -> None:
    row = referring.said_yes(cast, referring.offered(cast))
    carla = browsing.member(cast.carla)
    carla.post(reverse("referral_hold", args=[row.pk]), {"why": "waitlist"})
    assert "er is een wachtlijst" in text(browsing.member(cast.anna), "referral", row.pk)
    carla.post(reverse("referral_begin", args=[row.pk]))
    carla.post(reverse("referral_report", args=[row.pk]), {"outcome": "partly_helped"})
    row.refresh_from_db()
    assert (row.status, row.outcome) == ("completed", "partly_helped")
    assert "voor een deel geholpen" in text(browsing.member(cast.anna), "referral", row.pk)


def test_what_was_answered_already_leads_back_to_the_page(cast: Cast) -> None:
    referral_id = referring.offered(cast)
    referrals.withdraw(actor=cast.anna, now=NOW, referral_id=referral_id)
    response = answer(browsing.member(cast.carla), referral_id, "nee", why="no_place")
    assert response.status_code == 302  # type: ignore[attr-defined]
    page = text(browsing.member(cast.carla), "referral", referral_id)
    assert "gestopt" in page
    assert "Samen naar de winkel." not in page


# --- the sender -----------------------------------------------------------------------------------


def test_consent_is_shown_with_its_text_and_taken_back_at_once(cast: Cast) -> None:
    row = referring.said_yes(cast, referring.offered(cast))
    anna = browsing.member(cast.anna)
    page = text(anna, "referral", row.pk)
    assert "versie 1" in page
    assert "aan de telefoon" in page
    anna.post(reverse("referral_withdraw_consent", args=[row.pk]))
    assert "Teruggenomen" in text(anna, "referral", row.pk)
    theirs = text(browsing.member(cast.carla), "referral", row.pk)
    assert not [mark for mark in PERSON if mark in theirs]
    assert "Er wordt niets meer gedeeld." in theirs


@pytest.mark.parametrize(
    ("step", "status"), [("withdraw", "cancelled"), ("mistake", "entered-in-error")]
)
def test_the_sender_takes_it_back_after_a_word_about_what_happens(
    step: str, status: str, cast: Cast
) -> None:
    referral_id = referring.offered(cast)
    where = reverse(f"referral_{step}", args=[referral_id])
    anna = browsing.member(cast.anna)
    assert anna.get(where).status_code == 200
    assert Referral.objects.get().status == "requested"
    anna.post(where)
    assert Referral.objects.get().status == status
    assert sent(referral_id).state == "talking"


def test_the_other_side_cannot_take_the_steps_of_this_side(cast: Cast) -> None:
    referral_id = referring.offered(cast)
    browsing.member(cast.carla).post(reverse("referral_withdraw", args=[referral_id]))
    answer(browsing.member(cast.anna), referral_id, "nee", why="no_place")
    assert Referral.objects.get().status == "requested"


# --- on the other pages ---------------------------------------------------------------------------


def test_today_asks_for_an_answer_on_its_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    referral_id = referring.offered(cast)
    page = text(browsing.member(cast.carla), "today")
    assert "Aan ons gevraagd door Noord" in page
    assert "Geef antwoord" in page
    assert f"{reverse('referral', args=[referral_id])}#answer" in page
    assert "Aan ons gevraagd" not in text(browsing.member(cast.dirk), "today")
    last = NOW + timedelta(days=7)
    monkeypatch.setattr(clock, "now", lambda: last)
    assert "1 ding vraagt vandaag iets van jou." in text(browsing.member(cast.carla), "today")


def test_today_of_the_sender_says_what_they_wait_for(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = Referral.objects.get(pk=referring.offered(cast))
    anna = browsing.member(cast.anna)
    assert "Zuid antwoordt uiterlijk dinsdag 1 december" in text(anna, "today")
    referring.said_yes(cast, row.pk)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(weeks=6))
    assert "Zuid nam het over. Vraag of de persoon geholpen is." in text(anna, "today")
    referrals.report(actor=cast.carla, now=NOW, referral_id=row.pk, outcome="helped")
    assert "Zuid vertelde hoe het afliep." in text(anna, "today")


def test_the_request_says_who_owns_it_while_another_is_asked(cast: Cast) -> None:
    referral_id = referring.offered(cast)
    request_id = sent(referral_id).pk
    page = text(browsing.member(cast.anna), "request", request_id)
    assert "Aangeboden aan Zuid. Jij blijft eigenaar tot zij ja zeggen." in page
    assert "vroeg een ander om het over te nemen." in page
    assert "Zonder naam: waar hulp bij nodig is" in page
    row = referring.said_yes(cast, referral_id)
    page = text(browsing.member(cast.anna), "request", request_id)
    assert "Nu: Carla Zuid" in page
    assert "Naam en nummer, en: " in page
    theirs = text(browsing.member(cast.carla), "request", row.to_request_id)
    assert "Van Noord" in theirs


def test_closing_our_record_gives_it_back(cast: Cast) -> None:
    row = referring.said_yes(cast, referring.offered(cast))
    assert "Sluit dan de hulpvraag." in text(browsing.member(cast.carla), "referral", row.pk)
    closing.close(
        actor=cast.carla,
        now=NOW,
        request_id=row.to_request_id,
        closing=closing.Closing(ClosingReason.NOT_WANTED, nobody_discussed=True, safe=KNOWN_SAFE),
    )
    page = text(browsing.member(cast.anna), "referral", row.pk)
    assert "teruggegeven: de persoon wil dit niet meer" in page


def test_the_person_reads_whom_we_asked_and_who_took_it_over(cast: Cast) -> None:
    referral_id = referring.offered(cast)
    request_id = sent(referral_id).pk
    asker = browsing.asker(request_id)
    assert "Wij vroegen Zuid om u te helpen." in text(asker, "status")
    referring.said_yes(cast, referral_id)
    assert "Zuid zei ja. Carla Zuid belt u uiterlijk" in text(asker, "status")
    referrals.begin(actor=cast.carla, now=NOW, referral_id=referral_id)
    assert "Carla Zuid van Zuid helpt u verder." in text(asker, "status")


def test_a_formal_party_says_that_it_arrived(cast: Cast) -> None:
    referral_id = referring.offered(cast, to=cast.wijkteam_id)
    ella = browsing.member(cast.ella)
    assert "Het is aangekomen" in text(ella, "own_referral", referral_id)
    ella.post(reverse("referral_acknowledge", args=[referral_id]))
    assert Referral.objects.get().received_at == NOW
    assert "Aangekomen bij de ander." in text(browsing.member(cast.anna), "referral", referral_id)


def test_why_words_of_every_reason_are_said(cast: Cast) -> None:
    """A reason that the table of words lacks would be a page that breaks."""
    referral_id = referring.offered(cast)
    said = referrals.Said(Answer.NO, why=Why.OUTSIDE_AREA)
    referrals.answer(actor=cast.carla, now=NOW, referral_id=referral_id, said=said)
    assert "dit is buiten ons gebied" in text(browsing.member(cast.carla), "referrals")


# --- what it costs --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["hand_over", "request"])
def test_a_question_that_was_offered_often_costs_the_same(
    name: str, cast: Cast, queries: Callable[[], AbstractContextManager[Questions]]
) -> None:
    referral_id = referring.offered(cast)
    where = reverse(name, args=[sent(referral_id).pk])
    client = browsing.member(cast.anna)
    client.get(where)
    with queries() as few:
        client.get(where)
    for n in range(4):
        last = Referral.objects.filter(status="requested").get()
        referrals.withdraw(actor=cast.anna, now=NOW, referral_id=last.pk)
        hand_over.offer(
            actor=cast.anna,
            now=NOW,
            request_id=sent(referral_id).pk,
            offered=hand_over.Offered(
                referring.AGREED, summary=str(n), to_organisation_id=cast.zuid_id
            ),
        )
    with queries() as many:
        client.get(where)
    assert len(few) == len(many) <= 25, (few, many)
