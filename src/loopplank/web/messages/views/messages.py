"""Show what is to be told to people, what leaves by itself, and set when it leaves."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.contrib import messages as banners
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.messages import channels as message_channels
from loopplank.access.messages import messages as access
from loopplank.access.messages.wishes import message_hours_page
from loopplank.actions.kit import security_log
from loopplank.actions.messages import delivery
from loopplank.actions.messages import messages as actions
from loopplank.actions.messages.hours import set_message_hours
from loopplank.core.account.security_log import Kind
from loopplank.core.kit.calendar import local_day, local_time
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.messages.states import MessageState
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.lists import csv_response
from loopplank.web.kit.pages import Pages, posted, wanted_page
from loopplank.web.kit.steps import UNPROCESSABLE
from loopplank.web.kit.words import day, first_up
from loopplank.web.messages.forms import MessageHoursForm
from loopplank.web.messages.render_message import CHANNELS, letter, name_of, told

# --- what is to be told ---------------------------------------------------------------------------

#: The word in the address, and the list.
LISTS = (
    ("klaar", MessageState.QUEUED),
    ("let-op", access.WENT_WRONG),
    ("vanzelf", access.LEAVING),
    ("verteld", MessageState.TOLD),
    ("vervallen", MessageState.DROPPED),
)
_STATES = dict(LISTS)
#: Shown only where something can stand on it.
_OF_SENDING = frozenset({access.WENT_WRONG, access.LEAVING})


def show_messages(request: HttpRequest, actor: Actor) -> HttpResponse:
    chosen, now = _chosen(request.GET.get("lijst", "")), clock.now()
    page = access.messages_page(actor, now, state=_STATES[chosen], number=wanted_page(request))
    labels = {
        "klaar": _("Nog te vertellen"),
        "let-op": _("Niet gelukt of onzeker"),
        "vanzelf": _("Gaat vanzelf"),
        "verteld": _("Verteld"),
        "vervallen": _("Vervallen"),
    }
    sends = message_channels.channels()
    return show_work(
        request,
        actor,
        "messages/messages.html",
        {
            "messages_shown": [told(one, now) for one in page.rows],
            "chosen": chosen,
            "sends": _sends(sends),
            "letters": page.letters if chosen == "klaar" else 0,
            "wrong": page.counts[access.WENT_WRONG] if chosen != "let-op" else 0,
            "lists": [
                {"key": key, "label": labels[key], "count": page.counts[state]}
                for key, state in LISTS
                if sends or page.counts[state] or state not in _OF_SENDING
            ],
            "total": page.total,
            "page": Pages(page.number, -(-page.total // access.ON_A_PAGE) or 1),
        },
        current="messages",
    )


def messages_csv(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Return the chosen list as a file."""
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
            words.done or first_up(f"{words.wrong_word}. {words.happens}".strip(". ")),
        )
        for one in access.all_messages(actor, now, state=_STATES[chosen])
        for words in (told(one, now),)
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
    """Note that somebody says that they told it, that it need not be told, or that they pressed
    wrongly.
    """
    done, now = request.POST.get("done", ""), clock.now()
    changed = True
    if done == "leave_out":
        changed = actions.leave_out(actor=actor, now=now, message_id=message_id)
        said = _("Genoteerd: dit hoeft niet verteld te worden.")
    elif done == "put_back":
        actions.put_back(actor=actor, now=now, message_id=message_id)
        said = _("Het bericht staat weer klaar.")
    elif done == "send_again":
        delivery.send_again(actor=actor, now=now, message_id=message_id)
        said = _("Loopplank probeert het opnieuw.")
    elif done in {*actions.HOW, actions.ARRIVED}:
        changed = actions.tell(actor=actor, now=now, message_id=message_id, how=done)
        said = _("Genoteerd als verteld. Vergissing? Kijk onder ‘Verteld’.")
    else:
        raise NotFound(message_id)
    if changed:
        banners.success(request, said)
    else:
        banners.warning(request, _("Dit is al gedaan, of gaat op dit moment weg."))
    back = {"lijst": _chosen(request.POST.get("lijst", "")), "page": request.POST.get("page", "1")}
    return HttpResponseRedirect(f"{reverse('messages')}?{urlencode(back)}")


def message_letter(request: HttpRequest, actor: Actor, message_id: UUID) -> HttpResponse:
    """Show one message on paper, whatever its channel."""
    now = clock.now()
    one = access.message(actor, message_id, now)
    _note_keys(actor, [one], now)
    sheet = _sheet(one, local_day(now))
    return show_work(
        request, actor, "messages/letter.html", {**sheet, "on_sheet": sheet, "one": one}
    )


def show_letters(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the pile of letters that wait, one on each sheet of paper."""
    now = clock.now()
    shown = access.letters_to_print(actor, now)
    _note_keys(actor, shown, now)
    return show_work(
        request,
        actor,
        "messages/letters.html",
        {
            "sheets": [_sheet(one, local_day(now)) for one in shown],
            "without_key": sum(one.may_have_key and not one.key_until for one in shown),
        },
    )


def _note_keys(actor: Actor, shown: Iterable[access.MessageFacts], now: datetime) -> None:
    """Write down that hand-over keys stood on a sheet to print."""
    keys = sum(one.key_until is not None for one in shown)
    if keys:
        security_log.record(Kind.KEY_PRINTED, now=now, actor=actor, data={"keys": keys})


def letters_printed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Note that all letters of the pile on the screen were printed, and only those."""
    try:
        pile = [UUID(given) for given in request.POST.getlist("letter")[: access.IN_A_PILE]]
    except ValueError:
        raise NotFound("letter") from None
    told_now = delivery.tell_printed(actor=actor, now=clock.now(), message_ids=pile)
    said = ngettext(
        "%(n)s brief genoteerd als geprint.", "%(n)s brieven genoteerd als geprint.", told_now
    )
    banners.success(request, said % {"n": told_now})
    return HttpResponseRedirect(reverse("messages"))


def _sheet(one: access.MessageFacts, today: date) -> dict[str, object]:
    """Return one letter as it lies on paper."""
    written = letter(one)
    with translation.override(one.language):
        closing, on = _("Met vriendelijke groet,"), day(today)
    return {
        "id": one.id,
        "to_lines": [written.name, *one.recipient.lines],
        "salutation": written.salutation,
        "letter": written,
        "language": one.language,
        "closing": closing,
        "sheet": {"sender": one.organisation, "lines": [phone_readable(one.phone), on]},
    }


def _sends(channels: frozenset[str]) -> str:
    """Say "e-mail en sms": what leaves by itself here."""
    if channels == {"email", "sms"}:
        return _("e-mail en sms")
    return "".join(str(CHANNELS[one]) for one in channels)


def _chosen(typed: str) -> str:
    return typed if typed in _STATES else LISTS[0][0]


# --- when messages leave, and how many ------------------------------------------------------------
# For the administrator of a network.


def change_message_hours(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = message_hours_page(actor)
    form = MessageHoursForm(posted(request), initial=MessageHoursForm.initial_of(page.hours))
    if form.is_bound and form.is_valid():
        set_message_hours(actor=actor, now=clock.now(), hours=form.hours())
        messages.success(request, _("Bewaard. Het geldt vanaf nu."))
        return HttpResponseRedirect(reverse("message_hours"))
    return show_work(
        request,
        actor,
        "messages/message_hours.html",
        {"form": form, "page": page},
        current="settings",
        status=UNPROCESSABLE if form.errors else 200,
    )
