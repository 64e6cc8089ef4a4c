"""The six digits of a one-time code: made from its row, kept nowhere."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from loopplank.core import tokens
from loopplank.store.models import OneTimeCode

MOST_TRIES = 5


def alive(now: datetime) -> "QuerySet[OneTimeCode]":
    """The codes that still open something."""
    return OneTimeCode.objects.filter(used_at=None, expires_at__gt=now, failed_tries__lt=MOST_TRIES)


def code_of(code_id: UUID, sequence: int) -> str:
    """The digits of a code as it stands now; another sequence gives other digits."""
    key = settings.SECRET_KEY.encode() + b"loopplank.code"
    return tokens.digits(key, str(code_id), sequence)
