"""The place to practise in."""

from loopplank.web.kit.doors import BOTH, POST, RUN_AN_ORGANISATION, Door
from loopplank.web.practice.views import place

DOORS: tuple[Door, ...] = (
    Door("oefenen/", "practice", place.show_place, RUN_AN_ORGANISATION),
    Door(
        "oefenen/begin/", "practice_begin", place.begin, RUN_AN_ORGANISATION, POST, real_only=True
    ),
    Door("oefenen/weg/", "practice_remove", place.remove, RUN_AN_ORGANISATION, BOTH),
)
