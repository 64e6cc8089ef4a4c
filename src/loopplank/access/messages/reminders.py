"""Find what is to be told now, and what waits and is not true any more: ids for the loop.

As in `due`, whoever acts on an id looks again under the lock of its row. What was told of one
subject for one day stands in `Reminded`, which of several loops lets one through.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from loopplank.access.account.access_records import KEPT, Purpose
from loopplank.access.gaps.gaps import noes_of_quarter
from loopplank.access.kit import workdays
from loopplank.access.kit.rows import BATCH
from loopplank.access.matching.teams import alive_team
from loopplank.access.messages import feed
from loopplank.access.messages.staleness import CHECKED, true_ones
from loopplank.access.messages.wishes import calendar_of, wishes_of_all
from loopplank.access.responsibility.on_duty import works_on
from loopplank.access.volunteers.coming import last_day_of, with_last_day
from loopplank.access.volunteers.own_pages import hour_of
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import at_local, local_day, local_time
from loopplank.core.matching.last_call import is_due
from loopplank.core.matching.matches import HOLDS_CAPACITY, MatchState
from loopplank.core.matching.proposals import ProposalState
from loopplank.core.matching.team_state import Kind, LegState
from loopplank.core.messages.reminders import (
    BEFORE_PROPOSAL_ENDS,
    EARLY,
    MORNING,
    MOST_DAYS_BEFORE,
    TEN,
    days_that_end,
    digest_is_due,
    quarter_to_tell,
    visit_is_near,
    weeks_to_end,
)
from loopplank.core.messages.states import MessageState
from loopplank.core.messages.wishes import NO_WISHES, Calendar
from loopplank.core.referrals.states import WITH_RECEIVER
from loopplank.core.requests.intake import Duration
from loopplank.core.requests.states import State
from loopplank.store.models import (
    AccessRecord,
    Leg,
    Match,
    Membership,
    Message,
    MessageWishes,
    Organisation,
    Proposal,
    Referral,
    Reminded,
    Request,
)

#: A dated part that nobody said yes to yet, and of which nobody said no.
_PART_SOUGHT = Q(
    team__kind=Kind.PARTS,
    team__ended_at=None,
    state__in=[LegState.OPEN, LegState.ASKED, LegState.FELL_AWAY],
)
#: States in which somebody counts on us while nobody said yes yet.
_SOUGHT = (State.TALKING, State.SEARCHING, State.PROPOSED, State.WAITING)
#: A loop that stood still tells of an export made this short ago.
EXPORT_IS_NEWS = timedelta(days=2)
OWNER_IS_NEWS = timedelta(days=7)


def meetings(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Return first meetings of tomorrow, from ten o'clock on, that nobody was reminded of."""
    if local_time(now).time() < TEN:
        return []
    day = local_day(now) + timedelta(days=1)
    rows = Match.objects.filter(
        ~_told("meeting", day=day),
        state=MatchState.MEETING,
        meeting_at__gte=at_local(day, time()),
        meeting_at__lt=at_local(day + timedelta(days=1), time()),
    ).exclude(pk__in=skip)
    return list(rows.order_by("meeting_at", "pk").values_list("pk", flat=True)[:limit])


