"""Show the own account, let somebody choose as which member they work, and change the language."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.organisations.colleagues import AccountPage, account_page
from loopplank.actions.organisations import colleagues
from loopplank.core.account.roles import LABELS
from loopplank.core.kit.contact_details import phone_readable
from loopplank.web.account import adapter, pinned
from loopplank.web.account.adapter import remember_language
from loopplank.web.account.forms import OwnDetailsForm
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import show
from loopplank.web.kit.words import word

# --- as which member somebody works ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    id: UUID
    role: str
    organisation: str
    network: str
    acting: bool


def choose_membership(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = account_page(actor, clock.now(), "choose_membership")
    if request.method == "POST":
        chosen = next(
            (m for m in page.memberships if str(m.id) == request.POST.get("membership")), None
        )
        if chosen is None:
            raise NotFound("membership")
        pinned.choose(request, str(chosen.id))
        return HttpResponseRedirect(adapter.page_of(chosen.role))
    # outside the frame of an organisation: the one that was worked in may have ended
    pinned_to = pinned.member(request)
    acting = pinned_to.id if pinned_to is not None else None
    return show(
        request,
        "account/membership.html",
        {"memberships": rows_of(page, acting), "ended": acting is None},
    )


def rows_of(page: AccountPage, acting: UUID | None) -> list[Row]:
    """Return the memberships in words, with the one as which this session works."""
    return [
        Row(m.id, word(LABELS[m.role]), m.organisation, m.network, m.id == acting)
        for m in page.memberships
    ]


# --- the own account ------------------------------------------------------------------------------
# Name and number, the second step, the language, where somebody works.


def show_account(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    form = OwnDetailsForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        details = colleagues.OwnDetails(**form.cleaned_data)
        colleagues.describe(actor=actor, now=now, details=details)
        with translation.override(details.language):
            messages.success(request, _("Bewaard."))
        response = HttpResponseRedirect(reverse("account"))
        adapter.remember_language(response, details.language)
        return response
    page = account_page(actor, now, "account")
    return show_work(
        request,
        actor,
        "account/account.html",
        {
            "page": page,
            "form": form
            or OwnDetailsForm(
                initial={
                    "name": page.name,
                    "phone": phone_readable(page.phone),
                    "language": page.language,
                    "digest": page.digest,
                    "shortcuts": page.shortcuts,
                }
            ),
            "second_step": adapter.has_second_step(request),
            "lost": page.lost,
            "memberships": rows_of(page, actor.id),
        },
        status=422 if form is not None else 200,
    )


# --- Dutch or English -----------------------------------------------------------------------------


def switch_language(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Switch by a link or by a form. Go back only to a page of this site, never to another one."""
    asked = request.POST if request.method == "POST" else request.GET
    response = HttpResponseRedirect(_back(request, asked.get("next", "")))
    language = asked.get("to", "")
    if language in dict(settings.LANGUAGES):
        remember_language(response, language)
    return response


def _back(request: HttpRequest, wanted: str) -> str:
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None, require_https=request.is_secure()
    )
    return wanted if safe and wanted.startswith("/") else "/"
