"""Replaying the log of a request: what is right stays silent, and each fault has its name."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from loopplank.core.responsibility import event_replay, nightly_checks
from loopplank.core.responsibility.event_replay import (
    Change,
    Journey,
    Record,
    Standing,
    faults,
    standing_from,
)

BEGIN = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
NEW = Standing("new", "anna", date(2026, 11, 27), "owning", "", next_step=False)
TALKING = replace(NEW, state="talking")
CLOSED = replace(NEW, state="closed", due_on=None, closing_reason="helped", next_step=True)


def record(*standings: Standing | None, types: tuple[str, ...] = ()) -> Record:
    names = types or ("request.x",) * len(standings)
    changes = [
        Change(n, type_, BEGIN + timedelta(hours=n), one)
        for n, (one, type_) in enumerate(zip(standings, names, strict=True), 1)
    ]
    row = event_replay.replayed(changes)
    assert row
    return Record(row, changes)


def found(*records: Record, left: frozenset[str] = frozenset()) -> Counter[str]:
    return Counter(faults(Journey(records, lambda owner, _at: owner not in left)))


def test_an_ordinary_life_breaks_nothing() -> None:
    assert not found(record(NEW, None, TALKING, replace(TALKING, owner="henk"), CLOSED))


def test_the_last_event_that_says_where_it_stands_is_the_row() -> None:
    one = record(NEW, TALKING, None)
    assert one.row == TALKING
    assert found(Record(NEW, one.changes)) == {"log_differs_from_row": 1}
    assert found(Record(NEW, [])) == {"log_differs_from_row": 1}


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "waiting"},
        {"owner": "henk"},
        {"due_on": date(2026, 11, 28)},
        {"standing": "following"},
        {"closing_reason": "helped"},
        {"next_step": True},
    ],
)
def test_each_part_of_the_row_is_compared(wrong: dict[str, object]) -> None:
    one = record(NEW, TALKING)
    assert found(Record(replace(TALKING, **wrong), one.changes)) == {"log_differs_from_row": 1}  # type: ignore[arg-type]


def test_an_event_that_is_missing_between_others_is_seen_and_an_expired_beginning_is_not() -> None:
    one = record(NEW, TALKING, TALKING)
    assert found(Record(one.row, [one.changes[0], one.changes[2]])) == {"log_has_a_gap": 1}
    assert not found(Record(one.row, one.changes[1:]))


def test_an_owner_who_had_left_is_seen_at_each_event() -> None:
    one = record(NEW, TALKING, CLOSED)
    assert found(one, left=frozenset({"anna"})) == {"log_without_active_owner": 2}
    nobody = record(NEW, replace(NEW, owner=""))
    assert found(nobody) == {"log_without_active_owner": 1}


def test_two_owning_records_at_once_are_seen_and_a_handover_in_one_moment_is_not() -> None:
    following = replace(TALKING, standing="following")
    sender = record(TALKING, following, types=("request.received", "request.handed_over"))
    receiver = record(NEW)
    late = replace(receiver.changes[0], at=BEGIN + timedelta(hours=2))
    assert not found(sender, Record(receiver.row, [late]))
    early = replace(late, at=BEGIN + timedelta(hours=1, minutes=30))
    assert found(sender, Record(receiver.row, [early])) == {"log_with_two_owners": 1}


def test_a_record_that_follows_without_a_yes_is_seen() -> None:
    """Promise P3, from the log."""
    sender = record(TALKING, replace(TALKING, standing="following"))
    assert found(sender) == {"log_handed_over_without_yes": 1}


def test_closing_needs_a_reason_and_a_next_step_and_an_open_one_a_day() -> None:
    assert found(record(NEW, replace(CLOSED, next_step=False))) == {
        "log_closed_without_next_step": 1
    }
    assert found(record(replace(NEW, due_on=None), CLOSED)) == {"log_open_without_a_day": 1}


def test_other_hands_make_the_day_no_later_and_a_step_may() -> None:
    later = replace(NEW, owner="henk", due_on=date(2026, 11, 30))
    for type_ in event_replay.OTHER_HANDS:
        assert found(record(NEW, later, types=("request.received", type_))) == {
            "log_day_made_later": 1
        }
    assert not found(record(NEW, later, types=("request.received", "request.spoken")))


def test_what_an_event_says() -> None:
    assert standing_from({"generation": 2}) is None
    assert (
        standing_from(
            {
                "state": "new",
                "owner": "anna",
                "due_on": "2026-11-27",
                "standing": "owning",
                "closing_reason": "",
                "next_step": False,
            }
        )
        == NEW
    )


def test_every_fault_has_words() -> None:
    """What a check may find is what it yields in its source: no name without a sentence."""
    import inspect
    import re

    named = set(re.findall(r'yield "(\w+)"', inspect.getsource(event_replay)))
    assert named == set(nightly_checks.FROM_THE_LOG)
