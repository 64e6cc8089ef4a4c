"""Messages leave by themselves: claimed once, sent with a key that never changes, settled once."""

import io
import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError
from django.urls import reverse
from tests.app import browsing, referring
from tests.app.cast import NOW, TODAY, Cast
from tests.app.gateways import Gateway, MailServer, gateway, mail_server

from loopplank.access.account.actors import SYSTEM
from loopplank.access.messages import channels as message_channels
from loopplank.actions.messages import claims, delivery, messages
from loopplank.actions.requests import closing
from loopplank.config.environment import Sms
from loopplank.core.messages.delivery import FIRST_REST, MOST_ATTEMPTS, Fate, Outcome
from loopplank.core.messages.rules import Do, Verdict
from loopplank.core.requests.closing import Lack
from loopplank.core.requests.intake import ForWhom, Knows
from loopplank.jobs.messages import channels, sending
from loopplank.jobs.messages.sending import Sender
from loopplank.store.models import Event, Message, Organisation, Request, Volunteer
from loopplank.web.kit import clock

pytestmark = pytest.mark.both_engines

LATER = NOW + claims.LEASE + timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture(autouse=True)
def _nothing_else_waits(cast: Cast) -> None:
    Message.objects.update(by_hand="old")


@pytest.fixture
def sms(settings: Any) -> Iterator[Gateway]:
    """A gateway that knows no keys."""
    with gateway() as made:
        settings.SENDS_SMS, settings.SMS = True, Sms("http", made.address, token="geheim")
        yield made


@pytest.fixture
def keyed(settings: Any) -> Iterator[Gateway]:
    with gateway(honours_keys=True) as made:
        settings.SENDS_SMS, settings.SMS = True, Sms("http", made.address, honours_keys=True)
        yield made


@pytest.fixture
def smtp(settings: Any) -> Iterator[MailServer]:
    with mail_server() as made:
        settings.SENDS_MAIL = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", made.port
        settings.DEFAULT_FROM_EMAIL = "Hulp <hulp@example.nl>"
        yield made


def queue(cast: Cast, channel: str = "sms", template: str = "limit_raised") -> Message:
    """A message to Bram that may leave at any hour."""
    Volunteer.objects.filter(pk=cast.bram_id).update(channel=channel, email="bram@example.nl")
    row = messages.queue_to_volunteer(
        cast.noord_id, Volunteer.objects.get(pk=cast.bram_id), template, {"from": "Anna"}, now=NOW
    )
    # each a second after the other, so that it is known which one is first
    made = Message.objects.filter(volunteer_id=cast.bram_id, by_hand="").count()
    row.queued_at = NOW - timedelta(minutes=1) + timedelta(seconds=made)
    row.save(update_fields=["queued_at"])
    return row


def queue_to_another(cast: Cast, name: str = "Ria Smit", **details: str) -> Message:
    """The same to a new volunteer, whose welcome is told by a person."""
    pk = cast.volunteer(name, **details).id
    Message.objects.filter(volunteer_id=pk).update(by_hand="old")
    volunteer = Volunteer.objects.get(pk=pk)
    return messages.queue_to_volunteer(cast.noord_id, volunteer, "limit_raised", {}, now=NOW)


def send(at: datetime = NOW, sender: Sender | None = None) -> int:
    return (sender or Sender()).until_empty(lambda: at)


def fresh(row: Message) -> Message:
    return Message.objects.get(pk=row.pk)


def outbox(cast: Cast, which: str) -> str:
    page = browsing.member(cast.anna).get(reverse("messages"), {"lijst": which})
    return page.content.decode()


def press(cast: Cast, row: Message, done: str) -> int:
    address = reverse("close_message", args=[row.pk])
    return browsing.member(cast.anna).post(address, {"done": done}).status_code


# --- text messages ------------------------------------------------------------------------------


