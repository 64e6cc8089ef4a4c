"""The six questions that start a request, on the web, on the phone and on paper alike."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from loopplank.core.kit.reason import Reason, dutch


class ForWhom(StrEnum):
    SELF = "self"
    FAMILY = "family"
    NEIGHBOUR = "neighbour"
    PROFESSIONAL = "professional"


class Knows(StrEnum):
    YES = "yes"
    NO = "no"
    CANNOT = "cannot"


class Duration(StrEnum):
    ONCE = "once"
    WEEKS = "weeks"
    MONTHS = "months"
    LONGER = "longer"
    UNKNOWN = "unknown"


class HelpedBy(StrEnum):
    FAMILY = "family"
    HOME_CARE = "home_care"
    OTHER = "other"
    NOBODY = "nobody"


class HoldingOut(StrEnum):
    """How long a family carer can go on if nothing changes ("volhoudtijd")."""

    LONG = "long"
    MONTHS = "months"
    WEEKS = "weeks"
    NO_MORE = "no_more"


class Channel(StrEnum):
    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    LETTER = "letter"


class AgeBand(StrEnum):
    UNDER_18 = "0-17"
    UNDER_40 = "18-39"
    UNDER_65 = "40-64"
    UNDER_75 = "65-74"
    UNDER_85 = "75-84"
    OLDEST = "85+"


class _Words(Mapping[StrEnum, str]):
    """Words by code. Two questions may share a code ("family", "weeks") without sharing the words,
    and codes of two StrEnums are equal when their text is: so the question is part of the key."""

    def __init__(self, *pairs: tuple[StrEnum, str]) -> None:
        self._words = {(type(code), code.value): words for code, words in pairs}
        self._codes = tuple(code for code, _words in pairs)

    def __getitem__(self, code: StrEnum) -> str:
        return self._words[type(code), code.value]

    def __iter__(self) -> Iterator[StrEnum]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)


WORDS: Mapping[StrEnum, str] = _Words(
    (ForWhom.SELF, dutch("Voor mijzelf")),
    (ForWhom.FAMILY, dutch("Voor iemand in mijn familie")),
    (ForWhom.NEIGHBOUR, dutch("Voor een buur of vriend")),
    (ForWhom.PROFESSIONAL, dutch("Ik werk in zorg of welzijn")),
    (Knows.YES, dutch("Ja")),
    (Knows.NO, dutch("Nee, nog niet")),
    (Knows.CANNOT, dutch("Diegene kan dat niet goed meer begrijpen")),
    (Duration.ONCE, dutch("Eén keer")),
    (Duration.WEEKS, dutch("Een paar weken")),
    (Duration.MONTHS, dutch("Een paar maanden")),
    (Duration.LONGER, dutch("Langer")),
    (Duration.UNKNOWN, dutch("Ik weet het niet")),
    (HelpedBy.FAMILY, dutch("Ja, van familie of buren")),
    (HelpedBy.HOME_CARE, dutch("Ja, van de thuiszorg")),
    (HelpedBy.OTHER, dutch("Ja, van iemand anders")),
    (HelpedBy.NOBODY, dutch("Nee")),
    (HoldingOut.LONG, dutch("Nog lang")),
    (HoldingOut.MONTHS, dutch("Een paar maanden")),
    (HoldingOut.WEEKS, dutch("Een paar weken")),
    (HoldingOut.NO_MORE, dutch("Eigenlijk niet meer")),
    (Channel.PHONE, dutch("Bellen")),
    (Channel.SMS, dutch("Sms")),
    (Channel.EMAIL, dutch("E-mail")),
    (Channel.LETTER, dutch("Brief")),
    (AgeBand.UNDER_18, dutch("jonger dan 18")),
    (AgeBand.UNDER_40, dutch("18 tot 40")),
    (AgeBand.UNDER_65, dutch("40 tot 65")),
    (AgeBand.UNDER_75, dutch("65 tot 75")),
    (AgeBand.UNDER_85, dutch("75 tot 85")),
    (AgeBand.OLDEST, dutch("85 of ouder")),
)

# --- days and parts of the day: 21 bits, Monday morning first --------------------------------

DAYS = (
    dutch("maandag"),
    dutch("dinsdag"),
    dutch("woensdag"),
    dutch("donderdag"),
    dutch("vrijdag"),
    dutch("zaterdag"),
    dutch("zondag"),
)
PARTS = (dutch("ochtend"), dutch("middag"), dutch("avond"))
ANY_TIME = (1 << 21) - 1


def day_parts(days: Iterable[int], parts: Iterable[int]) -> int:
    """Return the mask of every chosen part (0–2) of every chosen day (0–6); nothing chosen means
    any."""
    chosen_days = sorted(set(days)) or range(7)
    chosen_parts = sorted(set(parts)) or range(3)
    return sum(1 << (3 * day + part) for day in chosen_days for part in chosen_parts)


def days_in(mask: int) -> tuple[int, ...]:
    """Return the days (0–6) that have at least one part in the mask."""
    return tuple(day for day in range(7) if mask >> (3 * day) & 7)


def parts_in(mask: int) -> tuple[int, ...]:
    """Return the parts (0–2) that some day in the mask has."""
    return tuple(part for part in range(3) if any(mask >> (3 * d + part) & 1 for d in range(7)))


def pairs_in(mask: int) -> tuple[tuple[int, int], ...]:
    """Return every (day, part) of the mask in order."""
    return tuple((bit // 3, bit % 3) for bit in range(21) if mask >> bit & 1)


def part_of_hour(hour: int) -> int:
    """Return the part of the day: morning until 12:00, afternoon until 18:00, then evening."""
    return 0 if hour < 12 else 1 if hour < 18 else 2


def age_band(birth_year: int, today: date) -> AgeBand:
    """Return the age band of somebody born in this year, by the age they reach in the year of
    `today`."""
    age = today.year - birth_year
    limits = ((18, AgeBand.UNDER_18), (40, AgeBand.UNDER_40), (65, AgeBand.UNDER_65))
    later = ((75, AgeBand.UNDER_75), (85, AgeBand.UNDER_85))
    return next((band for limit, band in (*limits, *later) if age < limit), AgeBand.OLDEST)


# --- the answers -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to the six questions. By phone they may be half filled; the web demands all."""

    for_whom: ForWhom = ForWhom.SELF
    knows: Knows = Knows.YES
    kinds: tuple[str, ...] = ()
    day_parts: int = 0
    duration: Duration | None = None
    helped_by: tuple[HelpedBy, ...] = ()
    holding_out: HoldingOut | None = None
    channel: Channel | None = None
    salutation: str = ""
    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    email: str = ""
    postcode: str = ""
    street: str = ""
    place: str = ""
    birth_year: int | None = None
    too_late_on: date | None = None
    applicant_name: str = ""
    applicant_phone: str = ""
    applicant_email: str = ""
    applicant_works_at: str = ""
    story: str = ""

    @property
    def on_behalf(self) -> bool:
        return self.for_whom is not ForWhom.SELF

    @property
    def urgent_for_carer(self) -> bool:
        return self.holding_out is HoldingOut.NO_MORE


def still_missing(answers: Answers) -> tuple[Reason, ...]:
    """Return what a half-filled request still lacks, each as a short sentence for the
    coordinator."""
    missing = []
    if not answers.last_name:
        missing.append(Reason("intake.name", dutch("de naam")))
    if not (answers.phone or answers.email or answers.street):
        missing.append(Reason("intake.reach", dutch("hoe wij deze persoon bereiken")))
    if not answers.kinds:
        missing.append(Reason("intake.kinds", dutch("waar hulp bij nodig is")))
    if not answers.postcode:
        missing.append(Reason("intake.postcode", dutch("de postcode")))
    if not answers.day_parts:
        missing.append(Reason("intake.when", dutch("wanneer hulp uitkomt")))
    if answers.duration is None:
        missing.append(Reason("intake.duration", dutch("hoe lang hulp nodig is")))
    if not answers.helped_by:
        missing.append(Reason("intake.helped", dutch("wie er nu helpt")))
    return tuple(missing)
