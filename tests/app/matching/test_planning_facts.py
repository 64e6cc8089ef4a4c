"""From the store to the columns of a plan: what counts, for whom, and in how many queries."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import numpy as np
import pytest
from tests.app.cast import NOW, TODAY, Cast
from tests.app.conftest import Questions

from loopplank.access.matching.planning_problem import problem_of, requests_of
from loopplank.access.matching.planning_volunteers import UpTo, frame_of, volunteers_of
from loopplank.actions.matching import proposals
from loopplank.actions.wellbeing import signal
from loopplank.core.matching.masks import KINDS, codes_in
from loopplank.core.matching.problem import ANY_DAY_PART, ROWS, Impossible, Volunteers
from loopplank.core.matching.rules import CLOSED
from loopplank.core.volunteers.load import Limits as LimitFacts
from loopplank.store.models import (
    Affiliation,
    Limits,
    LoadWeek,
    Match,
    Network,
    Organisation,
    PostcodeArea,
    Request,
    Volunteer,
)

pytestmark = pytest.mark.both_engines

ONE_WEEK = timedelta(weeks=1)


def row_of(cast: Cast, volunteer_id: UUID | None, **how: object) -> dict[str, object]:
    """The one row of a volunteer, as plain values."""
    assert volunteer_id
    read, ids = volunteers_of(
        frame_of(cast.network_id, NOW),
        only=[volunteer_id],
        **how,  # type: ignore[arg-type]
    )
    assert ids == (volunteer_id,)
    return {name: getattr(read, name)[0].tolist() for name in Volunteers.__dataclass_fields__}


def test_the_first_week_leaves_three_days_to_answer(cast: Cast) -> None:
    first = frame_of(cast.network_id, NOW).first
    assert first.weekday() == 0
    assert timedelta(days=3) <= first - TODAY < timedelta(days=10)


def test_what_is_left_is_what_somebody_likes_less_the_fullest_week_of_four(cast: Cast) -> None:
    ria = cast.volunteer(limits=LimitFacts(240, 360, 3, 2))
    first = frame_of(cast.network_id, NOW).first
    for week, (minutes, people, heavy) in {1: (60, 1, 0), 2: (90, 1, 1), 4: (300, 3, 0)}.items():
        LoadWeek.objects.create(
            volunteer_id=ria.id,
            monday=first + week * ONE_WEEK,
            planned_minutes=minutes,
            planned_people=people,
            planned_heavy=heavy,
            allowed_minutes=360,
            allowed_people=3,
            allowed_heavy=2,
        )
    row = row_of(cast, ria.id)
    assert row["minutes"] == [150, 0] + [240] * (ROWS - 2)  # never below nothing
    assert row["people"] == [2, 0] + [3] * (ROWS - 2)
    assert row["heavy"] == [1, 2] + [2] * (ROWS - 2)
    assert row_of(cast, ria.id, up_to=UpTo.LIMIT)["minutes"] == [270, 60] + [360] * (ROWS - 2)


def test_a_row_that_touches_a_pause_gives_nothing(cast: Cast) -> None:
    first = frame_of(cast.network_id, NOW).first
    day = first + timedelta(weeks=7, days=6)  # the last day of the second row
    Limits.objects.filter(pk=cast.bram_id).update(pause_from=day, pause_to=day + ONE_WEEK)
    row = row_of(cast, cast.bram_id)
    assert row["closed"] == 0
    assert [bool(left) for left in row["people"]] == [True, False, False] + [True] * (ROWS - 3)  # type: ignore[attr-defined]
    Limits.objects.filter(pk=cast.bram_id).update(pause_from=TODAY, pause_to=None)
    row = row_of(cast, cast.bram_id)
    assert CLOSED[row["closed"]][0] == "pause"  # type: ignore[index]
    assert not any(row["minutes"])  # type: ignore[arg-type]


def test_nothing_is_given_after_the_last_day(cast: Cast) -> None:
    first = frame_of(cast.network_id, NOW).first
    until = first + timedelta(weeks=9, days=5)  # nine whole weeks, and not the Sunday of the tenth
    Limits.objects.filter(pk=cast.bram_id).update(until=until)
    row = row_of(cast, cast.bram_id)
    assert row["term"] == 9
    assert [bool(left) for left in row["minutes"]] == [True, True] + [False] * (ROWS - 2)  # type: ignore[attr-defined]


def test_codes_become_bits_and_an_unknown_one_names_its_row(cast: Cast) -> None:
    Limits.objects.filter(pk=cast.bram_id).update(kinds=["company", "vigil"], day_parts=0)
    row = row_of(cast, cast.bram_id)
    assert codes_in(KINDS, row["kinds"]) == ("company", "vigil")  # type: ignore[arg-type]
    assert row["day_parts"] == ANY_DAY_PART
    Limits.objects.filter(pk=cast.bram_id).update(kinds=["juggling"])
    with pytest.raises(Impossible) as refused:
        problem_of(cast.network_id, NOW)
    assert refused.value.key == str(cast.bram_id)
    assert refused.value.reason.params == {"code": "juggling"}


def test_kilometres_between_areas_are_those_of_the_map(cast: Cast) -> None:
    PostcodeArea.objects.create(
        postcode="1013", place="Waterstad", latitude=53.200, longitude=6.550
    )
    PostcodeArea.objects.create(
        postcode="1021", place="Waterstad", latitude=53.236, longitude=6.700
    )
    Volunteer.objects.filter(pk=cast.bram_id).update(postcode="1021 AA")
    ria = cast.volunteer("Ria Smit", postcode="1013 AA")
    one, other = row_of(cast, cast.bram_id), row_of(cast, ria.id)
    from loopplank.core.organisations.areas import Point, between

    exact = between(Point(53.2, 6.55), Point(53.236, 6.7)).km
    found = np.hypot(one["x"] - other["x"], one["y"] - other["y"])  # type: ignore[operator]
    assert found == pytest.approx(exact, rel=0.002)
    assert row_of(cast, cast.volunteer(postcode="").id)["located"] is False


def test_what_runs_keeps_its_part_of_the_day(cast: Cast) -> None:
    ria = cast.volunteer(limits=LimitFacts(600, 600, 5, 2))
    cast.running(ria)  # Thursdays at two, for twelve weeks from this week on
    row = row_of(cast, ria.id)
    thursday_afternoon = 1 << (3 * 3 + 1)
    last = (Match.objects.get().last_day - frame_of(cast.network_id, NOW).first).days // 28
    assert row["busy"] == [thursday_afternoon] * (last + 1) + [0] * (ROWS - last - 1)
    assert row["people"] == [4] * (last + 1) + [5] * (ROWS - last - 1)


# --- who is not asked now -----


def closed(cast: Cast, volunteer_id: UUID | None, **how: object) -> str:
    code = row_of(cast, volunteer_id, **how)["closed"]
    return CLOSED[code][0] if code else ""  # type: ignore[index]


def test_why_somebody_is_not_asked_now(cast: Cast) -> None:
    asked, said_no, signalled = (cast.volunteer(f"Iemand Nummer{n}") for n in range(3))
    Network.objects.update(open_asks_at_once=99, most_asks_a_month=12)
    cast.asked(asked)
    proposals.decline(actor=said_no, now=NOW, proposal_id=cast.asked(said_no))
    cast.running(signalled)
    signal.send_signal(actor=signalled, now=NOW, reason="time")
    assert closed(cast, asked.id) == "", "the network allows more questions at once"
    Network.objects.update(open_asks_at_once=1)
    assert closed(cast, asked.id) == "open_question"
    assert closed(cast, said_no.id) == "rest"
    assert closed(cast, signalled.id) == "signal"
    assert closed(cast, cast.bram_id) == ""


def test_of_another_organisation_only_not_now(cast: Cast) -> None:
    both = cast.volunteer("Ria Smit")
    Affiliation.objects.create(
        volunteer_id=both.id,
        organisation_id=cast.zuid_id,
        since=TODAY + timedelta(days=1),
        trained_for=["C4"],
    )
    cast.asked(both)
    assert closed(cast, both.id) == "open_question"
    assert closed(cast, both.id, of=cast.zuid_id) == "not_now"
    assert row_of(cast, both.id)["skills"] == 0  # of Noord, which they joined first
    assert row_of(cast, both.id, of=cast.zuid_id)["skills"] == 1


def test_an_organisation_reads_nobody_of_another(cast: Cast) -> None:
    frame = frame_of(cast.network_id, NOW)
    assert cast.bram_id in volunteers_of(frame, of=cast.noord_id)[1]
    assert volunteers_of(frame, of=cast.zuid_id)[1] == ()
    assert cast.bram_id in volunteers_of(frame)[1]
    Affiliation.objects.filter(volunteer_id=cast.bram_id).update(state="ended", ended_on=TODAY)
    assert volunteers_of(frame, only=[cast.bram_id])[1] == ()


# --- who seeks -----


def test_only_who_seeks_is_in_the_problem(cast: Cast) -> None:
    talking, seeks, asked = cast.request(), cast.ready(), cast.asked(cast.volunteer("Ria Smit"))
    made = problem_of(cast.network_id, NOW)
    assert made.request_ids == (seeks,)
    assert talking not in made.request_ids
    assert asked
    row = made.problem.requests
    assert row.organisation[0] == made.organisation_ids.index(cast.noord_id)
    assert codes_in(KINDS, int(row.kinds[0])) == ("shopping", "company")
    assert row.weeks[0] == 13  # a few months, from the first Monday of the plan on
    assert not row.changing_faces[0]  # nobody asked yet


def test_more_visits_than_the_agreed_day_holds_may_fall_on_others(cast: Cast) -> None:
    request_id = cast.ready()
    Request.objects.filter(pk=request_id).update(
        weekday=2, start_time="14:00", visits_per_week=2, day_parts=0b111
    )
    row = requests_of(frame_of(cast.network_id, NOW))[0]
    assert row.day_parts[0] == 0b111 | 1 << 7
    Request.objects.filter(pk=request_id).update(day_parts=0)
    assert requests_of(frame_of(cast.network_id, NOW))[0].day_parts[0] == ANY_DAY_PART


def test_answers_and_open_proposals_become_pairs_of_rows(cast: Cast) -> None:
    said_no = cast.volunteer("Ria Smit")
    proposals.decline(actor=said_no, now=NOW, proposal_id=cast.asked(said_no))
    (request_id,) = Request.objects.values_list("pk", flat=True)
    strange = (UUID(int=1), cast.bram_id)
    made = problem_of(cast.network_id, NOW, proposed=[(request_id, cast.bram_id), strange])
    assert made.request_ids == (request_id,)
    assert made.problem.refused.tolist() == [[0, made.volunteer_ids.index(said_no.id)]]  # type: ignore[arg-type]
    assert made.problem.proposed.tolist() == [[0, made.volunteer_ids.index(cast.bram_id)]]


def test_a_network_without_anybody_is_an_empty_problem(cast: Cast) -> None:
    Affiliation.objects.all().delete()
    made = problem_of(cast.network_id, NOW)
    assert len(made.problem.volunteers) == len(made.problem.requests) == 0
    Organisation.objects.get(pk=cast.noord_id)


def test_a_whole_network_costs_the_same_queries_as_one_person(
    cast: Cast, queries: Callable[[], AbstractContextManager[Questions]]
) -> None:
    cast.ready()
    with queries() as few:
        problem_of(cast.network_id, NOW)
    Network.objects.update(open_asks_at_once=99, most_asks_a_month=12)
    for n in range(5):
        helper = cast.volunteer(f"Helper Nummer{n}")
        cast.running(helper)
        cast.asked(cast.volunteer(f"Gevraagd Nummer{n}"))
        cast.ready()
    with queries() as many:
        made = problem_of(cast.network_id, NOW)
    assert len(few) == len(many) <= 16, many
    assert len(made.request_ids) == 6
