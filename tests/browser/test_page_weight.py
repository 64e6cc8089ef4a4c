"""What a page of a volunteer weighs on a slow line: the first time, and every time after."""

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import NewPage
from tests.browser.every_page import EveryPage
from tests.server import Server

FIRST, AFTER = 120_000, 15_000
WHO = "volunteer_who_helps"


class Scale:
    """Bytes over the line since it was last read, by what was asked."""

    def __init__(self, page: Page) -> None:
        self.asked: dict[str, str] = {}
        self.bytes: dict[str, int] = {}
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.on("Network.requestWillBeSent", self._asked)
        devtools.on("Network.loadingFinished", self._came)

    def _asked(self, event: dict[str, object]) -> None:
        request = event["request"]
        assert isinstance(request, dict)
        self.asked[str(event["requestId"])] = urlsplit(str(request["url"])).path

    def _came(self, event: dict[str, object]) -> None:
        path = self.asked.get(str(event["requestId"]), "?")
        self.bytes[path] = self.bytes.get(path, 0) + int(str(event["encodedDataLength"]))

    def read(self) -> tuple[int, str]:
        """How much, and what the heaviest were."""
        heaviest = sorted(self.bytes.items(), key=lambda one: -one[1])
        total = sum(self.bytes.values())
        self.bytes = {}
        return total, json.dumps(heaviest[:12], indent=1)


@pytest.fixture(scope="module")
def server(everything: tuple[Server, EveryPage]) -> Server:
    return everything[0]


@pytest.fixture(scope="module")
def every(everything: tuple[Server, EveryPage]) -> EveryPage:
    return everything[1]


def test_a_first_page_is_light_and_the_next_one_is_lighter(
    every: EveryPage, server: Server, new_page: NewPage
) -> None:
    # without the worker, which fetches the same files once more into its own store
    page = new_page(width=360, service_workers="block")
    every.be(WHO, page, server)
    scale = Scale(page)
    page.goto("/mijn-week/", wait_until="networkidle")
    first, what = scale.read()
    assert 20_000 < first <= FIRST, f"{first} bytes: {what}"
    addresses = {visit.door: visit.address for visit in every.visits if visit.who == WHO}
    addresses |= {"limits": "/mijn-week/grenzen/", "devices": "/mijn-week/toestellen/"}
    for door, address in sorted(addresses.items()):
        page.goto(address, wait_until="networkidle")
        after, what = scale.read()
        assert after <= AFTER, f"{door}: {after} bytes: {what}"


def test_text_is_there_before_the_font(new_page: NewPage) -> None:
    """With the font on the way the words stand there in another one."""
    page = new_page(width=360)
    page.goto("/mijn-week/")
    shown = page.evaluate("[...document.fonts].map(font => font.display)")
    assert shown
    assert set(shown) == {"swap"}
