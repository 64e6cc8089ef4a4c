"""Read what the own pages of a volunteer share: who they are, what they carry, whom they call."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Q, QuerySet

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.affiliations import not_left
from loopplank.access.kit.names import NOBODY, Named, named
from loopplank.access.responsibility.promises import named_on
from loopplank.access.responsibility.rota import stand_ins
from loopplank.access.volunteers.coming import last_day_of
from loopplank.access.volunteers.volunteers import limits_from_stored, volunteers
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import at_local, local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.matching.matches import HOLDS_CAPACITY, MatchState
from loopplank.core.matching.proposals import ProposalState
from loopplank.core.responsibility.closures import Closure, from_stored, to_say
from loopplank.core.volunteers.affiliations import AffiliationState
from loopplank.core.volunteers.limits import RaiseState
from loopplank.core.volunteers.load import Limits
from loopplank.core.volunteers.visits import REMEMBERED, Agreement, Moved, start_on
from loopplank.core.wellbeing.signal import ASKED_FOR, TALKS, Heard, Route
from loopplank.store.models import (
    Affiliation,
    LimitsRaise,
    Match,
    Membership,
    Organisation,
    Pattern,
    Proposal,
    Volunteer,
    VolunteerSignal,
    WhomToTrust,
)


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom this volunteer calls."""

    name: str
    phone: str

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name else ""

    @property
    def phone_words(self) -> str:
        """Grouped for reading."""
        return phone_readable(self.phone)


@dataclass(frozen=True, slots=True)
class WeekFrame:
    """What stands around every page of a volunteer; `closed` are the organisations that are closed
    or soon will be, by name.
    """

    open_proposals: int
    contact: Contact | None
    closed: tuple[tuple[str, Closure], ...] = ()


@dataclass(frozen=True, slots=True)
class OpenSignal:
    """Something that the volunteer let know: who calls, and before when; then what is asked back.

    `watcher` sees to it for the network once nobody of the house called. `asks` when somebody wrote
    down that they spoke, and the volunteer may say whether that is so. `outside`: the volunteer
    calls, a confidential adviser who is no member. `may_stay_away` from whom it is about.
    """

    id: UUID
    reason: str
    route: str
    contact: Contact
    call_before: date
    stand_in: Contact | None
    told_on: date
    watcher: str
    acknowledged: bool
    asks: bool
    denied: bool
    outside: bool
    match_id: UUID | None
    stays_away: bool
    may_stay_away: bool


@dataclass(frozen=True, slots=True)
class WaitingRaise:
    """A raise that does not work yet, and whether somebody else must confirm it first."""

    limits: Limits
    effective_on: date
    needs_second: bool


def frame_of_week(actor: Actor, now: datetime) -> WeekFrame:
    """Return the menu of a volunteer's page; at most four queries."""
    me = volunteer_of(actor)
    today = local_day(now)
    carried = matches_of(me, today)
    belongs = () if carried else affiliations(me)
    houses = {row.organisation for row in carried if row.state in HOLDS_CAPACITY}
    houses |= {one.organisation for one in belongs if one.state == AffiliationState.ACTIVE}
    said = ((row.name, to_say(from_stored(row.closed), today)) for row in houses)
    return WeekFrame(
        open_proposals=open_proposals(me, now).count(),
        contact=first_contact(carried, belongs),
        closed=tuple(sorted((name, one) for name, one in said if one is not None)),
    )


def volunteer_of(actor: Actor) -> Volunteer:
    """Return the volunteer who asks, with their limits. Raises NotFound for anybody else."""
    if actor.role is not Role.VOLUNTEER or actor.id is None:
        raise NotFound("volunteer")
    row = volunteers(actor).select_related("limits").filter(pk=actor.id).first()
    if row is None:
        raise NotFound("volunteer")
    return row


def matches_of(me: Volunteer, today: date) -> list[Match]:
    """Return what this volunteer carries, and what ended too short ago to be forgotten."""
    rows = Match.objects.filter(
        volunteer=me, state__in=[*HOLDS_CAPACITY, MatchState.ENDED]
    ).select_related("request__help_seeker", "request__owner__account", "organisation")
    recent = rows.exclude(state=MatchState.ENDED, ended_on__lt=today - REMEMBERED)
    return list(recent.order_by("-agreed_at", "pk"))


