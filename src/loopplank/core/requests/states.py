"""The states of a request as one table: who owns it, until when, and what comes next.

Source: product concept, section 2.3 (nine states). A referral between organisations has states of
its own: see `core/referrals/states.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.calendar import WorkingDays
from loopplank.core.kit.reason import Reason, Refused, dutch


class State(StrEnum):
    NEW = "new"
    TALKING = "talking"
    SEARCHING = "searching"
    PROPOSED = "proposed"
    MEETING = "meeting"
    RUNNING = "running"
    WAITING = "waiting"
    HANDOVER = "handover"
    CLOSED = "closed"


class Ownership(StrEnum):
    """What a record is of its question: of all open records of one journey one owns it."""

    OWNING = "owning"
    FOLLOWING = "following"


class Unit(StrEnum):
    WORKING_DAYS = "working_days"
    DAYS = "days"
    WEEKS = "weeks"


@dataclass(frozen=True, slots=True)
class Clock:
    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: label, what the owner does next (noun and verb), the clock, what the person is told,
    and what happens when the clock runs out. `minutes` is about how long the next action takes."""

    label: str
    task: str
    verb: str
    clock: Clock | None
    minutes: int
    told: str
    runs_out: str


RULES: Mapping[State, Rule] = MappingProxyType(
    {
        State.NEW: Rule(
            dutch("Nieuw"),
            dutch("Eerste contact"),
            dutch("Bel"),
            Clock(3, Unit.WORKING_DAYS),
            20,
            dutch("Wij bellen u."),
            dutch("De achterwacht ziet het. De persoon hoort een nieuwe naam en een nieuwe dag."),
        ),
        State.TALKING: Rule(
            dutch("In gesprek"),
            dutch("Besluit"),
            dutch("Neem een besluit"),
            Clock(2, Unit.WORKING_DAYS),
            20,
            dutch("U hoort van ons ja of nee."),
            dutch("De vraag staat bovenaan bij te laat, tot er een besluit is."),
        ),
        State.SEARCHING: Rule(
            dutch("Zoeken"),
            dutch("Voorstel doen"),
            dutch("Bekijk voorstellen"),
            Clock(10, Unit.WORKING_DAYS),
            15,
            dutch("Wij kijken wie kan helpen."),
            dutch("Kies: wachtlijst, een andere organisatie, of nee."),
        ),
        State.PROPOSED: Rule(
            dutch("Voorgesteld"),
            dutch("Antwoord van de vrijwilliger"),
            dutch("Bekijk voorstel"),
            Clock(3, Unit.DAYS),
            5,
            dutch("Wij kijken wie kan helpen."),
            dutch("Geen antwoord is ook goed. De vraag gaat naar de volgende."),
        ),
        State.MEETING: Rule(
            dutch("Kennismaken"),
            dutch("Kennismaking"),
            dutch("Plan kennismaking"),
            Clock(10, Unit.WORKING_DAYS),
            30,
            dutch("Wij plannen een kennismaking."),
            dutch("Bel beide kanten en kies een dag."),
        ),
        State.RUNNING: Rule(
            dutch("Loopt"),
            dutch("Evaluatie"),
            dutch("Plan gesprek"),
            Clock(6, Unit.WEEKS),
            20,
            dutch("U krijgt hulp."),
            dutch("Bel over hoe het gaat, en over wat na de laatste dag kan."),
        ),
        State.WAITING: Rule(
            dutch("Wacht"),
            dutch("Wachtbericht"),
            dutch("Laat iets weten"),
            # three weeks if the person wants: the request says which
            Clock(6, Unit.WEEKS),
            10,
            dutch("U wacht op hulp. U hoort elke zes weken van ons, of elke drie."),
            dutch("Er wordt een wachtbericht klaargezet. Lees het en vertel het."),
        ),
        State.HANDOVER: Rule(
            dutch("Overdracht aangeboden"),
            dutch("Antwoord van de ander"),
            dutch("Bel de ander"),
            Clock(5, Unit.WORKING_DAYS),
            10,
            dutch("Wij vroegen een andere organisatie. U hoort van ons wat zij zeggen."),
            dutch("De vraag komt bij jou terug. Bel de ander, of kies iets anders."),
        ),
        State.CLOSED: Rule(
            dutch("Afgesloten"),
            dutch("Klaar"),
            dutch("Bekijk"),
            None,
            0,
            dutch("Deze vraag is klaar."),
            dutch("Niets. Opnieuw bellen mag altijd."),
        ),
    }
)
OPEN = frozenset(State) - {State.CLOSED}
#: Who said yes is called to choose a day; the meeting itself follows within the clock of its state.
CALL_AFTER_YES = Clock(2, Unit.WORKING_DAYS)
LATER_EVALUATION = Clock(13, Unit.WEEKS)


class Step(StrEnum):
    """What can happen to a request; each changes the state as `MOVES` says, or not at all."""

    SPOKEN = "spoken"
    NOT_REACHED = "not_reached"
    SEARCH = "search"
    ASKED = "asked"
    SAID_YES = "said_yes"
    LEG_ASKED = "leg_asked"
    LEG_AGREED = "leg_agreed"
    NO_ANSWER_LEFT = "no_answer_left"
    STARTED = "started"
    MATCH_ENDED = "match_ended"
    EVALUATED = "evaluated"
    RECONSIDERED = "reconsidered"
    WAIT = "wait"
    WAIT_TOLD = "wait_told"
    OFFERED_ELSEWHERE = "offered_elsewhere"
    OFFER_ENDED = "offer_ended"
    HANDED_OVER = "handed_over"
    HANDED_BACK = "handed_back"
    CLOSE = "close"
    REOPEN = "reopen"
    REOPEN_UNSPOKEN = "reopen_unspoken"


