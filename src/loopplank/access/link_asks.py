"""A lost link: what was typed, under a hash that only this installation can make."""

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from loopplank.store.models import LinkAsk

BATCH = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where the link is to go: `channel` is email, sms or phone."""

    channel: str
    address: str


def wanted_hash(wanted: Wanted) -> str:
    kind = "email" if wanted.channel == "email" else "phone"
    return _hash(f"{kind}:{wanted.address}")


def source_hash(source: str) -> str:
    return _hash(f"source:{source}")


def _hash(words: str) -> str:
    key = settings.SECRET_KEY.encode() + b"loopplank.link-ask"
    return hmac.new(key, words.encode(), hashlib.sha256).hexdigest()


def to_send(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """What was asked and not looked at yet."""
    rows = LinkAsk.objects.filter(done_at=None, asked_at__lte=now).exclude(pk__in=skip)
    return list(rows.order_by("asked_at", "pk").values_list("pk", flat=True)[:limit])
