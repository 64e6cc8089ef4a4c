"""How a person is called in a letter and on a page."""

from typing import Protocol

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
