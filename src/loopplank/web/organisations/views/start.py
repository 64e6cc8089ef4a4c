"""The start page: what is offered here and what not, how much room there is, and whom to call."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from loopplank.access.account.actors import Actor, anybody
from loopplank.access.organisations.apply import place_to_apply_at
from loopplank.access.organisations.organisations import (
    PublicOffer,
    PublicPlace,
    networks,
    public_start,
)
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.kinds import KIND_LABELS, Kind
from loopplank.core.kit.reason import dutch
from loopplank.core.organisations.offer_search import found
from loopplank.core.referrals.consent import Space
from loopplank.core.requests.waiting import wait_label
from loopplank.web.kit import clock, searching
from loopplank.web.kit.public_frame import address_of, show_placeless, show_public
from loopplank.web.kit.words import limit_words, say, word

SPACE: dict[str, tuple[str, str, str]] = {
    Space.ROOM: ("load-room", "reed", dutch("ruimte")),
    Space.WAITING: ("load-nearly", "rope", dutch("er is een wachtlijst")),
    Space.FULL: ("load-full", "", dutch("nu vol")),
    Space.ASSESS: ("load-good", "water", dutch("eerst een gesprek")),
}


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One offer as the page shows it; the space has a shape, a colour and words."""

    name: str
    organisation: str
    url: str
    does: str
    does_not: str
    shape: str
    colour: str
    space: str
    aside: str


def show_home(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Show the only network's page; a choice when there are more; a word when there is none yet."""
    found_networks = networks()
    if settings.MODE == "real" and not anybody():
        return HttpResponseRedirect(reverse("set_up"))
    if len(found_networks) == 1:
        return HttpResponseRedirect(reverse("start", args=[found_networks[0].slug]))
    places = [
        {
            "place": network.place,
            "name": network.name,
            "phone": phone_readable(network.phone),
            "url": reverse("start", args=[network.slug]),
        }
        for network in found_networks
    ]
    return show_placeless(request, "organisations/home.html", {"places": places}, status=200)


@csrf_exempt
def show_start(
    request: HttpRequest, actor: Actor, network: str, organisation: str = ""
) -> HttpResponse:
    """Show the page of a network or of one organisation, with the offers that hold the typed
    words. Looking for an offer changes nothing, so its form carries no mark, and no cookie is set
    for it beforehand.
    """
    if request.method == "POST":
        return searching.lead_to_found(request, actor, part="#offers")
    now = clock.now()
    place = public_start(network, organisation, local_day(now))
    typed = searching.typed(request, actor)
    offers = found(typed, place.offers, _texts)
    applying = place_to_apply_at(place, now)
    return show_public(
        request,
        place,
        "organisations/start.html",
        {
            "ask_url": address_of("ask", place, 1),
            "apply_url": address_of("apply", applying) if applying else "",
            "refer_url": reverse("refer_start", args=[place.network_slug]),
            "phone": phone_readable(place.phone),
            "typed": typed,
            "offers": [_line(place, offer) for offer in offers],
            "network_url": reverse("start", args=[place.network_slug]),
        },
    )


def _texts(offer: PublicOffer) -> tuple[str, ...]:
    label = word(KIND_LABELS[Kind(offer.kind)])
    return offer.name, offer.does, offer.organisation, label


def _line(place: PublicPlace, offer: PublicOffer) -> OfferLine:
    space, aside = _room(offer)
    shape, colour, _standard = SPACE[Space.FULL if offer.stop else offer.space]
    return OfferLine(
        name=offer.name,
        organisation=offer.organisation,
        url=""
        if place.organisation_slug
        else reverse("start_organisation", args=[place.network_slug, offer.organisation_slug]),
        does=offer.does,
        does_not=limit_words(offer.does_not),
        shape=shape,
        colour=colour,
        space=space,
        aside=aside,
    )


def _room(offer: PublicOffer) -> tuple[str, str]:
    """Return the label of an offer and a sentence beside it: a stop first, then what was counted,
    then the organisation's own words.
    """
    if offer.stop is not None:
        return _("nu vol tot %(day)s") % {
            "day": date_format(offer.stop.until, "j F")
        }, offer.stop.words
    if offer.wait is not None:
        return say(wait_label(offer.wait)), offer.space_words
    return offer.space_words or word(SPACE[offer.space][2]), ""


def show_closed(request: HttpRequest, place: PublicPlace, *, status: int = 200) -> HttpResponse:
    """Show, in place of a form that is closed: the telephone number."""
    return show_public(
        request,
        place,
        "organisations/form_closed.html",
        {
            "phone": phone_readable(place.phone),
            "start_url": address_of("start", place),
            "sentence": _("Dit formulier is nu dicht. Bel ons, dan nemen wij uw vraag op."),
        },
        status=status,
    )
