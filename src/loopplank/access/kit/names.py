"""Name a person on a page of the organisation that knows them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from loopplank.core.requests.intake import Knows
from loopplank.store.models import HelpSeeker, Request


@dataclass(frozen=True, slots=True)
class Named:
    """A help seeker's name in parts; the page makes "Mevrouw De Wit (83)" of it."""

    id: UUID
    salutation: str
    first_name: str
    last_name: str
    age: int | None


#: What `named` reads of a row, for who reads thousands.
PARTS_OF_NAME = ("salutation", "first_name", "last_name", "birth_year")
NOBODY = Named(UUID(int=0), "", "", "", None)


def named(row: HelpSeeker | None, today: date) -> Named:
    """Return the parts of a name; the age is the one they reach this year, or None."""
    if row is None:
        return NOBODY
    age = today.year - row.birth_year if row.birth_year else None
    return Named(row.pk, row.salutation, row.first_name, row.last_name, age)


def may_call(row: Request) -> bool:
    """Return whether whoever hears of this can be called: the applicant while the person does not
    know.
    """
    reader = row.applicant if row.person_knows != Knows.YES and row.applicant else row.help_seeker
    return bool(reader and reader.phone)
