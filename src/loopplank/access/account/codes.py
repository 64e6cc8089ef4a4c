"""Make the six digits of a one-time code from its row; they are kept nowhere."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from loopplank.core.account import links
from loopplank.store.models import OneTimeCode

MOST_TRIES = 5


def alive(now: datetime) -> "QuerySet[OneTimeCode]":
    """Return the codes that still open something."""
    return OneTimeCode.objects.filter(used_at=None, expires_at__gt=now, failed_tries__lt=MOST_TRIES)


def code_of(code_id: UUID, sequence: int) -> str:
    """Return the digits of a code as it stands now; another sequence gives other digits."""
    key = settings.SECRET_KEY.encode() + b"loopplank.code"
    return links.digits(key, str(code_id), sequence)


# --- what a browser showed ------------------------------------------------------------------------


def confirmed_mark(link_id: UUID, generation: int) -> str:
    """Return what a browser keeps, signed, to show that it gave the digits or the code of this very
    link; a link that is renewed asks again.
    """
    return f"{link_id}:{generation}"
