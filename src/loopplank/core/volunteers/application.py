"""Becoming a volunteer: from "ik wil iets doen" to a first time, who does the next step and when.

Whoever applies chooses hours that become their own limit: nobody here raises it. Nothing is kept of
a certificate but that it was seen, and when.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.kinds import Kind
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.requests.states import Clock, Unit
from loopplank.core.volunteers.load import Limits

#: After a no everything about the person goes; that somebody asked stays as a number.
KEPT_AFTER_A_NO = timedelta(weeks=4)
#: Within it a person may call again with the same name and number, and it stays one application.
LONGEST_WORDS = 300
#: Whoever had the page before them when it closed may still send it.
STILL_TAKEN = timedelta(minutes=30)
PAGE_CLOSED = Reason(
    "application.page_closed",
    dutch("Je kunt je hier nu niet aanmelden. Bel ons, dan denken wij mee."),
)


class ApplicationState(StrEnum):
    """Where an application stands."""

    INTEREST = "interest"
    TALK = "talk"
    CERTIFICATE_ASKED = "certificate_asked"
    CERTIFICATE_SEEN = "certificate_seen"
    TRIAL = "trial"
    STARTED = "started"
    STOPPED = "stopped"


class Step(StrEnum):
    """What a person does with an application."""

    SPOKE = "spoke"
    ASK_CERTIFICATE = "ask_certificate"
    SEE_CERTIFICATE = "see_certificate"
    TRY = "try"
    START = "start"
    STOP = "stop"


class StopReason(StrEnum):
    """Why somebody does not begin."""

    OWN_CHOICE = "own_choice"
    NO_TIME = "no_time"
    ELSEWHERE = "elsewhere"
    NOT_REACHED = "not_reached"
    NO_PLACE = "no_place"
    NO_CERTIFICATE = "no_certificate"
    DID_NOT_FIT = "did_not_fit"
    TOO_YOUNG = "too_young"
    OTHER = "other"


class HowLong(StrEnum):
    """For how long somebody wants to do something."""

    ONCE = "once"
    SIX_WEEKS = "six_weeks"
    UNTIL = "until"
    UNKNOWN = "unknown"


class Age(StrEnum):
    """How old; no date of birth is kept. Who is younger than 16 calls together with a parent."""

    ADULT = "adult"
    YOUNG = "young"
    CHILD = "child"


_S, _D = ApplicationState, Step
#: A certificate may be there already at the talk, and some help asks for none: then a talk leads to
#: a first time with somebody along, or to a start. Who has one that was asked for waits for it.
MOVES: Mapping[tuple[ApplicationState, Step], ApplicationState] = MappingProxyType(
    {
        (_S.INTEREST, _D.SPOKE): _S.TALK,
        (_S.TALK, _D.ASK_CERTIFICATE): _S.CERTIFICATE_ASKED,
        (_S.TALK, _D.SEE_CERTIFICATE): _S.CERTIFICATE_SEEN,
        (_S.TALK, _D.TRY): _S.TRIAL,
        (_S.TALK, _D.START): _S.STARTED,
        (_S.CERTIFICATE_ASKED, _D.SEE_CERTIFICATE): _S.CERTIFICATE_SEEN,
        (_S.CERTIFICATE_SEEN, _D.TRY): _S.TRIAL,
        (_S.CERTIFICATE_SEEN, _D.START): _S.STARTED,
        # a first time went well: a certificate may still be asked for what comes after
        (_S.TRIAL, _D.ASK_CERTIFICATE): _S.CERTIFICATE_ASKED,
        (_S.TRIAL, _D.START): _S.STARTED,
        **{
            (state, _D.STOP): _S.STOPPED
            for state in ApplicationState
            if state not in {_S.STARTED, _S.STOPPED}
        },
    }
)
OPEN_APPLICATION = frozenset(ApplicationState) - {_S.STARTED, _S.STOPPED}
#: How long the next step may take, from the day on which a state began; after a first time that is
#: planned, from that day.
CLOCKS: Mapping[ApplicationState, Clock] = MappingProxyType(
    {
        _S.INTEREST: Clock(2, Unit.WORKING_DAYS),
        _S.TALK: Clock(5, Unit.WORKING_DAYS),
        _S.CERTIFICATE_ASKED: Clock(3, Unit.WEEKS),
        _S.CERTIFICATE_SEEN: Clock(5, Unit.WORKING_DAYS),
        _S.TRIAL: Clock(2, Unit.WORKING_DAYS),
    }
)
STATE_WORDS: Mapping[ApplicationState, str] = MappingProxyType(
    {
        _S.INTEREST: dutch("Wil iets doen"),
        _S.TALK: dutch("Gesproken"),
        _S.CERTIFICATE_ASKED: dutch("VOG aangevraagd"),
        _S.CERTIFICATE_SEEN: dutch("VOG gezien"),
        _S.TRIAL: dutch("Eerste keer"),
        _S.STARTED: dutch("Begonnen"),
        _S.STOPPED: dutch("Gaat niet verder"),
    }
)
#: What the owner does next, in the words of Vandaag and of the page.
NEXT_WORDS: Mapping[ApplicationState, str] = MappingProxyType(
    {
        _S.INTEREST: dutch("Bel, en maak een afspraak om kennis te maken."),
        _S.TALK: dutch("Regel wat nog nodig is: een VOG, of een eerste keer met iemand erbij."),
        _S.CERTIFICATE_ASKED: dutch("Vraag of de VOG er is. Bekijk hem, en bewaar hem niet."),
        _S.CERTIFICATE_SEEN: dutch("Spreek een eerste keer af, met iemand erbij."),
        _S.TRIAL: dutch("Bel hoe de eerste keer was, en of het past."),
    }
)
STEP_WORDS: Mapping[Step, str] = MappingProxyType(
    {
        _D.SPOKE: dutch("Wij spraken elkaar"),
        _D.ASK_CERTIFICATE: dutch("De VOG is aangevraagd"),
        _D.SEE_CERTIFICATE: dutch("Ik zag de VOG"),
        _D.TRY: dutch("De eerste keer is afgesproken"),
        _D.START: dutch("Begint als vrijwilliger"),
        _D.STOP: dutch("Gaat niet verder"),
    }
)
STOP_WORDS: Mapping[StopReason, str] = MappingProxyType(
    {
        StopReason.OWN_CHOICE: dutch("Wil toch niet"),
        StopReason.NO_TIME: dutch("Heeft geen tijd"),
        StopReason.ELSEWHERE: dutch("Begint ergens anders"),
        StopReason.NOT_REACHED: dutch("Wij kregen geen contact"),
        StopReason.NO_PLACE: dutch("Wij hebben nu niets dat past"),
        StopReason.NO_CERTIFICATE: dutch("Er komt geen VOG"),
        StopReason.DID_NOT_FIT: dutch("De eerste keer paste niet"),
        StopReason.TOO_YOUNG: dutch("Is nog te jong"),
        StopReason.OTHER: dutch("Iets anders"),
    }
)
HOW_LONG_WORDS: Mapping[HowLong, str] = MappingProxyType(
    {
        HowLong.ONCE: dutch("Eén keer proberen"),
        HowLong.SIX_WEEKS: dutch("Zes weken"),
        HowLong.UNTIL: dutch("Tot een dag die ik kies"),
        HowLong.UNKNOWN: dutch("Dat weet ik nog niet"),
    }
)
AGE_WORDS: Mapping[Age, str] = MappingProxyType(
    {
        Age.ADULT: dutch("18 jaar of ouder"),
        Age.YOUNG: dutch("16 of 17 jaar"),
        Age.CHILD: dutch("Jonger dan 16 jaar"),
    }
)
#: How the person reads where it stands, without a name.
TOLD_STATE: Mapping[ApplicationState, str] = MappingProxyType(
    {
        _S.INTEREST: dutch("Wij hebben je aanmelding. Je wordt gebeld."),
        _S.TALK: dutch("Wij spraken elkaar. Nu kijken wij samen wat je gaat doen."),
        _S.CERTIFICATE_ASKED: dutch("Wij wachten op de VOG."),
        _S.CERTIFICATE_SEEN: dutch("De VOG is gezien. Nu spreken wij een eerste keer af."),
        _S.TRIAL: dutch("Je eerste keer is afgesproken. Er gaat iemand met je mee."),
        _S.STARTED: dutch("Je bent begonnen. Wat je doet, staat in Mijn week."),
        _S.STOPPED: dutch("Deze aanmelding gaat niet verder."),
    }
)

#: What one does, in the words of whoever would do it.
DOING: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.SHOPPING: dutch("Samen boodschappen doen"),
        Kind.COMPANY: dutch("Koffie, praten of wandelen"),
        Kind.TRANSPORT: dutch("Rijden, of met iemand meegaan"),
        Kind.ODD_JOBS: dutch("Kleine klussen in huis of tuin"),
        Kind.PAPERWORK: dutch("Helpen met post en formulieren"),
        Kind.RESPITE: dutch("Bij iemand zijn, zodat een mantelzorger even weg kan"),
        Kind.BUDDY: dutch("Een maatje zijn"),
        Kind.FAMILY: dutch("Een gezin steunen"),
        Kind.LANGUAGE: dutch("Samen Nederlands oefenen"),
        Kind.VIGIL: dutch("Waken bij iemand die sterft"),
    }
)
#: What is asked where nobody wrote down what an organisation offers.
ORDINARY = (Kind.SHOPPING, Kind.COMPANY, Kind.TRANSPORT, Kind.ODD_JOBS, Kind.PAPERWORK)

#: The hours that one may choose, the smallest first. Who wants more begins with the last, and sets
#: it higher later: that is their own act (promise P10).
HOURS = (60, 120, 180)
MORE = "more"
LONGEST_AHEAD = timedelta(days=3 * 366)

NOT_FROM_HERE = Reason(
    "application.not_from_here", dutch("Dat kan nu niet meer. Kijk hoe het er nu mee staat.")
)
CHILD_CALLS = Reason(
    "application.child",
    dutch("Ben je jonger dan 16? Bel ons dan samen met een ouder. Wij bewaren nu niets."),
)
PARENT_KNOWS = Reason(
    "application.parent",
    dutch("%(name)s is 16 of 17. Vink aan dat een ouder het weet en het goed vindt."),
)
NO_OTHER_WORDS = Reason("application.words", dutch("Schrijf in een zin waarom."))
SEEN_LATER = Reason("application.seen_later", dutch("Deze dag moet nog komen."))
UNTIL_PASSED = Reason("application.until", dutch("Kies een dag die nog komt, binnen drie jaar."))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody chose on the form. `kinds` empty: they do not know yet; `day_parts` 0: it
    changes."""

    kinds: tuple[str, ...]
    day_parts: int
    minutes: int
    how_long: HowLong
    until: date | None
    age: Age


