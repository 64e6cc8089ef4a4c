"""A lost link is sent again to whoever is known, and nobody learns who is."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.kit.test_queries import Counting
from tests.app.questionnaire import text

from loopplank.access.account.actors import Actor
from loopplank.access.account.links import WEEK, address_of
from loopplank.access.messages.delivery import to_send
from loopplank.access.messages.messages import messages_page
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import Link, LinkAsk, Message, Volunteer
from loopplank.web.kit import clock


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def known(cast: Cast) -> Actor:
    return cast.volunteer("Nel Kwijt", email="nel@example.nl", phone="0612000001")


def ask(where: str, source: str = "192.0.2.1") -> HttpResponse:
    client = browsing.visitor()
    return client.post(reverse("ask_week_link"), {"where": where}, REMOTE_ADDR=source, follow=True)


def sent(volunteer: Actor) -> list[Message]:
    Sweeper().sweep(NOW)
    rows = Message.objects.filter(volunteer_id=volunteer.id, template="week_link_again")
    return list(rows.order_by("queued_at", "pk"))


def test_the_answer_is_the_same_for_known_and_unknown(known: Actor) -> None:
    there, nowhere = ask("nel@example.nl"), ask("niemand@example.nl")
    assert (there.status_code, text(there)) == (nowhere.status_code, text(nowhere))
    assert "Kennen wij dit adres of dit nummer?" in text(there)
    assert len(sent(known)) == 1


def test_asking_does_the_same_work_for_known_and_unknown(known: Actor, queries: Counting) -> None:
    del known

    def work(where: str) -> list[str]:
        with queries() as asked:
            ask(where)
        return [sql.split("VALUES")[0] for sql in asked]

    assert work("nel@example.nl") == work("niemand@example.nl")


@pytest.mark.parametrize(
    ("typed", "channel"),
    [("NEL@example.nl ", "email"), ("06 12 00 00 01", "sms"), ("+31 6 1200 0001", "sms")],
)
def test_it_goes_by_the_way_that_was_typed_with_the_link_that_there_is(
    cast: Cast, known: Actor, typed: str, channel: str
) -> None:
    before = Link.objects.get(purpose=WEEK, subject_id=known.id)
    ask(typed)
    (message,) = sent(known)
    assert (message.channel, message.organisation_id) == (channel, cast.noord_id)
    link = Link.objects.get(purpose=WEEK, subject_id=known.id)
    assert link.generation == before.generation
    page = messages_page(cast.anna, NOW, state="queued", number=1)
    (shown,) = [one for one in page.rows if one.template == "week_link_again"]
    assert shown.link == "", "and no member reads it, also where nothing leaves by itself"
    assert to_send([message.pk], NOW)[message.pk].link == address_of(link)


def test_a_landline_is_called(cast: Cast) -> None:
    old = cast.volunteer("Piet Vast", phone="0205550150", channel="phone")
    ask("020 555 01 50")
    assert [message.channel for message in sent(old)] == ["phone"]


def test_who_shares_an_address_gets_each_their_own(cast: Cast, known: Actor) -> None:
    partner = cast.volunteer("Bas Kwijt", email="nel@example.nl")
    ask("nel@example.nl")
    assert len(sent(known)) == len(sent(partner)) == 1


def test_twice_before_it_was_told_is_one_message(known: Actor) -> None:
    ask("nel@example.nl")
    ask("nel@example.nl")
    assert len(sent(known)) == 1


def test_a_fourth_time_in_a_day_sends_nothing_and_says_nothing_else(
    known: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        monkeypatch.setattr(clock, "now", lambda n=n: NOW + timedelta(minutes=n))
        ask("nel@example.nl", f"192.0.2.{n}")
        Sweeper().sweep(NOW + timedelta(minutes=n))
        Message.objects.filter(template="week_link_again").update(state="told", done_at=NOW)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))
    fourth = ask("nel@example.nl", "192.0.2.9")
    assert (fourth.status_code, text(fourth)) == (200, text(ask("niemand@example.nl")))
    Sweeper().sweep(NOW + timedelta(hours=1))
    assert Message.objects.filter(volunteer_id=known.id, template="week_link_again").count() == 3
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=25))
    ask("nel@example.nl")
    Sweeper().sweep(NOW + timedelta(hours=25))
    assert Message.objects.filter(volunteer_id=known.id, template="week_link_again").count() == 4


def test_one_place_on_the_network_may_not_ask_for_everybody(
    known: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(20):
        assert ask(f"raad{n}@example.nl").status_code == 200
    refused = ask("nel@example.nl")
    assert refused.status_code == 429
    assert "te vaak" in text(refused)
    assert "nel@example.nl" in refused.content.decode(), "what was typed stays"
    assert not sent(known)
    assert ask("nel@example.nl", "192.0.2.2").status_code == 200, "from elsewhere it goes on"
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))
    assert ask("raad@example.nl").status_code == 200


def test_one_home_with_many_addresses_is_one_place(cast: Cast) -> None:
    del cast
    for n in range(20):
        ask("raad@example.nl", f"2001:db8:1:2::{n:x}")
    assert ask("raad@example.nl", "2001:db8:1:2:ffff::1").status_code == 429
    assert ask("raad@example.nl", "2001:db8:1:3::1").status_code == 200


@pytest.mark.parametrize("typed", ["", "nel", "nel@", "06 12"])
def test_what_is_no_address_and_no_number_is_said(cast: Cast, typed: str) -> None:
    del cast
    answer = ask(typed)
    assert answer.status_code == 422
    assert not LinkAsk.objects.exists()


def test_what_was_typed_is_kept_nowhere(known: Actor) -> None:
    del known
    ask("nel@example.nl")
    kept = str(LinkAsk.objects.values().get())
    assert "nel@" not in kept
    assert "192.0.2.1" not in kept


def test_who_belongs_nowhere_any_more_is_sent_nothing(cast: Cast, known: Actor) -> None:
    del cast
    Volunteer.objects.get(pk=known.id).affiliations.update(state="ended", ended_on=NOW.date())
    ask("nel@example.nl")
    assert not sent(known)


def test_the_way_there_stands_where_somebody_gets_stuck(cast: Cast) -> None:
    visitor = browsing.visitor()
    asks = f'href="{reverse("ask_week_link")}"'
    where = [reverse("start", args=["waterstad"]), reverse("week"), f"/l/{'x' * 22}"]
    for address in where:
        assert asks in visitor.get(address).content.decode(), address
    del cast


@pytest.mark.parametrize("sends", [True, False])
def test_the_page_says_whether_it_goes_by_itself(
    cast: Cast, sends: bool, settings: pytest.FixtureRequest
) -> None:
    del cast
    settings.SENDS_MAIL = sends  # type: ignore[attr-defined]  # the fixture of the library
    page = text(browsing.visitor().get(reverse("ask_week_link")))
    assert ("niets vanzelf" in page) is not sends
    assert "020 555" in page
