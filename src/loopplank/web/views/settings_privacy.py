"""What the privacy notice says about this organisation, how long it keeps, and certificates."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor
from loopplank.access.settings import own_organisation
from loopplank.actions import organisations
from loopplank.web import clock
from loopplank.web.forms.settings import PrivacyForm
from loopplank.web.frame import show_work
from loopplank.web.posted import posted


def change_privacy(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = own_organisation(actor)
    form = PrivacyForm(
        posted(request), initial={name: getattr(page, name) for name in PrivacyForm.base_fields}
    )
    if form.is_valid():
        organisations.describe(actor=actor, now=clock.now(), values=form.cleaned_data)
        messages.success(request, _("Bewaard."))
        return HttpResponseRedirect(reverse("settings"))
    return show_work(
        request,
        actor,
        "settings/privacy.html",
        {"form": form, "page": page},
        current="settings",
        status=422 if form.errors else 200,
    )
