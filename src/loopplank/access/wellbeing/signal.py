"""Read signals of volunteers: who may read which, and what waits for whom.

What went to a coordinator is read by the coordinators of that organisation. All else (about a
coordinator, to the adviser, to the contact person) is there for whom it went to, and for nobody
else: not on a list, in no count, and never for whoever it is about. Only what went to somebody whom
the network named crosses from one organisation to another, to that one person.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.names import Named, named
from loopplank.access.kit.rows import BATCH
from loopplank.access.responsibility.on_duty import absences_of, left
from loopplank.access.volunteers.cover import CoverSeen, covers_of
from loopplank.core.account.roles import MAY_OWN, Role
from loopplank.core.kit.calendar import last_passed, local_day
from loopplank.core.wellbeing.safety import KEPT_AFTER_CLOSING
from loopplank.core.wellbeing.signal import ASKED_FOR, OUTSIDE_HOLDS_FOR, TALKS, TOP, Heard, Route
from loopplank.store.models import SafetyFile, Volunteer, VolunteerSignal

MOST = 50


@dataclass(frozen=True, slots=True)
class Happened:
    """One step of a signal: when, what, by whom, to whom."""

    at: datetime
    step: str
    by: str
    to: str
    what: str


@dataclass(frozen=True, slots=True)
class SignalRow:
    """A signal for whoever is to call. `person` is whom it is about, if it is about one person;
    `of_house` is the organisation of the volunteer when that is not the reader's own; `cover` says
    where a visit stands that cannot be. Whoever died has no number here.
    """

    signal_id: UUID
    volunteer_id: UUID
    name: str
    phone: str
    volunteer_died: bool
    person: Named | None
    request_id: UUID | None
    match_id: UUID | None
    reason: str
    words: str
    prefers_call: bool
    at: datetime
    call_before: date
    decide_before: date | None
    wants_call: bool
    mine: bool
    owner: str
    route: str
    acknowledged: bool
    heard: str
    stays_away: bool
    noted_by: str
    answered_at: datetime | None
    answered_by: str
    outcome: str
    done: str
    of_house: str = ""
    visit_id: UUID | None = None
    cover: CoverSeen | None = None


@dataclass(frozen=True, slots=True)
class SignalPage:
    """`may_open_volunteer`: who reads it also works with the file of the volunteer."""

    row: SignalRow
    steps: tuple[Happened, ...]
    may_open_volunteer: bool


@dataclass(frozen=True, slots=True)
class Watched:
    """A talk that somebody owes a volunteer for too long: the volunteer is not named. `who` is the
    organisation, or with `of_network` the reader whom the network named.
    """

    who: str
    phone: str
    since: datetime
    before: date
    of_network: bool = False
    account_id: UUID | None = None


def open_to_coordinators(route: str) -> bool:
    return route == Route.COORDINATOR


def signals(actor: Actor) -> "QuerySet[VolunteerSignal]":
    """Return the signals that exist for this actor."""
    rows = VolunteerSignal.objects.all()
    if actor.role is Role.VOLUNTEER and actor.id:
        return rows.filter(volunteer_id=actor.id)
    if actor.role not in MAY_OWN:
        return rows.none()
    here = Q(organisation_id=actor.own_organisation)
    seen = (Q(to_id=actor.own_membership) | _of_own_file(actor)) & (here | Q(of_network=True))
    if actor.role is Role.COORDINATOR and not actor.only_own:
        seen |= here & Q(route=Route.COORDINATOR.value)
    rows = rows.filter(seen)
    if actor.account_id is None:
        return rows
    return rows.exclude(about__account_id=actor.account_id)


def with_coordinators(actor: Actor) -> "QuerySet[VolunteerSignal]":
    """Return the signals that every coordinator of the own organisation may know of."""
    return VolunteerSignal.objects.filter(
        organisation_id=actor.own_organisation, route=Route.COORDINATOR.value
    )


def signal_for_change(actor: Actor, signal_id: UUID) -> VolunteerSignal:
    """Lock one signal, under the lock of its volunteer, as everywhere."""
    mine = signals(actor).filter(pk=signal_id)
    volunteer_id = mine.values_list("volunteer_id", flat=True).first()
    if volunteer_id is None:
        raise NotFound(signal_id)
    return locked(signal_id, volunteer_id)


def locked(signal_id: UUID, volunteer_id: UUID) -> VolunteerSignal:
    """Return a signal read under the lock of its volunteer."""
    Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer_id)
    return VolunteerSignal.objects.select_related(
        "volunteer", "organisation__first_contact", "to__account", "answered_by__account"
    ).get(pk=signal_id)


def own_signals(
    actor: Actor, now: datetime, *, late_too: bool, most: int
) -> tuple[tuple[SignalRow, ...], int]:
    """Return who waits for a call of this actor, and for one of a colleague that is late (as
    stand-in); and how many there are. What has a file of its own stands with the files.
    """
    theirs = Q(to_id=actor.own_membership)
    if late_too:
        theirs |= Q(call_before__lte=last_passed(now), route=Route.COORDINATOR.value)
    rows = with_people(
        signals(actor).filter(theirs, answered_at=None).exclude(route=Route.SAFETY.value)
    ).order_by("call_before", "at")
    found = list(rows[:most])
    total = len(found) if len(found) < most else rows.count()
    # what comes from another organisation has no visit here
    covers = covers_of([row for row in found if not row.of_network], local_day(now))
    made = []
    for row in found:
        about = (row.match.request_id, row.words) if row.match else None
        visit_id, cover = covers.get(about, (None, None)) if about else (None, None)
        made.append(replace(signal_row(row, actor), visit_id=visit_id, cover=cover))
    return tuple(made), total


def signals_page(actor: Actor, now: datetime) -> tuple[SignalRow, ...]:
    """Return what waits for a call of this member; for who has no list of today. One query."""
    found, _total = own_signals(actor, now, late_too=False, most=MOST)
    record_reading(actor, "signals", Purpose.CONFIDENTIAL, [r.volunteer_id for r in found], now)
    return found


def signal_page(actor: Actor, signal_id: UUID, now: datetime) -> SignalPage:
    """Return one signal with all that happened. Raises NotFound for whom it does not exist."""
    rows = with_people(signals(actor).filter(pk=signal_id).exclude(route=Route.SAFETY.value))
    row = rows.first()
    if row is None:
        raise NotFound(signal_id)
    made = signal_row(row, actor)
    purpose = Purpose.PLANNING if open_to_coordinators(row.route) else Purpose.CONFIDENTIAL
    about = [made.volunteer_id, made.person.id if made.person else None]
    record_reading(actor, "signal", purpose, about, now)
    at_home = row.organisation_id == actor.organisation_id
    return SignalPage(made, steps_of(row), at_home and actor.role is Role.COORDINATOR)


def holds_questions(actor: Actor, signal_id: UUID) -> bool:
    """Return whether nobody asks the volunteer anything until this is answered; shows no name.
    Raises NotFound for whom it does not exist.
    """
    found = signals(actor).filter(pk=signal_id).values_list("wants_call", flat=True).first()
    if found is None:
        raise NotFound(signal_id)
    return found


def steps_of(row: VolunteerSignal) -> tuple[Happened, ...]:
    found = row.steps.select_related("by__account", "to__account").order_by("at", "pk")
    return tuple(
        Happened(
            one.at,
            one.step,
            one.by.account.name if one.by else "",
            one.to.account.name if one.to else "",
            one.what,
        )
        for one in found
    )


def watched(actor: Actor) -> tuple[Watched, ...]:
    """Return what an administrator of the network watches over: which organisation, and no
    volunteer. Of whom the network itself named it is that reader, and not even the organisation.
    """
    if actor.role is not Role.NETWORK_ADMIN:
        return ()
    rows = VolunteerSignal.objects.filter(watched_by_id=actor.own_membership, answered_at=None)
    found = rows.select_related("organisation", "to__account", "to__organisation").order_by(
        "call_before", "at"
    )[:MOST]
    return tuple(
        Watched(row.organisation.name, row.organisation.phone, row.at, row.call_before)
        if row.to is None or not row.of_network
        else Watched(
            row.to.account.name,
            row.to.account.phone or row.to.organisation.phone,
            row.at,
            row.call_before,
            of_network=True,
            account_id=row.to.account_id,
        )
        for row in found
    )


def with_people(rows: "QuerySet[VolunteerSignal]") -> "QuerySet[VolunteerSignal]":
    return rows.select_related(
        "volunteer",
        "organisation",
        "match__request__help_seeker",
        "to__account",
        "answered_by__account",
        "noted_by__account",
    )


def signal_row(row: VolunteerSignal, actor: Actor) -> SignalRow:
    at_home = row.organisation_id == actor.organisation_id
    # in confidence to somebody elsewhere: the volunteer chose that for themselves, and tells on the
    # telephone about whom it is
    match = row.match if at_home else None
    return SignalRow(
        signal_id=row.pk,
        volunteer_id=row.volunteer_id,
        name=f"{row.volunteer.first_name} {row.volunteer.last_name}",
        phone="" if row.volunteer.death_noted_on else row.volunteer.phone,
        volunteer_died=row.volunteer.death_noted_on is not None,
        person=named(match.request.help_seeker, local_day(row.at)) if match else None,
        request_id=match.request_id if match else None,
        match_id=match.pk if match else None,
        reason=row.reason,
        words=row.words,
        prefers_call=row.prefers_call,
        at=row.at,
        call_before=row.call_before,
        decide_before=row.decide_before,
        wants_call=row.wants_call,
        mine=row.to_id == actor.id,
        owner=row.to.account.name if row.to else "",
        route=row.route,
        acknowledged=row.acknowledged_at is not None,
        heard=row.heard,
        stays_away=row.stays_away_at is not None,
        noted_by=row.noted_by.account.name if row.noted_by else "",
        answered_at=row.answered_at,
        answered_by=row.answered_by.account.name if row.answered_by else "",
        outcome=row.outcome,
        done=row.done,
        of_house="" if at_home else row.organisation.name,
    )


def _of_own_file(actor: Actor) -> Q:
    mine = Q(safety_file__held_by_id=actor.own_membership)
    return Q(route=Route.SAFETY.value) & (mine | Q(safety_file__stand_in_id=actor.own_membership))


# --- what the loop must see to --------------------------------------------------------------------


def signals_to_climb(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Return signals about which nobody called before the day, nothing was decided in time, or
    whoever had it is not there.
    """
    rows = _to_climb(now).exclude(pk__in=skip)
    return list(rows.order_by("call_before", "at").values_list("pk", flat=True)[:limit])


