"""A week away is three taps from Mijn week, on a telephone, also without any script."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import NewPage
from tests.browser.every_page import Axe
from tests.browser.taps import WIDTH, Finger, too_wide

MOST = 3


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_next_week_away_and_back_again(new_page: NewPage, axe: Axe, *, scripts: bool) -> None:
    page = new_page(javascript=scripts, width=WIDTH)
    page.goto("/proef/")
    page.locator("ul.links li", has_text=re.compile("helpt al iemand")).first.get_by_role(
        "link"
    ).click()
    finger = Finger(page)
    finger.link("Ik ben er een tijd niet").sees("Niemand vraagt waarom.")
    assert not too_wide(page)
    if scripts:
        # what is not asked yet is not in the way; without scripts it stands there as well
        expect(page.get_by_label("Vanaf welke dag?")).to_be_hidden()
        assert axe(page) == []
    finger.choice("Volgende week").button("Bewaar deze dagen")
    expect(page.get_by_text("Jij hoeft niets.").first).to_be_visible()
    assert len(finger.taps) <= MOST
    if scripts:
        assert axe(page) == []
    finger.button(re.compile("Haal weg"))
    expect(page.get_by_role("heading", name="Je bent weg")).to_be_hidden()
