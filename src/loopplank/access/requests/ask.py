"""Read answers that were not sent yet, and what became of those that were."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from loopplank.access.account.links import OF_ASKERS
from loopplank.store.models import Draft, Link, Request


def kept(key: str, now: datetime) -> Mapping[str, object] | None:
    """Return the answers under this key, by the name of their field; None without any, or after a
    day.
    """
    row = Draft.objects.filter(pk=key, expires_at__gt=now).first()
    return MappingProxyType(row.answers) if row else None


@dataclass(frozen=True, slots=True)
class Sent:
    """What a browser needs to open the status page of what it just sent."""

    link_id: UUID
    generation: int


def sent(key: str) -> Sent | None:
    """Return the link of the request that was made from this draft; None when it was not sent.

    Who asked for somebody else gets their own: that person's link is not theirs.
    """
    request_id = Request.objects.filter(submission=key).values_list("pk", flat=True).first()
    if request_id is None:
        return None
    rows = Link.objects.filter(purpose__in=OF_ASKERS, subject_id=request_id)
    row = rows.order_by("purpose").first()
    return Sent(row.pk, row.generation) if row else None
