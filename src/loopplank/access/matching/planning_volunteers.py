"""Read what all rows of a plan have in common, and its volunteers as columns."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import cos, radians
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Avg, Case, IntegerField, Max, Q, QuerySet, Value, When
from django.db.models.functions import Substr

from loopplank.access.kit.affiliations import belonging
from loopplank.access.kit.distances import points_of
from loopplank.access.volunteers.coming import last_day_of
from loopplank.access.volunteers.contact_limits import NOTHING, Lately, agreed_in, lately_of
from loopplank.access.volunteers.volunteers import facts_of
from loopplank.core.kit.calendar import local_day, monday
from loopplank.core.kit.reason import Reason, dutch
from loopplank.core.matching.masks import KINDS, NO_GOS, TRAINING, NoBit, mask_of
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.matching.problem import (
    ANY_DAY_PART,
    NO_REACH,
    ROW_WEEKS,
    ROWS,
    Impossible,
    Volunteers,
    in_halves,
)
from loopplank.core.matching.rules import CLOSED
from loopplank.core.organisations.areas import Point
from loopplank.core.volunteers.away import NEVER
from loopplank.core.volunteers.contact_limits import Agreed, Limit, verdict
from loopplank.core.volunteers.load import Limits as LimitFacts
from loopplank.core.volunteers.load import minutes_to_weigh
from loopplank.core.volunteers.visit_plan import parts_of_visit
from loopplank.core.volunteers.visit_weeks import EVEN, ODD, weeks_of_plan
from loopplank.core.volunteers.volunteer_sharing import is_shared
from loopplank.store.models import (
    Affiliation,
    LoadWeek,
    Match,
    Network,
    PostcodeArea,
)

#: A question that goes out today leaves three days to answer before the first week of a plan.
DAYS_TO_ANSWER = timedelta(days=3)
_KM_A_DEGREE = 111.195
UNKNOWN_CODE = Reason("problem.code", dutch("Deze code bestaat niet: %(code)s."))


class NotInFrame(LookupError):
    """An organisation that came after the frame was made."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stays the same for all rows: the network's organisations in order, the first Monday, the
    middle latitude of the plane in which kilometres are counted, and the rest after a no.
    """

    network: Network
    now: datetime
    first: date
    latitude: float
    organisations: tuple[UUID, ...]

    def number_of(self, organisation_id: UUID) -> int:
        """Return the number of an organisation. Raises NotInFrame."""
        try:
            return self.organisations.index(organisation_id)
        except ValueError:
            raise NotInFrame(organisation_id) from None

    def km(self, point: Point) -> tuple[float, float]:
        """Return where a point lies, in kilometres east and north."""
        wide = _KM_A_DEGREE * cos(radians(self.latitude))
        return point.longitude * wide, point.latitude * _KM_A_DEGREE

    def rows(self, first_day: date, last_day: date | None) -> slice:
        """Return the rows of four weeks that these days touch; without a last day all from the
        first.
        """
        begin = (first_day - self.first).days // (7 * ROW_WEEKS)
        end = ROWS if last_day is None else (last_day - self.first).days // (7 * ROW_WEEKS) + 1
        return slice(max(0, begin), max(0, min(ROWS, end)))


def frame_of(network_id: UUID, now: datetime) -> Frame:
    """Return the frame of a plan made at `now`; three queries."""
    network = Network.objects.get(pk=network_id)
    areas = (
        belonging(organisation__network_id=network_id)
        .annotate(area=Substr("volunteer__postcode", 1, 4))
        .values("area")
    )
    middle = PostcodeArea.objects.filter(pk__in=areas).aggregate(at=Avg("latitude"))["at"]
    soonest = local_day(now) + DAYS_TO_ANSWER
    return Frame(
        network=network,
        now=now,
        first=monday(soonest + timedelta(days=6)),
        latitude=middle or 52.1,
        organisations=tuple(network.organisations.order_by("pk").values_list("pk", flat=True)),
    )


def mask_or_refuse(
    table: str, place: int, key: str, codes: tuple[str, ...], given: Iterable[str]
) -> int:
    """Return the mask of these codes.

    Raises Impossible, with the row named, when one is unknown.
    """
    try:
        return mask_of(codes, given)
    except NoBit as unknown:
        reason = Reason(UNKNOWN_CODE.code, UNKNOWN_CODE.sentence, {"code": unknown.code})
        raise Impossible(table, place, key, reason) from unknown


# --- the volunteers of a network ------------------------------------------------------------------

NO_LAST_WEEK = 9999
LONG_UNASKED = 52
_CODE = {name: code for code, (name, _) in CLOSED.items()}
#: Of one request a rule of its own says whether they were asked for it.
_CLOSED_BY: dict[Limit, int] = {
    limit: _CODE[{Limit.SAID_NO: "rest", Limit.ELSEWHERE: "not_now"}.get(limit, limit.value)]
    for limit in Limit
    if limit not in {Limit.HELPS, Limit.ASKED_ALREADY}
}
_FREE = {half: [0] * ROWS for half in (EVEN, ODD)}
#: Nobody here has a level yet: everybody has the one that every request asks.
ONLY_LEVEL = 1


class UpTo(StrEnum):
    """How far somebody's weeks are filled: by a plan to what they like, and whole rows of weeks
    only. A coordinator who looks at one request goes up to the limit, and weighs a later pause and
    what they do on which day in the talk.
    """

    LIKED = "liked"
    LIMIT = "limit"


def volunteers_of(
    frame: Frame,
    *,
    of: UUID | None = None,
    only: Collection[UUID] | None = None,
    up_to: UpTo = UpTo.LIKED,
) -> tuple[Volunteers, tuple[UUID, ...]]:
    """Return all volunteers of the network, or `only` these, in the order of their ids.

    Five queries. Somebody who is not there (any more) is left out. Raises Impossible on a code that
    is unknown.
    """
    chosen = _affiliations(frame, of, only)
    whose = _whose(frame, only)
    planned = _planned(frame, whose)
    busy = _busy(frame, whose) if up_to is UpTo.LIKED else {}
    lately, agreed = lately_of(whose, frame.now), agreed_in(frame.network)
    points = points_of({one.row.volunteer.postcode[:4] for one in chosen})
    made = [
        _row(
            frame,
            place,
            one,
            points.get(one.row.volunteer.postcode[:4]),
            _Known(
                lately=lately.get(one.row.volunteer_id, NOTHING),
                agreed=agreed,
                planned=planned.get(one.row.volunteer_id, {}),
                busy=busy.get(one.row.volunteer_id, _FREE),
            ),
            up_to,
        )
        for place, one in enumerate(chosen)
    ]
    return _columns(made), tuple(one.row.volunteer_id for one in chosen)


# --- who ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Chosen:
    row: Affiliation
    shared: bool


def _affiliations(
    frame: Frame, of: UUID | None, only: Collection[UUID] | None
) -> tuple[_Chosen, ...]:
    rows = (
        belonging(organisation__network_id=frame.network.pk, volunteer__limits__isnull=False)
        .select_related("volunteer__limits")
        .order_by("volunteer_id", "since", "pk")
    )
    if only is not None:
        rows = rows.filter(volunteer_id__in=only)
    found: dict[UUID, list[Affiliation]] = {}
    for row in rows:
        found.setdefault(row.volunteer_id, []).append(row)
    chosen = []
    for joined in found.values():
        sharing = [row for row in joined if _is_shared(row)]
        own = next((row for row in joined if row.organisation_id == of), None)
        if of is None or own is not None:
            chosen.append(_Chosen(own or joined[0], bool(sharing)))
        elif sharing:
            chosen.append(_Chosen(sharing[0], shared=True))
    return tuple(chosen)


def _is_shared(row: Affiliation) -> bool:
    """Return whether there are two yeses: the volunteer's own, and the one of a coordinator who
    knows them.
    """
    own_yes = row.volunteer.limits.share_in_network
    return is_shared(own_yes=own_yes, coordinators_yes=row.shared_by_id is not None)


def _whose(frame: Frame, only: Collection[UUID] | None) -> dict[str, Any]:
    if only is not None:
        return {"volunteer_id__in": only}
    joined: QuerySet[Affiliation, UUID] = belonging(
        organisation__network_id=frame.network.pk
    ).values_list("volunteer_id", flat=True)
    return {"volunteer_id__in": joined}


# --- what they carry and what they were asked -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Planned:
    """The most that is planned in a week of one row: minutes in an even and in an odd week."""

    even: int = 0
    odd: int = 0
    people: int = 0
    heavy: int = 0


def _planned(frame: Frame, whose: Mapping[str, Any]) -> dict[UUID, dict[int, _Planned]]:
    """Return the most that is planned in the weeks of each row of four weeks, in every
    organisation.
    """
    every = [frame.first + timedelta(weeks=n) for n in range(ROW_WEEKS * ROWS)]
    ends = [frame.first + timedelta(weeks=ROW_WEEKS * (row + 1)) for row in range(ROWS)]
    row_of = Case(
        *(When(monday__lt=end, then=Value(row)) for row, end in enumerate(ends)),
        output_field=IntegerField(),
    )
    rows = (
        LoadWeek.objects.filter(monday__gte=frame.first, monday__lt=ends[-1], **whose)
        .annotate(row=row_of)
        .values("volunteer_id", "row")
        .order_by()
        .annotate(
            even=Max("planned_minutes", filter=Q(monday__in=every[::2])),
            odd=Max("planned_minutes", filter=Q(monday__in=every[1::2])),
            people=Max("planned_people"),
            heavy=Max("planned_heavy"),
        )
    )
    found: dict[UUID, dict[int, _Planned]] = {}
    for one in rows:
        found.setdefault(one["volunteer_id"], {})[one["row"]] = _Planned(
            one["even"] or 0, one["odd"] or 0, one["people"], one["heavy"]
        )
    return found


def _busy(frame: Frame, whose: Mapping[str, Any]) -> dict[UUID, dict[int, list[int]]]:
    """Return the parts of the day of help that was agreed, for the even and for the odd weeks of
    each row; of a day that nobody named none.
    """
    found: dict[UUID, dict[int, list[int]]] = {}
    rows = Match.objects.filter(state__in=HOLDS_CAPACITY, weekday__isnull=False, **whose)
    for match in rows:
        masks = found.setdefault(match.volunteer_id, {EVEN: [0] * ROWS, ODD: [0] * ROWS})
        weeks = weeks_of_plan(match.every_weeks, match.phase, frame.first)
        last = max(match.first_day, last_day_of(match))
        for row in range(ROWS)[frame.rows(match.first_day, last)]:
            for half in (EVEN, ODD):
                if weeks & half:
                    masks[half][row] |= parts_of_visit(match.weekday or 0, match.start_time)
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    lately: Lately
    agreed: Agreed
    planned: Mapping[int, _Planned]
    busy: Mapping[int, list[int]]


# --- one row --------------------------------------------------------------------------------------


def _row(
    frame: Frame, place: int, one: _Chosen, at: Point | None, known: _Known, up_to: UpTo
) -> dict[str, Any]:
    volunteer, limits = one.row.volunteer, one.row.volunteer.limits
    facts, today = facts_of(limits), local_day(frame.now)
    x, y = frame.km(at) if at else (0.0, 0.0)
    term = _whole_weeks(frame, facts.until)
    left = _left(frame, facts, term, known.planned, up_to)
    key = str(volunteer.pk)
    last_on = known.lately.last_on()
    own = one.row.organisation_id
    contact = verdict(known.lately.known(limits, facts), known.agreed, own, today)
    return {
        "key": key,
        "x": x,
        "y": y,
        "located": at is not None,
        "reach": NO_REACH if limits.max_km is None else limits.max_km,
        "kinds": mask_or_refuse("volunteer", place, key, KINDS, limits.kinds),
        "skills": mask_or_refuse("volunteer", place, key, TRAINING, one.row.trained_for),
        "level": ONLY_LEVEL,
        "no_gos": mask_or_refuse("volunteer", place, key, NO_GOS, limits.no_gos),
        "certificate": one.row.certificate_seen_on is not None,
        "short_notice": limits.short_notice,
        "term": term,
        # who named no part of the day can come on any
        "day_parts": limits.day_parts or ANY_DAY_PART,
        "organisation": frame.number_of(own),
        "shared": one.shared,
        "travel_counts": limits.travel_counts,
        "minutes_even": [row.even for row in left],
        "minutes_odd": [row.odd for row in left],
        "people": [row.people for row in left],
        "heavy": [row.heavy for row in left],
        "busy_even": known.busy[EVEN],
        "busy_odd": known.busy[ODD],
        "closed": _CLOSED_BY[contact.limit] if contact.limit else 0,
        "weeks_unasked": LONG_UNASKED if last_on is None else (today - last_on).days // 7,
    }


def _whole_weeks(frame: Frame, until: date | None) -> int:
    """Count the whole weeks of the plan on or before the last day that somebody wants."""
    if until is None:
        return NO_LAST_WEEK
    return max(0, ((until - frame.first).days + 1) // 7)


def _left(
    frame: Frame, limits: LimitFacts, term: int, planned: Mapping[int, _Planned], up_to: UpTo
) -> list[_Planned]:
    """Return what is left in the fullest week of each row, of minutes in the fullest even and odd
    one.

    For a plan a row that touches a pause, or holds a week after the last day, gives nothing: help
    there would have to stop in the middle. So does one that passes mostly away; a week or two are
    bridged, as in help that runs.
    """
    plans = up_to is UpTo.LIKED
    minutes = limits.liked_minutes if plans else limits.max_minutes
    paused: Iterable[int] = ()
    if plans and limits.pause_from is not None:
        paused = range(ROWS)[frame.rows(limits.pause_from, limits.pause_to)]
    away = _rows_away(frame, limits) if plans else frozenset()
    rows_given = term // ROW_WEEKS if plans else -(-term // ROW_WEEKS)
    left = []
    for row in range(ROWS):
        if row in paused or row in away or row >= rows_given:
            left.append(_Planned())
            continue
        most = planned.get(row, _Planned())
        any_week = max(most.even, most.odd)
        left.append(
            _Planned(
                max(0, minutes - minutes_to_weigh(most.even, any_week, limits.max_minutes)),
                max(0, minutes - minutes_to_weigh(most.odd, any_week, limits.max_minutes)),
                max(0, limits.max_people - most.people),
                max(0, limits.max_heavy - most.heavy),
            )
        )
    return left


def _rows_away(frame: Frame, limits: LimitFacts) -> frozenset[int]:
    """Return the rows that pass for more than half away, and the first when help would begin
    in it.
    """
    if limits.away == NEVER:
        return frozenset()
    weeks = (frame.first + timedelta(weeks=n) for n in range(ROWS * ROW_WEEKS))
    gone = Counter(n // ROW_WEEKS for n, one in enumerate(weeks) if limits.away.all_week(one))
    mostly = {row for row, count in gone.items() if 2 * count > ROW_WEEKS}
    return frozenset(mostly | ({0} if limits.away.on(frame.first) else set()))


def _columns(rows: list[dict[str, Any]]) -> Volunteers:
    halves = ("minutes_even", "minutes_odd", "busy_even", "busy_odd")
    wide = {"people", "heavy", *halves}
    names = Volunteers.__dataclass_fields__
    whole = (names.keys() | set(halves)) - {"key", "x", "y", "reach", "located", "certificate"}

    def column(name: str) -> Any:
        made = np.array([row[name] for row in rows])
        if rows:
            return made
        kind: Any = np.str_ if name == "key" else np.int64 if name in whole else np.float64
        return np.zeros((0, ROWS) if name in wide else 0, kind)

    both = in_halves(*map(column, halves))
    return Volunteers(**both, **{name: column(name) for name in names.keys() - both.keys()})
