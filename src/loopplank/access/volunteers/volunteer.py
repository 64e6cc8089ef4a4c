"""Read one volunteer for a coordinator: the whole page, and what a step on their behalf needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.names import Named, named
from loopplank.access.volunteers.address_changes import ChangeSeen, changes_seen
from loopplank.access.volunteers.coming import last_day_of
from loopplank.access.volunteers.fullness import fullness_of_all
from loopplank.access.volunteers.rest import left_alone
from loopplank.access.volunteers.volunteers import (
    commitment_of,
    facts_of,
    limits_from_stored,
    volunteers,
)
from loopplank.access.wellbeing.check_in import Shared, shared_with
from loopplank.access.wellbeing.check_in_call import AboutCheckIns, about_check_ins
from loopplank.access.wellbeing.creep import Seen, signs_of
from loopplank.access.wellbeing.signal import with_coordinators
from loopplank.core.kit.calendar import local_day, monday
from loopplank.core.kit.reason import Reason
from loopplank.core.matching.matches import HAS_HELPED, HOLDS_CAPACITY
from loopplank.core.matching.proposals import ProposalState
from loopplank.core.volunteers.limits import RaiseState
from loopplank.core.volunteers.load import Fullness, Limits, Load, ledger, load_in, real_minutes
from loopplank.core.volunteers.visits import VisitState
from loopplank.store.models import (
    Affiliation,
    LimitsRaise,
    LoadWeek,
    Match,
    Proposal,
    Visit,
    Volunteer,
)

# --- beside what they carry -----------------------------------------------------------------------

AHEAD = timedelta(weeks=26)
WEEKS_BACK = 12


@dataclass(frozen=True, slots=True)
class Aside:
    """`too_much` is the heaviest week ahead when it is above the limit, as may be seen here.

    `stops_on` is the last day that they chose; `leaving` that of one match, by its id.
    """

    left_alone: Reason | None
    stops_on: date | None
    leaving: dict[UUID, date]
    signs: tuple[Seen, ...]
    too_much: Load | None


def aside_of(actor: Actor, volunteer: Volunteer, today: date) -> Aside:
    """Return what stands beside the page of a volunteer.

    Four queries, or five where there is a sign. The page that shows it records the reading.
    """
    row = volunteer.limits
    rows = Match.objects.filter(
        volunteer=volunteer, organisation_id=actor.own_organisation, state__in=HOLDS_CAPACITY
    )
    matches = list(rows)
    facts = facts_of(row)
    most = (
        _most_anywhere(volunteer, today)
        if row.show_hours_elsewhere
        else _most_here(matches, facts, today)
    )
    allowed = Load(facts.max_minutes, facts.max_people, facts.max_heavy)
    return Aside(
        left_alone=left_alone(row, actor.own_organisation, today),
        stops_on=row.stops_on,
        leaving={one.pk: one.stops_on for one in matches if one.stops_on is not None},
        signs=signs_of(actor, volunteer.pk, today),
        too_much=None if most.within(allowed) else most,
    )


def weeks_of(matches: list[Match], limits: Limits, today: date) -> tuple[int, ...]:
    """Return minutes of the last twelve ISO weeks, oldest first: what was written down, or what was
    planned where nothing was.
    """
    first = monday(today) - timedelta(weeks=WEEKS_BACK - 1)
    logged: dict[date, int] = {}
    for day, minutes, travel in Visit.objects.filter(
        match__in=[m.pk for m in matches], state=VisitState.DONE, day__gte=first
    ).values_list("day", "minutes", "match__travel_minutes"):
        real = real_minutes(minutes, travel, limits)
        logged[monday(day)] = logged.get(monday(day), 0) + real
    carried = [
        commitment_of(m, str(m.pk), str(m.person_key)) for m in matches if m.state in HAS_HELPED
    ]
    weeks = [first + timedelta(weeks=n) for n in range(WEEKS_BACK)]
    planned = {week: load_in(week, carried, limits) for week in weeks}
    return tuple(logged.get(week, planned.get(week, Load()).minutes) for week in weeks)


def _most_anywhere(volunteer: Volunteer, today: date) -> Load:
    most = Load()
    ahead = LoadWeek.objects.filter(
        volunteer=volunteer, monday__gte=monday(today), monday__lt=today + AHEAD
    )
    for row in ahead:
        most = most.at_least(Load(row.planned_minutes, row.planned_people, row.planned_heavy))
    return most


def _most_here(matches: list[Match], limits: Limits, today: date) -> Load:
    carried = [commitment_of(one, str(one.pk), str(one.person_key)) for one in matches]
    most = Load()
    for week, load in ledger(carried, limits).items():
        if monday(today) <= week < today + AHEAD:
            most = most.at_least(load)
    return most


@dataclass(frozen=True, slots=True)
class Pair:
    """One match of this volunteer at this organisation."""

    match_id: UUID
    request_id: UUID
    who: Named
    state: str
    first_day: date
    last_day: date
    heavy: bool
    visit_minutes: int


@dataclass(frozen=True, slots=True)
class Signalled:
    signal_id: UUID
    at: datetime
    reason: str
    words: str
    call_before: date
    answered_at: datetime | None
    answered_by: str
    outcome: str
    wants_call: bool
    person: Named | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A higher limit that waits: for its day, or for somebody else than `asked_by`. Of a colleague
    of another organisation that name is empty (promise P6).
    """

    raise_id: UUID
    limits: Limits
    effective_on: date
    needs_second: bool
    confirmed: bool
    asked_by: str
    may_confirm: bool


