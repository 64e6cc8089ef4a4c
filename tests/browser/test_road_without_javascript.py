"""The whole road once more, in a browser that runs no script at all."""

from tests.browser.conftest import NewPage
from tests.browser.operating import Mouse
from tests.browser.road import Road


def test_from_a_question_to_a_visit(new_page: NewPage) -> None:
    Road(
        help_seeker=Mouse(new_page(javascript=False, width=320)),
        coordinator=Mouse(new_page(javascript=False)),
        volunteer=Mouse(new_page(javascript=False, width=360)),
    ).walk()
