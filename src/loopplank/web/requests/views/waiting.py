"""All letters to people who wait and whose day has come: read them, and tell them in one go."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor
from loopplank.access.requests.waiting import DueLetter, letters_page
from loopplank.actions.requests import waiting
from loopplank.core.kit.reason import Refused
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.steps import CONFLICT
from loopplank.web.kit.words import day, first_up, kinds, person, say
from loopplank.web.messages.words import filled_text


def show_wait_messages(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show each letter word for word, with the line that may differ; nothing leaves unread."""
    now = clock.now()
    page = letters_page(actor, now)
    problem, status = "", 200
    if request.method == "POST":
        try:
            told = waiting.tell_all(actor=actor, now=now, letters=_read(request, page.letters))
        except Refused as refused:
            problem, status = say(refused.reason), CONFLICT
        else:
            messages.success(request, _said(told))
            return HttpResponseRedirect(reverse("messages") if told else reverse("wait_messages"))
    return show_work(
        request,
        actor,
        "requests/waiting.html",
        {
            "letters": [_line(one, request) for one in page.letters],
            "total": page.total,
            "more": page.total - len(page.letters),
            "next_on": day(page.next_on) if page.next_on else "",
            "problem": problem,
        },
        current="today",
        status=status,
    )


def _read(request: HttpRequest, shown: tuple[DueLetter, ...]) -> list[waiting.Letter]:
    """Return the letters that were on the page that was sent, without those that were ticked
    off.
    """
    sent = set(request.POST.getlist("letter")) - set(request.POST.getlist("skip"))
    return [
        waiting.Letter(one.request_id, request.POST.get(_field(one.request_id), one.meanwhile))
        for one in shown
        if str(one.request_id) in sent
    ]


def _line(one: DueLetter, request: HttpRequest) -> dict[str, object]:
    typed = request.POST.get(_field(one.request_id))
    return {
        "id": str(one.request_id),
        "url": reverse("request", args=[one.request_id]),
        "who": person(one.who),
        "what": first_up(kinds([one.kind])),
        "since": day(one.received_on),
        "due": day(one.due_on),
        "owner": one.owner,
        "text": filled_text(one.message),
        "field": _field(one.request_id),
        "meanwhile": one.meanwhile if typed is None else typed,
        "skipped": str(one.request_id) in request.POST.getlist("skip"),
        "language": one.message.language,
    }


def _field(request_id: UUID) -> str:
    return f"meanwhile-{request_id}"


def _said(told: int) -> str:
    if not told:
        return _("Er was niets meer te vertellen. Iemand was je voor, of alles was weggelaten.")
    return ngettext(
        "%(n)s wachtbericht staat klaar bij Berichten. Vertel het daar.",
        "%(n)s wachtberichten staan klaar bij Berichten. Vertel ze daar.",
        told,
    ) % {"n": told}
