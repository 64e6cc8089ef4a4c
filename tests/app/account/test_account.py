"""The own account: details, as whom somebody works, and Dutch or English."""

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.joining import join

from loopplank.actions.organisations import colleagues
from loopplank.core.account.roles import Role
from loopplank.store.models import AccessRecord, Account, Event

COOKIE = "loopplank_language"


@pytest.mark.both_engines
def test_a_link_switches_and_leads_back(cast: Cast) -> None:
    client = browsing.visitor()
    response = client.get("/taal/?to=en&next=/hulp/waterstad/%3Fzoek%3Dx")
    assert (response.status_code, response["Location"]) == (302, "/hulp/waterstad/?zoek=x")
    assert response.cookies[COOKIE].value == "en"
    page = client.get("/hulp/waterstad/").content.decode()
    assert '<html lang="en"' in page
    assert 'href="/taal/?to=nl&amp;next=%2Fhulp%2Fwaterstad%2F" lang="nl">Nederlands' in page
    assert client.post("/taal/", {"to": "nl", "next": "/hulp/waterstad/"}).status_code == 302
    assert '<html lang="nl"' in client.get("/hulp/waterstad/").content.decode()


@pytest.mark.parametrize(
    "away",
    [
        "https://example.com/",
        "//example.com/",
        "/\\example.com",
        "javascript:alert(1)",
        "http:example.com",
        "hulp/",
        "",
        "\t//example.com",
    ],
)
@pytest.mark.parametrize("how", ["get", "post"])
def test_it_never_leads_away(cast: Cast, away: str, how: str) -> None:
    response = getattr(browsing.visitor(), how)("/taal/", {"to": "en", "next": away})
    assert response["Location"] == "/"


def test_another_language_changes_nothing(cast: Cast) -> None:
    response = browsing.visitor().get("/taal/?to=xx&next=/hulp/waterstad/")
    assert response["Location"] == "/hulp/waterstad/"
    assert COOKIE not in response.cookies


def test_the_account_page_shows_and_changes_ones_own_details(cast: Cast) -> None:
    client = browsing.member(cast.anna)
    text = client.get(reverse("account")).content.decode()
    assert "anna@example.nl" in text
    assert "nog niet" in text  # the second step
    record = AccessRecord.objects.get(page="account")
    assert record.subjects.get().subject_id == cast.anna.account_id
    response = client.post(
        reverse("account"),
        {"name": "Anna de Prins", "phone": "06-12345678", "language": "en", "digest": "on"},
    )
    assert response["Location"] == reverse("account")
    assert response.cookies["loopplank_language"].value == "en"
    account = Account.objects.get(pk=cast.anna.account_id)
    assert (account.name, account.phone, account.language) == ("Anna de Prins", "0612345678", "en")
    data = Event.objects.get(type="account.described").data
    assert data == {"columns": ["name", "phone", "language", "shortcuts"]}


def test_a_mistake_on_the_account_page_keeps_what_was_typed(cast: Cast) -> None:
    response = browsing.member(cast.anna).post(
        reverse("account"), {"name": "Anna Nieuw", "phone": "12", "language": "nl"}
    )
    text = response.content.decode()
    assert response.status_code == 422
    assert 'value="Anna Nieuw"' in text
    assert 'value="12"' in text
    assert "Dit telefoonnummer klopt niet." in text


def test_somebody_with_two_roles_chooses_one(cast: Cast) -> None:
    second = join(
        now=NOW,
        organisation_id=cast.noord_id,
        person=colleagues.Person("Anna Prins", "anna@example.nl"),
        role=Role.BOARD,
    )
    client = browsing.member(cast.anna)
    text = client.get(reverse("choose_membership")).content.decode()
    assert "Werk als bestuurslid bij Noord" in text
    assert client.get(reverse("messages")).status_code == 200
    response = client.post(reverse("choose_membership"), {"membership": str(second)})
    assert response["Location"] == reverse("today")
    assert client.get(reverse("messages")).status_code == 404


def test_nobody_acts_in_a_membership_of_somebody_else(cast: Cast) -> None:
    client = browsing.member(cast.anna)
    response = client.post(reverse("choose_membership"), {"membership": str(cast.carla.id)})
    assert response.status_code == 404
    assert "Noord" in client.get(reverse("account")).content.decode()
