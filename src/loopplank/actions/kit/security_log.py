"""Write the log of security events: who came in, who was refused, and which rights changed."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from loopplank.access.account.actors import Actor
from loopplank.core.account.security_log import (
    AN_HOUR,
    FLOODS,
    KEPT,
    MOST_OF_STRANGERS,
    Kind,
    details,
    may_write,
)
from loopplank.core.kit.calendar import local_day
from loopplank.store.models import SecurityEvent


def record(
    kind: Kind,
    *,
    now: datetime,
    actor: Actor | None = None,
    account_id: UUID | None = None,
    organisation_id: UUID | None = None,
    origin: str = "",
    data: Mapping[str, object] | None = None,
) -> None:
    """Write one entry, in the transaction that runs, or in one of its own.

    `actor` did it; `account_id` is whose account it is about, by default the actor's own;
    `organisation_id` where, by default the actor's; `origin` the part of a network address that
    counts, of which only a hash for this day is kept. `data` holds codes, numbers and random ids;
    raises ValueError for anything else. Of what a stranger can cause without end, no more is
    written than says something new.
    """
    about = account_id or (actor.account_id if actor is not None else None)
    place = _place(origin, now)
    stored = details(data or {})
    if kind in FLOODS:
        same = SecurityEvent.objects.filter(kind=kind, account_id=about, at__gt=now - AN_HOUR)
        of_strangers = same[:MOST_OF_STRANGERS].count() if about is None else 0
        if not may_write(kind, same.filter(origin=place).count(), of_strangers):
            return
    with transaction.atomic():
        SecurityEvent.objects.create(
            kind=kind,
            at=now,
            actor_role=actor.role if actor is not None else "",
            actor_id=actor.id if actor is not None else None,
            account_id=about,
            organisation_id=organisation_id or (actor.organisation_id if actor else None),
            origin=place,
            data=stored,
            expires_on=local_day(now) + KEPT,
        )


def _place(origin: str, now: datetime) -> str:
    """Return a mark by which entries of one place and day are seen to belong together."""
    if not origin:
        return ""
    words = f"{local_day(now)}:{origin}"
    return salted_hmac("loopplank.security-log", words, algorithm="sha256").hexdigest()[:8]
