"""Mijn week: the own limit first, then the visits, then what is asked."""

import re
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app.cast import NOW, TODAY, Cast
from tests.app.on_the_phone import Phone, since_weeks

from loopplank.access.account.actors import Actor
from loopplank.actions.matching import matches
from loopplank.actions.volunteers import visits
from loopplank.actions.wellbeing import signal as wellbeing_signal
from loopplank.actions.wellbeing import signal_steps
from loopplank.core.volunteers.load import Limits
from loopplank.store.models import (
    AccessRecord,
    Affiliation,
    LimitsRaise,
    Match,
    Network,
    Visit,
    VolunteerSignal,
)
from loopplank.store.models import Limits as LimitsRow
from loopplank.web.kit import clock

THURSDAY = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Network.objects.update(open_asks_at_once=9, most_asks_a_month=12)


def today_at_ten(cast: Cast, who: Actor, **plan: object) -> UUID:
    return since_weeks(cast, who, **{"start_time": time(10), **plan})


def loose(cast: Cast, who: Actor, **plan: object) -> UUID:
    """Help once a week, on a day that the two choose."""
    return today_at_ten(cast, who, weekday=None, start_time=None, **plan)


def write_down(who: Actor, match_id: UUID, day: date = TODAY, minutes: int = 90) -> None:
    visits.log_visit(actor=who, now=NOW, match_id=match_id, day=day, minutes=minutes, felt="fine")


@pytest.fixture
def phone(cast: Cast) -> Phone:
    """Bram's."""
    return Phone(cast.bram)


# --- what stands first -----


