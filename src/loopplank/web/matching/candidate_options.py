"""What a coordinator may look at otherwise on the page of proposals, from and to its address."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from loopplank.access.matching.candidates import Look
from loopplank.core.matching.candidates import DAYS_IN_WEEK
from loopplank.core.matching.team_state import MOST

DAYS, EVERY, LEG, VISIT = "dag", "alle", "deel", "keer"


def look_of(request: HttpRequest) -> Look:
    """Read the look that is asked for: every day, some days more, one leg or one visit; what cannot
    be is left out.
    """
    days = request.GET.getlist(DAYS)
    leg = request.GET.get(LEG, "")
    return Look(
        any_day=EVERY in days,
        days=frozenset(d for d in DAYS_IN_WEEK if str(d) in days),
        leg=int(leg) if leg in {str(n) for n in range(1, MOST + 1)} else 0,
        visit_on=_day(request.GET.get(VISIT, "")),
    )


def days_of(sent: QueryDict) -> tuple[date, ...]:
    """Read the dates that were chosen; what is no date is left out."""
    found = (_day(typed) for typed in sent.getlist(DAYS))
    return tuple(sorted({one for one in found if one is not None}))


def query_of(look: Look) -> str:
    """Return the same as the end of an address: "?dag=1&deel=2", or nothing."""
    pairs: list[tuple[str, object]] = [(DAYS, EVERY)] if look.any_day else []
    pairs += [(DAYS, day) for day in sorted(look.days)]
    if look.leg:
        pairs.append((LEG, look.leg))
    if look.visit_on:
        pairs.append((VISIT, look.visit_on.isoformat()))
    return f"?{urlencode(pairs)}" if pairs else ""


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
