"""Four short questions to a volunteer, every six weeks; no instrument, and without a score.

No validated Dutch instrument for volunteers exists, so this is openly something else: four taps,
each may be skipped, and only a call for whoever wants one follows from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.reason import Reason, dutch

EVERY = timedelta(weeks=6)
#: Nobody is asked how it goes before it goes.
AFTER_JOINING = timedelta(weeks=4)
#: Whoever let know that something is wrong is called, and not sent a questionnaire.
AFTER_SIGNAL = timedelta(weeks=2)
#: Then it goes away by itself, and nobody asks after it.
OPEN_FOR = timedelta(weeks=3)
MONTHS_KEPT = 12


class Question(StrEnum):
    """The four questions, in the order in which they are asked."""

    FITS = "fits"
    FEELS = "feels"
    LASTS = "lasts"
    SAFETY_NET = "safety_net"


class CheckInState(StrEnum):
    """Where the four questions to one volunteer stand. `lapsed`: they went away by themselves."""

    OPEN = "open"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    LAPSED = "lapsed"
    ERASED = "erased"


#: The volunteer may still answer, or change what was answered.
STILL_CHANGES = (CheckInState.OPEN, CheckInState.ANSWERED)
QUESTIONS = tuple(Question)

QUESTION_WORDS: Mapping[Question, str] = MappingProxyType(
    {
        Question.FITS: dutch("Past je vrijwilligerswerk nu in je leven?"),
        Question.FEELS: dutch("Hoe voelen de bezoeken?"),
        Question.LASTS: dutch("Hoe lang wil je dit zo nog doen?"),
        Question.SAFETY_NET: dutch("Doe je iets wat een beroepskracht hoort te doen?"),
    }
)
ANSWERS: Mapping[Question, Mapping[str, str]] = MappingProxyType(
    {
        Question.FITS: MappingProxyType(
            {
                "more": dutch("Er kan meer bij"),
                "right": dutch("Precies goed"),
                "bit_much": dutch("Net te veel"),
                "too_much": dutch("Veel te veel"),
            }
        ),
        Question.FEELS: MappingProxyType(
            {
                "light": dutch("Licht"),
                "fair": dutch("Te doen"),
                "heavy": dutch("Zwaar"),
                "too_heavy": dutch("Te zwaar"),
            }
        ),
        Question.LASTS: MappingProxyType(
            {
                "long": dutch("Nog lang"),
                "months": dutch("Een paar maanden"),
                "weeks": dutch("Een paar weken"),
                "stop": dutch("Liever nu stoppen"),
            }
        ),
        Question.SAFETY_NET: MappingProxyType(
            {
                "no": dutch("Nee"),
                "sometimes": dutch("Soms"),
                "often": dutch("Vaak"),
                "unknown": dutch("Weet ik niet"),
            }
        ),
    }
)
#: Which answers are told together when one of them alone would be of fewer than ten people: the
#: finest first, and each next one only joins groups of the one before it.
LEVELS: Mapping[Question, tuple[tuple[tuple[str, ...], ...], ...]] = MappingProxyType(
    {
        **{
            question: (
                ((one,), (two,), (three,), (four,)),
                ((one,), (two,), (three, four)),
                ((one, two), (three, four)),
            )
            for question in (Question.FITS, Question.FEELS, Question.LASTS)
            for one, two, three, four in [tuple(ANSWERS[question])]
        },
        Question.SAFETY_NET: (
            (("no",), ("sometimes",), ("often",), ("unknown",)),
            (("no",), ("sometimes", "often"), ("unknown",)),
            (("no", "unknown"), ("sometimes", "often")),
        ),
    }
)

#: Who reads a message taps the answers; to anybody else they may be put on the telephone.
WRITTEN = frozenset({"sms", "email"})


class Keep(StrEnum):
    """What somebody says on the telephone to "mag ik dit bewaren?"."""

    OWN = "own"
    SHARED = "shared"
    NO = "no"


KEEP_WORDS: Mapping[Keep, str] = MappingProxyType(
    {
        Keep.OWN: dutch("Ja, alleen voor de vrijwilliger zelf"),
        Keep.SHARED: dutch("Ja, en wij mogen het ook zien"),
        Keep.NO: dutch("Nee, bewaar het niet"),
    }
)

CALL_OVER = Reason(
    "check_in.call_over",
    dutch("Deze vragen zijn voorbij. Wil de vrijwilliger een gesprek? Spreek dat nu af."),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether somebody may be asked now. `joined_on` is about the organisation where
    they help."""

    joined_on: date | None
    paused: bool
    last_asked_on: date | None
    is_open: bool
    signalled_on: date | None
    waits_for_call: bool


def may_ask(one: Standing, today: date) -> bool:
    """Say whether it is time to ask; never while something else is going on."""
    if one.joined_on is None or today < one.joined_on + AFTER_JOINING:
        return False
    if one.paused or one.is_open or one.waits_for_call:
        return False
    if one.signalled_on is not None and today < one.signalled_on + AFTER_SIGNAL:
        return False
    return one.last_asked_on is None or today >= one.last_asked_on + EVERY


def asked_by_call(channel: str, *, wants_call: bool) -> bool:
    """Say whether the four questions are put on the telephone."""
    return wants_call or channel not in WRITTEN


def next_question(number: int) -> int | None:
    """Return the number of the question after this one; None after the last."""
    return number + 1 if number < len(QUESTIONS) else None
