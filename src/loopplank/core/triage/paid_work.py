"""Where a question came from, and whether it was or should be paid work.

Codes only, never a word about a person. Volunteers bridge paid help that waits, and only until a
named day (gate R of the domain model, and "Displacement" in its section 3).
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.requests.intake import ForWhom


class CameFrom(StrEnum):
    OWN = "own"
    FAMILY = "family"
    GP = "gp"
    DISTRICT_TEAM = "district_team"
    HOSPITAL = "hospital"
    HOME_CARE = "home_care"
    MUNICIPALITY = "municipality"
    OTHER_VOLUNTEERS = "other_volunteers"
    OTHER = "other"


class PaidBefore(StrEnum):
    """Whether this was, or should be, paid work."""

    GRANTED_BEFORE = "granted_before"
    ENTITLEMENT_WAITS = "entitlement_waits"
    FELL_AWAY = "fell_away"
    NOT_PAID_WORK = "not_paid_work"
    UNKNOWN = "unknown"


CAME_FROM_WORDS: Mapping[CameFrom, str] = MappingProxyType(
    {
        CameFrom.OWN: dutch("de persoon zelf"),
        CameFrom.FAMILY: dutch("familie of buren"),
        CameFrom.GP: dutch("de huisarts"),
        CameFrom.DISTRICT_TEAM: dutch("het wijkteam"),
        CameFrom.HOSPITAL: dutch("het ziekenhuis"),
        CameFrom.HOME_CARE: dutch("de thuiszorg"),
        CameFrom.MUNICIPALITY: dutch("de gemeente"),
        CameFrom.OTHER_VOLUNTEERS: dutch("een andere vrijwilligersorganisatie"),
        CameFrom.OTHER: dutch("iemand anders"),
    }
)
PAID_WORDS: Mapping[PaidBefore, str] = MappingProxyType(
    {
        PaidBefore.GRANTED_BEFORE: dutch("betaalde hulp was eerder toegezegd"),
        PaidBefore.ENTITLEMENT_WAITS: dutch("betaalde hulp wacht"),
        PaidBefore.FELL_AWAY: dutch("betaalde hulp viel weg"),
        PaidBefore.NOT_PAID_WORK: dutch("dit is geen betaald werk"),
        PaidBefore.UNKNOWN: dutch("niet bekend of dit betaald werk is"),
    }
)
NEARS = timedelta(weeks=4)

NEEDS_A_DAY = Reason(
    "fence.until", dutch("De betaalde hulp wacht. Kies tot welke dag vrijwilligers overbruggen.")
)
BEYOND = Reason(
    "fence.beyond",
    dutch("De overbrugging is tot en met %(until)s. Kies een eerdere laatste dag."),
)

# In the order of asking: a practice nurse of the municipality is of the municipality.
_OF_WORK = (
    (CameFrom.DISTRICT_TEAM, r"wijkteam|buurtteam|sociaal team|gebiedsteam"),
    (CameFrom.GP, r"huisarts|praktijkondersteun|\bpoh\b"),
    (CameFrom.HOSPITAL, r"ziekenhuis|\bumc\b|revalidatie"),
    (CameFrom.HOME_CARE, r"thuiszorg|wijkverpleeg|buurtzorg"),
    (CameFrom.MUNICIPALITY, r"gemeente|\bwmo\b"),
)


def came_from(for_whom: str, works_at: str) -> CameFrom:
    """Return where a question most likely came from, to suggest before anybody was asked."""
    if for_whom == ForWhom.SELF:
        return CameFrom.OWN
    if for_whom in {ForWhom.FAMILY, ForWhom.NEIGHBOUR}:
        return CameFrom.FAMILY
    text = works_at.lower()
    return next((code for code, words in _OF_WORK if re.search(words, text)), CameFrom.OTHER)


def paid_before(*, running: bool, waits: bool, nothing_paid: bool) -> PaidBefore | None:
    """Return what gate R says about paid work; None when it says nothing."""
    if waits:
        return PaidBefore.ENTITLEMENT_WAITS
    if running:
        return PaidBefore.GRANTED_BEFORE
    return PaidBefore.NOT_PAID_WORK if nothing_paid else None


def why_not_bridge(paid: str, until: date | None, last_day: date | None) -> Reason | None:
    """Return why help may not go on until this day: paid help waits for a day that nobody named, or
    for an earlier one; None when it may."""
    if paid == PaidBefore.ENTITLEMENT_WAITS and until is None:
        return NEEDS_A_DAY
    if until is not None and last_day is not None and last_day > until:
        return Reason(BEYOND.code, BEYOND.sentence, {"until": until})
    return None


def may_bridge(paid: str, until: date | None, last_day: date | None) -> None:
    """Refuse help beyond the named day while paid help waits, or without such a day. Raises
    Refused."""
    why_not = why_not_bridge(paid, until, last_day)
    if why_not is not None:
        raise Refused(why_not)
