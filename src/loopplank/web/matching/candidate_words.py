"""Say on the page of candidates who could do it: the rows of the table, its order, what folds and
the map.
"""

from collections.abc import Iterable
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.matching.candidates import AreaCount, CandidatePage, Look, Who
from loopplank.core.matching.candidate_order import CHOICES, By, words_of
from loopplank.core.matching.candidates import Asked, Someone, parts_that_fit
from loopplank.core.organisations.areas import km_by_bicycle
from loopplank.core.requests import intake
from loopplank.web.kit.words import day_of_month, say, word
from loopplank.web.matching.candidate_options import (
    AT_MOST,
    DAYS,
    EVERY,
    MINUTES,
    WHO,
    ordered_by,
    pairs_of,
    query_of,
)
from loopplank.web.matching.words import COUNT_WORDS, long_here, match_rows
from loopplank.web.town_drawing import Area, town

#: So many rows are open: the others say why on their own page.
OPEN = 3
RING_MINUTES = 15
_IN_COLUMNS = frozenset({"why.day", "why.near"})
HEADINGS = (By.NAME, By.DAY, By.MINUTES, By.ROOM, By.ASKED)


def candidate_rows(page: CandidatePage, look: Look) -> list[dict[str, object]]:
    """Return the rows of the table: what the order goes by stands in each of them."""
    rows = match_rows(page, page.row.pk, query=query_of(look))
    return [
        row
        | {
            "day": day_short(page.asked, one.candidate.someone),
            "minutes": minutes_short(one.candidate.someone),
            "asked": asked_short(one.candidate.someone, page.today),
            "days": len(intake.days_in(one.candidate.someone.day_parts)) > 1,
            "open": place < OPEN,
            # what has a column of its own is not said twice
            "reasons": [
                *(
                    {"kind": "for", "text": say(reason)}
                    for reason in one.candidate.pros
                    if reason.code not in _IN_COLUMNS
                ),
                *({"kind": "against", "text": say(reason)} for reason in one.candidate.cons),
            ],
        }
        for place, (row, one) in enumerate(zip(rows, page.shown, strict=True))
    ]


def minutes_short(one: Someone) -> str:
    """Say "10 min", by bicycle and one way; nothing where the place is not known."""
    if one.km is None:
        return ""
    return _("%(n)s min") % {"n": int(one.minutes_one_way)}


def asked_short(one: Someone, today: date | None) -> str:
    """Say "5 okt" or "nooit", of this organisation only (P6)."""
    last = one.last_asked_here
    if last is not None:
        return day_of_month(last, today)
    return _("dit jaar niet") if long_here(one, today) else _("nooit")


def day_short(asked: Asked | None, one: Someone) -> str:
    """Say "do-middag" or "ma, di, do": when somebody could come, of what is looked at."""
    mask = parts_that_fit(asked, one) if asked else one.day_parts
    if not mask:
        return _("in overleg")
    days = intake.days_in(mask)
    if len(days) == len(intake.DAYS):
        return _("elke dag")
    if len(days) > 1:
        return ", ".join(_short(day) for day in days)
    parts = intake.parts_in(mask)
    if len(parts) > 1:
        return _short(days[0])
    return f"{_short(days[0])}-{word(intake.PARTS[parts[0]])}"


def _short(day: int) -> str:
    return word(intake.DAYS[day])[:2]


# --- the order ------------------------------------------------------------------------------------


def order_words(page: CandidatePage) -> str:
    """Say the order as it is: "gevraagde dag, minuten reizen, ruimte, langst niet gevraagd"."""
    said = ", ".join(word(words) for words in words_of(page.turn))
    if page.among:
        return _("Van de %(n)s die het dichtstbij wonen: %(order)s.") % {
            "n": page.among,
            "order": said,
        }
    return _("Volgorde: %(order)s.") % {"order": said}


def headings(page: CandidatePage, look: Look) -> list[dict[str, object]]:
    """Return the headings by which the table sorts; `leads` is the one that comes first now."""
    labels = {
        By.NAME: _("Wie"),
        By.DAY: _("Dag"),
        By.MINUTES: _("Reizen"),
        By.ROOM: _("Ruimte nu en straks"),
        By.ASKED: _("Laatst gevraagd"),
    }
    leads = next(by for by in page.turn if by in CHOICES)
    return [
        {"label": labels[by], "url": ordered_by(look, by), "leads": by is leads} for by in HEADINGS
    ]


def order_choices(page: CandidatePage) -> list[dict[str, object]]:
    """Return the same for a narrow screen, as a list to choose from."""
    labels = {
        By.DAY: _("Gevraagde dag eerst"),
        By.MINUTES: _("Dichtbij eerst"),
        By.ROOM: _("Meeste ruimte eerst"),
        By.ASKED: _("Langst niet gevraagd eerst"),
        By.NAME: _("Op naam"),
    }
    leads = next(by for by in page.turn if by in CHOICES)
    return [{"value": by.value, "label": label, "on": by is leads} for by, label in labels.items()]


