"""Show a network to its administrator, and let them add to it and settle what holds for all."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.messages.delivery import Stuck
from loopplank.access.organisations.network_overview import (
    Begun,
    Checked,
    House,
    NetworkOverview,
    Silent,
    network_overview,
)
from loopplank.access.organisations.network_settings import routing_page
from loopplank.access.volunteers.rest import rest_page
from loopplank.access.wellbeing.signal import Watched
from loopplank.actions.organisations import colleagues, invitations, networks
from loopplank.actions.volunteers import rest
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.messages.states import MessageState
from loopplank.core.responsibility.day import Place, fold
from loopplank.core.responsibility.nightly_checks import PROMISES, WITHOUT_OWNER
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import UNPROCESSABLE
from loopplank.web.kit.words import day, day_and_time, word
from loopplank.web.messages.render_message import CHANNELS
from loopplank.web.messages.words import template_words
from loopplank.web.organisations.forms import NewOrganisationForm, RestForm, RoutingForm
from loopplank.web.responsibility.words import on_duty_words

# --- how the network stands -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Promise:
    """One count of the night; `kept` when it is 0."""

    text: str
    count: int

    @property
    def kept(self) -> bool:
        return self.count == 0


@dataclass(frozen=True, slots=True)
class Start:
    """One of the first steps of a new network."""

    title: str
    url: str
    note: str
    done: bool

    @property
    def state(self) -> str:
        return "done" if self.done else "advised"


def show_network_overview(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = network_overview(actor, now)
    starts = _starts(page.begun)
    checked = _checked(page.checked, now)
    houses = [_house(one) for one in page.houses]
    return show_work(
        request,
        actor,
        "organisations/network_overview.html",
        {
            "page": page,
            "without_owner": _without_owner(page.without_owner) if page.without_owner else "",
            "houses": houses,
            "silent": _group(
                _("Overdrachten die langer dan 10 werkdagen stil liggen"),
                [
                    {
                        "words": _silent(one),
                        "receiver": one.receiver,
                        "phone": phone_readable(one.phone) if one.phone else "",
                    }
                    for one in page.silent
                ],
            ),
            "stuck": _group(_("Berichten die niet aankwamen"), [_stuck(one) for one in page.stuck]),
            "watched": [
                {
                    "who": one.who,
                    "words": _watched(one),
                    "phone": phone_readable(one.phone) if one.phone else "",
                }
                for one in page.watched
            ],
            "quiet": _group(
                _("Eigenaren die twee weken niets deden"),
                [one for one in houses if one["quiet"]],
            ),
            "asks": _asks(page, checked),
            "starts": starts,
            "begun": all(one.done for one in starts),
            "checked": checked,
            "fine": _fine(page, checked),
        },
        current="network_overview",
    )


def _group(title: str, rows: list[dict[str, object]]) -> dict[str, object]:
    """Return what may wait for a call, folded as on every Vandaag; a volunteer who waits never
    is.
    """
    shown, folded = fold(Place.LATER, rows)
    return {"title": title, "total": len(rows), "shown": shown, "folded": folded}


def _asks(page: NetworkOverview, checked: dict[str, Any] | None) -> int:
    """Return how much cannot wait for tomorrow: what has no owner, who waits, and what the night
    found.
    """
    broken = len(checked["broken"]) + bool(checked["stale"]) if checked else 0
    return bool(page.without_owner) + len(page.watched) + broken


def _fine(page: NetworkOverview, checked: dict[str, Any] | None) -> list[str]:
    """Return what needs nobody, as sentences: a page shows what needs a person."""
    needs_nobody = (
        (
            any(one.quiet for one in page.houses),
            _("Elke eigenaar deed iets in de afgelopen 14 dagen."),
        ),
        (
            page.silent,
            _("Op elke overdracht kwam antwoord, of de afzender pakte het zelf op."),
        ),
        (page.stuck, _("Alle berichten die vanzelf weggingen, zijn aangekomen.")),
    )
    promises = [one for one in checked["promises"] if one.kept] if checked else []
    return [
        *(words for needs, words in needs_nobody if not needs),
        *(f"{one.text}: {one.count}" for one in promises),
    ]


def _without_owner(count: int) -> str:
    return ngettext(
        "%(n)s hulpvraag heeft geen actieve eigenaar. Bel de organisatie vandaag.",
        "%(n)s hulpvragen hebben geen actieve eigenaar. Bel de organisaties vandaag.",
        count,
    ) % {"n": count}


def _watched(one: Watched) -> str:
    if one.of_network:
        return _(
            "Een vrijwilliger wacht sinds %(since)s op een gesprek met %(who)s. Zorg dat er wordt"
            " gebeld, uiterlijk %(day)s."
        ) % {"who": one.who, "since": day_and_time(one.since), "day": day(one.before)}
    return _(
        "Een vrijwilliger van %(organisation)s wacht sinds %(since)s op een gesprek. Zorg dat"
        " iemand belt, uiterlijk %(day)s."
    ) % {
        "organisation": one.who,
        "since": day_and_time(one.since),
        "day": day(one.before),
    }


def _silent(one: Silent) -> str:
    return ngettext(
        "%(n)s vraag van %(sender)s: %(receiver)s antwoordde niet.",
        "%(n)s vragen van %(sender)s: %(receiver)s antwoordde niet.",
        one.count,
    ) % {"n": one.count, "sender": one.sender or "–", "receiver": one.receiver or "–"}


def _stuck(one: Stuck) -> dict[str, object]:
    """Return messages that did not arrive: a kind, a channel and numbers, and nobody's name."""
    return {
        "organisation": one.organisation,
        "phone": phone_readable(one.phone) if one.phone else "",
        "what": template_words(one.template),
        "channel": CHANNELS.get(one.channel, one.channel),
        "unsure": one.state == MessageState.UNSURE,
        "count": one.count,
        "since": day_and_time(one.since),
        "tries": one.tries,
    }


