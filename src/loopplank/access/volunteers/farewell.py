"""Read stopping and resting as the volunteer sees it: a last day, the way back, and who calls
whom.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.affiliations import belonging, not_left
from loopplank.access.kit.names import Named
from loopplank.access.volunteers.limits import HelpedPerson
from loopplank.access.volunteers.own_pages import contact_of, matches_of, person_of, volunteer_of
from loopplank.access.volunteers.rest import rests
from loopplank.access.volunteers.volunteers import facts_of, rows_of
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.matches import HOLDS_CAPACITY, MatchState
from loopplank.core.volunteers.rest import first_day_back
from loopplank.core.volunteers.thanks import STILL_THE_SAME, is_anniversary
from loopplank.store.models import Event, Limits, Match, VolunteerSignal


def said_themselves(volunteer_id: UUID, match_id: UUID | None = None) -> bool:
    """Return whether the volunteer said it of the stop that holds now: of the last one, of one
    match or altogether, whatever day somebody else made of it since. From the log, for an action
    that holds the volunteer.
    """
    of = "match" if match_id else "volunteer"
    about = {"data__match": str(match_id)} if match_id else {}
    said = Event.objects.filter(
        aggregate="volunteer",
        aggregate_id__in=rows_of(volunteer_id),
        type__in=[f"{of}.stops", f"{of}.stays"],
        **about,
    ).order_by("-at", "-sequence")
    for type_, data in said.values_list("type", "data"):
        if type_ == f"{of}.stays":
            return False
        if not data["on_behalf"]:
            return True
    return False


@dataclass(frozen=True, slots=True)
class FarewellPage:
    """Who hears it from whom. `stops_on` is the last day that was chosen; `meets` when somebody is
    called whom they would still meet. Of one match when `match_id` is there.
    """

    volunteer_id: UUID
    today: date
    stops_on: date | None
    people: tuple[HelpedPerson, ...]
    meets: bool
    match_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Leaving:
    """One person with whom somebody stops."""

    match_id: UUID
    who: Named
    on: date


@dataclass(frozen=True, slots=True)
class Turn:
    """What of stopping and resting stands on Mijn week. `back`: the first day after a pause."""

    stops_on: date | None
    rests_until: date | None
    back: bool
    leaving: tuple[Leaving, ...]


def farewell_page(actor: Actor, match_id: UUID | None, now: datetime) -> FarewellPage:
    """Return the page for stopping altogether, or with one person.

    Raises NotFound for help that is not theirs or is over.
    """
    me, today = volunteer_of(actor), local_day(now)
    carried = [row for row in matches_of(me, today) if row.state in HOLDS_CAPACITY]
    if match_id is not None:
        carried = [row for row in carried if row.pk == match_id and row.state == MatchState.RUNNING]
        if not carried:
            raise NotFound(match_id)
    people = tuple(
        HelpedPerson(
            row.pk, person_of(row, now), contact_of(row.request.owner, row.organisation.phone)
        )
        for row in carried
        if row.state == MatchState.RUNNING
    )
    record_reading(actor, "farewell", Purpose.OWN, [me.pk, *(p.who.id for p in people)], now)
    return FarewellPage(
        volunteer_id=me.pk,
        today=today,
        stops_on=carried[0].stops_on if match_id is not None else me.limits.stops_on,
        people=people,
        meets=any(row.state == MatchState.MEETING for row in carried),
        match_id=match_id,
    )


def turn_of(limits: Limits, carried: Iterable[Match], now: datetime) -> Turn:
    """Return it from rows that the page of the week has read already."""
    today = local_day(now)
    resting = rests(limits, today)
    after_pause = resting and limits.rest_after_id is None
    return Turn(
        stops_on=limits.stops_on,
        rests_until=limits.rest_until if resting and not after_pause else None,
        back=after_pause or first_day_back(facts_of(limits), today),
        leaving=tuple(
            Leaving(row.pk, person_of(row, now), row.stops_on)
            for row in carried
            if row.stops_on is not None and row.state == MatchState.RUNNING
        ),
    )


# --- what the loop must do ------------------------------------------------------------------------

BATCH = 50


def stopped(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Return volunteers whose last day is over and who still carry something, or belong somewhere
    where every call that they were promised has been made.
    """
    carries = Match.objects.filter(volunteer=OuterRef("pk"), state__in=HOLDS_CAPACITY)
    waits = VolunteerSignal.objects.filter(
        volunteer=OuterRef("volunteer"), organisation=OuterRef("organisation"), answered_at=None
    )
    belongs = not_left(~Exists(waits), volunteer=OuterRef("pk"))
    rows = Limits.objects.filter(stops_on__lt=local_day(now), volunteer__erased_at=None)
    rows = rows.filter(Exists(carries) | Exists(belongs)).exclude(pk__in=skip)
    return list(rows.order_by("stops_on", "pk").values_list("pk", flat=True)[:limit])


def stopped_matches(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Return help of which the last day that the volunteer chose is over."""
    rows = Match.objects.filter(stops_on__lt=local_day(now), state__in=HOLDS_CAPACITY)
    rows = rows.exclude(pk__in=skip)
    return list(rows.order_by("stops_on", "pk").values_list("pk", flat=True)[:limit])


def anniversaries(now: datetime) -> list[UUID]:
    """Return who is to be thanked for another year, also when the loop stood still for some
    days.
    """
    today = local_day(now)
    days = [today - timedelta(days=n) for n in range(STILL_THE_SAME)]
    wanted = Q()
    for day in days:
        wanted |= Q(since__month=day.month, since__day=day.day)
        if (day.month, day.day) == (2, 28):
            # who began on a leap day is thanked on the last day of February
            wanted |= Q(since__month=2, since__day=29)
    rows = belonging(
        wanted,
        volunteer__limits__stops_on=None,
        since__lt=today - timedelta(days=300),
    )
    found = rows.order_by("pk").values_list("pk", "since", "thanked_on")
    return [pk for pk, since, thanked_on in found if is_anniversary(since, today, thanked_on)]
