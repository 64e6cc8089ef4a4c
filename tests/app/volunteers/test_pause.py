"""Even pauze: at once, without a reason; and back again."""

import re
from datetime import date, timedelta

import pytest
from tests.app.cast import NOW, TODAY, Cast
from tests.app.on_the_phone import Phone, since_weeks

from loopplank.access.volunteers.volunteers import facts_of, in_pause
from loopplank.actions.volunteers import volunteers
from loopplank.store.models import (
    Limits,
    LimitsRaise,
    Network,
    Proposal,
    Volunteer,
    VolunteerSignal,
)
from loopplank.web.kit import clock

CHRISTMAS = {"length": "until", "first": "2026-12-20", "last": "2027-01-03"}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Network.objects.update(open_asks_at_once=9, most_asks_a_month=12)


@pytest.fixture
def phone(cast: Cast) -> Phone:
    """Bram's."""
    return Phone(cast.bram)


def pause_of(cast: Cast) -> tuple[date | None, date | None]:
    row = Limits.objects.get(pk=cast.bram_id)
    return row.pause_from, row.pause_to


@pytest.mark.parametrize(
    ("typed", "last", "said"),
    [
        ({"length": "two_weeks"}, date(2026, 12, 7), "tot en met maandag 7 december."),
        ({"length": "month"}, date(2026, 12, 23), "tot en met woensdag 23 december."),
        ({"length": "until", "last": "2027-01-10"}, date(2027, 1, 10), "10 januari"),
        ({"length": "unknown"}, None, "Wij vragen je niets tot jij het zegt."),
    ],
)
def test_a_pause_begins_at_once(
    cast: Cast, phone: Phone, typed: dict[str, str], last: date | None, said: str
) -> None:
    text = phone.then_reads("pause", **typed)
    assert pause_of(cast) == (TODAY, last)
    assert "Je pauze is begonnen." in text
    assert said in text
    assert "Ik ben er weer" in text


def test_a_month_from_the_last_of_january_stays_a_month(
    cast: Cast, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(year=2027, month=1, day=31))
    phone.presses("pause", length="month")
    assert pause_of(cast) == (date(2027, 1, 31), date(2027, 2, 27))


def test_who_calls_whom_is_told_before_and_after(cast: Cast, phone: Phone) -> None:
    since_weeks(cast, cast.bram)
    assert "Anna belt mevrouw De Wit. Jij hoeft niets te regelen." in phone.reads("pause")
    text = phone.then_reads("pause", length="two_weeks")
    assert "Je pauze is begonnen. Anna belt mevrouw De Wit. Wij vragen je niets" in text
    signal = VolunteerSignal.objects.get()
    assert (signal.reason, signal.to_id, signal.wants_call) == ("pause", cast.anna.id, False)


def test_nobody_has_to_answer_a_question_from_a_pause(cast: Cast, phone: Phone) -> None:
    proposal_id = cast.asked(cast.bram)
    phone.presses("pause", length="two_weeks")
    assert Proposal.objects.get(pk=proposal_id).expires_at == NOW
    assert "Er is een vraag voor je" not in phone.reads("week")


def test_a_pause_later_on_is_announced_and_can_be_taken_back(cast: Cast, phone: Phone) -> None:
    text = phone.then_reads("pause", **CHRISTMAS)
    assert pause_of(cast) == (date(2026, 12, 20), date(2027, 1, 3))
    assert "Je pauze begint op zondag 20 december." in text
    assert "Je hebt pauze" not in text
    page = phone.reads("pause")
    assert "Je pauze begint op zondag 20 december. Die duurt tot en met zondag 3 januari" in page
    assert "Toch geen pauze" in page
    phone.presses("end_pause")
    assert pause_of(cast) == (None, None)


def test_a_pause_that_is_over_is_not_shown(cast: Cast, phone: Phone) -> None:
    Limits.objects.filter(pk=cast.bram_id).update(
        pause_from=TODAY - timedelta(days=9), pause_to=TODAY - timedelta(days=1)
    )
    text = phone.reads("pause")
    assert "Ik ben er weer" not in text
    assert "Of kies een andere pauze" not in text


def test_coming_back_after_a_call_waits_a_night(cast: Cast, phone: Phone) -> None:
    phone.presses("pause", length="two_weeks")
    volunteers.spoken(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id)
    text = phone.then_reads("end_pause")
    assert "Welkom terug. Vanaf woensdag 25 november doe je weer mee." in text
    assert pause_of(cast)[0] == TODAY
    assert LimitsRaise.objects.get().state == "pending"


def test_a_shorter_pause_after_a_call_waits_a_night_too(cast: Cast, phone: Phone) -> None:
    phone.presses("pause", length="month")
    volunteers.spoken(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id)
    text = phone.then_reads("pause", length="two_weeks")
    assert "Bewaard. Vanaf woensdag 25 november geldt je nieuwe pauze." in text
    assert pause_of(cast) == (TODAY, date(2026, 12, 23))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Kies hoe lang je pauze wilt."),
        ({"length": "until"}, "Kies de laatste dag van je pauze."),
        ({"length": "until", "last": "ooit"}, "Kies een dag."),
        (
            {"length": "until", "first": "2026-12-20", "last": "2026-12-19"},
            "De laatste dag mag niet vóór de eerste liggen.",
        ),
        ({"length": "month", "first": "2026-11-23"}, "Een pauze begint vandaag of later."),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    cast: Cast, phone: Phone, typed: dict[str, str], said: str
) -> None:
    answer = phone.presses("pause", **typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "<title>Fout:" in page
    for name in ("first", "last"):
        if name in typed:
            assert f'value="{typed[name]}"' in page
    assert re.findall(r'value="(\w+)"[^>]* checked', page) == [
        value for name, value in typed.items() if name == "length"
    ]
    assert pause_of(cast) == (None, None)


@pytest.mark.parametrize("first", [None, -1, 0, 1])
@pytest.mark.parametrize("last", [None, -1, 0, 1])
def test_the_database_and_core_agree_who_is_in_a_pause(
    cast: Cast, first: int | None, last: int | None
) -> None:
    if last is not None and (first is None or last < first):
        return
    begins, ends = (None if n is None else TODAY + timedelta(days=n) for n in (first, last))
    Limits.objects.filter(pk=cast.bram_id).update(pause_from=begins, pause_to=ends)
    facts = facts_of(Limits.objects.get(pk=cast.bram_id))
    here = Volunteer.objects.filter(pk=cast.bram_id)
    assert here.filter(in_pause(TODAY)).exists() is facts.paused_on(TODAY)
    assert facts.pause_left(TODAY) is (first is not None and (last is None or last >= 0))
