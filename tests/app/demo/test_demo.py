"""The start of the demo: for everybody in demo mode, and nowhere else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.joining import join

from loopplank.access.account.actors import SYSTEM, VISITOR, NotFound
from loopplank.access.demo.demo import DEMO_PASSWORD, demo_account, demo_outbox, demo_page
from loopplank.actions.organisations import colleagues
from loopplank.core.account.roles import Role
from loopplank.jobs.demo import places
from loopplank.store.models import AccessRecord, Account, Message
from loopplank.web.kit import clock


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def demo(cast: Cast, settings: LazySettings) -> Cast:
    settings.MODE = "demo"
    Account.objects.update(password=make_password(DEMO_PASSWORD))
    return cast


@pytest.mark.parametrize("mode", ["real", "test"])
def test_elsewhere_there_is_no_such_thing(cast: Cast, settings: LazySettings, mode: str) -> None:
    settings.MODE = mode
    client = browsing.visitor()
    for name in ("demo", "demo_outbox"):
        assert client.get(reverse(name)).status_code == 404, name
    response = client.post(reverse("demo_sign_in"), {"membership": str(cast.anna.id)})
    assert response.status_code == 404
    for call in (
        lambda: demo_page(VISITOR, NOW),
        lambda: demo_outbox(VISITOR, NOW, 1),
        lambda: demo_account(str(cast.anna.id)),
    ):
        with pytest.raises(NotFound):
            call()


def test_it_shows_who_one_can_be(demo: Cast) -> None:
    demo.asked(demo.volunteer("Ria Smit"))
    demo.running(demo.volunteer("Samira el Amrani"))
    demo.web_request()
    text = browsing.visitor().get(reverse("demo")).content.decode()
    for shown in (DEMO_PASSWORD, "anna@example.nl", "Log in als Carla Zuid", "Ria Smit"):
        assert shown in text
    assert "er ligt een vraag" in text
    assert "helpt al iemand" in text
    assert "Mevrouw De Wit" in text
    assert AccessRecord.objects.get(page="demo").actor_role == "visitor"


def test_one_click_signs_in(demo: Cast) -> None:
    client = browsing.visitor()
    response = client.post(reverse("demo_sign_in"), {"membership": str(demo.anna.id)})
    assert response["Location"] == reverse("today")
    assert client.get(reverse("settings")).status_code == 200
    # and another one signs in as somebody else
    client.post(reverse("demo_sign_in"), {"membership": str(demo.carla.id)})
    assert "Zuid" in client.get(reverse("account")).content.decode()


def test_coordinators_come_first_and_a_second_role_is_a_line_of_its_own(demo: Cast) -> None:
    second = join(
        actor=SYSTEM,
        now=NOW,
        organisation_id=demo.noord_id,
        person=colleagues.Person("Anna Prins", "anna@example.nl"),
        role=Role.NETWORK_ADMIN,
    )
    accounts = demo_page(VISITOR, NOW).accounts
    assert (accounts[0].name, accounts[0].role) == ("Anna Prins", Role.COORDINATOR)
    assert accounts[-1].organisation == "Wijkteam Oost"
    client = browsing.visitor()
    client.post(reverse("demo_sign_in"), {"membership": str(second)})
    assert "Zonder actieve eigenaar" in client.get(reverse("settings")).content.decode()


def test_nobody_signs_in_as_somebody_who_is_not_there(demo: Cast) -> None:
    client = browsing.visitor()
    for chosen in (str(demo.bram_id), "anna@example.nl", ""):
        response = client.post(reverse("demo_sign_in"), {"membership": chosen})
        assert response.status_code == 404
    assert client.get(reverse("demo_sign_in")).status_code == 405


def test_the_links_lead_where_they_say(demo: Cast) -> None:
    ria = demo.volunteer("Ria Smit")
    demo.asked(ria)
    page = demo_page(VISITOR, NOW)
    link = next(v.link for v in page.volunteers if v.name == "Ria Smit")
    response = browsing.visitor().get(link.removeprefix("http://localhost:8000"))
    assert response["Location"] == reverse("week")


def test_the_outbox_shows_every_message_with_its_link(
    demo: Cast, queries: Callable[[], Any]
) -> None:
    demo.web_request()
    client = browsing.visitor()
    with queries() as few:
        text = client.get(reverse("demo_outbox")).content.decode()
    assert "Open de link van Mevrouw De Wit" in text
    assert "Welkom" in text
    for _ in range(30):
        demo.volunteer()
    with queries() as many:
        client.get(reverse("demo_outbox"))
    assert len(few) == len(many) <= 12, many
    total = Message.objects.exclude(state="dropped").count()
    assert demo_outbox(VISITOR, NOW, 2).rows
    assert demo_outbox(VISITOR, NOW, 2).total == total


def test_the_page_knows_the_password_of_the_accounts_that_the_demo_makes() -> None:
    assert places.PASSWORD == DEMO_PASSWORD
