"""Show what a volunteer was told and chooses, and end digests with one click."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from loopplank.access.account.actors import Actor
from loopplank.access.messages.messages import MessageFacts
from loopplank.access.messages.own_messages import (
    own_messages,
    reminder_page,
    stopper,
    wishes_page,
)
from loopplank.actions.messages.wishes import set_message_wishes, stop_digest
from loopplank.actions.volunteers.reminders import set_reminder
from loopplank.core.kit.calendar import local_day
from loopplank.core.messages.wishes import NetworkHours
from loopplank.core.requests.intake import DAYS
from loopplank.web.kit import clock
from loopplank.web.kit.pages import posted
from loopplank.web.kit.public_frame import show_placeless
from loopplank.web.kit.steps import step
from loopplank.web.kit.words import day, word
from loopplank.web.messages.forms import MessageWishesForm, ReminderField, ReminderForm
from loopplank.web.messages.words import filled
from loopplank.web.volunteers.frame import show_week
from loopplank.web.volunteers.words import clock_time

# --- what was told and chosen ---------------------------------------------------------------------


def show_own_messages(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show them in full, and without the link that leads here."""
    page = own_messages(actor, clock.now())
    shown = [{"words": filled(_long(one)), "row": one, "day": _day_of(one)} for one in page.rows]
    return show_week(request, actor, "messages/own_messages.html", {"told": shown})


def change_message_wishes(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = wishes_page(actor, now)
    form = MessageWishesForm(posted(request), initial=MessageWishesForm.initial_of(page.wishes))
    return step(
        request,
        actor,
        form,
        lambda _typed: set_message_wishes(
            actor=actor, now=now, volunteer_id=page.volunteer_id, wishes=form.wishes()
        ),
        back=reverse("message_wishes"),
        done=_("Bewaard."),
        words={"promises": _promises(page.hours), "by_phone": page.channel == "phone"},
        template="messages/message_wishes.html",
        current="limits",
        shown=show_week,
    )


def reminder_on_behalf(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    """Write down when a volunteer wants to hear of a visit, as they said it on the telephone."""
    now = clock.now()
    page = reminder_page(actor, volunteer_id, now)
    row = page.about.row
    form = ReminderForm(
        posted(request), initial={"days_before": ReminderField.initial_of(page.wishes)}
    )
    name = {"name": row.first_name}
    return step(
        request,
        actor,
        form,
        lambda typed: set_reminder(
            actor=actor, now=now, volunteer_id=volunteer_id, days_before=typed["days_before"]
        ),
        back=reverse("volunteer", args=[volunteer_id]) + "#reach",
        done=_("Bewaard. De vrijwilliger hoort dat jij dit aanpaste."),
        words={
            "heading": _("Herinnering voor %(name)s") % name,
            "who": f"{row.first_name} {row.last_name}",
            "lead": _("%(name)s wordt gebeld. Een herinnering gaat alleen per sms of e-mail.")
            % name
            if page.by_phone
            else _("Alleen als %(name)s dat vraagt.") % name,
            "action": _("Bewaar"),
        },
        current="volunteers",
    )


def _long(one: MessageFacts) -> MessageFacts:
    return replace(one, channel="email", link="")


def _day_of(one: MessageFacts) -> str:
    return day(local_day(one.done_at)) if one.done_at else ""


def _promises(hours: NetworkHours) -> list[str]:
    """Return what holds for every volunteer of the network, whatever they choose."""
    said = [
        ngettext(
            "Je krijgt ten hoogste %(n)s bericht per week.",
            "Je krijgt ten hoogste %(n)s berichten per week.",
            hours.most_a_week,
        )
        % {"n": hours.most_a_week},
        _("Tussen %(from)s en %(to)s uur krijg je niets.")
        % {"from": clock_time(hours.quiet_from), "to": clock_time(hours.quiet_to)},
    ]
    if hours.rest_day is not None:
        said.append(_("Op %(day)s ook niet.") % {"day": word(DAYS[hours.rest_day])})
    return said


# --- ending digests -------------------------------------------------------------------------------
# With one click and without signing in, from the address in a digest (RFC 8058).


# A mail program posts here by itself, without our cookie and so without a token against forged
# requests. Nothing is lost by that: the address alone gives the right, no cookie is looked at, and
# a page elsewhere that does not know the address can post nothing. Whoever does know it could have
# opened it. All that it does is to stop a digest; it shows nobody's data.
@csrf_exempt
def unsubscribe(
    request: HttpRequest, actor: Actor, to: str, person_id: UUID, token: str
) -> HttpResponse:
    """Show one button; looking changes nothing: mail scanners open addresses too."""
    if request.method == "POST":
        stop_digest(actor=actor, now=clock.now(), to=to, person_id=person_id, token=token)
    else:
        stopper(to, person_id, token)
    done = request.method == "POST"
    response = show_placeless(
        request, "messages/unsubscribe.html", {"done": done, "to": to}, status=200
    )
    # the address is a key: no other page hears of it
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
