"""What an advice shows beside its route: standing, flags, urgency, limits, conditions, changes."""

from datetime import date

import pytest

from loopplank.core.kit.kinds import Kind
from loopplank.core.kit.reason import Minutes
from loopplank.core.triage import (
    CODES,
    Advice,
    Answer,
    ExcludedAct,
    Facts,
    Flag,
    Gate,
    GateState,
    Lack,
    OrganisationLimits,
    Route,
    Standing,
    Tone,
    Urgency,
    advise,
    facts_from_stored,
    impression_is_asked,
    with_answer,
)
from loopplank.core.triage.rule import kinds_not_offered

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
ORDINARY = {c.key: YES if c.key in {"T1", "M1"} else NO for c in CODES if c.key != "X"}
WALKING = ExcludedAct("3.2", "Ondersteunen bij lopen.")
LIMITS = OrganisationLimits("2026-1", frozenset({Kind.COMPANY, Kind.SHOPPING}), 180, 12, (WALKING,))


def advice_on(
    answers: dict[str, Answer], facts: Facts | None = None, acts: Answer = Answer.NO
) -> Advice:
    facts = facts or Facts()
    return advise(
        facts.answered(ORDINARY | answers, {act.key: acts for act in facts.limits.excluded_acts})
    )


def reason(advice: Advice, code: str) -> dict[str, object]:
    return dict(next(g.reason.params for g in advice.reasons if g.reason.code == code))


def codes(advice: Advice) -> set[str]:
    return {ground.reason.code for ground in advice.reasons}


# --- standing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["N1", "V3", "V3V", "H5", "K3", "C1", "T1", "T2", "T3"])
def test_unknown_on_a_safety_gate_names_its_question(code: str) -> None:
    advice = advice_on({code: UNKNOWN})
    assert advice.standing in {Standing.ASK_FIRST, Standing.ASK_NOW}
    assert [held.code for held in advice.holds] == [f"triage.{code}.ask"]


@pytest.mark.parametrize("code", ["R1", "R2", "R3", "M1E", "M2", "M3", "M4"])
def test_unknown_on_rights_and_match_is_shown_and_holds_nobody_back(code: str) -> None:
    advice = advice_on({code: UNKNOWN})
    assert (advice.route, advice.standing) == (Route.VOLUNTEER, Standing.READY)
    assert [(u.about, u.holds) for u in advice.unknowns] == [(code, False)]


def test_an_offer_that_nobody_looked_up_is_no_offer() -> None:
    assert advice_on({"M1": UNKNOWN}).standing is Standing.ASK_FIRST


def test_what_a_professional_takes_does_not_wait_for_an_answer() -> None:
    assert advice_on({"H1": YES, "C4": UNKNOWN, "T1": NO}).standing is Standing.READY


def test_somebody_who_does_not_want_it_is_talked_to_first() -> None:
    advice = advice_on({"T1": NO})
    assert (advice.route, advice.standing) == (Route.VOLUNTEER, Standing.ASK_FIRST)
    assert [held.code for held in advice.holds] == ["triage.T1.no"]


def test_who_decides_along_must_be_settled() -> None:
    assert advice_on({"T2": YES}).standing is Standing.ASK_FIRST
    arranged = advice_on({"T2": YES}, Facts(representation_arranged=True))
    assert arranged.standing is Standing.READY
    assert "condition.representative" in {c.code for c in arranged.conditions}


def test_nothing_known_is_asked_now() -> None:
    advice = advise(Facts())
    assert (advice.route, advice.standing) == (Route.VOLUNTEER, Standing.ASK_NOW)
    assert len(advice.unknowns) == len(CODES) - 1
    assert {held.code for held in advice.holds} == {
        f"triage.{key}.ask" for key in ("N1", "N2", "N3", "N4", "N5", "N5T")
    }
    assert all(view.state is GateState.UNKNOWN for view in advice.gates)


# --- flags and urgency ------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["V4", "V5", "T1", "T2", "T3", "C1", "C5"])
def test_what_must_be_seen_needs_a_visit(code: str) -> None:
    assert advice_on({code: UNKNOWN}).flags == (Flag.NEEDS_VISIT,)


@pytest.mark.parametrize("answers", [{"V1": UNKNOWN}, {"K1": UNKNOWN}, {"T1": NO}, {"R1": UNKNOWN}])
def test_what_a_call_can_settle_needs_no_visit(answers: dict[str, Answer]) -> None:
    assert Flag.NEEDS_VISIT not in advice_on(answers).flags


