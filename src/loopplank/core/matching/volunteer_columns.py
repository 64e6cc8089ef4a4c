"""The columns of all volunteers in the order of the map, kept right while their facts change.

Somebody whose facts change stays where they are. Whoever moves or is new stands in a loose end
behind the map, which every question reads; when it is full everybody is arranged anew. Counts by
organisation, by shared or not and by closed or not are kept as well.
"""

from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import TypeAlias

import numpy as np

from loopplank.core.matching import rules
from loopplank.core.matching.map_cells import places_of
from loopplank.core.matching.problem import Column, Volunteers

NAMES = tuple(column.name for column in fields(Volunteers))
PRICES = "prices"
NOBODY = -1
#: The loose end holds at least so many, and else one in sixteen.
FEWEST_LOOSE = 1024
ONE_IN = 16
_CODES = 1 + max(rules.CLOSED)

_Columns: TypeAlias = Mapping[str, Column]


class Arrangement:
    """`columns` by name, in slots. A row is the number that somebody keeps; a slot may change."""

    def __init__(self, columns: _Columns) -> None:
        """Take the columns of all volunteers by name, with `PRICES` or without; row n is the n-th
        volunteer."""
        self.rows = len(columns["key"])
        self._slot_of = np.full(self.rows, NOBODY, np.int64)
        self._arrange(columns, np.arange(self.rows))

    def around(self, x: float, y: float, *, located: bool) -> Column:
        """Return the slots of all who may live near enough to this place; of all when the place is
        unknown."""
        if not located:
            return self._all[: self._used]
        always = self._all[int(self._places.begins[-1]) : self._used]
        return np.concatenate([self._places.around(x, y), always])

    def open_and_closed(self, organisation: int, *, shareable: bool) -> tuple[Column, Column]:
        """Return how many the asker may see, by code of `rules.CLOSED` (0 is open): of their own
        organisation, and of others."""
        own = np.zeros((2, _CODES), np.int64)
        if 0 <= organisation < len(self._totals):
            own = self._totals[organisation]
        others = (self._shared - own[1]) if shareable else np.zeros(_CODES, np.int64)
        return own.sum(axis=0), others

    def slots_of(self, rows: Collection[int]) -> Column:
        """Return the slots of these rows, without those that were dropped."""
        slots = self._slot_of[np.asarray(list(rows), np.int64)]
        return slots[slots >= 0]

    def update(self, rows: Collection[int], values: _Columns) -> None:
        """Give each of these different rows new values; a dropped row comes back."""
        at = np.asarray(list(rows), np.int64)
        values = dict(values)
        old = self._slot_of[at]
        if PRICES in self.columns and PRICES not in values:
            values[PRICES] = self.columns[PRICES][old] * (old >= 0)[:, None, None]
        self._forget(old[old >= 0])
        cells = self._places.cells_of(*(values[n] for n in ("x", "y", "located", "reach")))
        stays = (old >= 0) & ((self._cell_of[old] == cells) | (old >= self._mapped))
        moved = np.flatnonzero(~stays)
        if self._used + len(moved) > len(self.row_of):
            self._arrange_with(at, values)
            return
        slots = np.where(stays, old, NOBODY)
        slots[moved] = self._used + np.arange(len(moved))
        self._used += len(moved)
        self.row_of[slots], self._slot_of[at] = at, slots
        for name, column in self.columns.items():
            if name == "key":
                column = self._wide_enough(values["key"])  # noqa: PLW2901  a key may be longer
            column[slots] = values[name]
        self._count(values, +1)

    def drop(self, rows: Collection[int]) -> None:
        """Take these rows out."""
        at = np.asarray(list(rows), np.int64)
        old = self._slot_of[at]
        self._forget(old[old >= 0])
        self._slot_of[at] = NOBODY

    def grow(self, values: _Columns) -> range:
        """Add new volunteers and return their rows."""
        added = range(self.rows, self.rows + len(values["key"]))
        self.rows = added.stop
        more = np.full(len(added), NOBODY, np.int64)
        self._slot_of = np.concatenate([self._slot_of, more])
        self.update(added, values)
        return added

    # --- the order of the map ---

    def _arrange(self, values: _Columns, rows: Column) -> None:
        """Lay everybody in the order of the map, with a loose end behind it."""
        count = len(rows)
        self._places, order = places_of(*(values[n] for n in ("x", "y", "located", "reach")))
        room = count + max(FEWEST_LOOSE, count // ONE_IN)
        self._mapped = self._used = count
        self._all = np.arange(room)
        self.columns: dict[str, Column] = {}
        for name, column in values.items():
            made = np.zeros((room, *column.shape[1:]), column.dtype)
            made[:count] = column[order]
            self.columns[name] = made
        self.row_of = np.full(room, NOBODY, np.int64)
        self.row_of[:count] = rows[order]
        self._slot_of[rows[order]] = np.arange(count)
        cells = self._places.cells_of(*(values[n] for n in ("x", "y", "located", "reach")))
        self._cell_of = np.full(room, NOBODY, np.int64)
        self._cell_of[:count] = cells[order]
        self._totals = np.zeros((1, 2, _CODES), np.int64)
        self._shared = np.zeros(_CODES, np.int64)
        self._count(values, +1)

    def _arrange_with(self, at: Column, values: _Columns) -> None:
        """Arrange everybody who stays, and these with their new values."""
        self._slot_of[at] = NOBODY
        rows = np.flatnonzero(self._slot_of >= 0)
        slots = self._slot_of[rows]
        merged = {
            name: np.concatenate([column[slots], values[name]])
            for name, column in self.columns.items()
        }
        self._arrange(merged, np.concatenate([rows, at]))

    def _forget(self, slots: Column) -> None:
        """Take these slots out of sight and out of the counts."""
        self._count({n: self.columns[n][slots] for n in ("organisation", "shared", "closed")}, -1)
        self.columns["organisation"][slots] = NOBODY
        self.columns["shared"][slots] = False

    def _count(self, values: _Columns, one: int) -> None:
        organisation, shared, closed = (
            values[n].astype(np.int64) for n in ("organisation", "shared", "closed")
        )
        if not len(organisation):
            return
        if np.min(organisation) < 0:
            raise ValueError("an organisation is a number from 0 on")
        more = int(np.max(organisation)) + 1 - len(self._totals)
        if more > 0:
            added = np.zeros((more, 2, _CODES), np.int64)
            self._totals = np.concatenate([self._totals, added])
        place = (organisation * 2 + shared) * _CODES + closed
        counted = np.bincount(place, minlength=self._totals.size).reshape(self._totals.shape)
        self._totals += one * counted
        self._shared += one * counted[:, 1].sum(axis=0)

    def _wide_enough(self, keys: Column) -> Column:
        column = self.columns["key"]
        if keys.dtype.itemsize > column.dtype.itemsize:
            column = self.columns["key"] = column.astype(keys.dtype)
        return column


def columns_of(volunteers: Volunteers, prices: Column | None) -> dict[str, Column]:
    """Return the columns by name, with prices when there are."""
    made = {name: getattr(volunteers, name) for name in NAMES}
    if prices is not None:
        made[PRICES] = prices.astype(np.float32)
    return made
