"""Read the log of security events, as whoever looks after the safety of a network does.

Codes, numbers and random marks only: no person shows here, so nobody's reading is recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from loopplank.access.account.actors import Actor, NotFound
from loopplank.core.account.roles import Role
from loopplank.core.account.security_log import DAYS_BACK, Kind, Since, mark
from loopplank.core.kit.calendar import at_local, local_day
from loopplank.store.models import Membership, Organisation, SecurityEvent

PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the page should show; `kind` None is every kind."""

    kind: Kind | None = None
    since: Since = Since.WEEK


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. `account` and `place` are marks by which entries are seen to belong together."""

    at: datetime
    kind: Kind
    role: str
    organisations: tuple[str, ...]
    account: str
    place: str
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class LogPage:
    rows: tuple[Entry, ...]
    total: int
    number: int
    pages: int


def security_log(actor: Actor, wanted: Wanted, page: int, now: datetime) -> LogPage:
    """Return one page of fifty, the newest first; the number of a page that does not exist becomes
    the last one. NotFound for anybody but a network administrator.
    """
    if actor.role is not Role.NETWORK_ADMIN or actor.network_id is None:
        raise NotFound("security_log")
    houses = dict(Organisation.objects.filter(network=actor.network_id).values_list("pk", "name"))
    members: dict[UUID, list[str]] = {}
    for account_id, house in Membership.objects.filter(organisation_id__in=houses).values_list(
        "account_id", "organisation_id"
    ):
        members.setdefault(account_id, []).append(houses[house])
    found = _found(set(houses), wanted, now)
    total = found.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(1, page), pages)
    return LogPage(
        tuple(_entry(row, houses, members) for row in found[(number - 1) * PAGE : number * PAGE]),
        total,
        number,
        pages,
    )


def _found(houses: set[UUID], wanted: Wanted, now: datetime) -> "QuerySet[SecurityEvent]":
    """What has an organisation is of its network; of an account alone, of each network in which it
    works or worked. A stranger knocks at the door of all.
    """
    first = local_day(now) - timedelta(days=DAYS_BACK[wanted.since] - 1)
    accounts = Membership.objects.filter(organisation_id__in=houses).values("account_id")
    rows = SecurityEvent.objects.filter(
        Q(organisation_id__in=houses)
        | Q(organisation_id=None, account_id__in=accounts)
        | Q(organisation_id=None, account_id=None),
        at__gte=at_local(first, time.min),
    )
    if wanted.kind is not None:
        rows = rows.filter(kind=wanted.kind)
    return rows.order_by("-at", "-pk")


def _entry(
    row: SecurityEvent, houses: Mapping[UUID, str], members: Mapping[UUID, list[str]]
) -> Entry:
    if row.organisation_id is not None:
        where = [houses[row.organisation_id]]
    else:
        where = members.get(row.account_id, []) if row.account_id else []
    return Entry(
        at=row.at,
        kind=Kind(row.kind),
        role=row.actor_role,
        organisations=tuple(sorted(set(where))),
        account=mark(row.account_id) if row.account_id else "",
        place=row.origin,
        data=row.data,
    )
