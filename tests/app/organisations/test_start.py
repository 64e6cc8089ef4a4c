"""The start page: what is offered here, how much room there is, and when there is no form."""

import re
from typing import Any

import pytest
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.questionnaire import address, text

from loopplank.access.account.actors import SYSTEM
from loopplank.actions.organisations import networks, organisations
from loopplank.store.models import Account, Membership, Network, Organisation
from loopplank.web.kit import clock

START = "/hulp/waterstad/"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def offers(cast: Cast) -> Cast:
    for actor, offer in (
        (
            cast.anna,
            organisations.OfferText(
                kind="shopping",
                name="Boodschappen",
                does="samen of voor u.",
                does_not="uw pinpas meegeven.",
            ),
        ),
        (
            cast.anna,
            organisations.OfferText(
                kind="buddy",
                name="Een maatje",
                does="wandelen, koffie.",
                space="waiting",
                space_words="wachten: 6 tot 10 weken",
            ),
        ),
        (
            cast.carla,
            organisations.OfferText(
                kind="company", name="Gezelschap", does="een praatje.", space="full"
            ),
        ),
        (
            cast.carla,
            organisations.OfferText(kind="vigil", name="Waken", does="nachten.", active=False),
        ),
    ):
        organisations.save_offer(actor=actor, now=NOW, text=offer)
    return cast


def test_the_only_network_is_the_home_page(cast: Cast) -> None:
    response = browsing.visitor().get("/")
    assert (response.status_code, response["Location"]) == (302, START)


def test_several_networks_are_a_choice(cast: Cast) -> None:
    networks.open_network(
        actor=SYSTEM,
        now=NOW,
        name="Netwerk Duindorp",
        place="Duindorp",
        phone="0705550100",
        phone_hours="",
    )
    page = text(browsing.visitor().get("/"))
    assert START in page
    assert "/hulp/duindorp/" in page
    assert "070 555 01 00" in page


@pytest.mark.commits(empty=True)
def test_without_any_network_it_says_so() -> None:
    response = browsing.visitor().get("/")
    assert response.status_code == 200
    assert "nog geen hulp vragen" in text(response)


def test_it_says_what_is_offered_what_not_and_the_room(offers: Cast) -> None:
    page = text(browsing.visitor().get(START))
    assert "Wel: samen of voor u." in page
    assert "Niet: uw pinpas meegeven." in page
    for shape, words in (
        ("load-room", "ruimte"),
        ("load-nearly", "wachten: 6 tot 10 weken"),
        ("load-full", "nu vol"),
    ):
        assert re.search(rf'#{shape}"/?>(</use>)?</svg>{words}', page), words
    assert "Waken" not in page


def test_it_says_whom_to_call_and_when(cast: Cast) -> None:
    page = text(browsing.visitor().get(START))
    assert 'href="tel:112"' in page
    assert "Bel uw huisarts." in page
    assert "020 555 01 40" in page
    assert "maandag tot en met vrijdag, 9:00 tot 16:00 uur" in page
    assert f'href="{address(1, organisation="")}"' in page


def test_the_page_of_an_organisation_holds_its_own_offers_and_form(offers: Cast) -> None:
    page = text(browsing.visitor().get("/hulp/waterstad/noord/"))
    assert "Hulp vragen bij Noord" in page
    assert "Boodschappen" in page
    assert "Gezelschap" not in page
    assert f'href="{address(1)}"' in page
    assert "020 555 01 42" in page


@pytest.mark.both_engines
@pytest.mark.parametrize(
    ("typed", "found", "hidden"),
    [
        ("boodschappen", "samen of voor u.", "wandelen, koffie."),
        ("Wandeling maken", "wandelen, koffie.", "samen of voor u."),
        ("gezelschap of een praatje", "een praatje.", "wandelen, koffie."),
    ],
)
def test_searching_by_word(offers: Cast, typed: str, found: str, hidden: str) -> None:
    page = text(browsing.search(browsing.visitor(), START, typed))
    assert found in page
    assert hidden not in page
    assert f'value="{typed}"' in page


@pytest.mark.both_engines
def test_nothing_found_still_leads_to_the_form(offers: Cast) -> None:
    page = text(browsing.search(browsing.visitor(), START, "gordijnen <b>"))
    assert "Wij vonden niets bij ‘gordijnen <b>’. Stel uw vraag toch; wij denken mee." in page
    assert f'href="{address(1, organisation="")}"' in page
    assert b"&lt;b&gt;" in browsing.search(browsing.visitor(), START, "<b>").content


def test_a_closed_form_leaves_the_phone_number_and_nothing_to_fill_in(cast: Cast) -> None:
    organisations.open_form(actor=cast.anna, now=NOW, is_open=False)
    client = browsing.visitor()
    page = text(client.get("/hulp/waterstad/noord/"))
    assert "hulp-vragen" not in page
    assert "Bel 020 555 01 42" in page
    question = client.get(address(1))
    assert question.status_code == 200
    assert "Dit formulier is nu dicht" in text(question)
    assert "<form" not in text(question)
    assert client.post(address(1), {"for_whom": "self"}).status_code == 409


@pytest.mark.parametrize("how", ["member", "account"])
def test_a_form_without_an_active_first_contact_does_not_open(cast: Cast, how: str) -> None:
    if how == "member":
        Membership.objects.filter(pk=cast.anna.id).update(active=False, ended_on=NOW.date())
    else:
        Account.objects.filter(pk=cast.anna.account_id).update(is_active=False)
    client = browsing.visitor()
    assert "hulp-vragen" not in text(client.get("/hulp/waterstad/noord/"))
    assert "hulp-vragen" not in text(client.get(START)), "Noord is the network's default"
    assert "hulp-vragen" in text(client.get("/hulp/waterstad/zuid/"))


def test_when_nobody_reads_the_form_it_says_so(cast: Cast) -> None:
    notice = "Van 21 december tot 4 januari leest niemand dit."
    organisations.describe(actor=cast.anna, now=NOW, values={"unread_notice": notice})
    client = browsing.visitor()
    for page in ("/hulp/waterstad/noord/", address(1)):
        assert notice in text(client.get(page)), page


def test_a_place_without_a_number_of_its_own_is_answered_by_the_next(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.noord_id).update(phone="", form_open=False)
    assert "020 555 01 40" in text(browsing.visitor().get("/hulp/waterstad/noord/"))
    Network.objects.filter(pk=cast.network_id).update(phone="")
    Organisation.objects.filter(pk=cast.noord_id).update(phone="0205550177")
    assert "020 555 01 77" in text(browsing.visitor().get(START))


@pytest.mark.parametrize(
    "page",
    ["/hulp/nergens/", "/hulp/waterstad/niemand/", "/hulp/waterstad/wijkteam-oost/"],
)
def test_what_is_not_there_is_not_found(cast: Cast, page: str) -> None:
    assert browsing.visitor().get(page).status_code == 404


def test_it_asks_the_database_as_much_for_many_offers_as_for_one(
    offers: Cast, queries: Any
) -> None:
    client = browsing.visitor()
    with queries() as few:
        client.get(START)
    for number in range(20):
        organisations.save_offer(
            actor=offers.anna,
            now=NOW,
            text=organisations.OfferText(kind="other", name=f"Hulp {number}", does="iets."),
        )
    with queries() as many:
        client.get(START)
    assert len(many) == len(few) <= 5, many
