"""The background loop: what is due is done once, however many loops there are."""

import io
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from scripts.pace import in_time, patient
from tests.app.cast import NOW, Cast
from tests.databases import PROJECT, Databases, environment

from loopplank.access.account.actors import SYSTEM, VISITOR
from loopplank.access.kit.rows import BATCH
from loopplank.access.responsibility import due
from loopplank.actions.matching import proposals
from loopplank.actions.privacy import erasure
from loopplank.actions.requests import closing, drafts
from loopplank.actions.volunteers import limits
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.volunteers.load import Limits
from loopplank.jobs import loop
from loopplank.jobs.nightly import daily_work
from loopplank.jobs.sweeping import FIRST_REST, LONGEST_REST, WORK, Sweeper
from loopplank.jobs.work import Work, each
from loopplank.store.models import (
    Draft,
    Event,
    HelpSeeker,
    LimitsRaise,
    Proposal,
    Request,
)
from loopplank.store.models import Limits as LimitsRow

DAY = timedelta(days=1)


def expired(cast: Cast) -> UUID:
    """A question of which the time to answer has passed four days later."""
    return cast.asked(cast.bram)


def raised(cast: Cast) -> UUID:
    """Bram raises his limit on the day on which he was asked something: it works tomorrow."""
    cast.asked(cast.bram)
    limits.set_limits(
        actor=cast.bram,
        now=NOW,
        volunteer_id=cast.bram_id,
        wanted=Limits(liked_minutes=300, max_minutes=420, max_people=3, max_heavy=1),
    )
    return LimitsRaise.objects.get(volunteer_id=cast.bram_id, state="pending").pk


def draft(cast: Cast, key: str = "k" * 64) -> str:
    drafts.keep(
        actor=VISITOR,
        now=NOW,
        key=key,
        network_id=cast.network_id,
        organisation_id=cast.noord_id,
        step=1,
        answers={"story": "half"},
    )
    return key


# --- what is due -----------------------------------------------------------------------------


def test_a_question_past_its_time_is_answered_with_silence(cast: Cast) -> None:
    proposal_id = expired(cast)
    row = Proposal.objects.get(pk=proposal_id)
    Sweeper().sweep(row.expires_at - timedelta(seconds=1))
    assert Proposal.objects.get(pk=proposal_id).state == "open"
    Sweeper().sweep(row.expires_at)
    assert Proposal.objects.get(pk=proposal_id).state == "silent"
    assert Request.objects.get(pk=row.request_id).state == "searching"


def test_a_raise_works_on_its_day_and_not_before(cast: Cast) -> None:
    raise_id = raised(cast)
    Sweeper().sweep(NOW + timedelta(hours=2))
    assert LimitsRow.objects.get(pk=cast.bram_id).max_minutes == 360
    Sweeper().sweep(NOW + DAY)
    assert LimitsRow.objects.get(pk=cast.bram_id).max_minutes == 420
    assert LimitsRaise.objects.get(pk=raise_id).state == "applied"


def test_a_raise_that_waits_for_a_second_person_is_not_due(cast: Cast) -> None:
    by_phone = cast.volunteer("Joop Tan", channel="phone")
    assert by_phone.id
    limits.set_limits(
        actor=cast.anna,
        now=NOW,
        volunteer_id=by_phone.id,
        wanted=Limits(liked_minutes=300, max_minutes=420, max_people=2, max_heavy=1),
    )
    assert due.raises(NOW + 2 * DAY) == []
    waiting = LimitsRaise.objects.get(volunteer_id=by_phone.id)
    limits.confirm_raise(actor=cast.henk, now=NOW + DAY, raise_id=waiting.pk)
    assert due.raises(NOW + 2 * DAY) == [waiting.pk]


def test_a_draft_is_dropped_after_a_day_unless_its_maker_came_back(cast: Cast) -> None:
    key = draft(cast)
    Sweeper().sweep(NOW + DAY - timedelta(seconds=1))
    assert Draft.objects.filter(pk=key).exists()
    # the loop read that it was due, and just then its maker typed on
    drafts.drop(actor=SYSTEM, now=NOW + DAY - timedelta(seconds=1), key=key)
    assert Draft.objects.filter(pk=key).exists()
    Sweeper().sweep(NOW + DAY)
    assert not Draft.objects.filter(pk=key).exists()


