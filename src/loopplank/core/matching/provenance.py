"""How a plan was made, to make it again (promise P8): what the planner was given beside the problem
and the seed, and where it was stopped.

A plan that began with the prices of an earlier one keeps those prices: the earlier plan is thrown
away before this one, and whoever left since is a row without a name in it. A plan in pieces keeps
the rows of each piece: a municipality may grow, and people move.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import numpy as np

from loopplank.core.matching.problem import Column
from loopplank.core.matching.result import Help, Plan, StoppedAt
from loopplank.core.matching.sharding import Shard

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a plan was made with. `begun`: the prices to begin with, of all volunteers, or None.
    `stopped`: for each piece where it was stopped, or None when nothing stopped it. Week 0 of the
    problem begins on `first_monday`. `planner` is the name of what made it."""

    planner: str
    first_monday: date
    fairness: str
    pieces: tuple[Shard, ...]
    stopped: tuple[StoppedAt | None, ...]
    begun: Column | None = None

    def save(self) -> bytes:
        """Write it for `read_provenance`: a few bytes a volunteer, since most prices are 0."""
        file = BytesIO()
        beside = [(n, *one) for n, at in enumerate(self.stopped) if at for one in at.beside]
        begun = np.zeros((0, 0, 0)) if self.begun is None else self.begun
        np.savez_compressed(
            file,
            format=np.array(FORMAT),
            planner=np.array(self.planner),
            first_monday=np.array(self.first_monday.isoformat()),
            fairness=np.array(self.fairness),
            name=np.array([piece.municipality for piece in self.pieces], np.str_),
            volunteers=_joined(piece.volunteers for piece in self.pieces),
            own=_joined(piece.own for piece in self.pieces).astype(bool),
            requests=_joined(piece.requests for piece in self.pieces),
            sizes=_pairs((len(piece.volunteers), len(piece.requests)) for piece in self.pieces),
            looks=np.array([at.looks if at else 0 for at in self.stopped], np.int64),
            beside=np.array(beside, np.int64).reshape(-1, 3),
            begun=begun.astype(np.float32),
        )
        return file.getvalue()


def read_provenance(saved: bytes) -> Provenance | None:
    """Read what `save` wrote; None when nothing was kept. Raises ValueError on another format."""
    if not saved:
        return None
    with np.load(BytesIO(saved), allow_pickle=False) as found:
        if int(found["format"]) != FORMAT:
            raise ValueError("this is not a course that this version can read")
        beside: dict[int, list[tuple[int, int]]] = {}
        for number, who, look in found["beside"].tolist():
            beside.setdefault(number, []).append((who, look))
        begun = found["begun"].astype(np.float64)
        return Provenance(
            planner=str(found["planner"]),
            first_monday=date.fromisoformat(str(found["first_monday"])),
            fairness=str(found["fairness"]),
            pieces=tuple(_pieces(found)),
            stopped=tuple(
                StoppedAt(looks, tuple(beside.get(number, ()))) if looks else None
                for number, looks in enumerate(found["looks"].tolist())
            ),
            begun=begun if begun.shape[1] else None,
        )


def helped_otherwise(
    one: Iterable[Help], other: Iterable[Help], requests: Sequence[str], volunteers: Sequence[str]
) -> tuple[int, ...]:
    """Return the requests that two plans help in different ways. Requests and volunteers whose key
    is "" were erased, and do not count."""

    def known(helps: Iterable[Help]) -> dict[int, Help]:
        return {
            help_.request: help_
            for help_ in helps
            if requests[help_.request] and all(volunteers[p.volunteer] for p in help_.parts)
        }

    first, second = known(one), known(other)
    return tuple(row for row in sorted({*first, *second}) if first.get(row) != second.get(row))


def stopped_at(plans: Iterable[Plan]) -> tuple[StoppedAt | None, ...]:
    """Return where the plan of each piece was stopped."""
    return tuple(one.stopped_at for one in plans)


def _pieces(found: Any) -> Iterable[Shard]:
    ends = np.cumsum(found["sizes"], axis=0)
    v = np.split(found["volunteers"].astype(np.int64), ends[:-1, 0])
    own = np.split(found["own"], ends[:-1, 0])
    r = np.split(found["requests"].astype(np.int64), ends[:-1, 1])
    for name, volunteers, requests, mine in zip(found["name"].tolist(), v, r, own, strict=False):
        yield Shard(name, volunteers, requests, mine)


def _joined(columns: Iterable[Column]) -> Column:
    found = list(columns)
    return np.concatenate(found).astype(np.int32) if found else np.zeros(0, np.int32)


def _pairs(sizes: Iterable[tuple[int, int]]) -> Column:
    return np.array(list(sizes), np.int64).reshape(-1, 2)
