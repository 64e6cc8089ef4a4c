"""What an organisation that begins still has to settle: from facts, never from a tick."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.account.roles import MAY_OWN, Role


class Part(StrEnum):
    """One thing to settle, in the order in which a new organisation does it."""

    DETAILS = "details"
    COLLEAGUES = "colleagues"
    FIRST_CONTACT = "first_contact"
    STAND_IN = "stand_in"
    DUTY_PHONE = "duty_phone"
    AREAS = "areas"
    VOLUNTEERS = "volunteers"
    CHANNEL = "channel"
    OFFERS = "offers"
    LIMITS = "limits"
    PRIVACY = "privacy"
    FIRST_REQUEST = "first_request"
    FORM = "form"


class State(StrEnum):
    """`MISSING`: the form for questions stays closed until it is there."""

    DONE = "done"
    MISSING = "missing"
    ADVISED = "advised"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is so now. A first contact or stand-in answers: works here, and signed in once.

    `colleagues` are the others; `areas` and `sends` are of the whole installation.
    """

    phone: bool = False
    phone_hours: bool = False
    colleagues: bool = False
    first_contact: bool = False
    stand_in: bool = False
    duty_phone: bool = False
    areas: bool = False
    volunteers: bool = False
    sends: bool = False
    offers: bool = False
    limits: bool = False
    privacy: bool = False
    requests: bool = False
    form_open: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the list; one that is `blocked` waits for the steps that are missing."""

    part: Part
    state: State
    blocked: bool = False

    @property
    def done(self) -> bool:
        return self.state is State.DONE


#: Without these nobody would answer a question that came in by the form.
FORM_NEEDS = (Part.DETAILS, Part.FIRST_CONTACT, Part.STAND_IN, Part.DUTY_PHONE)
_ADMIN = frozenset({Role.NETWORK_ADMIN})
_COORDINATOR = frozenset({Role.COORDINATOR})
#: Who may do it. Whoever installed Loopplank turns mail on; the first person is both.
DONE_BY: Mapping[Part, frozenset[Role]] = MappingProxyType(
    {
        **dict.fromkeys(Part, MAY_OWN),
        Part.AREAS: _ADMIN,
        Part.CHANNEL: _ADMIN,
        Part.VOLUNTEERS: _COORDINATOR,
        Part.FIRST_REQUEST: _COORDINATOR,
    }
)


def step_of(part: Part, facts: Facts) -> Step:
    """Return how one thing stands."""
    if _is_done(part, facts):
        return Step(part, State.DONE)
    if part in FORM_NEEDS and not _is_there(part, facts):
        return Step(part, State.MISSING)
    return Step(part, State.ADVISED, blocked=part is Part.FORM and not may_open(facts))


def steps_for(facts: Facts, roles: Collection[Role]) -> tuple[Step, ...]:
    """Return the whole list for somebody with these roles, without what is not theirs to do; empty
    once all of it is done.
    """
    found = tuple(step_of(part, facts) for part in Part if DONE_BY[part] & set(roles))
    return () if all(step.done for step in found) else found


def may_open(facts: Facts) -> bool:
    """Return whether the form may open: everything is there that answers a question."""
    return all(_is_there(part, facts) for part in FORM_NEEDS)


def _is_there(part: Part, facts: Facts) -> bool:
    """Return whether enough of it is there: without hours a number is still a number."""
    return facts.phone if part is Part.DETAILS else _is_done(part, facts)


def _is_done(part: Part, facts: Facts) -> bool:
    return {
        Part.DETAILS: facts.phone and facts.phone_hours,
        Part.COLLEAGUES: facts.colleagues,
        Part.FIRST_CONTACT: facts.first_contact,
        Part.STAND_IN: facts.stand_in,
        Part.DUTY_PHONE: facts.duty_phone,
        Part.AREAS: facts.areas,
        Part.VOLUNTEERS: facts.volunteers,
        Part.CHANNEL: facts.sends,
        Part.OFFERS: facts.offers,
        Part.LIMITS: facts.limits,
        Part.PRIVACY: facts.privacy,
        Part.FIRST_REQUEST: facts.requests,
        Part.FORM: facts.form_open,
    }[part]
