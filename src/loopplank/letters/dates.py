"""Days in words, in the language of the reader."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language


def day(value: date, today: date | None = None) -> str:
    """Write a day as "donderdag 26 november"; with the year when it is another than that of
    `today`."""
    return date_format(value, "l j F Y" if _other_year(value, today) else "l j F")


def short_day(value: date, today: date | None = None) -> str:
    """Write a day as "do 26 nov", with the year as `day` does; in Dutch without any capital."""
    words = date_format(value, "D j M Y" if _other_year(value, today) else "D j M")
    return words.lower() if get_language() == "nl" else words


def day_with_year(value: date) -> str:
    """Write a day as "26 november 2026", for what lies long ago or far ahead."""
    return date_format(value, "j F Y")


def _other_year(value: date, today: date | None) -> bool:
    return today is not None and value.year != today.year
