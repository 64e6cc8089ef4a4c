"""Het gaat niet goed met de hulp: the person helped says so, to somebody with a name."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor, NotFound
from loopplank.access.status import DigitsNeeded, RaisePage, raise_page
from loopplank.actions import concerns
from loopplank.core.contact import phone_readable
from loopplank.core.reason import Refused
from loopplank.web import clock, status_cookie
from loopplank.web.forms.concern import ConcernForm
from loopplank.web.posted import posted
from loopplank.web.public_frame import show_public
from loopplank.web.steps import CONFLICT, UNPROCESSABLE
from loopplank.web.words import say


def show_raise(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One field, and reasons for whoever finds no words. Who answers stands on the status page."""
    now = clock.now()
    page = raise_page(actor, now, status_cookie.read(request))
    if isinstance(page, DigitsNeeded):
        return HttpResponseRedirect(reverse("status"))
    form = ConcernForm(posted(request))
    if request.method == "GET":
        return _show(request, page, form, status=200)
    if not form.is_valid():
        return _show(request, page, form, status=UNPROCESSABLE)
    if actor.id is None:
        raise NotFound("request")
    try:
        concerns.raise_concern(
            actor=actor,
            now=now,
            request_id=actor.id,
            reasons=form.cleaned_data["reasons"],
            words=form.cleaned_data["words"],
        )
    except Refused as refused:
        form.add_error("words", say(refused.reason))
        return _show(request, page, form, status=CONFLICT)
    messages.success(request, _("Wij hebben uw bericht. Goed dat u het zegt."))
    return HttpResponseRedirect(reverse("status") + "#concern")


def _show(request: HttpRequest, page: RaisePage, form: ConcernForm, *, status: int) -> HttpResponse:
    return show_public(
        request,
        page.place,
        "public/raise_concern.html",
        {
            "form": form,
            "number": page.number,
            "owner": page.owner,
            "other": page.other,
            "phone": phone_readable(page.place.phone),
        },
        status=status,
    )
