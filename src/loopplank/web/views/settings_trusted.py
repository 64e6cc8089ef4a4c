"""Whom volunteers can turn to beside their coordinator."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor
from loopplank.access.network_trusted import NetworkTrustedPage
from loopplank.access.safety import TrustedPage, trusted_page
from loopplank.actions import safety
from loopplank.core.reason import Refused
from loopplank.web import clock
from loopplank.web.forms.signals import TrustedForm
from loopplank.web.frame import show_work
from loopplank.web.posted import posted
from loopplank.web.words import say

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
        "settings/trusted.html",
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