def climb_is_due(row: VolunteerSignal, now: datetime) -> bool:
    return _to_climb(now).filter(pk=row.pk).exists()


def signals_to_close(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Return signals that were answered two weeks ago, of which the volunteer did not say whether
    they were spoken to.
    """
    rows = _to_close(now).exclude(pk__in=skip)
    return list(rows.order_by("at").values_list("pk", flat=True)[:limit])


def quiet_is_due(row: VolunteerSignal, now: datetime) -> bool:
    return _to_close(now).filter(pk=row.pk).exists()


def safety_files_to_forget(
    now: datetime, skip: Collection[UUID] = (), limit: int = BATCH
) -> list[UUID]:
    """Return concern files that were closed longer ago than they are kept."""
    rows = SafetyFile.objects.filter(closed_at__lte=now - KEPT_AFTER_CLOSING)
    return list(
        rows.exclude(pk__in=skip).order_by("closed_at").values_list("pk", flat=True)[:limit]
    )


# --- underneath -----------------------------------------------------------------------------------


def _to_climb(now: datetime) -> "QuerySet[VolunteerSignal]":
    passed, today = last_passed(now), local_day(now)
    # what went to a coordinator moves along with an absence; what is confidential does not
    away = absences_of(OuterRef("to__organisation_id"), OuterRef("to__account_id"), today)
    gone = left("to") | Exists(away)
    late = Q(acknowledged_at=None, call_before__lte=passed) | Q(decide_before__lte=passed)
    return VolunteerSignal.objects.filter(
        late | ~Q(route=Route.COORDINATOR.value) & gone,
        answered_at=None,
        wants_call=True,
        to__isnull=False,
        level__lt=TOP,
    )


def _to_close(now: datetime) -> "QuerySet[VolunteerSignal]":
    not_said = Q(
        heard=Heard.NOT_YET.value,
        reason__in=TALKS,
        wants_call=True,
        answered_at__lte=now - ASKED_FOR,
    )
    outside = Q(to=None, answered_at=None, at__lte=now - OUTSIDE_HOLDS_FOR)
    return VolunteerSignal.objects.filter(not_said | outside)
