"""Read a duo or relay as a form around one leg needs it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.names import Named, named
from loopplank.access.matching.teams import LegOnPage, TeamOnPage, team_on_page
from loopplank.access.requests.request import request_row
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.team_state import Kind
from loopplank.store.models import Request, Team


@dataclass(frozen=True, slots=True)
class ChangeBrief:
    """The change from `giver` to `taker`, at whose home, and in which team."""

    row: Request
    who: Named
    team: TeamOnPage
    giver: LegOnPage
    taker: LegOnPage


@dataclass(frozen=True, slots=True)
class LegBrief:
    """One leg of a team of this kind, at whose home."""

    row: Request
    who: Named
    kind: Kind
    leg: LegOnPage


def leg_brief(actor: Actor, team_id: UUID, number: int, page: str, now: datetime) -> LegBrief:
    """Return leg `number` of a living team of the actor's organisation."""
    row, team = _living(actor, team_id)
    if not 1 <= number <= len(team.legs):
        raise NotFound(team_id)
    leg = team.legs[number - 1]
    record_reading(actor, page, Purpose.HELP, [row.help_seeker_id, leg.volunteer_id], now)
    return LegBrief(row, named(row.help_seeker, local_day(now)), team.facts.kind, leg)


def change_brief(actor: Actor, team_id: UUID, number: int, page: str, now: datetime) -> ChangeBrief:
    """Return the change into leg `number` of a living team of the actor's organisation."""
    row, team = _living(actor, team_id)
    if not 1 < number <= len(team.legs):
        raise NotFound(team_id)
    giver, taker = team.legs[number - 2], team.legs[number - 1]
    subjects = [row.help_seeker_id, giver.volunteer_id, taker.volunteer_id]
    record_reading(actor, page, Purpose.HELP, subjects, now)
    return ChangeBrief(row, named(row.help_seeker, local_day(now)), team, giver, taker)


def _living(actor: Actor, team_id: UUID) -> tuple[Request, TeamOnPage]:
    request_id = Team.objects.filter(pk=team_id).values_list("request_id", flat=True).first()
    if request_id is None:
        raise NotFound(team_id)
    row = request_row(actor, request_id)
    team = team_on_page(row)
    if team is None or team.id != team_id:
        raise NotFound(team_id)
    return row, team
