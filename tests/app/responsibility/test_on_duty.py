"""Who left: the same answer from the database and of one membership."""

import pytest
from tests.app.cast import TODAY, Cast

from loopplank.access.responsibility.on_duty import has_left, left
from loopplank.store.models import Account, Membership, Organisation


def stand_in_left(cast: Cast) -> bool:
    return Organisation.objects.filter(left("stand_in"), pk=cast.noord_id).exists()


@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("signs_in", [True, False])
def test_one_reading_of_who_left(cast: Cast, *, active: bool, signs_in: bool) -> None:
    Organisation.objects.filter(pk=cast.noord_id).update(stand_in_id=cast.henk.own_membership)
    members = Membership.objects.filter(pk=cast.henk.own_membership)
    members.update(active=active, ended_on=None if active else TODAY)
    Account.objects.filter(memberships__in=members).update(is_active=signs_in)
    gone = has_left(members.select_related("account").get())
    assert (stand_in_left(cast), gone) == (not (active and signs_in),) * 2
