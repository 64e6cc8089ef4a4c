"""A signal of a volunteer: somebody calls before a day, or it climbs; and both say they spoke."""

from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.on_the_phone import Phone, plain, since_weeks

from loopplank.access.account.actors import SYSTEM, Actor, NotFound
from loopplank.actions.organisations import organisations
from loopplank.actions.responsibility import absence
from loopplank.actions.wellbeing import escalation, signal, signal_steps
from loopplank.core.kit.calendar import at_local
from loopplank.core.kit.reason import Refused
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import (
    Event,
    Membership,
    Message,
    Network,
    SignalStep,
    VolunteerSignal,
)
from loopplank.web.kit import clock


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Network.objects.update(open_asks_at_once=9)


@pytest.fixture
def board(cast: Cast) -> Actor:
    organisations.set_people(
        actor=cast.anna,
        now=NOW,
        first_contact_id=cast.anna.id,
        stand_in_id=cast.henk.id,
        board_contact_id=cast.gerda.id,
    )
    return cast.gerda


def evening(days: int) -> datetime:
    """After five, so many days from the day of the cast."""
    return at_local(TODAY + timedelta(days=days), time(17, 1))


def sent(cast: Cast, **said: object) -> UUID:
    return signal.send_signal(actor=cast.bram, now=NOW, **said)  # type: ignore[arg-type]


def row() -> VolunteerSignal:
    return VolunteerSignal.objects.get(wants_call=True)


