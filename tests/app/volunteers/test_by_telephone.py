"""A volunteer with only a telephone: what they say on the phone is written down as such."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.questionnaire import text

from loopplank.access.account.actors import SYSTEM, Actor
from loopplank.actions.volunteers import limits
from loopplank.store.models import Event, Limits, LimitsRaise, Volunteer
from loopplank.web.kit import clock

BACK = "de pauze is voorbij"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def piet(cast: Cast) -> Actor:
    """In a pause until he says so."""
    made = cast.volunteer("Piet Bel", channel="phone", email="")
    limits.pause(actor=cast.anna, now=NOW, volunteer_id=made.id, first=TODAY, last=None)
    return made


def test_the_end_of_a_pause_is_heard_by_one_and_confirmed_by_another(
    cast: Cast, piet: Actor
) -> None:
    anna, henk = browsing.member(cast.anna), browsing.member(cast.henk)
    page = reverse("volunteer", args=[piet.id])
    assert BACK in text(anna.get(page))
    told = anna.post(reverse("end_pause_on_behalf", args=[piet.id]), follow=True)
    assert "Een collega bevestigt het" in text(told)
    assert BACK not in text(anna.get(page)), "it waits already"
    assert Limits.objects.get(pk=piet.id).pause_from == TODAY
    waiting = LimitsRaise.objects.get()
    tomorrow = NOW + timedelta(days=1)
    limits.apply_raise(actor=SYSTEM, now=tomorrow, raise_id=waiting.pk)
    assert Limits.objects.get(pk=piet.id).pause_from == TODAY, "nobody confirmed it"
    henk.post(reverse("confirm_raise", args=[waiting.pk]), {"terug": str(piet.id)})
    limits.apply_raise(actor=SYSTEM, now=tomorrow, raise_id=waiting.pk)
    assert Limits.objects.get(pk=piet.id).pause_from is None
    event = Event.objects.filter(type="volunteer.limits_changed", aggregate_id=piet.id)
    assert event.latest("pk").data["on_behalf"] is True


def test_whoever_has_a_link_says_it_themselves(cast: Cast) -> None:
    limits.pause(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, first=TODAY, last=None)
    Volunteer.objects.filter(pk=cast.bram_id).update(channel="sms")
    anna = browsing.member(cast.anna)
    assert BACK not in text(anna.get(reverse("volunteer", args=[cast.bram_id])))
    told = anna.post(reverse("end_pause_on_behalf", args=[cast.bram_id]), follow=True)
    assert "Alleen Bram kan deze grens verhogen" in text(told)
    assert Limits.objects.get(pk=cast.bram_id).pause_from == TODAY
    assert not LimitsRaise.objects.exists()
