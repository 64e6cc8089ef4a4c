"""What somebody looks up stands in no address, and is found again all the same."""

from datetime import datetime, timedelta
from urllib.parse import quote, quote_plus

import pytest
from django.test import Client
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.web.kit import clock
from loopplank.web.kit.searching import COOKIE, MOST_KEPT

START = "/hulp/waterstad/"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def looked_up(client: Client, where: str, typed: str, **choices: str) -> str:
    """Return the address that a search leads to; the words are nowhere in the answer."""
    answer = client.post(where, {"zoek": typed, **choices})
    assert answer.status_code == 302
    said = f"{answer.headers} {answer.cookies.output()} {answer.content!r}"
    # a shorter word may stand in a random cookie by chance
    written = [typed, quote(typed), quote_plus(typed), *typed.split()]
    assert not [one for one in written if len(one) > 4 and one in said]
    return str(answer.headers["Location"])


def text(client: Client, where: str) -> str:
    return client.get(where).content.decode()


@pytest.mark.both_engines
def test_the_address_says_nothing_and_the_way_back_works(cast: Cast) -> None:
    cast.request()
    cast.request(last_name="Anders")
    client, where = browsing.member(cast.anna), reverse("requests")
    first = looked_up(client, where, "De Wit")
    second = looked_up(client, where, "Anders", stand="all", eigenaar="ik")
    assert "stand=all&eigenaar=ik&gezocht=" in second
    for address, here, not_here in (
        (second, "Anders", "De Wit"),
        (first, "De Wit", "Anders"),
        (second, "Anders", "De Wit"),
    ):
        page = text(client, address)
        assert f'value="{here}"' in page
        assert f"Mevrouw {here} (83)" in page
        assert f"Mevrouw {not_here} (83)" not in page
    _, _, query = first.partition("?")
    file = text(client, f"{reverse('requests_csv')}?{query}")
    assert "De Wit" in file
    assert "Anders" not in file
    assert looked_up(client, where, " ") == where, "nothing typed is nothing looked for"


@pytest.mark.both_engines
def test_the_pages_of_a_list_keep_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loopplank.access.requests.request_list.PAGE", 1)
    for _ in range(2):
        cast.request()
    client = browsing.member(cast.anna)
    found = looked_up(client, reverse("requests"), "De Wit")
    token = found.partition("gezocht=")[2]
    page = text(client, found)
    assert f"?gezocht={token}&amp;page=2" in page
    assert "Bladzijde 2 van 2" in text(client, f"{found}&page=2")


@pytest.mark.both_engines
def test_it_is_for_who_typed_it_and_not_for_ever(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, where = browsing.member(cast.anna), reverse("requests")
    found = looked_up(client, where, "De Wit")
    assert "De Wit" in text(client, found)
    colleague = browsing.member(cast.henk)
    colleague.cookies[COOKIE] = client.cookies[COOKIE].value
    page = text(colleague, found)
    assert 'value="De Wit"' not in page
    assert "Wat je zocht, is niet bewaard" in page
    for n in range(MOST_KEPT):
        looked_up(client, where, f"Nog {n}")
    assert "is niet bewaard" in text(client, found)
    last = looked_up(client, where, "Anders")
    later: datetime = NOW + timedelta(hours=13)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "is niet bewaard" in text(client, last)
    client.cookies[COOKIE] = "x" * 90
    assert "is niet bewaard" in text(client, last)


def test_words_in_an_address_are_not_read(cast: Cast) -> None:
    cast.request()
    page = text(browsing.member(cast.anna), f"{reverse('requests')}?zoek=Anders")
    assert 'value="Anders"' not in page
    assert "Mevrouw De Wit (83)" in page
    choices = {"stand": "Truus De Wit", "eigenaar": "../x"}
    where = looked_up(browsing.member(cast.anna), reverse("requests"), "x", **choices)
    assert "Truus" not in where
    assert "eigenaar" not in where, "only a choice goes along"


def test_whoever_looks_for_help_needs_no_cookie_beforehand(cast: Cast) -> None:
    client = Client(SERVER_NAME=browsing.HOST, enforce_csrf_checks=True)
    assert not client.get(START).cookies
    found = looked_up(client, START, "boodschappen")
    assert found.endswith("#offers")
    assert client.get(found).status_code == 200


def test_a_page_of_somebody_else_empties_nothing(cast: Cast) -> None:
    """The public form carries no mark: a form elsewhere could be sent to it."""
    client = browsing.visitor()
    looked_up(client, START, "koken")
    kept = client.cookies[COOKIE].value
    answer = client.post(START, {"zoek": "iets"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, answer.headers["Location"]) == (302, START)
    assert client.cookies[COOKIE].value == kept
