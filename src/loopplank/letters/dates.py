"""Days in words, in the language of the reader."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language


def day(value: date) -> str:
    """ "donderdag 26 november"."""
    return date_format(value, "l j F")


def short_day(value: date) -> str:
    """ "do 26 nov"; in Dutch no part of it has a capital."""
    words = date_format(value, "D j M")
    return words.lower() if get_language() == "nl" else words


def day_with_year(value: date) -> str:
    """ "26 november 2026", for what lies long ago or far ahead."""
    return date_format(value, "j F Y")
