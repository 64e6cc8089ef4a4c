"""What a coordinator may look at otherwise on the page of proposals, from and to its address."""

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from loopplank.access.matching.candidates import Look, Who
from loopplank.core.matching.candidate_order import CHOICES, By
from loopplank.core.matching.candidates import DAYS_IN_WEEK
from loopplank.core.matching.team_state import MOST

DAYS, EVERY, LEG, VISIT = "dag", "alle", "deel", "keer"
ORDER, AT_MOST, WHO, MORE = "volgorde", "ver", "wie", "meer"
#: So many minutes one way may be asked for.
MINUTES = (10, 15, 30)


def look_of(request: HttpRequest) -> Look:
    """Read the look that is asked for: every day, some days more, one leg or one visit; what cannot
    be is left out.
    """
    days = request.GET.getlist(DAYS)
    leg = request.GET.get(LEG, "")
    first, at_most = request.GET.get(ORDER, ""), request.GET.get(AT_MOST, "")
    who = request.GET.get(WHO, "")
    return Look(
        any_day=EVERY in days,
        days=frozenset(d for d in DAYS_IN_WEEK if str(d) in days),
        leg=int(leg) if leg in {str(n) for n in range(1, MOST + 1)} else 0,
        visit_on=_day(request.GET.get(VISIT, "")),
        first=By(first) if first in set(CHOICES) else None,
        more=MORE in request.GET,
        at_most=int(at_most) if at_most in {str(n) for n in MINUTES} else 0,
        who=Who(who) if who in set(Who) else Who.ALL,
    )


def days_of(sent: QueryDict) -> tuple[date, ...]:
    """Read the dates that were chosen; what is no date is left out."""
    found = (_day(typed) for typed in sent.getlist(DAYS))
    return tuple(sorted({one for one in found if one is not None}))


def query_of(look: Look) -> str:
    """Return the same as the end of an address: "?dag=1&deel=2", or nothing."""
    pairs = pairs_of(look)
    return f"?{urlencode(pairs)}" if pairs else ""


def ordered_by(look: Look, first: By) -> str:
    """Return the end of the address of the same page with something else in front."""
    return query_of(replace(look, first=first))


def pairs_of(look: Look) -> list[tuple[str, object]]:
    """Return the same as names and values, for a form that changes some of them."""
    pairs: list[tuple[str, object]] = [(DAYS, EVERY)] if look.any_day else []
    pairs += [(DAYS, day) for day in sorted(look.days)]
    if look.leg:
        pairs.append((LEG, look.leg))
    if look.visit_on:
        pairs.append((VISIT, look.visit_on.isoformat()))
    if look.first:
        pairs.append((ORDER, look.first.value))
    if look.at_most:
        pairs.append((AT_MOST, look.at_most))
    if look.who:
        pairs.append((WHO, look.who.value))
    if look.more:
        pairs.append((MORE, "ja"))
    return pairs


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
