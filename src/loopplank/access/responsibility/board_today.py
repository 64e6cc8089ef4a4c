"""Read what asks something of a board member: what went to them, and where the house is thin.

Of requests only numbers, and of nobody who asks for help a name: who works with a request reads it.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.second_step import ResetHere, resets_here, to_second
from loopplank.access.gaps.gaps import own_gaps
from loopplank.access.kit.rows import count_of
from loopplank.access.messages.channels import mail_leaves
from loopplank.access.responsibility.absence import to_read_back
from loopplank.access.responsibility.chain import holes_ahead
from loopplank.access.responsibility.clocks import settings_of
from loopplank.access.responsibility.coordination import cost_for
from loopplank.access.responsibility.late import late_rows
from loopplank.access.responsibility.on_duty import absent_on
from loopplank.access.responsibility.owners import ColleagueToday, Today, colleagues_today
from loopplank.access.responsibility.worklist_rows import alarm
from loopplank.access.wellbeing.safety import FileRow, open_files
from loopplank.access.wellbeing.signal import SignalRow, own_signals
from loopplank.core.account.roles import Role
from loopplank.core.account.second_step import BEEN_HERE
from loopplank.core.account.second_step import OPEN as LOST_OPEN
from loopplank.core.gaps.gaps import GapState
from loopplank.core.kit.calendar import local_day
from loopplank.core.requests.states import OPEN
from loopplank.core.responsibility.clocks import FEW
from loopplank.core.responsibility.today import HORIZON
from loopplank.store.models import Absence, IntakeStop, Request, SecondStepReset

MOST = 25


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A colleague who is not there, and whose requests nobody has meanwhile."""

    membership_id: UUID
    account_id: UUID
    name: str
    since: date


@dataclass(frozen=True, slots=True)
class StopEnds:
    """An intake stop that is over soon; without a kind it is about all help."""

    until: date
    kind: str


@dataclass(frozen=True, slots=True)
class SeenGap:
    """A gap of the own organisation that nobody discussed yet, with how many noes are in it."""

    id: UUID
    name: str
    noes: int
    since: date


@dataclass(frozen=True, slots=True)
class BoardWaits:
    """Where the house is thin. `unseen_danger`: requests with perhaps danger of which the owner is
    not there today; `late`: those of which the promised day passed. Numbers only, and without what
    is the reader's own. `stop_until`: when the first stop ends that is not over within a week.
    """

    unseen_danger: int
    late: int
    resets: tuple[ResetHere, ...]
    uncovered: tuple[Uncovered, ...]
    holes: tuple[date, ...]
    stops: tuple[StopEnds, ...]
    stop_until: date | None
    gaps: tuple[SeenGap, ...]
    gaps_total: int

    @property
    def too_many_late(self) -> int:
        """Return how many are late when that is more than a coordinator mends one by one."""
        return self.late if self.late > FEW else 0


@dataclass(frozen=True, slots=True)
class BoardToday:
    """`full`: the coordinators carry together what was agreed, and nothing is stopped."""

    signals: tuple[SignalRow, ...]
    signals_total: int
    files: tuple[FileRow, ...]
    waits: BoardWaits
    colleagues: tuple[ColleagueToday, ...]
    stands_in: bool
    full: bool
    read_back: bool


def board_today(actor: Actor, now: datetime) -> BoardToday:
    """Return the list of a board member; the number of queries is fixed. Who owns requests has
    signals and files on the list of those, and here what is the board's alone.
    """
    if actor.role is not Role.BOARD and not actor.only_own:
        raise NotFound("board")
    today = local_day(now)
    house = colleagues_today(
        actor, today, read_back=to_read_back(OuterRef("pk"), now), **board_counts(actor, now)
    )
    signals: tuple[SignalRow, ...] = ()
    files: tuple[FileRow, ...] = ()
    signals_total = 0
    if not actor.only_own:
        signals, signals_total = own_signals(actor, now, late_too=False, most=MOST)
        files = open_files(actor)
    waits = board_waits(actor, now, house)
    stopped = waits.stop_until or any(not one.kind for one in waits.stops)
    settings = settings_of(actor.own_organisation, house.me.organisation.network_id)
    _cost, stop = cost_for(actor, settings, now)
    if signals:
        people = (one.person.id for one in signals if one.person)
        told = [*(one.volunteer_id for one in signals), *people]
        record_reading(actor, "today", Purpose.CONFIDENTIAL, told, now)
    record_reading(
        actor,
        "today",
        Purpose.PLANNING,
        [*(one.account_id for one in house.colleagues), *_read_in(waits)],
        now,
    )
    return BoardToday(
        # what a coordinator would open from it has no door here
        signals=tuple(
            replace(one, cover=None, visit_id=None, request_id=None, match_id=None)
            for one in signals
        ),
        signals_total=signals_total,
        files=files,
        waits=waits,
        colleagues=house.colleagues,
        stands_in=house.stands_in,
        full=stop is not None and not stopped,
        read_back=vars(house.me)["read_back"] is not None,
    )


