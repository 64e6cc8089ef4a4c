"""Dutch or English: a cookie, and back to the page where somebody was."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from loopplank.access.actors import Actor
from loopplank.web.sign_in import remember_language


def switch_language(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """By a link or by a form. Only to a page of this site, never to another one."""
    asked = request.POST if request.method == "POST" else request.GET
    response = HttpResponseRedirect(_back(request, asked.get("next", "")))
    language = asked.get("to", "")
    if language in dict(settings.LANGUAGES):
        remember_language(response, language)
    return response


def _back(request: HttpRequest, wanted: str) -> str:
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None, require_https=request.is_secure()
    )
    return wanted if safe and wanted.startswith("/") else "/"
