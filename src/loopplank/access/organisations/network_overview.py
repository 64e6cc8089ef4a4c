"""Read how a whole network stands: owners, who stands in, and what the night proved. Numbers only.

Nothing of anybody who asks for help shows here, and nothing of a volunteer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Q

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.messages.delivery import Stuck, stuck_of
from loopplank.access.responsibility.on_duty import left, may_own
from loopplank.access.responsibility.rota import OnDuty, rota_of
from loopplank.access.wellbeing.signal import Watched, watched
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day, monday
from loopplank.core.kit.periodic import PeriodicState
from loopplank.core.organisations.organisations import OrganisationKind
from loopplank.core.referrals.states import Status, Why
from loopplank.core.requests.states import OPEN
from loopplank.core.responsibility.nightly_checks import REPLAYED
from loopplank.store.models import (
    Event,
    Membership,
    Network,
    Organisation,
    PeriodicRun,
    PostcodeArea,
    Referral,
    Request,
    Routing,
)

QUIET_AFTER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class QuietOwner:
    """Owns open requests, and did nothing with any for two weeks."""

    name: str
    owns: int


@dataclass(frozen=True, slots=True)
class House:
    """One organisation: its open requests, its stand-ins of this week, and its quiet owners."""

    name: str
    phone: str
    open_requests: int
    on_duty: tuple[OnDuty, ...]
    quiet: tuple[QuietOwner, ...]


@dataclass(frozen=True, slots=True)
class Silent:
    """How many questions that one party asked another fell silent and were touched by nobody."""

    sender: str
    receiver: str
    phone: str
    count: int


@dataclass(frozen=True, slots=True)
class Checked:
    """The last nightly check: what it counted by name, and over how many requests."""

    at: datetime
    found: Mapping[str, int]
    replayed: int


@dataclass(frozen=True, slots=True)
class Begun:
    """What a new network has done of its first steps."""

    areas: bool
    organisations: bool
    somebody_in: bool
    form_open: bool
    routing: bool


@dataclass(frozen=True, slots=True)
class NetworkOverview:
    name: str
    without_owner: int
    houses: tuple[House, ...]
    silent: tuple[Silent, ...]
    stuck: tuple[Stuck, ...]
    checked: Checked | None
    watched: tuple[Watched, ...]
    begun: Begun


def network_overview(actor: Actor, now: datetime) -> NetworkOverview:
    """Return the state of the own network; thirteen queries however large it is."""
    if actor.role is not Role.NETWORK_ADMIN or actor.network_id is None:
        raise NotFound("network")
    network = Network.objects.get(pk=actor.network_id)
    still_open = Request.objects.filter(
        organisation__network=network, state__in=OPEN, erased_at=None
    )
    # a municipality that only reads owns nothing and has nobody to stand in
    owning = Q(kind=OrganisationKind.VOLUNTEERS) | Q(pk__in=still_open.values("organisation_id"))
    rows = list(Organisation.objects.filter(owning, network=network).order_by("name"))
    owners = _owners(rows, now)
    begin = monday(local_day(now))
    rota = rota_of(rows, begin, 7)
    members = _members(rows)
    names = {pk: name for pk, name, _account in members}
    accounts = {pk: account for pk, _name, account in members}
    shown = {run.who for runs in rota.values() for run in runs if run.who}
    shown |= {pk for found in owners.values() for pk, _name, _owns, quiet in found if quiet}
    over = watched(actor)
    record_reading(
        actor,
        "network_overview",
        Purpose.PLANNING,
        [*(accounts.get(pk) for pk in shown), *(one.account_id for one in over)],
        now,
    )
    return NetworkOverview(
        name=network.name,
        without_owner=still_open.filter(left("owner")).count(),
        houses=tuple(
            House(
                name=row.name,
                phone=row.phone,
                open_requests=sum(owns for _pk, _name, owns, _quiet in owners.get(row.pk, ())),
                on_duty=tuple(
                    OnDuty(run.first, run.last, names.get(run.who, "") if run.who else "")
                    for run in rota[row.pk]
                ),
                quiet=tuple(
                    QuietOwner(name, owns)
                    for _pk, name, owns, quiet in owners.get(row.pk, ())
                    if quiet
                ),
            )
            for row in rows
        ),
        silent=_silent(network),
        stuck=tuple(stuck_of(network)),
        checked=_checked(),
        watched=over,
        begun=_begun(network, rows),
    )


def _silent(network: Network) -> tuple[Silent, ...]:
    """Return what the loop brought here on the tenth working day, until somebody touches it; by
    party.
    """
    untouched = Q(from_request=None) | Q(from_request__changed_at__lte=F("lapsed_at"))
    rows = (
        Referral.objects.filter(
            Q(from_organisation__network=network) | Q(to_organisation__network=network),
            untouched,
            Q(status=Status.REQUESTED.value) | Q(why=Why.NO_ANSWER.value),
            with_admin_at__isnull=False,
        )
        .values(
            "from_organisation__name",
            "from_party__works_at",
            "to_organisation__name",
            "to_organisation__phone",
            "to_party__works_at",
            "to_party__phone",
        )
        .annotate(n=Count("pk"))
        .order_by("to_organisation__name", "to_party__works_at", "from_organisation__name")
    )
    return tuple(
        Silent(
            sender=row["from_organisation__name"] or row["from_party__works_at"] or "",
            receiver=row["to_organisation__name"] or row["to_party__works_at"] or "",
            phone=row["to_organisation__phone"] or row["to_party__phone"] or "",
            count=row["n"],
        )
        for row in rows
    )


def _owners(
    rows: Sequence[Organisation], now: datetime
) -> dict[UUID, list[tuple[UUID, str, int, bool]]]:
    """Return by organisation (membership, name, open requests, quiet); two queries."""
    counted = list(
        Request.objects.filter(organisation__in=rows, state__in=OPEN, erased_at=None)
        .values_list("organisation_id", "owner_id", "owner__account__name", "owner__since")
        .annotate(n=Count("pk"))
        .order_by("owner__account__name")
    )
    since = now - QUIET_AFTER
    moved = set(
        Event.objects.filter(
            organisation_id__in=[row.pk for row in rows],
            at__gte=since,
            actor_id__in=[owner for _, owner, *_ in counted],
        )
        .values_list("actor_id", flat=True)
        .distinct()
    )
    found: dict[UUID, list[tuple[UUID, str, int, bool]]] = {}
    for organisation_id, owner_id, name, began, owns in counted:
        quiet = owner_id not in moved and began <= local_day(since)
        found.setdefault(organisation_id, []).append((owner_id, name, owns, quiet))
    return found


def _members(rows: Sequence[Organisation]) -> list[tuple[UUID, str, UUID]]:
    return list(may_own(organisation__in=rows).values_list("pk", "account__name", "account_id"))


def _checked() -> Checked | None:
    row = (
        PeriodicRun.objects.filter(kind="check", state=PeriodicState.DONE)
        .order_by("-finished_at")
        .first()
    )
    if row is None or row.finished_at is None:
        return None
    counts = {str(code): int(n) for code, n in row.outcome.items()}
    replayed = counts.pop(REPLAYED, 0)
    return Checked(row.finished_at, counts, replayed)


def _begun(network: Network, rows: Sequence[Organisation]) -> Begun:
    return Begun(
        areas=PostcodeArea.objects.exists(),
        organisations=bool(rows),
        somebody_in=Membership.objects.filter(
            organisation__in=rows, account__last_login__isnull=False
        ).exists(),
        form_open=any(row.form_open for row in rows),
        routing=network.default_organisation_id is not None
        and Routing.objects.filter(network=network).exists(),
    )
