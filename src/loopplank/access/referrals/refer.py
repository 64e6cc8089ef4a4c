"""Read where a professional may refer to: the volunteer organisations of a network."""

from dataclasses import dataclass
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.organisations.organisations import PublicPlace, public_place
from loopplank.access.referrals.hand_over import Choice, choices_in
from loopplank.store.models import Membership


@dataclass(frozen=True, slots=True)
class ReferringPlace:
    """A network as anybody may see it who wants to refer somebody."""

    place: PublicPlace
    choices: tuple[Choice, ...]


def referring_place(network_slug: str) -> ReferringPlace:
    """Return the page for a professional without an account; it shows no person's data."""
    place = public_place(network_slug)
    return ReferringPlace(place, volunteers_of(place.network_id))


def volunteers_of(network_id: UUID) -> tuple[Choice, ...]:
    """Return the organisations with volunteers, each with its offers and the room now."""
    return tuple(choice for choice in choices_in(network_id) if not choice.formal)


@dataclass(frozen=True, slots=True)
class Referrer:
    """Somebody with an account who refers: how they are reached, and whom they may ask."""

    name: str
    phone: str
    organisation_phone: str
    choices: tuple[Choice, ...]


def referrer(actor: Actor) -> Referrer:
    """Return the professional who acts. Raises NotFound for anybody who acts in no network."""
    if actor.network_id is None:
        raise NotFound("network")
    row = Membership.objects.select_related("account", "organisation").get(pk=actor.own_membership)
    return Referrer(
        row.account.name,
        row.account.phone,
        row.organisation.phone,
        tuple(c for c in volunteers_of(actor.network_id) if c.id != row.organisation_id),
    )