def agreement_of(row: Pattern) -> Agreement:
    """Return the pattern of a proposal or match as core reads it.

    Before the day on which the days and hours of a match became what they are, it says nothing.
    """
    since = row.rhythm_from if isinstance(row, Match) else None
    return Agreement(
        first_day=max(row.first_day, since or row.first_day),
        last_day=last_day_of(row),
        visit_minutes=row.visit_minutes,
        weekday=row.weekday,
        start_time=row.start_time,
        visits_per_week=row.visits_per_week,
        every_weeks=row.every_weeks,
        phase=row.phase,
        still_from=row.still_from if isinstance(row, Match) else None,
        moves=_moves_of(row) if isinstance(row, Match) else (),
    )


def hour_of(row: Match, day: date) -> time | None:
    """Return the hour of the visit on a day; None when nobody fixed it."""
    return start_on(agreement_of(row), day)


def _moves_of(row: Match) -> tuple[Moved, ...]:
    return tuple(
        Moved(
            date.fromisoformat(day),
            date.fromisoformat(to),
            time.fromisoformat(start) if start else None,
        )
        for day, to, start in row.moves
    )


def person_of(row: Match, now: datetime) -> Named:
    """Return who is helped: by name from the day of the meeting, before it what a proposal
    tells.
    """
    who = named(row.request.help_seeker, local_day(now))
    if row.state != MatchState.MEETING or meets_today(row, now):
        return who
    return Named(NOBODY.id, who.salutation, "", "", who.age)


def open_proposals(me: Volunteer, now: datetime) -> "QuerySet[Proposal]":
    """Return what this volunteer may still answer."""
    return Proposal.objects.filter(
        volunteer=me, state=ProposalState.OPEN, expires_at__gt=now
    ).order_by("expires_at")


def open_signals(me: Volunteer, today: date) -> tuple[OpenSignal, ...]:
    """Return what waits for a call, or for the volunteer's own word that there was one; that
    somebody cannot come once is arranged without them.
    """
    asked = Q(
        heard=Heard.NOT_YET.value,
        reason__in=TALKS,
        answered_at__gt=at_local(today, time()) - ASKED_FOR,
    )
    rows = list(
        VolunteerSignal.objects.filter(Q(answered_at=None) | asked, volunteer=me, wants_call=True)
        .select_related(
            "to__account",
            "to__organisation",
            "answered_by__account",
            "answered_by__organisation",
            "watched_by__account",
            "about",
            "match",
            "organisation__trusted",
            "organisation__network__trusted",
        )
        .order_by("at")
    )
    there = stand_ins({row.organisation_id for row in rows}, today)
    return tuple(_open_signal(row, there.get(row.organisation_id)) for row in rows)


def _open_signal(row: VolunteerSignal, there: Membership | None) -> OpenSignal:
    organisation, match = row.organisation, row.match
    about = row.about.account_id if row.about else None
    stands_in = there if there is not None and there.account_id != about else None
    spoke = row.answered_by or row.to
    return OpenSignal(
        id=row.pk,
        reason=row.reason,
        route=row.route,
        contact=_who_calls(row, spoke) if spoke else _adviser_outside(row),
        call_before=row.call_before,
        stand_in=contact_of(stands_in, organisation.duty_phone, duty=True) if stands_in else None,
        told_on=local_day(row.at),
        watcher=row.watched_by.account.name if row.watched_by else "",
        acknowledged=row.acknowledged_at is not None,
        asks=row.answered_at is not None,
        denied=row.heard == Heard.NO,
        outside=row.to is None,
        match_id=row.match_id,
        stays_away=row.stays_away_at is not None,
        may_stay_away=match is not None and match.state in HOLDS_CAPACITY,
    )


