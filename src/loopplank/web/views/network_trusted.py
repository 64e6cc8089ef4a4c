"""For the administrator of a network: whom volunteers can turn to where nobody was named."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor
from loopplank.access.network_trusted import NetworkTrustedPage, network_trusted_page
from loopplank.actions.network_trusted import set_network_trusted
from loopplank.actions.safety import Outside
from loopplank.core.reason import Refused
from loopplank.web import clock
from loopplank.web.forms.signals import NetworkTrustedForm
from loopplank.web.frame import show_work
from loopplank.web.posted import posted
from loopplank.web.signal_words import lacking_words
from loopplank.web.steps import UNPROCESSABLE
from loopplank.web.views.settings_trusted import PLACES, chosen_id, initial_of
from loopplank.web.words import say


def change_network_trusted(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = network_trusted_page(actor, now)
    form = NetworkTrustedForm(posted(request), could=_could(page), initial=initial_of(page))
    if form.is_valid():
        typed = form.cleaned_data
        try:
            set_network_trusted(
                actor=actor,
                now=now,
                adviser_id=chosen_id(typed["adviser"]),
                outside=Outside(typed["adviser_name"], typed["adviser_phone"]),
                safety_contact_id=chosen_id(typed["safety_contact"]),
                safety_stand_in_id=chosen_id(typed["safety_stand_in"]),
            )
        except Refused as refused:
            form.add_error(PLACES.get(refused.reason.code), say(refused.reason))
        else:
            messages.success(request, _("Bewaard. Wie nieuw is genoemd, krijgt bericht."))
            return HttpResponseRedirect(reverse("network_trusted"))
    return show_work(
        request,
        actor,
        "settings/network_trusted.html",
        {"form": form, "lacking": [lacking_words(one) for one in page.lacking]},
        current="settings",
        status=UNPROCESSABLE if form.errors else 200,
    )


def _could(page: NetworkTrustedPage) -> list[tuple[UUID, str]]:
    return [(one.membership_id, f"{one.name}, {one.organisation}") for one in page.could]
