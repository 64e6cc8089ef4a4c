"""Tell in time about help: a meeting or visit of tomorrow, a question that nearly ends, a last day
that comes near. Each looks again under a lock, so several loops at once tell it once.

A mark is made also where nothing is told in the end: whoever heard it a moment ago need not.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from loopplank.access.account import links as link_access
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.messages import feed
from loopplank.access.messages.staleness import still_true, told_at
from loopplank.access.messages.wishes import calendar_of, wishes_in_force, wishes_of
from loopplank.access.requests.requests import any_request_for_change
from loopplank.access.responsibility.promises import who_is_there
from loopplank.access.volunteers.coming import last_day_of, stays, still_on
from loopplank.access.volunteers.own_pages import hour_of
from loopplank.access.volunteers.volunteers import volunteer_for_change
from loopplank.actions.account.links import make_link
from loopplank.actions.kit.action import nothing_changed, record, record_event, verb
from loopplank.actions.kit.sent_markers import first_time
from loopplank.actions.messages.messages import (
    close_message,
    judge_anew,
    queue_to_asker,
    queue_to_party,
    queue_to_volunteer,
)
from loopplank.actions.messages.wishes import keep_wishes
from loopplank.actions.volunteers.volunteers import tell_on_behalf
from loopplank.core.account.roles import Role
from loopplank.core.arrangements import Answer
from loopplank.core.arrangements.coming import Thing
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.matches import HOLDS_CAPACITY, MatchState
from loopplank.core.matching.proposals import ProposalState
from loopplank.core.messages.calendar_feed import initial
from loopplank.core.messages.reminders import (
    JUST_HEARD,
    MOST_DAYS_BEFORE,
    day_before,
    is_day_before,
    remind_of_proposal,
    visit_is_near,
    weeks_to_end,
)
from loopplank.core.messages.states import MessageState
from loopplank.core.requests.states import State
from loopplank.store.models import (
    Match,
    Message,
    Proposal,
    Request,
    Signature,
    Visit,
    Volunteer,
)


@verb("reminder.meeting", Role.SYSTEM)
def remind_of_meeting(*, actor: Actor, now: datetime, match_id: UUID) -> None:
    """Remind both of the first meeting of tomorrow, unless they heard of it since this morning or
    have the message about it still lying ready.
    """
    row, request = _locked(match_id)
    at = row.meeting_at
    day = local_day(at) if at is not None else None
    off = day is None or not is_day_before(day, now) or not stays(Thing.MESSAGE, row, day)
    if row.state != MatchState.MEETING or at is None or off:
        nothing_changed()
        return
    day = local_day(at)
    if not first_time("meeting", row.pk, day, now):
        nothing_changed()
        return
    params: dict[str, object] = {
        "match": str(row.pk),
        "at": at.isoformat(),
        "volunteer": row.volunteer.first_name,
        "coordinator": who_is_there(request, day) or request.organisation.name,
    }
    made = []
    if not _heard(request, "meeting", at, row.volunteer.first_name):
        made.append(queue_to_asker(request, "meeting_near", params, now=now))
    if not _heard(request, "meeting_volunteer", at, row.volunteer.first_name):
        made.append(
            queue_to_volunteer(
                row.organisation_id,
                row.volunteer,
                "meeting_near_volunteer",
                params,
                now=now,
                request=request,
            )
        )
    record_told(made, actor, now)


@verb("reminder.proposal", Role.SYSTEM)
def remind_of_proposal_once(*, actor: Actor, now: datetime, proposal_id: UUID) -> None:
    """Remind a volunteer once, a day before the time to answer is over, that no is good too."""
    found = Proposal.objects.filter(pk=proposal_id).values_list("volunteer_id", flat=True).first()
    if found is None:
        raise NotFound(proposal_id)
    volunteer = _locked_volunteer(found)
    row = Proposal.objects.select_related("request", "asked_by__account").get(pk=proposal_id)
    if row.state != ProposalState.OPEN or not remind_of_proposal(row.asked_at, row.expires_at, now):
        nothing_changed()
        return
    if not first_time("proposal", row.pk, local_day(row.expires_at), now):
        nothing_changed()
        return
    waits = row.request.messages.filter(
        volunteer=volunteer, template="proposal", state=MessageState.QUEUED
    ).exists()
    if waits or row.question:
        # what was not even told needs no reminder, and who asked something waits for us
        record_told([], actor, now)
        return
    params: dict[str, object] = {
        "proposal": str(row.pk),
        "at": row.expires_at.isoformat(),
        "from": row.asked_by.account.name,
    }
    made = queue_to_volunteer(
        row.organisation_id,
        volunteer,
        "proposal_near",
        params,
        now=now,
        link=make_link(link_access.WEEK, volunteer.pk, None, now),
        request=row.request,
    )
    record_told([made], actor, now)


@verb("reminder.visit", Role.SYSTEM)
def remind_of_visit(*, actor: Actor, now: datetime, match_id: UUID) -> None:
    """Remind a volunteer who wants to hear so of a visit, as long before it as they chose, with the
    way to say "kan niet". Each visit is told once, whatever they choose after that.
    """
    found = Match.objects.filter(pk=match_id).values_list("volunteer_id", flat=True).first()
    if found is None:
        raise NotFound(match_id)
    volunteer = _locked_volunteer(found)
    rows = feed.wants_visit_reminders(Match.objects.filter(pk=match_id, state=MatchState.RUNNING))
    row = rows.select_related(
        "volunteer__limits",
        "request__help_seeker",
        "request__owner__account",
        "organisation__network",
    ).first()
    day = _visit_to_tell(row, now) if row is not None else None
    if row is None or day is None:
        nothing_changed()
        return
    seeker = row.request.help_seeker
    params: dict[str, object] = {
        "match": str(row.pk),
        "day": day.isoformat(),
        "at": told_at(day, row),
        "who": (initial(seeker.first_name, seeker.last_name) if seeker else "") or "-",
        "coordinator": row.request.owner.account.name,
    }
    made = queue_to_volunteer(
        row.organisation_id,
        volunteer,
        "visit_near",
        params,
        now=now,
        link=make_link(link_access.WEEK, volunteer.pk, None, now),
        request=row.request,
    )
    record_told([made], actor, now)


@verb("reminder.end", Role.SYSTEM)
def remind_of_end(*, actor: Actor, now: datetime, match_id: UUID) -> None:
    """Remind everybody who has a part in it of the last day, four weeks and one week before."""
    row, request = _locked(match_id)
    last = last_day_of(row)
    weeks = weeks_to_end(row.started_on or row.first_day, last, now)
    if row.state != MatchState.RUNNING or weeks is None or row.first_day == row.last_day:
        nothing_changed()
        return
    if not first_time(f"end_{weeks}", row.pk, last, now):
        nothing_changed()
        return
    params: dict[str, object] = {
        "match": str(row.pk),
        "day": last.isoformat(),
        "volunteer": row.volunteer.first_name,
        "coordinator": request.owner.account.name,
    }
    made = []
    if not _just_heard_last_day(request, row.volunteer, now):
        made.append(
            queue_to_volunteer(
                row.organisation_id, row.volunteer, "end_near", params, now=now, request=request
            )
        )
    if _is_last(request, row) and first_time(f"end_{weeks}_asker", request.pk, last, now):
        made.append(queue_to_asker(request, "end_near_asker", params, now=now))
        made += _tell_parties(request, params, now)
    record_told(made, actor, now)


@verb("volunteer.set_reminder", Role.COORDINATOR)
def set_reminder(
    *, actor: Actor, now: datetime, volunteer_id: UUID, days_before: int | None
) -> None:
    """Write down how long before a visit a volunteer said that they want to hear of it, None for
    not at all. It is recorded, and they are told who did it.
    """
    volunteer = volunteer_for_change(actor, volunteer_id)
    before = wishes_in_force(volunteer.pk)
    wishes = (
        replace(before, visit_reminder=False)
        if days_before is None
        else replace(before, visit_reminder=True, days_before=days_before)
    )
    if wishes == before:
        nothing_changed()
        return
    keep_wishes(volunteer.pk, wishes)
    judge_anew(Message.objects.filter(volunteer=volunteer), now)
    tell_on_behalf(actor, volunteer, now)
    record_event(
        "volunteer",
        volunteer.pk,
        "volunteer.message_wishes_changed",
        actor=actor,
        now=now,
        organisation_id=actor.own_organisation,
        data={"columns": ["days_before", "visit_reminder"], "on_behalf": True},
    )


def record_told(made: list[Message], actor: Actor, now: datetime) -> None:
    """Write the event of each message that the loop queued; nothing to tell is no change."""
    if not made:
        nothing_changed()
    for row in made:
        record(
            row,
            "message.reminded",
            actor=actor,
            now=now,
            data={"template": row.template, "channel": row.channel},
        )


@verb("message.drop_untrue", Role.SYSTEM)
def drop_untrue(*, actor: Actor, now: datetime, message_id: UUID) -> None:
    """Drop what is not so any more: a question that was answered, a visit that is not."""
    row = Message.objects.select_for_update(of=("self",)).filter(pk=message_id).first()
    if row is None or row.state != MessageState.QUEUED or still_true(row, now):
        nothing_changed()
        return
    close_message(row, actor, now, MessageState.DROPPED, "")


# --- underneath -----------------------------------------------------------------------------------


def _locked(match_id: UUID) -> tuple[Match, Request]:
    """Lock the request of a match, and return both: whoever moves a meeting or a last day locks
    that too.
    """
    request_id = Match.objects.filter(pk=match_id).values_list("request_id", flat=True).first()
    if request_id is None:
        raise NotFound(match_id)
    request = any_request_for_change(request_id, "help_seeker", "applicant")
    return Match.objects.select_related("volunteer").get(pk=match_id), request


def _locked_volunteer(volunteer_id: UUID) -> Volunteer:
    return Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer_id)


def _heard(request: Request, template: str, at: datetime, volunteer: str) -> bool:
    """Return whether the message about this very meeting still lies ready, or is of after the
    moment at which a reminder is due.
    """
    for one in request.messages.filter(template=template):
        if one.params.get("volunteer") != volunteer:
            continue
        if datetime.fromisoformat(str(one.params["at"])) != at or one.state == MessageState.DROPPED:
            continue
        if one.state == MessageState.QUEUED or one.queued_at >= day_before(local_day(at)):
            return True
    return False


def _visit_to_tell(row: Match, now: datetime) -> date | None:
    """Return the day of the next visit whose reminder is due, and mark it as told; None when there
    is none, or another loop told it.
    """
    today = local_day(now)
    wishes, calendar = wishes_of(row.volunteer_id), calendar_of(row.organisation, today)
    for ahead in range(MOST_DAYS_BEFORE + 1):
        day = today + timedelta(days=ahead)
        near = visit_is_near(day, hour_of(row, day), wishes, calendar, now)
        if near and _goes_on(row, day) and first_time("visit", row.pk, day, now):
            return day
    return None


def _goes_on(row: Match, day: date) -> bool:
    known = Visit.objects.filter(match=row, day=day).exists()
    return not known and feed.visit_on(row, day) is not None


def _just_heard_last_day(request: Request, volunteer: Volunteer, now: datetime) -> bool:
    said = request.messages.filter(volunteer=volunteer, template="noted_last_day")
    return said.exclude(state=MessageState.DROPPED).filter(queued_at__gt=now - JUST_HEARD).exists()


def _is_last(request: Request, row: Match) -> bool:
    """Return whether the help ends with this one: nobody helps on, and no leg of a relay comes
    after.
    """
    others = request.matches.filter(state__in=HOLDS_CAPACITY).exclude(pk=row.pk)
    last = last_day_of(row)
    if still_on(others, last + timedelta(days=1)).exists() or request.state != State.RUNNING:
        return False
    return not request.teams.filter(ended_at=None, legs__last_day__gt=last).exists()


def _tell_parties(request: Request, params: dict[str, object], now: datetime) -> list[Message]:
    """Tell a professional or somebody of the family who said yes to the arrangement.

    Returns the messages.
    """
    rows = Signature.objects.filter(
        arrangement__request=request,
        arrangement__ended_at=None,
        party__isnull=False,
        replaced_at=None,
        answer=Answer.YES.value,
    ).select_related("party")
    return [
        queue_to_party(
            one.party,
            "end_near_party",
            {**params, "signature": str(one.pk)},
            now=now,
            link=make_link(link_access.ARRANGEMENT, one.pk, request.organisation_id, now),
            request=request,
        )
        for one in rows.order_by("pk")
        if one.party is not None
    ]
