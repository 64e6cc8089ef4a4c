"""What the organisation offers: the list, and one offer to add or change."""

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.organisations import offers as offer_rows
from loopplank.actions.organisations import organisations
from loopplank.core.kit.kinds import KIND_LABELS, Kind
from loopplank.core.referrals.consent import Space
from loopplank.core.triage.questions import CODE_TEXTS
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.lists import csv_response
from loopplank.web.kit.pages import posted
from loopplank.web.kit.words import limit_words, word
from loopplank.web.organisations.forms import SPACES, OfferForm

_SPACE_WORDS = dict(SPACES)


def show_offers(request: HttpRequest, actor: Actor) -> HttpResponse:
    rows = [
        {
            "row": row,
            "kind": word(KIND_LABELS[Kind(row.kind)]),
            "does_not": limit_words(row.does_not),
            "space": row.space_words or _SPACE_WORDS[Space(row.space)],
            "covers": [word(CODE_TEXTS[key].line) for key in row.covers],
        }
        for row in offer_rows.offers(actor)
    ]
    return show_work(
        request, actor, "organisations/offers.html", {"rows": rows}, current="settings"
    )


def offers_csv(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001  the whole list
    return csv_response(
        "aanbod.csv",
        [
            _("Naam"),
            _("Soort hulp"),
            _("Ruimte"),
            _("Wel"),
            _("Grens"),
            _("Geschoold voor"),
            _("Voorwaarden"),
            _("Staat aan"),
        ],
        (
            [
                row.name,
                word(KIND_LABELS[Kind(row.kind)]),
                row.space_words or _SPACE_WORDS[Space(row.space)],
                row.does,
                limit_words(row.does_not),
                "; ".join(word(CODE_TEXTS[key].line) for key in row.covers),
                "; ".join(row.conditions),
                _("ja") if row.active else _("nee"),
            ]
            for row in offer_rows.offers(actor)
        ),
    )


def change_offer(request: HttpRequest, actor: Actor, offer_id: UUID | None = None) -> HttpResponse:
    """Add an offer, or change the one that the address names."""
    row = offer_rows.offer(actor, offer_id) if offer_id else None
    initial = {**asdict(row), "conditions": "\n".join(row.conditions)} if row else {"active": True}
    form = OfferForm(posted(request), initial=initial)
    if form.is_valid():
        typed = form.cleaned_data
        organisations.save_offer(
            actor=actor,
            now=clock.now(),
            offer_id=offer_id,
            text=organisations.OfferText(**{**typed, "covers": tuple(typed["covers"])}),
        )
        messages.success(request, _("Het aanbod is bewaard."))
        return HttpResponseRedirect(reverse("offers"))
    return show_work(
        request,
        actor,
        "organisations/offer.html",
        {"form": form, "row": row},
        current="settings",
        status=422 if form.errors else 200,
    )
