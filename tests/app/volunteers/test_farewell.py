"""Stopping is not being erased: a last day, who calls whom, a way back, and thanks."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.on_the_phone import Phone, plain

from loopplank.actions.matching import propose
from loopplank.actions.volunteers import stopping, volunteers
from loopplank.actions.wellbeing import signal_steps
from loopplank.core.kit.reason import Refused
from loopplank.core.wellbeing.signal import STAYS, STOPS
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import (
    Affiliation,
    Event,
    Limits,
    Match,
    Message,
    Network,
    Proposal,
    Request,
    Volunteer,
    VolunteerSignal,
)
from loopplank.web.kit import clock

DAY = timedelta(days=1)
NEXT_WEEK = TODAY + timedelta(days=9)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Network.objects.update(open_asks_at_once=9, days_of_rest_after_no=0)


@pytest.fixture
def phone(cast: Cast) -> Phone:
    """Bram's."""
    return Phone(cast.bram)


def sweep(days: int) -> None:
    Sweeper().sweep(NOW + timedelta(days=days))


def called(cast: Cast) -> None:
    """Anna made every call that was asked of her."""
    for pk in VolunteerSignal.objects.filter(answered_at=None).values_list("pk", flat=True):
        signal_steps.answer_signal(actor=cast.anna, now=NOW, signal_id=pk, outcome="arranged")


def stops_on(cast: Cast) -> object:
    return Limits.objects.get(pk=cast.bram_id).stops_on


def test_three_taps_and_today_is_the_last_day(cast: Cast, phone: Phone) -> None:
    cast.running(cast.bram)
    Limits.objects.update(set_by_self=True)
    assert reverse("stop_helping") in phone.html("limits")
    page = phone.html("stop_helping")
    assert 'value="today"' in page.split("checked")[0].rsplit("<input", 1)[1]
    assert "Anna belt mevrouw De Wit. Jij hoeft niets te regelen." in phone.reads("stop_helping")
    text = phone.then_reads("stop_helping", when="today")
    assert "Vandaag is je laatste dag. Anna belt mevrouw De Wit. Dank je wel voor je hulp." in text
    assert stops_on(cast) == TODAY


def test_a_last_day_later_on(cast: Cast, phone: Phone) -> None:
    text = phone.then_reads("stop_helping", when="other", last=NEXT_WEEK.isoformat())
    assert "Je laatste dag is donderdag 3 december." in text
    assert stops_on(cast) == NEXT_WEEK


@pytest.mark.parametrize(
    ("last", "said"),
    [("", "Kies je laatste dag."), ("2026-11-23", "Kies vandaag of een dag die nog komt.")],
)
def test_a_day_that_cannot_be_is_said_in_a_sentence(
    cast: Cast, phone: Phone, last: str, said: str
) -> None:
    answer = phone.presses("stop_helping", when="other", last=last)
    assert answer.status_code == 422
    assert said in plain(answer.content.decode())
    assert stops_on(cast) is None


def test_nothing_new_is_asked_from_that_moment(cast: Cast, phone: Phone) -> None:
    open_question = cast.asked(cast.bram)
    phone.presses("stop_helping", when="other", last=NEXT_WEEK.isoformat())
    assert Proposal.objects.get(pk=open_question).expires_at == NOW
    assert "Er is een vraag voor je" not in phone.reads("week")
    with pytest.raises(Refused, match=r"asking\.stops"):
        propose.ask(
            actor=cast.anna,
            now=NOW,
            request_id=cast.ready(),
            volunteer_id=cast.bram_id,
            plan=cast.plan(),
        )


def test_each_coordinator_hears_it_with_the_day(cast: Cast, phone: Phone) -> None:
    match_id = cast.running(cast.bram)
    phone.presses("stop_helping", when="other", last=NEXT_WEEK.isoformat())
    signal = VolunteerSignal.objects.get()
    assert (signal.reason, signal.match_id, signal.to_id) == (STOPS, match_id, cast.anna.id)
    today = plain(browsing.member(cast.anna).get(reverse("today")).content.decode())
    assert "Laatste dag: donderdag 3 december" in today
    assert "Bram Vrijwilliger, bezoek aan mevrouw De Wit" in today


