"""Read what is late while somebody waits for a word: alone, or too many at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, QuerySet, Subquery

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor
from loopplank.access.kit import workdays
from loopplank.access.kit.names import Named, named
from loopplank.access.kit.rows import count_of
from loopplank.access.requests.requests import requests
from loopplank.access.responsibility.on_duty import may_own
from loopplank.access.responsibility.promises import new_day_words, next_day_of, who_calls
from loopplank.core.kit.calendar import last_passed, local_day
from loopplank.core.requests.states import State
from loopplank.core.responsibility.clocks import FEW, TOLD_A_DAY
from loopplank.store.models import Membership, Organisation, Request

SHOWN = 25


def late_rows(organisation_id: UUID, now: datetime) -> "QuerySet[Request]":
    """Open requests of which the day passed that somebody was told; the longest late first."""
    rows = Request.objects.filter(organisation_id=organisation_id, erased_at=None)
    return _late(rows, now).order_by("due_on", "received_at", "pk")


def _late(rows: "QuerySet[Request]", now: datetime) -> "QuerySet[Request]":
    return rows.filter(state__in=TOLD_A_DAY, due_on__lte=last_passed(now))


def too_many_late(organisation_id: UUID, now: datetime) -> bool:
    """Return whether so many are late at once that it is one decision, and not an apology each."""
    return late_rows(organisation_id, now).count() > FEW


def late_counts(organisation_id: UUID, now: datetime) -> dict[str, Subquery]:
    """Return what `decision_waits` must know, to come along with another question."""
    late = late_rows(organisation_id, now)
    unheard = late.filter(state=State.NEW, ran_out_on=F("due_on")).exclude(sorry_for=F("due_on"))
    return {"late": count_of(late), "unheard": count_of(unheard)}


def decision_waits(late: int, unheard: int) -> int:
    """Return how many late requests wait for one decision about all of them; 0 when there is none.

    It stays until everybody who was kept waiting for it has heard something.
    """
    return late if late > FEW or unheard else 0


# --- the page on which it is decided --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LateRow:
    request_id: UUID
    who: Named
    kinds: tuple[str, ...]
    state: State
    due_on: date
    owner: str


@dataclass(frozen=True, slots=True)
class CouldTake:
    """A colleague who could take some of them, and the first day on which they are there."""

    membership_id: UUID
    name: str
    next_day: date


@dataclass(frozen=True, slots=True)
class LatePage:
    """`example` is what a message to the first of them must know, for any day and caller."""

    rows: tuple[LateRow, ...]
    total: int
    colleagues: tuple[CouldTake, ...]
    first_day: date
    organisation: Organisation
    example: Request | None

    def words(self, again: date, caller: str | None = None) -> dict[str, object]:
        """Return what the first of them would be told: of this caller, or of who owns it on that
        day.
        """
        if self.example is None:
            return {}
        named_ = who_calls(self.example.owner, again) if caller is None else caller
        return new_day_words(self.example, again, named_)


def late_page(actor: Actor, now: datetime) -> LatePage:
    """Return everything that is late at once, and who could take some of it; four queries."""
    today = local_day(now)
    organisation = Organisation.objects.get(pk=actor.own_organisation)
    late = late_rows(organisation.pk, now)
    found = list(late.select_related("help_seeker", "applicant", "owner__account")[:SHOWN])
    members = colleagues(organisation.pk)
    record_reading(
        actor,
        "late",
        Purpose.HELP,
        [*(row.help_seeker_id for row in found), *(one.account_id for one in members)],
        now,
    )
    return LatePage(
        rows=tuple(
            LateRow(
                row.pk,
                named(row.help_seeker, today),
                tuple(row.kinds or [row.kind]),
                State(row.state),
                row.due_on or today,
                row.owner.account.name,
            )
            for row in found
        ),
        total=late.count(),
        colleagues=_could_take(members, organisation, now),
        first_day=workdays.of_organisation(organisation, today).after(today, 1),
        organisation=organisation,
        example=found[0] if found else None,
    )


def _could_take(
    members: Iterable[Membership], organisation: Organisation, now: datetime
) -> tuple[CouldTake, ...]:
    made = []
    for row in members:
        day = next_day_of(row, organisation, now)
        if day is not None:
            made.append(CouldTake(row.pk, row.account.name, day))
    return tuple(made)


def colleagues(organisation_id: UUID, chosen: Iterable[UUID] | None = None) -> list[Membership]:
    """Return who may own a request here and can sign in; of them the chosen ones."""
    rows = may_own(organisation_id=organisation_id)
    if chosen is not None:
        rows = rows.filter(pk__in=list(chosen))
    return list(rows.order_by("account__name", "pk"))


def late_for_change(actor: Actor, now: datetime) -> list[Request]:
    """Return the same rows, locked in a fixed order, with all that a message about them needs.

    What makes a row late is asked of the locked row itself, not of a list made before: somebody who
    decided a moment ago is waited for, and then nothing is late any more.
    """
    locked = (
        _late(requests(actor), now)
        .select_related("owner__account", "organisation", "help_seeker", "applicant")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    return sorted(locked, key=lambda row: (row.due_on or date.max, row.received_at, row.pk))
