"""What asks something of a coordinator: one list, by lateness, each row with its next verb."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from loopplank.core.calendar import is_late, local_day
from loopplank.core.reason import Param, Reason, dutch
from loopplank.core.responsibility import RULES, State

HORIZON = timedelta(days=7)


class Lateness(StrEnum):
    LATE = "late"
    TODAY = "today"
    LATER = "later"


class Verb(StrEnum):
    """What the button of a row does; the page makes the words ("Bel mevrouw")."""

    CALL_PERSON = "call_person"
    CALL_VOLUNTEER = "call_volunteer"
    WEIGH = "weigh"
    DECIDE = "decide"
    SEE_PROPOSALS = "see_proposals"
    SEARCH_ON = "search_on"
    PLAN_MEETING = "plan_meeting"
    TELL_HOW_IT_WENT = "tell_how_it_went"
    TALK = "talk"
    WRITE = "write"
    CALL_PARTY = "call_party"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Situation:
    """One open request as the work list sees it. Names are first names of volunteers.

    `asked`: who was asked and has not answered; `declined`: who said no last, if nobody was asked
    since; `agreed`: who said yes and meets or helps; `has_question`: the one asked wants to know
    something first. `referred_to`: the party that was asked to take it over, and `referral`: how
    that stands.
    """

    state: State
    due_on: date
    received_on: date
    assessed: bool = False
    decided: bool = False
    alarming: bool = False
    carer_is_done: bool = False
    change_reported: str = ""
    asked: str = ""
    declined: str = ""
    has_question: bool = False
    agreed: str = ""
    meeting_on: date | None = None
    last_day: date | None = None
    reachable: bool = True
    referred_to: str = ""
    referral: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One row: its kind, why it is here, the next verb, and about how many minutes it takes."""

    lateness: Lateness
    due_on: date
    days_late: int
    kind: str
    why: Reason
    verb: Verb
    minutes: int


CHANGES = {
    "not_needed": dutch("Schreef: ik heb geen hulp meer nodig."),
    "more_urgent": dutch("Schreef: het is dringender geworden."),
    "contact_changed": dutch("Schreef: mijn nummer of adres is anders."),
}


DECIDE = (Reason("work.decide", dutch("Het advies staat klaar. Jij beslist.")), Verb.DECIDE)
_FOR_VOLUNTEER = frozenset({State.SEARCHING, State.PROPOSED, State.MEETING})


def lateness(due_on: date, now: datetime) -> Lateness:
    if is_late(due_on, now):
        return Lateness.LATE
    return Lateness.TODAY if due_on <= local_day(now) else Lateness.LATER


def task_for(one: Situation, now: datetime) -> Task:
    """The row of one open request."""
    late = lateness(one.due_on, now)
    why, verb = _why_and_verb(one, late, now)
    if verb is Verb.CALL_PERSON and not one.reachable:
        verb = Verb.WRITE
    rule = RULES[one.state]
    kind = dutch("Nu navragen") if one.alarming else rule.task
    return Task(
        lateness=Lateness.LATE if one.alarming else late,
        due_on=one.due_on,
        days_late=max(0, (local_day(now) - one.due_on).days),
        kind=dutch("Er is iets veranderd") if one.change_reported else kind,
        why=why,
        verb=verb,
        minutes=rule.minutes,
    )


def _why_and_verb(one: Situation, late: Lateness, now: datetime) -> tuple[Reason, Verb]:
    if one.alarming:
        return (
            Reason("work.alarm", dutch("Er is misschien direct gevaar. Vraag dit nu na.")),
            Verb.CALL_PERSON,
        )
    if one.change_reported in CHANGES:
        return Reason("work.change", CHANGES[one.change_reported]), Verb.CALL_PERSON
    if one.assessed and not one.decided and one.state in _FOR_VOLUNTEER:
        # weighed anew: until somebody decides, no volunteer may come closer
        return DECIDE
    by_state = {
        State.NEW: _new,
        State.TALKING: _talking,
        State.SEARCHING: _searching,
        State.PROPOSED: _proposed,
        State.MEETING: _meeting,
        State.RUNNING: _running,
        State.HANDOVER: _handover,
    }
    if one.state in by_state:
        return by_state[one.state](one, late, now)
    return (
        Reason("work.waits", dutch("Wacht. Laat weten dat wij deze vraag niet vergaten.")),
        Verb.WRITE,
    )