def test_who_carries_nothing_is_told_of_to_the_first_contact(cast: Cast, phone: Phone) -> None:
    phone.presses("stop_helping", when="today")
    signal = VolunteerSignal.objects.get()
    assert (signal.match_id, signal.to_id) == (None, cast.anna.id)


def test_another_day_replaces_the_first(cast: Cast, phone: Phone) -> None:
    cast.running(cast.bram)
    phone.presses("stop_helping", when="today")
    phone.presses("stop_helping", when="other", last=NEXT_WEEK.isoformat())
    assert VolunteerSignal.objects.get().words == NEXT_WEEK.isoformat()


def test_until_the_end_of_that_day_they_may_stay(
    cast: Cast, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    match_id = cast.running(cast.bram)
    phone.presses("stop_helping", when="today")
    sweep(0)
    assert "Ik blijf toch" in phone.reads("week")
    assert "Fijn dat je blijft." in phone.then_reads("stay")
    assert stops_on(cast) is None
    assert not VolunteerSignal.objects.exists()
    sweep(1)
    assert Match.objects.get(pk=match_id).state == "running"
    phone.presses("stop_helping", when="today")
    monkeypatch.setattr(clock, "now", lambda: NOW + DAY)
    assert "Je laatste dag is voorbij." in phone.then_reads("stay")
    assert stops_on(cast) == TODAY


def test_who_was_called_already_is_called_again(cast: Cast, phone: Phone) -> None:
    cast.running(cast.bram)
    phone.presses("stop_helping", when="other", last=NEXT_WEEK.isoformat())
    called(cast)
    phone.presses("stay")
    assert VolunteerSignal.objects.get(answered_at=None).reason == STAYS


@pytest.mark.both_engines
def test_after_the_last_day_everything_comes_back_and_they_are_thanked(
    cast: Cast, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    match_id = cast.running(cast.bram)
    phone.presses("stop_helping", when="other", last=NEXT_WEEK.isoformat())
    called(cast)
    sweep(9)
    assert Match.objects.get(pk=match_id).state == "running"
    sweep(10)
    match = Match.objects.get(pk=match_id)
    assert match.state == "ended"
    assert Request.objects.get(pk=match.request_id).state != "running"
    told = Message.objects.filter(volunteer_id=cast.bram_id, state="queued", queued_at__gt=NOW)
    assert [m.template for m in told] == ["goodbye"]
    row = Affiliation.objects.get(volunteer_id=cast.bram_id)
    assert (row.state, row.ended_on) == ("ended", NEXT_WEEK + DAY)
    # nothing was erased, and that is a second choice
    assert Volunteer.objects.get(pk=cast.bram_id).first_name == "Bram"
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=10))
    text = phone.reads("week")
    assert "Je bent gestopt Dank je wel voor je hulp. Terugkomen mag altijd." in text
    assert "Wil je ook dat wij alles wissen?" in text


@pytest.mark.both_engines
def test_they_stay_on_the_list_until_every_call_was_made(cast: Cast, phone: Phone) -> None:
    match_id = cast.running(cast.bram)
    phone.presses("stop_helping", when="today")
    sweep(1)
    assert Match.objects.get(pk=match_id).state == "ended"
    assert Affiliation.objects.get(volunteer_id=cast.bram_id).state == "active"
    answer = browsing.member(cast.anna).get(reverse("volunteer", args=[cast.bram_id]))
    assert "Stopt op dinsdag 24 november" in plain(answer.content.decode())
    called(cast)
    sweep(1)
    assert Affiliation.objects.get(volunteer_id=cast.bram_id).state == "ended"
    goodbyes = Message.objects.filter(volunteer_id=cast.bram_id, template="goodbye")
    assert goodbyes.count() == 1


