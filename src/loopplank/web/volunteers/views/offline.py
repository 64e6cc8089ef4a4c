"""What a telephone needs to work without internet: the worker, the manifest, a page, a mark."""

import hashlib
import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.web.account import device_cookie
from loopplank.web.kit.public_frame import show_placeless
from loopplank.web.volunteers.frame import show_week

#: What every page of a volunteer asks for; the worker keeps these files under their hashed names.
FILES = tuple(
    f"loopplank/{name}"
    for name in (
        "tokens.css",
        "page.css",
        "parts.css",
        "drawing.css",
        "forms.css",
        "phone.css",
        "public.css",
        "print.css",
        "keep.js",
        "copy.js",
        "waiting.js",
        "offline.js",
        "icons.svg",
        "favicon.svg",
        "fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    )
)
SCRIPTS = ("loopplank/waiting.js", "loopplank/worker.js")
#: --deep and --mist of tokens.css: the bar above the page, and what shows before it is there.
BAR, GROUND = "#083A47", "#F3F6F5"
_ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-192.png", "192x192", "maskable"),
    ("icon-maskable-512.png", "512x512", "maskable"),
)


def show_worker(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001  one shape
    """Return the script that answers for the pages under the same address, with what it has to
    know.
    """
    files = [static(name) for name in FILES]
    told = {
        "files": files,
        "version": hashlib.sha256("\n".join(files).encode()).hexdigest()[:12],
        "home": reverse("week"),
        "offline": reverse("offline"),
        "nobodys": reverse("no_internet"),
        "mark": reverse("form_mark"),
        "nothing": _("Er is geen internet. Probeer het straks nog een keer."),
    }
    body = render_to_string(
        "volunteers/worker.js",
        {"told": json.dumps(told), "scripts": json.dumps([static(name) for name in SCRIPTS])},
    )
    return HttpResponse(body, content_type="text/javascript; charset=utf-8")


def show_manifest(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001  one shape
    """Return how the page stands between the other apps of a telephone."""
    home = reverse("week")
    icons = [
        {
            "src": static(f"loopplank/app/{name}"),
            "sizes": sizes,
            "type": "image/png",
            "purpose": use,
        }
        for name, sizes, use in _ICONS
    ]
    drawn = {"src": static("loopplank/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    told = {
        "id": home,
        "name": _("Loopplank: mijn week"),
        "short_name": _("Mijn week"),
        "lang": request.LANGUAGE_CODE,
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "theme_color": BAR,
        "background_color": GROUND,
        "icons": [drawn, *icons],
    }
    return JsonResponse(told, content_type="application/manifest+json")


def show_offline(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what is kept on the telephone beforehand, and shown there in place of a page that cannot
    come.
    """
    return show_week(request, actor, "volunteers/offline.html", {})


def show_no_internet(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001  one shape
    """Show the same to whoever is not, or not any more, somebody that this browser knows."""
    return show_placeless(request, "kit/errors/no_internet.html", status=200)


def show_mark(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Give a fresh mark for a form that waited, and whose forms may be sent with it."""
    return JsonResponse({"token": get_token(request), "holder": device_cookie.holder_of(actor)})
