"""Who stands before the door reads it in their own language: at signing in, a password, a yes."""

import re
from html import unescape
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.urls import reverse
from tests.app import browsing
from tests.app.account.test_invitation import ask, opened
from tests.app.cast import NOW, Cast

from loopplank.web.kit import clock

LINK = re.compile(r'<a href="(/taal/\?[^"]+)" lang="(nl|en)">(English|Nederlands)</a>')


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    cache.clear()


def reads_both(client: Any, address: str) -> None:
    dutch = client.get(address).content.decode()
    to_english = LINK.findall(dutch)
    assert [found[1:] for found in to_english] == [("en", "English")]
    assert client.get(unescape(to_english[0][0]))["Location"] == address
    english = client.get(address).content.decode()
    assert '<html lang="en"' in english
    assert [found[1:] for found in LINK.findall(english)] == [("nl", "Nederlands")]


@pytest.mark.parametrize("name", ["account_login", "ask_password", "asked_password"])
def test_before_the_door(cast: Cast, settings: LazySettings, name: str) -> None:
    settings.LOOPPLANK_MAIL = "smtps://user:password@host:465"
    reads_both(browsing.visitor(), reverse(name))


def test_somebody_still_returns_to_the_page_they_asked_for(cast: Cast) -> None:
    reads_both(browsing.visitor(), f"{reverse('account_login')}?next={reverse('settings')}")


def test_an_invitation(cast: Cast) -> None:
    reads_both(opened(ask(cast)), reverse("accept_invitation"))


def test_a_token_stands_in_no_other_address(cast: Cast) -> None:
    token = "a" * 22
    assert f"%2Fl%2F{token}" not in browsing.visitor().get(f"/l/{token}").content.decode()
