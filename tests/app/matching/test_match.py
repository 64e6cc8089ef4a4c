"""The talk with both while the help runs: going on, sooner or later to a last day."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.messages.delivery import to_send
from loopplank.actions.matching import matches
from loopplank.store.models import Event, Match, Message, Request
from loopplank.web.kit import clock
from loopplank.web.messages.words import filled_text


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def evaluate(cast: Cast, match_id: UUID, weeks: int) -> str:
    """Write down a talk, with the last day so many weeks later; returns that day."""
    day = Match.objects.get(pk=match_id).last_day + timedelta(weeks=weeks)
    typed = {"text": "Gaat goed.", "new_last_day": day.isoformat()}
    address = reverse("evaluation", args=[match_id])
    assert browsing.member(cast.anna).post(address, typed).status_code == 302
    return day.isoformat()


@pytest.mark.parametrize("weeks", [26, -4])
def test_the_volunteer_hears_of_another_last_day(cast: Cast, weeks: int) -> None:
    match_id = cast.running(cast.bram)
    day = evaluate(cast, match_id, weeks)
    told = Message.objects.get(template="noted_last_day")
    assert (told.volunteer_id, told.state) == (cast.bram_id, "queued")
    assert told.params == {"from": "Anna Prins", "day": day}
    text = filled_text(to_send([told.pk], NOW)[told.pk])
    assert "jouw laatste dag is nu" in text
    assert "/l/" in text, "the link on which they can see it themselves"
    event = Event.objects.filter(type="request.evaluated").latest("id")
    assert event.data["last_day_on_behalf"] is True


def test_who_goes_on_as_agreed_hears_nothing_new(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    evaluate(cast, match_id, 0)
    assert not Message.objects.filter(template="noted_last_day").exists()
    assert Event.objects.get(type="request.evaluated").data["last_day_on_behalf"] is False


WORKDAYS = (0, 1, 3)  # those of Anna


@pytest.mark.parametrize("first", range(7))
def test_the_next_talk_is_on_a_working_day_of_the_owner(cast: Cast, first: int) -> None:
    """Anna is there on Monday, Tuesday and Thursday; a term that begins on any day keeps to it."""
    begin = TODAY + timedelta(days=first)
    match_id = cast.running(cast.bram, first_day=begin, last_day=begin + timedelta(weeks=12))
    row = Match.objects.get(pk=match_id)
    assert row.evaluate_on is not None
    due = Request.objects.get(pk=row.request_id).due_on
    assert due is not None
    assert due.weekday() in WORKDAYS
    assert timedelta() <= row.evaluate_on - due < timedelta(days=4), "the last one before it"
    last = begin + timedelta(weeks=5, days=first)
    matches.evaluate(actor=cast.anna, now=NOW, match_id=match_id, new_last_day=last)
    due = Request.objects.get(pk=row.request_id).due_on
    assert due is not None
    assert due.weekday() in WORKDAYS


def test_what_is_for_today_stays_for_today(cast: Cast) -> None:
    """On a Wednesday, when Anna is not there: somebody sees it at once, and not never."""
    wednesday = NOW + timedelta(days=1)
    match_id = cast.running(cast.bram, first_day=TODAY)
    matches.evaluate(
        actor=cast.anna, now=wednesday, match_id=match_id, new_last_day=wednesday.date()
    )
    row = Match.objects.get(pk=match_id)
    assert Request.objects.get(pk=row.request_id).due_on == wednesday.date()


@pytest.mark.both_engines
def test_only_the_last_day_that_is_true_is_told(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    evaluate(cast, match_id, 4)
    day = evaluate(cast, match_id, 2)
    told = Message.objects.get(template="noted_last_day", state="queued")
    assert told.params["day"] == day
    matches.end(actor=cast.anna, now=NOW, match_id=match_id)
    assert not Message.objects.filter(template="noted_last_day", state="queued").exists()
