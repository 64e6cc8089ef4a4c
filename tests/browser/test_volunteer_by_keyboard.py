"""All that a volunteer can do with nothing but a keyboard, on a telephone's width; and every page
of theirs from its first stop to its last and back.
"""

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import NewPage
from tests.browser.every_page import EveryPage
from tests.browser.operating import Keyboard
from tests.browser.say import Say
from tests.browser.volunteer_road import ROAD, Doors, Volunteer, not_walked, today
from tests.server import Server

WIDTH = 360
#: Walked each time; the others in `make prove`.
QUICK = frozenset({"says_that_it_is_too_heavy", "changes_own_details"})
STRETCHES = [pytest.param(name, marks=() if name in QUICK else pytest.mark.proof) for name in ROAD]


@pytest.fixture(scope="module")
def server(everything: tuple[Server, EveryPage]) -> Server:
    return everything[0]


@pytest.fixture(scope="module")
def every(everything: tuple[Server, EveryPage]) -> EveryPage:
    return everything[1]


def test_every_door_for_volunteers_is_on_the_road(every: EveryPage) -> None:
    assert not_walked(every) == set()


@pytest.mark.parametrize("name", STRETCHES)
def test_a_stretch(name: str, every: EveryPage, server: Server, new_page: NewPage) -> None:
    page = new_page(width=WIDTH)
    doors, walk = ROAD[name]
    went = Doors.of(page, every)
    walk(Volunteer(Keyboard(page), Say("nl"), every, server, today()))
    assert doors <= went.through
    assert not went.shut


def test_some_pages_from_the_first_stop_to_the_last(
    every: EveryPage, server: Server, new_page: NewPage
) -> None:
    walked_around(every.of_volunteers().some(12), server, new_page)


@pytest.mark.proof
def test_every_page_from_the_first_stop_to_the_last(
    every: EveryPage, server: Server, new_page: NewPage
) -> None:
    walked_around(every.of_volunteers().share(), server, new_page)


def walked_around(every: EveryPage, server: Server, new_page: NewPage) -> None:
    """Tab reads as the page reads, leaves it, and comes back; and the first stop skips."""
    me = Keyboard(new_page(width=WIDTH))
    wrong: list[str] = []
    for who, visits in every.by_browser():
        every.be(who, me.page, server)
        for visit in visits:
            me.open(visit.address)
            if not me.skips():
                wrong.append(f"{visit}: “Naar de inhoud” does not lead there")
            # with the first key the device is remembered, and the button for that goes
            expect(me.page.locator("form[data-not-remembered]:visible")).to_have_count(0)
            me.open(visit.address)
            wrong += [f"{visit}: {line}" for line in me.disorder()]
    assert not wrong, "\n".join(wrong)
