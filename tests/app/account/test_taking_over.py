"""Nobody takes over a colleague: not their password, not their second step, not their role."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.joining import join, token_of_invitation

from loopplank.access.account.actors import SYSTEM, VISITOR, Actor, NotFound, actor_of
from loopplank.access.account.links import RESET, STOP, passwords_to_send, token_of
from loopplank.access.account.second_step import resets_to_finish
from loopplank.actions.account import passwords, second_step, sign_ins
from loopplank.actions.organisations import colleagues, invitations
from loopplank.core.account.roles import Role
from loopplank.core.account.second_step import BEEN_HERE
from loopplank.core.account.security_log import Kind
from loopplank.core.kit.reason import Refused
from loopplank.core.messages.states import MessageState
from loopplank.store.models import (
    Account,
    Event,
    Link,
    LinkAsk,
    Membership,
    Message,
    SecondStepReset,
    SecurityEvent,
    SignIn,
)
from loopplank.web.kit import clock

pytestmark = pytest.mark.both_engines
OLD, NEW = "een brug over het water", "zeven schapen op de dijk"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _mail_leaves(
    monkeypatch: pytest.MonkeyPatch, settings: LazySettings, request: pytest.FixtureRequest
) -> Iterator[None]:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    settings.SENDS_MAIL = True
    cache.clear()
    request.getfixturevalue("cast")
    Membership.objects.update(since=TODAY - BEEN_HERE)
    yield
    cache.clear()


def set_up(actor: Actor) -> Account:
    """Somebody with a password and a second step, as everybody has in real use."""
    account = Account.objects.get(pk=actor.account_id)
    account.password = make_password(OLD)
    account.save(update_fields=["password"])
    Authenticator.objects.create(user=account, type="totp", data={"secret": "x"})
    return account


def also(actor: Actor, role: Role) -> Actor:
    account = Account.objects.get(pk=actor.account_id)
    pk = join(
        organisation_id=actor.own_organisation,
        person=colleagues.Person(account.name, account.email),
        role=role,
        now=NOW,
    )
    return actor_of(Membership.objects.select_related("account", "organisation").get(pk=pk))


def joined(cast: Cast, role: Role) -> Actor:
    """Somebody who came in just now."""
    pk = join(
        organisation_id=cast.noord_id,
        person=colleagues.Person("Nora Nieuw", "nora.nieuw@example.nl"),
        role=role,
        now=NOW,
    )
    return actor_of(Membership.objects.select_related("account", "organisation").get(pk=pk))


def untouched(account: Account) -> bool:
    row = Account.objects.get(pk=account.pk)
    steps = Authenticator.objects.filter(user=row, type="totp")
    return row.check_password(OLD) and steps.count() == 1


def token(purpose: str, subject_id: object) -> str:
    link = Link.objects.get(purpose=purpose, subject_id=subject_id)
    return token_of(link.pk, link.generation)


def send_links(now: datetime = NOW) -> None:
    for pk in passwords_to_send(now):
        passwords.send_password(actor=SYSTEM, now=now, ask_id=pk)


@pytest.mark.parametrize("role", [Role.NETWORK_ADMIN, Role.BOARD, None])
def test_a_coordinator_takes_over_nobody(cast: Cast, role: Role | None) -> None:
    """The attack: re-invite a colleague with a lost second step, and read the link on the page."""
    victim = set_up(cast.henk)
    if role is not None:
        also(cast.henk, role)
    client = browsing.member(cast.anna)
    for name in ("send_colleague_password", "second_step_lost"):
        client.post(reverse(name, args=[cast.henk.id]), {"second_step": "lost"})
    send_links()
    assert untouched(victim)
    for page in (reverse("colleague", args=[cast.henk.id]), reverse("messages"), "/berichten/"):
        assert "/l/" not in client.get(page).content.decode(), page
    reset = Link.objects.filter(purpose=RESET, subject_id=victim.pk)
    # within reach a link went to their own address; out of reach none was made at all
    assert reset.exists() == (role is None)
    assert SecondStepReset.objects.exists() == (role is None)
    for message in Message.objects.filter(account=victim, link__isnull=False):
        assert client.get(reverse("message_letter", args=[message.pk])).status_code == 404


def test_a_password_comes_back_by_mail_and_the_second_step_stays(cast: Cast) -> None:
    victim = set_up(cast.anna)
    client = browsing.visitor()
    asked = client.post(reverse("ask_password"), {"email": "ANNA@example.nl"})
    assert asked["Location"] == reverse("asked_password")
    # two questions, two links: the older one ends
    send_links()
    first = token(RESET, victim.pk)
    client.post(reverse("ask_password"), {"email": "anna@example.nl"})
    send_links()
    link = token(RESET, victim.pk)
    assert link != first
    old = browsing.visitor()
    assert old.get(f"/l/{first}").status_code == 404
    assert untouched(victim)
    at_work = browsing.visitor()
    at_work.post(reverse("account_login"), {"login": victim.email, "password": OLD})
    assert client.get(f"/l/{link}")["Location"] == reverse("new_password")
    assert "anna@example.nl" in client.get(reverse("new_password")).content.decode()
    sent = client.post(reverse("new_password"), {"password": NEW, "again": NEW})
    assert sent["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("settings"))["Location"].startswith(reverse("account_login"))
    assert Authenticator.objects.filter(user=victim).count() == 1
    assert Account.objects.get(pk=victim.pk).check_password(NEW)
    # once only, and the owner hears of it
    assert client.get(reverse("new_password")).status_code == 404
    assert Message.objects.filter(account=victim, template="password_changed").count() == 1


def test_asking_tells_nobody_who_is_known(cast: Cast, settings: LazySettings) -> None:
    set_up(cast.anna)
    answers = []
    for email in ("anna@example.nl", "niemand@example.nl"):
        client = browsing.visitor()
        answers.append(client.post(reverse("ask_password"), {"email": email}, follow=True))
    known, unknown = (re.sub(r"value=\"[^\"]+\"", "", a.content.decode()) for a in answers)
    assert known == unknown
    assert LinkAsk.objects.count() == 2
    send_links()
    assert Message.objects.filter(template="password_reset").count() == 1
    # no more than a few a day leave, and the answer stays the same
    for _ in range(6):
        passwords.ask_password(actor=VISITOR, now=NOW, email="anna@example.nl", source="elders")
        send_links()
    assert Message.objects.filter(template="password_reset").count() == 3
    settings.SENDS_MAIL = False
    page = browsing.visitor().get(reverse("ask_password")).content.decode()
    assert "Hier gaat geen mail uit." in page


def test_two_people_and_a_day_and_the_person_can_stop_it(cast: Cast) -> None:
    victim = set_up(cast.henk)
    on_the_board = also(cast.anna, Role.BOARD)
    Membership.objects.update(since=TODAY - BEEN_HERE)
    again = {"now": NOW, "membership_id": cast.henk.id}
    # nobody brings in their own second person: who is new here is none
    nora = joined(cast, Role.COORDINATOR)
    with pytest.raises(Refused, match="nog geen twee weken"):
        second_step.ask_reset(actor=nora, **again)  # type: ignore[arg-type]
    second_step.ask_reset(actor=cast.anna, **again)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="nog geen twee weken"):
        second_step.ask_reset(actor=nora, **again)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Jij vroeg dit al"):
        second_step.ask_reset(actor=cast.anna, **again)  # type: ignore[arg-type]
    # the same person in another role is no second person
    with pytest.raises(Refused, match="Jij vroeg dit al"):
        second_step.ask_reset(actor=on_the_board, **again)  # type: ignore[arg-type]
    assert resets_to_finish(NOW + 2 * DAY) == []
    second_step.ask_reset(actor=cast.gerda, **again)  # type: ignore[arg-type]
    row = SecondStepReset.objects.get()
    news = Message.objects.get(account=victim, template="second_step_asked")
    # nor does somebody else say that the person knows, or keep it from them
    anna = browsing.member(cast.anna)
    for door, sent in (("close_message", {"what": "told", "how": "spoken"}),):
        assert anna.post(reverse(door, args=[news.pk]), sent).status_code == 404
    Message.objects.filter(pk=news.pk).update(
        state=MessageState.TOLD, done_at=NOW, done_by_id=cast.anna.id
    )
    assert resets_to_finish(NOW + 3 * DAY) == []
    Message.objects.filter(pk=news.pk).update(state=MessageState.QUEUED, done_at=None, done_by=None)
    # the news never left: no clock runs, however long ago
    assert resets_to_finish(NOW + 3 * DAY) == []
    second_step.finish(actor=SYSTEM, now=NOW + 3 * DAY, reset_id=row.pk)
    assert untouched(victim)
    Message.objects.filter(pk=news.pk).update(state=MessageState.TOLD, done_at=NOW + DAY)
    assert resets_to_finish(NOW + 2 * DAY - timedelta(minutes=1)) == []
    assert resets_to_finish(NOW + 2 * DAY) == [row.pk]
    # the page of the colleague and one's own account say so, and the message stops it
    page = browsing.member(cast.anna).get(reverse("colleague", args=[cast.henk.id]))
    assert "Anna Prins en Gerda Bestuur zeiden dat" in page.content.decode()
    own = browsing.member(cast.henk).get(reverse("account")).content.decode()
    assert "Collega’s zeggen dat je tweede stap kwijt is" in own
    stops = browsing.visitor()
    assert stops.get(f"/l/{token(STOP, row.pk)}")["Location"] == reverse("keep_second_step")
    assert stops.get(reverse("keep_second_step")).status_code == 200
    assert SecondStepReset.objects.get().state == "waiting"  # looking stops nothing
    assert "Gestopt." in stops.post(reverse("keep_second_step")).content.decode()
    second_step.finish(actor=SYSTEM, now=NOW + 9 * DAY, reset_id=row.pk)
    assert untouched(victim)
    assert stops.post(reverse("keep_second_step")).status_code == 404
    # said again and again it would go the one day on which nobody looks
    with pytest.raises(Refused, match="hield de tweede stap deze week zelf"):
        second_step.ask_reset(actor=cast.gerda, **{**again, "now": NOW + 6 * DAY})  # type: ignore[arg-type]
    second_step.ask_reset(actor=cast.gerda, **{**again, "now": NOW + 7 * DAY})  # type: ignore[arg-type]


def test_when_nobody_stops_it_the_step_goes_and_every_session_with_it(cast: Cast) -> None:
    victim = set_up(cast.henk)
    for who in (cast.anna, cast.gerda):
        second_step.ask_reset(actor=who, now=NOW, membership_id=cast.henk.id)  # type: ignore[arg-type]
    row = SecondStepReset.objects.get()
    Message.objects.filter(template="second_step_asked").update(
        state=MessageState.TOLD, done_at=NOW
    )
    second_step.finish(actor=SYSTEM, now=NOW + DAY, reset_id=row.pk)
    assert not Authenticator.objects.filter(user=victim).exists()
    assert Account.objects.get(pk=victim.pk).check_password(OLD)
    assert Message.objects.filter(account=victim, template="second_step_gone").count() == 1
    assert Event.objects.filter(type="account.second_step_gone").count() == 1


def test_whoever_leaves_or_joins_meanwhile_stops_it(cast: Cast) -> None:
    victim = set_up(cast.henk)

    def asked() -> SecondStepReset:
        for who in (cast.anna, cast.gerda):
            second_step.ask_reset(actor=who, now=NOW, membership_id=cast.henk.id)  # type: ignore[arg-type]
        Message.objects.filter(template="second_step_asked").update(
            state=MessageState.TOLD, done_at=NOW
        )
        return SecondStepReset.objects.get(state="waiting")

    asked()
    also(cast.henk, Role.BOARD)  # the sign-in opens more than the two people meant
    assert resets_to_finish(NOW + DAY) == []
    Membership.objects.filter(account=victim, role=Role.BOARD).update(
        active=False, ended_on=NOW.date()
    )
    asked()
    second_step.end_for(cast.gerda.account_id, NOW)  # type: ignore[arg-type]  as leaving does
    assert resets_to_finish(NOW + DAY) == []
    assert untouched(victim)


def test_a_question_that_nobody_joins_lapses(cast: Cast) -> None:
    set_up(cast.henk)
    second_step.ask_reset(actor=cast.anna, now=NOW, membership_id=cast.henk.id)  # type: ignore[arg-type]
    later = NOW + 7 * DAY
    for pk in resets_to_finish(later):
        second_step.finish(actor=SYSTEM, now=later, reset_id=pk)
    assert SecondStepReset.objects.get().state == "lapsed"
    second_step.ask_reset(actor=cast.gerda, now=later, membership_id=cast.henk.id)  # type: ignore[arg-type]
    assert SecondStepReset.objects.filter(state="asked").count() == 1


def test_the_database_keeps_the_two_people_apart(cast: Cast) -> None:
    base = {"organisation_id": cast.noord_id, "asked_at": NOW, "account_id": cast.henk.account_id}
    one, two = cast.anna.account_id, cast.gerda.account_id
    for wrong in (
        {"asked_by_id": cast.henk.account_id},
        {"asked_by_id": one, "seconded_by_id": one, "seconded_at": NOW, "state": "waiting"},
        {"asked_by_id": one, "state": "done", "ended_at": NOW},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            SecondStepReset.objects.create(**base, **wrong)
    SecondStepReset.objects.create(
        **base, asked_by_id=one, seconded_by_id=two, seconded_at=NOW, state="waiting"
    )


def test_without_mail_only_the_terminal_helps(cast: Cast, settings: LazySettings) -> None:
    settings.SENDS_MAIL = False
    victim = set_up(cast.henk)
    for act in (passwords.send_to_colleague, second_step.ask_reset):
        with pytest.raises(Refused, match="geen mail"):
            act(actor=cast.anna, now=NOW, membership_id=cast.henk.id)  # type: ignore[arg-type]
    page = browsing.member(cast.anna).get(reverse("colleague", args=[cast.henk.id]))
    assert reverse("send_colleague_password", args=[cast.henk.id]) not in page.content.decode()
    said = StringIO()
    call_command("reset_password", "Henk@example.nl", "--second-step-lost", stdout=said)
    address = said.getvalue().strip().removeprefix("http://localhost:8000")
    assert not Account.objects.get(pk=victim.pk).has_usable_password()
    assert not Authenticator.objects.filter(user=victim).exists()
    client = browsing.visitor()
    assert client.get(address)["Location"] == reverse("new_password")
    client.post(reverse("new_password"), {"password": NEW, "again": NEW})
    assert Account.objects.get(pk=victim.pk).check_password(NEW)
    with pytest.raises(CommandError):
        call_command("reset_password", "niemand@example.nl")


def test_the_last_administrator_of_a_network_stays(cast: Cast) -> None:
    first = also(cast.henk, Role.NETWORK_ADMIN)
    with pytest.raises(Refused, match="een rol waar jij niet over gaat"):
        colleagues.leave(actor=cast.anna, now=NOW, membership_id=first.id)  # type: ignore[arg-type]
    second = also(cast.gerda, Role.NETWORK_ADMIN)
    colleagues.leave(actor=second, now=NOW, membership_id=first.id)  # type: ignore[arg-type]
    pk = invitations.invite(
        actor=second,
        now=NOW,
        organisation_id=cast.noord_id,
        person=colleagues.Person("Nora", "nora@example.nl"),
        role=Role.NETWORK_ADMIN,
    )
    # one who was only asked is none yet: the last stays until somebody said yes
    other = Actor(Role.NETWORK_ADMIN, id=first.id, organisation_id=cast.noord_id)
    with pytest.raises(Refused, match="laatste netwerkbeheerder"):
        colleagues.leave(actor=other, now=NOW, membership_id=second.id)  # type: ignore[arg-type]
    invitations.accept(actor=VISITOR, now=NOW, token=token_of_invitation(pk), password_hash="x")
    colleagues.leave(actor=other, now=NOW, membership_id=second.id)  # type: ignore[arg-type]


def test_a_coordinator_makes_nobody_a_member_of_the_board(cast: Cast) -> None:
    """Not a colleague, nor a second account of her own; where there is no board, the first one."""
    with pytest.raises(NotFound):
        _board(cast.anna)
    assert (
        "Bestuurslid"
        not in browsing.member(cast.anna).get(reverse("invite_colleague")).content.decode()
    )
    assert _board(cast.gerda)
    assert _board(cast.carla)  # Zuid has no board yet
    with pytest.raises(NotFound):
        invitations.invite(
            actor=cast.carla,
            now=NOW,
            organisation_id=cast.noord_id,
            person=colleagues.Person("X", "x@example.nl"),
            role=Role.COORDINATOR,
        )


def _board(actor: Actor) -> Any:
    return invitations.invite(
        actor=actor,
        now=NOW,
        organisation_id=actor.own_organisation,
        person=colleagues.Person("Nora", "nora@example.nl"),
        role=Role.BOARD,
    )


def test_own_sessions_are_seen_and_ended(cast: Cast) -> None:
    account = set_up(cast.anna)
    Authenticator.objects.all().delete()
    here, there, third = (browsing.visitor() for _ in range(3))
    for one in (here, there, third):
        one.post(reverse("account_login"), {"login": account.email, "password": OLD})
    page = here.get(reverse("own_sessions")).content.decode()
    assert page.count("Log daar uit<span") == 2
    row = SignIn.objects.get(session_key=there.session.session_key)
    stranger = browsing.member(cast.carla)
    assert stranger.post(reverse("own_sessions"), {"end": str(row.pk)}).status_code == 404
    assert there.get(reverse("settings")).status_code == 200
    here.post(reverse("own_sessions"), {"end": str(row.pk)})
    assert there.get(reverse("settings")).status_code == 302
    assert third.get(reverse("settings")).status_code == 200
    here.post(reverse("own_sessions"), {"end": "others"})
    assert third.get(reverse("settings")).status_code == 302
    assert here.get(reverse("settings")).status_code == 200
    # a changed password ends the others too, and this one goes on
    third.post(reverse("account_login"), {"login": account.email, "password": OLD})
    here.post(reverse("account_reauthenticate"), {"password": OLD})
    here.post(
        reverse("account_change_password"),
        {"oldpassword": OLD, "password1": NEW, "password2": NEW},
    )
    assert third.get(reverse("settings")).status_code == 302
    assert here.get(reverse("settings")).status_code == 200
    assert "hier" in here.get(reverse("own_sessions")).content.decode()
    assert Message.objects.filter(account=account, template="password_changed").count() == 1


def test_the_log_says_who_let_in_whom_and_which_step_went(cast: Cast) -> None:
    """What the network administrator reads, without a name or an address in it."""
    victim = set_up(cast.henk)
    here = joined(cast, Role.COORDINATOR)
    pk = invitations.invite(
        actor=cast.anna,
        now=NOW,
        organisation_id=cast.noord_id,
        person=colleagues.Person("Nora Nee", "nora.nee@example.nl"),
        role=Role.COORDINATOR,
    )
    invitations.withdraw(actor=cast.anna, now=NOW, invitation_id=pk)
    second_step.ask_reset(actor=cast.anna, now=NOW, membership_id=cast.henk.own_membership)
    second_step.stop_own(actor=cast.henk, now=NOW)
    passwords.send_to_colleague(actor=cast.anna, now=NOW, membership_id=cast.henk.own_membership)
    send_links()
    passwords.set_password(
        actor=VISITOR, now=NOW, token=token(RESET, victim.pk), password_hash=make_password(NEW)
    )
    passwords.print_password(actor=SYSTEM, now=NOW, email=victim.email, second_step_lost=True)
    SignIn.objects.create(account=victim, session_key="k", began_at=NOW)
    sign_ins.end_others(actor=cast.henk, now=NOW, keep="here")
    colleagues.leave(actor=cast.anna, now=NOW, membership_id=here.own_membership)
    log = SecurityEvent.objects.filter(at=NOW)
    of_henk = log.filter(account_id=victim.pk).order_by("pk").values_list("kind", flat=True)
    assert list(of_henk)[-8:] == [
        Kind.SECOND_STEP_LOST,
        Kind.SECOND_STEP_KEPT,
        Kind.PASSWORD_RESET_ASKED,
        Kind.PASSWORD_RESET_ASKED,
        Kind.PASSWORD_CHANGED,
        Kind.PASSWORD_RESET_ASKED,
        Kind.SECOND_STEP_RESET,
        Kind.SESSION_ENDED,
    ]
    also(cast.henk, Role.READER)
    # a sign-in that was there got a role more; somebody new is no such change
    assert log.filter(kind=Kind.ROLE_CHANGED, account_id=victim.pk).count() == 1
    assert not log.filter(kind=Kind.ROLE_CHANGED, account_id=here.account_id).exists()
    by_anna = log.filter(actor_id=cast.anna.id, organisation_id=cast.noord_id)
    for kind in (Kind.INVITED, Kind.INVITATION_WITHDRAWN, Kind.MEMBER_LEFT):
        assert by_anna.filter(kind=kind).count() == 1, kind
    assert log.filter(kind=Kind.INVITATION_ACCEPTED, account_id=here.account_id).count() == 1
