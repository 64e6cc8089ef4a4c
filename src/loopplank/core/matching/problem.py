"""What is to be planned: volunteers with room and requests with needs, as frozen, checked columns.

One row a volunteer or request, one array a fact, so that a rule can weigh a whole town at once. A
problem holds no name: a key is whatever the builder gives, and `anonymous` drops even that, so that
an instance can be sent to a researcher. Weeks are counted from the first Monday of the plan. What
somebody may carry is written for each row of four weeks (`ROW_WEEKS`) and is the least of the four.
Help starts and changes hands on that grid, so a plan within each row is within each week of it.
Help every second week counts in the even or in the odd weeks of each row only (`fortnight`); of
these two a volunteer may have more left than of every week (`more_even`, `more_odd`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import IO, Any, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from loopplank.core.kit.reason import Param, Reason, Word, dutch
from loopplank.core.volunteers.visit_weeks import EVEN, EVERY_WEEK

HORIZON_WEEKS = 52
ROW_WEEKS = 4
ROWS = HORIZON_WEEKS // ROW_WEEKS
MOST_LEGS = 4
ANY_DAY_PART = (1 << 21) - 1
NO_REACH = np.float32(1e6)
FORMAT = 2
#: Before 2 nobody knew which weeks were meant by every second week: all of them counted.
READS = (1, 2)

Column: TypeAlias = npt.NDArray[Any]


class Impossible(ValueError):
    """Data that contradicts itself, with the table, the row and a sentence that names both."""

    def __init__(self, table: str, row: int, key: str, reason: Reason) -> None:
        super().__init__(f"{table} {row} ({key}): {reason.code}")
        self.table, self.row, self.key, self.reason = table, row, key, reason


#: The type of each column, and how many weeks' rows it is wide (0: one value).
_OF_VOLUNTEERS: dict[str, tuple[Any, int]] = {
    "key": (np.str_, 0),
    "x": (np.float32, 0),
    "y": (np.float32, 0),
    "located": (np.bool_, 0),
    "reach": (np.float32, 0),
    "kinds": (np.int32, 0),
    "skills": (np.int32, 0),
    "level": (np.int8, 0),
    "no_gos": (np.int32, 0),
    "certificate": (np.bool_, 0),
    "short_notice": (np.bool_, 0),
    "term": (np.int16, 0),
    "day_parts": (np.int32, 0),
    "organisation": (np.int16, 0),
    "shared": (np.bool_, 0),
    "travel_counts": (np.bool_, 0),
    "minutes": (np.int32, ROWS),
    "people": (np.int16, ROWS),
    "heavy": (np.int16, ROWS),
    "busy": (np.int32, ROWS),
    "closed": (np.int8, 0),
    "weeks_unasked": (np.int16, 0),
    "more_even": (np.int32, ROWS),
    "more_odd": (np.int32, ROWS),
    "free_even": (np.int32, ROWS),
    "free_odd": (np.int32, ROWS),
}
_OF_REQUESTS: dict[str, tuple[Any, int]] = {
    "key": (np.str_, 0),
    "x": (np.float32, 0),
    "y": (np.float32, 0),
    "located": (np.bool_, 0),
    "kinds": (np.int32, 0),
    "skills": (np.int32, 0),
    "level": (np.int8, 0),
    "brings": (np.int32, 0),
    "needs_certificate": (np.bool_, 0),
    "short_notice": (np.bool_, 0),
    "day_parts": (np.int32, 0),
    "visit_minutes": (np.int16, 0),
    "visits": (np.int8, 0),
    "weeks": (np.int16, 0),
    "heavy": (np.bool_, 0),
    "organisation": (np.int16, 0),
    "shareable": (np.bool_, 0),
    "neighbourhood": (np.int16, 0),
    "way_in": (np.int8, 0),
    "urgency": (np.int8, 0),
    "waited": (np.int16, 0),
    "changing_faces": (np.bool_, 0),
    "handover_cost": (np.float32, 0),
    "continuing": (np.bool_, 0),
    "fair": (np.float32, 0),
    "fortnight": (np.int8, 0),
}
#: What a column holds that nobody gave: every week is like the others.
_USUAL = {"more_even": 0, "more_odd": 0, "free_even": 0, "free_odd": 0, "fortnight": EVERY_WEEK}


def _not_given() -> Column:
    return np.zeros(0, np.int8)


@dataclass(frozen=True, slots=True)
class Volunteers:
    """Columns of n volunteers. Shapes are (n,), or (n, ROWS) where what is left differs by week.

    Kilometres for `x`, `y` and `reach`; minutes, people and heavy people that may still be planned
    a week, filled to what somebody likes to give and not to their limit; `day_parts` and `busy` are
    masks of 21 bits. `closed` is a code of `rules.CLOSED`: 0 when they may be asked now.

    Help every second week may use `more_even` minutes on top of `minutes`, and the parts of the day
    `free_even` among the `busy` ones, in the weeks 0, 2, … of the plan; `more_odd` and `free_odd`
    are those of the weeks 1, 3, … Of each row one of the two `more` is 0.
    """

    key: Column
    x: Column
    y: Column
    located: Column
    reach: Column
    kinds: Column
    skills: Column
    level: Column
    no_gos: Column
    certificate: Column
    short_notice: Column
    term: Column
    day_parts: Column
    organisation: Column
    shared: Column
    travel_counts: Column
    minutes: Column
    people: Column
    heavy: Column
    busy: Column
    closed: Column
    weeks_unasked: Column
    more_even: Column = field(default_factory=_not_given)
    more_odd: Column = field(default_factory=_not_given)
    free_even: Column = field(default_factory=_not_given)
    free_odd: Column = field(default_factory=_not_given)

    def __post_init__(self) -> None:
        _checked(self, "volunteer", _OF_VOLUNTEERS, _VOLUNTEER_CHECKS)

    def __len__(self) -> int:
        return len(self.key)

    def rows(self, which: npt.ArrayLike) -> Self:
        """Return these rows only, in this order."""
        at = np.asarray(which, np.int64)
        return replace(self, **{f.name: getattr(self, f.name)[at] for f in fields(self)})

    def minutes_in(self, which: int) -> Column:
        """Return what is left in the weeks `which` of each row: in all, or in one of two."""
        if which == EVERY_WEEK:
            return self.minutes
        return np.asarray(self.minutes + (self.more_even if which == EVEN else self.more_odd))

    def busy_in(self, which: int) -> Column:
        """Return the parts of the day that are taken in the weeks `which` of each row."""
        if which == EVERY_WEEK:
            return self.busy
        return np.asarray(self.busy & ~(self.free_even if which == EVEN else self.free_odd))


@dataclass(frozen=True, slots=True)
class Requests:
    """Columns of m requests, shape (m,). `weeks` is how long help is asked for, `waited` how many
    weeks the person waits, `fair` a factor of fairness, `handover_cost` what one change of helper
    takes off the worth (0 to 1), `continuing` whether help stopped half way. `fortnight` says in
    which weeks of the plan there are visits: in all (3), in the even (1) or in the odd ones (2).
    """

    key: Column
    x: Column
    y: Column
    located: Column
    kinds: Column
    skills: Column
    level: Column
    brings: Column
    needs_certificate: Column
    short_notice: Column
    day_parts: Column
    visit_minutes: Column
    visits: Column
    weeks: Column
    heavy: Column
    organisation: Column
    shareable: Column
    neighbourhood: Column
    way_in: Column
    urgency: Column
    waited: Column
    changing_faces: Column
    handover_cost: Column
    continuing: Column
    fair: Column
    fortnight: Column = field(default_factory=_not_given)

    def __post_init__(self) -> None:
        _checked(self, "request", _OF_REQUESTS, _REQUEST_CHECKS)

    def __len__(self) -> int:
        return len(self.key)

    @property
    def halves(self) -> int:
        """How many kinds of weeks a row has: 2 where somebody asks for help every second week."""
        return 2 if (self.fortnight != EVERY_WEEK).any() else 1

    @property
    def visited(self) -> Column:
        """In how many of these kinds of weeks each request has its visits."""
        return np.where((self.fortnight == EVERY_WEEK) & (self.halves > 1), 2, 1)


@dataclass(frozen=True, slots=True)
class Problem:
    """Volunteers, requests, and what is known of pairs: rows (request, volunteer).

    `refused`: pairs that were answered with no. `proposed`: pairs with an open proposal, which a
    new plan keeps if it can. Accepted matches are no pairs: what they take is gone from the
    volunteer's weeks already, so that no plan can move them. Raises Impossible when the data
    contradicts itself.
    """

    volunteers: Volunteers
    requests: Requests
    refused: Column = field(default_factory=lambda: np.zeros((0, 2), np.int32))
    proposed: Column = field(default_factory=lambda: np.zeros((0, 2), np.int32))

    def __post_init__(self) -> None:
        for name in ("refused", "proposed"):
            pairs = _frozen(np.array(getattr(self, name), np.int32).reshape(-1, 2))
            wrong = (pairs < 0) | (pairs >= [len(self.requests), len(self.volunteers)])
            if wrong.any():
                row = int(np.flatnonzero(wrong.any(axis=1))[0])
                raise Impossible(name, row, "", _NO_SUCH_PAIR)
            object.__setattr__(self, name, pairs)

    def replace(
        self,
        *,
        volunteers: Mapping[str, npt.ArrayLike] | None = None,
        requests: Mapping[str, npt.ArrayLike] | None = None,
        refused: npt.ArrayLike | None = None,
        proposed: npt.ArrayLike | None = None,
    ) -> Self:
        """Make a variant with other columns. Raises Impossible as the original does."""
        return replace(
            self,
            volunteers=replace(self.volunteers, **(volunteers or {})),  # type: ignore[arg-type]  # checked when it is made
            requests=replace(self.requests, **(requests or {})),  # type: ignore[arg-type]  # checked when it is made
            refused=self.refused if refused is None else np.asarray(refused),
            proposed=self.proposed if proposed is None else np.asarray(proposed),
        )

    def part(self, volunteers: npt.ArrayLike, requests: npt.ArrayLike) -> Self:
        """Make the problem of these rows only, in this order, with the pairs between them."""
        vs, rs = np.asarray(volunteers, np.int64), np.asarray(requests, np.int64)
        new_v, new_r = np.full(len(self.volunteers), -1), np.full(len(self.requests), -1)
        new_v[vs], new_r[rs] = np.arange(len(vs)), np.arange(len(rs))

        def pairs(old: Column) -> Column:
            made = np.stack([new_r[old[:, 0]], new_v[old[:, 1]]], axis=1)
            return made[(made >= 0).all(axis=1)]

        return replace(
            self,
            volunteers=Volunteers(
                *(getattr(self.volunteers, f.name)[vs] for f in fields(Volunteers))
            ),
            requests=Requests(*(getattr(self.requests, f.name)[rs] for f in fields(Requests))),
            refused=pairs(self.refused),
            proposed=pairs(self.proposed),
        )

    def anonymous(self) -> Self:
        """Drop the keys: a row is known by its number only."""
        return self.replace(
            volunteers={"key": np.arange(len(self.volunteers)).astype(np.str_)},
            requests={"key": np.arange(len(self.requests)).astype(np.str_)},
        )

    def save(self, file: IO[bytes]) -> None:
        """Write a compact file that `load` reads; the same problem gives the same columns."""
        named: dict[str, Any] = {"format": np.array(FORMAT)}
        for table, rows in (("v", self.volunteers), ("r", self.requests)):
            named |= {f"{table}_{f.name}": getattr(rows, f.name) for f in fields(rows)}
        np.savez_compressed(file, **named, refused=self.refused, proposed=self.proposed)

    @classmethod
    def load(cls, file: IO[bytes]) -> Self:
        """Read what `save` wrote. Raises ValueError on another format, Impossible on bad rows."""
        with np.load(file, allow_pickle=False) as found:
            if "format" not in found or int(found["format"]) not in READS:
                raise ValueError("this is not a problem that this version can read")
            since = set() if int(found["format"]) == FORMAT else _USUAL.keys()

            def columns(table: str, of: type[Volunteers | Requests]) -> dict[str, Any]:
                names = [f.name for f in fields(of) if f.name not in since]
                return {name: found[f"{table}_{name}"] for name in names}

            return cls(
                Volunteers(**columns("v", Volunteers)),
                Requests(**columns("r", Requests)),
                found["refused"],
                found["proposed"],
            )


def in_halves(
    minutes_even: Column, minutes_odd: Column, busy_even: Column, busy_odd: Column
) -> dict[str, Column]:
    """Return the columns of volunteers that say what is left in the even and in the odd weeks of
    each row."""
    minutes, busy = np.minimum(minutes_even, minutes_odd), busy_even | busy_odd
    return {
        "minutes": minutes,
        "more_even": minutes_even - minutes,
        "more_odd": minutes_odd - minutes,
        "busy": busy,
        "free_even": busy & ~busy_even,
        "free_odd": busy & ~busy_odd,
    }


# --- what cannot be -------------------------------------------------------------------------------

_NO_SUCH_PAIR = Reason(
    "problem.pair", dutch("Hier staat een vraag of een vrijwilliger die er niet is.")
)
_Check: TypeAlias = tuple[str, str, Callable[[Any], Column]]
_NAMES = {"volunteer": dutch("Vrijwilliger"), "request": dutch("Hulpvraag")}


def _below(column: str, least: float) -> Callable[[Any], Column]:
    return lambda rows: getattr(rows, column) < least


def _outside(column: str, least: int, most: int) -> Callable[[Any], Column]:
    return lambda rows: (getattr(rows, column) < least) | (getattr(rows, column) > most)


def _not_a_number(*columns: str) -> Callable[[Any], Column]:
    return lambda rows: ~np.all([np.isfinite(getattr(rows, c)) for c in columns], axis=0)


_VOLUNTEER_CHECKS: tuple[_Check, ...] = (
    ("place", dutch("de plaats op de kaart is geen getal"), _not_a_number("x", "y", "reach")),
    ("reach", dutch("de afstand is minder dan nul"), _below("reach", 0)),
    ("minutes", dutch("de grens in minuten is minder dan nul"), _below("minutes", 0)),
    ("people", dutch("de grens in mensen is minder dan nul"), _below("people", 0)),
    ("heavy", dutch("de grens in zware koppels is minder dan nul"), _below("heavy", 0)),
    ("term", dutch("de tijd dat iemand wil helpen is minder dan nul"), _below("term", 0)),
    ("level", dutch("dit niveau bestaat niet"), _outside("level", 1, 5)),
    ("day_parts", dutch("dit dagdeel bestaat niet"), _outside("day_parts", 0, ANY_DAY_PART)),
    ("busy", dutch("dit dagdeel bestaat niet"), _outside("busy", 0, ANY_DAY_PART)),
    ("skills", dutch("deze scholing bestaat niet"), _below("skills", 0)),
    ("kinds", dutch("deze soort hulp bestaat niet"), _below("kinds", 0)),
    *(
        (name, dutch("de grens in minuten is minder dan nul"), _below(name, 0))
        for name in ("more_even", "more_odd")
    ),
    (
        "halves",
        dutch("van de even en de oneven weken is er één de krapste"),
        lambda rows: (rows.more_even > 0) & (rows.more_odd > 0),
    ),
    *(
        (name, dutch("dit dagdeel bestaat niet"), _outside(name, 0, ANY_DAY_PART))
        for name in ("free_even", "free_odd")
    ),
)
_REQUEST_CHECKS: tuple[_Check, ...] = (
    ("place", dutch("de plaats op de kaart is geen getal"), _not_a_number("x", "y", "fair")),
    ("visit_minutes", dutch("een bezoek duurt langer dan nul"), _below("visit_minutes", 1)),
    ("visits", dutch("er is minstens één bezoek in de week"), _outside("visits", 1, 21)),
    ("weeks", dutch("de hulp duurt minstens één week"), _below("weeks", 1)),
    ("level", dutch("dit niveau bestaat niet"), _outside("level", 1, 5)),
    ("day_parts", dutch("dit dagdeel bestaat niet"), _outside("day_parts", 0, ANY_DAY_PART)),
    ("skills", dutch("deze scholing bestaat niet"), _below("skills", 0)),
    ("kinds", dutch("deze soort hulp bestaat niet"), _below("kinds", 0)),
    ("urgency", dutch("deze spoed bestaat niet"), _outside("urgency", 0, 3)),
    ("waited", dutch("de wachttijd is minder dan nul"), _below("waited", 0)),
    ("handover_cost", dutch("een wissel kost tussen 0 en 1"), _outside("handover_cost", 0, 1)),
    ("fair", dutch("de weging is niet groter dan nul"), lambda rows: rows.fair <= 0),
    (
        "fortnight",
        dutch("een bezoek is in de even weken, in de oneven of in alle"),
        _outside("fortnight", EVEN, EVERY_WEEK),
    ),
)


def _checked(
    rows: Volunteers | Requests,
    table: str,
    columns: Mapping[str, tuple[Any, int]],
    checks: tuple[_Check, ...],
) -> None:
    """Give each column its type and shape and make it read-only. Raises Impossible on the first
    wrong row."""
    count = len(np.asarray(rows.key))
    for name, (kind, width) in columns.items():
        column = np.asarray(getattr(rows, name))
        if name in _USUAL and column.shape == (0,):
            column = np.full((count, width) if width else count, _USUAL[name])
        if column.shape != ((count, width) if width else (count,)):
            raise ValueError(f"{table}.{name} has the shape {column.shape}")
        if kind is not np.str_ and np.issubdtype(kind, np.integer):
            if column.dtype.kind not in "iub":
                raise TypeError(f"{table}.{name} holds whole numbers")
            column = np.clip(column, np.iinfo(kind).min, np.iinfo(kind).max)
        object.__setattr__(rows, name, _frozen(column.astype(kind)))
    for name, sentence, wrong in checks:
        bad = wrong(rows)
        if bad.any():
            row = int(np.flatnonzero(bad.reshape(count, -1).any(axis=1))[0])
            raise Impossible(table, row, str(rows.key[row]), _why(table, row, rows, name, sentence))


def _why(table: str, row: int, rows: Any, name: str, sentence: str) -> Reason:
    params: dict[str, Param] = {
        "what": Word(_NAMES[table]),
        "row": row + 1,
        "key": str(rows.key[row]),
        "wrong": Word(sentence),
    }
    return Reason(
        f"problem.{table}.{name}", dutch("%(what)s op regel %(row)s (%(key)s): %(wrong)s."), params
    )


def _frozen(column: Column) -> Column:
    column.flags.writeable = False
    return column
