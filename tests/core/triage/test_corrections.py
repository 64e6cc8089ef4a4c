"""Each correction that binds the reference rule: once where it holds and once where it does not."""

from datetime import date

import pytest

from loopplank.core.triage import (
    CODES,
    Advice,
    Answer,
    Facts,
    Flag,
    Lack,
    Route,
    Standing,
    Tone,
    Urgency,
    advise,
    mask_of,
)

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
ORDINARY = {c.key: YES if c.key in {"T1", "M1"} else NO for c in CODES if c.key != "X"}


def advice_on(answers: dict[str, Answer], facts: Facts | None = None) -> Advice:
    return advise((facts or Facts()).answered(ORDINARY | answers))


def codes_of(reasons: tuple[object, ...]) -> set[str]:
    return {reason.code for reason in reasons}  # type: ignore[attr-defined]


def tone_of(advice: Advice, code: str) -> Tone:
    return next(ground.tone for ground in advice.reasons if ground.code == code)


# --- 1: inside our own trained offer it is a condition, not a route --------------------------


@pytest.mark.parametrize(
    ("code", "conditions"),
    [
        ("C4", {"condition.training"}),
        ("C5", {"condition.training", "condition.vog"}),
        ("K4", {"condition.training", "condition.heavy"}),
    ],
)
def test_a_covered_code_is_a_condition(code: str, conditions: set[str]) -> None:
    covered = Facts(covers=mask_of([code]), offer_conditions=("Intervisie elke maand.",))
    advice = advice_on({code: YES}, covered)
    assert advice.route is Route.VOLUNTEER
    assert advice.standing is Standing.READY
    assert codes_of(advice.conditions) == conditions | {"condition.offer"}
    assert tone_of(advice, code) is Tone.CONDITION

    uncovered = advice_on({code: YES})
    assert uncovered.route is Route.COMBINATION
    assert tone_of(uncovered, code) is Tone.AGAINST


def test_a_cover_is_worth_nothing_where_we_do_not_offer_it() -> None:
    covered = Facts(covers=mask_of(["K4"]))
    assert advice_on({"K4": YES, "M1": NO}, covered).route is Route.PROFESSIONAL


def test_an_offer_covers_no_code_beyond_these_three() -> None:
    with pytest.raises(ValueError, match="C4"):
        Facts(covers=mask_of(["H2"]))


# --- 2: a combination needs an offer and a lead ----------------------------------------------


@pytest.mark.parametrize(
    ("answers", "route"),
    [
        ({"C4": YES}, Route.REFER),
        ({"C5": YES}, Route.REFER),
        ({"C1": YES, "C2": YES}, Route.REFER),
        ({"K2": YES}, Route.PROFESSIONAL),
        ({"K4": YES}, Route.PROFESSIONAL),
        ({"H2": YES}, Route.PROFESSIONAL),
        ({"K1": YES}, Route.PROFESSIONAL),
        ({"V2": YES}, Route.PROFESSIONAL),
    ],
)
def test_without_an_offer_there_is_no_combination_but_a_gap(
    answers: dict[str, Answer], route: Route
) -> None:
    part = Facts(asked_part_ok=True)
    assert advice_on(answers, part).route is Route.COMBINATION
    assert Flag.GAP not in advice_on(answers, part).flags

    nobody = advice_on({**answers, "M1": NO}, part)
    assert nobody.route is route
    assert Flag.GAP in nobody.flags
    assert Lack.OFFER in nobody.lacks
    # Also where a company could be paid: what lacks is somebody beside the professional.
    assert Flag.GAP in advice_on({**answers, "M1": NO, "R2": YES}, part).flags


def test_what_another_organisation_offers_is_referred_and_no_gap() -> None:
    advice = advice_on({"C4": YES, "M1": NO, "M1E": YES})
    assert advice.route is Route.REFER
    assert advice.flags == ()
    assert advice.urgency is Urgency.WORKDAYS_3
    assert {"M1E", "C4"} <= set(advice.decisive)


def test_a_gap_is_only_counted_when_somebody_looked_elsewhere() -> None:
    assert Flag.GAP in advice_on({"M1": NO}).flags
    assert Flag.GAP not in advice_on({"M1": NO, "M1E": UNKNOWN}).flags
    assert Flag.GAP not in advice_on({"M1": NO, "R2": YES}).flags


@pytest.mark.parametrize("code", ["V2", "H2", "K1"])
def test_a_combination_without_a_lead_is_asked_first(code: str) -> None:
    part = Facts(asked_part_ok=True, gp_named=True)
    assert advice_on({code: YES}, part).standing is Standing.READY
    for lead_absent in (YES, UNKNOWN):
        advice = advice_on({code: YES, "C3": lead_absent}, part)
        assert advice.route is Route.COMBINATION
        assert advice.standing is Standing.ASK_FIRST
    assert ("triage.V2.lead" in codes_of(advice.holds)) is (code == "V2")


# --- 3: a single dated event needs a named fallback, not a professional -----------------------


def test_a_hospital_ride_needs_a_named_fallback() -> None:
    weekly = advice_on({"K1": YES})
    assert weekly.route is Route.PROFESSIONAL

    alone = advice_on({"K1": YES}, Facts(single_event=True))
    assert (alone.route, alone.standing) == (Route.VOLUNTEER, Standing.ASK_FIRST)
    assert codes_of(alone.holds) == {"triage.K1.single.alone"}

    safe = advice_on({"K1": YES}, Facts(single_event=True, fallback_named=True))
    assert (safe.route, safe.standing) == (Route.VOLUNTEER, Standing.READY)
    assert "condition.fallback" in codes_of(safe.conditions)
    assert safe.urgency is Urgency.WORKDAYS_3


