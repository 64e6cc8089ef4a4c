"""Paper that belongs to the week: the sheet on the fridge, and whom to call this week."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.volunteers.sheets import Line, Sheet, sheet_page, sheets_page
from loopplank.access.volunteers.team_week import phone_list
from loopplank.actions.kit import security_log
from loopplank.actions.volunteers import sheets
from loopplank.core.account.security_log import Kind
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import dutch
from loopplank.core.volunteers.sheets import SheetState
from loopplank.core.volunteers.team_week import as_week, week_of
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import show
from loopplank.web.kit.steps import do_and_go_back
from loopplank.web.kit.words import (
    day,
    day_with_year,
    first_up,
    in_sentence,
    person,
    short_day,
    word,
)

STATE_WORDS = {
    SheetState.NONE: dutch("nog geen blad"),
    SheetState.HOLDS: dutch("klopt"),
    SheetState.VOID: dutch("klopt niet meer: print een nieuw blad, of bel"),
    SheetState.TOLD: dutch("klopt niet meer, en dat is verteld"),
    SheetState.OVER: dutch("voorbij: print een nieuw blad"),
}
_COLOURS = {SheetState.HOLDS: "reed", SheetState.VOID: "buoy", SheetState.OVER: "rope"}


def show_sheets(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List to whom somebody comes, with whether what hangs on their fridge holds."""
    found = sheets_page(actor, clock.now())
    return show_work(
        request,
        actor,
        "volunteers/sheets.html",
        {
            "rows": [
                {
                    "who": person(one.who, with_age=False),
                    "helpers": ", ".join(one.helpers),
                    "url": reverse("fridge_sheet", args=[one.request_id]),
                    "state": word(STATE_WORDS[one.state]),
                    "colour": _COLOURS.get(one.state, "grey"),
                    "until": short_day(one.printed[-1][0].day) if one.printed else "",
                }
                for one in found
            ],
            "void": sum(one.state is SheetState.VOID for one in found),
        },
        current="team_week",
    )


def show_fridge_sheet(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Show the sheet as it would be now. It prints only after it was noted that it is printed: else
    nobody knows what hangs on the fridge."""
    now = clock.now()
    if request.method == "POST":

        def make() -> None:
            sheets.make(actor=actor, now=now, request_id=request_id)
            security_log.record(Kind.EXPORTED, now=now, actor=actor, data={"door": "fridge_sheet"})

        return do_and_go_back(request, make, reverse("fridge_sheet", args=[request_id]))
    page = sheet_page(actor, request_id, now)
    return show(request, "volunteers/fridge_sheet.html", _sheet(page))


def tell_sheet(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: sheets.told(actor=actor, now=now, request_id=request_id),
        reverse("sheets"),
        _("Opgeschreven: verteld dat het blad niet meer klopt."),
    )


def show_phone_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show whom to call this week, to print; logged as a list that leaves the house."""
    now = clock.now()
    today = local_day(now)
    week = week_of(request.GET.get("week", ""), today)
    rows = phone_list(actor, week, now)
    security_log.record(Kind.EXPORTED, now=now, actor=actor, data={"door": "phone_list"})
    return show(
        request,
        "volunteers/phone_list.html",
        {
            "back": f"{reverse('team_week')}?week={as_week(week)}",
            "first": day(week, today),
            "last": day(week + timedelta(days=6), today),
            "rows": [
                {
                    "name": one.name,
                    "phone": phone_readable(one.phone) if one.phone else _("geen nummer"),
                    "days": ", ".join(
                        [
                            *(short_day(each) for each in one.days),
                            *([_("dag vrij")] if one.loose else []),
                        ]
                    ),
                }
                for one in rows
            ],
            "printed": day_with_year(today),
        },
    )


def _sheet(page: Sheet) -> dict[str, object]:
    lines = [_line(one) for one in page.lines]
    weekdays = {str(one["weekday"]) for one in lines}
    last = page.lines[-1][0].day if page.lines else None
    return {
        "request_id": page.request_id,
        "who": person(page.who, with_age=False),
        "in_sentence": in_sentence(page.who),
        "lines": lines,
        # one day of the week stands above the table, several stand in each line
        "weekday": first_up(weekdays.pop()) if len(weekdays) == 1 else "",
        "loose": page.loose,
        "helpers": _names(page.helpers),
        "caller": page.caller,
        "phone": phone_readable(page.phone) if page.phone else "",
        "organisation": page.organisation,
        "made": short_day(page.today),
        "until": short_day(last) if last else "",
        "holds": page.state is SheetState.HOLDS,
        "void": page.state in {SheetState.VOID, SheetState.TOLD},
        "told": page.state is SheetState.TOLD,
        "was": ", ".join(f"{short_day(line.day)} {name}" for line, name in page.printed),
        "nothing": word(sheets.NOTHING_FIXED.sentence) if not page.lines else "",
    }


def _line(one: Line) -> dict[str, str]:
    line, name = one
    whole = day(line.day)
    weekday, _space, date_words = whole.partition(" ")
    return {
        "weekday": weekday,
        "date": date_words,
        "whole": whole,
        "time": f"{line.start:%-H:%M}" if line.start else "",
        "name": name,
    }


def _names(names: tuple[str, ...]) -> str:
    """Say "Ria en Samira"."""
    if len(names) > 1:
        return _("%(first)s en %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
    return names[0] if names else ""
