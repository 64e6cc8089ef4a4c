"""Count how often something was done, in the database: so two workers and a restart share it."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from loopplank.core.account.how_often import KEPT, Use, free_from
from loopplank.store.models import Used


class TooOften(Exception):
    """It was done too often; `free_from` says when it may be done again, `phone` whom to call."""

    def __init__(self, use: Use, free: datetime, phone: str = "") -> None:
        super().__init__(use.value)
        self.use, self.free_from, self.phone = use, free, phone


def held(use: Use, whose: str, now: datetime) -> datetime | None:
    """Return until when these uses are held, or None; notes nothing."""
    return free_from(use, _earlier(use, _mark(use, whose), now), now)


def note(use: Use, whose: str, now: datetime) -> None:
    """Note one use, such as a wrong password, whether or not it was allowed."""
    Used.objects.create(use=use, whose=_mark(use, whose), at=now)


def take(now: datetime, *uses: tuple[Use, str], phone: str = "") -> None:
    """Note one use of each, or raise TooOften and note none. A use of an empty text counts for
    nothing, such as of a visitor whose network address is not known.

    Two at the same moment wait for each other. Commits with what runs around it. `phone` is whom
    to call instead.
    """
    counted = [(use, _mark(use, whose)) for use, whose in uses if whose]
    with transaction.atomic():
        for use, mark in sorted(counted):
            _wait_for(mark)
            free = free_from(use, _earlier(use, mark, now), now)
            if free is not None:
                raise TooOften(use, free, phone)
        Used.objects.bulk_create(Used(use=use, whose=mark, at=now) for use, mark in counted)


def forget_uses(now: datetime) -> None:
    """Throw away what no limit looks back to."""
    Used.objects.filter(at__lt=now - KEPT).delete()


def _earlier(use: Use, mark: str, now: datetime) -> list[datetime]:
    rows = Used.objects.filter(use=use, whose=mark, at__gt=now - KEPT)
    return list(rows.values_list("at", flat=True))


def _mark(use: Use, whose: str) -> str:
    """Return a keyed hash: no address is written anywhere, and two kinds of use do not meet."""
    return salted_hmac("loopplank.uses", f"{use}:{whose}", algorithm="sha256").hexdigest()


def _wait_for(mark: str) -> None:
    """Let those who count together pass one by one. On SQLite a transaction that writes is alone
    already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(mark[:15], 16)])
