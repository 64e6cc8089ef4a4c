"""Who of their own people somebody lets look along, and what such a relative may see.

One function (`seen_by_relative`) decides what is seen; page, message and paper ask it. Nothing of
it says what somebody has, where they live, who else looks along, or which party was asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.calendar import local_time
from loopplank.core.kit.folding import fold
from loopplank.core.kit.reason import Param, Reason, dutch
from loopplank.core.requests.intake import Knows
from loopplank.core.requests.states import State

#: So many may look along at one request at a time.
MOST = 5
#: Through the person's own link no more are named than this in a month: nobody sends messages to
#: strangers with it.
MOST_IN_A_MONTH = 10
A_MONTH = timedelta(days=30)


class May(StrEnum):
    """What one relative may see, as the person chose it; the second holds the first."""

    VISITS = "visits"
    COURSE = "course"


MAY_WORDS: Mapping[May, str] = MappingProxyType(
    {
        May.VISITS: dutch("Alleen wie er komt, en wanneer"),
        May.COURSE: dutch("Ook hoe het met de vraag gaat"),
    }
)


class Relation(StrEnum):
    """What somebody is to the person who is helped."""

    PARTNER = "partner"
    CHILD = "child"
    GRANDCHILD = "grandchild"
    SIBLING = "sibling"
    FAMILY = "family"
    FRIEND = "friend"


RELATION_WORDS: Mapping[Relation, str] = MappingProxyType(
    {
        Relation.PARTNER: dutch("man, vrouw of partner"),
        Relation.CHILD: dutch("zoon of dochter"),
        Relation.GRANDCHILD: dutch("kleinkind"),
        Relation.SIBLING: dutch("broer of zus"),
        Relation.FAMILY: dutch("andere familie"),
        Relation.FRIEND: dutch("buur of vriend"),
    }
)


class SaidBy(StrEnum):
    """Whose word it is: the person, or whoever decides for somebody who cannot."""

    PERSON = "self"
    REPRESENTATIVE = "representative"


class Channel(StrEnum):
    """How it was said: on the person's own page, or to a coordinator."""

    LINK = "link"
    PHONE = "phone"
    VISIT = "visit"
    LETTER = "letter"


CHANNEL_WORDS: Mapping[Channel, str] = MappingProxyType(
    {
        Channel.LINK: dutch("op de eigen bladzijde"),
        Channel.PHONE: dutch("aan de telefoon"),
        Channel.VISIT: dutch("bij een bezoek"),
        Channel.LETTER: dutch("in een brief of e-mail"),
    }
)

# --- who may be named -----------------------------------------------------------------------------

CLOSED = Reason("relative.closed", dutch("Deze vraag is klaar. Niemand kan meer meekijken."))
ELSEWHERE = Reason(
    "relative.elsewhere",
    dutch("Een andere organisatie helpt nu. Wie daar meekijkt, wordt daar opnieuw gevraagd."),
)
DOES_NOT_KNOW = Reason(
    "relative.does_not_know",
    dutch("De persoon weet nog niet van deze vraag. Bespreek hem eerst."),
)
NOT_SPOKEN = Reason(
    "relative.not_spoken",
    dutch("Wij spreken u eerst. Daarna kunt u iemand laten meekijken."),
)
FULL = Reason("relative.full", dutch("Er kijken al %(most)s mensen mee. Meer kan niet."))
OFTEN = Reason(
    "relative.often",
    dutch("U heeft deze maand al veel mensen laten meekijken. Bel ons, dan helpen wij u."),
)
TWICE = Reason("relative.twice", dutch("%(name)s kijkt al mee."))
IS_APPLICANT = Reason(
    "relative.is_applicant",
    dutch("%(name)s vroeg deze hulp aan, en heeft al een eigen bladzijde."),
)
NO_WAY = Reason(
    "relative.no_way",
    dutch("Hoe bereiken wij %(name)s? Vul een telefoonnummer of e-mailadres in."),
)
WHO_DECIDES = Reason(
    "relative.who_decides",
    dutch("De persoon beslist dit niet zelf. Vul in wie dat doet."),
)


@dataclass(frozen=True, slots=True)
class Somebody:
    """One of their people, as they were typed."""

    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Naming:
    """What is known at the moment somebody is named: `spoken` after the first talk; `by_link` when
    the person does it on their own page; `in_a_month` how many were named there lately."""

    state: State
    elsewhere: bool
    knows: Knows
    spoken: bool
    said_by: SaidBy
    by_link: bool
    there: tuple[Somebody, ...] = ()
    applicant: Somebody | None = None
    in_a_month: int = 0


