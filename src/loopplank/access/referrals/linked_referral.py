"""Read one referral through its link: after the code of their own address, and no more."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.codes import confirmed_mark
from loopplank.access.account.links import REFERRAL
from loopplank.access.organisations.organisations import PublicPlace, place_of
from loopplank.access.referrals.referral import ReferralPage, referral_page
from loopplank.access.referrals.referrals import referrals
from loopplank.core.account.roles import Role
from loopplank.core.kit.contact_details import masked_email
from loopplank.store.models import Link, OneTimeCode, Party, Referral


@dataclass(frozen=True, slots=True)
class CodeNeeded:
    """This browser did not show yet that the address is its owner's.

    `address` is enough to know one's own address by; `sent`: a code is under way and works still.
    """

    place: PublicPlace
    address: str
    by_phone: bool
    sent: bool


@dataclass(frozen=True, slots=True)
class LinkedReferral:
    """`place` is the organisation at this side of the link; `name` whoever holds it."""

    place: PublicPlace
    network_id: UUID
    organisation_id: UUID
    name: str
    phone: str
    page: ReferralPage


def linked_referral(
    actor: Actor, now: datetime, confirmed: str, page: str = "linked_referral"
) -> LinkedReferral | CodeNeeded:
    """Return the referral of a link, or the question for the code; `confirmed` is the browser's
    mark.
    """
    if actor.role is not Role.PARTY or actor.id is None:
        raise NotFound("referral")
    row, party = _row(actor)
    link = Link.objects.filter(purpose=REFERRAL, subject_id=row.pk).first()
    if link is None:
        raise NotFound(row.pk)
    place = place_of(party.organisation.network, party.organisation)
    if confirmed != confirmed_mark(link.pk, link.generation):
        code = OneTimeCode.objects.filter(link=link, used_at=None, expires_at__gt=now).first()
        address = masked_email(party.email) if party.email else party.phone[-2:]
        return CodeNeeded(place, address, not party.email, code is not None)
    return LinkedReferral(
        place=place,
        network_id=party.organisation.network_id,
        organisation_id=party.organisation_id,
        name=party.name,
        phone=party.phone,
        page=referral_page(actor, row.pk, now, page),
    )


def _row(actor: Actor) -> tuple[Referral, Party]:
    around = ("organisation__network", "organisation__first_contact__account")
    row = (
        referrals(actor)
        .select_related(
            *(f"from_party__{one}" for one in around), *(f"to_party__{one}" for one in around)
        )
        .first()
    )
    party = (row.from_party or row.to_party) if row else None
    if row is None or party is None or party.erased_at is not None:
        raise NotFound(actor.id)
    return row, party
