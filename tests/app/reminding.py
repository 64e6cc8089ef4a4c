"""Everything that is told in time, queued by the real actions."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest
from tests.app import referring
from tests.app.arranging import combination
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import SYSTEM
from loopplank.access.messages import feed
from loopplank.actions.matching import last_call, matches
from loopplank.actions.referrals import incoming, referrals
from loopplank.actions.responsibility import member_news
from loopplank.actions.volunteers import reminders
from loopplank.actions.wellbeing import signal
from loopplank.core.kit.calendar import at_local
from loopplank.core.messages.reminders import day_before
from loopplank.core.referrals.states import Answer
from loopplank.store.models import AccessRecord, Match, Message, Proposal, Referral, Request

THURSDAY, DAY = date(2026, 12, 3), timedelta(days=1)


def everything_told(cast: Cast) -> None:
    """Each text of `letters.reminder_texts` lies ready."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feed, "wants_visit_reminders", lambda rows: rows)
        patch.setattr(member_news, "mail_leaves", lambda: True)
        _of_help(cast)
        _of_one_day(cast)
        _of_members(cast)


def _of_help(cast: Cast) -> None:
    meets = cast.agreed(cast.volunteer("Piet Meet"))
    at = at_local(THURSDAY, time(14))
    matches.plan_meeting(actor=cast.anna, now=NOW, match_id=meets, meeting_at=at)
    asked = Proposal.objects.get(pk=cast.asked(cast.volunteer("Vera Vraag")))
    visit = cast.running(cast.volunteer("Bep Bezoek"))
    one = combination(cast, cast.volunteer("Els Eind")).agreed()
    matches.start(actor=cast.anna, now=NOW, match_id=one.match_id)
    last = Match.objects.get(pk=one.match_id).last_day
    Message.objects.filter(template__in=["meeting", "meeting_volunteer", "proposal"]).update(
        state="told"
    )
    moment = day_before(THURSDAY)
    reminders.remind_of_meeting(actor=SYSTEM, now=moment, match_id=meets)
    reminders.remind_of_visit(actor=SYSTEM, now=moment, match_id=visit)
    reminders.remind_of_proposal_once(
        actor=SYSTEM, now=asked.expires_at - timedelta(hours=1), proposal_id=asked.pk
    )
    near = at_local(last - timedelta(weeks=4), time(10))
    reminders.remind_of_end(actor=SYSTEM, now=near, match_id=one.match_id)


def _of_one_day(cast: Cast) -> None:
    """Nobody said yes to a visit of tomorrow."""
    request_id = cast.ready()
    Request.objects.filter(pk=request_id).update(duration="once", last_day=TODAY + DAY)
    last_call.tell_nobody_found(actor=SYSTEM, now=at_local(TODAY, time(14)), request_id=request_id)


def _of_members(cast: Cast) -> None:
    signal.send_signal(actor=cast.volunteer("Sam Signaal"), now=NOW, reason="time")
    member_news.new_device(actor=cast.anna, now=NOW)
    record_reading(cast.anna, "requests_csv", Purpose.EXPORT, [], NOW)
    record = AccessRecord.objects.latest("pk")
    member_news.tell_export(actor=SYSTEM, now=NOW, record_id=UUID(int=record.pk))
    Request.objects.filter(pk=cast.web_request()).update(due_on=TODAY)
    assert cast.anna.id
    member_news.tell_day(actor=SYSTEM, now=NOW, membership_id=cast.anna.id)
    cast.said_no()
    monday = at_local(date(2027, 1, 4), time(8))
    member_news.tell_quarter(actor=SYSTEM, now=monday, membership_id=cast.gerda.id)
    referral_id = referring.referred_in(cast)
    said = referrals.Said(Answer.YES, owner_id=cast.anna.id, first_contact_by=TODAY)
    referrals.answer(actor=cast.anna, now=NOW, referral_id=referral_id, said=said)
    row = Referral.objects.get(pk=referral_id)
    Request.objects.filter(pk=row.to_request_id).update(owner=cast.henk.id)
    incoming.tell_owner(actor=SYSTEM, now=NOW, referral_id=referral_id)
