"""When an organisation is closed as a whole: no promise, no clock and no call-back falls in it.

The days themselves are taken out of the working days (`access/kit/workdays.py`), so that whatever
counts days knows of it without asking. Here is what may be entered, and what is said beforehand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from loopplank.core.kit.reason import Reason, Refused, dutch

#: Longer than this is no closed period but an organisation that stops.
LONGEST = timedelta(days=92)
#: It is said on forms and pages from so long before the first day.
SAID_BEFORE = timedelta(weeks=4)
#: So far ahead it may be entered.
FURTHEST = timedelta(days=366 * 2)


@dataclass(frozen=True, order=True, slots=True)
class Closure:
    """The first and the last day on which nobody works; both are closed."""

    first: date
    last: date

    def days(self) -> frozenset[date]:
        return frozenset(
            self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)
        )

    def as_stored(self) -> list[str]:
        return [self.first.isoformat(), self.last.isoformat()]


def from_stored(stored: Iterable[Iterable[str]]) -> tuple[Closure, ...]:
    """Return the periods as they are kept, in order."""
    return tuple(sorted(Closure(*(date.fromisoformat(day) for day in one)) for one in stored))


def closed_days(periods: Iterable[Closure]) -> frozenset[date]:
    return frozenset().union(*(one.days() for one in periods))


def to_say(periods: Iterable[Closure], today: date) -> Closure | None:
    """Return the period that must be said today: the one that runs, else the next within four
    weeks."""
    soon = (
        one for one in sorted(periods) if today <= one.last and one.first <= today + SAID_BEFORE
    )
    return next(soon, None)


def closed_words(one: Closure, today: date, name: str) -> Reason:
    """Return what whoever asks, is helped or helps reads: until when, and that nothing is promised
    meanwhile."""
    if one.first <= today:
        return Reason(
            "closed_period.now",
            dutch(
                "%(name)s is gesloten tot en met %(last)s. Tot dan leest niemand berichten en belt"
                " niemand terug. Is het nu gevaarlijk? Bel 112."
            ),
            {"name": name, "last": one.last},
        )
    return Reason(
        "closed_period.soon",
        dutch(
            "%(name)s is gesloten van %(first)s tot en met %(last)s. In die tijd leest niemand"
            " berichten en belt niemand terug."
        ),
        {"name": name, "first": one.first, "last": one.last},
    )


def closed_words_to_volunteer(one: Closure, name: str) -> Reason:
    return Reason(
        "closed_period.volunteer",
        dutch(
            "%(name)s is gesloten van %(first)s tot en met %(last)s. Jouw bezoeken gaan door zoals"
            " afgesproken. Kun je een keer niet? Zeg het vóór die tijd, of tegen wie je helpt."
        ),
        {"name": name, "first": one.first, "last": one.last},
    )


ENDS_FIRST = Reason("closure.ends_first", dutch("De laatste dag is vóór de eerste."))
TOO_SOON = Reason(
    "closure.too_soon",
    dutch(
        "Kies een eerste dag vanaf morgen. Wat voor vandaag beloofd is, moet vandaag nog gebeuren."
    ),
)
TOO_LONG = Reason("closure.too_long", dutch("Een gesloten tijd duurt hooguit drie maanden."))
TOO_FAR = Reason("closure.too_far", dutch("Kies een dag binnen twee jaar."))
TOUCHES = Reason("closure.touches", dutch("In die tijd zijn jullie al gesloten."))


def may_close(new: Closure, known: Iterable[Closure], today: date) -> None:
    """Refuse a period in which a promise of today would fall, or that makes no sense. Raises
    Refused."""
    if new.last < new.first:
        raise Refused(ENDS_FIRST)
    if new.first <= today:
        raise Refused(TOO_SOON)
    if new.last - new.first >= LONGEST:
        raise Refused(TOO_LONG)
    if new.last > today + FURTHEST:
        raise Refused(TOO_FAR)
    if any(one.first <= new.last and new.first <= one.last for one in known):
        raise Refused(TOUCHES)
