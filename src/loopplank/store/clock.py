"""The day by the clock of the database, which what is append-only goes by (decision 19)."""

from datetime import date

from django.db import connection


def database_day() -> date:
    """Return today in UTC: never a later day than the triggers go by."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT CURRENT_DATE")
        (day,) = cursor.fetchone()
    return day if isinstance(day, date) else date.fromisoformat(day)
