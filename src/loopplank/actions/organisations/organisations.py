"""Set an organisation's own people, numbers, what it offers and what it refuses."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.organisations.set_up import of_form
from loopplank.access.responsibility.on_duty import colleague_at
from loopplank.actions.kit.action import nothing_changed, record_event, verb
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.messages.duty import DangerPhone, checked
from loopplank.core.organisations import set_up
from loopplank.core.referrals.consent import Space
from loopplank.store.models import Membership, Offer, Organisation, Policy

SETTING_COLUMNS = (
    "name",
    "short_name",
    "phone",
    "phone_hours",
    "email",
    "duty_phone",
    "unread_notice",
    "weekdays",
    "needs_conduct_certificate",
    "help_seeker_word",
    "legal_basis",
    "complaints_to",
    "months_kept_after_closing",
)
NEEDS_PEOPLE = Reason(
    "form.needs_people",
    dutch(
        "Het formulier gaat pas open met een contactpersoon en een achterwacht die kunnen inloggen."
        " Ook nodig: een telefoonnummer en een dienstnummer."
    ),
)
STAND_IN_IS_ANOTHER = Reason(
    "form.stand_in", dutch("De achterwacht is een ander dan de eerste contactpersoon.")
)


@verb("organisation.describe", Role.COORDINATOR, Role.BOARD)
def describe(*, actor: Actor, now: datetime, values: Mapping[str, object]) -> None:
    """Change the organisation's own settings."""
    organisation = _own(actor)
    unknown = set(values) - set(SETTING_COLUMNS)
    if unknown:
        raise ValueError(f"no such settings: {sorted(unknown)}")
    differing = [c for c, v in values.items() if getattr(organisation, c) != v]
    if not differing:
        nothing_changed()
        return
    for column in differing:
        setattr(organisation, column, values[column])
    if organisation.form_open and not (organisation.phone and organisation.duty_phone):
        raise Refused(NEEDS_PEOPLE)
    organisation.save(update_fields=differing)
    record_organisation(
        actor, now, organisation.pk, "organisation.described", {"columns": differing}
    )


@verb("organisation.set_people", Role.COORDINATOR, Role.BOARD)
def set_people(
    *,
    actor: Actor,
    now: datetime,
    first_contact_id: UUID | None,
    stand_in_id: UUID | None,
    duty_phone: str | None = None,
    board_contact_id: UUID | None = None,
    danger: DangerPhone | None = None,
) -> None:
    """Set who is the first contact, who stands in, and which number is on duty (None: as it was).

    A form without all three closes. Of the board somebody may be named who becomes the owner when
    nobody else is left.
    """
    organisation = _own(actor)
    first, second = _member(organisation, first_contact_id), _member(organisation, stand_in_id)
    if first and second and first.account_id == second.account_id:
        raise Refused(STAND_IN_IS_ANOTHER)
    board = _member(organisation, board_contact_id)
    if board is not None and board.role != Role.BOARD:
        raise NotFound(board_contact_id)
    organisation.first_contact, organisation.stand_in = first, second
    organisation.board_contact = board
    if duty_phone is not None:
        organisation.duty_phone = duty_phone
    organisation.form_open = organisation.form_open and bool(
        first and second and organisation.duty_phone
    )
    if danger is not None:
        phone = checked(danger)
        organisation.danger_phone, organisation.danger_days = phone.number, list(phone.days)
        organisation.danger_from, organisation.danger_to = phone.first, phone.last
    organisation.save(
        update_fields=[
            "first_contact",
            "stand_in",
            "board_contact",
            "duty_phone",
            "danger_phone",
            "danger_days",
            "danger_from",
            "danger_to",
            "form_open",
        ]
    )
    record_organisation(
        actor,
        now,
        organisation.pk,
        "organisation.people_set",
        {
            "first_contact": str(first.pk) if first else None,
            "stand_in": str(second.pk) if second else None,
            "board_contact": str(board.pk) if board else None,
        },
    )


@verb("organisation.open_form", Role.COORDINATOR, Role.BOARD)
def open_form(*, actor: Actor, now: datetime, is_open: bool) -> None:
    """Open or close the form of the own organisation; it opens only with people and numbers."""
    organisation = _own(actor)
    if is_open and not set_up.may_open(set_up.Facts(**of_form(organisation))):
        raise Refused(NEEDS_PEOPLE)
    if organisation.form_open == is_open:
        nothing_changed()
        return
    organisation.form_open = is_open
    organisation.save(update_fields=["form_open"])
    record_organisation(
        actor,
        now,
        organisation.pk,
        "organisation.form_opened" if is_open else "organisation.form_closed",
        {},
    )


