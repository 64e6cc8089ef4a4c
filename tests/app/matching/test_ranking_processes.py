"""Two web processes, each with a large organisation in its own memory: what one changes the other
knows at its next question.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from tests.app.cast import Cast
from tests.app.kit.test_kill import Browser
from tests.databases import Databases
from tests.server import Server

from loopplank.access.account import links
from loopplank.access.matching import ranking_cache
from loopplank.core.kit.calendar import local_day
from loopplank.store.models import (
    Affiliation,
    Limits,
    Link,
    PostcodeArea,
    Request,
    Volunteer,
)

pytestmark = pytest.mark.commits
MANY = ranking_cache.ARRAYS_FROM + 20
SESSION = """
import sys, django
django.setup()
from tests.app import browsing
from loopplank.access.account.actors import actor_of
from loopplank.store.models import Membership
row = Membership.objects.select_related("account", "organisation").get(pk=sys.argv[1])
print(browsing.member(actor_of(row)).cookies["loopplank_session"].value)
"""
TOKEN = """
import sys, django
django.setup()
from loopplank.access.account import links
from loopplank.core.account import links as tokens
from loopplank.store.models import Link
row = Link.objects.get(pk=sys.argv[1])
token = links.token_of(row.pk, row.generation)
# the link was made under the key of the tests, and is found by what its token gives
Link.objects.filter(pk=row.pk).update(lookup=tokens.lookup(token))
print(token)
"""


@pytest.fixture
def servers(
    databases: Databases, committed: str, tmp_path: Path, django_test_environment: None
) -> Iterator[tuple[Server, Server]]:
    """Two on the same database, each with its own memory."""
    made = []
    for name in ("one", "other"):
        folder = tmp_path / name
        folder.mkdir()
        made.append(Server(folder, databases.address(committed), shared=databases.folder))
    try:
        yield made[0].start(), made[1].start()
    finally:
        for server in made:
            server.stop()


def crowd(cast: Cast, now: datetime) -> None:
    """So many volunteers of Noord, too far away and fond of other things, that arrays are made."""
    people = [Volunteer(first_name="Iemand", last_name=str(n), postcode="1055 AA", created_at=now)
              for n in range(MANY)]  # fmt: skip
    Volunteer.objects.bulk_create(people)
    usual = {"liked_minutes": 60, "max_minutes": 90, "max_people": 1, "max_heavy": 0}
    Limits.objects.bulk_create(
        Limits(volunteer=one, kinds=["vigil"], max_km=1, set_at=now, **usual) for one in people
    )
    Affiliation.objects.bulk_create(
        Affiliation(
            volunteer=one,
            organisation_id=cast.noord_id,
            since=local_day(now),
            certificate_seen_on=local_day(now),
        )
        for one in people
    )


def reader(server: Server, cast: Cast, path: str) -> Callable[[], str]:
    """Anna, signed in at this server, who opens the page."""
    browser = Browser(server)
    key = server.python("-c", SESSION, str(cast.anna.id)).strip()
    browser._opener.addheaders.append(("Cookie", f"loopplank_session={key}"))

    def page() -> str:
        status, body = browser.get(path)
        assert status == 200, body[-2000:]
        return re.sub(r"\s+", " ", text_of(body))

    return page


def text_of(body: str) -> str:
    return re.sub(r"<[^>]+>", " ", body)


def test_what_one_process_changes_the_other_knows_at_its_next_question(
    cast: Cast, servers: tuple[Server, Server]
) -> None:
    now = datetime.now(UTC)  # noqa: TID251  the servers live by the clock
    PostcodeArea.objects.create(postcode="1013", place="Waterstad", latitude=52.37, longitude=4.9)
    PostcodeArea.objects.create(postcode="1055", place="Waterstad", latitude=52.60, longitude=4.9)
    cast.now = now
    crowd(cast, now)
    mover = cast.volunteer("Ver Weg", postcode="1055 AA")
    Limits.objects.filter(pk=mover.id).update(max_km=2)
    request_id = cast.ready()
    Request.objects.filter(pk=request_id).update(last_day=local_day(now) + timedelta(weeks=9))
    one, _ = servers
    readers = [reader(server, cast, reverse("candidates", args=[request_id])) for server in servers]
    for read in readers:
        # everybody is read, and the first thing that stands in the way is what they like to do
        assert f"wil iets anders doen {MANY}" in read()
        # from the arrays: who lives too far away is that first
        assert f"te ver {MANY + 1}" in read()
        assert "Ver Weg" not in read()

    link = Link.objects.get(purpose=links.WEEK, subject_id=mover.id)
    token = one.python("-c", TOKEN, str(link.pk)).strip()
    phone = Browser(one)
    assert phone.get(f"/l/{token}")[0] == 302
    status, body = phone.get(reverse("own_details"))
    assert status == 200, body[-2000:]
    moved = {
        "first_name": "Ver",
        "last_name": "Weg",
        "phone": "06 87 65 43 21",
        "email": "",
        "postcode": "1013 AA",
        "channel": "sms",
        "language": "nl",
    }
    status, body = phone.post(reverse("own_details"), moved)
    assert status == 302, body[-2000:]

    for read in reversed(readers):
        page = read()
        assert "Ver Weg" in page
        assert f"te ver {MANY}" in page