def _who_calls(row: VolunteerSignal, spoke: Membership) -> Contact:
    """Return who called, or who is there to call on the day that was promised."""
    if row.answered_at is None and row.acknowledged_at is None:
        return promised_contact(Route(row.route), spoke, row.organisation, row.call_before)
    return contact_of(spoke, spoke.organisation.phone)


def promised_contact(
    route: Route, to: Membership, organisation: Organisation, day: date
) -> Contact:
    """Return who calls by this day: whoever is there then. What goes to one person in confidence
    stays theirs.
    """
    if route is Route.COORDINATOR:
        return contact_on(to, organisation, day)
    house = organisation if to.organisation_id == organisation.pk else to.organisation
    return contact_of(to, house.phone)


def _adviser_outside(signal: VolunteerSignal) -> Contact:
    """Return the confidential adviser who is no member, by name and number."""
    house = signal.organisation
    named_by = house.network if signal.of_network else house
    row: WhomToTrust | None = getattr(named_by, "trusted", None)
    return Contact(row.adviser_name, row.adviser_phone) if row else Contact("", "")


def waiting_raise(me: Volunteer) -> WaitingRaise | None:
    row = LimitsRaise.objects.filter(volunteer=me, state=RaiseState.PENDING).first()
    if row is None:
        return None
    return WaitingRaise(
        limits_from_stored(row.wanted),
        row.effective_on,
        row.needs_second and row.confirmed_by_id is None,
    )


def contact_of(row: Membership, phone: str, *, duty: bool = False) -> Contact:
    """Return a member as a volunteer calls them: their own number, or the one of their
    organisation.
    """
    return Contact(row.account.name, phone if duty else row.account.phone or phone)


def contact_on(row: Membership, organisation: Organisation, day: date) -> Contact:
    """Return whom a volunteer reads beside a day: somebody who is there then, or the house."""
    there = named_on(row, organisation, day)
    if there is None:
        return Contact(organisation.name, organisation.phone)
    return contact_of(there, organisation.phone)


def who_arranges(row: Match, now: datetime) -> str:
    """Return who tells the person that a visit cannot be, and seeks somebody: the owner when they
    are there today, else who stands in, else the house.
    """
    return contact_on(row.request.owner, row.organisation, local_day(now)).first_name


def goes_there(row: Match, today: date) -> bool:
    """Return whether a volunteer reads where somebody lives: as long as they help, since they go
    there every time. Whoever comes once, in place of another, meets the person on the day itself.
    """
    comes_once = row.first_day == row.last_day
    return row.state == MatchState.RUNNING and (not comes_once or row.first_day <= today)


def meets_today(row: Match, now: datetime) -> bool:
    """Return whether the day of the first meeting has come: who goes there needs a name and an
    address.
    """
    return row.meeting_at is not None and local_day(row.meeting_at) <= local_day(now)


def address_of(row: Match, now: datetime) -> str:
    """Return where to be for the first meeting, on its day; before that nothing."""
    seeker = row.request.help_seeker
    if seeker is None or not meets_today(row, now):
        return ""
    place = f"{seeker.postcode} {seeker.place}".strip()
    return ", ".join(part for part in (seeker.street, place) if part)


def affiliations(me: Volunteer) -> list[Affiliation]:
    """Return where this volunteer belongs, and where they are asked to."""
    rows = not_left(volunteer=me)
    return list(rows.select_related("organisation__first_contact__account").order_by("since", "pk"))


def shared_by(me: Volunteer) -> tuple[str, ...]:
    """Return the organisations whose coordinator said yes too."""
    rows = Affiliation.objects.filter(volunteer=me, shared_by__isnull=False)
    return tuple(rows.order_by("organisation__name").values_list("organisation__name", flat=True))


def first_contact(carried: Iterable[Match], belongs: Iterable[Affiliation]) -> Contact | None:
    """Return whom the volunteer calls: who asked last, else the first contact of their
    organisation.
    """
    for row in sorted(carried, key=lambda row: row.state == MatchState.ENDED):
        return contact_of(row.request.owner, row.organisation.phone)
    for one in belongs:
        if one.state == AffiliationState.ACTIVE and one.organisation.first_contact:
            return contact_of(one.organisation.first_contact, one.organisation.phone)
    return None
