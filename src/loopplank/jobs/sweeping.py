"""What is due every few seconds: questions and clocks past their time, raises, referrals, drafts.

Each row is one action in its own transaction. A row that fails is logged by its id alone and left
for a while, so that it never stops the others; the action looks again under its own lock, so any
number of loops may do this at once.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import structlog

from loopplank.access import due, due_signals, farewell_due, link_asks
from loopplank.access.actors import SYSTEM
from loopplank.actions import (
    absences,
    check_ins,
    climbing,
    clocks,
    codes,
    covered,
    covering,
    drafts,
    incoming,
    limits,
    proposals,
    referral_clocks,
)
from loopplank.actions import link_asks as asked_links
from loopplank.actions import (
    stopping as last_days,
)
from loopplank.jobs import reminders

log = structlog.get_logger("loopplank.loop")

FIRST_REST = timedelta(seconds=30)
LONGEST_REST = timedelta(hours=1)
Todo = Iterable[tuple[UUID, Callable[[], object]]]


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work: `todo` gives the ids that are due now, each with the call that does it."""

    kind: str
    todo: Callable[[datetime, Collection[UUID]], Todo]


def _proposals(now: datetime, skip: Collection[UUID]) -> Todo:
    for pk in due.proposals(now, skip):
        yield pk, partial(proposals.expire, actor=SYSTEM, now=now, proposal_id=pk)


def _raises(now: datetime, skip: Collection[UUID]) -> Todo:
    for pk in due.raises(now, skip):
        yield pk, partial(limits.apply_raise, actor=SYSTEM, now=now, raise_id=pk)


def _stopped(now: datetime, skip: Collection[UUID]) -> Todo:
    for pk in farewell_due.stopped(now, skip):
        yield pk, partial(last_days.finish_stop, actor=SYSTEM, now=now, volunteer_id=pk)


def _stopped_matches(now: datetime, skip: Collection[UUID]) -> Todo:
    for pk in farewell_due.stopped_matches(now, skip):
        yield pk, partial(last_days.finish_stop_with, actor=SYSTEM, now=now, match_id=pk)


def _clocks(now: datetime, skip: Collection[UUID]) -> Todo:
    for pk in due.clocks(now, skip):
        yield pk, partial(clocks.run_out, actor=SYSTEM, now=now, request_id=pk)


def _visit(
    find: Callable[[datetime, Collection[UUID]], list[UUID]], act: Callable[..., object]
) -> Callable[[datetime, Collection[UUID]], Todo]:
    def todo(now: datetime, skip: Collection[UUID]) -> Todo:
        for pk in find(now, skip):
            yield pk, partial(act, actor=SYSTEM, now=now, visit_id=pk)

    return todo


def _drafts(now: datetime, skip: Collection[UUID]) -> Todo:
    for reference, key in due.drafts(now, skip):
        yield reference, partial(drafts.drop, actor=SYSTEM, now=now, key=key)


def _referral(
    find: Callable[[datetime, Collection[UUID]], list[UUID]], act: Callable[..., object]
) -> Callable[[datetime, Collection[UUID]], Todo]:
    def todo(now: datetime, skip: Collection[UUID]) -> Todo:
        for pk in find(now, skip):
            yield pk, partial(act, actor=SYSTEM, now=now, referral_id=pk)

    return todo


def _signal(
    find: Callable[[datetime, Collection[UUID]], list[UUID]], act: Callable[..., object]
) -> Callable[[datetime, Collection[UUID]], Todo]:
    def todo(now: datetime, skip: Collection[UUID]) -> Todo:
        for pk in find(now, skip):
            yield pk, partial(act, actor=SYSTEM, now=now, signal_id=pk)

    return todo


def _absences_to_end(now: datetime, skip: Collection[UUID]) -> Todo:
    for pk in due.absences_to_end(now, skip):
        yield pk, partial(absences.end, actor=SYSTEM, now=now, absence_id=pk)


def _absences_to_begin(now: datetime, skip: Collection[UUID]) -> Todo:
    for pk in due.absences_to_begin(now, skip):
        yield pk, partial(absences.begin, actor=SYSTEM, now=now, absence_id=pk)


def _check_ins_to_begin(now: datetime, skip: Collection[UUID]) -> Todo:
    for pk in due.check_ins_to_begin(now, skip):
        yield pk, partial(check_ins.begin, actor=SYSTEM, now=now, volunteer_id=pk)