def test_who_comes_back_may_be_asked_again(cast: Cast, phone: Phone) -> None:
    phone.presses("stop_helping", when="today")
    called(cast)
    sweep(1)
    later = NOW + timedelta(days=90)
    row = Affiliation.objects.get(volunteer_id=cast.bram_id)
    Affiliation.objects.filter(pk=row.pk).update(state="pending", ended_on=None)
    volunteers.join(actor=cast.bram, now=later, affiliation_id=row.pk, yes=True)
    assert stops_on(cast) is None


# --- with one person ---------------------------------------------------------------------------


def other_match(cast: Cast) -> UUID:
    return cast.running(cast.bram, weekday=1, start_time=None)


@pytest.mark.both_engines
def test_stopping_with_one_person_leaves_the_other(cast: Cast, phone: Phone) -> None:
    match_id, other = cast.running(cast.bram), other_match(cast)
    day = (TODAY + 2 * DAY).isoformat()
    assert reverse("stop_with", args=[match_id]) in phone.html("visit", match_id, day)
    assert reverse("stop_with", args=[other]) in phone.html("stop_helping")
    text = phone.then_reads("stop_with", match_id, when="other", last=NEXT_WEEK.isoformat())
    assert "Je laatste dag bij mevrouw De Wit is donderdag 3 december." in text
    assert VolunteerSignal.objects.get().match_id == match_id
    assert stops_on(cast) is None
    sweep(10)
    assert Match.objects.get(pk=match_id).state == "ended"
    assert Match.objects.get(pk=other).state == "running"
    thanked = Message.objects.filter(volunteer_id=cast.bram_id, template="thanks")
    assert thanked.count() == 1


def test_visits_after_the_last_day_are_not_expected(cast: Cast, phone: Phone) -> None:
    match_id = cast.running(cast.bram)
    assert "Volgende week" in phone.reads("week")
    phone.presses("stop_with", match_id, when="other", last=(TODAY + 3 * DAY).isoformat())
    assert "Volgende week" not in phone.reads("week")


def test_and_they_may_go_on_after_all(cast: Cast, phone: Phone) -> None:
    match_id = cast.running(cast.bram)
    phone.presses("stop_with", match_id, when="today")
    assert "Goed. Alles blijft zoals het was." in phone.then_reads("stay_with", match_id)
    sweep(1)
    assert Match.objects.get(pk=match_id).state == "running"
    assert not VolunteerSignal.objects.exists()


def test_help_of_somebody_else_is_not_theirs_to_stop(cast: Cast, phone: Phone) -> None:
    match_id = cast.running(cast.volunteer("Ria Loopt"))
    assert phone.client.get(reverse("stop_with", args=[match_id])).status_code == 404
    assert phone.presses("stop_with", match_id, when="today").status_code == 404
    assert phone.presses("stay_with", match_id).status_code == 404
    assert Match.objects.get(pk=match_id).stops_on is None


# --- told on the telephone ----------------------------------------------------------------------


