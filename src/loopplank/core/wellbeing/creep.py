"""Help that grows week by week: real hours, visits and tasks compared with what was agreed.

"Kun je nog één keer komen?" is how somebody ends up carrying more than they wanted, without ever
having said yes to it. Only the coordinator sees these signs, as the beginning of a talk; the
volunteer reads nothing of them, and nobody is asked less because of them.

The thresholds are ours [D]: no study of volunteers names any. A sign needs something that comes
back, and a quarter of an hour at least, so that ten minutes of coffee are never one. Weeks in which
little was written down say nothing; a pause and weeks away do not count.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median_low
from types import MappingProxyType

from loopplank.core.kit.calendar import monday
from loopplank.core.kit.reason import Minutes, Reason, dutch
from loopplank.core.volunteers.load import Limits, limit_of_week
from loopplank.core.volunteers.visits import Agreement, visits_in_week

SHORT, LONG = 4, 12
#: Less than this, a visit or a week, is noise.
QUARTER_OF_AN_HOUR = 15
#: How many weeks over the limit are more than a busy week.
WEEKS_OVER: Mapping[int, int] = MappingProxyType({SHORT: 2, LONG: 4})
#: How much longer the usual visit is, in percent: sharp in a month, slow in three.
LONGER_BY: Mapping[int, int] = MappingProxyType({SHORT: 25, LONG: 15})
#: How many visits must be written down before their length says anything.
FEWEST_VISITS = 3
#: How many visits more than agreed, and in the long window a quarter more as well.
VISITS_MORE: Mapping[int, int] = MappingProxyType({SHORT: 2, LONG: 3})
#: How often something came on top of what was agreed.
TIMES_EXTRA: Mapping[int, int] = MappingProxyType({SHORT: 2, LONG: 4})
#: One visit to say goodbye is no going on.
VISITS_PAST = 2
#: How long a sign rests once it was talked about.
REST_AFTER_TALK = timedelta(weeks=4)


class Sign(StrEnum):
    OVER_LIMIT = "over_limit"
    LONGER = "longer"
    OFTENER = "oftener"
    MORE_TASKS = "more_tasks"
    PAST_LAST_DAY = "past_last_day"


#: What came out of the talk.
OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "fine": dutch("Het is goed zo"),
        "lighter": dutch("Wij maken het lichter"),
        "agreed_anew": dutch("Wij spraken iets nieuws af"),
        "other": dutch("Iets anders"),
    }
)


@dataclass(frozen=True, slots=True)
class Done:
    """One visit that was written down, with its real length; `extra`: it held more than agreed."""

    day: date
    minutes: int
    extra: bool = False


@dataclass(frozen=True, slots=True)
class Creep:
    """One sign over the last `weeks`: seen so many `times`, with what was agreed and what it is.

    `agreed` and `real` are minutes (a week, or a visit) or numbers of visits, as the sign has it.
    """

    sign: Sign
    weeks: int
    times: int
    agreed: int = 0
    real: int = 0


def window(today: date, weeks: int) -> tuple[date, ...]:
    """Return the Mondays of the last whole weeks, without the current one."""
    this = monday(today)
    return tuple(this - timedelta(weeks=n) for n in range(weeks, 0, -1))


def of_person(
    minutes: Mapping[date, int],
    limits: Limits,
    today: date,
    *,
    limit_since: date = date.min,
    raised: tuple[date | None, int | None] = (None, None),
) -> tuple[Creep, ...]:
    """Find signs over all that somebody does. `minutes` are the real ones by Monday, as the
    volunteer counts.

    Weeks before `limit_since` had another limit, and say nothing about this one; `raised` is the
    day of the last raise with the limit before it, by which the weeks until then are judged.
    """
    for weeks in (SHORT, LONG):
        over = [
            minutes.get(week, 0)
            for week in window(today, weeks)
            if week >= limit_since
            and not limits.absent_all_week(week)
            and minutes.get(week, 0)
            >= limit_of_week(limits.max_minutes, week, *raised) + QUARTER_OF_AN_HOUR
        ]
        if len(over) >= WEEKS_OVER[weeks]:
            return (Creep(Sign.OVER_LIMIT, weeks, len(over), limits.max_minutes, median_low(over)),)
    return ()


def of_match(
    one: Agreement, visits: Iterable[Done], limits: Limits, today: date
) -> tuple[Creep, ...]:
    """Find the signs of one match: visits that are longer, come more often, hold more, or go on
    after their end."""
    known = [visit for visit in visits if not limits.absent_on(visit.day)]
    found = [_first(look, one, known, limits, today) for look in (_longer, _oftener, _more_tasks)]
    found.append(_past_last_day(one, known, today))
    return tuple(creep for creep in found if creep is not None)


Look = Callable[[Agreement, Sequence[Done], Limits, date, int], Creep | None]


def _first(
    look: Look, one: Agreement, visits: Sequence[Done], limits: Limits, today: date
) -> Creep | None:
    """Return the first sign that this look finds; the sharp window goes before the slow one."""
    short = look(one, visits, limits, today, SHORT)
    return short or look(one, visits, limits, today, LONG)


def _longer(
    one: Agreement, visits: Sequence[Done], limits: Limits, today: date, weeks: int
) -> Creep | None:
    """Compare the usual visit, so that one afternoon at the hospital does not count for a month."""
    inside = _inside(one, visits, today, weeks)
    fewest = max(FEWEST_VISITS, _agreed(one, limits, today, weeks) // 2)
    if len(inside) < fewest:
        return None
    usual = median_low([visit.minutes for visit in inside])
    more = usual - one.visit_minutes
    if more < QUARTER_OF_AN_HOUR or 100 * more < LONGER_BY[weeks] * one.visit_minutes:
        return None
    return Creep(Sign.LONGER, weeks, len(inside), one.visit_minutes, usual)


def _oftener(
    one: Agreement, visits: Sequence[Done], limits: Limits, today: date, weeks: int
) -> Creep | None:
    agreed, came = _agreed(one, limits, today, weeks), len(_inside(one, visits, today, weeks))
    more = came - agreed
    slowly = weeks == LONG and 4 * more < agreed
    if more < VISITS_MORE[weeks] or slowly:
        return None
    return Creep(Sign.OFTENER, weeks, came, agreed, came)


def _more_tasks(
    one: Agreement,
    visits: Sequence[Done],
    limits: Limits,  # noqa: ARG001  every look has one shape
    today: date,
    weeks: int,
) -> Creep | None:
    times = sum(visit.extra for visit in _inside(one, visits, today, weeks))
    return Creep(Sign.MORE_TASKS, weeks, times) if times >= TIMES_EXTRA[weeks] else None


def _past_last_day(one: Agreement, visits: Sequence[Done], today: date) -> Creep | None:
    """Find visits after the last day, also of this week: the longer it goes on, the harder it is to
    end."""
    since = window(today, SHORT)[0]
    times = sum(max(since, one.last_day + timedelta(days=1)) <= v.day <= today for v in visits)
    return Creep(Sign.PAST_LAST_DAY, SHORT, times) if times >= VISITS_PAST else None


def _inside(one: Agreement, visits: Iterable[Done], today: date, weeks: int) -> list[Done]:
    mondays = set(window(today, weeks))
    return [
        visit
        for visit in visits
        if monday(visit.day) in mondays and one.first_day <= visit.day <= one.last_day
    ]


def _agreed(one: Agreement, limits: Limits, today: date, weeks: int) -> int:
    """Return how many visits were agreed in these weeks; rounded up where nobody knows which
    weeks."""
    planned = sum(len(visits_in_week(one, week, limits)) for week in window(today, weeks))
    if one.every_weeks > 1 and one.phase is None:
        return -(-planned // one.every_weeks)
    return planned


# --- in words, for the coordinator ---------------------------------------------------------------


def said(creep: Creep, last_day: date) -> Reason:
    """Return what is seen, in a sentence with numbers and without a judgement."""
    if creep.sign is Sign.OVER_LIMIT:
        return Reason(
            "creep.over_limit",
            dutch(
                "Over de grens: in %(times)s van de laatste %(weeks)s weken. De grens is"
                " %(agreed)s, het werd meestal %(real)s."
            ),
            {
                "times": creep.times,
                "weeks": creep.weeks,
                "agreed": Minutes(creep.agreed),
                "real": Minutes(creep.real),
            },
        )
    if creep.sign is Sign.LONGER:
        return Reason(
            "creep.longer",
            dutch(
                "Langer dan afgesproken: een bezoek duurt meestal %(real)s. Afgesproken is"
                " %(agreed)s. Dit gaat over %(times)s bezoeken in %(weeks)s weken."
            ),
            {
                "times": creep.times,
                "weeks": creep.weeks,
                "agreed": Minutes(creep.agreed),
                "real": Minutes(creep.real),
            },
        )
    if creep.sign is Sign.OFTENER:
        return Reason(
            "creep.oftener",
            dutch(
                "Vaker dan afgesproken: %(real)s bezoeken in %(weeks)s weken. Afgesproken zijn er"
                " %(agreed)s."
            ),
            {"weeks": creep.weeks, "agreed": creep.agreed, "real": creep.real},
        )
    if creep.sign is Sign.MORE_TASKS:
        return Reason(
            "creep.more_tasks",
            dutch("Er kwam iets bij: %(times)s keer in %(weeks)s weken."),
            {"times": creep.times, "weeks": creep.weeks},
        )
    return Reason(
        "creep.past_last_day",
        dutch("Gaat door na de laatste dag: %(times)s bezoeken na %(last_day)s."),
        {"times": creep.times, "last_day": last_day},
    )


#: The second question of the talk. The first is always how they are.
NEXT_QUESTION: Mapping[Sign, str] = MappingProxyType(
    {
        Sign.OVER_LIMIT: dutch("Wat kost de meeste tijd? En wat mag eraf?"),
        Sign.LONGER: dutch("Wat maakt dat een bezoek langer duurt? Is dat fijn of te veel?"),
        Sign.OFTENER: dutch("Wie vraagt om een extra keer? En hoe is het om dan nee te zeggen?"),
        Sign.MORE_TASKS: dutch("Wat kwam erbij? Past dat nog bij wat jullie afspraken?"),
        Sign.PAST_LAST_DAY: dutch("Wil je nog doorgaan? Of helpen wij met afronden?"),
    }
)
