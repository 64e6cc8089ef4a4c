"""Opening and closing the form, and what it says while nobody reads it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor
from loopplank.access.settings import own_organisation
from loopplank.actions import organisations
from loopplank.core.reason import Refused
from loopplank.web import clock
from loopplank.web.forms.settings import NoticeForm
from loopplank.web.frame import show_work
from loopplank.web.posted import posted
from loopplank.web.words import say


def change_form(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Two small forms on one page: the button that opens or closes, and the notice."""
    now = clock.now()
    turned = request.POST.get("form")
    refused_because = ""
    form = NoticeForm(None if turned else posted(request))
    if turned in {"open", "closed"}:
        try:
            organisations.open_form(actor=actor, now=now, is_open=turned == "open")
        except Refused as refused:
            refused_because = say(refused.reason)
        else:
            said = _("Het formulier is open.") if turned == "open" else _("Het formulier is dicht.")
            messages.success(request, said)
            return HttpResponseRedirect(reverse("settings_form"))
    elif form.is_valid():
        organisations.describe(actor=actor, now=now, values=form.cleaned_data)
        messages.success(request, _("Bewaard."))
        return HttpResponseRedirect(reverse("settings_form"))
    page = own_organisation(actor)
    if not form.is_bound:
        form = NoticeForm(initial={"unread_notice": page.unread_notice})
    return show_work(
        request,
        actor,
        "settings/form.html",
        {
            "form": form,
            "page": page,
            "refused": refused_because,
            "public_url": request.build_absolute_uri(reverse("start", args=[page.network_slug])),
        },
        current="settings",
        status=409 if refused_because else 422 if form.errors else 200,
    )