def board_counts(actor: Actor, now: datetime) -> dict[str, Subquery]:
    """Return what of requests and of second steps comes along with another question."""
    today = local_day(now)
    late = late_rows(actor.own_organisation, now).exclude(owner_id=actor.own_membership)
    return {
        "others_late": count_of(late),
        "others_danger": count_of(_in_danger(actor).exclude(owner_id=actor.own_membership)),
        "uncovered": count_of(uncovered_rows(actor, today)),
        **reset_counts(actor, today - BEEN_HERE),
    }


def reset_counts(actor: Actor, here_since: date) -> dict[str, Subquery]:
    """Return how many lost second steps ask something today, to come along with the own row."""
    own = SecondStepReset.objects.filter(account_id=OuterRef("account_id"), state__in=LOST_OPEN)
    counted = {"own_reset": count_of(own)}
    if mail_leaves():
        counted["resets"] = count_of(to_second(actor, here_since))
    return counted


@dataclass(frozen=True, slots=True)
class BoardAsks:
    """How much of the board's asks something today, for who reads another list first."""

    count: int
    danger: bool


def board_asks(actor: Actor, house: Today) -> BoardAsks:
    """Return that, of a house that was read with `board_counts`; a query only where there is
    danger.
    """
    danger = unseen_danger(actor, house)
    late = house.count("others_late") > FEW
    resets = house.count("own_reset") + (house.count("resets") if mail_leaves() else 0)
    return BoardAsks(bool(danger) + late + resets + house.count("uncovered"), bool(danger))


def unseen_danger(actor: Actor, house: Today) -> int:
    """Return with how many requests there is perhaps danger while their owner is not there."""
    if not house.count("others_danger"):
        return 0
    there = [*house.working, actor.own_membership]
    return _in_danger(actor).exclude(owner_id__in=there).count()


def _in_danger(actor: Actor) -> "QuerySet[Request]":
    opened = Request.objects.filter(
        organisation_id=actor.own_organisation, state__in=OPEN, erased_at=None
    )
    return opened.annotate(alarm=alarm()).filter(alarm=1)


def board_waits(actor: Actor, now: datetime, house: Today) -> BoardWaits:
    """Return where the own organisation is thin."""
    today = local_day(now)
    stops = _stops(actor, today)
    soon = today + HORIZON
    found, gaps_total = _gaps(actor)
    return BoardWaits(
        unseen_danger=unseen_danger(actor, house),
        late=house.count("others_late"),
        # where no mail leaves, nobody can be the second; one's own is to be stopped all the same
        resets=tuple(
            one for one in resets_here(actor, today, most=MOST) if one.about_me or mail_leaves()
        ),
        uncovered=_uncovered(actor, today) if house.count("uncovered") else (),
        holes=holes_ahead(house.me.organisation, today),
        stops=tuple(one for one in stops if one.until <= soon),
        stop_until=min((one.until for one in stops if one.until > soon), default=None),
        gaps=found,
        gaps_total=gaps_total,
    )


def _read_in(waits: BoardWaits) -> list[UUID]:
    """Return of whom something is read in it, for the access records."""
    return [
        *(one.account_id for one in waits.resets),
        *(one.account_id for one in waits.uncovered),
    ]


def uncovered_rows(actor: Actor, today: date) -> "QuerySet[Absence]":
    """Return the absences of colleagues with requests that nobody else has meanwhile."""
    theirs = Request.objects.filter(
        organisation_id=actor.own_organisation,
        owner__account=OuterRef("membership__account"),
        state__in=OPEN,
        erased_at=None,
    )
    return Absence.objects.filter(
        Exists(theirs),
        absent_on(today),
        organisation_id=actor.own_organisation,
        membership__active=True,
        began_at__isnull=False,
        cover=None,
    ).exclude(membership__account_id=cast("UUID", actor.account_id))


def _uncovered(actor: Actor, today: date) -> tuple[Uncovered, ...]:
    rows = uncovered_rows(actor, today).select_related("membership__account")
    return tuple(
        Uncovered(
            row.membership_id,
            row.membership.account_id,
            row.membership.account.name,
            row.first_day,
        )
        for row in rows.order_by("first_day", "pk")[:MOST]
    )


def _stops(actor: Actor, today: date) -> list[StopEnds]:
    rows = IntakeStop.objects.filter(
        organisation_id=actor.own_organisation,
        first_day__lte=today,
        until__gt=today,
        ended_early_at=None,
    )
    return [StopEnds(row.until, row.kind) for row in rows.order_by("until", "pk")]


def _gaps(actor: Actor) -> tuple[tuple[SeenGap, ...], int]:
    said = Q(refusals__organisation_id=actor.own_organisation, refusals__taken_back_on=None)
    rows = list(
        own_gaps(actor)
        .filter(state=GapState.SEEN.value)
        .annotate(noes=Count("refusals", filter=said))
        .filter(noes__gt=0)
        .order_by("-noes", "name", "pk")
        .values_list("pk", "name", "noes", "first_seen_on")
    )
    return tuple(SeenGap(*row) for row in rows[:MOST]), len(rows)
