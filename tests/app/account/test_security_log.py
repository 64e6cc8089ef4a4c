"""The log of security events: codes and random ids only, and nobody fills it from outside."""

from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.kit.test_doors import admin_of_noord

from loopplank.actions.kit import security_log
from loopplank.actions.kit.security_log import record
from loopplank.actions.messages import hand_over_keys
from loopplank.core.account.security_log import MOST_ALIKE, Kind, mark
from loopplank.store.models import Account, Message, SecurityEvent
from loopplank.web.kit import clock

#: As long as an IPv4 address may be; documentation range.
PLACE = "192.0.2.7"
#: When nothing is heard any more of how the cast came in.
LATER = NOW + timedelta(days=40)


def written() -> "QuerySet[SecurityEvent]":
    """What was written since the cast came in, which is written down too."""
    return SecurityEvent.objects.exclude(
        kind__in=[Kind.INVITED, Kind.INVITATION_ACCEPTED], origin=""
    )


def test_an_entry_says_who_and_where_in_random_numbers(cast: Cast) -> None:
    record(Kind.INVITED, now=NOW, actor=cast.anna, account_id=cast.carla.account_id, origin=PLACE)
    row = written().get()
    assert (row.actor_id, row.account_id) == (cast.anna.id, cast.carla.account_id)
    assert (row.actor_role, row.organisation_id) == ("coordinator", cast.noord_id)
    assert PLACE not in row.origin
    record(Kind.INVITED, now=NOW + timedelta(days=1), actor=cast.anna, origin=PLACE)
    first, second = written().order_by("pk").values_list("origin", flat=True)
    assert first != second, "two days are not tied together"


@pytest.mark.parametrize("words", ["Truus De Wit", "truus@example.nl", "0612345678", 1.5, None])
def test_what_may_be_about_a_person_is_refused(cast: Cast, words: object) -> None:
    with pytest.raises(ValueError, match="about a person"):
        record(Kind.EXPORTED, now=NOW, actor=cast.anna, data={"page": words})
    assert not written().exists()


def test_a_stranger_cannot_fill_it(db: None) -> None:
    for _ in range(MOST_ALIKE + 5):
        record(Kind.SIGN_IN_FAILED, now=NOW, origin=PLACE)
    assert written().count() == MOST_ALIKE
    record(Kind.SIGN_IN_FAILED, now=NOW, origin="198.51.100.4")
    record(Kind.SIGN_IN_FAILED, now=NOW + timedelta(hours=2), origin=PLACE)
    assert written().count() == MOST_ALIKE + 2


def test_nor_from_many_places(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security_log, "MOST_OF_STRANGERS", 3)
    monkeypatch.setattr("loopplank.core.account.security_log.MOST_OF_STRANGERS", 3)
    for n in range(6):
        record(Kind.DENIED, now=NOW, origin=f"198.51.100.{n}", data={"door": "request"})
    assert written().count() == 3


# --- the page -------------------------------------------------------------------------------------


