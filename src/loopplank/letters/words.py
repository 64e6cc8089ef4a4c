"""How a person is called and a day is written, in a letter and on a page."""

from datetime import date
from typing import Protocol

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _


class NameParts(Protocol):
    """What is known of a name."""

    @property
    def salutation(self) -> str: ...
    @property
    def first_name(self) -> str: ...
    @property
    def last_name(self) -> str: ...
    @property
    def age(self) -> int | None: ...


def person(who: NameParts, *, with_age: bool = True) -> str:
    """Write a name as "Mevrouw De Wit (83)", or as much of it as is known."""
    if who.salutation and who.last_name:
        pattern = _("Mevrouw %(name)s") if who.salutation == "mrs" else _("De heer %(name)s")
        name = pattern % {"name": who.last_name}
    else:
        name = f"{who.first_name} {who.last_name}".strip() or _("Naam nog onbekend")
    return f"{name} ({who.age})" if with_age and who.age else name


def in_sentence(who: NameParts) -> str:
    """Write a name for the middle of a sentence, without an age: "mevrouw De Wit"."""
    if who.salutation and who.last_name:
        pattern = _("mevrouw %(name)s") if who.salutation == "mrs" else _("de heer %(name)s")
        return pattern % {"name": who.last_name}
    return person(who, with_age=False)


def day(value: date, today: date | None = None) -> str:
    """Write a day as "donderdag 26 november"; with the year when it is another than that of
    `today`."""
    return date_format(value, "l j F Y" if _other_year(value, today) else "l j F")


def short_day(value: date, today: date | None = None) -> str:
    """Write a day as "do 26 nov", with the year as `day` does; in Dutch without any capital."""
    words = date_format(value, "D j M Y" if _other_year(value, today) else "D j M")
    return words.lower() if get_language() == "nl" else words


def day_of_month(value: date, today: date | None = None) -> str:
    """Write a day as "26 nov", for a table; with the year as `day` does."""
    words = date_format(value, "j M Y" if _other_year(value, today) else "j M")
    return words.lower() if get_language() == "nl" else words


def day_with_year(value: date) -> str:
    """Write a day as "26 november 2026", for what lies long ago or far ahead."""
    return date_format(value, "j F Y")


def _other_year(value: date, today: date | None) -> bool:
    return today is not None and value.year != today.year
