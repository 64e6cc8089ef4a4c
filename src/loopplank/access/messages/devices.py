"""Read the browser behind a week link or a hand-over key: whether it may still come in, as whom,
and which others there are.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.links import WEEK, actor_of, current, of_subject, works
from loopplank.access.volunteers.volunteers import volunteers
from loopplank.core.account.hand_over import is_full
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.messages.devices import Browser, DeviceLabel, Kind, System, forgotten_before
from loopplank.store.models import Device, HandOverKey, Link

#: In the cookie of a browser in which only a hand-over key was opened: no link has this generation.
BY_KEY = 0


@dataclass(frozen=True, slots=True)
class WayIn:
    """A week link in one browser. `device_id` is None until the volunteer does something there.

    `generation` is that with which the link was opened here. `key` while only a hand-over key came
    in here and nobody confirmed that the volunteer holds this device. `confirms`: it came in with a
    key and afterwards with the volunteer's own link, so that it is theirs with the next thing done.
    """

    link: Link
    secret: str
    generation: int
    device_id: UUID | None = None
    last_seen_on: date | None = None
    key: HandOverKey | None = None
    confirms: bool = False


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def way_in(
    link_id: str, generation: int, secret: str, now: datetime, *, just_opened: bool
) -> WayIn | None:
    """Return what a cookie opens now.

    One that nobody used yet opens only what was `just_opened`; a remembered one goes on until it is
    ended, until its link is renewed, or until nobody used it for ninety days.
    """
    today = local_day(now)
    row = Device.objects.select_related("key").filter(secret_hash=hash_of(secret)).first()
    if row is None:
        link = current(link_id, generation, WEEK, today) if just_opened else None
        return WayIn(link, secret, link.generation) if link is not None else None
    if row.revoked_at is not None or row.last_seen_on < forgotten_before(today):
        return None
    # the device says whose it is: the link in its cookie may be of a row that was closed since
    link = of_subject(WEEK, row.volunteer_id)
    if link is None or link.generation != row.generation or not works(link, today):
        return None
    if row.key is None or is_full(row.full_from, now):
        return WayIn(link, secret, generation, row.pk, row.last_seen_on)
    if link_id == str(link.pk) and generation == link.generation and just_opened:
        return WayIn(link, secret, generation, row.pk, row.last_seen_on, confirms=True)
    return WayIn(link, secret, BY_KEY, row.pk, row.last_seen_on, row.key)


def actor_behind(way: WayIn) -> Actor | None:
    """Return who comes in: the volunteer, or whoever holds a key that was made for them."""
    if way.key is None:
        return actor_of(way.link)
    actor = Actor(
        Role.KEY_HOLDER,
        id=way.key.volunteer_id,
        organisation_id=way.key.organisation_id,
        key_id=way.key.pk,
    )
    me = volunteers(actor).filter(pk=actor.as_volunteer).first()
    return replace(actor, name=me.first_name) if me is not None else None


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """One remembered device as its owner reads it.

    `came_by` names who made the key with which it came in, while it is unconfirmed; `full_from`
    when somebody wrote down a meeting that does not count yet.
    """

    id: UUID
    told: DeviceLabel
    first_seen_on: date
    last_seen_on: date
    this_one: bool
    came_by: str = ""
    full_from: datetime | None = None


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
    rows = rows.select_related("key__made_by__account", "key__organisation")
    own = hash_of(secret)
    lines = [
        DeviceLine(
            id=row.pk,
            told=DeviceLabel(Kind(row.kind), System(row.system), Browser(row.browser)),
            first_seen_on=row.first_seen_on,
            last_seen_on=row.last_seen_on,
            this_one=row.secret_hash == own,
            came_by=maker_of(row.key) if _unconfirmed(row, now) and row.key else "",
            full_from=row.full_from if _unconfirmed(row, now) else None,
        )
        for row in rows
    ]
    record_reading(actor, "devices", Purpose.OWN, [actor.id], now)
    return tuple(sorted(lines, key=lambda line: not line.this_one))


@dataclass(frozen=True, slots=True)
class CameByKey:
    """A device of which nobody knows yet whether the volunteer holds it."""

    device_id: UUID
    made_by: str
    opened_on: date


def came_by_key(volunteer_id: UUID, now: datetime) -> tuple[CameByKey, ...]:
    """Return the unconfirmed devices of a volunteer that can come in, for every page of their week
    that warns of them.
    """
    rows = (
        Device.objects.filter(
            volunteer_id=volunteer_id, revoked_at=None, key__isnull=False, key__withdrawn_at=None
        )
        .select_related("key__made_by__account", "key__organisation")
        .order_by("-first_seen_on", "pk")
    )
    return tuple(
        CameByKey(row.pk, maker_of(row.key), row.first_seen_on)
        for row in rows
        if row.key is not None and _unconfirmed(row, now)
    )


def maker_of(key: HandOverKey) -> str:
    """Say "Anna Prins (Noord)": who made a key, and for which organisation."""
    house = key.organisation.name
    return f"{key.made_by.account.name} ({house})" if key.made_by else house


def _unconfirmed(row: Device, now: datetime) -> bool:
    return row.key_id is not None and not is_full(row.full_from, now)
