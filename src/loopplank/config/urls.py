"""The root of all addresses: the doors of the pages."""

from loopplank.web.urls import urlpatterns

handler404 = "loopplank.web.kit.views.not_found"
handler500 = "loopplank.web.kit.views.broken"
handler403 = "loopplank.web.kit.views.not_found"
handler400 = "loopplank.web.kit.views.not_understood"

__all__ = ["urlpatterns"]