def proposals(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Open questions to a volunteer that end within a day."""
    rows = Proposal.objects.filter(
        ~_told("proposal"),
        state=ProposalState.OPEN,
        expires_at__gt=now,
        expires_at__lte=now + BEFORE_PROPOSAL_ENDS,
        asked_at__lt=F("expires_at") - BEFORE_PROPOSAL_ENDS,
    ).exclude(pk__in=skip)
    return list(rows.order_by("expires_at", "pk").values_list("pk", flat=True)[:limit])


def visits(now: datetime, skip: Collection[UUID] = ()) -> list[UUID]:
    """Return matches with a visit of which the reminder is due, by the days that each volunteer
    chose, of those who want to hear of it.
    """
    if local_time(now).time() < MORNING:
        return []
    today = local_day(now)
    calendars = {
        one.pk: calendar_of(one, today)
        for one in Organisation.objects.select_related("network").order_by("pk")
    }
    found: list[UUID] = []
    for ahead in range(MOST_DAYS_BEFORE + 1):
        found += _visits_ahead(ahead, calendars, now, {*skip, *found})
    return found


def _visits_ahead(
    ahead: int, calendars: Mapping[UUID, Calendar], now: datetime, skip: Collection[UUID]
) -> list[UUID]:
    """Return those of so many days from now, with one query for their matches."""
    day = local_day(now) + timedelta(days=ahead)
    rows = list(
        feed.wants_visit_reminders(
            Match.objects.filter(~_told("visit", day=day), state=MatchState.RUNNING)
        )
        .filter(Q(weekday=day.weekday()) | ~Q(moves=[]), first_day__lte=day)
        .filter(_told_so_early(day, ahead, calendars))
        .exclude(pk__in=skip)
        .exclude(visits__day=day)
        .select_related("volunteer__limits")
        .order_by("pk")
    )
    chosen = wishes_of_all({row.volunteer_id for row in rows})
    return [
        row.pk
        for row in rows
        if visit_is_near(
            day,
            hour_of(row, day),
            chosen.get(row.volunteer_id, NO_WISHES),
            calendars[row.organisation_id],
            now,
        )
        and feed.visit_on(row, day) is not None
    ]


def _told_so_early(day: date, ahead: int, calendars: Mapping[UUID, Calendar]) -> Q:
    """Return which matches with a visit on a day may be told of it now, so that the others are not
    read at each look: who chose so many days, and whose own choice may fall on a day of rest or on
    the morning of an early visit.
    """
    chose = MessageWishes.objects.filter(pk=OuterRef("volunteer_id"))
    if ahead == 0:
        return Q(Exists(chose.filter(days_before=0)))
    chose_it = Exists(chose.filter(days_before__gte=ahead))
    usual = Q(~Exists(chose)) if ahead == NO_WISHES.days_before else Q()
    later = day - timedelta(days=ahead - 1)
    resting = [pk for pk, one in calendars.items() if one.rests(later)]
    moved = Q(organisation_id__in=resting) | Q(Exists(chose.filter(rest_day=later.weekday())))
    if ahead == 1:
        early = Q(start_time__lt=EARLY) | ~Q(moves=[])
        moved |= early & Q(Exists(chose.filter(days_before=0)))
    return Q(chose_it) | usual | moved


def ends(now: datetime, skip: Collection[UUID] = ()) -> list[UUID]:
    """Return matches whose last day comes near, of which that was not told yet."""
    rows = (
        with_last_day(Match.objects.filter(state=MatchState.RUNNING))
        .filter(until__in=days_that_end(now))
        .exclude(pk__in=skip)
        .exclude(first_day=F("last_day"))
        .annotate(
            told_4=Exists(_marks("end_4").filter(day=OuterRef("until"))),
            told_1=Exists(_marks("end_1").filter(day=OuterRef("until"))),
        )
        .order_by("until", "pk")
    )
    found = []
    for row in rows:
        weeks = weeks_to_end(row.started_on or row.first_day, last_day_of(row), now)
        if weeks is not None and not vars(row)[f"told_{weeks}"]:
            found.append(row.pk)
    return found


def nobody_found(now: datetime, skip: Collection[UUID] = ()) -> list[UUID]:
    """Return requests for one day, or with a dated part, today or tomorrow, for which it is time to
    say that nobody was found.
    """
    today = local_day(now)
    soon = (today, today + timedelta(days=1))
    once = Q(duration=Duration.ONCE, last_day__range=soon, state__in=_SOUGHT)
    parts = Leg.objects.filter(_PART_SOUGHT, team__request=OuterRef("pk"), first_day__range=soon)
    rows = Request.objects.filter(once | Exists(parts)).exclude(pk__in=skip).order_by("pk")
    return [row.pk for row in rows if day_without_anybody(row, now) is not None]


def day_without_anybody(row: Request, now: datetime) -> date | None:
    """Return the first day of this request for which nobody said yes and it is time to say so, and
    nobody did yet; None when there is none.
    """
    team = alive_team(row.pk)
    if team is not None and team.kind == Kind.PARTS:
        legs = Leg.objects.filter(_PART_SOUGHT, team=team)
        days = list(legs.order_by("first_day").values_list("first_day", flat=True))
    elif row.duration == Duration.ONCE and row.last_day is not None and row.state in _SOUGHT:
        helped = row.matches.filter(state__in=HOLDS_CAPACITY).exists()
        days = [] if helped else [row.last_day]
    else:
        days = []
    marks = Reminded.objects.filter(kind="nobody_found", subject_id=row.pk)
    told = set(marks.values_list("day", flat=True))
    due = (d for d in days if d not in told and is_due(d, row.start_time, row.received_at, now))
    return next(due, None)


def digests(now: datetime, skip: Collection[UUID] = ()) -> list[UUID]:
    """Return coordinators whose working day began without a digest; who is away is looked at
    later.
    """
    if not digest_is_due(now):
        return []
    today = local_day(now)
    rows = (
        Membership.objects.filter(
            ~_told("digest", day=today),
            role=Role.COORDINATOR,
            active=True,
            account__is_active=True,
        )
        .exclude(pk__in=skip)
        .select_related("organisation")
        .order_by("pk")
    )
    return [
        row.pk
        for row in rows
        if works_on(row, today) and workdays.of_organisation(row.organisation, today).works(today)
    ]


def quarters(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Return members of a board who did not hear yet of a quarter in which their organisation said
    no.
    """
    over = quarter_to_tell(now)
    if over is None:
        return []
    noes = noes_of_quarter(over.quarter).filter(organisation=OuterRef("organisation"))
    rows = Membership.objects.filter(
        ~_told("quarter", day=over.on),
        Exists(noes),
        role=Role.BOARD,
        active=True,
        account__is_active=True,
    ).exclude(pk__in=skip)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def exports(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Return readings that made a file; the number of the record stands in the id."""
    since = now - EXPORT_IS_NEWS
    rows = AccessRecord.objects.filter(
        # the index of this table is on its last day, which is always as far from its moment
        expires_on__gte=local_day(since) + KEPT,
        at__gte=since,
        purpose=Purpose.EXPORT,
        organisation_id__isnull=False,
    ).order_by("pk")
    ids = [UUID(int=pk) for pk in rows.values_list("pk", flat=True)]
    told = set(
        Reminded.objects.filter(kind="export", subject_id__in=ids).values_list(
            "subject_id", flat=True
        )
    )
    return [pk for pk in ids if pk not in told and pk not in skip][:limit]


def new_owners(now: datetime, skip: Collection[UUID] = ()) -> list[UUID]:
    """Return referrals of somebody without a record here, whose question was given to somebody
    else.
    """
    rows = Referral.objects.filter(
        Q(from_member__isnull=False) | Q(from_party__isnull=False),
        status__in=sorted(s.value for s in WITH_RECEIVER),
        from_request=None,
        to_request__changed_at__gt=now - OWNER_IS_NEWS,
    )
    rows = rows.exclude(to_request__state=State.CLOSED).exclude(pk__in=skip)
    rows = rows.exclude(taken_by=F("to_request__owner__account__name"), told_owner=None)
    differs = Q(told_owner=None) | ~Q(told_owner=F("to_request__owner_id"))
    return list(rows.filter(differs).order_by("pk").values_list("pk", flat=True))


def untrue(now: datetime, skip: Collection[UUID] = ()) -> list[UUID]:
    """Return messages that wait to be told and are not true any more."""
    rows = list(
        Message.objects.filter(state=MessageState.QUEUED, template__in=CHECKED)
        .exclude(pk__in=skip)
        .order_by("queued_at", "pk")
    )
    true = true_ones(rows, now)
    return [row.pk for row in rows if row.pk not in true]


# --- underneath -----------------------------------------------------------------------------------


def _marks(kind: str) -> "QuerySet[Reminded]":
    return Reminded.objects.filter(kind=kind, subject_id=OuterRef("pk"))


def _told(kind: str, **day: object) -> Exists:
    return Exists(_marks(kind).filter(**day))
