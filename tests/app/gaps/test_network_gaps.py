"""What the network sees: a name that two agreed on, one band of a closed quarter, and no more."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.gaps.test_gaps import EVENING, no_in
from tests.app.kit.test_doors import admin_of_noord
from tests.app.questionnaire import text

from loopplank.access.account.actors import SYSTEM, Actor, NotFound
from loopplank.access.gaps.gaps import gaps as gaps_of
from loopplank.access.gaps.network_gaps import network_gaps
from loopplank.actions.gaps import gaps
from loopplank.actions.requests import closing
from loopplank.core.gaps.gaps import GapState, is_named
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.closing import ClosingReason
from loopplank.jobs.nightly import daily_work
from loopplank.store.models import Event, Gap, GapNaming, QuarterBand, Refusal
from loopplank.web.kit import clock

JANUARY = datetime(2027, 1, 15, 6, tzinfo=UTC)
FORMAL_YES = {"source": "no_place", "month": "2026-11-01"}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def read(client: Client, name: str = "network_gaps") -> str:
    return text(client.get(reverse(name)))


def agree(actor: Actor, gap: UUID) -> None:
    gaps.name_openly(actor=actor, now=NOW, gap_id=gap)


# --- nothing of one organisation shows in another -------------------------------------------------


def test_a_gap_of_noord_is_not_there_for_zuid(cast: Cast) -> None:
    gap = no_in(cast, EVENING, example="Oppas, drie avonden")
    for actor in (cast.carla, cast.ella):
        client = browsing.member(actor)
        for name in ("gaps", "gaps_agenda", "network_gaps"):
            assert EVENING not in read(client, name)
        with pytest.raises(NotFound):
            agree(actor, gap)
        assert client.post(reverse("name_gap", args=[gap])).status_code == 404
    assert browsing.member(cast.carla).get(reverse("gap", args=[gap])).status_code == 404
    theirs = cast.said_no(of=cast.carla)
    with pytest.raises(NotFound):
        gaps.attach(actor=cast.carla, now=NOW, request_id=theirs, gap_id=gap)
    assert EVENING not in text(browsing.member(cast.carla).get(reverse("gap_of_no", args=[theirs])))
    # the same words in another house are another gap, and nobody hears that it is there already
    made = gaps.attach(actor=cast.carla, now=NOW, request_id=theirs, name=EVENING)
    assert made != gap


def test_two_yeses_show_the_name_to_everybody_and_never_a_number(cast: Cast) -> None:
    gap = no_in(cast, EVENING, example="Oppas, drie avonden")
    admin = browsing.member(admin_of_noord(cast))
    assert "Er zijn gaten, maar nog zonder naam voor het netwerk." in read(admin)
    agree(cast.anna, gap)
    assert EVENING not in read(admin), "one yes is no agreement"
    carla = browsing.member(cast.carla)
    assert f"Herkennen jullie ‘{EVENING}’?" in read(carla)
    carla.post(reverse("name_gap", args=[gap]))
    for client in (admin, carla, browsing.member(cast.ella), browsing.member(cast.gerda)):
        page = read(client)
        assert EVENING in page
        assert "minder dan 10" in page
        assert "Oppas, drie avonden" not in page
        assert 'class="months"' not in page
        assert "gap-count" not in page


def test_a_yes_is_said_once(cast: Cast) -> None:
    gap = no_in(cast, EVENING)
    for _ in range(3):
        agree(cast.anna, gap)
    assert GapNaming.objects.count() == 1
    assert Event.objects.filter(type="gap.named_openly").count() == 1


def test_who_agreed_sees_its_own_number_and_not_that_of_another(cast: Cast) -> None:
    gap = no_in(cast, EVENING, example="Oppas, drie avonden")
    no_in(cast, gap)
    agree(cast.anna, gap)
    agree(cast.carla, gap)
    theirs = cast.said_no(of=cast.carla)
    gaps.attach(actor=cast.carla, now=NOW, request_id=theirs, gap_id=gap)
    carla = browsing.member(cast.carla)
    page = read(carla, "gaps")
    assert '<b class="gap-count">1</b>' in page
    assert "Oppas" not in page
    gaps.describe(
        actor=cast.anna, now=NOW, gap_id=gap, state=GapState.DISCUSSED, possible_owner=None
    )
    one = text(carla.get(reverse("gap", args=[gap])))
    assert "<b>Iemand in het netwerk</b> zette dit op ‘besproken’." in one
    assert "Anna" not in one


def test_the_question_to_the_database_is_the_rule(cast: Cast) -> None:
    """`is_named` of core and the query of access, for every number of yeses and every band."""
    for yeses in range(3):
        for many in (None, False, True):
            gap_id = no_in(cast, f"Soort {yeses} {many}")
            for actor in (cast.anna, cast.carla)[:yeses]:
                if actor is cast.carla:
                    agree(cast.carla, gap_id)
                else:
                    agree(cast.anna, gap_id)
            if many is not None:
                QuarterBand.objects.create(
                    network_id=cast.network_id,
                    gap_id=gap_id,
                    quarter=TODAY.replace(month=1, day=1),
                    many=many,
                    frozen_at=NOW,
                )
    shown = {row.name for row in network_gaps(cast.anna, NOW).rows}
    for gap in Gap.objects.all():
        bands = [band.many for band in gap.bands.all()]
        assert (gap.name in shown) is is_named(gap.namings.count(), bands), gap.name


# --- a quarter closes -----------------------------------------------------------------------------


def test_a_closed_quarter_is_one_bit_and_is_frozen(cast: Cast) -> None:
    gap = no_in(cast, EVENING)
    for _ in range(9):
        no_in(cast, gap)
    small = no_in(cast, "Nachtopvang")
    assert gaps.close_quarter(actor=SYSTEM, now=JANUARY) == 1
    assert gaps.close_quarter(actor=SYSTEM, now=JANUARY) == 0, "once"
    bands = {band.gap_id: band.many for band in QuarterBand.objects.all()}
    assert bands == {gap: True, small: False, None: True}
    page = network_gaps(cast.carla, JANUARY)
    assert [(row.name, row.many) for row in page.rows] == [(EVENING, True)]
    assert page.others, "the small one is there, without a name"
    # what is taken back later changes nothing that was published
    for no in Refusal.objects.filter(gap_id=gap):
        closing.reopen(actor=cast.anna, now=JANUARY, request_id=no.request_id)
    gaps.close_quarter(actor=SYSTEM, now=JANUARY + timedelta(days=1))
    assert network_gaps(cast.carla, JANUARY).rows[0].many


def test_the_running_quarter_shows_nothing(cast: Cast) -> None:
    gap = no_in(cast, EVENING)
    for _ in range(12):
        no_in(cast, gap)
    gaps.close_quarter(actor=SYSTEM, now=NOW)
    assert not QuarterBand.objects.filter(many=True).exists()
    assert network_gaps(cast.carla, NOW).rows == ()


def test_each_no_is_in_one_quarter_only(cast: Cast) -> None:
    """So that no two bands can be subtracted: six in one and six in the next never are twelve."""
    gap = no_in(cast, EVENING)
    for _ in range(5):
        no_in(cast, gap)
    Refusal.objects.filter(gap_id=gap).update(said_on=TODAY.replace(month=8, day=3))
    for _ in range(6):
        no_in(cast, gap)
    gaps.close_quarter(actor=SYSTEM, now=NOW)
    gaps.close_quarter(actor=SYSTEM, now=JANUARY)
    assert list(QuarterBand.objects.filter(gap_id=gap).values_list("many", flat=True)) == [
        False,
        False,
    ]


@pytest.mark.both_engines
def test_the_loop_closes_it_two_weeks_after_its_end(cast: Cast) -> None:
    no_in(cast, EVENING)
    daily_work.run(datetime(2027, 1, 14, 6, tzinfo=UTC))
    assert {str(band.quarter) for band in QuarterBand.objects.all()} == {"2026-07-01"}
    daily_work.run(JANUARY)
    assert {str(band.quarter) for band in QuarterBand.objects.all()} == {
        "2026-07-01",
        "2026-10-01",
    }


# --- a formal party -------------------------------------------------------------------------------


def test_a_professional_puts_a_no_of_their_own_in_the_same_register(cast: Cast) -> None:
    gap = no_in(cast, EVENING)
    agree(cast.anna, gap)
    ella = browsing.member(cast.ella)
    page = text(ella.get(reverse("report_refusal")))
    assert EVENING in page, "the name was offered"
    sent = ella.post(reverse("report_refusal"), {**FORMAL_YES, "gap": str(gap)})
    assert sent.url == reverse("gaps")
    no = Refusal.objects.get(organisation_id=cast.wijkteam_id)
    assert (no.request_id, no.gap_id, no.source) == (None, gap, "no_place")
    assert no.said_on == TODAY.replace(day=1)
    assert '<b class="gap-count">1</b>' in read(ella, "gaps")
    assert '<b class="gap-count">1</b>' in read(browsing.member(cast.anna), "gaps")


def test_a_new_name_of_theirs_is_theirs_until_it_is_offered(cast: Cast) -> None:
    ella = browsing.member(cast.ella)
    ella.post(reverse("report_refusal"), {**FORMAL_YES, "gap": "new", "name": "Wachtlijst GGZ"})
    gap = Gap.objects.get(name="Wachtlijst GGZ")
    assert not gaps_of(cast.anna).exists()
    agree(cast.ella, gap.pk)
    assert list(gaps_of(cast.anna)) == [gap]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Kies een gat, of geef het een naam."),
        ({**FORMAL_YES, "gap": "new"}, "Geef het gat een naam."),
        ({"gap": "new", "name": "GGZ", "month": "2026-11-01"}, "Kies een reden."),
        ({**FORMAL_YES, "month": "2031-01-01", "gap": "new", "name": "x"}, "geldige keuze"),
    ],
)
def test_what_is_missing_is_said(cast: Cast, typed: dict[str, str], sentence: str) -> None:
    refused = browsing.member(cast.ella).post(reverse("report_refusal"), typed)
    assert refused.status_code == 422
    assert sentence in text(refused)


@pytest.mark.parametrize(
    "given",
    [{"month": TODAY + timedelta(days=40), "name": "GGZ"}, {"name": "BSN 111222333"}],
)
def test_what_cannot_be_true_is_refused(cast: Cast, given: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        gaps.report_refusal(
            actor=cast.ella,
            now=NOW,
            source=ClosingReason.NO_PLACE,
            **{"month": TODAY, **given},
        )


# --- a no that nobody took up ---------------------------------------------------------------------


def test_no_follow_up_shows_names_to_the_coordinator_only(cast: Cast) -> None:
    cast.said_no()
    cast.said_no(next_party="Wijkteam Oost", next_party_agreed=True)
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=cast.request(),
        closing=closing.Closing(ClosingReason.HELPED, nobody_discussed=True),
    )
    anna = read(browsing.member(cast.anna), "no_follow_up")
    assert "Mevrouw De Wit" in anna
    assert anna.count("2611-001") == 1
    assert "2611-002" not in anna
    board = read(browsing.member(cast.gerda), "no_follow_up")
    assert "2611-001" in board
    assert "dinsdag 22 december" in board
    assert "Boodschappen" in board
    assert "De Wit" not in board
    assert "2611-001" not in read(browsing.member(cast.carla), "no_follow_up")


def test_the_administrator_reads_one_band_of_a_closed_quarter(cast: Cast) -> None:
    admin = browsing.member(admin_of_noord(cast))
    for _ in range(6):
        cast.said_no()
        cast.said_no(of=cast.carla)
    page = read(admin, "no_follow_up")
    assert "minder dan 10" in page
    assert "2611-" not in page
    gaps.close_quarter(actor=SYSTEM, now=JANUARY)
    assert QuarterBand.objects.get(gap=None).many


def test_after_the_call_the_list_says_so(cast: Cast) -> None:
    request_id = cast.said_no()
    closing.called_back(actor=cast.anna, now=NOW, request_id=request_id)
    assert "Gebeld" in read(browsing.member(cast.anna), "no_follow_up")
