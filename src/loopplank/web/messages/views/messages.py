"""Show what is to be told to people, what leaves by itself, and set when it leaves."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib import messages as banners
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
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
from loopplank.actions.matching import asking
from loopplank.actions.messages import delivery, press
from loopplank.actions.messages import messages as actions
from loopplank.actions.messages.hours import set_message_hours
from loopplank.core.account.security_log import Kind
from loopplank.core.kit.calendar import local_day, local_time
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import Refused
from loopplank.core.messages.states import MessageState
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.lists import csv_response
from loopplank.web.kit.outcome import went_well, went_wrong
from loopplank.web.kit.pages import Pages, posted, wanted_page
from loopplank.web.kit.steps import UNPROCESSABLE
from loopplank.web.kit.words import day, first_up, say
from loopplank.web.messages.forms import MessageHoursForm
from loopplank.web.messages.render_message import CHANNELS, letter, name_of, told
from loopplank.web.messages.rows import Row, how_it_stands, look_word, row_of
from loopplank.web.messages.words import moment_words

# --- what is to be told ---------------------------------------------------------------------------

#: The word in the address, and the list.
LISTS = (
    ("klaar", access.TO_DO),
    ("let-op", access.WENT_WRONG),
    ("vanzelf", access.LEAVING),
    ("verteld", MessageState.TOLD),
    ("vervallen", MessageState.DROPPED),
)
_STATES = dict(LISTS)


def show_messages(request: HttpRequest, actor: Actor) -> HttpResponse:
    chosen, now = _chosen(request.GET.get("lijst", "")), clock.now()
    narrowed = _narrowed(request.GET)
    used = _used(request)
    page = access.messages_page(
        actor,
        now,
        state=_STATES[chosen],
        number=wanted_page(request),
        narrowed=narrowed,
        beside=used,
    )
    rows = [row_of(one, now) for one in page.rows]
    return show_work(
        request,
        actor,
        "messages/messages.html",
        {
            "groups": _groups(rows, page, chosen),
            "chosen": chosen,
            "letters": page.letters if chosen == "klaar" else 0,
            "sends": _sends(message_channels.channels()),
            "places": (_OF_LIST, f"{_PLACE}{used}"),
            "used": str(used),
            "wrong": page.counts[access.WENT_WRONG],
            "waiting": page.counts[access.TO_DO],
            "lists": _tabs(page, chosen),
            "narrowed": narrowed,
            "narrowed_now": narrowed != access.EVERYTHING,
            "shown_any": bool(rows),
            "readers": _readers(),
            "channels": [(code, first_up(str(said))) for code, said in CHANNELS.items()],
            "total": page.total,
            "origin": settings.ORIGIN,
            "page": Pages(page.number, -(-page.total // access.ON_A_PAGE) or 1),
        },
        current="messages",
    )


def _tabs(page: access.MessagesPage, chosen: str) -> list[dict[str, object]]:
    labels = {
        "klaar": _("Nog te doen"),
        "vanzelf": _("Gaat vanzelf"),
        "verteld": _("Verstuurd"),
        "vervallen": _("Vervallen"),
    }
    open_ = "klaar" if chosen == "let-op" else chosen
    return [
        {"key": key, "label": labels[key], "count": page.counts[state], "open": key == open_}
        for key, state in LISTS
        if key in labels and (key != "vanzelf" or _sends_any() or page.counts[state])
    ]


def _groups(rows: list[Row], page: access.MessagesPage, chosen: str) -> list[dict[str, object]]:
    """Return the rows under their heading: on the list of what is to be done, what went wrong comes
    first.
    """
    if chosen != "klaar":
        return [{"id": "rows", "title": "", "count": page.total, "rows": rows, "together": 0}]
    wrong = [row for row in rows if row.wrong]
    ready = [row for row in rows if not row.wrong]
    n_wrong = page.counts[access.WENT_WRONG]
    return [
        {
            "id": "wrong",
            "title": _("Hier ging iets mis"),
            "count": n_wrong,
            "rows": wrong,
            "together": 0,
        },
        {
            "id": "ready",
            "title": _("Klaar om te vertellen"),
            "count": page.counts[MessageState.QUEUED],
            "rows": ready,
            "together": page.together,
        },
    ]


def _readers() -> list[tuple[str, str]]:
    return [
        ("vraagt-hulp", _("Wie hulp vraagt")),
        ("vrijwilliger", _("Vrijwilligers")),
        ("anderen", _("Anderen")),
    ]


def _narrowed(sent: QueryDict) -> access.Narrowed:
    reader, channel = sent.get("wie", ""), sent.get("hoe", "")
    return access.Narrowed(
        reader if reader in access.READERS else "", channel if channel in CHANNELS else ""
    )


def _query(chosen: str, narrowed: access.Narrowed) -> str:
    """Return the list and what it is narrowed to, as the end of an address; it holds no name."""
    given = {"lijst": chosen, "wie": narrowed.reader, "hoe": narrowed.channel}
    return urlencode({name: value for name, value in given.items() if value})


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
            words.done or first_up(f"{look_word(how_it_stands(one), one, now)}. {words.happens}"),
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
    """Do what a button of one row says, and say what came of it in that row."""
    done, now = request.POST.get("done", ""), clock.now()
    act = _ACTS.get(done)
    if act is None:
        raise NotFound(message_id)
    back = _row_address(request.POST, message_id)
    try:
        said = act(actor, now, message_id)
    except Refused as refused:
        return went_wrong(request, back, say(refused.reason))
    if said:
        return went_well(request, back, said)
    return went_wrong(request, back, _("Dit is al gedaan, of gaat op dit moment weg."))


def _row_address(sent: QueryDict, message_id: UUID) -> str:
    """Return the list on which a button was pressed, at the row that it stands in."""
    query = _query(_chosen(sent.get("lijst", "")), _narrowed(sent))
    page = urlencode({"page": sent.get("page", "1")})
    return f"{reverse('messages')}?{query}&{page}#{_PLACE}{message_id}"


#: Where something is said: of one message, or of several that were sent together.
_PLACE, _OF_LIST = "bericht-", "berichten"
_Act = Callable[[Actor, datetime, UUID], str]


def _send(actor: Actor, now: datetime, message_id: UUID) -> str:
    at = press.send(actor=actor, now=now, message_id=message_id)
    said = _("Wordt %(when)s verstuurd. Tot dan kan het terug.")
    return said % {"when": moment_words(at, now)}


def _recall(actor: Actor, now: datetime, message_id: UUID) -> str:
    if asking.recall(actor=actor, now=now, message_id=message_id):
        return _("Teruggehaald. Deze vrijwilliger is niet gevraagd.")
    return _("Teruggehaald. Verstuur het later, of zeg dat het niet meer hoeft.")


def _told(how: str) -> _Act:
    def act(actor: Actor, now: datetime, message_id: UUID) -> str:
        changed = actions.tell(actor=actor, now=now, message_id=message_id, how=how)
        return _("Genoteerd als verteld.") if changed else ""

    return act


def _leave_out(actor: Actor, now: datetime, message_id: UUID) -> str:
    changed = actions.leave_out(actor=actor, now=now, message_id=message_id)
    return _("Genoteerd: dit hoeft niet verteld te worden.") if changed else ""


def _put_back(actor: Actor, now: datetime, message_id: UUID) -> str:
    changed = actions.put_back(actor=actor, now=now, message_id=message_id)
    return _("Het bericht staat weer klaar.") if changed else ""


def _send_again(actor: Actor, now: datetime, message_id: UUID) -> str:
    changed = delivery.send_again(actor=actor, now=now, message_id=message_id)
    return _("Loopplank probeert het zo opnieuw. Tot dan kan het terug.") if changed else ""


_ACTS: Mapping[str, _Act] = {
    "send": _send,
    "recall": _recall,
    "leave_out": _leave_out,
    "put_back": _put_back,
    "send_again": _send_again,
    **{how: _told(how) for how in (*actions.HOW, actions.ARRIVED)},
}


# --- several at once ------------------------------------------------------------------------------


def read_messages(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what was ticked, whole and below each other; nothing is sent yet."""
    now = clock.now()
    every = bool(request.GET.get("alles"))
    ids = None if every else _ids(request.GET.getlist("bericht"))
    shown = access.to_read_together(actor, now, ids)
    left = 0 if ids is None else len(set(ids)) - len(shown)
    return show_work(
        request,
        actor,
        "messages/read.html",
        {"rows": [row_of(one, now) for one in shown], "left": left},
        current="messages",
    )


