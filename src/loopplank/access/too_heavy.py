"""The page on which a volunteer says that it is too heavy: who hears it, and before when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.actors import Actor, NotFound
from loopplank.access.people import Named
from loopplank.access.reading import Purpose, record_reading
from loopplank.access.standing_in import stand_ins
from loopplank.access.volunteers import volunteers
from loopplank.access.week_rows import (
    Contact,
    OpenSignal,
    affiliations,
    contact_of,
    matches_of,
    open_signals,
    person_of,
    volunteer_of,
)
from loopplank.access.who_answers import Answering, answering
from loopplank.core.affiliations import AffiliationState
from loopplank.core.calendar import local_day
from loopplank.core.matches import MatchState
from loopplank.core.roles import Role
from loopplank.core.signals import NO_REASON, NOT_RIGHT, Route
from loopplank.store.models import Match, Organisation


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
    """Everything to say that it is too heavy with; NotFound for who belongs nowhere yet."""
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
    """One open signal of this volunteer, with the numbers to call now."""
    me, today = volunteer_of(actor), local_day(now)
    signal = next((one for one in open_signals(me, today) if one.id == signal_id), None)
    if signal is None:
        raise NotFound(signal_id)
    active = [one.organisation for one in affiliations(me) if one.state == AffiliationState.ACTIVE]
    record_reading(actor, "not_safe", Purpose.OWN, [me.pk], now)
    return NotSafePage(signal, _on_duty(active, today))


def places_of(actor: Actor, volunteer_id: UUID, now: datetime) -> OnBehalf:
    """What it can be about at the own organisation, for who writes it down after a call."""
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


def _places(
    carried: Iterable[Match], house: Organisation | None, now: datetime
) -> tuple[Place, ...]:
    """Each person who is helped once; and nobody in particular, at whom they joined first."""
    found: dict[UUID, Match] = {}
    for row in sorted(carried, key=lambda row: row.state != MatchState.RUNNING):
        found.setdefault(row.person_key, row)
    known: dict[tuple[UUID, UUID], _Promises] = {}
    places = []
    for row in found.values():
        # who calls depends on whose question it is, not on how many people somebody helps
        key = (row.organisation_id, row.request.owner_id)
        promises = known.get(key) or _promises(row.organisation, row, now)
        known[key] = promises
        places.append(Place(row.pk, person_of(row, now), *promises))
    if house is not None:
        places.append(Place(None, None, *_promises(house, None, now)))
    return tuple(places)


def _promises(organisation: Organisation, match: Match | None, now: datetime) -> _Promises:
    caller = answering(organisation, match, Route.COORDINATOR, NO_REASON, now)
    safety = answering(organisation, match, Route.SAFETY, NOT_RIGHT, now)
    return (
        _promise(organisation, caller),
        _maybe(organisation, match, Route.PAST_COORDINATOR, now),
        _maybe(organisation, match, Route.ADVISER, now),
        _promise(organisation, safety) if safety.route is Route.SAFETY else None,
    )


def _maybe(
    organisation: Organisation, match: Match | None, route: Route, now: datetime
) -> Promise | None:
    try:
        return _promise(organisation, answering(organisation, match, route, NO_REASON, now))
    except NotFound:
        return None


def _promise(organisation: Organisation, found: Answering) -> Promise:
    if found.to is not None:
        house = found.to.organisation if found.of_network else organisation
        contact = contact_of(found.to, house.phone)
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
