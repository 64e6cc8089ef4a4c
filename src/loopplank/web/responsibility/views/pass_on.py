"""Everything that is a colleague's, and one button to take it over for good."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor
from loopplank.access.responsibility.pass_on import PassOnPage, Theirs, pass_on_page
from loopplank.actions.responsibility import takeovers
from loopplank.core.account.roles import Role
from loopplank.core.requests.states import RULES, State
from loopplank.web.kit import clock
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import do_and_go_back, step
from loopplank.web.kit.words import first_up, kinds, short_day, word
from loopplank.web.responsibility.forms import OfferForm


def show_pass_on(request: HttpRequest, actor: Actor, membership_id: UUID) -> HttpResponse:
    """Show what is still theirs; sending the form asks a colleague."""
    now = clock.now()
    page = pass_on_page(actor, membership_id, now)
    return step(
        request,
        actor,
        OfferForm(posted(request), could=page.could),
        lambda typed: takeovers.offer(
            actor=actor, now=now, membership_id=membership_id, colleague_id=typed["who"]
        ),
        back=reverse("pass_on", args=[membership_id]),
        done=_("Gevraagd. Het gaat pas over als je collega ja zegt."),
        words=_words(page, actor),
        template="responsibility/pass_on.html",
        current="settings",
    )


def take_all(request: HttpRequest, actor: Actor, membership_id: UUID) -> HttpResponse:
    return do_and_go_back(
        request,
        lambda: takeovers.accept(actor=actor, now=clock.now(), membership_id=membership_id),
        reverse("today"),
        _("Het is nu van jou. De uiterste dagen zijn niet later geworden."),
    )


def _words(page: PassOnPage, actor: Actor) -> dict[str, object]:
    count = len(page.rows)
    return {
        "page": page,
        "rows": [_row(one) for one in page.rows],
        "opens": actor.role is Role.COORDINATOR,
        "may_take": actor.role is Role.COORDINATOR and not page.is_me and count > 0,
        "count": ngettext("%(n)s hulpvraag", "%(n)s hulpvragen", count) % {"n": count},
    }


def _row(one: Theirs) -> dict[str, object]:
    return {
        "id": one.request_id,
        "number": one.number,
        "kinds": first_up(kinds(one.kinds)),
        "state": word(RULES[State(one.state)].label),
        "due": short_day(one.due_on) if one.due_on else "",
    }
