"""The second step: what opens only with it, how it is set up, shown, lost and taken away."""

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import LazySettings
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.access.account.actors import SYSTEM, Actor
from loopplank.access.account.links import RESET, token_of
from loopplank.actions.account.passwords import print_password
from loopplank.store.models import Account, Link
from loopplank.web.kit import clock

PASSWORD = "een brug over het water"


@pytest.fixture(autouse=True)
def _nobody_tried_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def real(settings: LazySettings) -> None:
    settings.MODE = "real"


def signed_in(actor: Actor, client: Client | None = None) -> Client:
    """Signed in with the password alone, and asked for nothing more."""
    client = client or browsing.visitor()
    Account.objects.filter(pk=actor.account_id).update(password=make_password(PASSWORD))
    client.post(reverse("account_login"), {"login": _email(actor), "password": PASSWORD})
    return client


def again(actor: Actor) -> Client:
    """Another session that begins with the password."""
    client = browsing.visitor()
    client.post(reverse("account_login"), {"login": _email(actor), "password": PASSWORD})
    return client


def _email(actor: Actor) -> str:
    return Account.objects.get(pk=actor.account_id).email


def code_of(secret: str) -> str:
    moment = int(time.time())  # noqa: TID251  the library reads the real clock, so must this
    return format_hotp_value(hotp_value(secret, moment // 30))


def set_up_app(client: Client) -> str:
    """Walk the page on which an app is set up; returns its secret."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    text = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", text))
    assert len(secret) == 32
    assert 'src="data:image/svg+xml;base64,' in text
    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    return secret


def test_in_real_use_a_password_alone_opens_nothing(cast: Cast, real: None) -> None:
    client = signed_in(cast.anna)
    for name in ("settings", "messages", "account", "colleagues"):
        assert client.get(reverse(name))["Location"] == reverse("mfa_index"), name
    text = client.get(reverse("mfa_index")).content.decode()
    assert "Stel eerst een tweede stap in." in text


def test_in_a_demo_or_a_test_it_is_optional(cast: Cast) -> None:
    client = signed_in(cast.anna)
    assert client.get(reverse("settings")).status_code == 200
    assert "Stel eerst een tweede stap in." not in client.get(reverse("mfa_index")).content.decode()


def test_whoever_sets_up_an_app_comes_in_at_once(cast: Cast, real: None) -> None:
    client = signed_in(cast.anna)
    set_up_app(client)
    assert client.get(reverse("settings")).status_code == 200
    codes = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert len(re.findall(r"<li>\d{8}</li>", codes)) == 10


def test_setting_it_up_asks_for_the_password_again(cast: Cast) -> None:
    response = signed_in(cast.anna).get(reverse("mfa_activate_totp"))
    assert response["Location"].startswith(reverse("account_reauthenticate"))


def test_a_session_from_before_the_step_is_asked_for_it(cast: Cast, real: None) -> None:
    thief = signed_in(cast.anna)
    secret = set_up_app(again(cast.anna))
    asked = thief.get(reverse("settings"))
    assert asked["Location"] == f"{reverse('mfa_reauthenticate')}?next={reverse('settings')}"
    response = thief.post(asked["Location"], {"code": code_of(secret)})
    assert response["Location"] == reverse("settings")
    assert thief.get(reverse("settings")).status_code == 200


def test_signing_in_asks_for_the_code(cast: Cast, real: None) -> None:
    secret = set_up_app(signed_in(cast.anna))
    client = again(cast.anna)
    assert client.get(reverse("settings"))["Location"].startswith(reverse("account_login"))
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    assert "Deze code klopt niet." in wrong
    assert "<title>Fout:" in wrong
    response = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert response["Location"] == reverse("today")
    assert client.get(reverse("settings")).status_code == 200


def test_a_code_on_paper_works_once(cast: Cast, real: None) -> None:
    client = signed_in(cast.anna)
    set_up_app(client)
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    code = re.findall(r"<li>(\d{8})</li>", page)[0]
    first = again(cast.anna).post(reverse("mfa_authenticate"), {"code": code})
    assert first["Location"] == reverse("today")
    second = again(cast.anna).post(reverse("mfa_authenticate"), {"code": code})
    assert "Deze code klopt niet." in second.content.decode()


def test_whoever_takes_the_step_away_is_outside_again(cast: Cast, real: None) -> None:
    client = signed_in(cast.anna)
    set_up_app(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get(reverse("settings"))["Location"] == reverse("mfa_index")


def test_the_database_alone_makes_no_codes(cast: Cast, settings: LazySettings) -> None:
    client = signed_in(cast.anna)
    secret = set_up_app(client)
    row = Authenticator.objects.get(type="totp")
    assert secret not in str(row.data)
    assert row.wrap().validate_code(code_of(secret))
    settings.SECRET_KEY = "another key under which nothing of this can be read again"
    # neither the code of this secret nor the one that would follow from an empty secret
    for guess in (secret, ""):
        assert not Authenticator.objects.get(type="totp").wrap().validate_code(code_of(guess))


def test_a_password_alone_does_not_take_the_step_away(cast: Cast) -> None:
    thief = signed_in(cast.anna)
    set_up_app(again(cast.anna))
    asked = thief.get(reverse("mfa_deactivate_totp"))
    assert asked["Location"].startswith(reverse("mfa_reauthenticate"))
    refused = thief.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert refused["Location"].startswith(reverse("mfa_reauthenticate"))
    thief.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user_id=cast.anna.account_id, type="totp").exists()


def test_a_new_password_by_a_link_still_asks_for_the_step(cast: Cast, real: None) -> None:
    """Whoever reads the mail of somebody comes no further than here."""
    set_up_app(signed_in(cast.henk))
    print_password(actor=SYSTEM, now=NOW, email=_email(cast.henk))
    link = Link.objects.get(purpose=RESET, subject_id=cast.henk.account_id)
    client = browsing.visitor()
    client.get(f"/l/{token_of(link.pk, link.generation)}")
    new = "zeven schapen op de dijk"
    sent = client.post(reverse("new_password"), {"password": new, "again": new})
    assert sent["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("settings"))["Location"].startswith(reverse("account_login"))
    assert client.get(reverse("mfa_index"))["Location"].startswith(reverse("account_login"))


def test_a_key_can_be_added_named_and_taken_away(cast: Cast) -> None:
    client = signed_in(cast.anna)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    text = client.get(reverse("mfa_add_webauthn")).content.decode()
    assert '<script id="passkey-options" type="application/json">' in text
    assert "loopplank/passkey.js" in text
    key = Authenticator.objects.create(
        user_id=cast.anna.account_id, type="webauthn", data={"name": "Telefoon", "credential": {}}
    )
    assert "Telefoon" in client.get(reverse("mfa_index")).content.decode()
    client.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "Werkcomputer"})
    question = client.get(reverse("mfa_remove_webauthn", args=[key.pk])).content.decode()
    assert "Sleutel ‘Werkcomputer’ weghalen?" in question
    response = client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert client.get(response["Location"])["Location"] == reverse("mfa_index")
    assert not Authenticator.objects.filter(pk=key.pk).exists()


def test_nobody_sees_the_key_of_a_colleague(cast: Cast) -> None:
    key = Authenticator.objects.create(
        user_id=cast.henk.account_id, type="webauthn", data={"name": "Van Henk", "credential": {}}
    )
    client = signed_in(cast.anna)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.get(reverse(name, args=[key.pk])).status_code == 404
    assert "Van Henk" not in client.get(reverse("mfa_index")).content.decode()
