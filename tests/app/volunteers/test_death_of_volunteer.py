"""A volunteer dies: a person calls whom they helped, and nothing is asked or sent any more."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.on_the_phone import plain

from loopplank.access.account.actors import SYSTEM, NotFound
from loopplank.access.volunteers.volunteers import volunteers
from loopplank.access.volunteers.week import week_page
from loopplank.actions.ledger.ledger import differences
from loopplank.actions.messages.messages import queue_to_volunteer
from loopplank.actions.volunteers import stopping
from loopplank.actions.volunteers.death_of_volunteer import (
    note_death_of_volunteer,
    take_back_death,
)
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.matches import MatchState
from loopplank.core.wellbeing.signal import NOT_DEAD, VOLUNTEER_DIED
from loopplank.store.models import (
    Affiliation,
    Event,
    Limits,
    Link,
    Match,
    Message,
    Proposal,
    Request,
    Volunteer,
    VolunteerSignal,
)
from loopplank.web.kit import clock

pytestmark = pytest.mark.both_engines

NEXT = date(2026, 11, 26)  # the next Thursday of the agreement


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def note(cast: Cast) -> None:
    note_death_of_volunteer(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id)


def queued() -> int:
    return Message.objects.filter(state="queued").count()


def calls() -> list[tuple[UUID | None, str, date]]:
    rows = VolunteerSignal.objects.filter(reason=VOLUNTEER_DIED, answered_at=None)
    return list(rows.values_list("match_id", "words", "call_before"))


def test_help_stops_and_a_person_calls_before_the_next_visit(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    before = queued()
    note(cast)
    match = Match.objects.get(pk=match_id)
    assert match.state == MatchState.ENDED
    ((called, words, on),) = calls()
    assert (called, words) == (match_id, NEXT.isoformat())
    assert TODAY <= on < NEXT
    assert queued() <= before, "no message tells it"
    assert not Message.objects.filter(template__in=["stopped", "thanks"], state="queued").exists()
    row = Request.objects.get(pk=match.request_id)
    assert row.owner_id
    assert row.due_on
    assert not differences(Volunteer.objects.get(pk=cast.bram_id))


def test_said_twice_is_done_once(cast: Cast) -> None:
    cast.running(cast.bram)
    note(cast)
    note(cast)
    assert len(calls()) == 1
    assert Event.objects.filter(type="volunteer.death_noted").count() == 1


def test_nothing_is_sent_or_asked_any_more(cast: Cast) -> None:
    proposal_id = cast.asked(cast.bram)
    note(cast)
    assert Proposal.objects.get(pk=proposal_id).state not in {"open", "waits"}
    volunteer = Volunteer.objects.get(pk=cast.bram_id)
    assert not Message.objects.filter(volunteer=volunteer, state="queued").exists()
    late = queue_to_volunteer(cast.noord_id, volunteer, "thanks", {}, now=NOW)
    assert late.state == "dropped"
    with pytest.raises(Refused):
        cast.asked(cast.bram)


def test_their_links_open_nothing(cast: Cast) -> None:
    own = browsing.volunteer(cast.bram)
    assert own.get(reverse("week")).status_code == 200
    generations = dict(Link.objects.filter(subject_id=cast.bram_id).values_list("pk", "generation"))
    note(cast)
    assert own.get(reverse("week")).status_code != 200
    after = dict(Link.objects.filter(subject_id=cast.bram_id).values_list("pk", "generation"))
    assert all(after[pk] > n for pk, n in generations.items())


def test_nobody_comes_in_as_them_by_another_way(cast: Cast) -> None:
    """A session of before, an account, a key of before or after: none finds the row."""
    by_key = browsing.with_key(cast.anna, cast.bram)
    assert by_key.get(reverse("with_key")).status_code == 200
    assert volunteers(cast.bram).exists()
    note(cast)
    assert by_key.get(reverse("with_key")).status_code != 200
    late = browsing.with_key(cast.anna, cast.bram)
    assert late.get(reverse("with_key")).status_code != 200
    with pytest.raises(NotFound):
        week_page(cast.bram, NOW)
    assert not volunteers(cast.bram).exists()
    take_back_death(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id)
    assert volunteers(cast.bram).exists()


def test_the_night_thanks_nobody(cast: Cast) -> None:
    cast.running(cast.bram)
    note(cast)
    VolunteerSignal.objects.filter(reason=VOLUNTEER_DIED).update(answered_at=NOW)
    stopping.finish_stop(actor=SYSTEM, now=NOW + timedelta(days=1), volunteer_id=cast.bram_id)
    assert not Message.objects.filter(volunteer_id=cast.bram_id, state="queued").exists()
    assert set(Affiliation.objects.filter(volunteer_id=cast.bram_id).values_list("state")) == {
        ("ended",)
    }


def test_nobody_elsewhere_writes_it_down(cast: Cast) -> None:
    with pytest.raises(NotFound):
        note_death_of_volunteer(actor=cast.carla, now=NOW, volunteer_id=cast.bram_id)
    with pytest.raises(NotFound):
        note_death_of_volunteer(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)


def test_a_mistake_is_taken_back(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    note(cast)
    take_back_death(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id)
    take_back_death(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id)
    volunteer = Volunteer.objects.get(pk=cast.bram_id)
    assert volunteer.death_noted_on is None
    assert not calls()
    assert VolunteerSignal.objects.filter(reason=NOT_DEAD, answered_at=None).count() == 1
    # what stopped does not begin again without both
    assert Match.objects.get(pk=match_id).state == MatchState.ENDED
    assert not week_page(cast.bram, NOW).coming
    assert queue_to_volunteer(cast.noord_id, volunteer, "thanks", {}, now=NOW).state == "queued"
    assert not differences(volunteer)


def test_a_day_of_stopping_said_before_holds_again(cast: Cast) -> None:
    stopping.stop_helping(
        actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, last_day=TODAY + timedelta(days=20)
    )
    note(cast)
    assert Limits.objects.get(pk=cast.bram_id).stops_on == TODAY - timedelta(days=1)
    take_back_death(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id)
    assert Limits.objects.get(pk=cast.bram_id).stops_on == TODAY + timedelta(days=20)


def test_the_coordinator_writes_it_down_and_is_led_to_whom_to_call(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    browser = browsing.member(cast.anna)
    address = reverse("note_death", args=[cast.bram_id])
    assert "is overleden" in browser.get(reverse("volunteer", args=[cast.bram_id])).content.decode()
    refused = browser.post(address, {})
    assert "Vink dit aan" in plain(refused.content.decode())
    assert Volunteer.objects.get(pk=cast.bram_id).death_noted_on is None
    assert browser.post(address, {"sure": "on"}).status_code == 302
    page = plain(browser.get(reverse("volunteer", args=[cast.bram_id])).content.decode())
    assert "Er gaat geen bericht meer uit" in page
    for lively in ("Wijzig grenzen", "Vraag eerst hoe het met", "Geef een sleutel", "ruimte"):
        assert lively not in page
    today = browser.get(reverse("today")).content.decode()
    assert "Vrijwilliger overleden" in today
    request_id = Match.objects.get(pk=match_id).request_id
    assert reverse("request", args=[request_id]) in today
    signal = VolunteerSignal.objects.get(reason=VOLUNTEER_DIED)
    said = plain(browser.get(reverse("signal", args=[signal.pk])).content.decode())
    for to_bram in ("Bel Bram", "hoe het met Bram gaat"):
        assert to_bram not in said
    for shown in (page, said):
        assert "Over het bezoek aan mevrouw De Wit" in shown
        for about_bram in ("Even pauze", "lichter", "mag dit opvragen", "spraken hierover"):
            assert about_bram not in shown
    before = Affiliation.objects.get(volunteer=cast.bram_id).spoken_at
    done = browser.post(
        reverse("answer_signal", args=[signal.pk]), {"outcome": "pause"}, follow=True
    )
    assert "Nieuwe voorstellen" not in plain(done.content.decode())
    assert VolunteerSignal.objects.get(pk=signal.pk).outcome == "other", "nothing was agreed"
    assert Affiliation.objects.get(volunteer=cast.bram_id).spoken_at == before


def test_nobody_asks_who_died_whether_they_were_called(cast: Cast) -> None:
    cast.running(cast.bram)
    note(cast)
    browser = browsing.member(cast.anna)
    signal = VolunteerSignal.objects.get(reason=VOLUNTEER_DIED)
    address = reverse("signal", args=[signal.pk])
    done = browser.post(address, {"outcome": "arranged", "done": ""}, follow=True)
    assert "Opgeschreven." in plain(done.content.decode())
    for page in (done, browser.get(address)):
        assert "Wij vragen Bram" not in plain(page.content.decode())
