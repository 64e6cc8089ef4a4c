"""Who replaces a volunteer who cannot come once, and until when somebody is sought.

The volunteer arranges nothing, and the person helped is not left uncertain: after a named moment
nobody comes this time, and they know it. Somebody who is found later is still welcome.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit import contact_details
from loopplank.core.kit.calendar import WorkingDays, at_local, local_day
from loopplank.core.kit.folding import fold
from loopplank.core.kit.reason import Reason, Refused, dutch

#: On the last working day before the visit, at noon, the person knows who comes; or that nobody
#: does. That leaves an afternoon to call them.
KNOWN_AT = time(12, 0)
BEFORE = timedelta(days=1)
#: When a visit begins of which nobody said the hour.
BEGINS = time(9, 0)
#: A question by message leaves somebody at least so long to think; else it is a telephone call.
THINKING = timedelta(hours=4)


class Cover(StrEnum):
    """Whether somebody is sought, was found, or nobody comes this time."""

    SOUGHT = "sought"
    FOUND = "found"
    NOBODY = "nobody"


COVER_WORDS: Mapping[Cover, str] = MappingProxyType(
    {
        Cover.SOUGHT: dutch("Wij zoeken iemand anders voor deze keer."),
        Cover.FOUND: dutch("Er komt iemand anders."),
        Cover.NOBODY: dutch("Deze keer komt er niemand."),
    }
)
NO_TIME = Reason(
    "cover.no_time",
    dutch("Er is te weinig tijd voor een bericht. Bel %(name)s, en schrijf het ja op."),
)
COMES_ALREADY = Reason(
    "cover.found", dutch("Er komt al iemand anders. Bel even als het toch anders moet.")
)
KNOWN_ALREADY = Reason(
    "cover.known", dutch("Er is al gezegd dat er niemand komt. Bel even; dan regelen wij het.")
)
STILL_AWAY = Reason(
    "cover.away", dutch("Voor deze dag staat: weg. Haal eerst die dagen weg. Daarna kan dit.")
)
NO_NAME = Reason("cover.no_name", dutch("Vul in hoe die persoon heet. Of laat het aan ons over."))
YOURSELF = Reason("cover.yourself", dutch("Dat ben je zelf. Noem iemand anders."))
NO_VISIT = Reason("cover.no_visit", dutch("Deze hulp is gestopt. Er hoeft niemand te komen."))
#: So long may the name be of whoever is named.
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a volunteer named, in their own words: nobody looked up whether such a person exists."""

    name: str
    phone: str = ""


def decide_by(day: date, start: time | None, now: datetime, organisation: WorkingDays) -> datetime:
    """Return until when somebody is sought: noon of the organisation's last working day before the
    visit. It is `now` when the visit is near, or when nobody works any more before it."""
    last = organisation.last_on_or_before(day - BEFORE, local_day(now))
    near = at_local(day, start or BEGINS) - now < BEFORE
    if last is None or near:
        return now
    return max(at_local(last, KNOWN_AT), now)


def sought_until(by: datetime, now: datetime) -> Cover:
    """Return where the search stands now while nobody was found."""
    return Cover.SOUGHT if now < by else Cover.NOBODY


def may_ask_by_message(by: datetime, now: datetime, name: str) -> None:
    """Refuse a question by message when there is no time left to think about it. Raises Refused."""
    if by - now < THINKING:
        raise Refused(Reason(NO_TIME.code, NO_TIME.sentence, {"name": name}))


def may_come_after_all(state: Cover, *, told: bool, away: bool) -> None:
    """Refuse the return of a volunteer when the person already counts on something else, or when
    the day is a day away: being back has a way of its own (promise P10). Raises Refused."""
    if state is Cover.FOUND:
        raise Refused(COMES_ALREADY)
    if state is Cover.NOBODY and told:
        raise Refused(KNOWN_ALREADY)
    if away:
        raise Refused(STILL_AWAY)


def named(name: str, phone: str = "") -> Named:
    """Return whom a volunteer names, as it is kept. Raises Refused without a name, or with a number
    that is none."""
    words = " ".join(name.split())[:LONGEST_NAME]
    if not fold(words):
        raise Refused(NO_NAME)
    return Named(words, contact_details.phone(phone) if phone.strip() else "")


def may_name(state: Cover, *, told: bool, runs: bool) -> None:
    """Refuse a name when somebody comes already, the person was told that nobody does, or the help
    is over. Raises Refused."""
    if not runs:
        raise Refused(NO_VISIT)
    if state is Cover.FOUND:
        raise Refused(COMES_ALREADY)
    if state is Cover.NOBODY and told:
        raise Refused(KNOWN_ALREADY)


def may_be(said: Named, first_name: str, last_name: str, phone: str) -> bool:
    """Say whether somebody may be the one who was named: their number, or else their first name,
    alone or with (some of) their last name. Only a person decides that it is them."""
    if said.phone and said.phone == phone:
        return True
    words, first = fold(said.name), fold(first_name)
    if not words or not first:
        return False
    if len(words) <= len(first):
        return first[: len(words)] == words
    return words[: len(first)] == first and set(words[len(first) :]) <= set(fold(last_name))
