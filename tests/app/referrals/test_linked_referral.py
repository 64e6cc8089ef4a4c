"""Without an account: a link to one referral, opened with a code to one's own address."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.app import browsing, referring
from tests.app.cast import NOW, TODAY, Cast
from tests.app.referrals.test_refer import FORM

from loopplank.access.account import links
from loopplank.access.account.actors import SYSTEM, Actor
from loopplank.actions.organisations import organisations
from loopplank.actions.referrals import clocks, party_codes, referrals
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import deadline
from loopplank.core.referrals.states import Answer, Why
from loopplank.store.models import (
    AccessRecord,
    Event,
    Link,
    Message,
    OneTimeCode,
    Party,
    Referral,
    Request,
)
from loopplank.web.account import status_cookie
from loopplank.web.kit import clock

START = reverse("refer_start", args=["waterstad"])
OWN = reverse("linked_referral")
WHO = {
    "name": "Kim Kaya",
    "works_at": "Huisartsenpraktijk Oost",
    "kind": "gp",
    "phone": "020 555 01 77",
    "email": "kaya@praktijk.example",
}
PERSON = ("De Wit", "Truus", "06 12 34 56 78", "1013 AB", "Ik zie de hele week")


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    settings.SENDS_MAIL = True


def begun(cast: Cast) -> Client:
    """Somebody who filled in who they are and whom they ask."""
    client = browsing.visitor()
    response = client.post(START, {**WHO, "to": str(cast.noord_id)})
    assert response.status_code == 302, response.content.decode()
    return client


def digits() -> str:
    return referring.digits_for(Actor(Role.PARTY, id=Referral.objects.latest("made_at").pk))


def own(client: Client) -> str:
    response = client.get(OWN)
    assert response.status_code == 200
    return response.content.decode()


# --- beginning ------------------------------------------------------------------------------------


def test_the_front_page_leads_there(cast: Cast) -> None:
    page = browsing.visitor().get(reverse("start", args=["waterstad"])).content.decode()
    assert f'href="{START}"' in page
    assert "Ik werk in zorg of welzijn" in page


def test_only_volunteers_can_be_chosen_and_mistakes_keep_what_was_typed(cast: Cast) -> None:
    page = browsing.visitor().get(START).content.decode()
    assert str(cast.zuid_id) in page
    assert str(cast.wijkteam_id) not in page
    response = browsing.visitor().post(START, {**WHO, "email": "kaya"})
    text = response.content.decode()
    assert response.status_code == 422
    assert "Dit e-mailadres klopt niet." in text
    assert "Kies een organisatie." in text
    assert "Huisartsenpraktijk Oost" in text
    assert not Party.objects.exists()


def test_what_volunteers_do_not_do_is_a_list_per_organisation(cast: Cast) -> None:
    for kind, name, not_this in (
        ("shopping", "Boodschappen", "Geen pinpas."),
        ("walking", "Wandelen", "Niet met een rolstoel."),
    ):
        text = organisations.OfferText(kind, name, "Samen met u.", not_this)
        organisations.save_offer(actor=cast.anna, now=NOW, text=text)
    page = browsing.visitor().get(START).content.decode()
    assert "<b>Noord</b>" in page
    assert "<li>Boodschappen: Geen pinpas.</li>" in page
    assert "<li>Wandelen: Niet met een rolstoel.</li>" in page
    assert ".;" not in page


def test_the_code_goes_to_the_address_and_a_part_of_it_is_shown(cast: Cast) -> None:
    client = begun(cast)
    page = own(client)
    assert "Wij stuurden een code naar k…@praktijk.example." in page
    assert digits() not in page
    message = Message.objects.get(template="code")
    assert digits() not in str(message.params)
    leaving = {"lijst": "vanzelf"}
    shown = browsing.member(cast.anna).get(reverse("messages"), leaving).content.decode()
    assert f"Uw code is {digits()}." in shown


def test_a_wrong_code_says_how_often_it_can_be_tried(cast: Cast) -> None:
    client = begun(cast)
    response = client.post(reverse("linked_code"), {"code": "12"})
    assert "Vul de zes cijfers in" in response.content.decode()
    for left in (4, 3, 2, 1):
        response = client.post(reverse("linked_code"), {"code": "000000"})
        assert f"nog {left} keer proberen" in response.content.decode()
    response = client.post(reverse("linked_code"), {"code": "000000"})
    assert "Deze code werkt niet meer." in response.content.decode()
    assert client.post(reverse("linked_code"), {"code": digits()}).status_code == 422
    client.post(reverse("linked_new_code"))
    fresh = digits()
    assert (
        client.post(reverse("linked_code"), {"code": f"{fresh[:3]} {fresh[3:]}"}).status_code == 302
    )


def test_without_the_code_no_step_does_anything(cast: Cast) -> None:
    """Whoever has the link alone, and whatever they send."""
    referral_id = referring.to_practice(cast)
    client = browsing.by_link(links.REFERRAL, referral_id)
    before = Event.objects.count()
    for step, parts in (
        ("answer", ["ja"]),
        ("answer", ["nee"]),
        ("acknowledge", []),
        ("begin", []),
        ("hold", []),
        ("report", []),
        ("give_back", []),
        ("withdraw", []),
        ("withdraw_consent", []),
        ("mistake", []),
    ):
        where = reverse(f"linked_{step}", args=parts)
        response = client.post(where, {"why": "no_place", "outcome": "helped"})
        assert (response.status_code, response["Location"]) == (302, OWN), step
    page = own(client)
    assert "Stuur mij een code" in page
    assert "Samen naar de winkel." not in page
    assert client.post(OWN, FORM).status_code == 422
    assert Event.objects.count() == before
    assert Referral.objects.get().status == "requested"


def test_opening_the_page_changes_nothing(cast: Cast) -> None:
    referral_id = referring.to_practice(cast)
    link = Link.objects.get(purpose=links.REFERRAL, subject_id=referral_id)
    before = (Event.objects.count(), OneTimeCode.objects.count(), Message.objects.count())
    client = browsing.visitor()
    response = client.get(f"/l/{links.token_of(link.pk, link.generation)}")
    assert response["Location"] == OWN
    own(client)
    after = (Event.objects.count(), OneTimeCode.objects.count(), Message.objects.count())
    assert after == before


def test_the_mark_of_a_status_link_opens_no_referral(cast: Cast) -> None:
    """One browser with both kinds of links: each asks for its own proof."""
    referral_id = referring.to_practice(cast)
    client = browsing.party(referral_id)
    mark = client.cookies[status_cookie.NAMES[links.REFERRAL]].value
    other = browsing.by_link(links.REFERRAL, referral_id)
    other.cookies[status_cookie.NAMES[links.STATUS]] = mark
    assert "Stuur mij een code" in own(other)
    assert "Samen naar de winkel." in own(client)


def test_an_old_a_renewed_and_a_dropped_link_say_so_kindly(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = begun(cast)
    row = Referral.objects.get()
    link = Link.objects.get(purpose=links.REFERRAL)
    address = f"/l/{links.token_of(link.pk, link.generation)}"
    party_codes.drop_draft(actor=SYSTEM, now=NOW + timedelta(days=1), referral_id=row.pk)
    assert client.get(OWN).status_code == 403
    gone = client.get(address)
    assert gone.status_code == 404
    assert "Deze link werkt niet meer" in gone.content.decode()
    referral_id = referring.to_practice(cast)
    referrals.withdraw(actor=cast.anna, now=NOW, referral_id=referral_id)
    link = Link.objects.get(purpose=links.REFERRAL, subject_id=referral_id)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=40))
    old = client.get(f"/l/{links.token_of(link.pk, link.generation)}")
    assert old.status_code == 410
    assert "020 555 01 42" in old.content.decode()


# --- referring in ---------------------------------------------------------------------------------


def sent_in(cast: Cast, **given: object) -> Client:
    client = begun(cast)
    client.post(reverse("linked_code"), {"code": digits()})
    response = client.post(OWN, {**FORM, **given})
    assert response.status_code == 302, response.content.decode()
    return client


def test_after_the_code_the_form_is_there_and_nothing_typed_is_lost(cast: Cast) -> None:
    client = begun(cast)
    client.post(reverse("linked_code"), {"code": digits()})
    page = own(client)
    assert "U blijft verantwoordelijk tot Noord ja zegt." in page
    assert "Kim Kaya" in page
    response = client.post(OWN, {**FORM, "said_yes": "no"})
    assert response.status_code == 422
    assert "Gesprek elke twee weken." in response.content.decode()
    assert Referral.objects.get().status == "draft"


def test_sent_twice_is_one_and_then_the_page_tells_how_it_stands(cast: Cast) -> None:
    client = sent_in(cast)
    assert client.post(OWN, FORM).status_code == 302
    assert Referral.objects.count() == 1
    page = own(client)
    assert "U blijft verantwoordelijk tot Noord ja zegt." in page
    assert "U krijgt uiterlijk dinsdag 1 december antwoord." in page
    assert "Postma" not in page


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        (Why.FOR_PROFESSIONAL, "De reden: dit is werk voor een beroepskracht."),
        (Why.NO_PLACE, "De reden: wij hebben geen plek."),
    ],
)
def test_a_no_is_said_first_with_its_reason(why: Why, sentence: str, cast: Cast) -> None:
    client = sent_in(cast)
    said = referrals.Said(Answer.NO, why=why, words="Probeer de sociaal raadslieden.")
    row = Referral.objects.get()
    referrals.answer(actor=cast.anna, now=NOW, referral_id=row.pk, said=said)
    page = own(client)
    assert page.index("Wij nemen deze vraag niet over.") < page.index(sentence)
    assert "Wij denken graag met u mee." in page
    assert "Probeer de sociaal raadslieden." in page


def test_a_yes_and_what_came_of_it(cast: Cast) -> None:
    client = sent_in(cast)
    row = Referral.objects.get()
    said = referrals.Said(Answer.YES, owner_id=cast.henk.id, first_contact_by=TODAY)
    referrals.answer(actor=cast.anna, now=NOW, referral_id=row.pk, said=said)
    page = own(client)
    assert "Wij nemen de vraag over." in page
    assert "Vanaf nu is Henk Achterwacht eigenaar." in page
    referrals.report(actor=cast.anna, now=NOW, referral_id=row.pk, outcome="helped")
    page = own(client)
    assert "De vraag van dinsdag 24 november is beantwoord." in page
    assert "De persoon is geholpen." in page


def test_silence_is_said_with_whom_to_call(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = sent_in(cast)
    late = deadline(TODAY + timedelta(days=7))
    clocks.lapse(actor=SYSTEM, now=late, referral_id=Referral.objects.get().pk)
    monkeypatch.setattr(clock, "now", lambda: late)
    page = own(client)
    assert "Dat is onze fout." in page
    assert "Bel 020 555 01 42" in page


def test_the_sender_takes_it_back(cast: Cast) -> None:
    client = sent_in(cast)
    where = reverse("linked_withdraw")
    assert client.get(where).status_code == 200
    client.post(where)
    assert Referral.objects.get().status == "cancelled"
    assert "Deze vraag is gestopt." in own(client)


# --- receiving ------------------------------------------------------------------------------------


def test_a_party_reads_what_is_shared_and_answers(cast: Cast) -> None:
    referral_id = referring.to_practice(cast)
    client = browsing.party(referral_id)
    page = own(client)
    assert "Samen naar de winkel." in page
    assert "Anna Prins" in page
    assert not [m for m in PERSON if m in page]
    record = AccessRecord.objects.latest("pk")
    assert (record.page, record.actor_role, record.actor_id) == (
        "linked_referral",
        "party",
        referral_id,
    )
    assert record.subjects.get().subject_id == sent(referral_id).help_seeker_id
    response = client.post(reverse("linked_answer", args=["ja"]), {"taken_by": "Kim Kaya"})
    assert response.status_code == 422
    assert "Kim Kaya" in response.content.decode()
    client.post(
        reverse("linked_answer", args=["ja"]),
        {
            "taken_by": "Kim Kaya",
            "taken_by_phone": "020 555 01 77",
            "first_contact_by": TODAY.isoformat(),
        },
    )
    page = own(client)
    assert "Mevrouw De Wit" in page
    assert "06 12 34 56 78" in page
    assert "1013 AB" not in page
    client.post(reverse("linked_begin"))
    client.post(reverse("linked_give_back"), {"why": "could_not_help", "words": ""})
    assert sent(referral_id).state == "talking"
    assert not [m for m in PERSON if m in own(client)]


def sent(referral_id: UUID) -> Request:
    return Request.objects.get(referrals=referral_id)


def test_a_party_reports_how_it_went(cast: Cast) -> None:
    party = referring.took_over_outside(cast)
    assert party.id
    client = browsing.party(party.id)
    client.post(reverse("linked_report"), {"outcome": "helped"})
    assert Referral.objects.get().outcome == "helped"


def test_a_party_who_is_only_known_by_telephone_is_called_with_the_code(cast: Cast) -> None:
    called = replace(referring.PRACTICE, email="")
    referral_id = referring.offered(cast, to_organisation_id=None, outsider=called)
    client = browsing.by_link(links.REFERRAL, referral_id)
    assert "op het nummer dat eindigt op 77" in own(client)
    client.post(reverse("linked_new_code"))
    assert Message.objects.get(template="code").channel == "phone"


def test_nothing_but_the_own_referral_is_there(cast: Cast) -> None:
    first = referring.to_practice(cast)
    referring.sent_from_outside(cast)
    client = browsing.party(first)
    other = Referral.objects.exclude(pk=first).get()
    for name, args in (
        ("referral", [other.pk]),
        ("own_referral", [first]),
        ("referral_answer", [other.pk, "ja"]),
        ("request", [sent(first).pk]),
        ("referrals", []),
    ):
        assert client.get(reverse(name, args=args)).status_code == 302, name
    assert "Postma" not in own(client)
    assert "veel post" not in own(client)
