"""What is to be told to people: copied, printed, read aloud or sent by hand, and noted as told."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages as banners
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from loopplank.access import messages as access
from loopplank.access.actors import Actor, NotFound
from loopplank.actions import messages as actions
from loopplank.core.calendar import local_day, local_time
from loopplank.core.contact import phone_readable
from loopplank.web import clock
from loopplank.web.frame import show_work
from loopplank.web.lists import csv_response
from loopplank.web.paging import Pages, wanted_page
from loopplank.web.telling import letter, name_of, told
from loopplank.web.words import day

#: The word in the address, the state, and the label of the list.
LISTS = (("klaar", access.QUEUED), ("verteld", access.TOLD), ("vervallen", access.DROPPED))
_STATES = dict(LISTS)


def show_messages(request: HttpRequest, actor: Actor) -> HttpResponse:
    chosen = _chosen(request.GET.get("lijst", ""))
    page = access.messages_page(
        actor, clock.now(), state=_STATES[chosen], number=wanted_page(request)
    )
    labels = {"klaar": _("Nog te vertellen"), "verteld": _("Verteld"), "vervallen": _("Vervallen")}
    return show_work(
        request,
        actor,
        "messages/messages.html",
        {
            "messages_shown": [told(one) for one in page.rows],
            "chosen": chosen,
            "mails": settings.SENDS_MAIL,
            "lists": [
                {"key": key, "label": labels[key], "count": page.counts[state]}
                for key, state in LISTS
            ],
            "total": page.total,
            "page": Pages(page.number, -(-page.total // access.ON_A_PAGE) or 1),
        },
        current="messages",
    )


def messages_csv(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The chosen list as a file."""
    now = clock.now()
    chosen = _chosen(request.GET.get("lijst", ""))
    rows = [
        (
            f"{local_time(one.queued_at):%d-%m-%Y %H:%M}",
            name_of(one),
            words.kind,
            words.channel_word,
            words.request_number,
            words.subject,
            words.text,
            words.done,
        )
        for one in access.all_messages(actor, now, state=_STATES[chosen])
        for words in (told(one),)
    ]
    header = (
        _("Klaar sinds"),
        _("Aan"),
        _("Wie"),
        _("Hoe"),
        _("Hulpvraag"),
        _("Onderwerp"),
        _("Tekst"),
        _("Verteld"),
    )
    return csv_response(f"berichten-{chosen}-{local_day(now):%Y-%m-%d}.csv", header, rows)


def close_message(request: HttpRequest, actor: Actor, message_id: UUID) -> HttpResponse:
    """Somebody says that they told it, that it need not be told, or that they pressed wrongly."""
    done, now = request.POST.get("done", ""), clock.now()
    if done == "leave_out":
        actions.leave_out(actor=actor, now=now, message_id=message_id)
        said = _("Genoteerd: dit hoeft niet verteld te worden.")
    elif done == "put_back":
        actions.put_back(actor=actor, now=now, message_id=message_id)
        said = _("Het bericht staat weer klaar.")
    elif done in actions.HOW:
        actions.tell(actor=actor, now=now, message_id=message_id, how=done)
        said = _("Genoteerd als verteld. Vergissing? Kijk onder ‘Verteld’.")
    else:
        raise NotFound(message_id)
    banners.success(request, said)
    back = {"lijst": _chosen(request.POST.get("lijst", "")), "page": request.POST.get("page", "1")}
    return HttpResponseRedirect(f"{reverse('messages')}?{urlencode(back)}")


def message_letter(request: HttpRequest, actor: Actor, message_id: UUID) -> HttpResponse:
    """One message on paper, whatever its channel."""
    now = clock.now()
    one = access.message(actor, message_id, now)
    written = letter(one)
    with translation.override(one.language):
        closing, on = _("Met vriendelijke groet,"), day(local_day(now))
    return show_work(
        request,
        actor,
        "messages/letter.html",
        {
            "to_lines": [written.name, *one.recipient.lines],
            "salutation": written.salutation,
            "letter": written,
            "link": one.link,
            "language": one.language,
            "closing": closing,
            "sheet": {"sender": one.organisation, "lines": [phone_readable(one.phone), on]},
        },
    )


def _chosen(typed: str) -> str:
    return typed if typed in _STATES else LISTS[0][0]
