"""The plan of a network: asked for once, made by one loop, kept once, put to its coordinators."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from tests import stand_in_planner
from tests.app.cast import KNOWN_SAFE, NOW, Cast
from tests.app.planned import AtOnce, all_rounds, plan_now, proposals, sought
from tests.racing import eventually

from loopplank.access.account.actors import SYSTEM, NotFound
from loopplank.access.matching.planning_problem import problem_of
from loopplank.actions.matching import apply_plan, plan_claims, planning
from loopplank.actions.privacy import erasure
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.checker import approve
from loopplank.core.matching.plan_states import KEPT, RULES_VERSION, may_take
from loopplank.core.matching.problem import Problem
from loopplank.core.matching.result import Plan, Progress, Stage
from loopplank.jobs.nightly import daily_work
from loopplank.jobs.planning import plan_runs as jobs
from loopplank.jobs.planning.executors import LocalPool
from loopplank.jobs.planning.plan_runs import Planning
from loopplank.store.models import (
    Event,
    Limits,
    LoadWeek,
    Match,
    PlanFile,
    PlanLeft,
    PlanPart,
    PlanProposal,
    PlanRun,
    PostcodeArea,
    Proposal,
    Request,
    Volunteer,
)

pytestmark = pytest.mark.both_engines

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def state_of(run_id: UUID) -> str:
    return PlanRun.objects.get(pk=run_id).state


# --- asking, and what comes out ------------------------------------------------------------------


def test_a_plan_is_put_to_the_coordinator_and_assigns_nobody(cast: Cast) -> None:
    request_id = sought(cast)
    run = plan_now(cast)
    assert (run.state, run.helped, run.waiting, run.attempts) == ("done", 1, 0, 1)
    assert run.rules_version == RULES_VERSION
    (proposal,) = proposals(run)
    assert (proposal.request_id, proposal.state, proposal.how) == (request_id, "open", "solo")
    assert proposal.organisation_id == cast.noord_id
    (part,) = proposal.parts.all()
    assert part.volunteer_id == cast.bram_id
    assert part.first_day.weekday() == 0
    assert part.last_day.weekday() == 6
    assert (part.visits, part.visit_minutes) == (1, 60)
    codes = {one["code"] for one in proposal.reasons}
    assert codes <= {"why.near", "why.kind", "why.day", "why.unasked", "why.waited"}
    assert "why.kind" in codes
    assert not Match.objects.exists()
    assert not Proposal.objects.exists()
    assert Request.objects.get(pk=request_id).state == "searching"
    assert not LoadWeek.objects.filter(planned_minutes__gt=0).exists()


def test_what_nobody_fits_is_said_too(cast: Cast) -> None:
    sought(cast)
    nobody = sought(cast, kinds=("transport",))
    run = plan_now(cast)
    assert (run.helped, run.waiting) == (1, 1)
    assert PlanLeft.objects.get().request_id == nobody


def test_who_could_be_helped_and_was_not_is_counted_once_a_day(cast: Cast) -> None:
    """Who waits because somebody else got the only volunteer; not who fits nobody."""
    Limits.objects.update(max_people=1, max_heavy=0)
    both = [sought(cast), sought(cast)]
    nobody = sought(cast, kinds=("transport",))
    run = plan_now(cast)
    (proposal,) = proposals(run)
    passed = next(pk for pk in both if pk != proposal.request_id)
    times = dict(Request.objects.values_list("pk", "passed_over"))
    assert {pk: times[pk] for pk in (*both, nobody)} == {
        proposal.request_id: 0,
        passed: 1,
        nobody: 0,
    }
    plan_now(cast, NOW + SECOND)
    assert Request.objects.get(pk=passed).passed_over == 1
    plan_now(cast, NOW + DAY)
    assert Request.objects.get(pk=passed).passed_over == 2


def test_a_plan_that_ran_out_of_time_passed_nobody_over(cast: Cast) -> None:
    Limits.objects.update(max_people=1, max_heavy=0)
    for _ in range(2):
        sought(cast)

    def out_of_time(*given: Any, **more: Any) -> Plan:
        return replace(stand_in_planner.plan(*given, **more), finished=False)

    run = plan_now(cast, plan=out_of_time)
    assert (run.helped, run.waiting) == (1, 1)
    assert set(Request.objects.values_list("passed_over", flat=True)) == {0}


def test_asking_twice_is_one_plan(cast: Cast) -> None:
    first = planning.ask(actor=cast.anna, now=NOW)
    assert planning.ask(actor=cast.dirk, now=NOW) == first
    assert planning.ask_night(actor=SYSTEM, now=NOW, network_id=cast.network_id) == first
    assert PlanRun.objects.count() == 1


@pytest.mark.commits
def test_asking_at_the_same_moment_is_one_plan(cast: Cast, race: Callable[..., list[Any]]) -> None:
    got = race([lambda: planning.ask(actor=cast.anna, now=NOW)] * 6)
    assert len(set(got)) == 1, got
    assert isinstance(got[0], UUID)


def test_with_nobody_to_help_or_nobody_who_seeks_there_is_an_empty_plan(cast: Cast) -> None:
    run = plan_now(cast)
    assert (run.state, run.helped, run.waiting) == ("done", 0, 0)
    request_id = sought(cast)
    Volunteer.objects.update(erased_at=NOW)
    run = plan_now(cast, NOW + SECOND)
    assert (run.state, run.helped, run.waiting) == ("done", 0, 1)
    assert PlanLeft.objects.get(run=run).request_id == request_id


def test_what_is_kept_can_be_made_again_and_names_nobody(cast: Cast) -> None:
    sought(cast)
    sought(cast, kinds=("transport",))
    run = plan_now(cast)
    kept = PlanFile.objects.get(run=run)
    problem = Problem.load(BytesIO(bytes(kept.problem)))
    assert problem.requests.key.tolist() == ["0", "1"]
    again = stand_in_planner.plan(problem, stop=lambda _at: False, seed=run.seed)
    assert approve(problem, again).value == pytest.approx(run.value)
    of_request = [kept.keys["requests"][one.request] for one in again.helps]
    assert of_request == [str(one.request_id) for one in proposals(run)]
    for one in (str(cast.bram_id), "Bram", "De Wit"):
        assert one.encode() not in bytes(kept.problem)


def test_the_next_plan_begins_with_the_prices_of_the_last_and_overtakes_it(cast: Cast) -> None:
    sought(cast)
    sought(cast)
    first = plan_now(cast)
    ria = cast.volunteer("Aria Nieuw")
    executor = AtOnce()
    planning.ask(actor=cast.anna, now=NOW + DAY)
    all_rounds(Planning(executor=executor), NOW + DAY)
    prices = jobs.read_prices(executor.orders[0].prices)
    assert prices is not None
    ids = problem_of(cast.network_id, NOW + DAY).volunteer_ids
    assert prices[ids.index(cast.bram_id)].max() > 0
    assert ria.id
    assert prices[ids.index(ria.id)].max() == 0
    assert {one.state for one in proposals(first)} == {"overtaken"}
    second = PlanRun.objects.latest("queued_at")
    assert {one.state for one in proposals(second)} == {"open"}


def test_what_lies_with_a_coordinator_is_told_to_the_next_plan(cast: Cast) -> None:
    request_id = sought(cast)
    plan_now(cast)
    executor = AtOnce()
    planning.ask(actor=cast.anna, now=NOW + DAY)
    all_rounds(Planning(executor=executor), NOW + DAY)
    told = Problem.load(BytesIO(executor.orders[0].problem))
    assert told.proposed.tolist() == [[0, 0]]
    (row,) = proposals(PlanRun.objects.latest("queued_at"))
    assert row.request_id == request_id


def test_what_was_set_aside_is_not_proposed_again(cast: Cast) -> None:
    sought(cast)
    (proposal,) = proposals(plan_now(cast))
    apply_plan.set_aside(actor=cast.anna, now=NOW, proposal_id=proposal.pk, reason="no_click")
    run = plan_now(cast, NOW + DAY)
    assert proposals(run) == []
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decision) == ("set_aside", "no_click")


def test_who_was_erased_meanwhile_is_in_no_proposal(cast: Cast) -> None:
    sought(cast)
    cast.volunteer("Ria Smit")
    executor = AtOnce(ready=False)
    planning.ask(actor=cast.anna, now=NOW)
    made = Planning(executor=executor)
    assert made.round(NOW)
    erasure.erase_volunteer(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)
    executor.ready = True
    all_rounds(made, NOW + SECOND)
    run = PlanRun.objects.get()
    who = PlanPart.objects.filter(proposal__run=run).values_list("volunteer_id", flat=True)
    assert cast.bram_id not in who
    assert run.state == "done"
    assert str(cast.bram_id) not in str(PlanFile.objects.get(run=run).keys)


def test_who_asked_and_was_erased_meanwhile_is_in_no_file(cast: Cast) -> None:
    request_id = sought(cast)
    sought(cast, last_name="Anders")
    executor = AtOnce(ready=False)
    planning.ask(actor=cast.anna, now=NOW)
    made = Planning(executor=executor)
    assert made.round(NOW)
    erasure.erase_help_seeker(actor=cast.anna, now=NOW, request_id=request_id, safe=KNOWN_SAFE)
    executor.ready = True
    all_rounds(made, NOW + SECOND)
    assert str(request_id) not in str(PlanFile.objects.get().keys)


# --- several loops, and loops that die -----------------------------------------------------------


@pytest.mark.commits
def test_of_many_loops_one_makes_it(cast: Cast, race: Callable[..., list[Any]]) -> None:
    planning.ask(actor=cast.anna, now=NOW)
    got = race([lambda: plan_claims.claim(NOW)] * 6)
    won = [one for one in got if one is not None]
    assert len(won) == 1, got
    assert won[0].fence == 1


def test_a_person_goes_before_the_night(cast: Cast) -> None:
    from loopplank.actions.organisations import networks

    other = networks.open_network(
        actor=SYSTEM, now=NOW, name="Ander", place="Elders", phone="0201", phone_hours="altijd"
    )
    planning.ask_night(actor=SYSTEM, now=NOW - DAY, network_id=other)
    mine = planning.ask(actor=cast.anna, now=NOW)
    claimed = plan_claims.claim(NOW)
    assert claimed is not None
    assert (claimed.run_id, claimed.at_night) == (mine, False)
    night = plan_claims.claim(NOW)
    assert night is not None
    assert night.at_night
    assert may_take(at_night=True) > may_take(at_night=False)


def test_what_a_loop_left_lying_is_taken_over_and_its_late_result_refused(cast: Cast) -> None:
    request_id = sought(cast)
    run_id = planning.ask(actor=cast.anna, now=NOW)
    late, quick = (Planning(executor=AtOnce(ready=False)) for _ in range(2))
    assert late.round(NOW)
    assert not quick.round(NOW + SECOND), "it is not to be had"
    later = NOW + plan_claims.LEASE
    assert quick.round(later)
    assert PlanRun.objects.get(pk=run_id).fence == 2
    # the late one is ready after all, and has not looked since
    assert isinstance(late.executor, AtOnce)
    late.executor.ready = True
    late._making.told = later  # type: ignore[union-attr]  as if it looked this very second
    late.round(later)
    assert state_of(run_id) == "running"
    assert not PlanProposal.objects.exists()
    assert isinstance(quick.executor, AtOnce)
    quick.executor.ready = True
    all_rounds(quick, later + 2 * SECOND)
    assert state_of(run_id) == "done"
    assert PlanProposal.objects.get().request_id == request_id
    assert Event.objects.filter(type="plan.stored").count() == 1


def test_a_loop_that_lost_its_plan_drops_it(cast: Cast) -> None:
    sought(cast)
    run_id = planning.ask(actor=cast.anna, now=NOW)
    executor = AtOnce(ready=False)
    late = Planning(executor=executor)
    assert late.round(NOW)
    PlanRun.objects.filter(pk=run_id).update(fence=9)
    assert not late.round(NOW + 2 * SECOND)
    assert executor.closed == 1
    assert state_of(run_id) == "running"


def test_what_is_left_lying_twice_is_given_up(cast: Cast) -> None:
    sought(cast)
    run_id = planning.ask(actor=cast.anna, now=NOW)
    now = NOW
    for _ in range(2):
        assert Planning(executor=AtOnce(ready=False)).round(now)
        now += plan_claims.LEASE
    assert not Planning(executor=AtOnce()).round(now)
    row = PlanRun.objects.get(pk=run_id)
    assert (row.state, row.failure, row.attempts) == ("failed", "died", 2)


def test_a_loop_that_stops_gives_its_plan_back(cast: Cast) -> None:
    sought(cast)
    run_id = planning.ask(actor=cast.anna, now=NOW)
    leaving = Planning(executor=AtOnce(ready=False))
    assert leaving.round(NOW)
    leaving.leave()
    row = PlanRun.objects.get(pk=run_id)
    assert (row.state, row.attempts) == ("queued", 0)
    all_rounds(Planning(executor=AtOnce()), NOW + SECOND)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.fence) == ("done", 1, 2)


def pooled(made: Planning, run_id: UUID, now: datetime) -> str:
    """Rounds with real processes, until the plan has an end."""
    seconds = iter(range(1, 10_000))
    try:
        return eventually(
            lambda: not made.round(now + next(seconds) * SECOND) and state_of(run_id),
            "the plan has an end",
            seconds=90,
        )
    finally:
        made.executor.close()


def test_a_planner_that_dies_is_tried_once_more(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sought(cast)
    monkeypatch.setitem(os.environ, "LPTEST_DIED_ALREADY", str(tmp_path / "died"))
    run_id = planning.ask(actor=cast.anna, now=NOW)
    made = Planning(executor=LocalPool(1), planner="tests.stand_in_planner.dies_once")
    assert made.round(NOW)
    ended = pooled(made, run_id, NOW)
    while ended == "queued":
        ended = pooled(made, run_id, NOW + timedelta(hours=1))
    row = PlanRun.objects.get(pk=run_id)
    assert (row.state, row.attempts, row.helped) == ("done", 2, 1)


def test_a_planner_that_dies_twice_fails_with_a_sentence(cast: Cast) -> None:
    sought(cast)
    run_id = planning.ask(actor=cast.anna, now=NOW)
    made = Planning(executor=LocalPool(1), planner="tests.stand_in_planner.dies")
    ended = pooled(made, run_id, NOW)
    while ended == "queued":
        ended = pooled(made, run_id, NOW + timedelta(hours=1))
    row = PlanRun.objects.get(pk=run_id)
    assert (row.state, row.failure, row.attempts) == ("failed", "died", 2)
    assert not PlanProposal.objects.exists()


def test_data_that_cannot_be_is_not_tried_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from loopplank.core.kit.reason import Reason
    from loopplank.core.matching.problem import Impossible

    def impossible(*_args: object, **_kwargs: object) -> None:
        raise Impossible("volunteer", 3, "key", Reason("problem.volunteer.minutes", ""))

    monkeypatch.setattr(jobs, "problem_of", impossible)
    run = plan_now(cast)
    assert (run.state, run.failure, run.attempts) == ("failed", "impossible", 1)


def test_the_engine_itself_makes_a_plan_that_stands(cast: Cast) -> None:
    for n in range(4):
        cast.volunteer(f"Helper Nummer{n}")
        sought(cast, last_name=f"Zoekt{n}")
    run_id = planning.ask(actor=cast.anna, now=NOW)
    made = Planning(executor=LocalPool(1))
    assert pooled(made, run_id, NOW) == "done"
    row = PlanRun.objects.get(pk=run_id)
    assert (row.attempts, row.helped, row.waiting) == (1, 4, 0)
    assert row.bound is not None
    assert row.value is not None
    assert 0 < row.value <= row.bound * (1 + 1e-6)


@pytest.mark.commits
def test_asking_while_the_next_plan_lands_leaves_one_answer(
    cast: Cast, race: Callable[..., list[Any]]
) -> None:
    """Both take the same volunteers and requests, in the same order: nobody waits for ever."""
    for n in range(3):
        cast.volunteer(f"Helper Nummer{n}")
    Limits.objects.update(max_people=1, max_heavy=0)
    for n in range(4):
        sought(cast, last_name=f"Zoekt{n}")
    first = proposals(plan_now(cast))
    assert len(first) == 4
    planning.ask(actor=cast.anna, now=NOW + DAY)
    made = Planning(executor=AtOnce())
    assert made.round(NOW + DAY)

    def accept(proposal: PlanProposal) -> Callable[[], object]:
        return lambda: apply_plan.accept(
            actor=cast.anna, now=NOW + DAY, proposal_id=proposal.pk, what="Samen wandelen"
        )

    got = race([lambda: made.round(NOW + DAY + SECOND), *(accept(one) for one in first)])
    assert got[0] is False, got
    assert PlanRun.objects.latest("queued_at").state == "done"
    for outcome, proposal in zip(got[1:], first, strict=True):
        proposal.refresh_from_db()
        if outcome is None:
            assert proposal.state == "accepted"
        else:
            assert isinstance(outcome, Refused), got
            assert (outcome.reason.code, proposal.state) == ("plan.not_open", "overtaken")
    asked = Proposal.objects.filter(state="open").count()
    assert asked == sum(outcome is None for outcome in got[1:])


# --- the checker, stopping, progress -------------------------------------------------------------


def test_what_the_checker_refuses_is_never_shown(cast: Cast) -> None:
    for _ in range(4):
        sought(cast)
    first = plan_now(cast)
    run = plan_now(cast, NOW + DAY, plan=stand_in_planner.above_every_limit)
    assert (run.state, run.failure, run.value) == ("refused_by_checker", "", None)
    assert not run.proposals.exists()
    # what was there stands
    assert {one.state for one in proposals(first)} == {"open"}


def test_a_stop_by_a_person_keeps_what_was_found(cast: Cast) -> None:
    sought(cast)
    run_id = planning.ask(actor=cast.anna, now=NOW)
    executor = AtOnce(ready=False)
    made = Planning(executor=executor)
    assert made.round(NOW)
    assert made.round(NOW + 2 * SECOND)
    assert executor.stopped == 0
    planning.stop(actor=cast.henk, now=NOW + 3 * SECOND, run_id=run_id)
    all_rounds(made, NOW + 4 * SECOND)
    assert executor.stopped == 1
    assert state_of(run_id) == "stopped"
    assert PlanProposal.objects.count() == 1


def test_a_stop_before_it_begins_ends_it(cast: Cast) -> None:
    run_id = planning.ask(actor=cast.anna, now=NOW)
    planning.stop(actor=cast.anna, now=NOW, run_id=run_id)
    assert state_of(run_id) == "stopped"
    assert plan_claims.claim(NOW) is None
    planning.stop(actor=cast.anna, now=NOW, run_id=run_id)
    assert Event.objects.filter(type="plan.stop_asked").count() == 1


def test_another_organisation_stops_nothing(cast: Cast) -> None:
    run_id = planning.ask(actor=cast.anna, now=NOW)
    with pytest.raises(NotFound):
        planning.stop(actor=cast.dirk, now=NOW, run_id=run_id)
    night = PlanRun.objects.filter(pk=run_id)
    night.update(asked_by=None)
    with pytest.raises(NotFound):
        planning.stop(actor=cast.anna, now=NOW, run_id=run_id)


def test_progress_is_written_once_a_second_and_never_goes_back(cast: Cast) -> None:
    sought(cast)
    run_id = planning.ask(actor=cast.anna, now=NOW)
    executor = AtOnce(ready=False)
    made = Planning(executor=executor)
    made.round(NOW)
    seen = []
    for n, (stage, share) in enumerate(
        [
            (Stage.LOOKING, 0.5),
            (Stage.PRICING, 0.3),
            (Stage.LOOKING, 0.9),
            (Stage.PRICING, 0.2),
            (Stage.PRICING, 0.8),
            (Stage.BUILDING, 0.0),
            (Stage.MENDING, 2.0),
        ]
    ):
        executor.told = Progress(stage, share)
        made.round(NOW + (2 + n) * SECOND)
        row = PlanRun.objects.get(pk=run_id)
        seen.append((list(Stage).index(Stage(row.stage)), row.share))
    assert all(before <= after for before, after in pairwise(seen)), seen
    assert seen[-1] == (list(Stage).index(Stage.MENDING), 1.0)
    executor.told = Progress(Stage.DONE, 1.0)
    made.round(NOW + 8.5 * SECOND)
    assert PlanRun.objects.get(pk=run_id).stage == "mending", "not yet: less than a second later"


def test_a_round_without_work_only_reads(cast: Cast, queries: Any) -> None:
    with queries() as asked:
        assert not Planning(executor=AtOnce()).round(NOW)
    assert len(asked) == 2, asked
    assert all(sql.lstrip().upper().startswith("SELECT") for sql in asked)


# --- a network of several municipalities ---------------------------------------------------------


def test_a_large_network_is_planned_in_pieces(cast: Cast) -> None:
    for area, place, latitude in (("1013", "Waterstad", 52.38), ("1500", "Zandstad", 52.44)):
        PostcodeArea.objects.update_or_create(
            pk=area,
            defaults={
                "place": place,
                "municipality": place,
                "latitude": latitude,
                "longitude": 4.88,
            },
        )
    cast.volunteer("Ria Ver", postcode="1500 AA")
    sought(cast)
    sought(cast, postcode="1500 AB")
    sought(cast, postcode="1500 AB")
    executor = AtOnce()
    planning.ask(actor=cast.anna, now=NOW)
    all_rounds(Planning(executor=executor, whole_up_to=0), NOW)
    sizes = [
        (len(one.requests), len(one.volunteers))
        for one in (Problem.load(BytesIO(order.problem)) for order in executor.orders)
    ]
    assert sizes == [(2, 1), (1, 1)]
    run = PlanRun.objects.get()
    # Ria can be in one place at a time
    assert (run.state, run.helped, run.waiting) == ("done", 2, 1)
    kept = PlanFile.objects.get()
    whole = Problem.load(BytesIO(bytes(kept.problem)))
    assert (len(whole.requests), len(whole.volunteers)) == (3, 2)
    assert run.bound is not None
    assert run.value is not None
    assert run.bound >= run.value > 0


# --- the night, cleaning and forgetting ----------------------------------------------------------


def test_each_night_a_network_is_planned_where_it_may_find_something(cast: Cast) -> None:
    assert daily_work.plan(NOW, lambda: False) == {"plans": 0, "old_plans": 0}
    sought(cast)
    assert daily_work.run(NOW)["plan"] == {"plans": 1, "old_plans": 0}
    assert "plan" not in daily_work.run(NOW + timedelta(hours=1))
    run = PlanRun.objects.get()
    assert (run.asked_by_id, run.effort) == (None, "thorough")
    executor = AtOnce()
    all_rounds(Planning(executor=executor), NOW)
    assert executor.orders[0].seconds == 300
    assert PlanProposal.objects.count() == 1


def test_where_everybody_is_full_the_night_plans_nothing(cast: Cast) -> None:
    sought(cast)
    Volunteer.objects.exclude(pk=cast.bram_id).update(erased_at=NOW)
    Limits.objects.filter(pk=cast.bram_id).update(pause_from=NOW.date(), pause_to=None)
    assert jobs.ask_for_night(NOW) == 0
    Limits.objects.update(pause_from=None, max_people=0, max_heavy=0)
    assert jobs.ask_for_night(NOW) == 0
    Limits.objects.update(max_people=1)
    assert jobs.ask_for_night(NOW) == 1


def test_old_plans_are_thrown_away(cast: Cast) -> None:
    sought(cast)
    old = plan_now(cast)
    fresh = plan_now(cast, NOW + DAY)
    assert planning.clean(actor=SYSTEM, now=NOW + KEPT - SECOND) == 0
    assert planning.clean(actor=SYSTEM, now=NOW + KEPT + timedelta(minutes=1)) == 1
    assert not PlanRun.objects.filter(pk=old.pk).exists()
    assert PlanProposal.objects.get().run_id == fresh.pk


def test_who_is_erased_is_in_no_plan_any_more(cast: Cast) -> None:
    request_id = sought(cast)
    other = sought(cast, kinds=("transport",), last_name="Anders")
    run = plan_now(cast)
    erasure.erase_volunteer(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)
    assert not PlanProposal.objects.exists()
    kept = PlanFile.objects.get(run=run)
    assert str(cast.bram_id) not in str(kept.keys)
    assert len(kept.keys["volunteers"]) == len(
        Problem.load(BytesIO(bytes(kept.problem))).volunteers
    )
    erasure.erase_help_seeker(actor=cast.anna, now=NOW, request_id=request_id, safe=KNOWN_SAFE)
    erasure.erase_help_seeker(actor=cast.anna, now=NOW, request_id=other, safe=KNOWN_SAFE)
    assert not PlanLeft.objects.exists()
    kept.refresh_from_db()
    assert str(request_id) not in str(kept.keys)
    # the problem itself, which names nobody, can still be solved again
    assert np.asarray(Problem.load(BytesIO(bytes(kept.problem))).requests.key).size == 2