def _house(one: House) -> dict[str, object]:
    return {
        "name": one.name,
        "phone": phone_readable(one.phone) if one.phone else "",
        "open": one.open_requests,
        "on_duty": on_duty_words(one.on_duty),
        "quiet": [
            ngettext(
                "%(name)s, eigenaar van %(n)s hulpvraag",
                "%(name)s, eigenaar van %(n)s hulpvragen",
                owner.owns,
            )
            % {"name": owner.name, "n": owner.owns}
            for owner in one.quiet
        ],
    }


def _checked(checked: Checked | None, now: datetime) -> dict[str, Any] | None:
    if checked is None:
        return None
    found = checked.found
    promises = [
        Promise(word(sentence), found[code]) for code, sentence in PROMISES.items() if code in found
    ]
    # a count without words is still a count: it is never left out
    unnamed = sum(count for code, count in found.items() if code not in PROMISES)
    if unnamed:
        promises.append(Promise(_("Iets anders dat niet klopt"), unnamed))
    return {
        "at": day_and_time(checked.at),
        "broken": [one for one in promises if not one.kept],
        "promises": promises,
        "first": found.get(WITHOUT_OWNER, 0),
        "replayed": ngettext(
            "Het logboek van %(n)s hulpvraag is helemaal nagelezen.",
            "Het logboek van %(n)s hulpvragen is helemaal nagelezen.",
            checked.replayed,
        )
        % {"n": checked.replayed},
        "stale": _is_stale(local_day(checked.at), local_day(now)),
    }


def _is_stale(checked_on: date, today: date) -> bool:
    """Say no: it belongs to every night."""
    return checked_on < today - timedelta(days=1)


