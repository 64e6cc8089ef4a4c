"""Every cell of docs/accounts.md, tried with the real actions."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import transaction
from tests.app.cast import NOW, TODAY, Cast
from tests.app.joining import join

from loopplank.access.account.actors import Actor, NotFound, actor_of
from loopplank.actions.account import passwords, second_step
from loopplank.actions.organisations import colleagues, invitations
from loopplank.core.account.reach import Deed, reaches
from loopplank.core.account.roles import MEMBER_ROLES, Role
from loopplank.core.account.second_step import BEEN_HERE
from loopplank.core.kit.reason import Refused
from loopplank.store.models import Membership

pytestmark = pytest.mark.both_engines


def happens(act: Callable[[], object]) -> bool:
    """Try it, and take it back, so that the next cell begins anew."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except (NotFound, Refused):
        return False
    return True


def member(cast: Cast, who: str, role: Role) -> Actor:
    pk = join(
        organisation_id=cast.noord_id,
        person=colleagues.Person(f"{who} {role}", f"{who}.{role}@example.nl"),
        role=role,
        now=NOW,
    )
    return actor_of(Membership.objects.select_related("account", "organisation").get(pk=pk))


def test_each_cell_is_as_the_page_says(cast: Cast, settings: LazySettings) -> None:
    settings.SENDS_MAIL = True
    acting = {role: member(cast, "doet", role) for role in MEMBER_ROLES}
    other = {role: member(cast, "ander", role) for role in MEMBER_ROLES}
    Membership.objects.update(since=TODAY - BEEN_HERE)
    new = colleagues.Person("Nora Nieuw", "nora@example.nl")

    def tries(deed: Deed, actor: Actor, role: Role) -> Callable[[], object]:
        whom: dict[str, Any] = {"actor": actor, "now": NOW, "membership_id": other[role].id}
        asked = {"organisation_id": cast.noord_id, "person": new, "role": role}
        return {
            Deed.INVITE: lambda: invitations.invite(actor=actor, now=NOW, **asked),  # type: ignore[arg-type]
            Deed.RESET: lambda: passwords.send_to_colleague(**whom),
            Deed.SECOND_STEP: lambda: second_step.ask_reset(**whom),
            Deed.REMOVE: lambda: colleagues.leave(**whom),
        }[deed]

    wrong = [
        (deed, role, towards)
        for deed in Deed
        for role in MEMBER_ROLES
        for towards in MEMBER_ROLES
        if happens(tries(deed, acting[role], towards)) != reaches(deed, role, [towards])
    ]
    assert wrong == []
