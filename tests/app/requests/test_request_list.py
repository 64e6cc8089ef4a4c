"""The list of requests is searched by whatever somebody has at hand."""

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.core.requests.intake import ForWhom, Knows
from loopplank.store.models import AccessRecord
from loopplank.web.kit import clock

pytestmark = pytest.mark.both_engines


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def found(cast: Cast, typed: str) -> str:
    client = browsing.member(cast.anna)
    return str(browsing.search(client, reverse("requests"), typed).content.decode())


@pytest.mark.parametrize(
    "typed",
    [
        "1013 AB",
        "1013ab",
        "de wit 1013 AB",
        "Mevrouw De Wit",
        "06 12 34 56 78",
        "06-12345678",
        "+31 6 12345678",
        "34 56 78",
        "wit 0612345678",
        "06 87 65 43 21",
    ],
)
def test_by_postcode_and_telephone_number_however_grouped(cast: Cast, typed: str) -> None:
    cast.request(
        for_whom=ForWhom.FAMILY,
        knows=Knows.YES,
        applicant_name="Dochter",
        applicant_phone="0687654321",
    )
    cast.request(last_name="Anders", postcode="1013 AC", phone="0698765432")
    text = found(cast, typed)
    assert "Mevrouw De Wit (83)" in text
    assert "Mevrouw Anders" not in text


def test_two_letters_after_four_digits_may_be_a_name(cast: Cast) -> None:
    cast.request()
    assert "Mevrouw De Wit (83)" in found(cast, "1013 de wit")


def test_nothing_found_points_to_the_volunteers_and_back(cast: Cast) -> None:
    cast.volunteer("Ria Loopt")
    text = found(cast, "ria loopt")
    assert "Zoek ‘ria loopt’ bij vrijwilligers" in text
    there, back = reverse("volunteers"), reverse("requests")
    assert f'action="{there}"' in text
    assert 'name="zoek" value="ria loopt"' in text
    client = browsing.member(cast.anna)
    assert "Ria Loopt" in browsing.search(client, there, "ria loopt").content.decode()
    cast.request()
    nobody = browsing.search(client, there, "de wit").content.decode()
    assert f'action="{back}"' in nobody
    assert 'name="zoek" value="de wit"' in nobody


def test_a_number_of_another_organisation_is_not_found(cast: Cast) -> None:
    cast.request(of=cast.carla)
    assert "De Wit (83)" not in found(cast, "0612345678")


@pytest.mark.both_engines
@pytest.mark.parametrize("typed", ["De Wit", "1013", "2611-00"])
def test_the_list_is_searched_by_name_postcode_and_number(cast: Cast, typed: str) -> None:
    cast.request()
    cast.request(last_name="Anders", postcode="1099 ZZ")
    text = found(cast, typed)
    assert "Mevrouw De Wit (83)" in text
    assert ("Mevrouw Anders" in text) == (typed == "2611-00")


def test_the_list_as_a_file_is_safe_for_a_spreadsheet(cast: Cast) -> None:
    cast.request(last_name="=HYPERLINK(1)", salutation="", first_name="")
    response = browsing.member(cast.anna).get(reverse("requests_csv"))
    text = response.content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert AccessRecord.objects.filter(page="requests_csv", purpose="export").exists()
