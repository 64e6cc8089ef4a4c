"""Make an arrangement, change it, and put it to everybody who has to say yes."""

from datetime import date, datetime, timedelta
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.arrangements.arrangements import (
    Sheet,
    arrangement_for_change,
    current,
    for_change,
    route_of,
)
from loopplank.access.requests.requests import request_for_change
from loopplank.actions.arrangements.sides import (
    Outside,
    add_helpers,
    ask_again,
    lost_lead,
    new_party,
    put_to,
    set_party,
)
from loopplank.actions.arrangements.suspension import decided, stand_still
from loopplank.actions.kit.action import nothing_changed, record, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.messages.messages import drop_queued
from loopplank.core.account.roles import Role
from loopplank.core.arrangements import (
    IF_ILL,
    STOP_RULE,
    Answer,
    Side,
    State,
    Step,
    Task,
    Terms,
    Who,
    after,
    concerned,
    may_start,
    starter_tasks,
    unfinished,
    waits_for,
)
from loopplank.core.kit import contact_details
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.matching.matches import HOLDS_CAPACITY, MatchState
from loopplank.core.requests.intake import DAYS, Knows
from loopplank.core.requests.states import OPEN
from loopplank.core.triage import Route
from loopplank.store.models import (
    Arrangement,
    ArrangementTask,
    Match,
    Request,
    Signature,
)

FIRST_EVALUATION = timedelta(weeks=6)
ASKS = ("arrangement", "arrangement_volunteer", "arrangement_party")
COLUMNS = (
    "call_by_day",
    "call_outside_hours",
    "evaluate_on",
    "last_day",
    "if_ill",
    "stop_rule",
)
CLOSED = Reason("arrangement.closed", dutch("Deze hulpvraag is al klaar. Open hem eerst weer."))
NOT_READY = Reason("arrangement.not_ready", dutch("De afspraak is nog niet af."))
UNAWARE = Reason(
    "arrangement.unaware",
    dutch(
        "De persoon weet nog niet van deze vraag. Vertel het eerst, en vraag of het mag. Zet het"
        " daarna bij ‘Wijzig de vraag’."
    ),
)
MAY_NOT_BEGIN = Reason("match.needs_arrangement", dutch("De hulp kan nog niet beginnen."))


@verb("arrangement.begin", Role.COORDINATOR)
def begin(*, actor: Actor, now: datetime, request_id: UUID) -> None:
    """Make a draft from the example for this kind of help; its gaps are there to be seen."""
    request = request_for_change(actor, request_id)
    if request.state not in OPEN:
        raise Refused(CLOSED)
    if current(request.pk) is not None:
        nothing_changed()
        return
    helpers = list(Match.objects.filter(request=request, state__in=HOLDS_CAPACITY))
    first = min((match.first_day for match in helpers), default=local_day(now))
    owner = request.owner.account
    row = Arrangement.objects.create(
        organisation_id=request.organisation_id,
        request=request,
        call_by_day=f"{owner.name}, "
        + contact_details.phone_readable(owner.phone or request.organisation.phone),
        evaluate_on=first + FIRST_EVALUATION,
        last_day=max((match.last_day for match in helpers), default=request.last_day),
        if_ill=IF_ILL,
        stop_rule=STOP_RULE,
        made_by_id=actor.own_membership,
        made_at=now,
        changed_at=now,
    )
    beside = route_of(request.pk) is Route.COMBINATION
    tasks = starter_tasks(request.kinds or [request.kind], with_professional=beside)
    _write_tasks(row, _of_this_request(request, tasks))
    Signature.objects.create(arrangement=row, side=Side.PERSON.value)
    if request.lead_name:
        name, _, works_at = request.lead_name.partition(", ")
        lead = Outside(name.strip(), works_at.strip(), request.lead_phone)
        new_party(row, Side.PROFESSIONAL, lead, now)
    add_helpers(Sheet(row, (), (), tuple(helpers)))
    _record(row, request, "arrangement.begun", actor, now)


@verb("arrangement.change", Role.COORDINATOR)
def change(
    *,
    actor: Actor,
    now: datetime,
    request_id: UUID,
    terms: Terms,
    lead: Outside,
    family: Outside,
) -> None:
    """Write down who does what. What somebody said yes to becomes a new version when it changes,
    and is asked anew of those whom the change concerns. Another professional in the place of one
    who said yes makes help that runs stand still.
    """
    request, sheet = arrangement_for_change(actor, request_id)
    row, before = sheet.row, sheet.terms
    for text in _typed(terms, lead, family):
        refuse_bsn(text)
    asked_again = concerned(before, terms)
    had_yes = any(one.answer == Answer.YES for one in sheet.signatures)
    loses_lead = lost_lead(sheet, lead)
    replaced = [
        side
        for side, who in ((Side.PROFESSIONAL, lead), (Side.FAMILY, family))
        if set_party(sheet, side, who, now)
    ]
    if not asked_again and not replaced:
        _record(row, request, "arrangement.kept", actor, now)
        return
    row.state = after(State(row.state), Step.CHANGED)
    if had_yes:
        row.version += 1
        row.starts_on = None
    for column in COLUMNS:
        setattr(row, column, getattr(terms, column))
    row.changed_at = now
    row.save(update_fields=[*COLUMNS, "state", "version", "starts_on", "changed_at"])
    if before.tasks != terms.tasks:
        ArrangementTask.objects.filter(arrangement=row).delete()
        _write_tasks(row, terms.tasks)
    ask_again(row, {side.value for side in asked_again})
    drop_queued(request, now, templates=ASKS)
    _record(row, request, "arrangement.changed", actor, now)
    if loses_lead and any(match.state == MatchState.RUNNING for match in sheet.helpers):
        stand_still(request, sheet, actor=actor, now=now)