def _new(one: Situation, late: Lateness, now: datetime) -> tuple[Reason, Verb]:  # noqa: ARG001  one shape
    if late is Lateness.LATE:
        return (
            Reason(
                "work.new_late", dutch("Wij zouden uiterlijk %(day)s bellen."), {"day": one.due_on}
            ),
            Verb.CALL_PERSON,
        )
    if one.carer_is_done:
        return (
            Reason("work.carer", dutch("De mantelzorger houdt het eigenlijk niet meer vol.")),
            Verb.CALL_PERSON,
        )
    return (
        Reason(
            "work.new",
            dutch("Kwam binnen op %(day)s. Nog niet gesproken."),
            {"day": one.received_on},
        ),
        Verb.CALL_PERSON,
    )


def _talking(one: Situation, late: Lateness, now: datetime) -> tuple[Reason, Verb]:  # noqa: ARG001  every rule has one shape
    if not one.assessed:
        return Reason("work.weigh", dutch("Beantwoord de acht vragen.")), Verb.WEIGH
    if not one.decided:
        return DECIDE
    return (
        Reason(
            "work.next", dutch("Het besluit is: niet met een vrijwilliger alleen. Regel wat nu.")
        ),
        Verb.OPEN,
    )


def _searching(one: Situation, late: Lateness, now: datetime) -> tuple[Reason, Verb]:  # noqa: ARG001  every rule has one shape
    if one.declined:
        return (
            Reason(
                "work.declined",
                dutch("%(name)s zei nee. Kijk wie je nu kunt vragen."),
                {"name": one.declined},
            ),
            Verb.SEARCH_ON,
        )
    return Reason("work.search", dutch("Kijk wie dit zou kunnen.")), Verb.SEE_PROPOSALS


def _proposed(one: Situation, late: Lateness, now: datetime) -> tuple[Reason, Verb]:  # noqa: ARG001  every rule has one shape
    name = {"name": one.asked}
    if one.has_question:
        return (
            Reason("work.question", dutch("%(name)s wil eerst iets vragen."), name),
            Verb.CALL_VOLUNTEER,
        )
    return (
        Reason(
            "work.asked",
            dutch("%(name)s is gevraagd. Antwoord kan tot %(day)s."),
            {**name, "day": one.due_on},
        ),
        Verb.OPEN,
    )


def _meeting(one: Situation, late: Lateness, now: datetime) -> tuple[Reason, Verb]:  # noqa: ARG001  every rule has one shape
    name = {"name": one.agreed}
    if one.meeting_on is None:
        return (
            Reason("work.meet", dutch("%(name)s zei ja. Plan de kennismaking."), name),
            Verb.PLAN_MEETING,
        )
    if one.meeting_on <= local_day(now):
        return (
            Reason("work.met", dutch("Kennismaking met %(name)s. Hoe ging het?"), name),
            Verb.TELL_HOW_IT_WENT,
        )
    return (
        Reason(
            "work.will_meet",
            dutch("Kennismaking met %(name)s op %(day)s."),
            {**name, "day": one.meeting_on},
        ),
        Verb.OPEN,
    )


def _running(one: Situation, late: Lateness, now: datetime) -> tuple[Reason, Verb]:  # noqa: ARG001  every rule has one shape
    if one.last_day is not None and one.last_day - one.due_on <= timedelta(weeks=4):
        return (
            Reason(
                "work.ends",
                dutch("%(name)s stopt op %(day)s. Bel over wat daarna kan."),
                {"name": one.agreed, "day": one.last_day},
            ),
            Verb.CALL_PERSON,
        )
    return (
        Reason(
            "work.evaluate",
            dutch("Vraag beiden hoe het gaat, ook %(name)s."),
            {"name": one.agreed},
        ),
        Verb.TALK,
    )


def _handover(one: Situation, late: Lateness, now: datetime) -> tuple[Reason, Verb]:  # noqa: ARG001  every rule has one shape
    params: Mapping[str, Param] = {"party": one.referred_to, "day": one.due_on}
    if one.referral == "accepted":
        return (
            Reason(
                "work.outcome",
                dutch("%(party)s nam het over. Vraag of de persoon geholpen is."),
                params,
            ),
            Verb.OPEN,
        )
    if late is Lateness.LATE:
        return (
            Reason("work.silent", dutch("%(party)s gaf nog geen antwoord. Bel hen."), params),
            Verb.CALL_PARTY,
        )
    return (
        Reason(
            "work.offered",
            dutch("%(party)s antwoordt uiterlijk %(day)s. Tot dan ben jij eigenaar."),
            params,
        ),
        Verb.OPEN,
    )


def total_minutes(waiting: Mapping[State, int]) -> int:
    """About how long the next step of so many requests in each state takes together."""
    return sum(RULES[state].minutes * count for state, count in waiting.items())
