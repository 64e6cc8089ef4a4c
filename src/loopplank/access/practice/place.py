"""Read the place to practise in of an organisation, seen from there or from the real one."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import F

from loopplank.access.account.actors import Actor, NotFound
from loopplank.core.account.roles import MAY_OWN
from loopplank.core.kit.calendar import at_local, local_day
from loopplank.core.practice.place import STAYS, last_day_of
from loopplank.store.models import Membership, Network, Organisation


@dataclass(frozen=True, slots=True)
class PracticePage:
    """What may be done: `here` says that the reader is in the place itself, `there` that they could
    go; `last_day` is None while there is no place. `real` is the name of the organisation.
    """

    here: bool
    there: bool
    last_day: date | None
    real: str


def practice_page(actor: Actor) -> PracticePage:
    """Return whether there is a place to practise in, for whoever runs an organisation."""
    if actor.role not in MAY_OWN:
        raise NotFound("practice")
    own = Organisation.objects.get(pk=actor.own_organisation)
    place = place_of(actor)
    if place is None:
        return PracticePage(here=False, there=False, last_day=None, real=own.name)
    real = own
    if actor.practice and place.practice_of is not None:
        real = place.practice_of
    members = Membership.objects.filter(
        organisation__network=place, account__memberships=actor.own_membership, active=True
    )
    return PracticePage(
        here=actor.practice,
        there=actor.practice or members.exists(),
        last_day=last_day_of(begun_on(place)),
        real=real.name,
    )


def place_of(actor: Actor) -> Network | None:
    """Return the network to practise in of this actor's organisation, from either side."""
    rows = Network.objects.select_related("practice_of").filter(practice_of__isnull=False)
    if actor.practice:
        return rows.filter(organisations=actor.own_organisation).first()
    return rows.filter(practice_of_id=actor.own_organisation).first()


def own_membership_at(organisation_id: UUID, actor: Actor) -> UUID | None:
    """Return as which member this account works at an organisation, if it does; also once the
    membership that asks is gone.
    """
    rows = Membership.objects.filter(
        organisation_id=organisation_id,
        account_id=actor.account_id or UUID(int=0),
        active=True,
        role__in=sorted(MAY_OWN),
    )
    return rows.order_by("role").values_list("pk", flat=True).first()


def begun_on(place: Network) -> date:
    """Return the day on which a place was made: that of its one organisation."""
    made = place.organisations.order_by("created_at").values_list("created_at", flat=True).first()
    if made is None:
        raise NotFound(place.pk)
    return local_day(made)


def places_over(now: datetime) -> list[UUID]:
    """Return the places that nobody removed in time."""
    rows = Network.objects.filter(practice_of__isnull=False)
    return list(
        rows.annotate(made=F("organisations__created_at"))
        .filter(made__lt=at_local(local_day(now) - STAYS, time()))
        .order_by("pk")
        .values_list("pk", flat=True)
        .distinct()
    )
