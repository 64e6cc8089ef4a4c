"""The one door through which everything comes in: what is too long is refused, the rest is cleaned.

It stands before everything else that looks at a request, so that no expression sees a header of any
length, and no view, form or action a sign that cannot be kept (`core.kit.outside_text`).
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, QueryDict, UnreadablePostError

from loopplank.core.kit.outside_text import cleaned, cleaned_json, is_clean
from loopplank.web.kit import views
from loopplank.web.kit.headers import SafeHeaders

MOST_BYTES = 6 * 1024 * 1024
#: A name of a machine is no longer; cookies and the rest of an address are what browsers send.
LONGEST = {"HTTP_HOST": 255, "PATH_INFO": 2_000, "QUERY_STRING": 8_000, "HTTP_COOKIE": 16_000}
#: Of any other header this is read, and no more: none of ours is longer.
MOST_OF_A_HEADER = 2_000
_JSON = "application/json"


class CleanInput:
    """Middleware, the first of all."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.respond = respond
        self.refuse = SafeHeaders(views.not_understood)
        self.refuse_size = SafeHeaders(views.too_large)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if any(len(str(request.META.get(name, ""))) > most for name, most in LONGEST.items()):
            _shorten(request)
            return self.refuse(request)
        _shorten(request)
        if not is_clean(request.path_info):
            return self.refuse(request)
        if _size(request) > MOST_BYTES:
            return self.refuse_size(request)
        _clean_address(request)
        try:
            _clean_body(request)
        except UnreadablePostError:
            # whoever sent it went away half-way
            return self.refuse(request)
        return self.respond(request)


def _size(request: HttpRequest) -> int:
    told = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(told) if told.isdecimal() and len(told) < 16 else 0


def _shorten(request: HttpRequest) -> None:
    """Cut and clean every header, in the one place from which all of them are read."""
    for name, value in request.META.items():
        if isinstance(value, str) and (name.startswith("HTTP_") or name == "CONTENT_TYPE"):
            most = LONGEST.get(name, MOST_OF_A_HEADER)
            if len(value) > most or not is_clean(value):
                request.META[name] = cleaned(value[:most])


def _clean_address(request: HttpRequest) -> None:
    request.GET = _fields(request.GET)  # type: ignore[assignment]  # Django's own way to replace it
    if not all(map(is_clean, request.COOKIES.values())):
        request.COOKIES = {name: cleaned(value) for name, value in request.COOKIES.items()}


def _clean_body(request: HttpRequest) -> None:
    if request.method not in {"POST", "PUT", "PATCH", "DELETE"}:
        return
    if request.content_type == _JSON:
        clean = cleaned_json(request.body.decode(errors="replace"))
        request._body = clean.encode()  # noqa: SLF001  no other way
        return
    request.POST = _fields(request.POST)  # type: ignore[assignment]  # Django's own way to replace it
    for upload in request.FILES.values():
        if upload.name and not is_clean(upload.name):  # type: ignore[union-attr]  # one a name
            upload.name = cleaned(upload.name)  # type: ignore[union-attr]  # an upload has a name


def _fields(sent: QueryDict) -> QueryDict:
    """Return the same fields when there is nothing to clean, else a copy without it."""
    if all(_is_clean(key) and all(map(_is_clean, values)) for key, values in sent.lists()):
        return sent
    fresh = QueryDict(mutable=True, encoding=sent.encoding)
    for key, values in sent.lists():
        fresh.setlist(cleaned(key), [_cleaned(str(value)) for value in values])
    fresh._mutable = False  # noqa: SLF001  as those of Django are
    return fresh


def _is_clean(value: object) -> bool:
    text = str(value)
    return is_clean(text) and not (text[:1] in {"{", "["} and "\\u" in text)


def _cleaned(text: str) -> str:
    return cleaned_json(text) if text[:1] in {"{", "["} else cleaned(text)
