"""Vandaag: everything that asks something of one coordinator, and the state of the team."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from loopplank.access.actors import Actor
from loopplank.access.people import Named, named
from loopplank.access.reading import Purpose, record_reading
from loopplank.access.requests import requests
from loopplank.access.team import Team, team_of
from loopplank.core.calendar import at_local, is_late, local_day
from loopplank.core.responsibility import OPEN, SAYING_NO, State
from loopplank.core.triage import Route, Standing
from loopplank.core.worklist import HORIZON, Situation, Task, task_for, total_minutes
from loopplank.store.models import (
    HOLDS_CAPACITY,
    Assessment,
    Match,
    Membership,
    Proposal,
    Request,
    VolunteerSignal,
)

T = TypeVar("T", Proposal, Match)
MOST_PER_GROUP = 25
QUIET_AFTER = timedelta(weeks=13)


@dataclass(frozen=True, slots=True)
class Row:
    """A request on the list; `phone` is there to call with."""

    request_id: UUID
    number: str
    who: Named
    kinds: tuple[str, ...]
    task: Task
    alarming: bool
    match_id: UUID | None
    mine: bool
    owner: str


@dataclass(frozen=True, slots=True)
class SignalRow:
    signal_id: UUID
    volunteer_id: UUID
    name: str
    person: Named | None
    reason: str
    words: str
    at: datetime
    call_before: date
    wants_call: bool
    mine: bool
    owner: str


@dataclass(frozen=True, slots=True)
class CallBack:
    request_id: UUID
    who: Named
    on: date


@dataclass(frozen=True, slots=True)
class TodayPage:
    """The totals count requests, also those that are not shown; `minutes` is about how long all
    that is late or for today takes.
    """

    rows: tuple[Row, ...]
    late_total: int
    today_total: int
    later_total: int
    minutes: int
    signals: tuple[SignalRow, ...]
    signals_total: int
    call_backs: tuple[CallBack, ...]
    team: Team
    own_matches: int
    own_limit: int | None
    refused: tuple[tuple[str, int], ...]
    quiet_matches: int
    next_on: date | None


def today_page(actor: Actor, now: datetime) -> TodayPage:
    """The work list of the actor: own requests, alarms of anybody, and those of an absent owner.

    Shows at most 25 rows a group, danger first, and says how many there are.
    """
    today = local_day(now)
    rows = _rows(actor, now)
    signals, signals_total = _signals(actor, today)
    call_backs = _call_backs(actor, today)
    late, for_today, later = _totals(actor, now)
    team = team_of(actor, today)
    own_matches, quiet = _matches(actor, today)
    record_reading(
        actor,
        "today",
        Purpose.PLANNING,
        [
            *(r.who.id for r in rows),
            *(s.volunteer_id for s in signals),
            *(s.person.id for s in signals if s.person),
            *(c.who.id for c in call_backs),
            *(m.volunteer_id for m in team.watch),
        ],
        now,
    )
    return TodayPage(
        rows=rows,
        late_total=late.total(),
        today_total=for_today.total(),
        later_total=later.total(),
        minutes=total_minutes(late + for_today),
        signals=signals,
        signals_total=signals_total,
        call_backs=call_backs,
        team=team,
        own_matches=own_matches,
        own_limit=Membership.objects.values_list("max_matches", flat=True).get(
            pk=actor.own_membership
        ),
        refused=_refused(actor, today),
        quiet_matches=quiet,
        next_on=_mine(actor, today)
        .filter(due_on__gt=today + HORIZON)
        .order_by("due_on")
        .values_list("due_on", flat=True)
        .first(),
    )


def _mine(actor: Actor, today: date) -> QuerySet[Request]:
    """What is this actor's to do: their own, and what lies too long with a colleague (as stand-in
    the whole organisation's late ones and alarms are theirs to see).
    """
    rows = requests(actor).filter(state__in=OPEN).annotate(alarm=_alarm())
    own = Q(owner_id=actor.own_membership)
    stands_in = Q(organisation__stand_in_id=actor.own_membership)
    return rows.filter(own | stands_in & (Q(due_on__lt=today) | Q(alarm=1)))


def _alarm() -> Coalesce:
    """1 when the last weighing says danger, or not known, and nobody decided yet; else 0."""
    danger = Q(decision="") & (Q(stance=Standing.ASK_NOW) | Q(route=Route.EMERGENCY))
    last = (
        Assessment.objects.filter(request=OuterRef("pk"))
        .order_by("-number")
        .values_list(Case(When(danger, then=1), default=0))
    )
    return Coalesce(Subquery(last[:1]), 0)


def _when(now: datetime) -> tuple[Q, Q, Q]:
    """Late, for today, and in the next seven days, as `task_for` sees each; danger is late."""
    today = local_day(now)
    over = today if is_late(today, now) else today - timedelta(days=1)
    late = Q(alarm=1) | Q(due_on__lte=over)
    return (
        late,
        ~late & Q(due_on__lte=today),
        ~late & Q(due_on__gt=today, due_on__lte=today + HORIZON),
    )


def _totals(actor: Actor, now: datetime) -> tuple[Counter[State], Counter[State], Counter[State]]:
    """How many are late, for today and later, by their state; one query."""
    when = _when(now)
    rows = list(
        _mine(actor, local_day(now))
        .values("state")
        .annotate(
            late=Count("pk", filter=when[0]),
            today=Count("pk", filter=when[1]),
            later=Count("pk", filter=when[2]),
        )
        .order_by("state")
    )
    return (
        Counter({State(row["state"]): row["late"] for row in rows}),
        Counter({State(row["state"]): row["today"] for row in rows}),
        Counter({State(row["state"]): row["later"] for row in rows}),
    )


def _rows(actor: Actor, now: datetime) -> tuple[Row, ...]:
    today = local_day(now)
    mine = (
        _mine(actor, today)
        .select_related("help_seeker", "owner__account")
        .order_by(F("alarm").desc(), "due_on", "received_at", "pk")
    )
    found = [row for when in _when(now) for row in mine.filter(when)[:MOST_PER_GROUP]]
    known = situations(found, today)
    made = []
    for row in found:
        one, match_id = known[row.pk]
        made.append(
            Row(
                request_id=row.pk,
                number=row.number,
                who=named(row.help_seeker, today),
                kinds=tuple(row.kinds or [row.kind]),
                task=task_for(one, now),
                alarming=one.alarming,
                match_id=match_id,
                mine=row.owner_id == actor.id,
                owner=row.owner.account.name,
            )
        )
    return tuple(made)


def situations(rows: Iterable[Request], today: date) -> dict[UUID, tuple[Situation, UUID | None]]:
    """Each request's situation for the work list, in three queries for all of them."""
    found = {row.pk: row for row in rows}
    weighed = {
        a.request_id: a for a in Assessment.objects.filter(request_id__in=found).order_by("number")
    }
    asked = _by_request(
        Proposal.objects.filter(request_id__in=found, state__in=["open", "no", "silent"])
        .select_related("volunteer")
        .order_by("asked_at")
    )
    matched = _by_request(
        Match.objects.filter(request_id__in=found, state__in=HOLDS_CAPACITY)
        .select_related("volunteer")
        .order_by("agreed_at")
    )
    made = {}
    for pk, row in found.items():
        last, proposal, match = weighed.get(pk), asked.get(pk), matched.get(pk)
        seeker = row.help_seeker
        made[pk] = (
            Situation(
                state=State(row.state),
                due_on=row.due_on or today,
                received_on=local_day(row.received_at),
                assessed=last is not None,
                decided=bool(last and last.decision),
                alarming=bool(
                    last
                    and not last.decision
                    and (last.stance == "ask_now" or last.route == "emergency")
                ),
                carer_is_done=row.holding_out == "no_more",
                change_reported=row.change_reported,
                asked=proposal.volunteer.first_name
                if proposal and proposal.state == "open"
                else "",
                declined=proposal.volunteer.first_name
                if proposal and proposal.state == "no"
                else "",
                has_question=bool(proposal and proposal.state == "open" and proposal.question),
                agreed=match.volunteer.first_name if match else "",
                meeting_on=local_day(match.meeting_at) if match and match.meeting_at else None,
                last_day=match.last_day if match else None,
                reachable=bool(seeker and seeker.phone)
                or bool(row.applicant_id and row.person_knows != "yes"),
            ),
            match.pk if match else None,
        )
    return made


