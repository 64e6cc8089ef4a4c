"""Read who comes and on which days, as the one who is helped and their family see it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from loopplank.access.volunteers.coming import stays
from loopplank.access.volunteers.own_pages import agreement_of
from loopplank.access.volunteers.volunteers import facts_of
from loopplank.core.arrangements.coming import Thing
from loopplank.core.kit.calendar import local_day, monday
from loopplank.core.kit.reason import Reason
from loopplank.core.matching.matches import MatchState
from loopplank.core.volunteers.visits import rhythm, visits_in_week
from loopplank.core.wellbeing.signal import COMES_WITHOUT_A_NAME, Route
from loopplank.store.models import Match, VolunteerSignal

#: So many days are shown, looked for in so many weeks: what lies further is not certain.
SHOWN, WEEKS = 3, 8


@dataclass(frozen=True, slots=True)
class Comes:
    """One of those who come. Without a name somebody comes, and it is not known yet who."""

    first_name: str
    rhythm: Reason
    days: tuple[date, ...]
    at: str
    #: of each of the days its own hour, where that is another than `at`
    other_hours: tuple[str, ...] = ()


def with_nameless(rows: "QuerySet[Match]") -> "QuerySet[Match]":
    """Return the same matches, each with whether its name is not told now (`nameless`): the
    volunteer said that it is too heavy, of this or of everything, and it is not settled yet. They
    come with the volunteer and the limits.
    """
    said = VolunteerSignal.objects.filter(
        Q(match=OuterRef("pk")) | Q(match=None, volunteer=OuterRef("volunteer")),
        answered_at=None,
        reason__in=COMES_WITHOUT_A_NAME,
        route=Route.COORDINATOR.value,
    )
    return rows.annotate(nameless=Exists(said)).select_related("volunteer__limits")


def is_nameless(row: Match) -> bool:
    """Return what `with_nameless` found."""
    return bool(vars(row)["nameless"])


def who_comes(
    matches: Iterable[Match], off: Collection[tuple[str, date]], now: datetime
) -> tuple[Comes, ...]:
    """Return who comes when, of matches read `with_nameless`; no query. Their pause, days away and
    the visits `off` that they cannot make (first name, day) are left out; nothing is said of why.
    """
    today = local_day(now)
    found = []
    for one in matches:
        if one.state != MatchState.RUNNING or not stays(Thing.VISIT, one, today):
            continue
        name, agreed = one.volunteer.first_name, agreement_of(one)
        limits = facts_of(one.volunteer.limits)
        without = {day for who, day in off if who == name}
        weeks = (monday(today) + timedelta(weeks=n) for n in range(WEEKS))
        visits = [
            visit
            for week in weeks
            for visit in visits_in_week(agreed, week, limits, without)
            if visit.day and visit.day >= today and stays(Thing.VISIT, one, visit.day)
        ]
        found.append(
            Comes(
                "" if is_nameless(one) else name,
                rhythm(agreed),
                tuple(visit.day for visit in visits[:SHOWN] if visit.day),
                f"{one.start_time:%-H:%M}" if one.start_time else "",
                tuple(
                    f"{visit.start:%-H:%M}" if visit.start and visit.start != one.start_time else ""
                    for visit in visits[:SHOWN]
                ),
            )
        )
    return tuple(found)
