"""Who answers a signal of a volunteer: first, and after that when nobody called.

A signal that reaches nobody is worse than one that reaches the wrong colleague; one about somebody
never reaches that person, in whichever role.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access import workdays
from loopplank.access.actors import NotFound
from loopplank.access.on_duty import away, works_on
from loopplank.access.standing_in import standing_in
from loopplank.access.trusted import Adviser, adviser_of, contacts_of
from loopplank.core.calendar import is_late, local_day
from loopplank.core.responsibility import due_after, last_day_of
from loopplank.core.roles import Role
from loopplank.core.signals import Route, heard_within
from loopplank.store.models import Match, Membership, Organisation


@dataclass(frozen=True, slots=True)
class Answering:
    """Who calls before when. Nobody of the house for an adviser outside, who has a number;
    `of_network` when it is not the organisation that named them.
    """

    route: Route
    to: Membership | None
    before: date
    about: Membership | None = None
    adviser: Adviser | None = None
    of_network: bool = False


def answering(
    organisation: Organisation, match: Match | None, route: Route, reason: str, now: datetime
) -> Answering:
    """Who answers a new signal; NotFound when there is nobody for this choice. Where no contact
    person was named for what is not right, it goes the way of any other.
    """
    if route is Route.ADVISER:
        return _in_confidence(organisation, match, reason, now)
    if route is Route.SAFETY:
        named = contacts_of(organisation)
        if named.people:
            here = (one for one in named.people if is_there(one, local_day(now)))
            first = next(here, named.people[0])
            before = day_to_call(organisation, reason, first, now)
            return Answering(route, first, before, of_network=named.of_network)
        route = Route.COORDINATOR
    about = concerned(organisation, match) if route is Route.PAST_COORDINATOR else None
    to = _first(organisation, match, route, reason, about, now)
    return Answering(route, to, day_to_call(organisation, reason, to, now), about)


def concerned(organisation: Organisation, match: Match | None) -> Membership | None:
    """The coordinator whom "het gaat over mijn coördinator" is about."""
    return match.request.owner if match else organisation.first_contact


def day_to_call(
    organisation: Organisation, reason: str, to: Membership | None, now: datetime
) -> date:
    """The last day on which they call: never later than the organisation's own."""
    today = local_day(now)
    calendar = workdays.of_organisation(organisation, today)
    weekdays = to.weekdays if to is not None else ()
    return due_after(heard_within(reason), today, calendar, weekdays)


def others(organisation_id: UUID, without: Iterable[UUID | None], today: date) -> list[Membership]:
    """Whoever is there today, the stand-in first, without these accounts."""
    rows = standing_in(organisation_id, today, anybody=True)
    found = rows.exclude(account_id__in=[pk for pk in without if pk])
    return list(found.select_related("account"))


def administrator(network_id: UUID, without: Collection[UUID | None] = ()) -> Membership | None:
    """Who runs the network, and is not one of these accounts."""
    rows = Membership.objects.filter(
        organisation__network_id=network_id,
        role=Role.NETWORK_ADMIN,
        active=True,
        account__is_active=True,
    ).exclude(account_id__in=[pk for pk in without if pk])
    return rows.select_related("account").order_by("since", "pk").first()


def is_there(row: Membership | None, today: date) -> bool:
    return row is not None and row.active and not away(row, today)


# --- underneath -----------------------------------------------------------------------------------


def _in_confidence(
    organisation: Organisation, match: Match | None, reason: str, now: datetime
) -> Answering:
    found = adviser_of(organisation, concerned(organisation, match))
    if found is None:
        raise NotFound("adviser")
    before = day_to_call(organisation, reason, found.member, now)
    return Answering(
        Route.ADVISER, found.member, before, adviser=found, of_network=found.of_network
    )


def _first(
    organisation: Organisation,
    match: Match | None,
    route: Route,
    reason: str,
    about: Membership | None,
    now: datetime,
) -> Membership:
    today = local_day(now)
    if route is Route.PAST_COORDINATOR:
        found = others(organisation.pk, [about.account_id if about else None], today)
        if not found:
            raise NotFound("somebody else")
        return next((one for one in found if _in_time(organisation, one, reason, now)), found[0])
    return _coordinator(organisation, match, reason, now)


def _coordinator(
    organisation: Organisation, match: Match | None, reason: str, now: datetime
) -> Membership:
    """The owner of the question or the first contact, when they can call in time; else whoever can,
    the stand-in first; else whoever is there at all.
    """
    today = local_day(now)
    own = [
        one
        for one in (match.request.owner if match else None, organisation.first_contact)
        if one is not None and is_there(one, today)
    ]
    if own and _in_time(organisation, own[0], reason, now):
        return own[0]
    found = others(organisation.pk, (), today)
    for one in (*own[1:], *found):
        if _in_time(organisation, one, reason, now):
            return one
    for one in (*own, *found):
        return one
    anybody = organisation.memberships.filter(role=Role.COORDINATOR, active=True).first()
    if anybody is None:
        raise NotFound("coordinator")
    return anybody


def _in_time(organisation: Organisation, row: Membership, reason: str, now: datetime) -> bool:
    """Whether they work on a day from now to the last one on which they may call. Of the board it
    is not known, and it does not come to them first.
    """
    if row.role != Role.COORDINATOR:
        return False
    today = local_day(now)
    calendar = workdays.of_organisation(organisation, today)
    last = last_day_of(heard_within(reason), today, calendar)
    days = range(int(is_late(today, now)), (last - today).days + 1)
    dates = (date.fromordinal(today.toordinal() + n) for n in days)
    return any(calendar.works(day) and works_on(row, day) for day in dates)
