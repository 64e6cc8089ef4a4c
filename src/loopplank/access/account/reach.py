"""Read what a sign-in opens, and refuse who does not reach it."""

from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.core.account.reach import OUT_OF_REACH, Deed, reaches
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Reason
from loopplank.store.models import Membership


def roles_of(account_id: UUID) -> list[tuple[UUID, Role]]:
    """Return everything that this sign-in opens: each organisation with the role in it."""
    rows = Membership.objects.filter(account_id=account_id, active=True)
    return [(pk, Role(role)) for pk, role in rows.values_list("organisation_id", "role")]


def refuse_sign_in(actor: Actor, deed: Deed, account_id: UUID, name: str) -> Reason | None:
    """Say why this member may not do that to this sign-in; None when they may.

    A sign-in that opens another organisation too is nobody's to touch from here (promise P6).
    """
    if actor.role is Role.SYSTEM:
        return None
    opens = roles_of(account_id)
    here = all(organisation == actor.organisation_id for organisation, _role in opens)
    if here and reaches(deed, actor.role, [role for _organisation, role in opens]):
        return None
    return Reason(OUT_OF_REACH.code, OUT_OF_REACH.sentence, {"name": name})


def refuse_role(actor: Actor, deed: Deed, role: Role, name: str) -> Reason | None:
    """Say why this member may not do that to one membership in `role`; None when they may."""
    if actor.role is Role.SYSTEM or reaches(deed, actor.role, [role]):
        return None
    return Reason(OUT_OF_REACH.code, OUT_OF_REACH.sentence, {"name": name})


def missing_roles(organisation_id: UUID) -> frozenset[Role]:
    """Return the roles that nobody has in this organisation yet."""
    there = Membership.objects.filter(organisation_id=organisation_id, active=True)
    return frozenset(Role) - {Role(role) for role in there.values_list("role", flat=True)}


def colleague_of(actor: Actor, membership_id: UUID) -> Membership:
    """Return an active member of the own organisation, locked, with account and organisation.

    Raises NotFound for anybody else.
    """
    row = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("account", "organisation")
        .filter(pk=membership_id, organisation_id=actor.own_organisation, active=True)
        .first()
    )
    if row is None:
        raise NotFound(membership_id)
    return row
