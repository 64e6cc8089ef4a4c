"""The one place where background work reads the clock. Everything below takes `now`."""

from datetime import UTC, datetime


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  a door reads the clock
