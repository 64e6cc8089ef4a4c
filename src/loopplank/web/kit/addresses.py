"""The health of this process."""

from loopplank.web.kit import views
from loopplank.web.kit.doors import EVERYBODY, Door

DOORS: tuple[Door, ...] = (Door("gezond/", "health", views.show_health, EVERYBODY),)
