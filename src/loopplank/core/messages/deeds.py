"""What a person can do with one message: one thing first, the rest behind "meer"."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.reason import Reason, dutch
from loopplank.core.messages.looks import Shown
from loopplank.core.messages.rules import Audience, Rule

#: What a person pressed leaves no sooner: until then it can be taken back.
GRACE = timedelta(minutes=2)
#: Somebody took it back before it left.
TAKEN_BACK = "taken_back"
#: Why a person tells it, while it may leave by itself once that person has read it.
READ_IS_ENOUGH = frozenset({"read_first", "old", TAKEN_BACK})
#: To whom something goes that a coordinator may keep back for a while.
_OURS_TO_TELL = frozenset({Audience.ASKER, Audience.VOLUNTEER, Audience.PARTY})

LEFT_ALREADY = Reason(
    "message.left_already",
    dutch("Dit bericht is al weg, of gaat op dit moment weg. Klopt het niet? Bel dan."),
)
NOT_TO_TAKE_BACK = Reason(
    "message.not_to_take_back",
    dutch("Dit bericht gaat altijd weg: het zegt wat er in iemands naam gebeurde."),
)
NO_WAY_TO_SEND = Reason(
    "message.no_way_to_send",
    dutch("Loopplank verstuurt dit niet. Bel, kopieer of print het."),
)
NOT_BY_ITSELF = Reason(
    "message.not_by_itself", dutch("Dit kan niet vanzelf weg. Lees waarom, en vertel het zelf.")
)
NOT_TRUE_NOW = Reason(
    "message.not_true_now", dutch("Dit klopt niet meer. Het wordt niet verstuurd.")
)


class Deed(StrEnum):
    """One thing to do with a message. OPEN opens the program on the own telephone or computer."""

    SEND = "send"
    RECALL = "recall"
    SEND_AGAIN = "send_again"
    OPEN = "open"
    CALL = "call"
    PRINT = "print"
    READ = "read"
    COPY = "copy"
    KEY = "key"
    SPELL = "spell"
    TOLD = "told"
    ARRIVED = "arrived"
    LEAVE_OUT = "leave_out"
    PUT_BACK = "put_back"


@dataclass(frozen=True, slots=True)
class Chances:
    """What is possible with one message, besides how it stands.

    `sends`: it may leave by itself once somebody pressed. `recalls`: it may be taken back. `opens`:
    a program of one's own can be opened with it. `calls`: there is a number that may be called.
    `refused`: the address or number is wrong, so that trying again is of no use.
    """

    channel: str
    sends: bool = False
    recalls: bool = False
    opens: bool = False
    calls: bool = False
    refused: bool = False
    has_link: bool = False
    may_have_key: bool = False
    may_put_back: bool = False


@dataclass(frozen=True, slots=True)
class Deeds:
    first: Deed
    more: tuple[Deed, ...]


def deeds(how: Shown, chances: Chances) -> Deeds:
    """Return what to offer: the first that is possible, and everything else that is."""
    first = next(one for one in _first(how, chances) if _possible(one, chances))
    more = (one for one in _MORE.get(how, ()) if one != first and _possible(one, chances))
    return Deeds(first, tuple(more))


def may_send(by_hand: str, rule: Rule | None, *, leaves: bool) -> bool:
    """Say whether pressing "Verstuur" lets it leave by itself. `leaves`: there is a channel."""
    waits = by_hand in READ_IS_ENOUGH or (not by_hand and rule is not None and rule.read_first)
    return leaves and waits


def may_recall(rule: Rule | None) -> bool:
    """Say whether somebody may keep it back. Never what guards a volunteer, a sign-in or somebody
    in danger, and never what a colleague hears of us."""
    return rule is not None and rule.to <= _OURS_TO_TELL and not rule.guards


def must_leave(rule: Rule | None, *, leaves: bool) -> bool:
    """Say whether nobody may end it by a button: it guards somebody, and leaves by itself."""
    return leaves and rule is not None and rule.guards


# --- the table ------------------------------------------------------------------------------------

_TO_TELL: Mapping[str, tuple[Deed, ...]] = MappingProxyType(
    {"letter": (Deed.PRINT,), "phone": (Deed.CALL, Deed.READ)}
)
_BY_MESSAGE = (Deed.SEND, Deed.OPEN, Deed.CALL, Deed.READ)
_FIRST: Mapping[Shown, tuple[Deed, ...]] = MappingProxyType(
    {
        Shown.LEAVES: (Deed.RECALL, Deed.READ),
        Shown.WAITS: (Deed.RECALL, Deed.READ),
        # somebody asks whether it came, before it goes twice
        Shown.UNSURE: (Deed.CALL, Deed.ARRIVED),
        Shown.FAILED: (Deed.SEND_AGAIN,),
    }
)
_OTHER_WAYS = (Deed.CALL, Deed.OPEN, Deed.PRINT, Deed.COPY, Deed.KEY, Deed.SPELL)
_MORE: Mapping[Shown, tuple[Deed, ...]] = MappingProxyType(
    {
        Shown.READY: (*_OTHER_WAYS, Deed.TOLD, Deed.LEAVE_OUT),
        Shown.TOLD: (Deed.PUT_BACK,),
        Shown.OVER: (Deed.PUT_BACK,),
        Shown.FAILED: (Deed.SEND_AGAIN, *_OTHER_WAYS, Deed.TOLD, Deed.LEAVE_OUT),
        Shown.UNSURE: (Deed.ARRIVED, Deed.SEND_AGAIN, *_OTHER_WAYS, Deed.TOLD, Deed.LEAVE_OUT),
    }
)


def _first(how: Shown, chances: Chances) -> tuple[Deed, ...]:
    if how is Shown.READY:
        return _TO_TELL.get(chances.channel, _BY_MESSAGE)
    if how is Shown.FAILED and chances.refused:
        # the same address again is of no use before somebody mended it
        return Deed.CALL, Deed.READ
    return _FIRST.get(how, (Deed.READ,))


def _possible(one: Deed, chances: Chances) -> bool:
    needs = {
        Deed.SEND: chances.sends,
        Deed.RECALL: chances.recalls,
        Deed.OPEN: chances.opens,
        Deed.CALL: chances.calls,
        Deed.KEY: chances.may_have_key,
        Deed.SPELL: chances.has_link,
        Deed.PUT_BACK: chances.may_put_back,
    }
    return needs.get(one, True)
