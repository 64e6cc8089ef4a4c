"""Reading the eight gates from a posted page, and showing them again as they were answered.

Not a Django form: eight gates of three taps with forty codes behind them read better as what they
are, and untouched means unknown, so there is nothing to refuse.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy

from loopplank.actions.triage.triage import SAID_BY, Heard
from loopplank.core.triage import (
    CODE_TEXTS,
    CODES,
    GATE_TEXTS,
    ROUTE_WORDS,
    Answer,
    Facts,
    Gate,
    OrganisationLimits,
    Route,
    answers_for_acts,
    answers_for_gate,
    said_of_gate,
)
from loopplank.core.triage.paid_work import PaidBefore
from loopplank.web.kit.fields import LINES, Choices
from loopplank.web.kit.words import word

Posted = Mapping[str, str] | MultiValueDict[str, str]
#: What is ticked, and the gate in which it is asked; shown only when that gate unfolds.
GATE_OF_FACT = {
    "asked_part_ok": Gate.H,
    "single_event": Gate.K,
    "fallback_named": Gate.K,
    "provision_running": Gate.R,
    "provision_waits": Gate.R,
    "bridging_decided": Gate.R,
    "representation_arranged": Gate.T,
    "young_carer": Gate.C,
    "short_notice": Gate.M,
}


@dataclass(frozen=True, slots=True)
class CodeLine:
    name: str
    shown: str
    line: str
    ask: str
    answer: str


@dataclass(frozen=True, slots=True)
class GateLine:
    """One gate on the page: its question, three labels, what was tapped, and its codes."""

    gate: str
    title: str
    question: str
    ordinary: str
    otherwise: str
    unknown: str
    tapped: str
    codes: tuple[CodeLine, ...]
    facts: tuple[tuple[str, bool], ...]


def heard_from(posted: Posted, limits: OrganisationLimits, before: Facts | None) -> Heard:
    """Return what was answered. "Ordinary" answers all codes of a gate; "yes" and "unknown" leave
    what nobody touched unknown, unless "the rest not" was ticked.

    `before` are the answers that stood on the page. Whoever taps "not known" on a gate that had
    answers takes those back: what still stands under it as it was, nobody touched.
    """
    stood = _stood(before, limits)
    answers: dict[str, Answer] = {}
    acts: dict[str, Answer] = {}
    said_by: dict[str, str] = {}
    told_by = posted.get("said_by", "")
    for gate in Gate:
        tapped = posted.get(f"gate-{gate}", "")
        if not tapped:
            continue
        said_by[gate.value] = told_by if told_by in SAID_BY else "person"
        if tapped == "ordinary":
            answers |= answers_for_gate(gate, "ordinary")
            if gate is Gate.H:
                acts |= answers_for_acts(limits, "ordinary")
            continue
        rest = posted.get(f"rest-{gate}") == "no"
        taken_back = tapped == "unknown" and before is not None and _tapped(gate, before) == "yes"
        gone = stood if taken_back else {}
        answers |= answers_for_gate(gate, _details(posted, gate, gone, rest=rest))
        if gate is Gate.H:
            acts |= {
                act.key: _answer(posted, f"act-{act.key}", gone, rest=rest)
                for act in limits.excluded_acts
            }
    # what stands under a gate that is folded again is not said any more
    unfolded = {gate for gate in Gate if posted.get(f"gate-{gate}") in {"yes", "unknown"}}
    ticked = {
        name: posted.get(name) == "on" and gate in unfolded for name, gate in GATE_OF_FACT.items()
    }
    return Heard(
        answers=answers,
        acts=acts,
        said_by=said_by,
        bridging_until=_day(posted.get("bridging_until", "")) if Gate.R in unfolded else None,
        paid_before=_paid(posted) if Gate.R in unfolded else "",
        asked_part_ok=ticked["asked_part_ok"],
        single_event=ticked["single_event"],
        fallback_named=ticked["fallback_named"],
        fallback_name=posted.get("fallback_name", ""),
        fallback_phone=posted.get("fallback_phone", ""),
        provision_running=ticked["provision_running"],
        provision_waits=ticked["provision_waits"],
        bridging_decided=ticked["bridging_decided"],
        representation_arranged=ticked["representation_arranged"],
        short_notice=ticked["short_notice"],
        young_carer=ticked["young_carer"],
        gp_name=posted.get("gp_name", "") if Gate.V in unfolded else None,
        gp_phone=posted.get("gp_phone", "") if Gate.V in unfolded else None,
    )


def gate_lines(
    facts: Facts | None, limits: OrganisationLimits, posted: Posted | None = None
) -> list[GateLine]:
    """Return the eight gates as they were answered before, or as they were just posted."""
    answers = facts.answers() if facts else {}
    act_answers = facts.act_answers() if facts and facts.limits == limits else {}
    lines = []
    for gate in Gate:
        text = GATE_TEXTS[gate]
        tapped = _tapped(gate, facts) if facts else ""
        if posted is not None:
            tapped = posted.get(f"gate-{gate}", "")
        # one tap answered the whole gate: its codes stay blank, or they would outlive another tap
        alone = posted is None and tapped in {"ordinary", "unknown"}
        codes = [
            CodeLine(
                name=f"code-{code.key}",
                shown=code.shown,
                line=word(CODE_TEXTS[code.key].line),
                ask=word(CODE_TEXTS[code.key].ask),
                answer=posted.get(f"code-{code.key}", "")
                if posted is not None
                else _shown(answers.get(code.key), alone=alone),
            )
            for code in CODES
            if code.gate is gate and code.key != "X"
        ]
        if gate is Gate.H:
            codes += [
                CodeLine(
                    name=f"act-{act.key}",
                    shown="",
                    line=act.sentence,
                    ask="",
                    answer=posted.get(f"act-{act.key}", "")
                    if posted is not None
                    else _shown(act_answers.get(act.key), alone=alone),
                )
                for act in limits.excluded_acts
            ]
        lines.append(
            GateLine(
                gate=gate.value,
                title=word(text.title),
                question=word(text.question),
                ordinary=word(text.ordinary),
                otherwise=word(text.otherwise),
                unknown=word(text.unknown),
                tapped=tapped,
                codes=tuple(codes),
                facts=tuple(
                    (name, _ticked(name, facts, posted))
                    for name, where in GATE_OF_FACT.items()
                    if where is gate
                ),
            )
        )
    return lines


def _tapped(gate: Gate, facts: Facts) -> str:
    said = said_of_gate(gate, facts.answers())
    acts = facts.act_answers().values() if gate is Gate.H else ()
    told = any(answer is Answer.YES for answer in acts)
    return "yes" if told or said == "details" else said


def _shown(answer: Answer | None, *, alone: bool) -> str:
    return "" if alone or answer is None else str(answer)


def _stood(before: Facts | None, limits: OrganisationLimits) -> dict[str, str]:
    """Return the answers under the gates by the name of their field."""
    if before is None:
        return {}
    acts = before.act_answers() if before.limits == limits else {}
    return {
        **{f"code-{key}": str(answer) for key, answer in before.answers().items()},
        **{f"act-{key}": str(answer) for key, answer in acts.items()},
    }


def _ticked(name: str, facts: Facts | None, posted: Posted | None) -> bool:
    if posted is not None:
        return posted.get(name) == "on"
    return bool(facts and getattr(facts, name))


def _details(
    posted: Posted, gate: Gate, gone: Mapping[str, str], *, rest: bool
) -> dict[str, Answer]:
    return {
        code.key: _answer(posted, f"code-{code.key}", gone, rest=rest)
        for code in CODES
        if code.gate is gate and code.key != "X"
    }


def _answer(posted: Posted, name: str, gone: Mapping[str, str], *, rest: bool) -> Answer:
    said = posted.get(name, "")
    if said in {"yes", "no"} and said != gone.get(name):
        return Answer(said)
    return Answer.NO if rest and not said else Answer.UNKNOWN


def _paid(posted: Posted) -> str:
    typed = posted.get("paid_before", "")
    return typed if typed in set(PaidBefore) else ""


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


class DecisionForm(forms.Form):
    """Another route than the advice, with one reason."""

    route = forms.ChoiceField(
        label=gettext_lazy("Wat kies jij?"),
        widget=forms.RadioSelect,
        choices=lambda: [
            (route.value, word(ROUTE_WORDS[route].name))
            for route in (Route.VOLUNTEER, Route.COMBINATION, Route.PROFESSIONAL, Route.REFER)
        ],
        error_messages={"required": gettext_lazy("Kies wat het wordt.")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Wat weet jij dat het advies niet weet?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies één reden. Dat telt nooit tegen je.")},
    )
    words = forms.CharField(
        label=gettext_lazy("In één zin"), max_length=500, required=False, widget=LINES
    )

    def __init__(self, *args: Any, reasons: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]  # a ChoiceField
