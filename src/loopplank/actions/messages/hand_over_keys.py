"""Make, use and withdraw a hand-over key of a volunteer, and write down a meeting that confirms a
device.

The rules stand in core/account/hand_over; docs/decisions/0020-hand-over-keys.md says why.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.links import WEEK, token_of_key
from loopplank.access.messages.devices import hash_of
from loopplank.access.messages.hand_over_keys import facts_of_key
from loopplank.access.volunteers.volunteers import volunteer_for_change
from loopplank.actions.kit import security_log
from loopplank.actions.kit.action import (
    nothing_changed,
    record_of_volunteer,
    record_of_volunteer_at,
    verb,
)
from loopplank.actions.messages.devices import link_of_week
from loopplank.actions.messages.everywhere import tell_everywhere
from loopplank.core.account.hand_over import (
    NOT_THERE_THEN,
    SHUT,
    ConfirmedHow,
    KeyState,
    full_from,
    is_full,
    may_have_met,
    state_of,
)
from loopplank.core.account.links import lookup
from loopplank.core.account.roles import Role
from loopplank.core.account.security_log import Kind
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.messages.devices import DeviceLabel
from loopplank.core.messages.states import MessageState
from loopplank.store.models import Device, HandOverKey, Message, Volunteer


@verb("key.make", Role.COORDINATOR)
def make(*, actor: Actor, now: datetime, volunteer_id: UUID) -> UUID:
    """Make a key for a volunteer of the own organisation, to copy, print or read aloud."""
    volunteer = volunteer_for_change(actor, volunteer_id)
    return _make(actor, now, volunteer, None).pk


@verb("key.make_for_messages", Role.COORDINATOR)
def make_for_messages(*, actor: Actor, now: datetime, message_ids: Collection[UUID]) -> int:
    """Put a key in each of these messages to volunteers that somebody tells on paper or by hand,
    where there is none of the own hand that opens. Returns how many were made.
    """
    ours = Message.objects.filter(pk__in=message_ids, organisation_id=actor.own_organisation)
    if message_ids and not ours.exists():
        raise NotFound("message")
    rows = ours.filter(
        state=MessageState.QUEUED,
        volunteer__isnull=False,
        link__purpose=WEEK,
    ).order_by("volunteer_id", "pk")
    made = 0
    for message in rows:
        if message.volunteer_id is None:
            continue
        volunteer = volunteer_for_change(actor, message.volunteer_id)
        if any(
            state_of(facts_of_key(key), now) is KeyState.OPEN
            for key in HandOverKey.objects.filter(
                message=message, made_by_id=actor.id
            ).select_related("made_by__account", "volunteer", "organisation")
        ):
            continue
        _make(actor, now, volunteer, message)
        made += 1
    if not made:
        nothing_changed()
    return made


def _make(
    actor: Actor, now: datetime, volunteer: Volunteer, message: Message | None
) -> HandOverKey:
    key_id = uuid.uuid4()
    key = HandOverKey.objects.create(
        pk=key_id,
        volunteer=volunteer,
        organisation_id=actor.own_organisation,
        made_by_id=actor.own_membership,
        message=message,
        lookup=lookup(token_of_key(key_id)),
        made_at=now,
    )
    record_of_volunteer(actor, now, volunteer.pk, "volunteer.key_made", {"made": str(key.pk)})
    security_log.record(Kind.KEY_MADE, now=now, actor=actor, data={"key": key.pk})
    return key


@dataclass(frozen=True, slots=True)
class OpenedWith:
    """The browser that opens a key: its own new secret, what it says of itself, and the secret of
    the device that it is already, if any.
    """

    secret: str
    told: DeviceLabel
    before: str = ""


@dataclass(frozen=True, slots=True)
class OpenedDevice:
    """What the cookie of the device holds: of which link it is, and its secret."""

    link_id: UUID
    secret: str


@verb("key.use", Role.VISITOR)
def use(*, actor: Actor, now: datetime, key_id: UUID, browser: OpenedWith) -> OpenedDevice:
    """Open a device with a key, which is used up by it. The volunteer hears of it on every address.

    Raises Refused when the key opens nothing any more.
    """
    del actor  # whoever holds the key: nobody knows more
    found = HandOverKey.objects.filter(pk=key_id).first()
    if found is None:
        raise NotFound(key_id)
    volunteer = Volunteer.objects.select_for_update(of=("self",)).get(pk=found.volunteer_id)
    key = (
        HandOverKey.objects.select_for_update(of=("self",))
        .select_related("organisation", "made_by__account", "volunteer")
        .get(pk=key_id)
    )
    if state_of(facts_of_key(key), now) is not KeyState.OPEN:
        raise Refused(SHUT)
    key.used_at = now
    key.save(update_fields=["used_at"])
    link, today = link_of_week(volunteer), local_day(now)
    row, is_new = _device_before(volunteer, key, browser, now), False
    if row is None:
        is_new = True
        row = Device(volunteer=volunteer, secret_hash=hash_of(browser.secret), first_seen_on=today)
    row.key, row.generation, row.last_seen_on = key, link.generation, today
    row.kind, row.system, row.browser = browser.told.kind, browser.told.system, browser.told.browser
    row.save()
    holder = Actor(
        Role.KEY_HOLDER, volunteer.pk, key.organisation_id, key_id=key.pk, name=volunteer.first_name
    )
    record_of_volunteer(holder, now, volunteer.pk, "volunteer.key_used", {"device": str(row.pk)})
    security_log.record(Kind.KEY_USED, now=now, actor=holder, data={"key": key.pk})
    tell_everywhere(
        volunteer,
        "key_opened",
        {"by": key.made_by.account.name if key.made_by else "", "house": key.organisation.name},
        now=now,
        not_by=key.organisation_id,
    )
    return OpenedDevice(link.pk, browser.secret if is_new else browser.before)


def _device_before(
    volunteer: Volunteer, key: HandOverKey, browser: OpenedWith, now: datetime
) -> Device | None:
    """Return the device that this browser is already, unconfirmed and for the same organisation.
    One of another organisation ends: a device shows what one of them asks.
    """
    if not browser.before:
        return None
    row = (
        Device.objects.filter(
            volunteer=volunteer, secret_hash=hash_of(browser.before), revoked_at=None
        )
        .select_related("key")
        .first()
    )
    if row is None or row.key is None or is_full(row.full_from, now):
        return None
    if row.key.organisation_id == key.organisation_id:
        return row
    row.revoked_at = now
    row.save(update_fields=["revoked_at"])
    return None


@verb("key.withdraw", Role.COORDINATOR)
def withdraw(*, actor: Actor, now: datetime, key_id: UUID) -> None:
    """Withdraw a key of the own organisation. What came in with it and was not confirmed, ends."""
    found = HandOverKey.objects.filter(pk=key_id, organisation_id=actor.own_organisation).first()
    if found is None:
        raise NotFound(key_id)
    # whoever left may still have it on paper, so the lock goes by the row itself
    Volunteer.objects.select_for_update(of=("self",)).get(pk=found.volunteer_id)
    if not HandOverKey.objects.filter(pk=key_id, withdrawn_at=None).update(withdrawn_at=now):
        nothing_changed()
        return
    _end_unconfirmed(key_id, now)
    record_of_volunteer(
        actor, now, found.volunteer_id, "volunteer.key_withdrawn", {"withdrawn": str(key_id)}
    )


def _end_unconfirmed(key_id: UUID, now: datetime) -> None:
    for row in Device.objects.filter(key_id=key_id, revoked_at=None):
        if not is_full(row.full_from, now):
            row.revoked_at = now
            row.save(update_fields=["revoked_at"])


@verb("device.met", Role.COORDINATOR)
def note_meeting(*, actor: Actor, now: datetime, device_id: UUID, met_on: date) -> datetime:
    """Write down that the volunteer was met in person, with this device in their hand. Returns from
    when it is their own: at once, or in seven days when the maker of the key says so alone.
    """
    found = Device.objects.filter(pk=device_id, key__organisation_id=actor.own_organisation).first()
    if found is None:
        raise NotFound(device_id)
    volunteer = volunteer_for_change(actor, found.volunteer_id)
    row = Device.objects.select_related("key__made_by", "key__organisation").get(pk=device_id)
    key = row.key
    if key is None or key.withdrawn_at is not None or row.revoked_at is not None:
        raise NotFound(device_id)
    if not may_have_met(met_on, row.first_seen_on, local_day(now)):
        raise Refused(NOT_THERE_THEN)
    maker = key.made_by.account_id if key.made_by else None
    wanted = full_from(now, made_the_key=maker is None or maker == actor.account_id)
    if row.full_from is not None and row.full_from <= wanted:
        nothing_changed()
        return row.full_from
    row.full_from, row.confirmed_how = wanted, ConfirmedHow.IN_PERSON
    row.confirmed_by_id, row.met_on = actor.own_membership, met_on
    row.save(update_fields=["full_from", "confirmed_how", "confirmed_by", "met_on"])
    record_of_volunteer_at(
        actor.organisation_id,
        actor,
        now,
        volunteer.pk,
        "volunteer.device_met",
        {
            "device": str(row.pk),
            "opened_by": str(key.pk),
            "met_on": met_on.isoformat(),
            "from": wanted.isoformat(),
        },
    )
    tell_everywhere(
        volunteer,
        "device_met",
        {"by": actor.name, "house": key.organisation.name, "day": local_day(wanted).isoformat()},
        now=now,
        not_by=key.organisation_id,
    )
    return wanted
