"""The reference rule of the domain model, transcribed as it is printed, agrees with ours wherever
no correction and no limit of an organisation applies.
"""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.proofs import examples

from loopplank.core.triage import CODES, Answer, Facts, Route, Standing, advise, route

CONCERNS = [c.key for c in CODES if c.key not in {"X", "T1", "M1", "R3", "V3V", "M1E"}]
SETTINGS = examples(80, many=4000)


def reference_route(  # noqa: PLR0911 - as it is printed
    facts: set[str], asked_part_ok: bool, provision_running: bool
) -> str:
    if facts & {"N1", "N2", "N3", "N4", "N5"}:
        return "EMERGENCY"
    if facts & {"V1", "V3", "V4", "V5", "N5-threat"}:
        return "PROFESSIONAL"
    if "V2" in facts:
        return "COMBINATION" if asked_part_ok else "PROFESSIONAL"
    if provision_running:
        return "REFER"
    if facts & {"H1", "H2", "H3", "H4", "H6", "K1"}:
        return "COMBINATION" if asked_part_ok else "PROFESSIONAL"
    if facts & {"H5", "C3"}:
        return "REFER"
    if {"C1", "C2"} <= facts or facts & {"C4", "C5", "K2", "K4"}:
        return "COMBINATION"
    if facts & {"R1", "R2"} and "R3" not in facts:
        return "REFER"
    if "M1-no" in facts:
        return "REFER"
    return "VOLUNTEER"


def reference_advice(
    facts: set[str], unknown: set[str], asked_part_ok: bool, provision_running: bool
) -> str:
    r = reference_route(facts, asked_part_ok, provision_running)
    if r in ("VOLUNTEER", "COMBINATION") and (
        "T1-no" in facts or any(u[0] in "NVHKCT" for u in unknown)
    ):
        return "ASK_FIRST"
    return r


def _ours(yes: set[str], unknown: set[str], asked_part_ok: bool, provision_running: bool) -> Facts:
    answers = {c.key: Answer.NO for c in CODES if c.key != "X"}
    answers["M1"] = answers["T1"] = Answer.YES
    for key in yes:
        code = "N5T" if key == "N5-threat" else key.removesuffix("-no")
        answers[code] = Answer.NO if key.endswith("-no") else Answer.YES
    answers.update(dict.fromkeys(unknown, Answer.UNKNOWN))
    # Correction 4 does not apply: bridging has its end date and its decision.
    return Facts(
        asked_part_ok=asked_part_ok,
        provision_running=provision_running,
        bridging_until=date(2026, 3, 31),
        bridging_decided=True,
        # Ours: with words of not wanting to live the GP is named before a volunteer is asked.
        gp_named=True,
    ).answered(answers)


def _agree(yes: set[str], unknown: set[str], asked_part_ok: bool, provision_running: bool) -> None:
    expected = reference_advice(yes, unknown, asked_part_ok, provision_running)
    plain = reference_route(yes, asked_part_ok, provision_running)
    facts = _ours(yes, unknown, asked_part_ok, provision_running)
    advice = advise(facts)
    assert advice.route.name == plain
    assert route(facts).name == plain
    if expected == "ASK_FIRST":
        assert advice.standing is Standing.ASK_FIRST
    else:
        assert advice.standing is Standing.READY


def _corrected(yes: set[str], unknown: set[str], asked_part_ok: bool, running: bool) -> bool:
    """Whether a binding correction changes what the reference rule says."""
    plain = reference_route(yes, asked_part_ok, running)
    return bool(
        (plain == "COMBINATION" and "M1-no" in yes)  # 2: no offer
        or (plain == "COMBINATION" and "C3" in yes)  # 2: no lead
        or any(u[0] == "N" for u in unknown)  # 6: asked now
        or ("T2" in yes and plain in {"COMBINATION", "VOLUNTEER"})  # ours: nobody arranged it
        or ("M1" in unknown and plain in {"COMBINATION", "VOLUNTEER"})  # ours: no offer looked up
    )


def _as_printed(key: str) -> str:
    return "N5-threat" if key == "N5T" else key


@SETTINGS
@given(
    yes=st.sets(st.sampled_from([*CONCERNS, "R3", "M1-no", "T1-no"]), max_size=6),
    unknown=st.sets(st.sampled_from([*CONCERNS, "R3", "T1"]), max_size=4),
    asked_part_ok=st.booleans(),
    provision_running=st.booleans(),
)
def test_agrees_where_no_correction_applies(
    yes: set[str], unknown: set[str], asked_part_ok: bool, provision_running: bool
) -> None:
    if "T1-no" in yes:
        unknown = unknown - {"T1"}
    unknown = unknown - yes
    yes = {_as_printed(key) for key in yes}
    assume(not _corrected(yes, unknown, asked_part_ok, provision_running))
    _agree(yes, unknown, asked_part_ok, provision_running)


@pytest.mark.parametrize("asked_part_ok", [False, True])
@pytest.mark.parametrize("provision_running", [False, True])
def test_agrees_on_every_pair_of_answers(asked_part_ok: bool, provision_running: bool) -> None:
    checked = 0
    for pair in combinations([*CONCERNS, "R3", "M1-no", "T1-no"], 2):
        yes = {_as_printed(key) for key in pair}
        if not _corrected(yes, set(), asked_part_ok, provision_running):
            _agree(yes, set(), asked_part_ok, provision_running)
            checked += 1
    assert checked > 500


def test_the_reference_is_corrected_and_not_just_copied() -> None:
    offered_by_nobody = _ours({"C4", "M1-no"}, set(), False, False)
    assert reference_route({"C4", "M1-no"}, False, False) == "COMBINATION"
    assert route(offered_by_nobody) is Route.REFER
