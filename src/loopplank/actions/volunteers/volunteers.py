"""Enter volunteers, and keep their own details and what an organisation notes about them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account import links as link_access
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.volunteers.volunteers import affiliation_for_change, volunteer_for_change
from loopplank.actions.account.links import make_link
from loopplank.actions.kit.action import nothing_changed, record, record_event, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.messages.messages import queue_to_volunteer, readdress_to
from loopplank.actions.volunteers.address_changes import note_changes
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.messages.states import MessageState
from loopplank.core.volunteers.address_change import AddressKind
from loopplank.core.volunteers.affiliations import AffiliationState
from loopplank.core.volunteers.load import Limits as LimitFacts
from loopplank.store.models import Affiliation, Limits, Message, Volunteer

DETAIL_COLUMNS = ("first_name", "last_name", "phone", "email", "postcode", "channel", "language")
#: What only the volunteer says, whoever writes down the rest.
OWN_COLUMNS = ("show_hours_elsewhere", "share_in_network")
WISH_COLUMNS = ("kinds", "day_parts", "no_gos", "max_km", "short_notice", *OWN_COLUMNS)


@dataclass(frozen=True, slots=True)
class Details:
    """Who somebody is and how to reach them; phone, email and postcode already in stored form."""

    first_name: str
    last_name: str
    phone: str = ""
    email: str = ""
    postcode: str = ""
    channel: str = "phone"
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody likes to do, when, and what rather not; never a limit on hours."""

    kinds: tuple[str, ...] = ()
    day_parts: int = 0
    no_gos: tuple[str, ...] = ()
    max_km: int | None = None
    short_notice: bool = False
    show_hours_elsewhere: bool = False
    share_in_network: bool = False


@verb("volunteer.register", Role.COORDINATOR)
def register(
    *,
    actor: Actor,
    now: datetime,
    details: Details,
    limits: LimitFacts,
    wishes: Wishes,
    certificate_seen_on: date | None = None,
    chosen_by_self: bool = False,
) -> UUID:
    """Enter a volunteer. Somebody who is known already becomes a pending affiliation, and nothing
    about them is revealed: only they themselves join. Returns the affiliation's id.

    `chosen_by_self`: they chose these limits themselves, on the form by which they applied.
    """
    refuse_bsn(details.first_name, details.last_name)
    while (known := known_person(details, actor)) is not None:
        # erasing somebody waits for nothing: whoever is gone by the time of the lock is unknown
        if _lock_there(known.pk):
            return _meet(actor, now, known, details)
    volunteer = Volunteer.objects.create(
        created_at=now,
        is_practice=actor.practice,
        **{c: getattr(details, c) for c in DETAIL_COLUMNS},
    )
    Limits.objects.create(
        volunteer=volunteer,
        set_at=now,
        set_by_self=chosen_by_self,
        **limit_columns(limits),
        # nobody is shared before they said so themselves
        **{**wish_columns(wishes), "share_in_network": False},
    )
    row = Affiliation.objects.create(
        volunteer=volunteer,
        organisation_id=actor.own_organisation,
        since=local_day(now),
        certificate_seen_on=certificate_seen_on,
        certificate_seen_by_id=actor.own_membership if certificate_seen_on else None,
    )
    link = make_link(link_access.WEEK, volunteer.pk, None, now)
    queue_to_volunteer(
        actor.own_organisation, volunteer, "welcome", {"from": actor.name}, now=now, link=link
    )
    record_event(
        "volunteer",
        volunteer.pk,
        "volunteer.registered",
        actor=actor,
        now=now,
        organisation_id=actor.own_organisation,
        data={"affiliation": str(row.pk), "limits": stored_limits(limits)},
    )
    return row.pk


def known_person(details: Details, actor: Actor) -> Volunteer | None:
    """Return the volunteer with the same address, or the same phone and first name; partners may
    share a phone or an address, so a name must agree too. Who practises meets only the invented
    people of that place, and nobody else meets those.
    """
    same = Volunteer.objects.filter(
        erased_at=None, first_name__iexact=details.first_name, is_practice=actor.practice
    )
    if actor.practice:
        same = same.filter(affiliations__organisation_id=actor.own_organisation)
    for column in ("email", "phone"):
        value = getattr(details, column)
        if value:
            found = same.filter(**{column: value}).first()
            if found is not None:
                return found
    return None