@verb("arrangement.offer", Role.COORDINATOR)
def offer(*, actor: Actor, now: datetime, request_id: UUID) -> None:
    """Put it to everybody who did not say yes to it yet, each by their own way."""
    request, sheet = arrangement_for_change(actor, request_id)
    add_helpers(sheet)
    sheet = for_change(request) or sheet
    row = sheet.row
    lacking = unfinished(route_of(request.pk), sheet.facts(local_day(now)))
    if lacking:
        raise Refused(NOT_READY, lacking)
    if request.person_knows == Knows.NO:
        raise Refused(UNAWARE)
    row.state, row.changed_at = after(State(row.state), Step.OFFERED), now
    row.save(update_fields=["state", "changed_at"])
    drop_queued(request, now, templates=ASKS)
    asked = [one for one in sheet.signatures if one.answer not in {Answer.YES, Answer.LEFT}]
    for one in asked:
        put_to(request, one, row.version, now)
    _record(row, request, "arrangement.offered", actor, now, {"asked": len(asked)})
    settle(request, sheet, actor=actor, now=now)


# --- what other actions need of it ----------------------------------------------------------------


def settle(request: Request, sheet: Sheet, *, actor: Actor, now: datetime) -> None:
    """Agree on it when everybody said yes. What stands still waits for its coordinator though."""
    row, today = sheet.row, local_day(now)
    if waits_for(sheet.facts(today)):
        return
    row.state = after(State(row.state), Step.ALL_SAID_YES)
    row.agreed_at = now
    if any(match.state == MatchState.RUNNING for match in sheet.helpers):
        row.starts_on = today
    row.save(update_fields=["state", "agreed_at", "starts_on"])
    _record(row, request, "arrangement.agreed", actor, now)


def let_begin(request: Request, match: Match, first_day: date) -> None:
    """Let a combination begin with all seven conditions and everybody's yes.

    Its evaluation is that of the match too. Raises Refused with what is missing.
    """
    route = route_of(request.pk)
    if route is not Route.COMBINATION:
        return
    sheet = for_change(request)
    facts = sheet.facts(first_day, sheet.row.starts_on or first_day) if sheet else None
    lacking = may_start(route, facts, str(match.volunteer_id))
    if lacking or sheet is None:
        raise Refused(MAY_NOT_BEGIN, lacking)
    if sheet.row.starts_on is None:
        sheet.row.starts_on = first_day
        sheet.row.save(update_fields=["starts_on"])
    if match.evaluate_on and sheet.row.evaluate_on and sheet.row.evaluate_on > first_day:
        match.evaluate_on = min(match.evaluate_on, sheet.row.evaluate_on)


def helper_stopped(
    request: Request, volunteer_id: UUID, *, over: bool, actor: Actor, now: datetime
) -> None:
    """Take a volunteer out of it; `over`: nobody helps now. The caller saves the request."""
    Signature.objects.filter(
        arrangement__request=request, volunteer_id=volunteer_id, replaced_at=None
    ).update(replaced_at=now)
    if over:
        end(request, actor=actor, now=now)


def end(request: Request, *, actor: Actor, now: datetime) -> None:
    """End it with the help. Whoever signed may read it for thirty days more."""
    decided(request)
    sheet = for_change(request)
    if sheet is None:
        return
    row = sheet.row
    row.state, row.ended_at = after(State(row.state), Step.OVER), now
    row.save(update_fields=["state", "ended_at"])
    drop_queued(request, now, templates=ASKS)
    _record(row, request, "arrangement.ended", actor, now)


# --- underneath -----------------------------------------------------------------------------------


def _of_this_request(request: Request, tasks: tuple[Task, ...]) -> tuple[Task, ...]:
    """Return the first task of the volunteer at the hour, and without what, that was agreed
    already.
    """
    moment = ""
    if request.weekday is not None:
        at = f" {request.start_time:%-H:%M}" if request.start_time else ""
        moment = DAYS[request.weekday] + at
    first = next((n for n, task in enumerate(tasks) if task.who is Who.VOLUNTEER), None)
    if first is None:
        return tasks
    task = tasks[first]
    leaves_out = ", ".join(request.not_included) or task.leaves_out
    own = Task(task.what, task.who, moment, leaves_out[:160])
    return (*tasks[:first], own, *tasks[first + 1 :])


def _write_tasks(row: Arrangement, tasks: tuple[Task, ...]) -> None:
    ArrangementTask.objects.bulk_create(
        ArrangementTask(
            arrangement=row,
            position=n,
            what=task.what,
            who=task.who.value if task.who else "",
            moment=task.when,
            leaves_out=task.leaves_out,
        )
        for n, task in enumerate(tasks)
    )


def _typed(terms: Terms, *outside: Outside) -> list[str]:
    """Return everything in it that may hold a number that we may not keep."""
    words = [terms.call_by_day, terms.call_outside_hours, terms.if_ill, terms.stop_rule]
    for task in terms.tasks:
        words += [task.what, task.when, task.leaves_out]
    for who in outside:
        words += [who.name, who.works_at]
    return words


def _record(
    row: Arrangement,
    request: Request,
    type_: str,
    actor: Actor,
    now: datetime,
    data: dict[str, object] | None = None,
) -> None:
    record(
        row,
        type_,
        actor=actor,
        now=now,
        journey_id=request.journey_id,
        data={
            "request": str(request.pk),
            "state": str(row.state),
            "version": row.version,
            **(data or {}),
        },
    )
