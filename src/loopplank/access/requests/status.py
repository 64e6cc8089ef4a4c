"""Read what the holder of a status link may see of one request: where it stands, and no more.

No address, no surname of a volunteer, no story: whoever finds the link learns little.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Subquery

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.codes import confirmed_mark
from loopplank.access.account.links import APPLICANT, MOST_TRIES, STATUS, address_of
from loopplank.access.arrangements.arrangement import OwnSide, asked_of_person
from loopplank.access.kit import workdays
from loopplank.access.kit.names import Named, may_call, named
from loopplank.access.matching.match_change import OPEN_CHANGES, ChangeLine, changes_for_person
from loopplank.access.organisations.organisations import PublicPlace, place_of
from loopplank.access.referrals.sides import latest_of, receiver_name, responsible
from loopplank.access.requests.relatives import speaks_for_self
from loopplank.access.requests.requests import requests
from loopplank.access.requests.waiting import WaitFacts, facts_as_told
from loopplank.access.responsibility.promises import who_is_there, who_keeps_word
from loopplank.access.responsibility.rota import standing_in
from loopplank.access.volunteers.coming import fate_of, last_day_of
from loopplank.access.volunteers.cover import VisitOff, visits_off
from loopplank.access.volunteers.who_comes import Comes, is_nameless, who_comes, with_nameless
from loopplank.access.wellbeing.concern import OwnConcern, own_concern
from loopplank.access.wellbeing.family_carer import Numbers, professionals_of
from loopplank.access.wellbeing.volunteer_concern import helping, readers, who_decides
from loopplank.core.account.roles import Role
from loopplank.core.arrangements.coming import Fate, Thing
from loopplank.core.kit.calendar import is_late, local_day
from loopplank.core.matching.matches import HOLDS_CAPACITY, MatchState
from loopplank.core.referrals.states import TAKEN_OVER
from loopplank.core.requests.applicant_sees import Sees
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.requests.headlines import Reader
from loopplank.core.requests.intake import HoldingOut, Knows
from loopplank.core.requests.refusal import PartialAnswer
from loopplank.core.requests.states import State
from loopplank.core.requests.status import CHANGES, Course, Helper
from loopplank.core.triage.danger import kinds_in
from loopplank.store.models import Event, Link, Match, Organisation, Request

ASK_DIGITS_AFTER = timedelta(days=90)


AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class DigitsNeeded:
    """Nothing happened for ninety days: whoever opens the link now shows that they know more."""

    place: PublicPlace
    tries_left: int
    has_phone: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """How a closed request ended, and what was arranged."""

    reason: ClosingReason
    on: date
    next_party: str
    next_party_agreed: bool
    next_contact_on: date | None
    partial_offer: str
    partial_answer: str
    complaints_to: str


@dataclass(frozen=True, slots=True)
class StatusPage:
    place: PublicPlace
    number: str
    kinds: tuple[str, ...]
    reader: Named
    reader_name: str
    about: Named
    course: Course
    wait_words: str
    change_reported: str
    accepted_offer: str
    changing_faces: str
    next_party_calls: str
    ended: Ended | None
    arrangement: OwnSide | None
    cannot_go_on: bool
    carers_numbers: tuple[Numbers, ...]
    own_link: str
    concern: OwnConcern | None
    may_raise: bool
    visits_off: tuple[VisitOff, ...] = ()
    dangers: frozenset[str] = frozenset()
    comes: tuple[Comes, ...] = ()
    for_another: bool = False
    agreed_on: date | None = None
    changes: tuple[tuple[ChangeLine, str], ...] = ()
    may_name: bool = False


@dataclass(frozen=True, slots=True)
class ApplicantPage:
    """What somebody sees who asked for a person who did not agree to more."""

    place: PublicPlace
    number: str
    about: Named
    course: Course
    sees: Sees
    cannot_go_on: bool
    carers_numbers: tuple[Numbers, ...]
    own_link: str
    concern: OwnConcern | None
    may_raise: bool


@dataclass(frozen=True, slots=True)
class LeadsTo:
    """This question was asked before by the same person: the link of that first one."""

    link_id: UUID
    generation: int


def status_page(
    actor: Actor, now: datetime, confirmed: str = ""
) -> StatusPage | ApplicantPage | DigitsNeeded | LeadsTo:
    """Return the page of one request, or the question for digits; `confirmed` is the browser's
    mark.
    """
    row = _row(actor, now)
    link = _link(actor, row.pk)
    needed = _digits_needed(row, link, now, confirmed)
    if needed is not None:
        return needed
    sees = _sees(actor, row)
    if sees is not Sees.EVERYTHING:
        return _applicant_page(actor, row, link, sees, now)
    first = _first_of_same_person(row)
    if first is not None:
        return first
    matches: list[Match] = list(
        with_nameless(Match.objects.filter(request=row, state__in=HOLDS_CAPACITY))
        .annotate(to_change=Exists(OPEN_CHANGES))
        .order_by("first_day", "agreed_at")
    )
    record_reading(
        actor,
        "status",
        Purpose.OWN,
        [row.help_seeker_id, *(match.volunteer_id for match in matches)],
        now,
    )
    by_applicant = row.applicant if row.person_knows != Knows.YES or actor.for_another else None
    cannot_go_on = _cannot_go_on(row)
    waits = facts_as_told(row, local_day(now)) if row.state == State.WAITING else None
    running = any(match.state == MatchState.RUNNING for match in matches)
    off = visits_off(row, now) if running else ()
    return StatusPage(
        place=place_of(row.organisation.network, row.organisation),
        number=row.number,
        kinds=tuple(row.kinds),
        reader=named(row.help_seeker if by_applicant is None else None, local_day(now)),
        reader_name=by_applicant.name if by_applicant else "",
        about=named(row.help_seeker, local_day(now)),
        course=_course(row, matches, waits, now, actor),
        wait_words=waits.own_words if waits else "",
        change_reported=row.change_reported,
        accepted_offer=row.partial_offer if row.partial_answer == PartialAnswer.YES else "",
        changing_faces=row.changing_faces,
        next_party_calls=row.next_party if row.next_party_agreed else "",
        ended=_ended(row),
        arrangement=asked_of_person(row),
        cannot_go_on=cannot_go_on,
        carers_numbers=professionals_of(row) if cannot_go_on else (),
        own_link=address_of(link),
        concern=own_concern(actor, now) if running else None,
        may_raise=running,
        visits_off=_without_names(off, matches),
        dangers=_just_written(row, now),
        comes=who_comes(matches, [(one.volunteer, one.day) for one in off], now),
        for_another=actor.for_another and row.person_knows == Knows.YES,
        may_name=speaks_for_self(actor, row) and row.first_contact_at is not None,
        agreed_on=local_day(row.applicant_sees_at) if row.applicant_sees_at else None,
        changes=changes_for_person(actor, now)
        if any(vars(m)["to_change"] for m in matches)
        else (),
    )


def _just_written(row: Request, now: datetime) -> frozenset[str]:
    """Return what the story may say about danger, in the hour after it was sent only: later
    somebody else may look at this page in the same house.
    """
    return kinds_in(row.story) if now - row.received_at < AN_HOUR else frozenset()


@dataclass(frozen=True, slots=True)
class RaisePage:
    """For the page on which somebody says that the help does not go well: who would answer.

    `trusted` reads what is about the volunteer, or `trusted_other`; `helpers` are who help now.
    """

    place: PublicPlace
    number: str
    owner: str
    other: str
    helpers: tuple[tuple[UUID, str], ...] = ()
    trusted: str = ""
    trusted_other: str = ""


def raise_page(actor: Actor, now: datetime, confirmed: str = "") -> RaisePage | DigitsNeeded:
    """Return who would read it; nothing of the person and nothing of the volunteer.

    Only while help runs.
    """
    row = _row(actor, now)
    needed = _digits_needed(row, _link(actor, row.pk), now, confirmed)
    if needed is not None:
        return needed
    if row.state != State.RUNNING or _sees(actor, row) is Sees.NOTHING:
        raise NotFound(row.pk)
    around = vars(row)
    is_owner = around["stand_in_id"] == row.owner_id
    found = [one for one in helping(row) if one.state == MatchState.RUNNING]
    who = readers(row, found[0], local_day(now)) if found else None
    return RaisePage(
        place_of(row.organisation.network, row.organisation),
        row.number,
        row.owner.account.name,
        "" if is_owner else around["stand_in_name"] or "",
        tuple((one.pk, one.volunteer.first_name) for one in found),
        who.first.account.name if who else "",
        who.other.account.name if who and who.other else "",
    )


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Enough to report that something changed: whose number this is, and whether it still can."""

    place: PublicPlace
    number: str
    is_open: bool


