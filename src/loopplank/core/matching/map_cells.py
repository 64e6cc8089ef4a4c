"""Where everybody lives, in cells of two kilometres, so that a question looks at its own town only.

Everybody stands in a class of how far they go, and in it in a cell; the cells of one class and one
column of the map lie one after the other. A question then reads one stretch for each class and
column, shorter towards the edge of its circle. A last stretch, which every question reads, holds
whoever has no place, goes further than the last class, or lives far outside the map.
"""

from dataclasses import dataclass

import numpy as np

from loopplank.core.matching.problem import Column

CELL_KM = 2.0
#: How far the people of each class will go at most, in kilometres.
CLASSES = (2.0, 5.0, 10.0, 20.0)
#: A map is at most so many cells wide and high; who lives beyond it is always looked at.
MOST_CELLS = 512
#: Distances are reckoned in 32 bits: a little more than the class is looked at.
_MARGIN_KM = 0.1


def _stretches() -> tuple[Column, Column, Column]:
    """Return class, column and half height (in cells) of each stretch, seen from the cell of a
    question."""
    made = []
    for which, reach in enumerate(CLASSES):
        far = reach + _MARGIN_KM
        columns = int(-(-far // CELL_KM))
        for column in range(-columns, columns + 1):
            # the question may lie at the edge of its cell
            across = max(0, abs(column) - 1) * CELL_KM
            height = -(-((far * far - across * across) ** 0.5) // CELL_KM)
            made.append((which, column, int(height)))
    which, column, height = np.array(made, np.int64).T
    return which, column, height


_WHICH, _COLUMN, _HEIGHT = _stretches()


@dataclass(frozen=True, slots=True)
class Places:
    """The map of one arrangement: where it begins, how large it is, and where each cell begins.

    `begins` has one entry a cell and one more: from the last one on come the people who are always
    looked at.
    """

    x: float
    y: float
    wide: int
    high: int
    begins: Column

    def cells_of(self, x: Column, y: Column, located: Column, reach: Column) -> Column:
        """Return the cell of each of these people, shape (n,); the last number says: always looked
        at."""
        across = np.floor((x.astype(np.float64) - self.x) / CELL_KM)
        up = np.floor((y.astype(np.float64) - self.y) / CELL_KM)
        on_map = (across >= 0) & (across < self.wide) & (up >= 0) & (up < self.high)
        kept = on_map & located & (reach <= CLASSES[-1])
        which = np.searchsorted(CLASSES, reach)
        cell = (which * self.wide + across) * self.high + up
        always = len(CLASSES) * self.wide * self.high
        return np.where(kept, cell, always).astype(np.int64)

    def around(self, x: float, y: float) -> Column:
        """Return the places, in the arrangement, of all who may live near enough to this point."""
        column = int((x - self.x) // CELL_KM) + _COLUMN
        up = int((y - self.y) // CELL_KM)
        first = (_WHICH * self.wide + column) * self.high
        low = np.minimum(np.maximum(up - _HEIGHT, 0), self.high)
        top = np.minimum(np.maximum(up + _HEIGHT + 1, 0), self.high)
        on_map = (column >= 0) & (column < self.wide)
        begin = self.begins.take((first + low)[on_map])
        length = self.begins.take((first + top)[on_map]) - begin
        skipped = np.cumsum(length) - length
        there: Column = np.arange(int(length.sum())) + np.repeat(begin - skipped, length)
        return there


def places_of(x: Column, y: Column, located: Column, reach: Column) -> tuple[Places, Column]:
    """Return a map of these people, and their rows in its order."""
    xs, ys = x[located].astype(np.float64), y[located].astype(np.float64)
    half = MOST_CELLS * CELL_KM / 2
    west, south = (_begin(at, half) for at in (xs, ys))
    wide, high = (
        int(np.clip((np.max(at, initial=begin) - begin) // CELL_KM + 1, 1, MOST_CELLS))
        for at, begin in ((xs, west), (ys, south))
    )
    empty = Places(west, south, wide, high, np.zeros(0, np.int64))
    cells = empty.cells_of(x, y, located, reach)
    order = np.argsort(cells, kind="stable")
    begins = np.searchsorted(cells[order], np.arange(len(CLASSES) * wide * high + 1))
    return Places(west, south, wide, high, begins), order


def _begin(at: Column, half: float) -> float:
    """Return where the map begins; around the middle of all when somebody lives very far away."""
    return float(max(np.min(at), np.median(at) - half)) if len(at) else 0.0
