"""The clocks of an organisation or a network, with what they cost before they are kept."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.responsibility.clocks import clocks_page
from loopplank.access.responsibility.coordination import cost_for
from loopplank.actions.responsibility import clocks
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.states import RULES, State
from loopplank.core.responsibility.clocks import ClockSettings, Urgency
from loopplank.core.responsibility.coordination import ROAD, minutes_a_week
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import CONFLICT, UNPROCESSABLE
from loopplank.web.kit.words import bare_hours, hours, say
from loopplank.web.responsibility.forms import ClocksForm

ROUND = 15


def change_clocks(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Change those of the own organisation."""
    page = clocks_page(actor)
    form = ClocksForm(posted(request), page.settings, of_network=False)
    right = form.is_bound and form.is_valid()
    network = page.settings.network
    reckoned = ClockSettings(form.own, network) if right else page.settings
    if right and request.POST.get("do") == "keep":
        return _keep(request, actor, form, "clocks", {"cost": _cost(actor, reckoned)})
    return _show(request, actor, form, {"cost": _cost(actor, reckoned), "of": page.of})


def change_network_clocks(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Change those of everybody in the network who set none. What they carry is theirs: one request
    counts.
    """
    page = clocks_page(actor)
    form = ClocksForm(posted(request), page.settings, of_network=True)
    right = form.is_bound and form.is_valid()
    reckoned = ClockSettings(network=form.own) if right else page.settings
    around = {"cost": _cost_of_one(reckoned), "of": page.of, "of_network": True}
    if right and request.POST.get("do") == "keep":
        return _keep(request, actor, form, "network_clocks", around)
    return _show(request, actor, form, around)


# --- underneath -----------------------------------------------------------------------------------


def _keep(
    request: HttpRequest, actor: Actor, form: ClocksForm, door: str, around: dict[str, Any]
) -> HttpResponse:
    keep = clocks.set_own if door == "clocks" else clocks.set_of_network
    try:
        keep(actor=actor, now=clock.now(), clocks=form.own)
    except Refused as refused:
        form.add_error(None, say(refused.reason))
        return _show(request, actor, form, around, status=CONFLICT)
    messages.success(request, _("De klokken zijn bewaard. Ze gelden voor wat nu begint."))
    return HttpResponseRedirect(reverse(door))


def _show(
    request: HttpRequest,
    actor: Actor,
    form: ClocksForm,
    around: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    return show_work(
        request,
        actor,
        "responsibility/clocks.html",
        {"form": form, "groups": form.groups(), **around},
        current="settings",
        status=UNPROCESSABLE if form.errors and status == 200 else status,
    )


def _cost(actor: Actor, settings: ClockSettings) -> dict[str, Any]:
    """Say "Deze klokken kosten jou 6 uur van je 20", and what follows from it."""
    full, stop = cost_for(actor, settings, clock.now())
    limit = full.capacity.minutes_a_week
    said = {"cost": hours(_rounded(full.minutes)), "limit": bare_hours(limit)}
    mine = actor.role is Role.COORDINATOR
    if limit is None:
        words = _("Deze klokken kosten nu %(cost)s per week. De uren staan er nog niet bij.")
    elif mine:
        words = _("Deze klokken kosten jou %(cost)s van je %(limit)s.")
    else:
        words = _("Deze klokken kosten jullie samen %(cost)s van de %(limit)s uur.")
    return {
        "words": words % said,
        "requests": full.requests,
        "why_stop": say(stop.why) if stop and mine else "",
        "missing": limit is None,
    }


def _cost_of_one(settings: ClockSettings) -> dict[str, Any]:
    road = sum(RULES[state].minutes for state in ROAD)
    later = minutes_a_week(State.RUNNING, Urgency.NORMAL, settings)
    words = _("Eén hulpvraag kost ongeveer %(road)s tot de hulp loopt. Daarna %(later)s per week.")
    return {"words": words % {"road": hours(road), "later": hours(max(1, round(later)))}}


def _rounded(minutes: int) -> int:
    return ROUND * round(minutes / ROUND) or (ROUND if minutes else 0)
