"""Keep how long help lasts as the page proposed it, as long as nobody wrote another day."""

from datetime import datetime

from loopplank.access.matching.request_needs import plan_of
from loopplank.access.organisations.own_limits import current_policy, limits_of
from loopplank.core.kit.calendar import local_day, months_after
from loopplank.store.models import Event, Request


def keep_proposed(row: Request, now: datetime) -> list[str]:
    """Fill in how long a visit takes and until when, as the page proposed it, where nobody wrote it
    down: what looks filled in is filled in. Returns the columns that it filled; the caller saves.
    """
    usual = plan_of(row, now)
    longest = limits_of(current_policy(row.organisation_id)).max_months
    last = usual.last_day
    if longest is not None:
        last = max(usual.first_day, min(last, months_after(local_day(now), longest)))
    proposed = {"visit_minutes": usual.visit_minutes, "last_day": last}
    kept = [column for column in proposed if getattr(row, column) is None]
    for column in kept:
        setattr(row, column, proposed[column])
    return kept


def follow_bridging(row: Request) -> list[str]:
    """Bring a proposed last day back to the day until which paid help is bridged; a day that
    somebody wrote stays, and is refused. Returns the columns that changed; the caller saves.
    """
    until, last = row.bridging_until, row.last_day
    if until is None or last is None or last <= until or _written(row):
        return []
    row.last_day = until
    return ["last_day"]


def _written(row: Request) -> bool:
    agreed = Event.objects.filter(aggregate="request", aggregate_id=row.pk, type="request.agreed")
    return any(
        "last_day" in data.get("columns", ()) for data in agreed.values_list("data", flat=True)
    )
