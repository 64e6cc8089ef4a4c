"""What the loop tells in time, each kind as one kind of work of a sweep."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from loopplank.access import due_reminders as due
from loopplank.access.actors import SYSTEM
from loopplank.access.outgoing import mail_leaves
from loopplank.actions import reminding, telling_members

Todo = Iterable[tuple[UUID, Callable[[], object]]]


def _each(
    find: Callable[[datetime, Collection[UUID]], list[UUID]],
    act: Callable[..., object],
    subject: str,
) -> Callable[[datetime, Collection[UUID]], Todo]:
    def todo(now: datetime, skip: Collection[UUID]) -> Todo:
        for pk in find(now, skip):
            yield pk, partial(act, actor=SYSTEM, now=now, **{subject: pk})

    return todo


def _by_mail(
    find: Callable[[datetime, Collection[UUID]], list[UUID]],
) -> Callable[[datetime, Collection[UUID]], list[UUID]]:
    """News for a colleague, only where it leaves by itself."""
    return lambda now, skip: find(now, skip) if mail_leaves() else []


UNTRUE = _each(due.untrue, reminding.drop_untrue, "message_id")
MEETINGS = _each(due.meetings, reminding.remind_of_meeting, "match_id")
PROPOSALS = _each(due.proposals, reminding.remind_of_proposal_once, "proposal_id")
VISITS = _each(due.visits, reminding.remind_of_visit, "match_id")
ENDS = _each(due.ends, reminding.remind_of_end, "match_id")
DIGESTS = _each(_by_mail(due.digests), telling_members.tell_day, "membership_id")
EXPORTS = _each(_by_mail(due.exports), telling_members.tell_export, "record_id")
OWNERS = _each(due.new_owners, telling_members.tell_owner, "referral_id")
