"""The page of candidates: a table in the order that its words say, and what folds below it."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.conftest import Questions
from tests.app.matching.test_candidates import agreed, of_both, something

from loopplank.access.matching.candidates import Look, candidate_page
from loopplank.access.volunteers.volunteer_list import volunteers_page
from loopplank.core.matching.candidate_order import CHOICES, By
from loopplank.core.matching.candidates import bar_of
from loopplank.core.volunteers.load import Limits, LoadState
from loopplank.store.models import Limits as LimitsRow
from loopplank.store.models import PostcodeArea, Request, Volunteer
from loopplank.web.kit import clock

Counting = Callable[[], AbstractContextManager[Questions]]
MOST_QUERIES, MOST_BYTES = 25, 60_000


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def town(cast: Cast) -> UUID:
    """A request in the middle of four areas, with fourteen who fit and seven who do not."""
    for n in range(4):
        PostcodeArea.objects.update_or_create(
            pk=f"701{n}",
            defaults={
                "place": "Waterstad",
                "neighbourhood": f"Wijk {n}",
                "latitude": 52.0 + n / 90,
                "longitude": 5.0 + n / 50,
            },
        )
    for n in range(13):
        one = cast.volunteer(
            f"Helper Nummer{n:02}",
            postcode=f"70{10 + n % 4} AB" if n != 5 else "9999 ZZ",
            limits=Limits(100, 400 - 20 * n, 3, 1),
        )
        LimitsRow.objects.filter(pk=one.id).update(max_km=None)
    for n in range(4):
        cast.volunteer(f"Vol Nummer{n}", limits=Limits(0, 30, 1, 0))
    resting = [cast.volunteer(f"Rust Nummer{n}") for n in range(3)]
    LimitsRow.objects.filter(pk__in=[one.id for one in resting[:2]]).update(pause_from=TODAY)
    something(cast, resting[2], cast.anna, "signal")
    Volunteer.objects.filter(pk=cast.bram_id).update(postcode="7010 AA")
    request_id = agreed(cast, cast.ready())
    Request.objects.filter(pk=request_id).update(postcode_area="7010")
    return request_id


def names_of(html: str) -> list[str]:
    rows = re.findall(r'<th role="rowheader" scope="row"><a href="[^"]+">([^<]+)</a>', html)
    return [str(one) for one in rows]


def test_the_table_sorts_folds_and_says_no_more_than_it_may(
    cast: Cast, town: UUID, queries: Counting
) -> None:
    client, address = browsing.member(cast.anna), reverse("candidates", args=[town])
    client.get(address)
    with queries() as asked:
        response = client.get(address)
    html = response.content.decode()
    assert len(asked) <= MOST_QUERIES, asked
    assert len(response.content) <= MOST_BYTES
    found = candidate_page(cast.anna, town, NOW)
    assert found.fits_total == 14
    assert names_of(html) == [one.name for one in found.shown]
    assert len(names_of(html)) == 12
    assert html.count('class="why"') == 3, "of the first three it stands open why"
    assert html.count('class="button"') == 1, "one button is filled"
    assert "Volgorde: gevraagde dag, minuten reizen, ruimte, langst niet gevraagd." in html
    assert "4 mensen: " in html, "those without room are one line"
    gist = re.search(r'<b>Past niet</b><span class="gist">([^<]*)', html)
    assert gist is not None
    assert "pauze of rust 2" in gist[1]
    assert "nu even niet 1" in gist[1]
    assert "zwaar" not in gist[1], "why somebody is left alone is not counted in the open"
    more = client.get(address, {"meer": "ja"}).content.decode()
    assert len(names_of(more)) == 14


@pytest.mark.parametrize("first", [None, *CHOICES])
def test_the_heading_that_leads_is_the_one_that_is_marked(
    cast: Cast, town: UUID, first: By | None
) -> None:
    address = reverse("candidates", args=[town])
    html = browsing.member(cast.anna).get(address, {"volgorde": first or ""}).content.decode()
    assert html.count("aria-sort=") == 1
    leads = re.search(r'aria-sort="ascending"><a href="\?volgorde=([a-z]+)"', html)
    assert leads is not None
    assert leads[1] == (first or By.DAY)
    page = candidate_page(cast.anna, town, NOW, Look(first=first))
    assert page.turn[0] is (first or By.DAY)
    assert names_of(html) == [one.name for one in page.shown]
    states = [bar_of(c.candidate.someone, c.candidate.after).state for c in page.shown]
    assert [one.state for one in page.shown] == states, "the word of the row is that of the order"
    if first is By.ROOM:
        assert states == sorted(states, key=list(LoadState).index)


def test_filters_leave_away_and_say_so(cast: Cast, town: UUID) -> None:
    client, address = browsing.member(cast.anna), reverse("candidates", args=[town])
    near = client.get(address, {"ver": "10"}).content.decode()
    assert 0 < len(names_of(near)) < 12
    assert "door jouw keuze niet bij" in near
    nobody = client.get(address, {"wie": "bekend"}).content.decode()
    assert names_of(nobody) == []
    assert "Toon iedereen die past" in nobody
    assert "Dat is ook een antwoord." not in nobody, "it was the filter, not the town"
    assert names_of(client.get(address, {"ver": "x", "wie": "x", "volgorde": "x"}).content.decode())


def test_the_map_counts_what_its_table_says_and_knows_no_address(cast: Cast, town: UUID) -> None:
    html = browsing.member(cast.anna).get(reverse("candidates", args=[town])).content.decode()
    drawn = re.search(r'<svg class="town".*?</svg>', html, re.DOTALL)
    assert drawn is not None
    assert 'aria-hidden="true"' in drawn[0]
    on_map = sorted(int(n) for n in re.findall(r'class="n"[^>]*>(\d+)<', drawn[0]))
    table = re.search(r'<table class="plain">.*?</table>', html, re.DOTALL)
    assert table is not None
    rows = re.findall(r"<th scope=\"row\">([^<]+)</th><td>(\d+)</td>", table[0])
    assert sum(int(n) for _, n in rows) == 14
    known = sorted(int(n) for name, n in rows if not name.startswith("9999"))
    assert on_map == known, "an area without a place stands in the table only"
    assert "7010 Wijk 0 (de vraag)" in {name.strip() for name, _ in rows}
    assert "7010 A" not in html
    PostcodeArea.objects.all().delete()
    Request.objects.filter(pk=town).update(postcode_area="")
    html = browsing.member(cast.anna).get(reverse("candidates", args=[town])).content.decode()
    assert 'class="town"' not in html
    assert '<table class="plain">' in html


def test_an_open_signal_is_the_word_everywhere_and_only_where_it_was_given(cast: Cast) -> None:
    """Whatever the hours: no green word beside somebody who said that it is too heavy."""
    bea = of_both(cast)
    something(cast, bea, cast.carla, "signal")

    def state(of: object) -> LoadState:
        rows = volunteers_page(of, "", 1, NOW).rows  # type: ignore[arg-type]
        return next(row.fullness.state for row in rows if row.id == bea.id)

    assert state(cast.carla) is LoadState.HEAVY
    assert state(cast.anna) is not LoadState.HEAVY, "of another organisation nothing shows (P6)"
    client = browsing.member(cast.carla)
    for name, parts in (("volunteers", []), ("volunteer", [bea.id])):
        assert "te zwaar" in client.get(reverse(name, args=parts)).content.decode()
    counts = client.get(reverse("today")).context["team"].counts
    assert counts["heavy"] == 1
