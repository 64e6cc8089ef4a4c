"""Read open requests as the work list sees them: what was asked, agreed, tried and answered."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from loopplank.access.matching.request_needs import plan_of
from loopplank.access.matching.teams import facts_of_teams, in_team
from loopplank.access.referrals.sides import latest_of, receiver_name, waits_for
from loopplank.access.requests.contact_attempts import Tries, tries_of, ways_to
from loopplank.access.volunteers.coming import last_day_of
from loopplank.access.volunteers.contact_limits import held_back
from loopplank.access.volunteers.volunteers import facts_of
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason
from loopplank.core.matching.matches import HOLDS_CAPACITY, MatchState
from loopplank.core.matching.passed_over import OFTEN, longest_search_since
from loopplank.core.matching.proposals import UNDECIDED, ProposalState
from loopplank.core.referrals.states import Waiting
from loopplank.core.requests.intake import (
    Answers,
    Duration,
    HelpedBy,
    HoldingOut,
    Knows,
    still_missing,
)
from loopplank.core.requests.notes import NoteKind
from loopplank.core.requests.states import State
from loopplank.core.responsibility.situation import (
    HELPER_NOT_FREE,
    Plan,
    Situation,
    Uncovered,
)
from loopplank.core.triage import Route, Standing, facts_from_stored
from loopplank.core.triage.paid_work import why_not_bridge
from loopplank.core.triage.readiness import (
    FOR_VOLUNTEER,
    GP_FIRST,
    NOT_DECIDED,
    gp_comes_first,
    why_not_ready,
)
from loopplank.core.volunteers.cover import Cover
from loopplank.core.wellbeing.signal import Route as SignalRoute
from loopplank.store.models import (
    Arrangement,
    Assessment,
    Match,
    Note,
    Proposal,
    Request,
    SafetyFile,
    Signature,
    VisitCover,
    VolunteerSignal,
)

T = TypeVar("T", Proposal, Match)


def alarm() -> Coalesce:
    """Return 1 when the last weighing says danger, or not known, and nobody decided yet; else 0."""
    danger = Q(decision="") & (Q(stance=Standing.ASK_NOW) | Q(route=Route.EMERGENCY))
    one = _last_weighing().values_list(Case(When(danger, then=1), default=0))
    return Coalesce(Subquery(one[:1]), 0)


def passed_over(today: date) -> Q:
    """Return those about which a person decides, as `core.matching.passed_over` says."""
    long = Q(passed_over__gte=OFTEN) | Q(sought_since__lte=longest_search_since(today))
    return long & Q(state=State.SEARCHING)


def around() -> dict[str, Any]:
    """Return what `situations` needs beside the columns, to annotate: the last weighing, what was
    decided on it, whether somebody talked, a duo or relay, and how who does what stands.
    """
    last = {
        "decided": "decided_route",
        "weighed_standing": "stance",
        "weighed_route": "route",
        "weighed_facts": "facts",
    }
    talks = Note.objects.filter(request=OuterRef("pk"), kind=NoteKind.TALK.value)
    agreed = Arrangement.objects.filter(request=OuterRef("pk"), ended_at=None).values("state")
    return {
        "alarm": alarm(),
        "uncovered": Exists(_uncovered().filter(request=OuterRef("pk"))),
        "in_team": in_team(),
        "spoken": Exists(talks),
        "arrangement_state": Subquery(agreed),
        **{name: Subquery(_last_weighing().values(column)[:1]) for name, column in last.items()},
    }


def helpers_of(request_ids: Iterable[UUID], today: date) -> "QuerySet[Match]":
    """Return the matches of these requests, each with its volunteer and what keeps that volunteer
    from coming: limits, a call that waits, "nu niet beschikbaar", and a yes to who does what.

    A signal that did not go to the coordinators shows nowhere.
    """
    waits = VolunteerSignal.objects.filter(
        volunteer=OuterRef("volunteer"),
        organisation=OuterRef("organisation"),
        route=SignalRoute.COORDINATOR.value,
        wants_call=True,
        answered_at=None,
    )
    signed = Signature.objects.filter(
        arrangement__request=OuterRef("request"),
        volunteer=OuterRef("volunteer"),
        replaced_at=None,
    )
    held = SafetyFile.objects.filter(held_back(today), volunteer=OuterRef("volunteer"))
    return (
        Match.objects.filter(request_id__in=list(request_ids))
        .select_related("volunteer__limits")
        .annotate(waits=Exists(waits), held=Exists(held), signed=Exists(signed))
    )


def asked_in(request_ids: Iterable[UUID]) -> "QuerySet[Proposal]":
    """Return the questions to volunteers for these requests."""
    return Proposal.objects.filter(request_id__in=list(request_ids)).select_related("volunteer")


def situations(
    rows: Iterable[Request],
    now: datetime,
    *,
    asked: Iterable[Proposal] | None = None,
    helping: Iterable[Match] | None = None,
) -> dict[UUID, tuple[Situation, UUID | None]]:
    """Return each request's situation, with the match that it is about, in at most seven queries
    for all of them: the one reader for a list and for the page of one request.

    The rows come with `around()`, and with their help seeker and organisation;
    `asked` and `helping` are what a page read already (`asked_in`, `helpers_of`).
    """
    today = local_day(now)
    found = {row.pk: row for row in rows}
    counts = {*UNDECIDED, ProposalState.NO, ProposalState.SILENT}
    if asked is None:
        asked = asked_in(found).filter(state__in=counts)
    if helping is None:
        helping = list(helpers_of(found, today).filter(state__in=HOLDS_CAPACITY))
    last_asked = _by_request(
        sorted((one for one in asked if one.state in counts), key=lambda one: one.asked_at)
    )
    # the last one counts: while help runs who helps, and of those who meet who begins first
    matched = _by_request(
        sorted(
            (one for one in helping if one.state in HOLDS_CAPACITY),
            key=lambda one: (
                found[one.request_id].state == State.RUNNING and one.state == MatchState.RUNNING,
                -one.first_day.toordinal(),
                one.agreed_at,
            ),
        )
    )
    helped = {one.request_id for one in helping if one.started_on is not None}
    waiting = _by_request(one for one in helping if vars(one)["waits"])
    held = _by_request(one for one in helping if vars(one)["held"] and one.state in HOLDS_CAPACITY)
    teams = facts_of_teams(pk for pk, row in found.items() if vars(row)["in_team"])
    # how somebody was tried counts until there was a talk that led somewhere
    tried = tries_of([pk for pk, row in found.items() if row.state in {State.NEW, State.TALKING}])
    off = _off(pk for pk, row in found.items() if vars(row)["uncovered"])
    off = {pk: one for pk, one in off.items() if one.day >= today}
    offered = latest_of(pk for pk, row in found.items() if row.state == State.HANDOVER)
    made = {}
    for pk, row in found.items():
        match = matched.get(pk)
        tries = tried.get(pk, Tries())
        elsewhere = offered.get(pk)
        signal = waiting.get(pk)
        asks_about = held.get(pk) if row.change_reported == HELPER_NOT_FREE else None
        made[pk] = (
            replace(
                _situation(row, now, last_asked.get(pk), match),
                tries=tries.ways,
                written_until=tries.written_until,
                referred_to=receiver_name(elsewhere) if elsewhere else "",
                referral=waits_for(elsewhere) if elsewhere else Waiting.ANSWER,
                team=teams.get(pk),
                not_free=asks_about.volunteer.first_name if asks_about else "",
                # nobody is asked to speak with who is free again
                change_reported=""
                if row.change_reported == HELPER_NOT_FREE and asks_about is None
                else row.change_reported,
                signal=signal.volunteer.first_name if signal else "",
                cover=off.get(pk),
                helped=pk in helped,
            ),
            match.pk if match else None,
        )
    return made


def _uncovered() -> "QuerySet[VisitCover]":
    """Return visits that somebody cannot make and about which a coordinator still decides."""
    open_ones = Q(state=Cover.SOUGHT.value) | (Q(state=Cover.NOBODY.value) & ~Q(named=""))
    return VisitCover.objects.filter(open_ones, visit__match__state=MatchState.RUNNING)


def _off(request_ids: Iterable[UUID]) -> dict[UUID, Uncovered]:
    """Return of each of these requests the first such visit; one query, and none when there are no
    requests.
    """
    ids = list(request_ids)
    if not ids:
        return {}
    rows = _uncovered().filter(request_id__in=ids).select_related("visit__volunteer")
    return {
        row.request_id: Uncovered(
            visit=str(row.visit_id),
            name=row.visit.volunteer.first_name,
            day=row.day,
            by=row.decide_by,
            named=row.named,
        )
        for row in rows.order_by("-day", "-pk")
    }


def _situation(
    row: Request, now: datetime, proposal: Proposal | None, match: Match | None
) -> Situation:
    """Return what the rows themselves say."""
    today, known = local_day(now), vars(row)
    decided, seeker = known["decided"], row.help_seeker
    plan = plan_of(row, now)

    def named(*states: ProposalState) -> str:
        return proposal.volunteer.first_name if proposal and proposal.state in states else ""

    return Situation(
        state=State(row.state),
        due_on=row.due_on or today,
        received_on=local_day(row.received_at),
        assessed=decided is not None,
        decided=bool(decided),
        against=bool(match and decided and decided not in FOR_VOLUNTEER),
        alarming=bool(known["alarm"]),
        carer_is_done=row.holding_out == HoldingOut.NO_MORE,
        change_reported=row.change_reported,
        asked=named(ProposalState.OPEN),
        declined=named(ProposalState.NO),
        has_question=bool(proposal and proposal.state == ProposalState.OPEN and proposal.question),
        yes_waits=named(ProposalState.WAITS),
        agreed=match.volunteer.first_name if match else "",
        meeting_on=local_day(match.meeting_at) if match and match.meeting_at else None,
        last_day=last_day_of(match) if match else None,
        bridging_until=row.bridging_until,
        reachable=bool(seeker and seeker.phone)
        or bool(row.applicant_id and row.person_knows != Knows.YES),
        ways=ways_to(seeker),
        passed_over=row.passed_over,
        sought_since=row.sought_since,
        unready=_unready(row),
        spoken=bool(known["spoken"]),
        together=decided == Route.COMBINATION,
        arrangement=known.get("arrangement_state") or "",
        led=bool(row.lead_name),
        fence=why_not_bridge(row.paid_before, row.bridging_until, plan.last_day),
        plan=Plan(plan.visit_minutes, plan.last_day, plan.weekday, complete=plan.complete),
        paused=_pause(match, today),
        away=_away(match, today),
        held_back=bool(match and vars(match)["held"]),
        signed=bool(match is None or vars(match)["signed"]),
        missing=still_missing(_answers(row)),
        call_back_on=None if row.next_party_agreed else row.next_contact_on,
    )


def _unready(row: Request) -> Reason | None:
    """Return why no volunteer may come closer now: the rule of the actions."""
    known = vars(row)
    if known["weighed_standing"] is None:
        return why_not_ready("", "", "")
    found = why_not_ready(known["weighed_standing"], known["weighed_route"], known["decided"])
    if found is None or found is NOT_DECIDED:
        facts = known["weighed_facts"]
        facts = json.loads(facts) if isinstance(facts, str) else facts
        if gp_comes_first(facts_from_stored(facts)):
            return GP_FIRST
    return found


def _pause(match: Match | None, today: date) -> date | None:
    """Return the last day of a pause that runs now, `date.max` for one without an end."""
    if match is None or not facts_of(match.volunteer.limits).paused_on(today):
        return None
    return match.volunteer.limits.pause_to or date.max


def _away(match: Match | None, today: date) -> date | None:
    if match is None:
        return None
    spell = facts_of(match.volunteer.limits).away.on(today)
    return spell.last if spell else None


def _answers(row: Request) -> Answers:
    """Return the answers as they stand, to see what nobody asked yet."""
    seeker = row.help_seeker
    return Answers(
        kinds=tuple(row.kinds),
        day_parts=row.day_parts,
        duration=Duration(row.duration) if row.duration else None,
        helped_by=tuple(HelpedBy(one) for one in row.helped_by),
        last_name=seeker.last_name if seeker else "",
        phone=seeker.phone if seeker else "",
        email=seeker.email if seeker else "",
        street=seeker.street if seeker else "",
        postcode=seeker.postcode if seeker else "",
    )


def _last_weighing() -> "QuerySet[Assessment]":
    return Assessment.objects.filter(request=OuterRef("pk")).order_by("-number")


def _by_request(rows: Iterable[T]) -> dict[UUID, T]:
    return {row.request_id: row for row in rows}
