"""Every list is there as a file too, and whoever takes it along is written down."""

import csv
import io

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.matching.test_candidates import of_both

from loopplank.access.account.actors import Actor
from loopplank.actions.organisations import organisations
from loopplank.core.volunteers.load import Limits
from loopplank.store.models import AccessRecord
from loopplank.web.kit import clock


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def rows(of: Actor, name: str, *parts: object, **query: str) -> list[dict[str, str]]:
    """The file as a spreadsheet reads it."""
    response = browsing.member(of).get(reverse(name, args=parts), query)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_everybody_who_could_do_it_with_why_and_why_not(cast: Cast) -> None:
    """All of them: the page shows thirty of those who do not fit."""
    for n in range(32):
        cast.volunteer(f"Volle Vera{n}", limits=Limits(0, 30, 1, 0))
    cast.volunteer("Rustige Rob", limits=Limits(270, 360, 2, 1, pause_from=NOW.date()))
    request_id = cast.ready()
    found = {row["Naam"]: row for row in rows(cast.anna, "candidates_csv", request_id)}
    assert len(found) == 34
    assert found["Bram Vrijwilliger"]["Uitkomst"] == "Past en heeft ruimte"
    assert "Kan op de gevraagde dag" in found["Bram Vrijwilliger"]["Waarom"]
    assert found["Bram Vrijwilliger"]["Na een ja"] == "Nu 0, straks 1 van 2 mensen"
    assert found["Volle Vera31"]["Uitkomst"] == "Past, geen ruimte"
    assert found["Rustige Rob"]["Waarom"] == "heeft pauze"
    record = AccessRecord.objects.filter(page="candidates_csv", purpose="export").latest("id")
    assert cast.bram_id in record.subjects.values_list("subject_id", flat=True)
    page = browsing.member(cast.anna).get(reverse("candidates", args=[request_id]))
    assert reverse("candidates_csv", args=[request_id]) in page.content.decode()


def test_the_file_hides_what_the_page_hides(cast: Cast) -> None:
    cast.asked(of_both(cast), of=cast.carla)
    found = {row["Naam"]: row for row in rows(cast.anna, "candidates_csv", cast.ready())}
    assert found["Bea Beide"]["Waarom"] == "krijgt nu even geen nieuwe vragen"


def test_the_colleagues_also_those_who_left(cast: Cast) -> None:
    found = rows(cast.gerda, "colleagues_csv")
    anna = next(row for row in found if row["Naam"] == "Anna Prins")
    assert (anna["E-mail"], anna["Werkt"], anna["Uren"]) == ("anna@example.nl", "ma, di, do", "20")
    assert anna["Sinds"] == "2026-11-24"
    assert AccessRecord.objects.filter(page="colleagues_csv", purpose="export").exists()
    assert not AccessRecord.objects.filter(page="colleagues").exists()


def test_what_is_offered(cast: Cast) -> None:
    text = organisations.OfferText("shopping", "=Boodschappen", "Samen met u.", covers=("C4",))
    organisations.save_offer(actor=cast.anna, now=NOW, text=text)
    (found,) = rows(cast.anna, "offers_csv")
    assert found["Naam"] == "'=Boodschappen", "a cell is never a formula"
    assert (found["Wel"], found["Staat aan"]) == ("Samen met u.", "ja")


@pytest.mark.parametrize("name", ["colleagues", "offers"])
def test_the_page_leads_to_its_file(cast: Cast, name: str) -> None:
    text = organisations.OfferText("shopping", "Boodschappen", "Samen met u.")
    organisations.save_offer(actor=cast.anna, now=NOW, text=text)
    page = browsing.member(cast.anna).get(reverse(name)).content.decode()
    assert reverse(f"{name}_csv") in page
