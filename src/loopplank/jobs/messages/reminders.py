"""What the loop tells in time, each kind as one kind of work of a sweep."""

from loopplank.access.messages import reminders as due
from loopplank.access.messages.channels import mail_leaves
from loopplank.actions.matching import last_call
from loopplank.actions.referrals import incoming
from loopplank.actions.responsibility import member_news
from loopplank.actions.volunteers import reminders
from loopplank.jobs.work import Find, each


def _by_mail(find: Find) -> Find:
    """Find news for a colleague, only where it leaves by itself."""
    return lambda now, skip: find(now, skip) if mail_leaves() else []


WORK = (
    each("message.drop_untrue", due.untrue, reminders.drop_untrue, "message_id"),
    each("account.tell_export", _by_mail(due.exports), member_news.tell_export, "record_id"),
    each("request.nobody_found", due.nobody_found, last_call.tell_nobody_found, "request_id"),
    each("reminder.meeting", due.meetings, reminders.remind_of_meeting, "match_id"),
    each("reminder.proposal", due.proposals, reminders.remind_of_proposal_once, "proposal_id"),
    each("reminder.visit", due.visits, reminders.remind_of_visit, "match_id"),
    each("reminder.end", due.ends, reminders.remind_of_end, "match_id"),
    each("member.tell_day", _by_mail(due.digests), member_news.tell_day, "membership_id"),
    each("member.tell_quarter", _by_mail(due.quarters), member_news.tell_quarter, "membership_id"),
    each("referral.tell_owner", due.new_owners, incoming.tell_owner, "referral_id"),
)
