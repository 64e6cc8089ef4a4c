"""The one place where background work reads the clock. Everything below takes `now`."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  a door reads the clock