def why_not_named(who: Somebody, at: Naming) -> Reason | None:
    """Return why this one cannot look along; None when they can."""
    told = {"name": who.name}
    cannot = at.knows is Knows.CANNOT and at.said_by is not SaidBy.REPRESENTATIVE
    asked = at.applicant is not None and is_same(who, at.applicant)
    rules = (
        (at.state is State.CLOSED, CLOSED),
        (at.elsewhere, ELSEWHERE),
        (at.knows is Knows.NO, DOES_NOT_KNOW),
        (cannot, WHO_DECIDES),
        (at.by_link and not at.spoken, NOT_SPOKEN),
        (at.by_link and not (who.phone or who.email), _of(NO_WAY, told)),
        (any(is_same(who, one) for one in at.there), _of(TWICE, told)),
        (asked, _of(IS_APPLICANT, told)),
        (len(at.there) >= MOST, _of(FULL, {"most": MOST})),
        (at.by_link and at.in_a_month >= MOST_IN_A_MONTH, OFTEN),
    )
    return next((reason for broken, reason in rules if broken), None)


def is_same(one: Somebody, other: Somebody) -> bool:
    """Say whether two are surely one: the same address, the same name without any, or the same name
    with the same number. A family may share one number."""
    if one.email and one.email == other.email:
        return True
    if fold(one.name) != fold(other.name):
        return False
    differ = one.phone and other.phone and one.phone != other.phone
    return not differ


def _of(reason: Reason, params: Mapping[str, Param]) -> Reason:
    return Reason(reason.code, reason.sentence, dict(params))


# --- what a relative may see ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Coming:
    """The next day on which somebody comes; no name while it is not known who."""

    first_name: str
    day: date
    time: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one request, as far as a relative could ever be told. `over`: closed, with another
    organisation now, or of somebody who died; which of these nobody learns here."""

    state: State
    over: bool
    stands_still: bool = False
    coming: tuple[Coming, ...] = ()
    meets: str = ""
    meeting_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What one relative sees. `shut`: nothing but that the page is closed and whom to call.
    `visits`: the list of who comes when stands there too."""

    now: Reason
    lines: tuple[Reason, ...] = ()
    visits: bool = False
    shut: bool = False


SHUT = Reason("relative.shut", dutch("Deze bladzijde is gesloten."))
ASK = Reason("relative.ask", dutch("Wilt u iets weten? Bel ons gerust."))
NOBODY = Reason("relative.nobody", dutch("Er komt nu niemand."))

_COURSE: Mapping[State, str] = MappingProxyType(
    {
        State.NEW: dutch("Wij hebben de vraag, en praten er nog over."),
        State.TALKING: dutch("Wij bekijken wat past."),
        State.SEARCHING: dutch("Wij kijken wie kan helpen."),
        State.PROPOSED: dutch("Wij kijken wie kan helpen."),
        State.MEETING: dutch("Er is iemand gevonden om kennis te maken."),
        State.RUNNING: dutch("De hulp loopt."),
        State.WAITING: dutch("De vraag staat op de wachtlijst."),
        State.HANDOVER: dutch("Wij bekijken wie het best kan helpen."),
    }
)
STILL = dutch("De hulp staat nu even stil.")


def seen_by_relative(facts: Facts, may: May, now: datetime) -> Seen:
    """Decide what a relative sees: after the end, a handover or a death the same quiet sentence,
    so that nobody reads of a death here; before it who comes when, and the course only where the
    person said so."""
    if facts.over or facts.state is State.CLOSED:
        return Seen(SHUT, (ASK,), shut=True)
    next_one = _next(facts, now)
    if may is not May.COURSE:
        return Seen(next_one, visits=bool(facts.coming))
    still = facts.state is State.RUNNING and facts.stands_still
    course = Reason(
        f"relative.course_{'still' if still else facts.state.value}",
        STILL if still else _COURSE[facts.state],
    )
    return Seen(next_one, (course,), visits=bool(facts.coming))


def _next(facts: Facts, now: datetime) -> Reason:
    """Return who comes first: a visit, or somebody to meet."""
    if facts.coming:
        first = min(facts.coming, key=lambda one: (one.day, one.time))
        who = first.first_name
        known: dict[str, Param] = {"day": first.day, "time": first.time, "who": who}
        if who and first.time:
            return Reason("relative.comes_at", dutch("%(who)s komt %(day)s om %(time)s."), known)
        if who:
            return Reason("relative.comes", dutch("%(who)s komt %(day)s."), known)
        return Reason("relative.somebody", dutch("Er komt iemand op %(day)s."), known)
    if facts.meets and facts.meeting_at is not None and facts.meeting_at >= now:
        at = local_time(facts.meeting_at)
        return Reason(
            "relative.meets",
            dutch("%(who)s komt kennismaken op %(day)s om %(time)s."),
            {"who": facts.meets, "day": at.date(), "time": f"{at:%-H:%M}"},
        )
    return NOBODY