def kept_fields(look: Look, *changed: str) -> list[tuple[str, object]]:
    """Return what a form must send along so that only these fields change."""
    return [(name, value) for name, value in pairs_of(look) if name not in changed]


def loosen(page: CandidatePage, look: Look) -> dict[str, object]:
    """Return the form that looks further or less far: other days, minutes, and who."""
    return {
        "title": ngettext(
            "%(fits)s van de %(all)s kan dit", "%(fits)s van de %(all)s kunnen dit", page.fits_total
        )
        % {
            "fits": page.fits_total,
            "all": page.fits_total + page.no_room_total + page.fits_not_total,
        },
        "days": [
            {
                "value": one.weekday,
                "text": _("%(day)s, ander moment") % {"day": _short(one.weekday)}
                if one.asked
                else _short(one.weekday),
                "more": one.more,
                "on": look.any_day or one.weekday in look.days,
            }
            for one in page.other_days
        ],
        "minutes": [
            {"value": "", "label": _("Zo ver als zij willen"), "on": not look.at_most},
            *(
                {"value": n, "label": _("Tot %(n)s minuten") % {"n": n}, "on": look.at_most == n}
                for n in MINUTES
            ),
        ],
        "who": [
            {"value": who.value, "label": label, "on": look.who is who}
            for who, label in (
                (Who.ALL, _("Iedereen die past")),
                (Who.KNOWN, _("Wie hier al hielp")),
                (Who.NEW, _("Wie hier nieuw is")),
            )
        ],
        "fields": kept_fields(look, DAYS, EVERY, AT_MOST, WHO),
    }


def left_away(page: CandidatePage) -> str:
    """Say how many the filters leave away of who fits; nothing where they do not."""
    read = page.among or page.fits_total
    gone = read - page.kept
    if gone <= 0:
        return ""
    return ngettext(
        "%(n)s mens staat er door jouw keuze niet bij.",
        "%(n)s mensen staan er door jouw keuze niet bij.",
        gone,
    ) % {"n": gone}


# --- what folds -----------------------------------------------------------------------------------

#: Reasons of one kind under one word: why somebody rests or is not asked now is theirs.
_ONE_WORD = {
    "why_not.pause": "rest",
    "why_not.pause_to": "rest",
    "why_not.away": "rest",
    "why_not.rests": "rest",
    "why_not.is_back": "rest",
    "why_not.stops": "rest",
    "why_not.signal": "not_now",
    "why_not.not_now": "not_now",
    "why_not.raised_today": "not_now",
    "why_not.rest": "not_now",
    "why_not.open_question": "not_now",
    "why_not.asked_often": "not_now",
}


def gist(total: int, counts: Iterable[tuple[str, int]]) -> str:
    """Say "16 mensen: andere dagen 7, te ver 4, pauze of rust 3": one line for a whole group, of
    each the first reason.
    """
    words = {"rest": _("pauze of rust"), "not_now": _("nu even niet")}
    totals: dict[str, int] = {}
    for code, count in counts:
        label = words[_ONE_WORD[code]] if code in _ONE_WORD else word(COUNT_WORDS[code])
        totals[label] = totals.get(label, 0) + count
    people = ngettext("%(n)s mens", "%(n)s mensen", total) % {"n": total}
    most_first = sorted(totals.items(), key=lambda one: -one[1])
    said = ", ".join(f"{label} {count}" for label, count in most_first)
    return f"{people}: {said}" if said else people


def together_gist(page: CandidatePage) -> str:
    """Say "3 keer mogelijk: Berend + Lena, Berend + Joke"."""
    names = [
        " + ".join(seat.candidate.someone.name.split()[0] for seat in one.seats)
        for one in page.together
    ]
    times = ngettext("%(n)s keer mogelijk", "%(n)s keer mogelijk", len(names)) % {"n": len(names)}
    return f"{times}: {', '.join(names)}"


def elsewhere_gist(page: CandidatePage) -> str:
    count = len(page.elsewhere)
    people = ngettext("%(n)s mens", "%(n)s mensen", count) % {"n": count}
    return ngettext(
        "%(people)s wil ook elders helpen. De eigen organisatie beslist.",
        "%(people)s willen ook elders helpen. Hun eigen organisatie beslist.",
        count,
    ) % {"people": people}


# --- where they live ------------------------------------------------------------------------------


def map_of(areas: Iterable[AreaCount]) -> SafeString:
    """Draw the areas whose place is known, with a ring of a quarter of an hour by bicycle."""
    known = [Area(one.name, one.at, one.people, one.here) for one in areas if one.at]
    return town(known, ring_km=km_by_bicycle(RING_MINUTES))


def area_rows(areas: Iterable[AreaCount]) -> list[dict[str, object]]:
    """Return the table below the map: each four-digit area with how many have room."""
    return [
        {
            "area": _("Onbekend gebied")
            if not one.postcode
            else f"{one.postcode} {one.name}".strip(),
            "here": one.here,
            "people": one.people,
        }
        for one in areas
        if one.people or one.here
    ]
