"""The fast rule: which route a request takes, and whether it may go on.

The order of the gates is the reference rule of the domain model; the corrections 1 to 6 that bind
it are marked where they change something. Everything here is a handful of integer operations, so
that every "what if" can be worked out again instead of being remembered.
"""

from enum import StrEnum
from typing import NamedTuple

from loopplank.core.kit.kinds import Kind
from loopplank.core.triage.codes import (
    ACUTE,
    ALL,
    BESIDE_A_LEAD,
    C3,
    CARRIED,
    COMPLEX,
    CONTINUITY,
    GATE_MASKS,
    K1,
    K2,
    M1,
    M1E,
    NOT_OURS,
    PAID_HELP,
    R1,
    R3,
    T1,
    T2,
    UNSAFE,
    V2,
    Gate,
    X,
)
from loopplank.core.triage.facts import Facts

#: Raise it with every change that alters an old outcome (promise P8); 1 is the first.
RULES_VERSION = 2


class Route(StrEnum):
    """Where a request goes. REFER and COMBINATION are not ordered, neither is the heavier one."""

    EMERGENCY = "emergency"
    PROFESSIONAL = "professional"
    COMBINATION = "combination"
    VOLUNTEER = "volunteer"
    REFER = "refer"


class Impression(StrEnum):
    """What a coordinator feels before the advice is shown."""

    FITS = "fits"
    DOUBT = "doubt"
    NOT = "not"


class Decided(StrEnum):
    """What a person decided about an advice."""

    FOLLOWED = "followed"
    OTHERWISE = "otherwise"


class Standing(StrEnum):
    """Whether the route may be acted on. No volunteer is approached unless it is READY."""

    READY = "ready"
    ASK_FIRST = "ask_first"
    ASK_NOW = "ask_now"


GATE_N = GATE_MASKS[Gate.N]
#: Unknown here holds a volunteer back. N V H K C T are the safety gates of the reference rule. M1
#: is ours: a volunteer route rests on an offer, and an offer that nobody looked up is none. R and
#: the rest of M do not hold it back: not knowing them harms nobody, and they are shown as unknown.
ASK_BEFORE = (
    GATE_N | GATE_MASKS[Gate.V] | GATE_MASKS[Gate.H] | GATE_MASKS[Gate.K] | GATE_MASKS[Gate.C]
) | (GATE_MASKS[Gate.T] | M1)


class Terms(NamedTuple):
    """What stands beside the answers and does not change when one answer changes.

    `forced_yes`, `forced_no`: codes that the organisation's limits answer.
    `set_aside`: codes whose yes decides no route here; `covered`: likewise, inside our own offer.
    `held`: codes whose yes holds a volunteer back until something is arranged.
    """

    forced_yes: int
    forced_no: int
    set_aside: int
    covered: int
    held: int
    asked_part_ok: bool
    provision_running: bool


def terms_of(facts: Facts) -> Terms:
    """Weigh everything but the answers themselves."""
    forced_yes, forced_no = forced_by_limits(facts, facts.acts_yes, facts.acts_no)
    return settled(facts, facts, forced_yes, forced_no)


class Side(NamedTuple):
    """The facts beside the codes that are a yes or a no, so that one can be turned around."""

    asked_part_ok: bool
    provision_running: bool
    bridging_decided: bool
    single_event: bool
    fallback_named: bool
    representation_arranged: bool
    gp_named: bool

    @classmethod
    def of(cls, facts: Facts) -> "Side":
        """Take them from the facts."""
        return cls(
            facts.asked_part_ok,
            facts.provision_running,
            facts.bridging_decided,
            facts.single_event,
            facts.fallback_named,
            facts.representation_arranged,
            facts.gp_named,
        )


def forced_by_limits(facts: Facts, acts_yes: int, acts_no: int) -> tuple[int, int]:
    """Return the codes that the organisation's limits answer: the yes-mask and the no-mask.

    More minutes than its own most is K2, none of the kinds that it gives is no M1, and X is what
    was said of its excluded acts: `acts_yes` and `acts_no`, as in `Facts`.
    """
    limits = facts.limits
    yes = 0
    no = 0
    minutes = facts.minutes_per_week
    if minutes is not None and limits.max_minutes is not None and minutes > limits.max_minutes:
        yes = K2
    if facts.kinds and kinds_not_offered(facts):
        no = M1
    if acts_yes:
        yes |= X
    elif acts_no == (1 << len(limits.excluded_acts)) - 1:
        no |= X
    return yes, no


