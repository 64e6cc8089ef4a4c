"""Read the page on which a volunteer says that it is too heavy: who hears it, and before when."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit import workdays
from loopplank.access.kit.names import Named
from loopplank.access.responsibility.on_duty import away, works_on
from loopplank.access.responsibility.rota import stand_ins, standing_in
from loopplank.access.volunteers.own_pages import (
    Contact,
    OpenSignal,
    affiliations,
    contact_of,
    matches_of,
    open_signals,
    person_of,
    promised_contact,
    volunteer_of,
)
from loopplank.access.volunteers.volunteers import volunteers
from loopplank.access.wellbeing.trusted import Adviser, adviser_of, contacts_of
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import is_late, local_day
from loopplank.core.matching.matches import MatchState
from loopplank.core.requests.states import due_after, last_day_of
from loopplank.core.volunteers.affiliations import AffiliationState
from loopplank.core.wellbeing.signal import NO_REASON, NOT_RIGHT, Route, heard_within
from loopplank.store.models import Match, Membership, Organisation

# --- who answers ----------------------------------------------------------------------------------


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
    """Return who answers a new signal. Raises NotFound when there is nobody for this choice.

    Where no contact person was named for what is not right, it goes the way of any other.
    """
    if route is Route.ADVISER:
        return _in_confidence(organisation, match, reason, now)
    if route is Route.SAFETY:
        named = contacts_of(organisation)
        if named.people:
            last = day_to_call(organisation, reason, None, now, Route.COORDINATOR)
            here = [one for one in named.people if is_there(one, local_day(now))]
            days = {one.pk: day_to_call(organisation, reason, one, now, route) for one in here}
            # who works in time goes before who is named first
            here.sort(key=lambda one: days[one.pk] > last)
            first = next(iter(here), named.people[0])
            before = days.get(first.pk, last)
            return Answering(route, first, before, of_network=named.of_network)
        route = Route.COORDINATOR
    about = concerned(organisation, match) if route is Route.PAST_COORDINATOR else None
    to = _first(organisation, match, route, reason, about, now)
    return Answering(route, to, day_to_call(organisation, reason, to, now, route), about)


def concerned(organisation: Organisation, match: Match | None) -> Membership | None:
    """Return the coordinator whom "het gaat over mijn coördinator" is about."""
    return match.request.owner if match else organisation.first_contact


def day_to_call(
    organisation: Organisation, reason: str, to: Membership | None, now: datetime, route: Route
) -> date:
    """Return the last day on which they call: never later than the organisation's own.

    What goes to one person in confidence nobody else can do: it is the last day on which that
    person works, today when there is no other, else the first one after it.
    """
    today = local_day(now)
    calendar = workdays.of_organisation(organisation, today)
    weekdays = to.weekdays if to is not None else ()
    day = due_after(heard_within(reason), today, calendar, weekdays)
    if to is None or route is Route.COORDINATOR:
        return day
    own = calendar.of_person(weekdays)
    first = today + timedelta(days=int(is_late(today, now)))
    return own.last_on_or_before(day, first) or own.after(day, 1)


def others(organisation_id: UUID, without: Iterable[UUID | None], today: date) -> list[Membership]:
    """Return whoever is there today, the stand-in first, without these accounts."""
    rows = standing_in(organisation_id, today, anybody=True)
    found = rows.exclude(account_id__in=[pk for pk in without if pk])
    return list(found.select_related("account"))


def administrator(network_id: UUID, without: Collection[UUID | None] = ()) -> Membership | None:
    """Return who runs the network, and is not one of these accounts."""
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
    before = day_to_call(organisation, reason, found.member, now, Route.ADVISER)
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
    """Return the owner of the question or the first contact, when they can call in time; else
    whoever can, the stand-in first; else whoever is there at all.
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
    """Return whether they work on a day from now to the last one on which they may call.

    Of the board it is not known, and it does not come to them first.
    """
    if row.role != Role.COORDINATOR:
        return False
    today = local_day(now)
    calendar = workdays.of_organisation(organisation, today)
    last = last_day_of(heard_within(reason), today, calendar)
    days = range(int(is_late(today, now)), (last - today).days + 1)
    dates = (date.fromordinal(today.toordinal() + n) for n in days)
    return any(calendar.works(day) and works_on(row, day) for day in dates)


@dataclass(frozen=True, slots=True)
class Promise:
    """Who calls, before when; `outside` when the volunteer calls them; `of_network` when it is the
    network, and not the organisation, that named them.
    """

    contact: Contact
    before: date
    outside: bool = False
    of_network: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """What it can be about: one person who is helped, or nobody in particular (no match).

    `caller` hears it; the others when the volunteer chooses so, and only where they are there.
    """

    match_id: UUID | None
    who: Named | None
    caller: Promise
    past: Promise | None
    adviser: Promise | None
    safety: Promise | None


@dataclass(frozen=True, slots=True)
class TooHeavyPage:
    """What it can be about, what is open already, and who is on duty at each organisation."""

    places: tuple[Place, ...]
    signals: tuple[OpenSignal, ...]
    on_duty: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """A volunteer who says it on the telephone, with what it can be about at one organisation."""

    first_name: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class NotSafePage:
    """Right after "ik voel me niet veilig": whom to call now, and who calls."""

    signal: OpenSignal
    on_duty: tuple[Contact, ...]


