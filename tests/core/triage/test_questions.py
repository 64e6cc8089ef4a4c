"""The eight plain questions: one tap each, every code behind them, and Dutch that people read."""

import ast
import re
from pathlib import Path

import pytest

import loopplank.core.triage
from loopplank.core.kit import bsn, kinds
from loopplank.core.kit.reason import Minutes
from loopplank.core.triage import (
    CODE_TEXTS,
    CODES,
    EMERGENCY_NUMBERS,
    FACT_LINES,
    GATE_TEXTS,
    Answer,
    ExcludedAct,
    Facts,
    Gate,
    OrganisationLimits,
    Route,
    Standing,
    advise,
    answers_for_acts,
    answers_for_gate,
    red_flags,
    said_of_gate,
)
from loopplank.core.triage.rule import Side

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
LIMITS = OrganisationLimits("1", excluded_acts=(ExcludedAct("3.2", "Lopen."),))
PACKAGE = Path(loopplank.core.triage.__file__).parent
FILES = [*PACKAGE.glob("*.py"), *(Path(m.__file__) for m in (bsn, kinds, red_flags))]


def test_eight_ordinary_taps_are_a_whole_intake() -> None:
    """Eight taps and the organisation's own acts leave nothing unknown and advise a volunteer."""
    facts = Facts(limits=LIMITS)
    for gate in Gate:
        facts = facts.answered(answers_for_gate(gate, "ordinary"))
    facts = facts.answered({}, answers_for_acts(LIMITS, "ordinary"))
    advice = advise(facts)
    assert advice.unknowns == ()
    assert (advice.route, advice.standing) == (Route.VOLUNTEER, Standing.READY)


@pytest.mark.parametrize("gate", Gate)
def test_an_ordinary_answer_answers_every_code_of_its_gate(gate: Gate) -> None:
    answers = answers_for_gate(gate, "ordinary")
    assert set(answers) == {c.key for c in CODES if c.gate is gate and c.key != "X"}
    favourable = {key for key, answer in answers.items() if answer is YES}
    assert favourable == {"T": {"T1"}, "M": {"M1"}}.get(gate.value, set())
    assert UNKNOWN not in answers.values()


@pytest.mark.parametrize("gate", Gate)
def test_weet_niet_leaves_every_code_unknown(gate: Gate) -> None:
    assert set(answers_for_gate(gate, "unknown").values()) == {UNKNOWN}


def test_an_unfolded_code_that_nobody_touched_is_unknown() -> None:
    answers = answers_for_gate(Gate.K, {"K1": YES, "K3": NO})
    assert answers == {"K1": YES, "K2": UNKNOWN, "K3": NO, "K4": UNKNOWN}


def test_a_code_of_another_gate_is_refused() -> None:
    with pytest.raises(ValueError, match="H1"):
        answers_for_gate(Gate.K, {"H1": YES})
    with pytest.raises(ValueError, match=r"9\.9"):
        answers_for_acts(LIMITS, {"9.9": YES})


@pytest.mark.parametrize("gate", Gate)
def test_the_form_shows_again_what_was_tapped(gate: Gate) -> None:
    for tap in ("ordinary", "unknown"):
        assert said_of_gate(gate, answers_for_gate(gate, tap)) == tap
    first = next(c.key for c in CODES if c.gate is gate)
    turned = {**answers_for_gate(gate, "ordinary"), first: UNKNOWN}
    assert said_of_gate(gate, turned) == "details"
    assert said_of_gate(gate, Facts().answers()) == "unknown"


def test_acts_follow_the_tap_of_their_gate() -> None:
    assert answers_for_acts(LIMITS, "ordinary") == {"3.2": NO}
    assert answers_for_acts(LIMITS, "unknown") == {"3.2": UNKNOWN}
    assert answers_for_acts(LIMITS, {"3.2": YES}) == {"3.2": YES}


def test_every_gate_and_every_code_has_its_texts() -> None:
    assert list(GATE_TEXTS) == list(Gate)
    assert list(CODE_TEXTS) == [code.key for code in CODES]
    assert [code.bit for code in CODES] == [1 << place for place in range(len(CODES))]
    assert tuple(FACT_LINES) == Side._fields
    assert all(text.question.endswith("?") for text in GATE_TEXTS.values())
    assert all(text.ask.endswith("?") for text in CODE_TEXTS.values())


def test_the_codes_are_those_of_the_domain_model() -> None:
    shown = {code.shown for code in CODES}
    counts = {"N": 5, "V": 5, "H": 6, "K": 4, "C": 5, "R": 3, "T": 3, "M": 4}
    numbered = {f"{gate}{number + 1}" for gate, many in counts.items() for number in range(many)}
    assert shown == numbered | {"N5-dreigend", "V3-vrijwilliger", "M1-elders", "H-eigen"}


def test_emergency_numbers() -> None:
    numbers = {number.key: number.number for number in EMERGENCY_NUMBERS}
    assert numbers == {
        "112": "112",
        "huisarts": None,
        "113": "113 of 0800-0113",
        "veilig_thuis": "0800-2000",
    }


def _dutch_sentences() -> list[str]:
    found = []
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "dutch":
                argument = node.args[0]
                assert isinstance(argument, ast.Constant), f"{path.name}: {ast.unparse(node)}"
                found.append(argument.value)
    return found


def test_sentences_are_short_and_never_shout() -> None:
    """The text rules of the product: at most 15 words a sentence, no exclamation mark."""
    texts = _dutch_sentences()
    assert len(texts) > 200
    for text in texts:
        assert "!" not in text
        for sentence in re.split(r"(?<=[.?!;:])\s+", text):
            assert len(re.findall(r"[\w’'-]+", re.sub(r"%\(\w+\)s", "x", sentence))) <= 15, text


def test_every_reason_fills_its_sentence() -> None:
    """No sentence asks for a parameter that its reason does not carry, in any state of a code."""
    limits = OrganisationLimits(
        "1", frozenset({kinds.Kind.COMPANY}), 60, 1, (ExcludedAct("3.2", "Lopen."),)
    )
    for answer in Answer:
        for minutes in (60, 61):
            facts = Facts(
                kinds=frozenset({kinds.Kind.COMPANY, kinds.Kind.TRANSPORT}),
                minutes_per_week=minutes,
                months=2,
                short_notice=True,
                limits=limits,
            ).answered(dict.fromkeys(Facts().answers(), answer), {"3.2": answer})
            advice = advise(facts)
            for reason in (
                *(ground.reason for ground in advice.reasons),
                *(unknown.question for unknown in advice.unknowns),
                *advice.holds,
                *advice.conditions,
                *(change.reason for change in advice.changes),
            ):
                assert "%(" not in reason.sentence % reason.params
    assert isinstance(Minutes(60), int)


def test_reason_codes_tell_sentences_apart() -> None:
    """One stored code, one sentence: otherwise a replay could not say what was shown."""
    from benchmarks.triage import drawn_facts

    said: dict[str, str] = {}
    for facts in drawn_facts(400):
        advice = advise(facts)
        for ground in advice.reasons:
            assert said.setdefault(ground.reason.code, ground.reason.sentence) == (
                ground.reason.sentence
            )
        for reason in (*advice.holds, *advice.conditions):
            assert said.setdefault(reason.code, reason.sentence) == reason.sentence
