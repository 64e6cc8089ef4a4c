"""What words of a text ask before anybody weighed: how soon it is read, and whom to call now.

Words never answer a gate. They may make a clock shorter, and bring numbers in sight, until a person
has asked.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from loopplank.core.triage import red_flags
from loopplank.core.triage.flags import Urgency
from loopplank.core.triage.red_flags import RedFlagKind

#: What somebody may write that cannot wait for an ordinary first call, and how long it may wait.
TERMS: Mapping[RedFlagKind, Urgency] = MappingProxyType(
    {
        RedFlagKind.INJURY: Urgency.TODAY,
        RedFlagKind.NOT_SEEN: Urgency.TODAY,
        RedFlagKind.SUICIDE: Urgency.HOURS_24,
        RedFlagKind.VIOLENCE: Urgency.TODAY,
        RedFlagKind.WANDERING: Urgency.HOURS_24,
        RedFlagKind.ABUSE: Urgency.TODAY,
    }
)
_SOONEST = tuple(Urgency)


def kinds_in(text: str) -> frozenset[RedFlagKind]:
    """Return the kinds of danger that words of this text may point at; one of `TERMS` each."""
    return frozenset(flag.kind for flag in red_flags.find(text) if flag.kind in TERMS)


def term_of(*texts: str, minor: bool = False) -> Urgency | None:
    """Return the shortest term that the words ask; somebody under 18 is never left longer than
    three working days. None for ordinary words."""
    asked = [TERMS[kind] for text in texts for kind in kinds_in(text)]
    if minor:
        asked.append(Urgency.WORKDAYS_3)
    return soonest(asked)


def soonest(asked: Iterable[Urgency]) -> Urgency | None:
    """Return the shortest of these terms; None without any."""
    return min(asked, key=_SOONEST.index, default=None)
