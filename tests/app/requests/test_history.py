"""What happened stands on the page of a request, and what must follow comes up in time."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.account.actors import Actor
from loopplank.access.requests.history import HISTORY
from loopplank.actions.matching import matches
from loopplank.actions.requests import closing, handling
from loopplank.core.account.roles import Role
from loopplank.core.requests.closing import Lack
from loopplank.store.models import Match, Request
from loopplank.web.kit import clock
from loopplank.web.requests.words import HISTORY_WORDS


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def shown(cast: Cast, request_id: UUID) -> str:
    where = reverse("request", args=[request_id])
    return " ".join(browsing.member(cast.anna).get(where).content.decode().split())


@pytest.mark.both_engines
def test_every_step_is_told_newest_first(cast: Cast) -> None:
    match_id = cast.agreed(cast.volunteer("Ben Mohan"))
    request_id = Match.objects.get(pk=match_id).request_id
    day = NOW + timedelta(days=2)
    matches.plan_meeting(actor=cast.anna, now=NOW, match_id=match_id, meeting_at=day)
    matches.start(actor=cast.anna, now=NOW, match_id=match_id)
    matches.end(actor=cast.anna, now=NOW, match_id=match_id)
    handling.take_over(actor=cast.henk, now=NOW, request_id=request_id)
    text = shown(cast, request_id)
    steps = (
        "nam de vraag over.",
        "stopte een koppeling.",
        "liet de hulp beginnen.",
        "plande een kennismaking op donderdag 26 november.",
        "zei ja.",
        "Ben Mohan is gevraagd.",
        "De vraag kwam binnen.",
    )
    for step in steps:
        assert step in text, step
    places = [text.index(step) for step in ("zei ja.", "Ben Mohan is gevraagd.")]
    assert places == sorted(places), "of one moment the later stands above"


def test_what_somebody_reported_stands_there_in_words(cast: Cast) -> None:
    request_id = cast.ready()
    asker = Actor(Role.HELP_SEEKER, id=request_id, organisation_id=cast.noord_id)
    handling.report_change(actor=asker, now=NOW, request_id=request_id, what="not_needed")
    assert "ik heb geen hulp meer nodig" in shown(cast, request_id)


def test_a_waiting_list_and_back_are_told(cast: Cast) -> None:
    request_id = cast.ready()
    closing.wait(actor=cast.anna, now=NOW, request_id=request_id, lack=Lack.PLACE)
    closing.search(actor=cast.anna, now=NOW, request_id=request_id)
    text = shown(cast, request_id)
    assert "zette de vraag op de wachtlijst." in text
    assert "haalde de vraag van de wachtlijst." in text


def test_who_said_yes_is_called_within_two_days(cast: Cast) -> None:
    match_id = cast.agreed(cast.volunteer("Ben Mohan"))
    due_on = Request.objects.get(matches=match_id).due_on
    assert due_on is not None
    assert due_on <= TODAY + timedelta(days=7), "else nobody would see it on Vandaag"


def test_the_day_by_which_another_party_would_call_comes_up(cast: Cast) -> None:
    request_id = cast.request()
    by = TODAY + timedelta(days=1)
    said = handling.PhoneAnswer("Wijkteam Oost", "Jan", "thinking", TODAY, calls_before=by)
    handling.note_referral(actor=cast.anna, now=NOW, request_id=request_id, said=said)
    assert Request.objects.get(pk=request_id).due_on == by


def test_a_first_match_is_talked_about_after_two_weeks_and_a_second_after_six(cast: Cast) -> None:
    ben = cast.volunteer("Ben Mohan")
    first, second = (Match.objects.get(pk=cast.running(ben)) for _ in range(2))
    assert first.started_on is not None
    assert first.evaluate_on == first.started_on + timedelta(weeks=2)
    assert second.started_on is not None
    assert second.evaluate_on == second.started_on + timedelta(weeks=6)


def test_every_event_that_is_told_has_its_words() -> None:
    """And no words stand there for an event that the page never reads."""
    assert set(HISTORY) == set(HISTORY_WORDS)
