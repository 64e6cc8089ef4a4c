"""Two at the same moment: one account, one password, and a second step that its owner keeps."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from tests.app.cast import NOW, TODAY, Cast
from tests.app.joining import join, token_of_invitation

from loopplank.access.account.actors import SYSTEM, VISITOR, NotFound, actor_of
from loopplank.access.account.links import RESET, STOP, token_of
from loopplank.actions.account import passwords, second_step
from loopplank.actions.organisations import colleagues, invitations
from loopplank.core.account.roles import Role
from loopplank.core.account.second_step import BEEN_HERE, ResetState
from loopplank.core.kit.reason import Refused
from loopplank.core.messages.states import MessageState
from loopplank.store.models import Account, Link, Membership, Message, SecondStepReset

pytestmark = [pytest.mark.commits, pytest.mark.both_engines]
AT_ONCE = 10
TURNS = 8
Race = Callable[..., list[Any]]


@pytest.fixture(autouse=True)
def _mail_leaves(cast: Cast, settings: LazySettings) -> None:
    settings.SENDS_MAIL = True
    Membership.objects.update(since=TODAY - BEEN_HERE)


def token(purpose: str, subject_id: UUID | None) -> str:
    link = Link.objects.get(purpose=purpose, subject_id=subject_id)
    return token_of(link.pk, link.generation)


def test_an_invitation_said_yes_to_ten_times_makes_one_member(cast: Cast, race: Race) -> None:
    pk = invitations.invite(
        actor=cast.anna,
        now=NOW,
        organisation_id=cast.noord_id,
        person=colleagues.Person("Nora Nieuw", "nora@example.nl"),
        role=Role.COORDINATOR,
    )
    link = token_of_invitation(pk)
    outcomes = race(
        [
            lambda: invitations.accept(actor=VISITOR, now=NOW, token=link, password_hash="x")
            for _ in range(AT_ONCE)
        ]
    )
    assert sum(isinstance(one, UUID) for one in outcomes) == 1, outcomes
    assert all(isinstance(one, (UUID, NotFound, Refused)) for one in outcomes), outcomes
    assert Account.objects.filter(email="nora@example.nl").count() == 1
    assert Membership.objects.filter(account__email="nora@example.nl").count() == 1


def test_a_link_to_a_new_password_sets_one(cast: Cast, race: Race) -> None:
    passwords.print_password(actor=SYSTEM, now=NOW, email="henk@example.nl")
    link = token(RESET, cast.henk.account_id)
    outcomes = race(
        [
            lambda n=n: passwords.set_password(  # type: ignore[misc]
                actor=VISITOR, now=NOW, token=link, password_hash=f"hash{n}"
            )
            for n in range(AT_ONCE)
        ]
    )
    won = [n for n, one in enumerate(outcomes) if isinstance(one, UUID)]
    assert len(won) == 1, outcomes
    assert Account.objects.get(pk=cast.henk.account_id).password == f"hash{won[0]}"


def test_two_who_say_it_together_are_two_people_and_the_person_hears_it_once(
    cast: Cast, race: Race
) -> None:
    outcomes = race(
        [
            lambda who=who: second_step.ask_reset(  # type: ignore[misc]
                actor=who, now=NOW, membership_id=cast.henk.own_membership
            )
            for who in (cast.anna, cast.gerda) * 3
        ]
    )
    assert all(one is None or isinstance(one, Refused) for one in outcomes), outcomes
    row = SecondStepReset.objects.get()
    assert row.state == ResetState.WAITING
    assert {row.asked_by_id, row.seconded_by_id} == {cast.anna.account_id, cast.gerda.account_id}
    assert Message.objects.filter(template="second_step_asked").count() == 1


def test_a_stop_in_the_last_moment_wins_or_comes_too_late_and_never_both(
    cast: Cast, race: Race
) -> None:
    Authenticator.objects.create(user_id=cast.henk.account_id, type="totp", data={"secret": "x"})
    for who in (cast.anna, cast.gerda):
        second_step.ask_reset(actor=who, now=NOW, membership_id=cast.henk.own_membership)
    Message.objects.filter(template="second_step_asked").update(
        state=MessageState.TOLD, done_at=NOW
    )
    reset = SecondStepReset.objects.get()
    link, later = token(STOP, reset.pk), NOW + timedelta(days=1)
    outcomes = race(
        [
            *[lambda: second_step.finish(actor=SYSTEM, now=later, reset_id=reset.pk)] * 3,
            *[lambda: second_step.stop_by_link(actor=VISITOR, now=later, token=link)] * 3,
        ]
    )
    assert all(one is None or isinstance(one, NotFound) for one in outcomes), outcomes
    reset.refresh_from_db()
    kept = Authenticator.objects.filter(user_id=cast.henk.account_id).exists()
    assert (reset.state == ResetState.STOPPED) == kept
    assert (reset.state == ResetState.DONE) != kept
    # whoever came too late is told so, and nobody is told both
    stopped = [one for one in outcomes[3:] if one is None]
    assert len(stopped) == int(kept)


def test_administrators_who_let_each_others_go_wait_for_nobody_for_ever(
    cast: Cast, race: Race
) -> None:
    """In each of two organisations two let each other go, both houses at one moment, some turns:
    one of each stays. Whoever holds the one who goes before the others waits for ever.
    """
    rows = Membership.objects.select_related("account", "organisation")
    for turn in range(TURNS):
        made = [
            join(
                organisation_id=house,
                person=colleagues.Person(f"Netty {n}", f"netty-{turn}-{n}-{house}@example.nl"),
                role=Role.NETWORK_ADMIN,
                now=NOW,
            )
            for house in (cast.noord_id, cast.zuid_id)
            for n in range(2)
        ]
        actors = [actor_of(rows.get(pk=pk)) for pk in made]
        outcomes = race(
            [
                partial(colleagues.leave, actor=actors[who], now=NOW, membership_id=made[whom])
                for who, whom in ((0, 1), (2, 3), (1, 0), (3, 2))
            ]
        )
        assert all(one is None or isinstance(one, Refused) for one in outcomes), outcomes
        left = rows.filter(pk__in=made, active=True)
        assert left.exists(), "somebody runs the network"
        left.update(active=False, ended_on=TODAY)
