"""A mail that somebody pasted begins a request; only what was ticked is filled in, and its text is
kept nowhere.
"""

import re

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.on_the_phone import plain

from loopplank.core.requests.pasted_mail import LONGEST
from loopplank.store.models import Request
from loopplank.web.kit import clock

pytestmark = pytest.mark.both_engines

SECRET = "Zij houdt van klaverjassen."
MAIL = f"Mijn cliënt in 1013 AB zoekt iemand voor de boodschappen. {SECRET}\nZij valt vaak.\n"
WHERE = "/hulpvragen/nieuw/mail/"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def anna(cast: Cast) -> Client:
    return browsing.member(cast.anna)


def ticked(html: str) -> set[str]:
    return set(re.findall(r'value="([^"]+)"[^>]* checked', html))


def test_nothing_is_filled_in_that_was_not_ticked(anna: Client) -> None:
    read = anna.post(WHERE, {"pasted_mail": MAIL, "doe": "lees"}).content.decode()
    assert "Soort hulp: Boodschappen" in plain(read)
    assert "Hoe vaak valt u?" in plain(read)
    assert ticked(read) == set()
    chosen = {"pasted_mail": MAIL, "doe": "verder", "klopt": ["kinds:shopping", "kinds:vigil"]}
    form = anna.post(WHERE, chosen).content.decode()
    assert ticked(form) == {"phone", "self", "shopping"}
    assert 'value="1013 AB"' not in form
    assert SECRET in plain(form)
    assert f'action="{reverse("new_request")}"' in form
    all_of_it = [*chosen["klopt"], "postcode:1013 AB", "for_whom:professional"]
    form = anna.post(WHERE, {**chosen, "klopt": all_of_it}).content.decode()
    assert 'value="1013 AB"' in form
    assert "professional" in ticked(form)


def test_the_mail_stays_beside_the_form_and_is_kept_nowhere(anna: Client) -> None:
    typed = {"submission": "b" * 32, "pasted_mail": MAIL, "kinds": ["shopping"]}
    wrong = anna.post(reverse("new_request"), typed)
    assert wrong.status_code == 422
    assert SECRET in plain(wrong.content.decode())
    made = anna.post(reverse("new_request"), {**typed, "last_name": "De Wit"})
    assert made.status_code == 302
    request_id = Request.objects.latest("received_at").pk
    assert SECRET not in anna.get(reverse("request", args=[request_id])).content.decode()
    kept = [table for table in connection.introspection.table_names() if holds(table, "klaverjas")]
    assert kept == []
    assert not any("klaverjas" in str(row.get_decoded()) for row in Session.objects.all())


def holds(table: str, words: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return any(words in str(row) for row in cursor.fetchall())


def test_without_text_or_with_all_that_came_before_it_says_what_to_do(anna: Client) -> None:
    empty = anna.post(WHERE, {"pasted_mail": "  "})
    assert empty.status_code == 422
    assert "Plak hier eerst de tekst van de mail." in plain(empty.content.decode())
    long = anna.post(WHERE, {"pasted_mail": "Ha. " * LONGEST})
    assert long.status_code == 422
    assert "Laat oudere mails eronder weg." in plain(long.content.decode())
    assert "Ha. Ha." in long.content.decode(), "what was pasted is still there"
    nothing = anna.post(WHERE, {"pasted_mail": "Hallo!"})
    assert "Wij herkennen niets voor het formulier." in plain(nothing.content.decode())


def test_a_mail_is_text_and_never_a_page(anna: Client) -> None:
    mail = "<script>alert(1)</script> boodschappen <b>nu</b>"
    for doe in ("lees", "verder"):
        html = anna.post(WHERE, {"pasted_mail": mail, "doe": doe}).content.decode()
        assert "<script>alert" not in html
        assert "<b>nu</b>" not in html


def test_what_came_after_the_session_had_ended_keeps_no_mail(cast: Cast) -> None:
    anna = browsing.member(cast.anna)
    opened_as = re.search(r'name="opened_as" value="([^"]+)"', anna.get(WHERE).content.decode())
    assert opened_as
    stranger = Client()
    stranger.post(WHERE, {"pasted_mail": MAIL, "doe": "lees", "opened_as": opened_as[1]})
    assert not any("klaverjas" in str(row.get_decoded()) for row in Session.objects.all())
