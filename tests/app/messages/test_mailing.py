"""One-time codes by mail: once, again after a failure, and nothing without a mail server."""

import io
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse
from tests.app import browsing, referring
from tests.app.cast import NOW, Cast

from loopplank.access.messages.messages import message
from loopplank.actions.referrals import party_codes
from loopplank.core.account.roles import Role
from loopplank.core.messages.delivery import FIRST_REST
from loopplank.jobs.messages.sending import Sender
from loopplank.store.models import Event, Message, OneTimeCode, Party
from loopplank.web.kit import clock
from loopplank.web.messages.render_message import told

pytestmark = pytest.mark.both_engines

SOON = NOW + timedelta(seconds=5)
ADDRESS = "kaya@praktijk.example"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture(autouse=True)
def _nothing_else_waits(cast: Cast) -> None:
    Message.objects.update(by_hand="old")


@pytest.fixture
def mails(settings: Any) -> None:
    settings.SENDS_MAIL = True
    settings.DEFAULT_FROM_EMAIL = "hulp@example.nl"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


class Away(BaseEmailBackend):
    """A server that answers and then refuses, naming the address as a real one does."""

    def send_messages(self, email_messages: Any) -> int:
        raise OSError(f"refused {email_messages[0].to} {email_messages[0].body}")


class TakesNothing(BaseEmailBackend):
    def send_messages(self, email_messages: Any) -> int:
        return 0


def sent() -> list[EmailMessage]:
    return list(mail.outbox)


def sweep(at: datetime, sender: Sender | None = None) -> int:
    """Everything that is due at a moment; how many were sent."""
    return (sender or Sender()).until_empty(lambda: at)


def code_message() -> Message:
    return Message.objects.filter(template="code").latest("queued_at")


# --- sent -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("mails")
def test_two_sweeps_mail_it_once_with_the_words_of_the_outbox(cast: Cast) -> None:
    party = referring.started_outside(cast)
    words = told(message(cast.anna, code_message().pk, NOW), NOW)
    assert sweep(SOON) == 1
    assert sweep(SOON) == 0
    (letter,) = sent()
    assert (letter.to, letter.from_email) == ([ADDRESS], "Noord <hulp@example.nl>")
    assert (letter.subject, letter.body) == (words.subject, words.text)
    assert referring.digits_for(party) in letter.body
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    one = code_message()
    assert (one.state, one.done_how, one.done_by_id, one.done_at) == ("told", "mailed", None, SOON)
    event = Event.objects.get(aggregate_id=one.pk)
    assert (event.type, event.actor_role, event.data["how"]) == (
        "message.told",
        Role.SYSTEM,
        "mailed",
    )


@pytest.mark.usefixtures("mails")
def test_the_list_says_who_mailed_it_and_nobody_puts_it_back(cast: Cast) -> None:
    referring.started_outside(cast)
    sweep(SOON)
    address = f"{reverse('messages')}?lijst=verteld"
    page = browsing.member(cast.anna).get(address).content.decode()
    assert "Gemaild op" in page
    assert "door Loopplank." in page
    assert "Zet terug" not in page
    close = reverse("close_message", args=[code_message().pk])
    browsing.member(cast.anna).post(close, {"done": "put_back"})
    assert code_message().state == "told"


def test_nobody_says_of_their_own_telling_that_it_was_mailed(cast: Cast) -> None:
    referring.started_outside(cast)
    close = reverse("close_message", args=[code_message().pk])
    assert browsing.member(cast.anna).post(close, {"done": "mailed"}).status_code == 404
    assert code_message().state == "queued"


@pytest.mark.usefixtures("mails")
def test_a_new_code_is_mailed_and_the_old_one_is_not(cast: Cast) -> None:
    party = referring.started_outside(cast)
    party_codes.new_code(actor=party, now=SOON)
    sweep(SOON)
    (letter,) = sent()
    assert referring.digits_for(party) in letter.body


@pytest.mark.commits
@pytest.mark.usefixtures("mails")
def test_several_loops_at_once_mail_it_once(cast: Cast, race: Callable[..., list[Any]]) -> None:
    referring.started_outside(cast)
    outcomes = race([lambda: sweep(SOON) for _ in range(4)])
    assert all(isinstance(done, int) for done in outcomes), outcomes
    assert len(sent()) == 1
    assert Event.objects.filter(type="message.told").count() == 1


