"""Every page of a volunteer with wide text, on a small telephone and enlarged to 200 %."""

import pytest
from tests.browser.conftest import NewPage
from tests.browser.every_page import Axe, EveryPage, look_at_all, look_with_wide_text
from tests.server import Server

#: A window of 1280 pixels at 200 % shows 640 of them.
TELEPHONE, ENLARGED = 320, 640


@pytest.fixture(scope="module")
def server(everything: tuple[Server, EveryPage]) -> Server:
    return everything[0]


@pytest.fixture(scope="module")
def every(everything: tuple[Server, EveryPage]) -> EveryPage:
    found = everything[1].under("/mijn-week/")
    assert len(found.visits) > 12
    return found


@pytest.mark.parametrize("width", [TELEPHONE, ENLARGED])
def test_wide_text_goes_nowhere_out_of_sight(
    width: int, every: EveryPage, server: Server, new_page: NewPage
) -> None:
    wrong = look_with_wide_text(every, new_page(width=width), server)
    assert not wrong, "\n".join(wrong)


def test_enlarged_to_200_percent(
    every: EveryPage, server: Server, new_page: NewPage, axe: Axe
) -> None:
    wrong = look_at_all(every, new_page(width=ENLARGED, height=400), server, axe)
    assert not wrong, "\n".join(wrong)
