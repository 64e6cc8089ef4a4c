"""Read one request with everything that its page shows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.names import Named, named
from loopplank.access.matching.teams import TeamOnPage, in_team, team_on_page
from loopplank.access.messages.hand_over_keys import DoneWithKey, any_done_with_keys, done_with_keys
from loopplank.access.organisations.own_limits import current_policy, limits_of
from loopplank.access.referrals.sides import Handover, handovers_of
from loopplank.access.requests.history import Happened, history_of
from loopplank.access.requests.requests import requests
from loopplank.access.requests.undo import may_undo
from loopplank.access.responsibility.worklist_rows import around, asked_in, helpers_of, situations
from loopplank.access.volunteers.coming import last_day_of
from loopplank.access.volunteers.visit_notes import VisitNote, notes_of_request
from loopplank.access.wellbeing.concern import any_of_request
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.requests.states import OPEN, State
from loopplank.core.responsibility.next_step import Step, next_step
from loopplank.core.responsibility.situation import Situation
from loopplank.core.triage import (
    Advice,
    Facts,
    OrganisationLimits,
    Standing,
    advise,
    facts_from_stored,
)
from loopplank.core.triage.readiness import FOR_VOLUNTEER
from loopplank.core.volunteers.visits import VisitState
from loopplank.store.models import (
    Assessment,
    Match,
    Note,
    PhoneReferral,
    Proposal,
    Request,
    Visit,
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The last triage, recomputed from its stored facts, and what was decided on it."""

    id: UUID
    advice: Advice
    by: str
    at: datetime
    impression: str
    impression_at: datetime | None
    decision: str
    decided_route: str
    decision_reason: str
    decision_words: str
    decided_by: str
    decided_at: datetime | None
    same_rules: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One volunteer who was asked."""

    proposal_id: UUID
    volunteer_id: UUID
    name: str
    first_name: str
    phone: str
    state: str
    asked_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    decline_reason: str
    question: str


@dataclass(frozen=True, slots=True)
class Helping:
    """One volunteer who meets, helps or helped. `stands_still`: nobody goes there for now."""

    match_id: UUID
    volunteer_id: UUID
    name: str
    first_name: str
    phone: str
    state: str
    meeting_at: datetime | None
    first_day: date
    last_day: date
    visit_minutes: int
    ended_on: date | None
    end_reason: str
    stands_still: bool


@dataclass(frozen=True, slots=True)
class Visited:
    """A visit that was written down, or one that could not be; how it felt stands elsewhere."""

    at: datetime
    who: str
    day: date
    happened: bool
    minutes: int


@dataclass(frozen=True, slots=True)
class Noted:
    at: datetime
    who: str
    kind: str
    channel: str
    minutes: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Referred:
    party: str
    spoke_with: str
    phone: str
    on: date
    answer: str
    calls_before: date | None


@dataclass(frozen=True, slots=True)
class RequestPage:
    """The row itself (with help seeker, applicant, owner and organisation loaded) and its parts."""

    row: Request
    who: Named
    state: State
    is_open: bool
    mine: bool
    weighed: Weighed | None
    asked: tuple[Asked, ...]
    helping: tuple[Helping, ...]
    visits: tuple[Visited, ...]
    visit_notes: tuple[VisitNote, ...]
    notes: tuple[Noted, ...]
    referrals: tuple[Referred, ...]
    handovers: tuple[Handover, ...]
    history: tuple[Happened, ...]
    by_keys: tuple[DoneWithKey, ...]
    has_concerns: bool
    #: how the arrangement stands, or "" without one
    arrangement: str
    team: TeamOnPage | None
    situation: Situation
    step: Step
    #: the match that the next step is about, if any
    about: UUID | None
    #: the number of the last step, while this actor may undo it
    may_undo: int | None

    @property
    def turns(self) -> tuple[Happened, ...]:
        """Who took it over, one after the other."""
        return tuple(one for one in self.history if one.type == "request.taken_over")

    @property
    def handover(self) -> Handover | None:
        """The one that waits at another party now, or of which we heard how it ended."""
        ours = (h for h in self.handovers if h.ours)
        return next(ours, None) if self.state is State.HANDOVER else None

    @property
    def may_ask(self) -> bool:
        """Whether volunteers may be approached now; the action looks again."""
        return (
            self.weighed is not None
            and self.weighed.decision != ""
            and self.weighed.decided_route in FOR_VOLUNTEER
            and self.weighed.advice.standing == Standing.READY
            and self.is_open
        )


def request_row(actor: Actor, request_id: UUID, **also: Any) -> Request:
    """Return one request of the actor, with the people around it loaded.

    Raises NotFound for a stranger. `also` are questions about it, answered in the same query.
    """
    row = (
        requests(actor)
        .select_related(
            "help_seeker",
            "applicant",
            "owner__account",
            "organisation__network",
            "intake_stop",
            "changing_faces_by__account",
            "safe_said_by__account",
        )
        .annotate(**{"in_team": in_team(), **also})
        .filter(pk=request_id)
        .first()
    )
    if row is None:
        raise NotFound(request_id)
    return row


def request_page(actor: Actor, request_id: UUID, now: datetime) -> RequestPage:
    """Return everything on the page of one request; eleven queries besides the reading record."""
    today = local_day(now)
    row = request_row(
        actor,
        request_id,
        has_concerns=any_of_request(actor, now),
        by_key=any_done_with_keys(),
        **around(),
    )
    questions = list(asked_in([row.pk]).order_by("-asked_at")[:20])
    matches = list(helpers_of([row.pk], today).order_by("-agreed_at")[:20])
    asked, helping = _asked(questions), _helping(matches)
    team = team_on_page(row)
    history, last = history_of(row.pk)
    known, about = situations([row], now, asked=questions, helping=matches)[row.pk]
    written = any(one.type == "request.agreed" for one in history)
    if known.plan is not None:
        known = replace(known, plan=replace(known.plan, ours=not written))
    page = RequestPage(
        row=row,
        who=named(row.help_seeker, today),
        state=State(row.state),
        is_open=row.state in OPEN,
        mine=row.owner_id == actor.id,
        weighed=_weighed(row),
        asked=asked,
        helping=helping,
        # where nobody ever met, nobody visited
        visits=_visits(row) if helping else (),
        visit_notes=notes_of_request(actor, row.pk, now) if helping else (),
        notes=_notes(row),
        referrals=_referrals(row),
        handovers=handovers_of(row),
        history=history,
        by_keys=done_with_keys(row.pk, now) if vars(row)["by_key"] else (),
        has_concerns=bool(vars(row)["has_concerns"]),
        arrangement=vars(row)["arrangement_state"] or "",
        team=team,
        situation=known,
        step=next_step(known, now),
        about=about,
        may_undo=may_undo(actor, last, now),
    )
    record_reading(
        actor,
        "request",
        Purpose.HELP,
        [
            row.help_seeker_id,
            row.applicant_id,
            *(a.volunteer_id for a in asked),
            *(h.volunteer_id for h in helping),
            *(note.volunteer_id for note in page.visit_notes),
            *(leg.volunteer_id for leg in (team.legs if team else ())),
        ],
        now,
    )
    return page


@dataclass(frozen=True, slots=True)
class Brief:
    """A request as a form around it needs it: the row with its people, and the name."""

    row: Request
    who: Named


def request_brief(actor: Actor, request_id: UUID, page: str, now: datetime) -> Brief:
    """Return one request for a page with a form; the reading is recorded under the name of the
    page.
    """
    row = request_row(actor, request_id)
    record_reading(actor, page, Purpose.HELP, [row.help_seeker_id], now)
    return Brief(row, named(row.help_seeker, local_day(now)))


def weighing(row: Request) -> tuple[Facts | None, OrganisationLimits]:
    """Return the facts of the last triage, if any, and the organisation's limits as they are
    now.
    """
    last = Assessment.objects.filter(request=row).order_by("-number").only("facts").first()
    limits = limits_of(current_policy(row.organisation_id))
    return facts_from_stored(last.facts) if last else None, limits


@dataclass(frozen=True, slots=True)
class MatchBrief:
    match: Match
    row: Request
    who: Named


def match_brief(actor: Actor, match_id: UUID, page: str, now: datetime) -> MatchBrief:
    """Return one match of the actor's organisation with its request and volunteer."""
    match = (
        Match.objects.filter(pk=match_id, request__in=requests(actor))
        .select_related("volunteer")
        .first()
    )
    if match is None:
        raise NotFound(match_id)
    row = request_row(actor, match.request_id)
    record_reading(actor, page, Purpose.HELP, [row.help_seeker_id, match.volunteer_id], now)
    return MatchBrief(match, row, named(row.help_seeker, local_day(now)))


