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


class Listed(NamedTuple):
    """Lists of volunteers: the k-th lies in `volunteer[first[k]:first[k + 1]]`."""

    first: Any
    volunteer: Any


class Model(NamedTuple):
    """`Options` for the loops; per pair the ends of `strengthening.Ends`; per seat what the seats
    after it can add at most.
    """

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
    """A plan while it is made. Per request and seat of its way: pair, seat, and mask of parts of
    the day; per volunteer the list of `4 · request + place` that they hold, and in `taken` the
    parts of the day that were taken before the plan.
    """

    left: Any
    taken: Any
    day_parts: Any
    way: Any
    pair: Any
    seat: Any
    parts: Any
    held: Any
    holds: Any
