"""The full advice: the route with its reasons, what is not known, and what would change it.

The software advises, a named coordinator decides (promise P9). Everything in an advice follows
from its facts and its rules version, so that it can be replayed (promise P8).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from loopplank.core.kit.reason import Reason
from loopplank.core.triage.codes import (
    ALL,
    C3,
    CARRIED,
    COVERABLE,
    FAVOURABLE,
    GATE_MASKS,
    K1,
    M1,
    M1E,
    PAID_HELP,
    R1,
    R3,
    T1,
    T2,
    V2,
    Gate,
    X,
    codes_in,
    keys_in,
)
from loopplank.core.triage.conditions import conditions_of
from loopplank.core.triage.decisive_answers import ACT_PREFIX, WhatIf, what_ifs
from loopplank.core.triage.emergency import EmergencyNumber, numbers_for
from loopplank.core.triage.facts import Facts
from loopplank.core.triage.flags import (
    Flag,
    Lack,
    Urgency,
    flags_of,
    lacks_of,
    urgency_of,
    waits_for_paid_help,
)
from loopplank.core.triage.grounds import (
    BRIDGED,
    BRIDGING_UNTIL,
    COVERED,
    MISSED_VISIT_IS_NO_HARM,
    NO,
    NO_LEAD_YET,
    NO_PART,
    OFFERED_HERE_TOO,
    PART_NOT_OFFERED,
    PART_OK,
    PROVISION_RUNNING,
    PROVISION_WAITS,
    REPRESENTED,
    SINGLE_EVENT,
    SINGLE_EVENT_ALONE,
    UNKNOWN,
    YES,
    Ground,
    Tone,
    ground,
)
from loopplank.core.triage.own_limits import limit_grounds, unanswered_acts
from loopplank.core.triage.rule import (
    ASK_BEFORE,
    RULES_VERSION,
    Route,
    Standing,
    Terms,
    counting,
    held_back,
    standing_of,
    terms_of,
    verdict,
    weigh,
)


class GateState(StrEnum):
    """What a gate says as a whole; a concern goes before an unknown, an unknown before the rest."""

    CONCERN = "concern"
    UNKNOWN = "unknown"
    FAVOURABLE = "favourable"
    PLAIN_NO = "plain_no"


@dataclass(frozen=True, slots=True)
class GateView:
    """One gate as it is shown, always: its state, and its codes by what is known of them.

    `concerns` holds the yes-codes that are no good news and the no-codes that are bad news (T1
    and M1); `unknown` is never hidden by them.
    """

    gate: Gate
    state: GateState
    concerns: tuple[str, ...]
    unknown: tuple[str, ...]
    favourable: tuple[str, ...]
    plain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something nobody has asked yet, with the question; `holds`: no volunteer before it is.

    `about` as in `WhatIf`: the key of a code, or "act:" and the key of an excluded act.
    """

    gate: Gate
    about: str
    question: Reason
    holds: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """What the gates advise, and why.

    `reasons`: what decided first, then what else is against, on a condition, in favour, unknown.
    `decisive`: the codes that decided the route. `gates`: all eight, in order. `holds`: what must
    be asked or arranged before the route may be acted on. `conditions`: what must be met when a
    volunteer comes into it. `lacks`: what a wait or a no lacks. `changes`: every single answer
    that would change route or standing.
    """

    facts: Facts
    route: Route
    standing: Standing
    flags: tuple[Flag, ...]
    urgency: Urgency
    reasons: tuple[Ground, ...]
    decisive: tuple[str, ...]
    gates: tuple[GateView, ...]
    unknowns: tuple[Unknown, ...]
    holds: tuple[Reason, ...]
    conditions: tuple[Reason, ...]
    lacks: tuple[Lack, ...]
    numbers: tuple[EmergencyNumber, ...]
    changes: tuple[WhatIf, ...]
    rules_version: int
    limits_version: str

    def gate(self, gate: Gate) -> GateView:
        """Return one gate."""
        return next(view for view in self.gates if view.gate is gate)

    def as_stored(self) -> dict[str, object]:
        """Return facts, codes and parameters as JSON-ready values, never a sentence of ours."""
        return {
            "rules_version": self.rules_version,
            "limits_version": self.limits_version,
            "facts": self.facts.as_stored(),
            "route": self.route.value,
            "standing": self.standing.value,
            "flags": [flag.value for flag in self.flags],
            "urgency": self.urgency.value,
            "decisive": list(self.decisive),
            "reasons": [ground.as_stored() for ground in self.reasons],
            "gates": {view.gate.value: view.state.value for view in self.gates},
            "unknown": [unknown.about for unknown in self.unknowns],
            "holds": [reason.as_stored() for reason in self.holds],
            "conditions": [reason.as_stored() for reason in self.conditions],
            "lacks": [lack.value for lack in self.lacks],
            "changes": [change.as_stored() for change in self.changes],
        }


def advise(facts: Facts) -> Advice:
    """Weigh all eight gates. Any facts give exactly one route, with at least one reason."""
    terms = terms_of(facts)
    yes, no = weigh(facts.yes, facts.no, terms)
    route, deciding = verdict(yes, no, terms)
    standing = standing_of(route, yes, no, terms)
    unknowns = _unknowns(facts, yes, no)
    grounds = [*_grounds(facts, route, yes, no, terms), *limit_grounds(facts)]
    return Advice(
        facts=facts,
        route=route,
        standing=standing,
        flags=flags_of(facts, route, standing, yes, no, terms),
        urgency=urgency_of(facts, route, standing, yes, terms),
        reasons=_in_order(grounds, unknowns, route, deciding),
        decisive=keys_in(deciding),
        gates=tuple(_gate_view(gate, yes, no, terms) for gate in Gate),
        unknowns=unknowns,
        holds=_holds(standing, unknowns, yes, no, terms),
        conditions=conditions_of(facts, route, yes, terms),
        lacks=lacks_of(facts, route, yes, no, terms),
        numbers=numbers_for(route, standing, yes),
        changes=what_ifs(facts, terms, route, standing),
        rules_version=RULES_VERSION,
        limits_version=facts.limits.version,
    )


