"""End the session of a member who did nothing for two hours, and keep what they typed.

Only what a person does counts: opening a page, or sending a form. What a script fetches by itself,
however often, keeps no session alive. A form that was sent too late is kept in the session of this
browser until the same account signs in again; it is sent once, by that person, from its own page.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.actions.kit import security_log
from loopplank.core.account.security_log import Kind
from loopplank.core.account.sessions import ENDED_WORDS, Ended, SessionFacts, ended, to_note
from loopplank.web.account import opened_as
from loopplank.web.kit import clock
from loopplank.web.kit.words import word

#: Sent by a script of ours that asks by itself.
BY_ITSELF = "Loopplank-By-Itself"
#: The hidden field of a form that is sent after all.
FIELD = "kept_form"
MOST_KEPT = 200_000
_BEGAN, _SEEN, _LEFT_BY, _KEPT = "began", "seen", "left_by", "kept_form"
#: Never kept, whatever the form is: what is secret, and the mail of somebody else.
_NEVER = frozenset(
    {"csrfmiddlewaretoken", FIELD, "password", "password1", "password2", "pasted_mail"}
)


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form that was sent after the session had ended: whose session it was where that is known,
    where it went, and its fields, which say as whom it was opened.
    """

    key: str
    account_id: str
    address: str
    fields: tuple[tuple[str, str], ...]
    files: bool


class EndIdleSessions:
    """Middleware, after that of forged forms: what it keeps was sent by a page of ours."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _parts: object
    ) -> HttpResponseBase | None:
        """End or renew the session; passes over a kept form that was sent already."""
        if not request.session.session_key or SESSION_KEY not in request.session:
            return None
        now = clock.now()
        if _LEFT_BY in request.session:
            del request.session[_LEFT_BY]
        session = facts(request, now)
        why = ended(session, now)
        if why is not None:
            _end(request, why, now)
        elif by_a_person(request) and (_SEEN not in request.session or to_note(session, now)):
            note(request, now)
        if request.method == "POST" and FIELD in request.POST and why is None:
            return _once(request)
        return None


def facts(request: HttpRequest, now: datetime) -> SessionFacts:
    """Return since when this session is, and its last sign of life; both now when it is new."""
    return SessionFacts(_at(request, _BEGAN, now), _at(request, _SEEN, now))


def note(request: HttpRequest, now: datetime) -> None:
    """Write down that a person did something."""
    request.session.setdefault(_BEGAN, int(now.timestamp()))
    request.session[_SEEN] = int(now.timestamp())


def by_a_person(request: HttpRequest) -> bool:
    """Say whether somebody opened a page or sent a form: not what a script or a guess ahead did."""
    headers = request.headers
    if BY_ITSELF in headers or "HX-Request" in headers or "Sec-Purpose" in headers:
        return False
    return headers.get("Sec-Fetch-Dest", "document") == "document"


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send whoever is not signed in to do so, and back; a form that came too late is kept, however
    the session ended.
    """
    back = request.get_full_path()
    if not by_a_person(request):
        return redirect_to_login(back)
    account_id, why = request.session.get(_LEFT_BY, ("", ""))
    if why:
        messages.info(request, word(ENDED_WORDS[Ended(why)]))
    ours = account_id or opened_as.is_of_a_member(request.POST.get(opened_as.FIELD, ""))
    if request.method != "POST" or not ours:
        return redirect_to_login(back)
    kept = _keep(request, account_id)
    messages.warning(
        request,
        _("Er is nog niets verstuurd. Log in. Daarna staat hier wat je typte.")
        if kept
        else _("Er is niets verstuurd. Ga terug in je browser en kopieer eerst wat je typte."),
    )
    return redirect_to_login(reverse("kept_form") if kept else back)


def kept_form(request: HttpRequest, account_id: UUID) -> KeptForm | None:
    """Return the form that waits, if this account sent it. That of another is thrown away."""
    raw = request.session.get(_KEPT)
    if raw is None:
        return None
    told: dict[str, Any] = json.loads(raw)
    fields = tuple((str(name), str(value)) for name, value in told.pop("fields"))
    kept = KeptForm(fields=fields, **told)
    if kept.account_id != str(account_id) and membership_of(kept, account_id) is None:
        drop(request)
        return None
    return kept


def membership_of(kept: KeptForm, account_id: UUID) -> UUID | None:
    """Return as which membership of this account it was opened, if that is one and works still."""
    return opened_as.opened_by(account_id, dict(kept.fields).get(opened_as.FIELD, ""))


def drop(request: HttpRequest) -> None:
    request.session.pop(_KEPT, None)


def _end(request: HttpRequest, why: Ended, now: datetime) -> None:
    """End it, and remember in this browser whose it was."""
    left_by = request.session[SESSION_KEY]
    security_log.record(
        Kind.SESSION_ENDED, now=now, account_id=UUID(left_by), data={"why": why.value}
    )
    logout(request)
    request.session[_LEFT_BY] = [left_by, why.value]


def _keep(request: HttpRequest, account_id: str) -> bool:
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NEVER
        for value in values
    ]
    if sum(len(name) + len(str(value)) for name, value in fields) > MOST_KEPT:
        return False
    request.session[_KEPT] = json.dumps(
        {
            "key": secrets.token_urlsafe(12),
            "account_id": account_id,
            "address": request.get_full_path(),
            "fields": fields,
            "files": bool(request.FILES),
        }
    )
    return True


def _once(request: HttpRequest) -> HttpResponseBase | None:
    """Let a kept form pass the first time, and no more."""
    kept = kept_form(request, UUID(request.session[SESSION_KEY]))
    if kept is not None and secrets.compare_digest(kept.key, str(request.POST[FIELD])):
        drop(request)
        return None
    messages.info(request, _("Dit was al verstuurd."))
    return HttpResponseRedirect(reverse("kept_form"))


def _at(request: HttpRequest, name: str, now: datetime) -> datetime:
    stored = request.session.get(name)
    return now if stored is None else datetime.fromtimestamp(stored, UTC)
