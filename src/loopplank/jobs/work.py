"""What a kind of work of the loop is: which rows are due, each with the call that does it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeAlias
from uuid import UUID

from loopplank.access.account.actors import SYSTEM

Todo: TypeAlias = Iterable[tuple[UUID, Callable[[], object]]]
#: The ids that are due at a moment, without those that are skipped now.
Find: TypeAlias = Callable[[datetime, Collection[UUID]], Iterable[UUID]]


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work: `todo` gives the ids that are due now, each with the call that does it."""

    kind: str
    todo: Callable[[datetime, Collection[UUID]], Todo]


def each(kind: str, find: Find, act: Callable[..., object], subject: str) -> Work:
    """Make the usual kind: one action of the system for every id, which it takes as `subject`."""

    def todo(now: datetime, skip: Collection[UUID]) -> Todo:
        for pk in find(now, skip):
            yield pk, partial(act, actor=SYSTEM, now=now, **{subject: pk})

    return Work(kind, todo)
