"""Coming in by an invitation: once, with a good password, and never into another's account."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.access.account import links
from loopplank.access.account.actors import VISITOR, Actor, NotFound
from loopplank.access.organisations.colleagues import invited
from loopplank.actions.organisations import colleagues
from loopplank.store.models import AccessRecord, Account, Event, Link, Message

GOOD = "zeven schapen op de dijk"


def token_for(actor: Actor) -> str:
    link = Link.objects.get(purpose="invite", subject_id=actor.account_id)
    return links.token_of(link.pk, link.generation)


def opened(actor: Actor) -> Client:
    """The browser of somebody who followed the link of their invitation."""
    client = browsing.visitor()
    response = client.get(f"/l/{token_for(actor)}")
    assert response["Location"] == reverse("accept_invitation")
    return client


def accept(client: Client, password: str = GOOD, again: str | None = None):  # type: ignore[no-untyped-def]
    return client.post(
        reverse("accept_invitation"), {"password": password, "again": again or password}
    )


def test_a_colleague_sets_a_password_and_is_in(cast: Cast) -> None:
    client = opened(cast.henk)
    text = client.get(reverse("accept_invitation")).content.decode()
    assert "Dag Henk Achterwacht. Je bent uitgenodigd door Noord." in text
    assert "henk@example.nl" in text
    assert AccessRecord.objects.get(page="accept_invitation").subjects.get().subject_id == (
        cast.henk.account_id
    )
    assert accept(client)["Location"] == reverse("mfa_index")
    assert client.get(reverse("settings")).status_code == 200
    assert Account.objects.get(pk=cast.henk.account_id).check_password(GOOD)
    assert Event.objects.filter(type="account.invitation_accepted").count() == 1


def test_in_real_use_the_second_step_comes_next(cast: Cast, settings: LazySettings) -> None:
    settings.MODE = "real"
    client = opened(cast.henk)
    response = accept(client)
    assert "Stel eerst een tweede stap in." in client.get(response["Location"]).content.decode()
    # and without typing the password again at once
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_an_invitation_works_once(cast: Cast) -> None:
    token, second = token_for(cast.henk), opened(cast.henk)
    accept(opened(cast.henk))
    response = accept(second, "iets heel anders hier")
    assert response.status_code == 404
    assert "Deze uitnodiging werkt niet meer" in response.content.decode()
    assert Account.objects.get(pk=cast.henk.account_id).check_password(GOOD)
    with pytest.raises(NotFound):
        invited(VISITOR, token, NOW)


def test_nobody_is_told_an_invitation_that_was_used(cast: Cast) -> None:
    accept(opened(cast.henk))
    message = Message.objects.get(account_id=cast.henk.account_id, template="invitation")
    assert message.state == "dropped"


def test_without_a_link_there_is_nothing_to_accept(cast: Cast) -> None:
    client = browsing.visitor()
    assert client.get(reverse("accept_invitation")).status_code == 404
    client.cookies["loopplank_invite"] = token_for(cast.henk)  # not signed by us
    assert client.get(reverse("accept_invitation")).status_code == 404


def test_the_link_of_a_request_sets_no_password(cast: Cast) -> None:
    request_id = cast.request()
    link = Link.objects.get(purpose="status", subject_id=request_id)
    with pytest.raises(NotFound):
        colleagues.accept_invitation(
            actor=VISITOR,
            now=NOW,
            token=links.token_of(link.pk, link.generation),
            password_hash="x",
        )


def test_after_two_weeks_it_is_over(cast: Cast) -> None:
    token = token_for(cast.henk)
    assert invited(VISITOR, token, NOW + timedelta(days=14)).name == "Henk Achterwacht"
    with pytest.raises(NotFound):
        invited(VISITOR, token, NOW + timedelta(days=15))


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("kort", "kort", "Dit wachtwoord is te kort."),
        ("henk achterwacht", "henk achterwacht", "lijkt te veel op je naam"),
        (GOOD, "zeven koeien op de dijk", "De twee wachtwoorden zijn niet gelijk."),
    ],
)
def test_a_weak_or_mistyped_password_is_refused(
    cast: Cast, password: str, again: str, sentence: str
) -> None:
    client = opened(cast.henk)
    response = accept(client, password, again)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Account.objects.get(pk=cast.henk.account_id).password
    assert accept(client).status_code == 302
