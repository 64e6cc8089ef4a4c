"""Berichten and asking on a telephone: short, one button a row, the answer where the hand is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import NewPage, NewServer
from tests.browser.road import COORDINATOR, PASSWORD
from tests.server import Server

HEIGHT = 800
SCREENS = 3
MESSAGES = 15


@pytest.fixture(scope="module")
def server(new_server: NewServer, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The demo where text messages leave by themselves, into a file."""
    texts: Path = tmp_path_factory.mktemp("sms") / "sent"
    return new_server(SMS=f"file:{texts}")


def signed_in(page: Page) -> Page:
    page.goto("/inloggen/")
    page.get_by_label("E-mailadres").fill(COORDINATOR)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/vandaag/**")
    return page


def answer_in_sight(page: Page) -> str:
    """What the last button did, which stands in the window and is read out; and holds the focus."""
    said = page.locator("#uitkomst")
    assert said.get_attribute("role") in {"status", "alert"}
    box = said.bounding_box()
    assert box
    assert box["y"] >= 0, box
    assert box["y"] + box["height"] <= HEIGHT, box
    held = page.evaluate("document.activeElement ? document.activeElement.id : ''")
    assert held == said.get_attribute("id")
    return said.inner_text()


def press_more(page: Page, button: str) -> str:
    inside = page.locator("details.menu").get_by_role("button", name=button, include_hidden=True)
    row = page.locator("li.msg").filter(has=inside).first
    row.locator("details.menu > summary").click()
    row.locator("details.menu").get_by_role("button", name=button).click()
    return answer_in_sight(page)


def fill_the_list(page: Page) -> None:
    """Let messages that were told wait again, until there are fifteen to tell."""
    page.goto("/berichten/")
    while page.locator("li.msg").count() < MESSAGES:
        page.goto("/berichten/?lijst=verteld&hoe=email")
        press_more(page, "Zet terug: dit is nog niet verteld")
        page.goto("/berichten/")


def test_a_text_that_is_folded_is_copied_whole(new_page: NewPage) -> None:
    page = signed_in(new_page(width=360, height=HEIGHT))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/berichten/")
    row = (
        page.locator("li.msg")
        .filter(has=page.locator("[data-copy-target]"))
        .filter(has=page.locator("details:not([open]) .message-text"))
    )
    row.first.locator("details.menu > summary").click()
    row.first.get_by_role("button", name="Kopieer de tekst").click()
    expect(row.first.get_by_text("Gekopieerd")).to_be_visible()
    whole = row.first.locator(".message-text").text_content()
    assert whole
    assert page.evaluate("navigator.clipboard.readText()") == whole


def test_fifteen_messages_are_three_screens_of_a_telephone(
    new_page: NewPage, axe: Callable[[Page], list[str]]
) -> None:
    page = signed_in(new_page(width=360, height=HEIGHT))
    fill_the_list(page)
    assert page.locator("li.msg").count() == MESSAGES
    high, wide = page.evaluate(
        "[document.documentElement.scrollHeight, document.documentElement.scrollWidth]"
    )
    assert high <= SCREENS * HEIGHT
    assert wide <= 360
    assert axe(page) == []
    page.locator("details.msg-open > summary").first.click()
    page.locator("details.menu > summary").last.click()
    assert axe(page) == []
    assert "verteld" in press_more(page, "Ik heb het verteld")
    assert "hoeft niet" in press_more(page, "Hoeft niet meer")


@pytest.mark.parametrize("javascript", [True, False])
def test_from_vandaag_somebody_is_asked_in_three_presses(
    new_page: NewPage, axe: Callable[[Page], list[str]], *, javascript: bool
) -> None:
    """Today's line, the volunteer, and the button that asks and sends; then it is taken back."""
    page = signed_in(new_page(width=360, height=HEIGHT, javascript=javascript))
    line, ask = one_who_gets_texts(page)
    page.goto("/vandaag/")
    page.locator(f"main a[href='{line}']").first.click()
    page.locator(f"main a[href='{ask}']").first.click()
    send = page.locator("button[name=how][value=link]")
    assert "(eigen link)" in page.locator("blockquote").first.inner_text()
    if javascript:
        assert axe(page) == []
    send.click()
    assert "is gevraagd" in answer_in_sight(page)
    if javascript:
        assert axe(page) == []
    page.locator("button[name=how][value=recall]").click()
    assert "Teruggehaald" in answer_in_sight(page)
    # once more, and back from the list of what leaves by itself
    page.locator("button[name=how][value=link]").click()
    page.goto("/berichten/?lijst=vanzelf")
    row = page.locator("li.msg").filter(has_text="We hebben een vraag voor je").first
    row.get_by_role("button", name="Haal terug").click()
    assert "Teruggehaald" in answer_in_sight(page)


def one_who_gets_texts(page: Page) -> tuple[str, str]:
    """A link of Vandaag, and one on the page behind it that asks somebody by text message."""
    page.goto("/vandaag/")
    for line in addresses(page, "/hulpvragen/"):
        page.goto(line)
        for ask in addresses(page, "/vraag/"):
            page.goto(ask)
            if page.locator("button[name=how][value=link]").count():
                return line, ask
    raise AssertionError("nobody on Vandaag can be asked by text message")


def addresses(page: Page, part: str) -> list[str]:
    links = page.locator(f"main a[href*='{part}']")
    found = (links.nth(n).get_attribute("href") or "" for n in range(links.count()))
    return list(dict.fromkeys(one for one in found if "/nieuw/" not in one))


def test_by_keyboard_only(new_page: NewPage) -> None:
    page = signed_in(new_page(width=1280, height=HEIGHT))
    page.goto("/berichten/")
    page.locator("details.msg-open > summary").first.focus()
    page.keyboard.press("Enter")
    found = ""
    for _ in range(12):
        page.keyboard.press("Tab")
        found = page.evaluate("document.activeElement.innerText || ''")
        if "Ik heb het verteld" in found:
            break
    assert "Ik heb het verteld" in found
    page.keyboard.press("Enter")
    page.wait_for_url("**#uitkomst")
    assert "verteld" in answer_in_sight(page)
