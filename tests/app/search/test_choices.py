"""The lists of requests and volunteers are sorted and narrowed by codes in the address."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.conftest import Questions
from tests.app.words_in_addresses import words_in_addresses

from loopplank.core.requests.intake import day_parts
from loopplank.core.volunteers.load import Limits
from loopplank.store.models import Affiliation, PostcodeArea, Volunteer
from loopplank.store.models import Limits as LimitsRow
from loopplank.web.kit import clock

pytestmark = pytest.mark.both_engines


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def rows(cast: Cast, name: str, **choices: str) -> list[str]:
    """The first words of each row of a list, as it stands there."""
    answer = browsing.member(cast.anna).get(reverse(name), choices)
    assert not words_in_addresses(answer)
    text = answer.content.decode()
    return [
        re.sub(r"<[^>]*>", "", row)
        for row in re.findall(
            r'<a href="/(?:hulpvragen|vrijwilligers)/[0-9a-f-]{36}/">([^<]*)', text
        )
    ]


@pytest.fixture
def town(cast: Cast) -> Cast:
    for area, name in (("1013", "Rivierenwijk"), ("1099", "Het Oude Dorp")):
        PostcodeArea.objects.create(
            postcode=area, place="W", neighbourhood=name, latitude=52.0, longitude=5.0
        )
    cast.request(last_name="Bakker", kinds=("company", "transport"), day_parts=day_parts([0], []))
    cast.request(last_name="Anders", postcode="1099 ZZ", kinds=("paperwork",))
    cast.request(last_name="Cuypers", kinds=("shopping",), day_parts=day_parts([4], [2]))
    return cast


def test_requests_are_sorted_by_a_heading_and_back(town: Cast) -> None:
    names = ["Mevrouw Anders (83)", "Mevrouw Bakker (83)", "Mevrouw Cuypers (83)"]
    assert rows(town, "requests", volgorde="wie") == names
    assert rows(town, "requests", volgorde="wie", om="ja") == names[::-1]
    assert rows(town, "requests", volgorde="wijk")[-1] == names[0]
    for order in ("waarvoor", "uiterlijk", "eigenaar", "binnen", "bestaat-niet"):
        assert sorted(rows(town, "requests", volgorde=order)) == names, order
    text = browsing.member(town.anna).get(reverse("requests"), {"volgorde": "wie"}).content.decode()
    assert text.count("aria-sort") == 1
    assert 'aria-sort="ascending"><a href="?volgorde=wie&amp;om=ja">Wie' in text


def test_requests_are_narrowed_by_kind_neighbourhood_and_day(town: Cast) -> None:
    assert rows(town, "requests", soort="transport") == ["Mevrouw Bakker (83)"]
    assert rows(town, "requests", wijk="het-oude-dorp") == ["Mevrouw Anders (83)"]
    assert rows(town, "requests", dag="ma") == ["Mevrouw Bakker (83)"]
    assert rows(town, "requests", dag="vr") == ["Mevrouw Cuypers (83)"]
    assert rows(town, "requests", wijk="nergens") == []
    assert len(rows(town, "requests", soort="x", dag="x")) == 3, "a strange code chooses nothing"
    client = browsing.member(town.anna)
    where = client.post(
        reverse("requests"),
        {"zoek": "anders", "wijk": "het-oude-dorp", "volgorde": "wie", "soort": ""},
    ).headers["Location"]
    assert "wijk=het-oude-dorp&volgorde=wie&gezocht=" in where
    text = client.get(where).content.decode()
    assert "Mevrouw Anders (83)" in text
    assert '<option value="het-oude-dorp" selected>Het Oude Dorp</option>' in text
    file = client.get(f"{reverse('requests_csv')}?wijk=het-oude-dorp").content.decode()
    assert "Anders" in file
    assert "Bakker" not in file


def test_volunteers_are_sorted_and_narrowed(town: Cast) -> None:
    town.volunteer("Anna Eerst", limits=Limits(60, 60, 1, 0), postcode="1099 AA")
    free = town.volunteer("Zus Laatst", limits=Limits(60, 600, 2, 1))
    Volunteer.objects.filter(pk=free.id).update(language="en")
    LimitsRow.objects.filter(pk=free.id).update(kinds=["paperwork"], day_parts=day_parts([6], []))
    Affiliation.objects.filter(volunteer_id=free.id).update(
        certificate_seen_on=None, spoken_at=NOW - timedelta(days=3)
    )
    names = ["Anna Eerst", "Bram Vrijwilliger", "Zus Laatst"]
    assert rows(town, "volunteers", volgorde="wie") == names
    assert rows(town, "volunteers", volgorde="wie", om="ja") == names[::-1]
    assert rows(town, "volunteers", volgorde="uren") == [
        "Zus Laatst",
        "Bram Vrijwilliger",
        "Anna Eerst",
    ]
    assert rows(town, "volunteers", volgorde="gesproken")[-1] == "Zus Laatst"
    assert len(rows(town, "volunteers", volgorde="koppels")) == 3
    assert len(rows(town, "volunteers", volgorde="tot")) == 3
    for choice in ({"taal": "en"}, {"soort": "paperwork"}, {"dag": "zo"}, {"vog": "niet"}):
        assert rows(town, "volunteers", **choice) == ["Zus Laatst"], choice
    assert rows(town, "volunteers", wijk="het-oude-dorp") == ["Anna Eerst"]
    assert rows(town, "volunteers", vog="gezien", volgorde="wie") == names[:2]


def test_choosing_costs_no_question_more_for_many(
    town: Cast, queries: Callable[[], AbstractContextManager[Questions]]
) -> None:
    client = browsing.member(town.anna)
    chosen = {
        "requests": {"soort": "shopping", "wijk": "rivierenwijk", "dag": "do", "volgorde": "wie"},
        "volunteers": {"soort": "shopping", "wijk": "rivierenwijk", "dag": "do", "taal": "nl"},
    }
    town.request(last_name="Nul")
    before = {}
    for name, choice in chosen.items():
        with queries() as asked:
            client.get(reverse(name), choice)
        before[name] = len(asked)
        assert len(asked) <= 25, asked
    for n in range(5):
        town.request(last_name=f"Nog{n}")
        town.volunteer(f"Nog Een{n}")
    for name, choice in chosen.items():
        with queries() as asked:
            answer = client.get(reverse(name), choice)
        assert len(asked) == before[name], asked
        assert len(answer.content) < 60_000
