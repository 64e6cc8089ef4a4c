"""List requests: searched, filtered and paged, with a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OrderBy, Q, QuerySet, TextField
from django.db.models.functions import Cast, Lower

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor
from loopplank.access.kit.names import Named, named
from loopplank.access.kit.neighbourhoods import Neighbourhood, areas_of, neighbourhoods_of
from loopplank.access.kit.search_words import looked_for
from loopplank.access.requests.requests import requests
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.folding import Searched
from loopplank.core.kit.lookup import looked_up
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.requests.intake import day_parts
from loopplank.core.requests.states import OPEN, State
from loopplank.store.models import Match, Request

PAGE = 25
MOST_IN_CSV = 10_000
#: What a row of the list shows beside the request itself.
WITH = ("help_seeker", "applicant", "owner__account")


@dataclass(frozen=True, slots=True)
class Listed:
    """One request of the list; `helping` are first names of volunteers who meet or help."""

    id: UUID
    number: str
    who: Named
    kinds: tuple[str, ...]
    state: State
    due_on: date | None
    owner: str
    mine: bool
    received_on: date
    postcode: str
    helping: tuple[str, ...]
    way_in: str
    closing_reason: str
    next_party: str
    lack: str
    asked_by: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list should show. `state` "" is everything open, "all" closed ones too.

    `weekday` (0-6) is one on which help would suit. `order` names one of `ORDERS`, else the day.
    """

    words: str = ""
    state: str = ""
    only_mine: bool = False
    kind: str = ""
    area: str = ""
    weekday: int | None = None
    order: str = ""
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class ListPage:
    rows: tuple[Listed, ...]
    total: int
    number: int
    pages: int
    neighbourhoods: tuple[Neighbourhood, ...]


#: By what the list can be sorted; the same twice in a row goes by the day and then the newest.
ORDERS = {
    "due": (F("due_on").asc(nulls_last=True),),
    "received": (F("received_at").desc(),),
    "who": (Lower("help_seeker__last_name"), Lower("help_seeker__first_name")),
    "kind": (F("kind").asc(),),
    "area": (F("postcode_area").asc(),),
    "owner": (Lower("owner__account__name"),),
}
_USUAL = ("due_on", "-received_at", "pk")


def request_list(actor: Actor, wanted: Wanted, page: int, now: datetime) -> ListPage:
    """Return one page of fifty; the number of a page that does not exist becomes the last one."""
    areas = requests(actor).exclude(postcode_area="").values_list("postcode_area", flat=True)
    near = neighbourhoods_of(areas.order_by().distinct())
    found = _found(actor, wanted, near)
    total = found.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(1, page), pages)
    rows = listed(actor, found[(number - 1) * PAGE : number * PAGE], local_day(now))
    record_reading(actor, "requests", Purpose.PLANNING, [r.who.id for r in rows], now)
    return ListPage(rows, total, number, pages, near)


def all_requests(actor: Actor, wanted: Wanted, now: datetime) -> tuple[Listed, ...]:
    """Return the same list whole, for a file; recorded as an export."""
    areas = requests(actor).exclude(postcode_area="").values_list("postcode_area", flat=True)
    near = neighbourhoods_of(areas.order_by().distinct()) if wanted.area else ()
    rows = listed(actor, _found(actor, wanted, near)[:MOST_IN_CSV], local_day(now))
    record_reading(actor, "requests_csv", Purpose.EXPORT, [r.who.id for r in rows], now)
    return rows


def _found(actor: Actor, wanted: Wanted, near: tuple[Neighbourhood, ...]) -> "QuerySet[Request]":
    rows = requests(actor).select_related(*WITH)
    if wanted.state in set(State):
        rows = rows.filter(state=wanted.state)
    elif wanted.state != "all" and not wanted.words:
        rows = rows.filter(state__in=OPEN)
    if wanted.only_mine:
        rows = rows.filter(owner_id=actor.own_membership)
    if wanted.words:
        # a name of the person or of whoever asked, a postcode, a telephone number, or our number
        typed = looked_up(wanted.words)
        rows = rows.filter(looked_for(Searched.REQUEST, actor.own_organisation, typed))
    if wanted.kind:
        # a list in JSON: as text it is the same on both engines
        rows = rows.annotate(all_kinds=Cast("kinds", TextField())).filter(
            Q(kind=wanted.kind) | Q(all_kinds__contains=f'"{wanted.kind}"')
        )
    if wanted.area:
        rows = rows.filter(postcode_area__in=areas_of(wanted.area, near))
    if wanted.weekday is not None:
        mask = day_parts([wanted.weekday], [])
        rows = rows.annotate(that_day=F("day_parts").bitand(mask)).exclude(that_day=0)
    order = ORDERS.get(wanted.order, ())
    turned = [one.copy() for one in map(_as_order, order)]
    for one in turned if wanted.backwards else ():
        one.reverse_ordering()
    return rows.order_by(*turned, *_USUAL)


def _as_order(one: Any) -> OrderBy:
    return one if isinstance(one, OrderBy) else OrderBy(one)


def listed(
    actor: Actor, found: Iterable[Request], today: date, *, helping: bool = True
) -> tuple[Listed, ...]:
    """Return requests that came with `WITH` as rows; one query more for who is helping."""
    rows = list(found)
    names: dict[UUID, list[str]] = {}
    matches = Match.objects.filter(
        request_id__in=[row.pk for row in rows], state__in=HOLDS_CAPACITY
    ).select_related("volunteer")
    for match in matches if helping else ():
        names.setdefault(match.request_id, []).append(match.volunteer.first_name)
    return tuple(
        Listed(
            id=row.pk,
            number=row.number,
            who=named(row.help_seeker, today),
            kinds=tuple(row.kinds or [row.kind]),
            state=State(row.state),
            due_on=row.due_on,
            owner=row.owner.account.name,
            mine=row.owner_id == actor.id,
            received_on=local_day(row.received_at),
            postcode=row.postcode_area,
            helping=tuple(names.get(row.pk, ())),
            way_in=row.way_in,
            closing_reason=row.closing_reason,
            next_party=row.next_party,
            lack=row.lack,
            asked_by=row.applicant.name if row.applicant else "",
        )
        for row in rows
    )
