"""Help every second week takes room in its own weeks: plan, candidates, question and yes agree."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest
from tests.app.cast import NOW, Cast
from tests.app.planned import plan_now

from loopplank.access.account.actors import Actor
from loopplank.access.matching.candidates import candidate_page
from loopplank.access.matching.planning_problem import problem_of
from loopplank.access.matching.planning_volunteers import UpTo, frame_of, volunteers_of
from loopplank.access.matching.request_needs import plan_of
from loopplank.access.matching.week_plan import plan_page
from loopplank.actions.matching import proposals, propose
from loopplank.actions.requests import handling
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.ranking import Index
from loopplank.core.matching.rule_arrays import able
from loopplank.core.volunteers.load import Limits
from loopplank.store.models import Limits as LimitsRow
from loopplank.store.models import LoadWeek, Match, Network, Request

pytestmark = pytest.mark.both_engines

WEEK = timedelta(weeks=1)
THURSDAY = date(2026, 12, 3)
TWO = time(14)
AN_HOUR = Limits(60, 60, 3, 1)
THURSDAY_AFTERNOON = 1 << (3 * 3 + 1)


@pytest.fixture(autouse=True)
def _questions_enough(cast: Cast) -> None:
    Network.objects.update(open_asks_at_once=9, most_asks_a_month=12, days_of_rest_after_no=0)


def helps_from(cast: Cast, ria: Actor, first: date) -> None:
    """Ria helps somebody every second Thursday at two, an hour, and has no hour more a week."""
    plan = {"weekday": 3, "start_time": TWO, "visit_minutes": 60, "every_weeks": 2}
    cast.agreed(ria, first_day=first, last_day=first + 40 * WEEK, phase=first, **plan)


def fortnightly(cast: Cast) -> UUID:
    """Somebody asks for the same hour every second Thursday, from 3 December."""
    request_id = cast.ready()
    handling.agree(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        agreed={
            "visit_minutes": 60,
            "every_weeks": 2,
            "weekday": 3,
            "start_time": TWO,
            "last_day": THURSDAY + 20 * WEEK,
        },
    )
    return request_id


def who_says_room(cast: Cast, ria: Actor, request_id: UUID) -> dict[str, bool]:
    """What each says of Ria: plan, arrays, candidates, the page of a plan, and her yes itself."""
    assert ria.id
    keyed = problem_of(cast.network_id, NOW)
    at, asked = keyed.volunteer_ids.index(ria.id), keyed.request_ids.index(request_id)
    frame = frame_of(cast.network_id, NOW)
    read, ids = volunteers_of(frame, of=cast.noord_id, up_to=UpTo.LIMIT)
    one = read.rows([ids.index(ria.id)])
    page = candidate_page(cast.anna, request_id, NOW, most=50)
    says = {
        "plan": at in able(keyed.problem, asked).tolist(),
        "arrays": Index(one).best(keyed.problem.requests, asked).fits == 1,
        "candidates": ria.id in {shown.volunteer_id for shown in page.shown},
    }
    when = plan_of(Request.objects.get(pk=request_id), NOW)
    assert when.phase == date(2026, 11, 30)
    try:
        asking = propose.ask(
            actor=cast.anna,
            now=NOW,
            request_id=request_id,
            volunteer_id=ria.id,
            plan=cast.plan(
                first_day=when.first_day,
                last_day=when.last_day,
                visit_minutes=60,
                every_weeks=2,
                phase=when.phase,
                start_time=TWO,
            ),
        )
        proposals.accept(actor=ria, now=NOW, proposal_id=asking)
    except Refused:
        return {**says, "yes": False}
    return {**says, "yes": True}


@pytest.mark.parametrize(
    ("first", "room"), [(THURSDAY - WEEK, True), (THURSDAY, False), (THURSDAY + 4 * WEEK, False)]
)
def test_everybody_says_the_same_of_the_other_weeks(cast: Cast, first: date, room: bool) -> None:
    ria = cast.volunteer("Ria Smit", limits=AN_HOUR)
    helps_from(cast, ria, first)
    says = who_says_room(cast, ria, fortnightly(cast))
    assert set(says.values()) == {room}, says
    if room:
        both = LoadWeek.objects.filter(
            volunteer_id=ria.id, monday__range=(THURSDAY, THURSDAY + 19 * WEEK)
        )
        assert set(both.values_list("planned_minutes", "planned_people")) == {(60, 2)}


def test_who_is_above_the_limit_in_the_other_weeks_has_no_room(cast: Cast) -> None:
    """She lowered her limit to half an hour: nothing comes beside it before that is mended."""
    ria = cast.volunteer("Ria Smit", limits=Limits(120, 120, 3, 1))
    helps_from(cast, ria, THURSDAY - WEEK)
    Match.objects.filter(volunteer_id=ria.id).update(visit_minutes=90)
    LoadWeek.objects.filter(volunteer_id=ria.id, planned_minutes=60).update(planned_minutes=90)
    LimitsRow.objects.filter(pk=ria.id).update(liked_minutes=60, max_minutes=60)
    says = who_says_room(cast, ria, fortnightly(cast))
    assert set(says.values()) == {False}, says


def test_a_plan_and_its_page_take_the_other_weeks(cast: Cast) -> None:
    """The page reads the load beside the plan's own weeks, as the question would."""
    ria = cast.volunteer("Ria Smit", limits=AN_HOUR)
    helps_from(cast, ria, THURSDAY - WEEK)
    LimitsRow.objects.exclude(pk=ria.id).update(max_people=0, max_heavy=0)
    request_id = fortnightly(cast)
    keyed = problem_of(cast.network_id, NOW)
    row = {
        name: getattr(keyed.problem.volunteers, name)[keyed.volunteer_ids.index(ria.id)]  # type: ignore[arg-type]
        for name in ("minutes", "more_even", "more_odd", "busy", "free_even", "free_odd")
    }
    assert [int(column[0]) for column in row.values()] == [
        0, 60, 0, THURSDAY_AFTERNOON, THURSDAY_AFTERNOON, 0,
    ]  # fmt: skip
    plan_now(cast)
    [shown] = plan_page(cast.anna, NOW).proposals
    assert (shown.row.pk, shown.helpers[0].volunteer_id) == (request_id, ria.id)
    load = shown.helpers[0].load
    assert load is not None
    assert (load.now, load.extra, load.limit) == (0, 60, 60)
