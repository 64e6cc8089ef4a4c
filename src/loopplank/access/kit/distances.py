"""Find where four-digit postcodes lie, and how long it takes from one to another."""

from collections.abc import Iterable, Mapping

from loopplank.core.organisations.areas import Point, between
from loopplank.store.models import PostcodeArea


def points_of(areas: Iterable[str]) -> dict[str, Point]:
    """Return the centres of these four-digit postcodes, of those that are known; one query."""
    wanted = {area for area in areas if area}
    # a whole country has four thousand of them, more than some databases take as parameters
    rows = PostcodeArea.objects.values_list("postcode", "latitude", "longitude")
    if len(wanted) <= 500:
        rows = rows.filter(pk__in=wanted)
    return {pk: Point(*at) for pk, *at in rows if pk in wanted}


def there_and_back(points: Mapping[str, Point], one: str, other: str) -> int:
    """Return minutes of cycling between two of these postcodes, 0 where a place is not known."""
    here, there = points.get(one), points.get(other)
    return 2 * between(here, there).minutes_one_way if here and there else 0
