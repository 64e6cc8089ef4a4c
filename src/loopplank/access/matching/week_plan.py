"""Read what the last plan proposes to the coordinators of one organisation, as it is now.

A proposal was true when the plan was made. Who was asked since, who is full or has pause, and what
is not sought any more is left out here; the next plan writes it down as overtaken.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.names import Named, named
from loopplank.access.kit.rows import count_of
from loopplank.access.matching.plan_loads import Facts, LoadAfter, facts_about, parts_of
from loopplank.access.matching.plan_runs import SEEKS
from loopplank.access.matching.request_needs import plan_of
from loopplank.access.requests.requests import requests
from loopplank.access.responsibility.worklist_rows import alarm
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason
from loopplank.core.matching.passed_over import why_decide
from loopplank.core.matching.plan_reasons import read
from loopplank.core.matching.plan_states import MADE, HelpForm, PlanProposalState, RunState
from loopplank.core.requests.states import State
from loopplank.core.responsibility.clocks import Urgency
from loopplank.core.responsibility.day import Place, place_of_request
from loopplank.core.volunteers.load import Commitment
from loopplank.core.volunteers.visit_plan import VisitPlan
from loopplank.store.models import (
    Membership,
    PlanLeft,
    PlanPart,
    PlanProposal,
    PlanRun,
    Request,
    Team,
)
from loopplank.store.models.plans import BUSY

MOST_SHOWN = 60
MOST_LEFT = 100
#: So long a plan is news on Vandaag.
FRESH = timedelta(days=7)
#: Reasons that say how another organisation deals with its volunteer.
OF_THEIR_OWN = frozenset({"why.unasked", "why.training"})
#: Somebody chose a duo or relay since; who is in it is asked at the request itself.
_TEAMED = Exists(Team.objects.filter(request=OuterRef("request"), ended_at=None))
_PLACES = tuple(Place)
_FIRST = {Urgency.TODAY.value: 0, Urgency.THIS_WEEK.value: 1}


@dataclass(frozen=True, slots=True)
class Helper:
    """One volunteer in a proposal; the days are those of their own part. Without a load they cannot
    be asked for it any more. `of` is another organisation that they belong to: then the name is
    their first name alone (promise P6).
    """

    volunteer_id: UUID
    first_name: str
    name: str
    first_day: date
    last_day: date
    reasons: tuple[Reason, ...]
    load: LoadAfter | None
    of: str = ""
    of_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """One request and who could help. `when` is what was agreed with the person so far, `place` the
    group in which the request stands on Vandaag.
    """

    id: UUID
    row: Request
    who: Named
    how: HelpForm
    when: VisitPlan
    helpers: tuple[Helper, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A request for which nobody was found."""

    request_id: UUID
    who: Named
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunFacts:
    """Where a plan is. `may_stop`: it was asked for by the own organisation and runs."""

    id: UUID
    state: RunState
    stage: str
    failure: str
    finished_at: datetime | None
    may_stop: bool
    stops: bool


@dataclass(frozen=True, slots=True)
class PlanPage:
    """`last` is the plan that is shown, `newest` what was asked for after it and is on its way, or
    came to nothing. Of the own requests in the plan `found` have a proposal, and `left` nobody.
    """

    last: RunFacts | None
    newest: RunFacts | None
    proposals: tuple[Proposed, ...]
    more: int
    states: Counter[PlanProposalState]
    found: int
    left: tuple[LeftOver, ...]
    left_total: int
    seeking: int


def plan_page(actor: Actor, now: datetime) -> PlanPage:
    """Return the proposals of the last plan for the own organisation, what is urgent first.

    While the next one is made that somebody here asked for, there are none: in a moment they are
    overtaken.
    """
    last, newest = _runs(actor)
    if last is None or (newest is not None and _awaited(newest)):
        seeking = _seeking(actor)
        return PlanPage(_facts(last), _facts(newest), (), 0, Counter(), 0, (), 0, seeking)
    rows = list(_proposals(actor).filter(run=last))
    shown = _still_true(actor, [row for row in rows if row.state == PlanProposalState.OPEN], now)
    left = list(
        PlanLeft.objects.filter(run=last, organisation_id=actor.own_organisation)
        .select_related("request__help_seeker")
        .order_by("request__received_at", "pk")
    )
    today = local_day(now)
    waiting = [
        LeftOver(
            one.request_id,
            named(one.request.help_seeker, today),
            tuple(one.request.kinds or [one.request.kind]),
        )
        for one in left
        if one.request.state in SEEKS
    ]
    _read(actor, "week_plan", shown[:MOST_SHOWN], waiting[:MOST_LEFT], now)
    return PlanPage(
        last=_facts(last),
        newest=_facts(newest),
        proposals=tuple(shown[:MOST_SHOWN]),
        more=len(shown[MOST_SHOWN:]),
        states=Counter(PlanProposalState(row.state) for row in rows),
        found=len(rows),
        left=tuple(waiting[:MOST_LEFT]),
        left_total=len(left),
        seeking=_seeking(actor),
    )


