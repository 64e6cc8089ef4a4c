"""A real browser before the real application.

`server` is the application on a database of its own, one for each test file; `page` is a fresh
browser window on it. Every window is watched: a request to another host, a breach of the content
policy, a script that throws or a file that is missing fails the test, whatever the test looked at.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect, sync_playwright
from playwright.sync_api import Error as BrowserError
from scripts.pace import patient
from tests.browser.every_page import EveryPage
from tests.databases import PROJECT, Files
from tests.server import Server, secret_file

# What fills the database that a browser meets: each runs once a run, in demo mode and with the
# secret key of the run, and every server gets a copy. The second goes on where the first ended.
PREPARED = ("manage.py", "demo")
EVERY_ADDRESS = ("-m", "tests.browser.every_address")

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # a busy machine answers late, which is no slow telephone: nothing would be fetched ahead
    "--force-effective-connection-type=4g",
)
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# a page in this browser that is not of the network at all
_OWN = ("data:", "blob:", "about:")
_POLICY = re.compile("content security policy|content-security-policy", re.IGNORECASE)
_FILES = frozenset({"stylesheet", "script", "image", "font"})
_watched = pytest.StashKey["Watch"]()
expect.set_options(timeout=1000 * patient(5))


class Watch:
    """What went wrong in the windows of one test without the test asking for it."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.contexts: list[BrowserContext] = []

    def over(self, context: BrowserContext, address: str) -> None:
        own = urlsplit(address).netloc

        def requested(url: str) -> None:
            if not url.startswith(_OWN) and urlsplit(url).netloc != own:
                self.wrong.append(f"asked another host: {url}")

        def answered(response: Response) -> None:
            missing = response.status >= 400 and response.request.resource_type in _FILES
            if missing or response.status >= 500:
                self.wrong.append(f"{response.status} for {response.url}")

        def printed(text: str) -> None:
            if _POLICY.search(text):
                self.wrong.append(f"content policy: {text}")

        context.on("request", lambda request: requested(request.url))
        context.on("response", answered)
        context.on("console", lambda message: printed(message.text))
        context.on("weberror", lambda error: self.wrong.append(f"script: {error.error}"))
        self.contexts.append(context)

    def settle(self) -> None:
        """One round trip a window, so that what it already did has been told."""
        for context in self.contexts:
            for page in context.pages:
                with suppress(BrowserError):
                    page.title()

    def picture(self, name: str) -> list[str]:
        """What the windows of a failed test look like, as files under build/."""
        folder = PROJECT / "build" / "browser"
        folder.mkdir(parents=True, exist_ok=True)
        pages = [page for context in self.contexts for page in context.pages]
        made = []
        for number, page in enumerate(pages, 1):
            path = folder / f"{re.sub(r'[^a-zA-Z0-9-]+', '-', name)}-{number}.png"
            with suppress(BrowserError):
                page.screenshot(path=path, full_page=True)
                made.append(f"{page.url} looks like {path.relative_to(PROJECT)}")
        return made


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Any:
    """A test passes only when its windows had nothing to complain of either."""
    watch = item.stash.setdefault(_watched, Watch())
    try:
        result = yield
        watch.settle()
        if watch.wrong:
            pytest.fail("\n".join(dict.fromkeys(watch.wrong)), pytrace=False)
    except BaseException:
        item.add_report_section("call", "windows", "\n".join(watch.picture(item.name)))
        server = getattr(item, "funcargs", {}).get("server")
        if isinstance(server, Server):
            item.add_report_section("call", "server", server.said()[-4000:])
        raise
    return result


# --- the application --------------------------------------------------------
@pytest.fixture(scope="session")
def files() -> Files:
    """SQLite databases for servers."""
    folder = Path(os.environ["LPTEST_DIR"])
    return Files(folder, f"browser-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")


class NewServer(Protocol):
    def __call__(
        self,
        *,
        mode: str = "demo",
        prepared: bool = True,
        template: str | None = None,
        **more: str,
    ) -> Server: ...


