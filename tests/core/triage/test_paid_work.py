"""Over the fence: where a question came from, and how long volunteers bridge paid help."""

from datetime import date

import pytest

from loopplank.core.kit.reason import Refused
from loopplank.core.triage.paid_work import (
    CameFrom,
    PaidBefore,
    came_from,
    may_bridge,
    paid_before,
)

MARCH = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("for_whom", "works_at", "code"),
    [
        ("self", "", CameFrom.OWN),
        ("family", "", CameFrom.FAMILY),
        ("neighbour", "", CameFrom.FAMILY),
        ("professional", "Wijkteam Oost", CameFrom.DISTRICT_TEAM),
        ("professional", "Huisartsenpraktijk De Brug", CameFrom.GP),
        ("professional", "POH GGZ", CameFrom.GP),
        ("professional", "Amsterdam UMC", CameFrom.HOSPITAL),
        ("professional", "Thuiszorg Meander", CameFrom.HOME_CARE),
        ("professional", "Gemeente, Wmo-loket", CameFrom.MUNICIPALITY),
        ("professional", "", CameFrom.OTHER),
        ("professional", "Kapper", CameFrom.OTHER),
    ],
)
def test_where_it_came_from_is_filled_in_beforehand(
    for_whom: str, works_at: str, code: CameFrom
) -> None:
    assert came_from(for_whom, works_at) is code


@pytest.mark.parametrize(
    ("running", "waits", "nothing", "code"),
    [
        (True, True, False, PaidBefore.ENTITLEMENT_WAITS),
        (True, False, False, PaidBefore.GRANTED_BEFORE),
        (False, True, False, PaidBefore.ENTITLEMENT_WAITS),
        (False, False, True, PaidBefore.NOT_PAID_WORK),
        (False, False, False, None),
    ],
)
def test_gate_r_says_whether_it_is_paid_work(
    *, running: bool, waits: bool, nothing: bool, code: PaidBefore | None
) -> None:
    assert paid_before(running=running, waits=waits, nothing_paid=nothing) is code


def test_who_bridges_has_a_day() -> None:
    with pytest.raises(Refused) as refused:
        may_bridge("entitlement_waits", None, None)
    assert refused.value.reason.code == "fence.until"
    may_bridge("entitlement_waits", MARCH, None)
    may_bridge("not_paid_work", None, MARCH)
    may_bridge("", None, None)


def test_and_nobody_bridges_beyond_it() -> None:
    may_bridge("entitlement_waits", MARCH, MARCH)
    with pytest.raises(Refused) as refused:
        may_bridge("entitlement_waits", MARCH, date(2027, 3, 2))
    assert refused.value.reason.code == "fence.beyond"
