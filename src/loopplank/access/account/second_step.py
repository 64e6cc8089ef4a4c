"""Read what was asked about a lost second step, and when its owner was told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.links import STOP, by_token
from loopplank.core.account.second_step import (
    LAPSES,
    OPEN,
    WAITS,
    Asked,
    ResetState,
    lapses,
    may_go,
)
from loopplank.core.kit.calendar import local_day
from loopplank.core.messages.states import MessageState
from loopplank.store.models import Message, SecondStepReset


def asked_of(row: SecondStepReset) -> Asked:
    """Return what stands of a question, with the moment at which the news of it left first."""
    told = (
        Message.objects.filter(
            account_id=row.account_id,
            template="second_step_asked",
            state=MessageState.TOLD,
            # left by itself: that somebody says so is no news to whoever it is for
            done_by=None,
            queued_at__gte=row.asked_at,
        )
        .order_by("done_at")
        .values_list("done_at", flat=True)
        .first()
    )
    return Asked(ResetState(row.state), row.asked_by_id, row.asked_at, told)


def stopped_at(account_id: UUID) -> datetime | None:
    """Return when the person themselves stopped such a question last."""
    stopped = SecondStepReset.objects.filter(account_id=account_id, state=ResetState.STOPPED)
    return stopped.order_by("-ended_at").values_list("ended_at", flat=True).first()


def resets_to_finish(now: datetime, skip: Collection[UUID] = (), limit: int = 50) -> list[UUID]:
    """Return the questions of which the time may have come, or which lapse."""
    rows = SecondStepReset.objects.filter(
        state=ResetState.WAITING, seconded_at__lte=now - WAITS
    ) | SecondStepReset.objects.filter(state=ResetState.ASKED, asked_at__lte=now - LAPSES)
    waiting = rows.exclude(pk__in=skip).order_by("asked_at", "pk")[:limit]
    asked = [(row.pk, asked_of(row)) for row in waiting]
    return [pk for pk, one in asked if may_go(one, now) or lapses(one, now)]


@dataclass(frozen=True, slots=True)
class OpenReset:
    """What one's own page, and that of a colleague, tells of it."""

    waiting: bool
    asked_by: str
    seconded_by: str
    asked_by_me: bool
    goes_at: datetime | None


def open_reset(account_id: UUID, reader_id: UUID | None) -> OpenReset | None:
    """Return what is asked about this account now. The page records the reading."""
    row = (
        SecondStepReset.objects.filter(account_id=account_id, state__in=OPEN)
        .select_related("asked_by", "seconded_by")
        .first()
    )
    if row is None:
        return None
    asked = asked_of(row)
    return OpenReset(
        waiting=asked.state is ResetState.WAITING,
        asked_by=row.asked_by.name,
        seconded_by=row.seconded_by.name if row.seconded_by else "",
        asked_by_me=row.asked_by_id == reader_id,
        goes_at=asked.told_at + WAITS if asked.told_at else None,
    )


def reset_to_stop(actor: Actor, token: str, now: datetime) -> OpenReset:
    """Return what the link of the message can still stop. Raises NotFound once it is over."""
    link = by_token(token, local_day(now))
    row = (
        SecondStepReset.objects.filter(pk=link.subject_id, state__in=OPEN).first()
        if link is not None and link.purpose == STOP
        else None
    )
    found = open_reset(row.account_id, None) if row is not None else None
    if row is None or found is None:
        raise NotFound("stop")
    record_reading(actor, "stop_reset", Purpose.ACCOUNT, [row.account_id], now)
    return found
