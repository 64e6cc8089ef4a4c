"""Volunteers who say what their visit gives, by the real actions; and what the tests need that walk
every action and every text.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from tests.app.cast import NOW, Cast
from tests.app.checking_in import do
from tests.app.words_between import TEXT, Try, of

from loopplank.access.account.actors import SYSTEM, Actor
from loopplank.actions.wellbeing import quote
from loopplank.core.wellbeing.quote import Permission, Reading
from loopplank.store.models import Quote

WORDS = "Ik heb de tijd. Wij lachen samen om vroeger."


def said(
    cast: Cast,
    words: str = WORDS,
    permission: Permission = Permission.FIGURES,
    *,
    who: Actor | None = None,
    organisation_id: UUID | None = None,
) -> UUID:
    """Bram, unless it is somebody else."""
    return quote.say(
        actor=who or cast.bram,
        now=NOW,
        words=words,
        permission=permission,
        organisation_id=organisation_id,
    )


def read(cast: Cast, quote_id: UUID, reading: Reading = Reading.FINE) -> UUID:
    """By Anna, as it stands now."""
    version = Quote.objects.get(pk=quote_id).version
    quote.read(actor=cast.anna, now=NOW, quote_id=quote_id, version=version, reading=reading)
    return quote_id


def toon(cast: Cast) -> Actor:
    """Somebody with only a telephone."""
    return cast.volunteer("Toon Telefoon", channel="phone", email="")


def noted(cast: Cast, words: str = WORDS, permission: Permission = Permission.HERE) -> UUID:
    """What Toon said on the telephone, as Anna wrote it down."""
    who = toon(cast)
    assert who.id
    return quote.note(
        actor=cast.anna, now=NOW, volunteer_id=who.id, words=words, permission=permission
    )


def _old(cast: Cast) -> Callable[[], Any]:
    said(cast)
    Quote.objects.update(said_at=NOW.replace(year=NOW.year - 2))
    return do(quote.forget, SYSTEM)


RECIPES: dict[str, Callable[[Cast], Callable[[], Any]]] = {
    "quote.say": lambda c: do(quote.say, c.bram, words=WORDS, permission=Permission.HERE),
    "quote.note": lambda c: do(
        quote.note, c.anna, volunteer_id=toon(c).id, words=WORDS, permission=Permission.HERE
    ),
    "quote.permit": lambda c: do(
        quote.permit, c.bram, quote_id=said(c), permission=Permission.NOBODY
    ),
    "quote.erase": lambda c: do(quote.erase, c.bram, quote_id=said(c)),
    "quote.read": lambda c: do(
        quote.read, c.anna, quote_id=said(c), version=1, reading=Reading.FINE
    ),
    "quote.withdraw": lambda c: do(quote.withdraw, c.anna, quote_id=said(c)),
    "quote.forget": _old,
}


def _note(cast: Cast, field: str) -> object:
    given = {"volunteer_id": toon(cast).id, "permission": Permission.HERE, field: TEXT}
    return of(cast.anna, quote.note, **given)


TRIED: dict[str, Try] = {
    "quote.say": lambda c, f: of(c.bram, quote.say, permission=Permission.HERE, **{f: TEXT}),
    "quote.note": _note,
}
