"""Read what volunteers say that a visit gives: their own, what a coordinator is to read, and what
may stand elsewhere.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.affiliations import belonging
from loopplank.access.kit.rows import count_of
from loopplank.access.volunteers.own_pages import affiliations, volunteer_of
from loopplank.access.volunteers.volunteers import only_telephone, volunteers
from loopplank.access.wellbeing.observation import Reader, reader_of
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.volunteers.affiliations import AffiliationState
from loopplank.core.wellbeing.quote import Permission, Reading, covers, is_asked
from loopplank.store.models import Affiliation, Quote, Volunteer

FIGURES = Permission.FIGURES
READ_BY = frozenset({Role.COORDINATOR, Role.BOARD})


@dataclass(frozen=True, slots=True)
class OwnQuote:
    """One of their own as a volunteer reads it. `reader`: who reads it first, by first name."""

    id: UUID
    organisation_id: UUID
    organisation: str
    words: str
    permission: Permission
    reading: Reading
    said_on: date
    noted_by: str
    read_by: str
    reader: str


@dataclass(frozen=True, slots=True)
class OwnQuotesPage:
    """Where it can be said, the organisation joined first before the others, and what was said."""

    first_name: str
    readers: tuple[Reader, ...]
    own: tuple[OwnQuote, ...]


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """One as a coordinator reads it, with who said it."""

    id: UUID
    volunteer_id: UUID
    name: str
    phone: str
    words: str
    permission: Permission
    reading: Reading
    version: int
    said_on: date
    noted_by: str
    read_by: str
    read_on: date | None


@dataclass(frozen=True, slots=True)
class QuotesPage:
    """`to_read` and `to_reword` are for a coordinator; the rest was read, and has no name on it."""

    to_read: tuple[QuoteRow, ...]
    to_reword: tuple[QuoteRow, ...]
    fine: tuple[QuoteRow, ...]
    here: tuple[str, ...]
    figures: tuple[str, ...]
    may_read: bool


@dataclass(frozen=True, slots=True)
class NotePage:
    """To write down what a volunteer said on the telephone; `quote` is what they said before, as
    far as others may read that.
    """

    volunteer_id: UUID
    first_name: str
    only_telephone: bool
    quote: QuoteRow | None


# --- for a volunteer ------------------------------------------------------------------------------


def own_quotes_page(actor: Actor, now: datetime) -> OwnQuotesPage:
    """Return where a volunteer says it, and what they said.

    Raises NotFound for who belongs nowhere.
    """
    me, today = volunteer_of(actor), local_day(now)
    active = [one.organisation for one in affiliations(me) if one.state == AffiliationState.ACTIVE]
    readers = tuple(one for here in active if (one := reader_of(here, today)) is not None)
    rows = own_quotes(me).select_related("organisation", "noted_by__account", "read_by__account")
    first = {one.organisation_id: one.contact.first_name for one in readers}
    own = tuple(_own(row, first.get(row.organisation_id, "")) for row in rows.order_by("said_at"))
    if not readers and not own:
        raise NotFound("quotes")
    record_reading(actor, "own_quote", Purpose.OWN, [me.pk], now)
    return OwnQuotesPage(me.first_name, readers, own)


def asks_of_week(me: Volunteer, belongs: list[Affiliation], today: date) -> bool:
    """Return whether the question stands on Mijn week; on most days without a query."""
    since = [one.since for one in belongs if one.state == AffiliationState.ACTIVE]
    if not any(is_asked(day, None, today) for day in since):
        return False
    said = own_quotes(me).order_by("-said_at").values_list("said_at", flat=True).first()
    last = local_day(said) if said else None
    return any(is_asked(day, last, today) for day in since)


def own_quotes(me: Volunteer) -> "QuerySet[Quote]":
    return Quote.objects.filter(volunteer=me)


# --- for an organisation --------------------------------------------------------------------------


def readable_quotes(actor: Actor) -> "QuerySet[Quote]":
    """Return the quotes that exist for this coordinator: said here, by who belongs here, with
    permission.
    """
    if actor.role is not Role.COORDINATOR:
        return Quote.objects.none()
    return _shared(actor)


def quotes_page(actor: Actor, now: datetime) -> QuotesPage:
    """Return who said what for a coordinator; for a board what was read already, without a name."""
    if actor.role not in READ_BY:
        raise NotFound("quotes")
    # one a volunteer at most: no part of them is left out, unread ones least of all
    found = list(
        _shared(actor)
        .select_related("volunteer", "noted_by__account", "read_by__account")
        .order_by("said_at", "pk")
    )
    may_read = actor.role is Role.COORDINATOR
    read = [row for row in found if row.reading == Reading.FINE]
    seen = found if may_read else read
    record_reading(actor, "quotes", Purpose.PLANNING, [row.volunteer_id for row in seen], now)
    rows = [_row(row) for row in found] if may_read else []
    # in an order that says nothing of who said it
    words = sorted((row.words, covers(Permission(row.permission), FIGURES)) for row in read)
    figures = tuple(one for one, further in words if further)
    return QuotesPage(
        to_read=tuple(row for row in rows if row.reading is Reading.NOT_YET),
        to_reword=tuple(row for row in rows if row.reading is Reading.REWORD),
        fine=tuple(row for row in rows if row.reading is Reading.FINE),
        here=tuple(one for one, _further in words if one not in figures),
        figures=figures,
        may_read=may_read,
    )


def releasable_quotes(actor: Actor, place: Permission) -> tuple[str, ...]:
    """Return the words alone of what may stand in a place, in an order that says nothing: with the
    volunteer's permission for it, read by a coordinator, of who still belongs to the actor's
    organisation.
    """
    enough = [one.value for one in Permission if covers(one, place)]
    rows = _shared(actor).filter(reading=Reading.FINE, permission__in=enough)
    return tuple(rows.order_by("words").values_list("words", flat=True))


def unread(actor: Actor) -> Subquery:
    """Count how many wait to be read: joined to another query."""
    return count_of(readable_quotes(actor).filter(reading=Reading.NOT_YET))


def note_page(actor: Actor, volunteer_id: UUID, now: datetime) -> NotePage:
    """Return the page for a coordinator of whom the volunteer is one."""
    row = volunteers(actor).filter(pk=volunteer_id).first()
    if row is None or actor.role is not Role.COORDINATOR:
        raise NotFound(volunteer_id)
    said = readable_quotes(actor).filter(volunteer=row)
    quote = said.select_related("volunteer", "noted_by__account", "read_by__account").first()
    record_reading(actor, "note_quote", Purpose.PLANNING, [row.pk], now)
    return NotePage(
        row.pk, row.first_name, only_telephone(row, now), _row(quote) if quote else None
    )


def left_behind(before: datetime) -> "QuerySet[Quote]":
    """Return what was said before that moment, and of who does not belong there any more."""
    return Quote.objects.filter(Q(said_at__lt=before) | ~_belongs())


# --- underneath -----------------------------------------------------------------------------------


def _shared(actor: Actor) -> "QuerySet[Quote]":
    return Quote.objects.filter(_belongs(), organisation_id=actor.own_organisation).exclude(
        permission=Permission.NOBODY
    )


def _belongs() -> Exists:
    return Exists(belonging(volunteer=OuterRef("volunteer"), organisation=OuterRef("organisation")))


def _own(row: Quote, reader: str) -> OwnQuote:
    return OwnQuote(
        id=row.pk,
        organisation_id=row.organisation_id,
        organisation=row.organisation.name,
        words=row.words,
        permission=Permission(row.permission),
        reading=Reading(row.reading),
        said_on=local_day(row.said_at),
        noted_by=row.noted_by.account.name if row.noted_by else "",
        read_by=row.read_by.account.name if row.read_by else "",
        reader=reader,
    )


def _row(row: Quote) -> QuoteRow:
    return QuoteRow(
        id=row.pk,
        volunteer_id=row.volunteer_id,
        name=f"{row.volunteer.first_name} {row.volunteer.last_name}",
        phone=row.volunteer.phone,
        words=row.words,
        permission=Permission(row.permission),
        reading=Reading(row.reading),
        version=row.version,
        said_on=local_day(row.said_at),
        noted_by=row.noted_by.account.name if row.noted_by else "",
        read_by=row.read_by.account.name if row.read_by else "",
        read_on=local_day(row.read_at) if row.read_at else None,
    )