def _meet(actor: Actor, now: datetime, volunteer: Volunteer, details: Details) -> UUID:
    row = Affiliation.objects.filter(
        volunteer=volunteer, organisation_id=actor.own_organisation
    ).first()
    if row is not None and row.state != AffiliationState.ENDED:
        nothing_changed()
        return row.pk
    row = row or Affiliation(volunteer=volunteer, organisation_id=actor.own_organisation)
    # somebody who left, or said no before, may be asked again; they say yes or no themselves
    row.state, row.since, row.ended_on = AffiliationState.PENDING, local_day(now), None
    row.typed_name = f"{details.first_name} {details.last_name}"
    row.save()
    link = make_link(link_access.WEEK, volunteer.pk, None, now)
    queue_to_volunteer(actor.own_organisation, volunteer, "join", {}, now=now, link=link)
    record_event(
        "volunteer",
        volunteer.pk,
        "volunteer.met",
        actor=actor,
        now=now,
        organisation_id=actor.own_organisation,
        data={"affiliation": str(row.pk)},
    )
    return row.pk


@verb("volunteer.join", Role.VOLUNTEER)
def join(*, actor: Actor, now: datetime, affiliation_id: UUID, yes: bool) -> None:
    """Say, as the volunteer, whether to belong to an organisation that asked."""
    volunteer = volunteer_for_change(actor, _own(actor))
    row = Affiliation.objects.filter(pk=affiliation_id, volunteer=volunteer).first()
    if row is None:
        raise NotFound(affiliation_id)
    if row.state != AffiliationState.PENDING:
        nothing_changed()
        return
    row.state = AffiliationState.ACTIVE if yes else AffiliationState.ENDED
    row.since, row.ended_on = local_day(now), None if yes else local_day(now)
    row.typed_name = ""
    row.save(update_fields=["state", "since", "ended_on", "typed_name"])
    if yes:
        # who had stopped is back
        Limits.objects.filter(pk=volunteer.pk, stops_on__lt=local_day(now)).update(stops_on=None)
    record_event(
        "volunteer",
        volunteer.pk,
        "volunteer.joined" if yes else "volunteer.did_not_join",
        actor=actor,
        now=now,
        organisation_id=row.organisation_id,
        data={"affiliation": str(row.pk)},
    )


@verb("volunteer.set_details", Role.VOLUNTEER, Role.COORDINATOR)
def set_details(*, actor: Actor, now: datetime, volunteer_id: UUID, details: Details) -> None:
    """Set the contact data, which are the volunteer's; a coordinator changes them only on their
    behalf, and the volunteer is told. A new address is used at once, and gets no key yet.
    """
    volunteer = volunteer_for_change(actor, volunteer_id)
    differing = [c for c in DETAIL_COLUMNS if getattr(volunteer, c) != getattr(details, c)]
    if not differing:
        nothing_changed()
        return
    refuse_bsn(details.first_name, details.last_name)
    stood = {kind: str(getattr(volunteer, kind)) for kind in AddressKind}
    for column in differing:
        setattr(volunteer, column, getattr(details, column))
    volunteer.save(update_fields=differing)
    readdress_to(volunteer)
    note_changes(actor, now, volunteer, stood)
    tell_on_behalf(actor, volunteer, now)
    record(
        volunteer,
        "volunteer.details_changed",
        actor=actor,
        now=now,
        data={"columns": differing, "on_behalf": actor.role is not Role.VOLUNTEER},
    )


@verb("volunteer.set_wishes", Role.VOLUNTEER, Role.COORDINATOR)
def set_wishes(*, actor: Actor, now: datetime, volunteer_id: UUID, wishes: Wishes) -> None:
    """Set what somebody likes to do and rather not; on behalf it is recorded and told.

    Whether hours elsewhere show, and whether others may see them, is the volunteer's own choice.
    """
    volunteer = volunteer_for_change(actor, volunteer_id)
    row = Limits.objects.get(pk=volunteer.pk)
    wanted = wish_columns(wishes)
    if actor.role is not Role.VOLUNTEER:
        wanted |= {column: getattr(row, column) for column in OWN_COLUMNS}
    differing = [c for c in WISH_COLUMNS if getattr(row, c) != wanted[c]]
    if not differing:
        nothing_changed()
        return
    for column in differing:
        setattr(row, column, wanted[column])
    row.set_at, row.set_by_self = now, actor.role is Role.VOLUNTEER
    row.save(update_fields=[*differing, "set_at", "set_by_self"])
    if not row.share_in_network:
        unshare(volunteer)
    tell_on_behalf(actor, volunteer, now)
    record(
        volunteer,
        "volunteer.wishes_changed",
        actor=actor,
        now=now,
        data={"columns": differing, "on_behalf": actor.role is not Role.VOLUNTEER},
    )