def _weighed(row: Request) -> Weighed | None:
    last = (
        Assessment.objects.filter(request=row)
        .select_related("by__account", "decided_by__account")
        .order_by("-number")
        .first()
    )
    if last is None:
        return None
    advice = advise(facts_from_stored(last.facts))
    return Weighed(
        id=last.pk,
        advice=advice,
        by=last.by.account.name,
        at=last.at,
        impression=last.impression,
        impression_at=last.impression_at,
        decision=last.decision,
        decided_route=last.decided_route,
        decision_reason=last.decision_reason,
        decision_words=last.decision_words,
        decided_by=last.decided_by.account.name if last.decided_by else "",
        decided_at=last.decided_at,
        same_rules=last.rules_version == advice.rules_version,
    )


def _asked(questions: Iterable[Proposal]) -> tuple[Asked, ...]:
    return tuple(
        Asked(
            proposal_id=p.pk,
            volunteer_id=p.volunteer_id,
            name=f"{p.volunteer.first_name} {p.volunteer.last_name}",
            first_name=p.volunteer.first_name,
            phone=p.volunteer.phone,
            state=p.state,
            asked_at=p.asked_at,
            expires_at=p.expires_at,
            answered_at=p.answered_at,
            decline_reason=p.decline_reason,
            question=p.question,
        )
        for p in questions
    )


