"""Offering a question to another party: whom, what is shared, the yes, and a look first."""

from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing, referring
from tests.app.cast import NOW, TODAY, Cast

from loopplank.actions.organisations import organisations
from loopplank.actions.referrals import referrals
from loopplank.core.referrals.consent import TRAVELS
from loopplank.core.referrals.states import Answer, Why
from loopplank.store.models import Message, Offer, Party, Referral, Request
from loopplank.web.kit import clock

YES = {
    "said_yes": "yes",
    "given_on": TODAY.isoformat(),
    "channel": "phone",
    "given_by": "self",
}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def where(request_id: UUID) -> str:
    return reverse("hand_over", args=[request_id])


def read(cast: Cast, request_id: UUID) -> str:
    response = browsing.member(cast.anna).get(where(request_id))
    assert response.status_code == 200
    return response.content.decode()


def test_it_begins_on_the_page_of_the_request(cast: Cast) -> None:
    request_id = cast.ready()
    page = browsing.member(cast.anna).get(reverse("request", args=[request_id]))
    assert where(request_id) in page.content.decode()
    running = cast.web_request()
    page = browsing.member(cast.anna).get(reverse("request", args=[running]))
    assert where(running) not in page.content.decode()


def test_the_room_of_what_fits_stands_at_each_choice(cast: Cast) -> None:
    for kind, name, space in (
        ("shopping", "Boodschappenhulp", "waiting"),
        ("vigil", "Waken", "room"),
    ):
        organisations.save_offer(
            actor=cast.carla, now=NOW, text=organisations.OfferText(kind, name, "Samen.")
        )
        Offer.objects.filter(name=name).update(space=space, space_words="6 weken")
    page = read(cast, cast.ready())
    assert "Boodschappenhulp: er is een wachtlijst, 6 weken" in page
    assert "Waken:" not in page
    assert "Wijkteam Oost" in page
    assert 'value="outside"' in page
    assert str(cast.noord_id) not in page


def test_the_exact_text_stands_there_to_read_aloud(cast: Cast) -> None:
    page = read(cast, cast.ready())
    assert "Mogen wij uw vraag aan hen geven?" in page
    assert "Dit is versie 1 van de tekst." in page
    assert "Je blijft eigenaar tot de ander ja zegt." in page


def test_the_first_press_shows_what_both_will_read_and_sends_nothing(cast: Cast) -> None:
    request_id = cast.ready()
    given = {**YES, "to": str(cast.zuid_id), "shares": ["age_band"], "summary": "Naar de winkel."}
    anna = browsing.member(cast.anna)
    page = anna.post(where(request_id), given).content.decode()
    sees = page[page.index("Dit ziet Zuid") : page.index("Dit krijgt mevrouw De Wit te lezen")]
    assert "75 tot 85" in sees
    assert "Naar de winkel." in sees
    assert "1013" not in sees
    assert "De Wit" not in sees
    assert "Wij vroegen Zuid om te helpen." in page
    assert "Uiterlijk dinsdag 1 december" in page
    assert not Referral.objects.exists()
    response = anna.post(where(request_id), {**given, "sure": "1"})
    assert response.status_code == 302
    row = Referral.objects.get()
    assert set(row.shared) - set(TRAVELS) == {"kinds", "duration", "age_band", "summary"}
    assert Request.objects.get(pk=request_id).state == "handover"
    message = Message.objects.get(template="offered_elsewhere")
    assert message.params["day"] == "2026-12-01"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"to": ""}, "Kies aan wie je dit vraagt."),
        ({"said_yes": "no"}, "Zonder ja van de persoon delen wij niets."),
        ({"to": "outside"}, "Vul de naam in van wie je dit vraagt."),
        ({"to": "outside", "name": "Kim"}, "Vul een e-mailadres of een telefoonnummer in."),
        ({"given_by": "representative"}, "Vul de naam in van wie ja zei."),
    ],
)
def test_a_mistake_keeps_everything(given: dict[str, str], sentence: str, cast: Cast) -> None:
    form = {**YES, "to": str(cast.zuid_id), "stays": "Ria blijft komen.", "sure": "1", **given}
    response = browsing.member(cast.anna).post(where(cast.ready()), form)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "Ria blijft komen." in response.content.decode()
    assert not Referral.objects.exists()


def test_somebody_outside_gets_a_link_of_their_own(cast: Cast) -> None:
    given = {
        **YES,
        "to": "outside",
        "name": "Kim Kaya",
        "works_at": "Huisartsenpraktijk Oost",
        "kind": "gp",
        "email": "kaya@praktijk.example",
        "phone": "020 555 01 77",
        "sure": "1",
    }
    anna = browsing.member(cast.anna)
    assert anna.post(where(cast.ready()), given).status_code == 302
    assert Party.objects.get().email == "kaya@praktijk.example"
    message = Message.objects.get(template="referral_offered")
    assert message.link is not None
    assert Referral.objects.get().track == "formal"


def test_who_said_no_to_this_stands_there_with_the_reason_and_cannot_be_chosen(
    cast: Cast,
) -> None:
    referral_id = referring.offered(cast)
    request_id = Request.objects.get(referrals=referral_id).pk
    said = referrals.Said(Answer.NO, why=Why.NO_PLACE)
    referrals.answer(actor=cast.carla, now=NOW, referral_id=referral_id, said=said)
    page = read(cast, request_id)
    assert "zij zeiden nee op deze zelfde vraag" in page
    assert "zij hebben geen plek" in page
    assert str(cast.zuid_id) not in page
    form = {**YES, "to": str(cast.zuid_id), "sure": "1"}
    response = browsing.member(cast.anna).post(where(request_id), form)
    assert response.status_code == 422
    assert Referral.objects.count() == 1


def test_what_cannot_be_offered_now_says_so(cast: Cast) -> None:
    request_id = Request.objects.get(referrals=referring.offered(cast)).pk
    form = {**YES, "to": str(cast.wijkteam_id), "sure": "1"}
    response = browsing.member(cast.anna).post(where(request_id), form)
    assert response.status_code == 409
    assert "Vernieuw de pagina." in response.content.decode()


def test_a_citizen_service_number_is_refused_with_the_reason(cast: Cast) -> None:
    form = {**YES, "to": str(cast.zuid_id), "summary": "BSN 123456782", "sure": "1"}
    response = browsing.member(cast.anna).post(where(cast.ready()), form)
    assert response.status_code == 409
    assert "op een BSN lijkt" in response.content.decode()
