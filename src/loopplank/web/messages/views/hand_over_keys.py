"""A hand-over key: made, copied and withdrawn by a coordinator, used up by a button, and the one
page that it opens.
"""

import secrets
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from loopplank.access.account.actors import VISITOR, Actor
from loopplank.access.messages import channels
from loopplank.access.messages import hand_over_keys as access
from loopplank.actions.matching import proposals
from loopplank.actions.messages import hand_over_keys as actions
from loopplank.actions.messages.hand_over_keys import OpenedWith
from loopplank.actions.volunteers import visits
from loopplank.core.account.hand_over import ALONE_WAITS, LASTS, KeyState, last_whole_day
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import Refused, dutch
from loopplank.core.messages.devices import read_user_agent
from loopplank.web.account import device_cookie, token_cookie
from loopplank.web.kit import clock
from loopplank.web.kit.device_words import device_words
from loopplank.web.kit.fields import DATE
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.outcome import went_well
from loopplank.web.kit.pages import show
from loopplank.web.kit.public_frame import show_placeless
from loopplank.web.kit.steps import CONFLICT, do_and_go_back
from loopplank.web.kit.words import day, day_with_year, person, say, say_refused, word
from loopplank.web.volunteers.views.week import day_of
from loopplank.web.volunteers.words import expiry_words, rhythm_words

# --- for a coordinator ----------------------------------------------------------------------------

KEY_WORDS = {
    KeyState.OPEN: dutch("nog niet gebruikt"),
    KeyState.USED: dutch("gebruikt"),
    KeyState.WITHDRAWN: dutch("ingetrokken"),
    KeyState.OVER: dutch("verlopen"),
}


class MetForm(forms.Form):
    """On which day they were seen, with this device in their hand."""

    met_on = forms.DateField(
        label=gettext_lazy("Op welke dag zagen jullie elkaar?"),
        widget=DATE,
        error_messages=dict.fromkeys(
            ("required", "invalid"), gettext_lazy("Kies de dag van jullie afspraak.")
        ),
    )


