"""What is due every few seconds: questions and clocks past their time, raises, referrals, drafts.

Each row is one action in its own transaction. A row that fails is logged by its id alone and left
for a while, so that it never stops the others; the action looks again under its own lock, so any
number of loops may do this at once.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import structlog

from loopplank.access.account import links
from loopplank.access.account import second_step as lost_steps
from loopplank.access.account.actors import SYSTEM
from loopplank.access.responsibility import due
from loopplank.access.volunteers import farewell
from loopplank.access.wellbeing import signal
from loopplank.access.wellbeing import volunteer_concern as concerns
from loopplank.actions.account import links as asked_links
from loopplank.actions.account import passwords, second_step
from loopplank.actions.matching import matches, proposals
from loopplank.actions.referrals import clocks as referral_clocks
from loopplank.actions.referrals import incoming, party_codes
from loopplank.actions.requests import drafts
from loopplank.actions.responsibility import absence, clocks
from loopplank.actions.volunteers import cover, limits, stopping
from loopplank.actions.wellbeing import check_in, escalation, volunteer_concern
from loopplank.jobs.messages import reminders
from loopplank.jobs.work import Todo, Work, each

log = structlog.get_logger("loopplank.loop")

FIRST_REST = timedelta(seconds=30)
LONGEST_REST = timedelta(hours=1)


def _drafts(now: datetime, skip: Collection[UUID]) -> Todo:
    """Find them by the key of a cookie, and named in the log by a reference."""
    for reference, key in due.drafts(now, skip):
        yield reference, partial(drafts.drop, actor=SYSTEM, now=now, key=key)


WORK = (
    # first: somebody looks at a page and waits for it
    each("link.send_again", links.to_send, asked_links.send_again, "ask_id"),
    each("account.send_password", links.passwords_to_send, passwords.send_password, "ask_id"),
    each("account.finish_reset", lost_steps.resets_to_finish, second_step.finish, "reset_id"),
    each("referral.remind", due.referrals_to_remind, referral_clocks.remind, "referral_id"),
    each("referral.pass_on", due.referrals_of_the_absent, incoming.pass_on, "referral_id"),
    each("referral.lapse", due.silent_referrals, referral_clocks.lapse, "referral_id"),
    each("referral.missed", due.missed_contacts, referral_clocks.miss_contact, "referral_id"),
    each("referral.to_admin", due.untouched_referrals, referral_clocks.to_admin, "referral_id"),
    each("referral.ask_outcome", due.outcomes_to_ask, referral_clocks.ask_outcome, "referral_id"),
    each("referral.drop_draft", due.referral_drafts, party_codes.drop_draft, "referral_id"),
    each("proposal.expire", due.proposals, proposals.expire, "proposal_id"),
    each("cover.give_up", due.visits_to_decide, cover.give_up, "visit_id"),
    each("cover.finish", due.visits_covered, matches.finish, "visit_id"),
    each("volunteer.apply_raise", due.raises, limits.apply_raise, "raise_id"),
    each("volunteer.finish_stop", farewell.stopped, stopping.finish_stop, "volunteer_id"),
    each("match.finish_stop", farewell.stopped_matches, stopping.finish_stop_with, "match_id"),
    each("clock.run_out", due.clocks, clocks.run_out, "request_id"),
    Work("draft.drop", _drafts),
    # who is back comes before who goes: they may be the one to stand in
    each("absence.end", due.absences_to_end, absence.end, "absence_id"),
    each("absence.begin", due.absences_to_begin, absence.begin, "absence_id"),
    each("check_in.lapse", due.check_ins_to_lapse, check_in.lapse, "check_in_id"),
    each("check_in.begin", due.check_ins_to_begin, check_in.begin, "volunteer_id"),
    # after who is away gave away what was theirs
    each("signal.climb", signal.signals_to_climb, escalation.climb, "signal_id"),
    each("safety.climb", concerns.to_climb, volunteer_concern.climb, "file_id"),
    each("signal.close_quietly", signal.signals_to_close, escalation.close_quietly, "signal_id"),
    # what is told in time; before it what is not true any more
    *reminders.WORK,
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
