"""For whoever works in more than one role or organisation: as which one now."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from loopplank.access.actors import Actor, NotFound
from loopplank.access.members import AccountPage, account_page
from loopplank.core.roles import LABELS
from loopplank.web import asking, clock, sign_in
from loopplank.web.frame import show_work
from loopplank.web.words import word


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
        asking.choose_membership(request, str(chosen.id))
        return HttpResponseRedirect(sign_in.page_of(chosen.role))
    return show_work(request, actor, "account/membership.html", {"memberships": rows_of(page)})


def rows_of(page: AccountPage) -> list[Row]:
    """The memberships in words."""
    return [
        Row(m.id, word(LABELS[m.role]), m.organisation, m.network, m.acting)
        for m in page.memberships
    ]