def test_a_text_message_goes_once_with_its_key_and_sender(cast: Cast, sms: Gateway) -> None:
    row = queue(cast)
    assert send() == 1
    assert send() == 0
    ((number, text),) = sms.delivered
    assert number == "+31" + Volunteer.objects.get(pk=cast.bram_id).phone[1:]
    assert "je grens gaat omhoog" in text.lower()
    assert len(text) <= 160
    asked = sms.requests[0]
    assert asked["Idempotency-Key"] == str(row.pk)
    assert asked["Authorization"] == "Bearer geheim"
    assert asked["from"] == Organisation.objects.get(pk=cast.noord_id).short_name
    now = fresh(row)
    assert (now.state, now.done_how, now.done_by_id, now.done_at) == ("told", "texted", None, NOW)
    assert (now.lease_until, now.posted_at) == (None, None)
    assert Event.objects.get(aggregate_id=row.pk).data["how"] == "texted"


def test_without_a_gateway_it_waits_for_a_person(cast: Cast) -> None:
    row = queue(cast)
    assert send() == 0
    assert fresh(row).state == "queued"
    assert "je grens gaat omhoog" in outbox(cast, "klaar").lower()


def test_the_key_is_the_same_at_every_try(cast: Cast, keyed: Gateway) -> None:
    queue(cast)
    keyed.answers += [503, 500]
    assert send() == 0
    assert send(NOW + FIRST_REST / 2) == 0
    assert send(NOW + FIRST_REST) == 0
    assert send(NOW + 4 * FIRST_REST) == 1
    assert len({asked["Idempotency-Key"] for asked in keyed.requests}) == 1
    assert len(keyed.requests) == 3
    assert len(keyed.delivered) == 1


def test_what_broke_halfway_is_unsure_and_never_sent_again_by_itself(
    cast: Cast, sms: Gateway
) -> None:
    row = queue(cast)
    sms.answers.append(500)
    assert send() == 0
    assert fresh(row).state == "unsure"
    assert send(NOW + timedelta(days=1)) == 0
    assert len(sms.requests) == 1
    assert Event.objects.get(aggregate_id=row.pk).type == "message.unsure"
    page = outbox(cast, "let-op")
    assert "Misschien is dit aangekomen." in page
    assert "Het is aangekomen" in page
    assert "Bij 1 ging er iets mis." in outbox(cast, "klaar")


def test_a_person_decides_that_it_arrived(cast: Cast, sms: Gateway) -> None:
    row = queue(cast)
    sms.answers.append(500)
    send()
    assert press(cast, row, "arrived") == 302
    now = fresh(row)
    assert (now.state, now.done_how, now.done_by_id) == ("told", "arrived", cast.anna.id)
    assert send(NOW + timedelta(days=1)) == 0


def test_a_person_decides_to_send_it_again(cast: Cast, sms: Gateway) -> None:
    row = queue(cast)
    sms.answers.append(500)
    send()
    assert press(cast, row, "send_again") == 302
    assert fresh(row).state == "queued"
    assert send(NOW + timedelta(days=30)) == 1
    assert len({asked["Idempotency-Key"] for asked in sms.requests}) == 1


def test_nobody_says_that_something_arrived_that_was_not_sent(cast: Cast, sms: Gateway) -> None:
    row = queue(cast)
    press(cast, row, "arrived")
    assert fresh(row).state == "queued"


def test_a_number_that_is_refused_is_given_up_at_once(cast: Cast, sms: Gateway) -> None:
    row = queue(cast)
    sms.answers.append(422)
    send()
    assert (fresh(row).state, fresh(row).trouble) == ("dead", "refused")
    page = outbox(cast, "let-op")
    assert "De server weigerde dit adres of nummer. 1 keer geprobeerd." in page
    assert "Verstuur opnieuw" in page
    assert press(cast, row, "spoken") == 302
    assert fresh(row).state == "told"


def test_a_gateway_that_is_away_is_no_fate_unknown(cast: Cast, settings: Any) -> None:
    """Nothing was handed over, so it may be tried again without any key."""
    with gateway() as gone:
        address = gone.address
    settings.SENDS_SMS, settings.SMS = True, Sms("http", address)
    row, sender = queue(cast), Sender()
    assert send(sender=sender) == 0
    now = fresh(row)
    assert (now.state, now.trouble, now.attempts) == ("queued", "out_of_reach", 1)
    assert now.look_again_at == NOW + FIRST_REST
    assert "sms" in sender.rests
    assert "De server was niet bereikbaar. Nieuwe poging vandaag om 10:30." in outbox(
        cast, "vanzelf"
    )