def test_the_limit_comes_first_then_the_visits_then_what_is_asked(cast: Cast, phone: Phone) -> None:
    today_at_ten(cast, cast.bram)
    cast.asked(cast.bram)
    text = phone.reads("week")
    parts = (
        "Dag Bram, dit is je week",
        "Je helpt nu 1 mens. Je grens is 2. Dat is precies goed zo.",
        "Jouw bezoeken",
        "Vandaag 10:00, tot 11:30",
        "Ik ben geweest",
        "Het is te zwaar",
        "Even pauze",
        "Er is een vraag voor je",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_too_heavy_and_pause_stay_on_the_first_screen_of_a_busy_week(
    cast: Cast, phone: Phone
) -> None:
    LimitsRow.objects.filter(pk=cast.bram_id).update(max_minutes=1200, max_people=9)
    for day in (1, 2, 3, 4):
        today_at_ten(cast, cast.bram, weekday=day)
    text = phone.reads("week")
    assert text.count("Mevrouw De Wit", 0, text.index("Het is te zwaar")) == 2
    later = text[text.index("Verder deze week") : text.index("Nog op te schrijven")]
    assert later.count("Mevrouw De Wit") == 2


def test_an_empty_week_is_a_good_week(cast: Cast, phone: Phone) -> None:
    text = phone.reads("week")
    assert "Je hebt deze week geen bezoeken. Geniet ervan." in text
    assert "Een ander bezoek opschrijven" not in text


def test_under_too_heavy_nobody_is_told_to_enjoy_an_empty_week(cast: Cast, phone: Phone) -> None:
    wellbeing_signal.send_signal(
        actor=cast.bram, now=NOW, reason="touches_me", words="Ik slaap slecht."
    )
    text = phone.reads("week")
    assert "Noord belt je uiterlijk" in text
    assert "Je hebt deze week geen bezoeken. Je hoeft nu niets te doen." in text
    assert "Geniet ervan" not in text


def test_a_suspicion_is_no_week_to_enjoy_either(cast: Cast, phone: Phone) -> None:
    wellbeing_signal.send_signal(actor=cast.bram, now=NOW, reason="not_right")
    assert "Geniet ervan" not in phone.reads("week")


def test_rest_after_a_heavy_time_is_rest(cast: Cast, phone: Phone) -> None:
    LimitsRow.objects.filter(pk=cast.bram_id).update(rest_until=THURSDAY, rest_after=cast.noord_id)
    text = phone.reads("week")
    assert "Je krijgt rust tot en met donderdag 26 november." in text
    assert "Je hebt deze week geen bezoeken. Je hoeft nu niets te doen." in text


def test_one_person_is_not_mensen(cast: Cast) -> None:
    ria = cast.volunteer("Ria Een", limits=Limits(270, 360, 1, 1))
    today_at_ten(cast, ria)
    text = Phone(ria).reads("week")
    assert "Je helpt nu 1 mens. Je grens is 1. Je zit op je grens." in text
    assert "jouw grens: 1 mens" in text


def test_lowered_below_what_is_planned_says_both_numbers(cast: Cast, phone: Phone) -> None:
    today_at_ten(cast, cast.bram)
    LimitsRow.objects.filter(pk=cast.bram_id).update(liked_minutes=60, max_minutes=60)
    assert "Je grens is nu 1 uur. Je helpt nu 1½ uur." in phone.reads("week")
    LimitsRow.objects.filter(pk=cast.bram_id).update(max_minutes=360, max_people=0, max_heavy=0)
    assert "Je grens is nu 0 mensen. Je helpt er nu 1." in phone.reads("week")


@pytest.mark.parametrize(("day", "week"), [(TODAY, "deze"), (TODAY - timedelta(days=7), "vorige")])
def test_more_than_the_limit_is_a_question_and_no_reproach(
    cast: Cast, phone: Phone, day: date, week: str
) -> None:
    write_down(cast.bram, today_at_ten(cast, cast.bram), day, 420)
    text = phone.reads("week")
    assert f"Je hielp {week} week 7 uur. Je grens is 6 uur. Zullen we kijken wat eraf kan?" in text
    assert "over de grens" in text
    assert "Anna ziet dit ook." in text


def test_a_pause_can_be_ended_from_here(cast: Cast, phone: Phone) -> None:
    LimitsRow.objects.filter(pk=cast.bram_id).update(pause_from=TODAY, pause_to=THURSDAY)
    assert "Je hebt pauze tot en met donderdag 26 november." in phone.reads("week")
    assert phone.presses("end_pause").status_code == 302
    text = phone.reads("week")
    assert "Welkom terug. Je pauze is voorbij." in text
    assert "Ik ben er weer" not in text


# --- three taps -----


def tap(text: str, words: str) -> str:
    """The address behind a link with these words."""
    found = re.search(rf'<a [^>]*href="([^"]+)"[^>]*>{words}', text)
    assert found, words
    return found[1]


def test_a_visit_is_written_down_in_three_taps(cast: Cast, phone: Phone) -> None:
    match_id = today_at_ten(cast, cast.bram)
    week = phone.html("week")
    address = tap(week, "Ik ben geweest")  # the first
    page = phone.client.get(address).content.decode()
    # how long is chosen beforehand, so that "how was it" and "done" are all that is left
    assert re.search(r'name="minutes" value="90"[^>]* checked', page)
    answer = phone.client.post(
        address, {"felt": "fine", "minutes": "90", "wants_call": "", "note": ""}
    )
    assert answer.url == reverse("week")
    row = Visit.objects.get(match_id=match_id)
    assert (row.day, row.minutes, row.felt, row.state) == (TODAY, 90, "fine", "done")
    assert row.logged_by_self
    assert "Opgeschreven: 1½ uur." in phone.reads("week")


def test_a_visit_without_a_fixed_day_takes_three_taps_too(cast: Cast, phone: Phone) -> None:
    match_id = loose(cast, cast.bram, visits_per_week=2)
    first = tap(phone.html("week"), "Ik ben geweest")
    assert first == reverse("visit", args=[match_id, TODAY.isoformat()])
    write_down(cast.bram, match_id)
    # a second one today would write over the first, so then the day is asked
    second = tap(phone.html("week"), "Ik ben geweest")
    assert second.startswith(reverse("other_visit"))
    page = phone.client.get(second).content.decode()
    assert re.search(rf'value="{match_id}"[^>]* checked', page)


def test_only_the_first_visit_of_today_has_the_filled_button(cast: Cast, phone: Phone) -> None:
    today_at_ten(cast, cast.bram)
    today_at_ten(cast, cast.bram, start_time=time(8))
    text = phone.html("week")
    buttons = re.findall(r'<a class="([^"]+)" [^>]*>Ik ben geweest', text)
    assert sorted(buttons) == ["button wide", "button wide second"]
    assert text.index('class="button wide"') < text.index('class="button wide second"')
    assert text.index("8:00") < text.index("10:00")


def test_what_was_not_written_down_stays_two_weeks_without_nagging(
    cast: Cast, phone: Phone
) -> None:
    match_id = today_at_ten(cast, cast.bram)
    text = phone.html("week")
    earlier = text[text.index("Nog op te schrijven") : text.index("Volgende week")]
    for weeks, there in ((1, True), (2, True), (3, False)):
        day = (TODAY - timedelta(weeks=weeks)).isoformat()
        assert (reverse("visit", args=[match_id, day]) in earlier) is there
    assert "Ik ben geweest" not in earlier


# --- cannot come -----


def test_who_cannot_come_once_arranges_nothing(cast: Cast, phone: Phone) -> None:
    match_id = cast.running(cast.bram)
    assert phone.presses("cannot_visit", match_id, THURSDAY.isoformat()).status_code == 302
    assert Visit.objects.get(match_id=match_id).state == "cannot"
    signal = VolunteerSignal.objects.get()
    assert (signal.reason, signal.to_id, signal.wants_call) == ("cannot_come", cast.anna.id, False)
    text = phone.reads("week")
    assert "Goed dat je het zegt. Wij bellen. Jij regelt niets." in text
    assert "Anna belt mevrouw De Wit en zoekt iemand anders." in text
    # nothing is held up: they said it of one day, not of the help
    assert "krijg je niets nieuws" not in text


def test_of_a_past_day_nobody_has_to_call(cast: Cast, phone: Phone) -> None:
    match_id = today_at_ten(cast, cast.bram)
    last_week = (TODAY - timedelta(days=7)).isoformat()
    phone.presses("cannot_visit", match_id, last_week)
    assert not VolunteerSignal.objects.exists()
    assert "Het bezoek ging niet door." in phone.reads("week")


def test_cannot_come_after_having_been_there_is_said_and_changes_nothing(
    cast: Cast, phone: Phone
) -> None:
    match_id = today_at_ten(cast, cast.bram)
    write_down(cast.bram, match_id)
    phone.presses("cannot_visit", match_id, TODAY.isoformat())
    assert Visit.objects.get(match_id=match_id).state == "done"
    assert "Dit bezoek staat al opgeschreven." in phone.reads("week")


def test_reading_an_address_never_says_that_somebody_cannot_come(cast: Cast, phone: Phone) -> None:
    match_id = cast.running(cast.bram)
    address = reverse("cannot_visit", args=[match_id, THURSDAY.isoformat()])
    assert phone.client.get(address).status_code == 405
    assert not Visit.objects.exists()


@pytest.mark.parametrize("day", ["morgen", "2026-13-01", "26-11-2026"])
def test_an_address_without_a_day_leads_nowhere(cast: Cast, phone: Phone, day: str) -> None:
    match_id = cast.running(cast.bram)
    assert phone.presses("cannot_visit", match_id, day).status_code == 404


def test_somebody_elses_visit_does_not_exist(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    other = Phone(cast.volunteer("Ria Ander"))
    assert other.presses("cannot_visit", match_id, THURSDAY.isoformat()).status_code == 404
    assert "Mevrouw De Wit" not in other.html("week")
    assert not Visit.objects.exists()


# --- what waits -----


def signal_of(cast: Cast, call_before: date) -> None:
    wellbeing_signal.send_signal(actor=cast.bram, now=NOW, reason="time")
    VolunteerSignal.objects.update(call_before=call_before)


def test_a_signal_stays_until_somebody_called(cast: Cast, phone: Phone) -> None:
    signal_of(cast, THURSDAY)
    text = phone.reads("week")
    assert "Anna belt je uiterlijk donderdag 26 november." in text
    assert "Goed dat je het zegt. Tot dan krijg je niets nieuws." in text
    signal = VolunteerSignal.objects.get()
    signal_steps.answer_signal(actor=cast.anna, now=NOW, signal_id=signal.pk, outcome="talked")
    assert "belt je uiterlijk" not in phone.reads("week")


def test_a_call_that_did_not_come_promises_no_time_that_is_past(cast: Cast, phone: Phone) -> None:
    signal_of(cast, TODAY - timedelta(days=1))
    text = phone.reads("week")
    assert "Anna zou je bellen, uiterlijk maandag 23 november. Dat is niet gelukt. Sorry." in text
    assert "Tot het gesprek krijg je niets nieuws." in text
    assert "Tot dan" not in text
    assert "belt je uiterlijk" not in text
    # and there is somebody to call now
    assert "Bel Henk 020 555 01 99" in text


def waiting_raise(cast: Cast, effective_on: date, **wanted: object) -> None:
    LimitsRaise.objects.create(
        volunteer_id=cast.bram_id,
        wanted={
            "liked_minutes": 270,
            "max_minutes": 360,
            "max_people": 3,
            "max_heavy": 2,
            "travel_counts": False,
            "pause_from": None,
            "pause_to": None,
            "until": None,
            **wanted,
        },
        asked_at=NOW,
        effective_on=effective_on,
        needs_second=False,
    )


@pytest.mark.parametrize(
    ("away", "begin"),
    [(1, "morgen"), (2, "donderdag 26 november"), (0, "vandaag"), (-1, "vandaag")],
)
def test_a_raise_that_waits_says_from_when_and_never_a_past_day(
    cast: Cast, phone: Phone, away: int, begin: str
) -> None:
    waiting_raise(cast, TODAY + timedelta(days=away))
    said = f"Vanaf {begin} geldt: ten hoogste 3 mensen, ten hoogste 2 keer zwaar."
    assert said in phone.reads("week")


def test_a_raise_to_one_person_is_not_mensen(cast: Cast, phone: Phone) -> None:
    LimitsRow.objects.filter(pk=cast.bram_id).update(max_people=0, max_heavy=0)
    waiting_raise(cast, THURSDAY, max_people=1, max_heavy=1)
    assert "ten hoogste 1 mens, ten hoogste 1 keer zwaar." in phone.reads("week")


# --- a first meeting, and an organisation that asks -----


def test_name_and_address_are_told_from_the_day_of_the_meeting(
    cast: Cast, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    match_id = cast.agreed(cast.bram)
    assert "Anna belt je om een dag te kiezen." in phone.reads("week")
    at = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)
    matches.plan_meeting(actor=cast.anna, now=NOW, match_id=match_id, meeting_at=at)
    before = phone.reads("week")
    assert "Een mevrouw van 83" in before
    assert "Woensdag 25 november om 14:00" in before
    assert "De Wit" not in before
    assert "1013" not in before
    monkeypatch.setattr(clock, "now", lambda: at - timedelta(hours=5))
    that_morning = phone.reads("week")
    assert "De Wit" in that_morning
    assert "1013 AB" in that_morning
    assert "is er ook bij" in that_morning
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(days=1))
    after = phone.reads("week")
    assert "De Wit" in after
    assert "Anna belt je om te horen hoe het was." in after
    assert "is er ook bij" not in after


@pytest.mark.parametrize(
    ("answer", "state"), [("yes", "active"), ("no", "ended"), ("misschien", "pending")]
)
def test_an_organisation_asks_and_the_volunteer_decides(
    cast: Cast, phone: Phone, answer: str, state: str
) -> None:
    row = Affiliation.objects.create(
        volunteer_id=cast.bram_id, organisation_id=cast.zuid_id, since=TODAY, state="pending"
    )
    assert "Zuid wil je graag op de lijst" in phone.reads("week")
    assert phone.presses("join", row.pk, answer=answer).status_code == 302
    row.refresh_from_db()
    assert row.state == state
    assert ("Zuid wil je graag op de lijst" in phone.reads("week")) is (state == "pending")


def test_who_looked_is_kept_with_whom_they_saw(cast: Cast, phone: Phone) -> None:
    match_id = cast.running(cast.bram)
    seeker = Match.objects.get(pk=match_id).request.help_seeker_id
    phone.html("week")
    record = AccessRecord.objects.filter(page="week").latest("id")
    seen = set(record.subjects.values_list("subject_id", flat=True))
    assert (record.actor_id, seen) == (cast.bram_id, {cast.bram_id, seeker})


def test_a_night_of_today_is_not_written_down_in_the_morning(
    cast: Cast, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.running(cast.bram, first_day=TODAY, weekday=TODAY.weekday(), start_time=time(23, 0))
    week = phone.reads("week")
    assert "Ik ben geweest" not in week
    assert "Kan niet" in week
    tonight = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: tonight)
    assert "Ik ben geweest" in phone.reads("week")


def test_a_visit_of_next_week_that_cannot_be_stays_in_sight(cast: Cast, phone: Phone) -> None:
    match_id = cast.running(cast.bram)
    next_thursday = THURSDAY + timedelta(weeks=1)
    assert phone.reads("week").count("Kan niet") >= 2
    phone.presses("cannot_visit", match_id, next_thursday.isoformat())
    assert "Anna belt mevrouw De Wit en zoekt iemand anders." in phone.reads("week")
