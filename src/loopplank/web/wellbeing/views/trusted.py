"""Choose whom volunteers can turn to beside their coordinator."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.wellbeing.safety import TrustedPage, trusted_page
from loopplank.access.wellbeing.trusted import NetworkTrustedPage, network_trusted_page
from loopplank.actions.wellbeing import safety
from loopplank.actions.wellbeing.safety import Outside
from loopplank.actions.wellbeing.trusted import set_network_trusted
from loopplank.core.kit.reason import Refused
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import UNPROCESSABLE
from loopplank.web.kit.words import say
from loopplank.web.wellbeing.forms import NetworkTrustedForm, TrustedForm
from loopplank.web.wellbeing.words import lacking_words

PLACES = {"safety.stand_in": "safety_stand_in", "safety.adviser_phone": "adviser_phone"}


def change_trusted(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = trusted_page(actor, now)
    form = TrustedForm(posted(request), could=page.could, initial=initial_of(page))
    if form.is_valid():
        typed = form.cleaned_data
        try:
            safety.set_trusted(
                actor=actor,
                now=now,
                adviser_id=chosen_id(typed["adviser"]),
                adviser_name=typed["adviser_name"],
                adviser_phone=typed["adviser_phone"],
                safety_contact_id=chosen_id(typed["safety_contact"]),
                safety_stand_in_id=chosen_id(typed["safety_stand_in"]),
            )
        except Refused as refused:
            form.add_error(PLACES.get(refused.reason.code), say(refused.reason))
        else:
            messages.success(request, _("Bewaard."))
            return HttpResponseRedirect(reverse("settings"))
    return show_work(
        request,
        actor,
        "wellbeing/trusted.html",
        {"form": form, "counts": page.now},
        current="settings",
        status=422 if form.errors else 200,
    )


def initial_of(page: TrustedPage | NetworkTrustedPage) -> dict[str, str]:
    return {
        "adviser": str(page.adviser_id or ""),
        "adviser_name": page.adviser_name,
        "adviser_phone": page.adviser_phone,
        "safety_contact": str(page.safety_contact_id or ""),
        "safety_stand_in": str(page.safety_stand_in_id or ""),
    }


def chosen_id(chosen: str) -> UUID | None:
    return UUID(chosen) if chosen else None


# --- for the administrator of a network -----------------------------------------------------------
# Whom volunteers can turn to where nobody was named.


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
        "wellbeing/network_trusted.html",
        {"form": form, "lacking": [lacking_words(one) for one in page.lacking]},
        current="settings",
        status=UNPROCESSABLE if form.errors else 200,
    )


def _could(page: NetworkTrustedPage) -> list[tuple[UUID, str]]:
    return [(one.membership_id, f"{one.name}, {one.organisation}") for one in page.could]
