"""Who may help whom: each rule one function, one sentence, one level.

A hard rule takes plain values and returns True where it forbids; a preference returns how well it
suits, from 0 to 1. The same function weighs arrays in the web process and, compiled, single pairs
in the planner: it uses operators only, no branch and no library. The first hard rule that forbids
is the reason that a coordinator reads.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from loopplank.core.kit.reason import dutch


class Level(StrEnum):
    """What a rule does: HARD is never broken and has no weight; a PREFERENCE only orders who
    fits."""

    HARD = "hard"
    PREFERENCE = "preference"


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    sentence: str
    level: Level
    weighs: Callable[..., Any]
    weight: float = 0.0


#: Why somebody is not asked now, whatever the question; 0 is open. Stored in `Volunteers.closed`.
CLOSED = {
    1: ("pause", dutch("heeft pauze")),
    2: ("signal", dutch("gaf ‘te zwaar’ aan; praat eerst")),
    3: ("rest", dutch("zei pas nee en krijgt rust")),
    4: ("open_question", dutch("heeft nog een open vraag")),
    5: ("not_now", dutch("krijgt nu even geen nieuwe vragen")),
    6: ("asked_often", dutch("kreeg deze maand al genoeg vragen")),
    7: ("rests", dutch("krijgt rust na een zware tijd")),
    8: ("stops", dutch("gaat stoppen")),
    9: ("away", dutch("is weg")),
    10: ("is_back", dutch("is vandaag terug van een pauze")),
    11: ("raised_today", dutch("sprak vandaag over een hogere grens")),
    12: ("over", dutch("deed meer dan de eigen grens")),
}

# the fastest way to cycle a straight line of Dutch street, as core/organisations/areas.py has it
_MINUTES_A_KM = 1.3 / 14.0 * 60.0
_NEAREST_KM = 0.8


def square_km(x: Any, y: Any, to_x: Any, to_y: Any, both_located: Any) -> Any:
    """Return the square of the straight-line distance in km²; 0 where the place of one of both is
    unknown."""
    return ((x - to_x) * (x - to_x) + (y - to_y) * (y - to_y)) * both_located


def count_parts(mask: Any) -> Any:
    """Return how many parts of the week a mask of at most 31 bits holds."""
    two = mask - ((mask >> 1) & 0x55555555)
    four = (two & 0x33333333) + ((two >> 2) & 0x33333333)
    eight = (four + (four >> 4)) & 0x0F0F0F0F
    return ((eight * 0x01010101) >> 24) & 0x3F


def travel_minutes(km: Any) -> Any:
    """Return the minutes there and back by bicycle, each way rounded up to five minutes."""
    nearest = (km < _NEAREST_KM) * (_NEAREST_KM - km)
    fives = (km + nearest) * _MINUTES_A_KM / 5.0
    whole = fives // 1.0
    return 10 * (whole + (fives - whole > 1e-4))


def week_minutes(visits: Any, visit_minutes: Any, travel: Any, travel_counts: Any) -> Any:
    """Return the minutes that one seat takes a week; it depends on the pair where travel counts."""
    return visits * (visit_minutes + travel_counts * travel)


def not_to_be_asked(closed: Any) -> Any:
    return closed > 0


def said_no(refused: Any) -> Any:
    return refused > 0


def other_organisation(organisation: Any, shared: Any, of_request: Any, shareable: Any) -> Any:
    """Forbid volunteers of other organisations, except shared ones for what may be shared (promise
    P6)."""
    return (organisation != of_request) & ((shared < 1) | (shareable < 1))


def other_kind(kinds: Any, asked: Any) -> Any:
    return (asked > 0) & (kinds > 0) & ((kinds & asked) < 1)


def rather_not(no_gos: Any, brings: Any) -> Any:
    return (no_gos & brings) > 0


def no_certificate(certificate: Any, needed: Any) -> Any:
    return (certificate < 1) & (needed > 0)


def no_training(skills: Any, needed: Any) -> Any:
    return (skills & needed) != needed


def too_hard(level: Any, needed: Any) -> Any:
    return level < needed


def too_far(square: Any, reach: Any) -> Any:
    return square > reach * reach


def not_at_short_notice(short_notice: Any, needed: Any) -> Any:
    return (short_notice < 1) & (needed > 0)


def other_days(day_parts: Any, busy: Any, asked: Any, visits: Any) -> Any:
    return count_parts(day_parts & asked & ~busy) < visits


def stops_earlier(term: Any, weeks: Any) -> Any:
    return term < weeks


def full_of_people(people: Any) -> Any:
    return people < 1


def full_of_heavy(heavy_left: Any, heavy: Any) -> Any:
    return (heavy > 0) & (heavy_left < 1)


def full_of_minutes(minutes: Any, asked: Any) -> Any:
    return minutes < asked


def near(square: Any, reach: Any) -> Any:
    return 1.0 - (square**0.5) / (reach + 0.001)


def not_above(level: Any, needed: Any) -> Any:
    return 1.0 - (level - needed) * 0.25


def long_unasked(weeks: Any) -> Any:
    return (weeks * (weeks < 26) + 26 * (weeks >= 26)) / 26.0


def of_the_house(organisation: Any, of_request: Any) -> Any:
    """Prefer the own organisation: another's volunteer comes when nobody of one's own suits about
    as well."""
    return 1.0 * (organisation == of_request)


#: In the order in which the first that stands in the way is said. What is known of everybody at
#: once goes first: who may be seen and is open is counted, so all who live beyond the asked area
#: are "too far" without looking at any of them (see `ranking`).
HARD: tuple[Rule, ...] = (
    Rule(
        "other_organisation",
        dutch("hoort bij een andere organisatie"),
        Level.HARD,
        other_organisation,
    ),
    Rule("closed", dutch("krijgt nu geen vraag"), Level.HARD, not_to_be_asked),
    Rule("far", dutch("te ver"), Level.HARD, too_far),
    Rule("said_no", dutch("is al gevraagd voor deze vraag"), Level.HARD, said_no),
    Rule("kind", dutch("wil liever iets anders doen"), Level.HARD, other_kind),
    Rule("no_go", dutch("wil dit liever niet"), Level.HARD, rather_not),
    Rule("certificate", dutch("VOG nog niet gezien"), Level.HARD, no_certificate),
    Rule("training", dutch("mist de scholing die nodig is"), Level.HARD, no_training),
    Rule("level", dutch("heeft nog niet de ervaring die nodig is"), Level.HARD, too_hard),
    Rule(
        "short_notice",
        dutch("wil niet op korte termijn gebeld worden"),
        Level.HARD,
        not_at_short_notice,
    ),
    Rule("days", dutch("kan op andere dagen"), Level.HARD, other_days),
    Rule("until", dutch("wil minder lang helpen"), Level.HARD, stops_earlier),
    Rule("people", dutch("vol: aantal mensen"), Level.HARD, full_of_people),
    Rule("heavy", dutch("vol: ‘zwaar’"), Level.HARD, full_of_heavy),
    Rule("minutes", dutch("vol: uren"), Level.HARD, full_of_minutes),
)
PREFERENCES: tuple[Rule, ...] = (
    Rule("near", dutch("Woont dichtbij"), Level.PREFERENCE, near, 0.45),
    Rule("not_above", dutch("Heeft de ervaring die past"), Level.PREFERENCE, not_above, 0.25),
    Rule("long_unasked", dutch("Is lang niet gevraagd"), Level.PREFERENCE, long_unasked, 0.15),
    Rule(
        "of_the_house",
        dutch("Hoort bij de organisatie van de vraag"),
        Level.PREFERENCE,
        of_the_house,
        0.15,
    ),
)
