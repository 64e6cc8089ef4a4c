"""For the administrator of a network: how its plans choose."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.matching.plan_settings import plan_settings_page
from loopplank.actions.matching.plan_settings import set_plan_settings
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import UNPROCESSABLE
from loopplank.web.matching.forms import PlanSettingsForm


def change_plan_settings(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = plan_settings_page(actor)
    form = PlanSettingsForm(posted(request), page.settings)
    if form.is_bound and form.is_valid():
        set_plan_settings(actor=actor, now=clock.now(), settings=form.settings())
        messages.success(request, _("Bewaard. Het geldt voor het volgende plan."))
        return HttpResponseRedirect(reverse("plan_settings"))
    return show_work(
        request,
        actor,
        "matching/plan_settings.html",
        {"form": form, "page": page},
        current="settings",
        status=UNPROCESSABLE if form.errors else 200,
    )
