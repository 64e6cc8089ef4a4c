"""Write down a visit in three taps, or a visit that cannot be."""

from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.responsibility.promises import who_reads
from loopplank.access.volunteers.fullness import real_of_week
from loopplank.access.volunteers.visit_notes import note_for_change
from loopplank.access.volunteers.volunteers import volunteer_for_change
from loopplank.actions.kit.action import nothing_changed, record_of_volunteer_at, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.volunteers.cover import seek
from loopplank.actions.wellbeing.signal import let_know
from loopplank.core.account.roles import AS_VOLUNTEER, Role
from loopplank.core.kit.calendar import local_day, monday
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.matching.matches import HAS_HELPED, MatchState
from loopplank.core.volunteers.load import limit_of_week, over_until
from loopplank.core.volunteers.visits import NOTE_LENGTH, Felt, VisitState, note_due_on
from loopplank.core.wellbeing.signal import CANNOT_COME, HEAVY_VISIT
from loopplank.store.models import Limits, Match, Visit, Volunteer, VolunteerSignal

FELT = ("fine", "fair", "heavy")
LONGEST_VISIT = 24 * 60
NOT_YET = Reason("visit.future", dutch("Dit bezoek moet nog komen. Schrijf het daarna op."))
DONE = Reason("visit.done", dutch("Dit bezoek staat al opgeschreven. Je kunt het daar wijzigen."))
WRITTEN_ANEW = Reason("visit.note_anew", dutch("Deze notitie is net veranderd. Lees hem opnieuw."))
READ_FIRST = Reason(
    "visit.unread_note",
    dutch("Over dit bezoek schreef de vrijwilliger zelf al iets. Lees dat eerst, en vink het af."),
)
TOO_LONG = Reason("visit.minutes", dutch("Kies hoe lang het duurde, tot 24 uur."))


@verb("visit.log", Role.VOLUNTEER, Role.COORDINATOR)
def log_visit(  # noqa: PLR0913  all that is written down of one visit
    *,
    actor: Actor,
    now: datetime,
    match_id: UUID,
    day: date,
    minutes: int,
    felt: str,
    wants_call: bool = False,
    note: str = "",
    extra: bool = False,
) -> UUID | None:
    """Write a visit down; saying it again replaces it. "Heavy" with a call makes a signal, whose
    id is returned. Real minutes may pass the limit: that is seen, never refused.
    """
    match, volunteer = _match_of(actor, match_id)
    if day > local_day(now):
        raise Refused(NOT_YET)
    if not 0 < minutes <= LONGEST_VISIT:
        raise Refused(TOO_LONG)
    refuse_bsn(note)
    before = real_of_week(volunteer, monday(day))
    Visit.objects.update_or_create(
        match=match,
        day=day,
        defaults={
            "volunteer": volunteer,
            "organisation_id": match.organisation_id,
            "state": "done",
            "minutes": minutes,
            "felt": felt if felt in FELT else "",
            "extra": extra,
            "logged_at": now,
            "logged_by_self": actor.role is Role.VOLUNTEER,
            **_note_columns(actor, now, match, day, note.strip()[:NOTE_LENGTH]),
        },
    )
    _note_over(volunteer, monday(day), before)
    said: dict[str, object] = {"minutes": minutes, "felt": felt, "extra": extra}
    record_of_volunteer_at(
        match.organisation_id,
        actor,
        now,
        volunteer.pk,
        "visit.logged",
        {"match": str(match.pk), **said},
    )
    if felt == Felt.HEAVY and wants_call:
        return let_know(actor, now, volunteer, match.organisation, HEAVY_VISIT, match=match)
    return None


@verb("visit.read_note", Role.COORDINATOR)
def read_note(*, actor: Actor, now: datetime, visit_id: UUID, written_at: datetime) -> UUID:
    """Tick off a note that was read; returns the request. Raises Refused when it was written anew
    since `written_at`: nobody ticks off words that they did not see.
    """
    row = note_for_change(actor, visit_id)
    request_id = row.match.request_id
    if row.note_read_at is not None:
        nothing_changed()
        return request_id
    if row.logged_at != written_at:
        raise Refused(WRITTEN_ANEW)
    row.note_read_at, row.note_read_by_id = now, actor.own_membership
    row.save(update_fields=["note_read_at", "note_read_by"])
    record_of_volunteer_at(
        row.organisation_id,
        actor,
        now,
        row.volunteer_id,
        "visit.note_read",
        {"match": str(row.match_id), "day": row.day.isoformat()},
    )
    return request_id