MOVES: Mapping[tuple[State, Step], State] = MappingProxyType(
    {
        (State.NEW, Step.SPOKEN): State.TALKING,
        (State.NEW, Step.NOT_REACHED): State.NEW,
        (State.TALKING, Step.SPOKEN): State.TALKING,
        (State.TALKING, Step.NOT_REACHED): State.TALKING,
        (State.TALKING, Step.SEARCH): State.SEARCHING,
        (State.TALKING, Step.WAIT): State.WAITING,
        (State.SEARCHING, Step.ASKED): State.PROPOSED,
        # a yes given by phone while nobody had been asked through the page
        (State.SEARCHING, Step.SAID_YES): State.MEETING,
        (State.SEARCHING, Step.WAIT): State.WAITING,
        (State.PROPOSED, Step.ASKED): State.PROPOSED,
        (State.PROPOSED, Step.SAID_YES): State.MEETING,
        (State.PROPOSED, Step.NO_ANSWER_LEFT): State.SEARCHING,
        (State.MEETING, Step.STARTED): State.RUNNING,
        (State.MEETING, Step.MATCH_ENDED): State.SEARCHING,
        # of a duo or relay the other legs are asked while the first one meets
        (State.MEETING, Step.LEG_ASKED): State.MEETING,
        (State.MEETING, Step.LEG_AGREED): State.MEETING,
        # a second volunteer beside the first: the request keeps running
        (State.RUNNING, Step.ASKED): State.RUNNING,
        (State.RUNNING, Step.SAID_YES): State.RUNNING,
        (State.RUNNING, Step.NO_ANSWER_LEFT): State.RUNNING,
        (State.RUNNING, Step.STARTED): State.RUNNING,
        (State.RUNNING, Step.EVALUATED): State.RUNNING,
        # the last one stopped: the owner decides what now
        (State.RUNNING, Step.MATCH_ENDED): State.TALKING,
        (State.WAITING, Step.SEARCH): State.SEARCHING,
        (State.WAITING, Step.WAIT_TOLD): State.WAITING,
        (State.WAITING, Step.SPOKEN): State.WAITING,
        # a handover: the sender stays the owner, and has it back when the other does not say yes
        (State.TALKING, Step.OFFERED_ELSEWHERE): State.HANDOVER,
        (State.SEARCHING, Step.OFFERED_ELSEWHERE): State.HANDOVER,
        (State.WAITING, Step.OFFERED_ELSEWHERE): State.HANDOVER,
        (State.HANDOVER, Step.OFFER_ENDED): State.TALKING,
        # after a yes the sender follows until it is known whether the person was helped
        (State.HANDOVER, Step.HANDED_OVER): State.HANDOVER,
        (State.HANDOVER, Step.HANDED_BACK): State.TALKING,
        # a new decision that this is not for a volunteer (alone) after all
        (State.TALKING, Step.RECONSIDERED): State.TALKING,
        (State.SEARCHING, Step.RECONSIDERED): State.TALKING,
        (State.PROPOSED, Step.RECONSIDERED): State.TALKING,
        (State.WAITING, Step.RECONSIDERED): State.TALKING,
        (State.MEETING, Step.RECONSIDERED): State.MEETING,
        (State.RUNNING, Step.RECONSIDERED): State.RUNNING,
        (State.CLOSED, Step.REOPEN): State.TALKING,
        # nobody was spoken to yet: the first contact is still to be made
        (State.CLOSED, Step.REOPEN_UNSPOKEN): State.NEW,
        **{(state, Step.CLOSE): State.CLOSED for state in OPEN},
    }
)
# Always possible while open, and leaving the state as it is leaves the day as it is.
STAYS = {Step.SPOKEN, Step.NOT_REACHED, Step.RECONSIDERED}


def after(state: State, step: Step) -> State:
    """Return the state after a step. Raises Refused when the table has no such move."""
    found = MOVES.get((state, step))
    if found is not None:
        return found
    if step in STAYS and state in OPEN:
        return state
    raise Refused(
        Reason(
            "request.no_such_move",
            dutch("Dit kan nu niet: de hulpvraag staat op ‘%(state)s’. Vernieuw de pagina."),
            {"state": RULES[state].label},
        )
    )


def last_day_of(clock: Clock, today: date, organisation: WorkingDays) -> date:
    """Return the organisation's day on which a clock that starts today runs out, whoever the owner
    is."""
    if clock.unit is Unit.DAYS:
        return today + timedelta(days=clock.amount)
    if clock.unit is Unit.WEEKS:
        return today + timedelta(weeks=clock.amount)
    # "the same day" of a day on which nobody works is the next one
    return organisation.after(today - timedelta(days=not clock.amount), max(clock.amount, 1))


def due_after(
    clock: Clock, today: date, organisation: WorkingDays, owner_weekdays: Iterable[int]
) -> date:
    """Return the day on which a clock that starts today runs out for an owner with these
    weekdays."""
    return organisation.kept_on(last_day_of(clock, today, organisation), today, owner_weekdays)


def diagram() -> str:
    """Return the table of moves as a Mermaid state diagram, for the documentation."""
    lines = ["stateDiagram-v2", "    [*] --> new"]
    grouped: dict[tuple[str, str], list[str]] = {}
    for (state, step), to in MOVES.items():
        if state is not to and step is not Step.CLOSE:
            grouped.setdefault((state, to), []).append(step)
    lines += [f"    {a} --> {b}: {', '.join(steps)}" for (a, b), steps in grouped.items()]
    lines.append(f"    note right of closed: every open state may close ({Step.CLOSE})")
    return "\n".join(lines)
