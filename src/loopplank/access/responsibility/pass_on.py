"""Read what is still a colleague's, for whoever takes it over for good."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor
from loopplank.access.requests.requests import answered_for_by
from loopplank.access.responsibility.absence import colleague_row
from loopplank.store.models import Membership, Takeover


@dataclass(frozen=True, slots=True)
class Theirs:
    """One request as the page of a takeover shows it: no name, only what work it is."""

    request_id: UUID
    number: str
    kinds: tuple[str, ...]
    state: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class PassOnPage:
    """`asked` is who was asked to take it all over, if anybody; `could` are those to ask."""

    membership_id: UUID
    name: str
    is_me: bool
    rows: tuple[Theirs, ...]
    asked: str
    asked_me: bool
    could: tuple[tuple[UUID, str], ...]


def pass_on_page(actor: Actor, membership_id: UUID, now: datetime) -> PassOnPage:
    """Return what is still a colleague's, also what is lent out while they are away.

    Six queries.
    """
    row = colleague_row(actor, membership_id)
    mine = list(answered_for_by(row).order_by("due_on", "received_at", "pk"))
    asked = (
        Takeover.objects.filter(leaver=row, accepted_at=None)
        .select_related("colleague__account")
        .first()
    )
    could = (
        Membership.objects.filter(
            organisation_id=row.organisation_id,
            active=True,
            account__is_active=True,
            role="coordinator",
        )
        .exclude(account_id=row.account_id)
        .order_by("account__name")
        .values_list("pk", "account__name")
    )
    record_reading(
        actor,
        "pass_on",
        Purpose.PLANNING,
        [row.account_id, *(one.help_seeker_id for one in mine)],
        now,
    )
    return PassOnPage(
        membership_id=row.pk,
        name=row.account.name,
        is_me=row.account_id == actor.account_id,
        rows=tuple(
            Theirs(one.pk, one.number, tuple(one.kinds or [one.kind]), one.state, one.due_on)
            for one in mine
        ),
        asked=asked.colleague.account.name if asked else "",
        asked_me=asked is not None and asked.colleague_id == actor.id,
        could=tuple(could),
    )