def _note_over(volunteer: Volunteer, week: date, before: int) -> None:
    """Keep that somebody did more than their limit of that week, so that nobody counts on room; a
    higher limit later on does not take that away, and a correction downwards does.
    """
    row = Limits.objects.get(pk=volunteer.pk)
    real = real_of_week(volunteer, week)
    most = limit_of_week(row.max_minutes, week, row.raised_on, row.minutes_before)
    until = over_until(week)
    if real > most and (row.over_until is None or row.over_until < until):
        row.over_until = until
    elif real <= most and real < before and row.over_until == until:
        row.over_until = None
    else:
        return
    row.save(update_fields=["over_until"])


@verb("visit.cannot", Role.VOLUNTEER, Role.KEY_HOLDER, Role.COORDINATOR)
def cannot_visit(*, actor: Actor, now: datetime, match_id: UUID, day: date) -> None:
    """Note that the volunteer cannot come that day.

    They arrange nothing: the coordinator calls, and the person hears it. Of a day that is past it
    is only written down that there was no visit. Raises Refused when it was written down that they
    went.
    """
    match, volunteer = _match_of(actor, match_id)
    found = Visit.objects.filter(match=match, day=day).first()
    if found is not None:
        if found.state == VisitState.DONE:
            raise Refused(DONE)
        nothing_changed()
        return
    visit_off(actor, now, match, volunteer, day)


def visit_off(actor: Actor, now: datetime, match: Match, volunteer: Volunteer, day: date) -> None:
    """Write down that there is no visit of theirs that day, and see to it; of a day of which
    nothing is known yet. The volunteer is locked.
    """
    visit = Visit.objects.create(
        match=match,
        volunteer=volunteer,
        organisation_id=match.organisation_id,
        day=day,
        state=VisitState.CANNOT,
        logged_at=now,
        logged_by_self=actor.role is Role.VOLUNTEER,
    )
    if day >= local_day(now):
        signal_id = let_know(
            actor,
            now,
            volunteer,
            match.organisation,
            CANNOT_COME,
            day.isoformat(),
            match=match,
            holds=False,
        )
        if match.state == MatchState.RUNNING:
            before = local_day(seek(match, volunteer, visit, now).decide_by)
            VolunteerSignal.objects.filter(pk=signal_id, call_before__gt=before).update(
                call_before=before
            )
    record_of_volunteer_at(
        match.organisation_id,
        actor,
        now,
        volunteer.pk,
        "visit.cannot",
        {"match": str(match.pk), "day": day.isoformat()},
    )


def _note_columns(
    actor: Actor, now: datetime, match: Match, day: date, note: str
) -> dict[str, object]:
    """Return what to keep of a note. The same words stay read; other words of a volunteer wait for
    a reader; a coordinator read what they write down themselves, and saying nothing takes away
    nothing that a volunteer wrote.
    """
    before = Visit.objects.filter(match=match, day=day).first()
    by_self, had = actor.role in AS_VOLUNTEER, before.note if before else ""
    if note == had or (not note and not by_self):
        return {}
    if had and before and before.note_read_at is None and not by_self:
        raise Refused(READ_FIRST)
    if not note:
        return {"note": "", "note_due_on": None, "note_read_at": None, "note_read_by": None}
    if not by_self:
        due, read_at, read_by = local_day(now), now, actor.own_membership
    else:
        reads = who_reads(match.request, now)
        due = note_due_on(note, reads[1] if reads else None, local_day(now))
        read_at, read_by = None, None
    return {
        "note": note,
        "note_due_on": due,
        "note_read_at": read_at,
        "note_read_by_id": read_by,
    }


def _match_of(actor: Actor, match_id: UUID) -> tuple[Match, Volunteer]:
    rows = Match.objects.select_related(
        "request__owner__account", "request__organisation", "organisation"
    ).filter(state__in=HAS_HELPED)
    if actor.role in AS_VOLUNTEER and actor.id:
        rows = rows.filter(volunteer_id=actor.id)
    if actor.role is not Role.VOLUNTEER:
        rows = rows.filter(organisation_id=actor.own_organisation)
    row = rows.filter(pk=match_id).first()
    if row is None:
        raise NotFound(match_id)
    if actor.role is Role.KEY_HOLDER:
        return row, volunteer_for_change(actor, row.volunteer_id)
    volunteer = Volunteer.objects.select_for_update(of=("self",)).get(pk=row.volunteer_id)
    return row, volunteer
