"""Note that the address or number of a volunteer changed, tell whoever must hear of it, and take
what the old address or two coordinators say.

The rules stand in core/volunteers/address_change.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from loopplank.access.account import links as link_access
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.affiliations import belonging
from loopplank.access.volunteers.address_changes import (
    certain_mail,
    change_behind,
    change_facts,
    uncertain_of,
)
from loopplank.access.volunteers.volunteers import volunteer_for_change
from loopplank.actions.account.links import make_link
from loopplank.actions.kit import security_log
from loopplank.actions.kit.action import nothing_changed, record_of_volunteer_at, verb
from loopplank.actions.messages.everywhere import sender_of
from loopplank.actions.messages.messages import (
    queue_to_account,
    queue_to_volunteer,
    readdress_to,
)
from loopplank.core.account.roles import Role
from loopplank.core.account.security_log import Kind
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.messages.delivery import ways_to_warn
from loopplank.core.volunteers.address_change import (
    BY_MAIL,
    SAME_HOUSE,
    AddressKind,
    ChangeState,
    by_two_coordinators,
    certain_before,
    goes_back,
    is_uncertain,
    key_from,
    second_word,
)
from loopplank.store.models import AddressChange, Membership, Organisation, Volunteer

CHANGED, FORMER, OF_HOUSE = "address_changed", "address_changed_former", "address_changed_house"


def note_changes(
    actor: Actor, now: datetime, volunteer: Volunteer, stood: Mapping[AddressKind, str]
) -> None:
    """Note which addresses are others than those that stood there, and tell it; the volunteer is
    locked and saved.
    """
    changed = [kind for kind in AddressKind if stood[kind] != getattr(volunteer, kind)]
    for kind in changed:
        _note(actor, now, volunteer, kind, stood[kind])
        security_log.record(
            Kind.CONTACT_CHANGED,
            now=now,
            actor=actor,
            data={"kind": kind.value, "on_behalf": actor.role is not Role.VOLUNTEER},
        )
    if changed:
        _tell_houses(volunteer, now)


def _note(actor: Actor, now: datetime, volunteer: Volunteer, kind: AddressKind, stood: str) -> None:
    wanted: str = getattr(volunteer, kind)
    last = AddressChange.objects.filter(
        volunteer=volunteer, kind=kind, state=ChangeState.OPEN
    ).first()
    facts = change_facts(last) if last is not None else None
    if last is not None and facts is not None and goes_back(facts, wanted, now):
        _close(last, ChangeState.UNDONE)
        for address in (stood, wanted):
            _tell(volunteer, kind, CHANGED, address, now)
        return
    former = certain_before(facts, stood, now)
    if last is not None and facts is not None:
        _close(last, ChangeState.REPLACED if is_uncertain(facts, now) else ChangeState.CONFIRMED)
    row = AddressChange.objects.create(
        volunteer=volunteer,
        kind=kind,
        former=former,
        current=wanted,
        changed_at=now,
        key_from=key_from(now),
        changed_by_id=actor.id if actor.role is Role.COORDINATOR else None,
    )
    _tell(volunteer, kind, FORMER, former, now, about=row)
    if stood != former:
        # of two changes in one week the address in between hears of it too, and decides nothing
        _tell(volunteer, kind, CHANGED, stood, now)
    _tell(volunteer, kind, CHANGED, wanted, now)
    for other in AddressKind:
        if other is not kind and other not in uncertain_of([volunteer.pk], now).get(
            volunteer.pk, {}
        ):
            _tell(volunteer, other, FORMER, getattr(volunteer, other), now, about=row)


def _close(row: AddressChange, state: ChangeState) -> None:
    row.state = state
    row.save(update_fields=["state", "vouched_by"])


def _tell(
    volunteer: Volunteer,
    kind: AddressKind,
    template: str,
    address: str,
    now: datetime,
    *,
    about: AddressChange | None = None,
) -> None:
    """Tell it to one address; with `about` a link goes along with which that address has its
    say.
    """
    sender = sender_of(volunteer)
    if not address or sender is None:
        return
    link = None
    if about is not None:
        expires_on = local_day(about.key_from)
        link = make_link(link_access.ADDRESS, about.pk, None, now, expires_on)
    message = queue_to_volunteer(
        sender, volunteer, template, {"what": kind.value}, now=now, link=link
    )
    mail, number = (address, "") if kind is AddressKind.EMAIL else ("", address)
    message.channel, message.address = ways_to_warn(volunteer.channel, mail, number)[0], address
    message.save(update_fields=["channel", "address"])


def _tell_houses(volunteer: Volunteer, now: datetime) -> None:
    """Tell every organisation where this volunteer belongs that it changed, and not to what or by
    whom: the page of the volunteer shows the first, and the second is of one of them. The message
    goes with the volunteer when they are erased.
    """
    here = belonging(volunteer=volunteer)
    for one in here.select_related("organisation__first_contact__account"):
        contact = contact_of_house(one.organisation)
        if contact is None:
            continue
        name = f"{volunteer.first_name} {volunteer.last_name}".strip()
        message = queue_to_account(
            one.organisation, contact.account, OF_HOUSE, {"whose": name}, now=now
        )
        message.volunteer = volunteer
        message.save(update_fields=["volunteer"])


def contact_of_house(organisation: Organisation) -> Membership | None:
    """Return who hears at an organisation what is of all its coordinators."""
    return organisation.first_contact or (
        Membership.objects.filter(
            organisation=organisation,
            role=Role.COORDINATOR,
            active=True,
            account__is_active=True,
        )
        .select_related("account")
        .order_by("account__name", "pk")
        .first()
    )


# --- what the old address says --------------------------------------------------------------------


@verb("address.answer", Role.VISITOR)
def answer(*, actor: Actor, now: datetime, token: str, right: bool) -> None:
    """Take what whoever reads the old address says: that the new one is right, so that it may
    receive a key at once; or that it is not, so that the old one stands there again.
    """
    found = change_behind(token, now)
    if found is None:
        raise NotFound("address")
    volunteer = Volunteer.objects.select_for_update(of=("self",)).get(pk=found.volunteer_id)
    row = AddressChange.objects.get(pk=found.pk)
    if not is_uncertain(change_facts(row), now):
        nothing_changed()
        return
    if right:
        _close(row, ChangeState.CONFIRMED)
    else:
        _put_back(volunteer, row, now)
    record_of_volunteer_at(
        None,
        actor,
        now,
        volunteer.pk,
        "volunteer.address_confirmed" if right else "volunteer.address_undone",
        {"change": str(row.pk), "kind": row.kind},
    )


def _put_back(volunteer: Volunteer, row: AddressChange, now: datetime) -> None:
    kind = AddressKind(row.kind)
    _close(row, ChangeState.UNDONE)
    setattr(volunteer, kind, row.former)
    reached = {"email": volunteer.email, "sms": volunteer.phone, "phone": volunteer.phone}
    if not reached.get(volunteer.channel, volunteer.channel):
        volunteer.channel = next((way for way in ("phone", "email") if reached[way]), "letter")
    volunteer.save(update_fields=[kind.value, "channel"])
    readdress_to(volunteer)
    for address in (row.current, row.former):
        _tell(volunteer, kind, CHANGED, address, now)
    _tell_houses(volunteer, now)


# --- where there is only a telephone --------------------------------------------------------------


@verb("address.vouch", Role.COORDINATOR)
def vouch(*, actor: Actor, now: datetime, change_id: UUID) -> bool:
    """Say, as a coordinator who spoke with the volunteer, that the new number is right. With the
    word of a second organisation it may receive a key at once; returns whether that is so now.
    """
    found = AddressChange.objects.filter(pk=change_id).first()
    if found is None:
        raise NotFound(change_id)
    volunteer = volunteer_for_change(actor, found.volunteer_id)
    row = AddressChange.objects.select_related("vouched_by").get(pk=change_id)
    if not is_uncertain(change_facts(row), now):
        nothing_changed()
        return bool(row.state != ChangeState.UNDONE)
    waits = uncertain_of([volunteer.pk], now).get(volunteer.pk, {})
    if not by_two_coordinators(AddressKind(row.kind), certain_mail(volunteer, waits)):
        raise Refused(BY_MAIL)
    first = row.vouched_by.organisation_id if row.vouched_by is not None else None
    done = second_word(first, actor.own_organisation)
    if first is not None and not done:
        raise Refused(SAME_HOUSE)
    if done:
        row.state = ChangeState.CONFIRMED
    else:
        row.vouched_by_id = actor.own_membership
    row.save(update_fields=["state", "vouched_by"])
    record_of_volunteer_at(
        actor.organisation_id,
        actor,
        now,
        volunteer.pk,
        "volunteer.address_vouched",
        {"change": str(row.pk), "confirmed": done},
    )
    return done
