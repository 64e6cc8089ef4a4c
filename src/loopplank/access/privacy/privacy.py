"""Read what the public privacy page says about each organisation: nothing about any person."""

from dataclasses import dataclass

from django.db.models import Max

from loopplank.access.organisations.organisations import PublicPlace
from loopplank.core.organisations.organisations import OrganisationKind
from loopplank.store.models import Organisation


@dataclass(frozen=True, slots=True)
class Keeper:
    """One organisation that keeps data, and whom to ask about them."""

    name: str
    phone: str
    email: str
    legal_basis: str
    complaints_to: str
    months: int


def keepers(place: PublicPlace) -> tuple[Keeper, ...]:
    """Return the organisations of a place that take in questions."""
    rows = Organisation.objects.filter(
        network_id=place.network_id, kind=OrganisationKind.VOLUNTEERS
    )
    if place.organisation_id is not None:
        rows = rows.filter(pk=place.organisation_id)
    return tuple(
        Keeper(
            name=row.name,
            phone=row.phone,
            email=row.email,
            legal_basis=row.legal_basis,
            complaints_to=row.complaints_to,
            months=row.months_kept_after_closing,
        )
        for row in rows.order_by("name")
    )


def most_months_kept(place: PublicPlace) -> int:
    """Return after how many months at most everything is erased, whoever of this place helps."""
    rows = Organisation.objects.filter(
        network_id=place.network_id, kind=OrganisationKind.VOLUNTEERS
    )
    if place.organisation_id is not None:
        rows = rows.filter(pk=place.organisation_id)
    return rows.aggregate(most=Max("months_kept_after_closing"))["most"] or 12
