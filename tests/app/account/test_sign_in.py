"""Signing in and out, the own password, and as whom somebody works."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.db import connection
from django.urls import NoReverseMatch, reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.access.account.actors import Actor
from loopplank.config.settings import SOURCE
from loopplank.store.models import Account, Membership
from loopplank.web.account.addresses import PATTERNS

PASSWORD = "een brug over het water"
NOT_RIGHT = "Dit e-mailadres of wachtwoord klopt niet."


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> Iterator[None]:
    """The limits on tries are counted in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


def has_password(actor: Actor, password: str = PASSWORD) -> str:
    Account.objects.filter(pk=actor.account_id).update(password=make_password(password))
    return Account.objects.get(pk=actor.account_id).email


def try_to_sign_in(email: str, password: str, client=None):  # type: ignore[no-untyped-def]
    return (client or browsing.visitor()).post(
        reverse("account_login"), {"login": email, "password": password}
    )


def test_a_coordinator_and_a_board_member_begin_with_today(cast: Cast) -> None:
    assert try_to_sign_in(has_password(cast.anna), PASSWORD)["Location"] == reverse("today")
    assert try_to_sign_in(has_password(cast.gerda), PASSWORD)["Location"] == reverse("today")


def test_somebody_returns_to_the_page_they_asked_for(cast: Cast) -> None:
    client, email = browsing.visitor(), has_password(cast.anna)
    asked = client.get(reverse("settings"))
    assert asked["Location"] == f"{reverse('account_login')}?next={reverse('settings')}"
    form = client.get(asked["Location"]).content.decode()
    assert f'name="next" value="{reverse("settings")}"' in form
    response = client.post(
        reverse("account_login"),
        {"login": email, "password": PASSWORD, "next": reverse("settings")},
    )
    assert response["Location"] == reverse("settings")


def test_a_wrong_password_says_so_and_keeps_the_address(cast: Cast) -> None:
    response = try_to_sign_in(has_password(cast.anna), "iets anders helemaal")
    text = response.content.decode()
    assert NOT_RIGHT in text
    assert "<title>Fout:" in text
    assert 'value="anna@example.nl"' in text
    assert "iets anders helemaal" not in text


def test_an_unknown_address_gets_the_very_same_sentence(cast: Cast) -> None:
    assert NOT_RIGHT in try_to_sign_in("niemand@example.nl", PASSWORD).content.decode()


def test_after_five_tries_somebody_has_to_wait_even_with_the_right_password(cast: Cast) -> None:
    email = has_password(cast.anna)
    for _ in range(5):
        try_to_sign_in(email, "mis")
    assert "Te vaak geprobeerd" in try_to_sign_in(email, PASSWORD).content.decode()


