"""Searching by keyboard, by phone and without scripts; and keys that keep still while typing."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import NewPage
from tests.browser.road import COORDINATOR, PASSWORD

Axe = Callable[[Page], list[str]]


def signed_in(page: Page) -> Page:
    page.goto("/inloggen/")
    page.fill("[name=login]", COORDINATOR)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page).to_have_title(re.compile("^Vandaag"))
    page.wait_for_load_state()  # a key pressed before the script is there goes nowhere
    return page


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.className"))


def test_by_keyboard_only_from_any_page_to_a_person_and_back(new_page: NewPage) -> None:
    page = signed_in(new_page())
    page.goto("/gaten/")
    page.keyboard.press("/")
    assert focused(page) == "find"
    page.keyboard.type("wit, de")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "wit" not in page.url.lower()
    assert "gezocht=" in page.url
    expect(page.get_by_role("status")).to_contain_text("gevonden")
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    assert focused(page) == "hit"
    expect(page.locator(".hit:focus")).to_contain_text("De Wit")
    page.keyboard.press("ArrowUp")
    assert focused(page) == "find"
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("De Wit")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("wit, de")
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value("wit, de")
    page.locator(".hit").first.focus()
    page.keyboard.press("Escape")
    page.wait_for_url("**/gaten/")


@pytest.mark.parametrize("width", [360, 1280])
def test_without_a_script_it_finds_the_same(width: int, new_page: NewPage) -> None:
    page = signed_in(new_page(width=width, javascript=False))
    if width == 360:
        page.get_by_role("link", name="Zoek", exact=True).click()
    page.fill("#find", "wit")
    page.press("#find", "Enter")
    expect(page.locator(".hit").first).to_contain_text("Wit")
    expect(page.locator("kbd").first).to_be_hidden()
    page.goto("/sneltoetsen/")
    expect(page.locator("dl kbd").first).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_are_accessible_and_fit(width: int, new_page: NewPage, axe: Axe) -> None:
    page = signed_in(new_page(width=width))
    for where in ("/zoeken/", "/sneltoetsen/", "/hulpvragen/?soort=company&volgorde=wie"):
        page.goto(where)
        assert axe(page) == [], where
    page.goto("/vrijwilligers/?vog=gezien&volgorde=uren&om=ja")
    assert axe(page) == []
    page.goto("/zoeken/")
    page.fill("#find", "de")
    with page.expect_navigation():
        page.press("#find", "Enter")
    assert page.locator(".hit").count() > 1
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_keys_lead_on_keep_still_while_typing_and_can_be_switched_off(
    new_page: NewPage, axe: Axe
) -> None:
    page = signed_in(new_page())
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url("**/hulpvragen/")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.href")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.href") != first
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.href") == first
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("Naar de volgende stap")
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.focus("#q")
    page.keyboard.type("g/h?jn")
    assert page.input_value("#q") == "g/h?jn"
    assert page.url.endswith("/hulpvragen/")
    page.goto("/mijn-account/")
    page.get_by_label("Sneltoetsen", exact=False).uncheck()
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Bewaard.")).to_be_visible()
    page.goto("/gaten/")
    page.keyboard.press("/")
    assert focused(page) != "find"
    assert page.locator("script[src*='keys']").count() == 0
    expect(page.locator(".work-search kbd")).to_have_count(0)
