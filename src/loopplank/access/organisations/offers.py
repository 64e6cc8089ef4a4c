"""Read what an organisation offers, for whoever changes it."""

from dataclasses import dataclass
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.organisations.settings import organisation_of
from loopplank.store.models import Offer


@dataclass(frozen=True, slots=True)
class OfferRow:
    id: UUID
    kind: str
    name: str
    does: str
    does_not: str
    covers: tuple[str, ...]
    conditions: tuple[str, ...]
    space: str
    space_words: str
    active: bool
    meanwhile: str = ""


def offers(actor: Actor) -> list[OfferRow]:
    """Return the offers of the own organisation, what is on first."""
    rows = Offer.objects.filter(organisation_id=organisation_of(actor)).order_by(
        "-active", "name", "pk"
    )
    return [_offer(row) for row in rows]


def offer(actor: Actor, offer_id: UUID) -> OfferRow:
    """Return one offer of the own organisation."""
    row = Offer.objects.filter(organisation_id=organisation_of(actor), pk=offer_id).first()
    if row is None:
        raise NotFound(offer_id)
    return _offer(row)


def _offer(row: Offer) -> OfferRow:
    return OfferRow(
        id=row.pk,
        kind=row.kind,
        name=row.name,
        does=row.does,
        does_not=row.does_not,
        covers=tuple(row.covers),
        conditions=tuple(row.conditions),
        space=row.space,
        space_words=row.space_words,
        active=row.active,
        meanwhile=row.meanwhile,
    )
