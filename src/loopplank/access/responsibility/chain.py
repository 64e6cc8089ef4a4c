"""Read the chain of who hears of danger at one organisation, and the days of its holes."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit import workdays
from loopplank.access.responsibility.clocks import settings_of
from loopplank.access.responsibility.on_duty import absent_on, may_own
from loopplank.access.responsibility.rota import standing_in
from loopplank.core.account.roles import MAY_OWN, Role
from loopplank.core.kit.calendar import MONDAY_TO_FRIDAY, local_day
from loopplank.core.matching.matches import MatchState
from loopplank.core.requests.states import OPEN, State
from loopplank.core.responsibility.chain import Member, Place, holes, promised, reached
from loopplank.core.responsibility.clocks import Urgency
from loopplank.core.responsibility.coordination import cost
from loopplank.store.models import Absence, Match, Membership, Organisation, Request

AHEAD = timedelta(weeks=8)


def chain_of(
    organisation: Organisation,
    first: date,
    last: date,
    *,
    owner: UUID | None = None,
    stands_in: UUID | None = None,
) -> tuple[Member[Membership], ...]:
    """Return everybody who may hear of danger here on these days, with when they are away; two
    queries. `stands_in` is who does on the day itself.
    """
    rows = list(
        Membership.objects.filter(
            Q(organisation=organisation, pk__in=may_own(organisation=organisation).values("pk"))
            | Q(organisation__network_id=organisation.network_id, role=Role.NETWORK_ADMIN),
            active=True,
            account__is_active=True,
        )
        .select_related("account")
        .order_by("since", "pk")
    )
    away: dict[tuple[UUID, UUID], list[tuple[date, date | None]]] = {}
    for organisation_id, account_id, begins, ends in Absence.objects.filter(
        absent_on(first, last), membership__account_id__in=[row.account_id for row in rows]
    ).values_list("organisation_id", "membership__account_id", "first_day", "last_day"):
        away.setdefault((organisation_id, account_id), []).append((begins, ends))

    def place(row: Membership) -> Place:
        if row.pk == owner:
            return Place.OWNER
        if row.pk in {stands_in, organisation.stand_in_id if stands_in is None else None}:
            return Place.STAND_IN
        if row.pk == organisation.board_contact_id:
            return Place.BOARD
        return Place.NETWORK if row.role == Role.NETWORK_ADMIN else Place.COLLEAGUE

    return tuple(
        Member(
            row,
            place(row),
            frozenset(row.weekdays) or MONDAY_TO_FRIDAY,
            tuple(away.get((row.organisation_id, row.account_id), ())),
        )
        for row in rows
    )


def who_hears(
    organisation: Organisation, owner: UUID, now: datetime, *, but: UUID | None = None
) -> Membership | None:
    """Return the first who is there today and hears of danger, other than the account `but`; None
    when the chain has a hole.
    """
    today = local_day(now)
    found = reached(_chain_today(organisation, owner, today, but), today)
    return found.who if found else None


def who_is_promised(organisation: Organisation, owner: UUID, now: datetime) -> Membership | None:
    """Return who may be promised at this moment; nobody outside the hours of the organisation."""
    today = local_day(now)
    calendar = workdays.of_organisation(organisation, today)
    found = promised(_chain_today(organisation, owner, today, None), now, calendar)
    return found.who if found else None


def holes_ahead(organisation: Organisation, today: date) -> tuple[date, ...]:
    """Return the working days ahead on which nobody would hear of danger."""
    chain = chain_of(organisation, today, today + AHEAD)
    calendar = workdays.of_organisation(organisation, today)
    return holes(chain, today, AHEAD.days, calendar)


@dataclass(frozen=True, slots=True)
class Load:
    """What one colleague carries, in numbers only, so that a board may read it."""

    name: str
    requests: int
    matches: int
    minutes_a_week: int
    agreed_minutes: int | None


@dataclass(frozen=True, slots=True)
class ChainPage:
    """For whoever sets the rota: the days without anybody, and what each carries."""

    holes: tuple[date, ...]
    loads: tuple[Load, ...]


def chain_page(actor: Actor, now: datetime) -> ChainPage:
    """Return the holes of the weeks ahead and the loads; a fixed number of queries."""
    if actor.role not in MAY_OWN:
        raise NotFound("chain")
    organisation = Organisation.objects.get(pk=actor.own_organisation)
    rows = list(may_own(organisation=organisation).order_by("account__name", "role"))
    settings = settings_of(organisation.pk, organisation.network_id)
    carried: dict[UUID, dict[tuple[State, Urgency], int]] = {}
    for owner, state, urgency, n in (
        Request.objects.filter(state__in=OPEN, owner__in=rows, erased_at=None)
        .values_list("owner_id", "state", "urgency")
        .annotate(n=Count("pk"))
    ):
        carried.setdefault(owner, {})[(State(state), Urgency(urgency))] = n
    guided = dict(
        Match.objects.filter(state=MatchState.RUNNING, request__owner__in=rows)
        .values_list("request__owner_id")
        .annotate(n=Count("pk"))
    )
    loads = (
        Load(
            row.account.name,
            sum(carried.get(row.pk, {}).values()),
            guided.get(row.pk, 0),
            round(cost(carried.get(row.pk, {}), settings)),
            row.hours_a_week * 60 if row.hours_a_week else None,
        )
        for row in rows
        if row.role == Role.COORDINATOR or row.pk in carried
    )
    record_reading(actor, "chain", Purpose.PLANNING, [row.account_id for row in rows], now)
    return ChainPage(holes_ahead(organisation, local_day(now)), tuple(loads))


def _chain_today(
    organisation: Organisation, owner: UUID, today: date, but: UUID | None
) -> tuple[Member[Membership], ...]:
    on_turn = standing_in(organisation.pk, today).first()
    chain = chain_of(
        organisation, today, today, owner=owner, stands_in=on_turn.pk if on_turn else None
    )
    return tuple(one for one in chain if one.who.account_id != but)
