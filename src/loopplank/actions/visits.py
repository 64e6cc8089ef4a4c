"""A visit in three taps, a visit that cannot be, and the signal that it is too heavy."""

from datetime import date, datetime
from uuid import UUID

from loopplank.access import workdays
from loopplank.access.actors import Actor, NotFound
from loopplank.access.on_duty import away
from loopplank.access.standing_in import standing_in
from loopplank.access.volunteers import volunteer_for_change
from loopplank.actions.covering import seek
from loopplank.actions.doing import nothing_changed, record_event, verb
from loopplank.actions.intake import refuse_bsn
from loopplank.actions.telling_members import tell_of_signal
from loopplank.core.calendar import local_day
from loopplank.core.reason import Reason, Refused, dutch
from loopplank.core.responsibility import due_after
from loopplank.core.roles import Role
from loopplank.core.signals import CALL_WITHIN, CANNOT_COME, HEAVY_VISIT, OUTCOME_WORDS, TOO_HEAVY
from loopplank.store.models import (
    HOLDS_CAPACITY,
    Affiliation,
    Match,
    Membership,
    Organisation,
    Visit,
    Volunteer,
    VolunteerSignal,
)

FELT = ("fine", "fair", "heavy")
LONGEST_VISIT = 24 * 60
NOT_YET = Reason("visit.future", dutch("Dit bezoek moet nog komen. Schrijf het daarna op."))
DONE = Reason("visit.done", dutch("Dit bezoek staat al opgeschreven. Je kunt het daar wijzigen."))
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
    Visit.objects.update_or_create(
        match=match,
        day=day,
        defaults={
            "volunteer": volunteer,
            "organisation_id": match.organisation_id,
            "state": "done",
            "minutes": minutes,
            "felt": felt if felt in FELT else "",
            "note": note.strip()[:200],
            "extra": extra,
            "logged_at": now,
            "logged_by_self": actor.role is Role.VOLUNTEER,
        },
    )
    said: dict[str, object] = {"minutes": minutes, "felt": felt, "extra": extra}
    _record(actor, now, volunteer, match, "visit.logged", said)
    if felt == "heavy" and wants_call:
        return let_know(actor, now, volunteer, match.organisation, HEAVY_VISIT, match=match)
    return None


@verb("visit.cannot", Role.VOLUNTEER, Role.COORDINATOR)
def cannot_visit(*, actor: Actor, now: datetime, match_id: UUID, day: date) -> None:
    """The volunteer cannot come that day. They arrange nothing: the coordinator calls, and the
    person hears it.

    Of a day that is past it is only written down that there was no visit. Raises Refused when it
    was written down that they went.
    """
    match, volunteer = _match_of(actor, match_id)
    found = Visit.objects.filter(match=match, day=day).first()
    if found is not None:
        if found.state == "done":
            raise Refused(DONE)
        nothing_changed()
        return
    visit = Visit.objects.create(
        match=match,
        volunteer=volunteer,
        organisation_id=match.organisation_id,
        day=day,
        state="cannot",
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
        if match.state == "running":
            before = local_day(seek(match, volunteer, visit, now).decide_by)
            VolunteerSignal.objects.filter(pk=signal_id, call_before__gt=before).update(
                call_before=before
            )
    _record(actor, now, volunteer, match, "visit.cannot", {"day": day.isoformat()})


@verb("signal.send", Role.VOLUNTEER)
def send_signal(
    *, actor: Actor, now: datetime, reason: str, words: str = "", match_id: UUID | None = None
) -> UUID:
    """ "It is too heavy": new questions stop at once and somebody calls before a day."""
    if actor.id is None:
        raise NotFound("volunteer")
    volunteer = volunteer_for_change(actor, actor.id)
    refuse_bsn(words)
    match = Match.objects.filter(pk=match_id, volunteer=volunteer).first() if match_id else None
    if match is not None:
        organisation = Organisation.objects.get(pk=match.organisation_id)
    else:
        found = (
            Affiliation.objects.filter(volunteer=volunteer, state="active")
            .select_related("organisation")
            .order_by("since")
            .first()
        )
        if found is None:
            raise NotFound("affiliation")
        organisation = found.organisation
    code = reason if reason in TOO_HEAVY else "other"
    return let_know(actor, now, volunteer, organisation, code, words.strip()[:300], match=match)


@verb("signal.answer", Role.COORDINATOR)
def answer_signal(*, actor: Actor, now: datetime, signal_id: UUID, outcome: str) -> UUID | None:
    """The call took place; what was done with it is kept as a code. Returns the match that it was
    about while that still holds: nothing in it changes by this.
    """
    mine = VolunteerSignal.objects.filter(pk=signal_id, organisation_id=actor.own_organisation)
    volunteer_id = mine.values_list("volunteer_id", flat=True).first()
    if volunteer_id is None:
        raise NotFound(signal_id)
    Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer_id)
    # read under the lock: two colleagues may have called the same volunteer
    row = mine.get()
    if row.answered_at is not None:
        nothing_changed()
        return None
    outcome = outcome if outcome in OUTCOME_WORDS else "other"
    row.answered_at, row.answered_by_id, row.outcome = now, actor.own_membership, outcome
    row.save(update_fields=["answered_at", "answered_by", "outcome"])
    Affiliation.objects.filter(
        volunteer_id=row.volunteer_id, organisation_id=row.organisation_id
    ).update(spoken_at=now)
    record_event(
        "volunteer",
        row.volunteer_id,
        "signal.answered",
        actor=actor,
        now=now,
        organisation_id=row.organisation_id,
        data={"signal": str(row.pk), "outcome": outcome},
    )
    match = Match.objects.filter(pk=row.match_id).first() if row.match_id else None
    return match.pk if match is not None and match.state in HOLDS_CAPACITY else None


