"""Read the list of volunteers of an organisation: who can carry more, and who must carry less."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import reduce
from itertools import islice
from operator import or_
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor
from loopplank.access.kit.affiliations import asked_to_belong
from loopplank.access.kit.neighbourhoods import Neighbourhood, areas_of, neighbourhoods_of
from loopplank.access.kit.search_words import looked_for
from loopplank.access.volunteers.fullness import fullness_of_all
from loopplank.access.volunteers.kept import kept
from loopplank.access.volunteers.long_unspoken import long_unspoken
from loopplank.access.volunteers.volunteers import volunteers
from loopplank.access.wellbeing.signal import with_coordinators
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.folding import Searched
from loopplank.core.kit.lookup import looked_up
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.requests.intake import day_parts
from loopplank.core.volunteers.load import Fullness, LoadState
from loopplank.store.models import Match

PAGE = 50
LONG_AGO = timedelta(weeks=8)
_WITH_ROOM = {LoadState.ROOM, LoadState.GOOD}
_ORDER = {
    LoadState.HEAVY: -1,
    LoadState.OVER: 0,
    LoadState.NEARLY: 1,
    LoadState.ROOM: 2,
    LoadState.GOOD: 3,
    LoadState.FULL: 4,
    LoadState.AWAY: 5,
    LoadState.PAUSE: 6,
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One volunteer of the list. `signal_at` is the oldest signal that nobody answered."""

    id: UUID
    name: str
    fullness: Fullness
    matches: int
    spoken_at: datetime | None
    since: date
    until: date | None
    signal_at: datetime | None
    certificate_seen: bool
    phone: str
    postcode: str
    room: int = 0
    # only in the file
    email: str = ""