def _helping(matches: Iterable[Match]) -> tuple[Helping, ...]:
    made = [
        Helping(
            match_id=m.pk,
            volunteer_id=m.volunteer_id,
            name=f"{m.volunteer.first_name} {m.volunteer.last_name}",
            first_name=m.volunteer.first_name,
            phone=m.volunteer.phone,
            state=m.state,
            meeting_at=m.meeting_at,
            first_day=m.first_day,
            last_day=last_day_of(m),
            visit_minutes=m.visit_minutes,
            ended_on=m.ended_on,
            end_reason=m.end_reason,
            stands_still=m.still_from is not None and m.state in HOLDS_CAPACITY,
        )
        for m in matches
    ]
    made.sort(key=lambda m: m.state not in HOLDS_CAPACITY)
    return tuple(made)


def _visits(row: Request) -> tuple[Visited, ...]:
    """Return the last dozen: what help runs shows, and the rest of what happened stays in sight."""
    rows = Visit.objects.filter(match__request=row).select_related("volunteer")
    return tuple(
        Visited(
            at=v.logged_at,
            who=f"{v.volunteer.first_name} {v.volunteer.last_name}",
            day=v.day,
            happened=v.state == VisitState.DONE,
            minutes=v.minutes,
        )
        for v in rows.order_by("-day")[:12]
    )


def _notes(row: Request) -> tuple[Noted, ...]:
    return tuple(
        Noted(
            at=n.at,
            who=n.by.account.name if n.by else "",
            kind=n.kind,
            channel=n.channel,
            minutes=n.minutes,
            text=n.text,
        )
        for n in Note.objects.filter(request=row).select_related("by__account").order_by("-at")[:50]
    )


def _referrals(row: Request) -> tuple[Referred, ...]:
    return tuple(
        Referred(r.party, r.spoke_with, r.phone, r.spoken_on, r.answer, r.calls_before)
        for r in PhoneReferral.objects.filter(request=row).order_by("-at")
    )
