"""Read one referral as one of its sides may, with what that side can do now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.names import Named
from loopplank.access.referrals.referrals import is_receiver, is_sender, referrals
from loopplank.access.referrals.sides import (
    person_seen,
    receiver_name,
    responsible,
    sender_name,
    subject_of,
    waits_for,
    with_both_sides,
)
from loopplank.access.responsibility.on_duty import may_own
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import is_late, local_day
from loopplank.core.organisations.organisations import OrganisationKind
from loopplank.core.referrals.states import WITH_RECEIVER, Status, Waiting
from loopplank.store.models import Consent, Event, Referral


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody here who may become the owner."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to a referral; without names: the two sides both read it."""

    at: datetime
    type: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """The yes of the person: who gave it, how, on what text, and who wrote it down."""

    given_by: str
    representative: str
    channel: str
    given_on: date
    text_version: int
    to_name: str
    noted_by: str
    withdrawn_on: date | None


@dataclass(frozen=True, slots=True)
class ReferralPage:
    """`ours`: this side sent it. `who` is nobody while this side may not know the person.

    `request_id` is this side's own record, if it keeps one; `party` the other side, with whom to
    call there.
    """

    row: Referral
    shared: Mapping[str, object]
    status: Status
    ours: bool
    who: Named
    person_phone: str
    party: str
    party_phone: str
    owner: str
    waiting: Waiting
    late: bool
    request_id: UUID | None
    keeps_record: bool
    consent: Agreed | None
    colleagues: tuple[Colleague, ...]
    course: tuple[Happened, ...]

    @property
    def asked_of_us(self) -> bool:
        """Whether this side has to answer now."""
        return not self.ours and self.status is Status.REQUESTED

    @property
    def with_us(self) -> bool:
        """Whether this side said yes and still works on it."""
        return not self.ours and self.status in WITH_RECEIVER


def referral_page(
    actor: Actor, referral_id: UUID, now: datetime, page: str = "referral"
) -> ReferralPage:
    """Return one referral of the actor. Raises NotFound for a stranger.

    At most four queries and the record.
    """
    row = (
        with_both_sides(referrals(actor))
        .select_related("consent__noted_by__account")
        .filter(pk=referral_id)
        .first()
    )
    if row is None:
        raise NotFound(referral_id)
    ours, status = is_sender(actor, row), Status(row.status)
    who, phone = person_seen(actor, row, local_day(now))
    record_reading(actor, page, Purpose.HELP, [subject_of(row, who)], now)
    other = row.to_organisation or row.to_party if ours else None
    own = row.from_request_id if ours else row.to_request_id
    keeps = actor.role is Role.COORDINATOR
    return ReferralPage(
        row=row,
        shared=row.shared if ours or status not in _STOPPED else {},
        status=status,
        ours=ours,
        who=who,
        person_phone=phone,
        party=receiver_name(row) if ours else sender_name(row),
        party_phone=other.phone if other else row.contact_phone,
        owner=responsible(row),
        waiting=waits_for(row),
        late=bool(status is Status.REQUESTED and row.answer_by and is_late(row.answer_by, now)),
        request_id=own if keeps else None,
        keeps_record=_keeps_record(row) and is_receiver(actor, row),
        consent=_consent(row),
        colleagues=_colleagues(row) if not ours and status is Status.REQUESTED else (),
        course=_course(row),
    )


#: What a sender took back is not there any more for whoever was asked.
_STOPPED = frozenset({Status.CANCELLED, Status.ENTERED_IN_ERROR})


def _keeps_record(row: Referral) -> bool:
    """Return whether a yes makes a request of its own there: so with a volunteer organisation."""
    return (
        row.to_organisation is not None and row.to_organisation.kind == OrganisationKind.VOLUNTEERS
    )


def _consent(row: Referral) -> Agreed | None:
    found: Consent | None = getattr(row, "consent", None)
    if found is None:
        return None
    return Agreed(
        given_by=found.given_by,
        representative=found.representative,
        channel=found.channel,
        given_on=found.given_on,
        text_version=found.text_version,
        to_name=found.to_name,
        noted_by=found.noted_by.account.name if found.noted_by else "",
        withdrawn_on=local_day(found.withdrawn_at) if found.withdrawn_at else None,
    )


def _colleagues(row: Referral) -> tuple[Colleague, ...]:
    if row.to_organisation is None or not _keeps_record(row):
        return ()
    rows = may_own(organisation=row.to_organisation).order_by("account__name", "pk")
    return tuple(Colleague(m.pk, m.account.name) for m in rows)


#: What both sides may read of how it went; codes and wrong tries are nobody's business.
COURSE = (
    "referral.sent",
    "referral.received",
    "referral.reminded",
    "referral.consult",
    "referral.accept",
    "referral.begin",
    "referral.hold",
    "referral.complete",
    "referral.reject",
    "referral.found_double",
    "referral.hand_back",
    "referral.withdraw",
    "referral.expire",
    "referral.lapsed",
    "referral.mistake",
    "referral.outcome_asked",
)


def _course(row: Referral) -> tuple[Happened, ...]:
    events = Event.objects.filter(aggregate="referral", aggregate_id=row.pk, type__in=COURSE)
    return tuple(Happened(e.at, e.type) for e in events.order_by("-sequence")[:40])
