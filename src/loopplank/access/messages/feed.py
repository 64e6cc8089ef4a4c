"""Read the calendar of one volunteer, for whoever holds its secret address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor
from loopplank.access.account.links import FEED, of_subject, reader_of_feed, token_of
from loopplank.access.volunteers.coming import stays
from loopplank.access.volunteers.own_pages import agreement_of, goes_there, volunteer_of
from loopplank.access.volunteers.volunteers import facts_of, rows_of
from loopplank.core.arrangements.coming import Thing
from loopplank.core.kit.calendar import at_local, local_day, monday
from loopplank.core.matching.matches import HAS_ENDED, HAS_HELPED, HOLDS_CAPACITY, MatchState
from loopplank.core.messages import calendar_feed
from loopplank.core.volunteers.limits import RaiseState
from loopplank.core.volunteers.load import Limits
from loopplank.core.volunteers.visits import Expected, VisitState, visits_in_week
from loopplank.store.models import Event, LimitsRaise, Link, Match, MessageWishes, Visit, Volunteer

#: Events of a request that say until when somebody helps.
_SAY_LAST_DAY = ("request.started", "request.evaluated")
#: Whoever is called, or gets letters, is not reminded of visits.
REMINDED_BY = ("sms", "email")
_SAY_STOP = ("volunteer.stops", "volunteer.stays", "match.stops", "match.stays")


@dataclass(frozen=True, slots=True)
class Entry:
    """One visit or first meeting. `begins` is None when only the day is known; `who` is an initial,
    empty before the day of the meeting. `address` only when the volunteer asked for it.
    """

    uid: str
    meeting: bool
    day: date
    begins: datetime | None
    minutes: int
    who: str
    address: str
    cancelled: bool
    changed_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar in the language of its volunteer."""

    volunteer_id: UUID
    language: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class OwnFeed:
    """How a volunteer puts it in their calendar; no address while they made none."""

    volunteer_id: UUID
    address: str
    with_address: bool


def feed(token: str, now: datetime) -> Feed:
    """Return what a calendar programme reads.

    Raises NotFound for an address that is not, or no longer, one. A programme reads it day and
    night, so each reading leaves its record like any other page.
    """
    today = local_day(now)
    actor = reader_of_feed(token, today)
    me = volunteer_of(actor)
    rows = _matches(me, today)
    limits, set_at = facts_of(me.limits), _limits_since(me)
    cannot, until = _cannot(rows, today), _told_until(rows)
    with_address = me.feed_address_at is not None
    entries: list[Entry] = []
    for row in rows:
        if row.meeting_at is not None and local_day(row.meeting_at) >= today - calendar_feed.BEHIND:
            entries.append(_meeting(row, row.meeting_at))
        if row.state in HAS_HELPED:
            entries += _visits(
                row,
                today,
                limits,
                set_at=set_at,
                said=cannot.get(row.pk, {}),
                told_until=until.get(row.pk, row.last_day),
                with_address=with_address,
            )
    named = [row.request.help_seeker_id for row in rows if row.state in HAS_HELPED]
    record_reading(actor, "feed", Purpose.OWN, [me.pk, *named], now)
    entries.sort(key=lambda one: (one.day, one.uid))
    return Feed(me.pk, me.language, tuple(entries))


def own_feed(actor: Actor, now: datetime) -> OwnFeed:
    """Return the address of one's own calendar, to copy."""
    me = volunteer_of(actor)
    link = of_subject(FEED, me.pk)
    record_reading(actor, "own_feed", Purpose.OWN, [me.pk], now)
    return OwnFeed(
        me.pk,
        f"{settings.ORIGIN}/agenda/{token_of(link.pk, link.generation)}.ics" if link else "",
        me.feed_address_at is not None,
    )


# --- underneath -----------------------------------------------------------------------------------


def _matches(me: Volunteer, today: date) -> list[Match]:
    """Return what runs or begins, and what fell away too short ago to be gone from every
    calendar.
    """
    fell_away = Q(state__in=HAS_ENDED, ended_on__gte=today - calendar_feed.BEHIND)
    return list(
        Match.objects.filter(volunteer=me)
        .filter(Q(state__in=HOLDS_CAPACITY) | fell_away)
        .select_related("request__help_seeker")
        .order_by("agreed_at", "pk")
    )


def _limits_since(me: Volunteer) -> datetime:
    """Return since when the limits, and the pause in them, are as they are: set, or come into
    force.
    """
    set_at = max([me.limits.set_at, *_stops_said(me)])
    raised = LimitsRaise.objects.filter(volunteer=me, state=RaiseState.APPLIED).order_by(
        "-effective_on"
    )
    last = raised.values_list("effective_on", flat=True).first()
    return max(set_at, at_local(last, time())) if last else set_at


