"""How the limit of an offer reads: "niet" stands before what is not done, and never twice."""

import re

from loopplank.core.kit.reason import dutch

#: A sentence with one of these says itself what is not done, or how far something goes.
_SAYS_ITSELF = re.compile(
    r"\b(geen|niet|nooit|niemand|alleen|hoogstens|hooguit|maximaal|uiterlijk|minstens|tot)\b",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[.;])\s+")
NOT = dutch("Niet: %(what)s")


def says_itself(sentence: str) -> bool:
    """Say whether a sentence is a limit by itself, so that no "niet" may stand before it."""
    return _SAYS_ITSELF.search(sentence) is not None


def limit_sentences(text: str) -> tuple[tuple[bool, str], ...]:
    """Return the sentences of "wat doen jullie niet", each with whether "niet" is to be said first.

    "Geen pinpas meenemen" and "Overdag, tot 22:00 uur" under a heading that says "doet niet" would
    say the opposite.
    """
    found = (part.strip() for part in _SENTENCES.split(text.strip()) if part.strip())
    return tuple((not says_itself(part), part) for part in found)
