"""Who can carry more, and who must carry less."""

from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor
from loopplank.access.volunteers.volunteer_list import (
    Chosen,
    Listed,
    VolunteersPage,
    all_volunteers,
    volunteers_page,
)
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.volunteers.load import LoadState
from loopplank.web.kit import choices, clock, searching
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.lists import csv_response, decimal_hours
from loopplank.web.kit.pages import Pages, wanted_page
from loopplank.web.kit.words import day_with_year, say, short_day
from loopplank.web.volunteers.load_words import load_bar_of

#: What the form and the headings put in the address.
_CHOICES = ("ruimte", "stil", "vog", "taal", *choices.OF_A_LIST)
_ORDERS = {
    "wie": "who",
    "uren": "room",
    "koppels": "matches",
    "gesproken": "spoken",
    "tot": "until",
}
_CERTIFICATE = {"gezien": "seen", "niet": "unseen"}
# in these states the page says no planned number, and so neither does the file (promise P6)
HIDES_PLANNED = {LoadState.PAUSE, LoadState.AWAY, LoadState.OVER}


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    url: str
    spoken_url: str
    load: dict[str, object]
    over: bool
    matches: int
    spoken: str
    until: str
    signal: str
    certificate: bool
    phone: str


def show_volunteers(request: HttpRequest, actor: Actor) -> HttpResponse:
    if request.method == "POST":
        return searching.lead_to_found(request, actor, _CHOICES)
    now = clock.now()
    words = searching.typed(request, actor)
    chosen = _chosen(request)
    with_room, unspoken = chosen.room, chosen.quiet
    page = volunteers_page(actor, words, wanted_page(request), now, chosen)
    filtered = bool(words) or replace(chosen, order="", backwards=False) != Chosen()
    today = local_day(now)
    columns = [
        ("wie", _("Wie")),
        ("uren", _("Deze week")),
        ("koppels", _("Koppels")),
        ("gesproken", _("Gesproken")),
        ("tot", _("Wil doorgaan tot")),
        ("", _("Bellen")),
    ]
    return show_work(
        request,
        actor,
        "volunteers/volunteer_list.html",
        {
            "page": page,
            "pages": Pages(page.number, page.pages),
            "lines": [_line(row, today) for row in page.rows],
            "not_spoken": []
            if filtered or chosen.order
            else [_line(row, today) for row in page.not_spoken],
            "words": words,
            "with_room": with_room,
            "unspoken": unspoken,
            "filtered": filtered,
            "sorted": choices.sorted_by(request, _ORDERS),
            "headings": choices.headings(request, columns),
            "choices": _choices(request, page, columns),
        },
        current="volunteers",
    )


def _chosen(request: HttpRequest) -> Chosen:
    order, backwards = choices.sorted_by(request, _ORDERS) or ("", False)
    language = request.GET.get("taal", "")
    return Chosen(
        room=request.GET.get("ruimte") == "ja",
        quiet=request.GET.get("stil") == "ja",
        kind=choices.kind_of(request),
        area=request.GET.get(choices.AREA, ""),
        weekday=choices.day_of(request),
        certificate=_CERTIFICATE.get(request.GET.get("vog", ""), ""),
        language=language if language in dict(settings.LANGUAGES) else "",
        order=_ORDERS.get(order, ""),
        backwards=backwards,
    )


def _choices(
    request: HttpRequest, page: VolunteersPage, columns: list[tuple[str, str]]
) -> list[choices.Choice]:
    seen = [("", _("Alles")), ("gezien", _("Gezien")), ("niet", _("Niet gezien"))]
    spoken = [("", _("Alle talen")), *settings.LANGUAGES]
    return [
        choices.by_kind(request),
        choices.by_area(request, page.neighbourhoods),
        choices.by_day(request),
        choices.Choice("vog", _("VOG"), seen, request.GET.get("vog", "")),
        choices.Choice("taal", _("Taal"), spoken, request.GET.get("taal", "")),
        choices.by_order(request, columns, _("Wie iets van je vraagt")),
    ]


def _line(row: Listed, today: date) -> Line:
    return Line(
        name=row.name,
        url=reverse("volunteer", args=[row.id]),
        spoken_url=reverse("volunteer_spoken", args=[row.id]),
        load=load_bar_of(row.fullness),
        over=row.fullness.state in {LoadState.OVER, LoadState.HEAVY},
        matches=row.matches,
        spoken=last_spoken(local_day(row.spoken_at) if row.spoken_at else None, today),
        until=day_with_year(row.until) if row.until else "",
        signal=short_day(local_day(row.signal_at)) if row.signal_at else "",
        certificate=row.certificate_seen,
        phone=phone_readable(row.phone) if row.phone else "",
    )


def last_spoken(last: date | None, today: date) -> str:
    """Say "9 weken geleden", "gisteren", "nog niet"."""
    if last is None:
        return _("nog niet")
    days = (today - last).days
    if days <= 0:
        return _("vandaag")
    if days < 14:
        return ngettext("%(n)s dag geleden", "%(n)s dagen geleden", days) % {"n": days}
    return _("%(n)s weken geleden") % {"n": days // 7}


def _hours_now(row: Listed) -> str:
    """Say what the page shows as a number too: never the hours elsewhere that somebody hides."""
    full = row.fullness
    if full.state in {LoadState.PAUSE, LoadState.AWAY}:
        return ""
    own = full.logged_minutes if full.state is LoadState.OVER else full.planned.minutes
    return decimal_hours(own)


def volunteers_csv(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001  the whole list
    rows = all_volunteers(actor, clock.now())
    return csv_response(
        "vrijwilligers.csv",
        [
            _("Naam"),
            _("Telefoon"),
            _("E-mail"),
            _("Postcode"),
            _("Stand"),
            _("Uren deze week"),
            _("Grens in uren"),
            _("Mensen"),
            _("Grens in mensen"),
            _("Koppels"),
            _("Laatst gesproken"),
            _("Wil doorgaan tot"),
            _("VOG gezien"),
        ],
        (
            [
                row.name,
                phone_readable(row.phone) if row.phone else "",
                row.email,
                row.postcode,
                say(row.fullness.words).split(":")[0],
                _hours_now(row),
                decimal_hours(row.fullness.limits.max_minutes),
                "" if row.fullness.state in HIDES_PLANNED else row.fullness.planned.people,
                row.fullness.limits.max_people,
                row.matches,
                local_day(row.spoken_at).isoformat() if row.spoken_at else "",
                row.until.isoformat() if row.until else "",
                _("ja") if row.certificate_seen else _("nee"),
            ]
            for row in rows
        ),
    )
