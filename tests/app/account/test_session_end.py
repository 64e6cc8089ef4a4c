"""A session that ends by itself, and what was typed meanwhile."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.access.account.actors import Actor
from loopplank.core.account.security_log import Kind
from loopplank.core.account.sessions import GRAIN, IDLE, LONGEST
from loopplank.store.models import Account, Note, SecurityEvent
from loopplank.web.account import session_end
from loopplank.web.account.opened_as import mark_of
from loopplank.web.kit import clock

MINUTE = timedelta(minutes=1)
TYPED = "Zij nam niet op. <b>Morgen</b> om negen uur weer.\nDan via de buurvrouw."
PASSWORD = "vier losse woorden hier"
At = Callable[[datetime], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_clock(NOW)
    return set_clock


@pytest.fixture
def anna(cast: Cast, at: At) -> Client:
    """Anna at her computer; her last sign of life is now."""
    client = browsing.member(cast.anna, stays=False)
    assert client.get(reverse("today")).status_code == 200
    return client


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def sign_in(client: Client, actor: Actor, to: str) -> str:
    """Sign in on the page that the browser was sent to; return where that leads."""
    account = Account.objects.get(pk=actor.account_id)
    account.set_password(PASSWORD)
    account.save()
    answer = client.post(to, {"login": account.email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def test_two_hours_without_a_request_end_it(anna: Client, at: At, cast: Cast) -> None:
    at(NOW + IDLE)
    assert anna.get(reverse("requests")).status_code == 200, "not sooner than was said"
    at(NOW + 2 * IDLE + GRAIN)
    answer = anna.get(reverse("requests"))
    assert answer.headers["Location"].endswith(f"next={reverse('requests')}")
    assert not signed_in(anna)
    row = SecurityEvent.objects.get(kind=Kind.SESSION_ENDED)
    assert (row.account_id, row.data) == (cast.anna.account_id, {"why": "idle"})
    assert "Je deed twee uur niets" in anna.get(answer.headers["Location"]).content.decode()
    assert sign_in(anna, cast.anna, answer.headers["Location"]) == reverse("requests")
    assert anna.get(reverse("requests")).status_code == 200


def test_twelve_hours_end_it_whatever_was_done(anna: Client, at: At) -> None:
    moment = NOW
    while moment < NOW + LONGEST - IDLE:
        moment += IDLE
        at(moment)
        expected = 302 if moment >= NOW + LONGEST else 200
        assert anna.get(reverse("today")).status_code == expected
    at(NOW + LONGEST)
    assert anna.get(reverse("today")).status_code == 302
    assert SecurityEvent.objects.get(kind=Kind.SESSION_ENDED).data == {"why": "long"}
    assert timedelta(seconds=settings.SESSION_COOKIE_AGE) >= LONGEST


@pytest.mark.parametrize(
    "by_itself",
    [
        {"HTTP_HX_REQUEST": "true"},
        {"HTTP_SEC_FETCH_DEST": "empty"},
        {"HTTP_SEC_PURPOSE": "prefetch"},
        {"HTTP_LOOPPLANK_BY_ITSELF": "yes"},
    ],
)
def test_what_a_script_fetches_keeps_nobody_in(
    by_itself: dict[str, str], anna: Client, at: At
) -> None:
    for minutes in range(10, 121, 10):
        at(NOW + minutes * MINUTE)
        assert anna.get(reverse("today"), **by_itself).status_code == 200
    at(NOW + IDLE + GRAIN)
    assert anna.get(reverse("today")).status_code == 302


def test_the_page_asks_how_long_is_left_and_the_button_stays(anna: Client, at: At) -> None:
    where = reverse("session_left")
    at(NOW + 115 * MINUTE)
    for _again in range(2):
        assert anna.post(where, HTTP_SEC_FETCH_DEST="empty").json() == {"left": 300}
    stay = {"stay": "yes"}
    assert anna.post(where, stay, HTTP_SEC_FETCH_DEST="empty").json() == {"left": 7200}
    at(NOW + 115 * MINUTE + IDLE)
    assert anna.get(reverse("today")).status_code == 200
    page = anna.get(reverse("today")).content.decode()
    assert 'data-left="7200" data-warns="300"' in page


def late(client: Client, request_id: UUID, **extra: str) -> str:
    """Send a form two hours too late; return where that leads."""
    answer = client.post(
        reverse("log_contact", args=[request_id]),
        {"kind": "note", "channel": "phone", "text": TYPED, "password": "geheim", **extra},
    )
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def test_what_was_typed_comes_back_after_signing_in_and_is_sent_once(
    cast: Cast, anna: Client, at: At
) -> None:
    """Without any script: also past a page that a script asked for in between."""
    request_id = cast.request()
    tried = Note.objects.count()
    at(NOW + IDLE + GRAIN)
    anna.post(reverse("session_left"), HTTP_SEC_FETCH_DEST="empty")
    assert not signed_in(anna)
    to = late(anna, request_id)
    assert Note.objects.count() == tried
    assert "Er is nog niets verstuurd" in anna.get(to).content.decode()
    there = sign_in(anna, cast.anna, to)
    assert there == reverse("kept_form")
    page = anna.get(there).content.decode()
    assert escape(TYPED.split("\n", maxsplit=1)[0]) in page
    assert "geheim" not in page, "a password is never kept"
    kept = session_end.kept_form(anna, cast.anna.account_id)  # type: ignore[arg-type]  # has a session
    assert kept is not None
    assert f'action="{kept.address}"' in page
    form = {**dict(kept.fields), session_end.FIELD: kept.key}
    assert form["text"] == TYPED
    assert anna.post(kept.address, form).status_code == 302
    assert Note.objects.count() == tried + 1
    assert anna.post(kept.address, form).headers["Location"] == reverse("kept_form")
    assert Note.objects.count() == tried + 1, "sent twice, done once"
    assert anna.get(reverse("kept_form")).status_code == 302


def test_so_it_does_when_the_session_ended_in_another_way(cast: Cast, anna: Client, at: At) -> None:
    """Ended from another device, or by a server that lost it: the form says who opened it."""
    request_id = cast.request()
    anna.session.flush()
    there = sign_in(anna, cast.anna, late(anna, request_id))
    assert escape(TYPED.split("\n", maxsplit=1)[0]) in anna.get(there).content.decode()


def test_one_that_nobody_may_send_any_more_can_be_read(cast: Cast, anna: Client, at: At) -> None:
    """The role in which it was typed has ended meanwhile: refused, with the words, and not kept."""
    request_id = cast.request()
    at(NOW + IDLE + GRAIN)
    there = sign_in(anna, cast.anna, late(anna, request_id, opened_as="of.nobody"))
    page = anna.get(there).content.decode()
    kept = session_end.kept_form(anna, cast.anna.account_id)  # type: ignore[arg-type]
    assert kept is not None
    answer = anna.post(kept.address, {**dict(kept.fields), session_end.FIELD: kept.key})
    assert answer.status_code == 409
    assert escape(TYPED.split("\n", maxsplit=1)[0]) in page
    assert escape(TYPED.split("\n", maxsplit=1)[0]) in answer.content.decode()
    assert 'name="kept_form"' not in answer.content.decode()


def test_one_of_nobody_is_not_kept(cast: Cast, at: At) -> None:
    where = reverse("new_request")
    stranger = browsing.visitor()
    made_up = mark_of(cast.anna)[:-1] + "g"
    for mark in ("", "x", f"{cast.anna.id}.", made_up, mark_of(cast.bram)):
        answer = stranger.post(where, {"story": TYPED, "opened_as": mark})
        assert answer.headers["Location"].endswith(f"next={where}"), mark
    assert not stranger.cookies, "nobody fills our sessions from outside"


def test_another_account_in_that_browser_never_reads_it(cast: Cast, anna: Client, at: At) -> None:
    request_id = cast.request()
    at(NOW + IDLE + GRAIN)
    there = sign_in(anna, cast.henk, late(anna, request_id))
    answer = anna.get(there, follow=True)
    assert "buurvrouw" not in answer.content.decode()
    assert "kept_form" not in anna.session


def test_it_can_be_thrown_away_and_what_is_too_long_is_said(
    cast: Cast, anna: Client, at: At
) -> None:
    request_id = cast.request()
    at(NOW + IDLE + GRAIN)
    to = late(anna, request_id, text="x" * (session_end.MOST_KEPT + 1))
    assert "kopieer eerst wat je typte" in anna.get(to).content.decode()
    there = sign_in(anna, cast.anna, late(anna, request_id))
    anna.post(there)
    assert "kept_form" not in anna.session
    assert anna.get(there).headers["Location"] == reverse("today")


def test_nobody_is_given_a_form_that_another_site_sent(cast: Cast, at: At) -> None:
    """What came without the mark of our own page is not kept, or somebody would send it later."""
    client = Client(SERVER_NAME=browsing.HOST, enforce_csrf_checks=True)
    client.cookies = browsing.member(cast.anna, stays=False).cookies
    client.get(reverse("today"))
    at(NOW + IDLE + GRAIN)
    assert client.post(reverse("new_request"), {"story": TYPED}).status_code == 403
    assert "kept_form" not in client.session
