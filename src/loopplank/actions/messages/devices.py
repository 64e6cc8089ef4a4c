"""Remember the browser of a volunteer, take it as their own, and end it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.links import WEEK, token_of
from loopplank.access.kit.affiliations import belonging
from loopplank.access.messages.devices import hash_of
from loopplank.access.volunteers.volunteers import volunteer_for_change
from loopplank.actions.kit.action import nothing_changed, record_of_volunteer_at, verb
from loopplank.actions.messages.messages import queue_to_volunteer
from loopplank.core.account.hand_over import ConfirmedHow, is_full
from loopplank.core.account.links import lookup
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.messages.devices import ENDED_SHOWN, DeviceLabel, forgotten_before
from loopplank.core.messages.states import MessageState
from loopplank.store.models import Device, HandOverKey, Link, Message, SentForm, Volunteer

FORMS_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Seen:
    """A browser as it comes in: what its cookie holds, and what it says of itself."""

    secret: str
    generation: int
    told: DeviceLabel


@verb("device.remember", Role.VOLUNTEER)
def remember(*, actor: Actor, now: datetime, seen: Seen) -> UUID:
    """Remember the browser in which the volunteer did something. Of a second one they hear at
    once: whoever has their link got in with it, and that is perhaps not them.
    """
    volunteer = _own(actor)
    found = Device.objects.filter(secret_hash=hash_of(seen.secret)).first()
    if found is not None:
        if found.volunteer_id != volunteer.pk or found.revoked_at is not None:
            raise NotFound("device")
        nothing_changed()
        return found.pk
    link = link_of_week(volunteer)
    if link.generation != seen.generation:
        raise NotFound("device")
    today = local_day(now)
    others = live_devices(volunteer, link, now).exists()
    row = Device.objects.create(
        volunteer=volunteer,
        secret_hash=hash_of(seen.secret),
        generation=link.generation,
        kind=seen.told.kind,
        system=seen.told.system,
        browser=seen.told.browser,
        first_seen_on=today,
        last_seen_on=today,
    )
    record_of_volunteer_at(
        None, actor, now, volunteer.pk, "volunteer.device_remembered", {"device": str(row.pk)}
    )
    if others:
        _tell_of_another(volunteer, link, now)
    return row.pk


def see(*, actor: Actor, now: datetime, device_id: UUID) -> None:
    """Note that it was used today.

    That a volunteer looked is in the access records; the event log, which is kept for fifteen
    years, does not hold on which days somebody took their telephone. So this is no verb and leaves
    no event.
    """
    if actor.id is None:
        raise NotFound(device_id)
    today = local_day(now)
    own = Device.objects.filter(pk=device_id, volunteer_id=actor.id, revoked_at=None)
    own.filter(last_seen_on__lt=today).update(last_seen_on=today)


@verb("device.end", Role.VOLUNTEER)
def end(*, actor: Actor, now: datetime, device_id: UUID) -> None:
    """End one device. It may hold the message with the link too, so that stops working as well;
    what is remembered elsewhere goes on.
    """
    volunteer = _own(actor)
    row = Device.objects.filter(pk=device_id, volunteer=volunteer).first()
    if row is None:
        raise NotFound(device_id)
    if row.revoked_at is not None:
        nothing_changed()
        return
    _end(actor, now, volunteer, Q(pk=row.pk))


@verb("device.end_others", Role.VOLUNTEER)
def end_others(*, actor: Actor, now: datetime, secret: str) -> None:
    """End every device but the one with this secret, also what was opened and never used."""
    _end(actor, now, _own(actor), ~Q(secret_hash=hash_of(secret)))


@verb("device.confirm_here", Role.VOLUNTEER)
def confirm_here(*, actor: Actor, now: datetime, device_id: UUID) -> None:
    """Take the browser as the volunteer's own that came in with a key, and now with their own link:
    that goes to their own address and to nobody else.
    """
    _confirm(actor, now, device_id, ConfirmedHow.OWN_LINK)


@verb("device.confirm", Role.VOLUNTEER)
def confirm(*, actor: Actor, now: datetime, device_id: UUID) -> None:
    """Say on a device of one's own that another one, which came in with a key, is one's own too."""
    _confirm(actor, now, device_id, ConfirmedHow.OTHER_DEVICE)


def _confirm(actor: Actor, now: datetime, device_id: UUID, how: ConfirmedHow) -> None:
    volunteer = _own(actor)
    row = Device.objects.filter(pk=device_id, volunteer=volunteer, revoked_at=None).first()
    if row is None or row.key_id is None:
        raise NotFound(device_id)
    if is_full(row.full_from, now):
        nothing_changed()
        return
    row.full_from, row.confirmed_how, row.confirmed_by, row.met_on = now, how, None, None
    row.save(update_fields=["full_from", "confirmed_how", "confirmed_by", "met_on"])
    record_of_volunteer_at(
        None,
        actor,
        now,
        volunteer.pk,
        "volunteer.device_confirmed",
        {"device": str(row.pk), "opened_by": str(row.key_id), "how": how},
    )


@verb("device.leave", Role.VOLUNTEER, Role.KEY_HOLDER)
def leave(*, actor: Actor, now: datetime, secret: str) -> None:
    """Sign out here. The link stays as it is: it is still in the volunteer's own message."""
    volunteer = _own(actor)
    rows = Device.objects.filter(volunteer=volunteer, secret_hash=hash_of(secret), revoked_at=None)
    if not rows.update(revoked_at=now):
        nothing_changed()
        return
    record_of_volunteer_at(None, actor, now, volunteer.pk, "volunteer.device_left", {})


