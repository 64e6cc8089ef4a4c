"""One seat of one request and the arranged volunteers: which rules forbid whom, and what everybody
who is left scores. Rules, worth and prices are those of the plan."""

from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from loopplank.core.matching import rules
from loopplank.core.matching.problem import HORIZON_WEEKS, ROW_WEEKS, Column, Requests
from loopplank.core.matching.result import RESOURCES
from loopplank.core.matching.volunteer_columns import PRICES
from loopplank.core.matching.worth import STICKY, SUITS, SUITS_UP_TO, Amount, suits, worth_of
from loopplank.core.volunteers.visit_weeks import EVEN, EVERY_WEEK

#: Two scores that differ by less are the same: what they are added up from is not more exact.
DIGITS = 9


@dataclass(frozen=True, slots=True)
class Ask:
    """One seat of one request: what it asks, of whom, and in which rows of weeks. `people` is how
    many seats its way has, `worth` that of the whole request. `parts` is how many parts of the week
    must be free: one for each visit, unless a coordinator looks less strictly."""

    of: Mapping[str, Any]
    worth: float
    people: int
    row: int
    row_end: int
    weeks: int
    visits: int
    visit_minutes: int
    parts: int

    @property
    def rows(self) -> slice:
        return slice(self.row, self.row_end)


_PLAIN = ("x", "y", "level", "skills", "kinds", "brings", "day_parts")


