"""Read who opened this file: the person it is about may ask for it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.access_records import HIDDEN, Purpose, record_reading
from loopplank.access.account.actors import Actor
from loopplank.access.kit.names import Named, named
from loopplank.access.messages.devices import maker_of
from loopplank.access.requests.request import request_row
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.store.models import AccessSubject, HandOverKey, Membership, Request, Volunteer

MOST = 200


@dataclass(frozen=True, slots=True)
class Look:
    at: datetime
    name: str
    role: str
    page: str
    purpose: str


@dataclass(frozen=True, slots=True)
class LooksPage:
    row: Request
    who: Named
    looks: tuple[Look, ...]


def who_looked(actor: Actor, request_id: UUID, now: datetime) -> LooksPage:
    """Return the last two hundred times that this person's data was on a screen; five queries."""
    row = request_row(actor, request_id)
    found = list(
        AccessSubject.objects.filter(
            subject_id__in=[pk for pk in (row.help_seeker_id, row.pk) if pk]
        )
        # that somebody wrote down a worry is for whom it was told to, and for nobody else
        .exclude(record__purpose__in=HIDDEN)
        .select_related("record")
        .order_by("-record_id")[:MOST]
    )
    ids = {s.record.actor_id for s in found if s.record.actor_id}
    names = {
        m.pk: m.account.name
        for m in Membership.objects.filter(pk__in=ids).select_related("account")
    }
    names |= {one.pk: one.name for one in row.relatives.filter(pk__in=ids)}
    names |= {v.pk: v.first_name for v in Volunteer.objects.filter(pk__in=ids)}
    held = [s.record for s in found if s.record.actor_role == Role.KEY_HOLDER]
    if by_key := {record.actor_id for record in held if record.actor_id}:
        # nobody knows more of them than who made the key
        made = HandOverKey.objects.filter(pk__in=by_key)
        made = made.select_related("made_by__account", "organisation")
        names |= {key.pk: maker_of(key) for key in made}
    record_reading(actor, "who_looked", Purpose.HELP, [row.help_seeker_id], now)
    return LooksPage(
        row=row,
        who=named(row.help_seeker, local_day(now)),
        looks=tuple(
            Look(
                at=s.record.at,
                name=names.get(s.record.actor_id, "") if s.record.actor_id else "",
                role=s.record.actor_role,
                page=s.record.page,
                purpose=s.record.purpose,
            )
            for s in found
        ),
    )