def kinds_to_choose(offered: Iterable[str]) -> tuple[Kind, ...]:
    """Return what is asked on the form, in a fixed order: what is offered there, else the ordinary
    kinds."""
    there = set(offered)
    return tuple(kind for kind in DOING if kind in there) or ORDINARY


def takes_new(closed_at: datetime | None) -> bool:
    """Return whether an organisation takes somebody new: every page that leads to applying asks it
    here."""
    return closed_at is None


def still_taken(closed_at: datetime | None, now: datetime) -> bool:
    """Return whether an application that is sent now is taken in: the page is open, or it closed
    while somebody had it before them."""
    return closed_at is None or now <= closed_at + STILL_TAKEN


def minutes_of(chosen: str) -> int:
    """Return the limit in minutes of an answer of the form. Raises ValueError on another one."""
    if chosen == MORE:
        return HOURS[-1]
    minutes = int(chosen)
    if minutes not in HOURS:
        raise ValueError(chosen)
    return minutes


def may_apply(wanted: Wanted, today: date) -> None:
    """Refuse who is too young to apply alone, and a last day that cannot be. Raises Refused."""
    if wanted.age is Age.CHILD:
        raise Refused(CHILD_CALLS)
    if wanted.how_long is HowLong.UNTIL and (
        wanted.until is None or not today < wanted.until <= today + LONGEST_AHEAD
    ):
        raise Refused(UNTIL_PASSED)


