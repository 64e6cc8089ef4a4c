"""The answer to a press lies where the hand is: in the window of a telephone, with the focus."""

import re

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import NewPage
from tests.browser.results import Results
from tests.browser.road import COORDINATOR, PASSWORD

#: Of the coordinator's road, by the last word of their address.
ROAD = frozenset(
    {
        *("indruk", "volg-advies", "besluit", "gesprek", "dagen", "afspraak", "neem-over"),
        *("wacht", "zoek-verder", "doorverwijzen", "sluit-af", "heropen", "wachtbericht"),
        *("wachtritme", "nieuwe-link", "kennismaking", "start", "evaluatie", "stop"),
    }
)


def sign_in(page: Page) -> None:
    page.goto("/inloggen/")
    page.get_by_label("E-mailadres").fill(COORDINATOR)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_load_state()


def walked(page: Page) -> Results:
    results = Results(page)
    # closing the first one may be refused that day, and only of a closed one can be reopened
    for address in [*listed(page, ""), *listed(page, "?stand=closed")]:
        if set(results.pressed) >= ROAD:
            break
        results.walk(address)
    return results


def listed(page: Page, narrowed: str) -> list[str]:
    page.goto(f"/hulpvragen/{narrowed}")
    links = page.locator("main a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    found = (one for one in links if re.fullmatch(r"/hulpvragen/[0-9a-f-]{36}/", one or ""))
    return list(dict.fromkeys(found))


@pytest.mark.proof
@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_each_door_of_the_road_answers_in_sight(new_page: NewPage, *, javascript: bool) -> None:
    page = new_page(width=360, height=740, javascript=javascript)
    sign_in(page)
    results = walked(page)
    assert results.wrong == []
    assert set(results.pressed) >= ROAD, ROAD - set(results.pressed)
