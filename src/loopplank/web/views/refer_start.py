"""Ik werk in zorg of welzijn: who may be asked, how much room there is, and who you are."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from loopplank.access.actors import Actor
from loopplank.access.links import REFERRAL, generation_of
from loopplank.access.referring import ReferringPlace, referring_place
from loopplank.actions import codes
from loopplank.core.contact import phone_readable
from loopplank.core.reason import Refused
from loopplank.web import asking, clock
from loopplank.web.forms.refer_start import ReferStartForm
from loopplank.web.posted import posted
from loopplank.web.public_frame import address_of, show_public
from loopplank.web.referral_words import does_not
from loopplank.web.steps import CONFLICT, UNPROCESSABLE
from loopplank.web.words import say


def start(request: HttpRequest, actor: Actor, network: str) -> HttpResponse:
    """Begin a referral: a link in this browser, and a code to the address that was given."""
    place = referring_place(network)
    form = ReferStartForm(posted(request), choices=place.choices, mails=settings.SENDS_MAIL)
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                link_id = codes.start_as_party(
                    actor=actor,
                    now=clock.now(),
                    organisation_id=form.receiver(),
                    outsider=form.outsider(),
                )
            except Refused as refused:
                form.add_error(None, say(refused.reason))
                status = CONFLICT
            else:
                response = HttpResponseRedirect(reverse("linked_referral"))
                asking.remember_link(response, link_id, generation_of(link_id), REFERRAL)
                return response
    return _show(request, place, form, status)


def _show(
    request: HttpRequest, place: ReferringPlace, form: ReferStartForm, status: int
) -> HttpResponse:
    return show_public(
        request,
        place.place,
        "public/refer_start.html",
        {
            "form": form,
            "does_not": [(one.name, does_not(one)) for one in place.choices if does_not(one)],
            "phone": phone_readable(place.place.phone),
            "start_url": address_of("start", place.place),
        },
        status=status,
    )
