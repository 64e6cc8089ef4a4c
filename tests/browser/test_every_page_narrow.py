"""Every page on a telephone of 320 pixels: every door, every role, every state, and mistakes."""

import pytest
from tests.browser.conftest import NewPage
from tests.browser.every_page import MISTAKES, Axe, EveryPage, look, look_at_all, look_at_mistakes
from tests.proofs import some_of
from tests.server import Server

WIDTH = 320


@pytest.fixture(scope="module")
def server(everything: tuple[Server, EveryPage]) -> Server:
    return everything[0]


@pytest.fixture(scope="module")
def every(everything: tuple[Server, EveryPage]) -> EveryPage:
    return everything[1]


def test_every_door_is_visited(every: EveryPage) -> None:
    assert every.not_visited() == set()


def test_some_pages(every: EveryPage, server: Server, new_page: NewPage, axe: Axe) -> None:
    wrong = look_at_all(every.some(15), new_page(width=WIDTH), server, axe)
    assert not wrong, "\n".join(wrong)


def test_some_pages_with_mistakes(
    every: EveryPage, server: Server, new_page: NewPage, axe: Axe
) -> None:
    wrong = look_at_mistakes(every, new_page(width=WIDTH), server, axe, MISTAKES[::6])
    assert not wrong, "\n".join(wrong)


@pytest.mark.proof
def test_every_page(every: EveryPage, server: Server, new_page: NewPage, axe: Axe) -> None:
    wrong = look_at_all(every.share(), new_page(width=WIDTH), server, axe)
    assert not wrong, "\n".join(wrong)


@pytest.mark.proof
def test_pages_with_mistakes(every: EveryPage, server: Server, new_page: NewPage, axe: Axe) -> None:
    wrong = look_at_mistakes(every, new_page(width=WIDTH), server, axe, some_of(MISTAKES))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("address", "status"),
    [("/bestaat-niet/", 404), ("/l/aaaaaaaaaaaaaaaaaaaaaa", 404), ("/mijn-week/", 403)],
)
def test_pages_that_are_not_there(address: str, status: int, new_page: NewPage, axe: Axe) -> None:
    page = new_page(width=WIDTH)
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status
    assert list(look(page, axe)) == []