def test_a_channel_that_is_away_costs_the_others_that_wait_no_try(
    cast: Cast, settings: Any
) -> None:
    with gateway() as gone:
        address = gone.address
    settings.SENDS_SMS, settings.SMS = True, Sms("http", address)
    queue(cast)
    other = queue_to_another(cast)
    send()
    assert [row.attempts for row in Message.objects.filter(template="limit_raised")].count(1) == 1
    assert fresh(other).lease_until is None


def test_it_is_given_up_after_a_day_of_bad_luck(cast: Cast, sms: Gateway) -> None:
    row, at = queue(cast), NOW
    sms.answers += [503] * MOST_ATTEMPTS
    for _ in range(MOST_ATTEMPTS):
        send(at)
        at = fresh(row).look_again_at or at
    assert fresh(row).state == "dead"
    assert len(sms.requests) == MOST_ATTEMPTS
    assert at < NOW + timedelta(days=1)


def test_whoever_has_no_number_is_told_by_a_person(cast: Cast, sms: Gateway) -> None:
    row = queue(cast)
    Volunteer.objects.update(phone="")
    send()
    assert (fresh(row).state, fresh(row).by_hand) == ("queued", "no_address")
    assert "Er is geen adres of nummer om het heen te sturen." in outbox(cast, "klaar")


def test_a_console_and_a_file_are_for_trying_out(
    cast: Cast, settings: Any, tmp_path: Any, capsys: Any
) -> None:
    settings.SENDS_SMS, settings.SMS = True, Sms("file", str(tmp_path / "sms"))
    queue(cast)
    assert send() == 1
    assert "grens" in (tmp_path / "sms").read_text()
    settings.SMS = Sms("console")
    queue(cast)
    assert send() == 1
    assert "grens" in capsys.readouterr().out


# --- mail -----------------------------------------------------------------------------------------


def parsed(raw: bytes) -> EmailMessage:
    found = message_from_bytes(raw, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_a_mail_is_text_and_simple_html_and_follows_nobody(cast: Cast, smtp: MailServer) -> None:
    Organisation.objects.filter(pk=cast.noord_id).update(email="post@noord.example")
    row = queue(cast, "email", "welcome")
    assert send() == 1
    ((to, raw),) = smtp.mails
    mail = parsed(raw)
    assert to == "bram@example.nl"
    assert mail["Message-ID"] == f"<{row.pk}@example.nl>"
    assert mail["From"] == "Noord <hulp@example.nl>"
    assert mail["Reply-To"] == "post@noord.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] is None
    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert "Dag Bram," in text.get_content()
    shown = html.get_content()
    assert "<p>Dag Bram,</p>" in shown
    assert not [tag for tag in ("<img", "<script", "<style", "http://") if tag in shown]
    assert fresh(row).done_how == "mailed"


def test_a_digest_ends_with_one_click(
    cast: Cast, smtp: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channels, "unsubscribe_address", lambda _one: "https://x.example/stop/a")
    queue(cast, "email")
    send()
    mail = parsed(smtp.mails[0][1])
    assert mail["List-Unsubscribe"] == "<https://x.example/stop/a>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_server_that_hangs_up_gets_it_again_under_the_same_id(
    cast: Cast, smtp: MailServer
) -> None:
    row = queue(cast, "email")
    smtp.cuts = 1
    assert send() == 0
    assert (fresh(row).state, fresh(row).trouble) == ("queued", "no_answer")
    assert send(NOW + FIRST_REST) == 1
    assert len(smtp.mails) == 2
    assert len({parsed(raw)["Message-ID"] for _to, raw in smtp.mails}) == 1


@pytest.mark.parametrize(("code", "state"), [(550, "dead"), (451, "queued")])
def test_an_address_that_is_refused_for_good_or_for_now(
    code: int, state: str, cast: Cast, smtp: MailServer
) -> None:
    row = queue(cast, "email")
    smtp.refuses["bram@example.nl"] = code
    send()
    assert fresh(row).state == state
    assert not smtp.mails


