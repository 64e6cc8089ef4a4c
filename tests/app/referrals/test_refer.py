"""Verwijs iemand (V1) and Mijn verwijzingen (V2): a professional with an account."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing, referring
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.account.actors import SYSTEM
from loopplank.actions.organisations import organisations
from loopplank.actions.referrals import clocks, referrals
from loopplank.core.kit.calendar import deadline
from loopplank.core.referrals.states import Answer, Why
from loopplank.store.models import Account, Offer, Referral, ReferredPerson, Request
from loopplank.web.account import adapter
from loopplank.web.kit import clock

FORM = {
    "kinds": ["paperwork"],
    "duration": "months",
    "summary": "Man van 56, veel post.",
    "said_yes": "yes",
    "given_on": TODAY.isoformat(),
    "channel": "visit",
    "given_by": "self",
    "stays": "Gesprek elke twee weken.",
    "contact_name": "Ella Wijkteam",
    "contact_phone": "020 555 01 66",
    "fallback_name": "Kim van de balie",
    "fallback_phone": "020 555 01 67",
    "last_name": "Postma",
    "person_phone": "06 12 34 00 00",
    "postcode": "1013 AC",
    "birth_year": "1970",
    "safety_animals": "no",
    "safety_aggression": "unknown",
    "safety_smoking": "yes",
}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def sent(cast: Cast, **given: object) -> object:
    form = {**FORM, "to": str(cast.noord_id), "submission": "s1", **given}
    return browsing.member(cast.ella).post(reverse("refer_in"), form)


def page_of(cast: Cast, name: str, *args: object) -> str:
    response = browsing.member(cast.ella).get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


# --- the form -------------------------------------------------------------------------------------


def test_room_is_visible_before_anybody_refers(cast: Cast) -> None:
    organisations.save_offer(
        actor=cast.anna,
        now=NOW,
        text=organisations.OfferText("shopping", "Boodschappen", "Samen met u.", "Geen pinpas."),
    )
    Offer.objects.update(space="full", space_words="tot 15 januari")
    page = page_of(cast, "refer_in")
    assert "Boodschappen: nu vol, tot 15 januari" in page
    assert "Neemt nu niemand aan." in page
    assert "Geen pinpas." in page


def test_it_is_sent_and_stays_with_whoever_sent_it(cast: Cast) -> None:
    response = sent(cast)
    row = Referral.objects.get()
    assert response.status_code == 302  # type: ignore[attr-defined]
    assert (row.status, row.fallback_name, row.safety["smoking"]) == (
        "requested",
        "Kim van de balie",
        "yes",
    )
    assert ReferredPerson.objects.get().phone == "0612340000"
    page = page_of(cast, "own_referral", row.pk)
    assert "U blijft verantwoordelijk tot Noord ja zegt." in page
    assert "U krijgt uiterlijk dinsdag 1 december antwoord." in page


def test_pressed_again_it_is_still_one(cast: Cast) -> None:
    for _press in range(2):
        assert sent(cast).status_code == 302  # type: ignore[attr-defined]
    assert Referral.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"said_yes": "no"}, "Zonder ja van de persoon delen wij niets."),
        ({"said_yes": ""}, "Zonder ja van de persoon delen wij niets."),
        ({"given_on": ""}, "Vul de dag in waarop de persoon ja zei."),
        ({"given_on": "2026-12-24"}, "Deze dag is nog niet geweest."),
        ({"given_by": "representative"}, "Vul de naam in van wie ja zei."),
        ({"hard_checks": ["washing"]}, "Toch verwijzen? Schrijf op waarom."),
        ({"contact_name": ""}, "Vul in wie bij u aanspreekpunt blijft."),
        ({"fallback_phone": "12"}, "Dit telefoonnummer klopt niet."),
        ({"summary": "Zijn nummer is 123456782."}, "op een BSN lijkt"),
        ({"safety_animals": ""}, "Kies ja, nee of weet ik niet."),
        ({"to": ""}, "Kies een organisatie."),
        ({"to": "00000000-0000-4000-8000-000000000000"}, "Kies een organisatie."),
    ],
)
def test_a_mistake_gets_a_sentence_and_nothing_typed_is_lost(
    given: dict[str, object], sentence: str, cast: Cast
) -> None:
    response = sent(cast, **given)
    page = response.content.decode()  # type: ignore[attr-defined]
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert sentence in page
    assert "Postma" in page
    assert "Gesprek elke twee weken." in page
    assert 'name="submission" value="s1"' in page
    assert not Referral.objects.exists()


def test_what_does_not_belong_with_volunteers_goes_with_a_reason(cast: Cast) -> None:
    sent(cast, hard_checks=["washing", "lifting"], sent_despite="De thuiszorg doet dat.")
    page = (
        browsing.member(cast.anna)
        .get(reverse("referral", args=[Referral.objects.get().pk]))
        .content.decode()
    )
    assert "De thuiszorg doet dat." in page
    assert "tillen of steunen bij lopen" in page
    assert "Kim van de balie" in page
    assert not [m for m in ("Postma", "06 12 34 00 00", "1013 AC") if m in page]


def test_when_nobody_can_receive_it_the_form_says_whom_to_call(cast: Cast) -> None:
    from loopplank.store.models import Membership

    there = Membership.objects.filter(organisation_id=cast.noord_id)
    Account.objects.filter(memberships__in=there).update(is_active=False)
    response = sent(cast)
    assert response.status_code == 409  # type: ignore[attr-defined]
    assert "Bij Noord kan nu niemand dit ontvangen." in response.content.decode()  # type: ignore[attr-defined]
    assert "Postma" in response.content.decode()  # type: ignore[attr-defined]


def test_a_no_to_the_same_facts_stops_the_next_try_with_its_reason(cast: Cast) -> None:
    sent(cast)
    said = referrals.Said(Answer.NO, why=Why.NO_PLACE)
    referrals.answer(actor=cast.anna, now=NOW, referral_id=Referral.objects.get().pk, said=said)
    response = sent(cast, submission="s2")
    assert response.status_code == 409  # type: ignore[attr-defined]
    assert "zij hebben geen plek" in response.content.decode()  # type: ignore[attr-defined]


# --- the list -------------------------------------------------------------------------------------


def test_a_professional_begins_at_their_referrals(cast: Cast) -> None:
    assert adapter.page_of(cast.ella.role) == reverse("own_referrals")
    page = page_of(cast, "own_referrals")
    assert "U heeft nog niemand verwezen." in page
    assert reverse("refer_in") in page


def group(page: str, id_: str) -> str:
    """One heading of the list with its rows, or nothing when it is not there."""
    start = page.find(f'aria-labelledby="{id_}"')
    return page[start : page.index("</section>", start)] if start >= 0 else ""


def test_the_groups_say_where_each_lies(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = UUID(str(referring.referred_in(cast)))
    asked = referring.offered(cast, to=cast.wijkteam_id)
    page = page_of(cast, "own_referrals")
    assert "De heer Postma" in group(page, "with-you")
    assert "uiterlijk dinsdag 1 december" in group(page, "with-you")
    assert "Boodschappen en gezelschap" in group(page, "asked")
    referrals.answer(
        actor=cast.anna,
        now=NOW,
        referral_id=mine,
        said=referrals.Said(Answer.YES, owner_id=cast.henk.id, first_contact_by=TODAY),
    )
    page = page_of(cast, "own_referrals")
    assert "Eigenaar is Henk Achterwacht." in group(page, "with-them")
    browsing.member(cast.ella).post(
        reverse("referral_answer", args=[asked, "ja"]),
        {
            "taken_by": "Ella Wijkteam",
            "taken_by_phone": "020 555 01 66",
            "first_contact_by": TODAY.isoformat(),
        },
    )
    page = page_of(cast, "own_referrals")
    assert "Mevrouw De Wit" in group(page, "with-you")
    assert "06 12 34 56 78" in page_of(cast, "own_referral", asked)
    browsing.member(cast.ella).post(
        reverse("referral_give_back", args=[asked]), {"why": "could_not_help"}
    )
    assert "teruggegeven" in group(page_of(cast, "own_referrals"), "done").lower()
    assert Request.objects.get(referrals=asked).state == "talking"
    assert "De Wit" not in page_of(cast, "own_referrals")


def test_a_no_stays_with_you_with_its_reason_and_ends_later(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    referral_id = referring.referred_in(cast)
    referrals.answer(
        actor=cast.anna,
        now=NOW,
        referral_id=referral_id,
        said=referrals.Said(Answer.NO, why=Why.FOR_PROFESSIONAL),
    )
    page = page_of(cast, "own_referrals")
    assert "dit is werk voor een beroepskracht" in group(page, "with-you")
    assert "Bel Noord" in group(page, "with-you")
    assert "Wij nemen deze vraag niet over." in page_of(cast, "own_referral", referral_id)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=31))
    page = page_of(cast, "own_referrals")
    assert "werk voor een beroepskracht" in group(page, "done")
    assert "werk voor een beroepskracht" not in group(page, "with-you")


def test_silence_is_our_fault_and_the_number_stands_on_top(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    referral_id = referring.referred_in(cast)
    late = deadline(TODAY + timedelta(days=7))
    clocks.lapse(actor=SYSTEM, now=late, referral_id=referral_id)
    monkeypatch.setattr(clock, "now", lambda: late)
    page = page_of(cast, "own_referral", referral_id)
    assert "Wij gaven u nog geen antwoord." in page
    assert "Dat is onze fout." in page
    assert "020 555 01 42" in page


def test_the_table_lists_nothing_of_another_organisation(cast: Cast) -> None:
    referring.offered(cast)
    referring.referred_in(cast)
    carla = browsing.member(cast.carla)
    assert carla.get(reverse("own_referrals")).status_code == 404
    assert "Postma" not in carla.get(reverse("referrals")).content.decode()