def chosen_proposals(actor: Actor, ids: Collection[UUID], now: datetime) -> tuple[Proposed, ...]:
    """Return these proposals, to read once more before anybody is asked; those that are still
    true.
    """
    rows = _proposals(actor).filter(pk__in=ids, state=PlanProposalState.OPEN)
    shown = _still_true(actor, list(rows), now)
    _read(actor, "read_plan", shown, (), now)
    return tuple(shown)


def shown_proposals(actor: Actor, now: datetime) -> tuple[Proposed, ...]:
    """Return what the page of the plan shows now, for another page that keeps the record of it."""
    awaited = PlanRun.objects.filter(
        network=OuterRef("run__network"),
        asked_by__organisation_id=actor.own_organisation,
        state__in=BUSY,
    )
    last = _of_network(actor).filter(state__in=MADE, value__isnull=False).order_by("-finished_at")
    rows = _proposals(actor).filter(
        ~Exists(awaited), run=last.values("pk")[:1], state=PlanProposalState.OPEN
    )
    return tuple(_still_true(actor, list(rows), now)[:MOST_SHOWN])


def sent_proposals(actor: Actor, ids: Collection[UUID], now: datetime) -> tuple[Proposed, ...]:
    """Return these proposals, whatever became of them: whoever sent them hears of each how it
    went.
    """
    sent = _as_they_are(actor, list(_proposals(actor).filter(pk__in=ids)), now)
    _read(actor, "read_plan", sent, (), now)
    return tuple(sent)


def open_proposal(actor: Actor, proposal_id: UUID) -> PlanProposal:
    """Return one proposal of the own organisation, whatever became of it, with its request."""
    row = (
        _proposals(actor).filter(pk=proposal_id, request__in=requests(actor)).first()
        if actor.organisation_id
        else None
    )
    if row is None:
        raise NotFound(proposal_id)
    return row


def fresh_proposals(actor: Actor, now: datetime) -> Subquery:
    """Count the proposals of a plan of the last days that lie with the actor's organisation."""
    return count_of(
        PlanProposal.objects.filter(
            ~_TEAMED,
            organisation_id=actor.own_organisation,
            state=PlanProposalState.OPEN,
            request__state__in=SEEKS,
            run__finished_at__gt=now - FRESH,
        )
    )


# --- underneath -----------------------------------------------------------------------------------


def _of_network(actor: Actor) -> "QuerySet[PlanRun]":
    if actor.network_id is None:
        raise NotFound("network")
    own = Membership.objects.filter(pk=OuterRef("asked_by"), organisation_id=actor.own_organisation)
    return PlanRun.objects.filter(network_id=actor.network_id).annotate(asked_here=Exists(own))


def _runs(actor: Actor) -> tuple[PlanRun | None, PlanRun | None]:
    """Return the last plan that has something to show, and whatever was asked for after it."""
    runs = _of_network(actor)
    last = runs.filter(state__in=MADE, value__isnull=False).order_by("-finished_at").first()
    newest = runs.order_by("-queued_at", "pk").first()
    return last, None if newest is None or (last and newest.pk == last.pk) else newest


def _awaited(row: PlanRun) -> bool:
    """Return whether somebody of the own organisation waits for it."""
    return row.state in BUSY and bool(vars(row)["asked_here"])


def _facts(row: PlanRun | None) -> RunFacts | None:
    if row is None:
        return None
    return RunFacts(
        id=row.pk,
        state=RunState(row.state),
        stage=row.stage,
        failure=row.failure,
        finished_at=row.finished_at,
        may_stop=_awaited(row),
        stops=row.stop_asked_at is not None,
    )


def _proposals(actor: Actor) -> "QuerySet[PlanProposal]":
    alarms = Request.objects.filter(pk=OuterRef("request")).values(alarm=alarm())
    return (
        PlanProposal.objects.filter(organisation_id=actor.own_organisation)
        .select_related(
            "request__help_seeker", "request__organisation__network", "request__owner__account"
        )
        .annotate(teamed=_TEAMED, alarming=Subquery(alarms))
    )


