"""When a volunteer may be asked something new: one decision for every way to ask.

A question costs something to whoever gets it, also when they do not answer. So every question
counts for the month, whatever became of it: a coordinator who withdraws a question cannot ask it
again for free. Silence has no other effect: it gives no rest and no mark.

All of it is in whole days in Amsterdam. The sentences name days; a plan is made for a day and a
page is read all day, so an answer that changed at twenty past three would make them differ; and a
day stays a day when the clock goes back.

A limit belongs to the person and counts over all organisations together. An organisation reads its
own reason, if what it knows itself is one; of anything else only that it is not now (promise P6).
"""

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from loopplank.core.kit.reason import Param, Reason, Refused, dutch
from loopplank.core.volunteers.load import Limits
from loopplank.core.volunteers.rest import first_day_back

ONE_DAY = timedelta(days=1)
_NAMED = re.compile(r"%\((\w+)\)s")
#: Any so many days together are a month: one that begins anew on the first would let twice as many
#: questions come in two weeks.
MONTH = timedelta(days=30)


#: What a network may set: days of rest after a no, with none they may be asked at once again, and
#: questions that somebody has open at the same time.
DAYS_OF_REST, OPEN_AT_ONCE = (0, 60), (1, 5)
DAYS_WRONG = Reason(
    "rest.days_after_no",
    dutch("Vul een heel getal in, van 0 tot en met 60. Bij 0 mag het meteen weer."),
)
AT_ONCE_WRONG = Reason(
    "rest.open_at_once", dutch("Vul een heel getal in, van 1 tot en met 5 vragen tegelijk.")
)


def may_be_set(days_of_rest: int, open_at_once: int) -> None:
    """Refuse a rest as long as leaving, or too many questions to think over. Raises Refused."""
    if not DAYS_OF_REST[0] <= days_of_rest <= DAYS_OF_REST[1]:
        raise Refused(DAYS_WRONG)
    if not OPEN_AT_ONCE[0] <= open_at_once <= OPEN_AT_ONCE[1]:
        raise Refused(AT_ONCE_WRONG)


