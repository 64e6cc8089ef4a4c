"""For the administrator of a network: how long a volunteer is left alone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor
from loopplank.access.resting import rest_page
from loopplank.actions import resting
from loopplank.web import clock
from loopplank.web.forms.settings import RestForm
from loopplank.web.frame import show_work
from loopplank.web.posted import posted
from loopplank.web.steps import UNPROCESSABLE


def change_rest(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = rest_page(actor)
    initial = {
        "weeks": page.weeks,
        "days_after_no": page.days_after_no,
        "open_at_once": page.open_at_once,
    }
    form = RestForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        resting.set_rest(actor=actor, now=clock.now(), **form.cleaned_data)
        messages.success(request, _("Bewaard. Het geldt vanaf nu."))
        return HttpResponseRedirect(reverse("rest_setting"))
    return show_work(
        request,
        actor,
        "settings/rest_setting.html",
        {"form": form, "page": page},
        current="settings",
        status=UNPROCESSABLE if form.errors else 200,
    )