def _stops_said(me: Volunteer) -> list[datetime]:
    """Return when they last said that they stop, or stay after all, with one person or
    altogether.
    """
    said = Event.objects.filter(
        aggregate="volunteer", aggregate_id__in=rows_of(me.pk), type__in=_SAY_STOP
    )
    return list(said.order_by("-at").values_list("at", flat=True)[:1])


def _cannot(rows: Iterable[Match], today: date) -> dict[UUID, dict[date, datetime]]:
    """Return of each match the days on which there is no visit, with when that was said."""
    found: dict[UUID, dict[date, datetime]] = {}
    for visit in Visit.objects.filter(
        match__in=[row.pk for row in rows],
        state=VisitState.CANNOT,
        day__gte=today - calendar_feed.BEHIND,
    ):
        found.setdefault(visit.match_id, {})[visit.day] = visit.logged_at
    return found


def _told_until(rows: Iterable[Match]) -> dict[UUID, date]:
    """Return the latest last day that was ever said of each match: a calendar may hold visits up to
    it.
    """
    found: dict[UUID, date] = {}
    said = Event.objects.filter(
        aggregate="request",
        aggregate_id__in={row.request_id for row in rows},
        type__in=_SAY_LAST_DAY,
    ).values_list("data", flat=True)
    for data in said:
        match_id, day = UUID(data["match"]), date.fromisoformat(data["last_day"])
        found[match_id] = max(day, found.get(match_id, day))
    return found


def _visits(
    row: Match,
    today: date,
    limits: Limits,
    *,
    set_at: datetime,
    said: Mapping[date, datetime],
    told_until: date,
    with_address: bool,
) -> list[Entry]:
    seeker = row.request.help_seeker
    agreement = agreement_of(row)
    # a pause that is over changes a visit once more, so the limits count in every revision
    since = max(row.agreed_at, set_at)
    shows = with_address and goes_there(row, today)
    made = []
    for one in calendar_feed.days_of_visits(
        agreement, today, limits, told_until=told_until, cannot=said
    ):
        # what ends, stops or stands still changes a visit, and going on changes it once more
        changed_at = max(since, said.get(one.day, since), row.request.changed_at)
        made.append(
            Entry(
                uid=f"{row.pk}-{one.day:%Y%m%d}@loopplank",
                meeting=False,
                day=one.day,
                begins=at_local(one.day, one.start) if one.start else None,
                minutes=row.visit_minutes,
                who=calendar_feed.initial(seeker.first_name, seeker.last_name) if seeker else "",
                address=_where(row) if shows and not one.cancelled else "",
                cancelled=one.cancelled,
                changed_at=changed_at,
                revision=calendar_feed.revision(row.agreed_at, changed_at),
            )
        )
    return made


def _where(row: Match) -> str:
    seeker = row.request.help_seeker
    if seeker is None:
        return ""
    place = f"{seeker.postcode} {seeker.place}".strip()
    return ", ".join(part for part in (seeker.street, place) if part)


def _meeting(row: Match, at: datetime) -> Entry:
    """Return a first meeting as an entry that names nobody: until that day a volunteer knows no
    name.
    """
    changed_at = max(row.agreed_at, row.request.changed_at)
    return Entry(
        uid=f"{row.pk}-kennismaken@loopplank",
        meeting=True,
        day=local_day(at),
        begins=at,
        minutes=calendar_feed.MEETING_MINUTES,
        who="",
        address="",
        cancelled=row.state == MatchState.NOT_STARTED
        or not stays(Thing.CALENDAR, row, local_day(at)),
        changed_at=changed_at,
        revision=calendar_feed.revision(row.agreed_at, changed_at),
    )


# --- the visit of a day ---------------------------------------------------------------------------


def wants_visit_reminders(rows: "QuerySet[Match]") -> "QuerySet[Match]":
    """Return the matches of volunteers who get a message before a visit: who chose so, and who
    chose nothing and has no calendar here that tells them. Whoever is called by telephone is not.
    """
    about = OuterRef("volunteer_id")
    chosen = MessageWishes.objects.filter(volunteer_id=about)
    feed = Link.objects.filter(purpose=FEED, subject_id=about)
    sent = rows.filter(volunteer__channel__in=REMINDED_BY)
    return sent.filter(Exists(chosen.filter(visit_reminder=True)) | ~Exists(chosen) & ~Exists(feed))


def visit_on(row: Match, day: date) -> Expected | None:
    """Return the visit that is expected on a day, by what was agreed and outside a pause; needs the
    limits of the volunteer loaded, and knows nothing of what was said about that one day.
    """
    limits = facts_of(row.volunteer.limits)
    expected = visits_in_week(agreement_of(row), monday(day), limits)
    return next((visit for visit in expected if visit.day == day), None)
