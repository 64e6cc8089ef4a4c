"""Search without a name in the address: what was typed is posted, and kept in this browser.

The one mechanism for every field that looks something up. The form is posted; the answer leads to
the same page with a short token in the address, which says nothing. The words are in a cookie that
only we can read, so they stand in no address, log, history or Referer; the back button, a second
tab and the pages of a list work as ever. A field of words in a form that is not posted fails a
test.
"""

import base64
import hashlib
import json
import re
import secrets
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.web.kit import clock

#: The field that is posted, and the token in the address.
FIELD, TOKEN = "zoek", "gezocht"
LONGEST = 80
#: So many searches a browser can go back to.
MOST_KEPT = 8
COOKIE = f"{settings.COOKIE_PREFIX}loopplank_search"
_LASTS = 12 * 3600
#: A choice of a list; nothing that somebody typed.
_CHOICE = re.compile(r"[a-z][a-z0-9_-]{0,60}|\d{4}")

_Kept = list[list[str]]


def lead_to_found(
    request: HttpRequest, actor: Actor, choices: Sequence[str] = (), part: str = ""
) -> HttpResponse:
    """Keep what was typed, and lead to the page that shows what is found: with the `choices` that
    were made beside it, and at this part of the page.
    """
    words = " ".join(request.POST.get(FIELD, "").split())[:LONGEST]
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        # a page of somebody else sent it: what this browser kept would be lost
        words = ""
    query = {
        name: value for name in choices if _CHOICE.fullmatch(value := request.POST.get(name, ""))
    }
    kept = _kept(request)
    if words:
        query[TOKEN] = secrets.token_urlsafe(6)
        kept = [*kept, [query[TOKEN], _whose(actor), words]][-MOST_KEPT:]
    response = HttpResponseRedirect(
        f"{request.path}?{urlencode(query)}{part}" if query else request.path
    )
    if words:
        response.set_cookie(
            COOKIE,
            _box().encrypt_at_time(json.dumps(kept).encode(), _now()).decode("ascii"),
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )
    return response


def typed(request: HttpRequest, actor: Actor) -> str:
    """Return what this actor looks for on this page, or "". Says so when it is not kept any more.

    Words that stand in the address itself are not read: nothing of ours puts them there.
    """
    token = request.GET.get(TOKEN, "")
    if not token:
        return ""
    for one, whose, words in _kept(request):
        if one == token and whose == _whose(actor):
            return words
    messages.info(request, _("Wat je zocht, is niet bewaard. Zoek opnieuw."))
    return ""


def _whose(actor: Actor) -> str:
    return str(actor.account_id or "")


def _kept(request: HttpRequest) -> _Kept:
    raw = request.COOKIES.get(COOKIE, "")
    try:
        found: _Kept = json.loads(_box().decrypt_at_time(raw, _LASTS, _now()))
    except InvalidToken:
        return []
    return found


def _now() -> int:
    return int(clock.now().timestamp())


def _box() -> Fernet:
    key = hashlib.sha256(settings.SECRET_KEY.encode() + b"loopplank.search").digest()
    return Fernet(base64.urlsafe_b64encode(key))
