"""The list of volunteers: who asks something stands on top, nobody sees another's people."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.actions import limits, visits, volunteers
from loopplank.core.load import Limits
from loopplank.store.models import AccessRecord, Affiliation, Match
from loopplank.web import clock


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
    visits.send_signal(actor=ria, now=NOW, reason="time")
    text = text_of(cast)
    assert text.index("Ria Signaal") < text.index("Zoë Zwaar")
    assert "signaal di 24 nov" in text


def test_a_search_finds_part_of_a_name_and_says_so_when_nobody_is_called_that(cast: Cast) -> None:
    cast.volunteer("Ria Loopt")
    found = text_of(cast, "?zoek=ria+lo")
    assert "Ria Loopt" in found
    assert "Bram" not in found
    assert "Niemand gevonden" in text_of(cast, "?zoek=niemandheetzo")


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
    csv = browsing.member(cast.anna).get(reverse("volunteers_csv")).content.decode()
    assert "Zora Zuid" not in csv


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
