"""The coordinator's road by telephone takes few presses and few pages, and never one more."""

import re
from collections.abc import Callable
from datetime import time, timedelta

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import NewPage
from tests.browser.operating import Keyboard, Mouse, Way
from tests.browser.presses import Count, Counted
from tests.browser.road import COORDINATOR, PASSWORD, now
from tests.browser.taps import HEIGHT, too_wide

from loopplank.core.kit.calendar import local_day
from loopplank.core.triage import GATE_TEXTS, Gate

#: Impression, decision, asking and both yeses are acts of their own among them. For a plain
#: volunteer no impression is asked (`impression_is_asked`), so its press stays free.
MOST_PRESSES, IMPRESSION, MOST_PAGES = 14, 1, 5
Window = Callable[[NewPage], Way]


def keyboard(new_page: NewPage) -> Way:
    return Keyboard(new_page(width=1280, height=800))


def telephone(new_page: NewPage) -> Way:
    return Mouse(new_page(width=360, height=HEIGHT))


@pytest.mark.parametrize(
    ("window", "surname"), [(keyboard, "Wijnstra"), (telephone, "Zijlstra")], ids=["keys", "phone"]
)
def test_from_a_phone_call_to_running_help(new_page: NewPage, window: Window, surname: str) -> None:
    way = window(new_page)
    sign_in(way)
    count = Count()
    count.lands(way.page.url)
    me = Counted(way, count)
    take_down(me, surname)
    weighs = len(count.presses)
    for gate in Gate:
        text = GATE_TEXTS[gate]
        way.choose(f"{text.title}: {text.question}", text.ordinary)
    assert len(count.presses) == weighs, "the eight answers are counted apart"
    me.press("Naar het advies")
    me.press("Volg dit advies")
    me.follow(re.compile("^Vraag (?!een andere)"))
    asked = way.page.get_by_role("heading", level=1).inner_text().split()[1]
    me.press(f"Vraag {asked} met een tekst of brief")
    say_yes(Counted(Mouse(new_page(width=360, height=HEIGHT)), count, follows=False), asked)
    me.follow("Naar de hulpvraag")
    way.fill_day("Op welke dag?", local_day(now()) + timedelta(days=1))
    way.fill_time("Hoe laat?", time(14, 0))
    me.press("Plan deze dag")
    me.press("Beiden zeggen ja: start")
    way.reads(re.compile(f"^{asked}"))
    assert "Stap 6 van 6: loopt" in way.page.inner_text("#plank")
    pages = [page for page in count.pages if not page.endswith("/acht-vragen/")]
    assert len(count.presses) <= MOST_PRESSES - IMPRESSION, count.presses
    assert len(pages) <= MOST_PAGES, pages


def sign_in(way: Way) -> None:
    way.open("/inloggen/")
    way.fill("E-mailadres", COORDINATOR)
    way.fill("Wachtwoord", PASSWORD)
    way.press("Log in")
    way.page.wait_for_url("**/vandaag/**")


def take_down(me: Counted, surname: str) -> None:
    """What is told, with its two ticks; the button leads to the eight questions."""
    me.follow(re.compile("^Nieuwe hulpvraag"))
    me.way.fill("Voornaam", "Tine")
    me.way.fill("Achternaam", surname)
    me.way.fill("Telefoon", "06 12 34 56 78")
    me.tick("Boodschappen")
    me.tick("Het maakt niet uit")
    me.way.fill("Postcode", "1015 AB")
    looks_right(me.way.page)
    me.press("Bewaar, en naar de acht vragen")
    me.way.sees(re.compile("^Acht vragen over"))


def say_yes(volunteer: Counted, name: str) -> None:
    """By the link of the message; in their own window, and counted as well."""
    volunteer.way.open("/proef/berichten/")
    volunteer.way.follow(re.compile(f"^Open de link van {name} "))
    volunteer.follow("Bekijk de vraag")
    volunteer.press("Ja, kennismaken")
    volunteer.way.sees("Fijn")


def looks_right(page: Page) -> None:
    assert not too_wide(page), page.url
