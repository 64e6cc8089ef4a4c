"""How a message stands, in a word, a shape and a colour: one table, for every page that says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.reason import dutch
from loopplank.core.messages.states import MessageState


class Shown(StrEnum):
    """How a message stands for whoever looks at it.

    READY: somebody tells it. LEAVES: it leaves by itself, at a moment that can be said. WAITS: it
    leaves by itself after something else. ON_ITS_WAY: it is being sent now. SENT: Loopplank sent
    it. TOLD: somebody told it.
    """

    READY = "ready"
    LEAVES = "leaves"
    WAITS = "waits"
    ON_ITS_WAY = "on_its_way"
    SENT = "sent"
    TOLD = "told"
    FAILED = "failed"
    UNSURE = "unsure"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Look:
    """A word (`%(when)s`: "om 9:42", "morgen om 10:00"), a shape by its name in the drawings, and a
    colour by its name in the styles; no colour is the plain one."""

    word: str
    shape: str
    colour: str = ""


LOOKS: Mapping[Shown, Look] = MappingProxyType(
    {
        Shown.READY: Look(dutch("klaar"), "open-item", "water"),
        Shown.LEAVES: Look(dutch("wordt %(when)s verstuurd"), "clock", "reed"),
        Shown.WAITS: Look(dutch("wacht op een ander antwoord"), "clock", "rope"),
        Shown.ON_ITS_WAY: Look(dutch("wordt nu verstuurd"), "clock", "reed"),
        Shown.SENT: Look(dutch("verstuurd"), "check", "reed"),
        Shown.TOLD: Look(dutch("verteld"), "check", "reed"),
        Shown.FAILED: Look(dutch("mislukt"), "warning", "buoy"),
        Shown.UNSURE: Look(dutch("onzeker"), "info", "rope"),
        Shown.OVER: Look(dutch("vervallen"), "cross"),
    }
)
#: What went wrong, until somebody did something with it.
WRONG = frozenset({Shown.FAILED, Shown.UNSURE})

#: How Loopplank told it by itself, against how a person did.
BY_LOOPPLANK = frozenset({"mailed", "texted", "merged"})
#: It leaves by itself, and nobody knows when: another question must be answered first.
TURN = "turn"


def shown(
    state: MessageState,
    *,
    leaves: bool,
    being_sent: bool = False,
    by_hand: str = "",
    waits_for: str = "",
    done_how: str = "",
) -> Shown:
    """Return how it stands. `leaves`: this installation sends by its channel."""
    settled = {
        MessageState.UNSURE: Shown.UNSURE,
        MessageState.DEAD: Shown.FAILED,
        MessageState.DROPPED: Shown.OVER,
        MessageState.TOLD: Shown.SENT if done_how in BY_LOOPPLANK else Shown.TOLD,
    }
    if state in settled:
        return settled[state]
    if being_sent:
        return Shown.ON_ITS_WAY
    if by_hand or not leaves:
        return Shown.READY
    return Shown.WAITS if waits_for == TURN else Shown.LEAVES
