"""Everything that could be chosen: each way of each request, and who fits each of its seats.

This is the problem as the engine sees it. It is made from a `Problem`, or by hand from any problem
of the same shape (agents with a limit, jobs with a cost that differs by pair), so that instances
that others wrote can test the engine.
"""

from dataclasses import dataclass

import numpy as np

from loopplank.core.matching.problem import Column


@dataclass(frozen=True, slots=True)
class Options:
    """Ways, seats and pairs, nested by pointers; see `menu.Menu` for what a way and a seat are.

    `first_way` (requests + 1), `first_seat` (ways + 1), `first_pair` (seats + 1). Per way:
    `worth`. Per seat: `request`, `units`, `row`, `row_end`, `visits`, `heavy` (0 or 1), `asked` (a
    mask of parts of the day). Per pair: `volunteer`, `minutes` a week, `adds` to the worth. Of the
    volunteers `left` (n, ROWS, 4): minutes, people and heavy people that may be planned, and the
    mask of parts of the day that are taken; and `day_parts` (n,).
    """

    first_way: Column
    worth: Column
    first_seat: Column
    request: Column
    units: Column
    row: Column
    row_end: Column
    visits: Column
    heavy: Column
    asked: Column
    first_pair: Column
    volunteer: Column
    minutes: Column
    adds: Column
    left: Column
    day_parts: Column

    @property
    def requests(self) -> int:
        return len(self.first_way) - 1

    @property
    def pairs(self) -> int:
        return len(self.volunteer)

    @property
    def seat_of_pair(self) -> Column:
        return np.repeat(np.arange(len(self.row)), np.diff(self.first_pair))

    @property
    def way_of_seat(self) -> Column:
        return np.repeat(np.arange(len(self.worth)), np.diff(self.first_seat))

    @property
    def request_of_way(self) -> Column:
        return np.asarray(self.request[self.first_seat[:-1]])