def hand_over_keys(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    """Show the keys of a volunteer; make one when the button is pressed."""
    now = clock.now()
    if request.method == "POST":
        made = actions.make(actor=actor, now=now, volunteer_id=volunteer_id)
        messages.success(request, _("De sleutel is klaar. Hij staat hieronder."))
        return HttpResponseRedirect(_page(volunteer_id, f"#key-{made}"))
    page = access.keys_page(actor, volunteer_id, now)
    return show_work(
        request,
        actor,
        "messages/hand_over_keys.html",
        {
            "row": page.row,
            "first_name": page.row.first_name,
            "days": LASTS.days,
            "waits": ALONE_WAITS.days,
            "keys": [_key(one, local_day(now)) for one in page.keys],
            "origin": settings.ORIGIN,
            "sends": bool(channels.channels()),
        },
        current="volunteers",
    )


def _key(one: access.KeyLine, today: date) -> dict[str, object]:
    device = one.device
    return {
        "row": one,
        "key": str(one.id),
        "made": day(one.made_on),
        "until": day(one.until),
        "state": word(KEY_WORDS[one.state]),
        "may_withdraw": one.state is KeyState.OPEN
        or (device is not None and not device.ended and not device.full),
        "device": {
            "row": device,
            "name": device_words(device.told),
            "since": day(device.first_seen_on),
            "met": day(device.met_on) if device.met_on else "",
            "from": day_with_year(local_day(device.full_from)) if device.full_from else "",
            "form": MetForm(initial={"met_on": today}, auto_id=f"id_%s_{device.id.hex[:6]}"),
        }
        if device is not None
        else None,
    }


def withdraw_key(request: HttpRequest, actor: Actor, key_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: actions.withdraw(actor=actor, now=now, key_id=key_id),
        _back(request),
        _("De sleutel is ingetrokken. Hij opent niets meer."),
    )


def note_meeting(request: HttpRequest, actor: Actor, device_id: UUID) -> HttpResponse:
    """Write down that the volunteer was met, with this device in their hand."""
    now = clock.now()
    form = MetForm(request.POST, auto_id=f"id_%s_{device_id.hex[:6]}")
    if not form.is_valid():
        messages.error(request, _("Kies de dag van jullie afspraak."))
        return HttpResponseRedirect(_back(request))
    try:
        full = actions.note_meeting(
            actor=actor, now=now, device_id=device_id, met_on=form.cleaned_data["met_on"]
        )
    except Refused as refused:
        messages.error(request, say(refused.reason))
    else:
        from_day = {"day": day(local_day(full))}
        later = _("Opgeschreven. Dit toestel opent alles vanaf %(day)s. De vrijwilliger hoort het.")
        at_once = _("Opgeschreven. Dit toestel opent nu alles.")
        messages.success(request, at_once if full <= now else later % from_day)
    return HttpResponseRedirect(_back(request))


def _back(request: HttpRequest) -> str:
    try:
        return _page(UUID(request.POST.get("terug", "")))
    except ValueError:
        return reverse("volunteers")


def _page(volunteer_id: UUID, part: str = "") -> str:
    return reverse("hand_over_keys", args=[volunteer_id]) + part


def message_key(request: HttpRequest, actor: Actor, message_id: UUID) -> HttpResponse:
    """Put a key in one message, and go back to where it stands."""
    now = clock.now()
    made = actions.make_for_messages(actor=actor, now=now, message_ids=[message_id])
    said = _made_words(made)
    if request.POST.get("terug") == "brief":
        messages.success(request, said)
        return HttpResponseRedirect(reverse("message_letter", args=[message_id]))
    back = {name: request.POST.get(name, "") for name in ("lijst", "wie", "hoe", "page")}
    return went_well(request, f"{reverse('messages')}?{urlencode(back)}#bericht-{message_id}", said)


def letter_keys(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Put a key in each letter of the pile that leads to the page of a volunteer."""
    _put_in(request, actor, access.letters_without_key(actor))
    return HttpResponseRedirect(reverse("letters"))


def _put_in(request: HttpRequest, actor: Actor, message_ids: list[UUID]) -> None:
    made = actions.make_for_messages(actor=actor, now=clock.now(), message_ids=message_ids)
    messages.success(request, _made_words(made))


def _made_words(made: int) -> str:
    said = ngettext(
        "In %(n)s bericht staat nu een sleutel.", "In %(n)s berichten staat nu een sleutel.", made
    )
    return said % {"n": made}


# --- for whoever holds one ------------------------------------------------------------------------


def use_key(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001  one shape
    """Show one button; only pressing it uses the key. What comes after it is a device that shows
    what one organisation asks.
    """
    now = clock.now()
    key = access.key_behind(token_cookie.KEY.read(request), now)
    way = device_cookie.read(request)
    if way is not None and way.key is None and key is not None:
        own = way.link.subject_id == key.volunteer_id
        if own:
            # all of it opens here already: the key stays good for another device
            response = HttpResponseRedirect(reverse("week"))
            token_cookie.KEY.forget(response)
            return response
    if key is None:
        if way is not None:
            return HttpResponseRedirect(reverse("with_key" if way.key else "week"))
        return show_placeless(request, "messages/key_over.html", status=410, may_switch=True)
    if request.method != "POST":
        shown = {
            "organisation": key.organisation.name,
            "until": day(last_whole_day(key.made_at)),
            "phone": phone_readable(key.organisation.phone),
        }
        return show_placeless(request, "messages/use_key.html", shown, status=200, may_switch=True)
    told = read_user_agent(request.headers.get("User-Agent", ""))
    before = way.secret if way is not None and way.key is not None else ""
    browser = OpenedWith(secrets.token_urlsafe(16), told, before)
    try:
        opened = actions.use(actor=VISITOR, now=now, key_id=key.pk, browser=browser)
    except Refused:
        return show_placeless(request, "messages/key_over.html", status=CONFLICT, may_switch=True)
    response = HttpResponseRedirect(reverse("with_key"))
    device_cookie.open_with_key(response, opened.link_id, opened.secret)
    token_cookie.KEY.forget(response)
    return response


def with_key(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what one organisation asks, and how this device becomes the volunteer's own."""
    now = clock.now()
    page = access.with_key_page(actor, now)
    return show(
        request,
        "messages/with_key.html",
        {
            "page": page,
            "phone": phone_readable(page.phone),
            "until": day(page.until) if page.until else "",
            "sends": bool(channels.channels()),
            "asked": [
                {
                    "id": one.id,
                    "what": one.what,
                    "rhythm": rhythm_words(one.agreement),
                    "where": one.neighbourhood,
                    "expires": expiry_words(one.expires_at),
                    "first_day": day(one.agreement.first_day),
                    "last_day": day(one.agreement.last_day),
                    "contact": one.contact,
                }
                for one in page.asked
            ],
            "visits": [
                {
                    "when": day(one.day),
                    "who": person(one.who),
                    "what": one.what,
                    "url": reverse("cannot_with_key", args=[one.match_id, one.day.isoformat()]),
                }
                for one in page.visits
            ],
        },
    )


def answer_with_key(request: HttpRequest, actor: Actor, proposal_id: UUID) -> HttpResponse:
    """Take a yes or a no of whoever holds the key."""
    given: dict[str, Any] = {"actor": actor, "now": clock.now(), "proposal_id": proposal_id}
    try:
        if request.POST.get("answer") == "yes":
            agreed = proposals.accept(**given) is not None
            said = (
                _("Je zei ja. Jullie maken eerst kennis. Pas daarna beslis je echt.")
                if agreed
                else _("Er is net iets veranderd bij deze vraag. Wij bellen je of het nog past.")
            )
        else:
            proposals.decline(**given)
            said = _("Je zei nee. Dat is goed.")
    except Refused as refused:
        messages.error(request, say_refused(refused))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("with_key"))


def cannot_with_key(request: HttpRequest, actor: Actor, match_id: UUID, day: str) -> HttpResponse:
    now, when = clock.now(), day_of(day)
    return do_and_go_back(
        request,
        lambda: visits.cannot_visit(actor=actor, now=now, match_id=match_id, day=when),
        reverse("with_key"),
        _("Goed dat je het zegt. Wij bellen. Jij regelt niets."),
    )