@pytest.fixture
def netty(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The network administrator, some time after everything else."""
    monkeypatch.setattr(clock, "now", lambda: LATER)
    return browsing.member(admin_of_noord(cast))


def text(client: Client, **wanted: object) -> str:
    """Return the page without its frame, which holds who reads it."""
    page = client.get(reverse("security_log"), wanted).content.decode()
    return page[page.index("<main") : page.index('id="session-ends"')]


def test_the_network_administrator_reads_what_happened_and_nobody_by_name(
    cast: Cast, netty: Client
) -> None:
    browsing.member(cast.anna).get(reverse("requests_csv"))
    browsing.member(cast.carla).get(reverse("network_overview"))
    browsing.visitor().get(reverse("week"))
    shown = text(netty)
    for words in ("Lijst gedownload", "/hulpvragen/lijst.csv", "Geweigerd", "/netwerk/", "Noord"):
        assert escape(words) in shown, words
    assert cast.anna.account_id
    assert cast.carla.account_id
    assert mark(cast.anna.account_id) in shown
    assert mark(cast.carla.account_id) in shown, "Zuid is of the same network"
    of_people = [*Account.objects.exclude(name="Netty Netwerk").values_list("name", "email")]
    assert not [word for pair in of_people for word in pair if word and word in shown]
    assert "72 uur" in shown, "what to do when something looks wrong"


def test_it_is_chosen_by_kind_and_time(cast: Cast, netty: Client) -> None:
    assert "gebeurde hier niets" in text(netty)
    record(Kind.KEY_PRINTED, now=LATER - timedelta(days=8), actor=cast.anna, data={"keys": 2})
    record(Kind.SIGNED_OUT, now=LATER, actor=cast.anna)
    assert ">Uitgelogd<" in text(netty)
    assert "met 2 sleutels" not in text(netty), "the last week at first"
    assert "met 2 sleutels" in text(netty, sinds="month")
    assert "Dit gebeurde niet" in text(netty, sinds="month", soort="denied")
    assert "met 2 sleutels" in text(netty, sinds="all", soort="key_printed")
    assert text(netty, soort="Truus", sinds="x") == text(netty), "what is no choice is none"


def test_it_has_pages(cast: Cast, netty: Client) -> None:
    for minute in range(60):
        record(Kind.EXPORTED, now=LATER - timedelta(minutes=minute), actor=cast.anna)
    assert "Bladzijde 1 van 2" in text(netty, soort="exported")
    second = text(netty, soort="exported", page=2)
    assert second.count('role="rowheader"') == 10
    assert "soort=exported" in second
    assert second.count('role="rowheader"') == text(netty, soort="exported", page=9).count(
        'role="rowheader"'
    )


def test_another_network_reads_none_of_it(cast: Cast, netty: Client) -> None:
    from loopplank.store.models import Network, Organisation

    elsewhere = Network.objects.create(name="Elders", slug="elders", place="Elders")
    Organisation.objects.filter(pk=cast.zuid_id).update(network=elsewhere)
    record(Kind.EXPORTED, now=LATER, actor=cast.carla, data={"door": "requests_csv"})
    record(Kind.SIGNED_IN, now=LATER, account_id=cast.carla.account_id)
    record(Kind.DENIED, now=LATER, origin=PLACE, data={"door": "request"})
    assert text(netty).count('role="rowheader"') == 1, "a stranger knocks at the door of all"


@pytest.mark.parametrize("who", ["anna", "gerda", "ella", "fred"])
def test_nobody_else_sees_it(who: str, cast: Cast, netty: Client) -> None:
    client = browsing.member(getattr(cast, who))
    assert client.get(reverse("security_log")).status_code == 404
    assert reverse("security_log") not in client.get(reverse("settings")).content.decode()


def test_a_printed_key_and_signing_out_are_written_down(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    cast.asked(cast.bram)
    Message.objects.filter(volunteer_id=cast.bram_id, state="queued").update(channel="letter")
    message = Message.objects.filter(volunteer_id=cast.bram_id, link__purpose="week").latest(
        "queued_at"
    )
    client = browsing.member(cast.anna)
    for page in (reverse("message_letter", args=[message.pk]), reverse("letters")):
        client.get(page)
    assert not SecurityEvent.objects.filter(kind=Kind.KEY_PRINTED).exists()
    hand_over_keys.make_for_messages(actor=cast.anna, now=NOW, message_ids=[message.pk])
    for page in (reverse("message_letter", args=[message.pk]), reverse("letters")):
        client.get(page)
    rows = SecurityEvent.objects.filter(kind=Kind.KEY_PRINTED)
    assert [(row.account_id, row.data) for row in rows] == [(cast.anna.account_id, {"keys": 1})] * 2
    client.post(reverse("account_logout"))
    assert SecurityEvent.objects.get(kind=Kind.SIGNED_OUT).account_id == cast.anna.account_id
