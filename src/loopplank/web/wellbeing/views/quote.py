"""Wat een bezoek geeft: a volunteer says it and chooses who reads it, a coordinator first."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.wellbeing.quote import (
    OwnQuote,
    OwnQuotesPage,
    note_page,
    own_quotes_page,
    quotes_page,
)
from loopplank.actions.wellbeing import quote
from loopplank.core.kit.reason import Refused
from loopplank.core.wellbeing.quote import Permission, Reading
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import CONFLICT, UNPROCESSABLE, do_and_go_back, step
from loopplank.web.kit.words import say
from loopplank.web.volunteers.frame import show_week
from loopplank.web.wellbeing.forms import NoteQuoteForm, QuoteForm
from loopplank.web.wellbeing.words import own_quote_card, quote_row

#: Which of the own quotes is to be changed, where somebody belongs to several organisations.
AT = "bij"


def own_quote(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show one field, who may read it, and what was said read back as it would stand there."""
    now = clock.now()
    page = own_quotes_page(actor, now)
    before = _to_change(request, page)
    houses = [(str(one.organisation_id), one.organisation) for one in page.readers]
    form = QuoteForm(posted(request), initial=_initial(before), houses=houses)
    status = 200
    if request.method == "POST" and page.readers:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                quote.say(
                    actor=actor,
                    now=now,
                    words=form.cleaned_data["words"],
                    permission=form.cleaned_data["permission"],
                    organisation_id=form.house_id(),
                )
            except Refused as refused:
                form.add_error("words", say(refused.reason))
                status = CONFLICT
            else:
                messages.success(request, _("Bewaard. Zo staat het er nu."))
                return HttpResponseRedirect(reverse("own_quote"))
    return show_week(
        request,
        actor,
        "wellbeing/own_quote.html",
        {
            "form": form if page.readers else None,
            "changes": before is not None,
            "several": len(page.readers) > 1,
            "own": [own_quote_card(one) for one in page.own],
            "menu": None,
        },
        status=status,
    )


def permit(request: HttpRequest, actor: Actor, quote_id: UUID) -> HttpResponse:
    """Change with one tap who may read it, above all to let nobody."""
    chosen = request.POST.get("permission", "")
    if chosen not in set(Permission):
        return HttpResponseRedirect(reverse("own_quote"))
    now, wanted = clock.now(), Permission(chosen)
    done = (
        _("Goed. Niemand leest dit meer. Het is weer alleen van jou.")
        if wanted is Permission.NOBODY
        else _("Bewaard. Zo staat het er nu.")
    )
    return do_and_go_back(
        request,
        lambda: quote.permit(actor=actor, now=now, quote_id=quote_id, permission=wanted),
        reverse("own_quote"),
        done,
    )


def erase(request: HttpRequest, actor: Actor, quote_id: UUID) -> HttpResponse:
    quote.erase(actor=actor, now=clock.now(), quote_id=quote_id)
    messages.success(request, _("Gewist. Deze zin is weg."))
    return HttpResponseRedirect(reverse("own_quote"))


# --- for an organisation --------------------------------------------------------------------------


def show_quotes(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what is to be read, what is to be said otherwise, and what may stand where."""
    page = quotes_page(actor, clock.now())
    return show_work(
        request,
        actor,
        "wellbeing/quote.html",
        {
            "page": page,
            "to_read": [quote_row(one) for one in page.to_read],
            "to_reword": [quote_row(one) for one in page.to_reword],
            "fine": [quote_row(one) for one in page.fine],
        },
        current="volunteers" if page.may_read else "check_in_totals",
    )


def read(request: HttpRequest, actor: Actor, quote_id: UUID) -> HttpResponse:
    chosen, version = request.POST.get("reading", ""), request.POST.get("version", "")
    if chosen not in {Reading.FINE, Reading.REWORD} or not version.isdecimal():
        return HttpResponseRedirect(reverse("quotes"))
    now, reading = clock.now(), Reading(chosen)
    return do_and_go_back(
        request,
        lambda: quote.read(
            actor=actor, now=now, quote_id=quote_id, version=int(version), reading=reading
        ),
        reverse("quotes"),
        _("Bewaard. De vrijwilliger ziet dat het zo kan.")
        if reading is Reading.FINE
        else _("Bewaard. Bel de vrijwilliger over andere woorden."),
    )


def withdraw(request: HttpRequest, actor: Actor, quote_id: UUID) -> HttpResponse:
    """Withdraw it: the volunteer said so on the telephone."""
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: quote.withdraw(actor=actor, now=now, quote_id=quote_id),
        reverse("quotes"),
        _("Weggehaald. Niemand leest deze zin meer."),
    )


def note(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    """Note of somebody with only a telephone what they said, and who may read it."""
    now = clock.now()
    page = note_page(actor, volunteer_id, now)
    before = page.quote
    initial = {"words": before.words, "permission": before.permission} if before else {}
    form = NoteQuoteForm(posted(request), initial=initial)
    return step(
        request,
        actor,
        form,
        lambda typed: quote.note(
            actor=actor,
            now=now,
            volunteer_id=volunteer_id,
            words=typed["words"],
            permission=typed["permission"],
        ),
        back=reverse("volunteer", args=[volunteer_id]),
        done=_("Opgeschreven, met jouw naam erbij. Een coördinator leest het nog na."),
        words={
            "heading": _("Wat een bezoek geeft"),
            "who": page.first_name,
            "action": _("Schrijf op"),
            "only_telephone": page.only_telephone,
            "first_name": page.first_name,
        },
        template="wellbeing/note_quote.html",
        places={
            "quote.empty": "words",
            "gap.names_somebody": "words",
        },
        current="volunteers",
    )


# --- underneath -----------------------------------------------------------------------------------


def _to_change(request: HttpRequest, page: OwnQuotesPage) -> OwnQuote | None:
    """Return the only one there can be, or the one that was chosen."""
    if len(page.readers) == 1:
        here = str(page.readers[0].organisation_id)
    else:
        here = request.GET.get(AT, "")
    return next((one for one in page.own if str(one.organisation_id) == here), None)


def _initial(before: OwnQuote | None) -> dict[str, object]:
    if before is None:
        return {}
    return {
        "words": before.words,
        "permission": before.permission,
        "house": str(before.organisation_id),
    }
