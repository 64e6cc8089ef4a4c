"""Move a request to its next state: the clock starts, and the event tells where it stands."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from loopplank.access.account.actors import Actor
from loopplank.access.kit import workdays
from loopplank.access.responsibility.clocks import haste_of, settings_of
from loopplank.access.volunteers.coming import last_day_of
from loopplank.actions.kit.action import record
from loopplank.actions.transitions.team_legs import follow
from loopplank.core.account.roles import AS_VOLUNTEER
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.matches import HOLDS_CAPACITY, MatchState
from loopplank.core.matching.proposals import ProposalState
from loopplank.core.matching.team_state import LegState, TeamFacts, days_to_look, handovers
from loopplank.core.requests.states import (
    CALL_AFTER_YES,
    STAYS,
    Clock,
    Ownership,
    State,
    Step,
    after,
)
from loopplank.core.responsibility.clocks import due_for, for_new_owner, weeks_of
from loopplank.core.responsibility.earliest import (
    Asked,
    Because,
    Days,
    advised_day,
    by_deadline,
    clock_asked,
    days_of,
    earliest,
    for_who_gets_it,
    same_day,
    within,
)
from loopplank.core.triage import facts_from_stored
from loopplank.core.triage.readiness import (
    FOR_VOLUNTEER,
    GP_FIRST,
    LOOKED_AT_AGAIN,
    for_volunteer,
    gp_comes_first,
    why_not_ready,
)
from loopplank.store.models import Match, Request

SEARCH_COLUMNS = ("passed_over", "passed_over_on", "sought_since", "search_first")
COLUMNS = (
    "state",
    "standing",
    "due_on",
    "due_because",
    "owner",
    "changed_at",
    "version",
    *SEARCH_COLUMNS,
)
#: Here nobody is searched for: who waits for a plan again later, waits anew.
NOT_SOUGHT = frozenset({State.RUNNING, State.WAITING, State.CLOSED})
END_IS_NEAR = timedelta(weeks=4)
#: What leaves the day as it is when it leaves the state as it is.
_KEEPS_THE_DAY = STAYS | {Step.SAID_YES, Step.LEG_ASKED, Step.LEG_AGREED}


def move(row: Request, step: Step, now: datetime, *, clock: Clock | None = None) -> None:
    """Change the state in memory and start its clock; the caller saves `COLUMNS`.

    A step that leaves the state as it is leaves the day as it is too: talking once more is no way
    to be late later. Raises Refused when the step cannot be made from here.
    """
    before = State(row.state)
    to = after(before, step)
    row.state = to
    row.changed_at = now
    row.version += 1
    _count_search(row, to, now)
    if before is State.CLOSED:
        row.standing = Ownership.FOLLOWING if owned_by_another(row) else Ownership.OWNING
    if to is State.CLOSED:
        row.due_on, row.due_because = None, Because.STEP
    elif to is before and step in _KEEPS_THE_DAY:
        return
    else:
        set_day(row, asked_day(row, now, step=clock))


def before(row: Request, *more: str) -> dict[str, object]:
    """Return what stands in a request before a step that can be undone, to be kept with the event
    of that step (`actions/requests/undo.py`): codes, numbers and dates only.
    """
    columns = ("state", "due_on", "due_because", *SEARCH_COLUMNS, *more)
    stood = {name: getattr(row, name) for name in columns}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in stood.items()
    }


def _count_search(row: Request, to: State, now: datetime) -> None:
    """Count from when it is searched for.

    A question to a volunteer or a new weighing in between does not begin it anew, so that nobody
    waits for ever in small pieces.
    """
    if to in NOT_SOUGHT:
        begin_search_anew(row, None)
        row.search_first = False
    elif to is State.SEARCHING and row.sought_since is None:
        row.sought_since = local_day(now)


def begin_search_anew(row: Request, since: date | None) -> None:
    """Begin the search anew after a person looked at it: nothing that a plan passed over before
    counts any more.
    """
    row.passed_over, row.passed_over_on, row.sought_since = 0, None, since


def owned_by_another(row: Request) -> bool:
    """Return whether another open record of the same question owns it now (promise P1)."""
    others = Request.objects.filter(journey_id=row.journey_id, standing=Ownership.OWNING)
    return others.exclude(state=State.CLOSED).exclude(pk=row.pk).exists()


def refuse_unready(request: Request, *, told_to: Actor) -> None:
    """Refuse a step that brings a volunteer closer to a person before somebody decided for one.

    Needs the request locked: a new weighing waits for that lock too. Raises Refused unless the last
    weighing was decided for a volunteer, with nothing unknown.
    """
    last = request.assessments.order_by("-number").first()
    reason = (
        why_not_ready(last.stance, last.route, last.decided_route)
        if last is not None
        else why_not_ready("", "", "")
    )
    if reason is None and last is not None and gp_comes_first(facts_from_stored(last.facts)):
        reason = GP_FIRST
    if reason is not None:
        raise Refused(LOOKED_AT_AGAIN if told_to.role in AS_VOLUNTEER else reason)


def helps_against_advice(row: Request) -> bool:
    """Return whether somebody helps, or agreed to, while the last weighing or decision is that this
    is not for a volunteer: its owner decides, today.
    """
    last = row.assessments.order_by("-number").first()
    if last is None:
        return False
    fits = (
        last.decided_route in FOR_VOLUNTEER
        if last.decided_route
        else for_volunteer(last.stance, last.route)
    )
    return not fits and row.matches.filter(state__in=HOLDS_CAPACITY).exists()


def clock_of(row: Request, state: State | None = None) -> Clock:
    """Return the clock of this request's state, or of another one, at its organisation and
    urgency.
    """
    settings = settings_of(row.organisation_id, row.organisation.network_id)
    clock = clock_asked(state or State(row.state), haste_of(row), settings)
    if clock is None:
        raise ValueError("a closed request has no clock")
    return clock


def days_around(row: Request, now: datetime) -> Days:
    """Return on which days the organisation, the owner and the stand-in are there."""
    stand_in = row.organisation.stand_in
    return days_of(
        workdays.of_organisation(row.organisation, local_day(now)),
        row.owner.weekdays,
        stand_in.weekdays if stand_in else None,
    )


def asked_day(row: Request, now: datetime, *, step: Clock | date | None = None) -> Asked:
    """Return the day of the step that begins now, and what asked it; `step` replaces the ordinary
    clock of the state.
    """
    settings = settings_of(row.organisation_id, row.organisation.network_id)
    return earliest(
        State(row.state), haste_of(row), settings, now, days_around(row, now), step=step
    )


def set_day(row: Request, asked: Asked) -> None:
    """Put a day in the row, in memory, with what asked it: the one writer of both."""
    row.due_on, row.due_because = asked.day, asked.because


def bring_forward(row: Request, asked: Asked | date | None) -> None:
    """Put in a day only when it is sooner than the one that stands."""
    if isinstance(asked, date):
        asked = Asked(asked, Because.STEP)
    if asked is not None and (row.due_on is None or asked.day < row.due_on):
        set_day(row, asked)


def set_other_day(row: Request, day: date, now: datetime) -> None:
    """Put in a day that hangs on somebody else, or the earlier one that the deadline asks."""
    set_day(row, within(day, State(row.state), haste_of(row), now, days_around(row, now)))


def keep_day_that_stood(row: Request, stood: date | None, now: datetime) -> None:
    """Keep a request that changed hands from getting a later day than the one that stood."""
    found = Asked(row.due_on or local_day(now), Because(row.due_because))
    set_day(row, for_who_gets_it(stood, found, now, days_around(row, now).organisation))


def hurry(row: Request, now: datetime) -> None:
    """Bring the day forward to what the advised term and the deadline ask of a request whose step
    runs already: after a new weighing, or another deadline.
    """
    haste, days = haste_of(row), days_around(row, now)
    advised = advised_day(haste.advised, now, days)
    if advised is not None:
        bring_forward(row, Asked(advised, Because.ADVICE))
    last = by_deadline(State(row.state), haste, now, days)
    if last is not None:
        bring_forward(row, Asked(last, Because.DEADLINE))


def first_working_day(row: Request, now: datetime) -> date:
    """Return the first day on which somebody of this organisation can still do something: today, or
    the next working day once it is late.
    """
    return same_day(now, days_around(row, now).organisation)


def promised_until(row: Request, clock: Clock, now: datetime) -> date:
    """Return the day until which somebody has time to answer us; haste of ours takes none of it."""
    days = days_around(row, now)
    return due_for(clock, local_day(now), days.organisation, days.owner, days.stand_in)


def due(row: Request, clock: Clock, now: datetime) -> date:
    """Return the day on which `clock` runs out for the owner of this request, starting today; an
    earlier one where something asks it.
    """
    return asked_day(row, now, step=clock).day


def keep_day_for_new_owner(row: Request, now: datetime) -> None:
    """Set the day to the new owner's last working day on or before it, never later.

    A day that somebody else depends on stays as it is: a meeting, or the answer of a volunteer.
    """
    if row.due_on is not None and row.state not in {State.MEETING, State.PROPOSED}:
        today = local_day(now)
        calendar = workdays.of_organisation(row.organisation, today)
        day = for_new_owner(row.due_on, today, calendar, row.owner.weekdays)
        bring_forward(row, Asked(day, Because(row.due_because)))


def due_while_running(
    row: Request, evaluate_on: date, last_days: Iterable[date], now: datetime
) -> None:
    """Set the next day while help runs: the evaluation, or the talk four weeks before a last day of
    a volunteer or of bridging until paid help comes. It is on the owner's last working day up to
    then, so that somebody is there to do it.
    """
    today = local_day(now)
    days = [evaluate_on]
    for last in (*last_days, *([row.bridging_until] if row.bridging_until else [])):
        near = last - END_IS_NEAR
        days.append(near if near > today else last)
    day = max(min(days), today)
    calendar = workdays.of_organisation(row.organisation, today)
    set_other_day(row, calendar.kept_on(day, today, row.owner.weekdays), now)


def day_of_team(row: Request, team: TeamFacts, now: datetime) -> None:
    """Set the next day on which a duo or relay asks something of the owner: a leg to find, an
    answer, a first meeting, a talk, or the change from one volunteer to the next.
    """
    today = local_day(now)
    days = [day if day == today else _own_day(row, day, today) for day in days_to_look(team, today)]
    handed_over = {change.giver.number for change in handovers(team)}
    for match in row.matches.filter(state__in=HOLDS_CAPACITY).select_related("leg"):
        leg = getattr(match, "leg", None)
        ends = leg is None or leg.number not in handed_over
        days += _days_of(row, match, now, ends=ends)
    asked = row.proposals.filter(state=ProposalState.OPEN).values_list("expires_at", flat=True)
    days += [local_day(expires_at) for expires_at in asked]
    lost = any(leg.state is LegState.FELL_AWAY for leg in team.legs)
    if row.state in {State.MEETING, State.RUNNING}:
        asks = bool(row.change_reported) or helps_against_advice(row)
        if days or asks:
            set_other_day(row, today if asks else max(min(days), today), now)
    elif lost:
        bring_forward(row, today)


def _own_day(row: Request, day: date, today: date) -> date:
    """Return the first day from this one on that the owner works."""
    calendar = workdays.of_organisation(row.organisation, today)
    return calendar.of_person(row.owner.weekdays).after(day - timedelta(days=1), 1)


def _days_of(row: Request, match: Match, now: datetime, *, ends: bool) -> list[date]:
    """Return when a match asks something; one that hands over has no end to talk about."""
    if match.state == MatchState.RUNNING:
        last = last_day_of(match)
        due_while_running(row, match.evaluate_on or last, [last] if ends else [], now)
        return [row.due_on] if row.due_on else []
    if match.meeting_at is not None:
        return [local_day(match.meeting_at)]
    if match.first_day - END_IS_NEAR > local_day(now):
        # whoever takes over later meets the person at the handover
        return []
    return [due(row, min(CALL_AFTER_YES, clock_of(row, State.MEETING), key=weeks_of), now)]


def save_and_record(
    row: Request,
    type_: str,
    *,
    actor: Actor,
    now: datetime,
    columns: Iterable[str] = (),
    data: dict[str, object] | None = None,
) -> None:
    """Save the named columns and write the event, which holds where the request now stands. The
    legs of its duo or relay follow what happened, and give the owner their day.
    """
    team = follow(row, actor=actor, now=now)
    if team is not None:
        day_of_team(row, team, now)
    row.save(update_fields=[*COLUMNS, *columns])
    record(row, type_, actor=actor, now=now, data={**standing(row), **(data or {})})


def standing(row: Request) -> dict[str, object]:
    """Return where a request stands, so that its state can be rebuilt from its events alone."""
    return {
        "state": str(row.state),
        "owner": str(row.owner_id),
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "due_because": str(row.due_because),
        "standing": row.standing,
        "closing_reason": str(row.closing_reason),
        "next_step": bool(row.next_party or row.nobody_discussed),
    }
