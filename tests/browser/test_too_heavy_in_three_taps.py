"""Saying that it is too heavy takes three taps from Mijn week, and a name and a day come back."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import NewPage
from tests.browser.every_page import Axe, look

PROMISE = re.compile(r"\S+ belt je uiterlijk (maan|dins|woens|donder|vrij)dag")


class Taps:
    """A thumb on a telephone that counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def on(self, role: str, name: str) -> None:
        self.count += 1
        self.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]


def my_week(page: Page, nth: int) -> Taps:
    """The link of a volunteer of the demo."""
    page.goto("/proef/")
    volunteers = page.get_by_role("heading", name="Kijk mee als vrijwilliger")
    page.goto(
        volunteers.locator("xpath=following-sibling::ul[1]//a").nth(nth).get_attribute("href") or ""
    )
    expect(page.get_by_role("heading", level=1, name=re.compile("dit is je week"))).to_be_visible()
    return Taps(page)


def promised(page: Page) -> Locator:
    """Who calls and before when, unfolded: not the one behind "Liever naar iemand anders?"."""
    return page.get_by_text(PROMISE).locator("visible=true").first


@pytest.mark.parametrize(("width", "javascript", "nth"), [(360, True, 0), (320, False, 1)])
def test_three_taps_from_my_week(
    width: int, javascript: bool, nth: int, new_page: NewPage, axe: Axe
) -> None:
    page = new_page(width=width, javascript=javascript)
    thumb = my_week(page, nth)
    thumb.on("link", "Het is te zwaar")
    expect(promised(page)).to_be_visible()
    if javascript:
        assert list(look(page, axe)) == []
    thumb.on("radio", "Het raakt me")
    thumb.on("button", "Verstuur")
    expect(page.get_by_text("Goed dat je het zegt.").first).to_be_visible()
    expect(promised(page)).to_be_visible()
    assert thumb.count == 3


def test_two_taps_when_nothing_is_said(new_page: NewPage, axe: Axe) -> None:
    page = new_page(width=360)
    thumb = my_week(page, 0)
    thumb.on("link", "Het is te zwaar")
    thumb.on("button", "Verstuur")
    expect(promised(page)).to_be_visible()
    assert list(look(page, axe)) == []
    assert thumb.count == 2


def test_who_does_not_feel_safe_reads_numbers_first(new_page: NewPage, axe: Axe) -> None:
    page = new_page(width=360)
    thumb = my_week(page, 1)
    thumb.on("link", "Het is te zwaar")
    thumb.on("radio", "Ik voel me niet veilig")
    thumb.on("button", "Verstuur")
    expect(page.get_by_role("link", name=re.compile("Bel 112"))).to_be_visible()
    assert list(look(page, axe)) == []
