"""For the administrator of a network: another organisation, with its first coordinator."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor, NotFound
from loopplank.actions import members, network
from loopplank.core.reason import Refused
from loopplank.web import clock
from loopplank.web.forms.routing import NewOrganisationForm
from loopplank.web.frame import show_work
from loopplank.web.posted import posted
from loopplank.web.words import say


def add_organisation(request: HttpRequest, actor: Actor) -> HttpResponse:
    if actor.network_id is None:
        raise NotFound("network")
    form = NewOrganisationForm(posted(request))
    if form.is_valid():
        typed = form.cleaned_data
        network.add_organisation(
            actor=actor,
            now=clock.now(),
            network_id=actor.network_id,
            details=network.NewOrganisation(
                typed["organisation_name"],
                typed["short_name"],
                phone=typed["phone"],
                phone_hours=typed["phone_hours"],
            ),
            coordinator=members.Person(typed["name"], typed["email"]),
        )
        messages.success(
            request,
            _("%(name)s staat in het netwerk. Geef de link nu aan de eerste coördinator.")
            % {"name": typed["organisation_name"]},
        )
        return HttpResponseRedirect(reverse("settings"))
    return show_work(
        request,
        actor,
        "settings/add_organisation.html",
        {"form": form},
        current="settings",
        status=422 if form.errors else 200,
    )


def invite_newcomer_again(request: HttpRequest, actor: Actor, membership_id: UUID) -> HttpResponse:
    """A new link for the first coordinator of an organisation in which nobody came in yet."""
    try:
        members.invite_again(actor=actor, now=clock.now(), membership_id=membership_id)
    except Refused as refused:
        messages.error(request, say(refused.reason))
    else:
        messages.success(request, _("Er is een nieuwe uitnodiging."))
    return HttpResponseRedirect(reverse("settings"))
