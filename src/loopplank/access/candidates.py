"""Volunteers as ranking sees them: a fixed number of queries however many there are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import reduce
from itertools import pairwise
from uuid import UUID

from django.db.models import Case, DateField, DateTimeField, Max, UUIDField, Value, When
from django.db.models.functions import Cast

from loopplank.access.actors import Actor
from loopplank.access.distances import points_of, there_and_back
from loopplank.access.resting import left_alone, rests_elsewhere
from loopplank.access.volunteers import facts_of, volunteers
from loopplank.core.affiliations import AffiliationState
from loopplank.core.asking import counts
from loopplank.core.calendar import local_day
from loopplank.core.distance import Distance, between
from loopplank.core.load import Commitment, Load, weeks_carried
from loopplank.core.matches import HOLDS_CAPACITY
from loopplank.core.matching.candidates import Someone
from loopplank.core.matching.teams import grid_weeks
from loopplank.core.proposals import TAKEN_BACK, ProposalState
from loopplank.core.signals import Route
from loopplank.store.models import (
    Affiliation,
    LoadWeek,
    Match,
    Proposal,
    Request,
    Volunteer,
    VolunteerSignal,
)


def travel_minutes(area_a: str, area_b: str) -> int:
    """There and back between two four-digit postcodes, or 0 when one is unknown."""
    return there_and_back(points_of({area_a, area_b}), area_a, area_b)


def everybody(
    actor: Actor,
    request: Request,
    term: Commitment,
    now: datetime,
    *,
    only: Collection[UUID] | None = None,
    by_part: bool = False,
) -> tuple[Someone, ...]:
    """Every volunteer of the actor's organisation, with what ranking needs; four queries. Or `only`
    those of them who were asked for. With `by_part` their load is known for each part of the term,
    so that legs can be ranked.
    """
    today = local_day(now)
    among = volunteers(actor) if only is None else volunteers(actor).filter(pk__in=only)
    joined = Affiliation.objects.filter(
        organisation_id=actor.own_organisation, state=AffiliationState.ACTIVE, volunteer__in=among
    )
    if only is not None:
        # again, so that the database begins with these few
        joined = joined.filter(volunteer_id__in=only)
    own = list(joined.select_related("volunteer__limits").order_by("volunteer_id"))
    rows = [mine.volunteer for mine in own]
    if only is not None:
        # those who were asked for and exist for the actor
        only = [row.pk for row in rows]
    areas = points_of({row.postcode[:4] for row in rows} | {request.postcode_area})
    here = areas.get(request.postcode_area)
    parts = _planned_by_part(actor, term) if by_part else {}
    planned = (
        {pk: _most(known) for pk, known in parts.items()}
        if by_part
        else _most_planned(actor, term, only)
    )
    grid = grid_weeks(term.first_day, term.last_day) if by_part else ()
    happened, most = _happened(actor, now, only), request.organisation.network.most_asks_a_month
    asked, signals = _asked(actor, request, now, happened), _signals(actor, happened)
    elsewhere, helped = _matches(actor, happened)
    made = []
    for mine, row in zip(own, rows, strict=True):
        there = areas.get(row.postcode[:4])
        far: Distance | None = between(here, there) if here and there else None
        seen, limits = asked.get(row.pk, _NEVER_ASKED), row.limits
        made.append(
            replace(
                someone(row, mine),
                most_planned=planned.get(row.pk, Load()),
                km=far.km if far else None,
                minutes_one_way=far.minutes_one_way if far else 0,
                resting_until=seen.resting_until if seen.resting(today) else None,
                has_open_question=seen.open_here > 0,
                asked_often=seen.month_here >= most,
                said_no_to_this=seen.answered_this,
                has_open_signal=signals.get(row.pk) == "here",
                not_now=seen.not_now(today, most)
                or signals.get(row.pk) == "elsewhere"
                or rests_elsewhere(limits, actor.own_organisation, today),
                closed=left_alone(limits, actor.own_organisation, today),
                hides_hours=row.pk in elsewhere and not limits.show_hours_elsewhere,
                last_asked_on=seen.last_on,
                last_asked_here=seen.last_here,
                helped_before=row.pk in helped,
                by_part=tuple((week, parts.get(row.pk, {}).get(week, Load())) for week in grid),
            )
        )
    return tuple(made)


def someone(volunteer: Volunteer, own: Affiliation) -> Someone:
    """One volunteer by themselves, with what they and this organisation set; nothing of their load,
    their distance or what they were asked.
    """
    limits = volunteer.limits
    return Someone(
        key=str(volunteer.pk),
        name=f"{volunteer.first_name} {volunteer.last_name}",
        limits=facts_of(limits),
        most_planned=Load(),
        kinds=frozenset(limits.kinds),
        day_parts=limits.day_parts,
        no_gos=frozenset(limits.no_gos),
        km=None,
        max_km=limits.max_km,
        minutes_one_way=0,
        certificate_seen=own.certificate_seen_on is not None,
        trained_for=frozenset(own.trained_for),
        short_notice=limits.short_notice,
        here_since=own.since,
    )


@dataclass
class _Asked:
    """What one volunteer was asked before, here and elsewhere, gathered from their proposals."""

    open_here: int = 0
    open_elsewhere: int = 0
    month_here: int = 0
    month_elsewhere: int = 0
    answered_this: bool = False
    last_on: date | None = None
    last_here: date | None = None
    resting_until: date | None = None
    resting_elsewhere_until: date | None = None

    def resting(self, today: date) -> bool:
        return self.resting_until is not None and today <= self.resting_until

    def not_now(self, today: date, most: int) -> bool:
        """Asked or resting at another organisation, or asked enough there, which is all that this
        one may know.
        """
        until = self.resting_elsewhere_until
        often = self.month_here < most <= self.month_here + self.month_elsewhere
        return often or self.open_elsewhere > 0 or (until is not None and today <= until)


_NEVER_ASKED = _Asked()
ONE_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class _Happened:
    """One row of what a volunteer was asked, gave as a signal or has to do with. `state` is that of
    the question or the match, and of a signal to whom it went.
    """

    what: str
    volunteer_id: UUID
    organisation_id: UUID
    request_id: UUID | None
    state: str
    asked_at: datetime | None
    answered_at: datetime | None


def _happened(
    actor: Actor, now: datetime, only: Collection[UUID] | None
) -> dict[str, list[_Happened]]:
    """What happened with these volunteers anywhere, by what it is: the questions of a year, the
    signals that wait, and all matches. One query, so that a page has room for others.
    """
    of = _of(actor, only)
    never, none = Cast(Value(None), DateTimeField()), Cast(Value(None), UUIDField())
    who = ("volunteer_id", "organisation_id")
    asked = Proposal.objects.filter(asked_at__gt=now - ONE_YEAR, **of).values_list(
        Value("asked"), *who, "request_id", "state", "asked_at", "answered_at"
    )
    signals = VolunteerSignal.objects.filter(answered_at=None, wants_call=True, **of)
    matches = Match.objects.filter(**of)
    found: dict[str, list[_Happened]] = {"asked": [], "signal": [], "match": []}
    for row in asked.union(
        signals.values_list(Value("signal"), *who, none, "route", never, never),
        matches.values_list(Value("match"), *who, none, "state", never, never),
        all=True,
    ):
        one = _Happened(*row)
        found[one.what].append(one)
    return found


def _asked(
    actor: Actor, request: Request, now: datetime, happened: Mapping[str, list[_Happened]]
) -> Mapping[UUID, _Asked]:
    found: dict[UUID, _Asked] = {}
    today = local_day(now)
    rest = timedelta(days=request.organisation.network.days_of_rest_after_no)
    for row in happened["asked"]:
        if row.asked_at is None:
            continue
        one = found.setdefault(row.volunteer_id, _Asked())
        here, asked_on = row.organisation_id == actor.organisation_id, local_day(row.asked_at)
        one.last_on = max(one.last_on or asked_on, asked_on)
        if here:
            one.last_here = max(one.last_here or asked_on, asked_on)
        if counts(asked_on, today):
            one.month_here += here
            one.month_elsewhere += not here
        if row.state == ProposalState.OPEN:
            one.open_here += here
            one.open_elsewhere += not here
        if row.request_id == request.pk and row.state not in TAKEN_BACK:
            one.answered_this = True
        if row.state == ProposalState.NO and row.answered_at is not None:
            until = local_day(row.answered_at + rest)
            if here:
                one.resting_until = max(one.resting_until or until, until)
            else:
                before = one.resting_elsewhere_until
                one.resting_elsewhere_until = max(before or until, until)
    return found


def _signals(actor: Actor, happened: Mapping[str, list[_Happened]]) -> dict[UUID, str]:
    """Of what did not go to a coordinator only that nothing is asked now, as of elsewhere."""
    found: dict[UUID, str] = {}
    for row in happened["signal"]:
        if row.organisation_id == actor.organisation_id and row.state == Route.COORDINATOR:
            found[row.volunteer_id] = "here"
        else:
            found.setdefault(row.volunteer_id, "elsewhere")
    return found


def _matches(actor: Actor, happened: Mapping[str, list[_Happened]]) -> tuple[set[UUID], set[UUID]]:
    """Who carries something at another organisation now, and who ever helped here."""
    elsewhere, helped = set(), set()
    for row in happened["match"]:
        if row.organisation_id == actor.organisation_id:
            helped.add(row.volunteer_id)
        elif row.state in HOLDS_CAPACITY:
            elsewhere.add(row.volunteer_id)
    return elsewhere, helped


def _of(actor: Actor, only: Collection[UUID] | None) -> dict[str, object]:
    """Rows about volunteers who belong to the actor's organisation, whoever wrote them."""
    if only is not None:
        return {"volunteer_id__in": only}
    return {
        "volunteer__affiliations__organisation_id": actor.own_organisation,
        "volunteer__affiliations__state": AffiliationState.ACTIVE,
    }