@pytest.fixture(scope="module")
def new_server(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewServer]:
    """Start another server on a fresh copy of its own: `new_server(mode="real", prepared=False)`.

    Without `prepared` its database has tables and nothing in them; a `template` is another one;
    `more` are settings of this server alone.
    """
    started: list[tuple[Server, str]] = []

    def new(
        *,
        mode: str = "demo",
        prepared: bool = True,
        template: str | None = None,
        **more: str,
    ) -> Server:
        ordinary = _prepared(files) if prepared else files.migrated()
        database = files.copy(template or ordinary)
        address = files.address(database)
        folder = tmp_path_factory.mktemp("server")
        server = Server(folder, address, shared=files.folder, mode=mode, **more)
        started.append((server, database))
        return server.start()

    yield new
    for server, database in started:
        server.stop()
        files.drop(database)


def _prepared(files: Files) -> str:
    key = str(secret_file(files.folder))
    return files.filled("prepared", *PREPARED, MODE="demo", SECRET_FILE=key)


@pytest.fixture(scope="module")
def server(new_server: NewServer) -> Server:
    """The application on a fresh copy of the prepared database, for the tests of one file."""
    return new_server()


@pytest.fixture(scope="module")
def everything(files: Files, new_server: NewServer) -> tuple[Server, EveryPage]:
    """A server on which every page there is can be opened, and where."""
    key, told = str(secret_file(files.folder)), files.folder / "every-address.json"
    template = files.filled(
        "everything",
        *EVERY_ADDRESS,
        str(told),
        beginning=_prepared(files),
        MODE="demo",
        SECRET_FILE=key,
    )
    return new_server(template=template), EveryPage.read(told.read_text(encoding="utf-8"))


# --- the browser -------------------------------------------------------------
@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("LPTEST_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip("chromium is missing")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=ARGUMENTS, timeout=1000 * patient(30)
        )
        yield browser
        browser.close()


class NewPage(Protocol):
    def __call__(
        self,
        *,
        on: Server | None = None,
        width: int = 1280,
        height: int = 800,
        javascript: bool = True,
        **more: Any,
    ) -> Page: ...


@pytest.fixture
def watch(request: pytest.FixtureRequest) -> Watch:
    """What this test's windows complained of so far; anything left in `watch.wrong` fails it."""
    return request.node.stash.setdefault(_watched, Watch())


@pytest.fixture
def new_page(request: pytest.FixtureRequest, browser: Browser, watch: Watch) -> Iterator[NewPage]:
    """Open another window with cookies of its own: `new_page(width=320, javascript=False)`.

    `on` is another server than the one of this file; what else is given goes to the browser.
    """

    def new(
        *,
        on: Server | None = None,
        width: int = 1280,
        height: int = 800,
        javascript: bool = True,
        **more: Any,
    ) -> Page:
        server: Server = on or request.getfixturevalue("server")
        settings: dict[str, Any] = {
            "base_url": server.address,
            "locale": "nl-NL",
            "timezone_id": "Europe/Amsterdam",
            "viewport": {"width": width, "height": height},
            "java_script_enabled": javascript,
            "reduced_motion": "reduce",
        }
        context = browser.new_context(**{**settings, **more})
        context.set_default_timeout(1000 * patient(10))
        watch.over(context, server.address)
        return context.new_page()

    yield new
    for context in watch.contexts:
        context.close()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A window of 1280 by 800 on `server`: `page.goto("/")`."""
    return new_page()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """`assert axe(page) == []`: what axe finds on this page, one readable line a place."""
    judge = Axe()
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}

    def judged(page: Page) -> list[str]:
        found = judge.run(page, options=options).response["violations"]
        return [_readable(violation, node) for violation in found for node in violation["nodes"]]

    return judged


def _readable(violation: dict[str, Any], node: dict[str, Any]) -> str:
    place = " ".join(str(part) for part in node["target"])
    why = " ".join(node["failureSummary"].split())
    return f"{violation['id']} ({violation['impact']}) at {place}: {why} {node['html'][:200]}"
