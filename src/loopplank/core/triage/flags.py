"""What an advice carries beside its route: flags, urgency, and what lacks."""

from enum import StrEnum

from loopplank.core.kit.kinds import PRACTICAL, Kind
from loopplank.core.triage.codes import (
    C3,
    C4,
    C5,
    CARE_ACTS,
    COMPLEX,
    CONCERNS_TO_REPORT,
    GATE_MASKS,
    H5,
    K1,
    K2,
    K4,
    M1,
    M1E,
    M2,
    M3,
    N5T,
    PAID_HELP,
    R1,
    R2,
    R3,
    UNSAFE,
    V1,
    V2,
    V3,
    V4,
    V5,
    Gate,
    X,
)
from loopplank.core.triage.facts import Facts
from loopplank.core.triage.rule import Route, Standing, Terms, counting, verdict


class Flag(StrEnum):
    """GAP: nobody offers it, or in practice it cannot be had. REPORT_CONCERN: to the contact
    person. NEEDS_VISIT: what is unknown must be seen. SHORT_NOTICE: only who opted in.
    """

    GAP = "gap"
    REPORT_CONCERN = "report_concern"
    NEEDS_VISIT = "needs_visit"
    SHORT_NOTICE = "short_notice"


class Urgency(StrEnum):
    """Before when somebody must act on the request."""

    NOW = "now"
    TODAY = "today"
    HOURS_24 = "hours_24"
    WORKDAYS_3 = "workdays_3"
    WEEKS_2 = "weeks_2"
    NORMAL = "normal"


class Lack(StrEnum):
    """What a wait or a no lacks; the fourth, coordinator's hours, is known to no gate."""

    ROOM = "plek"
    KNOWLEDGE = "kennis"
    OFFER = "aanbod"


#: Things that a telephone call does not settle: the home, the surroundings, who understands what.
TO_BE_SEEN = V4 | V5 | GATE_MASKS[Gate.T] | GATE_MASKS[Gate.C]
#: Somebody is worried or somebody must be there: this may not lie for a week.
SOON = GATE_MASKS[Gate.V] | CARE_ACTS | K1
NEEDS_KNOWLEDGE = UNSAFE | V2 | N5T | (CARE_ACTS & ~X) | C3 | C4 | C5 | K4 | M2
#: Violence or abuse, and somebody there who is aggressive, uses or has a weapon.
VIOLENT = V1 | V3
_WITH_A_VOLUNTEER = (Route.VOLUNTEER, Route.COMBINATION)


def flags_of(
    facts: Facts, route: Route, standing: Standing, yes: int, no: int, terms: Terms
) -> tuple[Flag, ...]:
    """Return the flags of an advice; `yes` and `no` are weighed."""
    flags = []
    if _is_gap(facts, route, yes, no, terms):
        flags.append(Flag.GAP)
    if yes & CONCERNS_TO_REPORT:
        flags.append(Flag.REPORT_CONCERN)
    if standing is Standing.ASK_FIRST and TO_BE_SEEN & ~(yes | no):
        flags.append(Flag.NEEDS_VISIT)
    if facts.short_notice and route in _WITH_A_VOLUNTEER:
        flags.append(Flag.SHORT_NOTICE)
    return tuple(flags)


def urgency_of(facts: Facts, route: Route, standing: Standing, yes: int, terms: Terms) -> Urgency:
    """Return the urgency of an advice, the first that applies. `yes` is weighed.

    Violence is today, and now as long as danger (gate N) is not a plain no. What begins within two
    days is today, whoever will do it. Words of not wanting to live, without a plan, are never older
    than a day. R3 counts only with its end date and decision (domain model, correction 4).
    """
    if route is Route.EMERGENCY or standing is Standing.ASK_NOW:
        return Urgency.NOW
    violent = yes & VIOLENT == VIOLENT
    if violent and yes & GATE_MASKS[Gate.N]:
        return Urgency.NOW
    if violent or facts.short_notice:
        return Urgency.TODAY
    if yes & (N5T | V2) or yes & (K2 | K4) == K2 | K4:
        return Urgency.HOURS_24
    # Handing over to another organisation must be warm, so it may not lie either.
    if yes & SOON or is_elsewhere(yes) or _children_carry(facts, yes, terms):
        return Urgency.WORKDAYS_3
    if yes & ~terms.set_aside & (R1 | R3):
        return Urgency.WEEKS_2
    if route in _WITH_A_VOLUNTEER and not PRACTICAL.isdisjoint(facts.kinds):
        return Urgency.WEEKS_2
    return Urgency.NORMAL


def lacks_of(facts: Facts, route: Route, yes: int, no: int, terms: Terms) -> tuple[Lack, ...]:
    """Name what is lacking for a wait or a no (domain model, correction 7); `yes` and `no` are
    weighed.

    Never empty for PROFESSIONAL and REFER; for a route with a volunteer it says why it waits (no
    room) or what part is not offered; empty for EMERGENCY, which is no refusal.
    """
    if route is Route.EMERGENCY:
        return ()
    if route in _WITH_A_VOLUNTEER:
        lacking = {Lack.ROOM: bool(yes & M3), Lack.OFFER: bool(kinds_refused(facts))}
    else:
        counted = counting(yes, no, terms)
        lacking = {
            Lack.ROOM: bool(counted & (K2 | M3)),
            Lack.KNOWLEDGE: bool(counted & NEEDS_KNOWLEDGE) or counted & COMPLEX == COMPLEX,
            # Who must always come, what we exclude, and what is paid work is no offer of ours.
            Lack.OFFER: bool(counted & (K1 | H5 | X | PAID_HELP) or no & M1)
            or facts.provision_running,
        }
    return tuple(lack for lack in Lack if lacking.get(lack))


def kinds_refused(facts: Facts) -> tuple[Kind, ...]:
    """Return the asked kinds of help that the organisation does not give, in a fixed order."""
    given = facts.limits.kinds
    if not given:
        return ()
    return tuple(k for k in Kind if k in facts.kinds and k not in given and k is not Kind.OTHER)


def is_elsewhere(yes: int) -> bool:
    """Say whether another organisation of the network offers it and we do not."""
    return bool(yes & M1E) and not yes & M1


def waits_for_paid_help(facts: Facts, yes: int) -> bool:
    """Say whether somebody waits for paid help, so that in practice it is not there (domain model,
    gate R)."""
    return facts.provision_waits and bool(facts.provision_running or yes & R1)


def _children_carry(facts: Facts, yes: int, terms: Terms) -> bool:
    """Say whether children under 18 carry or lack care: a young carer always, others where no
    trained offer of ours covers it."""
    return bool(yes & C5 and (facts.young_carer or not terms.covered & C5))


def _is_gap(facts: Facts, route: Route, yes: int, no: int, terms: Terms) -> bool:
    if route is Route.EMERGENCY:
        return False
    # Often and indispensable: hardly anybody offers that, paid or not.
    both = K1 | K2
    if (
        route is Route.PROFESSIONAL or route is Route.COMBINATION
    ) and yes & ~terms.set_aside & both == both:
        return True
    if waits_for_paid_help(facts, yes):
        return True
    if not (no & M1 and no & M1E):
        return False  # a gap is counted only when somebody looked elsewhere as well
    if not yes & R2:
        return True
    # Correction 2: a volunteer beside a professional was right, only nobody offers it.
    return verdict(yes | M1, no & ~M1, terms)[0] is Route.COMBINATION
