"""A question to a volunteer: no and yes weigh the same, and silence is safe."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from tests.app.cast import NOW, TODAY, Cast
from tests.app.on_the_phone import Phone

from loopplank.actions.matching import matches, proposals
from loopplank.store.models import Limits as LimitsRow
from loopplank.store.models import (
    LoadWeek,
    Match,
    Network,
    Proposal,
    Request,
    VolunteerSignal,
)
from loopplank.web.kit import clock


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Network.objects.update(open_asks_at_once=9, most_asks_a_month=12)


@pytest.fixture
def phone(cast: Cast) -> Phone:
    """Bram's."""
    return Phone(cast.bram)


def state_of(proposal_id: object) -> str:
    return str(Proposal.objects.get(pk=proposal_id).state)


# --- reading -----


def test_it_tells_what_when_until_when_and_what_not_but_not_who(cast: Cast, phone: Phone) -> None:
    text = phone.reads("proposal", cast.asked(cast.bram))
    for part in (
        "Zou jij dit willen doen?",
        "Samen boodschappen doen en koffie drinken met een mevrouw van 83.",
        "Elke donderdag, 1½ uur",
        "om 14:00",
        "Tot en met donderdag 18 februari",
        "Niet: steunen bij lopen",
        "Met dit erbij: 1 van 2 mensen",
        "Nee is ook een goed antwoord.",
        "Horen we niets vóór vrijdag 27 november 12:00? Dan zoeken we verder. Dat is prima.",
    ):
        assert part in text, part
    for secret in ("De Wit", "Truus", "0612345678", "1013 AB"):
        assert secret not in text, secret


def test_no_and_yes_are_equal_and_no_comes_first(cast: Cast, phone: Phone) -> None:
    html = phone.html("proposal", cast.asked(cast.bram))
    assert re.findall(r'<button class="([^"]+)" name="answer" value="(\w+)">', html) == [
        ("button second", "no"),
        ("button second", "yes"),
    ]


def test_the_list_has_what_is_open_and_is_calm_without(cast: Cast, phone: Phone) -> None:
    assert "Er is niets. Geniet ervan." in phone.reads("proposals")
    proposal_id = cast.asked(cast.bram)
    assert "Elke donderdag, 1½ uur" in phone.reads("proposals")
    proposals.decline(actor=cast.bram, now=NOW, proposal_id=proposal_id)
    assert "Er is niets. Geniet ervan." in phone.reads("proposals")


def test_only_reasons_about_the_volunteer_are_said_and_far_is_none(
    cast: Cast, phone: Phone
) -> None:
    proposal_id = cast.asked(
        cast.bram,
        reasons=(
            {"code": "why.day", "params": {}},
            {"code": "why.near", "params": {"minutes": 40}},
            {"code": "why.load_after", "params": {}},
        ),
    )
    text = phone.reads("proposal", proposal_id)
    assert "Waarom jij? Je kunt op deze dag." in text
    assert "dichtbij" not in text
    Proposal.objects.filter(pk=proposal_id).update(
        reasons=[{"code": "why.near", "params": {"minutes": 8}}]
    )
    assert "Waarom jij? Je woont dichtbij." in phone.reads("proposal", proposal_id)


def test_reading_it_answers_nothing(cast: Cast, phone: Phone) -> None:
    proposal_id = cast.asked(cast.bram)
    phone.client.get(f"/mijn-week/voorstel/{proposal_id}/?answer=yes")
    assert state_of(proposal_id) == "open"
    phone.presses("proposal", proposal_id)
    assert state_of(proposal_id) == "open"


def test_somebody_elses_question_does_not_exist(cast: Cast) -> None:
    proposal_id = cast.asked(cast.bram)
    other = Phone(cast.volunteer("Ria Ander"))
    for name in ("proposal", "ask_first"):
        assert other.client.get(reverse(name, args=[proposal_id])).status_code == 404
    for answer in ("yes", "no"):
        assert other.presses("proposal", proposal_id, answer=answer).status_code == 404
    assert other.presses("ask_first", proposal_id, text="Wie?").status_code == 404
    assert state_of(proposal_id) == "open"


# --- yes -----


