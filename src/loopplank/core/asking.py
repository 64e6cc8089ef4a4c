"""How often one volunteer may be asked, counted over all organisations together.

A question costs something to whoever gets it, also when they say nothing. That is why every one
counts, whatever became of it: a coordinator who takes a question back cannot ask it again for free.
Silence does nothing else: it gives no rest and no mark.
"""

from collections.abc import Iterable
from datetime import date, timedelta

#: Any so many days together are a month: one that begins anew on the first would let twice as many
#: questions come in two weeks.
MONTH = timedelta(days=30)


def counts(asked_on: date, today: date) -> bool:
    """Whether a question of that day still counts for this month."""
    return today - MONTH < asked_on


def free_again(asked_on: Iterable[date], most: int) -> date | None:
    """The first day on which these questions leave room for one more; None when they do already."""
    latest = sorted(asked_on, reverse=True)
    if most < 1 or len(latest) < most:
        return None
    return latest[most - 1] + MONTH