def _by_request(rows: Iterable[T]) -> dict[UUID, T]:
    return {row.request_id: row for row in rows}


def _signals(actor: Actor, today: date) -> tuple[tuple[SignalRow, ...], int]:
    """Who waits for a call of this actor, and for one of a colleague that is late (as stand-in);
    and how many there are.
    """
    stands_in = Q(organisation__stand_in_id=actor.own_membership, call_before__lt=today)
    rows = (
        VolunteerSignal.objects.filter(organisation_id=actor.own_organisation, answered_at=None)
        .filter(Q(to_id=actor.own_membership) | stands_in)
        .select_related("volunteer", "match__request__help_seeker", "to__account")
        .order_by("call_before", "at")
    )
    found = list(rows[:MOST_PER_GROUP])
    total = len(found) if len(found) < MOST_PER_GROUP else rows.count()
    return tuple(
        SignalRow(
            signal_id=row.pk,
            volunteer_id=row.volunteer_id,
            name=f"{row.volunteer.first_name} {row.volunteer.last_name}",
            person=named(row.match.request.help_seeker, local_day(row.at)) if row.match else None,
            reason=row.reason,
            words=row.words,
            at=row.at,
            call_before=row.call_before,
            wants_call=row.wants_call,
            mine=row.to_id == actor.id,
            owner=row.to.account.name,
        )
        for row in found
    ), total


