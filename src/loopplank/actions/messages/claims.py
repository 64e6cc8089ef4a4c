"""Claim a message while it is sent, for one loop with a lease, told from earlier tries by a fencing
number. What comes of a try is stored by `delivery`.

Claiming is one short transaction and sending happens outside any, so no lock is held while a server
takes its time.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Case, F, Q, QuerySet, When

from loopplank.access.messages.channels import code_is_alive
from loopplank.access.messages.send_policy import verdict
from loopplank.actions.messages.moments import stand
from loopplank.core.messages.delivery import MOST_ATTEMPTS, Trouble, rest_after
from loopplank.core.messages.rules import Do, Verdict
from loopplank.core.messages.states import MessageState
from loopplank.store.models import Message

#: Longer than the slowest server is waited for.
LEASE = timedelta(minutes=2)
#: Nobody looked at it for so long that it was told by now, or is not news any more.
OLD = timedelta(days=7)
BATCH = 20
_SHORTEST_WAIT = timedelta(minutes=1)
#: Any number, as long as no other kind of work takes the same one.
_CLAIMING = 5_410_018
_Person = tuple[str, UUID | None]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is ours to send, as long as nobody claims it with a higher number."""

    message_id: UUID
    fence: int
    channel: str
    attempts: int
    beside: tuple[UUID, ...] = ()


@dataclass
class Batch:
    """What was claimed. `looked_at` 0 says that nothing was due. `faults` are rows that could not
    be judged, each with what went wrong.
    """

    claimed: list[Claimed] = field(default_factory=list)
    looked_at: int = 0
    faults: list[tuple[UUID, Exception]] = field(default_factory=list)


def claim(now: datetime, channels: Collection[str], limit: int = BATCH) -> Batch:
    """Claim what may leave now: danger and codes first, then what waits longest.

    Of one person only one message is under way, so that how many they got this week is known when
    the next one is judged.
    """
    batch = Batch()
    ready = Q(state=MessageState.QUEUED, by_hand="", lease_until=None, channel__in=channels) & (
        Q(look_again_at=None) | Q(look_again_at__lte=now)
    )
    if not Message.objects.filter(ready).exists():
        # a loop asks every few seconds: most of the time a read is all that it takes
        return batch
    with transaction.atomic():
        _one_loop_at_a_time()
        busy = {_person(row) for row in Message.objects.filter(lease_until__isnull=False)}
        for row in _first(ready, 2 * limit):
            if _person(row) in busy or len(batch.claimed) == limit:
                continue
            batch.looked_at += 1
            try:
                with transaction.atomic():
                    claimed = _judge(row, now)
            except Exception as fault:  # noqa: BLE001  one bad row never stops the others
                batch.faults.append((row.pk, fault))
                _put_off(row, now)
                continue
            if claimed is not None:
                batch.claimed.append(claimed)
                busy.add(_person(row))
    return batch


def begin(claimed: Claimed, now: datetime) -> bool:
    """Mark a message just before it is handed over: from here on its fate is unknown until it is
    settled.

    False when it is not ours any more, or was dropped meanwhile: then nothing may be sent.
    """
    mine = Message.objects.filter(
        pk=claimed.message_id,
        fence=claimed.fence,
        state=MessageState.QUEUED,
        lease_until__isnull=False,
    )
    if not mine.update(posted_at=now, lease_until=now + LEASE):
        return False
    if claimed.beside:
        Message.objects.filter(told_with=claimed.message_id, lease_until__isnull=False).update(
            lease_until=now + LEASE
        )
    return True


def give_back(claimed: Claimed) -> None:
    """Let another loop send it, at once: this one did not begin. It counts for no attempt."""
    with transaction.atomic():
        given = Message.objects.filter(
            pk=claimed.message_id,
            fence=claimed.fence,
            posted_at=None,
            lease_until__isnull=False,
        ).update(lease_until=None, attempts=F("attempts") - 1)
        if given:
            Message.objects.filter(told_with=claimed.message_id).update(
                told_with=None, lease_until=None
            )


# --- underneath -----------------------------------------------------------------------------------


def _one_loop_at_a_time() -> None:
    """Let one loop judge at a time: two that judge two messages to one person at once would each
    count one too few.

    SQLite has one writer at a time already; and no row is waited for, because locked ones are
    skipped.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CLAIMING])


def _first(ready: Q, limit: int) -> "QuerySet[Message]":
    first = Case(When(template="danger", then=0), When(template="code", then=1), default=2)
    return (
        Message.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(ready)
        .order_by(first, "queued_at", "pk")[:limit]
    )


def _person(row: Message) -> _Person:
    """Return whom a message goes to, as far as two of them go to the same one."""
    to = {"volunteer": row.volunteer_id, "account": row.account_id, "party": row.party_id}
    return row.to, to.get(row.to, row.request_id)


def _judge(row: Message, now: datetime) -> Claimed | None:
    """Ask what is to be done with a message, under its lock, and do that."""
    said = _verdict(row, now)
    if said.do is Do.SEND:
        return _take(row, said.beside, now)
    stand(row, said, now if said.do is Do.DROP else now + _SHORTEST_WAIT)
    return None


def _verdict(row: Message, now: datetime) -> Verdict:
    if row.template == "code":
        # somebody looks at a page and waits for it: it goes at any hour, as long as it works
        return Verdict(Do.SEND) if code_is_alive(row, now) else Verdict(Do.DROP, why="code")
    if row.look_again_at is None and row.queued_at < now - OLD:
        return Verdict(Do.BY_HAND, why="old")
    return verdict(row, now)


def _take(row: Message, beside: Sequence[UUID], now: datetime) -> Claimed:
    row.fence, row.attempts = row.fence + 1, row.attempts + 1
    row.lease_until, row.posted_at = now + LEASE, None
    row.save(update_fields=["fence", "attempts", "lease_until", "posted_at"])
    together = [
        other.pk
        for other in Message.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(pk__in=beside, state=MessageState.QUEUED, lease_until=None)
        .exclude(pk=row.pk)
        .order_by("queued_at", "pk")
    ]
    if together:
        Message.objects.filter(pk__in=together).update(
            told_with=row, fence=F("fence") + 1, lease_until=row.lease_until
        )
    return Claimed(row.pk, row.fence, row.channel, row.attempts, tuple(together))


def _put_off(row: Message, now: datetime) -> None:
    """Let a message that cannot be judged rest ever longer; then it stands among what did not
    go.
    """
    attempts = row.attempts + 1
    given_up = attempts >= MOST_ATTEMPTS
    Message.objects.filter(pk=row.pk).update(
        attempts=attempts,
        trouble=Trouble.FAULT.value,
        look_again_at=now + rest_after(attempts),
        state=MessageState.DEAD if given_up else MessageState.QUEUED,
    )
