"""A list of volunteers as somebody kept it, read row by row; one wrong row stops the whole list.

Nothing here knows who is known already: that is looked up elsewhere, and reveals nothing.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from loopplank.core.kit import bsn, contact_details
from loopplank.core.kit.reason import Minutes, Reason, Refused, dutch
from loopplank.core.volunteers.load import Limits
from loopplank.core.volunteers.typed_words import (
    date_typed,
    days_typed,
    hours_typed,
    kinds_typed,
    no_gos_typed,
)

T = TypeVar("T")

MOST_ROWS = 1000
BEGIN_MINUTES, BEGIN_PEOPLE = 120, 1
QUARTER = 15

#: Our own name of a column → the names that people give it, in small letters without signs.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "first_name": ("voornaam", "roepnaam", "firstname"),
    "infix": ("tussenvoegsel", "tussenvoegsels", "tv", "voorvoegsel"),
    "last_name": ("achternaam", "familienaam", "lastname"),
    "name": ("naam", "volledigenaam", "vrijwilliger", "name"),
    "mobile": ("mobiel", "mobieltje", "gsm", "06", "mobielnummer", "telefoonmobiel", "mobile"),
    "phone": (
        "telefoon",
        "telefoonnummer",
        "tel",
        "telnr",
        "telefoonnr",
        "telefoonvast",
        "phone",
    ),
    "email": ("email", "mail", "emailadres", "mailadres"),
    "postcode": ("postcode", "pc", "postalcode"),
    "channel": ("bereiken", "kanaal", "liefstbereikenvia", "contactvia"),
    "hours": ("uren", "urenperweek", "uur", "uurperweek", "grens", "maxuren", "urenmax", "hours"),
    "liked": ("graag", "urengraag", "zoveeldoeikgraag", "liefst"),
    "people": ("mensen", "aantalmensen", "koppels", "personen", "people"),
    "heavy": ("zwaar", "aantalzwaar", "zwaartenhoogste"),
    "until": ("tot", "totenmet", "einddatum", "wildoentot", "doorgaantot", "until"),
    "certificate": ("vog", "voggezien", "voggezienop", "vogdatum", "datumvog"),
    "days": ("dagen", "dag", "dagdelen", "beschikbaar", "wanneer", "days"),
    "kinds": ("soort", "soorten", "soorthulp", "watvoorhulp", "hulp", "wat", "activiteiten"),
    "no_gos": ("lieverniet", "nietgraag", "liefstniet", "nogo"),
    "max_km": ("km", "afstand", "maxkm", "maximaleafstand", "hoever"),
}
#: The columns of the example to download, with one row that shows how to fill it in.
EXAMPLE: tuple[tuple[str, str], ...] = (
    ("Voornaam", "Ria"),
    ("Achternaam", "Smit"),
    ("Mobiel", "06 12345678"),
    ("E-mail", "ria@example.nl"),
    ("Postcode", "1013 AB"),
    ("Uren per week", "6"),
    ("Graag", "4"),
    ("Mensen", "2"),
    ("Zwaar", "1"),
    ("Dagen", "donderdagmiddag, za"),
    ("Soort hulp", "boodschappen, gezelschap"),
    ("Liever niet", "honden"),
    ("Tot", "31-12-2027"),
    ("VOG gezien", "01-09-2026"),
)
_CHANNELS = {"bel": "phone", "tel": "phone", "sms": "sms", "mail": "email", "brief": "letter"}

NO_HEADER = Reason(
    "import.header",
    dutch(
        "Wij herkennen de kolommen niet. Zet bovenaan namen zoals Voornaam, Achternaam en Mobiel."
    ),
)
EMPTY = Reason("import.empty", dutch("Er staan geen rijen met namen in dit bestand."))
TOO_MANY = Reason(
    "import.too_many",
    dutch("Dit zijn %(rows)s rijen. Deel de lijst in stukken van ten hoogste %(most)s rijen."),
    {"most": MOST_ROWS},
)
_NO_NAME = Reason("import.name", dutch("Er ontbreekt een voornaam of een achternaam."))
_LONG_NAME = Reason("import.long_name", dutch("Deze naam is te lang."))
_NO_REACH = Reason("import.reach", dutch("Vul een telefoonnummer of een e-mailadres in."))
_CHANNEL = Reason(
    "import.channel", dutch("‘%(typed)s’ kennen wij niet. Kies bellen, sms, e-mail of brief.")
)
_NOT_REACHABLE = Reason(
    "import.not_reachable", dutch("Voor deze manier van bereiken ontbreekt het nummer of adres.")
)
_LIKED = Reason("import.liked", dutch("‘Graag’ kan niet meer zijn dan de grens."))
_HEAVY = Reason("import.heavy", dutch("‘Zwaar’ kan niet meer zijn dan het aantal mensen."))
_NUMBER = Reason("import.number", dutch("‘%(typed)s’ is geen getal dat hier past."))
_TWICE = Reason("import.twice", dutch("Deze persoon staat ook op rij %(row)s."))
_HOURS_CHOSEN = Reason(
    "import.hours_chosen",
    dutch("Geen uren ingevuld: wij beginnen met %(hours)s per week."),
    {"hours": Minutes(BEGIN_MINUTES)},
)
_LEFT_OUT = Reason("import.left_out", dutch("Wij kennen ‘%(typed)s’ niet en laten het weg."))

Table = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Newcomer:
    """One good row. `remarks` say what was filled in or left out; nothing was changed silently.

    `certificate_seen` None means not seen; a date is the day on which somebody saw it.
    """

    number: int
    first_name: str
    last_name: str
    phone: str
    email: str
    postcode: str
    channel: str
    limits: Limits
    day_parts: int = 0
    kinds: tuple[str, ...] = ()
    no_gos: tuple[str, ...] = ()
    max_km: int | None = None
    certificate_seen: date | None = None
    remarks: tuple[Reason, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class WrongRow:
    """One row that cannot be read, with the name as far as there is one."""

    number: int
    name: str
    errors: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ReadList:
    """A whole list. `table` holds only the columns that we know, to carry to the second step."""

    good: tuple[Newcomer, ...]
    wrong: tuple[WrongRow, ...]
    unknown_columns: tuple[str, ...]
    table: tuple[tuple[str, ...], ...] = field(default=())


def read_list(table: Table, today: date) -> ReadList:
    """Read a table of cells whose first rows hold the names of the columns.

    Raises Refused when there are no known columns, no rows, or too many.
    """
    place, columns = _header(table)
    header = table[place]
    unknown = tuple(
        cell.strip() for n, cell in enumerate(header) if cell.strip() and n not in columns
    )
    good: list[Newcomer] = []
    wrong: list[WrongRow] = []
    seen: dict[tuple[str, str], int] = {}
    kept = [tuple(header[n].strip() for n in columns)]
    rows = [
        (number, [row[n].strip() if n < len(row) else "" for n in columns])
        for number, row in enumerate(table[place + 1 :], place + 2)
    ]
    rows = [(number, cells) for number, cells in rows if any(cells)]
    if not rows:
        raise Refused(EMPTY)
    if len(rows) > MOST_ROWS:
        raise Refused(
            Reason(TOO_MANY.code, TOO_MANY.sentence, {**TOO_MANY.params, "rows": len(rows)})
        )
    for number, cells in rows:
        kept.append(tuple(cells))
        typed = {name: _unguarded(cell) for name, cell in zip(columns.values(), cells, strict=True)}
        one = _Row(number, typed, today)
        found = one.read()
        for key in _identities(found) if isinstance(found, Newcomer) else ():
            if key in seen:
                found = WrongRow(number, one.name, (_with(_TWICE, row=seen[key]),))
                break
            seen[key] = number
        if isinstance(found, Newcomer):
            good.append(found)
        else:
            wrong.append(found)
    return ReadList(tuple(good), tuple(wrong), unknown, tuple(kept))


def _header(table: Table) -> tuple[int, dict[int, str]]:
    """Find which of the first rows names the columns; return its place and our name of each known
    column."""
    known = {typed: ours for ours, names in COLUMNS.items() for typed in names}
    for place, row in enumerate(table[:6]):
        found: dict[int, str] = {}
        for n, cell in enumerate(row):
            ours = known.get(re.sub(r"[^a-z0-9]", "", cell.lower().replace("ë", "e")))
            if ours and ours not in found.values():
                found[n] = ours
        named = {"first_name", "name"} & set(found.values())
        if named and len(found) > 1:
            return place, found
    raise Refused(NO_HEADER)


class _Row:
    """One row being read: it gathers every error, so that a list is corrected in one go."""

    def __init__(self, number: int, typed: Mapping[str, str], today: date) -> None:
        self.number, self.typed, self.today = number, typed, today
        self.errors: list[Reason] = []
        self.remarks: list[Reason] = []

    @property
    def name(self) -> str:
        first, last = self._names()
        return f"{first} {last}".strip()

    def read(self) -> Newcomer | WrongRow:
        first, last = self._names()
        if not first or not last:
            self.errors.append(_NO_NAME)
        if len(first) > 60 or len(last) > 80:
            self.errors.append(_LONG_NAME)
        if refused := bsn.refusal(self.name):
            self.errors.append(refused)
        phone, email = self._phone(), self._tried("email", contact_details.email)
        channel = self._channel(phone, email)
        limits = self._limits()
        days = self._tried("days", days_typed) or 0
        max_km = self._number("max_km", 0, 200)
        seen = self._certificate()
        postcode = self._tried("postcode", contact_details.postcode)
        if self.errors or limits is None:
            return WrongRow(self.number, self.name, tuple(self.errors))
        return Newcomer(
            number=self.number,
            first_name=first,
            last_name=last,
            phone=phone,
            email=email or "",
            postcode=postcode or "",
            channel=channel,
            limits=limits,
            day_parts=days,
            kinds=self._words("kinds", kinds_typed),
            no_gos=self._words("no_gos", no_gos_typed),
            max_km=max_km,
            certificate_seen=seen,
            remarks=tuple(self.remarks),
        )

    def _get(self, name: str) -> str:
        return self.typed.get(name, "")

    def _names(self) -> tuple[str, str]:
        first, last = self._get("first_name"), self._get("last_name")
        whole = self._get("name")
        if whole and not last:
            if first:
                last = whole.removeprefix(first).strip()
            elif "," in whole:
                last, _, first = (part.strip() for part in whole.partition(","))
            else:
                first, _, last = whole.partition(" ")
        infix = self._get("infix")
        return first, f"{infix} {last}".strip() if last else ""

    def _tried(self, name: str, reader: Callable[[str], T]) -> T | None:
        if not self._get(name):
            return None
        try:
            return reader(self._get(name))
        except Refused as refused:
            self.errors.append(refused.reason)
            return None

    def _phone(self) -> str:
        found = self._tried("mobile", phone_typed) or self._tried("phone", phone_typed) or ""
        if not found and not self._get("email") and not (self._get("mobile") or self._get("phone")):
            self.errors.append(_NO_REACH)
        return found

    def _channel(self, phone: str, email: str | None) -> str:
        typed = self._get("channel").lower().replace("-", "")
        if not typed:
            if email:
                return "email"
            return "sms" if phone.startswith("06") else "phone"
        chosen = next((code for word, code in _CHANNELS.items() if word in typed), "")
        if not chosen:
            self.errors.append(_with(_CHANNEL, typed=typed))
        elif (chosen == "email" and not email) or (chosen in {"phone", "sms"} and not phone):
            self.errors.append(_NOT_REACHABLE)
        return chosen

    def _limits(self) -> Limits | None:
        most = self._tried("hours", hours_typed)
        people = self._number("people", 0, 20)
        if most is None and not self._get("hours"):
            most = BEGIN_MINUTES
            self.remarks.append(_HOURS_CHOSEN)
        if most is None:
            return None
        liked = self._tried("liked", hours_typed)
        heavy = self._number("heavy", 0, 20) or 0
        people = BEGIN_PEOPLE if people is None else people
        if liked is not None and liked > most:
            self.errors.append(_LIKED)
        if heavy > people:
            self.errors.append(_HEAVY)
        until = self._tried("until", date_typed)
        if self.errors:
            return None
        return Limits(liked_of(most) if liked is None else liked, most, people, heavy, until=until)

    def _number(self, name: str, least: int, most: int) -> int | None:
        typed = self._get(name)
        if not typed:
            return None
        found = re.fullmatch(r"(\d{1,3})([.,]0+)?(\s*\D{1,10})?", typed)
        if not found or not least <= int(found[1]) <= most:
            self.errors.append(_with(_NUMBER, typed=typed))
            return None
        return int(found[1])

    def _certificate(self) -> date | None:
        typed = self._get("certificate").lower()
        if typed in {"", "nee", "n", "nog niet", "-"}:
            return None
        return (
            self.today
            if typed in {"ja", "j", "x", "gezien"}
            else self._tried("certificate", date_typed)
        )

    def _words(
        self, name: str, reader: Callable[[str], tuple[tuple[str, ...], tuple[str, ...]]]
    ) -> tuple[str, ...]:
        found, unknown = reader(self._get(name))
        self.remarks += [_with(_LEFT_OUT, typed=word) for word in unknown]
        return found


def phone_typed(typed: str) -> str:
    """Restore a number that a spreadsheet changed: without its first zero, or as a plain number."""
    digits = re.sub(r"[\s().\-/]", "", re.sub(r"\.0$", "", typed.strip()))
    if re.fullmatch(r"[1-9]\d{8}", digits):
        return contact_details.phone(f"0{digits}")
    if re.fullmatch(r"31[1-9]\d{8}", digits):
        return contact_details.phone(f"+{digits}")
    return contact_details.phone(digits)


def liked_of(most: int) -> int:
    """Return what planning fills to when only the limit is known: three quarters of it, in whole
    quarters of an hour."""
    return most * 3 // 4 // QUARTER * QUARTER


def _identities(one: Newcomer) -> tuple[tuple[str, str], ...]:
    first = one.first_name.lower()
    return tuple((first, reach) for reach in (one.email, one.phone) if reach)


def _unguarded(cell: str) -> str:
    """Return a cell without the quote that keeps a spreadsheet from reading it as a formula."""
    return cell.removeprefix("'").strip()


def _with(reason: Reason, **params: str | int) -> Reason:
    return Reason(reason.code, reason.sentence, {**reason.params, **params})
