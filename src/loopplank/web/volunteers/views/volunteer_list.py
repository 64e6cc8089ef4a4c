"""Who can carry more, and who must carry less."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor
from loopplank.access.volunteers.volunteer_list import Listed, all_volunteers, volunteers_page
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.volunteers.load import LoadState
from loopplank.web.kit import clock, searching
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.lists import csv_response, decimal_hours
from loopplank.web.kit.pages import Pages, wanted_page
from loopplank.web.kit.words import day_with_year, say, short_day
from loopplank.web.volunteers.load_words import load_bar_of

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
        return searching.lead_to_found(request, actor, ("ruimte", "stil"))
    now = clock.now()
    words = searching.typed(request, actor)
    with_room = request.GET.get("ruimte") == "ja"
    unspoken = request.GET.get("stil") == "ja"
    number = wanted_page(request)
    page = volunteers_page(actor, words, number, now, room=with_room, quiet=unspoken)
    today = local_day(now)
    return show_work(
        request,
        actor,
        "volunteers/volunteer_list.html",
        {
            "page": page,
            "pages": Pages(page.number, page.pages),
            "lines": [_line(row, today) for row in page.rows],
            "not_spoken": []
            if words or with_room or unspoken
            else [_line(row, today) for row in page.not_spoken],
            "words": words,
            "with_room": with_room,
            "unspoken": unspoken,
            "filtered": bool(words or with_room or unspoken),
        },
        current="volunteers",
    )


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
