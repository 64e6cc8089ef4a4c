"""Read the changes of help that runs: its ledger, and what still waits for a yes."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.names import Named
from loopplank.access.requests.request import match_brief
from loopplank.access.requests.requests import requests
from loopplank.access.volunteers.own_pages import person_of, volunteer_of
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.match_change import (
    OPEN_CHANGE,
    ChangeState,
    Rhythm,
    Weight,
)
from loopplank.core.matching.matches import MatchState
from loopplank.core.requests.intake import Knows
from loopplank.store.models import Match, MatchChange


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change: what it was, what it becomes, and what each side said."""

    id: UUID
    before: Rhythm
    after: Rhythm
    first_day: date
    weight: Weight
    state: ChangeState
    answer_by: date
    volunteer_yes: date | None
    person_yes: date | None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_CHANGE


@dataclass(frozen=True, slots=True)
class ChangePage:
    """The ledger of one match, the newest change first; `first` is how it began."""

    match_id: UUID
    request_id: UUID
    volunteer: str
    who: Named
    volunteer_phone: str
    running: bool
    first_day: date
    first: Rhythm
    now: Rhythm
    lines: tuple[ChangeLine, ...]

    @property
    def open(self) -> ChangeLine | None:
        return next((line for line in self.lines if line.is_open), None)


@dataclass(frozen=True, slots=True)
class OwnChange:
    """What is asked of a volunteer about somebody whom they help, or what begins later."""

    line: ChangeLine
    who: Named
    coordinator: str

    @property
    def may_answer(self) -> bool:
        return self.line.state is ChangeState.ASKED and self.line.volunteer_yes is None


def rhythm_of(row: Match | MatchChange) -> Rhythm:
    """Return the days and hours of a match, or those that a change asks for."""
    return Rhythm(
        weekday=row.weekday,
        start_time=row.start_time,
        visit_minutes=row.visit_minutes,
        visits_per_week=row.visits_per_week,
        every_weeks=row.every_weeks,
        last_day=row.last_day,
    )


def stored(rhythm: Rhythm) -> dict[str, object]:
    """Return a rhythm as it is kept in a row."""
    return {
        "weekday": rhythm.weekday,
        "start_time": rhythm.start_time.isoformat() if rhythm.start_time else None,
        "visit_minutes": rhythm.visit_minutes,
        "visits_per_week": rhythm.visits_per_week,
        "every_weeks": rhythm.every_weeks,
        "last_day": rhythm.last_day.isoformat(),
    }


def from_stored(kept: dict[str, Any]) -> Rhythm:
    """Return a rhythm that was kept."""
    start = kept["start_time"]
    return Rhythm(
        weekday=kept["weekday"],
        start_time=time.fromisoformat(start) if start else None,
        visit_minutes=kept["visit_minutes"],
        visits_per_week=kept["visits_per_week"],
        every_weeks=kept["every_weeks"],
        last_day=date.fromisoformat(kept["last_day"]),
    )


def change_page(actor: Actor, match_id: UUID, now: datetime) -> ChangePage:
    """Return the ledger of a match of the actor's organisation. Raises NotFound for a stranger."""
    brief = match_brief(actor, match_id, "match_change", now)
    match = brief.match
    lines = tuple(_line(row) for row in match.changes.order_by("-asked_at", "pk"))
    held = [line for line in lines if line.state is ChangeState.IN_FORCE]
    current = rhythm_of(match)
    return ChangePage(
        match_id=match.pk,
        request_id=brief.row.pk,
        volunteer=match.volunteer.first_name,
        who=brief.who,
        volunteer_phone=match.volunteer.phone,
        running=match.state == MatchState.RUNNING,
        first_day=match.started_on or match.first_day,
        first=held[-1].before if held else current,
        now=current,
        lines=lines,
    )


def match_of_change(actor: Actor, change_id: UUID) -> UUID:
    """Return the match of a change at the actor's organisation. Raises NotFound for a stranger."""
    rows = MatchChange.objects.filter(pk=change_id, match__request__in=requests(actor))
    row = rows.only("match_id").first()
    if row is None:
        raise NotFound(change_id)
    return row.match_id


def own_changes(actor: Actor, now: datetime) -> tuple[OwnChange, ...]:
    """Return what this volunteer is asked about help that runs, and what begins later; one
    query.
    """
    rows = _still_to_come(MatchChange.objects.filter(match__volunteer=volunteer_of(actor)), now)
    return tuple(_own(row, now) for row in rows)


def own_change(actor: Actor, change_id: UUID, now: datetime) -> OwnChange:
    """Return one change that was asked of this volunteer, also when it is over. Raises NotFound for
    a stranger.
    """
    mine = MatchChange.objects.filter(pk=change_id, match__volunteer=volunteer_of(actor))
    row = mine.select_related(*_LOADED).first()
    if row is None:
        raise NotFound(change_id)
    record_reading(
        actor,
        "own_change",
        Purpose.OWN,
        [row.match.volunteer_id, row.match.request.help_seeker_id],
        now,
    )
    return _own(row, now)


def _own(row: MatchChange, now: datetime) -> OwnChange:
    return OwnChange(_line(row), person_of(row.match, now), row.match.request.owner.account.name)


#: Of a query of matches: which have a change that waits or begins later.
OPEN_CHANGES = MatchChange.objects.filter(match=OuterRef("pk"), state__in=OPEN_CHANGE)


def changes_for_person(actor: Actor, now: datetime) -> tuple[tuple[ChangeLine, str], ...]:
    """Return what the person who is helped is asked, with the first name of who helps; one query.

    Nothing for who asked in the place of somebody else.
    """
    if actor.role is not Role.HELP_SEEKER or actor.for_another:
        return ()
    mine = requests(actor).exclude(person_knows=Knows.NO)
    rows = _still_to_come(MatchChange.objects.filter(match__request__in=mine), now)
    return tuple((_line(row), row.match.volunteer.first_name) for row in rows)


def due_changes(today: date) -> list[UUID]:
    """Return what begins today, was not answered in time, or is about help that stopped."""
    asked = Q(state=ChangeState.ASKED, answer_by__lt=today)
    agreed = Q(state=ChangeState.AGREED, first_day__lte=today)
    over = Q(state__in=OPEN_CHANGE) & ~Q(match__state=MatchState.RUNNING)
    rows = MatchChange.objects.filter(asked | agreed | over)
    return list(rows.order_by("first_day", "pk").values_list("pk", flat=True))


_LOADED = (
    "match__volunteer",
    "match__request__help_seeker",
    "match__request__owner__account",
)


def _still_to_come(rows: "QuerySet[MatchChange]", now: datetime) -> "QuerySet[MatchChange]":
    today = local_day(now)
    live = Q(state=ChangeState.ASKED, answer_by__gte=today) | Q(state=ChangeState.AGREED)
    return (
        rows.filter(live, match__state=MatchState.RUNNING)
        .select_related(*_LOADED)
        .order_by("first_day", "pk")
    )


def _line(row: MatchChange) -> ChangeLine:
    return ChangeLine(
        id=row.pk,
        before=from_stored(row.before),
        after=rhythm_of(row),
        first_day=row.first_day,
        weight=Weight(row.weight),
        state=ChangeState(row.state),
        answer_by=row.answer_by,
        volunteer_yes=local_day(row.volunteer_yes_at) if row.volunteer_yes_at else None,
        person_yes=local_day(row.person_yes_at) if row.person_yes_at else None,
    )
