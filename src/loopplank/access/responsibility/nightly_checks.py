"""Count what the nightly check counts.

Each must be 0: the promises are kept by the database, and this is how somebody hears of it when one
ever is not.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q

from loopplank.access.account.links import OPEN_AFTER_CLOSING
from loopplank.access.kit.closed_rows import left_at_closed
from loopplank.access.responsibility.on_duty import left
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.periodic import PeriodicState
from loopplank.core.referrals.states import TAKEN_OVER, Status
from loopplank.core.requests.states import OPEN, Ownership, State
from loopplank.core.responsibility.event_replay import (
    Change,
    Journey,
    Record,
    Standing,
    standing_from,
)
from loopplank.store.models import (
    Event,
    Membership,
    PeriodicRun,
    Referral,
    Relative,
    Request,
    SearchWord,
    Volunteer,
)
from loopplank.store.models import Journey as JourneyRow

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def broken_promises(now: datetime) -> dict[str, int]:
    """Return how many rows break a promise, by what is wrong with them; all zero when all is
    well.
    """
    rows = Request.objects.all()
    still_open = rows.exclude(state=State.CLOSED)
    return {
        # P1: a question has exactly one owner, an active person
        "open_without_active_owner": still_open.filter(left("owner")).count(),
        "journeys_with_two_owners": still_open.filter(standing=Ownership.OWNING)
        .values("journey_id")
        .annotate(owning=Count("pk"))
        .filter(owning__gt=1)
        .count(),
        # P3: a record follows only where somebody else said yes by name, or after consent was
        # taken back, and then only until it is closed
        "following_without_a_yes": still_open.filter(standing=Ownership.FOLLOWING)
        .exclude(change_reported="consent_withdrawn")
        .filter(
            ~Exists(
                Request.objects.filter(
                    journey_id=OuterRef("journey_id"), standing=Ownership.OWNING, state__in=OPEN
                )
            ),
            ~Exists(
                Referral.objects.filter(
                    from_request=OuterRef("pk"), status__in=sorted(s.value for s in TAKEN_OVER)
                ).exclude(taken_by="")
            ),
        )
        .count(),
        # P3: silence was acted on, and gave the question back
        "referrals_past_their_day": Referral.objects.filter(
            status=Status.REQUESTED, lapsed_at=None, answer_by__lt=local_day(now) - DAY
        ).count(),
        # P4: closed only with a reason and a next step
        "closed_without_next_step": rows.filter(state=State.CLOSED)
        .filter(Q(closing_reason="") | Q(next_party="", nobody_discussed=False))
        .count(),
        # whoever was added before an invitation was a row of its own, and never set a password
        "members_without_a_yes": Membership.objects.filter(
            _log_of_member("member.invited"),
            ~_log_of_member("member.joined"),
            active=True,
            account__password="",
        ).count(),
        # whoever was erased is found by no word any more
        "erased_with_words": sum(
            table.objects.filter(
                Exists(SearchWord.objects.filter(row_id=OuterRef("pk"))), erased_at__isnull=False
            ).count()
            for table in (Request, Volunteer)
        ),
        # of two rows of one volunteer, nothing live is left at the one that was closed
        "left_at_closed_volunteer": left_at_closed(),
        # nobody looks along at what is over for longer than a link works, nor elsewhere
        "relatives_past_their_day": Relative.objects.filter(
            Q(request__erased_at__isnull=False)
            | Q(request__closed_at__lt=now - OPEN_AFTER_CLOSING - DAY)
            | ~Q(organisation_id=F("request__organisation_id"))
        ).count(),
        # periodic work that was tried five times and then left alone, in the past week
        "periodic_work_given_up": PeriodicRun.objects.filter(
            state=PeriodicState.DEAD, lease_until__gte=now - WEEK
        ).count(),
    }


def _log_of_member(type_: str) -> Exists:
    return Exists(
        Event.objects.filter(aggregate="membership", aggregate_id=OuterRef("pk"), type=type_)
    )


def volunteers_after(last: UUID | None, limit: int = 200) -> list[UUID]:
    """Return the next volunteers in the order of their ids, to go through all of them in
    batches.
    """
    rows = Volunteer.objects.filter(erased_at=None).order_by("pk")
    if last is not None:
        rows = rows.filter(pk__gt=last)
    return list(rows.values_list("pk", flat=True)[:limit])


def journeys_after(last: UUID | None, limit: int = 200) -> list[UUID]:
    """Return the next journeys in the order of their ids, to go through all of them in batches."""
    rows = JourneyRow.objects.order_by("pk")
    if last is not None:
        rows = rows.filter(pk__gt=last)
    return list(rows.values_list("pk", flat=True)[:limit])


class Working:
    """Who was active when, from the events of the memberships that ever ended: a small number."""

    def __init__(self) -> None:
        ended = Event.objects.filter(aggregate="membership", type="member.left")
        changes: dict[str, list[tuple[datetime, bool]]] = {}
        for pk, type_, at in (
            Event.objects.filter(
                aggregate="membership",
                aggregate_id__in=ended.values("aggregate_id"),
                type__in=["member.left", "member.joined", "member.invited"],
            )
            .order_by("aggregate_id", "sequence")
            .values_list("aggregate_id", "type", "at")
        ):
            changes.setdefault(str(pk), []).append((at, type_ != "member.left"))
        self._changes = changes

    def __call__(self, owner: str, at: datetime) -> bool:
        """Whether they worked there at a moment; whoever left at that very moment still did."""
        changes = self._changes.get(owner)
        if not changes:
            return True
        moments = [moment for moment, _active in changes]
        before, until = bisect_left(moments, at), bisect_right(moments, at)
        was_active = changes[before - 1][1] if before else True
        return was_active or any(active for _at, active in changes[before:until])


def journeys(ids: Collection[UUID], working: Working) -> dict[UUID, Journey]:
    """Return the records of these journeys with their events; two queries for all of them."""
    rows = list(
        Request.objects.filter(journey_id__in=ids).only(
            "journey_id",
            "state",
            "owner_id",
            "due_on",
            "standing",
            "closing_reason",
            "next_party",
            "nobody_discussed",
        )
    )
    changes: dict[UUID, list[Change]] = {row.pk: [] for row in rows}
    for pk, sequence, type_, at, data in (
        Event.objects.filter(aggregate="request", aggregate_id__in=changes)
        .order_by("aggregate_id", "sequence")
        .values_list("aggregate_id", "sequence", "type", "at", "data")
    ):
        changes[pk].append(Change(sequence, type_, at, standing_from(data)))
    records: dict[UUID, list[Record]] = {}
    for row in rows:
        records.setdefault(row.journey_id, []).append(Record(_standing(row), changes[row.pk]))
    return {pk: Journey(found, working) for pk, found in records.items()}


def _standing(row: Request) -> Standing:
    return Standing(
        state=row.state,
        owner=str(row.owner_id),
        due_on=row.due_on,
        standing=row.standing,
        closing_reason=row.closing_reason,
        next_step=bool(row.next_party or row.nobody_discussed),
    )