def test_one_refusal_keeps_nobody_else_waiting(cast: Cast, smtp: MailServer) -> None:
    queue(cast, "email")
    smtp.refuses["bram@example.nl"] = 550
    queue_to_another(cast, channel="email", email="ria@example.nl")
    assert send() == 1
    assert [to for to, _raw in smtp.mails] == ["ria@example.nl"]


def test_a_code_goes_before_what_waits_longer(cast: Cast, smtp: MailServer) -> None:
    queue(cast, "email")
    referring.started_outside(cast)
    assert send() == 2
    assert [to for to, _raw in smtp.mails] == ["kaya@praktijk.example", "bram@example.nl"]


def test_who_asked_for_somebody_else_reads_for_whom(cast: Cast, smtp: MailServer) -> None:
    cast.request(
        for_whom=ForWhom.FAMILY,
        knows=Knows.NO,
        applicant_name="Els de Wit",
        applicant_email="els@example.nl",
    )
    row = Message.objects.filter(template="received").latest("queued_at")
    assert (row.to, row.channel) == ("applicant", "email")
    assert send() == 1
    ((to, raw),) = smtp.mails
    assert to == "els@example.nl"
    body = parsed(raw).get_body(("plain",))
    assert body is not None
    assert body.get_content().startswith("Dit gaat over uw vraag voor mevrouw De Wit.")


# --- whose it is ----------------------------------------------------------------------------------


def claim_one(row: Message, at: datetime = NOW) -> claims.Claimed:
    (claimed,) = claims.claim(at, {row.channel}).claimed
    assert claimed.message_id == row.pk
    return claimed


def settle(claimed: claims.Claimed, fate: Fate = Fate.SENT, at: datetime = NOW) -> str:
    given = {"outcome": Outcome(fate), "repeatable": False}
    return delivery.settle(actor=SYSTEM, now=at, claimed=claimed, **given)


def test_a_claimed_message_is_nobody_elses(cast: Cast) -> None:
    claimed = claim_one(queue(cast))
    assert claims.claim(NOW, {"sms"}).claimed == []
    assert claimed.fence == 1


def test_an_old_fence_settles_nothing(cast: Cast) -> None:
    row = queue(cast)
    old = claim_one(row)
    given = {"message_id": row.pk, "repeatable": False}
    assert delivery.take_back(actor=SYSTEM, now=LATER, **given) == "queued"
    new = claim_one(row, LATER)
    assert new.fence > old.fence
    assert not claims.begin(old, LATER)
    assert settle(old, at=LATER) == ""
    assert fresh(row).state == "queued"
    claims.give_back(old)
    assert fresh(row).lease_until is not None
    assert claims.begin(new, LATER)
    assert settle(new, at=LATER) == "told"
    assert settle(new, Fate.REFUSED, at=LATER) == ""
    assert fresh(row).state == "told"


def test_a_lease_that_runs_is_not_taken_back(cast: Cast) -> None:
    row = queue(cast)
    claim_one(row)
    given = {"message_id": row.pk, "repeatable": False}
    assert delivery.take_back(actor=SYSTEM, now=LATER - timedelta(seconds=2), **given) == ""
    assert fresh(row).lease_until is not None


@pytest.mark.parametrize(
    ("begun", "repeatable", "state"),
    [(False, False, "queued"), (True, True, "queued"), (True, False, "unsure")],
)
def test_what_a_dead_loop_left_lying(begun: bool, repeatable: bool, state: str, cast: Cast) -> None:
    row = queue(cast)
    claimed = claim_one(row)
    if begun:
        assert claims.begin(claimed, NOW)
    given = {"message_id": row.pk, "repeatable": repeatable}
    assert delivery.take_back(actor=SYSTEM, now=LATER, **given) == state
    assert fresh(row).lease_until is None


def test_given_back_counts_for_no_try(cast: Cast) -> None:
    row = queue(cast)
    claims.give_back(claim_one(row))
    assert (fresh(row).attempts, fresh(row).lease_until) == (0, None)
    assert claim_one(row).fence == 2


