"""Make the place to practise in of an organisation, and let its people in."""

from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.kit.locks import lock_organisation
from loopplank.actions.organisations.networks import NewOrganisation, make_organisation
from loopplank.actions.organisations.organisations import record_organisation
from loopplank.actions.practice import samples
from loopplank.core.account.roles import MAY_OWN, Role
from loopplank.core.kit.calendar import local_day
from loopplank.store.models import Membership, Network, Organisation, PostcodeArea

#: Of those of the demo, that nobody has.
PHONE, DUTY_PHONE = "0205550190", "0205550191"
MOST_AREAS = 3


@verb("practice.begin", Role.COORDINATOR, Role.BOARD)
def begin(*, actor: Actor, now: datetime) -> UUID:
    """Make a network with one organisation and invented people, or come into the one that is there.

    Returns the membership there of whoever pressed, with the role that they have here.
    """
    if actor.practice:
        raise NotFound("practice")
    real = lock_organisation(actor.own_organisation)
    own = Membership.objects.select_related("account").get(pk=actor.own_membership)
    if own.role not in MAY_OWN:
        raise NotFound("practice")
    place = Network.objects.filter(practice_of=real).first()
    made = place is None
    organisation = _open(real, now) if place is None else place.organisations.get()
    member, joined = Membership.objects.get_or_create(
        account=own.account,
        organisation=organisation,
        role=own.role,
        defaults={
            "since": local_day(now),
            "weekdays": own.weekdays,
            "hours_a_week": own.hours_a_week,
        },
    )
    if not joined and not made:
        nothing_changed()
        return member.pk
    if made:
        _furnish(organisation, member, now)
    record_organisation(
        actor,
        now,
        real.pk,
        "practice.begun" if made else "practice.joined",
        {"place": str(organisation.pk), "membership": str(member.pk)},
    )
    return member.pk


def _open(real: Organisation, now: datetime) -> Organisation:
    around = real.network
    place = Network.objects.create(
        slug=f"oefenen-{real.pk.hex[:12]}",
        name="Oefenplek",
        place=around.place,
        phone=PHONE,
        phone_hours=around.phone_hours or "9:00 tot 16:00 uur",
        practice_of=real,
    )
    details = NewOrganisation(
        f"Oefenorganisatie (van {real.name})"[:120],
        "Oefenplek",
        phone=PHONE,
        phone_hours=real.phone_hours or "9:00 tot 16:00 uur",
    )
    return make_organisation(now, place, details)


def _furnish(organisation: Organisation, member: Membership, now: datetime) -> None:
    """Let the invented people come, by the actions of every day."""
    organisation.first_contact = member
    organisation.duty_phone = DUTY_PHONE
    organisation.save(update_fields=["first_contact", "duty_phone"])
    organisation.network.default_organisation = organisation
    organisation.network.save(update_fields=["default_organisation"])
    # who presses as the board practises the work of a coordinator too: they own these requests
    worker = Actor(
        role=Role.COORDINATOR,
        id=member.pk,
        organisation_id=organisation.pk,
        network_id=organisation.network_id,
        account_id=member.account_id,
        name=member.account.name,
        practice=True,
    )
    known = PostcodeArea.objects.order_by("postcode").values_list("postcode", flat=True)
    samples.play(worker, now, list(known[:MOST_AREAS]))
