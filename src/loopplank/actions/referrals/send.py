"""Do what every referral needs when it is sent: the receiver, the days, and the person's
consent.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.core.kit import contact_details
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.referrals.consent import CONSENT_VERSION
from loopplank.core.referrals.states import Days, Status, Track
from loopplank.store.models import Consent, Organisation, Party, Referral

NOBODY_THERE = Reason(
    "referral.nobody_there",
    dutch("Bij %(party)s kan nu niemand dit ontvangen. Bel hen: %(phone)s."),
)
FUTURE_CONSENT = Reason("referral.consent_later", dutch("Deze dag is nog niet geweest."))


@dataclass(frozen=True, slots=True)
class Agreed:
    """The person's yes: on which day, how, and by whom it was given."""

    given_on: date
    channel: str = "phone"
    given_by: str = "self"
    representative: str = ""


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody without an account."""

    name: str
    works_at: str = ""
    kind: str = "other"
    phone: str = ""
    email: str = ""


def make_party(outsider: Outsider, organisation_id: UUID, now: datetime) -> Party:
    """Return somebody outside, as this organisation knows them: the one that exists, or a new
    row.
    """
    refuse_bsn(outsider.name, outsider.works_at)
    values = {
        "works_at": outsider.works_at.strip(),
        "name": outsider.name.strip(),
        "phone": contact_details.phone(outsider.phone) if outsider.phone.strip() else "",
        "email": outsider.email.strip().lower(),
    }
    known = Party.objects.filter(organisation_id=organisation_id, erased_at=None, **values).first()
    return known or Party.objects.create(
        organisation_id=organisation_id, kind=outsider.kind, created_at=now, **values
    )


def of_network(actor: Actor, organisation_id: UUID) -> Organisation:
    row = Organisation.objects.filter(pk=organisation_id).first()
    if row is None or row.network_id != actor.network_id:
        raise NotFound(organisation_id)
    return row


def referral_number(referral_id: UUID) -> str:
    """Return six digits to name a referral by on the telephone."""
    return f"{referral_id.int % 1_000_000:06d}"


def dispatch(row: Referral, track: Track, days: Days, now: datetime) -> None:
    row.number = row.number or referral_number(row.pk)
    row.track, row.sent_at, row.status = track, now, Status.REQUESTED
    row.answer_by, row.remind_on = days.answer_by, days.remind_on
    row.receive_by, row.admin_on = days.receive_by, days.admin_on
    row.save()


def write_consent(
    row: Referral,
    actor: Actor,
    now: datetime,
    agreed: Agreed | None,
    shares: list[str],
    to_name: str,
) -> None:
    if agreed is None:
        return
    if agreed.given_on > local_day(now):
        raise Refused(FUTURE_CONSENT)
    refuse_bsn(agreed.representative)
    Consent.objects.create(
        referral=row,
        organisation_id=actor.organisation_id,
        given_by=agreed.given_by,
        representative=agreed.representative.strip(),
        shares=shares,
        to_name=to_name,
        text_version=CONSENT_VERSION,
        channel=agreed.channel,
        given_on=agreed.given_on,
        noted_by_id=actor.id if actor.organisation_id else None,
        noted_at=now,
    )


def called(party: Party | None) -> str:
    return (party.works_at or party.name) if party else ""


def nobody_there(organisation: Organisation) -> Reason:
    params = {
        "party": organisation.name,
        "phone": contact_details.phone_readable(organisation.phone),
    }
    return Reason(NOBODY_THERE.code, NOBODY_THERE.sentence, params)


def as_codes(row: Referral) -> dict[str, object]:
    return {"track": str(row.track), "kind": row.kind, "shared": sorted(row.shared)}
