"""Begin to practise with invented people, and remove all of it again."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.practice.place import PracticePage, own_membership_at, practice_page
from loopplank.actions.practice import place, removal
from loopplank.core.kit.reason import Refused
from loopplank.web.account import adapter, pinned
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.outcome import went_well, went_wrong
from loopplank.web.kit.words import day, say


def show_place(request: HttpRequest, actor: Actor) -> HttpResponse:
    return show_work(
        request, actor, "practice/place.html", _page(practice_page(actor)), current="settings"
    )


def begin(request: HttpRequest, actor: Actor) -> HttpResponse:
    membership_id = place.begin(actor=actor, now=clock.now())
    pinned.choose(request, str(membership_id))
    there = pinned.member(request)
    first = adapter.page_of(there.role) if there is not None else reverse("practice")
    return went_well(
        request, first, _("Dit is je oefenplek. Probeer maar: niemand merkt er iets van.")
    )


def remove(request: HttpRequest, actor: Actor) -> HttpResponse:
    if request.method != "POST":
        page = practice_page(actor)
        # a colleague may have done it already
        asked = "practice/remove.html" if page.last_day else "practice/place.html"
        return show_work(request, actor, asked, _page(page), current="settings")
    try:
        real_id = removal.remove(actor=actor, now=clock.now())
    except Refused as refused:
        return went_wrong(request, reverse("practice"), say(refused.reason))
    if actor.practice and real_id is not None:
        back = own_membership_at(real_id, actor)
        if back is not None:
            pinned.choose(request, str(back))
    return went_well(
        request, reverse("settings"), _("De oefenplek is weg. Op je echte plek veranderde niets.")
    )


def _page(page: PracticePage) -> dict[str, object]:
    return {"page": page, "last_day": day(page.last_day) if page.last_day else ""}
