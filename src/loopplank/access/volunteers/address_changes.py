"""Read which addresses of volunteers changed lately, so that no key goes there yet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.links import ADDRESS, WEEK, by_token
from loopplank.core.kit.calendar import local_day
from loopplank.core.volunteers.address_change import (
    AddressKind,
    Change,
    ChangeState,
    by_two_coordinators,
    is_uncertain,
)
from loopplank.store.models import AddressChange, Message, Volunteer

#: By which kind of address a message of this channel leaves.
KINDS = {"email": AddressKind.EMAIL, "sms": AddressKind.PHONE, "phone": AddressKind.PHONE}


def change_facts(row: AddressChange) -> Change:
    return Change(ChangeState(row.state), row.former, row.current, row.key_from)


def uncertain_of(
    volunteer_ids: Collection[UUID], now: datetime
) -> Mapping[UUID, Mapping[AddressKind, AddressChange]]:
    """Return by volunteer which kinds of address may receive no key yet; one query."""
    found: dict[UUID, dict[AddressKind, AddressChange]] = {}
    rows = AddressChange.objects.filter(
        volunteer__in=list(volunteer_ids), state=ChangeState.OPEN, key_from__gt=now
    )
    for row in rows:
        if is_uncertain(change_facts(row), now):
            found.setdefault(row.volunteer_id, {})[AddressKind(row.kind)] = row
    return found


def may_hold_key(row: Message, waits: Mapping[UUID, Mapping[AddressKind, AddressChange]]) -> bool:
    """Return whether the address to which this message goes may receive what opens something.

    The address before the one on record gets what lets it object, and nothing that opens a week.
    """
    if row.link is None or row.volunteer_id is None:
        return True
    if row.address:
        return bool(row.link.purpose == ADDRESS)
    return KINDS.get(row.channel) not in waits.get(row.volunteer_id, {})


def key_waits_until(row: Message, now: datetime) -> datetime | None:
    """Return from when the address of a message that is nothing but a key may receive it, if that
    is not now.
    """
    if row.volunteer_id is None or row.link is None or row.link.purpose != WEEK:
        return None
    waits = uncertain_of([row.volunteer_id], now).get(row.volunteer_id, {})
    kind = KINDS.get(row.channel)
    change = waits.get(kind) if kind is not None else None
    return change.key_from if change is not None else None


def change_behind(token: str, now: datetime) -> AddressChange | None:
    """Return the change about which the old address has its say, while that is so."""
    link = by_token(token, local_day(now))
    if link is None or link.purpose != ADDRESS:
        return None
    row = AddressChange.objects.select_related("volunteer").filter(pk=link.subject_id).first()
    there = row is not None and row.volunteer.erased_at is None
    return row if there and row is not None and is_uncertain(change_facts(row), now) else None


@dataclass(frozen=True, slots=True)
class ChangeSeen:
    """An address that changed lately, for a page. `vouched_here`: somebody of the own organisation
    said that it is right; `vouched`: somebody of any did. `may_vouch`: that would help.
    """

    id: UUID
    kind: AddressKind
    changed_on: date
    key_from: date
    vouched: bool
    vouched_here: bool
    may_vouch: bool


def changes_seen(
    volunteer: Volunteer, now: datetime, organisation_id: UUID | None = None
) -> tuple[ChangeSeen, ...]:
    """Return what is uncertain of one volunteer; one query."""
    rows = AddressChange.objects.filter(
        volunteer=volunteer, state=ChangeState.OPEN, key_from__gt=now
    ).select_related("vouched_by")
    found = list(rows.order_by("kind"))
    mail = certain_mail(volunteer, {AddressKind(row.kind): row for row in found})
    return tuple(
        ChangeSeen(
            id=row.pk,
            kind=AddressKind(row.kind),
            changed_on=local_day(row.changed_at),
            key_from=local_day(row.key_from),
            vouched=row.vouched_by is not None,
            vouched_here=row.vouched_by is not None
            and row.vouched_by.organisation_id == organisation_id,
            may_vouch=by_two_coordinators(AddressKind(row.kind), mail),
        )
        for row in found
    )


def certain_mail(volunteer: Volunteer, waits: Mapping[AddressKind, AddressChange]) -> str:
    """Return the e-mail address of a volunteer that is certain, or "" without one."""
    change = waits.get(AddressKind.EMAIL)
    return change.former if change is not None else volunteer.email
