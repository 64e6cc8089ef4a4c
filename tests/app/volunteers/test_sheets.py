"""Paper that belongs to the week: the sheet on the fridge, whom to call, and for who stands in."""

from datetime import date

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.questionnaire import plain

from loopplank.actions.matching import matches
from loopplank.actions.volunteers import limits, visits
from loopplank.actions.wellbeing import signal
from loopplank.store.models import AccessRecord, Event, HelpSeeker, Match, SecurityEvent, Volunteer
from loopplank.web.kit import clock


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.mark.both_engines
def test_a_sheet_is_noted_and_a_change_makes_it_untrue(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    row = Match.objects.get(pk=match_id)
    HelpSeeker.objects.update(street="Geheimestraat 1")
    address = reverse("fridge_sheet", args=[row.request_id])
    client = browsing.member(cast.anna)
    page = client.get(address)
    text = plain(page)
    assert "Mevrouw De Wit" in text
    assert "26 november 14:00 Bram" in text
    assert text.count("Bram") == 6
    assert "Geldt tot en met do 31 dec" in text
    # no street, no care, no surname of a volunteer; and it does not print before it is noted
    surname = Volunteer.objects.get(pk=cast.bram_id).last_name
    assert not any(word in text for word in ("Geheimestraat", surname, "boodschappen"))
    assert "not-noted" in page.content.decode()
    noted = plain(client.post(address, follow=True))
    assert "Dit blad is opgeschreven" in noted
    assert 'not-noted"' not in client.get(address).content.decode()
    assert SecurityEvent.objects.filter(kind="exported", data__door="fridge_sheet").count() == 1
    listed = plain(client.get(reverse("sheets")))
    assert "klopt do 31 dec" in listed
    # a pause: the coordinator is asked to print anew or to call
    limits.pause(
        actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, first=date(2026, 12, 5), last=None
    )
    assert "1 blad klopt niet meer" in plain(client.get(reverse("sheets")))
    assert "Het blad dat er hangt, klopt niet meer" in plain(client.get(address))
    told = plain(client.post(reverse("fridge_sheet_told", args=[row.request_id]), follow=True))
    assert "klopt niet meer, en dat is verteld" in told
    # the log holds days and random ids, and no name
    data = str(list(Event.objects.filter(type="request.sheet_made").values_list("data", flat=True)))
    assert "2026-11-26" in data
    assert "Bram" not in data


def test_without_a_fixed_day_there_is_nothing_to_print(cast: Cast) -> None:
    row = Match.objects.get(pk=cast.running(cast.bram, weekday=None, start_time=None))
    client = browsing.member(cast.anna)
    address = reverse("fridge_sheet", args=[row.request_id])
    assert "Ook komt Bram" in plain(client.get(address))
    client.post(address)
    assert not Event.objects.filter(type="request.sheet_made").exists()
    assert not SecurityEvent.objects.filter(kind="exported").exists()


def test_nobody_else_opens_or_notes_a_sheet(cast: Cast) -> None:
    row = Match.objects.get(pk=cast.running(cast.bram))
    address = reverse("fridge_sheet", args=[row.request_id])
    for other in (cast.carla, cast.dirk):
        client = browsing.member(other)
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
        assert "De Wit" not in client.get(reverse("sheets")).content.decode()
        assert "Bram" not in client.get(reverse("phone_list")).content.decode()
        assert "De Wit" not in client.get(reverse("stand_in_paper")).content.decode()
    assert not Event.objects.filter(type="request.sheet_made").exists()
    without = cast.ready()
    client = browsing.member(cast.anna)
    page = client.get(reverse("fridge_sheet", args=[without]))
    assert "Er staat geen bezoek op een vaste dag" in plain(page)


def test_a_sheet_of_help_that_ended_is_still_asked_about(cast: Cast) -> None:
    """It hangs on the fridge and names days on which nobody comes."""
    row = Match.objects.get(pk=cast.running(cast.bram))
    client = browsing.member(cast.anna)
    client.post(reverse("fridge_sheet", args=[row.request_id]))
    matches.end(actor=cast.anna, now=NOW, match_id=row.pk)
    assert "1 blad klopt niet meer" in plain(client.get(reverse("sheets")))
    address = reverse("fridge_sheet", args=[row.request_id])
    assert "Het blad dat er hangt, klopt niet meer" in plain(client.get(address))


@pytest.mark.both_engines
def test_whom_to_call_this_week_is_logged_and_names_nobody_who_is_helped(cast: Cast) -> None:
    cast.running(cast.bram)
    cast.volunteer("Rust Uit")
    client = browsing.member(cast.anna)
    text = plain(client.get(reverse("phone_list")))
    assert "do 26 nov" in text
    assert "Bram" in text
    assert "De Wit" not in text
    assert "Rust Uit" not in text
    assert AccessRecord.objects.filter(page="phone_list", purpose="export").count() == 1
    assert SecurityEvent.objects.filter(kind="exported", data__door="phone_list").count() == 1
    assert "Deze week komt er niemand" in plain(client.get(f"{reverse('phone_list')}?week=2026-47"))


@pytest.mark.both_engines
def test_who_stands_in_reads_what_runs_what_is_due_and_whom_to_call(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    cast.request(last_name="Nieuw")
    visits.cannot_visit(actor=cast.bram, now=NOW, match_id=match_id, day=date(2026, 11, 26))
    ria = cast.volunteer("Ria Roept")
    signal.send_signal(actor=ria, now=NOW, reason="time")
    text = plain(browsing.member(cast.anna).get(reverse("stand_in_paper")))
    assert "Bel eerst" in text
    assert "Ria Roept" in text
    assert "Het kost te veel tijd" in text
    assert "Mevrouw De Wit" in text
    assert "Mevrouw Nieuw" in text
    assert "Henk" in text
    assert SecurityEvent.objects.filter(kind="exported", data__door="stand_in_paper").count() == 1
    assert TODAY.year == 2026
