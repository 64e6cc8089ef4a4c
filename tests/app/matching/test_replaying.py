"""Every plan can be made again from what was kept of it, and judged (promise P8)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from tests.app.cast import NOW, Cast
from tests.app.planned import InThisProcess, all_rounds, many_at_once, sought

from loopplank.access.account.actors import NotFound
from loopplank.access.matching.last_plan import KeptPlan, kept_plan
from loopplank.actions.matching import planning
from loopplank.actions.privacy import erasure
from loopplank.core.matching.plan_states import RULES_VERSION
from loopplank.core.matching.provenance import Provenance, helped_otherwise
from loopplank.core.matching.result import Plan
from loopplank.jobs.planning import plan_replay, planner
from loopplank.jobs.planning.plan_replay import Cannot, made_again, replay
from loopplank.jobs.planning.plan_runs import Planning
from loopplank.jobs.planning.planner import ENGINE
from loopplank.store.models import PlanFile, PlanProposal, PlanRun, PostcodeArea

pytestmark = pytest.mark.both_engines

CHEAPEST = "tests.stand_in_planner.cheapest"
DAY = timedelta(days=1)
WEST, EAST, FAR = "1013", "1500", "1600"


@pytest.fixture
def town(cast: Cast) -> Cast:
    """Two places four kilometres apart and one far away, with more questions than people."""
    many_at_once()
    for area, place, latitude in (
        (WEST, "West", 52.38),
        (EAST, "Oost", 52.416),
        (FAR, "Ver", 52.7),
    ):
        PostcodeArea.objects.update_or_create(
            pk=area,
            defaults={
                "place": place,
                "municipality": place,
                "latitude": latitude,
                "longitude": 4.9,
            },
        )
    for n in range(9):
        cast.volunteer(f"Helper Nummer{n}", postcode=f"{(WEST, EAST, FAR)[n % 3]} AA")
        sought(cast, last_name=f"Zoekt{n}", postcode=f"{(WEST, EAST)[n % 2]} AB")
    return cast


def made(
    cast: Cast, now: datetime = NOW, *, by: str = CHEAPEST, whole_up_to: int = 3000
) -> PlanRun:
    run_id = planning.ask(actor=cast.anna, now=now)
    all_rounds(Planning(InThisProcess(), planner=by, whole_up_to=whole_up_to), now)
    return PlanRun.objects.get(pk=run_id)


def kept(run: PlanRun) -> tuple[KeptPlan, Provenance]:
    found = kept_plan(run.pk)
    assert found.course is not None
    return found, found.course


def otherwise(one: KeptPlan, other: Plan) -> int:
    return len(helped_otherwise(one.plan.helps, other.helps, one.requests, one.volunteers))


@pytest.fixture
def ends_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """The time of a plan is over at its so-manieth look: each look at the clock takes as long."""

    def set_clock(looks: int) -> None:
        ticks = count()
        monkeypatch.setattr(planner, "monotonic", lambda: 20 / looks * next(ticks))

    return set_clock


# --- the same again -----


def test_a_plan_that_began_with_prices_is_made_again(town: Cast) -> None:
    made(town)
    run = made(town, NOW + DAY)
    found, course = kept(run)
    assert course.begun is not None
    assert course.begun.max() > 0
    # the plan before it is not needed for it
    PlanRun.objects.exclude(pk=run.pk).delete()
    assert replay(run.pk, CHEAPEST) == plan_replay.Replayed(run.helped, {}, same_prices=True)
    assert run.helped > 5
    # and without those prices it would have been another one
    assert otherwise(found, made_again(found, replace(course, begun=None))) > 0


def test_a_plan_in_pieces_is_made_again(town: Cast) -> None:
    made(town, whole_up_to=0)
    run = made(town, NOW + DAY, whole_up_to=0)
    found, course = kept(run)
    assert [piece.municipality for piece in course.pieces] == ["West", "Oost"]
    assert not all(piece.own.all() for piece in course.pieces), "nobody lives in a ring"
    # people move, and places come to lie in another municipality
    PostcodeArea.objects.update(municipality="Samen", latitude=52.5)
    assert replay(run.pk, CHEAPEST) == plan_replay.Replayed(run.helped, {}, same_prices=True)
    alone = tuple(
        replace(one, volunteers=one.volunteers[one.own], own=one.own[one.own])
        for one in course.pieces
    )
    assert otherwise(found, made_again(found, replace(course, pieces=alone))) > 0


@pytest.mark.parametrize("whole_up_to", [0, 3000])
def test_a_plan_that_time_stopped_is_made_again(
    town: Cast, ends_after: Callable[[int], None], whole_up_to: int
) -> None:
    ends_after(4)
    run = made(town, whole_up_to=whole_up_to)
    found, course = kept(run)
    assert all(at and at.looks <= 4 for at in course.stopped)
    assert 0 < run.helped < 9
    # however long it takes this time
    for looks in (1, 1000):
        ends_after(looks)
        assert replay(run.pk, CHEAPEST) == plan_replay.Replayed(run.helped, {}, same_prices=True)
    longer = made_again(found, replace(course, stopped=(None,) * len(course.pieces)))
    assert otherwise(found, longer) > 0


def test_the_engine_makes_its_own_plans_again(
    town: Cast, ends_after: Callable[[int], None]
) -> None:
    """The first from nothing, the second from its prices and in pieces, the third stopped too."""
    runs = [made(town, by=ENGINE)]
    runs.append(made(town, NOW + DAY, by=ENGINE, whole_up_to=0))
    ends_after(9)
    runs.append(made(town, NOW + 2 * DAY, by=ENGINE, whole_up_to=0))
    for run in runs:
        found, course = kept(run)
        assert replay(run.pk) == plan_replay.Replayed(run.helped, {}, same_prices=True)
        assert found.plan.value == pytest.approx(run.value)
    assert any(course.stopped)
    assert runs[0].helped > 5


# --- what time does to it -----


def test_who_is_erased_takes_their_part_along_and_the_rest_is_the_same(town: Cast) -> None:
    run = made(town)
    one = PlanProposal.objects.filter(run=run).order_by("request__number")[0]
    part = one.parts.get()
    erasure.erase_volunteer(actor=town.anna, now=NOW + DAY, volunteer_id=part.volunteer_id)
    found = replay(run.pk, CHEAPEST)
    assert 0 < found.helped < run.helped
    assert (found.faults, found.otherwise, found.cannot) == ({}, 0, None)


@pytest.mark.parametrize(
    ("what", "cannot"),
    [
        ({"course": b""}, Cannot.NOT_KEPT),
        ({"rules_version": RULES_VERSION + 1}, Cannot.OTHER_RULES),
        ({}, Cannot.OTHER_PLANNER),
    ],
)
def test_what_cannot_be_made_again_is_judged_all_the_same(
    town: Cast, what: dict[str, Any], cannot: Cannot
) -> None:
    run = made(town)
    rows: Any = PlanFile.objects if "course" in what else PlanRun.objects
    if what:
        rows.update(**what)
    found = replay(run.pk)
    assert (found.cannot, found.helped, found.holds) == (cannot, run.helped, True)
    PlanRun.objects.update(value=(run.value or 0) + 1)
    assert dict(replay(run.pk).faults) == {"value": 1}


def test_a_proof_that_was_changed_is_noticed(town: Cast) -> None:
    run = made(town)
    PlanRun.objects.update(bound=run.value)
    assert set(replay(run.pk, CHEAPEST).faults) == {"bound"}


def test_a_plan_that_is_helped_otherwise_is_noticed(town: Cast) -> None:
    run = made(town)
    PlanRun.objects.update(seed=run.seed + 1)
    found = replay(run.pk, CHEAPEST)
    assert (found.otherwise > 0, found.holds) == (True, False)


# --- by hand -----


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("replay", *arguments, stdout=out)
    return out.getvalue()


def test_whoever_runs_it_can_ask(town: Cast) -> None:
    assert said() == "no plan is kept\n"
    with pytest.raises(CommandError, match="is kept"):
        said(str(uuid4()))
    earlier, run = made(town, by=ENGINE), made(town, NOW + DAY, by=ENGINE)
    judged = "limits, value and bound hold; made again: the same, same proof\n"
    assert said() == f"{run.pk}: {run.helped} helped; {judged}"
    assert said(str(earlier.pk)) == f"{earlier.pk}: {earlier.helped} helped; {judged}"
    PlanFile.objects.update(course=b"")
    assert f"not made again, {Cannot.NOT_KEPT.value}" in said()
    PlanRun.objects.update(value=0)
    with pytest.raises(CommandError, match="1 of 1"):
        said()


def test_a_plan_that_is_not_made_yet_cannot_be_replayed(town: Cast) -> None:
    run_id: UUID = planning.ask(actor=town.anna, now=NOW)
    with pytest.raises(NotFound):
        replay(run_id)
