"""What a volunteer was told lately, and what they choose about messages."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.actors import Actor
from loopplank.access.message_wishes import own_messages, wishes_page
from loopplank.access.messages import MessageFacts
from loopplank.actions.message_wishes import set_message_wishes
from loopplank.core.calendar import local_day
from loopplank.core.intake import DAYS
from loopplank.core.telling.wishes import NetworkHours
from loopplank.web import clock
from loopplank.web.forms.message_wishes import MessageWishesForm
from loopplank.web.message_words import filled
from loopplank.web.posted import posted
from loopplank.web.steps import step
from loopplank.web.week_frame import show_week
from loopplank.web.week_words import clock_time
from loopplank.web.words import day, word


def show_own_messages(request: HttpRequest, actor: Actor) -> HttpResponse:
    """In full, and without the link that leads here."""
    page = own_messages(actor, clock.now())
    shown = [{"words": filled(_long(one)), "row": one, "day": _day_of(one)} for one in page.rows]
    return show_week(request, actor, "volunteer/own_messages.html", {"told": shown})


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
        template="volunteer/message_wishes.html",
        current="limits",
        shown=show_week,
    )


def _long(one: MessageFacts) -> MessageFacts:
    return replace(one, channel="email", link="")


def _day_of(one: MessageFacts) -> str:
    return day(local_day(one.done_at)) if one.done_at else ""


def _promises(hours: NetworkHours) -> list[str]:
    """What holds for every volunteer of the network, whatever they choose."""
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
