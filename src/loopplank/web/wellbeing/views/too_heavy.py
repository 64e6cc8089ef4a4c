"""It is too heavy: a signal that always gets an answer."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.wellbeing.too_heavy import (
    Place,
    Promise,
    TooHeavyPage,
    not_safe_page,
    too_heavy_page,
)
from loopplank.actions.wellbeing import signal as wellbeing_signal
from loopplank.actions.wellbeing import signal_steps
from loopplank.core.kit.reason import Refused
from loopplank.core.wellbeing.signal import NOT_SAFE
from loopplank.web.account.idempotency import do_once
from loopplank.web.kit import clock
from loopplank.web.kit.steps import CONFLICT, UNPROCESSABLE, do_and_go_back
from loopplank.web.kit.words import person, say
from loopplank.web.volunteers.frame import show_week
from loopplank.web.volunteers.words import signal_card
from loopplank.web.wellbeing.forms import ADVISER, COORDINATOR, NOT_ONE, PAST, TooHeavyForm
from loopplank.web.wellbeing.words import promise_words


def say_too_heavy(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = too_heavy_page(actor, now)
    people = [(str(p.match_id), person(p.who, with_age=False)) for p in page.places if p.who]
    only = people[0][0] if len(people) == 1 else ""
    choices = whom(page.places)
    form = TooHeavyForm(
        request.POST if request.method == "POST" else None,
        people=people,
        about_nobody=any(p.match_id is None for p in page.places),
        to=choices,
        hears=hears(page.places),
        initial={"match": only, "to": COORDINATOR},
    )
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            said, sent = form.said(), list[UUID]()
            try:
                do_once(request, actor, lambda: sent.append(_send(actor, now, form)))
            except Refused as refused:
                form.add_error(None, say(refused.reason))
                status = CONFLICT
            else:
                # the answer stands on Mijn week until both said that they spoke
                if said.reason == NOT_SAFE and sent:
                    return HttpResponseRedirect(reverse("not_safe", args=sent))
                return HttpResponseRedirect(reverse("week"))
    return show_week(
        request,
        actor,
        "wellbeing/too_heavy.html",
        {
            "form": form,
            "page": page,
            "signals": [signal_card(signal, now) for signal in page.signals],
            "promises": promises(page, people),
            "safety": _one([_reader(p.safety) for p in page.places if p.safety]),
            "no_adviser": not any(p.adviser for p in page.places),
            "caller": _one([p.caller.contact.first_name for p in page.places]),
            "people": people,
            "may_choose": len(choices) > 1,
            "menu": None,
        },
        status=status,
    )


def _send(actor: Actor, now: datetime, form: TooHeavyForm) -> UUID:
    said = form.said()
    return wellbeing_signal.send_signal(
        actor=actor,
        now=now,
        reason=said.reason,
        words=said.words,
        match_id=form.match_id(),
        prefers_call=said.prefers_call,
        past_coordinator=said.past_coordinator,
        adviser=said.adviser,
    )


def show_not_safe(request: HttpRequest, actor: Actor, signal_id: UUID) -> HttpResponse:
    """Show numbers first; and visits to this person may stop at once."""
    now = clock.now()
    if request.method == "POST":
        return do_and_go_back(
            request,
            lambda: wellbeing_signal.stay_away(actor=actor, now=now, signal_id=signal_id),
            reverse("not_safe", args=[signal_id]),
        )
    page = not_safe_page(actor, signal_id, now)
    card = signal_card(page.signal, now)
    context = {"page": page, "signal": card, "menu": None}
    return show_week(request, actor, "wellbeing/not_safe.html", context)


def say_heard(request: HttpRequest, actor: Actor, signal_id: UUID) -> HttpResponse:
    """Say "Heeft Marleen je gesproken?" """
    spoken = request.POST.get("spoken") == "yes"
    signal_steps.say_heard(actor=actor, now=clock.now(), signal_id=signal_id, spoken=spoken)
    if spoken:
        messages.success(request, _("Fijn dat jullie spraken."))
    return HttpResponseRedirect(reverse("week"))


def whom(places: Iterable[Place]) -> list[tuple[str, str]]:
    """Return to whom it can go, by name where that is the same whatever it is about."""
    found = list(places)
    caller = _one([p.caller.contact.first_name for p in found])
    choices = [(COORDINATOR, caller or _("Wie jou altijd belt"))]
    advisers = [p.adviser for p in found if p.adviser]
    if advisers:
        name = _one([one.contact.name for one in advisers])
        label = (
            _("Vertrouwenspersoon %(name)s") % {"name": name} if name else _("Vertrouwenspersoon")
        )
        if all(one.of_network for one in advisers):
            label = _("%(who)s, van het netwerk") % {"who": label}
        if all(one.outside for one in advisers):
            label = _("%(who)s. Je belt zelf; wij zien alleen dat je rust wilt.") % {"who": label}
        elif name:
            label = f"{label}. {promise_words(advisers[0])}"
        choices.append((ADVISER, label))
    past = [p.past for p in found if p.past]
    if past:
        other = _one([one.contact.first_name for one in past])
        about = (
            _("Het gaat over %(name)s") % {"name": caller}
            if caller
            else _("Het gaat over mijn coördinator")
        )
        choices.append((PAST, f"{about}. {promise_words(past[0])}" if other else about))
    return choices


def hears(places: Iterable[Place]) -> dict[str, frozenset[str]]:
    """Return, by whom it is about, who else can hear it."""
    return {
        str(p.match_id or NOT_ONE): frozenset(
            name for name, there in ((ADVISER, p.adviser), (PAST, p.past)) if there
        )
        for p in places
    }


def promises(page: TooHeavyPage, people: list[tuple[str, str]]) -> list[str]:
    """Return who calls and before when: one sentence when it is the same whatever is chosen."""
    names = dict(people)
    said = [(names.get(str(p.match_id), ""), promise_words(p.caller)) for p in page.places]
    if len({sentence for _who, sentence in said}) == 1:
        return [said[0][1]]
    return [f"{who or _('Niet over één persoon')}: {sentence}" for who, sentence in said]


def _reader(one: Promise) -> str:
    """Return the reader; somebody of the network is not known by a first name."""
    if one.of_network:
        return _("%(name)s van het netwerk") % {"name": one.contact.name}
    return one.contact.first_name


def _one(names: list[str]) -> str:
    """Return the name when there is exactly one."""
    return names[0] if len(set(names)) == 1 else ""
