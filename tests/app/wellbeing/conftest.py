"""What tests of wellbeing share beside the cast."""

import pytest
from tests.app.cast import NOW, Cast
from tests.app.joining import join

from loopplank.access.account.actors import SYSTEM, Actor, actor_of
from loopplank.actions.organisations import colleagues
from loopplank.core.account.roles import Role
from loopplank.store.models import Membership


@pytest.fixture
def netty(cast: Cast) -> Actor:
    """Who runs the network, from an organisation of her own."""
    membership_id = join(
        actor=SYSTEM,
        now=NOW,
        organisation_id=cast.zuid_id,
        person=colleagues.Person("Netty Netwerk", "netty@example.nl"),
        role=Role.NETWORK_ADMIN,
    )
    rows = Membership.objects.select_related("account", "organisation")
    return actor_of(rows.get(pk=membership_id))
