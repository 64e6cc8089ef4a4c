"""Let the legs of a duo or relay follow what happens to their questions and matches.

The caller holds the lock of the request. A leg never changes by itself: a question or a match is
written first, by the way on which the limits are kept, and the leg is brought in line with it.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.matching.teams import alive_team, facts_of_legs, legs_of
from loopplank.actions.kit.action import record
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.matching.team_state import (
    Kind,
    LegState,
    TeamFacts,
    TeamState,
    goes_on,
    leg_state,
    team_state,
    why_not_these,
)
from loopplank.core.requests.states import State
from loopplank.store.models import Leg, Match, Proposal, Request, Team, Volunteer

NOT_A_MEMBER = Reason(
    "team.not_a_member",
    dutch(
        "Voor deze vraag zijn al mensen gekozen. Zoek iemand voor een deel, of laat die keuze"
        " eerst los."
    ),
)
OTHER_DAYS = Reason(
    "team.other_days",
    dutch("%(name)s doet één deel. Vraag het bij dat deel, op de pagina van de hulpvraag."),
)
#: Where a team still has something to do; anywhere else somebody decided otherwise.
_LIVES = frozenset({State.SEARCHING, State.PROPOSED, State.MEETING, State.RUNNING})


def leg_for(request: Request, volunteer: Volunteer) -> Leg | None:
    """Return the leg of the living team that this volunteer was chosen for, or None without a team.

    Raises Refused for somebody who is in no leg of it, and for a relay that the person does not
    want any more.
    """
    team = alive_team(request.pk)
    if team is None:
        return None
    leg = Leg.objects.filter(team=team, volunteer=volunteer).first()
    if leg is None:
        raise Refused(NOT_A_MEMBER)
    # the person may have come back on it since the relay was chosen
    no = why_not_these(Kind(team.kind), request.changing_faces)
    if no is not None:
        raise Refused(no)
    return leg


def refuse_other_days(leg: Leg, first_day: date, last_day: date, name: str) -> None:
    """Refuse other days than a member's own leg has; beginning later in it is possible.

    Raises Refused.
    """
    if not leg.first_day <= first_day <= leg.last_day or last_day != leg.last_day:
        raise Refused(Reason(OTHER_DAYS.code, OTHER_DAYS.sentence, {"name": name}))


def leg_of_question(proposal: Proposal) -> Leg | None:
    """Return the leg of a living team that this question was about."""
    return Leg.objects.filter(proposal=proposal, team__ended_at=None).first()


def link_question(leg: Leg | None, proposal: Proposal) -> None:
    if leg is not None:
        leg.proposal, leg.match = proposal, None
        leg.save(update_fields=["proposal", "match"])


def link_match(leg: Leg | None, proposal: Proposal, match: Match) -> None:
    if leg is not None:
        leg.proposal, leg.match = proposal, match
        leg.save(update_fields=["proposal", "match"])


def members(request: Request) -> tuple[UUID, ...]:
    """Return who was chosen for the living team; nobody without one."""
    rows = Leg.objects.filter(team__request=request, team__ended_at=None)
    return tuple(rows.values_list("volunteer_id", flat=True))


def still_to_come(request: Request) -> bool:
    """Return whether the living team has a leg that is not done, whoever stopped a moment ago."""
    team = alive_team(request.pk)
    return team is not None and goes_on(_states(legs_of(team)))


def follow(request: Request, *, actor: Actor, now: datetime) -> TeamFacts | None:
    """Bring the legs in line with their questions and matches; the facts when one changed.

    A request that closed, waits or went elsewhere lets its team end.
    """
    team = alive_team(request.pk)
    if team is None:
        return None
    legs = legs_of(team)
    changed = []
    for leg, state in zip(legs, _states(legs), strict=True):
        if leg.state != state:
            leg.state = state
            leg.save(update_fields=["state"])
            changed.append(leg)
    before = team.state
    team.state = (
        team_state(LegState(leg.state) for leg in legs)
        if request.state in _LIVES
        else TeamState.ENDED
    )
    if not changed and team.state == before:
        return None
    if team.state == TeamState.ENDED:
        team.ended_at = now
    team.save(update_fields=["state", "ended_at"])
    record_team(team, request, "team.changed", legs, actor=actor, now=now)
    return None if team.ended_at else facts_of_legs(team.kind, legs)


def record_team(
    team: Team,
    request: Request,
    type_: str,
    legs: Iterable[Leg],
    *,
    actor: Actor,
    now: datetime,
    data: dict[str, object] | None = None,
) -> None:
    """Write one event of a team: how each leg stands, by number and id."""
    record(
        team,
        type_,
        actor=actor,
        now=now,
        journey_id=request.journey_id,
        data={
            "request": str(request.pk),
            "kind": str(team.kind),
            "state": str(team.state),
            "legs": {
                str(leg.number): {"volunteer": str(leg.volunteer_id), "state": str(leg.state)}
                for leg in legs
            },
            **(data or {}),
        },
    )


def _states(legs: Iterable[Leg]) -> list[LegState]:
    return [_state(leg) for leg in legs]


def _state(leg: Leg) -> LegState:
    if leg.state == LegState.NOBODY:
        # a person said no to this part; no question or match changes that
        return LegState.NOBODY
    if leg.proposal is None and leg.match is None and leg.volunteer.erased_at is not None:
        # gone before anybody asked them: nobody is there to be asked
        return LegState.FELL_AWAY
    return leg_state(
        Kind(leg.team.kind),
        leg.proposal.state if leg.proposal else None,
        leg.match.state if leg.match else None,
        leg.last_day,
        leg.match.ended_on if leg.match else None,
    )