def test_yes_takes_the_room_and_is_a_meeting_first(cast: Cast, phone: Phone) -> None:
    proposal_id = cast.asked(cast.bram)
    text = phone.then_reads("proposal", proposal_id, answer="yes")
    assert "Jullie maken eerst kennis. Pas daarna beslis je echt." in text
    assert "Anna belt je om een dag te kiezen." in text
    assert Match.objects.get(proposal_id=proposal_id).state == "meeting"
    week = LoadWeek.objects.get(volunteer_id=cast.bram_id, monday=TODAY - timedelta(days=1))
    assert (week.planned_minutes, week.planned_people) == (90, 1)
    # still no name: that comes with the meeting
    assert "De Wit" not in text


def test_after_yes_the_day_of_the_meeting_until_it_is_past(
    cast: Cast, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal_id = cast.asked(cast.bram)
    match_id = proposals.accept(actor=cast.bram, now=NOW, proposal_id=proposal_id)
    at = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)
    matches.plan_meeting(actor=cast.anna, now=NOW, match_id=match_id, meeting_at=at)
    text = phone.reads("proposal", proposal_id)
    assert "Kennismaken: donderdag 26 november om 14:00. Anna is er ook bij." in text
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(days=1))
    later = phone.reads("proposal", proposal_id)
    assert "Anna belt je om te horen hoe het was." in later
    assert "is er ook bij" not in later


@pytest.mark.both_engines
def test_what_became_of_a_yes(cast: Cast, phone: Phone) -> None:
    match_id = cast.running(cast.bram)
    proposal_id = Match.objects.get(pk=match_id).proposal_id
    assert "Je helpt hier nu" in phone.reads("proposal", proposal_id)
    matches.end(actor=cast.anna, now=NOW, match_id=match_id)
    assert "Dit is voorbij" in phone.reads("proposal", proposal_id)


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (
            {"max_people": 1},
            "Je grens is 1 mens. In de week van maandag 23 november help je er al 1.",
        ),
        (
            {"liked_minutes": 120, "max_minutes": 120},
            "Je grens is 2 uur per week. In de week van maandag 23 november wordt het met dit erbij"
            " 3 uur.",
        ),
        ({"max_heavy": 0}, "Je grens is 0 keer ‘zwaar’. Je hebt er al 0."),
    ],
)
def test_a_yes_above_the_own_limit_is_not_possible_and_says_whose_limit_it_is(
    cast: Cast, phone: Phone, limit: dict[str, int], said: str
) -> None:
    cast.running(cast.bram)
    proposal_id = cast.asked(cast.bram, heavy=True)
    LimitsRow.objects.filter(pk=cast.bram_id).update(**{"max_heavy": 1, **limit})
    html = phone.html("proposal", proposal_id)
    assert re.search(r'value="yes" disabled aria-describedby="no-room"', html)
    answer = phone.presses("proposal", proposal_id, answer="yes")
    assert answer.status_code == 409
    assert f"Dit past nu niet. {said}" in answer.content.decode()
    assert state_of(proposal_id) == "open"
    # no is still possible, and as easy as ever
    phone.presses("proposal", proposal_id, answer="no")
    assert state_of(proposal_id) == "no"


# --- no -----


def test_no_is_thanked_and_followed_by_rest(cast: Cast, phone: Phone) -> None:
    proposal_id = cast.asked(cast.bram)
    text = phone.then_reads("proposal", proposal_id, answer="no")
    assert "Dank je voor je antwoord" in text
    assert "We zoeken verder. Tot en met dinsdag 8 december vragen we je niets nieuws." in text
    row = Proposal.objects.get(pk=proposal_id)
    assert (row.state, row.decline_reason, row.answered_via) == ("no", "unsaid", "self")
    assert not VolunteerSignal.objects.exists()
    assert Request.objects.get(pk=row.request_id).state == "searching"


@pytest.mark.parametrize(("days", "last"), [(10, "vrijdag 4 december"), (7, "dinsdag 1 december")])
def test_the_last_day_of_rest_is_the_one_that_the_network_set(
    cast: Cast, phone: Phone, days: int, last: str
) -> None:
    Network.objects.update(days_of_rest_after_no=days)
    text = phone.then_reads("proposal", cast.asked(cast.bram), answer="no")
    assert f"Tot en met {last} vragen we je niets nieuws." in text