def forget(now: datetime) -> int:
    """Throw away what nobody can come in with any more, and the keys of forms of long ago. Nothing
    of the work changes by it, so it leaves no event.
    """
    ended = Q(last_seen_on__lt=forgotten_before(local_day(now)))
    ended |= Q(revoked_at__lt=now - ENDED_SHOWN)
    gone, _ = Device.objects.filter(ended).delete()
    SentForm.objects.filter(sent_at__lt=now - FORMS_KEPT).delete()
    return gone


# --- underneath -----------------------------------------------------------------------------------


def _own(actor: Actor) -> Volunteer:
    if actor.id is None:
        raise NotFound("volunteer")
    return volunteer_for_change(actor, actor.id)


def link_of_week(volunteer: Volunteer) -> Link:
    """Return the week link of a volunteer, locked."""
    rows = Link.objects.select_for_update(of=("self",))
    row = rows.filter(purpose=WEEK, subject_id=volunteer.pk).first()
    if row is None:
        raise NotFound("link")
    return row


def renew(link: Link) -> None:
    """Let a link open nothing any more by its old address, nor by one that leads to it."""
    link.generation += 1
    link.lookup = lookup(token_of(link.pk, link.generation))
    link.failed_tries = 0
    link.save(update_fields=["generation", "lookup", "failed_tries"])
    end_leading_on(link.purpose, link.subject_id)


def end_leading_on(purpose: str, volunteer_id: UUID) -> None:
    """End the links of rows that were closed because both were one: they open what this one's own
    link opens, so they end with it.
    """
    closed = Volunteer.objects.filter(same_as_id=volunteer_id)
    Link.objects.filter(purpose=purpose, subject_id__in=closed.values("pk")).delete()


def live_devices(volunteer: Volunteer, link: Link, now: datetime) -> "QuerySet[Device]":
    return Device.objects.filter(
        volunteer=volunteer,
        revoked_at=None,
        generation=link.generation,
        last_seen_on__gte=forgotten_before(local_day(now)),
    )


def _end(actor: Actor, now: datetime, volunteer: Volunteer, which: Q) -> None:
    link = link_of_week(volunteer)
    ended = live_devices(volunteer, link, now).filter(which).update(revoked_at=now)
    renew(link)
    # the message with a key may lie where the lost telephone lies
    withdrawn = withdraw_unused(volunteer, now)
    # what is remembered still goes over to the new link; nobody opened it there
    Device.objects.filter(
        volunteer=volunteer, revoked_at=None, generation=link.generation - 1
    ).update(generation=link.generation)
    record_of_volunteer_at(
        None,
        actor,
        now,
        volunteer.pk,
        "volunteer.devices_ended",
        {"ended": ended, "generation": link.generation, "keys": withdrawn},
    )


def withdraw_unused(volunteer: Volunteer, now: datetime) -> int:
    """Withdraw every key of this volunteer that opened nothing yet; the volunteer is locked."""
    rows = HandOverKey.objects.filter(volunteer=volunteer, used_at=None, withdrawn_at=None)
    return rows.update(withdrawn_at=now)


def _tell_of_another(volunteer: Volunteer, link: Link, now: datetime) -> None:
    here = belonging(volunteer=volunteer).order_by("since", "pk")
    organisation_id = here.values_list("organisation_id", flat=True).first()
    waiting = Message.objects.filter(
        volunteer=volunteer, template="new_device", state=MessageState.QUEUED
    )
    if organisation_id is not None and not waiting.exists():
        queue_to_volunteer(organisation_id, volunteer, "new_device", {}, now=now, link=link)
