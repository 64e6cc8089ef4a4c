"""Read what whoever asked for another person may see, by whom that was agreed and when."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.links import APPLICANT, address_of, of_subject
from loopplank.access.kit.names import Named, named
from loopplank.access.requests.requests import requests
from loopplank.core.kit.calendar import local_day
from loopplank.core.requests.applicant_sees import Sees


@dataclass(frozen=True, slots=True)
class Agreed:
    """`on` is None while nothing was agreed: then the applicant sees nothing more."""

    sees: Sees
    channel: str
    by: str
    on: date | None


@dataclass(frozen=True, slots=True)
class ApplicantSeesPage:
    who: Named
    applicant: str
    agreed: Agreed
    address: str


def applicant_page(actor: Actor, request_id: UUID, now: datetime) -> ApplicantSeesPage:
    """Return the page of a request that somebody asked for another person.

    Raises NotFound for any other.
    """
    row = (
        requests(actor)
        .select_related("help_seeker", "applicant", "applicant_sees_by__account")
        .filter(pk=request_id, applicant__isnull=False)
        .first()
    )
    if row is None or row.applicant is None:
        raise NotFound(request_id)
    record_reading(
        actor, "applicant_sees", Purpose.HELP, [row.help_seeker_id, row.applicant_id], now
    )
    link = of_subject(APPLICANT, row.pk)
    return ApplicantSeesPage(
        named(row.help_seeker, local_day(now)),
        row.applicant.name or row.applicant.works_at,
        Agreed(
            Sees(row.applicant_sees or Sees.NOTHING),
            row.applicant_sees_channel,
            row.applicant_sees_by.account.name if row.applicant_sees_by else "",
            local_day(row.applicant_sees_at) if row.applicant_sees_at else None,
        ),
        address_of(link) if link else "",
    )
