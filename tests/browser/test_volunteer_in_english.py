"""All that a volunteer does and reads, in English: no Dutch is left, on any page, in any state."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import NewPage
from tests.browser.dutch_left import dutch_left, typed_in
from tests.browser.every_page import EMPTY, MISTAKES, SEND, EveryPage
from tests.browser.operating import Mouse, Name
from tests.browser.say import Say
from tests.browser.volunteer_road import ROAD, Volunteer, today
from tests.dutch import Typed
from tests.proofs import some_of
from tests.server import Server

WIDTH = 360
#: Walked each time; the others in `make prove`.
QUICK = frozenset({"answers_a_proposal", "says_that_it_is_too_heavy"})
STRETCHES = [pytest.param(name, marks=() if name in QUICK else pytest.mark.proof) for name in ROAD]
#: What is sent to everybody is sent in their own language: here everybody reads English.
EVERYBODY_READS_ENGLISH = """
import django
django.setup()
from loopplank.store.models import Volunteer
Volunteer.objects.update(language="en")
"""


@pytest.fixture(scope="module")
def every(server: Server) -> EveryPage:
    server.python("-c", EVERYBODY_READS_ENGLISH)
    return EveryPage.of(server)


@pytest.fixture
def typed(every: EveryPage, server: Server) -> Typed:
    return typed_in(server)


class Reader(Mouse):
    """Reads every page that comes up, and notes what is not English."""

    def __init__(self, page: Page, typed: Typed) -> None:
        super().__init__(page)
        self.typed, self.wrong = typed, list[str]()

    def open(self, address: str) -> None:
        super().open(address)
        self._read()

    def press(self, name: Name, role: str = "button") -> None:
        super().press(name, role)
        self._read()

    def fill(self, label: Name, text: str) -> None:
        super().fill(label, text)
        self.typed = self.typed.and_also(text)

    def _read(self) -> None:
        """From the switch on; a page that a browser keeps for later knows no switch."""
        address = re.sub(r"^https?://[^/]+", "", self.page.url)
        found = dutch_left(self.page, self.typed)
        if self.page.get_by_role("link", name="English").count() == 0:
            self.wrong += [f"{address}: {line}" for line in found]


@pytest.mark.parametrize("name", STRETCHES)
def test_a_stretch(
    name: str, every: EveryPage, server: Server, new_page: NewPage, typed: Typed
) -> None:
    me = Reader(new_page(width=WIDTH), typed)
    _doors, walk = ROAD[name]
    walk(Volunteer(me, Say("en"), every, server, today()))
    assert not me.wrong, "\n".join(dict.fromkeys(me.wrong))


def test_some_pages(every: EveryPage, server: Server, new_page: NewPage, typed: Typed) -> None:
    read_all(every.of_volunteers().some(7), server, new_page, typed)


@pytest.mark.proof
def test_every_page(every: EveryPage, server: Server, new_page: NewPage, typed: Typed) -> None:
    read_all(every.of_volunteers().share(), server, new_page, typed)


@pytest.mark.proof
def test_every_mistake(every: EveryPage, server: Server, new_page: NewPage, typed: Typed) -> None:
    """Each form for volunteers as it comes back with everything left out."""
    page = new_page(width=WIDTH)
    first = {visit.door: visit for visit in reversed(every.of_volunteers().visits)}
    wrong: list[str] = []
    for door in some_of(sorted(first.keys() & set(MISTAKES))):
        every.be(first[door].who, page, server)
        switched(page, server)
        page.goto(first[door].address)
        page.evaluate(EMPTY)
        with page.expect_navigation():
            page.locator(SEND).first.click()
        assert page.locator(".error-summary").count() == 1
        wrong += [f"{door}: {line}" for line in dutch_left(page, typed)]
    assert not wrong, "\n".join(wrong)


def test_dutch_is_seen_where_it_is(
    every: EveryPage, server: Server, new_page: NewPage, typed: Typed
) -> None:
    """A page in Dutch is Dutch all over, so that silence means something."""
    page = new_page(width=WIDTH)
    every.be("volunteer_who_helps", page, server)
    switched(page, server, "nl")
    page.goto("/mijn-week/")
    found = "\n".join(dutch_left(page, typed))
    for line in ("its language is said to be nl", "“Jouw bezoeken”", "“Het is te zwaar”"):
        assert line in found


def read_all(every: EveryPage, server: Server, new_page: NewPage, typed: Typed) -> None:
    page = new_page(width=WIDTH)
    wrong: list[str] = []
    for who, visits in every.by_browser():
        every.be(who, page, server)
        switched(page, server)
        for visit in visits:
            page.goto(visit.address)
            wrong += [f"{visit}: {line}" for line in dutch_left(page, typed)]
    assert not wrong, "\n".join(wrong)


def switched(page: Page, server: Server, to: str = "en") -> None:
    """What the switch leaves in a browser."""
    cookie: Any = {"name": "loopplank_language", "value": to, "url": server.address}
    page.context.add_cookies([cookie])