def test_more_than_one_batch_is_done_in_one_sweep(cast: Cast) -> None:
    for number in range(BATCH + 3):
        draft(cast, f"{number:064d}")
    assert Sweeper().sweep(NOW + DAY) == BATCH + 3
    assert not Draft.objects.exists()


# --- several loops -----------------------------------------------------------------------------


@pytest.mark.commits
def test_several_loops_at_once_act_once(cast: Cast, race: Callable[..., list[Any]]) -> None:
    raise_id = raised(cast)
    proposal = Proposal.objects.get(volunteer_id=cast.bram_id)
    draft(cast)
    later = proposal.expires_at + DAY
    outcomes = race([lambda: Sweeper().sweep(later) for _ in range(4)])
    assert all(isinstance(done, int) for done in outcomes), outcomes
    types = list(Event.objects.values_list("type", flat=True))
    assert types.count("request.no_answer") == 1
    assert types.count("volunteer.raise_applied") == 1
    assert types.count("draft.dropped") == 1
    assert Proposal.objects.get(pk=proposal.pk).state == "silent"
    assert LimitsRaise.objects.get(pk=raise_id).state == "applied"


@pytest.mark.commits
def test_several_loops_do_the_work_of_a_day_once(
    cast: Cast, race: Callable[..., list[Any]]
) -> None:
    request_id = closed(cast)
    later = NOW + timedelta(days=400)
    outcomes = race([lambda: daily_work.run(later) for _ in range(4)])
    kinds = [kind for done in outcomes for kind in done]
    assert sorted(kinds) == sorted(dict(daily_work.DAILY)), outcomes
    assert Event.objects.filter(type="request.erased", aggregate_id=request_id).count() == 1


# --- one bad row -------------------------------------------------------------------------------


def test_one_bad_row_stops_neither_its_own_kind_nor_the_others(cast: Cast) -> None:
    good, bad = expired(cast), cast.asked(cast.volunteer("Els de Graaf"))
    key = draft(cast)
    broken = {bad}
    sweeper = Sweeper(failing_on(broken))
    assert sweeper.sweep(NOW + 5 * DAY) == 2
    assert Proposal.objects.get(pk=good).state == "silent"
    assert Proposal.objects.get(pk=bad).state == "open"
    assert not Draft.objects.filter(pk=key).exists()
    broken.clear()
    sweeper.sweep(NOW + 5 * DAY + FIRST_REST)
    assert Proposal.objects.get(pk=bad).state == "silent"
    assert sweeper.rests == {}


def failing_on(broken: set[UUID]) -> tuple[Work, ...]:
    """All the work of the loop, where these questions cannot be expired as long as they are in."""

    def expire(**given: Any) -> None:
        if given["proposal_id"] in broken:
            raise ValueError("mevrouw De Wit, 0612345678")
        proposals.expire(**given)

    kind = "proposal.expire"
    fails = each(kind, due.proposals, expire, "proposal_id")
    return tuple(fails if one.kind == kind else one for one in WORK)


def test_a_bad_row_rests_ever_longer(db: None) -> None:
    tried, pk = [], uuid4()

    def act() -> None:
        tried.append(now)
        raise ValueError

    work = Work("bad", lambda _now, skip: [] if pk in skip else [(pk, act)])
    sweeper, now = Sweeper((work,)), NOW
    for _ in range(6 * 3600 // 5):
        sweeper.sweep(now)
        now += timedelta(seconds=5)
    gaps = [b - a for a, b in pairwise(tried)]
    assert gaps[:3] == [FIRST_REST, 2 * FIRST_REST, 4 * FIRST_REST]
    assert gaps == sorted(gaps)
    assert max(gaps) == LONGEST_REST


def test_the_log_of_a_bad_row_holds_its_id_and_nothing_of_anybody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = expired(cast)
    # the handler of the settings; pytest listens beside it
    handler = logging.getLogger("loopplank").handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    monkeypatch.setattr(handler, "stream", io.StringIO())
    Sweeper(failing_on({bad})).sweep(NOW + 5 * DAY)
    said = handler.stream.getvalue()
    assert str(bad) in said
    assert "ValueError" in said
    assert "test_loop.py" in said
    assert "De Wit" not in said
    assert "0612345678" not in said


# --- forgetting ----------------------------------------------------------------------------------


def closed(cast: Cast, request_id: UUID | None = None) -> UUID:
    request_id = request_id or cast.request()
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        closing=closing.Closing(ClosingReason.HELPED, nobody_discussed=True),
    )
    return request_id


