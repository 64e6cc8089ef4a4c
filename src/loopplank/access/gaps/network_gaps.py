"""Read what a network sees of its gaps: agreed names, and one band of a closed quarter.

No count is read here at all: a band was frozen when its quarter closed, and holds one bit.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.gaps.gaps import KEEPS_GAPS, gaps
from loopplank.access.kit.names import Named, named
from loopplank.access.requests.requests import requests
from loopplank.core.account.roles import MAY_OWN, Role
from loopplank.core.gaps.gaps import AGREE, last_closed
from loopplank.core.kit.calendar import local_day
from loopplank.core.requests.closing import SAYING_NO
from loopplank.store.models import Gap, GapNaming, QuarterBand, Request

SEES_NETWORK = KEEPS_GAPS | {Role.NETWORK_ADMIN}
MOST = 100


@dataclass(frozen=True, slots=True)
class NetworkGap:
    """A gap that everybody in the network may read the name of."""

    name: str
    many: bool
    possible_owner: str
    state: str
    state_since: date


@dataclass(frozen=True, slots=True)
class Offered:
    """A name that one organisation offered, and that this one may agree to."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """`others` says whether there is anything that is not named; never how much."""

    quarter: date
    rows: tuple[NetworkGap, ...]
    offered: tuple[Offered, ...]
    others: bool


def network_gaps(actor: Actor, now: datetime) -> NetworkPage:
    """Return the gaps of the network of this member."""
    if actor.role not in SEES_NETWORK or actor.network_id is None:
        raise NotFound("network gaps")
    quarter = last_closed(local_day(now))
    here = Gap.objects.filter(network_id=actor.network_id)
    opened = _named(here)
    rows = opened.annotate(
        many=Exists(QuarterBand.objects.filter(gap=OuterRef("pk"), quarter=quarter, many=True))
    ).order_by("-many", "name")
    return NetworkPage(
        quarter=quarter,
        rows=tuple(
            NetworkGap(row.name, row.many, row.possible_owner, row.state, row.state_since)
            for row in rows
        ),
        offered=_offered(actor, opened),
        others=here.exclude(pk__in=opened.values("pk")).exists(),
    )


def gaps_named_for(actor: Actor) -> "QuerySet[Gap]":
    """Return the gaps of which this member may read the name, and nothing else of others."""
    if actor.role not in SEES_NETWORK or actor.network_id is None:
        return Gap.objects.none()
    return _named(Gap.objects.filter(network_id=actor.network_id))


def _named(rows: "QuerySet[Gap]") -> "QuerySet[Gap]":
    """Rule `is_named` of core as one question to the database."""
    agreed = (
        GapNaming.objects.filter(gap=OuterRef("pk"))
        .values("gap")
        .annotate(n=Count("pk"))
        .filter(n__gte=AGREE)
    )
    large = QuarterBand.objects.filter(gap=OuterRef("pk"), many=True)
    return rows.filter(Q(Exists(agreed)) | Q(Exists(large)))


def _offered(actor: Actor, opened: "QuerySet[Gap]") -> tuple[Offered, ...]:
    if actor.role not in KEEPS_GAPS:
        return ()
    mine = GapNaming.objects.filter(gap=OuterRef("pk"), organisation_id=actor.own_organisation)
    any_yes = GapNaming.objects.filter(gap=OuterRef("pk"))
    rows = gaps(actor).filter(Exists(any_yes), ~Exists(mine)).exclude(pk__in=opened.values("pk"))
    return tuple(Offered(row.pk, row.name) for row in rows.order_by("name"))


# --- a no that nobody took up ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Unfollowed:
    """A no without a next party. `who` is there for a coordinator only."""

    request_id: UUID
    number: str
    kind: str
    said_on: date
    call_back_on: date | None
    who: Named | None


@dataclass(frozen=True, slots=True)
class UnfollowedPage:
    """Of the own organisation: the noes that nobody took up, and those after which we still call.
    For the network one band.
    """

    rows: tuple[Unfollowed, ...]
    planned: tuple[Unfollowed, ...]
    total: int
    quarter: date
    many: bool


def no_follow_up(actor: Actor, now: datetime) -> UnfollowedPage:
    """Return the list "nee zonder vervolg"; a board member reads numbers, an administrator one
    band.
    """
    today = local_day(now)
    quarter = last_closed(today)
    if actor.role is Role.NETWORK_ADMIN and actor.network_id is not None:
        bands = QuarterBand.objects.filter(network_id=actor.network_id, gap=None, quarter=quarter)
        return UnfollowedPage((), (), 0, quarter, bands.filter(many=True).exists())
    if actor.role not in MAY_OWN:
        raise NotFound("no follow-up")
    # a board member has no requests of their own to see: only these columns of these rows
    rows = (
        requests(actor)
        if actor.role is Role.COORDINATOR
        else Request.objects.filter(organisation_id=actor.own_organisation, erased_at=None)
    ).filter(closing_reason__in=SAYING_NO, nobody_discussed=True)
    with_names = actor.role is Role.COORDINATOR
    if with_names:
        rows = rows.select_related("help_seeker")
    ordered = rows.order_by("-closed_at", "pk")
    # a call that is still to be made is what follows: it is not without one
    shown = list(ordered.filter(next_contact_on=None)[:MOST])
    planned = list(ordered.exclude(next_contact_on=None)[:MOST])
    if with_names:
        seen = [row.help_seeker_id for row in (*shown, *planned)]
        record_reading(actor, "no_follow_up", Purpose.HELP, seen, now)

    def listed(found: list[Request]) -> tuple[Unfollowed, ...]:
        return tuple(
            Unfollowed(
                row.pk,
                row.number,
                row.kind,
                local_day(row.closed_at) if row.closed_at else today,
                row.next_contact_on,
                named(row.help_seeker, today) if with_names else None,
            )
            for row in found
        )

    return UnfollowedPage(
        listed(shown),
        listed(planned),
        rows.filter(next_contact_on=None).count(),
        quarter,
        many=False,
    )
