"""Days, moments and keys of the demo as they are kept: counted from the Monday of the story's week,
so that the same rows can be told in any other week.

In text and in JSON a kept value begins with a sign: `@d-3` is a day, `@t-3 10:05:00` a moment on
the clock of Amsterdam, `@k12` the thirteenth key. What began with that sign itself gets another one
before it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from loopplank.core.kit.calendar import at_local, local_time, monday

SIGN = "@"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[:.\d]*\+00:00")
_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: What must not stand in a longer text: nothing would move it, or it opens something.
_NEVER_KEPT = re.compile(rf"{_DAY.pattern}|{_KEY.pattern}|[0-9a-f]{{32}}")


class NotRelative(ValueError):
    """A day or a key in the middle of a text, or a moment in another form: it cannot be kept."""


def keys_in(value: Any) -> Iterable[UUID]:
    """Return every key in a value, also in the JSON below it."""
    if isinstance(value, UUID):
        yield value
    elif isinstance(value, str) and _KEY.fullmatch(value):
        yield UUID(value)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from keys_in(name)
            yield from keys_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from keys_in(one)


@dataclass(frozen=True, slots=True)
class Keeper:
    """Turns what stands in the database into what is kept. `today` is the last day of the story."""

    today: date
    keys: dict[UUID, int]

    def day(self, day: date) -> int:
        return (day - monday(self.today)).days

    def moment(self, instant: datetime) -> str:
        local = local_time(instant)
        return f"{self.day(local.date())} {local.time().isoformat()}"

    def year(self, year: int) -> int:
        return year - self.today.year

    def text(self, value: str) -> str:
        if _DAY.fullmatch(value):
            return f"{SIGN}d{self.day(date.fromisoformat(value))}"
        if _MOMENT.fullmatch(value):
            return f"{SIGN}t{self.moment(datetime.fromisoformat(value))}"
        if _KEY.fullmatch(value):
            return f"{SIGN}k{self.keys[UUID(value)]}"
        if _NEVER_KEPT.search(value):
            raise NotRelative(value)
        return SIGN + value if value.startswith(SIGN) else value

    def json(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.text(name): self.json(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self.json(one) for one in value]
        return value


@dataclass(frozen=True, slots=True)
class Teller:
    """Turns what is kept into what stands in the database of somebody who comes in at `now`.

    `ended` is the hour at which the kept story ends. Who comes in earlier on the day finds all that
    happened this morning, pressed together before it.
    """

    now: datetime
    ended: time
    keys: Sequence[UUID]

    @property
    def today(self) -> date:
        return local_time(self.now).date()

    def day(self, number: int) -> date:
        return monday(self.today) + timedelta(days=number)

    def moment(self, kept: str) -> datetime:
        number, _, clock = kept.partition(" ")
        day, at = self.day(int(number)), time.fromisoformat(clock)
        if day == self.today and at <= self.ended and local_time(self.now).time() < self.ended:
            midnight = at_local(day, time())
            return midnight + (self.now - midnight) * (_minutes(at) / _minutes(self.ended))
        return at_local(day, at)

    def year(self, number: int) -> int:
        return self.today.year + number

    def text(self, kept: str) -> str:
        if not kept.startswith(SIGN):
            return kept
        kind, rest = kept[1:2], kept[2:]
        if kind == "d":
            return self.day(int(rest)).isoformat()
        if kind == "t":
            return self.moment(rest).isoformat()
        if kind == "k":
            return str(self.keys[int(rest)])
        return kept[1:]

    def json(self, kept: Any) -> Any:
        if isinstance(kept, str):
            return self.text(kept)
        if isinstance(kept, dict):
            return {self.text(name): self.json(one) for name, one in kept.items()}
        if isinstance(kept, list):
            return [self.json(one) for one in kept]
        return kept


def _minutes(at: time) -> float:
    return at.hour * 60 + at.minute + at.second / 60
