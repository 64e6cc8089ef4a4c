"""Read what was asked about a lost second step, and when its owner was told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.links import STOP, by_token
from loopplank.core.account.reach import REACH, Deed
from loopplank.core.account.second_step import (
    BEEN_HERE,
    LAPSES,
    OPEN,
    WAITS,
    Asked,
    ResetState,
    lapses,
    may_go,
)
from loopplank.core.kit.calendar import local_day
from loopplank.core.messages.states import MessageState
from loopplank.store.models import Membership, Message, SecondStepReset


def asked_of(row: SecondStepReset) -> Asked:
    """Return what stands of a question, with the moment at which the news of it left first."""
    told = (
        Message.objects.filter(
            account_id=row.account_id,
            template="second_step_asked",
            state=MessageState.TOLD,
            # left by itself: that somebody says so is no news to whoever it is for
            done_by=None,
            queued_at__gte=row.asked_at,
        )
        .order_by("done_at")
        .values_list("done_at", flat=True)
        .first()
    )
    return Asked(ResetState(row.state), row.asked_by_id, row.asked_at, told)


def stopped_at(account_id: UUID) -> datetime | None:
    """Return when the person themselves stopped such a question last."""
    stopped = SecondStepReset.objects.filter(account_id=account_id, state=ResetState.STOPPED)
    return stopped.order_by("-ended_at").values_list("ended_at", flat=True).first()


def resets_to_finish(now: datetime, skip: Collection[UUID] = (), limit: int = 50) -> list[UUID]:
    """Return the questions of which the time may have come, or which lapse."""
    rows = SecondStepReset.objects.filter(
        state=ResetState.WAITING, seconded_at__lte=now - WAITS
    ) | SecondStepReset.objects.filter(state=ResetState.ASKED, asked_at__lte=now - LAPSES)
    waiting = rows.exclude(pk__in=skip).order_by("asked_at", "pk")[:limit]
    asked = [(row.pk, asked_of(row)) for row in waiting]
    return [pk for pk, one in asked if may_go(one, now) or lapses(one, now)]


@dataclass(frozen=True, slots=True)
class OpenReset:
    """What one's own page, and that of a colleague, tells of it."""

    waiting: bool
    asked_by: str
    seconded_by: str
    asked_by_me: bool
    goes_at: datetime | None


def open_reset(account_id: UUID, reader_id: UUID | None) -> OpenReset | None:
    """Return what is asked about this account now. The page records the reading."""
    row = (
        SecondStepReset.objects.filter(account_id=account_id, state__in=OPEN)
        .select_related("asked_by", "seconded_by")
        .first()
    )
    if row is None:
        return None
    asked = asked_of(row)
    return OpenReset(
        waiting=asked.state is ResetState.WAITING,
        asked_by=row.asked_by.name,
        seconded_by=row.seconded_by.name if row.seconded_by else "",
        asked_by_me=row.asked_by_id == reader_id,
        goes_at=asked.told_at + WAITS if asked.told_at else None,
    )


@dataclass(frozen=True, slots=True)
class ResetHere:
    """A question about the second step of somebody who works here. `about_me`: I can stop it;
    `asked_by_me`: it waits for somebody else; otherwise the reader can be the second person.
    """

    membership_id: UUID
    account_id: UUID
    name: str
    asked_by: str
    asked_at: datetime
    lapses_at: datetime
    asked_by_me: bool
    about_me: bool


def to_second(actor: Actor, since: date) -> "QuerySet[SecondStepReset]":
    """Return the questions of which this member can be the second person, as `ask_reset` lets
    them: `since` is the last day on which they can have begun here.
    """
    works = Membership.objects.filter(account=OuterRef("account"), active=True)
    reach = sorted(REACH[Deed.SECOND_STEP].get(actor.role, ()))
    return SecondStepReset.objects.filter(
        Exists(works.filter(organisation_id=actor.own_organisation)),
        # a sign-in that opens more than the reader reaches is nobody's to touch from here
        ~Exists(works.exclude(organisation_id=actor.own_organisation, role__in=reach)),
        Exists(Membership.objects.filter(pk=actor.own_membership, since__lte=since)),
        state=ResetState.ASKED,
    ).exclude(Q(account_id=actor.account_id) | Q(asked_by_id=actor.account_id))


def resets_here(actor: Actor, today: date, *, most: int) -> tuple[ResetHere, ...]:
    """Return what is asked about a second step and concerns this member; one query. The page
    records the reading.
    """
    here = Membership.objects.filter(
        account=OuterRef("account"), organisation_id=actor.own_organisation, active=True
    )
    mine = Q(asked_by_id=actor.account_id, state=ResetState.ASKED) | Q(account_id=actor.account_id)
    rows = (
        SecondStepReset.objects.filter(
            Q(pk__in=to_second(actor, today - BEEN_HERE).values("pk")) | mine, state__in=OPEN
        )
        .annotate(works_as=Subquery(here.order_by("since", "pk").values("pk")[:1]))
        .exclude(works_as=None)
        .select_related("account", "asked_by")
        .order_by("asked_at", "pk")[:most]
    )
    return tuple(
        ResetHere(
            membership_id=vars(row)["works_as"],
            account_id=row.account_id,
            name=row.account.name,
            asked_by=row.asked_by.name,
            asked_at=row.asked_at,
            lapses_at=row.asked_at + LAPSES,
            asked_by_me=row.asked_by_id == actor.account_id,
            about_me=row.account_id == actor.account_id,
        )
        for row in rows
    )


def reset_to_stop(actor: Actor, token: str, now: datetime) -> OpenReset:
    """Return what the link of the message can still stop. Raises NotFound once it is over."""
    link = by_token(token, local_day(now))
    row = (
        SecondStepReset.objects.filter(pk=link.subject_id, state__in=OPEN).first()
        if link is not None and link.purpose == STOP
        else None
    )
    found = open_reset(row.account_id, None) if row is not None else None
    if row is None or found is None:
        raise NotFound("stop")
    record_reading(actor, "stop_reset", Purpose.ACCOUNT, [row.account_id], now)
    return found