def change_page(actor: Actor, now: datetime, confirmed: str = "") -> ChangePage | DigitsNeeded:
    """Return the page on which somebody says that something changed; shows nothing of a person."""
    row = _row(actor, now)
    needed = _digits_needed(row, _link(actor, row.pk), now, confirmed)
    if needed is not None:
        return needed
    return ChangePage(
        place_of(row.organisation.network, row.organisation),
        row.number,
        row.state != State.CLOSED,
    )


def _without_names(off: tuple[VisitOff, ...], matches: list[Match]) -> tuple[VisitOff, ...]:
    """Return the same visits without the name of whom is not told now."""
    hidden = {one.volunteer.first_name for one in matches if is_nameless(one)}
    return tuple(replace(one, volunteer="") if one.volunteer in hidden else one for one in off)


def _helper(row: Match, now: datetime) -> Helper:
    still = fate_of(Thing.STATUS, row, local_day(now)) is Fate.WAITS
    return Helper(
        "" if is_nameless(row) and not still else row.volunteer.first_name,
        last_day_of(row),
        stands_still=still,
        decided_by=who_decides(row.pk) if still else "",
    )


def _row(actor: Actor, now: datetime) -> Request:
    if actor.role is not Role.HELP_SEEKER or actor.id is None:
        raise NotFound("status")
    stands_in = standing_in(OuterRef("organisation_id"), local_day(now))
    row = (
        requests(actor)
        .select_related(
            "owner__account",
            "organisation__network",
            "organisation__first_contact__account",
            "help_seeker",
            "applicant",
            "intake_stop",
            "duplicate_of__help_seeker",
        )
        .annotate(
            stand_in_id=Subquery(stands_in.values("pk")[:1]),
            stand_in_name=Subquery(stands_in.values("account__name")[:1]),
        )
        .filter(pk=actor.id)
        .first()
    )
    if row is None:
        raise NotFound(actor.id)
    return row