@verb("affiliation.keep", Role.COORDINATOR)
def keep_about(
    *,
    actor: Actor,
    now: datetime,
    volunteer_id: UUID,
    note: str,
    trained_for: tuple[str, ...],
    certificate_seen_on: date | None,
) -> None:
    """Keep what the organisation itself knows: a note, training, and that the certificate was
    seen.
    """
    row = affiliation_for_change(actor, volunteer_id)
    refuse_bsn(note)
    if row.certificate_seen_on != certificate_seen_on:
        row.certificate_seen_by_id = actor.own_membership if certificate_seen_on else None
    row.note, row.trained_for = note.strip()[:1000], sorted(trained_for)
    row.certificate_seen_on = certificate_seen_on
    row.save(update_fields=["note", "trained_for", "certificate_seen_on", "certificate_seen_by"])
    _record_affiliation(actor, now, row, "affiliation.kept")


@verb("affiliation.spoken", Role.COORDINATOR)
def spoken(*, actor: Actor, now: datetime, volunteer_id: UUID) -> None:
    """Note that a talk with the volunteer took place."""
    row = affiliation_for_change(actor, volunteer_id)
    row.spoken_at = now
    row.save(update_fields=["spoken_at"])
    _record_affiliation(actor, now, row, "affiliation.spoken")


def _record_affiliation(actor: Actor, now: datetime, row: Affiliation, type_: str) -> None:
    _lock(row.volunteer_id)
    record_event(
        "volunteer",
        row.volunteer_id,
        type_,
        actor=actor,
        now=now,
        organisation_id=row.organisation_id,
        data={"affiliation": str(row.pk)},
    )


def unshare(volunteer: Volunteer) -> None:
    """Share nowhere who takes their own yes back: a later yes begins from nothing."""
    shared = Affiliation.objects.filter(volunteer=volunteer, shared_by__isnull=False)
    shared.update(shared_by=None, shared_at=None)


def tell_on_behalf(actor: Actor, volunteer: Volunteer, now: datetime) -> None:
    """Tell the volunteer once, with their own link, that somebody else changed what is theirs."""
    if actor.role is Role.VOLUNTEER:
        return
    told = Message.objects.filter(
        volunteer=volunteer, template="changed_for_you", state=MessageState.QUEUED, queued_at=now
    )
    if told.exists():
        return
    link = make_link(link_access.WEEK, volunteer.pk, None, now)
    queue_to_volunteer(
        actor.own_organisation, volunteer, "changed_for_you", {"by": actor.name}, now=now, link=link
    )


def limit_columns(limits: LimitFacts) -> dict[str, object]:
    """Return the columns of the limits that only the volunteer raises."""
    return {
        "liked_minutes": limits.liked_minutes,
        "max_minutes": limits.max_minutes,
        "max_people": limits.max_people,
        "max_heavy": limits.max_heavy,
        "travel_counts": limits.travel_counts,
        "pause_from": limits.pause_from,
        "pause_to": limits.pause_to,
        "until": limits.until,
        "away": [[one.first.isoformat(), one.last.isoformat()] for one in limits.away.periods],
        "school_regions": list(limits.away.regions),
    }


def stored_limits(limits: LimitFacts) -> dict[str, object]:
    """Return the same, JSON-ready, for an event."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in limit_columns(limits).items()
    }


def wish_columns(wishes: Wishes) -> dict[str, object]:
    return {
        "kinds": list(wishes.kinds),
        "day_parts": wishes.day_parts,
        "no_gos": sorted(wishes.no_gos),
        "max_km": wishes.max_km,
        "short_notice": wishes.short_notice,
        "show_hours_elsewhere": wishes.show_hours_elsewhere,
        "share_in_network": wishes.share_in_network,
    }


def _own(actor: Actor) -> UUID:
    if actor.id is None:
        raise NotFound("volunteer")
    return actor.id


def _lock_there(volunteer_id: UUID) -> bool:
    """Lock a volunteer, and return whether they are still there."""
    rows = Volunteer.objects.select_for_update(of=("self",))
    return rows.filter(pk=volunteer_id, erased_at=None).first() is not None


def _lock(volunteer_id: UUID) -> None:
    Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer_id)
