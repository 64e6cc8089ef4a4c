"""Days, hours, dates and kinds of help as people type them in a list."""

import re
from collections.abc import Mapping
from datetime import date

from loopplank.core.kit.kinds import Kind
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.requests.intake import ANY_TIME
from loopplank.core.volunteers.no_gos import PAID_WORK

WRONG_DATE = Reason(
    "typed.date", dutch("‘%(typed)s’ is geen datum. Schrijf het zo: 31-12-2026."), {"typed": ""}
)
WRONG_HOURS = Reason(
    "typed.hours", dutch("‘%(typed)s’ is geen aantal uren. Schrijf bijvoorbeeld 2,5.")
)
WRONG_DAYS = Reason(
    "typed.days", dutch("‘%(typed)s’ kennen wij niet als dag. Schrijf bijvoorbeeld: ma, do-middag.")
)
MOST_HOURS = 60
QUARTER = 15

_DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
_PARTS: Mapping[str, int] = {"ochtend": 0, "morgen": 0, "middag": 1, "avond": 2}
_DAY = re.compile(
    r"(ma|di|wo|do|vr|za|zo)(?:(?:an|ns|ens|nder|ij|ter|n)?dag)?"
    r"[\s-]*(ochtend|morgen|middag|avond)?(?:en|s)?"
)
_GROUPS: Mapping[str, tuple[int, ...]] = {
    "doordeweeks": (0, 1, 2, 3, 4),
    "werkdagen": (0, 1, 2, 3, 4),
    "weekend": (5, 6),
}
_KINDS: Mapping[str, Kind] = {
    "boodschap": Kind.SHOPPING,
    "winkel": Kind.SHOPPING,
    "gezelschap": Kind.COMPANY,
    "praatje": Kind.COMPANY,
    "koffie": Kind.COMPANY,
    "bezoek": Kind.COMPANY,
    "wandel": Kind.COMPANY,
    "ergens": Kind.TRANSPORT,
    "vervoer": Kind.TRANSPORT,
    "rijden": Kind.TRANSPORT,
    "ziekenhuis": Kind.TRANSPORT,
    "klus": Kind.ODD_JOBS,
    "tuin": Kind.ODD_JOBS,
    "post": Kind.PAPERWORK,
    "geld": Kind.PAPERWORK,
    "formulier": Kind.PAPERWORK,
    "administratie": Kind.PAPERWORK,
    "maatje": Kind.BUDDY,
    "mantelzorg": Kind.RESPITE,
    "gezin": Kind.FAMILY,
    "nederlands": Kind.LANGUAGE,
    "taal": Kind.LANGUAGE,
    "waken": Kind.VIGIL,
}
_NO_GOS: Mapping[str, str] = {
    "betaald": PAID_WORK,
    "hond": "dogs",
    "kat": "cats",
    "poes": "cats",
    "rook": "smoking",
    "roken": "smoking",
    "trap": "stairs",
    "til": "lifting",
    "sjouw": "lifting",
    "avond": "evening",
    "dement": "dementia",
    "sterv": "dying",
    "kind": "children",
}


def date_typed(typed: str) -> date:
    """Read a day as 31-12-2026, 31/12/26, 31.12.2026 or 2026-12-31. Raises Refused(WRONG_DATE)."""
    text = typed.strip().partition(" ")[0]
    found = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})", text)
    parts = (found[3], found[2], found[1]) if found else ()
    turned = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?", text)
    if turned:
        parts = (turned[1], turned[2], turned[3])
    try:
        year, month, day = (int(part) for part in parts)
        return date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        raise Refused(Reason(WRONG_DATE.code, WRONG_DATE.sentence, {"typed": typed})) from None


def hours_typed(typed: str) -> int:
    """Read hours as "2", "2,5", "2½" or "4 uur"; return minutes, rounded to quarters of an hour.
    Raises Refused."""
    text = typed.lower().replace("½", ",5").replace("¼", ",25").replace("¾", ",75")
    found = re.fullmatch(r"(\d{0,2})(?:[.,](\d{1,2}))?\s*(?:uur|u|uren)?\.?", text.strip())
    if not found or not (found[1] or found[2]):
        raise Refused(Reason(WRONG_HOURS.code, WRONG_HOURS.sentence, {"typed": typed}))
    hours = float(f"{found[1] or 0}.{found[2] or 0}")
    if hours > MOST_HOURS:
        raise Refused(Reason(WRONG_HOURS.code, WRONG_HOURS.sentence, {"typed": typed}))
    return round(hours * 60 / QUARTER) * QUARTER


def days_typed(typed: str) -> int:
    """Read "ma, do-middag, weekend" as a mask of parts of days. Raises Refused(WRONG_DAYS)."""
    mask = 0
    for word in re.split(r"[,;/+]|\ben\b", typed.lower()):
        mask |= _one_day(word.strip()) if word.strip() else 0
    return mask


def kinds_typed(typed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the kinds of help that we know, and the words that we do not."""
    return _known({word: str(kind) for word, kind in _KINDS.items()}, typed)


def no_gos_typed(typed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the no-gos that we know, and the words that we do not."""
    return _known(_NO_GOS, typed)


def _one_day(word: str) -> int:
    if word in {"altijd", "elke dag", "alle dagen", "iedere dag"}:
        return ANY_TIME
    if word in _GROUPS:
        return sum(_bits(day, None) for day in _GROUPS[word])
    part = _PARTS.get(word.removesuffix("en").removesuffix("s"))
    if part is not None:
        return sum(_bits(day, part) for day in range(7))
    found = _DAY.fullmatch(word)
    if not found:
        raise Refused(Reason(WRONG_DAYS.code, WRONG_DAYS.sentence, {"typed": word}))
    return _bits(_DAYS.index(found[1]), _PARTS.get(found[2] or ""))


def _bits(day: int, part: int | None) -> int:
    return (7 if part is None else 1 << part) << (3 * day)


def _known(words: Mapping[str, str], typed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found: dict[str, None] = {}
    unknown = []
    for said in re.split(r"[,;/+]|\ben\b", typed.lower()):
        word = said.strip()
        code = next((code for part, code in words.items() if part in word), None)
        if code:
            found[code] = None
        elif word:
            unknown.append(word)
    return tuple(found), tuple(unknown)
