"""Read what a question is offered with: its facts, whom it may be asked, and who said no to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.kit import workdays
from loopplank.access.requests.request import Brief, request_brief
from loopplank.access.responsibility.clocks import settings_of
from loopplank.core.kit.calendar import local_day
from loopplank.core.organisations.organisations import OrganisationKind
from loopplank.core.referrals.consent import (
    CAPACITY_OF,
    Capacity,
    Refusal,
    Share,
    answered,
    fingerprint,
    refused_before,
)
from loopplank.core.referrals.states import Days as ReferralDays
from loopplank.core.referrals.states import Status, Track, Why, days_of, no_later
from loopplank.core.responsibility.earliest import Days, Haste, for_answer, is_for_today
from loopplank.store.models import Assessment, Offer, Organisation, Party, Referral, Request


@dataclass(frozen=True, slots=True)
class Room:
    """One offer as somebody sees it who is about to refer: what, what not, and the room now."""

    kind: str
    name: str
    does: str
    does_not: str
    capacity: Capacity
    words: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An organisation that a question may be put to."""

    id: UUID
    name: str
    phone: str
    formal: bool
    rooms: tuple[Room, ...]

    @property
    def full(self) -> bool:
        """Whether everything that it offers is full now."""
        return bool(self.rooms) and all(r.capacity is Capacity.NO_CAPACITY for r in self.rooms)


def choices_in(network_id: UUID, *, without: UUID | None = None) -> tuple[Choice, ...]:
    """Return the organisations of a network that take questions, with what each offers.

    Two queries.
    """
    rows = Organisation.objects.filter(
        network_id=network_id, kind__in=[OrganisationKind.VOLUNTEERS, OrganisationKind.FORMAL]
    )
    rows = rows.exclude(pk=without) if without else rows
    found = list(rows.order_by("-kind", "name"))
    rooms: dict[UUID, list[Room]] = {row.pk: [] for row in found}
    for offer in Offer.objects.filter(organisation__in=rooms, active=True).order_by("name"):
        rooms[offer.organisation_id].append(
            Room(
                offer.kind,
                offer.name,
                offer.does,
                offer.does_not,
                CAPACITY_OF[offer.space],
                offer.space_words,
            )
        )
    return tuple(
        Choice(
            row.pk, row.name, row.phone, row.kind == OrganisationKind.FORMAL, tuple(rooms[row.pk])
        )
        for row in found
    )


# --- one question ---------------------------------------------------------------------------------


def shareable(request: Request) -> dict[Share, object]:
    """Return the facts of a request that may be shown before a yes; no name, street or number among
    them.

    What a sender writes for the receiver is added by whoever sends.
    """
    return {
        Share.KINDS: list(request.kinds or [request.kind]),
        Share.DURATION: request.duration or "unknown",
        Share.DAY_PARTS: request.day_parts,
        Share.AREA: request.postcode_area,
        Share.AGE_BAND: request.age_band,
        Share.URGENCY: request.urgency,
        Share.ADVISED: request.advised,
        Share.TOO_LATE_ON: request.too_late_on.isoformat() if request.too_late_on else "",
        Share.HOLDING_OUT: request.holding_out,
        Share.CAME_FROM: request.came_from,
        Share.PAID_BEFORE: request.paid_before,
    }


def facts_of(request: Request) -> dict[str, object]:
    """Return what a no was said to: change one of these, and the same party may be asked again.

    Codes and numbers only: the same facts in other words are the same question.
    """
    last = Assessment.objects.filter(request=request).order_by("-number").only("facts").first()
    return {
        "kinds": sorted(request.kinds or [request.kind]),
        "duration": request.duration,
        "day_parts": request.day_parts,
        "visit_minutes": request.visit_minutes,
        "visits_per_week": request.visits_per_week,
        "last_day": request.last_day,
        "facts": answered(last.facts if last else None),
    }


def refusals_of(request: Request) -> tuple[Refusal, ...]:
    """Return the noes that were said to this question, by whoever they were said."""
    rows = Referral.objects.filter(
        journey_id=request.journey_id, status=Status.REJECTED.value
    ).select_related("to_party")
    return tuple(_refusals(rows))


def _refusals(rows: Iterable[Referral]) -> Iterable[Refusal]:
    for row in rows:
        to = str(row.to_organisation_id or reached_at(row.to_party))
        yield Refusal(to, row.facts_key, Why(row.why))


def reached_at(party: Party | None) -> str:
    """Return how somebody outside is told from another: by their address, else their number."""
    return (party.email or party.phone or party.works_at) if party else ""


def track_to(organisation_kind: str, party_kind: str, *, wmo_report: bool) -> Track:
    """Return which days count: another volunteer organisation answers sooner than a formal
    party.
    """
    if wmo_report:
        return Track.WMO_REPORT
    return (
        Track.PEER
        if OrganisationKind.VOLUNTEERS in {organisation_kind, party_kind}
        else Track.FORMAL
    )


def days_from(track: Track, today: date, organisation: Organisation) -> ReferralDays:
    """Return the days of a referral that is sent today, on the calendar of this organisation."""
    return days_of(track, today, workdays.of_organisation(organisation, today))


# --- the page on which it is offered --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Whom:
    """One organisation to choose. `refused` is why it said no to these very facts, if it did."""

    choice: Choice
    refused: Why | None


@dataclass(frozen=True, slots=True)
class HandOverPage:
    """`facts` is what can be shared of this question; `language` that of the person."""

    brief: Brief
    whom: tuple[Whom, ...]
    facts: dict[Share, object]
    owner: str
    language: str

    @property
    def haste(self) -> Haste:
        """What makes this question urgent."""
        row = self.brief.row
        return Haste.stored(row.urgency, row.advised, row.too_late_on)

    @property
    def for_today(self) -> bool:
        """Whether it cannot wait for another day: then somebody calls first."""
        return is_for_today(self.haste)

    def answer_by(self, *, peer: bool, wmo_report: bool, now: datetime) -> date:
        """Return the last day of an answer when it is sent now."""
        track = track_to(OrganisationKind.VOLUNTEERS if peer else "", "", wmo_report=wmo_report)
        row = self.brief.row
        days = days_from(track, local_day(now), row.organisation)
        asked = for_answer(
            days.answer_by,
            self.haste,
            settings_of(row.organisation_id, row.organisation.network_id),
            now,
            Days(
                workdays.of_organisation(row.organisation, local_day(now)),
                tuple(row.owner.weekdays),
            ),
        )
        return no_later(days, asked.day).answer_by


def hand_over_page(actor: Actor, request_id: UUID, now: datetime) -> HandOverPage:
    """Return whom this question may be offered to, with the room of each offer.

    Constant queries.
    """
    brief = request_brief(actor, request_id, "hand_over", now)
    row = brief.row
    facts, earlier = fingerprint(facts_of(row)), refusals_of(row)
    whom = []
    for choice in choices_in(row.organisation.network_id, without=row.organisation_id):
        no = refused_before(str(choice.id), facts, earlier)
        whom.append(Whom(choice, no.why if no else None))
    return HandOverPage(
        brief=brief,
        whom=tuple(whom),
        facts=shareable(row),
        owner=row.owner.account.name,
        language=row.help_seeker.language if row.help_seeker else "nl",
    )
