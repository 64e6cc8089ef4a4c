"""Named tuples of arrays: what the compiled loops take, since they know no dataclass."""

from typing import Any, NamedTuple


class VolunteerLoop(NamedTuple):
    x: Any
    y: Any
    located: Any
    reach: Any
    kinds: Any
    skills: Any
    level: Any
    no_gos: Any
    certificate: Any
    short_notice: Any
    term: Any
    day_parts: Any
    organisation: Any
    shared: Any
    travel_counts: Any
    closed: Any


class RequestLoop(NamedTuple):
    x: Any
    y: Any
    located: Any
    kinds: Any
    skills: Any
    level: Any
    brings: Any
    needs_certificate: Any
    short_notice: Any
    organisation: Any
    shareable: Any
    rarest: Any


class SeatLoop(NamedTuple):
    first: Any
    row: Any
    row_end: Any
    weeks: Any
    visits: Any
    visit_minutes: Any
    heavy: Any
    asked: Any
    fortnight: Any
    times: Any
    halves: Any


class Listed(NamedTuple):
    """Lists of volunteers: the k-th lies in `volunteer[first[k]:first[k + 1]]`."""

    first: Any
    volunteer: Any


class Model(NamedTuple):
    """The arrays of `Options` for the loops. Per pair it also has the ends of `strengthening.Ends`,
    per seat the most that the seats after it can add, and per seat `times`: in how many of the
    `halves` of each row it has visits."""

    first_way: Any
    worth: Any
    first_seat: Any
    request: Any
    units: Any
    row: Any
    row_end: Any
    visits: Any
    heavy: Any
    asked: Any
    fortnight: Any
    times: Any
    halves: Any
    first_pair: Any
    volunteer: Any
    minutes: Any
    adds: Any
    half: Any
    third: Any
    two_thirds: Any
    wide: Any
    rest: Any


class State(NamedTuple):
    """A plan in the making. For each request and seat of its way: pair, seat, and mask of parts of
    the day. For each volunteer: the list of what they hold, as `4 · request + place`; `taken` has
    the parts of the day that were taken before this plan."""

    left: Any
    taken: Any
    day_parts: Any
    way: Any
    pair: Any
    seat: Any
    parts: Any
    held: Any
    holds: Any