def test_a_visit_is_not_asked_where_no_volunteer_comes() -> None:
    assert Flag.NEEDS_VISIT not in advice_on({"H1": YES, "V4": UNKNOWN}).flags
    assert Flag.NEEDS_VISIT not in advice_on({"N1": UNKNOWN, "V4": UNKNOWN}).flags


def test_short_notice_is_only_for_volunteers() -> None:
    soon = Facts(short_notice=True)
    assert advice_on({}, soon).flags == (Flag.SHORT_NOTICE,)
    assert advice_on({"C4": YES}, soon).flags == (Flag.SHORT_NOTICE,)
    assert advice_on({"R2": YES}, soon).flags == ()


def test_often_and_indispensable_is_a_gap() -> None:
    both: dict[str, Answer] = {"K1": YES, "K2": YES}
    assert Flag.GAP in advice_on(both).flags
    assert Flag.GAP in advice_on(both, Facts(asked_part_ok=True)).flags
    assert Flag.GAP not in advice_on({"K1": YES}).flags
    assert Flag.GAP not in advice_on(both, Facts(single_event=True)).flags
    assert Flag.GAP not in advice_on({**both, "N1": YES}).flags


@pytest.mark.parametrize(
    ("answers", "facts", "urgency"),
    [
        ({"N4": YES}, Facts(), Urgency.NOW),
        ({"N4": UNKNOWN}, Facts(), Urgency.NOW),
        ({"N5T": YES}, Facts(), Urgency.HOURS_24),
        ({"K2": YES, "K4": YES}, Facts(), Urgency.HOURS_24),
        ({"V3V": YES}, Facts(), Urgency.WORKDAYS_3),
        ({"H4": YES}, Facts(), Urgency.WORKDAYS_3),
        ({"H5": YES}, Facts(), Urgency.NORMAL),
        ({"K1": YES}, Facts(), Urgency.WORKDAYS_3),
        ({"M1": NO, "M1E": YES}, Facts(), Urgency.WORKDAYS_3),
        ({"M1E": YES}, Facts(), Urgency.NORMAL),
        ({"R1": YES}, Facts(), Urgency.WEEKS_2),
        ({"R3": YES}, Facts(), Urgency.NORMAL),
        ({"R2": YES}, Facts(), Urgency.NORMAL),
        ({}, Facts(kinds=frozenset({Kind.SHOPPING})), Urgency.WEEKS_2),
        ({"R2": YES}, Facts(kinds=frozenset({Kind.SHOPPING})), Urgency.NORMAL),
        ({}, Facts(kinds=frozenset({Kind.COMPANY})), Urgency.NORMAL),
    ],
)
def test_urgency(answers: dict[str, Answer], facts: Facts, urgency: Urgency) -> None:
    assert advice_on(answers, facts).urgency is urgency


# --- the organisation's own limits ------------------------------------------------------------


def test_hours_within_our_limit_speak_for_it_with_both_numbers() -> None:
    advice = advice_on({}, Facts(minutes_per_week=90, limits=LIMITS))
    assert advice.route is Route.VOLUNTEER
    assert reason(advice, "triage.K2.within") == {"asked": Minutes(90), "limit": Minutes(180)}
    assert advice.limits_version == "2026-1"


def test_more_hours_than_our_limit_is_above_the_norm() -> None:
    advice = advice_on({}, Facts(minutes_per_week=181, limits=LIMITS))
    assert advice.route is Route.COMBINATION
    assert advice.decisive == ("K2",)
    assert reason(advice, "triage.K2.over") == {"asked": Minutes(181), "limit": Minutes(180)}
    assert "triage.K2" not in codes(advice)
    assert advice_on({}, Facts(minutes_per_week=180, limits=LIMITS)).route is Route.VOLUNTEER


def test_a_kind_that_we_do_not_give_is_no_offer() -> None:
    asked = frozenset({Kind.TRANSPORT})
    advice = advice_on({}, Facts(kinds=asked, limits=LIMITS))
    assert advice.route is Route.REFER
    assert advice.lacks == (Lack.OFFER,)
    assert "triage.M1.not_kind.transport" in codes(advice)
    assert "triage.M1" not in codes(advice)


