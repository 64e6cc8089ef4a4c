"""The eight questions, the impression and the decision."""

from loopplank.web.kit.doors import BOTH, COORDINATORS, POST, Door
from loopplank.web.triage import views

DOORS: tuple[Door, ...] = (
    Door(
        "hulpvragen/<uuid:request_id>/acht-vragen/",
        "triage",
        views.eight_questions,
        COORDINATORS,
        BOTH,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/indruk/",
        "impression",
        views.give_impression,
        COORDINATORS,
        POST,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/volg-advies/",
        "follow_advice",
        views.follow,
        COORDINATORS,
        POST,
    ),
    Door(
        "hulpvragen/<uuid:request_id>/besluit/",
        "decide",
        views.decide_otherwise,
        COORDINATORS,
        BOTH,
    ),
)
