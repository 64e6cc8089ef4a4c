"""Change help that runs: the ledger for the coordinator, and the answer of both."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.matching.match_change import change_page, match_of_change, own_change
from loopplank.access.requests.status import DigitsNeeded
from loopplank.access.requests.status import change_page as status_for_change
from loopplank.actions.matching import match_change
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.match_change import (
    AFTER_LAST_DAY,
    PAST,
    ChangeSide,
)
from loopplank.web.account import status_cookie
from loopplank.web.kit import clock
from loopplank.web.kit.steps import CONFLICT, do_and_go_back, step
from loopplank.web.kit.words import say
from loopplank.web.matching.change_words import own_words, page_words
from loopplank.web.matching.forms import ChangeForm
from loopplank.web.volunteers.frame import show_week

#: What a coordinator writes down of a talk on the telephone: whose answer, and which.
SAID = {f"{side.value}_{answer}": (side, answer) for side in ChangeSide for answer in ("yes", "no")}


def change_match(request: HttpRequest, actor: Actor, match_id: UUID) -> HttpResponse:
    """Show how the help is, and ask for a change of it."""
    now = clock.now()
    page = change_page(actor, match_id, now)
    form = ChangeForm(request.POST or None, page=page, now=now)
    here = reverse("change_match", args=[match_id])
    return step(
        request,
        actor,
        form,
        lambda _typed: match_change.ask(
            actor=actor,
            now=now,
            match_id=match_id,
            rhythm=form.rhythm(),
            first_day=form.cleaned_data["first_day"],
        ),
        back=here + "#gevraagd",
        done=_("Bewaard. Wat beiden moeten horen, staat bij Berichten."),
        words={
            **page_words(page),
            "page": page,
            "heading": _("Verander de hulp"),
            "action": _("Vraag het beiden"),
            "request_url": reverse("request", args=[page.request_id]) + "#matches",
        },
        template="matching/match_change.html",
        places={PAST.code: "first_day", AFTER_LAST_DAY.code: "first_day"},
    )


def answer_change(request: HttpRequest, actor: Actor, match_change_id: UUID) -> HttpResponse:
    """Write down what somebody said on the telephone, or take the question back."""
    now, answer = clock.now(), request.POST.get("answer", "")
    match_id = match_of_change(actor, match_change_id)
    here = reverse("change_match", args=[match_id]) + "#gevraagd"
    if answer == "withdraw":
        return do_and_go_back(
            request,
            lambda: match_change.withdraw(actor=actor, now=now, change_id=match_change_id),
            here,
            _("Teruggetrokken. Alles blijft zoals het was."),
        )
    if answer not in SAID:
        raise NotFound(answer)
    side, said = SAID[answer]
    act = match_change.say_yes if said == "yes" else match_change.say_no
    return do_and_go_back(
        request,
        lambda: act(actor=actor, now=now, change_id=match_change_id, side=side),
        here,
        _("Opgeschreven.") if said == "yes" else _("Opgeschreven. Alles blijft zoals het was."),
    )


def show_own_change(request: HttpRequest, actor: Actor, match_change_id: UUID) -> HttpResponse:
    """Read what is asked about help that runs, and say yes or no: both weigh the same."""
    now, refused, status = clock.now(), "", 200
    if request.method == "POST":
        answer = request.POST.get("answer", "")
        acts = {"yes": match_change.say_yes, "no": match_change.say_no}
        if answer not in acts:
            raise NotFound(answer)
        try:
            acts[answer](actor=actor, now=now, change_id=match_change_id, side=ChangeSide.VOLUNTEER)
        except Refused as why:
            refused, status = say(why.reason), CONFLICT
        else:
            messages.success(
                request,
                _("Genoteerd: je zei ja.")
                if answer == "yes"
                else _("Dat is goed. Alles blijft zoals het is."),
            )
            return HttpResponseRedirect(reverse("week"))
    found = own_change(actor, match_change_id, now)
    return show_week(
        request,
        actor,
        "matching/own_change.html",
        {
            "one": own_words(found) if found.line.is_open else None,
            "may_answer": found.may_answer,
            "refused": refused,
        },
        current="week",
        status=status,
    )


def answer_own_change(request: HttpRequest, actor: Actor, match_change_id: UUID) -> HttpResponse:
    """Note what the person who is helped answers on their own page. After a long silence the digits
    go first.
    """
    now, answer = clock.now(), request.POST.get("answer", "")
    back = HttpResponseRedirect(reverse("status"))
    if isinstance(status_for_change(actor, now, status_cookie.read(request)), DigitsNeeded):
        return back
    acts = {"yes": match_change.say_yes, "no": match_change.say_no}
    if answer not in acts:
        raise NotFound(answer)
    try:
        acts[answer](actor=actor, now=now, change_id=match_change_id, side=ChangeSide.PERSON)
    except Refused as refused:
        messages.error(request, say(refused.reason))
    else:
        messages.success(
            request,
            _("Dank u. Wij schreven op dat u ja zei.")
            if answer == "yes"
            else _("Dat is goed. Alles blijft zoals het is."),
        )
    return back