def settled(side: Side | Facts, facts: Facts, forced_yes: int, forced_no: int) -> Terms:
    """Make the terms of the facts, with the values of `side` in place of their own."""
    set_aside = 0
    held = C3
    if facts.bridging_until is None or not side.bridging_decided:
        set_aside = R3  # correction 4
    if side.single_event:
        set_aside |= K1  # correction 3
        if not side.fallback_named:
            held |= K1
    if not side.representation_arranged:
        held |= T2
    if not side.gp_named:
        held |= V2  # the GP is named before a volunteer is asked
    return Terms(
        forced_yes,
        forced_no,
        set_aside,
        facts.covers,
        held,
        side.asked_part_ok,
        side.provision_running,
    )


def kinds_not_offered(facts: Facts) -> bool:
    """Say whether the organisation gives none of the kinds of help that are asked.

    One of several kinds is still an offer. "Something else" says too little to say no on.
    """
    given = facts.limits.kinds
    asked = facts.kinds
    return bool(given and asked) and Kind.OTHER not in asked and given.isdisjoint(asked)


def weigh(yes: int, no: int, terms: Terms) -> tuple[int, int]:
    """Let the organisation's limits answer their codes; return the yes-mask and the no-mask."""
    return (
        (yes | terms.forced_yes) & ~terms.forced_no,
        (no | terms.forced_no) & ~terms.forced_yes,
    )


def counting(yes: int, no: int, terms: Terms) -> int:
    """Return the yes-codes that may decide a route; `yes` and `no` are weighed.

    Corrections 1, 3 and 4: what lies inside our own offer, a single event with its own fallback,
    and bridging without an end do not. A cover is worth nothing where we do not offer it.
    """
    return yes & ~terms.set_aside & (ALL if no & M1 else ~terms.covered)


def verdict(yes: int, no: int, terms: Terms) -> tuple[Route, int]:
    """Return the route of weighed answers and the mask of the codes that decided it.

    The first gate that is hit decides. An unknown code counts as not hit here: `standing_of` says
    what must be asked before anybody acts on the route.
    """
    if hit := yes & ACUTE:
        return Route.EMERGENCY, hit
    if hit := yes & UNSAFE:
        return Route.PROFESSIONAL, hit
    offered = not no & M1
    counted = counting(yes, no, terms)
    carried = yes & V2
    if not carried:
        if terms.provision_running:
            return Route.REFER, R1
        carried = counted & CARRIED
    if carried:
        if not terms.asked_part_ok:
            return Route.PROFESSIONAL, carried
        if offered:
            return Route.COMBINATION, carried
        return Route.PROFESSIONAL, carried | M1  # correction 2
    if hit := counted & NOT_OURS:
        return Route.REFER, hit
    return _without_care(yes, counted, offered=offered)


def _without_care(yes: int, counted: int, *, offered: bool) -> tuple[Route, int]:
    """Decide what is left when nothing has to be carried by a professional: C, K2, K4, R and M."""
    hit = counted & BESIDE_A_LEAD
    if counted & COMPLEX == COMPLEX:
        hit |= COMPLEX
    if hit:
        if offered:
            return Route.COMBINATION, hit
        # Correction 2. Another organisation of the network that does offer it is the right one;
        # if there is none, who carries the continuity is a professional.
        if yes & M1E:
            return Route.REFER, hit | M1 | M1E
        return (Route.PROFESSIONAL if hit & CONTINUITY else Route.REFER), hit | M1
    if (hit := counted & PAID_HELP) and not counted & R3:
        return Route.REFER, hit
    if not offered:
        return Route.REFER, M1 | yes & M1E
    return Route.VOLUNTEER, yes & (M1 | T1)


def held_back(yes: int, no: int, terms: Terms) -> int:
    """Return the codes that must be asked or arranged before a volunteer is approached."""
    return ASK_BEFORE & ~(yes | no) | yes & terms.held | no & T1


def standing_of(route: Route, yes: int, no: int, terms: Terms) -> Standing:
    """Say whether a route may be acted on; `yes` and `no` are weighed.

    Correction 6: unknown on N is asked now, whatever else was answered. Only an emergency goes
    before it, because the numbers are on the screen already and nothing may wait for an answer.
    """
    if route is Route.EMERGENCY:
        return Standing.READY
    if GATE_N & ~(yes | no):
        return Standing.ASK_NOW
    if route is Route.VOLUNTEER or route is Route.COMBINATION:
        return Standing.ASK_FIRST if held_back(yes, no, terms) else Standing.READY
    return Standing.READY


def judge(yes: int, no: int, terms: Terms) -> tuple[Route, Standing]:
    """Return route and standing of answers to which the limits have not been applied yet."""
    yes, no = weigh(yes, no, terms)
    route = verdict(yes, no, terms)[0]
    return route, standing_of(route, yes, no, terms)


def route(facts: Facts) -> Route:
    """Return the route of a request, without reasons: exactly one for every combination of answers.

    Source: domain model, the ordered gates and their corrections.
    """
    terms = terms_of(facts)
    yes, no = weigh(facts.yes, facts.no, terms)
    return verdict(yes, no, terms)[0]
