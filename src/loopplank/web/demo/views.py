"""The start of the demo: who you can be, links of volunteers and help seekers, every message."""

from collections.abc import Iterable
from itertools import groupby

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from loopplank.access.account.actors import Actor
from loopplank.access.demo import demo as access
from loopplank.core.account.roles import LABELS
from loopplank.core.requests.states import RULES
from loopplank.web.account import adapter, pinned
from loopplank.web.kit import clock
from loopplank.web.kit.pages import Pages, show, wanted_page
from loopplank.web.kit.words import person, word
from loopplank.web.messages.render_message import told


def show_demo(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = access.demo_page(actor, clock.now())
    return show(
        request,
        "demo/demo.html",
        {
            "page": page,
            "password": access.DEMO_PASSWORD,
            "houses": list(_houses(page.accounts)),
            "seekers": [
                {
                    "who": person(one.who),
                    "state": word(RULES[one.state].label).lower(),
                    "link": one.link,
                }
                for one in page.seekers
            ],
            "signed_in": request.user.is_authenticated,
        },
    )


def sign_in_to_demo(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Sign in by one click, with the password that stands on the page."""
    chosen = access.demo_account(request.POST.get("membership", ""))
    adapter.sign_in_to_demo(request, chosen.email, access.DEMO_PASSWORD)
    pinned.choose(request, str(chosen.membership_id))
    return HttpResponseRedirect(adapter.page_of(chosen.role))


def show_demo_outbox(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = access.demo_outbox(actor, now, wanted_page(request))
    return show(
        request,
        "demo/outbox.html",
        {
            "messages_shown": [told(one, now) for one in page.rows],
            "total": page.total,
            "page": Pages(page.number, page.pages),
            "start_url": reverse("demo"),
            "signed_in": request.user.is_authenticated,
        },
    )


def _houses(accounts: Iterable[access.DemoAccount]) -> Iterable[dict[str, object]]:
    """Return the accounts under their organisation."""
    for organisation, members in groupby(accounts, key=lambda one: one.organisation):
        yield {
            "organisation": organisation,
            "accounts": [
                {
                    "id": one.membership_id,
                    "name": one.name,
                    "email": one.email,
                    "role": word(LABELS[one.role]),
                }
                for one in members
            ],
        }