@pytest.mark.both_engines
def test_a_coordinator_notes_it_and_the_volunteer_hears_it(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    anna = browsing.member(cast.anna)
    stop = reverse("volunteer_stop", args=[cast.bram_id])
    assert "Er wordt niets gewist." in anna.get(stop).content.decode()
    anna.post(stop, {"when": "other", "last": NEXT_WEEK.isoformat()})
    assert stops_on(cast) == NEXT_WEEK
    told = Message.objects.filter(volunteer_id=cast.bram_id, template="changed_for_you")
    assert told.exists()
    anna.post(reverse("volunteer_stays", args=[cast.bram_id]))
    assert stops_on(cast) is None
    one = reverse("stop_on_behalf", args=[match_id])
    assert "Bram stopt bij mevrouw De Wit" in anna.get(one).content.decode()
    anna.post(one, {"when": "today"})
    assert Match.objects.get(pk=match_id).stops_on == TODAY
    page = anna.get(reverse("volunteer", args=[cast.bram_id])).content.decode()
    assert "Stopt op dinsdag 24 november." in page
    anna.post(reverse("stay_on_behalf", args=[match_id]))
    assert Match.objects.get(pk=match_id).stops_on is None


@pytest.mark.both_engines
def test_what_a_volunteer_said_themselves_only_they_take_back(cast: Cast, phone: Phone) -> None:
    """A coordinator may make the day sooner, and undoes neither the day nor the stop (P10)."""
    match_id = cast.running(cast.bram)
    phone.presses("stop_helping", when="other", last=NEXT_WEEK.isoformat())
    anna = browsing.member(cast.anna)
    stays = reverse("volunteer_stays", args=[cast.bram_id])
    said = anna.post(stays, follow=True).content.decode()
    assert "Bram zei zelf te stoppen. Alleen Bram kan dat terugdraaien" in said
    assert stops_on(cast) == NEXT_WEEK
    stop = reverse("volunteer_stop", args=[cast.bram_id])
    later = (NEXT_WEEK + DAY).isoformat()
    assert "Bram zei zelf" in anna.post(stop, {"when": "other", "last": later}).content.decode()
    assert stops_on(cast) == NEXT_WEEK
    anna.post(stop, {"when": "other", "last": (NEXT_WEEK - DAY).isoformat()})
    assert stops_on(cast) == NEXT_WEEK - DAY
    anna.post(stays)
    assert stops_on(cast) == NEXT_WEEK - DAY, "a sooner day makes it nobody else's"
    phone.presses("stay")
    phone.presses("stop_with", match_id, when="today")
    anna.post(reverse("stay_on_behalf", args=[match_id]))
    assert Match.objects.get(pk=match_id).stops_on == TODAY


@pytest.mark.both_engines
def test_saying_the_day_that_was_written_down_makes_it_their_own(cast: Cast, phone: Phone) -> None:
    """A coordinator wrote it down first; who then says the same is called about it once."""
    match_id = cast.running(cast.bram)
    anna = browsing.member(cast.anna)
    day = {"when": "other", "last": NEXT_WEEK.isoformat()}
    anna.post(reverse("volunteer_stop", args=[cast.bram_id]), day)
    anna.post(reverse("stop_on_behalf", args=[match_id]), day)
    calls = set(VolunteerSignal.objects.values_list("pk", flat=True))
    for _ in range(2):
        phone.presses("stop_helping", **day)
        phone.presses("stop_with", match_id, **day)
    assert set(VolunteerSignal.objects.values_list("pk", flat=True)) == calls
    for kind in ("volunteer.stops", "match.stops"):
        assert Event.objects.filter(type=kind, data__on_behalf=False).count() == 1
    anna.post(reverse("volunteer_stays", args=[cast.bram_id]))
    anna.post(reverse("stay_on_behalf", args=[match_id]))
    assert stops_on(cast) == NEXT_WEEK
    assert Match.objects.get(pk=match_id).stops_on == NEXT_WEEK


def test_a_coordinator_speaks_for_whoever_has_only_a_telephone(cast: Cast) -> None:
    toon = cast.volunteer("Toon Telefoon", channel="phone", email="")
    assert toon.id
    cast.running(toon)
    stopping.stop_helping(actor=toon, now=NOW, volunteer_id=toon.id, last_day=TODAY)
    stopping.stay(actor=cast.anna, now=NOW, volunteer_id=toon.id)
    assert Limits.objects.get(pk=toon.id).stops_on is None


def test_the_page_to_stop_asks_as_much_for_one_person_as_for_more(
    cast: Cast, phone: Phone, queries: object
) -> None:
    cast.running(cast.bram)
    with queries() as one:  # type: ignore[operator]  # a fixture that counts
        phone.reads("stop_helping")
    other_match(cast)
    with queries() as two:  # type: ignore[operator]
        phone.reads("stop_helping")
    assert len(one) == len(two), two


def test_stopping_twice_is_stopping_once(cast: Cast) -> None:
    for _ in range(2):
        stopping.stop_helping(
            actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, last_day=NEXT_WEEK
        )
    assert VolunteerSignal.objects.count() == 1
