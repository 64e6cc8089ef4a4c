"""The way from a browser to the database and back."""

from playwright.sync_api import Page
from tests.browser.conftest import NewPage, NewServer


def test_the_application_answers_a_browser(page: Page) -> None:
    answer = page.goto("/gezond/")
    assert answer is not None
    assert answer.status == 200
    assert page.inner_text("body").strip() == "ok"


def test_a_killed_server_starts_again(new_server: NewServer, new_page: NewPage) -> None:
    server = new_server(prepared=False)
    server.kill()
    server.start()
    answer = new_page(on=server).goto("/gezond/")
    assert answer is not None
    assert answer.status == 200
