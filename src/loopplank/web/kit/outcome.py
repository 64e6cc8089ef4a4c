"""What the last press did: said once, in the panel that was used, with the focus on it.

An action that is done goes back to `…#uitkomst`; which panel of that page says it stands in the tag
of the message. What a rule refuses is said by the same page at once, with status 422, so that what
was typed is still there. No page makes a place of its own for it.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import Resolver404, resolve

UNPROCESSABLE = 422
#: The place of a page that names none: above everything, where such a page begins.
TOP = "top"
_WORST = ("error", "warning", "success", "info")


@dataclass(frozen=True, slots=True)
class Outcome:
    """`kind` is that of a message of Django; `at` the panel in which it stands."""

    kind: str
    text: str
    at: str

    @property
    def failed(self) -> bool:
        return self.kind == "error"


def outcome_of(request: HttpRequest, places: Sequence[str] = ()) -> Outcome | None:
    """Return what is to be said now, in one of the places of this page: the one that was used, or
    else its first.
    """
    said = list(messages.get_messages(request))
    if not said:
        return None
    used = [one.extra_tags for one in said if one.extra_tags in places]
    kinds = [one.level_tag for one in said]
    return Outcome(
        kind=next((kind for kind in _WORST if kind in kinds), "info"),
        text=" ".join(str(one.message) for one in said),
        at=used[-1] if used else places[0] if places else TOP,
    )


def went_well(request: HttpRequest, back: str, done: str) -> HttpResponse:
    """Go back to a page and say there what was done. The part after # names its panel."""
    parts = urlsplit(back)
    if not done:
        return HttpResponseRedirect(back)
    messages.success(request, done, extra_tags=parts.fragment)
    # a page without panels says it where it begins
    return HttpResponseRedirect(
        parts._replace(fragment="uitkomst").geturl() if parts.fragment else back
    )


def went_wrong(request: HttpRequest, back: str, why: str) -> HttpResponse:
    """Show the page behind a button, with why nothing was done, as the answer to the press; who
    only followed a link is led there.
    """
    parts = urlsplit(back)
    messages.error(request, why, extra_tags=parts.fragment)
    if request.method != "POST":
        return HttpResponseRedirect(back)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return HttpResponseRedirect(back)
    shown = copy(request)
    shown.method, shown.path, shown.path_info = "GET", parts.path, parts.path
    shown.GET = QueryDict(parts.query)
    shown.resolver_match = found
    response: HttpResponse = found.func(shown, *found.args, **found.kwargs)
    if response.status_code == HttpResponse.status_code:
        response.status_code = UNPROCESSABLE
    return response
