"""Whom the coordinator of the story asks: whoever the real ranking puts in front."""

from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.matching.candidate_rows import everybody
from loopplank.access.requests.requests import requests
from loopplank.access.volunteers.same_hour import busy_at
from loopplank.actions.matching.propose import Plan
from loopplank.core.kit.calendar import local_day, monday
from loopplank.core.matching.candidates import Asked, Ranking, Someone, full, rank
from loopplank.core.volunteers.load import Commitment
from loopplank.core.volunteers.visits import Agreement
from loopplank.jobs.chance import Random

# What a coordinator may talk about with somebody: another day, another kind of help, further away.
NEGOTIABLE = frozenset({"why_not.days", "why_not.kind", "why_not.far"})
TOP = 5


def somebody(
    owner: Actor, request_id: UUID, plan: Plan, now: datetime, chance: Random, spared: set[str]
) -> UUID | None:
    """Return one of the first few who fit and have room; else somebody whose day or wish can be
    talked about; None when nobody is left. `spared` are names that the story needs elsewhere.
    """
    row = requests(owner).get(pk=request_id)
    term = Commitment(
        key="new",
        person=str(row.help_seeker_id),
        first_day=plan.first_day,
        last_day=plan.last_day,
        visit_minutes=plan.visit_minutes,
        visits_per_week=plan.visits_per_week,
        every_weeks=plan.every_weeks,
        phase=monday(plan.phase) if plan.phase else None,
        heavy=plan.heavy,
    )
    asked = Asked(frozenset(row.kinds), row.day_parts, term)
    everyone = everybody(owner, row, term, now)
    busy = {str(pk) for pk in busy_at(_agreement(plan), [UUID(one.key) for one in everyone])}
    free = tuple(one for one in everyone if one.key not in busy)
    fits = _fits(asked, rank(asked, free, local_day(now)), spared)
    return UUID(chance.choice(fits[:TOP]).key) if fits else None


def _agreement(plan: Plan) -> Agreement:
    return Agreement(
        first_day=plan.first_day,
        last_day=plan.last_day,
        visit_minutes=plan.visit_minutes,
        weekday=plan.weekday,
        start_time=plan.start_time,
        every_weeks=plan.every_weeks,
        phase=plan.phase,
    )


def _fits(asked: Asked, found: Ranking, spared: set[str]) -> list[Someone]:
    """Sort by day, room, distance and name; keys are random ids, which a seed cannot repeat."""
    fits = [c.someone for c in found.fits if c.someone.name not in spared]
    if fits:
        # who has nobody yet goes first: this town likes to spread what it asks
        return sorted(
            fits,
            key=lambda one: (
                not asked.day_parts & one.day_parts,
                one.most_planned.people,
                _near(one),
            ),
        )
    others = [
        n.someone
        for n in found.fits_not
        if n.reason.code in NEGOTIABLE and not full(asked, n.someone) and _free(n.someone)
    ]
    return sorted((o for o in others if o.name not in spared), key=_near)


def _free(one: Someone) -> bool:
    """Say whether none of the later rules says no either; the first one that did is talked
    about.
    """
    return not (
        not one.contact.may_ask
        or not one.certificate_seen
        or one.limits.pause_from
        or one.limits.until
    )


def _near(one: Someone) -> tuple[float, str]:
    return (round(one.km, 1) if one.km is not None else 99.0, one.name)
