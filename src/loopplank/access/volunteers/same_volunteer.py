"""Read what the question "are these two rows one volunteer" hangs on: the question itself, both
rows as `core/volunteers/merging.py` weighs them, and the rows behind one that was kept.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.volunteers.contact_limits import NOTHING, lately_of
from loopplank.access.volunteers.own_pages import agreement_of, volunteer_of
from loopplank.access.volunteers.volunteers import commitment_of, facts_of, volunteers
from loopplank.core.account import links
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.matching.proposals import UNDECIDED
from loopplank.core.volunteers.address_change import ChangeState
from loopplank.core.volunteers.limits import RaiseState
from loopplank.core.volunteers.merging import Choices, Row
from loopplank.core.volunteers.same_volunteer import SameState, code_of, is_over, typed_code
from loopplank.core.wellbeing.signal import Route
from loopplank.store.models import (
    AddressChange,
    Leg,
    Limits,
    LimitsRaise,
    Match,
    Proposal,
    SafetyFile,
    SameVolunteer,
    Signature,
    Volunteer,
    VolunteerSignal,
)

# --- both rows, as they are under the lock --------------------------------------------------------


def weighed(row: Volunteer, now: datetime, *, proven: bool) -> Row:
    """Return one of both as core weighs it; the volunteer is locked."""
    limits = Limits.objects.get(pk=row.pk)
    facts = facts_of(limits)
    lately = lately_of({"volunteer_id": row.pk}, now).get(row.pk, NOTHING)
    carried = list(Match.objects.filter(volunteer=row, state__in=HOLDS_CAPACITY))
    return Row(
        known=lately.known(limits, facts),
        choices=Choices(
            kinds=frozenset(limits.kinds),
            day_parts=limits.day_parts,
            no_gos=frozenset(limits.no_gos),
            max_km=limits.max_km,
            short_notice=limits.short_notice,
            share_in_network=limits.share_in_network,
            show_hours_elsewhere=limits.show_hours_elsewhere,
        ),
        carries=tuple(commitment_of(one, str(one.pk), str(one.person_key)) for one in carried),
        agreements=tuple(agreement_of(one) for one in carried),
        proven=proven,
        quiet=_waits_quietly(row) or bool(lately.raised),
        raise_waits=LimitsRaise.objects.filter(volunteer=row, state=RaiseState.PENDING).exists(),
        address_changes=AddressChange.objects.filter(
            volunteer=row, state=ChangeState.OPEN, key_from__gt=now
        ).exists(),
    )


def _waits_quietly(row: Volunteer) -> bool:
    """Return whether something is open of which not everybody may know."""
    files = SafetyFile.objects.filter(volunteer=row, closed_at=None)
    told = VolunteerSignal.objects.filter(volunteer=row, answered_at=None)
    return files.exists() or told.exclude(route=Route.COORDINATOR).exists()


def stand_beside(one: Volunteer, other: Volunteer) -> bool:
    """Return whether both stand beside each other in one thing that has place for a person once: a
    request, a team, an arrangement. That is settled first, by somebody who knows it.
    """
    if one.account_id is not None and other.account_id is not None:
        return True
    rows: tuple[tuple[QuerySet[Match] | QuerySet[Proposal], str], ...] = (
        (Match.objects.filter(state__in=HOLDS_CAPACITY), "request_id"),
        (Proposal.objects.filter(state__in=UNDECIDED), "request_id"),
    )
    for found, of in rows:
        if _both(found, of, one, other):
            return True
    return _both(Leg.objects.filter(team__ended_at=None), "team_id", one, other) or _both(
        Signature.objects.filter(replaced_at=None), "arrangement_id", one, other
    )


def _both(
    found: "QuerySet[Match] | QuerySet[Proposal] | QuerySet[Leg] | QuerySet[Signature]",
    of: str,
    one: Volunteer,
    other: Volunteer,
) -> bool:
    theirs = found.filter(volunteer=other).values(of)
    return found.filter(volunteer=one, **{f"{of}__in": theirs}).exists()


# --- the question itself --------------------------------------------------------------------------


def about(one: UUID, other: UUID) -> "QuerySet[SameVolunteer]":
    """Return every question that was put about these two rows, whichever was named first."""
    return SameVolunteer.objects.filter(
        Q(first_id=one, second_id=other) | Q(first_id=other, second_id=one)
    )


def open_for(volunteer_id: UUID, now: datetime) -> "QuerySet[SameVolunteer]":
    """Return the questions of coordinators to which this row can still answer."""
    mine = Q(first_id=volunteer_id) | Q(second_id=volunteer_id)
    return SameVolunteer.objects.filter(
        mine, state=SameState.ASKED, answer_by__gt=now, second__isnull=False
    )


def with_code(typed: str, now: datetime) -> SameVolunteer | None:
    """Return the question behind a code, while it works."""
    made = links.lookup(typed_code(typed))
    rows = SameVolunteer.objects.filter(
        lookup=made, state=SameState.ASKED, second=None, answer_by__gt=now
    )
    return rows.first()


def code_for(pair_id: UUID) -> str:
    """Return the code of a question; kept nowhere, made again for whoever asked it."""
    key = settings.SECRET_KEY.encode() + b"loopplank.same-volunteer"
    return code_of(key, str(pair_id))


def lapsed(now: datetime) -> list[UUID]:
    """Return the questions that nobody answered in time."""
    rows = SameVolunteer.objects.filter(state=SameState.ASKED, answer_by__lte=now)
    return list(rows.order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class AskedSame:
    """A question as one of both rows reads it; of the other row nothing. `said_yes`: this one did,
    and the other page did not yet.
    """

    id: UUID
    by: str
    house: str
    answer_by: datetime
    said_yes: bool


@dataclass(frozen=True, slots=True)
class OwnSamePage:
    """`code` while one that was made here works."""

    volunteer_id: UUID
    first_name: str
    asked: tuple[AskedSame, ...]
    code: str
    code_until: datetime | None


def own_same_page(actor: Actor, now: datetime) -> OwnSamePage:
    """Return what is asked of this row, and the code that it made, for the volunteer alone."""
    me = volunteer_of(actor)
    rows = open_for(me.pk, now).select_related("asked_by__account", "organisation")
    made = SameVolunteer.objects.filter(
        first=me, second=None, state=SameState.ASKED, answer_by__gt=now
    ).first()
    record_reading(actor, "own_same", Purpose.OWN, [me.pk], now)
    return OwnSamePage(
        volunteer_id=me.pk,
        first_name=me.first_name,
        asked=tuple(
            AskedSame(
                id=row.pk,
                by=row.asked_by.account.name if row.asked_by else "",
                house=row.organisation.name if row.organisation else "",
                answer_by=row.answer_by,
                said_yes=(row.first_yes_at if row.first_id == me.pk else row.second_yes_at)
                is not None,
            )
            for row in rows.order_by("asked_at", "pk")
        ),
        code=" ".join(links.in_groups(code_for(made.pk))) if made else "",
        code_until=made.answer_by if made else None,
    )


@dataclass(frozen=True, slots=True)
class Alike:
    """Another volunteer of the own organisation who may be the same. `why` is a code."""

    volunteer_id: UUID
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class SamePage:
    """Whom a coordinator may ask about. `waits`: names of whom it was asked already."""

    volunteer_id: UUID
    first_name: str
    name: str
    alike: tuple[Alike, ...]
    waits: tuple[str, ...]


def same_page(actor: Actor, volunteer_id: UUID, now: datetime) -> SamePage:
    """Return who of the own organisation looks like this volunteer: never anybody of elsewhere, so
    that it tells nothing of another organisation (promise P6). Raises NotFound for anybody else's.
    """
    mine = volunteers(actor)
    row = mine.filter(pk=volunteer_id, death_noted_on=None).first()
    if row is None:
        raise NotFound(volunteer_id)
    asked = SameVolunteer.objects.filter(
        Q(first_id=row.pk, second_id=OuterRef("pk")) | Q(second_id=row.pk, first_id=OuterRef("pk")),
    )
    like = Q(first_name__iexact=row.first_name, last_name__iexact=row.last_name)
    like |= Q(phone=row.phone) if row.phone else Q()
    like |= Q(email__iexact=row.email) if row.email else Q()
    found = (
        mine.filter(like, death_noted_on=None)
        .exclude(pk=row.pk)
        .annotate(
            waits=Exists(asked.filter(state=SameState.ASKED, answer_by__gt=now)),
            said_no=Exists(asked.filter(state=SameState.NO)),
        )
        .distinct()
        .order_by("last_name", "first_name", "pk")[:20]
    )
    rows = list(found)
    record_reading(actor, "same_volunteer", Purpose.PLANNING, [row.pk, *_ids(rows)], now)
    return SamePage(
        volunteer_id=row.pk,
        first_name=row.first_name,
        name=_name(row),
        alike=tuple(
            Alike(one.pk, _name(one), _why(row, one))
            for one in rows
            if not one.waits and not one.said_no
        ),
        waits=tuple(_name(one) for one in rows if one.waits),
    )


def _ids(rows: Collection[Volunteer]) -> list[UUID]:
    return [one.pk for one in rows]


def _name(row: Volunteer) -> str:
    return f"{row.first_name} {row.last_name}".strip()


def shares_address(one: Volunteer, other: Volunteer) -> bool:
    """Return whether both have a telephone number or a mail address in common."""
    return _why(one, other) != "name"


def _why(row: Volunteer, one: Volunteer) -> str:
    if row.phone and row.phone == one.phone:
        return "phone"
    if row.email and row.email.casefold() == one.email.casefold():
        return "email"
    return "name"


def is_late(row: SameVolunteer, now: datetime) -> bool:
    return is_over(row.answer_by, now)