def impression_is_asked(advice: Advice) -> bool:
    """Say whether the coordinator may give a first impression before the advice unfolds.

    Never while gate N is not a plain no, because the numbers are never folded; and not for a plain
    volunteer, where the question would only cost time.
    """
    if advice.gate(Gate.N).state is not GateState.PLAIN_NO:
        return False
    return not (advice.route is Route.VOLUNTEER and advice.standing is Standing.READY)


_TONES = (Tone.AGAINST, Tone.CONDITION, Tone.SUPPORTS, Tone.UNKNOWN)


def _in_order(
    grounds: list[Ground], unknowns: tuple[Unknown, ...], route: Route, deciding: int
) -> tuple[Ground, ...]:
    decisive = keys_in(deciding)
    decides = Tone.SUPPORTS if route is Route.VOLUNTEER else Tone.AGAINST
    grounds.sort(
        key=lambda g: (not (g.tone is decides and g.code in decisive), _TONES.index(g.tone))
    )
    questions = (
        Ground(u.gate, "X" if u.about.startswith(ACT_PREFIX) else u.about, Tone.UNKNOWN, u.question)
        for u in unknowns
    )
    return (*grounds, *questions)


def _grounds(facts: Facts, route: Route, yes: int, no: int, terms: Terms) -> Iterator[Ground]:
    """Yield what each known answer says; the organisation's limits speak for themselves."""
    counted = counting(yes, no, terms)
    # A code that only a limit answered is not what somebody said: `limit_grounds` has its sentence.
    # Paid help that runs already says more than that there may be a right to it.
    said = yes & facts.yes & ~(R1 if facts.provision_running else 0)
    for code in codes_in(said):
        yield _said_yes(code.bit, facts, yes, counted)
    for code in codes_in(no & facts.no & (T1 | M1)):
        yield NO[code.bit]
    if route is Route.VOLUNTEER and no & K1:
        yield MISSED_VISIT_IS_NO_HARM
    if facts.provision_running:
        yield PROVISION_RUNNING
    if waits_for_paid_help(facts, yes):
        yield PROVISION_WAITS
    if counted & CARRIED or yes & V2:
        if route is Route.COMBINATION:
            yield PART_OK
        elif route is Route.PROFESSIONAL:
            yield PART_NOT_OFFERED if facts.asked_part_ok and no & M1 else NO_PART


def _said_yes(bit: int, facts: Facts, yes: int, counted: int) -> Ground:
    if bit & COVERABLE and not counted & bit:
        return COVERED[bit]
    if bit == K1 and not counted & K1:
        return SINGLE_EVENT if facts.fallback_named else SINGLE_EVENT_ALONE
    if bit == T2 and facts.representation_arranged:
        return REPRESENTED
    if bit & PAID_HELP and counted & R3:
        return BRIDGED[bit]
    if bit == R3 and counted & R3 and facts.bridging_until is not None:
        until = {"until": facts.bridging_until}
        return ground("R3", Tone.SUPPORTS, BRIDGING_UNTIL, "until", until)
    if bit == M1E and yes & M1:
        return OFFERED_HERE_TOO
    return YES[bit]


def _unknowns(facts: Facts, yes: int, no: int) -> tuple[Unknown, ...]:
    found = []
    for code in codes_in(ALL & ~(yes | no)):
        holds = bool(code.bit & ASK_BEFORE)
        if code.bit == X:
            found += [
                Unknown(code.gate, ACT_PREFIX + key, asked.reason, holds)
                for key, asked in unanswered_acts(facts)
            ]
        else:
            found.append(Unknown(code.gate, code.key, UNKNOWN[code.bit].reason, holds))
    return tuple(found)


def _holds(
    standing: Standing, unknowns: tuple[Unknown, ...], yes: int, no: int, terms: Terms
) -> tuple[Reason, ...]:
    if standing is Standing.ASK_NOW:
        return tuple(u.question for u in unknowns if u.gate is Gate.N)
    if standing is Standing.READY:
        return ()
    held = held_back(yes, no, terms)
    arranged_first = [NO[T1].reason] if held & no & T1 else []
    for code in codes_in(held & yes):
        if code.bit == K1:
            arranged_first.append(SINGLE_EVENT_ALONE.reason)
        elif code.bit == V2:
            arranged_first.append(NO_LEAD_YET)
        else:
            arranged_first.append(YES[code.bit].reason)
    if yes & V2 and not no & C3 and not held & V2:
        arranged_first.append(NO_LEAD_YET)
    return (*arranged_first, *(u.question for u in unknowns if u.holds))


def _gate_view(gate: Gate, yes: int, no: int, terms: Terms) -> GateView:
    mask = GATE_MASKS[gate]
    # That somebody else offers it as well is no concern where we do.
    favourable = FAVOURABLE | M1E if yes & M1 else FAVOURABLE
    good = yes & favourable & mask & ~(terms.set_aside & R3)
    bad = (yes & mask & ~good) | (no & mask & (T1 | M1))
    unknown = mask & ~(yes | no)
    if bad:
        state = GateState.CONCERN
    elif unknown:
        state = GateState.UNKNOWN
    elif good:
        state = GateState.FAVOURABLE
    else:
        state = GateState.PLAIN_NO
    plain = no & mask & ~bad
    return GateView(gate, state, keys_in(bad), keys_in(unknown), keys_in(good), keys_in(plain))
