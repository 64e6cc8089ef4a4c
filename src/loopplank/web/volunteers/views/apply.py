"""Ik wil iets doen: one page without an account, what happens then, and how it stands."""

import secrets
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.organisations.apply import (
    Elsewhere,
    apply_page,
    asked_much,
    organisation_to_apply_at,
    own_application,
    promise_of_place,
    slug_of,
)
from loopplank.access.organisations.organisations import PublicPlace, public_place
from loopplank.access.responsibility.promises import CallPromise
from loopplank.actions.volunteers import applications
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.application import (
    OPEN_APPLICATION,
    PAGE_CLOSED,
    TOLD_STATE,
    ApplicationState,
    call_words,
    kinds_to_choose,
    then_words,
)
from loopplank.web.account import token_cookie
from loopplank.web.account.origin import address_of_visitor
from loopplank.web.kit import clock
from loopplank.web.kit.pages import posted
from loopplank.web.kit.public_frame import address_of, show_placeless, show_public
from loopplank.web.kit.steps import CONFLICT, UNPROCESSABLE
from loopplank.web.kit.words import day, say, say_refused, word
from loopplank.web.volunteers.forms.application import ApplyForm


def show_apply(
    request: HttpRequest, actor: Actor, network: str, organisation: str = ""
) -> HttpResponse:
    """Ask five short questions, and take them in. What was typed stays where something is wrong."""
    now = clock.now()
    place = public_place(network, organisation)
    page = apply_page(place, now)
    sent = request.method == "POST"
    # whoever has the page before them may have ticked what somebody did who closed since
    offers = place.offers if sent else page.offers
    form = ApplyForm(
        posted(request),
        offered=kinds_to_choose(offer.kind for offer in offers),
        asked_much=asked_much(offers),
        today=local_day(now),
        initial={"submission": secrets.token_hex(32)},
    )
    status = 200
    if not sent and not page.open:
        return _closed(request, place, page.others)
    if sent:
        status = UNPROCESSABLE
        if form.is_valid():
            wanted = form.wanted()
            person = form.person(get_language() or "nl")
            try:
                to = organisation_to_apply_at(place, wanted.kinds, person.postcode[:4])
                applications.apply(
                    actor=actor,
                    now=now,
                    organisation_id=to,
                    person=person,
                    wanted=wanted,
                    submission=form.cleaned_data["submission"],
                    source=address_of_visitor(request),
                )
            except NotFound:
                return _closed(request, place, page.others, form)
            except Refused as refused:
                if refused.reason is PAGE_CLOSED:
                    return _closed(request, place, page.others, form)
                form.add_error(None, say_refused(refused))
                status = CONFLICT
            else:
                where = [place.network_slug, slug_of(to)]
                return HttpResponseRedirect(reverse("applied_organisation", args=where))
        elif not page.still:
            return _closed(request, place, page.others, form)
    return show_public(
        request,
        place,
        "volunteers/apply.html",
        {
            "form": form,
            "keep_as": f"apply-{place.network_slug}-{place.organisation_slug}",
            "privacy_url": address_of("privacy", place),
            **_then(place, promise_of_place(place, now)),
        },
        status=status,
    )


def show_applied(
    request: HttpRequest, actor: Actor, network: str, organisation: str
) -> HttpResponse:
    """Say what happens now: the same for everybody, so that it tells nothing of anybody."""
    del actor  # this page is of nobody
    place, now = public_place(network, organisation), clock.now()
    promise = promise_of_place(place, now)
    if promise is None:
        return _closed(request, place, apply_page(place, now).others)
    return show_public(request, place, "volunteers/applied.html", _then(place, promise))


def show_own_application(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how it stands to whoever holds the link of one application, and let them end it."""
    now, token = clock.now(), token_cookie.APPLICATION.read(request)
    own = own_application(token, now)
    if own is None:
        return show_placeless(
            request, "volunteers/own_application_over.html", {}, status=410, may_switch=True
        )
    if request.method == "POST":
        said = request.POST.get("answer")
        if said == "erase":
            applications.erase(actor=actor, now=now, token=token)
            response = show_public(
                request, own.place, "volunteers/own_application_over.html", {"erased": True}
            )
            token_cookie.APPLICATION.forget(response)
            return response
        if said == "stop":
            applications.withdraw(actor=actor, now=now, token=token)
        return HttpResponseRedirect(reverse("own_application"))
    waits = own.state is ApplicationState.INTEREST
    return show_public(
        request,
        own.place,
        "volunteers/own_application.html",
        {
            "open": own.state in OPEN_APPLICATION,
            "told": word(TOLD_STATE[own.state]),
            "organisation": own.organisation,
            "phone": phone_readable(own.place.phone),
            "erased_from": day(own.erased_from) if own.erased_from else "",
            **(_then(own.place, own.promise) if waits else {}),
        },
    )


def _then(place: PublicPlace, promise: CallPromise | None) -> dict[str, str]:
    """Return who calls before when, in words; on a network's page nobody is named yet."""
    if promise is None:
        calls, then = _("Een organisatie in %(place)s belt je.") % {"place": place.place}, ""
    else:
        calls = say(call_words(promise.who, promise.on, place.name))
        then = say(then_words(*promise.then)) if promise.then else ""
    return {
        "calls": calls,
        "then": then,
        "before": day(promise.on) if promise else "",
        "phone": phone_readable(place.phone),
        "start_url": address_of("start", place),
        "to": place.name,
    }


def _closed(
    request: HttpRequest,
    place: PublicPlace,
    others: Sequence[Elsewhere],
    form: ApplyForm | None = None,
) -> HttpResponse:
    """Say that nobody new is taken here, whom to call, and who is open. What was sent all the same
    is shown back, with a button that sends it to one of those.
    """
    return show_public(
        request,
        place,
        "volunteers/apply_closed.html",
        {
            "sentence": say(PAGE_CLOSED),
            "phone": phone_readable(place.phone),
            "start_url": address_of("start", place),
            "typed": form.typed_words() if form else [],
            "to_send": form.typed() if form else [],
            "others": [
                {
                    "name": one.name,
                    "url": reverse("apply_organisation", args=[place.network_slug, one.slug]),
                }
                for one in others
            ],
        },
        status=CONFLICT if form else 200,
    )
