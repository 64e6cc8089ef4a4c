"""Read the answers of a request as they stand, for a coordinator who changes them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.names import Named, named
from loopplank.access.requests.requests import requests
from loopplank.core.kit.calendar import local_day
from loopplank.core.requests.intake import (
    Answers,
    Channel,
    Duration,
    ForWhom,
    HelpedBy,
    HoldingOut,
    Knows,
)
from loopplank.store.models import Applicant, HelpSeeker, Request


@dataclass(frozen=True, slots=True)
class AmendPage:
    """What was answered, and which version of the request that was."""

    who: Named
    number: str
    answers: Answers
    version: int


def amend_page(actor: Actor, request_id: UUID, now: datetime) -> AmendPage:
    """Return the answers of one request of the actor's organisation.

    Raises NotFound for a stranger.
    """
    row = requests(actor).select_related("help_seeker", "applicant").filter(pk=request_id).first()
    if row is None or row.help_seeker is None:
        raise NotFound(request_id)
    record_reading(actor, "amend_request", Purpose.HELP, [row.help_seeker_id], now)
    return AmendPage(
        named(row.help_seeker, local_day(now)),
        row.number,
        _answers(row, row.help_seeker, row.applicant),
        row.version,
    )


def _answers(row: Request, seeker: HelpSeeker, applicant: Applicant | None) -> Answers:
    return Answers(
        for_whom=ForWhom(applicant.relation) if applicant else ForWhom.SELF,
        knows=Knows(row.person_knows),
        kinds=tuple(row.kinds),
        day_parts=row.day_parts,
        too_late_on=row.too_late_on,
        duration=Duration(row.duration) if row.duration else None,
        helped_by=tuple(HelpedBy(code) for code in row.helped_by),
        holding_out=HoldingOut(row.holding_out) if row.holding_out else None,
        channel=Channel(seeker.channel) if seeker.channel else None,
        salutation=seeker.salutation,
        first_name=seeker.first_name,
        last_name=seeker.last_name,
        phone=seeker.phone,
        email=seeker.email,
        postcode=seeker.postcode,
        street=seeker.street,
        place=seeker.place,
        birth_year=seeker.birth_year,
        applicant_name=applicant.name if applicant else "",
        applicant_phone=applicant.phone if applicant else "",
        applicant_email=applicant.email if applicant else "",
        applicant_works_at=applicant.works_at if applicant else "",
        story=row.story,
    )
