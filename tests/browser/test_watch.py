"""The watch over every window notices what it is there for."""

from collections.abc import Callable

from playwright.sync_api import Page
from tests.browser.conftest import Watch


def complaints(watch: Watch) -> str:
    """Take the complaints out, so that this test passes when they are the right ones."""
    watch.settle()
    found = "\n".join(watch.wrong)
    watch.wrong.clear()
    return found


def test_a_request_to_another_host_is_noticed(page: Page, watch: Watch) -> None:
    page.goto("/gezond/")
    page.evaluate("window.open('http://127.0.0.1:9/elsewhere')")
    page.wait_for_timeout(200)
    assert "asked another host: http://127.0.0.1:9/elsewhere" in complaints(watch)


def test_a_breach_of_the_content_policy_is_noticed(page: Page, watch: Watch) -> None:
    page.goto("/gezond/")
    page.evaluate("document.body.appendChild(new Image()).src = 'http://127.0.0.1:9/x.png'")
    page.wait_for_timeout(200)
    assert "content policy: " in complaints(watch)


def test_a_script_that_throws_is_noticed(page: Page, watch: Watch) -> None:
    page.goto("/gezond/")
    page.evaluate("setTimeout(() => { throw new Error('broken on purpose') }, 0)")
    page.wait_for_timeout(100)
    assert "script: " in complaints(watch)


def test_a_missing_file_is_noticed(page: Page, watch: Watch) -> None:
    page.goto("/gezond/")
    page.evaluate("document.body.appendChild(new Image()).src = '/static/not-there.png'")
    page.wait_for_timeout(200)
    assert "/static/not-there.png" in complaints(watch)


def test_axe_finds_what_is_not_accessible(page: Page, axe: Callable[[Page], list[str]]) -> None:
    page.goto("/gezond/")
    page.evaluate("document.body.innerHTML = '<main><h1>x</h1><input></main>'")
    found = axe(page)
    assert any(line.startswith("label (critical) at input: ") for line in found), found
