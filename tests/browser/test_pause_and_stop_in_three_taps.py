"""A pause and a goodbye are three taps from Mijn week, on a telephone, also without any script."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import NewPage
from tests.browser.every_page import Axe

MOST = 3


@dataclass
class Thumb:
    """Somebody with one thumb: every tap is counted. `scripts`: whether the page may run any."""

    page: Page
    scripts: bool
    taps: int = 0

    def tap(self, role: str, name: str) -> None:
        # before its styles are there a page has other sizes
        self.page.wait_for_load_state()
        found = self.page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]  # any role
        box = found.first.locator("xpath=ancestor-or-self::label").or_(found.first).first
        size = box.bounding_box()
        assert size is not None
        assert size["height"] >= 44, f"{name} is too small for a thumb"
        box.click()
        self.taps += 1

    def is_fine(self, axe: Axe) -> None:
        """Axe is a script itself."""
        if self.scripts:
            assert axe(self.page) == []


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def thumb(new_page: NewPage, request: pytest.FixtureRequest) -> Thumb:
    """Of a volunteer of the demo who helps somebody, on their own page."""
    page = new_page(javascript=request.param, width=360)
    page.goto("/proef/")
    page.locator("ul.links li", has_text=re.compile("helpt al iemand")).first.get_by_role(
        "link"
    ).click()
    expect(page.get_by_role("heading", level=1, name=re.compile("dit is je week"))).to_be_visible()
    return Thumb(page, request.param)


def test_a_pause_is_set_in_three_taps(thumb: Thumb, axe: Axe) -> None:
    page = thumb.page
    thumb.tap("link", "Even pauze")
    expect(page.get_by_text("Jij hoeft niets te regelen.")).to_be_visible()
    thumb.is_fine(axe)
    thumb.tap("radio", "2 weken")
    thumb.tap("button", "Begin mijn pauze")
    expect(page.get_by_text("Je pauze is begonnen.")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^.*\bbelt\b.*Wij vragen je niets"))).to_be_visible()
    thumb.is_fine(axe)
    assert thumb.taps <= MOST


def test_somebody_stops_in_three_taps_and_stays_in_one(thumb: Thumb, axe: Axe) -> None:
    page = thumb.page
    thumb.tap("link", "Grenzen")
    thumb.tap("link", "Ik wil stoppen")
    expect(page.get_by_text("Niemand vraagt waarom.")).to_be_visible()
    thumb.is_fine(axe)
    thumb.tap("button", "Ik stop")
    expect(page.get_by_text("Vandaag is je laatste dag.").first).to_be_visible()
    assert thumb.taps <= MOST
    thumb.is_fine(axe)
    thumb.tap("button", "Ik blijf toch")
    expect(page.get_by_text("Fijn dat je blijft.")).to_be_visible()
