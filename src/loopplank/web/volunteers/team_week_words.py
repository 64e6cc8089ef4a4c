"""Say in words what stands in the week of everybody."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from types import MappingProxyType
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from loopplank.access.kit.names import Named
from loopplank.access.volunteers.team_week import WITH_ROOM, About, Line, Need, TeamWeek
from loopplank.core.kit.reason import dutch
from loopplank.core.volunteers.load import LoadState
from loopplank.core.volunteers.team_week import Absence, Absent, Block, Cell, Kind
from loopplank.web.kit.words import day, first_up, person, short_day, word
from loopplank.web.volunteers.load_words import load_bar_of, proposed_bar

#: The hidden word in each block, so that colour and form never tell it alone.
KIND_WORDS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.VISIT: dutch("bezoek"),
        Kind.DONE: dutch("bezoek, geweest"),
        Kind.CANNOT: dutch("bezoek, kan niet"),
        Kind.MEETING: dutch("kennismaken"),
        Kind.ASKED: dutch("gevraagd"),
        Kind.PROPOSED: dutch("voorstel"),
    }
)
#: What stands beside a line of the agenda; of an ordinary visit nothing.
_BESIDE: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.DONE: dutch("geweest"),
        Kind.CANNOT: dutch("kan niet"),
        Kind.MEETING: dutch("kennismaken"),
        Kind.ASKED: dutch("gevraagd"),
        Kind.PROPOSED: dutch("voorstel"),
    }
)
_CLASS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.VISIT: "visit",
        Kind.DONE: "visit",
        Kind.CANNOT: "off",
        Kind.MEETING: "meet",
        Kind.ASKED: "offer",
        Kind.PROPOSED: "offer",
    }
)
_ICON: Mapping[Kind, str] = MappingProxyType(
    {Kind.DONE: "check", Kind.CANNOT: "cross", Kind.MEETING: "people"}
)


def span_of(week: date, today: date) -> str:
    """Say "7 tot en met 13 december", "30 november tot en met 6 december"."""
    sunday = week + timedelta(days=6)
    year = " Y" if today.year not in {week.year, sunday.year} else ""
    first = "j" if week.month == sunday.month else "j F"
    return _("%(first)s tot en met %(last)s") % {
        "first": date_format(week, first),
        "last": date_format(sunday, f"j F{year}"),
    }


def caption(week: date) -> str:
    return _("Wie doet wat van %(first)s tot en met %(last)s") % {
        "first": day(week),
        "last": day(week + timedelta(days=6)),
    }


def summary(page: TeamWeek) -> str:
    """Say "Week 50. 13 bezoeken, 1 kennismaking."."""
    visits = page.counts.get(Kind.VISIT, 0) + page.counts.get(Kind.DONE, 0)
    parts = [ngettext("%(n)s bezoek", "%(n)s bezoeken", visits) % {"n": visits}]
    for kind, n in page.counts.items():
        if kind is Kind.MEETING:
            parts.append(ngettext("%(n)s kennismaking", "%(n)s kennismakingen", n) % {"n": n})
        elif kind is Kind.ASKED:
            parts.append(ngettext("%(n)s open vraag", "%(n)s open vragen", n) % {"n": n})
        elif kind is Kind.CANNOT:
            parts.append(_("%(n)s kan niet doorgaan") % {"n": n})
    week = page.wanted.week.isocalendar().week
    return _("Week %(week)s. %(counts)s.") % {"week": week, "counts": ", ".join(parts)}


def appointments(n: int) -> str:
    return ngettext("%(n)s afspraak", "%(n)s afspraken", n) % {"n": n} if n else _("niets")


def day_head(one: date, today: date) -> dict[str, object]:
    whole = day(one)
    return {
        "short": _short_weekday(one),
        "number": one.day,
        "whole": _("%(day)s, vandaag") % {"day": whole} if one == today else whole,
        "today": one == today,
    }


def day_title(one: date, today: date) -> str:
    """Say "Maandag 7, vandaag"."""
    words = first_up(f"{date_format(one, 'l')} {one.day}")
    return _("%(day)s, vandaag") % {"day": words} if one == today else words


def short_name(who: Named) -> str:
    """Say "mw. Bakker" or "dhr. Van Rijn", or the name."""
    if who.salutation and who.last_name:
        pattern = _("mw. %(name)s") if who.salutation == "mrs" else _("dhr. %(name)s")
        return pattern % {"name": who.last_name}
    return person(who, with_age=False)


def key_of(page: TeamWeek) -> dict[str, bool]:
    """Return which marks have to be explained: those that stand on the page."""
    kinds = {block.kind for line in page.lines for block in line.blocks}
    absences = {c.absence.kind for line in page.lines for c in line.cells if c.absence}
    return {
        "visit": bool(kinds & {Kind.VISIT, Kind.DONE}),
        "done": Kind.DONE in kinds,
        "off": Kind.CANNOT in kinds,
        "meet": Kind.MEETING in kinds,
        "asked": Kind.ASKED in kinds,
        "offer": Kind.PROPOSED in kinds,
        "pause": Absent.PAUSE in absences,
        "away": Absent.AWAY in absences,
    }


def row(line: Line, page: TeamWeek) -> dict[str, Any]:
    return {
        "name": line.name,
        "url": reverse("volunteer", args=[line.id]),
        "load": None if page.is_past else _load(line),
        "too_heavy": line.fullness.state is LoadState.HEAVY,
        "full_after": line.after is not None and line.after.state == LoadState.FULL,
        "cells": [_cell(cell, line, page) for cell in line.cells],
        "loose": [_block(block, line, page) for block in line.loose],
    }


def need(one: Need) -> dict[str, str]:
    """Show what nobody does yet: with whom it was asked of, or who is proposed."""
    if one.visit_id is not None:
        note = _("komt niemand") if one.nobody else _("iemand anders gezocht")
        url = reverse("cover", args=[one.visit_id])
    else:
        url = reverse("candidates", args=[one.request_id])
        if one.asked:
            note = _("gevraagd: %(names)s") % {"names": ", ".join(one.asked)}
        elif one.proposed:
            note = _("voorstel: %(names)s") % {"names": ", ".join(one.proposed)}
        else:
            note = _("nog niemand")
    when = _clock(one.block.start)
    first = _short_weekday(one.block.day) if one.block.day else _("dag vrij")
    return {
        "url": url,
        "time": when,
        "when": f"{first} {when}".strip(),
        "who": short_name(one.who),
        "note": note,
    }


def agenda_line(block: Block, line: Line, page: TeamWeek) -> dict[str, Any]:
    """Show one line of a day on a telephone: "10:00 Ben bij dhr. Kok"."""
    shown = _block(block, line, page)
    pattern = _("%(name)s en %(who)s") if block.kind is Kind.MEETING else _("%(name)s bij %(who)s")
    beside = word(_BESIDE[block.kind]) if block.kind in _BESIDE else ""
    return shown | {
        "text": pattern % {"name": line.first_name, "who": shown["who"]},
        "beside": beside,
    }


def gist_of_others(page: TeamWeek) -> str:
    """Say "Niets deze week: 12 hebben ruimte, 6 zitten vol"."""
    if page.is_past:
        return _("Niets in deze week")
    room = sum(one.fullness.state in WITH_ROOM for one in page.others)
    full = len(page.others) - room
    parts = []
    if room:
        parts.append(ngettext("%(n)s heeft ruimte", "%(n)s hebben ruimte", room) % {"n": room})
    if full:
        parts.append(
            ngettext("%(n)s heeft geen ruimte", "%(n)s hebben geen ruimte", full) % {"n": full}
        )
    return _("Niets in deze week: %(what)s") % {"what": ", ".join(parts)}


def other(line: Line, page: TeamWeek) -> dict[str, str]:
    load = None if page.is_past else load_bar_of(line.fullness)
    return {
        "name": line.name,
        "url": reverse("volunteer", args=[line.id]),
        "state": str(load["state"]) if load else "",
    }


def absence_words(one: Absence) -> str:
    """Say "Pauze tot en met zo 17 jan", "Afwezig tot en met do 10 dec"."""
    if one.until is None:
        return _("Pauze, nog zonder einddatum")
    words = (
        _("Pauze tot en met %(day)s")
        if one.kind is Absent.PAUSE
        else _("Afwezig tot en met %(day)s")
    )
    return words % {"day": short_day(one.until)}


# --- underneath -----------------------------------------------------------------------------------


def _load(line: Line) -> dict[str, Any]:
    """Return the bar as it would be after what is proposed; and now where nothing is."""
    if line.after is not None:
        return proposed_bar(line.after)
    return load_bar_of(line.fullness)


def _cell(cell: Cell, line: Line, page: TeamWeek) -> dict[str, Any]:
    return {
        "days": cell.days,
        "today": cell.first == page.today and cell.days == 1,
        "blocks": [_block(block, line, page) for block in cell.blocks],
        "absence": absence_words(cell.absence) if cell.absence else "",
        "absent": str(cell.absence.kind) if cell.absence else "",
    }


def _block(block: Block, line: Line, page: TeamWeek) -> dict[str, Any]:
    about = page.about[block.key]
    known = about.request_id is not None
    door = "agree" if about.unsaid else "request"
    return {
        "kind": _CLASS[block.kind],
        "asked": block.kind is Kind.ASKED,
        "word": word(KIND_WORDS[block.kind]),
        "icon": _ICON.get(block.kind, ""),
        "time": _clock(block.start),
        "who": _who(about, line),
        "url": reverse(door, args=[about.request_id]) if known else "",
        "note": _note(block, about),
        "tick": str(block.key) if about.tickable else "",
    }


def _note(block: Block, about: About) -> str:
    """Say what stands under a dashed block: that it waits for an answer, or what is missing."""
    if block.kind is Kind.ASKED:
        return _("gevraagd")
    if about.unsaid:
        return _("eerst opschrijven: hoe lang en tot wanneer")
    return (
        "" if about.tickable or block.kind is not Kind.PROPOSED else _("met een andere organisatie")
    )


def _who(about: About, line: Line) -> str:
    """Say who is helped, and with whom: a duo is ticked once and asked both."""
    if about.request_id is None:
        return _("van een collega")
    beside = [name for name in about.others if name != line.first_name]
    name = short_name(about.who)
    if beside:
        return _("%(who)s, met %(names)s") % {"who": name, "names": ", ".join(beside)}
    return name


def _short_weekday(one: date) -> str:
    """Say "ma"; in Dutch without a capital, as `short_day` does."""
    short = date_format(one, "D")
    return short.lower() if get_language() == "nl" else short


def _clock(start: time | None) -> str:
    return f"{start:%-H:%M}" if start else ""