def _seeking(actor: Actor) -> int:
    return requests(actor).filter(state__in=SEEKS).count()


def _still_true(actor: Actor, rows: list[PlanProposal], now: datetime) -> list[Proposed]:
    """Return those of which everybody can be asked now."""
    sought = [row for row in rows if row.request.state in SEEKS and not vars(row)["teamed"]]
    made = _as_they_are(actor, sought, now)
    return [one for one in made if all(helper.load for helper in one.helpers)]


def _as_they_are(actor: Actor, rows: list[PlanProposal], now: datetime) -> list[Proposed]:
    """Return them urgent before the rest, and who waits longest before who came later."""
    parts = parts_of(actor, rows)
    # without anybody in it: they were erased since
    whole = [row for row in rows if row.pk in parts]
    facts = facts_about(actor, [part for some in parts.values() for part in some], whole, now)
    facts = replace(facts, proposed=_open_for(whole, parts, facts, now))
    made = [
        _proposed(row, parts[row.pk], facts, now, alarming=bool(vars(row)["alarming"]))
        for row in whole
    ]
    return sorted(
        made,
        key=lambda one: (
            _PLACES.index(one.place),
            _FIRST.get(one.row.urgency, 2),
            one.row.received_at,
            str(one.id),
        ),
    )


def _open_for(
    rows: Iterable[PlanProposal],
    parts: Mapping[UUID, list[PlanPart]],
    facts: Facts,
    now: datetime,
) -> dict[UUID, dict[UUID, Commitment]]:
    """Return what is proposed to each volunteer and open, by its request: each counts in the bar of
    the others.
    """
    found: dict[UUID, dict[UUID, Commitment]] = {}
    for row in rows:
        if row.state != PlanProposalState.OPEN:
            continue
        for part in parts[row.pk]:
            carried = _carried(row, part, facts, now)
            found.setdefault(part.volunteer_id, {})[row.request_id] = carried
    return found


def _carried(row: PlanProposal, part: PlanPart, facts: Facts, now: datetime) -> Commitment:
    """Return what one volunteer would carry after a yes to their part."""
    when = plan_of(row.request, now)
    whole = row.how == HelpForm.SOLO
    return Commitment(
        key=str(row.pk),
        person=str(row.request.help_seeker_id),
        first_day=when.first_day if whole else part.first_day,
        last_day=when.last_day if whole else part.last_day,
        visit_minutes=when.visit_minutes if whole else part.visit_minutes,
        visits_per_week=when.visits_per_week if whole else part.visits,
        every_weeks=when.every_weeks,
        phase=when.phase,
        heavy=when.heavy,
        travel_minutes=facts.travel(part.volunteer, row.request),
    )


def _proposed(
    row: PlanProposal, parts: list[PlanPart], facts: Facts, now: datetime, *, alarming: bool
) -> Proposed:
    when, how = plan_of(row.request, now), HelpForm(row.how)
    today, asked = local_day(now), row.request
    helpers = []
    for part in parts:
        one = part.volunteer
        here = one.pk in facts.own
        of_id, of = (None, "") if here else facts.shared.get(one.pk, (None, ""))
        carried = _carried(row, part, facts, now)
        helpers.append(
            Helper(
                volunteer_id=one.pk,
                first_name=one.first_name,
                name=f"{one.first_name} {one.last_name}" if here else one.first_name,
                first_day=carried.first_day,
                last_day=carried.last_day,
                reasons=tuple(
                    reason
                    for reason in read(row.reasons, part.number)
                    if here or reason.code not in OF_THEIR_OWN
                ),
                of=of,
                of_id=of_id,
                load=facts.load_after(one, carried, row.request_id),
            )
        )
    who = named(row.request.help_seeker, today)
    decides = why_decide(State(asked.state), asked.passed_over, asked.sought_since, today)
    place = place_of_request(
        asked.due_on or today, now, alarming=alarming, asks_a_person=decides is not None
    )
    return Proposed(row.pk, row.request, who, how, when, tuple(helpers), place)


def _read(
    actor: Actor,
    page: str,
    shown: Iterable[Proposed],
    left: Iterable[LeftOver],
    now: datetime,
) -> None:
    seen: list[UUID | None] = []
    for one in shown:
        seen += [one.row.help_seeker_id, *(helper.volunteer_id for helper in one.helpers)]
    seen += [one.who.id for one in left]
    if seen:
        record_reading(actor, page, Purpose.PLANNING, seen, now)
