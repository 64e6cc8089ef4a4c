"""Find who could take which day, where several volunteers each do one day of a request."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor
from loopplank.access.kit.names import Named, named
from loopplank.access.matching.candidate_rows import everybody
from loopplank.access.matching.candidates import Shown, shown_of
from loopplank.access.matching.request_needs import asked_of, last_facts, plan_of
from loopplank.access.matching.teams import TeamOnPage, team_on_page
from loopplank.access.requests.request import request_row
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.team_state import days_to_part
from loopplank.core.matching.teams import rank_part
from loopplank.core.requests.intake import ANY_TIME
from loopplank.core.volunteers.visit_plan import VisitPlan
from loopplank.store.models import Request

SHOWN = 8


@dataclass(frozen=True, slots=True)
class PartChoice:
    """One day with who fits and has room then, the first of the order in front. `usual`: it is a
    day on which they said they can; where nobody can, the others are shown, to be called first.
    """

    day: date
    plan: VisitPlan
    fits: tuple[Shown, ...]
    fits_total: int
    usual: bool


@dataclass(frozen=True, slots=True)
class PartsPage:
    """`days` are those that may be chosen, `parts` what was chosen so far."""

    row: Request
    who: Named
    plan: VisitPlan
    days: tuple[date, ...]
    parts: tuple[PartChoice, ...]
    team: TeamOnPage | None


def parts_page(
    actor: Actor, request_id: UUID, now: datetime, chosen: Sequence[date] = ()
) -> PartsPage:
    """Rank everybody for each of these days; a day that cannot be chosen is left out."""
    row, today = request_row(actor, request_id), local_day(now)
    plan, facts = plan_of(row, now), last_facts(row)
    days = days_to_part(today, row.last_day)
    found = []
    picked = sorted({day for day in chosen if day in days})
    if picked:
        term = replace(plan.on(picked[0]), last_day=picked[-1])
        whole = term.commitment(str(row.help_seeker_id))
        people = everybody(actor, row, whole, now, by_part=True)
        for day in picked:
            of_day = plan.on(day)
            asked = asked_of(row, facts, of_day)
            ranking = rank_part(asked, people, today)
            usual = bool(ranking.fits)
            if not usual:
                ranking = rank_part(replace(asked, also_parts=ANY_TIME), people, today)
            shown = shown_of(actor, ranking, SHOWN)
            found.append(PartChoice(day, of_day, shown, len(ranking.fits), usual))
    record_reading(
        actor,
        "dated_parts",
        Purpose.PLANNING,
        [row.help_seeker_id, *(one.volunteer_id for part in found for one in part.fits)],
        now,
    )
    return PartsPage(
        row, named(row.help_seeker, today), plan, days, tuple(found), team_on_page(row)
    )
