"""Offer a question to another party. Before it goes out, both texts that it brings are shown."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.referrals.hand_over import HandOverPage, hand_over_page
from loopplank.actions.referrals import hand_over as referral_hand_over
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.organisations.organisations import PartyKind
from loopplank.core.referrals.consent import ALWAYS_SHARED, CONSENT_TEXT, CONSENT_VERSION, Share
from loopplank.core.referrals.states import WHY_THEY
from loopplank.letters.filling import Sender, fill
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import CONFLICT, UNPROCESSABLE
from loopplank.web.kit.words import in_sentence, person, say, word
from loopplank.web.referrals.forms import OUTSIDE, HandOverForm
from loopplank.web.referrals.words import shared_facts

#: In the address: the organisation that is chosen already.
TO = "aan"


def hand_over(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Show at the first press what the other and the person will read; send at the second."""
    now = clock.now()
    page = hand_over_page(actor, request_id, now)
    form = HandOverForm(
        posted(request),
        page=page,
        today=local_day(now),
        initial={
            "to": request.GET.get(TO, ""),
            "given_on": local_day(now),
            "shares": [s.value for s in page.facts],
        },
    )
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            if not request.POST.get("sure"):
                return _show(request, actor, page, form, now, preview=True)
            try:
                referral_hand_over.offer(
                    actor=actor, now=now, request_id=request_id, offered=form.offered()
                )
            except Refused as refused:
                form.add_error(None, say(refused.reason))
                status = CONFLICT
            else:
                party = _party(page, form)
                said = _("Gevraagd. Je blijft eigenaar tot %(party)s ja zegt.") % {"party": party}
                messages.success(request, said)
                return HttpResponseRedirect(reverse("request", args=[request_id]))
    return _show(request, actor, page, form, now, status=status)


def _show(
    request: HttpRequest,
    actor: Actor,
    page: HandOverPage,
    form: HandOverForm,
    now: datetime,
    *,
    preview: bool = False,
    status: int = 200,
) -> HttpResponse:
    who = page.brief.who
    party = _party(page, form) if preview else _("[de naam van de ander]")
    return show_work(
        request,
        actor,
        "referrals/hand_over.html",
        {
            "form": form,
            "back": reverse("request", args=[page.brief.row.pk]),
            "who": person(who, with_age=False),
            "in_sentence": in_sentence(who),
            "consent_text": word(CONSENT_TEXT) % {"party": party},
            "consent_version": CONSENT_VERSION,
            "refused": [
                {"name": one.choice.name, "why": word(WHY_THEY[one.refused])}
                for one in page.whom
                if one.refused
            ],
            "party": party,
            "preview": _preview(page, form, now) if preview else None,
        },
        current="requests",
        status=status,
    )


def _party(page: HandOverPage, form: HandOverForm) -> str:
    """Return the one who was chosen, by name."""
    typed = form.cleaned_data
    if typed["to"] == OUTSIDE:
        return str(typed["works_at"] or typed["name"])
    return next(one.choice.name for one in page.whom if str(one.choice.id) == typed["to"])


def _preview(page: HandOverPage, form: HandOverForm, now: datetime) -> dict[str, object]:
    """Return what the other will see, and what the person gets to read, word for word."""
    offered, row = form.offered(), page.brief.row
    every = {**page.facts, Share.SUMMARY: offered.summary, Share.STAYS: offered.stays}
    chosen = offered.shares | ALWAYS_SHARED
    by = page.answer_by(peer=_is_peer(page, offered), wmo_report=offered.wmo_report, now=now)
    house = row.organisation
    letter = fill(
        "offered_elsewhere",
        "letter",
        {"party": _party(page, form), "day": by.isoformat()},
        sender=Sender(house.name, house.short_name, house.phone, house.complaints_to),
        language=page.language,
    )
    return {
        "facts": shared_facts({s: v for s, v in every.items() if s in chosen}, ours=False),
        "letter": letter.text,
        "by": by,
    }


def _is_peer(page: HandOverPage, offered: referral_hand_over.Offered) -> bool:
    """Say whether volunteers are asked: they answer sooner than professionals."""
    if offered.outsider is not None:
        return offered.outsider.kind == PartyKind.VOLUNTEERS
    chosen = offered.to_organisation_id
    return any(not one.choice.formal for one in page.whom if one.choice.id == chosen)
