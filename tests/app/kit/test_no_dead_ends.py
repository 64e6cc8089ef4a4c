"""No page of a member leads to one that is not there for them."""

import re

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import Cast

from loopplank.core.account.roles import Role
from loopplank.store.models import Membership

LINK = re.compile(r'<a\b[^>]*? href="(/[^"#]*)')


@pytest.mark.parametrize("role", [Role.PROFESSIONAL, Role.READER, Role.NETWORK_ADMIN])
def test_the_page_of_a_colleague_offers_nothing_that_is_refused(role: Role, cast: Cast) -> None:
    """Whoever may own no request has no days off to hand over."""
    row = Membership.objects.get(pk=cast.henk.id)
    row.role = role
    row.pk = None
    row.save(force_insert=True)
    client = browsing.member(cast.anna)
    answer = client.get(reverse("colleague", args=[row.pk]))
    assert answer.status_code == 200
    links = set(LINK.findall(answer.content.decode()))
    dead = [one for one in links if client.get(one).status_code not in {200, 302}]
    assert not dead
