"""The whole road by keyboard only: every stop of Tab is seen, and everything needed is reached."""

from datetime import UTC, datetime

import pytest
from loopplank.core.calendar import local_day
from tests.browser.conftest import NewPage
from tests.browser.operating import Keyboard
from tests.browser.road import Road


def test_from_a_question_to_a_visit(new_page: NewPage) -> None:
    Road(
        help_seeker=Keyboard(new_page()),
        coordinator=Keyboard(new_page()),
        volunteer=Keyboard(new_page(width=360)),
        today=local_day(datetime.now(UTC)),
    ).walk()