def _link(actor: Actor, request_id: UUID) -> Link:
    purpose = APPLICANT if actor.for_another else STATUS
    row = Link.objects.filter(purpose=purpose, subject_id=request_id).first()
    if row is None:
        raise NotFound(request_id)
    return row


def _digits_needed(row: Request, link: Link, now: datetime, confirmed: str) -> DigitsNeeded | None:
    last = Event.objects.filter(aggregate="request", aggregate_id=row.pk).aggregate(at=Max("at"))
    quiet_since = last["at"] or row.changed_at
    if now - quiet_since <= ASK_DIGITS_AFTER:
        return None
    if confirmed == confirmed_mark(link.pk, link.generation):
        return None
    return DigitsNeeded(
        place_of(row.organisation.network, row.organisation),
        MOST_TRIES - link.failed_tries,
        any(person and person.phone for person in (row.help_seeker, row.applicant)),
    )


def _sees(actor: Actor, row: Request) -> Sees:
    """Return what the actor sees: the person all of their own, and who asked for somebody who knows
    what was agreed.
    """
    if not actor.for_another or row.person_knows != Knows.YES:
        return Sees.EVERYTHING
    return Sees(row.applicant_sees or Sees.NOTHING)


def _applicant_page(
    actor: Actor, row: Request, link: Link, sees: Sees, now: datetime
) -> ApplicantPage:
    record_reading(actor, "status", Purpose.OWN, [row.help_seeker_id], now)
    cannot_go_on = _cannot_go_on(row)
    may_raise = sees is Sees.RUNS and row.state == State.RUNNING
    return ApplicantPage(
        place=place_of(row.organisation.network, row.organisation),
        number=row.number,
        about=named(row.help_seeker, local_day(now)),
        course=_course(row, [], None, now, actor),
        sees=sees,
        cannot_go_on=cannot_go_on,
        carers_numbers=professionals_of(row) if cannot_go_on else (),
        own_link=address_of(link),
        concern=own_concern(actor, now) if may_raise else None,
        may_raise=may_raise,
    )