def reads_on(phone: Phone, now: datetime, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(clock, "now", lambda: now)
    return phone.reads("week")


# --- climbing -------------------------------------------------------------------------------------


def test_somebody_calls_within_a_working_day_and_decides_within_three(cast: Cast) -> None:
    sent(cast)
    assert row().call_before == TODAY + timedelta(days=1)
    # the third working day is a Friday; Anna works no later than Thursday
    assert row().decide_before == TODAY + timedelta(days=2)
    assert row().to_id == cast.anna.id


def test_nobody_called_it_climbs_to_stand_in_board_and_network(
    cast: Cast, netty: Actor, board: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(cast, words="Ik kan niet meer.")
    phone = Phone(cast.bram)
    Sweeper().sweep(evening(1) - timedelta(minutes=2))
    assert row().to_id == cast.anna.id, "the day is not over before five"
    Sweeper().sweep(evening(1))
    assert (row().to_id, row().level) == (cast.henk.id, 1)
    text = reads_on(phone, evening(1), monkeypatch)
    assert "Henk belt je uiterlijk donderdag 26 november." in text
    Sweeper().sweep(evening(2))
    assert row().to_id == board.id
    text = reads_on(phone, evening(2), monkeypatch)
    assert "Noord belt je uiterlijk vrijdag 27 november." in text
    Sweeper().sweep(evening(3))
    assert (row().to_id, row().watched_by_id) == (board.id, netty.id)
    text = reads_on(phone, evening(3), monkeypatch)
    assert "Netty Netwerk van het netwerk zorgt dat iemand je belt" in text
    assert "maandag 30 november" in text
    assert Event.objects.filter(type="signal.climbed").count() == 3
    said = Message.objects.order_by("queued_at").values_list("template", "account__name")
    about = [(t, n) for t, n in said if t.startswith("signal")]
    assert about == [
        ("signal_yours", "Henk Achterwacht"),
        ("signal_yours", "Gerda Bestuur"),
        ("signal_watch", "Netty Netwerk"),
    ]
    # it climbs no further, and nothing is lost
    Sweeper().sweep(evening(14))
    assert Event.objects.filter(type="signal.climbed").count() == 3


def test_each_climb_stands_on_the_list_of_that_person(
    cast: Cast, netty: Actor, board: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(cast, words="Ik kan niet meer.")
    Sweeper().sweep(evening(1))
    monkeypatch.setattr(clock, "now", lambda: evening(1))
    assert "Ik kan niet meer" in plain(
        browsing.member(cast.henk).get(reverse("today")).content.decode()
    )
    Sweeper().sweep(evening(2))
    monkeypatch.setattr(clock, "now", lambda: evening(2))
    assert "Ik kan niet meer" in plain(
        browsing.member(board).get(reverse("signals")).content.decode()
    )
    Sweeper().sweep(evening(3))
    monkeypatch.setattr(clock, "now", lambda: evening(3))
    text = plain(browsing.member(netty).get(reverse("network_overview")).content.decode())
    assert "Een vrijwilliger van Noord wacht sinds di 24 nov 10:30" in text
    # the network sees no person in it, and none of the words
    assert "Bram" not in text
    assert "Ik kan niet meer" not in text


def test_who_was_called_and_not_decided_about_climbs_too(cast: Cast) -> None:
    signal_id = sent(cast)
    signal_steps.acknowledge(actor=cast.anna, now=NOW, signal_id=signal_id)
    Sweeper().sweep(evening(1))
    assert row().to_id == cast.anna.id
    Sweeper().sweep(evening(2))
    assert row().to_id == cast.henk.id
    assert row().acknowledged_at is None


def test_what_only_has_to_be_arranged_does_not_climb(cast: Cast) -> None:
    match_id = since_weeks(cast, cast.bram)
    from loopplank.actions.volunteers import visits

    visits.cannot_visit(actor=cast.bram, now=NOW, match_id=match_id, day=TODAY)
    Sweeper().sweep(evening(8))
    assert VolunteerSignal.objects.get().to_id == cast.anna.id


def test_working_days_of_the_organisation_count(cast: Cast) -> None:
    friday = at_local(TODAY + timedelta(days=3), time(16, 0))
    signal.send_signal(actor=cast.bram, now=friday)
    assert row().call_before == TODAY + timedelta(days=6), "the Monday after"


def test_who_does_not_work_in_time_is_not_promised(cast: Cast) -> None:
    Membership.objects.filter(pk=cast.henk.id).update(weekdays=[2])
    late = at_local(TODAY, time(20, 0))
    # Anna works no Wednesday, and Tuesday is over; Henk works on Wednesday
    signal.send_signal(actor=cast.bram, now=late)
    assert (row().to_id, row().call_before) == (cast.henk.id, TODAY + timedelta(days=1))


def test_absence_hands_it_to_the_stand_in_on_no_later_day(cast: Cast) -> None:
    sent(cast)
    absence.note(actor=cast.anna, now=NOW, membership_id=cast.anna.id, first=TODAY, last=TODAY)
    assert row().to_id == cast.henk.id
    assert row().call_before <= TODAY + timedelta(days=1)


def test_a_second_climb_of_the_same_moment_changes_nothing(cast: Cast) -> None:
    signal_id = sent(cast)
    for _ in range(2):
        escalation.climb(actor=SYSTEM, now=evening(1), signal_id=signal_id)
    assert row().level == 1


# --- both say that they spoke ---------------------------------------------------------------------


def test_it_stays_until_both_say_that_they_spoke(cast: Cast) -> None:
    signal_id, phone = sent(cast), Phone(cast.bram)
    anna = browsing.member(cast.anna)
    anna.post(reverse("signal", args=[signal_id]), {"outcome": "lighter", "done": "Een uur eraf."})
    text = phone.reads("week")
    assert "Heeft Anna je gesproken?" in text
    assert row().done == "Een uur eraf."
    assert "Een uur eraf" not in text
    phone.presses("say_heard", signal_id, spoken="yes")
    assert "Heeft Anna je gesproken?" not in phone.reads("week")
    assert (row().heard, row().outcome) == ("yes", "lighter")


def test_no_puts_it_back_and_it_climbs_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    signal_id, phone = sent(cast), Phone(cast.bram)
    signal_steps.answer_signal(actor=cast.anna, now=NOW, signal_id=signal_id, outcome="talked")
    text = phone.then_reads("say_heard", signal_id, spoken="no")
    assert "Noord belt je uiterlijk woensdag 25 november." in text
    today = plain(browsing.member(cast.anna).get(reverse("today")).content.decode())
    assert "Bram zegt: er is niet met mij gesproken." in today
    with pytest.raises(Refused):
        cast.asked(cast.bram)
    # both facts are kept
    steps = SignalStep.objects.filter(signal_id=signal_id).order_by("at", "pk")
    assert {(s.step, s.what) for s in steps} >= {("answered", "talked"), ("heard", "no")}
    Sweeper().sweep(evening(1))
    assert row().to_id == cast.henk.id
    signal_steps.answer_signal(actor=cast.henk, now=NOW, signal_id=signal_id, outcome="lighter")
    assert "Heeft Henk je gesproken?" in phone.reads("week")


def test_without_an_answer_it_closes_quietly_after_two_weeks(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    signal_id, phone = sent(cast), Phone(cast.bram)
    signal_steps.answer_signal(actor=cast.anna, now=NOW, signal_id=signal_id, outcome="talked")
    Sweeper().sweep(NOW + timedelta(days=13))
    assert "Heeft Anna" in reads_on(phone, NOW + timedelta(days=13), monkeypatch)
    Sweeper().sweep(NOW + timedelta(days=14))
    assert row().heard == "silent"
    assert "Heeft Anna" not in reads_on(phone, NOW + timedelta(days=14), monkeypatch)
    assert row().answered_at == NOW


def test_who_says_that_they_spoke_stops_the_climb_until_it_is_decided(cast: Cast) -> None:
    signal_id = sent(cast)
    signal_steps.say_heard(actor=cast.bram, now=NOW, signal_id=signal_id, spoken=True)
    Sweeper().sweep(evening(1))
    assert row().to_id == cast.anna.id
    assert row().answered_at is None, "what was done is for Anna to write down"


def test_a_stranger_says_nothing_about_it(cast: Cast) -> None:
    signal_id = sent(cast)
    zora = cast.volunteer("Zora Ander")
    with pytest.raises(NotFound):
        signal_steps.say_heard(actor=zora, now=NOW, signal_id=signal_id, spoken=True)
    with pytest.raises(NotFound):
        signal_steps.answer_signal(actor=cast.dirk, now=NOW, signal_id=signal_id, outcome="talked")
    assert browsing.member(cast.dirk).get(reverse("signal", args=[signal_id])).status_code == 404


# --- not safe -------------------------------------------------------------------------------------


def test_not_safe_shows_numbers_and_alerts_two_people_at_once(cast: Cast) -> None:
    match_id = since_weeks(cast, cast.bram)
    phone = Phone(cast.bram)
    text = phone.then_reads("too_heavy", reason="not_safe", match=str(match_id))
    assert "Ben je nu in gevaar? Bel 112." in text
    assert "Henk Achterwacht heeft nu dienst. Bel Henk 020 555 01 99" in text
    alerts = Message.objects.filter(template="signal_unsafe")
    assert sorted(alerts.values_list("account__name", "channel")) == [
        ("Anna Prins", "phone"),
        ("Henk Achterwacht", "phone"),
    ]


def test_who_does_not_go_any_more_need_not_wait_for_anybody(cast: Cast) -> None:
    match_id = since_weeks(cast, cast.bram)
    phone = Phone(cast.bram)
    assert "Ik ben geweest" in phone.reads("week")
    signal_id = sent(cast, reason="not_safe", match_id=match_id)
    text = phone.then_reads("not_safe", signal_id)
    assert "Je gaat er nu niet meer heen. Wij regelen het." in text
    week = phone.reads("week")
    assert "Ik ben geweest" not in week
    assert "Je gaat er nu niet meer heen." in week
    today = plain(browsing.member(cast.anna).get(reverse("today")).content.decode())
    assert "Gaat er niet meer heen tot jullie spraken." in today
    assert "Gaat er voorlopig niet heen; bel wie nu geen bezoek krijgt" in today
    # once it is settled the week is as before
    signal_steps.answer_signal(actor=cast.anna, now=NOW, signal_id=signal_id, outcome="talked")
    assert "Ik ben geweest" in phone.reads("week")


def test_about_nobody_there_is_nothing_to_stay_away_from(cast: Cast) -> None:
    signal_id = sent(cast, reason="not_safe")
    assert "Ik ga er niet meer heen" not in Phone(cast.bram).reads("not_safe", signal_id)
    with pytest.raises(NotFound):
        signal.stay_away(actor=cast.bram, now=NOW, signal_id=signal_id)
