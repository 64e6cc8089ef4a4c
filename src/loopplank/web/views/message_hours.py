"""For the administrator of a network: when messages leave, and how many."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor
from loopplank.access.network_hours import message_hours_page
from loopplank.actions.message_hours import set_message_hours
from loopplank.web import clock
from loopplank.web.forms.message_wishes import MessageHoursForm
from loopplank.web.frame import show_work
from loopplank.web.posted import posted
from loopplank.web.steps import UNPROCESSABLE


def change_message_hours(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = message_hours_page(actor)
    form = MessageHoursForm(posted(request), initial=MessageHoursForm.initial_of(page.hours))
    if form.is_bound and form.is_valid():
        set_message_hours(actor=actor, now=clock.now(), hours=form.hours())
        messages.success(request, _("Bewaard. Het geldt vanaf nu."))
        return HttpResponseRedirect(reverse("message_hours"))
    return show_work(
        request,
        actor,
        "settings/message_hours.html",
        {"form": form, "page": page},
        current="settings",
        status=UNPROCESSABLE if form.errors else 200,
    )