def let_know(
    actor: Actor,
    now: datetime,
    volunteer: Volunteer,
    organisation: Organisation,
    reason: str,
    words: str = "",
    *,
    match: Match | None = None,
    holds: bool = True,
) -> UUID:
    """A signal to somebody who is there, called within two working days; saying it again while it
    is open makes no second one. `holds` stops new questions until then. Needs the volunteer locked.
    """
    same = VolunteerSignal.objects.filter(
        volunteer=volunteer,
        organisation=organisation,
        match=match,
        reason=reason,
        words=words,
        answered_at=None,
    ).first()
    if same is not None:
        nothing_changed()
        return same.pk
    today = local_day(now)
    to = _who_answers(organisation, match, today)
    calendar = workdays.of_organisation(organisation, today)
    row = VolunteerSignal.objects.create(
        organisation=organisation,
        volunteer=volunteer,
        match=match,
        reason=reason,
        words=words,
        wants_call=holds,
        to=to,
        call_before=due_after(CALL_WITHIN, today, calendar, to.weekdays),
        at=now,
    )
    record_event(
        "volunteer",
        volunteer.pk,
        "signal.sent",
        actor=actor,
        now=now,
        organisation_id=organisation.pk,
        data={"signal": str(row.pk), "reason": reason},
    )
    if holds:
        tell_of_signal(organisation, to.account, now)
    return row.pk


def _who_answers(organisation: Organisation, match: Match | None, today: date) -> Membership:
    """The owner of the question, else the first contact, who stands in, or anybody who is there: a
    signal that reaches nobody is worse than one that reaches the wrong colleague.
    """
    for one in (match.request.owner if match else None, organisation.first_contact):
        if one is not None and one.active and not away(one, today):
            return one
    stands_in = standing_in(organisation.pk, today, anybody=True).first()
    if stands_in is not None:
        return stands_in
    anybody = organisation.memberships.filter(role=Role.COORDINATOR, active=True).first()
    if anybody is None:
        raise NotFound("coordinator")
    return anybody


def _match_of(actor: Actor, match_id: UUID) -> tuple[Match, Volunteer]:
    rows = Match.objects.select_related("request__owner", "organisation").filter(
        state__in=["running", "ended"]
    )
    if actor.role is Role.VOLUNTEER and actor.id:
        rows = rows.filter(volunteer_id=actor.id)
    else:
        rows = rows.filter(organisation_id=actor.own_organisation)
    row = rows.filter(pk=match_id).first()
    if row is None:
        raise NotFound(match_id)
    volunteer = Volunteer.objects.select_for_update(of=("self",)).get(pk=row.volunteer_id)
    return row, volunteer


def _record(
    actor: Actor,
    now: datetime,
    volunteer: Volunteer,
    match: Match,
    type_: str,
    data: dict[str, object],
) -> None:
    record_event(
        "volunteer",
        volunteer.pk,
        type_,
        actor=actor,
        now=now,
        organisation_id=match.organisation_id,
        data={"match": str(match.pk), **data},
    )