def _call_backs(actor: Actor, today: date) -> tuple[CallBack, ...]:
    rows = (
        requests(actor)
        .filter(
            state=State.CLOSED,
            owner_id=actor.own_membership,
            next_contact_on__lte=today + HORIZON,
            nobody_discussed=True,
        )
        .select_related("help_seeker")
        .order_by("next_contact_on")[:MOST_PER_GROUP]
    )
    return tuple(
        CallBack(row.pk, named(row.help_seeker, today), row.next_contact_on or today)
        for row in rows
    )


def _matches(actor: Actor, today: date) -> tuple[int, int]:
    """How many matches the actor guides, and how many of the organisation run quietly for long."""
    rows = Match.objects.filter(organisation_id=actor.own_organisation, state="running")
    counted = rows.aggregate(
        own=Count("pk", filter=Q(request__owner_id=actor.own_membership), distinct=True),
        quiet=Count(
            "pk",
            filter=Q(started_on__lte=today - QUIET_AFTER) & ~Q(visits__felt="heavy"),
            distinct=True,
        ),
    )
    return counted["own"], counted["quiet"]


def _refused(actor: Actor, today: date) -> tuple[tuple[str, int], ...]:
    """How often this month each kind of no was said, most first; numbers only."""
    rows = (
        requests(actor)
        .filter(
            closing_reason__in=SAYING_NO,
            closed_at__gte=at_local(today.replace(day=1), time()),
        )
        .values("closing_reason", "kind")
        .annotate(n=Count("pk"))
        .order_by("-n", "kind")
    )
    found: dict[str, int] = {}
    for row in rows:
        found[row["kind"]] = found.get(row["kind"], 0) + row["n"]
    return tuple(sorted(found.items(), key=lambda pair: -pair[1])[:4])
