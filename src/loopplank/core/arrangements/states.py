"""The states of an arrangement as one table; interrupted help only goes on by a decision."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.reason import Reason, Refused, Word, dutch


class State(StrEnum):
    DRAFT = "draft"
    OFFERED = "offered"
    AGREED = "agreed"
    SUSPENDED = "suspended"
    ENDED = "ended"


STATE_WORDS: Mapping[State, str] = MappingProxyType(
    {
        State.DRAFT: dutch("in de maak"),
        State.OFFERED: dutch("wacht op antwoord"),
        State.AGREED: dutch("iedereen zei ja"),
        State.SUSPENDED: dutch("staat stil"),
        State.ENDED: dutch("voorbij"),
    }
)


class Step(StrEnum):
    CHANGED = "changed"
    OFFERED = "offered"
    REFUSED = "refused"
    ALL_SAID_YES = "all_said_yes"
    STOOD_STILL = "stood_still"
    RESUMED = "resumed"
    OVER = "over"


MOVES: Mapping[tuple[State, Step], State] = MappingProxyType(
    {
        (State.DRAFT, Step.CHANGED): State.DRAFT,
        (State.DRAFT, Step.OFFERED): State.OFFERED,
        (State.OFFERED, Step.CHANGED): State.DRAFT,
        # once more, or to somebody who came along meanwhile
        (State.OFFERED, Step.OFFERED): State.OFFERED,
        (State.OFFERED, Step.REFUSED): State.DRAFT,
        (State.OFFERED, Step.ALL_SAID_YES): State.AGREED,
        # help that runs goes on as it was agreed, until the new version is
        (State.AGREED, Step.CHANGED): State.DRAFT,
        (State.AGREED, Step.OFFERED): State.OFFERED,
        # also of a draft: help may run on what was agreed before
        (State.DRAFT, Step.STOOD_STILL): State.SUSPENDED,
        (State.OFFERED, Step.STOOD_STILL): State.SUSPENDED,
        (State.AGREED, Step.STOOD_STILL): State.SUSPENDED,
        # what stands still is made ready again, and only a coordinator lets it go on
        (State.SUSPENDED, Step.CHANGED): State.SUSPENDED,
        (State.SUSPENDED, Step.OFFERED): State.SUSPENDED,
        (State.SUSPENDED, Step.REFUSED): State.SUSPENDED,
        (State.SUSPENDED, Step.ALL_SAID_YES): State.SUSPENDED,
        (State.SUSPENDED, Step.STOOD_STILL): State.SUSPENDED,
        (State.SUSPENDED, Step.RESUMED): State.AGREED,
        **{(s, Step.OVER): State.ENDED for s in State if s is not State.ENDED},
    }
)


def after(state: State, step: Step) -> State:
    """Return the state after a step. Raises Refused when the table has no such move."""
    found = MOVES.get((state, step))
    if found is None:
        raise Refused(
            Reason(
                "arrangement.no_such_move",
                dutch("Dit kan nu niet: de afspraak is ‘%(state)s’. Vernieuw de pagina."),
                {"state": Word(STATE_WORDS[state])},
            )
        )
    return found
