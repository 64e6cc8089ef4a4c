"""Make the receiver's own record of a question that another party gave them, tied by the
journey.
"""

from collections.abc import Mapping
from datetime import date, datetime

from loopplank.access.account.actors import Actor
from loopplank.actions.kit.action import record_event
from loopplank.actions.kit.locks import lock_organisation
from loopplank.actions.requests.intake import next_number
from loopplank.actions.transitions.transitions import asked_day, set_day, standing
from loopplank.core.kit.calendar import local_day
from loopplank.core.referrals.consent import Share
from loopplank.core.requests.intake import Knows, age_band
from loopplank.core.requests.states import State
from loopplank.core.responsibility.clocks import Urgency
from loopplank.core.responsibility.earliest import Haste
from loopplank.store.models import (
    Applicant,
    HelpSeeker,
    Membership,
    Organisation,
    Referral,
    ReferredPerson,
    Request,
)

PERSON = ("salutation", "first_name", "last_name", "birth_year", "phone", "postcode", "place")
#: What a sender of ours knows about how to reach them, and what is safe.
REACH = ("email", "street", "channel", "no_sms", "language")


def receive(
    row: Referral, owner: Membership, first_contact_by: date, *, actor: Actor, now: datetime
) -> Request:
    """Make a request of the receiver's own, owned by the named person, with what the person agreed
    to: what was shared, the name and the number. Their story stays with whom they told it.
    """
    organisation = lock_organisation(owner.organisation_id)
    seeker = _copied_person(row, organisation, now)
    shared = row.shared
    request = Request(
        organisation=organisation,
        journey_id=row.journey_id,
        number=next_number(organisation, local_day(now)),
        help_seeker=seeker,
        applicant=_who_sent_it(row, organisation),
        person_knows=row.from_request.person_knows if row.from_request else Knows.YES,
        way_in=_way_in(row),
        kind=row.kind,
        kinds=list(shared.get("kinds", [])),
        duration=str(shared.get("duration", "")),
        day_parts=_whole(shared.get("day_parts")),
        postcode_area=str(shared.get("area", "")) or seeker.postcode[:4],
        age_band=age_band(seeker.birth_year, local_day(now))
        if seeker.birth_year
        else str(shared.get("age_band", "")),
        summary=str(shared.get("summary", ""))[:200],
        state=State.NEW,
        owner=owner,
        urgency=str(shared.get(Share.URGENCY) or Urgency.NORMAL),
        advised=str(shared.get(Share.ADVISED, "")),
        too_late_on=_day(shared.get(Share.TOO_LATE_ON)),
        holding_out=str(shared.get(Share.HOLDING_OUT, "")),
        came_from=str(shared.get(Share.CAME_FROM, "")),
        paid_before=str(shared.get(Share.PAID_BEFORE, "")),
        received_at=now,
        changed_at=now,
    )
    set_day(request, asked_day(request, now, step=first_contact_by))
    request.save(force_insert=True)
    record_event(
        "request",
        request.pk,
        "request.received",
        actor=actor,
        now=now,
        organisation_id=organisation.pk,
        journey_id=row.journey_id,
        data={
            **standing(request),
            "way_in": request.way_in,
            "kind": request.kind,
            "postcode_area": request.postcode_area,
            "age_band": request.age_band,
            "referral": str(row.pk),
        },
    )
    return request


def haste_shared(row: Referral) -> Haste:
    """Return what makes a referred question urgent, as it was shared."""
    shared = row.shared
    return Haste.stored(
        str(shared.get(Share.URGENCY) or Urgency.NORMAL),
        str(shared.get(Share.ADVISED, "")),
        _day(shared.get(Share.TOO_LATE_ON)),
    )


def _copied_person(row: Referral, organisation: Organisation, now: datetime) -> HelpSeeker:
    """Copy the person: each side keeps its own record, for as long as it keeps records."""
    source = row.from_request.help_seeker if row.from_request else None
    known: HelpSeeker | ReferredPerson | None = source
    columns: tuple[str, ...] = (*PERSON, *REACH)
    if source is None:
        known, columns = ReferredPerson.objects.filter(referral=row).first(), PERSON
    values: Mapping[str, object] = {c: getattr(known, c) for c in columns} if known else {}
    return HelpSeeker.objects.create(organisation=organisation, created_at=now, **values)


def _who_sent_it(row: Referral, organisation: Organisation) -> Applicant:
    works_at = row.from_organisation.name if row.from_organisation else ""
    if row.from_party is not None:
        works_at = row.from_party.works_at
    return Applicant.objects.create(
        organisation=organisation,
        relation="professional",
        name=row.contact_name,
        works_at=works_at,
        phone=row.contact_phone,
    )


def _way_in(row: Referral) -> str:
    """Return how the question began: a colleague's record knows; anybody else is a professional."""
    return row.from_request.way_in if row.from_request else "professional"


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
