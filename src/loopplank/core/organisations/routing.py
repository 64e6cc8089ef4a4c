"""Which organisation gets a question from the network's page."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Route:
    """A row of the routing: this kind of help from these postcodes goes to `organisation`; "" is
    any."""

    organisation: str
    position: int
    kind: str = ""
    postcode_from: str = ""
    postcode_to: str = ""

    def holds(self, kinds: Iterable[str], area: str) -> bool:
        if self.kind and self.kind not in kinds:
            return False
        if not self.postcode_from:
            return True
        return bool(area) and self.postcode_from <= area <= (self.postcode_to or self.postcode_from)

    @property
    def narrowness(self) -> tuple[bool, int]:
        """A named kind beats any kind; a smaller range beats a larger one."""
        if not self.postcode_from:
            return bool(self.kind), -10_000
        last = self.postcode_to or self.postcode_from
        return bool(self.kind), int(self.postcode_from) - int(last)


def organisation_for(routes: Iterable[Route], kinds: Iterable[str], area: str, default: str) -> str:
    """Return the organisation of the narrowest row that holds, then the lowest position, else
    `default`.

    `area` is a four-digit postcode or "". Ids are opaque strings.
    """
    asked = tuple(kinds)
    holding = [route for route in routes if route.holds(asked, area)]
    if not holding:
        return default
    best = max(holding, key=lambda route: (route.narrowness, -route.position))
    return best.organisation
