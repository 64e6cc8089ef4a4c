"""Read what a relative may see of one request, and whom the person lets look along."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.names import Named, named
from loopplank.access.organisations.organisations import PublicPlace, place_of
from loopplank.access.requests.relatives import (
    RelativesPage,
    is_over,
    page_of,
    row_of,
    speaks_for_self,
)
from loopplank.access.volunteers.coming import fate_of
from loopplank.access.volunteers.cover import visits_off
from loopplank.access.volunteers.who_comes import Comes, is_nameless, who_comes, with_nameless
from loopplank.core.account.roles import Role
from loopplank.core.arrangements.coming import Fate, Thing
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.matches import HOLDS_CAPACITY, MatchState
from loopplank.core.requests.relatives import Coming, Facts, May, Seen, seen_by_relative
from loopplank.core.requests.states import State
from loopplank.store.models import Match, Relative, Request


@dataclass(frozen=True, slots=True)
class LookingAlong:
    """The page of one relative. `about` and `comes` are empty where the page is shut."""

    id: UUID
    place: PublicPlace
    name: str
    about: Named | None
    may: May
    seen: Seen
    comes: tuple[Comes, ...]


def looking_along(actor: Actor, now: datetime) -> LookingAlong:
    """Return what this relative may see now, and nothing else; nine queries. Raises NotFound once
    they may not look along any more.
    """
    if actor.role is not Role.RELATIVE or actor.id is None:
        raise NotFound("relative")
    one = (
        Relative.objects.select_related("request__organisation__network", "request__help_seeker")
        .filter(pk=actor.id, request__erased_at=None)
        .first()
    )
    if one is None:
        raise NotFound(actor.id)
    row, may = one.request, May(one.may)
    over = is_over(row)
    matches = [] if over else _matches(row)
    comes = _comes(row, matches, now)
    seen = seen_by_relative(_facts(row, matches, comes, now, over=over), may, now)
    shown = [] if seen.shut else [row.help_seeker_id, *(match.volunteer_id for match in matches)]
    record_reading(actor, "looking_along", Purpose.HELP, [*shown, one.pk], now)
    return LookingAlong(
        id=one.pk,
        place=place_of(row.organisation.network, row.organisation),
        name=one.name,
        about=None if seen.shut else named(row.help_seeker, local_day(now)),
        may=may,
        seen=seen,
        comes=comes if seen.visits else (),
    )


@dataclass(frozen=True, slots=True)
class OwnRelatives:
    """Whom the person lets look along, for their own page."""

    place: PublicPlace
    page: RelativesPage


def own_relatives(actor: Actor, now: datetime) -> OwnRelatives:
    """Return whom the person lets look along. Raises NotFound for whoever asked for them, also
    while the person does not know: only the person names somebody.
    """
    if actor.id is None:
        raise NotFound("relatives")
    row = row_of(actor, actor.id)
    if not speaks_for_self(actor, row):
        raise NotFound("relatives")
    rows = list(row.relatives.select_related("named_by__account").order_by("named_at", "pk"))
    record_reading(
        actor, "own_relatives", Purpose.OWN, [row.help_seeker_id, *(one.pk for one in rows)], now
    )
    return OwnRelatives(
        place_of(row.organisation.network, row.organisation), page_of(row, rows, now, {})
    )


# --- underneath -----------------------------------------------------------------------------------


def _matches(row: Request) -> list[Match]:
    held = Match.objects.filter(request=row, state__in=HOLDS_CAPACITY)
    return list(with_nameless(held).order_by("first_day", "agreed_at"))


def _comes(row: Request, matches: list[Match], now: datetime) -> tuple[Comes, ...]:
    if not any(one.state == MatchState.RUNNING for one in matches):
        return ()
    off = [(one.volunteer, one.day) for one in visits_off(row, now)]
    # who comes on no day that we know of, such as during a pause, is not told of here
    return tuple(one for one in who_comes(matches, off, now) if one.days)


def _facts(
    row: Request, matches: list[Match], comes: tuple[Comes, ...], now: datetime, *, over: bool
) -> Facts:
    today = local_day(now)
    meets = next((one for one in matches if one.state == MatchState.MEETING), None)
    running = [one for one in matches if one.state == MatchState.RUNNING]
    return Facts(
        state=State(row.state),
        over=over,
        stands_still=any(fate_of(Thing.STATUS, one, today) is Fate.WAITS for one in running),
        coming=tuple(Coming(one.first_name, one.days[0], one.at) for one in comes),
        meets=meets.volunteer.first_name if meets and not is_nameless(meets) else "",
        meeting_at=meets.meeting_at if meets else None,
    )