class Limit(StrEnum):
    """Why nobody may ask a volunteer, in the order in which it is said."""

    HELPS = "helps"
    ASKED_ALREADY = "asked_already"
    SIGNAL = "signal"
    PAUSE = "pause"
    AWAY = "away"
    STOPS = "stops"
    RESTS = "rests"
    OVER = "over"
    IS_BACK = "is_back"
    RAISED_TODAY = "raised_today"
    SAID_NO = "said_no"
    OPEN_QUESTION = "open_question"
    ASKED_OFTEN = "asked_often"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a network set: days of rest after a no, questions open at once, questions a month."""

    days_of_rest: int
    open_at_once: int
    most_a_month: int


@dataclass(frozen=True, slots=True)
class Question:
    """One question of an organisation; `no_on` is the day of the no, if that was the answer."""

    of: Hashable
    asked_on: date
    is_open: bool = False
    no_on: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one volunteer at one moment, from all organisations.

    `rests_of`: after whose help they rest; None after a pause, of which everybody knew.
    `over_until`: so long nobody counts on room, since they did more than their limit. `waits`:
    where they said "te zwaar" and wait for a call. `raised`: who talked with them about a higher
    limit today. `asked_this` and `helps_here` are about the request for which they would be asked.
    """

    limits: Limits
    stops_on: date | None = None
    rests_until: date | None = None
    rests_of: Hashable | None = None
    over_until: date | None = None
    questions: tuple[Question, ...] = ()
    waits: frozenset[Hashable] = frozenset()
    raised: frozenset[Hashable] = frozenset()
    asked_this: bool = False
    helps_here: bool = False

    def seen_by(self, own: Hashable) -> "Known":
        """Return the part of it that one organisation may know."""
        here = frozenset({own})
        return replace(
            self,
            rests_until=self.rests_until if self.rests_of in {None, own} else None,
            questions=tuple(one for one in self.questions if one.of == own),
            waits=self.waits & here,
            raised=self.raised & here,
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands in the way, or nothing. `again` is the first day on which this limit is over,
    where that is known; `on` the day on which it began or, for somebody who stops, the day of the
    farewell."""

    limit: Limit | None = None
    again: date | None = None
    on: date | None = None

    @property
    def may_ask(self) -> bool:
        return self.limit is None

    def said(self, reason: Reason, **more: Param) -> Reason:
        """Return this reason with the days that its sentence names."""
        known: dict[str, Param] = dict(more)
        if self.again is not None:
            last = self.again - ONE_DAY
            known |= {"again": self.again, "until": last, "last": last, "to": last}
        if self.on is not None:
            known |= {"day": self.on, "first": self.on}
        names = _NAMED.findall(reason.sentence)
        return replace(reason, params={name: known[name] for name in names})


FREE = Verdict()


def verdict(known: Known, agreed: Agreed, own: Hashable, today: date) -> Verdict:
    """Decide whether the organisation `own` may ask this volunteer something new today."""
    if _first(known, agreed, today) is None:
        return FREE
    here = _first(known.seen_by(own), agreed, today)
    return Verdict(Limit.ELSEWHERE) if here is None else here


def turn(known: Known, own: Hashable, today: date) -> Verdict:
    """Decide only by whether they stop, rest after a heavy time or came back today, as `own` may
    know it."""
    return _turns(known.seen_by(own), None, today) or FREE


def counts(asked_on: date, today: date) -> bool:
    """Say whether a question of that day still counts for this month."""
    return today - MONTH < asked_on


def free_again(asked_on: Iterable[date], most: int) -> date | None:
    """Return the first day on which these questions leave room for one more; None when they leave
    it already."""
    latest = sorted(asked_on, reverse=True)
    if most < 1 or len(latest) < most:
        return None
    return latest[most - 1] + MONTH


def last_day_of_rest(no_on: date, days: int) -> date | None:
    """Return the last day on which nothing is asked after a no; None where the network gives no
    rest."""
    return no_on + timedelta(days=days) if days else None


# --- each limit -----------------------------------------------------------------------------------

_Rule = Callable[[Known, Agreed, date], Verdict | None]


def _first(known: Known, agreed: Agreed, today: date) -> Verdict | None:
    return next((found for rule in _RULES if (found := rule(known, agreed, today))), None)


def _of_this(known: Known, _agreed: Agreed, _today: date) -> Verdict | None:
    if known.helps_here:
        return Verdict(Limit.HELPS)
    return Verdict(Limit.ASKED_ALREADY) if known.asked_this else None


def _waits(known: Known, _agreed: Agreed, _today: date) -> Verdict | None:
    return Verdict(Limit.SIGNAL) if known.waits else None


def _absent(known: Known, _agreed: Agreed, today: date) -> Verdict | None:
    if known.limits.paused_on(today):
        last = known.limits.pause_to
        return Verdict(Limit.PAUSE, last + ONE_DAY if last else None)
    spell = known.limits.away.on(today)
    return Verdict(Limit.AWAY, spell.last + ONE_DAY, spell.first) if spell else None


def _turns(known: Known, _agreed: Agreed | None, today: date) -> Verdict | None:
    if known.stops_on is not None:
        return Verdict(Limit.STOPS, on=known.stops_on)
    if known.rests_until is not None and today <= known.rests_until:
        return Verdict(Limit.RESTS, known.rests_until + ONE_DAY)
    if first_day_back(known.limits, today):
        return Verdict(Limit.IS_BACK, today + ONE_DAY)
    return None


def _did_more(known: Known, _agreed: Agreed, today: date) -> Verdict | None:
    last = known.over_until
    return Verdict(Limit.OVER, last + ONE_DAY) if last is not None and today <= last else None


def _talked(known: Known, _agreed: Agreed, today: date) -> Verdict | None:
    return Verdict(Limit.RAISED_TODAY, today + ONE_DAY) if known.raised else None


def _said_no(known: Known, agreed: Agreed, today: date) -> Verdict | None:
    noes = (one.no_on for one in known.questions if one.no_on is not None)
    lasts = [last for no_on in noes if (last := last_day_of_rest(no_on, agreed.days_of_rest))]
    last = max(lasts, default=None)
    return Verdict(Limit.SAID_NO, last + ONE_DAY) if last and today <= last else None


def _thinks(known: Known, agreed: Agreed, _today: date) -> Verdict | None:
    still = sum(one.is_open for one in known.questions)
    return Verdict(Limit.OPEN_QUESTION) if still >= agreed.open_at_once else None


def _often(known: Known, agreed: Agreed, today: date) -> Verdict | None:
    lately = [one.asked_on for one in known.questions if counts(one.asked_on, today)]
    again = free_again(lately, agreed.most_a_month)
    return Verdict(Limit.ASKED_OFTEN, again) if again else None


_RULES: tuple[_Rule, ...] = (
    _of_this,
    _waits,
    _absent,
    _turns,
    _did_more,
    _talked,
    _said_no,
    _thinks,
    _often,
)


# --- in words -------------------------------------------------------------------------------------

_WHY_NOT = {
    Limit.HELPS: Reason("why_not.helps", dutch("helpt hier al")),
    Limit.ASKED_ALREADY: Reason("why_not.said_no", dutch("is al gevraagd voor deze vraag")),
    Limit.SIGNAL: Reason("why_not.signal", dutch("gaf ‘te zwaar’ aan; praat eerst")),
    Limit.PAUSE: Reason("why_not.pause_to", dutch("pauze tot en met %(to)s")),
    Limit.AWAY: Reason("why_not.away", dutch("is weg van %(first)s tot en met %(last)s")),
    Limit.STOPS: Reason("why_not.stops", dutch("stopt op %(day)s")),
    Limit.RESTS: Reason("why_not.rests", dutch("rust tot en met %(until)s")),
    Limit.OVER: Reason("why_not.over", dutch("deed meer dan de eigen grens; bel eerst")),
    Limit.IS_BACK: Reason("why_not.is_back", dutch("is vandaag terug van een pauze")),
    Limit.RAISED_TODAY: Reason(
        "why_not.raised_today", dutch("sprak vandaag over een hogere grens; vraag morgen pas")
    ),
    Limit.SAID_NO: Reason("why_not.rest", dutch("zei pas nee; rust tot en met %(until)s")),
    Limit.OPEN_QUESTION: Reason("why_not.open_question", dutch("heeft nog een open vraag")),
    Limit.ASKED_OFTEN: Reason("why_not.asked_often", dutch("kreeg deze maand al genoeg vragen")),
    Limit.ELSEWHERE: Reason("why_not.not_now", dutch("krijgt nu even geen nieuwe vragen")),
}
_NO_END = Reason("why_not.pause", dutch("heeft pauze"))


def why_not(found: Verdict) -> Reason | None:
    """Return what stands in the way, in the words of a list of candidates; None when nothing
    does."""
    if found.limit is None:
        return None
    if found.limit is Limit.PAUSE and found.again is None:
        return _NO_END
    return found.said(_WHY_NOT[found.limit])