def test_nobody_makes_their_own_account_or_mails_a_password() -> None:
    for name in ("account_signup", "account_reset_password", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_the_page_offers_the_way_back(db: None, settings: LazySettings) -> None:
    """By mail, or where none leaves by whoever runs the installation: never by a colleague."""
    text = browsing.visitor().get(reverse("account_login")).content.decode()
    assert "Wachtwoord vergeten?" in text
    assert "Hier gaat geen mail uit. Wie Loopplank bij jullie beheert" in text
    assert reverse("ask_password") not in text
    settings.SENDS_MAIL = True
    assert (
        reverse("ask_password") in browsing.visitor().get(reverse("account_login")).content.decode()
    )


def test_who_left_everywhere_comes_nowhere(cast: Cast) -> None:
    email = has_password(cast.henk)
    Membership.objects.filter(pk=cast.henk.id).update(active=False, ended_on=NOW.date())
    client = browsing.visitor()
    response = try_to_sign_in(email, PASSWORD, client)
    assert response["Location"] == reverse("account_inactive")
    assert "Dit account is gesloten" in client.get(response["Location"]).content.decode()
    assert client.get(reverse("settings")).status_code == 302


@pytest.mark.both_engines
def test_signing_in_keeps_no_address_in_a_table_of_the_library(cast: Cast) -> None:
    try_to_sign_in(has_password(cast.anna), PASSWORD)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM account_emailaddress")
        assert cursor.fetchone()[0] == 0


def test_logging_out_asks_first_and_then_ends_the_session(cast: Cast) -> None:
    client = browsing.member(cast.anna)
    assert "Wil je uitloggen?" in client.get(reverse("account_logout")).content.decode()
    assert client.get(reverse("settings")).status_code == 200
    assert client.post(reverse("account_logout"))["Location"] == reverse("account_login")
    assert client.get(reverse("settings")).status_code == 302


def test_a_new_password_works_and_ends_the_other_sessions(cast: Cast) -> None:
    email = has_password(cast.anna)
    here, elsewhere = browsing.visitor(), browsing.visitor()
    try_to_sign_in(email, PASSWORD, here)
    try_to_sign_in(email, PASSWORD, elsewhere)
    new = "twee bruggen over het water"
    response = here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert response["Location"] == reverse("account")
    assert here.get(reverse("account")).status_code == 200
    assert elsewhere.get(reverse("account")).status_code == 302
    assert try_to_sign_in(email, new)["Location"] == reverse("today")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("kort", "kort"), "Dit wachtwoord is te kort. Neem minstens 12 tekens."),
        (("password1234", "password1234"), "te makkelijk te raden"),
        (("anna@example.nl1", "anna@example.nl1"), "lijkt te veel op je naam of e-mailadres"),
        (("een lang wachtwoord", "een ander wachtwoord"), "niet gelijk"),
    ],
)
def test_a_weak_new_password_is_refused_in_plain_words(
    cast: Cast, typed: tuple[str, str], sentence: str
) -> None:
    client, email = browsing.visitor(), has_password(cast.anna)
    try_to_sign_in(email, PASSWORD, client)
    response = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": typed[0], "password2": typed[1]},
    )
    assert sentence in response.content.decode()


def test_signing_in_brings_back_the_language(cast: Cast) -> None:
    email = has_password(cast.anna)
    Account.objects.filter(pk=cast.anna.account_id).update(language="en")
    assert try_to_sign_in(email, PASSWORD).cookies["loopplank_language"].value == "en"


def test_every_page_of_the_library_is_ours_and_holds_no_script(cast: Cast) -> None:
    client = browsing.visitor()
    try_to_sign_in(has_password(cast.anna), PASSWORD, client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    opened = 0
    for pattern in PATTERNS:
        if "<" in str(pattern.pattern):
            continue
        response = client.get(reverse(pattern.name or ""))
        if response.status_code != 200:
            continue
        opened += 1
        text = response.content.decode()
        assert "brand-bar" in text, pattern.name
        scripts = re.findall(r"<script(?![^>]*(?: src=|application/json))[^>]*>", text)
        assert not scripts, pattern.name
        assert "style=" not in text, pattern.name
    assert opened >= 7


def test_over_https_a_cookie_is_of_this_host_alone() -> None:
    """Another name under the same domain can then not put one in its place."""
    look = (
        "import os; os.environ['LOOPPLANK_ORIGIN'] = 'https://help.example';"
        "import django; from django.conf import settings as s; django.setup();"
        "from loopplank.web.account import authentication as a, device_cookie as d;"
        "from loopplank.web.account import status_cookie as c, token_cookie as t;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME, d.NAME, d.COOKIE,"
        "t.KEY.name, *(one.name for one in t.OF_SIGN_IN.values()),"
        "*a.COOKIES.values(), *c.NAMES.values())"
    )
    around = {**os.environ, "LOOPPLANK_MODE": "test", "PYTHONPATH": str(SOURCE.parent)}
    around["DJANGO_SETTINGS_MODULE"] = "loopplank.config.settings"
    said = subprocess.run(
        [sys.executable, "-c", look], env=around, capture_output=True, text=True, check=False
    )
    names = said.stdout.split()
    assert len(names) >= 10, said.stderr
    assert [name for name in names if not name.startswith("__Host-")] == []