def after(state: ApplicationState, step: Step) -> ApplicationState:
    """Return the state after a step. Raises Refused when it does not lead on from here."""
    to = MOVES.get((state, step))
    if to is None:
        raise Refused(NOT_FROM_HERE)
    return to


def steps_from(state: ApplicationState) -> tuple[Step, ...]:
    """Return what may be done now, the most likely first, the end last."""
    return tuple(step for step in Step if (state, step) in MOVES)


def may_start(age: Age, name: str, *, parent_knows: bool) -> None:
    """Refuse to let somebody of 16 or 17 begin of whom no parent knows. Raises Refused."""
    if age is Age.YOUNG and not parent_knows:
        raise Refused(Reason(PARENT_KNOWS.code, PARENT_KNOWS.sentence, {"name": name}))


def may_stop(reason: StopReason, words: str) -> None:
    """Refuse "something else" without words. Raises Refused."""
    if reason is StopReason.OTHER and not words.strip():
        raise Refused(NO_OTHER_WORDS)


def seen_on(day: date, today: date) -> date:
    """Return the day on which a certificate was seen. Raises Refused on one that is to come."""
    if day > today:
        raise Refused(SEEN_LATER)
    return day


def first_limits(wanted: Wanted, today: date) -> Limits:
    """Return the limits with which somebody begins: what they chose, one person, nothing heavy.

    A last day that passed while we talked is none: they said themselves that they begin.
    """
    until = wanted.until if wanted.how_long is HowLong.UNTIL else None
    if wanted.how_long is HowLong.SIX_WEEKS:
        until = today + timedelta(weeks=6)
    return Limits(
        liked_minutes=wanted.minutes,
        max_minutes=wanted.minutes,
        max_people=1,
        max_heavy=0,
        until=until if until is not None and until > today else None,
    )


def erased_from(stopped_on: date) -> date:
    """Return the day from which nothing about the person is left after a no."""
    return stopped_on + KEPT_AFTER_A_NO


def call_words(who: str, on: date, organisation: str) -> Reason:
    """Return the promise of a call: by name only where somebody can be named beside that day."""
    return Reason(
        "application.call" if who else "application.called",
        dutch("%(who)s belt je, uiterlijk %(day)s."),
        {"who": who or organisation, "day": on},
    )


def then_words(who: str, on: date) -> Reason:
    """Return who calls where the first did not manage to."""
    return Reason(
        "application.then",
        dutch("Lukt dat niet? Dan belt %(who)s op %(day)s."),
        {"who": who, "day": on},
    )


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many wrote, were spoken to and began, and why the others did not; one organisation's
    own."""

    wrote: int
    spoken: int
    started: int
    stopped: Mapping[StopReason, int]
