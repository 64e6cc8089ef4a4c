"""Choose whom to read for one request, where an organisation has so many that reading all takes
long.

Each process holds the volunteers of an organisation as arrays, and before each question reads what
changed since the last one (`access/kit/changes.py`).

The arrays only choose. Everybody who is chosen is read again by whoever shows them, and the action
checks again under the lock. Where there are no arrays, or not yet, or not any more, the answer is
None: then everybody is read, as it is for an organisation of ordinary size.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from loopplank.access.account.actors import Actor
from loopplank.access.kit.changes import Changes, Places
from loopplank.access.kit.distances import points_of
from loopplank.access.matching.planning_problem import request_asked
from loopplank.access.matching.planning_volunteers import (
    Frame,
    NotInFrame,
    UpTo,
    frame_of,
    volunteers_of,
)
from loopplank.access.volunteers.contact_limits import pairs_asked
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.candidates import Asked, Ranking
from loopplank.core.matching.problem import Impossible, Requests
from loopplank.core.matching.ranking import NO_ROOM, Index
from loopplank.core.matching.ranking_seats import alone
from loopplank.core.matching.worth import AMOUNT
from loopplank.core.organisations.areas import Point
from loopplank.core.volunteers.visit_plan import VisitPlan
from loopplank.store.models import Request

#: Below this everybody is read for each question: it is quick, and needs nothing in memory.
ARRAYS_FROM = 500
#: So many organisations at once in one process; the one that was asked for longest ago goes.
MOST_HELD = 8
#: Of those who live as near as the last one that is shown, at most so many are read.
MOST_READ = 200


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are in each of the three groups, and of two of them why, most common first."""

    fits: int
    no_room: tuple[tuple[str, int], ...]
    fits_not: tuple[tuple[str, int], ...]

    @property
    def no_room_total(self) -> int:
        return sum(count for _, count in self.no_room)

    @property
    def fits_not_total(self) -> int:
        return sum(count for _, count in self.fits_not)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom to read: the nearest who fit, and some who do not. `said` is what the arrays say of each
    of them ("" fits), and `reasons` how often they say it of everybody.
    """

    said: dict[UUID, str]
    fits: int
    reasons: dict[str, int]

    @property
    def ids(self) -> frozenset[UUID]:
        return frozenset(self.said)

    def counts(self, read: Ranking) -> Counts:
        """Return the counts of everybody, put right for those who were read and turned out
        otherwise.
        """
        counted = Counter({"": self.fits, **self.reasons})
        counted.subtract(self.said.values())
        no_room = Counter({f"why_not.{code}": n for code, n in counted.items() if code in NO_ROOM})
        fits_not = Counter(
            {f"why_not.{code}": n for code, n in counted.items() if code and code not in NO_ROOM}
        )
        no_room.update(one.reason.code for one in read.fits_no_room)
        fits_not.update(one.reason.code for one in read.fits_not)
        return Counts(
            counted[""] + len(read.fits),
            tuple((+no_room).most_common()),
            tuple((+fits_not).most_common()),
        )


def counts_of(everybody: Ranking) -> Counts:
    """Return the same where everybody was read."""
    return Counts(len(everybody.fits), everybody.no_room_counts, everybody.fits_not_counts)


def choose(
    actor: Actor, row: Request, asked: Asked, plan: VisitPlan, now: datetime, *, most: int, few: int
) -> Chosen | None:
    """Return whom to read to show the `most` nearest who fit and a `few` who do not; None:
    everybody.

    Two queries when nothing changed. Where nearly all would be read, all are. Not inside a
    transaction: what is not committed yet must not stay in memory.
    """
    mine = _OF.of(actor.own_organisation)
    if mine is None or most > MOST_READ or connection.in_atomic_block:
        return None
    # whoever comes while somebody reads everybody does the same, and waits for nobody
    if not mine.lock.acquire(blocking=False):
        return None
    try:
        # what breaks while it is read anew is held no longer
        held, mine.held = mine.held, None
        held = _up_to_date(held, row.organisation.network_id, row.organisation_id, now)
        mine.held = held
        return held.choose(row, asked, plan, most, few) if held else None
    finally:
        mine.lock.release()


def note_size(actor: Actor, size: int) -> None:
    """Keep how many volunteers an organisation turned out to have: of many, the next question asks
    for arrays.
    """
    _OF.note(actor.own_organisation, large=size > ARRAYS_FROM, most=MOST_HELD)


def let_go() -> None:
    """Hold nothing any more."""
    _OF.clear()


# --- what a process holds -------------------------------------------------------------------------


@dataclass(slots=True)
class _Held:
    """The volunteers of one organisation on one day. `places` are areas about which a question
    came; where an area lies stays as it is for the day, as with volunteers.
    """

    frame: Frame
    of: UUID
    day: date
    index: Index
    ids: list[UUID]
    changes: Changes
    places: dict[str, Point | None] = field(default_factory=dict)
    rows: dict[UUID, int] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = {pk: row for row, pk in enumerate(self.ids)}

    def catch_up(self, now: datetime) -> bool:
        """Read again of whom something changed. False: too much, start anew."""
        changed = self.changes.since(now)
        if changed:
            self._read(changed)
        return changed is not None

    def _read(self, changed: set[UUID]) -> None:
        read, ids = volunteers_of(self.frame, of=self.of, only=changed, up_to=UpTo.LIMIT)
        known = [place for place, pk in enumerate(ids) if pk in self.rows]
        added = [place for place, pk in enumerate(ids) if pk not in self.rows]
        gone = [self.rows[pk] for pk in changed - set(ids) if pk in self.rows]
        self.index.update([self.rows[ids[place]] for place in known], read.rows(known))
        self.index.drop(gone)
        for row, place in zip(self.index.grow(read.rows(added)), added, strict=True):
            self.rows[ids[place]] = row
            self.ids.append(ids[place])

    def choose(self, row: Request, asked: Asked, plan: VisitPlan, most: int, few: int) -> Chosen:
        requests: Requests = request_asked(self.frame, row, plan, asked, self._place_of(row))
        # one part of the day that fits is enough to begin a talk with
        ask = replace(alone(requests, 0, AMOUNT), parts=1)
        refused = {pk for _, pk in pairs_asked([row.pk])}
        fitting = self.index.fitting(
            ask, refused=[self.rows[pk] for pk in refused if pk in self.rows], others=few
        )
        near = self.index.nearest(fitting, most, MOST_READ)
        said = dict.fromkeys((self.ids[one] for one in near), "")
        said |= {self.ids[one]: why for one, why in fitting.others}
        return Chosen(said, len(fitting.look.slots), dict(fitting.reasons))

    def _place_of(self, row: Request) -> Point | None:
        area = row.postcode_area
        if area not in self.places:
            self.places[area] = points_of([area]).get(area)
        return self.places[area]


def _up_to_date(held: _Held | None, network_id: UUID, of: UUID, now: datetime) -> _Held | None:
    """Return the same arrays with what changed, or new ones; None when the store holds what cannot
    be.
    """
    try:
        if held is not None and held.day == local_day(now) and held.catch_up(now):
            return held
    except NotInFrame:
        pass
    except Impossible:
        return None
    try:
        return _read_all(network_id, of, now)
    except Impossible:
        # a code that nobody knows cannot be ranked with; the nightly plan names the row
        return None


def _read_all(network_id: UUID, of: UUID, now: datetime) -> _Held:
    changes = Changes.begin(now)
    frame = frame_of(network_id, now)
    volunteers, ids = volunteers_of(frame, of=of, up_to=UpTo.LIMIT)
    return _Held(
        frame=frame,
        of=of,
        day=local_day(now),
        index=Index(volunteers),
        ids=list(ids),
        changes=changes,
    )


_OF: Places[_Held] = Places()
