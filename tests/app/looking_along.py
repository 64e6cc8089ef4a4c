"""Somebody whom the person lets look along."""

from dataclasses import replace
from uuid import UUID

from tests.app.cast import NOW, Cast

from loopplank.actions.requests import closing, relatives
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.requests.relatives import Channel, May, Relation

PETER = relatives.Person("Peter Noord", Relation.CHILD, May.VISITS, email="peter@example.nl")
BY_PHONE = relatives.Word(Channel.PHONE)


def let_in(cast: Cast, request_id: UUID) -> UUID:
    """Let Peter look along, as was said on the telephone."""
    return relatives.name_relative(
        actor=cast.anna, now=NOW, request_id=request_id, person=PETER, word=BY_PHONE
    )


def of(cast: Cast) -> dict[str, UUID]:
    """The request of somebody new, and the relative who looks along."""
    request_id = cast.request()
    return {"request_id": request_id, "relative_id": let_in(cast, request_id)}


def over(cast: Cast) -> UUID:
    """One who looked along at what is closed now."""
    made = of(cast)
    died = closing.Closing(ClosingReason.DECEASED, nobody_discussed=True)
    closing.close(actor=cast.anna, now=NOW, request_id=made["request_id"], closing=died)
    return made["relative_id"]


def typed(cast: Cast, field: str, words: str) -> None:
    """Name somebody with these words in one field of who they are, or of who says so."""
    person, said = PETER, BY_PHONE
    if field == "name":
        person = replace(PETER, name=words)
    else:
        said = replace(BY_PHONE, representative=words)
    relatives.name_relative(
        actor=cast.anna, now=NOW, request_id=cast.request(), person=person, word=said
    )
