"""Where a slot of periodic work stands."""

from enum import StrEnum


class PeriodicState(StrEnum):
    """`dead`: taken over so often without an end that a person has to look at it."""

    CLAIMED = "claimed"
    DONE = "done"
    DEAD = "dead"
