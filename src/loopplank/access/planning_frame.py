"""What all rows of a plan have in common: its first week, its map, and its organisations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import cos, radians
from uuid import UUID

from django.db.models import Avg
from django.db.models.functions import Substr

from loopplank.core.affiliations import AffiliationState
from loopplank.core.calendar import local_day, monday
from loopplank.core.distance import Point
from loopplank.core.matching.bits import NoBit, mask_of
from loopplank.core.matching.problem import ROW_WEEKS, ROWS, Impossible
from loopplank.core.reason import Reason, dutch
from loopplank.store.models import Affiliation, Network, PostcodeArea

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
        """The number of an organisation. Raises NotInFrame."""
        try:
            return self.organisations.index(organisation_id)
        except ValueError:
            raise NotInFrame(organisation_id) from None

    def km(self, point: Point) -> tuple[float, float]:
        """Where a point lies, in kilometres east and north."""
        wide = _KM_A_DEGREE * cos(radians(self.latitude))
        return point.longitude * wide, point.latitude * _KM_A_DEGREE

    def rows(self, first_day: date, last_day: date | None) -> slice:
        """The rows of four weeks that these days touch; without a last day all from the first."""
        begin = (first_day - self.first).days // (7 * ROW_WEEKS)
        end = ROWS if last_day is None else (last_day - self.first).days // (7 * ROW_WEEKS) + 1
        return slice(max(0, begin), max(0, min(ROWS, end)))


def frame_of(network_id: UUID, now: datetime) -> Frame:
    """The frame of a plan made at `now`; three queries."""
    network = Network.objects.get(pk=network_id)
    areas = (
        Affiliation.objects.filter(
            organisation__network_id=network_id, state=AffiliationState.ACTIVE
        )
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
    """The mask of these codes. Raises Impossible, with the row named, when one is unknown."""
    try:
        return mask_of(codes, given)
    except NoBit as unknown:
        reason = Reason(UNKNOWN_CODE.code, UNKNOWN_CODE.sentence, {"code": unknown.code})
        raise Impossible(table, place, key, reason) from unknown
