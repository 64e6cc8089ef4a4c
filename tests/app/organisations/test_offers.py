"""What an organisation offers, what it does not, and whether there is room."""

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.actions.organisations import organisations
from loopplank.core.triage import Answer
from loopplank.store.models import Assessment, Offer
from loopplank.web.kit import clock

TYPED = {
    "kind": "shopping",
    "name": "Boodschappen",
    "does": "Samen naar de winkel, of voor u.",
    "does_not": "Een pinpas meenemen.",
    "space": "waiting",
    "space_words": "wachten duurt 6 tot 10 weken",
    "covers": ["C4"],
    "conditions": "De vrijwilliger had scholing.\n\n  Er is  een vast contact. ",
    "active": "on",
}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def test_an_offer_is_added_shown_and_changed(cast: Cast) -> None:
    client = browsing.member(cast.anna)
    assert client.post(reverse("new_offer"), TYPED)["Location"] == reverse("offers")
    row = Offer.objects.get(organisation_id=cast.noord_id)
    assert row.conditions == ["De vrijwilliger had scholing.", "Er is een vast contact."]
    assert row.covers == ["C4"]
    text = client.get(reverse("offers")).content.decode()
    assert "wachten duurt 6 tot 10 weken" in text
    assert "Niet: een pinpas meenemen." in text
    client.post(reverse("offer", args=[row.pk]), {**TYPED, "active": "", "space": "room"})
    row.refresh_from_db()
    assert (row.active, row.space) == (False, "room")
    assert "staat uit" in client.get(reverse("offers")).content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("kind", "", "Kies een soort hulp."),
        ("does", "", "Vul in wat jullie wel doen."),
        ("space_words", "", "Schrijf op hoe lang het duurt"),
        ("conditions", "zin\n" * 7, "Hooguit zes voorwaarden"),
    ],
)
def test_a_mistake_keeps_what_was_typed(cast: Cast, field: str, typed: str, sentence: str) -> None:
    response = browsing.member(cast.anna).post(reverse("new_offer"), {**TYPED, field: typed})
    text = response.content.decode()
    assert response.status_code == 422
    assert sentence in text
    assert 'value="Boodschappen"' in text
    assert not Offer.objects.filter(organisation_id=cast.noord_id).exists()


def test_an_offer_of_another_organisation_does_not_exist(cast: Cast) -> None:
    browsing.member(cast.anna).post(reverse("new_offer"), TYPED)
    row = Offer.objects.get(organisation_id=cast.noord_id)
    client = browsing.member(cast.dirk)
    assert client.get(reverse("offer", args=[row.pk])).status_code == 404
    assert client.post(reverse("offer", args=[row.pk]), TYPED).status_code == 404
    assert "Boodschappen" not in client.get(reverse("offers")).content.decode()


def test_what_trained_people_cover_reaches_the_advice(cast: Cast) -> None:
    """C4 asks for a professional beside the volunteer, unless our own trained people cover it."""

    def route() -> str:
        assessment_id = cast.assess(cast.request(kinds=("shopping",)), C4=Answer.YES)
        return Assessment.objects.get(pk=assessment_id).route

    before = route()
    browsing.member(cast.anna).post(reverse("new_offer"), TYPED)
    assert (before, route()) == ("combination", "volunteer")
    row = Offer.objects.get(organisation_id=cast.noord_id)
    organisations.save_offer(
        actor=cast.anna,
        now=NOW,
        offer_id=row.pk,
        text=organisations.OfferText(
            "shopping", "Boodschappen", "Ja.", covers=("C4",), active=False
        ),
    )
    assert route() == "combination"
