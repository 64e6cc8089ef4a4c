"""Everything that could be chosen: each way of each request, and who fits each of its seats.

This is the problem as the engine sees it. It is made from a `Problem`, or by hand from any problem
of the same shape (agents with a limit, jobs with a cost that differs by pair), so that instances
that others wrote can test the engine.
"""

from dataclasses import dataclass

import numpy as np

from loopplank.core.matching.problem import ROWS, Column
from loopplank.core.volunteers.visit_weeks import EVERY_WEEK


@dataclass(frozen=True, slots=True)
class Options:
    """Ways, seats and pairs, nested by pointers; see `menu.Menu` for what a way and a seat are.

    `first_way` (requests + 1), `first_seat` (ways + 1), `first_pair` (seats + 1). Per way:
    `worth`. Per seat: `request`, `units`, `row`, `row_end`, `visits` a week, `heavy` (0 or 1),
    `asked` (a mask of parts of the day), and `fortnight`: in which weeks there are visits (3 in
    all, 1 in the even, 2 in the odd ones). Per pair: `volunteer`, `minutes`, `adds` to the worth.
    Of the volunteers `left` (n, rows, 4): minutes, people and heavy people that may be planned, and
    the mask of parts of the day that are taken; and `day_parts` (n,).

    Where no help is every second week, the rows of `left` are those of the problem, and minutes are
    those of a week. Else there are two for each: the even weeks and then the odd ones; and
    `minutes` are those of both together.
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
    fortnight: Column
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
    def halves(self) -> int:
        """How many kinds of weeks each row has: 1, or 2 where some help is every second week."""
        return int(self.left.shape[1]) // ROWS

    @property
    def times(self) -> Column:
        """In how many of these each seat has its visits."""
        return np.where((self.fortnight == EVERY_WEEK) & (self.halves > 1), 2, 1)

    @property
    def seat_of_pair(self) -> Column:
        return np.repeat(np.arange(len(self.row)), np.diff(self.first_pair))

    @property
    def way_of_seat(self) -> Column:
        return np.repeat(np.arange(len(self.worth)), np.diff(self.first_seat))

    @property
    def request_of_way(self) -> Column:
        return np.asarray(self.request[self.first_seat[:-1]])
