"""A ledger of what everybody promised and allowed, week by week; it trusts no plan.

It records each promise and each lowered limit, and adds up from those alone what every volunteer
does in every coming week.
"""

from dataclasses import dataclass, field

import numpy as np

from loopplank.core.matching.problem import Column

#: Columns of a promise.
REQUEST, VOLUNTEER, BEGIN, END, MINUTES, HEAVY, DAY_PARTS = range(7)
PARTS_A_WEEK = 21


@dataclass(slots=True)
class Ledger:
    """`limits` has the shape (3, volunteers, weeks): minutes, people and heavy people a week."""

    limits: Column
    terms: Column
    promises: Column = field(init=False)
    _allowed: Column = field(init=False)

    def __post_init__(self) -> None:
        self.promises = np.zeros((0, 7), np.int64)
        self._allowed = self.limits.copy()

    def promise(self, rows: Column) -> None:
        self.promises = np.concatenate([self.promises, rows])

    def release(self, which: Column) -> None:
        """Forget these promises (a mask), from this moment on."""
        self.promises = self.promises[~which]

    def lower(self, volunteers: Column, begin: int, end: int, limits: Column) -> None:
        """Lower the limits (3, these volunteers) of some weeks. What was promised stays allowed."""
        self.limits[:, volunteers, begin:end] = np.minimum(
            self.limits[:, volunteers, begin:end], limits[:, :, None]
        )
        self._tighten(begin, volunteers)

    def load(self, volunteers: Column | None = None) -> Column:
        """Return what is promised: minutes, people and heavy people, per volunteer (each, or these)
        and week."""
        _, people, weeks = self.limits.shape
        promises, who = self.promises, self.promises[:, VOLUNTEER]
        if volunteers is not None:
            place = np.full(people, -1)
            place[volunteers] = np.arange(len(volunteers))
            theirs = place[who] >= 0
            promises, who, people = promises[theirs], place[who[theirs]], len(volunteers)
        change = np.zeros((3, people, weeks + 1), np.int64)
        begin, end = promises[:, BEGIN], promises[:, END]
        for n, takes in enumerate((promises[:, MINUTES], 1, promises[:, HEAVY])):
            np.add.at(change[n], (who, begin), takes)
            np.subtract.at(change[n], (who, end), takes)
        return np.asarray(change.cumsum(axis=2)[:, :, :-1])

    def broken(self, week: int) -> int:
        """Count the volunteers' weeks, from this one on, in which somebody is above a limit or is
        twice in the same part of a week, and the promises that last longer than somebody's term.
        """
        above = (self.load()[:, :, week:] > self._allowed[:, :, week:]).any(axis=0).sum()
        who, begin, end = (self.promises[:, n] for n in (VOLUNTEER, BEGIN, END))
        too_long = (end - begin > self.terms[who]).sum()
        found = int(above + too_long + self._twice(week))
        self._tighten(week)
        return found

    def _twice(self, week: int) -> int:
        now = self.promises[(self.promises[:, BEGIN] <= week) & (week < self.promises[:, END])]
        times = np.zeros((self.limits.shape[1], PARTS_A_WEEK), np.int64)
        for part in range(PARTS_A_WEEK):
            np.add.at(times[:, part], now[:, VOLUNTEER], (now[:, DAY_PARTS] >> part) & 1)
        return int((times > 1).any(axis=1).sum())

    def _tighten(self, week: int, volunteers: Column | None = None) -> None:
        """Lower what is allowed above a limit to what was promised; it never goes up again."""
        who = slice(None) if volunteers is None else volunteers
        kept = np.maximum(self.limits[:, who, week:], self.load(volunteers)[:, :, week:])
        self._allowed[:, who, week:] = np.minimum(self._allowed[:, who, week:], kept)