# --- not sent -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("mails")
@pytest.mark.parametrize("backend", [Away, TakesNothing])
def test_a_refusal_leaves_it_waiting_and_the_next_try_mails_it(
    backend: type[BaseEmailBackend], cast: Cast, settings: Any
) -> None:
    referring.started_outside(cast)
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.{backend.__name__}"
    sender = Sender()
    assert sweep(SOON, sender) == 0
    assert code_message().state == "queued"
    assert not Event.objects.filter(aggregate_id=code_message().pk).exists()
    settings.EMAIL_BACKEND = works
    assert sweep(SOON + FIRST_REST / 2, sender) == 0
    assert sweep(SOON + FIRST_REST, sender) == 1
    assert len(sent()) == 1
    assert code_message().state == "told"


@pytest.mark.usefixtures("mails")
def test_a_refusal_logs_neither_the_address_nor_the_code(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    party = referring.started_outside(cast)
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    # the handler of the settings; pytest listens beside it
    handler = logging.getLogger("loopplank").handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    monkeypatch.setattr(handler, "stream", io.StringIO())
    sweep(SOON)
    logged = handler.stream.getvalue()
    assert "message_not_sent" in logged
    assert str(code_message().pk) in logged
    assert ADDRESS not in logged
    assert referring.digits_for(party) not in logged


DEAD: dict[str, Callable[[], object]] = {
    "too old": lambda: OneTimeCode.objects.update(expires_at=SOON),
    "used": lambda: OneTimeCode.objects.update(used_at=NOW),
    "tried too often": lambda: OneTimeCode.objects.update(failed_tries=5),
    "another sequence": lambda: OneTimeCode.objects.update(sequence=2),
    "told by somebody": lambda: Message.objects.update(state="told"),
    "without an address": lambda: Party.objects.update(email=""),
    "somebody erased": lambda: Party.objects.update(erased_at=NOW),
    "by telephone": lambda: Message.objects.update(channel="phone"),
}


@pytest.mark.usefixtures("mails")
@pytest.mark.parametrize("why", DEAD)
def test_what_needs_no_mail_is_not_mailed(why: str, cast: Cast) -> None:
    referring.started_outside(cast)
    DEAD[why]()
    sweep(SOON)
    assert not sent()
    assert not Message.objects.filter(posted_at__isnull=False).exists(), "it was tried"
    assert not Event.objects.filter(type="message.told").exists()


# --- without a mail server, and what the pages say ------------------------------------------------

START = reverse("refer_start", args=["waterstad"])


def begun(cast: Cast) -> tuple[str, str]:
    """The page that asks who you are, and the page that asks the code."""
    client = browsing.visitor()
    first = client.get(START).content.decode()
    who = {"name": "Kim Kaya", "works_at": "Praktijk Oost", "kind": "gp", "phone": "020 555 01 77"}
    posted = client.post(START, {**who, "email": ADDRESS, "to": str(cast.noord_id)})
    assert posted.status_code == 302
    return first, client.get(reverse("linked_referral")).content.decode()


def test_without_a_server_nothing_leaves_and_the_pages_say_whom_to_call(cast: Cast) -> None:
    first, second = begun(cast)
    assert sweep(SOON) == 0
    assert not sent()
    assert code_message().state == "queued"
    assert "U krijgt daarna een code door de telefoon." in first
    assert "Noord heeft een code voor u. Bel dit nummer, dan krijgt u de code:" in second
    assert "020 555 01 42" in second
    assert not [words for words in ("mail", "stuurden", "Stuur ") if words in second]


def test_without_a_server_a_link_says_that_the_code_is_told(cast: Cast) -> None:
    from loopplank.access.account import links

    client = browsing.by_link(links.REFERRAL, referring.to_practice(cast))
    page = client.get(reverse("linked_referral")).content.decode()
    assert "Daarna krijgt u de code door de telefoon van Noord." in page
    assert "Maak een code" in page
    assert "sturen" not in page


@pytest.mark.usefixtures("mails")
def test_with_a_server_the_pages_say_that_it_is_mailed(cast: Cast) -> None:
    first, second = begun(cast)
    assert "We sturen u een code per e-mail." in first
    assert "Wij stuurden een code naar k…@praktijk.example." in second
    assert "Kijk ook bij ongewenste mail." in second


@pytest.mark.parametrize(
    ("on", "says"), [(True, "verstuurt e-mail vanzelf"), (False, "verstuurt niets")]
)
def test_the_outbox_says_what_leaves_by_itself(
    on: bool, says: str, cast: Cast, settings: Any
) -> None:
    settings.SENDS_MAIL = on
    assert says in browsing.member(cast.anna).get(reverse("messages")).content.decode()
