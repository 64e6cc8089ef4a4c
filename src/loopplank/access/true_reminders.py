"""Whether what waits to be told is still so: read again when it is told, and every few seconds."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from loopplank.access.visits_near import visit_on
from loopplank.core.calendar import at_local, local_day
from loopplank.core.matches import MatchState
from loopplank.core.proposals import ProposalState
from loopplank.core.referral import WITH_RECEIVER
from loopplank.store.models import (
    Match,
    Message,
    Proposal,
    Referral,
    Signature,
    Visit,
    VolunteerSignal,
)

Rows = list[Message]


def still_true(row: Message, now: datetime) -> bool:
    """Whether one message may still be told; yes for a template of which nothing can change."""
    return row.pk in true_ones([row], now)


def true_ones(rows: Iterable[Message], now: datetime) -> set[UUID]:
    """Which of these messages are still true; one or two queries for each kind of template."""
    by_check: dict[Callable[[Rows, datetime], set[UUID]] | None, Rows] = {}
    for row in rows:
        by_check.setdefault(_CHECKS.get(row.template), []).append(row)
    true: set[UUID] = set()
    for check, found in by_check.items():
        true |= check(found, now) if check else {row.pk for row in found}
    return true


# --- underneath -----


def _meetings(rows: Rows, now: datetime) -> set[UUID]:
    """The meeting is still at that moment, and still to come."""
    at = dict(
        Match.objects.filter(pk__in=_ids(rows, "match"), state=MatchState.MEETING).values_list(
            "pk", "meeting_at"
        )
    )
    return {
        row.pk for row in rows if at.get(_id(row, "match")) == _moment(row) and now < _moment(row)
    }


def _proposals(rows: Rows, now: datetime) -> set[UUID]:
    """The question is still open."""
    there = Proposal.objects.filter(
        pk__in=_ids(rows, "proposal"), state=ProposalState.OPEN, expires_at__gt=now
    ).values_list("pk", flat=True)
    return _those(rows, "proposal", set(there))


def _visits(rows: Rows, now: datetime) -> set[UUID]:
    """They still go there at that hour, and it is still to come."""
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
    """The help still runs, and until the same last day."""
    last = dict(
        Match.objects.filter(pk__in=_ids(rows, "match"), state=MatchState.RUNNING).values_list(
            "pk", "last_day"
        )
    )
    return {
        row.pk
        for row in rows
        if (day := last.get(_id(row, "match"))) is not None
        and day.isoformat() == row.params["day"]
        and local_day(now) <= day
    }


def _parties(rows: Rows, now: datetime) -> set[UUID]:
    """The same, of somebody who is still asked in it."""
    signs = Signature.objects.filter(
        pk__in=_ids(rows, "signature"), replaced_at=None, arrangement__ended_at=None
    ).values_list("pk", flat=True)
    return _ends(rows, now) & _those(rows, "signature", set(signs))


def _signals(rows: Rows, _now: datetime) -> set[UUID]:
    """Somebody still waits for a call of this member."""
    waits = VolunteerSignal.objects.filter(
        to__account__in=[row.account_id for row in rows], answered_at=None, wants_call=True
    )
    there = set(waits.values_list("to__account_id", "organisation_id"))
    return {row.pk for row in rows if (row.account_id, row.organisation_id) in there}


def _digests(rows: Rows, now: datetime) -> set[UUID]:
    """It is still that day."""
    return {row.pk for row in rows if row.params["on"] == f"{local_day(now):%Y%m%d}"}


def _owners(rows: Rows, _now: datetime) -> set[UUID]:
    """It is still theirs."""
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
    """How a message names the moment of a visit: with its hour where that is fixed."""
    if row.start_time is None:
        return day.isoformat()
    return at_local(day, row.start_time).isoformat()


def _id(row: Message, name: str) -> UUID:
    return UUID(str(row.params[name]))


def _ids(rows: Rows, name: str) -> list[UUID]:
    return [_id(row, name) for row in rows]


def _those(rows: Rows, name: str, there: set[UUID]) -> set[UUID]:
    return {row.pk for row in rows if _id(row, name) in there}


def _moment(row: Message) -> datetime:
    return datetime.fromisoformat(str(row.params["at"]))
