"""Vandaag: whom a coordinator calls today, and what of a colleague lies too long."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.access.actors import Actor
from loopplank.access.today import today_page
from loopplank.actions import requests, visits
from loopplank.store.models import Event, Match, VolunteerSignal
from loopplank.web import clock

LATE = NOW + timedelta(days=20)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def signal_of(cast: Cast) -> tuple[UUID, UUID]:
    """Bram does not feel safe at somebody's home: (signal, request)."""
    match_id = cast.running(cast.bram)
    signal_id = visits.send_signal(actor=cast.bram, now=NOW, reason="not_safe", match_id=match_id)
    return signal_id, Match.objects.get(pk=match_id).request_id


def signals(actor: Actor, now: datetime) -> list[UUID]:
    return [row.signal_id for row in today_page(actor, now).signals]


def test_a_signal_goes_along_with_the_request(cast: Cast) -> None:
    signal_id, request_id = signal_of(cast)
    assert signals(cast.anna, NOW) == [signal_id]
    requests.take_over(actor=cast.henk, now=NOW, request_id=request_id)
    assert (signals(cast.anna, NOW), signals(cast.henk, NOW)) == ([], [signal_id])
    event = Event.objects.filter(aggregate_id=request_id, type="request.taken_over").get()
    assert event.data["signals"] == [str(signal_id)]


def test_what_was_answered_stays_with_who_answered_it(cast: Cast) -> None:
    signal_id, request_id = signal_of(cast)
    visits.answer_signal(actor=cast.anna, now=NOW, signal_id=signal_id, outcome="other")
    requests.take_over(actor=cast.henk, now=NOW, request_id=request_id)
    assert VolunteerSignal.objects.get(pk=signal_id).to_id == cast.anna.id


def test_the_stand_in_sees_a_signal_once_it_is_late(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    signal_id, _request_id = signal_of(cast)
    row = VolunteerSignal.objects.get(pk=signal_id)
    day_of = NOW + (row.call_before - NOW.date())
    assert signals(cast.henk, day_of) == []
    after = day_of + timedelta(days=1)
    assert (signals(cast.henk, after), signals(cast.anna, after)) == ([signal_id], [signal_id])
    assert signals(cast.dirk, LATE) == []
    monkeypatch.setattr(clock, "now", lambda: after)
    text = browsing.member(cast.henk).get(reverse("today")).content.decode()
    assert "Signaal: te zwaar, van Anna Prins" in text
