"""Daily work on many rows, each in a transaction of its own."""

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

import structlog

log = structlog.get_logger("loopplank.loop")

Stopping = Callable[[], bool]
Outcome = dict[str, object]


class Stopped(Exception):
    """The loop was asked to stop half-way; the work is taken up again when its lease is over."""


def in_batches(find: Callable[[UUID | None], list[UUID]]) -> Iterator[UUID]:
    """Yield every row that `find` gives a batch of, each batch after the last one it gave."""
    last: UUID | None = None
    while batch := find(last):
        yield from batch
        last = batch[-1]


def one_by_one(
    kind: str, rows: Iterable[UUID], act: Callable[[UUID], int], stopping: Stopping
) -> tuple[int, int]:
    """Return how much was done together, and how many rows failed. Raises Stopped; what was done by
    then stays done, so doing a row twice must change nothing.
    """
    done = failed = 0
    for pk in rows:
        if stopping():
            raise Stopped
        try:
            done += act(pk)
        except Exception:  # one bad row never stops the others
            failed += 1
            log.exception("row_failed", kind=kind, id=str(pk))
    return done, failed
