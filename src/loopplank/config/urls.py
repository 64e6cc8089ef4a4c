"""The root of all addresses: the doors of the pages."""

from loopplank.web.urls import urlpatterns

handler404 = "loopplank.web.views.errors.not_found"
handler500 = "loopplank.web.views.errors.broken"
handler403 = "loopplank.web.views.errors.not_found"
handler400 = "loopplank.web.views.errors.not_understood"

__all__ = ["urlpatterns"]
