"""The nightly check sees every kind of broken promise, and what it finds is kept and logged."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from tests.app.cast import NOW, TODAY, Cast
from tests.app.joining import join

from loopplank.access.account.actors import SYSTEM
from loopplank.access.responsibility import nightly_checks
from loopplank.actions.kit import periodic
from loopplank.actions.kit.action import record
from loopplank.actions.ledger.ledger import differing_weeks
from loopplank.actions.organisations import colleagues
from loopplank.core.account.roles import Role
from loopplank.core.responsibility.nightly_checks import FROM_THE_LOG, PROMISES, REPLAYED
from loopplank.jobs.nightly import daily_work
from loopplank.store.models import Account, LoadWeek, Membership, PeriodicRun

CLEAN = {
    "open_without_active_owner": 0,
    "journeys_with_two_owners": 0,
    "following_without_a_yes": 0,
    "referrals_past_their_day": 0,
    "closed_without_next_step": 0,
    "members_without_a_yes": 0,
    "erased_with_words": 0,
    "left_at_closed_volunteer": 0,
    "relatives_past_their_day": 0,
    "periodic_work_given_up": 0,
}


@contextmanager
def defences_down() -> Iterator[None]:
    """Do what the database refuses: only so can the check be seen to find it.

    SQLite forgets its triggers and constraints on a copy of the table; the test's transaction
    brings everything back.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            cursor.execute("DROP TRIGGER IF EXISTS member_owns_nothing")
            cursor.execute("DROP TRIGGER IF EXISTS request_active_owner_update")
            cursor.execute("DROP INDEX IF EXISTS request_one_owning_of_a_journey")
        yield
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def run(statement: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        assert cursor.rowcount == 1, statement


def key(value: object) -> str:
    """An id as this engine keeps it."""
    return str(value).replace("-", "") if connection.vendor == "sqlite" else str(value)


def test_all_is_well(cast: Cast) -> None:
    cast.running(cast.bram)
    assert nightly_checks.broken_promises(NOW) == CLEAN


@pytest.mark.sqlite
def test_an_inactive_owner_is_found(cast: Cast) -> None:
    cast.ready()
    with defences_down():
        run(
            "UPDATE store_membership SET active = 0, ended_on = '2026-11-24' WHERE id = %s",
            key(cast.anna.id),
        )
        assert nightly_checks.broken_promises(NOW) == {**CLEAN, "open_without_active_owner": 1}


@pytest.mark.sqlite
def test_an_owner_whose_account_is_closed_is_found(cast: Cast) -> None:
    cast.ready()
    with defences_down(), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS account_owns_nothing")
        run("UPDATE store_account SET is_active = 0 WHERE id = %s", key(cast.anna.account_id))
        assert nightly_checks.broken_promises(NOW) == {**CLEAN, "open_without_active_owner": 1}


@pytest.mark.sqlite
def test_two_owners_of_one_journey_are_found(cast: Cast) -> None:
    first, second = cast.ready(), cast.ready()
    with defences_down():
        run(
            "UPDATE store_request SET journey_id ="
            " (SELECT journey_id FROM store_request WHERE id = %s) WHERE id = %s",
            key(first),
            key(second),
        )
        assert nightly_checks.broken_promises(NOW) == {**CLEAN, "journeys_with_two_owners": 1}


@pytest.mark.sqlite
def test_a_request_that_closed_without_a_next_step_is_found(cast: Cast) -> None:
    request_id = cast.ready()
    with defences_down():
        run(
            "UPDATE store_request SET state = 'closed', due_on = NULL, closing_reason = 'helped',"
            " closed_at = '2026-11-24 10:00:00' WHERE id = %s",
            key(request_id),
        )
        assert nightly_checks.broken_promises(NOW) == {**CLEAN, "closed_without_next_step": 1}


def test_work_that_was_given_up_is_found_for_a_week(db: None) -> None:
    PeriodicRun.objects.create(kind="forget", slot="a", state="dead", lease_until=NOW)
    assert nightly_checks.broken_promises(NOW) == {**CLEAN, "periodic_work_given_up": 1}
    assert nightly_checks.broken_promises(NOW + timedelta(days=8)) == CLEAN


def test_who_was_added_before_invitations_were_rows_is_found_until_they_said_yes(
    cast: Cast,
) -> None:
    account = Account.objects.create(email="oud@example.nl", name="Olga Oud", created_at=NOW)
    row = Membership.objects.create(
        account=account, organisation_id=cast.noord_id, role=Role.COORDINATOR, since=TODAY
    )
    assert nightly_checks.broken_promises(NOW) == CLEAN
    record(row, "member.invited", actor=SYSTEM, now=NOW)
    assert nightly_checks.broken_promises(NOW) == {**CLEAN, "members_without_a_yes": 1}
    colleagues.leave(actor=cast.anna, now=NOW, membership_id=row.pk)
    assert nightly_checks.broken_promises(NOW) == CLEAN
    again = join(
        organisation_id=cast.noord_id,
        person=colleagues.Person("Olga Oud", "oud@example.nl"),
        role=Role.COORDINATOR,
        now=NOW,
    )
    assert again == row.pk
    assert nightly_checks.broken_promises(NOW) == CLEAN


def test_a_week_that_differs_from_a_recount_is_found(cast: Cast) -> None:
    cast.running(cast.bram)
    assert differing_weeks(cast.bram_id) == 0
    LoadWeek.objects.filter(volunteer_id=cast.bram_id).order_by("monday")[:1].get()
    first = LoadWeek.objects.filter(volunteer_id=cast.bram_id).order_by("monday").first()
    assert first is not None
    first.planned_minutes -= 30
    first.save(update_fields=["planned_minutes"])
    assert differing_weeks(cast.bram_id) == 1


def test_every_volunteer_is_counted_anew_in_batches(cast: Cast) -> None:
    for number in range(5):
        cast.volunteer(f"Vrijwilliger Nummer{number}")
    seen, last = [], None
    while batch := nightly_checks.volunteers_after(last, limit=2):
        seen += batch
        last = batch[-1]
    assert seen == sorted(set(seen), key=lambda pk: pk.hex)
    assert len(seen) == 6
    assert cast.bram_id in seen


@pytest.mark.both_engines
def test_the_outcome_is_kept_and_what_is_wrong_is_an_error_in_the_log(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    cast.running(cast.bram)
    week = LoadWeek.objects.filter(volunteer_id=cast.bram_id).first()
    assert week is not None
    week.planned_people = 0
    week.save(update_fields=["planned_people"])
    caplog.set_level(logging.INFO)
    with logged(caplog):
        done = daily_work.run(NOW)
    counted = {**CLEAN, **dict.fromkeys(FROM_THE_LOG, 0), "ledger_weeks_that_differ": 1}
    assert done["check"] == {**counted, REPLAYED: 1}
    assert set(counted) == set(PROMISES), "each has a sentence on the page of the network"
    kept = PeriodicRun.objects.get(kind="check", slot="2026-11-24")
    assert kept.outcome == done["check"]
    errors = [r for r in caplog.records if r.levelname == "ERROR"]
    assert "promises_broken" in str(errors[-1].msg)
    assert str(cast.bram_id) in json.dumps(str(errors[0].msg))


@contextmanager
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Our own loggers hand nothing on to the root, where pytest listens."""
    logger = logging.getLogger("loopplank")
    logger.addHandler(caplog.handler)
    yield
    logger.removeHandler(caplog.handler)


@pytest.mark.both_engines
def test_what_was_done_today_is_not_done_again(cast: Cast) -> None:
    assert set(daily_work.run(NOW)) == set(dict(daily_work.DAILY))
    assert daily_work.run(NOW + timedelta(hours=1)) == {}
    assert set(daily_work.run(NOW + timedelta(days=1))) == set(dict(daily_work.DAILY))


@pytest.mark.both_engines
def test_work_that_fails_leaves_the_rest_alone_and_is_tried_again_later(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> dict[str, object]:
        raise ValueError("mevrouw De Wit")

    working = daily_work.DAILY
    monkeypatch.setattr(daily_work, "DAILY", (("forget", broken), *working[1:]))
    assert "forget" not in daily_work.run(NOW)
    assert PeriodicRun.objects.filter(state="done").count() == len(working) - 1
    assert daily_work.run(NOW + timedelta(minutes=1)) == {}
    monkeypatch.setattr(daily_work, "DAILY", working)
    assert set(daily_work.run(NOW + periodic.LEASE)) == {"forget"}


@pytest.mark.both_engines
def test_a_loop_that_is_stopped_half_way_leaves_the_work_to_another(cast: Cast) -> None:
    asked = iter([False] * len(daily_work.DAILY))
    assert "check" not in daily_work.run(NOW, lambda: next(asked, True))
    assert PeriodicRun.objects.get(kind="check").state == "claimed"
