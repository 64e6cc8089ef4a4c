"""The eighteen cases: route, flags, urgency, every expected criterion, and nothing left to ask."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from loopplank.core.kit.kinds import Kind
from loopplank.core.triage import (
    CODES,
    Advice,
    Answer,
    Facts,
    Standing,
    Tone,
    Urgency,
    advise,
    impression_is_asked,
    route,
)

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "cases" / "cases_nl.json").read_text(encoding="utf-8")
)

#: The one mapping of what stands behind a code in the cases: the answer to the code itself, and
#: the ending of the other code of the same name that is then a yes. An unlisted concern is "no".
SUFFIXES: dict[str, tuple[Answer, str | None]] = {
    "": (Answer.YES, None),
    "nee": (Answer.NO, None),
    "licht": (Answer.NO, None),
    "grens": (Answer.NO, None),
    "beperkt": (Answer.NO, None),
    "geregeld": (Answer.NO, None),
    "bij-prof": (Answer.NO, None),
    "onbekend": (Answer.UNKNOWN, None),
    "deels": (Answer.YES, None),
    "dreigend": (Answer.NO, "T"),
    "elders": (Answer.NO, "E"),
}
#: M1 and T1 hold unless the case says otherwise.
HOLDS = ("M1", "T1")
#: In the cases R3 comes with its end date and decision, and an offer covers no codes.
BRIDGING_UNTIL = date(2026, 3, 31)

#: What help each case asks for, read from its text.
KINDS: dict[int, frozenset[Kind]] = {
    1: frozenset({Kind.COMPANY}),
    2: frozenset({Kind.FAMILY}),
    3: frozenset({Kind.PAPERWORK}),
    5: frozenset({Kind.OTHER}),
    6: frozenset({Kind.OTHER}),
    8: frozenset({Kind.RESPITE}),
    9: frozenset({Kind.RESPITE}),
    11: frozenset({Kind.PAPERWORK}),
    12: frozenset({Kind.COMPANY}),
    14: frozenset({Kind.ODD_JOBS}),
    15: frozenset({Kind.ODD_JOBS}),
    17: frozenset({Kind.COMPANY}),
    18: frozenset({Kind.PAPERWORK, Kind.LANGUAGE}),
    20: frozenset({Kind.SHOPPING, Kind.OTHER}),
    23: frozenset({Kind.VIGIL}),
    24: frozenset({Kind.VIGIL}),
    27: frozenset({Kind.BUDDY}),
    30: frozenset({Kind.OTHER}),
}

URGENCIES = {
    "nu": Urgency.NOW,
    "24 uur": Urgency.HOURS_24,
    "3 werkdagen": Urgency.WORKDAYS_3,
    "2 weken": Urgency.WEEKS_2,
    "normaal": Urgency.NORMAL,
}


def facts_of(case: dict[str, Any]) -> Facts:
    """Turn a case into facts by the one table above."""
    answers = {code.key: Answer.NO for code in CODES if code.key != "X"}
    answers.update(dict.fromkeys(HOLDS, Answer.YES))
    for criterion in case["criteria"]:
        code, _, suffix = criterion.partition("-")
        answer, other = SUFFIXES[suffix]
        answers[code] = answer
        if other:
            answers[code + other] = Answer.YES
    bridged = answers["R3"] is Answer.YES
    return Facts(
        asked_part_ok=case["asked_part_ok"],
        provision_running=case["provision_running"],
        bridging_until=BRIDGING_UNTIL if bridged else None,
        bridging_decided=bridged,
        kinds=KINDS[case["id"]],
    ).answered(answers)


def by_number(number: int) -> dict[str, Any]:
    return next(case for case in CASES if case["id"] == number)


@pytest.fixture(params=CASES, ids=lambda case: f"{case['id']}-{case['title']}")
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    return request.param


def test_there_are_eighteen_cases_and_each_has_its_kinds() -> None:
    assert len(CASES) == 18
    assert set(KINDS) == {case["id"] for case in CASES}


def test_route(case: dict[str, Any]) -> None:
    facts = facts_of(case)
    assert advise(facts).route.value == case["route"].lower()
    assert route(facts).value == case["route"].lower()


def test_flags(case: dict[str, Any]) -> None:
    assert {flag.name for flag in advise(facts_of(case)).flags} == set(case["flags"])


def test_urgency(case: dict[str, Any]) -> None:
    assert advise(facts_of(case)).urgency is URGENCIES[case["urgency"]]


def test_nothing_holds_it_back(case: dict[str, Any]) -> None:
    advice = advise(facts_of(case))
    assert advice.standing is Standing.READY
    assert advice.holds == ()


def test_every_expected_criterion_is_shown(case: dict[str, Any]) -> None:
    advice = advise(facts_of(case))
    for criterion in case["criteria"]:
        assert _is_shown(advice, criterion), criterion


def test_all_gates_are_shown_with_every_code_once(case: dict[str, Any]) -> None:
    advice = advise(facts_of(case))
    assert [view.gate.value for view in advice.gates] == list("NVHKCRTM")
    shown = [
        key
        for view in advice.gates
        for key in (*view.concerns, *view.unknown, *view.favourable, *view.plain)
    ]
    assert sorted(shown) == sorted(code.key for code in CODES)


def test_numbers_are_shown_in_an_emergency_and_never_folded(case: dict[str, Any]) -> None:
    advice = advise(facts_of(case))
    if advice.route.value == "emergency":
        assert [number.key for number in advice.numbers] == [
            "112",
            "huisarts",
            "113",
            "veilig_thuis",
        ]
        assert not impression_is_asked(advice)
        assert advice.conditions == ()
        assert advice.lacks == ()


def test_a_no_names_what_lacks(case: dict[str, Any]) -> None:
    advice = advise(facts_of(case))
    assert bool(advice.lacks) is (advice.route.value in {"professional", "refer"})


def _is_shown(advice: Advice, criterion: str) -> bool:
    code, _, suffix = criterion.partition("-")
    answer, other = SUFFIXES[suffix]
    tones = {ground.tone for ground in advice.reasons if ground.code == code}
    view = next(view for view in advice.gates if view.gate.value == code[0])
    if other:
        return any(ground.code == code + other for ground in advice.reasons)
    if answer is Answer.UNKNOWN:
        return Tone.UNKNOWN in tones and code in view.unknown
    if answer is Answer.YES:
        return bool(tones - {Tone.UNKNOWN}) and code in (*view.concerns, *view.favourable)
    # A plain no stands with its gate; where a no is bad news it is a concern with its reason.
    return code in view.plain or (code in view.concerns and Tone.AGAINST in tones)
