"""Read the browser behind a week link: whether it may still come in, and which others there are."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.links import WEEK, current
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.messages.devices import Browser, DeviceLabel, Kind, System, forgotten_before
from loopplank.store.models import Device, Link


@dataclass(frozen=True, slots=True)
class WayIn:
    """A week link in one browser. `device_id` is None until the volunteer does something there."""

    link: Link
    secret: str
    device_id: UUID | None = None
    last_seen_on: date | None = None


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def way_in(
    link_id: str, generation: int, secret: str, today: date, *, just_opened: bool
) -> WayIn | None:
    """Return what a cookie opens today.

    One that nobody used yet opens only what was `just_opened`; a remembered one goes on until it is
    ended, until its link is renewed, or until nobody used it for ninety days.
    """
    row = Device.objects.filter(secret_hash=hash_of(secret)).first()
    if row is None:
        link = current(link_id, generation, WEEK, today) if just_opened else None
        return WayIn(link, secret) if link is not None else None
    if row.revoked_at is not None or row.last_seen_on < forgotten_before(today):
        return None
    link = current(link_id, row.generation, WEEK, today)
    if link is None or link.subject_id != row.volunteer_id:
        return None
    return WayIn(link, secret, row.pk, row.last_seen_on)


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """One remembered device as its owner reads it."""

    id: UUID
    told: DeviceLabel
    first_seen_on: date
    last_seen_on: date
    this_one: bool


def devices_page(actor: Actor, secret: str, now: datetime) -> tuple[DeviceLine, ...]:
    """Return the devices of a volunteer that can come in today: this one first, then the last
    used.
    """
    if actor.role is not Role.VOLUNTEER or actor.id is None:
        raise NotFound("devices")
    link = Link.objects.filter(purpose=WEEK, subject_id=actor.id).first()
    if link is None:
        raise NotFound("devices")
    rows = Device.objects.filter(
        volunteer_id=actor.id,
        revoked_at=None,
        generation=link.generation,
        last_seen_on__gte=forgotten_before(local_day(now)),
    ).order_by("-last_seen_on", "-first_seen_on", "pk")
    own = hash_of(secret)
    lines = [
        DeviceLine(
            id=row.pk,
            told=DeviceLabel(Kind(row.kind), System(row.system), Browser(row.browser)),
            first_seen_on=row.first_seen_on,
            last_seen_on=row.last_seen_on,
            this_one=row.secret_hash == own,
        )
        for row in rows
    ]
    record_reading(actor, "devices", Purpose.OWN, [actor.id], now)
    return tuple(sorted(lines, key=lambda line: not line.this_one))
