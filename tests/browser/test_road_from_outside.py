"""Referred in on a telephone without an account, and declined with what can be done."""

from tests.browser.conftest import NewPage
from tests.browser.operating import Mouse
from tests.browser.road_from_outside import RoadFromOutside


def test_from_a_wijkteam_to_an_honest_no(new_page: NewPage) -> None:
    RoadFromOutside(
        professional=Mouse(new_page(width=360)),
        coordinator=Mouse(new_page()),
        person=Mouse(new_page(width=320)),
    ).walk()
