"""Read a concern about a volunteer: who reads it, whose help stands still, what nobody took up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.names import Named, named
from loopplank.access.requests.requests import requests
from loopplank.access.responsibility.closures import any_closed
from loopplank.access.responsibility.on_duty import away, may_own, on_duty
from loopplank.access.wellbeing.trusted import contacts_of
from loopplank.core.kit.calendar import last_passed, local_day
from loopplank.core.matching.matches import MatchState
from loopplank.core.wellbeing.volunteer_concern import TO_NETWORK, Decision
from loopplank.store.models import Match, Membership, Organisation, Request, SafetyFile

BATCH = 100
#: So many volunteers who helped lately can still be the one that it is about.
MOST = 8


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads it, and who stands in; `of_network` when the network named them."""

    first: Membership
    other: Membership | None = None
    of_network: bool = False


def readers(request: Request, match: Match | None, today: date, *, past: bool = False) -> Readers:
    """Return who reads a concern about this volunteer: whom the organisation or its network trusts
    and who is there, never the volunteer themselves.

    Where nobody was named it is who was named of the board, else the owner, else any colleague.
    `past`: whoever tells it says that the first knows the volunteer too well.
    """
    organisation = request.organisation
    about = match.volunteer.account_id if match is not None else None
    contacts = contacts_of(organisation)
    people = [one for one in contacts.people if about is None or one.account_id != about]
    people.sort(key=lambda one: away(one, today))
    if past and len(people) > 1:
        return Readers(people[1], None, contacts.of_network)
    if people:
        return Readers(people[0], people[1] if len(people) > 1 else None, contacts.of_network)
    return Readers(_nobody_named(organisation, request, about))


def _nobody_named(organisation: Organisation, request: Request, about: UUID | None) -> Membership:
    rows = may_own(organisation=organisation)
    if about is not None:
        rows = rows.exclude(account_id=about)
    named = organisation.board_contact_id
    board = rows.filter(pk=named).first() if named else None
    return board or rows.filter(pk=request.owner_id).first() or rows.first() or request.owner


def named_reader(
    first: Membership, other: Membership | None, house: Organisation, day: date
) -> str:
    """Return who may be named beside a day: of the two who read it, one who is there then; else
    the organisation. Never a colleague who reads nothing of it.
    """
    if any_closed(house, day):
        return house.name
    there = [one for one in (first, other) if one is not None and on_duty(one, day)]
    return there[0].account.name if there else house.name


def helping(request: Request) -> list[Match]:
    """Return the help of a request about which something may be said: what runs or is about to
    first, then what ended, the last first.
    """
    rows = request.matches.filter(
        state__in=[MatchState.MEETING, MatchState.RUNNING, MatchState.ENDED],
        volunteer__erased_at=None,
    )
    found = list(rows.select_related("volunteer").order_by("-agreed_at")[:MOST])
    order = (MatchState.RUNNING, MatchState.MEETING, MatchState.ENDED)
    return sorted(found, key=lambda one: order.index(MatchState(one.state)))


@dataclass(frozen=True, slots=True)
class NotePage:
    """What whoever writes it down sees: who is helped, by whom, and who will read it."""

    who: Named
    helpers: tuple[tuple[UUID, str], ...]
    first: str
    other: str


def note_page(actor: Actor, request_id: UUID, now: datetime) -> NotePage:
    """Return it, to write down a concern that was told on the telephone."""
    rows = requests(actor).select_related("help_seeker", "organisation", "owner__account")
    row = rows.filter(pk=request_id).first()
    found = helping(row) if row is not None else []
    if row is None or not found:
        raise NotFound(request_id)
    # the record says that they read the request: not that there is a concern
    record_reading(actor, "request", Purpose.HELP, [row.help_seeker_id], now)
    who = readers(row, found[0], local_day(now))
    return NotePage(
        named(row.help_seeker, local_day(now)),
        tuple((one.pk, one.volunteer.first_name) for one in found),
        who.first.account.name,
        who.other.account.name if who.other else "",
    )


def stands_still_for(match_id: UUID) -> bool:
    """Return whether a concern lets the visits of this match stand still."""
    return _holding(match_id).exists()


def who_decides(match_id: UUID) -> str:
    """Return who decides whether the visits go on, where that is not the owner of the request: who
    reads the concern. Empty when none holds them.
    """
    found = _holding(match_id).select_related("held_by__account").first()
    return found.held_by.account.name if found else ""


def _holding(match_id: UUID) -> "QuerySet[SafetyFile]":
    rows = SafetyFile.objects.filter(about_volunteer=True, match_id=match_id, closed_at=None)
    return rows.filter(~Q(decision=Decision.GOES_ON), suspended_at__isnull=False)


def taken_up(request_id: UUID) -> bool:
    """Return whether a person took the first step about each concern of this request."""
    rows = SafetyFile.objects.filter(
        about_volunteer=True, match__request_id=request_id, closed_at=None
    )
    return not rows.filter(acted_at=None).exists()


# --- when nothing happens -------------------------------------------------------------------------


def to_climb(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Return files of which nobody took the first step, or heard the volunteer, before the day."""
    rows = _to_climb(now).exclude(pk__in=skip)
    return list(rows.order_by("opened_at").values_list("pk", flat=True)[:limit])


def climb_is_due(row: SafetyFile, now: datetime) -> bool:
    return _to_climb(now).filter(pk=row.pk).exists()


def _to_climb(now: datetime) -> "QuerySet[SafetyFile]":
    passed = last_passed(now)
    untouched = Q(acted_at=None, act_before__lte=passed)
    unheard = Q(heard_on=None, decision="", hear_before__lte=passed)
    return SafetyFile.objects.filter(
        untouched | unheard, about_volunteer=True, closed_at=None, level__lt=TO_NETWORK
    )
