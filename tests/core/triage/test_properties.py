"""What holds for every request there can be, not only for the cases that somebody thought of."""

import json
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.proofs import examples

from loopplank.core.kit.kinds import Kind
from loopplank.core.triage import (
    BY_KEY,
    CODES,
    FACT_LINES,
    NO_LIMITS,
    Answer,
    ExcludedAct,
    Facts,
    Gate,
    GateState,
    OrganisationLimits,
    Route,
    Standing,
    Tone,
    Urgency,
    advise,
    facts_from_stored,
    impression_is_asked,
    mask_of,
    route,
    with_answer,
)

SETTINGS = examples(20, many=800)
FEWER = examples(8, many=250)

KEYS = [code.key for code in CODES if code.key != "X"]
FAVOURABLE = {"T1", "M1", "R3"}
CONCERNS = [key for key in KEYS if key not in FAVOURABLE]
SAFETY = [key for key in KEYS if key[0] in "NVHKCT"]
ORDINARY = {key: Answer.YES if key in {"T1", "M1"} else Answer.NO for key in KEYS}
HEAVIER = (Route.EMERGENCY, Route.PROFESSIONAL, Route.REFER, Route.COMBINATION)
SIDES = (
    "",  # an end date for bridging
    "bridging_decided",
    "asked_part_ok",
    "provision_running",
    "provision_waits",
    "single_event",
    "fallback_named",
    "representation_arranged",
    "open_ended",
    "short_notice",
)
ACTS = (ExcludedAct("3.2", "Ondersteunen bij lopen."), ExcludedAct("3.3", "Ramen lappen."))
LIMITS = (
    NO_LIMITS,
    OrganisationLimits("7", frozenset({Kind.COMPANY, Kind.SHOPPING}), 180, 12, ACTS),
    OrganisationLimits("8", excluded_acts=ACTS[:1]),
)


@st.composite
def requests(draw: st.DrawFn) -> Facts:
    """Draw facts: from an ordinary request with a few answers turned, to anything at all."""
    limits = draw(st.sampled_from(LIMITS))
    answers = dict(draw(st.sampled_from([ORDINARY, {}])))
    answers.update(
        draw(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(Answer), max_size=8))
    )
    acts = {act.key: draw(st.sampled_from(Answer)) for act in limits.excluded_acts}
    # One number for all that is yes or no: twenty separate draws cost more than the rules.
    sides = draw(st.integers(0, 2 ** len(SIDES) - 1))
    facts = Facts(
        bridging_until=date(2026, 3, 31) if sides & 1 else None,
        covers=mask_of(draw(st.sets(st.sampled_from(["C4", "C5", "K4"])))),
        offer_conditions=("De mantelzorger is bereikbaar.",),
        kinds=frozenset(draw(st.sets(st.sampled_from(Kind), max_size=3))),
        minutes_per_week=draw(st.sampled_from([None, 90, 180, 181, 600])),
        months=draw(st.sampled_from([None, 12, 13])),
        limits=limits,
        **{name: bool(sides >> place & 1) for place, name in enumerate(SIDES) if name},
    )
    return facts.answered(answers, acts)


def _is_go(facts: Facts) -> bool:
    advice = advise(facts)
    return advice.route is Route.VOLUNTEER and advice.standing is Standing.READY


@SETTINGS
@given(requests())
def test_exactly_one_route_and_at_least_one_reason(facts: Facts) -> None:
    advice = advise(facts)
    assert advice.route in Route
    assert route(facts) is advice.route
    assert advice.reasons
    assert len(advice.gates) == 8


def test_every_pair_of_answers_gives_a_route_with_a_reason() -> None:
    for first, second in combinations(KEYS, 2):
        for one in set(Answer) - {ORDINARY[first]}:
            for other in set(Answer) - {ORDINARY[second]}:
                facts = Facts().answered({**ORDINARY, first: one, second: other})
                advice = advise(facts)
                assert advice.route in Route
                assert advice.reasons, (first, one, second, other)


