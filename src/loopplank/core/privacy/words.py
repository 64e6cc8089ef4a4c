"""The words of the privacy page: whose data, and how long they stay."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.reason import dutch

Columns = Mapping[str, tuple[str, ...]]


class About(StrEnum):
    """Whose data, and thereby which part of the page."""

    HELP_SEEKER = "help_seeker"
    APPLICANT = "applicant"
    RELATIVE = "relative"
    PARTY = "party"
    VOLUNTEER = "volunteer"
    MEMBER = "member"


HEADINGS: Mapping[About, str] = MappingProxyType(
    {
        About.HELP_SEEKER: dutch("Als u hulp vraagt"),
        About.APPLICANT: dutch("Als u voor een ander vraagt"),
        About.RELATIVE: dutch("Als u meekijkt bij iemand die hulp krijgt"),
        About.PARTY: dutch("Als u beroepskracht bent en met ons samenwerkt"),
        About.VOLUNTEER: dutch("Als je vrijwilliger bent"),
        About.MEMBER: dutch("Als je bij een organisatie werkt"),
    }
)


class Kept(StrEnum):
    """How long. `AFTER_CLOSING` is the number of months that the organisation chose."""

    AFTER_CLOSING = "after_closing"
    AS_NUMBERS = "as_numbers"
    ONE_DAY = "one_day"
    TWO_DAYS = "two_days"
    THIRTY_DAYS = "thirty_days"
    PLAN = "plan"
    ONE_YEAR = "one_year"
    NINETY_DAYS = "ninety_days"
    FIVE_YEARS = "five_years"
    FIFTEEN_YEARS = "fifteen_years"
    SAFETY = "safety"
    WHILE_VOLUNTEER = "while_volunteer"
    WHILE_MEMBER = "while_member"
    INVITED = "invited"
    AFTER_A_NO = "after_a_no"


KEPT_WORDS: Mapping[Kept, str] = MappingProxyType(
    {
        Kept.AFTER_CLOSING: dutch("Tot %(time)s na het einde van de hulp."),
        Kept.AS_NUMBERS: dutch(
            "Tot %(time)s na het einde van de hulp. Daarna alleen als getal, zonder naam."
        ),
        Kept.ONE_DAY: dutch("Tot u verstuurt. Of 24 uur."),
        Kept.TWO_DAYS: dutch("2 dagen."),
        Kept.THIRTY_DAYS: dutch("De link werkt tot 30 dagen na het einde."),
        Kept.PLAN: dutch("30 dagen."),
        Kept.ONE_YEAR: dutch("1 jaar."),
        Kept.NINETY_DAYS: dutch("Tot 90 dagen nadat je het niet meer gebruikt."),
        Kept.FIVE_YEARS: dutch("5 jaar."),
        Kept.FIFTEEN_YEARS: dutch("15 jaar, zonder namen en zonder tekst."),
        Kept.SAFETY: dutch("Tot 2 jaar nadat de zorg is afgesloten, ook als de hulp eerder stopt."),
        Kept.WHILE_VOLUNTEER: dutch("Tot je stopt en vraagt om het te wissen."),
        Kept.INVITED: dutch("Tot je antwoordt. Antwoord je niet, dan hooguit 45 dagen."),
        Kept.AFTER_A_NO: dutch("Tot vier weken nadat je begon of niet verder ging."),
        Kept.WHILE_MEMBER: dutch("Zolang je er werkt. Daarna blijft je naam bij wat je deed."),
    }
)


@dataclass(frozen=True, slots=True)
class Purpose:
    """One line of the notice: what it is, why we have it, who sees it, how long it stays."""

    about: About
    what: str
    why: str
    seen_by: str
    kept: Kept
    columns: Columns


COORDINATORS = dutch("De coördinatoren van de organisatie.")
COORDINATORS_AND_YOU = dutch("De coördinatoren van de organisatie, en u zelf.")
COORDINATORS_AND_VOLUNTEER = dutch("De coördinatoren. De vrijwilliger pas als u gaat kennismaken.")
YOU_AND_COORDINATORS = dutch("Jij, en de coördinatoren van je organisaties.")
ONLY_ROOM_ELSEWHERE = dutch(
    "Jij, en je eigen coördinator. Een andere organisatie ziet alleen ‘vol’ of ‘ruimte’."
)
SHARED_AFTER_TWO_YESES = dutch(
    "Jij, en je coördinatoren. Na beide keer ja zien andere organisaties je voornaam, wat je doet"
    " en wanneer. Ook ongeveer hoe ver, en ‘vol’ of ‘ruimte’."
)

#: When and how long: what a question to a volunteer and an agreed match have in common.
PATTERN = (
    "first_day",
    "last_day",
    "weekday",
    "start_time",
    "visit_minutes",
    "visits_per_week",
    "every_weeks",
    "phase",
    "heavy",
    "not_included",
)