def _starts(begun: Begun) -> list[Start]:
    add, routing = reverse("add_organisation"), reverse("routing")
    return [
        Start(
            _("Laad de postcodes"),
            reverse("areas"),
            _("Zo weet Loopplank hoe ver het is."),
            begun.areas,
        ),
        Start(
            _("Voeg een organisatie toe"),
            add,
            _("Je nodigt meteen de eerste coördinator uit."),
            begun.organisations,
        ),
        Start(
            _("De eerste coördinator is binnen"),
            reverse("settings"),
            _("Geef de link van de uitnodiging door."),
            begun.somebody_in,
        ),
        Start(
            _("Er is een achterwacht, en een formulier staat open"),
            reverse("settings"),
            _("Dat doet de organisatie zelf, bij Inrichting."),
            begun.form_open,
        ),
        Start(
            _("Kies welke vraag naar welke organisatie gaat"),
            routing,
            _("Ook: wie krijgt alles zonder eigen plek?"),
            begun.routing,
        ),
    ]


# --- another organisation, with its first coordinator ---------------------------------------------


def add_organisation(request: HttpRequest, actor: Actor) -> HttpResponse:
    if actor.network_id is None:
        raise NotFound("network")
    form = NewOrganisationForm(posted(request))
    if form.is_valid():
        typed = form.cleaned_data
        networks.add_organisation(
            actor=actor,
            now=clock.now(),
            network_id=actor.network_id,
            details=networks.NewOrganisation(
                typed["organisation_name"],
                typed["short_name"],
                phone=typed["phone"],
                phone_hours=typed["phone_hours"],
            ),
            coordinator=colleagues.Person(typed["name"], typed["email"]),
        )
        messages.success(
            request,
            _("%(name)s staat in het netwerk. De eerste coördinator is uitgenodigd.")
            % {"name": typed["organisation_name"]},
        )
        return HttpResponseRedirect(reverse("settings"))
    return show_work(
        request,
        actor,
        "organisations/add_organisation.html",
        {"form": form},
        current="settings",
        status=422 if form.errors else 200,
    )


def invite_newcomer_again(request: HttpRequest, actor: Actor, invitation_id: UUID) -> HttpResponse:
    """Make a new link for the first coordinator of an organisation in which nobody came in yet."""
    invitations.renew(actor=actor, now=clock.now(), invitation_id=invitation_id)
    messages.success(request, _("Er is een nieuwe uitnodiging."))
    return HttpResponseRedirect(reverse("settings"))


# --- which organisation gets which question -------------------------------------------------------


def change_routing(request: HttpRequest, actor: Actor) -> HttpResponse:
    if actor.network_id is None:
        raise NotFound("network")
    page = routing_page(actor)
    form = RoutingForm(posted(request), page)
    if form.is_bound and form.is_valid():
        networks.set_routing(
            actor=actor,
            now=clock.now(),
            network_id=actor.network_id,
            default_id=UUID(form.cleaned_data["default"]),
            rows=[networks.RouteRow(*row) for row in form.filled],
        )
        messages.success(request, _("De verdeling is bewaard."))
        return HttpResponseRedirect(reverse("routing"))
    return show_work(
        request,
        actor,
        "organisations/routing.html",
        {"form": form, "page": page},
        current="settings",
        status=422 if form.is_bound else 200,
    )


# --- how long a volunteer is left alone -----------------------------------------------------------


def change_rest(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = rest_page(actor)
    initial = {
        "weeks": page.weeks,
        "days_after_no": page.days_after_no,
        "open_at_once": page.open_at_once,
    }
    form = RestForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        rest.set_rest(actor=actor, now=clock.now(), **form.cleaned_data)
        messages.success(request, _("Bewaard. Het geldt vanaf nu."))
        return HttpResponseRedirect(reverse("rest_setting"))
    return show_work(
        request,
        actor,
        "organisations/rest_setting.html",
        {"form": form, "page": page},
        current="settings",
        status=UNPROCESSABLE if form.errors else 200,
    )