@SETTINGS
@given(requests(), st.sampled_from(CONCERNS))
def test_adding_a_concern_never_opens_the_way_to_a_volunteer(facts: Facts, concern: str) -> None:
    without = facts.answered({concern: Answer.NO})
    if not _is_go(without):
        assert not _is_go(facts.answered({concern: Answer.YES}))


@pytest.mark.parametrize("asked_part_ok", [False, True])
@pytest.mark.parametrize("single_event", [False, True])
@pytest.mark.parametrize("offered", [False, True])
def test_adding_a_concern_to_any_pair_of_concerns(
    asked_part_ok: bool, single_event: bool, offered: bool
) -> None:
    """The same, without chance: every concern added to each of the others, alone and in pairs."""
    base = Facts(
        asked_part_ok=asked_part_ok,
        single_event=single_event,
        fallback_named=True,
        representation_arranged=True,
    ).answered(ORDINARY | {"M1": Answer.YES if offered else Answer.NO})
    calm = set()
    for size in (0, 1, 2):
        for some in combinations(CONCERNS, size):
            facts = base.answered(dict.fromkeys(some, Answer.YES))
            # `route` is enough: every code is answered, and what holds back only grows.
            if route(facts) is Route.VOLUNTEER:
                calm.add(frozenset(some))
                assert all(frozenset(some) - {key} in calm for key in some), some


@SETTINGS
@given(requests(), st.sampled_from(CONCERNS))
def test_an_emergency_stays_an_emergency(facts: Facts, concern: str) -> None:
    without = facts.answered({concern: Answer.NO})
    if route(without) is Route.EMERGENCY:
        assert route(facts.answered({concern: Answer.YES})) is Route.EMERGENCY


def test_refer_and_combination_are_not_ordered() -> None:
    """A concern can lead from each to the other, so neither is the heavier one."""
    running = Facts(provision_running=True, asked_part_ok=True).answered(ORDINARY)
    assert route(running) is Route.REFER
    assert route(running.answered({"V2": Answer.YES})) is Route.COMBINATION
    expertise = Facts().answered(ORDINARY | {"C4": Answer.YES})
    assert route(expertise) is Route.COMBINATION
    assert route(expertise.answered({"H5": Answer.YES})) is Route.REFER


@pytest.mark.parametrize(
    ("key", "facts"),
    [
        ("T1", Facts().answered(ORDINARY)),
        ("M1", Facts().answered(ORDINARY)),
        (
            "R3",
            Facts(bridging_until=date(2026, 3, 31), bridging_decided=True).answered(
                ORDINARY | {"R1": Answer.YES}
            ),
        ),
    ],
)
def test_the_favourable_facts_are_no_concerns(key: str, facts: Facts) -> None:
    assert not _is_go(facts.answered({key: Answer.NO}))
    assert _is_go(facts.answered({key: Answer.YES}))
    view = advise(facts.answered({key: Answer.YES})).gate(BY_KEY[key].gate)
    assert key in view.favourable


@SETTINGS
@given(requests(), st.sampled_from(SAFETY))
def test_unknown_on_a_safety_gate_is_never_ready_for_a_volunteer(facts: Facts, key: str) -> None:
    advice = advise(facts.answered({key: Answer.UNKNOWN}))
    forced = key == "K2" and (facts.minutes_per_week or 0) > (facts.limits.max_minutes or 9999)
    if advice.route in {Route.VOLUNTEER, Route.COMBINATION} and not forced:
        assert advice.standing is not Standing.READY
        assert advice.holds
        assert any(unknown.about == key and unknown.holds for unknown in advice.unknowns)


@SETTINGS
@given(requests(), st.sampled_from([key for key in KEYS if key[0] == "N"]))
def test_unknown_on_n_is_asked_now_whatever_else_was_answered(facts: Facts, key: str) -> None:
    advice = advise(facts.answered({key: Answer.UNKNOWN}))
    if advice.route is not Route.EMERGENCY:
        assert advice.standing is Standing.ASK_NOW
        assert f"triage.{key}.ask" in {reason.code for reason in advice.holds}
    assert advice.urgency is Urgency.NOW
    assert len(advice.numbers) == 4
    assert not impression_is_asked(advice)
    assert key in advice.gate(Gate.N).unknown


