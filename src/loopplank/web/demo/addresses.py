"""The start of the demo."""

from loopplank.web.demo import views
from loopplank.web.kit.doors import EVERYBODY, POST, Door

DOORS: tuple[Door, ...] = (
    Door("proef/", "demo", views.show_demo, EVERYBODY),
    Door("proef/inloggen/", "demo_sign_in", views.sign_in_to_demo, EVERYBODY, POST),
    Door("proef/berichten/", "demo_outbox", views.show_demo_outbox, EVERYBODY),
)