def alone(requests: Requests, row: int, amount: Amount) -> Ask:
    """Return the seat of one person for the whole time, the first way of the menu."""
    weeks = min(int(requests.weeks[row]), HORIZON_WEEKS)
    return Ask(
        of=facts_of(requests, row),
        worth=worth_of_one(requests, row, amount),
        people=1,
        row=0,
        row_end=-(-weeks // ROW_WEEKS),
        weeks=weeks,
        visits=int(requests.visits[row]),
        visit_minutes=int(requests.visit_minutes[row]),
        parts=int(requests.visits[row]),
    )


def facts_of(requests: Requests, row: int) -> Mapping[str, Any]:
    """Return what the rules ask of one request. Numbers keep their width, so that they compare as
    in the plan."""
    return {
        **{name: getattr(requests, name)[row] for name in _PLAIN},
        "located": bool(requests.located[row]),
        "organisation": int(requests.organisation[row]),
        "shareable": bool(requests.shareable[row]),
        "needs_certificate": bool(requests.needs_certificate[row]),
        "short_notice": bool(requests.short_notice[row]),
        "heavy": bool(requests.heavy[row]),
        "fortnight": int(requests.fortnight[row]),
    }


def worth_of_one(requests: Requests, row: int, amount: Amount) -> float:
    """Return the worth of one request, without computing that of all the others."""
    names = (
        "urgency", "waited", "fair", "continuing", "visits", "visit_minutes", "weeks", "heavy",
    )  # fmt: skip
    one: Any = SimpleNamespace(**{name: getattr(requests, name)[row : row + 1] for name in names})
    return float(worth_of(one, amount)[0])


class Shortlist:
    """Those who are still looked at for one seat, slot by slot; `keep` leaves some of them."""

    def __init__(self, columns: Mapping[str, Column], ask: Ask, slots: Column) -> None:
        self._columns, self.ask, self.slots = columns, ask, slots
        of = ask.of
        self.square = np.asarray(
            rules.square_km(
                self.of("x"), self.of("y"), of["x"], of["y"], self.of("located") & of["located"]
            )
        )

    def of(self, name: str) -> Column:
        """Return one column of those who are left."""
        return self._columns[name].take(self.slots, axis=0)

    def in_rows(self, name: str) -> Column:
        """Return a column in the rows of the seat."""
        return self.of(name)[:, self.ask.rows]

    def minutes_left(self) -> Column:
        """Return the minutes that are left in each row, in the weeks with a visit."""
        return self._in_weeks("minutes", "more_even", "more_odd", np.add)

    def busy(self) -> Column:
        """Return the parts of the day that are taken in each row, in the weeks with a visit."""
        return self._in_weeks("busy", "free_even", "free_odd", _but)

    def _in_weeks(self, always: str, even: str, odd: str, beside: Callable[..., Column]) -> Column:
        found, weeks = self.in_rows(always), self.ask.of["fortnight"]
        if weeks == EVERY_WEEK:
            return found
        return beside(found, self.in_rows(even if weeks == EVEN else odd))

    def keep(self, which: Column) -> None:
        at = np.flatnonzero(which)
        if len(at) < len(self.slots):
            self.slots, self.square = self.slots.take(at), self.square.take(at)

    def part(self, which: Column) -> "Shortlist":
        """Return some of them, by a mask or by their places; this one stays as it is."""
        at = np.flatnonzero(which) if which.dtype == np.bool_ else which
        made = copy(self)
        made.slots, made.square = self.slots.take(at), self.square.take(at)
        return made

    def minutes(self) -> Column:
        """Return how many minutes of a week the seat takes of each."""
        travel = rules.travel_minutes(self.square**0.5)
        ask = self.ask
        return np.asarray(
            rules.week_minutes(ask.visits, ask.visit_minutes, travel, self.of("travel_counts"))
        )

    def prices(self) -> Column | None:
        return self.in_rows(PRICES).astype(np.float64) if PRICES in self._columns else None


#: The rules that are weighed one by one, for those within reach who are seen and open. A rule of
#: which nothing is asked stands in nobody's way, and is left out.
_WEIGHED: Mapping[str, Callable[[Shortlist], Any]] = {
    "kind": lambda one: (
        rules.other_kind(one.of("kinds"), one.ask.of["kinds"]) if one.ask.of["kinds"] else None
    ),
    "no_go": lambda one: (
        rules.rather_not(one.of("no_gos"), one.ask.of["brings"]) if one.ask.of["brings"] else None
    ),
    "certificate": lambda one: (
        rules.no_certificate(one.of("certificate"), needed=True)
        if one.ask.of["needs_certificate"]
        else None
    ),
    "training": lambda one: (
        rules.no_training(one.of("skills"), one.ask.of["skills"]) if one.ask.of["skills"] else None
    ),
    "level": lambda one: rules.too_hard(one.of("level"), one.ask.of["level"]),
    "short_notice": lambda one: (
        rules.not_at_short_notice(one.of("short_notice"), needed=True)
        if one.ask.of["short_notice"]
        else None
    ),
    "days": lambda one: rules.other_days(
        one.of("day_parts"),
        _any(one.busy()),
        one.ask.of["day_parts"],
        one.ask.parts,
    ),
    "until": lambda one: rules.stops_earlier(one.of("term"), one.ask.weeks),
    "people": lambda one: rules.full_of_people(one.in_rows("people").min(axis=1)),
    "heavy": lambda one: (
        rules.full_of_heavy(one.in_rows("heavy").min(axis=1), heavy=True)
        if one.ask.of["heavy"]
        else None
    ),
    "minutes": lambda one: rules.full_of_minutes(one.minutes_left().min(axis=1), one.minutes()),
}
#: These are known of everybody at once, or asked of the pair, before the others.
BEFORE = ("other_organisation", "closed", "far", "said_no")


def stands_in_the_way(look: Shortlist, refused: Column) -> Iterator[tuple[str, Column]]:
    """Yield each rule that is left, in order, with whom it forbids of those who are still looked
    at."""
    if len(refused):
        yield "said_no", np.isin(look.slots, refused)
    for rule in rules.HARD[len(BEFORE) :]:
        stopped = _WEIGHED[rule.code](look)
        if stopped is not None:
            yield rule.code, stopped


def _but(masks: Column, not_these: Column) -> Column:
    return masks & ~not_these


def _any(masks: Column) -> Column:
    """Return for each the bits that are set in any of the rows."""
    found: Column = np.zeros(len(masks), masks.dtype)
    for row in masks.T:
        found |= row
    return found


@dataclass(frozen=True, slots=True)
class Scores:
    """What everybody who fits scores, and how much of the score is the price of their time."""

    score: Column
    price: Column


def scores(look: Shortlist, proposed: Column) -> Scores:
    """Return the worth of each pair, less the price of what the seat takes."""
    ask = look.ask
    fit = suits(
        look.square,
        look.of("reach"),
        look.of("level"),
        ask.of["level"],
        look.of("weeks_unasked"),
        look.of("organisation"),
        ask.of["organisation"],
    )
    worth = SUITS * fit * (min(ask.worth, SUITS_UP_TO) / ask.people)
    if len(proposed):
        worth = worth + np.isin(look.slots, proposed) * STICKY * ask.worth / ask.people
    price = _price(look)
    return Scores(np.round(worth - price, DIGITS), price)


def _price(look: Shortlist) -> Column:
    prices = look.prices()
    if prices is None or not len(look.slots):
        return np.zeros(len(look.slots))
    ask, minutes, left = look.ask, look.minutes()[:, None], look.minutes_left()
    # help every second week takes half of what a week of every week takes
    share = 1.0 if ask.of["fortnight"] == EVERY_WEEK else 0.5
    taken = {
        "minutes": share * minutes,
        "people": 1.0,
        "heavy": float(ask.of["heavy"]),
        "visits": share * ask.visits,
        "two_long": _more_than(2 * share, minutes, left),
        "two_wide": _more_than(2 * share, ask.visits, _free_parts(look)),
        "three_long": _more_than(3 * share, minutes, left) * 1.0
        + _more_than(1.5 * share, minutes, left),
    }
    cost = np.zeros(len(look.slots))
    for place, resource in enumerate(RESOURCES):
        cost += (prices[:, :, place] * taken[resource]).sum(axis=1)
    return cost


def _free_parts(look: Shortlist) -> Column:
    free = look.of("day_parts")[:, None] & ~look.busy()
    return np.asarray(rules.count_parts(free))


def _more_than(times: float, taken: Any, left: Column) -> Column:
    """Say in which rows the seat, taken so many `times`, is more than is left; up to the first row
    where it is not."""
    return np.asarray(times * taken > np.maximum.accumulate(left, axis=1))
