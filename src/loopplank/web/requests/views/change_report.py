"""Er is iets veranderd: the asker says so, and the owner of the question sees it today."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.requests.status import ChangePage, DigitsNeeded, change_page
from loopplank.actions.requests import handling
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import Refused
from loopplank.web.account import status_cookie
from loopplank.web.kit import clock
from loopplank.web.kit.public_frame import show_public
from loopplank.web.kit.words import say
from loopplank.web.requests.call_now import call_now
from loopplank.web.requests.forms.status import ChangeForm


def show_change(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask for three things that may have changed, and a word about it if somebody wants."""
    now = clock.now()
    page = change_page(actor, now, status_cookie.read(request))
    if isinstance(page, DigitsNeeded):
        return HttpResponseRedirect(reverse("status"))
    form = ChangeForm(request.POST) if request.method == "POST" else ChangeForm()
    if request.method == "GET" or not form.is_valid():
        return _show(request, page, form, status=422 if form.is_bound else 200)
    if actor.id is None:
        raise RuntimeError("a help seeker acts for one request")
    try:
        handling.report_change(
            actor=actor,
            now=now,
            request_id=actor.id,
            what=form.cleaned_data["what"],
            text=form.cleaned_data["text"],
        )
    except Refused as refused:
        form.add_error(None, say(refused.reason))
        return _show(request, page, form, status=409)
    messages.success(request, _("Wij hebben uw bericht."))
    return HttpResponseRedirect(reverse("status"))


def _show(request: HttpRequest, page: ChangePage, form: ChangeForm, *, status: int) -> HttpResponse:
    return show_public(
        request,
        page.place,
        "requests/change_report.html",
        {
            **call_now(page.place, clock.now()),
            "form": form,
            "number": page.number,
            "phone": phone_readable(page.place.phone),
            "back_url": reverse("status"),
        },
        status=status,
    )