def test_a_fallback_says_nothing_about_what_comes_back_every_week() -> None:
    assert advice_on({"K1": YES}, Facts(fallback_named=True)).route is Route.PROFESSIONAL


# --- 4: bridging counts only with an end date and a decision ----------------------------------


@pytest.mark.parametrize("right", ["R1", "R2"])
def test_bridging_needs_an_end_date_and_a_decision(right: str) -> None:
    until = date(2026, 3, 31)
    bridged = {right: YES, "R3": YES}
    for half in (
        Facts(),
        Facts(bridging_until=until),
        Facts(bridging_decided=True),
    ):
        advice = advice_on(bridged, half)
        assert advice.route is Route.REFER
        assert tone_of(advice, "R3") is Tone.CONDITION
        assert "R3" in advice.gate(BY_GATE["R"]).concerns

    whole = advice_on(bridged, Facts(bridging_until=until, bridging_decided=True))
    assert (whole.route, whole.standing) == (Route.VOLUNTEER, Standing.READY)
    assert tone_of(whole, "R3") is Tone.SUPPORTS
    assert whole.urgency is Urgency.WEEKS_2
    assert next(r for r in whole.conditions if r.code == "condition.until").params == {
        "until": until
    }


BY_GATE = {code.gate.value: code.gate for code in CODES}


def test_paid_help_that_runs_already_goes_before_care_and_continuity() -> None:
    running = Facts(provision_running=True, asked_part_ok=True)
    assert advice_on({"H3": YES, "K1": YES, "C3": YES}, running).route is Route.REFER
    assert advice_on({"H3": YES, "K1": YES, "C3": YES, "V1": YES}, running).route is (
        Route.PROFESSIONAL
    )
    assert advice_on({}, running).decisive == ("R1",)


def test_a_waiting_list_for_paid_help_is_a_gap() -> None:
    assert Flag.GAP not in advice_on({"R1": YES}).flags
    assert Flag.GAP in advice_on({"R1": YES}, Facts(provision_waits=True)).flags
    assert Flag.GAP not in advice_on({}, Facts(provision_waits=True)).flags


# --- 5: a worry about a volunteer is reported and is no route ---------------------------------


def test_a_worry_about_a_volunteer_is_reported() -> None:
    advice = advice_on({"V3V": YES})
    assert (advice.route, advice.standing) == (Route.VOLUNTEER, Standing.READY)
    assert advice.flags == (Flag.REPORT_CONCERN,)
    assert advice_on({"V3": YES}).route is Route.PROFESSIONAL


@pytest.mark.parametrize("code", ["V1", "N3", "N4", "V3V"])
def test_what_goes_to_the_contact_person(code: str) -> None:
    assert Flag.REPORT_CONCERN in advice_on({code: YES}).flags


# --- 6: unknown on N is urgent at once --------------------------------------------------------


@pytest.mark.parametrize(
    "other", [{}, {"V1": YES}, {"H1": YES}, {"R2": YES}, {"M1": NO}, {"T1": NO}]
)
def test_unknown_danger_is_asked_now_and_hidden_by_nothing(other: dict[str, Answer]) -> None:
    advice = advice_on({**other, "N2": UNKNOWN})
    assert advice.standing is Standing.ASK_NOW
    assert advice.urgency is Urgency.NOW
    assert codes_of(advice.holds) == {"triage.N2.ask"}
    assert [number.key for number in advice.numbers] == ["112", "huisarts", "113", "veilig_thuis"]


def test_danger_now_goes_before_danger_unknown() -> None:
    advice = advice_on({"N1": YES, "N2": UNKNOWN})
    assert advice.route is Route.EMERGENCY
    assert advice.standing is Standing.READY
    assert "N2" in advice.gate(BY_GATE["N"]).unknown


def test_unknown_elsewhere_is_asked_first_and_not_now() -> None:
    assert advice_on({"K1": UNKNOWN}).standing is Standing.ASK_FIRST


# --- 7: a wait or a no names what lacks -------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "lacks"),
    [
        ({"M3": YES}, (Lack.ROOM,)),
        ({"K2": YES, "M1": NO}, (Lack.ROOM, Lack.OFFER)),
        ({"H1": YES}, (Lack.KNOWLEDGE,)),
        ({"V4": YES}, (Lack.KNOWLEDGE,)),
        ({"M1": NO, "M1E": YES, "M2": YES}, (Lack.KNOWLEDGE, Lack.OFFER)),
        ({"C1": YES, "C2": YES, "M1": NO}, (Lack.KNOWLEDGE, Lack.OFFER)),
        ({"R2": YES}, (Lack.OFFER,)),
        ({"K1": YES}, (Lack.OFFER,)),
        ({"N1": YES, "M3": YES}, ()),
        ({}, ()),
    ],
)
def test_what_lacks(answers: dict[str, Answer], lacks: tuple[Lack, ...]) -> None:
    assert advice_on(answers).lacks == lacks


def test_no_room_waits_and_keeps_its_route() -> None:
    advice = advice_on({"M3": YES})
    assert (advice.route, advice.standing) == (Route.VOLUNTEER, Standing.READY)
    assert "condition.waiting" in codes_of(advice.conditions)