def _most_planned(
    actor: Actor, term: Commitment, only: Collection[UUID] | None
) -> dict[UUID, Load]:
    """The heaviest week of the term for each volunteer, from the ledger, in one query."""
    rows = (
        LoadWeek.objects.filter(monday__in=weeks_carried(term), **_of(actor, only))
        .values("volunteer_id")
        .annotate(
            minutes=Max("planned_minutes"), people=Max("planned_people"), heavy=Max("planned_heavy")
        )
    )
    return {r["volunteer_id"]: Load(r["minutes"], r["people"], r["heavy"]) for r in rows}


def _planned_by_part(actor: Actor, term: Commitment) -> dict[UUID, dict[date, Load]]:
    """The same for each part of the term, by its first Monday; one query too."""
    every, grid = weeks_carried(term), grid_weeks(term.first_day, term.last_day)
    # a part ends where the next one begins
    begins = [
        When(monday__gte=first, monday__lt=after, then=Value(first))
        for first, after in pairwise([*grid, every[-1] + timedelta(weeks=1)])
    ]
    rows = (
        LoadWeek.objects.filter(monday__in=every, **_of(actor, None))
        .annotate(part=Case(*begins, output_field=DateField()))
        .values("volunteer_id", "part")
        .annotate(
            minutes=Max("planned_minutes"), people=Max("planned_people"), heavy=Max("planned_heavy")
        )
    )
    found: dict[UUID, dict[date, Load]] = {}
    for r in rows:
        load = Load(r["minutes"], r["people"], r["heavy"])
        found.setdefault(r["volunteer_id"], {})[r["part"]] = load
    return found


def _most(known: Mapping[date, Load]) -> Load:
    return reduce(Load.at_least, known.values(), Load())
