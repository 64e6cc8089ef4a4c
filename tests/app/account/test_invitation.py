"""Being asked to join: nothing of anybody changes before their own yes."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.joining import token_of_invitation

from loopplank.access.account.actors import VISITOR, Actor, NotFound
from loopplank.access.account.links import token_of
from loopplank.access.organisations.invitations import invited
from loopplank.actions.organisations import colleagues, invitations
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Refused
from loopplank.jobs.nightly.daily_work import invitations as nightly
from loopplank.store.models import (
    AccessRecord,
    Account,
    Event,
    Invitation,
    Link,
    Membership,
    Message,
)
from loopplank.web.kit import clock

GOOD = "zeven schapen op de dijk"
YUSUF = colleagues.Person("Yusuf Demir", "yusuf@example.nl", "0612345678", (1, 3), 16)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    cache.clear()


def ask(cast: Cast, person: colleagues.Person = YUSUF, **other: Any) -> Any:
    return invitations.invite(
        **{
            "actor": cast.anna,
            "now": NOW,
            "organisation_id": cast.noord_id,
            "person": person,
            "role": Role.COORDINATOR,
            **other,
        }
    )


def opened(invitation_id: Any, client: Any = None) -> Any:
    """The browser of somebody who followed the link of their invitation."""
    client = client or browsing.visitor()
    response = client.get(f"/l/{token_of_invitation(invitation_id)}")
    assert response["Location"] == reverse("accept_invitation")
    return client


def accept(client: Any, password: str = GOOD, again: str | None = None) -> Any:
    return client.post(
        reverse("accept_invitation"), {"password": password, "again": again or password}
    )


def with_password(actor: Actor) -> Account:
    account = Account.objects.get(pk=actor.account_id)
    account.password = make_password(GOOD)
    account.save(update_fields=["password"])
    return account


def test_somebody_new_says_yes_and_is_in(cast: Cast) -> None:
    pk = ask(cast)
    assert not Account.objects.filter(email="yusuf@example.nl").exists()
    client = opened(pk)
    text = client.get(reverse("accept_invitation")).content.decode()
    assert "Je zou bij Noord werken als coördinator." in text
    assert "yusuf@example.nl" in text
    assert AccessRecord.objects.get(page="accept_invitation").subjects.get().subject_id == pk
    assert accept(client)["Location"] == reverse("mfa_index")
    assert client.get(reverse("settings")).status_code == 200
    row = Membership.objects.get(account__email="yusuf@example.nl")
    assert (row.weekdays, row.hours_a_week, row.role) == ([1, 3], 16, "coordinator")
    assert row.account.check_password(GOOD)
    # what was typed is with the account now, and nowhere else
    over = Invitation.objects.get(pk=pk)
    assert (over.state, over.email, over.name, over.phone) == ("accepted", "", "", "")
    assert Event.objects.filter(type="account.invitation_accepted").latest("at")
    told = Message.objects.get(account_id=cast.anna.account_id, template="invitation_accepted")
    assert told.params == {"who": "Yusuf Demir", "address": "yusuf@example.nl"}
    assert Message.objects.get(invitation=over).state == "dropped"


@pytest.mark.both_engines
def test_a_stranger_adds_nobody(cast: Cast) -> None:
    """Zuid asks Anna of Noord: Zuid learns nothing, and her work goes on where it is."""
    account = with_password(cast.anna)
    account.phone = "0699887766"
    account.save(update_fields=["phone"])
    before = (account.name, account.phone, account.password, account.email)
    client = browsing.member(cast.anna)
    pk = ask(
        cast,
        colleagues.Person("Iemand Getypt", "ANNA@example.nl", "0600000000"),
        actor=cast.carla,
        organisation_id=cast.zuid_id,
    )
    zuid = browsing.member(cast.carla)
    for page in (reverse("colleagues"), reverse("invitation", args=[pk]), reverse("settings")):
        text = zuid.get(page).content.decode()
        assert "Anna Prins" not in text, page
        assert "699887766" not in text.replace(" ", ""), page
    assert "Iemand Getypt" in zuid.get(reverse("colleagues")).content.decode()
    assert not Membership.objects.filter(account=account, organisation_id=cast.zuid_id).exists()
    # it counts nowhere and can be given nothing: no page with colleagues to choose from has it
    assert "Iemand Getypt" not in zuid.get(reverse("rota")).content.decode()
    assert "Iemand Getypt" not in zuid.get(reverse("settings_contact")).content.decode()
    account.refresh_from_db()
    assert (account.name, account.phone, account.password, account.email) == before
    assert '<div class="work-place"><p>Noord' in client.get(reverse("requests")).content.decode()
    # the link alone does nothing to an account that exists
    stranger = opened(pk)
    assert (
        "Er is al een account met anna@example.nl."
        in stranger.get(reverse("accept_invitation")).content.decode()
    )
    stranger.post(reverse("accept_invitation"), {"password": GOOD, "again": GOOD})
    with pytest.raises(Refused):
        invitations.accept(actor=VISITOR, now=NOW, token=token_of_invitation(pk), password_hash="x")
    account.refresh_from_db()
    assert account.password == before[2]
    # signed in she says yes herself; the session stays at Noord
    opened(pk, client)
    page = client.get(reverse("accept_invitation")).content.decode()
    assert "Je bent hier ingelogd met anna@example.nl." in page
    said = client.post(reverse("accept_invitation"), {"answer": "yes"})
    assert said["Location"] == reverse("account")
    assert '<div class="work-place"><p>Noord' in client.get(reverse("requests")).content.decode()
    assert Membership.objects.filter(account=account, active=True).count() == 2


def test_a_no_is_heard_and_leaves_nothing(cast: Cast) -> None:
    pk = ask(cast)
    client = opened(pk)
    text = client.post(reverse("accept_invitation"), {"answer": "no"}).content.decode()
    assert "Je doet niet mee" in text
    row = Invitation.objects.get(pk=pk)
    assert (row.state, row.name, row.email) == ("declined", "", "")
    assert Message.objects.get(template="invitation_declined").params == {"who": "Yusuf Demir"}
    assert client.get(reverse("accept_invitation")).status_code == 404


def test_it_works_once_and_not_after_it_was_withdrawn(cast: Cast) -> None:
    pk = ask(cast)
    token, second = token_of_invitation(pk), opened(pk)
    accept(opened(pk))
    late = accept(second, "iets heel anders hier")
    assert late.status_code == 404
    assert "Deze uitnodiging werkt niet meer" in late.content.decode()
    assert Account.objects.get(email="yusuf@example.nl").check_password(GOOD)
    with pytest.raises(NotFound):
        invited(VISITOR, token, NOW)
    mistyped = ask(cast, colleagues.Person("Bea", "bea@exmaple.nl"))
    reads = opened(mistyped)
    browsing.member(cast.henk).post(reverse("withdraw_invitation", args=[mistyped]))
    assert accept(reads).status_code == 404
    assert not Account.objects.filter(email="bea@exmaple.nl").exists()
    assert Invitation.objects.get(pk=mistyped).email == ""


def test_asked_twice_here_it_is_one_and_the_older_link_ends(cast: Cast) -> None:
    first = ask(cast)
    old = token_of_invitation(first)
    assert ask(cast, colleagues.Person("Yusuf D.", "Yusuf@Example.nl")) == first
    assert token_of_invitation(first) != old
    assert Invitation.objects.get(pk=first).name == "Yusuf D."
    accept(opened(first))
    with pytest.raises(Refused, match="werkt hier al"):
        ask(cast)


def test_asked_by_two_organisations_it_is_one_account(cast: Cast) -> None:
    here, there = ask(cast), ask(cast, actor=cast.carla, organisation_id=cast.zuid_id)
    client = opened(here)
    accept(client)
    second = opened(there, client)
    assert (
        "Je bent hier ingelogd met yusuf@example.nl."
        in second.get(reverse("accept_invitation")).content.decode()
    )
    # a browser in which nobody is signed in has to sign in: the account exists now
    with pytest.raises(Refused, match="Log daarmee in"):
        invitations.accept(
            actor=VISITOR, now=NOW, token=token_of_invitation(there), password_hash="x"
        )
    second.post(reverse("accept_invitation"), {"answer": "yes"})
    account = Account.objects.get(email="yusuf@example.nl")
    assert account.check_password(GOOD)
    assert Membership.objects.filter(account=account).count() == 2


@pytest.mark.both_engines
def test_accepted_with_another_address_and_whoever_invited_reads_it(cast: Cast) -> None:
    with_password(cast.carla)
    pk, client = ask(cast), browsing.member(cast.carla)
    opened(pk, client)
    page = client.get(reverse("accept_invitation")).content.decode()
    assert "De uitnodiging ging naar yusuf@example.nl." in page
    client.post(reverse("accept_invitation"), {"answer": "yes"})
    told = Message.objects.get(template="invitation_accepted")
    assert told.params["address"] == "carla@example.nl"
    assert Event.objects.filter(type="account.invitation_accepted", data__other_address=True)
    assert not Account.objects.filter(email="yusuf@example.nl").exists()


def test_an_account_that_ended_meanwhile_joins_nothing(cast: Cast) -> None:
    pk = ask(cast)
    Account.objects.filter(pk=cast.ella.account_id).update(is_active=False)
    me = Actor(Role.VISITOR, account_id=cast.ella.account_id)
    with pytest.raises(NotFound):
        invitations.accept(actor=me, now=NOW, token=token_of_invitation(pk))
    assert Invitation.objects.get(pk=pk).state == "pending"


def test_who_left_everywhere_comes_in_again_with_their_own_account(cast: Cast) -> None:
    account = with_password(cast.henk)
    Membership.objects.filter(pk=cast.henk.id).update(active=False, ended_on=NOW.date())
    sent = {"login": account.email, "password": GOOD}
    assert browsing.visitor().post(reverse("account_login"), sent)["Location"] == reverse(
        "account_inactive"
    )
    pk = ask(cast, colleagues.Person("Henk", account.email))
    client = opened(pk)
    assert client.post(reverse("account_login"), sent)["Location"] == reverse("accept_invitation")
    assert client.get(reverse("today")).status_code == 404
    client.post(reverse("accept_invitation"), {"answer": "yes"})
    assert client.get(reverse("today")).status_code == 200
    assert Membership.objects.get(pk=cast.henk.id).active


def test_after_two_weeks_it_is_over_and_then_forgotten(cast: Cast) -> None:
    pk = ask(cast)
    token = token_of_invitation(pk)
    assert invited(VISITOR, token, NOW + timedelta(days=14)).name == "Yusuf Demir"
    with pytest.raises(NotFound):
        invited(VISITOR, token, NOW + timedelta(days=15))
    assert nightly.forget(NOW + timedelta(days=44)) == 0
    assert nightly.forget(NOW + timedelta(days=45)) == 1
    assert Invitation.objects.get(pk=pk).name == ""
    with pytest.raises(NotFound):
        invitations.renew(actor=cast.anna, now=NOW, invitation_id=pk)


def test_with_mail_nobody_of_the_organisation_sees_the_link(
    cast: Cast, settings: LazySettings
) -> None:
    pk = ask(cast)
    client = browsing.member(cast.anna)
    assert "/l/" in client.get(reverse("invitation", args=[pk])).content.decode()
    settings.SENDS_MAIL = True
    for page in (reverse("invitation", args=[pk]), reverse("messages"), reverse("colleagues")):
        text = client.get(page).content.decode()
        assert token_of_invitation(pk) not in text, page
    assert client.get(reverse("colleague_invitation", args=[pk])).status_code == 302
    letter = Message.objects.get(template="invitation", invitation_id=pk)
    assert client.get(reverse("message_letter", args=[letter.pk])).status_code == 404


def test_the_link_of_a_request_or_a_password_accepts_nothing(cast: Cast) -> None:
    request_id = cast.request()
    link = Link.objects.get(purpose="status", subject_id=request_id)
    with pytest.raises(NotFound):
        invitations.accept(
            actor=VISITOR, now=NOW, token=token_of(link.pk, link.generation), password_hash="x"
        )
    client = browsing.visitor()
    assert client.get(reverse("accept_invitation")).status_code == 404
    client.cookies["loopplank_invite"] = token_of_invitation(ask(cast))  # not signed by us
    assert client.get(reverse("accept_invitation")).status_code == 404


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("kort", "kort", "Dit wachtwoord is te kort."),
        ("yusuf demir 12", "yusuf demir 12", "lijkt te veel op je naam"),
        (GOOD, "zeven koeien op de dijk", "De twee wachtwoorden zijn niet gelijk."),
    ],
)
def test_a_weak_or_mistyped_password_is_refused(
    cast: Cast, password: str, again: str, sentence: str
) -> None:
    client = opened(ask(cast))
    response = accept(client, password, again)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Account.objects.filter(email="yusuf@example.nl").exists()
    assert accept(client).status_code == 302


def test_an_account_with_a_second_step_shows_it_first(cast: Cast, settings: LazySettings) -> None:
    settings.MODE = "real"
    with_password(cast.anna)
    Authenticator.objects.create(user_id=cast.anna.account_id, type="totp", data={"secret": "x"})
    pk, client = (
        ask(cast, actor=cast.carla, organisation_id=cast.zuid_id),
        browsing.member(cast.anna),
    )
    opened(pk, client)
    asked = client.post(reverse("accept_invitation"), {"answer": "yes"})
    assert asked["Location"].startswith(reverse("mfa_reauthenticate"))
    assert Invitation.objects.get(pk=pk).state == "pending"
