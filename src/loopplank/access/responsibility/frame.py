"""Read what stands around every work page: the place, the counts of the menu, who is signed in."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from loopplank.access.account.actors import Actor
from loopplank.access.kit.prepared import Prepared, only_one
from loopplank.access.kit.rows import count_of
from loopplank.access.messages.channels import channels, to_do
from loopplank.access.messages.messages import not_for
from loopplank.access.responsibility.board_today import reset_counts
from loopplank.access.responsibility.rota import standing_in
from loopplank.access.volunteers.applications import own_applications_due
from loopplank.access.volunteers.visit_notes import own_notes_due
from loopplank.core.account.roles import MAY_OWN, Role
from loopplank.core.account.second_step import BEEN_HERE
from loopplank.core.kit.calendar import local_day
from loopplank.core.referrals.states import Status
from loopplank.core.requests.states import OPEN
from loopplank.store.models import (
    AskerConcern,
    Membership,
    Message,
    Observation,
    Referral,
    Request,
    VolunteerSignal,
)


@dataclass(frozen=True, slots=True)
class OtherPlace:
    """Another membership of the same account."""

    membership_id: UUID
    organisation: str
    role: Role


@dataclass(frozen=True, slots=True)
class Frame:
    """Names and counts for the side bar: one query, and one more for who works in two places."""

    organisation: str
    network: str
    name: str
    role: Role
    hours_a_week: int | None
    weekdays: tuple[int, ...]
    stand_in: str
    today: int
    signals: int
    requests: int
    messages: int
    referrals: int
    elsewhere: tuple[OtherPlace, ...]
    shortcuts: bool


def frame_of(actor: Actor, now: datetime) -> Frame:
    """Read the frame of a member. Counts are the organisation's, and today's are the actor's."""
    today = local_day(now)
    row = only_one(Membership, _FRAME.rows(actor=actor, today=today, here_since=today - BEEN_HERE))
    organisation = row.organisation
    counts = {name: vars(row).get(f"n_{name}") or 0 for name in COUNTED}
    return Frame(
        organisation=organisation.name,
        network=organisation.network.name,
        name=row.account.name,
        role=actor.role,
        hours_a_week=row.hours_a_week,
        weekdays=tuple(row.weekdays),
        stand_in=vars(row)["stands_in"] or "",
        today=sum(counts[name] for name in OF_TODAY),
        signals=counts["signals"],
        requests=counts["requests"],
        messages=counts["messages"],
        referrals=counts["referrals"],
        elsewhere=_elsewhere(row) if counts["memberships"] > 1 else (),
        shortcuts=row.account.shortcuts,
    )


def _row(actor: Actor, today: date, here_since: date) -> "QuerySet[Membership]":
    stands_in = standing_in(OuterRef("organisation_id"), today).values("account__name")
    return (
        Membership.objects.select_related("account", "organisation__network")
        .annotate(**_counts(actor, today, here_since), stands_in=Subquery(stands_in[:1]))
        .filter(pk=actor.own_membership)
    )


#: It stands around every page, and is the largest question of most of them.
_FRAME = Prepared(_row, depends_on=channels)


def _elsewhere(here: Membership) -> tuple[OtherPlace, ...]:
    others = Membership.objects.filter(account_id=here.account_id, active=True)
    rows = others.exclude(pk=here.pk).order_by("organisation__name", "role")
    return tuple(
        OtherPlace(pk, name, Role(role))
        for pk, name, role in rows.values_list("pk", "organisation__name", "role")
    )


OF_TODAY = (
    "today",
    "signals",
    "concerns",
    "asked_today",
    "observations",
    "notes",
    "applying",
    "resets",
    "own_reset",
)
COUNTED = (
    "requests",
    "today",
    "messages",
    "signals",
    "concerns",
    "memberships",
    "referrals",
    "asked_today",
    "observations",
    "notes",
    "applying",
    "resets",
    "own_reset",
)


def _counts(actor: Actor, today: date, here_since: date) -> dict[str, Subquery]:
    """Return a subquery for each count, so that the frame costs one query on every page."""
    counted = {
        "n_memberships": count_of(
            Membership.objects.filter(account_id=OuterRef("account_id"), active=True)
        )
    }
    asked = Referral.objects.filter(
        to_organisation_id=actor.own_organisation, status=Status.REQUESTED.value
    )
    if actor.role in {Role.COORDINATOR, Role.PROFESSIONAL}:
        counted["n_referrals"] = count_of(asked)
    if actor.role is Role.COORDINATOR:
        here = {"organisation_id": actor.own_organisation}
        opened = Request.objects.filter(**here, state__in=OPEN, erased_at=None)
        counted |= {
            "n_requests": count_of(opened),
            "n_today": count_of(opened.filter(owner_id=actor.id, due_on__lte=today)),
            "n_messages": count_of(Message.objects.filter(to_do(), **here).exclude(not_for(actor))),
            "n_concerns": count_of(
                AskerConcern.objects.filter(to_id=actor.id, answered_at=None, restricted=False)
            ),
            "n_asked_today": count_of(asked.filter(handler_id=actor.id, answer_by__lte=today)),
            "n_notes": own_notes_due(actor, today),
            "n_applying": own_applications_due(actor, today),
            "n_observations": count_of(
                Observation.objects.filter(
                    to_id=actor.id, answered_at=None, answer_before__lte=today
                )
            ),
        }
    if actor.role in MAY_OWN:
        # those with a file of their own, which may be two people's, count by the file
        waits = VolunteerSignal.objects.filter(answered_at=None)
        files = Q(safety_file__held_by_id=actor.id) | Q(safety_file__stand_in_id=actor.id)
        counted["n_signals"] = count_of(waits.filter(Q(to_id=actor.id) | files))
    if actor.role is Role.NETWORK_ADMIN:
        watched = VolunteerSignal.objects.filter(watched_by_id=actor.id, answered_at=None)
        counted["n_signals"] = count_of(watched)
    if actor.role is Role.BOARD or actor.only_own:
        resets = reset_counts(actor, here_since)
        counted |= {f"n_{name}": count for name, count in resets.items()}
    return counted
