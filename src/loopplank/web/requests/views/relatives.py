"""Who looks along: named by the person on their own page, or by a coordinator at their word."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.requests.looking_along import own_relatives
from loopplank.access.requests.relatives import LooksAlong, RelativesPage, relatives_page
from loopplank.access.requests.status import DigitsNeeded, change_page
from loopplank.actions.requests import relatives
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.relatives import (
    CHANNEL_WORDS,
    MAY_WORDS,
    MOST,
    NO_WAY,
    RELATION_WORDS,
    WHO_DECIDES,
    May,
    SaidBy,
)
from loopplank.web.account import status_cookie
from loopplank.web.kit import clock
from loopplank.web.kit.outcome import went_well
from loopplank.web.kit.pages import posted
from loopplank.web.kit.public_frame import show_public
from loopplank.web.kit.steps import CONFLICT, UNPROCESSABLE, do_and_go_back, step
from loopplank.web.kit.words import day, in_sentence, person, say_refused, word
from loopplank.web.requests.forms.relatives import OwnRelativeForm, RelativeForm

_PLACES = {NO_WAY.code: "phone", WHO_DECIDES.code: "said_by"} | {
    relatives.WHO_SAID.code: "representative"
}


# --- the person themselves ------------------------------------------------------------------------


def show_own_relatives(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show whom the person lets look along, and let them name one more."""
    now = clock.now()
    if _asks_digits(request, actor):
        return HttpResponseRedirect(reverse("status"))
    own = own_relatives(actor, now)
    form = OwnRelativeForm(posted(request))
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid() and actor.id is not None:
            named = form.person()
            try:
                relatives.name_relative(actor=actor, now=now, request_id=actor.id, person=named)
            except Refused as refused:
                form.add_error(_PLACES.get(refused.reason.code), say_refused(refused))
                status = CONFLICT
            else:
                messages.success(
                    request, _("%(name)s mag meekijken.") % {"name": named.name.strip()}
                )
                return HttpResponseRedirect(reverse("own_relatives"))
    return show_public(
        request,
        own.place,
        "requests/own_relatives.html",
        {
            **_page(own.page),
            "form": form,
            "phone": phone_readable(own.place.phone),
            "back_url": reverse("status"),
        },
        status=status,
    )


def change_own_relative(request: HttpRequest, actor: Actor, relative_id: UUID) -> HttpResponse:
    """Let one of them look along no more, or see more or less, on the person's own page."""
    if _asks_digits(request, actor) or actor.id is None:
        return HttpResponseRedirect(reverse("status"))
    done = _change(request, actor, actor.id, relative_id)
    if done:
        messages.success(request, done)
    return HttpResponseRedirect(reverse("own_relatives"))


def _asks_digits(request: HttpRequest, actor: Actor) -> bool:
    page = change_page(actor, clock.now(), status_cookie.read(request))
    return isinstance(page, DigitsNeeded)


# --- a coordinator at their word ------------------------------------------------------------------


def show_relatives(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Show who looks along with their links, and write down whom the person lets in."""
    now = clock.now()
    page = relatives_page(actor, request_id, now)
    form = RelativeForm(posted(request), decides=page.decides)
    return step(
        request,
        actor,
        form,
        lambda _typed: relatives.name_relative(
            actor=actor,
            now=now,
            request_id=request_id,
            person=form.person(),
            word=form.word(),
        ),
        back=reverse("relatives", args=[request_id]) + "#relatives",
        done=_("Bewaard. Deze persoon mag meekijken."),
        words={
            "who": person(page.who, with_age=False),
            "about": in_sentence(page.who),
            "request_url": reverse("request", args=[request_id]) + "#sees",
            "request_id": request_id,
            "places": ("relatives",),
            **_page(page),
        },
        template="requests/relatives.html",
        places=_PLACES,
    )


def change_relative(
    request: HttpRequest, actor: Actor, request_id: UUID, relative_id: UUID
) -> HttpResponse:
    """Let one look along no more, see more or less, or have another link."""
    back = reverse("relatives", args=[request_id]) + "#relatives"
    if request.POST.get("answer") == "link":
        return do_and_go_back(
            request,
            lambda: relatives.renew_relative_link(
                actor=actor, now=clock.now(), request_id=request_id, relative_id=relative_id
            ),
            back,
            _("De nieuwe link staat hieronder. De oude werkt niet meer."),
        )
    return went_well(request, back, _change(request, actor, request_id, relative_id))


# --- both -----------------------------------------------------------------------------------------


def _change(request: HttpRequest, actor: Actor, request_id: UUID, relative_id: UUID) -> str:
    """Do what a button beside one relative asks. Returns what was done, in words."""
    now, answer = clock.now(), request.POST.get("answer", "")
    if answer == "stop":
        relatives.remove_relative(
            actor=actor, now=now, request_id=request_id, relative_id=relative_id
        )
        return _("Deze persoon kijkt niet meer mee. De link werkt niet meer.")
    if answer not in set(May):
        raise NotFound(relative_id)
    relatives.let_relative_see(
        actor=actor, now=now, request_id=request_id, relative_id=relative_id, may=May(answer)
    )
    return _("Bewaard. Het werkt meteen.")


def _page(page: RelativesPage) -> dict[str, Any]:
    return {
        "relatives": [_line(one) for one in page.relatives],
        "is_open": page.is_open and not page.full,
        "full": page.full,
        "most": MOST,
    }


def _line(one: LooksAlong) -> dict[str, Any]:
    other = next(code for code in May if code is not one.may)
    return {
        "id": one.id,
        "key": str(one.id),
        "name": one.name,
        "relation": word(RELATION_WORDS[one.relation]),
        "may": word(MAY_WORDS[one.may]),
        "other": other.value,
        "other_words": word(MAY_WORDS[other]),
        "reach": " · ".join(
            part for part in (phone_readable(one.phone) if one.phone else "", one.email) if part
        ),
        "said": said(one),
        "address": one.address,
    }


def said(one: LooksAlong) -> str:
    """Say at whose word somebody looks along, how that was said, and who wrote it down."""
    told = {
        "who": one.representative if one.said_by is SaidBy.REPRESENTATIVE else _("de persoon zelf"),
        "how": word(CHANNEL_WORDS[one.channel]),
        "day": day(one.on),
        "by": one.by,
    }
    if one.by:
        return _("Gezegd door %(who)s, %(how)s. Opgeschreven door %(by)s op %(day)s.") % told
    return _("Gezegd door %(who)s, %(how)s, op %(day)s.") % told
