"""Follow of which volunteers something changed, for what a process holds in memory.

Numbers of changes are given out when a change is made and seen when it is committed, so one that
was committed late has a lower number than one that was seen already: the numbers that were not
there yet are asked for again, for as long as a transaction may last.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Q

from loopplank.store.models import VolunteerVersion

T = TypeVar("T")
#: Whoever is further behind starts anew.
MOST_CHANGES = 2_000
#: A number that was not there yet is waited for: longer than any transaction lasts.
WAITS = timedelta(minutes=10)
#: When somebody starts, so many numbers back may still be on their way.
WINDOW = 1_000


@dataclass(slots=True)
class Changes:
    """How far somebody read. `seen` is the newest change that was read, and `waited_for` the lower
    numbers that were not there, with since when.
    """

    seen: int
    waited_for: dict[int, datetime]

    @classmethod
    def begin(cls, now: datetime) -> "Changes":
        """Return how far the changes are, before all is read: what is committed meanwhile is then
        read again. One query."""
        newest_first = VolunteerVersion.objects.order_by("-version")
        there = list(newest_first.values_list("version", flat=True)[: WINDOW + 1])
        newest = there[0] if there else 0
        missing = set(range(max(1, newest - WINDOW), newest)) - set(there)
        return cls(newest, dict.fromkeys(missing, now))

    def since(self, now: datetime) -> set[UUID] | None:
        """Return of whom something changed since the last time; None: too much, start anew. One
        query. Whoever cannot read them after this starts anew too.
        """
        waiting = [one for one, at in self.waited_for.items() if now - at < WAITS]
        new = VolunteerVersion.objects.filter(Q(version__gt=self.seen) | Q(version__in=waiting))
        found = dict(new.order_by("version").values_list("version", "volunteer_id")[:MOST_CHANGES])
        newest = max(self.seen, *found) if found else self.seen
        missing = len(range(self.seen, newest)) - len(found)
        if len(found) == MOST_CHANGES or missing > MOST_CHANGES:
            return None
        at = {one: self.waited_for[one] for one in waiting}
        at |= dict.fromkeys(range(self.seen + 1, newest + 1), now)
        self.seen = newest
        self.waited_for = {one: then for one, then in at.items() if one not in found}
        return set(found.values())


@dataclass(slots=True)
class Place(Generic[T]):
    lock: Lock = field(default_factory=Lock)
    held: T | None = None


class Places(Generic[T]):
    """What this process holds, in the order in which it was asked for; of what has no place nothing
    is held."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: OrderedDict[Hashable, Place[T]] = OrderedDict()

    def of(self, key: Hashable) -> Place[T] | None:
        with self._lock:
            found = self._found.get(key)
            if found is not None:
                self._found.move_to_end(key)
            return found

    def note(self, key: Hashable, *, large: bool, most: int) -> None:
        """Make a place for what turned out to be large; the one asked for longest ago goes."""
        with self._lock:
            if not large:
                self._found.pop(key, None)
            elif key not in self._found:
                self._found[key] = Place()
                while len(self._found) > most:
                    self._found.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._found.clear()