def test_what_nobody_asked_is_not_refused() -> None:
    assert not kinds_not_offered(Facts(limits=LIMITS))
    assert not kinds_not_offered(Facts(kinds=frozenset({Kind.COMPANY})))


def test_one_of_two_kinds_is_still_an_offer() -> None:
    asked = frozenset({Kind.TRANSPORT, Kind.SHOPPING})
    advice = advice_on({}, Facts(kinds=asked, limits=LIMITS))
    assert advice.route is Route.VOLUNTEER
    assert {"triage.M1.kind.shopping", "triage.M1.not_kind.transport"} <= codes(advice)
    assert advice.lacks == (Lack.OFFER,)


@pytest.mark.parametrize("asked", [frozenset({Kind.OTHER}), frozenset[Kind]()])
def test_something_else_says_too_little_to_say_no_on(asked: frozenset[Kind]) -> None:
    assert advice_on({}, Facts(kinds=asked, limits=LIMITS)).route is Route.VOLUNTEER


def test_an_excluded_act_counts_like_an_act_of_care() -> None:
    limited = Facts(limits=LIMITS)
    assert advice_on({}, limited).route is Route.VOLUNTEER
    advice = advice_on({}, limited, acts=YES)
    assert advice.route is Route.PROFESSIONAL
    assert reason(advice, "triage.X.act") == {"act": WALKING.sentence, "key": "3.2"}
    assert advice.urgency is Urgency.WORKDAYS_3
    part = advice_on({}, Facts(limits=LIMITS, asked_part_ok=True), acts=YES)
    assert part.route is Route.COMBINATION

    unknown = advice_on({}, limited, acts=UNKNOWN)
    assert unknown.standing is Standing.ASK_FIRST
    assert [u.about for u in unknown.unknowns] == ["act:3.2"]


@pytest.mark.parametrize(
    ("facts", "last_day", "code"),
    [
        (Facts(open_ended=True), True, "triage.K3.no_end"),
        (Facts(months=13, limits=LIMITS), True, "triage.K3.too_long"),
        (Facts(months=12, limits=LIMITS), False, "triage.K3.within"),
        (Facts(months=13), False, None),
        (Facts(open_ended=True, single_event=True), False, None),
    ],
)
def test_a_last_day_is_agreed(facts: Facts, last_day: bool, code: str | None) -> None:
    advice = advice_on({}, facts)
    assert advice.route is Route.VOLUNTEER
    assert ("condition.last_day" in {c.code for c in advice.conditions}) is last_day
    found = {c for c in codes(advice) if c.startswith("triage.K3")}
    assert found == ({code} if code else set())


# --- conditions -------------------------------------------------------------------------------


def test_a_combination_says_who_leads_and_who_does_what() -> None:
    found = {c.code for c in advice_on({"C4": YES}).conditions}
    assert found == {
        "condition.named_lead",
        "condition.who_does_what",
        "condition.evaluation",
        "condition.training",
    }


def test_no_conditions_where_no_volunteer_comes() -> None:
    assert advice_on({"H1": YES, "M4": YES, "K3": YES}).conditions == ()


def test_paperwork_never_goes_with_a_card() -> None:
    paperwork = advice_on({}, Facts(kinds=frozenset({Kind.PAPERWORK})))
    assert {c.code for c in paperwork.conditions} == {"condition.no_money"}


# --- gates, impression, numbers ---------------------------------------------------------------


def test_the_state_of_a_gate() -> None:
    advice = advice_on({"H1": YES, "H2": UNKNOWN, "V1": UNKNOWN})
    assert advice.gate(Gate.N).state is GateState.PLAIN_NO
    assert advice.gate(Gate.V).state is GateState.UNKNOWN
    assert advice.gate(Gate.H).state is GateState.CONCERN
    assert advice.gate(Gate.H).unknown == ("H2",)
    assert advice.gate(Gate.T).state is GateState.FAVOURABLE
    assert advice_on({"T1": NO}).gate(Gate.T).concerns == ("T1",)


