"""Netwerk: whether every question has an owner, who stands in, and what the night proved."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.actors import Actor
from loopplank.access.delivery import Stuck
from loopplank.access.network_overview import Begun, Checked, House, Silent, network_overview
from loopplank.access.signals import Watched
from loopplank.core.calendar import local_day
from loopplank.core.contact import phone_readable
from loopplank.core.promises import PROMISES, WITHOUT_OWNER
from loopplank.core.telling.states import MessageState
from loopplank.web import clock
from loopplank.web.delivery_words import template_words
from loopplank.web.frame import show_work
from loopplank.web.standing_in_words import on_duty_words
from loopplank.web.telling import CHANNELS
from loopplank.web.words import day, day_and_time, word


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
    return show_work(
        request,
        actor,
        "work/network_overview.html",
        {
            "page": page,
            "without_owner": _without_owner(page.without_owner) if page.without_owner else "",
            "houses": [_house(one) for one in page.houses],
            "silent": [
                {
                    "words": _silent(one),
                    "receiver": one.receiver,
                    "phone": phone_readable(one.phone) if one.phone else "",
                }
                for one in page.silent
            ],
            "stuck": [_stuck(one) for one in page.stuck],
            "watched": [
                {
                    "who": one.who,
                    "words": _watched(one),
                    "phone": phone_readable(one.phone) if one.phone else "",
                }
                for one in page.watched
            ],
            "quiet": any(one.quiet for one in page.houses),
            "starts": starts,
            "begun": all(one.done for one in starts),
            "checked": _checked(page.checked, now),
        },
        current="network_overview",
    )


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
    """Messages that did not arrive: a kind, a channel and numbers, and nobody's name."""
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


def _checked(checked: Checked | None, now: datetime) -> dict[str, object] | None:
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
    """It belongs to every night."""
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
