"""Read the duo or the relay of a request: as facts for core, for a page, and locked to change
it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.requests.requests import request_for_change
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.team_state import Kind, LegFacts, LegState, TeamFacts, TeamState
from loopplank.store.models import Leg, Request, Team


@dataclass(frozen=True, slots=True)
class LegOnPage:
    """One leg as the page of the request shows it; `note` is for the next volunteer."""

    facts: LegFacts
    volunteer_id: UUID
    first_name: str
    match_id: UUID | None
    meeting_at: datetime | None
    note: str
    visit_minutes: int
    visits_per_week: int


@dataclass(frozen=True, slots=True)
class TeamOnPage:
    """`counted_from` is a week with a visit where each of a team comes every so many weeks and one
    of them was asked: the others keep to the same weeks.
    """

    id: UUID
    state: TeamState
    facts: TeamFacts
    legs: tuple[LegOnPage, ...]
    counted_from: date | None = None


def in_team() -> Exists:
    """Return whether a request has a living team; asked along with the request, so that a page
    without one costs no question more.
    """
    return Exists(Team.objects.filter(request=OuterRef("pk"), ended_at=None))


def alive_team(request_id: UUID) -> Team | None:
    """Return the duo or relay that was chosen for this request and is not over."""
    return Team.objects.filter(request_id=request_id, ended_at=None).first()


def team_for_change(actor: Actor, team_id: UUID) -> tuple[Request, Team]:
    """Return one team with its request locked.

    Raises NotFound for a stranger, or when it is over.
    """
    request_id = Team.objects.filter(pk=team_id).values_list("request_id", flat=True).first()
    if request_id is None:
        raise NotFound(team_id)
    request = request_for_change(actor, request_id)
    # read again under the lock
    team = Team.objects.filter(pk=team_id, ended_at=None).first()
    if team is None:
        raise NotFound(team_id)
    return request, team


def legs_of(team: Team) -> list[Leg]:
    """Return the legs in their order, with volunteer, question and match; one query."""
    rows = Leg.objects.filter(team=team).select_related("team", "volunteer", "proposal", "match")
    return list(rows.order_by("number"))


def facts_of_legs(kind: str, legs: Iterable[Leg]) -> TeamFacts:
    return TeamFacts(Kind(kind), tuple(_facts(leg) for leg in legs))


def facts_of_teams(request_ids: Iterable[UUID]) -> dict[UUID, TeamFacts]:
    """Return the living team of each of these requests, in one query."""
    found: dict[UUID, list[Leg]] = {}
    asked = list(request_ids)
    if not asked:
        return {}
    rows = Leg.objects.filter(team__request_id__in=asked, team__ended_at=None)
    for leg in rows.select_related("team", "volunteer", "match").order_by("number"):
        found.setdefault(leg.team.request_id, []).append(leg)
    return {pk: facts_of_legs(legs[0].team.kind, legs) for pk, legs in found.items()}


def team_on_page(row: Request) -> TeamOnPage | None:
    """Return the team of a request that was read with `in_team`; one query when there is one."""
    if not vars(row)["in_team"]:
        return None
    rows = Leg.objects.filter(team__request=row, team__ended_at=None)
    legs = list(rows.select_related("team", "volunteer", "match", "proposal").order_by("number"))
    if not legs:
        return None
    team = legs[0].team
    facts = facts_of_legs(team.kind, legs)
    return TeamOnPage(
        id=team.pk,
        state=TeamState(team.state),
        facts=facts,
        legs=tuple(
            LegOnPage(
                facts=fact,
                volunteer_id=leg.volunteer_id,
                first_name=leg.volunteer.first_name,
                match_id=leg.match_id,
                meeting_at=leg.meeting_at,
                note=leg.handover_note,
                visit_minutes=leg.visit_minutes,
                visits_per_week=leg.visits_per_week,
            )
            for fact, leg in zip(facts.legs, legs, strict=True)
        ),
        counted_from=_counted_from(legs),
    )


def _counted_from(legs: Iterable[Leg]) -> date | None:
    agreed = (one for leg in legs for one in (leg.match, leg.proposal) if one is not None)
    return next((one.phase for one in agreed if one.phase is not None), None)


@dataclass(frozen=True, slots=True)
class NoteForNext:
    """What the one before wrote for this volunteer; shown from the week in which both come."""

    match_id: UUID
    text: str
    since: date


def notes_for(match_ids: Iterable[UUID], today: date) -> dict[UUID, NoteForNext]:
    """Return the notes that the volunteers of these matches may read today, in one query."""
    rows = Leg.objects.filter(match_id__in=list(match_ids), first_day__lte=_end_of_week(today))
    return {
        leg.match_id: NoteForNext(leg.match_id, leg.handover_note, leg.first_day)
        for leg in rows.exclude(handover_note="")
        if leg.match_id is not None
    }


def _end_of_week(today: date) -> date:
    return date.fromordinal(today.toordinal() + 6 - today.weekday())


def _facts(leg: Leg) -> LegFacts:
    # the day on which both go along may be planned as any first meeting is
    meeting_at = leg.meeting_at or (leg.match.meeting_at if leg.match else None)
    return LegFacts(
        number=leg.number,
        name=leg.volunteer.first_name,
        first_day=leg.first_day,
        last_day=leg.last_day,
        state=LegState(leg.state),
        met=meeting_at is not None,
        handover_on=local_day(meeting_at) if meeting_at else None,
        noted=leg.handover_note != "",
    )