def test_a_person_is_forgotten_when_the_months_of_the_organisation_are_over(cast: Cast) -> None:
    request_id = closed(cast)
    a_year = timedelta(days=365)
    assert due.forgettable(NOW + a_year) == []
    assert due.forgettable(NOW + a_year + 2 * DAY) == [request_id]
    daily_work.forget(NOW + a_year + 2 * DAY, lambda: False)
    row = Request.objects.get(pk=request_id)
    assert row.erased_at is not None
    assert row.help_seeker_id is None
    assert due.forgettable(NOW + a_year + 2 * DAY) == []


def test_somebody_with_an_open_or_a_recent_question_is_still_known(cast: Cast) -> None:
    old, still_open, recent = closed(cast), cast.request(), cast.request()
    seeker = Request.objects.get(pk=old).help_seeker_id
    much_later = NOW + timedelta(days=400)
    Request.objects.filter(pk=still_open).update(help_seeker_id=seeker)
    assert due.forgettable(much_later) == []
    closed(cast, still_open)
    assert len(due.forgettable(much_later)) == 1
    Request.objects.filter(pk=recent).update(help_seeker_id=seeker)
    closing.close(
        actor=cast.anna,
        now=much_later - DAY,
        request_id=recent,
        closing=closing.Closing(ClosingReason.HELPED, nobody_discussed=True),
    )
    assert due.forgettable(much_later) == []


def test_one_person_who_cannot_be_erased_does_not_keep_the_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = closed(cast), closed(cast)
    really = erasure.erase_help_seeker

    def erase(**given: Any) -> None:
        if given["request_id"] == bad:
            raise ValueError("mevrouw De Wit")
        really(**given)

    monkeypatch.setattr(erasure, "erase_help_seeker", erase)
    outcome = daily_work.forget(NOW + timedelta(days=400), lambda: False)
    assert outcome == {"erased": 1, "failed": 1}
    assert Request.objects.get(pk=good).erased_at is not None
    assert HelpSeeker.objects.filter(pk=Request.objects.get(pk=bad).help_seeker_id).exists()


# --- the loop itself ------------------------------------------------------------------------------


def test_the_loop_goes_on_after_a_round_that_failed(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds, stop = [], threading.Event()

    def once(*_: object) -> None:
        rounds.append(1)
        if len(rounds) == 3:
            stop.set()
        raise ConnectionError("the database is away")

    monkeypatch.setattr(loop, "once", once)
    monkeypatch.setattr(loop.connection, "close", lambda: None)
    loop.run(lambda: NOW, stop, pause=0.001)
    assert len(rounds) == 3


@pytest.mark.commits
def test_the_command_stops_within_a_second_when_asked(committed: str, databases: Databases) -> None:
    process = subprocess.Popen(
        [sys.executable, "manage.py", "loop"],
        cwd=PROJECT,
        env=environment({"DATABASE_URL": databases.address(committed), "LOG_FORMAT": "json"}),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said = ""
    while "promises_kept" not in said:
        line = process.stderr.readline()
        assert line, said
        said += line
    begun = time.monotonic()
    os.kill(process.pid, signal.SIGTERM)
    _, rest = process.communicate(timeout=patient(60))
    # its pause takes five
    assert in_time(time.monotonic() - begun, 1)
    assert process.returncode == 0, rest
    assert '"loop_stopped"' in rest
