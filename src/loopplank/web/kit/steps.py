"""One step of the work: a short form under a name, that does one thing and goes back."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from loopplank.access.account.actors import Actor
from loopplank.core.kit.reason import Refused
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.outcome import went_well, went_wrong
from loopplank.web.kit.words import say_refused

CONFLICT, UNPROCESSABLE = 409, 422
Shown = Callable[..., HttpResponse]


def do_and_go_back(
    request: HttpRequest, act: Callable[[], object], back: str, done: str = ""
) -> HttpResponse:
    """Do what a button without a form asks, and say so in the panel that `back` names; or show that
    page with why not.
    """
    try:
        act()
    except Refused as refused:
        return went_wrong(request, back, say_refused(refused))
    return went_well(request, back, done)


def step(  # noqa: PLR0913  one step of the work, and all of it named
    request: HttpRequest,
    actor: Actor,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    *,
    back: str,
    done: str,
    words: dict[str, Any],
    template: str = "kit/step.html",
    current: str = "requests",
    places: Mapping[str, str] = MappingProxyType({}),
    shown: Shown = show_work,
) -> HttpResponse:
    """Show a form; when it is sent and right, `act` on it and go back. What a rule refuses stands
    on top of the form, and everything typed stays. `places` names the field of a refusal by its
    code, where there is one. `shown` is another frame than that of a member.
    """
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                act(form.cleaned_data)
            except Refused as refused:
                form.add_error(places.get(refused.reason.code), say_refused(refused))
                status = CONFLICT
            else:
                return went_well(request, back, done)
    return shown(
        request,
        actor,
        template,
        {"form": form, "back": back, **words},
        current=current,
        status=status,
    )


def page_of(request_id: UUID, part: str = "") -> str:
    return reverse("request", args=[request_id]) + part