def test_that_others_offer_it_too_is_no_concern() -> None:
    advice = advice_on({"M1E": YES})
    assert advice.gate(Gate.M).state is GateState.FAVOURABLE
    assert next(g for g in advice.reasons if g.code == "M1E").tone is Tone.SUPPORTS


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, False),
        ({"N1": UNKNOWN}, False),
        ({"N1": YES}, False),
        ({"N5T": YES}, False),
        ({"T1": NO}, True),
        ({"H1": YES}, True),
        ({"R2": YES}, True),
        ({"C4": YES}, True),
    ],
)
def test_first_impression(answers: dict[str, Answer], asked: bool) -> None:
    assert impression_is_asked(advice_on(answers)) is asked


def test_a_worry_brings_its_own_number() -> None:
    assert [n.key for n in advice_on({"V1": YES}).numbers] == ["veilig_thuis"]
    assert [n.key for n in advice_on({"V2": YES}).numbers] == ["huisarts", "113"]
    assert advice_on({}).numbers == ()


# --- what would change it ---------------------------------------------------------------------


def test_what_would_change_reads_as_a_sentence() -> None:
    advice = advice_on({"C4": UNKNOWN})
    first = advice.changes[0]
    assert (first.about, first.answer, first.is_open) == ("C4", YES, True)
    assert (first.route, first.standing) == (Route.COMBINATION, Standing.READY)
    filled = first.reason.sentence % first.reason.params
    assert filled == (
        "‘Bijzondere kennis nodig, zoals over vergeten, psychose, autisme of hersenletsel’:"
        " is dat zo? Dan wordt het: Vrijwilliger samen met een beroepskracht."
    )


def test_what_is_open_comes_first() -> None:
    opens = [change.is_open for change in advice_on({"C4": UNKNOWN, "R1": UNKNOWN}).changes]
    assert opens == sorted(opens, reverse=True)


def test_facts_beside_the_codes_change_it_too() -> None:
    changes = {c.about: c for c in advice_on({"H1": YES}).changes}
    assert changes["asked_part_ok"].route is Route.COMBINATION
    assert changes["H1"].answer is NO
    single = {c.about: c for c in advice_on({"K1": YES}).changes}["single_event"]
    assert (single.route, single.standing) == (Route.VOLUNTEER, Standing.ASK_FIRST)


def test_an_act_changes_it_in_the_organisations_own_words() -> None:
    advice = advice_on({}, Facts(limits=LIMITS))
    change = next(c for c in advice.changes if c.about == "act:3.2")
    assert (change.answer, change.route) == (YES, Route.PROFESSIONAL)
    assert change.reason.params["about"] == WALKING.sentence


def test_a_plain_fact_is_never_unknown() -> None:
    with pytest.raises(ValueError, match="yes or no"):
        with_answer(Facts(), "single_event", UNKNOWN)
    with pytest.raises(ValueError, match="no_such"):
        with_answer(Facts(), "no_such", YES)


# --- facts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"yes": 1, "no": 1},
        {"yes": 1 << 60},
        {"acts_yes": 1},
        {"minutes_per_week": 0},
        {"months": -1},
        {"limits": LIMITS, "acts_yes": 1, "acts_no": 1},
    ],
)
def test_facts_that_cannot_be_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Facts(**wrong)  # type: ignore[arg-type]


def test_x_cannot_be_answered_by_itself() -> None:
    with pytest.raises(ValueError, match="X follows"):
        Facts().answered({"X": YES})


@pytest.mark.parametrize("wrong", [{"max_minutes": 0}, {"excluded_acts": (WALKING, WALKING)}])
def test_limits_that_cannot_be_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        OrganisationLimits(**wrong)  # type: ignore[arg-type]


def test_an_answer_can_be_taken_back() -> None:
    facts = Facts(limits=LIMITS).answered({"N1": YES}, {"3.2": NO})
    assert facts.answer("N1") is YES
    assert facts.answered({"N1": UNKNOWN}, {"3.2": UNKNOWN}) == Facts(limits=LIMITS)


def test_stored_facts_of_other_rules_are_not_read_in_silence() -> None:
    with pytest.raises(ValueError, match="moon"):
        facts_from_stored({"moon": True})
    with pytest.raises(ValueError, match="N9"):
        facts_from_stored({"yes": ["N9"]})
    assert facts_from_stored({}) == Facts()


def test_what_is_stored_holds_codes_and_no_sentence_of_ours() -> None:
    stored = advice_on({"H1": YES}, Facts(bridging_until=date(2026, 3, 31))).as_stored()
    assert stored["rules_version"] == 2
    assert "verpleging" not in str(stored)
    assert stored["route"] == "professional"
