"""Where I am signed in, and how to keep a second step that others say is lost."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.second_step import reset_to_stop
from loopplank.access.account.sign_ins import OwnSession, own_sessions
from loopplank.actions.account import second_step, sign_ins
from loopplank.web.account import token_cookie
from loopplank.web.account.frame import show_account
from loopplank.web.kit import clock
from loopplank.web.kit.device_words import device_words
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.words import day_and_time

EVERYWHERE_ELSE = "others"


@dataclass(frozen=True, slots=True)
class Row:
    id: UUID
    device: str
    since: str
    here: bool


def show_sessions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show where I am signed in, and end one of these, or all but this one."""
    now, key = clock.now(), request.session.session_key or ""
    if request.method == "POST":
        chosen = request.POST.get("end", "")
        if chosen == EVERYWHERE_ELSE:
            sign_ins.end_others(actor=actor, now=now, keep=key)
        else:
            sign_ins.end_session(actor=actor, now=now, sign_in_id=_id(chosen))
        messages.success(request, _("Daar ben je nu uitgelogd."))
        return HttpResponseRedirect(reverse("own_sessions"))
    rows = [_row(one) for one in own_sessions(actor, key, now)]
    return show_work(
        request,
        actor,
        "account/own_sessions.html",
        {"rows": rows, "others": sum(not row.here for row in rows), "all": EVERYWHERE_ELSE},
    )


def keep_own_second_step(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Stop it from the own account."""
    second_step.stop_own(actor=actor, now=clock.now())
    messages.success(request, _("Gestopt. Je tweede stap blijft zoals hij is."))
    return HttpResponseRedirect(reverse("account"))


def keep_second_step(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Stop it with the link of the message, without signing in."""
    now, token = clock.now(), token_cookie.STEP.read(request)
    try:
        if request.method == "POST":
            second_step.stop_by_link(actor=actor, now=now, token=token)
            response = show_account(request, "account/kept_second_step.html")
            token_cookie.STEP.forget(response)
            return response
        asked = reset_to_stop(actor, token, now)
    except NotFound:
        response = show_account(request, "account/keep_second_step_over.html", status=404)
        token_cookie.STEP.forget(response)
        return response
    when = day_and_time(asked.goes_at) if asked.goes_at else ""
    return show_account(request, "account/keep_second_step.html", {"asked": asked, "when": when})


def _row(one: OwnSession) -> Row:
    device = device_words(one.told) if one.told else _("Onbekend toestel")
    return Row(one.id, device, day_and_time(one.began_at), one.here)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("session") from None
