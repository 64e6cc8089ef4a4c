"""Thanks: for help, and as much for a limit that was kept and for a no in time."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.on_the_phone import Phone, plain

from loopplank.core.volunteers.thanks import FOR_WHAT
from loopplank.jobs.nightly import follow_up
from loopplank.store.models import Affiliation, Limits, Message
from loopplank.web.kit import clock

TYPED = {"liked": "2", "most": "4", "people": "2", "heavy": "1"}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def thank(cast: Cast, what: str) -> str:
    answer = browsing.member(cast.anna).post(
        reverse("thank_volunteer", args=[cast.bram_id]), {"what": what}, follow=True
    )
    return plain(answer.content.decode())


@pytest.mark.parametrize("what", FOR_WHAT)
def test_a_coordinator_thanks_with_a_sentence_from_the_list(cast: Cast, what: str) -> None:
    assert "Het bedankje staat klaar bij Berichten." in thank(cast, what)
    message = Message.objects.get(volunteer_id=cast.bram_id, template=f"thanks_{what}")
    assert (message.state, message.params) == ("queued", {"coordinator": "Anna Prins"})


def test_once_is_enough(cast: Cast) -> None:
    thank(cast, "limit_kept")
    assert "Eén keer is genoeg." in thank(cast, "limit_kept")
    assert Message.objects.filter(template="thanks_limit_kept").count() == 1


def test_another_sentence_than_the_list_has_is_none(cast: Cast) -> None:
    where = reverse("thank_volunteer", args=[cast.bram_id])
    answer = browsing.member(cast.anna).post(where, {"what": "most_hours"})
    assert answer.status_code == 404


def test_who_lowers_a_limit_is_thanked_and_not_asked_why(cast: Cast) -> None:
    text = Phone(cast.bram).then_reads("limits", **TYPED)
    assert "Bewaard. Dank je dat je je grens bewaakt." in text
    assert Limits.objects.get(pk=cast.bram_id).lowered_on is not None


def test_a_raise_soon_after_asks_one_friendly_question(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Phone(cast.bram)
    phone.presses("limits", **TYPED)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(weeks=8))
    answer = phone.presses("limits", **{**TYPED, "most": "5"})
    text = plain(answer.content.decode())
    assert "Is het nu echt weer lichter? Je verlaagde je grens op dinsdag 24 november." in text
    assert 'value="5"' in answer.content.decode()
    assert Limits.objects.get(pk=cast.bram_id).max_minutes == 240
    phone.presses("limits", **{**TYPED, "most": "5"}, lighter="yes")
    assert Limits.objects.get(pk=cast.bram_id).max_minutes == 300


def test_long_after_nothing_is_asked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = Phone(cast.bram)
    phone.presses("limits", **TYPED)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(weeks=9))
    phone.presses("limits", **{**TYPED, "most": "5"})
    assert Limits.objects.get(pk=cast.bram_id).max_minutes == 300


def test_below_what_is_planned_the_coordinator_reads_what_to_lighten(cast: Cast) -> None:
    cast.running(cast.bram)
    Phone(cast.bram).presses("limits", **{**TYPED, "liked": "1", "most": "1"})
    answer = browsing.member(cast.anna).get(reverse("volunteer", args=[cast.bram_id]))
    text = plain(answer.content.decode())
    assert "Er is 1½ uur per week gepland. De grens is 1 uur. Kies samen wat eraf gaat." in text


@pytest.mark.both_engines
def test_once_a_year_on_the_day_that_they_began(cast: Cast) -> None:
    def of(years: int, days: int = 0) -> dict[str, object]:
        when = NOW + timedelta(days=365 * years + days)
        return follow_up.thank(when, lambda: False)

    everybody = Affiliation.objects.filter(state="active").count()
    assert of(0)["thanked"] == 0
    assert of(1)["thanked"] == everybody
    assert of(1)["thanked"] == 0
    # a loop that stood still is on time for a week
    assert of(2, days=6 + 1)["thanked"] == everybody
    told = Message.objects.filter(volunteer_id=cast.bram_id, template="thanks_year")
    assert told.count() == 2


@pytest.mark.both_engines
def test_who_is_stopping_gets_no_yearly_thanks_beside_the_goodbye(cast: Cast) -> None:
    Limits.objects.filter(pk=cast.bram_id).update(stops_on=NOW.date() + timedelta(days=365))
    follow_up.thank(NOW + timedelta(days=365), lambda: False)
    assert not Message.objects.filter(template="thanks_year").exists()