@verb("organisation.open_applications", Role.COORDINATOR, Role.BOARD)
def open_applications(*, actor: Actor, now: datetime, is_open: bool) -> None:
    """Open or close the page on which somebody applies as a volunteer. Who applied already goes
    on; who has the page before them may still send it for a while, counted from the first time.
    """
    organisation = _own(actor)
    if (organisation.applications_closed_at is None) == is_open:
        nothing_changed()
        return
    organisation.applications_closed_at = None if is_open else now
    organisation.save(update_fields=["applications_closed_at"])
    record_organisation(
        actor,
        now,
        organisation.pk,
        "organisation.applications_opened" if is_open else "organisation.applications_closed",
        {},
    )


@dataclass(frozen=True, slots=True)
class OfferText:
    """One offer: what it does and does not, which concerns its people cover, and the space now."""

    kind: str
    name: str
    does: str
    does_not: str = ""
    covers: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    space: str = Space.ROOM
    space_words: str = ""
    active: bool = True
    meanwhile: str = ""


@verb("organisation.save_offer", Role.COORDINATOR, Role.BOARD)
def save_offer(
    *, actor: Actor, now: datetime, text: OfferText, offer_id: UUID | None = None
) -> UUID:
    """Add or change an offer of the own organisation."""
    organisation = _own(actor)
    values = {
        "kind": text.kind,
        "name": text.name,
        "does": text.does,
        "does_not": text.does_not,
        "covers": list(text.covers),
        "conditions": list(text.conditions),
        "space": text.space,
        "space_words": text.space_words,
        "active": text.active,
        "meanwhile": text.meanwhile,
    }
    if offer_id is None:
        row = Offer.objects.create(organisation=organisation, **values)
    else:
        found = Offer.objects.filter(pk=offer_id, organisation=organisation).first()
        if found is None:
            raise NotFound(offer_id)
        row = found
        for column, value in values.items():
            setattr(row, column, value)
        row.save(update_fields=list(values))
    record_organisation(
        actor,
        now,
        organisation.pk,
        "organisation.offer_saved",
        {"offer": str(row.pk), "kind": text.kind, "space": text.space, "active": text.active},
    )
    return row.pk


@dataclass(frozen=True, slots=True)
class OwnLimits:
    """The limits of an organisation; None is no limit. Acts are (key, the organisation's words)."""

    kinds: tuple[str, ...] = ()
    max_minutes_a_week: int | None = None
    max_months: int | None = None
    excluded_acts: tuple[tuple[str, str], ...] = field(default=())


def acts_of(sentences: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the excluded acts, each with a key that follows from its words.

    An answer is kept under the key of its act: the same sentence keeps it over versions, and
    another sentence never inherits it.
    """
    found: dict[str, str] = {}
    for sentence in sentences:
        words = " ".join(sentence.split())
        if words:
            digest = hashlib.sha256(words.casefold().encode()).hexdigest()
            found.setdefault(f"act-{digest[:12]}", words)
    return tuple(found.items())


@verb("organisation.set_policy", Role.COORDINATOR, Role.BOARD)
def set_policy(*, actor: Actor, now: datetime, limits: OwnLimits) -> int:
    """Make a new version of the organisation's own limits; older versions stay as they were
    (P8).
    """
    organisation = _own(actor)
    last = Policy.objects.filter(organisation=organisation).order_by("-version").first()
    values: dict[str, object] = {
        "kinds": list(limits.kinds),
        "max_minutes_a_week": limits.max_minutes_a_week,
        "max_months": limits.max_months,
        "excluded_acts": [list(act) for act in limits.excluded_acts],
    }
    if last is not None and all(getattr(last, name) == value for name, value in values.items()):
        nothing_changed()
        return last.version
    version = (last.version if last else 0) + 1
    Policy.objects.create(organisation=organisation, version=version, in_force_from=now, **values)
    record_organisation(
        actor, now, organisation.pk, "organisation.policy_set", {"version": version}
    )
    return version


# --- underneath -----------------------------------------------------------------------------------


def _own(actor: Actor) -> Organisation:
    return (
        Organisation.objects.select_related("first_contact__account", "stand_in__account")
        .select_for_update(of=("self",))
        .get(pk=actor.own_organisation)
    )


def _member(organisation: Organisation, membership_id: UUID | None) -> Membership | None:
    return colleague_at(organisation, membership_id) if membership_id else None


def record_organisation(
    actor: Actor, now: datetime, organisation_id: UUID, type_: str, data: dict[str, object]
) -> None:
    record_event(
        "organisation",
        organisation_id,
        type_,
        actor=actor,
        now=now,
        organisation_id=organisation_id,
        data=data,
    )
