"""The list of volunteers: who asks something stands on top, nobody sees another's people."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.conftest import Questions

from loopplank.actions.matching import proposals
from loopplank.actions.volunteers import limits, visits, volunteers
from loopplank.actions.wellbeing import signal
from loopplank.core.volunteers.load import Limits
from loopplank.store.models import AccessRecord, Affiliation, Match
from loopplank.web.kit import clock


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def text_of(cast: Cast, query: str = "") -> str:
    return browsing.member(cast.anna).get(f"{reverse('volunteers')}{query}").content.decode()


def test_over_the_limit_and_signals_stand_on_top(cast: Cast) -> None:
    zoe = cast.volunteer("Zoë Zwaar", limits=Limits(60, 120, 3, 1))
    ria = cast.volunteer("Ria Signaal")
    cast.volunteer("Aad Ruim")
    match_id = cast.running(zoe)
    Match.objects.filter(pk=match_id).update(first_day=NOW.date() - timedelta(days=9))
    yesterday = NOW.date() - timedelta(days=1)
    visits.log_visit(actor=zoe, now=NOW, match_id=match_id, day=yesterday, minutes=180, felt="fine")
    text = text_of(cast)
    assert text.index("Zoë Zwaar") < text.index("Aad Ruim") < text.index("Ria Signaal")
    assert "over de grens" in text
    signal.send_signal(actor=ria, now=NOW, reason="time")
    text = text_of(cast)
    assert text.index("Ria Signaal") < text.index("Zoë Zwaar")
    assert "signaal di 24 nov" in text


def searched(cast: Cast, typed: str) -> str:
    client = browsing.member(cast.anna)
    return str(browsing.search(client, reverse("volunteers"), typed).content.decode())


@pytest.mark.both_engines
def test_a_search_finds_part_of_a_name_and_says_so_when_nobody_is_called_that(cast: Cast) -> None:
    cast.volunteer("Ria Loopt")
    found = searched(cast, "ria lo")
    assert "Ria Loopt" in found
    assert "Bram" not in found
    assert "Niemand gevonden" in searched(cast, "niemandheetzo")


@pytest.mark.parametrize("typed", ["06 87 65 43 21", "+31687654321", "1099 ZZ", "1099", "1099zz"])
def test_a_search_finds_a_number_and_a_postcode_however_grouped(cast: Cast, typed: str) -> None:
    cast.volunteer("Ria Loopt", phone="0687654321", postcode="1099 ZZ")
    cast.volunteer("Zora Zuid", of=cast.carla, phone="0687654322", postcode="1099 ZZ")
    found = searched(cast, typed)
    assert "Ria Loopt" in found
    assert "Bram" not in found
    assert "Zora Zuid" not in found


def test_only_those_with_room(cast: Cast) -> None:
    ria = cast.volunteer("Ria Rust")
    assert ria.id
    limits.pause(actor=ria, now=NOW, volunteer_id=ria.id, first=NOW.date(), last=None)
    assert "Ria Rust" in text_of(cast)
    assert "Ria Rust" not in text_of(cast, "?ruimte=ja")


def test_who_was_not_spoken_for_eight_weeks_is_named(cast: Cast) -> None:
    ria = cast.volunteer("Ria Loopt")
    assert ria.id
    cast.running(ria)
    Affiliation.objects.filter(volunteer_id=ria.id).update(
        since=NOW.date() - timedelta(days=90), spoken_at=NOW - timedelta(days=60)
    )
    assert "Lang niet gesproken" in text_of(cast)
    volunteers.spoken(actor=cast.anna, now=NOW, volunteer_id=ria.id)
    assert "Lang niet gesproken" not in text_of(cast)


def test_volunteers_of_another_organisation_are_not_in_the_list(cast: Cast) -> None:
    cast.volunteer("Zora Zuid", of=cast.carla)
    assert "Zora Zuid" not in text_of(cast)
    file = browsing.member(cast.anna).get(reverse("volunteers_csv")).content.decode()
    assert "Zora Zuid" not in file


def test_hours_elsewhere_never_show_as_a_number(cast: Cast) -> None:
    """Promise P6: three hours at Noord and some at Zuid; Zuid reads its own and a word."""
    ria = cast.volunteer("Ria Loopt", limits=Limits(270, 360, 3, 1))
    assert ria.id
    cast.running(ria)
    Affiliation.objects.create(
        volunteer_id=ria.id, organisation_id=cast.zuid_id, since=NOW.date(), state="active"
    )
    text = browsing.member(cast.dirk).get(reverse("volunteers")).content.decode()
    assert "Ria Loopt" in text
    assert "van 6 uur" not in text
    assert "bij jullie" in text


def test_the_file_starts_no_formula(cast: Cast) -> None:
    cast.volunteer("=cmd() Slim")
    text = browsing.member(cast.anna).get(reverse("volunteers_csv")).content.decode()
    assert "'=cmd()" in text
    assert AccessRecord.objects.filter(page="volunteers_csv", purpose="export").exists()


def rows_of_file(cast: Cast) -> dict[str, dict[str, str]]:
    text = browsing.member(cast.anna).get(reverse("volunteers_csv")).content.decode("utf-8-sig")
    return {row["Naam"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";")}


def test_a_spreadsheet_counts_with_the_file_and_can_reach_people(
    cast: Cast, queries: Callable[[], AbstractContextManager[Questions]]
) -> None:
    ria = cast.volunteer(
        "Ria Loopt",
        limits=Limits(270, 390, 2, 1),
        phone="0687654321",
        email="ria@example.nl",
        postcode="1099 ZZ",
    )
    cast.running(ria)
    row = rows_of_file(cast)["Ria Loopt"]
    assert (row["Grens in uren"], row["Uren deze week"]) == ("6,5", "1,5")
    assert (row["Mensen"], row["Grens in mensen"]) == ("1", "2")
    reach = (row["Telefoon"], row["E-mail"], row["Postcode"])
    assert reach == ("06 87 65 43 21", "ria@example.nl", "1099 ZZ")
    client = browsing.member(cast.anna)
    with queries() as few:
        client.get(reverse("volunteers_csv"))
    for n in range(5):
        cast.volunteer(f"Nog Iemand{n}")
    with queries() as many:
        client.get(reverse("volunteers_csv"))
    assert len(few) == len(many) <= 25, many
    record = AccessRecord.objects.filter(page="volunteers_csv", purpose="export").latest("id")
    assert ria.id in record.subjects.values_list("subject_id", flat=True)


def test_the_file_tells_no_hours_elsewhere_either(cast: Cast) -> None:
    """Promise P6, also of who has pause: the number of the page would be that of all together."""
    zora = cast.volunteer("Zora Zuid", of=cast.carla)
    assert zora.id
    Affiliation.objects.create(
        volunteer_id=zora.id, organisation_id=cast.noord_id, since=NOW.date(), state="active"
    )
    proposals.accept(actor=zora, now=NOW, proposal_id=cast.asked(zora, of=cast.carla))
    row = rows_of_file(cast)["Zora Zuid"]
    assert (row["Uren deze week"], row["Mensen"]) == ("0", "0")
    limits.pause(actor=zora, now=NOW, volunteer_id=zora.id, first=NOW.date(), last=None)
    row = rows_of_file(cast)["Zora Zuid"]
    assert (row["Uren deze week"], row["Mensen"]) == ("", "")


def test_an_empty_list_says_what_to_do(cast: Cast) -> None:
    Affiliation.objects.update(state="ended", ended_on=NOW.date())
    text = text_of(cast)
    assert "Nog geen vrijwilligers" in text
    assert reverse("import_volunteers") in text


def test_a_name_that_waits_for_a_yes_is_only_what_was_typed(cast: Cast) -> None:
    other = cast.volunteer("Zora Zuid", of=cast.carla, email="zora@example.nl")
    details = volunteers.Details("Zora", "Getypt", email="zora@example.nl", channel="email")
    volunteers.register(
        actor=cast.anna,
        now=NOW,
        details=details,
        limits=Limits(270, 360, 2, 1),
        wishes=volunteers.Wishes(),
    )
    text = text_of(cast)
    assert "Zora Getypt" in text
    assert "Zora Zuid" not in text
    gone = browsing.member(cast.anna).get(reverse("volunteer", args=[other.id]))
    assert gone.status_code == 404
