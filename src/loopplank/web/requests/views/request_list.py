"""The list of requests, and the same as a file."""

import csv
import io
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.requests.request_list import Listed, Wanted, all_requests, request_list
from loopplank.core.kit.calendar import is_late
from loopplank.core.requests.closing import CLOSING, ClosingReason
from loopplank.core.requests.states import RULES, State
from loopplank.web.kit import choices, clock, searching
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import Pages, wanted_page
from loopplank.web.kit.words import kinds, person, short_day, word


@dataclass(frozen=True, slots=True)
class Line:
    url: str
    number: str
    who: str
    what: str
    state: str
    due: str
    late: bool
    owner: str
    helping: str
    received: str
    area: str


#: What the form and the headings put in the address.
_CHOICES = ("stand", "eigenaar", *choices.OF_A_LIST)
_ORDERS = {
    "wie": "who",
    "waarvoor": "kind",
    "uiterlijk": "due",
    "eigenaar": "owner",
    "wijk": "area",
    "binnen": "received",
}


def show_requests(request: HttpRequest, actor: Actor) -> HttpResponse:
    if request.method == "POST":
        return searching.lead_to_found(request, actor, _CHOICES)
    now = clock.now()
    wanted = _wanted(request, actor)
    page = request_list(actor, wanted, wanted_page(request), now)
    names = {area: near.name for near in page.neighbourhoods for area in near.areas}
    columns = [
        ("wie", _("Wie")),
        ("waarvoor", _("Waarvoor")),
        ("wijk", _("Wijk")),
        ("", _("Stand")),
        ("uiterlijk", _("Uiterlijk")),
        ("binnen", _("Binnen")),
        ("eigenaar", _("Eigenaar")),
        ("", _("Vrijwilliger")),
    ]
    return show_work(
        request,
        actor,
        "requests/request_list.html",
        {
            "page": page,
            "pages": Pages(page.number, page.pages),
            "lines": [
                Line(
                    url=reverse("request", args=[row.id]),
                    number=row.number,
                    who=person(row.who),
                    what=kinds(row.kinds),
                    state=word(RULES[row.state].label),
                    due=short_day(row.due_on) if row.due_on else "",
                    late=bool(row.due_on and is_late(row.due_on, now)),
                    owner=row.owner,
                    helping=", ".join(row.helping),
                    received=short_day(row.received_on),
                    area=names.get(row.postcode, row.postcode),
                )
                for row in page.rows
            ],
            "wanted": wanted,
            "headings": choices.headings(request, columns, "uiterlijk"),
            "choices": [
                choices.by_kind(request),
                choices.by_area(request, page.neighbourhoods),
                choices.by_day(request),
                choices.by_order(request, columns, _("Wat het eerst moet")),
            ],
            "sorted": choices.sorted_by(request, _ORDERS),
            "chosen": bool(wanted.kind or wanted.area or wanted.weekday is not None),
            "states": [
                ("", _("Alles wat open is")),
                *((state.value, word(RULES[state].label)) for state in State),
                ("all", _("Alles, ook afgesloten")),
            ],
            "query": request.GET.urlencode(),
        },
        current="requests",
    )


def requests_csv(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Return the list as a file for a spreadsheet: semicolons and a mark so that Excel reads it
    well.
    """
    rows = all_requests(actor, _wanted(request, actor), clock.now())
    out = io.StringIO()
    write = csv.writer(out, delimiter=";")
    write.writerow(
        [
            _("Nummer"),
            _("Naam"),
            _("Soort hulp"),
            _("Stand"),
            _("Binnen"),
            _("Uiterlijk"),
            _("Eigenaar"),
            _("Vrijwilliger"),
            _("Postcode"),
            _("Hoe afgelopen"),
            _("Wie pakt het op"),
        ]
    )
    write.writerows([_safe(cell) for cell in _cells(row)] for row in rows)
    return HttpResponse(
        "\ufeff" + out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="hulpvragen.csv"'},
    )


def _cells(row: Listed) -> list[str]:
    return [
        row.number,
        person(row.who),
        kinds(row.kinds),
        word(RULES[row.state].label),
        row.received_on.isoformat(),
        row.due_on.isoformat() if row.due_on else "",
        row.owner,
        ", ".join(row.helping),
        row.postcode,
        word(CLOSING[ClosingReason(row.closing_reason)].label) if row.closing_reason else "",
        row.next_party,
    ]


def _safe(cell: str) -> str:
    """Put a quote before a cell that a spreadsheet would run as a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t"} else cell


def _wanted(request: HttpRequest, actor: Actor) -> Wanted:
    order, backwards = choices.sorted_by(request, _ORDERS) or ("", False)
    return Wanted(
        words=searching.typed(request, actor),
        state=request.GET.get("stand", ""),
        only_mine=request.GET.get("eigenaar") == "ik",
        kind=choices.kind_of(request),
        area=request.GET.get(choices.AREA, ""),
        weekday=choices.day_of(request),
        order=_ORDERS.get(order, ""),
        backwards=backwards,
    )
