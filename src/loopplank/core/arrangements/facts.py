"""What an arrangement is made of: who does what, who must say yes, and what they answered."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.arrangements.states import State
from loopplank.core.kit.reason import dutch


class Who(StrEnum):
    """Who does a task. A task that nobody does yet has None, and blocks."""

    VOLUNTEER = "volunteer"
    PROFESSIONAL = "professional"
    FAMILY = "family"
    PERSON = "person"
    ORGANISATION = "organisation"
    NOBODY_DISCUSSED = "nobody_discussed"


WHO_WORDS: Mapping[Who, str] = MappingProxyType(
    {
        Who.VOLUNTEER: dutch("vrijwilliger"),
        Who.PROFESSIONAL: dutch("beroepskracht"),
        Who.FAMILY: dutch("familie"),
        Who.PERSON: dutch("de persoon zelf"),
        Who.ORGANISATION: dutch("de organisatie"),
        Who.NOBODY_DISCUSSED: dutch("niemand, besproken"),
    }
)
NOBODY_YET = dutch("nog niemand")


class Side(StrEnum):
    """Who has to say yes."""

    PERSON = "person"
    VOLUNTEER = "volunteer"
    PROFESSIONAL = "professional"
    FAMILY = "family"


class Answer(StrEnum):
    """What a party said. `LEFT`: not involved any more; `WITHDRAWN`: a yes that was taken back."""

    NOT_ASKED = "not_asked"
    WAITING = "waiting"
    YES = "yes"
    NO = "no"
    WITHDRAWN = "withdrawn"
    LEFT = "left"


ANSWER_WORDS: Mapping[Answer, str] = MappingProxyType(
    {
        Answer.NOT_ASKED: dutch("nog niet gevraagd"),
        Answer.WAITING: dutch("nog geen antwoord"),
        Answer.YES: dutch("zei ja"),
        Answer.NO: dutch("zei nee"),
        Answer.WITHDRAWN: dutch("trok het ja in"),
        Answer.LEFT: dutch("is niet meer betrokken"),
    }
)


class Channel(StrEnum):
    """How an answer was given. `PAPER` is a signature that the organisation keeps."""

    LINK = "link"
    PHONE = "phone"
    PAPER = "paper"


class No(StrEnum):
    """Why a party says no; not asked of somebody who just taps no."""

    NOT_RIGHT = "not_right"
    TOO_MUCH = "too_much"
    NOT_MY_TASK = "not_my_task"
    DATES = "dates"
    UNSAID = "unsaid"


NO_WORDS: Mapping[No, str] = MappingProxyType(
    {
        No.NOT_RIGHT: dutch("Er staat iets in dat niet klopt"),
        No.TOO_MUCH: dutch("Het is te veel"),
        No.NOT_MY_TASK: dutch("Dit is geen taak voor mij"),
        No.DATES: dutch("De dagen of tijden passen niet"),
        No.UNSAID: dutch("Dat vertel ik liever aan de telefoon"),
    }
)


@dataclass(frozen=True, slots=True)
class Task:
    """One task; `when` and `leaves_out` (what is not done) are words."""

    what: str
    who: Who | None = None
    when: str = ""
    leaves_out: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What everybody reads and says yes to."""

    tasks: tuple[Task, ...] = ()
    call_by_day: str = ""
    call_outside_hours: str = ""
    evaluate_on: date | None = None
    last_day: date | None = None
    if_ill: str = ""
    stop_rule: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Somebody who has to say yes. `key` tells volunteers apart, of whom there may be several."""

    side: Side
    answer: Answer = Answer.NOT_ASKED
    name: str = ""
    works_at: str = ""
    phone: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """`starts_on`: the first day of the help, or today while nobody knows it yet."""

    state: State
    terms: Terms
    signatories: tuple[Signatory, ...]
    starts_on: date

    def of(self, side: Side) -> Signatory | None:
        return next((one for one in self.signatories if one.side is side), None)


_EVERYBODY = frozenset(Side)
_OF_TASK = {
    Who.VOLUNTEER: Side.VOLUNTEER,
    Who.PROFESSIONAL: Side.PROFESSIONAL,
    Who.FAMILY: Side.FAMILY,
}
#: Whose yes a change of these does not outlive; of a task that is said by `concerned`.
_CONCERNS: Mapping[str, frozenset[Side]] = MappingProxyType(
    {
        "call_by_day": frozenset({Side.VOLUNTEER}),
        "call_outside_hours": frozenset({Side.VOLUNTEER}),
        "evaluate_on": _EVERYBODY,
        "last_day": _EVERYBODY,
        "if_ill": frozenset({Side.PERSON, Side.VOLUNTEER}),
        "stop_rule": _EVERYBODY,
    }
)


def concerned(before: Terms, now: Terms) -> frozenset[Side]:
    """Return the sides whose yes must be asked again after a change.

    A task concerns whoever does it or did it. The person is concerned by every task: it is their
    house, and what others may know of each other is theirs to say.
    """
    found: set[Side] = set()
    for task in set(before.tasks) ^ set(now.tasks):
        found.add(Side.PERSON)
        if task.who in _OF_TASK:
            found.add(_OF_TASK[task.who])
    for column in fields(Terms):
        if getattr(before, column.name) != getattr(now, column.name):
            found |= _CONCERNS.get(column.name, frozenset())
    return frozenset(found)
