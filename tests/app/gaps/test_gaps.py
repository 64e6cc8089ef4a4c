"""Gaten: what the own organisation could not do; and half a page of it for a meeting."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import KNOWN_SAFE, NOW, TODAY, Cast
from tests.app.conftest import Questions
from tests.app.questionnaire import text

from loopplank.access.gaps.gaps import gaps_page
from loopplank.actions.gaps import gaps
from loopplank.actions.privacy import erasure
from loopplank.actions.requests import closing as request_closing
from loopplank.actions.requests import handling
from loopplank.core.gaps.gaps import GapState
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.closing import ClosingReason
from loopplank.store.models import Gap, GapChange, Refusal
from loopplank.web.kit import clock

EVENING = "Avondhulp voor gezinnen"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def no_in(cast: Cast, gap: UUID | str, **closing: Any) -> UUID:
    """A no of Noord in a gap by its id or its name; returns the gap."""
    request_id = cast.said_no(**closing)
    chosen: dict[str, Any] = {"gap_id": gap} if isinstance(gap, UUID) else {"name": gap}
    example = closing.get("example", "")
    made = gaps.attach(actor=cast.anna, now=NOW, request_id=request_id, example=example, **chosen)
    assert made
    return made


def page_of(cast: Cast) -> str:
    return text(browsing.member(cast.anna).get(reverse("gaps")))


# --- the list -------------------------------------------------------------------------------------


def test_without_a_no_there_are_no_gaps(cast: Cast) -> None:
    assert "Nog geen gaten. Die ontstaan als je nee zegt." in page_of(cast)


def test_a_gap_counts_its_noes_with_reasons_days_and_an_example(cast: Cast) -> None:
    gap = no_in(cast, EVENING, example="Oppas, drie avonden")
    no_in(cast, gap, reason=ClosingReason.NO_TRAINING)
    no_in(cast, gap)
    row = gaps_page(cast.anna, NOW).rows[0]
    assert (row.name, row.count, row.months[-1]) == (EVENING, 3, 3)
    assert row.sources == (("no_offer", 2), ("no_training", 1))
    assert (row.first_on, row.last_on) == (TODAY, TODAY)
    page = page_of(cast)
    for words in (
        EVENING,
        '<b class="gap-count">3</b>',
        "niemand biedt dit (2), wel plek, niet de scholing (1)",
        "“Oppas, drie avonden”",
        "nog niet bekeken",
        "gezien",
        "sinds di 24 nov",
        "Zet op de agenda",
    ):
        assert words in page, words


def test_the_counts_are_the_sum_of_the_noes_that_stand(cast: Cast) -> None:
    evening = no_in(cast, EVENING)
    night = no_in(cast, "Nachtopvang")
    no_in(cast, evening)
    loose = cast.said_no()
    none = cast.said_no()
    gaps.attach(actor=cast.anna, now=NOW, request_id=none)
    back = cast.said_no()
    gaps.attach(actor=cast.anna, now=NOW, request_id=back, gap_id=night)
    request_closing.reopen(actor=cast.anna, now=NOW, request_id=back)
    page = gaps_page(cast.anna, NOW)
    counts = {row.name: row.count for row in page.rows}
    assert counts == {EVENING: 2, "Nachtopvang": 1}
    assert [one.request_id for one in page.unplaced] == [loose]
    assert page.in_none == 1
    standing = Refusal.objects.filter(taken_back_on=None).count()
    assert sum(counts.values()) + page.unplaced_total + page.in_none == standing == 5


def test_an_erased_person_stays_a_number_without_a_line(cast: Cast) -> None:
    request_id = cast.said_no(example="Oppas, drie avonden")
    gaps.attach(
        actor=cast.anna, now=NOW, request_id=request_id, name=EVENING, example="Oppas in de avond"
    )
    erasure.erase_help_seeker(actor=cast.anna, now=NOW, request_id=request_id, safe=KNOWN_SAFE)
    row = gaps_page(cast.anna, NOW).rows[0]
    assert (row.count, row.examples) == (1, ())


def test_a_board_member_sees_it_without_a_name_and_without_a_way_to_the_person(cast: Cast) -> None:
    cast.said_no()
    no_in(cast, EVENING)
    page = text(browsing.member(cast.gerda).get(reverse("gaps")))
    assert EVENING in page
    assert "2611-001: boodschappen" in page
    assert "/hulpvragen/" not in page
    assert "De Wit" not in page


def test_it_says_how_many_volunteers_bridge_paid_help(cast: Cast) -> None:
    for until in (TODAY + timedelta(days=30), TODAY - timedelta(days=1)):
        handling.agree(
            actor=cast.anna,
            now=NOW,
            request_id=cast.request(),
            agreed={"paid_before": "entitlement_waits", "bridging_until": until},
        )
    assert "Bij 1 vraag wachten mensen op betaalde hulp." in page_of(cast)


@pytest.mark.parametrize("name", ["gaps", "network_gaps", "no_follow_up", "gaps_agenda"])
def test_it_costs_the_same_for_many(
    name: str, cast: Cast, queries: Callable[[], AbstractContextManager[Questions]]
) -> None:
    client = browsing.member(cast.anna)
    no_in(cast, "Eerste")
    cast.said_no()
    client.get(reverse(name))
    with queries() as few:
        client.get(reverse(name))
    for n in range(8):
        no_in(cast, f"Soort {n}")
        cast.said_no()
    with queries() as many:
        client.get(reverse(name))
    assert len(few) == len(many) <= 15, (few, many)


# --- on the agenda --------------------------------------------------------------------------------


def test_the_agenda_leaves_small_numbers_and_examples_at_home(cast: Cast) -> None:
    small = no_in(cast, "Nachtopvang", example="Nachten bij dementie")
    large = no_in(cast, EVENING)
    for _ in range(10):
        no_in(cast, large)
    client = browsing.member(cast.anna)
    paper = text(client.get(reverse("gaps_agenda")))
    assert "<td>11</td>" in paper
    assert "<td>minder dan 10</td>" in paper
    assert "Nachten bij dementie" not in paper
    assert "(1)" not in paper
    one = text(client.get(reverse("gaps_agenda"), {"gat": [str(small), "geen-id"]}))
    assert "Nachtopvang" in one
    assert EVENING not in one


def test_what_we_do_not_do_on_purpose_is_not_put_on_it(cast: Cast) -> None:
    gap = no_in(cast, EVENING)
    gaps.describe(
        actor=cast.anna, now=NOW, gap_id=gap, state=GapState.NOT_DOING, possible_owner=None
    )
    assert EVENING not in text(browsing.member(cast.anna).get(reverse("gaps_agenda")))


# --- one gap --------------------------------------------------------------------------------------


def test_what_is_decided_has_a_day_and_a_name(cast: Cast) -> None:
    gap = no_in(cast, EVENING)
    address = reverse("gap", args=[gap])
    typed = {"state": "discussed", "possible_owner": "municipality", "keywords": "oppas, avond"}
    assert browsing.member(cast.gerda).post(address, typed).status_code == 302
    row = Gap.objects.get(pk=gap)
    assert (row.state, row.possible_owner, row.keywords) == (
        "discussed",
        "municipality",
        "oppas, avond",
    )
    page = text(browsing.member(cast.anna).get(address))
    assert "<b>Gerda Bestuur</b> zette dit op ‘besproken’. Wie zou het kunnen: de gemeente." in page
    assert GapChange.objects.filter(gap_id=gap).count() == 2


def test_the_same_once_more_is_no_decision(cast: Cast) -> None:
    gap = no_in(cast, EVENING)
    for _ in range(2):
        gaps.describe(
            actor=cast.anna, now=NOW, gap_id=gap, state=GapState.SEEN, possible_owner=None
        )
    assert GapChange.objects.filter(gap_id=gap).count() == 1


def test_a_choice_that_is_none_gets_a_sentence(cast: Cast) -> None:
    address = reverse("gap", args=[no_in(cast, EVENING)])
    refused = browsing.member(cast.anna).post(address, {"state": "", "keywords": "oppas"})
    assert refused.status_code == 422
    assert "Kies hoe het staat." in text(refused)


# --- to which gap does it belong? -----------------------------------------------------------------


def place(cast: Cast, request_id: UUID, **typed: str) -> Any:
    address = reverse("gap_of_no", args=[request_id])
    return browsing.member(cast.anna).post(address, typed)


def test_a_no_is_proposed_to_the_gap_it_resembles(cast: Cast) -> None:
    gap = no_in(cast, EVENING)
    no_in(cast, gap)
    no_in(cast, "Nachtopvang", reason=ClosingReason.NO_TRAINING)
    request_id = cast.said_no(example="Gezin zoekt oppas, drie avonden")
    page = text(browsing.member(cast.anna).get(reverse("gap_of_no", args=[request_id])))
    assert (
        "Deze vraag lijkt op 2 andere waar jullie nee op zeiden."
        f" Hoort hij bij ‘{EVENING}’?" in page
    )
    assert f'value="{gap}" id="id_gap_0" required checked' in page or (
        f'value="{gap}"' in page and page.count("checked") == 1
    )
    assert 'value="Gezin zoekt oppas, drie avonden"' in page


def test_the_coordinator_decides_otherwise_with_one_tap(cast: Cast) -> None:
    no_in(cast, EVENING)
    request_id = cast.said_no()
    place(cast, request_id, gap="new", name="Nachtopvang", example="Nachten bij dementie")
    no = Refusal.objects.get(request_id=request_id)
    assert no.gap is not None
    assert (no.gap.name, no.example) == ("Nachtopvang", "Nachten bij dementie")
    place(cast, request_id, gap="none")
    no.refresh_from_db()
    assert (no.gap, no.belongs_to_none) == (None, True)
    place(cast, request_id, gap=str(Gap.objects.get(name=EVENING).pk))
    no.refresh_from_db()
    assert (no.gap and no.gap.name, no.belongs_to_none) == (EVENING, False)
    assert Refusal.objects.filter(request_id=request_id).count() == 1


def test_the_same_name_is_the_same_gap(cast: Cast) -> None:
    first = no_in(cast, EVENING)
    assert no_in(cast, f"  {EVENING.upper()} ") == first


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Kies een gat, of geef het een naam."),
        ({"gap": "new"}, "Geef het gat een naam."),
        ({"gap": "00000000-0000-0000-0000-000000000000"}, "Selecteer een geldige keuze"),
    ],
)
def test_what_is_missing_is_said(cast: Cast, typed: dict[str, str], sentence: str) -> None:
    refused = place(cast, cast.said_no(), **typed, example="Oppas, drie keer")
    assert refused.status_code == 422
    assert sentence in text(refused)
    assert "Oppas, drie keer" in text(refused)


def test_a_gap_is_not_called_by_the_name_of_a_person(cast: Cast) -> None:
    request_id = cast.said_no()
    refused = place(cast, request_id, gap="new", name="Hulp voor Truus")
    assert refused.status_code == 409
    assert not Gap.objects.exists()
    with pytest.raises(Refused):
        gaps.attach(actor=cast.anna, now=NOW, request_id=request_id, name="BSN 111222333")


def test_an_open_request_has_no_no_to_place(cast: Cast) -> None:
    address = reverse("gap_of_no", args=[cast.request()])
    assert browsing.member(cast.anna).get(address).status_code == 404
