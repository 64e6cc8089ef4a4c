"""Read what one request asks of a volunteer: its visits, and what they must bring."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from loopplank.core.kit.calendar import at_local, local_day
from loopplank.core.matching.candidates import Asked
from loopplank.core.responsibility.clocks import Urgency
from loopplank.core.triage import Facts, facts_from_stored
from loopplank.core.triage.codes import COVERABLE, PAID_HELP, R3, keys_in
from loopplank.core.volunteers.visit_plan import AgreedSoFar, VisitPlan, tags_brought, visit_plan
from loopplank.store.models import Assessment, Request


def plan_of(row: Request, now: datetime) -> VisitPlan:
    """Return what the request comes down to in visits, with usual values where nothing was
    agreed.
    """
    plan = visit_plan(
        AgreedSoFar(
            duration=row.duration,
            visit_minutes=row.visit_minutes,
            visits_per_week=row.visits_per_week,
            every_weeks=row.every_weeks,
            weekday=row.weekday,
            start_time=row.start_time,
            last_day=row.last_day,
            heavy=row.heavy,
        ),
        local_day(now),
        _soonest(row, now),
    )
    until = row.bridging_until
    if until is not None and plan.first_day <= until < plan.last_day:
        return replace(plan, last_day=until)
    return plan


def _soonest(row: Request, now: datetime) -> date | None:
    """Return the first day that can still be, for what must happen today: today, or tomorrow when
    its hour is past; None for what leaves time to ask.
    """
    if row.urgency != Urgency.TODAY:
        return None
    today = local_day(now)
    past = row.start_time is not None and at_local(today, row.start_time) <= now
    return today + timedelta(days=1) if past else today


def asked_of(row: Request, facts: Facts | None, plan: VisitPlan) -> Asked:
    """Return what ranking needs of a request, with the facts of its last triage; its organisation
    must have been loaded.
    """
    needs = frozenset(keys_in(facts.yes & COVERABLE)) if facts else frozenset()
    paid = bool(facts and facts.yes & (PAID_HELP | R3))
    return Asked(
        kinds=frozenset(row.kinds or [row.kind]),
        day_parts=plan.day_parts() or row.day_parts,
        commitment=plan.commitment(str(row.help_seeker_id)),
        brings=tags_brought(
            row.brings,
            asks_for_paid_work=row.asks_for_paid_work or paid,
            start_time=row.start_time,
        ),
        needs_certificate=row.organisation.needs_conduct_certificate,
        needs_training=needs,
        short_notice=_at_short_notice(row, facts),
    )


def last_facts(row: Request) -> Facts | None:
    """Return the facts of the last triage of a request, or None before the first."""
    last = Assessment.objects.filter(request=row).order_by("-number").only("facts").first()
    return facts_from_stored(last.facts) if last else None


def _at_short_notice(row: Request, facts: Facts | None) -> bool:
    return row.urgency == Urgency.TODAY or bool(facts and facts.short_notice)
