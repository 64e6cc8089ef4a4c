"""The tour of the README, walked from its own words: what is bold there is pressed here.

An address in the text is opened, and what is bold is a link, a button or a fold whose name begins
so, in the order of the text. A label that changes makes this red, and then the README is mended.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Final

import pytest
from playwright.sync_api import Locator, Page
from tests.browser.conftest import NewPage
from tests.browser.road import PASSWORD, now
from tests.databases import PROJECT

from loopplank.core.kit.calendar import local_day

TITLE: Final = "## Five minutes with the product"
STEP = re.compile(r"^(\d)\. (.*?)(?=^\d\. |\Z)", re.MULTILINE | re.DOTALL)
#: What is done, in the order of the text: an address, an account, or something to press.
DONE = re.compile(r"http://localhost:8000(/\S*/)|`(\S+@\S+)`|\*\*(.+?)\*\*")
#: Where the text goes to another window: on a phone, and to who has no account.
PHONE, VISITOR = "/proef/berichten/", "/hulp/waterstad/"


def steps() -> list[tuple[int, str]]:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    section = text.split(TITLE, 1)[1].split("\n\nThe screens are in Dutch", 1)[0]
    return [(int(number), " ".join(words.split())) for number, words in STEP.findall(section)]


def test_the_tour_is_read_whole() -> None:
    told = steps()
    assert [number for number, _words in told] == list(range(1, len(told) + 1))
    assert all(DONE.search(words) for _number, words in told)
    assert len(told) >= 7


def test_every_step_of_the_tour(new_page: NewPage) -> None:
    marleen, phone, visitor = new_page(), new_page(width=390), new_page()
    window = marleen
    for number, words in steps():
        # each step begins with the coordinator, and follows its own addresses to others
        window = marleen
        for address, account, name in DONE.findall(words):
            if address:
                window = {PHONE: phone, VISITOR: visitor}.get(address, marleen)
                answer = window.goto(address)
                assert answer is not None, f"step {number}: {address}"
                assert answer.status == 200, f"step {number}: {address}"
            elif account:
                _sign_in(window, account)
            else:
                BEFORE.get(name, _nothing)(window)
                _press(window, name, number)


def _sign_in(page: Page, account: str) -> None:
    page.get_by_label("E-mailadres").fill(account)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()


def _press(page: Page, name: str, number: int) -> None:
    found = _control(page, name)
    if found is None:
        pytest.fail(f"step {number} of the README: no “{name}” on {page.url}", pytrace=False)
    if found.evaluate("one => one.tagName") == "SUMMARY":
        found.click()
        return
    before = page.url
    with page.expect_navigation():
        found.click()
    assert page.locator(".error-summary").count() == 0, f"step {number}: {name} on {before}"
    assert page.locator(".outcome.failed").count() == 0, f"step {number}: {name} on {before}"


def _control(page: Page, name: str) -> Locator | None:
    begins = re.compile(f"^{re.escape(name)}")
    controls = (
        page.get_by_role("button", name=begins),
        page.get_by_role("link", name=begins),
        page.locator("summary").filter(has_text=begins),
    )
    for control in controls:
        shown = control.filter(visible=True)
        if shown.count():
            return shown.first
    return None


def _nothing(page: Page) -> None:
    del page


def _choose_a_day(page: Page) -> None:
    day = local_day(now()) + timedelta(days=7)
    page.get_by_label("Op welke dag?").fill(day.isoformat())
    page.get_by_label("Hoe laat?").fill("14:00")


def _tick(page: Page) -> None:
    page.locator("main input[type=checkbox]:enabled").first.check()


#: What the sentence before it asks for, without a name that can be pressed.
BEFORE: Final[dict[str, Callable[[Page], None]]] = {
    "Plan deze dag": _choose_a_day,
    "Lees na wat je koos": _tick,
}
