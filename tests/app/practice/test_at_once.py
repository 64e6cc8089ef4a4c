"""Two colleagues who press at the same moment make one place, and remove it once."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.app.cast import NOW, Cast

from loopplank.access.account.actors import Actor, actor_of
from loopplank.actions.practice import place, removal
from loopplank.store.models import Event, Membership, Network, Volunteer

pytestmark = pytest.mark.both_engines
Race = Callable[..., list[Any]]


@pytest.mark.commits
def test_one_place_is_made_and_removed_once(cast: Cast, race: Race) -> None:
    def begin(actor: Actor) -> Callable[[], Actor]:
        def press() -> Actor:
            membership = place.begin(actor=actor, now=NOW)
            return actor_of(Membership.objects.get(pk=membership))

        return press

    there = race([begin(one) for one in (cast.anna, cast.henk, cast.gerda, cast.anna)])
    assert len({one.network_id for one in there}) == 1
    assert Network.objects.filter(practice_of=cast.noord_id).count() == 1
    assert Volunteer.objects.filter(is_practice=True).count() == 6

    def remove(actor: Actor) -> Callable[[], object]:
        return lambda: removal.remove(actor=actor, now=NOW)

    race([remove(one) for one in (cast.anna, there[0], there[1], cast.henk)])
    assert not Volunteer.objects.filter(is_practice=True).exists()
    assert not Network.objects.filter(practice_of__isnull=False).exists()
    assert Event.objects.filter(type="practice.removed").count() == 1
