"""Show a form that was sent after the session had ended, and say how long a session goes on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor, NotFound
from loopplank.core.account.sessions import left
from loopplank.web.account import adapter, pinned, session_end
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work

#: Shorter than this it is a choice or a number, and no text that somebody would miss.
_WORTH_READING = 12


def show_kept_form(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what was typed, and the button that sends it; or let it go."""
    if actor.account_id is None:
        raise NotFound("kept_form")
    kept = session_end.kept_form(request, actor.account_id)
    if kept is None:
        return HttpResponseRedirect(adapter.page_of(actor.role))
    if request.method == "POST":
        session_end.drop(request)
        messages.info(request, _("Weggegooid. Er is niets verstuurd."))
        return HttpResponseRedirect(adapter.page_of(actor.role))
    typed_as = session_end.membership_of(kept, actor.account_id)
    if typed_as not in {None, actor.id}:
        # on as who typed it
        pinned.choose(request, str(typed_as))
        return HttpResponseRedirect(request.path)
    return show_work(
        request,
        actor,
        "account/kept_form.html",
        {
            "kept": kept,
            "field": session_end.FIELD,
            "to_read": [
                value for _name, value in kept.fields if len(value.strip()) > _WORTH_READING
            ],
        },
    )


def session_left(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001  one shape
    """Say how many seconds the session goes on; with `stay` somebody pressed the button."""
    now = clock.now()
    if request.POST.get("stay"):
        session_end.note(request, now)
    seconds = left(session_end.facts(request, now), now).total_seconds()
    return JsonResponse({"left": int(seconds)})
