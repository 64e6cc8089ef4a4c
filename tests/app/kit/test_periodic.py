"""Periodic work: done once a slot, taken over when a loop died, given up after five times."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from tests.app.cast import NOW, TODAY, Cast

from loopplank.actions.kit import periodic
from loopplank.jobs.nightly import daily_work
from loopplank.jobs.nightly.one_by_one import in_batches, one_by_one
from loopplank.store.models import Limits, PeriodicRun

A_MINUTE = timedelta(minutes=1)


def test_a_slot_is_claimed_once(db: None) -> None:
    assert periodic.claim("check", "2026-11-24", NOW) == 1
    assert periodic.claim("check", "2026-11-24", NOW) is None
    assert periodic.claim("check", "2026-11-25", NOW) == 1
    assert periodic.claim("forget", "2026-11-24", NOW) == 1


def test_what_is_done_stays_done(db: None) -> None:
    fence = periodic.claim("check", "a", NOW)
    assert fence is not None
    assert periodic.finish("check", "a", fence, NOW, {"open_without_active_owner": 0})
    assert periodic.claim("check", "a", NOW + timedelta(days=1)) is None
    row = PeriodicRun.objects.get(kind="check", slot="a")
    assert (row.state, row.outcome) == ("done", {"open_without_active_owner": 0})


@pytest.mark.both_engines
def test_a_claim_whose_lease_ran_out_is_taken_over_and_the_late_one_finishes_nothing(
    db: None,
) -> None:
    first = periodic.claim("check", "a", NOW)
    assert periodic.claim("check", "a", NOW + periodic.LEASE - A_MINUTE) is None
    later = NOW + periodic.LEASE
    second = periodic.claim("check", "a", later)
    assert (first, second) == (1, 2)
    assert not periodic.finish("check", "a", 1, later, {"by": "the late one"})
    assert periodic.finish("check", "a", 2, later, {"by": "the new one"})
    assert PeriodicRun.objects.get(kind="check").outcome == {"by": "the new one"}


@pytest.mark.both_engines
def test_each_time_it_rests_longer_and_after_five_times_it_is_given_up(db: None) -> None:
    now, rests = NOW, []
    while periodic.claim("check", "a", now) is not None:
        row = PeriodicRun.objects.get(kind="check")
        rests.append(row.lease_until - now)
        now = row.lease_until
    assert rests == [periodic.LEASE * n for n in (1, 2, 3, 4, 5)]
    assert PeriodicRun.objects.get(kind="check").state == "dead"
    assert periodic.claim("check", "a", now + timedelta(days=9)) is None


def test_asking_for_a_slot_that_is_done_writes_nothing(db: None, queries: Any) -> None:
    periodic.finish("check", "a", periodic.claim("check", "a", NOW) or 0, NOW, {})
    with queries() as asked:
        assert periodic.claim("check", "a", NOW) is None
    assert len(asked) == 1, asked
    assert asked[0].lstrip().upper().startswith("SELECT")


@pytest.mark.commits
def test_of_many_loops_one_gets_the_slot(race: Callable[..., list[Any]]) -> None:
    got = race([lambda: periodic.claim("check", "a", NOW)] * 8)
    assert sorted(got, key=str) == [1, *[None] * 7]


@pytest.mark.commits
def test_of_many_loops_one_takes_over(race: Callable[..., list[Any]]) -> None:
    periodic.claim("check", "a", NOW)
    later = NOW + periodic.LEASE
    got = race([lambda: periodic.claim("check", "a", later)] * 8)
    assert sorted(got, key=str) == [2, *[None] * 7]


def test_one_bad_row_never_stops_the_others() -> None:
    rows = [uuid4() for _ in range(5)]

    def act(pk: UUID) -> int:
        if pk == rows[1]:
            raise ValueError("a bad row")
        return 2

    batches = in_batches(lambda last: rows[rows.index(last) + 1 :][:2] if last else rows[:2])
    assert one_by_one("work", batches, act, lambda: False) == (8, 1)


@pytest.mark.both_engines
def test_daily_work_that_stops_half_way_is_taken_up_again_the_same_day(cast: Cast) -> None:
    """Otherwise whoever came after the stop would wait until tomorrow."""
    days = [[(TODAY + timedelta(days=9)).isoformat()] * 2]
    Limits.objects.filter(pk=cast.bram_id).update(away=days)
    answers = iter([*[False] * 4, *[True] * 9])
    assert "look_ahead" not in daily_work.run(NOW, lambda: next(answers))
    assert PeriodicRun.objects.get(kind="look_ahead").state != "done"
    assert "look_ahead" in daily_work.run(NOW + periodic.LEASE)


@pytest.mark.sqlite
def test_at_night_sqlite_counts_its_tables(cast: Cast) -> None:
    daily_work.clean(NOW, lambda: False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'store_request'")
        assert cursor.fetchone()[0] > 0
