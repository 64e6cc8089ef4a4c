"""Say who is acting: one frozen value that every access function and every action takes."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from loopplank.access.kit.prepared import Prepared
from loopplank.core.account.roles import AS_VOLUNTEER, Role
from loopplank.core.requests.states import OPEN
from loopplank.store.models import Account, Membership, Organisation, Request

_BY_NAME = ("organisation__name", "role")
_BY_LINK = frozenset({Role.HELP_SEEKER, Role.PARTY, Role.SIGNATORY, Role.RELATIVE, Role.KEY_HOLDER})


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` is the membership, the volunteer, or whatever the link of somebody else opens: for a
    help seeker their request, for a signatory their signature, for a party their referral, for a
    relative the row that names them.
    `for_another` when it is the link of whoever asked for a help seeker. `key_id`: the hand-over
    key of a key holder, whose `id` is the volunteer and whose organisation is that of the key.
    `practice`: in a place to practise in; nothing that is done there reaches anybody.
    `only_own`: a board member who owns requests does what a coordinator does, with those and no
    others.
    """

    role: Role
    id: UUID | None = None
    organisation_id: UUID | None = None
    network_id: UUID | None = None
    account_id: UUID | None = None
    name: str = ""
    for_another: bool = False
    key_id: UUID | None = None
    only_own: bool = False
    practice: bool = False

    @property
    def own_organisation(self) -> UUID:
        """The organisation this actor acts for; NotFound for somebody who acts for none."""
        if self.organisation_id is None:
            raise NotFound("organisation")
        return self.organisation_id

    @property
    def as_volunteer(self) -> UUID:
        """The volunteer as whom this actor acts, also with a hand-over key; NotFound for anybody
        else.
        """
        if self.id is None or self.role not in AS_VOLUNTEER:
            raise NotFound("volunteer")
        return self.id

    @property
    def held_key(self) -> UUID:
        """The hand-over key that this actor holds; NotFound for anybody without one."""
        if self.key_id is None or self.role is not Role.KEY_HOLDER:
            raise NotFound("key")
        return self.key_id

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
    order. Nobody practises any more for an organisation that they left.
    """
    return _MEMBERSHIPS.rows(account_id=account_id)


def _memberships(account_id: UUID) -> "QuerySet[Membership]":
    at_home = Membership.objects.filter(
        account_id=account_id,
        active=True,
        organisation=OuterRef("organisation__network__practice_of"),
    )
    return (
        Membership.objects.filter(
            Q(organisation__network__practice_of=None) | Exists(at_home),
            account_id=account_id,
            active=True,
            account__is_active=True,
        )
        .select_related("organisation__network", "account")
        # somebody begins where they work, and not where they practise
        .order_by(F("organisation__network__practice_of").asc(nulls_first=True), *_BY_NAME)
    )


#: It is asked before every page.
_MEMBERSHIPS = Prepared(_memberships)


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
    to call first. Never from a place to practise in: nothing leaves it.
    """
    found = [one for one in memberships(account_id) if not is_practice(one.organisation)]
    return next((m for m in found if m.organisation.phone), found[0] if found else None)


def account_of(email: str) -> UUID | None:
    """Return the account of an address that somebody typed, if there is one."""
    return Account.objects.filter(email__iexact=email.strip()).values_list("pk", flat=True).first()


def has_password(account: Account) -> bool:
    """Return whether somebody came in once: an invitation that waits has none yet."""
    return bool(account.password) and account.has_usable_password()


def is_practice(organisation: Organisation) -> bool:
    """Return whether an organisation is a place to practise in; needs its network loaded."""
    return organisation.network.practice_of_id is not None


def _owns_any(row: Membership) -> bool:
    open_ones = Q(state__in=sorted(OPEN)) | Q(next_contact_on__isnull=False, nobody_discussed=True)
    return Request.objects.filter(open_ones, owner=row, erased_at=None).exists()


def actor_of(row: Membership) -> Actor:
    """Return the actor of one membership; needs account, organisation and network loaded.

    Whoever becomes owner can do the work: of the board member who answers for requests, for as long
    as they do, the role is that of a coordinator.
    """
    owns = row.role == Role.BOARD and _owns_any(row)
    return Actor(
        role=Role.COORDINATOR if owns else Role(row.role),
        only_own=owns,
        id=row.pk,
        organisation_id=row.organisation_id,
        network_id=row.organisation.network_id,
        account_id=row.account_id,
        name=row.account.name,
        practice=is_practice(row.organisation),
    )


def anybody() -> bool:
    """Return whether there is any account at all: without one this installation waits for its
    set-up.
    """
    return Account.objects.exists()
