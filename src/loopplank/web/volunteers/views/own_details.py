"""Own details, and being erased: both are the volunteer's own to do."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.volunteers.own_details import OwnDetails, details_page
from loopplank.actions.privacy import erasure
from loopplank.actions.volunteers import volunteers
from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.address_change import AddressKind
from loopplank.web.account import device_cookie
from loopplank.web.account.adapter import remember_language
from loopplank.web.kit import clock
from loopplank.web.kit.pages import show
from loopplank.web.kit.steps import CONFLICT, UNPROCESSABLE
from loopplank.web.kit.words import day, say
from loopplank.web.volunteers.forms.volunteer import DetailsForm
from loopplank.web.volunteers.frame import show_week

NAMES = ("first_name", "last_name", "phone", "email", "postcode", "channel", "language")


def set_details(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = details_page(actor, now)
    form, status = DetailsForm(initial=initial_of(page)), 200
    if request.method == "POST":
        form, status = DetailsForm(request.POST), UNPROCESSABLE
        if form.is_valid():
            try:
                volunteers.set_details(
                    actor=actor, now=now, volunteer_id=page.volunteer_id, details=form.details()
                )
            except Refused as refused:
                form.add_error(None, say(refused.reason))
                status = CONFLICT
            else:
                return _kept(request, form.cleaned_data["language"], page.language)
    return show_week(
        request,
        actor,
        "volunteers/own_details.html",
        {
            "form": form,
            "changes": [
                {"mail": one.kind == AddressKind.EMAIL, "key_from": day(one.key_from)}
                for one in page.changes
            ],
        },
        current="limits",
        status=status,
    )


def _kept(request: HttpRequest, language: str, before: str) -> HttpResponse:
    """Keep them: who chooses another language reads these pages in it as well, from now on."""
    changed = language != before
    with translation.override(language if changed else translation.get_language()):
        messages.success(request, _("Bewaard."))
    response = HttpResponseRedirect(reverse("own_details"))
    if changed:
        remember_language(response, language)
    return response


def erase_me(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask once more, then erase everything and close the door behind it."""
    now = clock.now()
    page = details_page(actor, now)
    if request.method != "POST":
        return show_week(
            request, actor, "volunteers/erase_me.html", {"page": page}, current="limits"
        )
    erasure.erase_volunteer(actor=actor, now=now, volunteer_id=page.volunteer_id)
    response = show(request, "volunteers/erased.html")
    device_cookie.leave(response)
    return response


def initial_of(page: OwnDetails) -> dict[str, str]:
    return {name: getattr(page, name) for name in NAMES}
