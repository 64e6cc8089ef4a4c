"""Say who is acting: one frozen value that every access function and every action takes."""

from dataclasses import dataclass
from uuid import UUID

from loopplank.core.account.roles import Role
from loopplank.store.models import Account, Membership

_BY_LINK = frozenset({Role.HELP_SEEKER, Role.PARTY, Role.SIGNATORY})


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` is the membership, the volunteer, or whatever the link of somebody else opens: for a
    help seeker their request, for a signatory their signature, for a party their referral.
    `for_another` when it is the link of whoever asked for a help seeker.
    """

    role: Role
    id: UUID | None = None
    organisation_id: UUID | None = None
    network_id: UUID | None = None
    account_id: UUID | None = None
    name: str = ""
    for_another: bool = False

    @property
    def own_organisation(self) -> UUID:
        """The organisation this actor acts for; NotFound for somebody who acts for none."""
        if self.organisation_id is None:
            raise NotFound("organisation")
        return self.organisation_id

    @property
    def own_membership(self) -> UUID:
        """The membership that acts; NotFound for anybody who is not a member."""
        if self.id is None or self.organisation_id is None or self.role in _BY_LINK:
            raise NotFound("membership")
        return self.id


VISITOR = Actor(Role.VISITOR)
SYSTEM = Actor(Role.SYSTEM)


class NotFound(Exception):
    """There is no such row for this actor. It never says whether it exists for somebody else."""


def memberships(account_id: UUID) -> list[Membership]:
    """Return the active memberships of an account, with organisation and network, in a fixed
    order.
    """
    return list(
        Membership.objects.filter(account_id=account_id, active=True, account__is_active=True)
        .select_related("organisation__network", "account")
        .order_by("organisation__name", "role")
    )


def member(account_id: UUID, chosen: str | None) -> Actor | None:
    """Return the actor of a signed-in account: the chosen membership, or the first while none was
    chosen.

    None without any, and None when the chosen one has ended: nobody is moved to another
    organisation without saying so.
    """
    found = memberships(account_id)
    if chosen is not None:
        found = [m for m in found if str(m.pk) == chosen]
    return actor_of(found[0]) if found else None


def first_membership(account_id: UUID) -> Membership | None:
    """Return where somebody hears about their own sign-in from: an organisation that has a number
    to call first.
    """
    found = memberships(account_id)
    return next((m for m in found if m.organisation.phone), found[0] if found else None)


def has_password(account: Account) -> bool:
    """Return whether somebody came in once: an invitation that waits has none yet."""
    return bool(account.password) and account.has_usable_password()


def actor_of(row: Membership) -> Actor:
    """Return the actor of one membership; needs account and organisation loaded."""
    return Actor(
        role=Role(row.role),
        id=row.pk,
        organisation_id=row.organisation_id,
        network_id=row.organisation.network_id,
        account_id=row.account_id,
        name=row.account.name,
    )


def anybody() -> bool:
    """Return whether there is any account at all: without one this installation waits for its
    set-up.
    """
    return Account.objects.exists()
