"""Read the sheets on the fridge: who comes when, and which of them hold no more."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.names import Named, named
from loopplank.access.requests.requests import requests
from loopplank.access.volunteers.coming import stays_away
from loopplank.access.volunteers.own_pages import agreement_of
from loopplank.access.volunteers.volunteers import facts_of
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.matches import MatchState
from loopplank.core.volunteers.sheets import (
    Helps,
    Printed,
    SheetLine,
    SheetState,
    lines_of,
    state_of,
)
from loopplank.store.models import Event, Match, Request, Visit

#: A day on the sheet, and who comes by first name.
Line = tuple[SheetLine, str]
#: Nothing on a sheet lies further ahead than this.
_OLDEST = timedelta(weeks=42)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it would be now. `loose` are who come on a day that they settle themselves;
    `caller` and `phone` are whom to call when it does not suit."""

    request_id: UUID
    who: Named
    lines: tuple[Line, ...]
    loose: tuple[str, ...]
    helpers: tuple[str, ...]
    state: SheetState
    printed: tuple[Line, ...]
    today: date
    organisation: str = ""
    caller: str = ""
    phone: str = ""


def sheet_page(actor: Actor, request_id: UUID, now: datetime) -> Sheet:
    """Return the sheet of one request of the actor's organisation. Raises NotFound for anybody
    else's; where nobody comes it has no lines."""
    row = (
        requests(actor)
        .select_related("help_seeker", "owner__account", "organisation")
        .filter(pk=request_id)
        .first()
    )
    if row is None:
        raise NotFound(request_id)
    (sheet,) = _sheets([row], now)
    subjects = [row.help_seeker_id, *_volunteers([request_id])]
    record_reading(actor, "fridge_sheet", Purpose.PLANNING, subjects, now)
    return sheet


def sheets_page(actor: Actor, now: datetime) -> tuple[Sheet, ...]:
    """Return the sheets of everybody to whom somebody comes: what holds no more first."""
    runs = Match.objects.filter(organisation_id=actor.own_organisation, state=MatchState.RUNNING)
    hangs = Event.objects.filter(
        organisation_id=actor.own_organisation, type="request.sheet_made", at__gt=now - _OLDEST
    )
    rows = list(
        requests(actor)
        .filter(
            Q(pk__in=runs.values("request_id"))
            | Q(pk__in=list(hangs.values_list("aggregate_id", flat=True)))
        )
        .select_related("help_seeker", "owner__account", "organisation")
    )
    # where nobody comes any more only a sheet that still hangs there is of interest
    found = [
        one
        for one in _sheets(rows, now)
        if one.helpers or one.state in {SheetState.VOID, SheetState.TOLD}
    ]
    order = (SheetState.VOID, SheetState.OVER, SheetState.NONE, SheetState.TOLD, SheetState.HOLDS)
    found.sort(key=lambda one: (order.index(one.state), one.who.last_name, str(one.request_id)))
    record_reading(actor, "sheets", Purpose.PLANNING, [one.who.id for one in found], now)
    return tuple(found)


def helps_of(request_id: UUID) -> tuple[Helps, ...]:
    """Return who helps with one request, as core reads it."""
    return tuple(_helps([request_id]).get(request_id, {}).values())


# --- underneath -----------------------------------------------------------------------------------


def _sheets(rows: Iterable[Request], now: datetime) -> list[Sheet]:
    """Return the sheet of each of these requests to which somebody comes; four queries."""
    today, made = local_day(now), []
    rows = list(rows)
    ids = [row.pk for row in rows]
    matches = _running(ids)
    names = {match.pk: match.volunteer.first_name for some in matches.values() for match in some}
    helps = _helps(ids, matches)
    printed = _printed(ids, today)
    for row in rows:
        here = helps.get(row.pk, {})
        lines = lines_of(here.values(), today)
        last = printed.get(row.pk)
        coming = {line.key for line in lines}
        made.append(
            Sheet(
                request_id=row.pk,
                who=named(row.help_seeker, today),
                lines=tuple((line, names[line.key]) for line in lines),
                loose=tuple(
                    names[one.key]
                    for one in here.values()
                    if one.key not in coming and not one.agreement.has_fixed_day
                ),
                helpers=tuple(sorted({names[key] for key in here})),
                state=state_of(last, here.values(), today),
                printed=tuple((line, names.get(line.key, "")) for line in last.lines)
                if last
                else (),
                today=today,
                organisation=row.organisation.name,
                # it hangs there for weeks: who answers for them, at the number of the house
                caller=row.owner.account.name.split()[0],
                phone=row.organisation.phone,
            )
        )
    return made


def _running(ids: Collection[UUID]) -> dict[UUID, list[Match]]:
    found: dict[UUID, list[Match]] = {}
    rows = Match.objects.filter(
        ~stays_away(), request_id__in=ids, state=MatchState.RUNNING, volunteer__erased_at=None
    )
    for row in rows.select_related("volunteer__limits").order_by("agreed_at", "pk"):
        found.setdefault(row.request_id, []).append(row)
    return found


def _helps(
    ids: Collection[UUID], matches: dict[UUID, list[Match]] | None = None
) -> dict[UUID, dict[UUID, Helps]]:
    matches = _running(ids) if matches is None else matches
    every = [row for some in matches.values() for row in some]
    known: dict[UUID, set[date]] = {}
    for match_id, day in Visit.objects.filter(match__in=[row.pk for row in every]).values_list(
        "match_id", "day"
    ):
        known.setdefault(match_id, set()).add(day)
    return {
        request_id: {
            row.pk: Helps(
                row.pk,
                agreement_of(row),
                facts_of(row.volunteer.limits),
                frozenset(known.get(row.pk, ())),
            )
            for row in some
        }
        for request_id, some in matches.items()
    }


def _printed(ids: Collection[UUID], today: date) -> dict[UUID, Printed]:
    """Return the last sheet of each request, and whether somebody called about it since."""
    found: dict[UUID, Printed] = {}
    rows = Event.objects.filter(
        aggregate="request",
        aggregate_id__in=ids,
        type__in=["request.sheet_made", "request.sheet_told"],
    )
    for request_id, type_, data in rows.order_by("aggregate_id", "sequence").values_list(
        "aggregate_id", "type", "data"
    ):
        if type_ == "request.sheet_made":
            lines = tuple(SheetLine.from_stored(one) for one in data["days"])
            found[request_id] = Printed(lines)
        elif request_id in found:
            found[request_id] = Printed(found[request_id].lines, told=True)
    return {
        pk: one for pk, one in found.items() if one.lines and one.lines[-1].day > today - _OLDEST
    }


def _volunteers(ids: Collection[UUID]) -> list[UUID]:
    return [row.volunteer_id for some in _running(ids).values() for row in some]
