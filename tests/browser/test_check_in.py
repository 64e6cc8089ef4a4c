"""The check-in in four taps and a word of thanks, on a telephone of 320 pixels."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import NewPage
from tests.browser.every_page import Axe
from tests.server import Server

ASK = """
import django
django.setup()
from tests.browser.every_address import HOUSE
from tests.browser.every_check_in import ask, who_helps
from tests.browser.everybody import token_of
from loopplank.web.kit import clock
one = who_helps(HOUSE, {})
ask(one, clock.now())
print(token_of("week", one))
"""
TAPS = ("Precies goed", "Te doen", "Nog lang", "Soms")
QUESTIONS = (
    "Past je vrijwilligerswerk nu in je leven?",
    "Hoe voelen de bezoeken?",
    "Hoe lang wil je dit zo nog doen?",
    "Doe je iets wat een beroepskracht hoort te doen?",
)


@pytest.fixture
def week(server: Server, new_page: NewPage) -> Callable[..., Page]:
    """Mijn week of somebody whose six weeks are over."""

    def open_it(number: int, *, scripts: bool) -> Page:
        token = server.python("-c", ASK.format(number)).strip()
        page = new_page(width=320, height=640, javascript=scripts)
        page.goto(f"/l/{token}")
        return page

    return open_it


def taps(page: Page, judge: Callable[[Page], None]) -> None:
    """The first question stands on Mijn week: so four taps are four taps."""
    for tapped, (question, answer) in enumerate(zip(QUESTIONS, TAPS, strict=True), 1):
        expect(page.get_by_text(question, exact=True).first).to_be_visible()
        if tapped > 1:
            expect(page.get_by_text(f"Vraag {tapped} van 4")).to_be_visible()
        button = page.get_by_role("button", name=answer, exact=True)
        # before its styles are there a page has other sizes
        page.wait_for_load_state()
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 48, "a thumb hits it"
        judge(page)
        button.click()
    expect(page.get_by_role("heading", name="Dank je.", exact=True)).to_be_visible()
    judge(page)
    page.get_by_role("button", name="Ja", exact=True).click()
    expect(page.get_by_text("belt je uiterlijk").first).to_be_visible()
    judge(page)
    page.get_by_role("link", name="Mijn week").first.click()
    expect(page.get_by_text("Je wilde een gesprek.")).to_be_visible()
    expect(page.get_by_text(QUESTIONS[0])).to_have_count(0)


def test_four_taps_and_a_word_of_thanks(week: Callable[..., Page], axe: Axe) -> None:
    def judge(page: Page) -> None:
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert axe(page) == [], page.url

    taps(week(0, scripts=True), judge)


def test_the_same_without_scripts(week: Callable[..., Page]) -> None:
    taps(week(1, scripts=False), lambda _page: None)
