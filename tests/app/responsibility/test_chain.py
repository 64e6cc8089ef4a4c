"""Everybody ill: danger reaches somebody who is there, and whoever owns can do the work."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.questionnaire import text

from loopplank.access.account.actors import Actor, actor_of
from loopplank.access.requests.requests import requests
from loopplank.access.responsibility.chain import who_hears, who_is_promised
from loopplank.access.responsibility.promises import named_on
from loopplank.actions.requests import handling
from loopplank.actions.responsibility import absence, closures
from loopplank.core.account.roles import Role
from loopplank.core.triage import Answer
from loopplank.store.models import AbsentRequest, Event, Membership, Message, Organisation, Request
from loopplank.web.kit import clock

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def now_acting(actor: Actor) -> Actor:
    """The same member as they come in at this moment."""
    row = Membership.objects.select_related("account", "organisation").get(pk=actor.id)
    return actor_of(row)


def ill(cast: Cast, *who: Actor) -> None:
    for one in who:
        assert one.id
        absence.note(actor=cast.anna, now=NOW, membership_id=one.id, first=TODAY, last=TODAY + DAY)


def names_board(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.noord_id).update(board_contact_id=cast.gerda.id)


def test_a_board_member_who_owns_can_do_the_work_of_that_and_no_more(cast: Cast) -> None:
    names_board(cast)
    mine = cast.web_request()
    ill(cast, cast.henk, cast.anna)
    assert Request.objects.get(pk=mine).owner_id == cast.gerda.id
    others = Request.objects.get(pk=cast.request(of=cast.henk))
    acting = now_acting(cast.gerda)
    assert (acting.role, acting.only_own) == (Role.COORDINATOR, True)
    assert [row.pk for row in requests(acting)] == [mine]
    client = browsing.member(cast.gerda)
    page = text(client.get(reverse("today")))
    assert "De Wit" in page
    assert client.get(reverse("request", args=[mine])).status_code == 200
    assert client.get(reverse("request", args=[others.pk])).status_code == 404
    assert client.get(reverse("messages")).status_code == 200
    handling.log_contact(actor=acting, now=NOW, request_id=mine, kind="talk")
    assert Request.objects.get(pk=mine).state == "talking"
    # back again: the board member reads nothing of it any more
    row = AbsentRequest.objects.filter(request_id=mine).latest("absence__noted_at").absence
    absence.end(actor=cast.anna, now=NOW + DAY, absence_id=row.pk)
    assert now_acting(cast.gerda).role is Role.BOARD
    assert "De Wit" not in text(browsing.member(cast.gerda).get(reverse("today")))


def test_who_is_back_reads_in_one_list_what_was_done(cast: Cast) -> None:
    mine = cast.web_request()
    ill(cast, cast.anna)
    later = NOW + timedelta(hours=1)
    handling.log_contact(
        actor=cast.henk, now=later, request_id=mine, kind="talk", text="Zij wil liever vrijdag."
    )
    row = AbsentRequest.objects.get(request_id=mine).absence
    absence.end(actor=cast.anna, now=NOW + 2 * timedelta(hours=1), absence_id=row.pk)
    client = browsing.member(cast.anna)
    assert "Je bent er weer." in text(client.get(reverse("today")))
    page = text(client.get(reverse("read_back")))
    assert "Zij wil liever vrijdag." in page
    assert "Henk Achterwacht had wat van jou was." in page
    assert "vrijdag" not in text(browsing.member(cast.carla).get(reverse("read_back")))
    client.post(reverse("read_back"))
    client.post(reverse("read_back"))
    assert "Je bent er weer." not in text(client.get(reverse("today")))
    assert Event.objects.filter(type="absence.read_back").count() == 1


def test_danger_passes_over_whoever_is_not_there(cast: Cast) -> None:
    names_board(cast)
    house = Organisation.objects.get(pk=cast.noord_id)
    assert cast.anna.id
    request_id = cast.request()
    found = who_hears(house, cast.anna.id, NOW, but=cast.anna.account_id)
    assert found is not None
    assert found.pk == cast.henk.id
    ill(cast, cast.henk)
    cast.assess(request_id, N1=Answer.YES)
    assert Message.objects.get(template="alert").account_id == cast.gerda.account_id
    assert who_is_promised(house, cast.anna.id, NOW + timedelta(hours=9)) is None
    assert who_is_promised(house, cast.anna.id, NOW + 4 * DAY) is None


def test_a_hole_is_shown_beforehand_and_the_board_reads_numbers_only(cast: Cast) -> None:
    cast.request()
    # nobody of Noord works on a Wednesday or a Friday, and nobody runs the network
    page = text(browsing.member(cast.gerda).get(reverse("rota")))
    assert "Op deze dagen is er niemand" in page
    assert "woensdag 25 november" in page
    assert "Wat ieder draagt" in page
    assert "De Wit" not in page
    closures.close_period(actor=cast.anna, now=NOW, first=TODAY + DAY, last=TODAY + DAY)
    assert "woensdag 25 november" not in text(browsing.member(cast.gerda).get(reverse("rota")))


def test_nobody_is_named_for_a_day_off_or_a_closed_day(cast: Cast) -> None:
    house = Organisation.objects.select_related("stand_in").get(pk=cast.noord_id)
    anna = Membership.objects.select_related("account").get(pk=cast.anna.id)
    thursday = TODAY + 2 * DAY
    found = named_on(anna, house, thursday)
    assert found is not None
    assert found.pk == anna.pk
    assert named_on(anna, house, TODAY + DAY) is None
    closures.close_period(actor=cast.anna, now=NOW, first=thursday, last=thursday)
    house.refresh_from_db()
    assert named_on(anna, house, thursday) is None
