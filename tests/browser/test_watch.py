"""The watch over every window notices what it is there for."""

from collections.abc import Callable

from playwright.sync_api import Page
from tests.browser.conftest import Watch
from tests.racing import eventually


def complains(watch: Watch, of: str) -> None:
    """Wait for this complaint, and take all out, so that the test passes with the right one."""

    def told() -> bool:
        watch.settle()
        return of in "\n".join(watch.wrong)

    eventually(told, f"the watch says “{of}”")
    for context in watch.contexts:
        # from here on nothing more is said
        context.close()
    watch.wrong.clear()


def test_a_request_to_another_host_is_noticed(page: Page, watch: Watch) -> None:
    page.goto("/gezond/")
    page.evaluate("window.open('http://127.0.0.1:9/elsewhere')")
    complains(watch, "asked another host: http://127.0.0.1:9/elsewhere")


def test_a_breach_of_the_content_policy_is_noticed(page: Page, watch: Watch) -> None:
    page.goto("/gezond/")
    page.evaluate("document.body.appendChild(new Image()).src = 'http://127.0.0.1:9/x.png'")
    complains(watch, "content policy: ")


def test_a_script_that_throws_is_noticed(page: Page, watch: Watch) -> None:
    page.goto("/gezond/")
    page.evaluate("setTimeout(() => { throw new Error('broken on purpose') }, 0)")
    complains(watch, "script: ")


def test_a_missing_file_is_noticed(page: Page, watch: Watch) -> None:
    page.goto("/gezond/")
    page.evaluate("document.body.appendChild(new Image()).src = '/static/not-there.png'")
    complains(watch, "/static/not-there.png")


def test_axe_finds_what_is_not_accessible(page: Page, axe: Callable[[Page], list[str]]) -> None:
    page.goto("/gezond/")
    page.evaluate("document.body.innerHTML = '<main><h1>x</h1><input></main>'")
    found = axe(page)
    assert any(line.startswith("label (critical) at input: ") for line in found), found
