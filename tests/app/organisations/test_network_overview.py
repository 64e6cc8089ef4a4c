"""Netwerk: how it stands in numbers, and nothing of anybody who asks for help."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.conftest import Questions
from tests.app.kit.test_doors import admin_of_noord
from tests.app.marked_person import MARKS, everywhere
from tests.app.questionnaire import plain
from tests.app.responsibility.test_nightly_checks import defences_down, key, run

from loopplank.access.account.actors import SYSTEM, Actor
from loopplank.actions.organisations import networks
from loopplank.actions.responsibility import rota
from loopplank.core.responsibility.nightly_checks import PROMISES
from loopplank.jobs.nightly import daily_work
from loopplank.store.models import (
    AccessRecord,
    Account,
    HelpSeeker,
    Message,
    Organisation,
    PeriodicRun,
    Request,
    Volunteer,
)
from loopplank.web.account.adapter import page_of
from loopplank.web.kit import clock

Counting = Callable[[], AbstractContextManager[Questions]]


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def netty(cast: Cast) -> Actor:
    return admin_of_noord(cast)


def show(netty: Actor) -> str:
    return plain(browsing.member(netty).get(reverse("network_overview")))


def test_it_says_who_stands_in_and_that_all_have_an_owner(cast: Cast, netty: Actor) -> None:
    cast.request()
    rota.add_turn(
        actor=cast.anna,
        now=NOW,
        membership_id=cast.anna.id,  # type: ignore[arg-type]
        first=TODAY + timedelta(days=2),
        last=TODAY + timedelta(days=9),
    )
    page = show(netty)
    assert "Zonder actieve eigenaar: 0" in page
    assert "Noord Henk Achterwacht ma 23 nov tot en met wo 25 nov Anna Prins do 26 nov" in page
    assert "Zuid Dirk Zuid hele week 0" in page
    assert "2 organisaties" in page
    assert "heeft geen actieve eigenaar" not in page


def test_the_menu_and_signing_in_lead_there(cast: Cast, netty: Actor) -> None:
    client = browsing.member(netty)
    assert (
        f'href="{reverse("network_overview")}"' in client.get(reverse("settings")).content.decode()
    )

    assert page_of(netty.role) == reverse("network_overview")


@pytest.mark.sqlite
def test_an_inactive_owner_is_a_red_line_on_top_that_stays(cast: Cast, netty: Actor) -> None:
    cast.request()
    with defences_down():
        run(
            "UPDATE store_membership SET active = 0, ended_on = '2026-11-24' WHERE id = %s",
            key(cast.anna.id),
        )
        client = browsing.member(netty)
        for _ in range(2):
            raw = client.get(reverse("network_overview")).content.decode()
            assert 'role="alert"' in raw
            assert "1 hulpvraag heeft geen actieve eigenaar. Bel de organisatie vandaag." in raw
            assert raw.index('role="alert"') < raw.index("Achterwacht deze week")
            alert = raw[raw.index('role="alert"') : raw.index("Achterwacht deze week")]
            assert "<button" not in alert, "it cannot be dismissed"


def test_owners_who_did_nothing_for_two_weeks_are_named_with_a_number(
    cast: Cast, netty: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.request()
    assert "Elke eigenaar deed iets in de afgelopen 14 dagen." in show(netty)
    later = NOW + timedelta(days=15)
    cast.now = later
    cast.request(of=cast.henk)
    monkeypatch.setattr(clock, "now", lambda: later)
    page = show(netty)
    assert "Anna Prins, eigenaar van 1 hulpvraag" in page
    assert "Bel Noord" in page
    assert "Henk Achterwacht, eigenaar" not in page


@pytest.mark.both_engines
def test_the_last_night_in_words_with_each_count(
    cast: Cast, netty: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = cast.request()
    assert "Er is nog niets nagekeken. Dat gebeurt vannacht." in show(netty)
    daily_work.run(NOW)
    page = show(netty)
    for sentence in PROMISES.values():
        assert f"{sentence}: 0" in page
    assert "alles klopt" in page
    assert "Het logboek van 1 hulpvraag is helemaal nagelezen." in page
    Request.objects.filter(pk=bad).update(due_on=TODAY + timedelta(days=50))
    tomorrow = NOW + timedelta(days=1)
    daily_work.run(tomorrow)
    page = show(netty)
    assert "er klopt iets niet" in page
    assert "Logboek zegt iets anders dan de hulpvraag: 1" in page
    monkeypatch.setattr(clock, "now", lambda: tomorrow + timedelta(days=3))
    assert "te lang geleden" in show(netty)


def test_a_count_without_words_is_not_left_out(cast: Cast, netty: Actor) -> None:
    PeriodicRun.objects.create(
        kind="check", slot="x", state="done", lease_until=NOW, finished_at=NOW, outcome={"new": 2}
    )
    assert "Iets anders dat niet klopt: 2" in show(netty)


def test_a_new_network_gets_five_steps_until_all_are_done(cast: Cast, netty: Actor) -> None:
    assert "Een nieuw netwerk in 5 stappen" in show(netty)
    networks.load_areas(
        actor=SYSTEM,
        now=NOW,
        network_id=cast.network_id,
        areas=[networks.Area("1013", "Waterstad", 52.3, 4.9)],
    )
    networks.set_routing(
        actor=SYSTEM,
        now=NOW,
        network_id=cast.network_id,
        default_id=cast.noord_id,
        rows=[networks.RouteRow(cast.zuid_id, kind="odd_jobs")],
    )
    Account.objects.filter(pk=cast.anna.account_id).update(last_login=NOW)
    assert "Een nieuw netwerk in 5 stappen" not in show(netty)


@pytest.mark.both_engines
def test_nothing_of_who_asks_or_helps_shows(cast: Cast, netty: Actor) -> None:
    everywhere(cast, cast.bram)
    daily_work.run(NOW)
    client = browsing.member(netty)
    raw = client.get(reverse("network_overview")).content.decode()
    assert not [mark for mark in MARKS if mark in raw]
    page = raw.partition("<main")[2]
    for person in (*HelpSeeker.objects.all(), *Volunteer.objects.all()):
        assert person.last_name not in page
    for row in Request.objects.all():
        assert row.number not in raw
        assert str(row.pk) not in raw
    shown = set(
        AccessRecord.objects.filter(page="network_overview")
        .latest("pk")
        .subjects.values_list("subject_id", flat=True)
    )
    assert shown <= set(Account.objects.values_list("pk", flat=True))
    assert cast.henk.account_id in shown


def test_nothing_of_another_network_shows(cast: Cast, netty: Actor) -> None:
    other = networks.open_network(
        actor=SYSTEM, now=NOW, name="Netwerk Elders", place="Elders", phone="", phone_hours=""
    )
    Organisation.objects.filter(pk=cast.zuid_id).update(network_id=other)
    cast.request(of=cast.carla)
    page = show(netty)
    assert "Zuid" not in page
    assert "Noord Henk Achterwacht hele week 0" in page


def gone_wrong(cast: Cast, state: str, template: str = "referral_no", tries: int = 3) -> None:
    """The message of a request that did not arrive, or nobody knows."""
    pk = cast.request(last_name="Verdwenen")
    Message.objects.filter(request_id=pk).update(
        state=state, template=template, channel="sms", attempts=tries
    )


def test_messages_that_did_not_arrive_are_counted_by_organisation(cast: Cast, netty: Actor) -> None:
    assert "Alle berichten die vanzelf weggingen, zijn aangekomen." in show(netty)
    gone_wrong(cast, "dead")
    gone_wrong(cast, "dead", tries=14)
    gone_wrong(cast, "unsure", "meeting")
    raw = browsing.member(netty).get(reverse("network_overview")).content.decode()
    page = show(netty)
    assert "Wij nemen vraag … niet over sms 2 mislukt" in page
    assert "Kennismaken sms 1 onzeker" in page
    assert "14" in page
    for personal in ("Verdwenen", "0612345678", "06 12 34 56 78"):
        assert personal not in raw
    assert not [row for row in Message.objects.all() if str(row.pk) in raw]


def test_it_costs_the_same_for_more(cast: Cast, netty: Actor, queries: Counting) -> None:
    client = browsing.member(netty)
    cast.request()
    gone_wrong(cast, "dead")
    with queries() as few:
        client.get(reverse("network_overview"))
    for n in range(5):
        gone_wrong(cast, "dead", tries=n)
        cast.request(of=cast.carla, last_name=f"Nieuw{n}")
        cast.request(of=cast.henk, last_name=f"Oud{n}")
    with queries() as many:
        client.get(reverse("network_overview"))
    assert len(few) == len(many) <= 25, many
