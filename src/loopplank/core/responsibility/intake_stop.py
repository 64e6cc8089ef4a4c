"""An intake stop: an organisation takes nobody new for a while, with an end and a sentence.

It begins and ends by itself: whether it is in force is a question of the day.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from loopplank.core.kit.calendar import months_after
from loopplank.core.kit.reason import Reason, Refused, dutch

LONGEST_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Stop:
    """Nobody new from `first_day` until `until`, the day on which they may ask again.

    Without a `kind` it is about all help. `ended_on` is the day on which somebody ended it early.
    """

    kind: str
    first_day: date
    until: date
    words: str
    ended_on: date | None = None

    def in_force(self, today: date) -> bool:
        ended = self.ended_on is not None and self.ended_on <= today
        return self.first_day <= today < self.until and not ended

    def is_over(self, today: date) -> bool:
        return today >= self.until or self.ended_on is not None

    def about(self, kinds: Collection[str]) -> bool:
        """Say whether everything that is asked falls under the stop; one other kind is enough to be
        welcome."""
        return not self.kind or set(kinds) <= {self.kind}


def stop_for(stops: Iterable[Stop], kinds: Collection[str], today: date) -> Stop | None:
    """Return the stop that a new question for these kinds of help meets today, the longest of
    several, or None."""
    found = [stop for stop in stops if stop.in_force(today) and stop.about(kinds)]
    return max(found, key=lambda stop: stop.until, default=None)


def may_stop(first_day: date, until: date, words: str, today: date) -> None:
    """Refuse a stop without an end or a sentence. Raises Refused with what is missing."""
    if first_day < today:
        raise Refused(Reason("stop.begins", dutch("Een stop begint vandaag of later.")))
    if until <= first_day:
        raise Refused(Reason("stop.ends", dutch("Kies een einde na de eerste dag.")))
    latest = months_after(first_day, LONGEST_MONTHS)
    if until > latest:
        raise Refused(
            Reason(
                "stop.too_long",
                dutch("Een stop duurt hooguit zes maanden: tot %(day)s. Verlengen kan daarna."),
                {"day": latest},
            )
        )
    if not words.strip():
        raise Refused(
            Reason(
                "stop.words", dutch("Schrijf een zin voor wie nu hulp zoekt. Iedereen leest hem.")
            )
        )
