"""The organisation's name, numbers and working days."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor
from loopplank.access.settings import own_organisation
from loopplank.actions import organisations
from loopplank.core.reason import Refused
from loopplank.web import clock
from loopplank.web.forms.settings import OrganisationForm
from loopplank.web.frame import show_work
from loopplank.web.posted import posted
from loopplank.web.words import say


def change_organisation(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = own_organisation(actor)
    form = OrganisationForm(
        posted(request),
        initial={name: getattr(page, name) for name in OrganisationForm.base_fields},
    )
    if form.is_valid():
        try:
            organisations.describe(actor=actor, now=clock.now(), values=form.cleaned_data)
        except Refused as refused:
            form.add_error(None, say(refused.reason))
        else:
            messages.success(request, _("De gegevens zijn bewaard."))
            return HttpResponseRedirect(reverse("settings"))
    return show_work(
        request,
        actor,
        "settings/organisation.html",
        {"form": form, "page": page},
        current="settings",
        status=422 if form.errors else 200,
    )
