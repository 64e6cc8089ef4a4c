"""A message that a person presses leaves after a moment, and can be taken back until then."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.access.account.actors import NotFound
from loopplank.actions.matching import asking, proposals, propose
from loopplank.actions.matching.asking import Way
from loopplank.actions.messages import claims, messages, press
from loopplank.actions.requests import closing as request_closing
from loopplank.actions.requests import handling
from loopplank.actions.requests import waiting as wait_actions
from loopplank.core.kit.reason import Refused
from loopplank.core.messages.deeds import GRACE
from loopplank.core.requests.closing import Lack
from loopplank.store.models import Event, Message, Proposal, Request, Volunteer
from loopplank.web.kit import clock

pytestmark = pytest.mark.both_engines

#: An hour in which new questions leave.
TEN = NOW.replace(hour=9, minute=15)


@pytest.fixture(autouse=True)
def _sends(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    settings.SENDS_SMS = settings.SENDS_MAIL = True


def fresh(row: Message) -> Message:
    return Message.objects.get(pk=row.pk)


def asked(cast: Cast, way: Way = Way.MESSAGE, now: datetime = NOW) -> Message:
    """A question to Bram, and its message."""
    Volunteer.objects.filter(pk=cast.bram_id).update(channel="sms")
    # of one person one message is under way: nothing else of theirs waits
    Message.objects.filter(volunteer_id=cast.bram_id).update(by_hand="old")
    request_id = cast.ready()
    given = {"actor": cast.anna, "now": now, "request_id": request_id, "plan": cast.plan()}
    pk = asking.ask_by(**given, volunteer_id=cast.bram_id, way=way)  # type: ignore[arg-type]
    return Message.objects.get(pk=pk)


def to_read(cast: Cast) -> Message:
    """A letter to who waits, by mail: it makes a promise, so somebody reads it first."""
    request_id = cast.ready()
    Request.objects.get(pk=request_id)
    request_closing.wait(actor=cast.anna, now=NOW, request_id=request_id, lack=Lack.PLACE)
    wait_actions.tell_waiting(actor=cast.anna, now=NOW, request_id=request_id)
    row = Message.objects.filter(template__in=["wait", "wait_again"], state="queued").latest("pk")
    claims.claim(NOW, {"sms", "email"})
    row.refresh_from_db()
    assert row.by_hand == "read_first"
    return row


def leaves(at: datetime) -> list[Any]:
    return [one.message_id for one in claims.claim(at, {"sms", "email"}).claimed]


@pytest.mark.both_engines
def test_a_question_says_when_it_leaves_and_can_be_taken_back_until_then(cast: Cast) -> None:
    row = asked(cast)
    assert row.look_again_at is not None
    assert row.look_again_at >= NOW + GRACE
    assert row.pk not in leaves(row.look_again_at - timedelta(seconds=1))
    assert asking.recall(actor=cast.anna, now=NOW, message_id=row.pk)
    assert fresh(row).state == "dropped"
    assert Proposal.objects.get().state == "withdrawn"
    assert Request.objects.get(pk=row.request_id).state == "searching"
    assert row.pk not in leaves(row.look_again_at)
    types = set(Event.objects.filter(aggregate_id=row.pk).values_list("type", flat=True))
    assert "message.recalled" in types
    with pytest.raises(Refused):
        asking.recall(actor=cast.anna, now=NOW, message_id=row.pk)


def test_once_it_left_it_is_not_taken_back(cast: Cast) -> None:
    row = asked(cast)
    assert row.look_again_at
    assert row.pk in leaves(row.look_again_at)
    with pytest.raises(Refused) as refused:
        asking.recall(actor=cast.anna, now=NOW, message_id=row.pk)
    assert refused.value.reason.code == "message.left_already"
    assert Proposal.objects.get().state == "open"


def test_a_stranger_takes_nothing_back(cast: Cast) -> None:
    row = asked(cast)
    for act in (asking.recall, press.send):
        with pytest.raises(NotFound):
            act(actor=cast.dirk, now=NOW, message_id=row.pk)
    assert Proposal.objects.get().state == "open"


def test_a_no_or_the_end_of_the_time_while_it_waits_lets_nothing_leave(cast: Cast) -> None:
    row = asked(cast)
    bram = cast.bram
    proposal = Proposal.objects.get()
    proposals.decline(actor=bram, now=NOW, proposal_id=proposal.pk)
    assert fresh(row).state == "dropped"
    assert row.look_again_at
    assert row.pk not in leaves(row.look_again_at)


def test_pressed_twice_somebody_is_asked_once(cast: Cast) -> None:
    row = asked(cast)
    given = {"actor": cast.anna, "now": NOW, "request_id": row.request_id, "plan": cast.plan()}
    again = asking.ask_by(**given, volunteer_id=cast.bram_id, way=Way.MESSAGE)  # type: ignore[arg-type]
    assert again == row.pk
    assert Proposal.objects.count() == Message.objects.filter(template="proposal").count() == 1


def test_all_or_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: object) -> None:
        raise RuntimeError("the message cannot be judged")

    monkeypatch.setattr(asking, "schedule", fails)
    with pytest.raises(RuntimeError):
        asked(cast)
    assert not Proposal.objects.exists()
    assert not Message.objects.filter(template="proposal").exists()


@pytest.mark.parametrize(
    ("way", "proposal", "message", "how"),
    [
        (Way.CALLED, "open", "told", "spoken"),
        (Way.SAID_NO, "no", "told", "spoken"),
        (Way.BY_HAND, "open", "queued", ""),
    ],
)
def test_each_way_is_one_act(cast: Cast, way: Way, proposal: str, message: str, how: str) -> None:
    row = asked(cast, way)
    assert Proposal.objects.get().state == proposal
    assert (row.state, row.done_how) == (message, how)
    assert row.pk not in leaves(NOW + timedelta(days=5)), "nothing leaves besides"


def test_what_is_read_first_leaves_once_somebody_pressed(cast: Cast) -> None:
    row = to_read(cast)
    at = press.send(actor=cast.anna, now=NOW, message_id=row.pk)
    assert at >= NOW + GRACE
    assert press.send(actor=cast.anna, now=NOW, message_id=row.pk) == at, "pressed twice"
    assert Event.objects.filter(aggregate_id=row.pk, type="message.pressed").count() == 1
    assert row.pk not in leaves(at - timedelta(seconds=1))
    asking.recall(actor=cast.henk, now=NOW, message_id=row.pk)
    assert (fresh(row).by_hand, fresh(row).state) == ("taken_back", "queued")
    assert row.pk not in leaves(at)
    press.send(actor=cast.anna, now=NOW, message_id=row.pk)
    assert row.pk in leaves(at)


def test_what_was_taken_back_does_not_leave_since_somebody_wants_another_way(cast: Cast) -> None:
    row = to_read(cast)
    press.send(actor=cast.anna, now=NOW, message_id=row.pk)
    asking.recall(actor=cast.anna, now=NOW, message_id=row.pk)
    Message.objects.filter(pk=row.pk).update(channel="phone")
    messages.readdress(Request.objects.get(pk=row.request_id))
    assert fresh(row).channel != "phone"
    assert row.pk not in leaves(NOW + timedelta(hours=3))


@pytest.mark.parametrize("done", ["recall", "leave_out", "told", "spoken"])
def test_nobody_stops_what_was_written_down_in_the_name_of_a_volunteer(
    cast: Cast, done: str
) -> None:
    """Whoever wrote down a yes that was never said would like this message to end."""
    Volunteer.objects.filter(pk=cast.bram_id).update(channel="sms")
    request_id = cast.ready()
    propose.note_yes(
        actor=cast.anna, now=NOW, request_id=request_id, volunteer_id=cast.bram_id, plan=cast.plan()
    )
    row = Message.objects.get(template="noted_yes")
    # of one person one message is under way: nothing else of theirs waits
    Message.objects.filter(volunteer_id=cast.bram_id).exclude(pk=row.pk).update(by_hand="old")
    address = reverse("close_message", args=[row.pk])
    assert browsing.member(cast.anna).post(address, {"done": done}).status_code == 422
    assert fresh(row).state == "queued"
    assert row.pk in leaves(NOW)


def test_several_at_once_after_one_reading_page(cast: Cast) -> None:
    rows = [to_read(cast), to_read(cast)]
    unread = asked(cast)
    client = browsing.member(cast.anna)
    text = client.get(reverse("read_messages"), {"alles": "1"}).content.decode()
    assert text.count('name="bericht"') == 2, "and not what leaves by itself"
    assert "Er wordt nog niets verstuurd." in text
    assert all(fresh(row).pressed_at is None for row in rows)
    sent = client.post(
        reverse("send_messages"), {"bericht": [str(row.pk) for row in (*rows, unread)]}
    )
    assert sent.status_code == 302
    assert sent["Location"].endswith("#uitkomst")
    assert all(fresh(row).pressed_at for row in rows)
    page = client.get(reverse("messages")).content.decode()
    assert 'id="uitkomst" role="status" tabindex="-1" autofocus' in page
    stranger = browsing.member(cast.dirk)
    assert stranger.post(reverse("send_messages"), {"bericht": str(rows[0].pk)}).status_code == 404


def test_the_result_stands_in_the_row_once(cast: Cast) -> None:
    row = to_read(cast)
    client = browsing.member(cast.anna)
    answer = client.post(reverse("close_message", args=[row.pk]), {"done": "send"})
    assert answer["Location"].endswith("#uitkomst")
    page = client.get(reverse("messages")).content.decode()
    told = page.split('id="uitkomst" role="status"')[1].split("</li>")[0]
    assert "Tot dan kan het terug." in told
    assert "Haal terug" in told
    assert str(row.pk) in told
    assert 'id="uitkomst"' not in client.get(reverse("messages")).content.decode()


def test_the_page_that_asks_shows_text_channel_and_moment_and_asks_in_one_step(cast: Cast) -> None:
    Volunteer.objects.filter(pk=cast.bram_id).update(channel="sms")
    request_id = cast.ready()
    last = (NOW + timedelta(weeks=6)).date()
    agreed = {"visit_minutes": 60, "last_day": last}
    handling.agree(actor=cast.anna, now=NOW, request_id=request_id, agreed=agreed)
    client = browsing.member(cast.anna)
    address = reverse("ask_volunteer", args=[request_id, cast.bram_id])
    page = client.get(address).content.decode()
    assert "(eigen link)" in page
    assert "verstuurd. Tot dan kan het terug." in page
    assert not Proposal.objects.exists()
    answer = client.post(address, {"how": "link"})
    assert answer["Location"] == f"{address}#uitkomst"
    page = client.get(address).content.decode()
    assert 'id="uitkomst"' in page
    assert "Bram is gevraagd." in page
    answer = client.post(address, {"how": "recall"})
    assert "Teruggehaald. Bram is niet gevraagd" in client.get(address).content.decode()
    assert Proposal.objects.get().state == "withdrawn"