def _cannot_go_on(row: Request) -> bool:
    return bool(row.holding_out == HoldingOut.NO_MORE and row.state != State.CLOSED)


def _first_of_same_person(row: Request) -> LeadsTo | None:
    """Return the link of the first question, only when it is surely their own: both were asked by
    themselves, with the same name, and the same telephone or mail.
    """
    first = row.duplicate_of
    if first is None or row.applicant_id or first.applicant_id:
        return None
    one, two = row.help_seeker, first.help_seeker
    if one is None or two is None or not one.last_name:
        return None
    reached = (one.phone and one.phone == two.phone) or (one.email and one.email == two.email)
    if not reached or one.last_name.casefold() != two.last_name.casefold():
        return None
    link = Link.objects.filter(purpose=STATUS, subject_id=first.pk).first()
    return LeadsTo(link.pk, link.generation) if link else None


def _course(
    row: Request,
    matches: list[Match],
    waits: WaitFacts | None,
    now: datetime,
    actor: Actor,
) -> Course:
    organisation, around = row.organisation, vars(row)
    is_owner = around["stand_in_id"] == row.owner_id
    passed = row.due_on is not None and is_late(row.due_on, now)
    again = _catch_up_on(organisation, row.due_on) if passed else None
    promised = row.due_on if not passed else None
    meeting = next((m for m in matches if m.state == MatchState.MEETING), None)
    running = [m for m in matches if m.state == MatchState.RUNNING]
    met = meeting or (running[0] if running else None)
    offered = latest_of([row.pk]).get(row.pk) if row.state == State.HANDOVER else None
    taken = offered is not None and offered.status in TAKEN_OVER
    return Course(
        state=State(row.state),
        owner=row.owner.account.name,
        organisation=organisation.name,
        received_on=local_day(row.received_at),
        stand_in="" if is_owner else around["stand_in_name"] or "",
        due_on=row.due_on,
        promised_by=(who_is_there(row, promised) or organisation.name) if promised else "",
        catch_up_on=again,
        catch_up_by=(who_keeps_word(row, again) or organisation.name) if again else "",
        spoken_on=local_day(row.first_contact_at) if row.first_contact_at else None,
        may_call=may_call(row),
        meets=meeting.volunteer.first_name if meeting else "",
        meeting_at=met.meeting_at if met else None,
        helpers=tuple(_helper(m, now) for m in running),
        change_reported=row.change_reported in CHANGES,
        wait=waits.found if waits else None,
        meanwhile=waits.meanwhile if waits else "",
        full_until=row.intake_stop.until if row.intake_stop else None,
        offered_to=receiver_name(offered) if offered else "",
        taken_over_by=responsible(offered) if offered and taken else "",
        contact_missed=bool(offered and taken and offered.missed_told_at),
        taken_over_until=offered.first_contact_by
        if offered and taken and not offered.first_contact_on
        else None,
        reader=_reader(row, actor),
        is_called=row.person_knows != Knows.YES,
        meeting_by=who_is_there(row, local_day(meeting.meeting_at))
        if meeting and meeting.meeting_at
        else "",
        closed_as=ClosingReason(row.closing_reason) if row.closing_reason else None,
    )


def _reader(row: Request, actor: Actor) -> Reader:
    """Return who reads: the person, or whoever asked while that person does not know."""
    asked = row.applicant
    if asked is None or (row.person_knows == Knows.YES and not actor.for_another):
        return Reader.ASKER
    return Reader(asked.relation)


def _catch_up_on(organisation: Organisation, due_on: date | None) -> date | None:
    """Return the new day after a missed one: the first on which the organisation works again.

    It hangs on the day that was missed and not on today, so that it never slips.
    """
    if due_on is None:
        return None
    return workdays.of_organisation(organisation, due_on).after(due_on, 1)


def _ended(row: Request) -> Ended | None:
    if row.state != State.CLOSED or row.closed_at is None:
        return None
    return Ended(
        reason=ClosingReason(row.closing_reason),
        on=local_day(row.closed_at),
        next_party=row.next_party,
        next_party_agreed=row.next_party_agreed,
        next_contact_on=row.next_contact_on,
        partial_offer=row.partial_offer,
        partial_answer=row.partial_answer,
        complaints_to=row.organisation.complaints_to,
    )
