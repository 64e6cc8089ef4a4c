"""The privacy notice."""

from loopplank.web.kit.doors import EVERYBODY, Door
from loopplank.web.privacy import views

DOORS: tuple[Door, ...] = (
    Door("privacy/<slug:network>/", "privacy", views.show_privacy, EVERYBODY),
    Door(
        "privacy/<slug:network>/<slug:organisation>/",
        "privacy_organisation",
        views.show_privacy,
        EVERYBODY,
    ),
)
