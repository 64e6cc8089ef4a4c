"""What is asked of the week of everybody: an area, a kind of help."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from loopplank.access.account.actors import Actor
from loopplank.access.requests.requests import requests
from loopplank.access.volunteers.volunteers import volunteers
from loopplank.core.requests.states import State
from loopplank.store.models import Request

#: Somebody is sought, or was asked and said nothing yet.
_SOUGHT = (State.SEARCHING, State.PROPOSED, State.WAITING)


def sought(actor: Actor, area: str, kind: str) -> "QuerySet[Request]":
    rows = requests(actor).filter(state__in=_SOUGHT)
    if area:
        rows = rows.filter(postcode_area=area)
    if kind:
        # a list in JSON: as text it is the same on both engines
        rows = rows.annotate(as_text=Cast("kinds", TextField())).filter(
            Q(as_text__contains=f'"{kind}"') | Q(as_text="[]", kind=kind)
        )
    return rows


def asks_for(row: Request, area: str, kind: str) -> bool:
    return (not area or row.postcode_area == area) and (
        not kind or kind in (row.kinds or [row.kind])
    )


def lives_and_likes(
    actor: Actor, area: str, kind: str
) -> tuple[Collection[UUID], Collection[UUID]]:
    """Return who lives in the area that was chosen, and who likes to do that kind of help; one
    query, and none when neither was chosen."""
    if not area and not kind:
        return (), ()
    rows = volunteers(actor).values_list("pk", "postcode", "limits__kinds")
    lives, likes = set(), set()
    for pk, postcode, kinds in rows:
        if area and postcode[:4] == area:
            lives.add(pk)
        if kind in kinds:
            likes.add(pk)
    return lives, likes