def too_heavy_page(actor: Actor, now: datetime) -> TooHeavyPage:
    """Return everything to say that it is too heavy with.

    Raises NotFound for who belongs nowhere yet.
    """
    me, today = volunteer_of(actor), local_day(now)
    carried = [row for row in matches_of(me, today) if row.state != MatchState.MEETING]
    active = [one.organisation for one in affiliations(me) if one.state == AffiliationState.ACTIVE]
    if not active and not carried:
        raise NotFound("affiliation")
    places = _places(carried, active[0] if active else None, now)
    record_reading(
        actor, "too_heavy", Purpose.OWN, [me.pk, *(p.who.id for p in places if p.who)], now
    )
    return TooHeavyPage(places, open_signals(me, today), _on_duty(active, today))


def not_safe_page(actor: Actor, signal_id: UUID, now: datetime) -> NotSafePage:
    """Return one open signal of this volunteer, with the numbers to call now."""
    me, today = volunteer_of(actor), local_day(now)
    signal = next((one for one in open_signals(me, today) if one.id == signal_id), None)
    if signal is None:
        raise NotFound(signal_id)
    active = [one.organisation for one in affiliations(me) if one.state == AffiliationState.ACTIVE]
    record_reading(actor, "not_safe", Purpose.OWN, [me.pk], now)
    return NotSafePage(signal, _on_duty(active, today))


def places_of(actor: Actor, volunteer_id: UUID, now: datetime) -> OnBehalf:
    """Return what it can be about at the own organisation, for who writes it down after a call."""
    me = volunteers(actor).filter(pk=volunteer_id).first()
    if me is None or actor.role is not Role.COORDINATOR:
        raise NotFound(volunteer_id)
    here = [
        row
        for row in matches_of(me, local_day(now))
        if row.state != MatchState.MEETING and row.organisation_id == actor.own_organisation
    ]
    belongs = [one.organisation for one in affiliations(me) if one.state == AffiliationState.ACTIVE]
    house = next((one for one in belongs if one.pk == actor.own_organisation), None)
    places = _places(here, house, now)
    if not places:
        raise NotFound(volunteer_id)
    about = [me.pk, *(p.who.id for p in places if p.who)]
    record_reading(actor, "note_signal", Purpose.PLANNING, about, now)
    return OnBehalf(me.first_name, places)


# --- underneath -----------------------------------------------------------------------------------

_Promises = tuple[Promise, Promise | None, Promise | None, Promise | None]
#: Whom a page named already beside a day, by who answers and the day.
_Named = dict[tuple[UUID, Route, date], Contact]


def _places(
    carried: Iterable[Match], house: Organisation | None, now: datetime
) -> tuple[Place, ...]:
    """Return each person who is helped once; and nobody in particular, at whom they joined
    first.
    """
    found: dict[UUID, Match] = {}
    for row in sorted(carried, key=lambda row: row.state != MatchState.RUNNING):
        found.setdefault(row.person_key, row)
    known: dict[tuple[UUID, UUID], _Promises] = {}
    said: _Named = {}
    places = []
    for row in found.values():
        # who calls depends on whose question it is, not on how many people somebody helps
        key = (row.organisation_id, row.request.owner_id)
        promises = known.get(key) or _promises(row.organisation, row, now, said)
        known[key] = promises
        places.append(Place(row.pk, person_of(row, now), *promises))
    if house is not None:
        places.append(Place(None, None, *_promises(house, None, now, said)))
    return tuple(places)


def _promises(
    organisation: Organisation, match: Match | None, now: datetime, said: _Named
) -> _Promises:
    caller = answering(organisation, match, Route.COORDINATOR, NO_REASON, now)
    safety = answering(organisation, match, Route.SAFETY, NOT_RIGHT, now)
    return (
        _promise(organisation, caller, said),
        _maybe(organisation, match, Route.PAST_COORDINATOR, now, said),
        _maybe(organisation, match, Route.ADVISER, now, said),
        _promise(organisation, safety, said) if safety.route is Route.SAFETY else None,
    )


def _maybe(
    organisation: Organisation, match: Match | None, route: Route, now: datetime, said: _Named
) -> Promise | None:
    try:
        return _promise(organisation, answering(organisation, match, route, NO_REASON, now), said)
    except NotFound:
        return None


def _promise(organisation: Organisation, found: Answering, said: _Named) -> Promise:
    if found.to is not None:
        key = (found.to.pk, found.route, found.before)
        if key not in said:
            said[key] = promised_contact(found.route, found.to, organisation, found.before)
        contact = said[key]
    else:
        who = found.adviser
        contact = Contact(who.name, who.phone) if who else Contact("", "")
    return Promise(contact, found.before, found.to is None, found.of_network)


def _on_duty(active: list[Organisation], today: date) -> tuple[Contact, ...]:
    on_duty = stand_ins({one.pk for one in active}, today)
    return tuple(
        contact_of(on_duty[one.pk], one.duty_phone, duty=True)
        for one in {o.pk: o for o in active}.values()
        if one.pk in on_duty and one.duty_phone
    )
