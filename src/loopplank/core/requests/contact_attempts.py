"""How to reach somebody: which way is next, and when it has been tried enough."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from loopplank.core.kit.reason import Reason, Refused, Word, dutch
from loopplank.core.requests.closing import Attempts
from loopplank.core.requests.states import Clock, Unit

#: Enough before a question may close as not reached.
ENOUGH = Attempts(tries=3, channels=2)
#: How long somebody may still call after the letter that says that we will close.
LAST_LETTER = Clock(10, Unit.WORKING_DAYS)

NEXT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "phone": dutch("bel op een ander moment van de dag"),
        "sms": dutch("stuur een sms"),
        "email": dutch("stuur een e-mail"),
        "letter": dutch("stuur een brief"),
        "visit": dutch("ga langs"),
    }
)
BY_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "phone": dutch("telefoon"),
        "sms": dutch("sms"),
        "email": dutch("e-mail"),
        "letter": dutch("brief"),
        "visit": dutch("huisbezoek"),
    }
)
_ORDER = tuple(NEXT_WORDS)


@dataclass(frozen=True, slots=True)
class Reachable:
    """By which ways we know somebody: a telephone, text messages, mail, a postal address."""

    phone: bool = False
    sms: bool = False
    email: bool = False
    letter: bool = False

    def ways(self) -> tuple[str, ...]:
        known = {"phone": self.phone, "sms": self.sms, "email": self.email, "letter": self.letter}
        return tuple(way for way, is_known in known.items() if is_known)


NO_WAY = Reachable()


def next_way(tries: Sequence[str], reachable: Reachable) -> str:
    """Return the way for the next try: the least used one, but not the last; a visit when there is
    no other."""
    last = tries[-1] if tries else ""
    others = [way for way in reachable.ways() if way != last]
    if not others:
        return "visit" if last and last != "visit" else (reachable.ways() or ("visit",))[0]
    return min(others, key=lambda way: (tries.count(way), _ORDER.index(way)))


def is_enough(tries: Sequence[str]) -> bool:
    return len(tries) >= ENOUGH.tries and len(set(tries)) >= ENOUGH.channels


def proposed(tries: Sequence[str], reachable: Reachable, written_until: date | None) -> Reason:
    """Return the next step with its reason: another way, the last letter, or closing.

    `written_until` is the day in the letter that says that we will close, once it was sent.
    """
    if written_until is not None:
        return Reason(
            "reach.written",
            dutch("Wij schreven dat bellen kan tot %(day)s. Niets gehoord? Sluit dan af."),
            {"day": written_until},
        )
    last = Word(BY_WORDS[tries[-1]])
    if is_enough(tries):
        return Reason(
            "reach.enough",
            dutch("%(n)s keer niet bereikt, laatst per %(last)s. Maak nu de laatste brief."),
            {"n": len(tries), "last": last},
        )
    following = {"last": last, "next": Word(NEXT_WORDS[next_way(tries, reachable)])}
    if len(tries) == 1:
        return Reason(
            "reach.again",
            dutch("Niet bereikt per %(last)s. Probeer het anders: %(next)s."),
            following,
        )
    return Reason(
        "reach.next",
        dutch("%(n)s keer niet bereikt, laatst per %(last)s. Probeer het anders: %(next)s."),
        {"n": len(tries), **following},
    )


def may_write(tries: Sequence[str]) -> None:
    """Refuse the letter that we will close before three tries in two ways. Raises Refused."""
    if not is_enough(tries):
        raise Refused(
            Reason(
                "reach.too_soon",
                dutch(
                    "Er zijn %(tries)s pogingen op %(channels)s manieren genoteerd. Probeer het 3"
                    " keer, op 2 manieren, bijvoorbeeld bellen en een brief."
                ),
                {"tries": len(tries), "channels": len(set(tries))},
            )
        )


def may_close_unreached(written_until: date | None, today: date) -> None:
    """Refuse to close without that letter, or before the day that stands in it. Raises Refused."""
    if written_until is None:
        raise Refused(
            Reason(
                "close.letter_first",
                dutch(
                    "Laat eerst weten dat je gaat afsluiten. Maak de laatste brief en vertel hem."
                ),
            )
        )
    if today <= written_until:
        raise Refused(
            Reason(
                "close.letter_day",
                dutch(
                    "In de brief staat dat bellen kan tot en met %(day)s. Wacht tot die dag om is."
                ),
                {"day": written_until},
            )
        )
