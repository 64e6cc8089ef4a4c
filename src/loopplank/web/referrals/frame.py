"""One step with a referral, in the frame of whoever takes it: a member, or the holder of a link.

A link alone does nothing: its browser must have given the code first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial, wraps
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.links import REFERRAL
from loopplank.access.organisations.organisations import PublicPlace
from loopplank.access.referrals.linked_referral import CodeNeeded, linked_referral
from loopplank.access.referrals.referral import ReferralPage, referral_page
from loopplank.core.account.roles import Role
from loopplank.core.kit.contact_details import phone_readable
from loopplank.web.account import status_cookie
from loopplank.web.kit import clock
from loopplank.web.kit.public_frame import show_public
from loopplank.web.kit.steps import Shown, step
from loopplank.web.referrals.words import contacts, kinds_of, title

#: Under which name a reading through one of these is recorded.
PAGE = "referral_step"


@dataclass(frozen=True, slots=True)
class Around:
    """One referral in the frame of whoever opened it."""

    page: ReferralPage
    back: str
    current: str
    shown: Shown | None
    now: datetime

    @property
    def id(self) -> UUID:
        return self.page.row.pk


Step = Callable[..., HttpResponse]


def for_either_side(view: Step) -> Callable[..., HttpResponse]:
    """Find the referral of a member or of a link. A browser that did not give the code of its
    link is asked for it, whatever it sent.
    """

    @wraps(view)
    def opened(
        request: HttpRequest, actor: Actor, referral_id: UUID | None = None, **parts: str
    ) -> HttpResponse:
        now = clock.now()
        if actor.role is not Role.PARTY:
            if referral_id is None:
                raise NotFound("referral")
            page = referral_page(actor, referral_id, now, PAGE)
            coordinator = actor.role is Role.COORDINATOR
            name = "referral" if coordinator else "own_referral"
            current = "referrals" if coordinator else "own_referrals"
            back = reverse(name, args=[referral_id])
            return view(request, actor, Around(page, back, current, None, now), **parts)
        found = linked_referral(actor, now, status_cookie.read(request, REFERRAL), PAGE)
        back = reverse("linked_referral")
        if isinstance(found, CodeNeeded):
            return HttpResponseRedirect(back)
        shown = partial(_show_linked, found.place)
        return view(request, actor, Around(found.page, back, "", shown, now), **parts)

    return opened


def _show_linked(
    place: PublicPlace,
    request: HttpRequest,
    _actor: Actor,
    _template: str,
    context: Mapping[str, Any],
    *,
    current: str,
    status: int,
) -> HttpResponse:
    del current  # there is no menu around the page of a link
    return show_public(
        request, place, "referrals/linked_referral_step.html", {**context}, status=status
    )


def referral_step(  # noqa: PLR0913  one step, and all of it named
    request: HttpRequest,
    actor: Actor,
    around: Around,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    *,
    heading: str,
    action: str,
    done: str,
    lead: str = "",
    call: bool = False,
    places: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Show one step and do it. `done` and `lead` may name the other side: `%(party)s`."""
    page = around.page
    party = {"party": page.party}
    return step(
        request,
        actor,
        form,
        act,
        back=around.back,
        done=done % party,
        words={
            "heading": heading,
            "who": title(page.who, kinds_of(page)),
            "lead": lead % party,
            "action": action,
            "calls": [(n, phone_readable(p)) for n, p in contacts(page)] if call else [],
        },
        template="referrals/referral_step.html",
        current=around.current,
        places=places or {},
        **({"shown": around.shown} if around.shown else {}),
    )