def test_without_rest_or_after_it_nothing_is_promised(
    cast: Cast, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal_id = cast.asked(cast.bram)
    text = phone.then_reads("proposal", proposal_id, answer="no")
    assert "niets nieuws" in text
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=15))
    assert "niets nieuws" not in phone.reads("proposal", proposal_id)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Network.objects.update(days_of_rest_after_no=0)
    assert "niets nieuws" not in phone.reads("proposal", proposal_id)


def test_why_is_asked_afterwards_and_need_not_be_said(cast: Cast, phone: Phone) -> None:
    proposal_id = cast.asked(cast.bram)
    phone.presses("proposal", proposal_id, answer="no")
    assert "Wil je zeggen waarom?" in phone.reads("proposal", proposal_id)
    text = phone.then_reads("proposal", proposal_id, answer="no", reason="too_far")
    assert "Opgeschreven: Te ver." in text
    assert "Wil je zeggen waarom?" not in text
    assert Proposal.objects.get(pk=proposal_id).decline_reason == "too_far"


def test_rather_not_saying_why_is_an_answer_too(cast: Cast, phone: Phone) -> None:
    proposal_id = cast.asked(cast.bram)
    phone.presses("proposal", proposal_id, answer="no")
    text = phone.then_reads("proposal", proposal_id, answer="no", reason="unsaid")
    assert "Dat is goed." in text
    assert "Dag Bram, dit is je week" in text


# --- a question first -----


def test_asking_something_first_keeps_it_open_and_somebody_calls(cast: Cast, phone: Phone) -> None:
    proposal_id = cast.asked(cast.bram)
    assert "Anna belt je." in phone.reads("ask_first", proposal_id)
    text = phone.then_reads("ask_first", proposal_id, text="Is er een hond?")
    assert "Anna belt je over wat je wilt weten. Daarna kun je antwoord geven." in text
    row = Proposal.objects.get(pk=proposal_id)
    assert (row.state, row.question) == ("open", "Is er een hond?")
    assert "Ik wil eerst iets vragen" not in text
    phone.presses("proposal", proposal_id, answer="yes")
    assert state_of(proposal_id) == "yes"


def test_a_call_may_be_asked_without_words(cast: Cast, phone: Phone) -> None:
    proposal_id = cast.asked(cast.bram)
    assert phone.presses("ask_first", proposal_id, text="").status_code == 302
    assert Proposal.objects.get(pk=proposal_id).question == "?"


def test_a_citizen_number_is_refused_and_what_was_typed_stays(cast: Cast, phone: Phone) -> None:
    proposal_id = cast.asked(cast.bram)
    answer = phone.presses("ask_first", proposal_id, text="Mijn BSN is 111222333.")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "lijkt" in page
    assert "Mijn BSN is 111222333." in page
    assert "<title>Fout:" in page
    assert Proposal.objects.get(pk=proposal_id).question == ""


# --- too late -----


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_after_its_time_it_is_a_calm_page(
    cast: Cast, phone: Phone, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    proposal_id = cast.asked(cast.bram)
    later = Proposal.objects.get(pk=proposal_id).expires_at
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "De tijd om te antwoorden is voorbij" in phone.reads("proposal", proposal_id)
    assert "Dat is prima. Wij zoeken verder." in phone.reads("ask_first", proposal_id)
    if answer == "yes":
        response = phone.presses("proposal", proposal_id, answer="yes")
        assert response.status_code == 409
        assert "De tijd om te antwoorden is voorbij" in response.content.decode()
        assert not Match.objects.exists()


def test_what_was_solved_meanwhile_is_said_kindly(cast: Cast, phone: Phone) -> None:
    proposal_id = cast.asked(cast.bram)
    proposals.withdraw(actor=cast.anna, now=NOW, proposal_id=proposal_id)
    text = phone.reads("proposal", proposal_id)
    assert "Deze vraag is al opgelost Dank dat je keek." in text
    assert phone.presses("proposal", proposal_id, answer="yes").status_code == 409
    assert state_of(proposal_id) == "withdrawn"
