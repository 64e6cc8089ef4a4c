"""Coordinators: a request by phone or on paper, and changing its answers."""

from loopplank.web.doors import COORDINATORS, Door
from loopplank.web.views import intake_by_phone

BOTH = ("GET", "POST")

DOORS: tuple[Door, ...] = (
    Door("hulpvragen/nieuw/", "new_request", intake_by_phone.new_request, COORDINATORS, BOTH),
    Door(
        "hulpvragen/<uuid:request_id>/wijzigen/",
        "amend_request",
        intake_by_phone.amend_request,
        COORDINATORS,
        BOTH,
    ),
)
