"""The answers of a request as they stand, for the page on which a coordinator changes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.links import OF_ASKERS
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
from loopplank.store.models import Applicant, Draft, HelpSeeker, Link, Request


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


# --- answers that were not sent yet ---------------------------------------------------------------


def kept(key: str, now: datetime) -> Mapping[str, object] | None:
    """Return the answers under this key, by the name of their field; None without any, or after a
    day.
    """
    row = Draft.objects.filter(pk=key, expires_at__gt=now).first()
    return MappingProxyType(row.answers) if row else None


@dataclass(frozen=True, slots=True)
class Sent:
    """What a browser needs to open the status page of what it just sent."""

    link_id: UUID
    generation: int


def sent(key: str) -> Sent | None:
    """Return the link of the request that was made from this draft; None when it was not sent.

    Who asked for somebody else gets their own: that person's link is not theirs.
    """
    request_id = Request.objects.filter(submission=key).values_list("pk", flat=True).first()
    if request_id is None:
        return None
    rows = Link.objects.filter(purpose__in=OF_ASKERS, subject_id=request_id)
    row = rows.order_by("purpose").first()
    return Sent(row.pk, row.generation) if row else None
