"""Check that what waits to be told is still so: when it is told, and every few seconds."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from loopplank.access.account.codes import alive
from loopplank.access.account.links import works
from loopplank.access.kit.affiliations import asked_to_belong
from loopplank.access.kit.danger_phone import danger_phone_of
from loopplank.access.messages.feed import visit_on
from loopplank.access.requests.relatives import may_be_told
from loopplank.access.volunteers.coming import last_day_of, stays
from loopplank.access.volunteers.own_pages import hour_of
from loopplank.core.account.invitations import InvitationState
from loopplank.core.arrangements import Answer
from loopplank.core.arrangements.coming import Thing, yes_waits
from loopplank.core.kit.calendar import at_local, local_day
from loopplank.core.matching.matches import MatchState
from loopplank.core.matching.proposals import HAS_ANSWERED, ProposalState
from loopplank.core.messages.looks import TURN
from loopplank.core.messages.rules import Do, Rule, Verdict
from loopplank.core.messages.states import TO_ASKER, Addressee
from loopplank.core.referrals.states import WITH_RECEIVER, Status
from loopplank.core.requests.closing import ClosingReason
from loopplank.store.models import (
    Leg,
    Match,
    Membership,
    Message,
    Proposal,
    Referral,
    Request,
    Signature,
    Visit,
    Volunteer,
    VolunteerSignal,
)

Rows = list[Message]


def still_true(row: Message, now: datetime) -> bool:
    """Return whether one message may still be told; yes for a template of which nothing can
    change.
    """
    return row.pk in true_ones([row], now)


def true_ones(rows: Iterable[Message], now: datetime) -> set[UUID]:
    """Return which of these messages are still true; one or two queries for each kind of
    template.
    """
    by_check: dict[Callable[[Rows, datetime], set[UUID]] | None, Rows] = {}
    for row in rows:
        by_check.setdefault(_CHECKS.get(row.template), []).append(row)
    true: set[UUID] = set()
    for check, found in by_check.items():
        true |= check(found, now) if check else {row.pk for row in found}
    return true


# --- underneath -----------------------------------------------------------------------------------


def _meetings(rows: Rows, now: datetime) -> set[UUID]:
    """Keep those of which the meeting is still at that moment, and still to come."""
    meet = Match.objects.filter(
        pk__in=_ids(rows, "match"), state=MatchState.MEETING, meeting_at__isnull=False
    )
    at = {
        match.pk: match.meeting_at
        for match in meet
        if match.meeting_at and stays(Thing.MESSAGE, match, local_day(match.meeting_at))
    }
    return {
        row.pk for row in rows if at.get(_id(row, "match")) == _moment(row) and now < _moment(row)
    }


def _proposals(rows: Rows, now: datetime) -> set[UUID]:
    """Keep those of which the question is still open."""
    there = Proposal.objects.filter(
        pk__in=_ids(rows, "proposal"), state=ProposalState.OPEN, expires_at__gt=now
    ).values_list("pk", flat=True)
    return _those(rows, "proposal", set(there))


def _visits(rows: Rows, now: datetime) -> set[UUID]:
    """Keep those of which the visit is still at that hour, and still to come."""
    matches = {
        row.pk: row
        for row in Match.objects.filter(
            pk__in=_ids(rows, "match"), state=MatchState.RUNNING
        ).select_related("volunteer__limits")
    }
    known = set(Visit.objects.filter(match__in=list(matches)).values_list("match_id", "day"))
    true = set()
    for row in rows:
        match, day = matches.get(_id(row, "match")), date.fromisoformat(str(row.params["day"]))
        if match is None or (match.pk, day) in known:
            continue
        visit = visit_on(match, day)
        if visit is None or row.params["at"] != told_at(day, match):
            continue
        begins = visit.begins_at()
        if now < begins if begins else local_day(now) <= day:
            true.add(row.pk)
    return true


def _ends(rows: Rows, now: datetime) -> set[UUID]:
    """Keep those of which the help still runs, and until the same last day."""
    running = Match.objects.filter(pk__in=_ids(rows, "match"), state=MatchState.RUNNING)
    last = {match.pk: last_day_of(match) for match in running}
    return {
        row.pk
        for row in rows
        if (day := last.get(_id(row, "match"))) is not None
        and day.isoformat() == row.params["day"]
        and local_day(now) <= day
    }


def _parties(rows: Rows, now: datetime) -> set[UUID]:
    """Keep the same of these, to somebody who is still asked in it."""
    signs = Signature.objects.filter(
        pk__in=_ids(rows, "signature"), replaced_at=None, arrangement__ended_at=None
    ).values_list("pk", flat=True)
    return _ends(rows, now) & _those(rows, "signature", set(signs))


def _signals(rows: Rows, _now: datetime) -> set[UUID]:
    """Keep those of members for whose call somebody still waits."""
    waits = VolunteerSignal.objects.filter(
        to__account__in=[row.account_id for row in rows], answered_at=None, wants_call=True
    )
    there = set(waits.values_list("to__account_id", "organisation_id"))
    return {row.pk for row in rows if (row.account_id, row.organisation_id) in there}


def _digests(rows: Rows, now: datetime) -> set[UUID]:
    """Keep those that are of today."""
    return {row.pk for row in rows if row.params["on"] == f"{local_day(now):%Y%m%d}"}


def _owners(rows: Rows, _now: datetime) -> set[UUID]:
    """Keep those of which the reader is still the owner."""
    owner = dict(
        Referral.objects.filter(
            pk__in=_ids(rows, "referral"), status__in=sorted(s.value for s in WITH_RECEIVER)
        ).values_list("pk", "to_request__owner_id")
    )
    return {row.pk for row in rows if owner.get(_id(row, "referral")) == _id(row, "owner")}


_CHECKS: Mapping[str, Callable[[Rows, datetime], set[UUID]]] = {
    "meeting_near": _meetings,
    "meeting_near_volunteer": _meetings,
    "proposal_near": _proposals,
    "visit_near": _visits,
    "end_near": _ends,
    "end_near_asker": _ends,
    "end_near_party": _parties,
    "signal_sent": _signals,
    "digest": _digests,
    "referral_new_owner": _owners,
}
#: The templates of which it can change whether they are true.
CHECKED = tuple(_CHECKS)


def told_at(day: date, row: Match) -> str:
    """Return how a message names the moment of a visit: with its hour where that is fixed."""
    start = hour_of(row, day)
    return day.isoformat() if start is None else at_local(day, start).isoformat()


def _id(row: Message, name: str) -> UUID:
    return UUID(str(row.params[name]))


def _ids(rows: Rows, name: str) -> list[UUID]:
    return [_id(row, name) for row in rows]


def _those(rows: Rows, name: str, there: set[UUID]) -> set[UUID]:
    return {row.pk for row in rows if _id(row, name) in there}


def _moment(row: Message) -> datetime:
    return datetime.fromisoformat(str(row.params["at"]))


# --- what happened since --------------------------------------------------------------------------

LOOKED_AT_AGAIN = timedelta(hours=1)
ERASED, LEFT, DECEASED = "erased", "left", "deceased"
ANSWERED, MOVED, ENDED, REPLACED, LINK_OVER = "answered", "moved", "ended", "replaced", "link_over"


def why_not(row: Message, rule: Rule, now: datetime) -> Verdict | None:
    """Return why this message is not told any more, if so."""
    gone = _reader_gone(row, now) or _untrue(row, now)
    if gone:
        return Verdict(Do.DROP, why=gone)
    if row.template == "proposal" and row.request and yes_waits(row.request.change_reported):
        # nothing new is asked over what nobody read yet; it leaves after that, or is taken back
        return Verdict(Do.WAIT, at=now + LOOKED_AT_AGAIN, why=TURN)
    if rule.own_link and not _link_works(row, now):
        return Verdict(Do.DROP, why=LINK_OVER)
    if _somebody_died(row):
        # who asked, and who loved them, hear nothing more; a volunteer hears it from a person
        return Verdict(Do.DROP if row.to in TO_ASKER else Do.BY_HAND, why=DECEASED)
    return None


# --- the reader -----------------------------------------------------------------------------------


def _reader_gone(row: Message, now: datetime) -> str:
    if row.to == Addressee.VOLUNTEER:
        return _volunteer_gone(row.volunteer)
    if row.to == Addressee.PARTY:
        return ERASED if row.party is None or row.party.erased_at else ""
    if row.to == Addressee.ACCOUNT:
        there = row.account is not None and row.account.is_active
        works_here = there and Membership.objects.filter(account=row.account, active=True).exists()
        return "" if works_here else LEFT
    if row.to == Addressee.DUTY:
        return "" if danger_phone_of(row.organisation).is_set else LEFT
    if row.to == Addressee.INVITED:
        return "" if row.invitation is not None else ERASED
    if row.to == Addressee.APPLYING:
        return ERASED if row.application is None or row.application.erased_at else ""
    if row.to == Addressee.RELATIVE:
        return ERASED if row.relative is None or not may_be_told(row.relative, now) else ""
    request = row.request
    if request is None or request.erased_at is not None or request.help_seeker_id is None:
        return ERASED
    return ERASED if row.to == Addressee.APPLICANT and request.applicant_id is None else ""


def _volunteer_gone(one: Volunteer | None) -> str:
    if one is None or one.erased_at:
        return ERASED
    return DECEASED if one.death_noted_on else ""


def _somebody_died(row: Message) -> bool:
    """Return whether the person died; also when it was written down with another question of
    theirs.
    """
    if (
        row.request_id is None
        or row.request is None
        or row.to not in {*TO_ASKER, Addressee.VOLUNTEER}
    ):
        return False
    closed = Request.objects.filter(closing_reason=ClosingReason.DECEASED.value)
    if row.request.help_seeker_id is not None:
        return closed.filter(help_seeker_id=row.request.help_seeker_id).exists()
    return closed.filter(pk=row.request_id).exists()


def _link_works(row: Message, now: datetime) -> bool:
    return row.link is not None and works(row.link, local_day(now))


# --- what it says ---------------------------------------------------------------------------------


def _untrue(row: Message, now: datetime) -> str:
    if row.template in CHECKED:
        return "" if still_true(row, now) else ENDED
    look = _LOOKS.get(row.template)
    return look(row, now) if look is not None else ""


def _question(row: Message, now: datetime) -> str:
    """Return why a question is not put any more: it was answered, taken back, solved, or it is
    over.
    """
    asked = Proposal.objects.filter(**_of(row, "request_id", "volunteer_id"))
    last = asked.order_by("-asked_at").values_list("state", "expires_at").first()
    if last is None:
        return ENDED
    state, expires_at = last
    if state != ProposalState.OPEN:
        return ANSWERED if state in HAS_ANSWERED else ENDED
    return ENDED if expires_at <= now else ""


def _meeting(row: Message, _now: datetime) -> str:
    """Return why a meeting is not told: it must be on that day, at that time, and with this
    volunteer when it is to them.
    """
    at = datetime.fromisoformat(str(row.params["at"]))
    planned = _matches(row).filter(state=MatchState.MEETING, meeting_at=at)
    return "" if any(stays(Thing.MESSAGE, match, local_day(at)) for match in planned) else MOVED


def _handover(row: Message, _now: datetime) -> str:
    at = datetime.fromisoformat(str(row.params["at"]))
    legs = Leg.objects.filter(team__request=row.request, team__ended_at=None, meeting_at=at)
    return "" if legs.exists() else MOVED


def _visits_moved(row: Message, _now: datetime) -> str:
    """Return why visits that stand still or go on are not told: only while there are any, and only
    the last that was said of it.
    """
    if not _matches(row).filter(state=MatchState.RUNNING).exists():
        return ENDED
    later = Message.objects.filter(
        **_of(row, "request_id", "volunteer_id", "to"),
        template__in=_STILL_OR_ON,
        queued_at__gt=row.queued_at,
    )
    return REPLACED if later.exists() else ""


def _join(row: Message, _now: datetime) -> str:
    asked = asked_to_belong(**_of(row, "volunteer_id", "organisation_id"))
    return "" if asked.exists() else ANSWERED


def _arrangement(row: Message, _now: datetime) -> str:
    """Return why this side is not asked any more: it was not asked, or said yes or no."""
    asked = Signature.objects.filter(
        **_of(row, "volunteer_id", "party_id"),
        arrangement__request=row.request,
        arrangement__ended_at=None,
        replaced_at=None,
        answer=Answer.WAITING.value,
    )
    return "" if asked.exists() else ANSWERED


def _referral(row: Message, _now: datetime) -> str:
    if row.link is None:
        return ""
    asked = Referral.objects.filter(pk=row.link.subject_id, status=Status.REQUESTED.value)
    return "" if asked.exists() else ANSWERED


def _invitation(row: Message, _now: datetime) -> str:
    waits = row.invitation is not None and row.invitation.state == InvitationState.PENDING
    return "" if waits else ANSWERED


def _code(row: Message, now: datetime) -> str:
    made_from, sequence = row.params.get("code_of"), row.params.get("sequence")
    return "" if alive(now).filter(pk=made_from, sequence=sequence).exists() else ENDED


def _of(row: Message, *columns: str) -> dict[str, Any]:
    """Return this same message as conditions on these columns."""
    return {column: getattr(row, column) for column in columns}


def _matches(row: Message) -> "QuerySet[Match]":
    """Return the matches of the request that it is about, with this volunteer when it is to one."""
    same = ("request_id", "volunteer_id") if row.volunteer_id else ("request_id",)
    return Match.objects.filter(**_of(row, *same))


_STILL_OR_ON = ("visits_still", "visits_on", "visits_still_asker", "visits_on_asker")
_LOOKS: Mapping[str, Callable[[Message, datetime], str]] = {
    "proposal": _question,
    **dict.fromkeys(("meeting", "meeting_volunteer"), _meeting),
    **dict.fromkeys(("handover_giver", "handover_taker", "handover_asker"), _handover),
    **dict.fromkeys(_STILL_OR_ON, _visits_moved),
    "join": _join,
    **dict.fromkeys(("arrangement", "arrangement_volunteer", "arrangement_party"), _arrangement),
    **dict.fromkeys(("referral_offered", "referral_reminder"), _referral),
    "invitation": _invitation,
    "code": _code,
}
