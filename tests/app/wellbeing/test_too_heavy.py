"""It is too heavy: a signal that always gets an answer."""

import re

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.on_the_phone import Phone, since_weeks

from loopplank.actions.wellbeing import signal_steps
from loopplank.core.kit.reason import Refused
from loopplank.core.wellbeing.signal import TOO_HEAVY
from loopplank.store.models import Affiliation, Network, VolunteerSignal
from loopplank.web.kit import clock


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Network.objects.update(open_asks_at_once=9, most_asks_a_month=12)


@pytest.fixture
def phone(cast: Cast) -> Phone:
    """Bram's."""
    return Phone(cast.bram)


def chosen(page: str) -> list[str]:
    return re.findall(r'name="match" value="([\w-]+)"[^>]* checked', page)


def test_six_reasons_and_who_calls_before_when(phone: Phone) -> None:
    html = phone.html("too_heavy")
    assert re.findall(r'name="reason" value="(\w+)"', html) == list(TOO_HEAVY)
    text = phone.reads("too_heavy")
    assert "Je doet niets fout. De afspraak kan lichter, anders, of stoppen." in text
    assert "Noord belt je uiterlijk woensdag 25 november. Tot dan krijg je niets nieuws." in text
    # with the number of whoever is on duty, for who does not feel safe
    assert "Ben je nu in gevaar? Bel 112." in text
    assert "Wil je nu iemand spreken? Henk heeft dienst. Bel Henk 020 555 01 99" in text


def test_it_is_answered_and_nothing_new_is_asked_until_then(cast: Cast, phone: Phone) -> None:
    text = phone.then_reads("too_heavy", reason="touches_me", words="Ik slaap er slecht van.")
    row = VolunteerSignal.objects.get()
    assert (row.reason, row.words, row.to_id) == (
        "touches_me",
        "Ik slaap er slecht van.",
        cast.anna.id,
    )
    assert row.wants_call
    assert "Dag Bram, dit is je week" in text
    assert "Noord belt je uiterlijk woensdag 25 november." in text
    with pytest.raises(Refused):
        cast.asked(cast.bram)
    # whoever comes back sees what is open already
    assert "Goed dat je het zegt." in phone.reads("too_heavy")


def test_about_one_person_it_goes_to_whoever_asked_for_them(cast: Cast, phone: Phone) -> None:
    match_id = since_weeks(cast, cast.bram)
    html = phone.html("too_heavy")
    assert chosen(html) == [str(match_id)], "there is only one, and nobody is possible too"
    assert 'value="nobody"' in html
    phone.presses("too_heavy", reason="time", match=str(match_id))
    assert VolunteerSignal.objects.get().match_id == match_id


def test_about_nobody_in_particular(cast: Cast, phone: Phone) -> None:
    since_weeks(cast, cast.bram)
    phone.presses("too_heavy", reason="other", match="nobody")
    assert VolunteerSignal.objects.get().match_id is None


@pytest.mark.parametrize(
    ("reason", "there", "not_there"),
    [
        ("not_safe", "Ben je nu in gevaar? Bel 112.", "uit te zoeken"),
        ("", "Je doet niets fout.", "112"),
        ("not_right", "Jij hoeft het niet uit te zoeken.", "112"),
        ("time", "Je doet niets fout.", "112"),
    ],
)
def test_what_follows_fits_what_was_said(
    phone: Phone, reason: str, there: str, not_there: str
) -> None:
    text = phone.then_reads("too_heavy", reason=reason)
    assert there in text
    assert not_there not in text


def test_pressing_the_button_says_enough(cast: Cast, phone: Phone) -> None:
    text = phone.then_reads("too_heavy")
    assert "Noord belt je uiterlijk woensdag 25 november." in text
    row = VolunteerSignal.objects.get()
    assert (row.reason, row.words, row.wants_call) == ("", "", True)
    today = browsing.member(cast.anna).get(reverse("today")).content.decode()
    assert "Wil gebeld worden" in today


def test_a_mistake_loses_nothing_that_was_typed(cast: Cast, phone: Phone) -> None:
    match_id = since_weeks(cast, cast.bram)
    typed = {"words": "Het is veel.", "match": str(match_id), "to": "adviser"}
    answer = phone.presses("too_heavy", **typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Fout:" in page
    assert "Het is veel." in page
    assert chosen(page) == [str(match_id)]
    assert not VolunteerSignal.objects.exists()


@pytest.mark.parametrize("words", ["x" * 1001, "Haar BSN is 111222333."])
def test_the_words_are_short_and_hold_no_citizen_number(phone: Phone, words: str) -> None:
    answer = phone.presses("too_heavy", reason="time", words=words)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not VolunteerSignal.objects.exists()


def test_somebody_elses_person_cannot_be_named(cast: Cast, phone: Phone) -> None:
    foreign = since_weeks(cast, cast.volunteer("Ria Ander"))
    assert phone.presses("too_heavy", reason="time", match=str(foreign)).status_code == 422
    assert not VolunteerSignal.objects.exists()


def test_who_belongs_nowhere_any_more_is_still_heard_about_whom_they_help(
    cast: Cast, phone: Phone
) -> None:
    match_id = since_weeks(cast, cast.bram)
    Affiliation.objects.filter(volunteer_id=cast.bram_id).update(state="ended")
    assert 'value="nobody"' not in phone.html("too_heavy")
    assert phone.presses("too_heavy", reason="time").status_code == 302
    assert VolunteerSignal.objects.get().match_id == match_id


def test_with_nobody_to_hear_it_there_is_no_page_and_no_button(cast: Cast, phone: Phone) -> None:
    Affiliation.objects.filter(volunteer_id=cast.bram_id).update(state="ended")
    assert "Het is te zwaar" not in phone.reads("week")
    assert phone.presses("too_heavy", reason="time").status_code == 404


def test_after_the_call_the_page_is_as_before(cast: Cast, phone: Phone) -> None:
    phone.presses("too_heavy", reason="time")
    row = VolunteerSignal.objects.get()
    signal_steps.answer_signal(actor=cast.anna, now=NOW, signal_id=row.pk, outcome="lighter")
    assert "Goed dat je het zegt." not in phone.reads("too_heavy")
