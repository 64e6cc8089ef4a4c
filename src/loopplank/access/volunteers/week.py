"""Read Mijn week: what one volunteer carries, is asked and has let know, for the volunteer
alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor
from loopplank.access.arrangements.own_arrangement import OwnArrangement, own_arrangements
from loopplank.access.kit.names import Named
from loopplank.access.matching.match_change import OwnChange, own_changes
from loopplank.access.matching.teams import notes_for
from loopplank.access.messages.devices import CameByKey, came_by_key
from loopplank.access.volunteers.coming import last_day_of
from loopplank.access.volunteers.cover import LOADED, CoverSeen, cover_of_visit
from loopplank.access.volunteers.farewell import Turn, turn_of
from loopplank.access.volunteers.fullness import was_over
from loopplank.access.volunteers.own_pages import (
    Contact,
    OpenSignal,
    WaitingRaise,
    address_of,
    affiliations,
    agreement_of,
    contact_of,
    contact_on,
    first_contact,
    matches_of,
    meets_today,
    open_proposals,
    open_signals,
    person_of,
    volunteer_of,
    waiting_raise,
    who_arranges,
)
from loopplank.access.volunteers.same_volunteer import open_for
from loopplank.access.volunteers.volunteers import facts_of
from loopplank.access.wellbeing.check_in import Current, check_in_of_week
from loopplank.access.wellbeing.observation import OwnObservation, observations_of_week
from loopplank.access.wellbeing.quote import asks_of_week
from loopplank.core.kit.calendar import local_day, monday
from loopplank.core.matching.matches import MatchState
from loopplank.core.volunteers.affiliations import AffiliationState
from loopplank.core.volunteers.load import NOTHING, Fullness, Limits, Load, fullness, real_minutes
from loopplank.core.volunteers.visits import (
    REMEMBERED,
    Agreement,
    Expected,
    VisitState,
    not_written_down,
    still_expected,
)
from loopplank.store.models import LoadWeek, Match, Proposal, Visit, Volunteer


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit; `state` is expected, done or cannot. `minutes` of a done one are the real ones. Of
    one that cannot be, `cover` says whether somebody else comes, and `caller` arranges that.
    """

    match_id: UUID
    who: Named
    what: str
    day: date | None
    start: time | None
    ends: time | None
    minutes: int
    state: str
    visit_id: UUID | None = None
    cover: CoverSeen | None = None
    caller: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A yes that waits for its meeting. Until the day of that meeting `who` holds a salutation and
    an age only, and `address` is empty.
    """

    what: str
    who: Named
    at: datetime | None
    address: str
    contact: Contact


@dataclass(frozen=True, slots=True)
class OpenProposal:
    id: UUID
    what: str
    agreement: Agreement
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ForYou:
    """What is handy to know at somebody whom this volunteer takes over; `fresh` in the first two
    weeks.
    """

    who: Named
    text: str
    contact: Contact
    fresh: bool


@dataclass(frozen=True, slots=True)
class Join:
    """An organisation that wants this volunteer on its list."""

    affiliation_id: UUID
    organisation: str


@dataclass(frozen=True, slots=True)
class WeekPage:
    """`earlier` were not written down; `coming` is of this week, `next_week` of the one after.
    `may_signal`: there is somebody to whom "het is te zwaar" can go.
    """

    first_name: str
    today: date
    fullness: Fullness
    logged_last_week: bool
    earlier: tuple[VisitLine, ...]
    coming: tuple[VisitLine, ...]
    next_week: tuple[VisitLine, ...]
    meetings: tuple[Meeting, ...]
    proposals: tuple[OpenProposal, ...]
    signals: tuple[OpenSignal, ...]
    joins: tuple[Join, ...]
    arrangements: tuple[OwnArrangement, ...]
    notes: tuple[ForYou, ...]
    waiting: WaitingRaise | None
    contact: Contact | None
    may_signal: bool
    turn: Turn
    check_in: Current | None
    observations: tuple[OwnObservation, ...]
    asks_quote: bool
    came_by_key: tuple[CameByKey, ...]
    stands_still: tuple[Named, ...]
    changes: tuple[OwnChange, ...]
    same_asked: bool


def week_page(actor: Actor, now: datetime) -> WeekPage:
    """Return everything of this week, and what is still open.

    Seventeen queries and the record of it.
    """
    me, today = volunteer_of(actor), local_day(now)
    limits, week = facts_of(me.limits), monday(today)
    carried = matches_of(me, today)
    logged = _visits(me, today)
    signals = open_signals(me, today)
    # to whom somebody does not go any more for now, no visit is expected
    away_from = {one.match_id for one in signals if one.stays_away and not one.asks}
    visited = [row for row in carried if row.pk not in away_from]
    lines = [line for row in visited for line in _lines(row, limits, today, logged, now)]
    belongs = affiliations(me)
    meetings = tuple(_meeting(row, now) for row in carried if row.state == MatchState.MEETING)
    full, last_week = _fullness(me, limits, today, logged)
    turn = turn_of(me.limits, carried, now)
    quiet = bool(signals) or limits.absent_on(today)
    check_in = check_in_of_week(me, today, quiet=quiet)
    rests = quiet or bool(turn.rests_until or turn.stops_on)
    named_ones = [
        row for row in carried if row.state != MatchState.MEETING or meets_today(row, now)
    ]
    record_reading(
        actor,
        "week",
        Purpose.OWN,
        [me.pk, *(row.request.help_seeker_id for row in named_ones)],
        now,
    )
    arrangements = own_arrangements(actor, {row.request_id: row for row in carried}, now)
    # what stands still by an arrangement says so itself
    said = {one.who.id for one in arrangements if one.still}
    still = [row for row in carried if row.still_from and row.request.help_seeker_id not in said]
    return WeekPage(
        first_name=me.first_name,
        today=today,
        fullness=full,
        logged_last_week=last_week,
        earlier=_sorted(x for x in lines if x.state == "expected" and _before(x.day, today)),
        coming=_sorted(x for x in lines if _in_week(x, week) and not _open_before(x, today)),
        next_week=_sorted(
            line
            for row in visited
            if row.state == MatchState.RUNNING
            for line in _of_next_week(row, limits, week + timedelta(weeks=1), logged, now)
        ),
        meetings=meetings,
        proposals=tuple(_proposal(row) for row in open_proposals(me, now)),
        signals=signals,
        joins=tuple(
            Join(a.pk, a.organisation.name) for a in belongs if a.state == AffiliationState.PENDING
        ),
        arrangements=arrangements,
        notes=_notes(carried, today, now),
        waiting=waiting_raise(me),
        contact=first_contact(carried, belongs),
        same_asked=open_for(me.pk, now).exists(),
        may_signal=any(row.state != MatchState.MEETING for row in carried)
        or any(one.state == AffiliationState.ACTIVE for one in belongs),
        turn=turn,
        check_in=check_in,
        observations=observations_of_week(me, now),
        # one thing at a time, and nothing of whoever has enough on their mind
        asks_quote=not rests and check_in is None and asks_of_week(me, belongs, today),
        came_by_key=came_by_key(me.pk, now),
        stands_still=tuple(person_of(row, now) for row in still),
        changes=own_changes(actor, now),
    )


# --- underneath -----------------------------------------------------------------------------------


def _visits(me: Volunteer, today: date) -> dict[UUID, dict[date, Visit]]:
    """Return what is known of visits from two weeks ago on, by match and day, in one query."""
    since = min(today - REMEMBERED, monday(today) - timedelta(weeks=1))
    found: dict[UUID, dict[date, Visit]] = {}
    for row in Visit.objects.filter(volunteer=me, day__gte=since).select_related("match", *LOADED):
        found.setdefault(row.match_id, {})[row.day] = row
    return found


def _lines(
    row: Match, limits: Limits, today: date, logged: dict[UUID, dict[date, Visit]], now: datetime
) -> list[VisitLine]:
    if row.state == MatchState.MEETING:
        return []
    known = logged.get(row.pk, {})
    week = monday(today)
    earlier = not_written_down(agreement_of(row), today, limits, known)
    lines = [
        *(_line(row, visit, now) for visit in earlier if visit.day and visit.day < week),
        *_expected(row, limits, week, logged, now),
    ]
    last = last_day_of(row)
    for day, visit in known.items():
        # what was said of a day after its end is no news any more
        if monday(day) == week and (day <= last or visit.state == VisitState.DONE):
            lines.append(_known(row, visit, now))
    return lines


def _expected(
    row: Match, limits: Limits, week: date, logged: dict[UUID, dict[date, Visit]], now: datetime
) -> list[VisitLine]:
    """Return visits of a week of which nothing is known."""
    planned = still_expected(agreement_of(row), week, limits, logged.get(row.pk, {}))
    return [_line(row, visit, now) for visit in planned]


def _of_next_week(
    row: Match, limits: Limits, week: date, logged: dict[UUID, dict[date, Visit]], now: datetime
) -> list[VisitLine]:
    """Return what is expected, and what was said that it cannot be: that stays in sight."""
    known = logged.get(row.pk, {}).items()
    said = [_known(row, visit, now) for day, visit in known if monday(day) == week]
    return [*_expected(row, limits, week, logged, now), *said]


def _line(row: Match, visit: Expected, now: datetime) -> VisitLine:
    return VisitLine(
        row.pk,
        person_of(row, now),
        row.what,
        visit.day,
        visit.start,
        visit.ends(),
        visit.minutes,
        "expected",
    )


def _known(row: Match, visit: Visit, now: datetime) -> VisitLine:
    return VisitLine(
        row.pk,
        person_of(row, now),
        row.what,
        visit.day,
        None,
        None,
        visit.minutes,
        visit.state,
        visit.pk,
        cover_of_visit(visit, local_day(now)),
        who_arranges(row, now) if visit.state == VisitState.CANNOT else "",
    )


def _fullness(
    me: Volunteer, limits: Limits, today: date, logged: dict[UUID, dict[date, Visit]]
) -> tuple[Fullness, bool]:
    """Return the same state as the coordinator sees, and whether it is about the week before this
    one.
    """
    week = monday(today)
    row = LoadWeek.objects.filter(volunteer=me, monday=week).first()
    planned = Load(row.planned_minutes, row.planned_people, row.planned_heavy) if row else NOTHING
    minutes = {week: 0, week - timedelta(weeks=1): 0}
    for visits in logged.values():
        for day, visit in visits.items():
            if visit.state == VisitState.DONE and monday(day) in minutes:
                travel = visit.match.travel_minutes
                minutes[monday(day)] += real_minutes(visit.minutes, travel, limits)
    most = max(minutes.values())
    over_before = minutes[week] <= limits.max_minutes < most
    was = was_over(me.limits, today)
    return fullness(limits, planned, most, today, was_over=was), over_before


def _meeting(row: Match, now: datetime) -> Meeting:
    return Meeting(
        what=row.what,
        who=person_of(row, now),
        at=row.meeting_at,
        address=address_of(row, now),
        contact=contact_on(row.request.owner, row.organisation, local_day(row.meeting_at))
        if row.meeting_at and row.meeting_at > now
        else contact_of(row.request.owner, row.organisation.phone),
    )


def _notes(carried: Iterable[Match], today: date, now: datetime) -> tuple[ForYou, ...]:
    helping = {row.pk: row for row in carried if row.state != MatchState.ENDED}
    return tuple(
        ForYou(
            who=person_of(helping[pk], now),
            text=note.text,
            contact=contact_of(helping[pk].request.owner, helping[pk].organisation.phone),
            fresh=today < note.since + timedelta(weeks=2),
        )
        for pk, note in notes_for(helping, today).items()
    )


def _proposal(row: Proposal) -> OpenProposal:
    return OpenProposal(row.pk, row.what, agreement_of(row), row.expires_at)


def _before(day: date | None, today: date) -> bool:
    return day is not None and day < today


def _open_before(line: VisitLine, today: date) -> bool:
    return line.state == "expected" and _before(line.day, today)


def _in_week(line: VisitLine, week: date) -> bool:
    return line.day is None or monday(line.day) == week


def _sorted(lines: Iterable[VisitLine]) -> tuple[VisitLine, ...]:
    return tuple(
        sorted(lines, key=lambda x: (x.day or date.max, x.start or time.max, str(x.match_id)))
    )