def _check_ins_to_lapse(now: datetime, skip: Collection[UUID]) -> Todo:
    for pk in due.check_ins_to_lapse(now, skip):
        yield pk, partial(check_ins.lapse, actor=SYSTEM, now=now, check_in_id=pk)


def _link_asks(now: datetime, skip: Collection[UUID]) -> Todo:
    for pk in link_asks.to_send(now, skip):
        yield pk, partial(asked_links.send_again, actor=SYSTEM, now=now, ask_id=pk)


WORK = (
    # first: somebody looks at a page and waits for it
    Work("link.send_again", _link_asks),
    Work("referral.remind", _referral(due.referrals_to_remind, referral_clocks.remind)),
    Work("referral.pass_on", _referral(due.referrals_of_the_absent, incoming.pass_on)),
    Work("referral.lapse", _referral(due.silent_referrals, referral_clocks.lapse)),
    Work("referral.to_admin", _referral(due.untouched_referrals, referral_clocks.to_admin)),
    Work("referral.ask_outcome", _referral(due.outcomes_to_ask, referral_clocks.ask_outcome)),
    Work("referral.drop_draft", _referral(due.referral_drafts, codes.drop_draft)),
    Work("proposal.expire", _proposals),
    Work("cover.give_up", _visit(due.visits_to_decide, covering.give_up)),
    Work("cover.finish", _visit(due.visits_covered, covered.finish)),
    Work("volunteer.apply_raise", _raises),
    Work("volunteer.finish_stop", _stopped),
    Work("match.finish_stop", _stopped_matches),
    Work("clock.run_out", _clocks),
    Work("draft.drop", _drafts),
    # who is back comes before who goes: they may be the one to stand in
    Work("absence.end", _absences_to_end),
    Work("absence.begin", _absences_to_begin),
    Work("check_in.lapse", _check_ins_to_lapse),
    Work("check_in.begin", _check_ins_to_begin),
    # after who is away gave away what was theirs
    Work("signal.climb", _signal(due_signals.signals_to_climb, climbing.climb)),
    Work("signal.close_quietly", _signal(due_signals.signals_to_close, climbing.close_quietly)),
    # what is told in time; before it what is not true any more
    Work("message.drop_untrue", reminders.UNTRUE),
    Work("account.tell_export", reminders.EXPORTS),
    Work("reminder.meeting", reminders.MEETINGS),
    Work("reminder.proposal", reminders.PROPOSALS),
    Work("reminder.visit", reminders.VISITS),
    Work("reminder.end", reminders.ENDS),
    Work("member.tell_day", reminders.DIGESTS),
    Work("referral.tell_owner", reminders.OWNERS),
)


@dataclass
class Sweeper:
    """Goes through all kinds of work; remembers which rows failed and when to try them again."""

    work: tuple[Work, ...] = WORK
    rests: dict[UUID, tuple[int, datetime]] = field(default_factory=dict)

    def sweep(self, now: datetime, stopping: Callable[[], bool] = lambda: False) -> int:
        """Do everything that is due at `now`; returns how many rows were done."""
        done = 0
        for one in self.work:
            done += self._batches(one, now, stopping)
        return done

    def _batches(self, one: Work, now: datetime, stopping: Callable[[], bool]) -> int:
        done = 0
        tried: set[UUID] = set()
        while not stopping():
            resting = {pk for pk, (_, until) in self.rests.items() if until > now}
            batch = [todo for todo in one.todo(now, resting | tried) if todo[0] not in tried]
            for pk, act in batch:
                if stopping():
                    return done
                tried.add(pk)
                done += self._do(one.kind, pk, act, now)
            if not batch:
                return done
        return done

    def _do(self, kind: str, pk: UUID, act: Callable[[], object], now: datetime) -> bool:
        try:
            act()
        except Exception:  # one bad row never stops the sweep
            failures = self.rests.get(pk, (0, now))[0] + 1
            rest = min(FIRST_REST * 2 ** min(failures - 1, 10), LONGEST_REST)
            self.rests[pk] = failures, now + rest
            log.exception("row_failed", kind=kind, id=str(pk), times=failures)
            return False
        self.rests.pop(pk, None)
        return True
