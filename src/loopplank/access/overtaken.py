"""Whether what waits to be told was overtaken by what happened since, or its reader is gone.

What an action knows to be untrue it drops itself; this looks once more, when it would leave.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from loopplank.access.codes import alive
from loopplank.access.links import works
from loopplank.access.true_reminders import CHECKED, still_true
from loopplank.core.affiliations import AffiliationState
from loopplank.core.arrangement import Answer
from loopplank.core.calendar import local_day
from loopplank.core.closing import ClosingReason
from loopplank.core.matches import MatchState
from loopplank.core.proposals import HAS_ANSWERED, ProposalState
from loopplank.core.referral import Status
from loopplank.core.telling.rules import Rule
from loopplank.core.telling.states import TO_ASKER, Addressee
from loopplank.core.telling.verdict import Do, Verdict
from loopplank.store.models import (
    Affiliation,
    Leg,
    Match,
    Membership,
    Message,
    Proposal,
    Referral,
    Request,
    Signature,
)

ERASED, LEFT, DECEASED = "erased", "left", "deceased"
ANSWERED, MOVED, ENDED, REPLACED, LINK_OVER = "answered", "moved", "ended", "replaced", "link_over"


def why_not(row: Message, rule: Rule, now: datetime) -> Verdict | None:
    """Why this message is not told any more, if so."""
    gone = _reader_gone(row) or _untrue(row, now)
    if gone:
        return Verdict(Do.DROP, why=gone)
    if rule.own_link and not _link_works(row, now):
        return Verdict(Do.DROP, why=LINK_OVER)
    if _somebody_died(row):
        # who asked, and who loved them, hear nothing more; a volunteer hears it from a person
        return Verdict(Do.DROP if row.to in TO_ASKER else Do.BY_HAND, why=DECEASED)
    return None


# --- the reader -----------------------------------------------------------------------------------


def _reader_gone(row: Message) -> str:
    if row.to == Addressee.VOLUNTEER:
        return ERASED if row.volunteer is None or row.volunteer.erased_at else ""
    if row.to == Addressee.PARTY:
        return ERASED if row.party is None or row.party.erased_at else ""
    if row.to == Addressee.ACCOUNT:
        there = row.account is not None and row.account.is_active
        works_here = there and Membership.objects.filter(account=row.account, active=True).exists()
        return "" if works_here else LEFT
    request = row.request
    if request is None or request.erased_at is not None or request.help_seeker_id is None:
        return ERASED
    return ERASED if row.to == Addressee.APPLICANT and request.applicant_id is None else ""


def _somebody_died(row: Message) -> bool:
    """Also when it was written down with another question of the same person."""
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
    """A question that was answered, taken back, solved or that is over is not put any more."""
    asked = Proposal.objects.filter(**_of(row, "request_id", "volunteer_id"))
    last = asked.order_by("-asked_at").values_list("state", "expires_at").first()
    if last is None:
        return ENDED
    state, expires_at = last
    if state != ProposalState.OPEN:
        return ANSWERED if state in HAS_ANSWERED else ENDED
    return ENDED if expires_at <= now else ""


def _meeting(row: Message, _now: datetime) -> str:
    """On that day and at that time, and with this volunteer when it is to them."""
    at = datetime.fromisoformat(str(row.params["at"]))
    planned = _matches(row).filter(state=MatchState.MEETING, meeting_at=at)
    return "" if planned.exists() else MOVED


def _handover(row: Message, _now: datetime) -> str:
    at = datetime.fromisoformat(str(row.params["at"]))
    legs = Leg.objects.filter(team__request=row.request, team__ended_at=None, meeting_at=at)
    return "" if legs.exists() else MOVED


def _visits(row: Message, _now: datetime) -> str:
    """Visits that stand still or go on: only while there are any, and only the last that was said
    of it.
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
    asked = Affiliation.objects.filter(
        **_of(row, "volunteer_id", "organisation_id"), state=AffiliationState.PENDING
    )
    return "" if asked.exists() else ANSWERED


def _arrangement(row: Message, _now: datetime) -> str:
    """While this side was asked and did not say yes or no."""
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
    return ANSWERED if row.account and row.account.last_login else ""


def _code(row: Message, now: datetime) -> str:
    made_from, sequence = row.params.get("code_of"), row.params.get("sequence")
    return "" if alive(now).filter(pk=made_from, sequence=sequence).exists() else ENDED


def _of(row: Message, *columns: str) -> dict[str, Any]:
    """The same as this message in these columns."""
    return {column: getattr(row, column) for column in columns}


def _matches(row: Message) -> "QuerySet[Match]":
    """Of the request that it is about, with this volunteer when it is to one."""
    same = ("request_id", "volunteer_id") if row.volunteer_id else ("request_id",)
    return Match.objects.filter(**_of(row, *same))


_STILL_OR_ON = ("visits_still", "visits_on", "visits_still_asker", "visits_on_asker")
_LOOKS: Mapping[str, Callable[[Message, datetime], str]] = {
    "proposal": _question,
    **dict.fromkeys(("meeting", "meeting_volunteer"), _meeting),
    **dict.fromkeys(("handover_giver", "handover_taker", "handover_asker"), _handover),
    **dict.fromkeys(_STILL_OR_ON, _visits),
    "join": _join,
    **dict.fromkeys(("arrangement", "arrangement_volunteer", "arrangement_party"), _arrangement),
    **dict.fromkeys(("referral_offered", "referral_reminder"), _referral),
    "invitation": _invitation,
    "code": _code,
}
