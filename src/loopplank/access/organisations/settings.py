"""Read what an organisation has settled about itself: its people, numbers and words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound, has_password
from loopplank.access.organisations.set_up import set_up_of
from loopplank.access.responsibility.on_duty import may_own
from loopplank.access.wellbeing.safety import NowTrusted, now_trusted
from loopplank.core.account.invitations import InvitationState
from loopplank.core.account.roles import MAY_OWN, Role
from loopplank.core.messages.duty import DangerPhone
from loopplank.core.organisations.set_up import Facts
from loopplank.core.volunteers.application import takes_new
from loopplank.store.models import Account, Invitation, Membership, Offer, Organisation, Policy


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """The organisation's own words and numbers, as its pages and forms show them."""

    id: UUID
    slug: str
    network_slug: str
    network: str
    name: str
    short_name: str
    phone: str
    phone_hours: str
    email: str
    duty_phone: str
    danger: DangerPhone
    unread_notice: str
    form_open: bool
    applications_open: bool
    weekdays: tuple[int, ...]
    needs_conduct_certificate: bool
    help_seeker_word: str
    legal_basis: str
    complaints_to: str
    months_kept_after_closing: int


@dataclass(frozen=True, slots=True)
class Answering:
    """Somebody who answers for the organisation; `can_sign_in` once they set a password."""

    membership_id: UUID
    name: str
    phone: str
    works: bool
    can_sign_in: bool


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """What is settled and what still lacks."""

    organisation: OrganisationFacts
    set_up: Facts
    first_contact: Answering | None
    stand_in: Answering | None
    board_contact: str
    trusted: NowTrusted
    offers: int
    offers_active: int
    limits_version: int | None
    limits_since: datetime | None
    colleagues: int
    waiting: int


def settings_page(actor: Actor, now: datetime) -> SettingsPage:
    """Return the state of everything that the own organisation must settle; six queries."""
    row = _organisation(actor)
    offers = Offer.objects.filter(organisation=row).aggregate(
        n=Count("pk"), active=Count("pk", filter=Q(active=True))
    )
    policy = Policy.objects.filter(organisation=row).order_by("-version").first()
    accounts = Account.objects.filter(memberships__organisation=row, memberships__active=True)
    waiting = Invitation.objects.filter(organisation=row, state=InvitationState.PENDING)
    first, second = _answering(row.first_contact), _answering(row.stand_in)
    _record(actor, "settings", row, now)
    return SettingsPage(
        organisation=_facts(row),
        set_up=set_up_of(actor).facts,
        first_contact=first,
        stand_in=second,
        board_contact=row.board_contact.account.name if row.board_contact else "",
        trusted=now_trusted(row),
        offers=offers["n"],
        offers_active=offers["active"],
        limits_version=policy.version if policy else None,
        limits_since=policy.in_force_from if policy else None,
        colleagues=accounts.distinct().count(),
        waiting=waiting.count(),
    )


def own_organisation(actor: Actor) -> OrganisationFacts:
    """Return the own organisation's settings, for the pages on which they are changed."""
    return _facts(_organisation(actor))


@dataclass(frozen=True, slots=True)
class ContactPage:
    """Who answers now, and who could."""

    organisation: OrganisationFacts
    first_contact_id: UUID | None
    stand_in_id: UUID | None
    board_contact_id: UUID | None
    could: tuple[Answering, ...]
    board: tuple[Answering, ...]


def contact_page(actor: Actor, now: datetime) -> ContactPage:
    """Return first contact, stand-in, who of the board is named, and the colleagues who may be
    each.
    """
    row = _organisation(actor)
    members = may_own(organisation=row).order_by("account__name", "role")
    could = [one for one in map(_answering, members) if one is not None]
    board = {m.pk for m in members if m.role == Role.BOARD}
    record_reading(
        actor, "settings_contact", Purpose.PLANNING, [m.account_id for m in members], now
    )
    return ContactPage(
        _facts(row),
        row.first_contact_id,
        row.stand_in_id,
        row.board_contact_id,
        tuple(could),
        tuple(one for one in could if one.membership_id in board),
    )


# --- underneath -----------------------------------------------------------------------------------


def organisation_of(actor: Actor) -> UUID:
    """Return whose settings the actor may see. Raises NotFound for who may own no request."""
    if actor.role not in MAY_OWN:
        raise NotFound("organisation")
    return actor.own_organisation


def _organisation(actor: Actor) -> Organisation:
    return Organisation.objects.select_related(
        "network",
        "first_contact__account",
        "stand_in__account",
        "board_contact__account",
    ).get(pk=organisation_of(actor))


def _facts(row: Organisation) -> OrganisationFacts:
    return OrganisationFacts(
        id=row.pk,
        slug=row.slug,
        network_slug=row.network.slug,
        network=row.network.name,
        name=row.name,
        short_name=row.short_name,
        phone=row.phone,
        phone_hours=row.phone_hours,
        email=row.email,
        duty_phone=row.duty_phone,
        danger=DangerPhone(
            row.danger_phone, tuple(row.danger_days), row.danger_from, row.danger_to
        ),
        unread_notice=row.unread_notice,
        form_open=row.form_open,
        applications_open=takes_new(row.applications_closed_at),
        weekdays=tuple(row.weekdays),
        needs_conduct_certificate=row.needs_conduct_certificate,
        help_seeker_word=row.help_seeker_word,
        legal_basis=row.legal_basis,
        complaints_to=row.complaints_to,
        months_kept_after_closing=row.months_kept_after_closing,
    )


def _answering(row: Membership | None) -> Answering | None:
    if row is None:
        return None
    return Answering(
        row.pk, row.account.name, row.account.phone, row.active, has_password(row.account)
    )


def _record(actor: Actor, page: str, row: Organisation, now: datetime) -> None:
    shown = [
        m.account_id for m in (row.first_contact, row.stand_in, row.board_contact) if m is not None
    ]
    record_reading(actor, page, Purpose.PLANNING, shown, now)
