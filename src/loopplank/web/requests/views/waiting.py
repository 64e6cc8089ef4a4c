"""Waiting: on the list and off it, and the letters of those whose day has come, told in one go."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor
from loopplank.access.requests.waiting import DueLetter, letters_page, wait_page
from loopplank.actions.requests import closing, waiting
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.closing import Lack
from loopplank.core.requests.waiting import OFTEN, SELDOM, wait_told
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.steps import CONFLICT, do_and_go_back, page_of, step
from loopplank.web.kit.words import day, first_up, kinds, person, say
from loopplank.web.messages.words import filled_text
from loopplank.web.requests.forms.request import WaitForm


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


def wait(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    page = wait_page(actor, request_id, now)
    return step(
        request,
        actor,
        WaitForm(request.POST or None),
        lambda typed: closing.wait(
            actor=actor,
            now=now,
            request_id=request_id,
            lack=Lack(typed["lack"]),
            weeks=typed["weeks"],
        ),
        back=page_of(request_id, "#told"),
        done=_("Op de wachtlijst. Er staat een bericht klaar; lees het na en vertel het."),
        words={
            "heading": _("Op de wachtlijst"),
            "who": person(page.brief.who, with_age=False),
            "lead": "",
            "action": _("Zet op de wachtlijst"),
            "wait": {
                "range": say(wait_told(page.facts.found)),
                "own_words": page.facts.own_words,
                "meanwhile": page.facts.meanwhile,
            },
        },
        template="requests/wait.html",
    )


def set_wait_rhythm(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Set the rhythm: every three weeks or every six, as the person wants it."""
    now = clock.now()
    weeks = OFTEN if request.POST.get("weeks") == str(OFTEN) else SELDOM
    return do_and_go_back(
        request,
        lambda: waiting.set_rhythm(actor=actor, now=now, request_id=request_id, weeks=weeks),
        page_of(request_id, "#told"),
        _("Bewaard. Deze persoon hoort elke %(weeks)s weken van ons.") % {"weeks": weeks},
    )


def tell_waiting(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: waiting.tell_waiting(actor=actor, now=now, request_id=request_id),
        page_of(request_id, "#told"),
        _("Er staat een bericht klaar. Lees het na en vertel het."),
    )


def last_letter(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: closing.write_last_letter(actor=actor, now=now, request_id=request_id),
        page_of(request_id, "#told"),
        _("De laatste brief staat klaar. Lees hem na en vertel het."),
    )


def search_on(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: closing.search(actor=actor, now=now, request_id=request_id),
        page_of(request_id),
        _("De hulpvraag staat weer op ‘zoeken’."),
    )
