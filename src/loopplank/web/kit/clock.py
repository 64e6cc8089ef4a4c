"""The one place where pages read the clock. Everything below takes `now` as an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  a door reads the clock
