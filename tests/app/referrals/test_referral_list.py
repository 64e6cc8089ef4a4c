"""Overdrachten and Mijn verwijzingen: what was asked of us, what we asked, and what is late."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.app import browsing, referring
from tests.app.cast import NOW, TODAY, Cast
from tests.app.conftest import Questions
from tests.app.referrals.test_referral import PERSON, text

from loopplank.access.account.actors import SYSTEM
from loopplank.actions.referrals import clocks
from loopplank.core.kit.calendar import deadline
from loopplank.store.models import Referral
from loopplank.web.kit import clock


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def test_nobody_asked_anything(cast: Cast) -> None:
    page = text(browsing.member(cast.anna), "referrals")
    assert "Niemand vroeg jullie iets." in page
    assert "0 vragen van jullie" not in page
    assert "Overdragen begint op de pagina van een hulpvraag." in page


def test_the_sender_reads_that_they_are_still_the_owner(cast: Cast) -> None:
    referral_id = referring.offered(cast)
    page = text(browsing.member(cast.anna), "referrals")
    assert "Jullie zijn nog eigenaar" in page
    assert "Mevrouw De Wit (83): boodschappen en gezelschap" in page
    assert reverse("referral_withdraw", args=[referral_id]) in page
    assert "Bel Zuid" in page


def test_the_receiver_sees_it_with_its_day_and_without_a_name(cast: Cast) -> None:
    referral_id = referring.offered(cast)
    page = text(browsing.member(cast.carla), "referrals")
    assert "Boodschappen en gezelschap, 75 tot 85" in page
    assert "di 1 dec" in page
    assert f"{reverse('referral', args=[referral_id])}#answer" in page
    assert not [mark for mark in PERSON if mark in page]


def test_late_ones_stand_first_and_silence_is_said(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    referring.offered(cast, to=cast.wijkteam_id)
    late = deadline(TODAY + timedelta(days=16))
    clocks.lapse(actor=SYSTEM, now=late, referral_id=Referral.objects.get().pk)
    cast.now = late
    referring.offered(cast, agreed=referring.Agreed(TODAY))
    monkeypatch.setattr(clock, "now", lambda: late)
    page = text(browsing.member(cast.anna), "referrals")
    assert "Gaf geen antwoord. Bel hen." in page
    assert page.index("Gaf geen antwoord") < page.index("Jullie zijn nog eigenaar, tot een ja.")


def test_the_menu_counts_what_waits_for_our_answer(cast: Cast) -> None:
    referring.offered(cast)
    page = text(browsing.member(cast.dirk), "volunteers")
    menu = page[page.index("Overdrachten") :][:60]
    assert '<span class="count">1</span>' in menu
    assert (
        '<span class="count">1</span>'
        not in (text(browsing.member(cast.anna), "volunteers").split("Overdrachten")[1][:60])
    )


@pytest.mark.parametrize("name", ["referrals", "today", "own_referrals"])
def test_a_list_costs_the_same_for_one_as_for_many(
    name: str, cast: Cast, queries: Callable[[], AbstractContextManager[Questions]]
) -> None:
    def more(times: int) -> None:
        for n in range(times):
            referring.offered(cast)
            referring.offered(cast, of=cast.carla, to=cast.noord_id)
            referring.offered(cast, to=cast.wijkteam_id)
            referring.to_practice(cast)
            referring.said_yes(cast, referring.offered(cast))
            referring.referred_in(cast, summary=f"Vraag {cast.made} {n}")

    client = browsing.member(cast.ella if name == "own_referrals" else cast.anna)
    more(1)
    client.get(reverse(name))
    with queries() as few:
        client.get(reverse(name))
    more(3)
    with queries() as many:
        client.get(reverse(name))
    assert len(few) == len(many) <= 25, (few, many)
