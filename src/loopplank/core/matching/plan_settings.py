"""What a network chooses about planning: whom to help first, and what a change of helper weighs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.kinds import Kind
from loopplank.core.kit.reason import dutch


class Fairness(StrEnum):
    """How much a plan helps first whom it otherwise reaches last."""

    OFF = "off"
    MILD = "mild"
    STRONG = "strong"


class HandoverCost(StrEnum):
    """How much a change of helper weighs: nothing, little, or much."""

    NONE = "none"
    LITTLE = "little"
    MUCH = "much"


FAIRNESS_WORDS: Mapping[Fairness, str] = MappingProxyType(
    {
        Fairness.OFF: dutch("nee"),
        Fairness.MILD: dutch("een beetje"),
        Fairness.STRONG: dutch("sterk"),
    }
)
HANDOVER_WORDS: Mapping[HandoverCost, str] = MappingProxyType(
    {
        HandoverCost.NONE: dutch("weegt niet mee"),
        HandoverCost.LITTLE: dutch("weegt een beetje"),
        HandoverCost.MUCH: dutch("weegt zwaar"),
    }
)
USUAL_COST = HandoverCost.LITTLE


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """The choices of one network; a kind of help that is not named weighs as usual."""

    fairness: Fairness = Fairness.MILD
    handover_cost: Mapping[Kind, HandoverCost] = field(
        default_factory=lambda: MappingProxyType(dict[Kind, HandoverCost]())
    )

    def cost_of(self, kind: str) -> HandoverCost:
        """Return how much a change of helper weighs for this kind of help."""
        return self.handover_cost.get(Kind(kind), USUAL_COST)

    def stored_costs(self) -> dict[str, str]:
        """Return only what differs from the usual, so that a new kind of help needs no
        migration."""
        return {
            str(kind): str(cost)
            for kind, cost in sorted(self.handover_cost.items())
            if cost is not USUAL_COST
        }


def from_stored(fairness: str, costs: Mapping[str, str]) -> PlanSettings:
    """Return the settings from how they were stored."""
    return PlanSettings(
        Fairness(fairness),
        MappingProxyType({Kind(kind): HandoverCost(cost) for kind, cost in costs.items()}),
    )