@dataclass(frozen=True, slots=True)
class VolunteersPage:
    """One page in the fixed order; `pending` are the names that this organisation typed itself."""

    rows: tuple[Listed, ...]
    total: int
    number: int
    pages: int
    not_spoken: tuple[Listed, ...]
    pending: tuple[str, ...]
    neighbourhoods: tuple[Neighbourhood, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of the list is shown. `certificate` is seen, unseen or ""; `weekday` (0-6) one on which
    they can. `order` names one of `ORDERS`, else who asks something of you comes first.
    """

    room: bool = False
    quiet: bool = False
    kind: str = ""
    area: str = ""
    weekday: int | None = None
    certificate: str = ""
    language: str = ""
    order: str = ""
    backwards: bool = False


#: By what the list can be sorted. Who was never spoken to was not spoken to for longest.
ORDERS: Mapping[str, Callable[[Listed], Any]] = MappingProxyType(
    {
        "who": lambda row: row.name.lower(),
        "room": lambda row: -row.room,
        "matches": lambda row: -row.matches,
        "spoken": lambda row: (row.spoken_at is not None, row.spoken_at or row.since),
        "until": lambda row: (row.until is None, row.until or row.since),
    }
)


def volunteers_page(
    actor: Actor, words: str, page: int, now: datetime, chosen: Chosen = Chosen()
) -> VolunteersPage:
    """Return the list, fifty a page, searched by name, telephone number or postcode, or only those
    whom nobody asked or spoke to for long; a fixed number of queries.
    """
    everybody = _everybody(actor, now)
    near = neighbourhoods_of({row.postcode[:4] for row in everybody})
    wanted = _wanted(actor, words, chosen, near)
    found: Sequence[Listed] = everybody
    if words or chosen != Chosen(order=chosen.order, backwards=chosen.backwards):
        found = [
            row
            for row in everybody
            if wanted(row)
            and (not chosen.room or row.fullness.state in _WITH_ROOM)
            and (not chosen.certificate or row.certificate_seen == (chosen.certificate == "seen"))
        ]
    if chosen.order in ORDERS:
        found = sorted(found, key=ORDERS[chosen.order], reverse=chosen.backwards)
    today = local_day(now)
    if chosen.quiet:
        ids = {one.volunteer_id for one in long_unspoken(actor, today)}
        found = [row for row in found if row.id in ids]
    pages = max(1, -(-len(found) // PAGE))
    number = min(max(1, page), pages)
    shown = found[(number - 1) * PAGE : number * PAGE]
    not_spoken = list(islice((row for row in found if row.matches and _long_ago(row, today)), 10))
    pending = tuple(
        asked_to_belong(organisation_id=actor.own_organisation)
        .order_by("typed_name")
        .values_list("typed_name", flat=True)[:PAGE]
    )
    record_reading(
        actor, "volunteers", Purpose.PLANNING, [row.id for row in (*shown, *not_spoken)], now
    )
    return VolunteersPage(tuple(shown), len(found), number, pages, tuple(not_spoken), pending, near)


def all_volunteers(actor: Actor, now: datetime) -> tuple[Listed, ...]:
    """Return the whole list, for a file; recorded as an export."""
    emails = dict(volunteers(actor).values_list("pk", "email"))
    rows = [replace(row, email=emails.get(row.id, "")) for row in _everybody(actor, now)]
    record_reading(actor, "volunteers_csv", Purpose.EXPORT, [row.id for row in rows], now)
    return tuple(rows)


def _wanted(
    actor: Actor, words: str, chosen: Chosen, near: tuple[Neighbourhood, ...]
) -> Callable[[Listed], bool]:
    """Return whether a row is one that was looked for; one query, and none without a choice."""
    rows = volunteers(actor)
    if words:
        rows = rows.filter(looked_for(Searched.VOLUNTEER, None, looked_up(words)))
    if chosen.kind:
        # a list in JSON: as text it is the same on both engines
        rows = rows.annotate(likes=Cast("limits__kinds", TextField())).filter(
            likes__contains=f'"{chosen.kind}"'
        )
    if chosen.area:
        here = (Q(postcode__startswith=area) for area in areas_of(chosen.area, near))
        rows = rows.filter(reduce(or_, here, Q(pk__in=[])))
    if chosen.weekday is not None:
        mask = day_parts([chosen.weekday], [])
        rows = rows.annotate(that_day=F("limits__day_parts").bitand(mask)).exclude(that_day=0)
    if chosen.language:
        rows = rows.filter(language=chosen.language)
    if not (words or chosen.kind or chosen.area or chosen.language) and chosen.weekday is None:
        return lambda _row: True
    found = set(rows.values_list("pk", flat=True))
    return lambda row: row.id in found


def _room(full: Fullness) -> int:
    """Return the minutes that are left this week as this organisation may know them; whoever may
    not be asked has none."""
    if full.state not in _WITH_ROOM:
        return 0
    return max(0, full.limits.max_minutes - full.planned.minutes)


def _everybody(actor: Actor, now: datetime) -> tuple[Listed, ...]:
    """Return them over the limit first, then nearly full and not spoken for long, then who has
    room.
    """
    today = local_day(now)
    return kept(
        ("volunteers", actor, today),
        lambda of: _listed(actor, today, of),
        lambda rows: sorted(
            rows,
            key=lambda row: (
                row.signal_at is None,
                _ORDER[row.fullness.state],
                not _long_ago(row, today),
                row.name.lower(),
                row.id,
            ),
        ),
        now,
    )


def _listed(actor: Actor, today: date, of: Collection[UUID] | None) -> dict[UUID, Listed]:
    """Return the rows of these volunteers, or of everybody. Only what `kept` may hold."""
    theirs = {} if of is None else {"volunteer_id__in": of}
    matches = Counter(
        Match.objects.filter(
            organisation_id=actor.own_organisation, state__in=HOLDS_CAPACITY, **theirs
        ).values_list("volunteer_id", flat=True)
    )
    # the oldest one of each stands last, and stays
    signals = dict(
        with_coordinators(actor)
        .filter(answered_at=None, **theirs)
        .order_by("-at")
        .values_list("volunteer_id", "at")
    )
    return {
        one.volunteer_id: Listed(
            id=one.volunteer_id,
            name=one.name,
            fullness=full,
            matches=matches[one.volunteer_id],
            spoken_at=one.spoken_at,
            since=one.since,
            until=one.limits.until,
            signal_at=signals.get(one.volunteer_id),
            certificate_seen=one.certificate_seen_on is not None,
            phone=one.phone,
            postcode=one.postcode,
            room=_room(full),
        )
        for one, full in fullness_of_all(actor, today, only=Q(**theirs) if theirs else None)
    }


def _long_ago(row: Listed, today: date) -> bool:
    last = local_day(row.spoken_at) if row.spoken_at else row.since
    return today - last > LONG_AGO
