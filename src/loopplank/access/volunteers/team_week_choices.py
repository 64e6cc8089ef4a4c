"""What is asked of the week of everybody: an area, a kind of help."""

import json
from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from loopplank.access.account.actors import Actor
from loopplank.access.requests.requests import requests
from loopplank.access.volunteers.volunteers import volunteers
from loopplank.core.matching.matches import HAS_HELPED, HOLDS_CAPACITY, MatchState
from loopplank.core.requests.states import State
from loopplank.store.models import Match, PostcodeArea, Request

#: Somebody is sought, or was asked and said nothing yet.
_SOUGHT = (State.SEARCHING, State.PROPOSED, State.WAITING)


def matches_in(actor: Actor, week: date) -> "QuerySet[Match]":
    """Return the help of the own organisation that touches this week."""
    lasts = Q(first_day__lte=week + timedelta(days=6), last_day__gte=week)
    met = Q(state__in=HOLDS_CAPACITY, meeting_at__isnull=False)
    return Match.objects.filter(
        lasts | met,
        organisation_id=actor.own_organisation,
        state__in=[*HOLDS_CAPACITY, *HAS_HELPED],
        volunteer__erased_at=None,
    ).exclude(state=MatchState.ENDED, ended_on__lt=week)


def comes_where_for_what(actor: Actor, week: date) -> tuple[dict[str, str], set[str]]:
    """Return in which areas somebody comes in this week, with their names, and for what; the
    database names each once."""
    area = PostcodeArea.objects.filter(pk=OuterRef("request__postcode_area"))
    rows = (
        matches_in(actor, week)
        .order_by()
        .annotate(
            name=Subquery(area.values("neighbourhood")[:1]),
            # as text: one value cannot be told from another in JSON
            kinds=Cast("request__kinds", TextField()),
        )
    )
    areas: dict[str, str] = {}
    every: set[str] = set()
    for code, name, kind, kinds in rows.values_list(
        "request__postcode_area", "name", "request__kind", "kinds"
    ).distinct():
        areas[code] = name or ""
        every.update(json.loads(kinds) or [kind])
    return areas, every


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