@SETTINGS
@given(requests())
def test_an_unknown_excluded_act_holds_like_any_other_act(facts: Facts) -> None:
    advice = advise(facts)
    open_acts = Answer.UNKNOWN in facts.act_answers().values() and not facts.acts_yes
    if open_acts and advice.route in {Route.VOLUNTEER, Route.COMBINATION}:
        assert advice.standing is not Standing.READY


@FEWER
@given(requests())
def test_what_would_change_is_true_and_complete(facts: Facts) -> None:
    _compare_with_brute_force(facts)


def test_what_would_change_an_ordinary_request_with_one_answer_turned() -> None:
    for key, ordinary in ORDINARY.items():
        turned = Answer.NO if ordinary is Answer.YES else Answer.YES
        _compare_with_brute_force(Facts(asked_part_ok=True).answered(ORDINARY | {key: turned}))


def _compare_with_brute_force(facts: Facts) -> None:
    """Put in each single answer, ask for the whole advice, and compare."""
    advice = advise(facts)
    now = (advice.route, advice.standing)
    expected = set()
    abouts = {
        **facts.answers(),
        **{f"act:{key}": answer for key, answer in facts.act_answers().items()},
        **{name: Answer.YES if getattr(facts, name) else Answer.NO for name in FACT_LINES},
    }
    for about, current in abouts.items():
        for answer in (Answer.YES, Answer.NO):
            if answer is current:
                continue
            other = advise(with_answer(facts, about, answer))
            if (other.route, other.standing) != now:
                is_open = current is Answer.UNKNOWN
                expected.add((about, answer, other.route, other.standing, is_open))
    found = [(c.about, c.answer, c.route, c.standing, c.is_open) for c in advice.changes]
    assert len(found) == len(set(found))
    assert set(found) == expected


@SETTINGS
@given(requests())
def test_replay_from_what_was_stored_gives_the_same_advice(facts: Facts) -> None:
    advice = advise(facts)
    stored = json.loads(json.dumps(advice.as_stored()))
    again = facts_from_stored(stored["facts"])
    assert again == facts
    assert advise(again) == advice
    assert json.loads(json.dumps(advise(again).as_stored())) == stored


@SETTINGS
@given(requests())
def test_a_wait_or_a_no_names_what_lacks(facts: Facts) -> None:
    advice = advise(facts)
    if advice.route in {Route.PROFESSIONAL, Route.REFER}:
        assert advice.lacks
    if advice.route is Route.EMERGENCY:
        assert not advice.lacks


@SETTINGS
@given(requests())
def test_a_combination_has_an_offer_and_a_lead(facts: Facts) -> None:
    """Correction 2: an offer always; and without a lead it is asked first, never ready."""
    advice = advise(facts)
    if advice.route is Route.COMBINATION:
        assert facts.answer("M1") is not Answer.NO
        if facts.answer("C3") is not Answer.NO:
            assert advice.standing is not Standing.READY


@SETTINGS
@given(requests())
def test_what_decided_stands_first(facts: Facts) -> None:
    advice = advise(facts)
    tones = [ground.tone for ground in advice.reasons]
    unknown = tones.index(Tone.UNKNOWN) if Tone.UNKNOWN in tones else len(tones)
    assert all(tone is Tone.UNKNOWN for tone in tones[unknown:])
    if advice.route in HEAVIER:
        assert advice.reasons[0].tone is Tone.AGAINST
        assert advice.reasons[0].code in advice.decisive


@SETTINGS
@given(requests())
def test_the_impression_is_asked_only_where_it_costs_nothing(facts: Facts) -> None:
    advice = advise(facts)
    if advice.gate(Gate.N).state is not GateState.PLAIN_NO or _is_go(facts):
        assert not impression_is_asked(advice)
    else:
        assert impression_is_asked(advice)
