"""A visit written down in three taps, and one on another day."""

import re
from datetime import date, time, timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app.cast import NOW, TODAY, Cast
from tests.app.on_the_phone import Phone, since_weeks

from loopplank.actions.matching import matches
from loopplank.actions.volunteers import cover
from loopplank.store.models import Match, Network, Visit, VolunteerSignal
from loopplank.web.kit import clock

YESTERDAY, THURSDAY = TODAY - timedelta(days=1), date(2026, 11, 26)
GOOD = {"felt": "fine", "minutes": "90"}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Network.objects.update(open_asks_at_once=9, most_asks_a_month=12)


@pytest.fixture
def phone(cast: Cast) -> Phone:
    """Bram's."""
    return Phone(cast.bram)


@pytest.fixture
def help_of_today(cast: Cast) -> UUID:
    return since_weeks(cast, cast.bram, start_time=time(10))


def on(day: date, match_id: UUID) -> tuple[UUID, str]:
    return match_id, day.isoformat()


# --- writing down -----


def test_the_plan_is_chosen_beforehand_with_half_an_hour_around_it(
    phone: Phone, help_of_today: UUID
) -> None:
    html = phone.html("visit", *on(TODAY, help_of_today))
    values = re.findall(r'name="minutes" value="(\w+)"', html)
    assert values == ["60", "90", "120", "other"]
    assert re.findall(r'value="(\w+)"[^>]* checked', html) == ["90"]
    text = phone.reads("visit", *on(TODAY, help_of_today))
    assert "Bezoek aan mevrouw De Wit" in text
    assert "Vandaag 10:00." in text


def test_heavy_asks_one_thing_more_and_a_call_is_promised_with_its_day(
    cast: Cast, phone: Phone, help_of_today: UUID
) -> None:
    asked = phone.presses("visit", *on(TODAY, help_of_today), felt="heavy", minutes="90")
    assert asked.status_code == 422
    assert "Kies of je wilt dat iemand belt." in asked.content.decode()
    assert not Visit.objects.exists()
    text = phone.then_reads(
        "visit", *on(TODAY, help_of_today), felt="heavy", minutes="120", wants_call="yes"
    )
    assert "Opgeschreven. Dank je." in text
    signal = VolunteerSignal.objects.get()
    assert (signal.reason, signal.to_id, signal.wants_call) == ("heavy_visit", cast.anna.id, True)
    assert "Noord belt je uiterlijk woensdag 25 november." in text


@pytest.mark.parametrize(("felt", "wants_call"), [("heavy", "no"), ("fine", "yes"), ("fair", "")])
def test_only_heavy_with_a_yes_makes_somebody_call(
    phone: Phone, help_of_today: UUID, felt: str, wants_call: str
) -> None:
    typed = {"felt": felt, "wants_call": wants_call, "minutes": "60"}
    assert phone.presses("visit", *on(TODAY, help_of_today), **typed).status_code == 302
    assert Visit.objects.get().felt == felt
    assert not VolunteerSignal.objects.exists()