def test_what_is_dropped_while_it_is_sent_is_not_sent_again(cast: Cast, sms: Gateway) -> None:
    row = queue(cast)
    claimed = claim_one(row)
    Message.objects.filter(pk=row.pk, state="queued").update(state="dropped", done_at=NOW)
    assert not claims.begin(claimed, NOW)
    assert settle(claimed, Fate.NOT_SENT) == "dropped"
    assert send(NOW + timedelta(days=1)) == 0


def test_a_database_that_is_busy_is_told_again_what_was_sent(
    cast: Cast, sms: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, really, tries = queue(cast), delivery.settle, []

    def busy(**given: Any) -> str:
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("database is locked")
        return really(**given)

    monkeypatch.setattr(delivery, "settle", busy)
    # the connection of this test holds what it did so far
    monkeypatch.setattr(sending, "connection", SimpleNamespace(close=lambda: None))
    assert send() == 1
    assert fresh(row).state == "told"
    assert len(sms.delivered) == 1


def test_what_is_dropped_at_the_last_moment_does_not_go(
    cast: Cast, sms: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, really = queue(cast), sending.ready

    def meanwhile(*given: Any) -> Any:
        Message.objects.filter(pk=row.pk).update(state="dropped", done_at=NOW)
        return really(*given)

    monkeypatch.setattr(sending, "ready", meanwhile)
    assert send() == 0
    assert not sms.requests
    assert (fresh(row).state, fresh(row).lease_until) == ("dropped", None)


def test_nobody_tells_what_is_on_its_way(cast: Cast, sms: Gateway) -> None:
    row = queue(cast)
    claim_one(row)
    assert "Wordt nu verstuurd." in outbox(cast, "vanzelf")
    for done in ("spoken", "leave_out"):
        press(cast, row, done)
        assert fresh(row).state == "queued"


def test_of_one_person_one_message_is_under_way(cast: Cast, sms: Gateway) -> None:
    rows = [queue(cast), queue(cast)]
    first = claims.claim(NOW, {"sms"})
    assert [one.message_id for one in first.claimed] == [rows[0].pk]
    assert claims.claim(NOW, {"sms"}).claimed == []
    settle(first.claimed[0])
    assert send() == 1


@pytest.mark.commits
def test_several_loops_at_once_send_each_once(
    cast: Cast, keyed: Gateway, race: Callable[..., list[Any]]
) -> None:
    for n in range(12):
        queue_to_another(cast, f"Helpt Nummer{n}")
    outcomes = race([send for _ in range(4)])
    assert sum(outcomes) == 12, outcomes
    assert len(keyed.requests) == len(keyed.delivered) == 12


# --- what the verdict says ------------------------------------------------------------------------


def judge(monkeypatch: pytest.MonkeyPatch, said: Callable[[Message], Verdict]) -> None:
    monkeypatch.setattr(claims, "verdict", lambda row, _now: said(row))


def test_what_must_wait_waits_and_the_page_says_until_when(
    cast: Cast, sms: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = NOW + timedelta(days=1)
    judge(monkeypatch, lambda _row: Verdict(Do.WAIT, at=at))
    row = queue(cast)
    assert send() == 0
    assert fresh(row).look_again_at == at
    assert "wordt morgen om 10:30 verstuurd" in outbox(cast, "vanzelf")
    judge(monkeypatch, lambda _row: Verdict(Do.SEND))
    assert send(at - timedelta(seconds=1)) == 0
    assert send(at) == 1


def test_what_is_not_true_any_more_is_dropped_with_an_event(
    cast: Cast, sms: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge(monkeypatch, lambda _row: Verdict(Do.DROP, why="solved"))
    row = queue(cast)
    assert send() == 0
    assert fresh(row).state == "dropped"
    assert Event.objects.get(aggregate_id=row.pk).data["why"] == "solved"


def test_what_a_person_tells_is_not_looked_at_again_until_it_changes(
    cast: Cast, sms: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def said(row: Message) -> Verdict:
        asked.append(row.pk)
        return Verdict(Do.BY_HAND, why="channel")

    judge(monkeypatch, said)
    request_id = cast.request()
    row = Message.objects.filter(request_id=request_id).latest("queued_at")
    send()
    send(NOW + timedelta(hours=1))
    assert asked.count(row.pk) == 1
    assert fresh(row).by_hand == "channel"
    found = fresh(row).request
    assert found is not None
    found.help_seeker.channel = "email"  # type: ignore[union-attr]
    messages.readdress(found)
    assert (fresh(row).channel, fresh(row).by_hand) == ("email", "")


def test_messages_told_together_are_one_and_stand_together(
    cast: Cast, smtp: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [queue(cast, "email"), queue(cast, "email", "welcome")]
    judge(monkeypatch, lambda _row: Verdict(Do.SEND, beside=(rows[1].pk,)))
    assert send() == 1
    ((_to, raw),) = smtp.mails
    mail = parsed(raw)
    assert mail["Subject"] == "2 berichten van Noord"
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().count("Dag Bram,") == 1
    assert "grens" in body.get_content()
    assert [fresh(row).state for row in rows] == ["told", "told"]
    assert [fresh(row).done_how for row in rows] == ["mailed", "merged"]
    assert Event.objects.filter(type="message.told", data__how="merged").count() == 1


@pytest.mark.parametrize(
    ("fate", "state", "together"),
    [(Fate.NOT_SENT, "queued", False), (Fate.UNKNOWN, "unsure", True)],
)
def test_what_was_beside_a_try_that_failed(
    fate: Fate, state: str, together: bool, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [queue(cast), queue(cast)]
    judge(monkeypatch, lambda _row: Verdict(Do.SEND, beside=(rows[1].pk,)))
    claimed = claim_one(rows[0])
    assert claims.begin(claimed, NOW)
    settle(claimed, fate)
    beside = fresh(rows[1])
    assert (beside.state, beside.lease_until) == (state, None)
    assert (beside.told_with_id is not None) == together
    if together:
        assert Message.objects.filter(message_channels.went_wrong()).count() == 1
        delivery.send_again(actor=cast.anna, now=NOW, message_id=rows[0].pk)
        assert [fresh(row).state for row in rows] == ["queued", "queued"]


def test_a_row_that_cannot_be_judged_stops_no_other(
    cast: Cast, sms: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = queue(cast), queue_to_another(cast)

    def said(row: Message) -> Verdict:
        if row.pk == bad.pk:
            raise ValueError("mevrouw De Wit, 0612345678")
        return Verdict(Do.SEND)

    judge(monkeypatch, said)
    assert send() == 1
    assert fresh(good).state == "told"
    now = fresh(bad)
    assert (now.state, now.trouble, now.attempts) == ("queued", "fault", 1)
    assert now.look_again_at == NOW + FIRST_REST


def test_what_lay_ready_for_weeks_is_not_suddenly_sent(cast: Cast, sms: Gateway) -> None:
    row = queue(cast)
    assert send(NOW + claims.OLD + timedelta(minutes=1)) == 0
    assert fresh(row).by_hand == "old"
    assert "Dit ligt al lang klaar." in outbox(cast, "klaar")


def test_the_day_that_is_sent_to_who_waits_is_the_one_that_counts(
    cast: Cast, sms: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge(monkeypatch, lambda _row: Verdict(Do.SEND))
    request_id = cast.ready()
    closing.wait(actor=cast.anna, now=NOW, request_id=request_id, lack=Lack.PLACE)
    said = Request.objects.get(pk=request_id).due_on
    Request.objects.filter(pk=request_id).update(due_on=TODAY)
    assert send() == 1
    assert Request.objects.get(pk=request_id).due_on == said
    assert Event.objects.filter(type="request.wait_told", aggregate_id=request_id).exists()


# --- nothing personal in a log --------------------------------------------------------------------


def test_the_log_names_ids_and_nothing_else(
    cast: Cast, sms: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = queue(cast)
    sms.answers.append(503)
    handler = logging.getLogger("loopplank").handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    monkeypatch.setattr(handler, "stream", io.StringIO())
    send()
    send(NOW + FIRST_REST)
    logged = handler.stream.getvalue()
    assert str(row.pk) in logged
    assert "message_not_sent" in logged
    assert "messages_handled" in logged
    phone = Volunteer.objects.get(pk=cast.bram_id).phone
    assert not [word for word in ("Bram", phone, phone[1:], "grens") if word in logged]
