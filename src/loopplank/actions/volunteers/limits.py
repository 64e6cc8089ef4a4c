"""Change a limit or a pause: down at once, up only by the volunteer (promise P10)."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, Q

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.affiliations import belonging
from loopplank.access.volunteers.coming import still_on
from loopplank.access.volunteers.volunteers import (
    carried_by,
    facts_of,
    limits_from_stored,
    only_telephone,
    volunteer_for_change,
)
from loopplank.actions.kit.action import nothing_changed, record_of_volunteer, verb
from loopplank.actions.ledger.ledger import commitments_of, recount
from loopplank.actions.messages.messages import queue_to_volunteer
from loopplank.actions.volunteers.away_visits import follow
from loopplank.actions.volunteers.rest import rest_on_first_day_back
from loopplank.actions.volunteers.volunteers import (
    Wishes,
    limit_columns,
    set_wishes,
    stored_limits,
    tell_on_behalf,
)
from loopplank.actions.wellbeing.signal import let_know
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day, monday
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.matching.matches import MatchState
from loopplank.core.matching.proposals import ProposalState
from loopplank.core.messages.states import MessageState
from loopplank.core.volunteers.away import TimeAway
from loopplank.core.volunteers.limits import (
    SAME_CONTACT,
    By,
    Change,
    Circumstances,
    RaiseState,
    change,
    is_lower,
    lower_of,
    raises,
    replace_name,
)
from loopplank.core.volunteers.load import Limits as LimitFacts
from loopplank.core.volunteers.load import Limits as OwnLimits
from loopplank.core.volunteers.load import weeks_above
from loopplank.core.wellbeing.signal import ABOVE_NEW_LIMIT, PAUSE
from loopplank.store.models import (
    Affiliation,
    Limits,
    LimitsRaise,
    Proposal,
    Volunteer,
)

SECOND_PERSON = Reason(
    "limits.second_person",
    dutch("Een ander dan jij bevestigt deze verhoging. Vraag een collega."),
)


@verb("volunteer.set_limits", Role.VOLUNTEER, Role.COORDINATOR)
def set_limits(*, actor: Actor, now: datetime, volunteer_id: UUID, wanted: LimitFacts) -> Change:
    """Set the limits. Lowering works at once, also below what is planned. Returns what happened.

    A raise may start later (`Change.later_on`) or wait for a second person. When somebody else may
    not raise, Refused is raised and nothing is changed.
    """
    volunteer = volunteer_for_change(actor, volunteer_id)
    row = Limits.objects.get(pk=volunteer.pk)
    # days away have their own way in and out
    wanted = replace(wanted, away=_being_there(actor, volunteer, row).away)
    return change_limits(actor, now, volunteer, row, wanted)


@verb("volunteer.set_limits_and_wishes", Role.VOLUNTEER, Role.COORDINATOR)
def set_limits_and_wishes(
    *, actor: Actor, now: datetime, volunteer_id: UUID, wanted: LimitFacts, wishes: Wishes
) -> Change:
    """Set everything of the page with somebody's limits at once; the pause and days away stay as
    they are.

    Refused as a whole when the limits may not be raised by this actor.
    """
    volunteer = volunteer_for_change(actor, volunteer_id)
    row = Limits.objects.get(pk=volunteer.pk)
    set_wishes(actor=actor, now=now, volunteer_id=volunteer_id, wishes=wishes)
    row.refresh_from_db()
    there = _being_there(actor, volunteer, row)
    same = replace(wanted, pause_from=there.pause_from, pause_to=there.pause_to, away=there.away)
    return change_limits(actor, now, volunteer, row, same)


@verb("volunteer.confirm_raise", Role.COORDINATOR)
def confirm_raise(*, actor: Actor, now: datetime, raise_id: UUID) -> None:
    """Confirm, as a second person, what a volunteer with only a telephone asked for."""
    found = LimitsRaise.objects.filter(
        pk=raise_id, state=RaiseState.PENDING, needs_second=True
    ).first()
    if found is None:
        raise NotFound(raise_id)
    volunteer = volunteer_for_change(actor, found.volunteer_id)
    # read again under the lock: it may have been taken back or replaced meanwhile
    found.refresh_from_db()
    if found.state != RaiseState.PENDING:
        raise NotFound(raise_id)
    if found.confirmed_by_id is not None:
        nothing_changed()
        return
    if found.asked_by_id == actor.id or found.asked_by is None:
        raise Refused(SECOND_PERSON)
    if found.asked_by.account_id == actor.account_id:
        raise Refused(SECOND_PERSON)
    asked = Proposal.objects.filter(volunteer=volunteer)
    last = asked.aggregate(last=Max("asked_at"))["last"]
    if asked.filter(state=ProposalState.OPEN).exists() or (
        last and local_day(last) == local_day(now)
    ):
        raise Refused(replace_name(SAME_CONTACT, volunteer.first_name))
    found.confirmed_by_id = actor.own_membership
    found.save(update_fields=["confirmed_by"])
    record_of_volunteer(
        actor, now, volunteer.pk, "volunteer.raise_confirmed", {"raise": str(found.pk)}
    )


@verb("volunteer.apply_raise", Role.SYSTEM)
def apply_raise(*, actor: Actor, now: datetime, raise_id: UUID) -> None:
    """Let a raise start to work on its day; one that still waits for a second person does not.

    Only what is still higher than the limits of today is applied: a lowering in between stays.
    """
    found = LimitsRaise.objects.filter(pk=raise_id).first()
    if found is None:
        raise NotFound(raise_id)
    volunteer = volunteer_for_change(actor, found.volunteer_id)
    found.refresh_from_db()
    waits = found.needs_second and found.confirmed_by_id is None
    if found.state != RaiseState.PENDING or waits or found.effective_on > local_day(now):
        nothing_changed()
        return
    row = Limits.objects.get(pk=volunteer.pk)
    old, wanted = facts_of(row), limits_from_stored(found.wanted)
    for column, value in limit_columns(wanted).items():
        setattr(row, column, value)
    _note_turn(row, old, wanted, local_day(now))
    row.save(update_fields=[*limit_columns(wanted), *_TURN_COLUMNS])
    found.state = RaiseState.APPLIED
    found.save(update_fields=["state"])
    recount(volunteer)
    record_of_volunteer(
        actor,
        now,
        volunteer.pk,
        "volunteer.raise_applied",
        {"raise": str(found.pk), "limits": stored_limits(wanted)},
    )
    tell_when_too_much(actor, now, volunteer, old, wanted)
    follow(actor, now, volunteer, old, wanted)


@verb("volunteer.pause", Role.VOLUNTEER, Role.COORDINATOR)
def pause(
    *, actor: Actor, now: datetime, volunteer_id: UUID, first: date, last: date | None
) -> Change:
    """Set a pause from and until; until further notice when `last` is None. At once, no questions.

    A pause that is shorter than the one that runs allows more, so it is treated as a raise. What a
    coordinator notes comes on top of the pause that the volunteer chose, and never shortens it.
    """
    volunteer = volunteer_for_change(actor, volunteer_id)
    row = Limits.objects.get(pk=volunteer.pk)
    if first <= local_day(now):
        # whoever was just asked something need not answer it from a pause
        volunteer.proposals.filter(state=ProposalState.OPEN).update(expires_at=now)
    before = facts_of(row)
    wanted = replace(before, pause_from=first, pause_to=last)
    if actor.role is not Role.VOLUNTEER:
        wanted = lower_of(before, wanted, local_day(now))
    made = change_limits(actor, now, volunteer, row, wanted, only_pause=True)
    if made.now != before:
        tell_who_visits_less(actor, now, volunteer, made.now)
    return made


@verb("volunteer.end_pause", Role.VOLUNTEER, Role.COORDINATOR)
def end_pause(*, actor: Actor, now: datetime, volunteer_id: UUID) -> Change:
    """End a pause: the volunteer's own act, and as careful as any other raise.

    So a coordinator writes it down only for somebody with just a telephone, and a colleague
    confirms it.
    """
    volunteer = volunteer_for_change(actor, volunteer_id)
    row = Limits.objects.get(pk=volunteer.pk)
    wanted = replace(facts_of(row), pause_from=None, pause_to=None)
    return change_limits(actor, now, volunteer, row, wanted, only_pause=True)


def _being_there(actor: Actor, volunteer: Volunteer, row: Limits) -> LimitFacts:
    """Return the pause and days away that a page with limits leaves as they are: for themselves
    with what of it still waits, which this page does not take back. Who writes down a lower limit
    for them asks for no return; what waits goes on waiting (`_keep_waiting`).
    """
    waiting = _waiting(volunteer) if actor.role is Role.VOLUNTEER else None
    return _wanted(waiting) if waiting else facts_of(row)


def wanted_away(volunteer: Volunteer, row: Limits) -> TimeAway:
    """Return what they said last of being away, also what of it does not work yet."""
    waiting = _waiting(volunteer)
    return limits_from_stored(waiting.wanted).away if waiting else facts_of(row).away


def change_limits(
    actor: Actor,
    now: datetime,
    volunteer: Volunteer,
    row: Limits,
    wanted: LimitFacts,
    *,
    only_pause: bool = False,
    toward: TimeAway | None = None,
) -> Change:
    """Make a change of limits: now what may be now, and the rest in its time. `toward`: only days
    away change, into these; what else waits stays as it is.
    """
    old = facts_of(row)
    by = By.SELF if actor.role is Role.VOLUNTEER else By.ON_BEHALF
    waiting = _waiting(volunteer)
    part = only_pause or toward is not None
    if waiting is not None and by is By.SELF and not part and wanted == old:
        # they set it back to what it is: the raise that had not started is off
        waiting.state = RaiseState.WITHDRAWN
        waiting.save(update_fields=["state"])
        record_of_volunteer(
            actor, now, volunteer.pk, "volunteer.raise_withdrawn", {"raise": str(waiting.pk)}
        )
        return Change(now=old)
    around = _around(volunteer, now, by)
    if waiting is not None and _is_asked_already(waiting, old, wanted, around):
        nothing_changed()
        return Change(
            old, _wanted(waiting), waiting.effective_on, needs_second=waiting.needs_second
        )
    if wanted == old and (waiting is None or toward is None or toward == _wanted(waiting).away):
        nothing_changed()
        return Change(now=old)
    made = change(old, wanted, around)
    _apply(actor, now, volunteer, row, made)
    _keep_waiting(actor, now, volunteer, made, part=part, toward=toward)
    recount(volunteer)
    tell_when_too_much(actor, now, volunteer, old, made.now)
    follow(actor, now, volunteer, old, made.now)
    return made


def _wanted(waiting: LimitsRaise) -> LimitFacts:
    return limits_from_stored(waiting.wanted)


def _apply(actor: Actor, now: datetime, volunteer: Volunteer, row: Limits, made: Change) -> None:
    old = facts_of(row)
    for column, value in limit_columns(made.now).items():
        setattr(row, column, value)
    row.set_at, row.set_by_self = now, actor.role is Role.VOLUNTEER
    row.raises_counted += made.counted
    _note_turn(row, old, made.now, local_day(now))
    row.save(
        update_fields=[
            *limit_columns(made.now),
            "set_at",
            "set_by_self",
            "raises_counted",
            *_TURN_COLUMNS,
        ]
    )
    tell_on_behalf(actor, volunteer, now)
    if actor.role is Role.VOLUNTEER:
        _tell_raised(volunteer, old, made.later or made.now, now)
    record_of_volunteer(
        actor,
        now,
        volunteer.pk,
        "volunteer.limits_changed",
        {
            "limits": stored_limits(made.now),
            "later": stored_limits(made.later) if made.later else None,
            "later_on": made.later_on.isoformat() if made.later_on else None,
            "counted": made.counted,
            "on_behalf": actor.role is not Role.VOLUNTEER,
        },
    )


#: What a change leaves behind: rest on the first day back, and the day on which it went down.
_TURN_COLUMNS = ("rest_until", "rest_after", "lowered_on", "raised_on", "minutes_before")


def _note_turn(row: Limits, old: LimitFacts, new: LimitFacts, today: date) -> None:
    if old.paused_on(today) and not new.paused_on(today):
        rest_on_first_day_back(row, today)
    if is_lower(old, new):
        row.lowered_on = today
    if new.max_minutes > old.max_minutes:
        # the weeks until now were lived under the lower one, also after a second raise
        again = row.raised_on is not None and monday(row.raised_on) == monday(today)
        row.minutes_before = min(
            old.max_minutes, row.minutes_before if again and row.minutes_before else old.max_minutes
        )
        row.raised_on = today


def _tell_raised(volunteer: Volunteer, old: LimitFacts, new: LimitFacts, now: datetime) -> None:
    """Tell the volunteer that a limit goes up, so that they notice what they did not do themselves:
    whoever has their link can raise it. Being back sooner is not told.
    """
    if not raises(old.always_there(), new.always_there(), local_day(now)):
        return
    here = belonging(volunteer=volunteer).order_by("since", "pk")
    organisation_id = here.values_list("organisation_id", flat=True).first()
    if organisation_id is None:
        return
    told = volunteer.messages.filter(template="limit_raised", state=MessageState.QUEUED)
    told.update(state=MessageState.DROPPED, done_at=now)
    queue_to_volunteer(organisation_id, volunteer, "limit_raised", {}, now=now)


def _keep_waiting(
    actor: Actor,
    now: datetime,
    volunteer: Volunteer,
    made: Change,
    *,
    part: bool,
    toward: TimeAway | None,
) -> None:
    """Keep what of this change does not work yet.

    A newer wish replaces an older raise that had not started; a pause or days away leave that raise
    as it is, and go along in it. Limits that somebody else writes down leave it to them to come
    back.
    """
    waiting, later, on = _waiting(volunteer), made.later, made.later_on
    if waiting is not None and (part or actor.role is not Role.VOLUNTEER):
        along = _goes_along(_wanted(waiting), made, part=part, toward=toward)
        later = along if along != made.now else None
        on = max(waiting.effective_on, on or waiting.effective_on)
        if later is not None and not made.needs_second:
            waiting.wanted, waiting.effective_on = stored_limits(later), on
            waiting.save(update_fields=["wanted", "effective_on"])
            return
    if waiting is not None:
        waiting.state = RaiseState.WITHDRAWN
        waiting.save(update_fields=["state"])
    if later is not None and on is not None:
        LimitsRaise.objects.create(
            volunteer=volunteer,
            wanted=stored_limits(later),
            asked_at=now,
            effective_on=on,
            asked_by_id=None if actor.role is Role.VOLUNTEER else actor.id,
            needs_second=made.needs_second,
        )


def _goes_along(
    waits: LimitFacts, made: Change, *, part: bool, toward: TimeAway | None
) -> LimitFacts:
    """Return what waits, with what this change adds to it."""
    newest = made.later or made.now
    if toward is not None:
        return replace(waits, away=toward)
    if part:
        return replace(waits, pause_from=newest.pause_from, pause_to=newest.pause_to)
    return replace(newest, pause_from=waits.pause_from, pause_to=waits.pause_to, away=waits.away)


def _waiting(volunteer: Volunteer) -> LimitsRaise | None:
    return LimitsRaise.objects.filter(volunteer=volunteer, state=RaiseState.PENDING).first()


def _is_asked_already(
    waiting: LimitsRaise, old: LimitFacts, wanted: LimitFacts, around: Circumstances
) -> bool:
    """Return whether this raise was asked already: saving the same page again must not move the day
    on which it begins. What somebody else asked for them becomes their own when they ask it too;
    and a week after the last question or call a raise works at once, also when the loop has not yet
    come to the one that waits.
    """
    if limits_from_stored(waiting.wanted) != wanted:
        return False
    if around.by is By.ON_BEHALF:
        return waiting.needs_second
    return not waiting.needs_second and change(old, wanted, around).later is not None


def _around(volunteer: Volunteer, now: datetime, by: By) -> Circumstances:
    asked = Proposal.objects.filter(volunteer=volunteer).aggregate(last=Max("asked_at"))["last"]
    called = Affiliation.objects.filter(volunteer=volunteer).aggregate(last=Max("spoken_at"))
    return Circumstances(
        name=volunteer.first_name,
        now=now,
        by=by,
        only_telephone=only_telephone(volunteer, now),
        last_asked_at=asked,
        last_called_at=called["last"],
    )


# --- who hears of a change ------------------------------------------------------------------------


def tell_when_too_much(
    actor: Actor, now: datetime, volunteer: Volunteer, old: OwnLimits, new: OwnLimits
) -> None:
    """Tell whoever asked last to call, to let something go, when more is planned than the limits as
    they now are. A change of the pause alone tells it of weeks that were not above before, such as
    those in which somebody is back sooner.
    """
    carried, week = commitments_of(volunteer.pk), monday(local_day(now))
    above = weeks_above(carried, new, week)
    if old.always_there() == new.always_there():
        above -= weeks_above(carried, old, week)
    match = carried_by(volunteer).order_by("-agreed_at").first()
    if above and match is not None:
        let_know(actor, now, volunteer, match.organisation, ABOVE_NEW_LIMIT, match=match)


def tell_who_visits_less(
    actor: Actor, now: datetime, volunteer: Volunteer, limits: OwnLimits
) -> None:
    """Tell each owner that their person gets no visit for now: the volunteer arranges nothing."""
    if limits.pause_from is None:
        return
    # in a duo or relay somebody may be counted on for a leg that is still to begin
    counted = Q(state=MatchState.RUNNING) | Q(leg__team__ended_at=None, leg__isnull=False)
    during = still_on(carried_by(volunteer), limits.pause_from).filter(counted)
    if limits.pause_to is not None:
        during = during.filter(first_day__lte=limits.pause_to)
    for match in during.order_by("pk"):
        let_know(actor, now, volunteer, match.organisation, PAUSE, match=match, holds=False)
