"""Read how long the family carer of a request can go on, each time it was asked; and whom to call.

It is one question, asked the same way each time. What it does is start a talk.
"""

from dataclasses import dataclass
from datetime import date

from loopplank.core.kit.calendar import local_day
from loopplank.core.organisations.organisations import OrganisationKind
from loopplank.core.requests.intake import HelpedBy, HoldingOut
from loopplank.core.wellbeing.family_carer import CANNOT_GO_ON
from loopplank.store.models import CarerAnswer, Organisation, Request


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whom a family carer may call now who cannot go on: professionals of this network."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class CarerMoment:
    """One time that it was asked; `moment` is intake or evaluation."""

    moment: str
    on: date
    holding_out: HoldingOut


@dataclass(frozen=True, slots=True)
class Carer:
    """In the order in which it was asked; `numbers` are there when they cannot go on for long."""

    course: tuple[CarerMoment, ...]
    numbers: tuple[Numbers, ...]

    @property
    def cannot_go_on(self) -> bool:
        return self.course[-1].holding_out in CANNOT_GO_ON


def has_carer(row: Request) -> bool:
    """Return whether anybody knows of family who helps: only then it is asked again."""
    return bool(row.holding_out) or HelpedBy.FAMILY in row.helped_by


def carer_of(row: Request) -> Carer | None:
    """Return what is known of the carer; nothing is asked of the database where there is none.

    The page records the reading.
    """
    if not row.holding_out:
        return None
    rows = CarerAnswer.objects.filter(request=row).order_by("at", "-moment", "pk")
    course = tuple(
        CarerMoment(one.moment, local_day(one.at), HoldingOut(one.holding_out)) for one in rows
    )
    if not course:
        # asked at the intake only
        first = HoldingOut(row.holding_out)
        course = (CarerMoment("intake", local_day(row.received_at), first),)
    tired = course[-1].holding_out in CANNOT_GO_ON
    return Carer(course, professionals_of(row) if tired else ())


def professionals_of(row: Request) -> tuple[Numbers, ...]:
    """Return the professionals of the network whom a carer may call; the organisation is loaded."""
    rows = (
        Organisation.objects.filter(
            network_id=row.organisation.network_id, kind=OrganisationKind.FORMAL
        )
        .exclude(phone="")
        .order_by("name")
        .values_list("name", "phone")
    )
    return tuple(Numbers(name, phone) for name, phone in rows)