def send_messages(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Send what was read on one page, and say on the list what leaves and what does not."""
    now = clock.now()
    ids = _ids(request.POST.getlist("bericht"))[: access.READ_TOGETHER]
    sent = press.send_many(actor=actor, now=now, message_ids=ids)
    n = len(sent.leave)
    parts = []
    if n:
        said = ngettext(
            "%(n)s bericht wordt verstuurd, %(when)s.",
            "%(n)s berichten worden verstuurd, het eerste %(when)s.",
            n,
        )
        parts.append(said % {"n": n, "when": moment_words(min(sent.leave.values()), now)})
        parts.append(_("Tot dan kan het terug, bij ‘Gaat vanzelf’."))
    if sent.refused:
        said = ngettext(
            "%(n)s bericht is niet verstuurd: %(why)s",
            "%(n)s berichten zijn niet verstuurd: %(why)s",
            len(sent.refused),
        )
        why = " ".join(dict.fromkeys(say(reason) for reason in sent.refused.values()))
        parts.append(said % {"n": len(sent.refused), "why": why})
    tell = went_well if n else went_wrong
    return tell(request, f"{reverse('messages')}#{_OF_LIST}", " ".join(parts))


def _ids(given: Iterable[str]) -> list[UUID]:
    try:
        return [UUID(one) for one in given]
    except ValueError:
        raise NotFound("message") from None


def _used(request: HttpRequest) -> UUID | None:
    """Return with which message something was done a moment ago; what is to be said of it stays to
    be said."""
    said = banners.get_messages(request)
    tags = [one.extra_tags for one in said if (one.extra_tags or "").startswith(_PLACE)]
    if isinstance(said, BaseStorage):
        said.used = False
    return UUID(tags[-1].removeprefix(_PLACE)) if tags else None


def _sends_any() -> bool:
    return bool(message_channels.channels())


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
