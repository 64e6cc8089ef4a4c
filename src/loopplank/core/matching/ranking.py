"""Who could do this now: the best few of everybody for one request, and why not the others.

It runs in a web process: arrays in memory and numpy only. The score is what a plan adds up: how
well a pair suits, less the price of what it takes of somebody's weeks. (A plan knows all requests
and strengthens what is left; here it is taken as it stands.) Only whom the asker may see counts at
all (promise P6). Of everybody who does not fit, the first failing rule is counted, in the order of
`rules.HARD`. How many are seen and open is known in total, and the next rule is the distance:
whoever lives in a cell out of reach counts as "too far" without a look, so the counts are complete.

The arrays only rank. Whoever shows a candidate reads the rows again, and the action checks again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from loopplank.core.matching import rules
from loopplank.core.matching.problem import Column, Requests, Volunteers
from loopplank.core.matching.ranking_seats import (
    Ask,
    Scores,
    Shortlist,
    alone,
    scores,
    stands_in_the_way,
)
from loopplank.core.matching.volunteer_columns import NOBODY, Arrangement, columns_of
from loopplank.core.matching.worth import AMOUNT, Amount

MOST = 10
#: Of another organisation nobody reads why somebody is not asked now.
ELSEWHERE = "not_now"
#: Who fits and has no room, by the code of the rule; for all other reasons somebody does not fit.
NO_ROOM = frozenset({"people", "heavy", "minutes"})


@dataclass(frozen=True, slots=True)
class Found:
    """One volunteer who fits. `score` orders and is never shown, like its parts `near`, `level`,
    `unasked`, `own` (0 to 1) and `price`. `minutes` is what it takes a week; `left` what stays in
    each row of weeks that it touches: minutes, people, heavy people."""

    row: int
    key: str
    score: float
    near: float
    level: float
    unasked: float
    own: float
    price: float
    km: float
    minutes: int
    left: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Best:
    """The best of those who fit, in order; how many fit; and how often each rule was the first
    to fail for the others, by its code (for a closed volunteer a code of `rules.CLOSED`).
    `others` are rows within reach with their reason: the nearest without room, then the nearest
    who do not fit."""

    found: tuple[Found, ...]
    fits: int
    reasons: Mapping[str, int]
    others: tuple[tuple[int, str], ...] = ()

    @property
    def seen(self) -> int:
        """How many the asker may see at all."""
        return self.fits + sum(self.reasons.values())


@dataclass(frozen=True, slots=True)
class Fitting:
    """Everybody who fits one seat, with scores; and of the others the reasons."""

    look: Shortlist
    scores: Scores
    reasons: Mapping[str, int]
    others: tuple[tuple[int, str], ...] = ()


class Index:
    """All volunteers of a network, arranged by place. A row is somebody's number in `volunteers`,
    or what `grow` returned. While one thread changes it, no other may ask."""

    def __init__(self, volunteers: Volunteers, prices: Column | None = None) -> None:
        """Take the volunteers with `prices` as in a plan, (n, ROWS, resources), or None when there
        are none yet."""
        self._all = Arrangement(columns_of(volunteers, prices))

    def __len__(self) -> int:
        """Return how many rows were ever given, those that were dropped included."""
        return self._all.rows

    def update(
        self, rows: Collection[int], values: Volunteers, prices: Column | None = None
    ) -> None:
        """Give these different rows new values, in the same order; a dropped row comes back.
        Without `prices` each keeps its own."""
        self._all.update(rows, columns_of(values, prices))

    def drop(self, rows: Collection[int]) -> None:
        """Take these rows out."""
        self._all.drop(rows)

    def grow(self, values: Volunteers, prices: Column | None = None) -> range:
        """Add new volunteers and return their rows. Without `prices` theirs are 0."""
        return self._all.grow(columns_of(values, prices))

    def best(
        self,
        asked: Requests,
        row: int = 0,
        *,
        most: int = MOST,
        others: int = 0,
        refused: Collection[int] = (),
        proposed: Collection[int] = (),
        amount: Amount = AMOUNT,
    ) -> Best:
        """Return the best `most` for request `row`, each alone and for the whole time; equal ones
        by who was asked least recently, then by key.

        `refused`: rows of those who answered this request already; `proposed`: of those who lie
        with a coordinator for it. `others`: how many come along of those without room, and of those
        who do not fit.
        """
        ask = alone(asked, row, amount)
        fitting = self.fitting(ask, refused=refused, proposed=proposed, others=others)
        found = self.found(fitting, self.in_order(fitting, most))
        return Best(found, len(fitting.look.slots), fitting.reasons, fitting.others)

    def fitting(
        self,
        ask: Ask,
        *,
        refused: Collection[int] = (),
        proposed: Collection[int] = (),
        others: int = 0,
    ) -> Fitting:
        """Find everybody who fits a seat, and why the others do not."""
        of, all_ = ask.of, self._all
        around = all_.around(float(of["x"]), float(of["y"]), located=of["located"])
        look = Shortlist(all_.columns, ask, around)
        reasons, open_ones = self._closed(ask)
        missed: list[tuple[str, Shortlist]] = []
        look.keep(~rules.too_far(look.square, look.of("reach")))
        look.keep(self._seen(look))
        closed = rules.not_to_be_asked(look.of("closed"))
        if others:
            missed.append(("closed", look.part(closed)))
        look.keep(~closed)
        reasons["far"] = open_ones - len(look.slots)
        for code, stopped in stands_in_the_way(look, all_.slots_of(refused)):
            count = int(np.count_nonzero(stopped))
            if count:
                reasons[code] = count
                if others:
                    missed.append((code, look.part(stopped)))
                look.keep(~stopped)
        return Fitting(
            look,
            scores(look, all_.slots_of(proposed)),
            {code: count for code, count in reasons.items() if count},
            self._nearest(missed, others),
        )

    def in_order(self, fitting: Fitting, most: int) -> Column:
        """Return the places of the best of those who fit, in order: by score; equal ones by who was
        asked least recently (never asked goes first), then by key."""
        score, slots = fitting.scores.score, fitting.look.slots
        unasked = fitting.look.of("weeks_unasked")
        kept = np.arange(len(score))
        if 0 < most < len(score):
            # whoever is as good as the last one comes along, to be put in order too
            kept = np.flatnonzero(score >= np.partition(score, -most)[-most])
        keys = self._all.columns["key"][slots[kept]]
        order = np.lexsort((keys, -unasked[kept].astype(np.int64), -score[kept]))
        return np.asarray(kept[order][:most])

    def nearest(self, fitting: Fitting, fewest: int, most: int) -> tuple[int, ...]:
        """Return the rows of the `fewest` nearest of those who fit, and of all who live as near as
        the last one in minutes by bicycle, but never more than `most`. Order: minutes, then who was
        asked least recently, then key. Whoever has no known distance comes last."""
        look = fitting.look
        known = look.of("located") & look.ask.of["located"]
        minutes = np.where(known, rules.travel_minutes(look.square**0.5), np.inf)
        kept = np.arange(len(minutes))
        if 0 < fewest < len(minutes):
            kept = np.flatnonzero(minutes <= np.partition(minutes, fewest - 1)[fewest - 1])
        keys, unasked = self._all.columns["key"][look.slots[kept]], look.of("weeks_unasked")
        order = np.lexsort((keys, -unasked[kept].astype(np.int64), minutes[kept]))
        rows: list[int] = self._all.row_of[look.slots[kept[order][:most]]].tolist()
        return tuple(rows)

    def found(self, fitting: Fitting, places: Column) -> tuple[Found, ...]:
        """Return these of those who fit, with all that their place depends on."""
        look = fitting.look.part(places)
        of, minutes = look.ask.of, look.minutes()
        left = np.stack(
            [
                look.minutes_left() - minutes[:, None],
                look.in_rows("people") - 1,
                look.in_rows("heavy") - int(of["heavy"]),
            ],
            axis=2,
        )
        columns = (
            self._all.row_of[look.slots],
            look.of("key"),
            fitting.scores.score[places],
            rules.near(look.square, look.of("reach")),
            rules.not_above(look.of("level"), of["level"]),
            rules.long_unasked(look.of("weeks_unasked")),
            rules.of_the_house(look.of("organisation"), of["organisation"]),
            fitting.scores.price[places],
            look.square**0.5,
            minutes,
        )
        after = [tuple(map(tuple, rows)) for rows in left.tolist()]
        rows: Any = zip(*(column.tolist() for column in columns), after, strict=True)
        return tuple(Found(*one) for one in rows)

    # --- counting, and the others ---

    def _closed(self, ask: Ask) -> tuple[dict[str, int], int]:
        """Count whom the asker may see: how many are closed, by reason, and how many are open."""
        own, others = self._all.open_and_closed(
            ask.of["organisation"], shareable=ask.of["shareable"]
        )
        reasons = {name: int(own[code]) for code, (name, _) in rules.CLOSED.items()}
        reasons[ELSEWHERE] += int(others[1:].sum())
        return reasons, int(own[0] + others[0])

    def _seen(self, look: Shortlist) -> Column:
        organisation = look.of("organisation")
        hidden = rules.other_organisation(
            organisation, look.of("shared"), look.ask.of["organisation"], look.ask.of["shareable"]
        )
        return np.asarray(~hidden & (organisation != NOBODY))

    def _nearest(
        self, missed: list[tuple[str, Shortlist]], most: int
    ) -> tuple[tuple[int, str], ...]:
        """Return the nearest without room, then the nearest who do not fit; equally near ones by
        key."""
        chosen = []
        for no_room in (True, False):
            parts = [one for one in missed if (one[0] in NO_ROOM) is no_room and len(one[1].slots)]
            if not parts:
                continue
            slots = np.concatenate([part.slots for _, part in parts])
            square = np.concatenate([part.square for _, part in parts])
            code = np.repeat([code for code, _ in parts], [len(part.slots) for _, part in parts])
            own = parts[0][1].ask.of["organisation"]
            for at in np.lexsort((self._all.columns["key"][slots], square))[:most]:
                slot = int(slots[at])
                row = int(self._all.row_of[slot])
                chosen.append((row, self._said(str(code[at]), slot, own)))
        return tuple(chosen)

    def _said(self, code: str, slot: int, own: int) -> str:
        if code != "closed":
            return code
        if self._all.columns["organisation"][slot] != own:
            return ELSEWHERE
        return rules.CLOSED[int(self._all.columns["closed"][slot])][0]
