"""The brand bar around the pages for people who ask for help."""

from dataclasses import dataclass
from typing import Any

from django.db import Error as DatabaseFails
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.organisations.organisations import PublicPlace, phone_to_call
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.responsibility.closures import closed_words, to_say
from loopplank.web.kit import clock
from loopplank.web.kit.pages import show
from loopplank.web.kit.words import say
from loopplank.web.other_language import Link, other_language


@dataclass(frozen=True, slots=True)
class Brand:
    name: str
    url: str
    phone: str
    links: tuple[Link, ...] = ()


def show_public(
    request: HttpRequest,
    place: PublicPlace,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Show a public page under the name and phone number of its place."""
    around = {"brand": brand_of(request, place), "place": place, "closed": closed_line(place)}
    return show(request, template, {**around, **(context or {})}, status=status)


def closed_line(place: PublicPlace) -> str:
    """Say that who answers here is closed, now or soon: on every page of that place, beforehand."""
    today = local_day(clock.now())
    found = to_say(place.closures, today)
    return say(closed_words(found, today, place.answered_by)) if found else ""


def show_placeless(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int,
    may_switch: bool = False,
) -> HttpResponse:
    """Show a page that belongs to no place, such as an error, with a number to call if we can.

    Also when the database is what went wrong. `may_switch`: it has the other language in its foot;
    never where a token stands in the address, which no other address may hold.
    """
    links = (other_language(request),) if may_switch else ()
    brand = Brand("Loopplank", "/", phone_readable(_phone_if_any()), links)
    return show(request, template, {"brand": brand, **(context or {})}, status=status)


def brand_of(request: HttpRequest, place: PublicPlace) -> Brand:
    return Brand(
        name=_("Hulp in %(place)s") % {"place": place.place},
        url=reverse("start", args=[place.network_slug]),
        phone=phone_readable(place.phone),
        links=(
            Link(_("Privacy"), address_of("privacy", place)),
            Link(_("Ik ben vrijwilliger"), reverse("ask_week_link")),
            other_language(request),
        ),
    )


def address_of(name: str, place: PublicPlace, *more: object) -> str:
    """Return the address of a public page of a place: the network's own, or that of its
    organisation.
    """
    if place.organisation_slug:
        parts = [place.network_slug, place.organisation_slug, *more]
        return reverse(f"{name}_organisation", args=parts)
    return reverse(name, args=[place.network_slug, *more])


def _phone_if_any() -> str:
    try:
        return phone_to_call()
    except DatabaseFails:
        return ""
