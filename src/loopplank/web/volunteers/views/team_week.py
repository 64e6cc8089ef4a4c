"""The week of everybody: people by days, and on a telephone the same week day by day."""

from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor
from loopplank.access.volunteers.team_week import (
    MOST_OTHERS,
    Need,
    TeamWeek,
    Wanted,
    team_week,
)
from loopplank.core.kit.calendar import local_day, monday
from loopplank.core.kit.kinds import KIND_LABELS
from loopplank.core.kit.kinds import Kind as KindOfHelp
from loopplank.core.volunteers.team_week import Absent, Kind, as_week, week_of
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import Pages, wanted_page
from loopplank.web.kit.words import word
from loopplank.web.volunteers import team_week_words as words

#: How many names of who cannot be asked stand under one day.
_NAMED = 8


def show_team_week(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    today = local_day(now)
    wanted = _wanted(request, today)
    page = team_week(actor, wanted, wanted_page(request), now)
    week = wanted.week
    days = [week + timedelta(days=n) for n in range(7)]
    rows = [words.row(line, page) for line in page.lines]
    loose = any(row["loose"] for row in rows) or any(one.block.day is None for one in page.needs)
    return show_work(
        request,
        actor,
        "volunteers/team_week.html",
        {
            "heading": words.span_of(week, today),
            "summary": words.summary(page),
            "needs_words": _needs_words(page),
            "nav": {
                "before": _address(wanted, week - timedelta(weeks=1)),
                "now": _address(wanted, monday(today)),
                "after": _address(wanted, week + timedelta(weeks=1)),
                "is_now": week == monday(today),
            },
            "filters": _filters(page),
            "filtered": bool(wanted.area or wanted.kind or wanted.room),
            "all_url": _address(Wanted(week), week),
            "caption": words.caption(week),
            "days": [words.day_head(one, today) for one in days],
            "loose": loose,
            "needs": [
                {"today": one == today, "blocks": [words.need(n) for n in _on(page, one)]}
                for one in [*days, *([None] if loose else [])]
            ],
            "needs_list": [words.need(one) for one in page.needs],
            "more_needs": page.needs_total - len(page.needs),
            "rows": rows,
            "agenda": _agenda(page, days, today),
            "pages": Pages(page.number, page.pages),
            "tray": _tray(page),
            "others": _others(page),
            "nobody": not page.total and not page.others,
            "kinds_shown": words.key_of(page),
        },
        current="team_week",
    )


def _wanted(request: HttpRequest, today: date) -> Wanted:
    """Read the address; what is no area or kind chooses nobody out."""
    area, kind = request.GET.get("wijk", ""), request.GET.get("soort", "")
    return Wanted(
        week=week_of(request.GET.get("week", ""), today),
        area=area if len(area) == 4 and area.isascii() and area.isdecimal() else "",
        kind=kind if kind in set(KindOfHelp) else "",
        room=request.GET.get("ruimte") == "1",
    )


def _address(wanted: Wanted, week: date) -> str:
    pairs = {"week": as_week(week), "wijk": wanted.area, "soort": wanted.kind}
    kept = {name: value for name, value in pairs.items() if value}
    return f"{reverse('team_week')}?{urlencode(kept | ({'ruimte': '1'} if wanted.room else {}))}"


def _needs_words(page: TeamWeek) -> str:
    if not page.needs_total:
        return ""
    return ngettext(
        "%(n)s vraag heeft nog niemand.", "%(n)s vragen hebben nog niemand.", page.needs_total
    ) % {"n": page.needs_total}


def _on(page: TeamWeek, day: date | None) -> list[Need]:
    return [one for one in page.needs if one.block.day == day]


def _filters(page: TeamWeek) -> dict[str, object]:
    wanted = page.wanted
    areas = dict(page.areas)
    if wanted.area:
        areas.setdefault(wanted.area, wanted.area)
    kinds = {*page.kinds, *([wanted.kind] if wanted.kind else [])}
    return {
        "week": as_week(wanted.week),
        "areas": [
            (code, name if name == code else f"{name} ({code})", code == wanted.area)
            for code, name in areas.items()
        ],
        "kinds": [
            (kind.value, word(KIND_LABELS[kind]), kind.value == wanted.kind)
            for kind in KindOfHelp
            if kind.value in kinds
        ],
        "room": wanted.room,
    }


def _agenda(page: TeamWeek, days: Iterable[date], today: date) -> list[dict[str, object]]:
    """Return the same week day by day, with who is not there that day."""
    made: list[dict[str, object]] = []
    for one in days:
        found = [(block, line) for line in page.lines for block in line.blocks if block.day == one]
        found.sort(key=lambda pair: (pair[0].start is None, pair[0].start or 0, pair[1].name))
        lines = [words.agenda_line(block, line, page) for block, line in found]
        made.append(
            {
                "title": words.day_title(one, today),
                "count": words.appointments(len(lines)),
                "lines": lines,
                "gone": _gone(page, one),
                "open": one == today or any(block.kind is Kind.PROPOSED for block, _line in found),
            }
        )
    loose = [(block, line) for line in page.lines for block in line.loose]
    if loose:
        lines = [words.agenda_line(block, line, page) for block, line in loose]
        made.append(
            {
                "title": _("Dag kiezen zij samen"),
                "count": words.appointments(len(lines)),
                "lines": lines,
                "gone": "",
                "open": False,
            }
        )
    return made


def _gone(page: TeamWeek, day: date) -> str:
    """Say who cannot be asked for this day: "Joop (pauze), Mieke (afwezig)"."""
    names = []
    for line in page.lines:
        for cell in line.cells:
            if cell.absence and cell.first <= day < cell.first + timedelta(days=cell.days):
                why = _("pauze") if cell.absence.kind is Absent.PAUSE else _("afwezig")
                names.append(f"{line.first_name} ({why})")
    more = len(names) - _NAMED
    if more > 0:
        rest = ngettext("nog %(n)s mens", "nog %(n)s mensen", more) % {"n": more}
        names = [*names[:_NAMED], rest]
    return ", ".join(names)


def _tray(page: TeamWeek) -> str:
    """Say how many proposals can be ticked here; nothing when there is none."""
    if not page.proposals:
        return ""
    return ngettext("%(n)s voorstel.", "%(n)s voorstellen.", page.proposals) % {"n": page.proposals}


def _others(page: TeamWeek) -> dict[str, object] | None:
    """Return those with nothing this week: how many, how full, and the first of them by name."""
    if not page.others:
        return None
    return {
        "title": ngettext("Nog %(n)s mens", "Nog %(n)s mensen", len(page.others))
        % {"n": len(page.others)},
        "gist": words.gist_of_others(page),
        "names": [words.other(one, page) for one in page.others[:MOST_OTHERS]],
        "more": len(page.others) - MOST_OTHERS,
    }
