"""On paper a page is what it says: no menu, no search, nothing to press."""

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import NewPage
from tests.browser.operating import Mouse
from tests.browser.road import COORDINATOR, PASSWORD


@pytest.mark.parametrize("width", [1280, 360])
def test_a_page_of_work_prints_without_its_frame(width: int, new_page: NewPage) -> None:
    me = Mouse(new_page(width=width))
    me.open("/inloggen/")
    me.fill("E-mailadres", COORDINATOR)
    me.fill("Wachtwoord", PASSWORD)
    me.press("Log in")
    me.follow("Hoe werkt dit?")
    me.sees("Vandaag: hoe werkt dit?")
    bar = me.page.locator(".work-bar")
    others = me.page.get_by_role("navigation", name="Andere onderwerpen")
    expect(bar).to_be_visible()
    expect(others).to_be_visible()
    me.page.emulate_media(media="print")
    expect(me.page.get_by_role("heading", level=1)).to_be_visible()
    me.reads("Zo doe je het")
    expect(bar).to_be_hidden()
    expect(others).to_be_hidden()