@dataclass(frozen=True, slots=True)
class VolunteerPage:
    """Everything on the page of one volunteer; hours are this organisation's own (promise P6).

    `weeks` holds minutes for the last twelve ISO weeks, oldest first: what was written down, or
    what was planned where nothing was.
    """

    row: Volunteer
    own: Affiliation
    today: date
    certificate_seen_by: str
    fullness: Fullness
    limits: Limits
    set_at: datetime
    set_by_self: bool
    kinds: tuple[str, ...]
    day_parts: int
    no_gos: tuple[str, ...]
    max_km: int | None
    short_notice: bool
    pairs: tuple[Pair, ...]
    weeks: tuple[int, ...]
    signals: tuple[Signalled, ...]
    waiting: Waiting | None
    open_questions: int
    aside: Aside
    address_changes: tuple[ChangeSeen, ...]
    shared_check_ins: tuple[Shared, ...]
    check_ins: AboutCheckIns


def volunteer_page(actor: Actor, volunteer_id: UUID, now: datetime) -> VolunteerPage:
    """Return one volunteer of the actor's organisation. Raises NotFound for anybody else's."""
    today = local_day(now)
    own = _own(actor, volunteer_id)
    row = own.volunteer
    matches = list(
        Match.objects.filter(volunteer=row, organisation_id=actor.own_organisation)
        .select_related("request__help_seeker")
        .order_by("-agreed_at")[:30]
    )
    ((_, full),) = fullness_of_all(actor, today, only=Q(volunteer_id=row.pk))
    limits = row.limits
    record_reading(
        actor,
        "volunteer",
        Purpose.PLANNING,
        [row.pk, *(m.request.help_seeker_id for m in matches)],
        now,
    )
    return VolunteerPage(
        row=row,
        own=own,
        today=today,
        certificate_seen_by=own.certificate_seen_by.account.name if own.certificate_seen_by else "",
        fullness=full,
        limits=facts_of(limits),
        set_at=limits.set_at,
        set_by_self=limits.set_by_self,
        kinds=tuple(limits.kinds),
        day_parts=limits.day_parts,
        no_gos=tuple(limits.no_gos),
        max_km=limits.max_km,
        short_notice=limits.short_notice,
        pairs=tuple(
            Pair(
                m.pk,
                m.request_id,
                named(m.request.help_seeker, today),
                m.state,
                m.first_day,
                last_day_of(m),
                m.heavy,
                m.visit_minutes,
            )
            for m in matches
        ),
        weeks=weeks_of(matches, facts_of(limits), today),
        signals=_signals(actor, row, today, matches),
        waiting=_waiting(actor, row),
        open_questions=Proposal.objects.filter(
            volunteer=row, organisation_id=actor.own_organisation, state=ProposalState.OPEN
        ).count(),
        aside=aside_of(actor, row, today),
        address_changes=changes_seen(row, now, actor.own_organisation),
        shared_check_ins=shared_with(actor, row.pk),
        check_ins=about_check_ins(actor, row, today),
    )


@dataclass(frozen=True, slots=True)
class VolunteerBrief:
    """A volunteer for a page with a form, with limits and what this organisation keeps."""

    row: Volunteer
    own: Affiliation
    limits: Limits


def volunteer_brief(actor: Actor, volunteer_id: UUID, page: str, now: datetime) -> VolunteerBrief:
    own = _own(actor, volunteer_id)
    record_reading(actor, page, Purpose.PLANNING, [volunteer_id], now)
    return VolunteerBrief(own.volunteer, own, facts_of(own.volunteer.limits))


def _own(actor: Actor, volunteer_id: UUID) -> Affiliation:
    if not volunteers(actor).filter(pk=volunteer_id).exists():
        raise NotFound(volunteer_id)
    return Affiliation.objects.select_related(
        "volunteer__limits", "certificate_seen_by__account", "shared_by__account"
    ).get(volunteer_id=volunteer_id, organisation_id=actor.own_organisation)


def _signals(
    actor: Actor, row: Volunteer, today: date, matches: Iterable[Match]
) -> tuple[Signalled, ...]:
    about = {match.pk: named(match.request.help_seeker, today) for match in matches}
    found = (
        with_coordinators(actor)
        .filter(volunteer=row)
        .select_related("answered_by__account")
        .order_by("-at")[:12]
    )
    return tuple(
        Signalled(
            signal_id=s.pk,
            at=s.at,
            reason=s.reason,
            words=s.words,
            call_before=s.call_before,
            answered_at=s.answered_at,
            answered_by=s.answered_by.account.name if s.answered_by else "",
            outcome=s.outcome,
            wants_call=s.wants_call,
            person=about.get(s.match_id) if s.match_id else None,
        )
        for s in found
    )


def _waiting(actor: Actor, row: Volunteer) -> Waiting | None:
    found = (
        LimitsRaise.objects.filter(volunteer=row, state=RaiseState.PENDING)
        .select_related("asked_by__account")
        .first()
    )
    if found is None:
        return None
    by_colleague = found.asked_by is not None and found.asked_by.account_id != actor.account_id
    ours = found.asked_by is not None and found.asked_by.organisation_id == actor.organisation_id
    return Waiting(
        raise_id=found.pk,
        limits=limits_from_stored(found.wanted),
        effective_on=found.effective_on,
        needs_second=found.needs_second,
        confirmed=found.confirmed_by_id is not None,
        asked_by=found.asked_by.account.name if found.asked_by and ours else "",
        may_confirm=found.needs_second and found.confirmed_by_id is None and by_colleague,
    )
