"""Every page on a screen of 1280 pixels, each door as each role; and the first set-up."""

import pytest
from tests.browser.conftest import NewPage, NewServer
from tests.browser.every_page import SEND, Axe, EveryPage, look, look_at_all
from tests.server import Server

WIDTH = 1280


@pytest.fixture(scope="module")
def server(everything: tuple[Server, EveryPage]) -> Server:
    return everything[0]


@pytest.fixture(scope="module")
def every(everything: tuple[Server, EveryPage]) -> EveryPage:
    return everything[1]


def test_some_pages(every: EveryPage, server: Server, new_page: NewPage, axe: Axe) -> None:
    wrong = look_at_all(every.some(25), new_page(width=WIDTH), server, axe)
    assert not wrong, "\n".join(wrong)


@pytest.mark.proof
def test_every_page(every: EveryPage, server: Server, new_page: NewPage, axe: Axe) -> None:
    wrong = look_at_all(every.once().share(), new_page(width=WIDTH), server, axe)
    assert not wrong, "\n".join(wrong)


def test_the_first_set_up(new_server: NewServer, new_page: NewPage, axe: Axe) -> None:
    """It is there only while nothing else is; with and without mistakes, narrow and wide."""
    empty = new_server(mode="real", prepared=False)
    for width in (320, WIDTH):
        page = new_page(on=empty, width=width)
        page.goto("/begin/")
        assert list(look(page, axe)) == []
        with page.expect_navigation():
            page.locator(SEND).first.click()
        assert page.locator(".error-summary").count() == 1
        assert list(look(page, axe)) == []
