"""Hold what a page says of each volunteer of a large organisation, and read before each page of
whom something changed since (`access/kit/changes.py`).

Only what tables say of which the database notes every change (`store/triggers.py`, `VERSIONED`) may
be held, for one day. A visit is of the volunteer of its match, so that what changes about the match
is noted of the same person. Where nothing is held, everybody is read.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection

from loopplank.access.account.actors import Actor
from loopplank.access.kit.changes import Changes, Places

T = TypeVar("T")
#: Below this everybody is read for each page: it is quick, and needs nothing in memory.
KEPT_FROM = 500
#: So many pages of organisations at once in one process.
MOST_KEPT = 8


@dataclass(slots=True)
class _Kept:
    day: date
    rows: dict[UUID, Any]
    ordered: tuple[Any, ...]
    changes: Changes


def kept(
    key: tuple[str, Actor, date],
    read: Callable[[Collection[UUID] | None], Mapping[UUID, T]],
    in_order: Callable[[Iterable[T]], Iterable[T]],
    now: datetime,
) -> tuple[T, ...]:
    """Return the rows of everybody in order, as `read` gives them of these volunteers or of all;
    one query where nothing changed.

    The key names the page, the organisation and the day, by which alone the rows may differ. Of
    another day nothing stays.
    """
    what, actor, day = key
    of = (what, actor.own_organisation)
    mine = _OF.of(of)
    # what is not committed yet must not stay in memory; and whoever comes while somebody reads
    # everybody does the same, and waits for nobody
    if connection.in_atomic_block or mine is None or not mine.lock.acquire(blocking=False):
        rows = tuple(in_order(read(None).values()))
        _OF.note(of, large=len(rows) > KEPT_FROM, most=MOST_KEPT)
        return rows
    try:
        # what breaks while it is read anew is held no longer
        held, mine.held = mine.held, None
        held = held if held and held.day == day else None
        mine.held = held = _up_to_date(held, day, read, in_order, now)
        return held.ordered
    finally:
        mine.lock.release()


def let_go() -> None:
    """Hold nothing any more."""
    _OF.clear()


def _up_to_date(
    held: _Kept | None,
    day: date,
    read: Callable[[Collection[UUID] | None], Mapping[UUID, T]],
    in_order: Callable[[Iterable[T]], Iterable[T]],
    now: datetime,
) -> _Kept:
    changed = held.changes.since(now) if held is not None else None
    if held is None or changed is None:
        changes, rows = Changes.begin(now), dict(read(None))
        return _Kept(day, rows, tuple(in_order(rows.values())), changes)
    if changed:
        new = read(changed)
        for one in changed:
            held.rows.pop(one, None)
        held.rows.update(new)
        held.ordered = tuple(in_order(held.rows.values()))
    return held


_OF: Places[_Kept] = Places()
