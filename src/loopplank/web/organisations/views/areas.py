"""Postcode areas with their centres, from a public list."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.organisations.network_settings import known_areas
from loopplank.actions.organisations import networks
from loopplank.core.kit.reason import Refused
from loopplank.core.organisations.areas import read_areas
from loopplank.web.kit import clock
from loopplank.web.kit.fields import ListForm
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.lists import rows_of
from loopplank.web.kit.steps import UNPROCESSABLE
from loopplank.web.kit.words import say


def load_areas(request: HttpRequest, actor: Actor) -> HttpResponse:
    if actor.network_id is None:
        raise NotFound("network")
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if form.is_bound and form.is_valid():
        try:
            found = read_areas(rows_of(form.cleaned_data["file"]))
        except Refused as refused:
            form.add_error("file", say(refused.reason))
        else:
            networks.load_areas(
                actor=actor,
                now=clock.now(),
                network_id=actor.network_id,
                areas=[networks.Area(**asdict(area)) for area in found.areas],
            )
            messages.success(
                request,
                _("%(n)s gebieden bewaard. %(skipped)s rijen zonder plek op de kaart overgeslagen.")
                % {"n": len(found.areas), "skipped": found.skipped},
            )
            return HttpResponseRedirect(reverse("areas"))
    return show_work(
        request,
        actor,
        "organisations/areas.html",
        {"form": form, "known": known_areas()},
        current="settings",
        status=UNPROCESSABLE if form.errors else 200,
    )
