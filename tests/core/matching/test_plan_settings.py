"""What a network chooses about planning, kept and read back."""

import pytest

from loopplank.core.kit.kinds import Kind
from loopplank.core.matching.plan_settings import Fairness, HandoverCost, PlanSettings, from_stored


def test_what_nobody_chose_is_mild_and_little() -> None:
    settings = from_stored("mild", {})
    assert settings == PlanSettings()
    assert {settings.cost_of(kind) for kind in Kind} == {HandoverCost.LITTLE}


def test_only_what_differs_is_kept_and_all_comes_back() -> None:
    chosen = PlanSettings(
        Fairness.STRONG,
        {
            **dict.fromkeys(Kind, HandoverCost.LITTLE),
            Kind.COMPANY: HandoverCost.MUCH,
            Kind.TRANSPORT: HandoverCost.NONE,
        },
    )
    kept = chosen.stored_costs()
    assert kept == {"company": "much", "transport": "none"}
    again = from_stored("strong", kept)
    assert again.fairness is Fairness.STRONG
    assert all(again.cost_of(kind) is chosen.cost_of(kind) for kind in Kind)


@pytest.mark.parametrize("wrong", [{"company": "very"}, {"gardening": "much"}])
def test_what_does_not_exist_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        from_stored("mild", wrong)