def test_nothing_typed_is_lost_when_something_is_missing(phone: Phone, help_of_today: UUID) -> None:
    typed = {"minutes": "other", "other_minutes": "", "note": "Het was gezellig."}
    answer = phone.presses("visit", *on(TODAY, help_of_today), **typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Fout:" in page
    assert "Kies hoe het was." in page
    assert "Kies hoe lang het duurde." in page
    assert "Het was gezellig." in page
    assert re.findall(r'value="(\w+)"[^>]* checked', page) == ["other"]
    assert not Visit.objects.exists()


def test_another_length_can_be_chosen(phone: Phone, help_of_today: UUID) -> None:
    typed = {"felt": "fair", "minutes": "other", "other_minutes": "255"}
    assert phone.presses("visit", *on(TODAY, help_of_today), **typed).status_code == 422
    typed["other_minutes"] = "270"
    assert phone.presses("visit", *on(TODAY, help_of_today), **typed).status_code == 302
    assert Visit.objects.get().minutes == 270
    again = phone.html("visit", *on(TODAY, help_of_today))
    assert re.search(r'value="other"[^>]* checked', again)
    assert re.search(r'<option value="270" selected>4½ uur', again)


def test_writing_it_down_again_replaces_it(phone: Phone, help_of_today: UUID) -> None:
    phone.presses("visit", *on(TODAY, help_of_today), **GOOD, note="Eerst dit.")
    phone.presses("visit", *on(TODAY, help_of_today), felt="fair", minutes="60")
    row = Visit.objects.get()
    assert (row.felt, row.minutes, row.note) == ("fair", 60, "")


@pytest.mark.parametrize("note", ["x" * 201, "Haar BSN is 111222333."])
def test_a_note_is_short_and_holds_no_citizen_number(
    phone: Phone, help_of_today: UUID, note: str
) -> None:
    answer = phone.presses("visit", *on(TODAY, help_of_today), **GOOD, note=note)
    assert answer.status_code == 422
    assert note in answer.content.decode()
    assert not Visit.objects.exists()


# --- when it cannot be written down -----


def test_a_visit_to_come_shows_where_to_be_and_can_be_called_off(cast: Cast, phone: Phone) -> None:
    match_id = cast.running(cast.bram)
    text = phone.reads("visit", *on(THURSDAY, match_id))
    assert "Ik kan deze keer niet" in text
    assert "Bel mevrouw De Wit 06 12 34 56 78" in text
    assert "steunen bij lopen" in text
    assert "Klaar" not in text
    answer = phone.presses("visit", *on(THURSDAY, match_id), **GOOD)
    assert answer.status_code == 409
    assert "Dit bezoek moet nog komen. Schrijf het daarna op." in answer.content.decode()
    assert not Visit.objects.exists()


def test_after_calling_off_it_is_undone_until_the_person_counts_on_something_else(
    cast: Cast, phone: Phone
) -> None:
    match_id = cast.running(cast.bram)
    phone.presses("cannot_visit", *on(THURSDAY, match_id))
    text = phone.reads("visit", *on(THURSDAY, match_id))
    assert "Anna belt mevrouw De Wit en zoekt iemand anders." in text
    assert "Ik kan toch" in text
    assert "Ik kan deze keer niet" not in text
    visit_id = Visit.objects.get(match_id=match_id).pk
    cover.told(actor=cast.anna, now=NOW, visit_id=visit_id)
    text = phone.reads("visit", *on(THURSDAY, match_id))
    assert "Deze keer komt er niemand. Dat is verteld aan mevrouw De Wit." in text
    assert "Kan het toch? Bel Anna 020 555 01 43" in text
    assert "Ik kan toch" not in text


def test_only_who_is_expected_can_be_unable_to_come(cast: Cast, phone: Phone) -> None:
    loose = since_weeks(cast, cast.bram, weekday=None)
    assert "Ik kan vandaag niet" not in phone.reads("visit", *on(TODAY, loose))
    fixed = since_weeks(cast, cast.bram)
    assert "Ik kan vandaag niet" in phone.reads("visit", *on(TODAY, fixed))
    assert "ging niet door" not in phone.reads("visit", *on(YESTERDAY, fixed))


def test_somebody_elses_visit_and_a_day_that_is_none_do_not_exist(
    cast: Cast, phone: Phone, help_of_today: UUID
) -> None:
    other = Phone(cast.volunteer("Ria Ander"))
    address = reverse("visit", args=on(TODAY, help_of_today))
    assert other.client.get(address).status_code == 404
    assert other.client.post(address, GOOD).status_code == 404
    no_day = reverse("visit", args=[help_of_today, "vandaag"])
    assert phone.client.get(no_day).status_code == 404
    before_the_meeting = cast.agreed(cast.bram)
    address = reverse("visit", args=on(TODAY, before_the_meeting))
    assert phone.client.get(address).status_code == 404
    assert not Visit.objects.exists()


@pytest.mark.both_engines
def test_after_the_end_the_address_is_gone_and_the_last_visit_can_be_written_down(
    cast: Cast, phone: Phone, help_of_today: UUID
) -> None:
    seeker = Match.objects.get(pk=help_of_today).request.help_seeker
    seeker.street = "Weverslaan 97"
    seeker.save()
    assert "Weverslaan 97" in phone.reads("visit", *on(TODAY, help_of_today))
    matches.end(actor=cast.anna, now=NOW, match_id=help_of_today)
    text = phone.reads("visit", *on(TODAY, help_of_today))
    assert "Weverslaan 97" not in text
    assert "06 12 34 56 78" not in text
    assert phone.presses("visit", *on(TODAY, help_of_today), **GOOD).status_code == 302


# --- another day -----


def test_another_day_leads_to_the_page_of_that_day(phone: Phone, help_of_today: UUID) -> None:
    html = phone.html("other_visit")
    assert re.search(rf'value="{help_of_today}"[^>]* checked', html), "there is only one"
    chosen = {"wie": str(help_of_today), "dag": YESTERDAY.isoformat()}
    answer = phone.client.get(reverse("other_visit"), chosen)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("visit", args=on(YESTERDAY, help_of_today))
    assert not Visit.objects.exists(), "choosing a page writes nothing down"


@pytest.mark.parametrize(
    ("dag", "said"),
    [
        (TODAY + timedelta(days=1), "Dit bezoek moet nog komen. Schrijf het daarna op."),
        (TODAY - timedelta(days=400), "Kies een dag van het afgelopen jaar."),
        ("", "Kies de dag van het bezoek."),
    ],
)
def test_a_day_that_cannot_be_is_asked_again(
    phone: Phone, help_of_today: UUID, dag: date | str, said: str
) -> None:
    chosen = {"wie": str(help_of_today), "dag": str(dag)}
    answer = phone.client.get(reverse("other_visit"), chosen)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert str(dag) in answer.content.decode()


def test_with_two_people_one_is_chosen_and_nobody_elses(cast: Cast, phone: Phone) -> None:
    since_weeks(cast, cast.bram)
    cast.running(cast.bram, weekday=4)
    foreign = since_weeks(cast, cast.volunteer("Ria Ander"))
    assert not re.search(r'name="wie"[^>]* checked', phone.html("other_visit"))
    chosen = {"wie": str(foreign), "dag": YESTERDAY.isoformat()}
    assert phone.client.get(reverse("other_visit"), chosen).status_code == 422


def test_who_helps_nobody_has_nothing_to_write_down(phone: Phone) -> None:
    assert "Je helpt nu niemand. Er is niets om op te schrijven." in phone.reads("other_visit")


def test_a_visit_of_an_odd_length_keeps_it(cast: Cast) -> None:
    from loopplank.web.volunteers.forms.visit import VisitForm

    before = VisitForm.initial_of(90, 465, "fine", "")
    typed = {"felt": "fine", "minutes": "other", "other_minutes": "465"}
    form = VisitForm(typed, initial=before, planned=90, caller="Anna")
    assert form.is_valid(), form.errors
    assert form.length == 465
    assert not VisitForm(typed, planned=90, caller="Anna").is_valid()
