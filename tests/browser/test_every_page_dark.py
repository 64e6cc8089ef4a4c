"""Every page for who reads by night: the browser asks for dark, and every word can still be read.

Only contrast is judged here; the rest is the same by day and is looked at there.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.browser.conftest import NewPage, NewServer
from tests.browser.every_page import FILES, LEADS_TO, EveryPage
from tests.server import Server

#: What a coordinator, a volunteer, who asks and everybody else see most; each as all who may.
OFTEN = frozenset(
    {
        "account",
        "account_login",
        "ask_organisation",
        "candidates",
        "gaps",
        "messages",
        "network_overview",
        "request",
        "search",
        "status",
        "team_week",
        "today",
        "volunteers",
        "week",
    }
)
#: Light by night too: a picture of the paper that comes out of the printer.
ON_PAPER = "text-paper"
LUMINANCE = """() => {
  const part = (own) => own <= .03928 ? own / 12.92 : ((own + .055) / 1.055) ** 2.4;
  const [red, green, blue] = getComputedStyle(document.body).backgroundColor
    .match(/[\\d.]+/g).map((own) => part(own / 255));
  return .2126 * red + .7152 * green + .0722 * blue;
}"""


@pytest.fixture(scope="module")
def server(everything: tuple[Server, EveryPage]) -> Server:
    return everything[0]


@pytest.fixture(scope="module")
def every(everything: tuple[Server, EveryPage]) -> EveryPage:
    return everything[1].once()


def test_what_is_seen_most(every: EveryPage, server: Server, new_page: NewPage) -> None:
    often = tuple(visit for visit in every.visits if visit.door in OFTEN)
    assert {visit.door for visit in often} == OFTEN
    page = new_page(width=390, color_scheme="dark")
    wrong = _look_at(EveryPage(frozenset(), every.cookies, often, {}), page, server)
    assert not wrong, "\n".join(wrong)


@pytest.mark.proof
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page(width: int, every: EveryPage, server: Server, new_page: NewPage) -> None:
    page = new_page(width=width, color_scheme="dark")
    wrong = _look_at(every.share(), page, server)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("address", "status"), [("/bestaat-niet/", 404), ("/mijn-week/", 403), ("/inloggen/", 200)]
)
def test_pages_that_are_not_there(address: str, status: int, new_page: NewPage) -> None:
    page = new_page(width=360, color_scheme="dark")
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status
    assert list(_wrong(page)) == []


def test_the_first_set_up(new_server: NewServer, new_page: NewPage) -> None:
    page = new_page(on=new_server(mode="real", prepared=False), width=360, color_scheme="dark")
    page.goto("/begin/")
    assert list(_wrong(page)) == []


def test_what_is_printed_is_light(every: EveryPage, server: Server, new_page: NewPage) -> None:
    page = new_page(color_scheme="dark")
    visit = next(visit for visit in every.visits if visit.door == "request")
    every.be(visit.who, page, server)
    page.goto(visit.address)
    assert page.evaluate(LUMINANCE) < 0.1
    page.emulate_media(media="print")
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert ink == "rgb(20, 36, 43)"


def _look_at(every: EveryPage, page: Page, server: Server) -> list[str]:
    wrong = []
    for who, visits in every.by_browser():
        every.be(who, page, server)
        for visit in visits:
            if visit.door in FILES or visit.door in LEADS_TO:
                continue
            page.goto(visit.address)
            wrong += [f"{visit}: {line}" for line in _wrong(page)]
    return wrong


def _wrong(page: Page) -> Iterator[str]:
    paper = page.evaluate("document.documentElement.className").split() == [ON_PAPER]
    light = page.evaluate(LUMINANCE)
    if not paper and light > 0.1:
        yield f"is not dark: {light:.2f}"
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    found: dict[str, Any] = (
        Axe()
        .run(page, options={"runOnly": ["color-contrast"], "resultTypes": ["violations"]})
        .response
    )
    for violation in found["violations"]:
        for node in violation["nodes"]:
            place = " ".join(str(part) for part in node["target"])
            why = " ".join(node["failureSummary"].split())
            yield f"{place}: {why} {node['html'][:160]}"
