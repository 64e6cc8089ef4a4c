"""The whole road by keyboard only: every stop of Tab is seen, and everything needed is reached."""

import pytest
from tests.browser.conftest import NewPage
from tests.browser.operating import Keyboard
from tests.browser.road import ORGANISATION, Road


# without a script the same road is walked in `make test`
@pytest.mark.proof
def test_from_a_question_to_a_visit(new_page: NewPage) -> None:
    Road(
        help_seeker=Keyboard(new_page()),
        coordinator=Keyboard(new_page()),
        volunteer=Keyboard(new_page(width=360)),
    ).walk()


@pytest.mark.parametrize("address", [ORGANISATION, "/inloggen/", "/proef/"])
def test_shift_and_tab_walk_the_same_way_back(address: str, new_page: NewPage) -> None:
    me = Keyboard(new_page(width=360))
    me.open(address)
    there = me.stops()
    assert there[0].name == "Naar de inhoud"
    assert [me.next_stop(back=True) for _stop in there] == there[::-1]


def test_the_first_stop_leads_past_the_menu(new_page: NewPage) -> None:
    me = Keyboard(new_page())
    me.open(ORGANISATION)
    me.reach("Naar de inhoud", "link")
    me.page.keyboard.press("Enter")
    me.page.keyboard.press("Tab")
    assert me.page.evaluate("document.querySelector('main').contains(document.activeElement)")
