"""Which volunteers fit one request and have room, in an order that can be said in words.

Each hard rule is one function with one sentence. The first rule that fails is the reason why
somebody is not proposed. Nothing here is a score: see `candidate_order.py`.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from loopplank.core.kit.calendar import monday
from loopplank.core.kit.reason import Minutes, Reason, Word, dutch
from loopplank.core.matching import candidate_order as order
from loopplank.core.matching.candidate_order import By
from loopplank.core.requests.intake import ANY_TIME
from loopplank.core.volunteers import away as days_away
from loopplank.core.volunteers.contact_limits import FREE, Limit, Verdict, why_not
from loopplank.core.volunteers.load import (
    NOTHING,
    Commitment,
    Limits,
    Load,
    LoadState,
    Measured,
    measured,
)
from loopplank.core.volunteers.no_gos import NO_GO_WORDS


@dataclass(frozen=True, slots=True)
class Asked:
    """What one request asks. `commitment` is the visit pattern and term that would be agreed;
    `also_parts` are parts of the week that were not asked, and are looked at too."""

    kinds: frozenset[str]
    day_parts: int
    commitment: Commitment
    brings: frozenset[str] = frozenset()
    needs_certificate: bool = True
    needs_training: frozenset[str] = frozenset()
    short_notice: bool = False
    also_parts: int = 0

    @property
    def any_parts(self) -> int:
        """The parts of the week that are looked at; 0 is whenever it suits."""
        return self.day_parts | self.also_parts if self.day_parts else 0

    def precise(self) -> "Asked":
        """Return what was asked, with nothing looked at beside it."""
        return replace(self, also_parts=0)


@dataclass(frozen=True, slots=True)
class Someone:
    """One volunteer as the ranking sees them. `most_planned` is the load of the heaviest week of
    the term so far; `contact` says whether they may be asked now. Only `contact` and `hides_hours`
    may show anything of another organisation (promise P6), so `last_asked_here` counts questions of
    this one. `area` is a four-digit postcode. `by_part` is the load of the heaviest week of each
    part of the term, by its first Monday, for the ranking of legs; once one part is there, a part
    without load may be left out."""

    key: str
    name: str
    limits: Limits
    most_planned: Load
    kinds: frozenset[str]
    day_parts: int
    no_gos: frozenset[str]
    km: float | None
    max_km: int | None
    minutes_one_way: int
    certificate_seen: bool = True
    trained_for: frozenset[str] = frozenset()
    short_notice: bool = False
    contact: Verdict = FREE
    hides_hours: bool = False
    last_asked_here: date | None = None
    here_since: date | None = None
    helped_before: bool = True
    by_part: tuple[tuple[date, Load], ...] = ()
    area: str = ""

    def most_in(self, first_day: date, last_day: date) -> Load:
        """Return the load of the heaviest week from the first to the last day, as far as it is
        known apart."""
        if not self.by_part:
            return self.most_planned
        most = NOTHING
        for week, load in self.by_part:
            if monday(first_day) <= week <= last_day:
                most = most.at_least(load)
        return most


Rule = Callable[[Asked, Someone, date], Reason | None]


def away(asked: Asked, one: Someone, today: date) -> Reason | None:
    term = asked.commitment
    return days_away.why_not(one.limits.away, today, term.first_day, term.last_day)


def left_alone(asked: Asked, one: Someone, today: date) -> Reason | None:  # noqa: ARG001  every rule has one shape
    return why_not(one.contact) if one.contact.limit in _SAID_FIRST else None


def other_kind(asked: Asked, one: Someone, today: date) -> Reason | None:  # noqa: ARG001  every rule has one shape
    if asked.kinds and one.kinds and not asked.kinds & one.kinds:
        return Reason("why_not.kind", dutch("wil liever iets anders doen"))
    return None


def rather_not(asked: Asked, one: Someone, today: date) -> Reason | None:  # noqa: ARG001  every rule has one shape
    clash = sorted(asked.brings & one.no_gos)
    if clash:
        return Reason(
            "why_not.no_go",
            dutch("liever niet: %(what)s"),
            {"what": Word(NO_GO_WORDS.get(clash[0], clash[0]))},
        )
    return None


def too_far(asked: Asked, one: Someone, today: date) -> Reason | None:  # noqa: ARG001  every rule has one shape
    if one.km is not None and one.max_km is not None and one.km > one.max_km:
        return Reason("why_not.far", dutch("te ver"))
    return None


def no_certificate(asked: Asked, one: Someone, today: date) -> Reason | None:  # noqa: ARG001  every rule has one shape
    if asked.needs_certificate and not one.certificate_seen:
        return Reason("why_not.certificate", dutch("VOG nog niet gezien"))
    return None


def no_training(asked: Asked, one: Someone, today: date) -> Reason | None:  # noqa: ARG001  every rule has one shape
    if asked.needs_training - one.trained_for:
        return Reason("why_not.training", dutch("mist de scholing die nodig is"))
    return None


def other_days(asked: Asked, one: Someone, today: date) -> Reason | None:  # noqa: ARG001  every rule has one shape
    if asked.day_parts and one.day_parts and not asked.any_parts & one.day_parts:
        return Reason("why_not.days", dutch("kan op andere dagen"))
    return None


def stops_earlier(asked: Asked, one: Someone, today: date) -> Reason | None:  # noqa: ARG001  every rule has one shape
    until = one.limits.until
    if until is not None and asked.commitment.last_day > until:
        return Reason("why_not.until", dutch("wil dit doen tot %(until)s"), {"until": until})
    return None


def not_at_short_notice(asked: Asked, one: Someone, today: date) -> Reason | None:  # noqa: ARG001  every rule has one shape
    if asked.short_notice and not one.short_notice:
        return Reason("why_not.short_notice", dutch("wil niet op korte termijn gebeld worden"))
    return None


def asked_enough(asked: Asked, one: Someone, today: date) -> Reason | None:  # noqa: ARG001  every rule has one shape
    return why_not(one.contact)


#: What is said of somebody before how well they fit. The rest is about questions, and said last.
_SAID_FIRST = frozenset(
    {
        Limit.HELPS,
        Limit.ASKED_ALREADY,
        Limit.SIGNAL,
        Limit.PAUSE,
        Limit.AWAY,
        Limit.STOPS,
        Limit.RESTS,
        Limit.OVER,
        Limit.IS_BACK,
    }
)
FIT_RULES: tuple[Rule, ...] = (
    left_alone,
    away,
    other_kind,
    rather_not,
    no_certificate,
    no_training,
    too_far,
    other_days,
    stops_earlier,
    not_at_short_notice,
    asked_enough,
)


#: What no talk sets aside: what somebody would rather not, and what the organisation demands.
BINDING: tuple[Rule, ...] = (rather_not, no_certificate, no_training, not_at_short_notice)


def binding_no(asked: Asked, one: Someone, today: date) -> Reason | None:
    """Return the first rule that forbids even to ask this one, as a reason, or None."""
    return next((reason for rule in BINDING if (reason := rule(asked, one, today))), None)


def load_after(asked: Asked, one: Someone) -> Load:
    """Return the load of the heaviest week if this volunteer says yes."""
    travel = 2 * one.minutes_one_way if one.limits.travel_counts else 0
    week = asked.commitment
    return Load(
        one.most_planned.minutes + week.visits_per_week * (week.visit_minutes + travel),
        one.most_planned.people + 1,
        one.most_planned.heavy + week.heavy,
    )


def full(asked: Asked, one: Someone) -> Reason | None:
    """Return why there is no room, or None when the load after a yes stays within all three
    limits."""
    after, limits = load_after(asked, one), one.limits
    if one.hides_hours and not after.within(
        Load(limits.max_minutes, limits.max_people, limits.max_heavy)
    ):
        return Reason("why_not.full", dutch("vol"))
    if after.people > limits.max_people:
        return Reason(
            "why_not.people",
            dutch("vol: aantal mensen %(now)s van %(limit)s"),
            {"now": one.most_planned.people, "limit": limits.max_people},
        )
    if after.heavy > limits.max_heavy:
        return Reason(
            "why_not.heavy",
            dutch("al %(now)s keer ‘zwaar’, en de grens is %(limit)s"),
            {"now": one.most_planned.heavy, "limit": limits.max_heavy},
        )
    if after.minutes > limits.max_minutes:
        return Reason(
            "why_not.minutes",
            dutch("geen ruimte: wordt %(after)s van %(limit)s"),
            {"after": Minutes(after.minutes), "limit": Minutes(limits.max_minutes)},
        )
    return None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be asked: why, what to mind, and the load of the heaviest week after a
    yes."""

    someone: Someone
    pros: tuple[Reason, ...]
    cons: tuple[Reason, ...]
    after: Load


@dataclass(frozen=True, slots=True)
class NotProposed:
    """Somebody who is not proposed. `after` is the load of the heaviest week after a yes, for
    whoever fits."""

    someone: Someone
    reason: Reason
    after: Load | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Three groups that together hold everybody. Of the last two it also says how often each reason
    occurred; of each volunteer only the first reason counts."""

    fits: tuple[Candidate, ...]
    fits_no_room: tuple[NotProposed, ...]
    fits_not: tuple[NotProposed, ...]
    no_room_counts: tuple[tuple[str, int], ...] = field(default=())
    fits_not_counts: tuple[tuple[str, int], ...] = field(default=())


USUAL = order.in_turn()


def rank(
    asked: Asked, everybody: Iterable[Someone], today: date, turn: tuple[By, ...] = USUAL
) -> Ranking:
    """Sort everybody into the three groups; the first group is in the order of `turn`."""
    fits: list[Candidate] = []
    no_room: list[NotProposed] = []
    fits_not: list[NotProposed] = []
    for one in everybody:
        reason = next((r for rule in FIT_RULES if (r := rule(asked, one, today))), None)
        if reason is not None:
            fits_not.append(NotProposed(one, reason))
            continue
        reason = full(asked, one)
        if reason is not None:
            no_room.append(NotProposed(one, reason, load_after(asked, one)))
            continue
        fits.append(candidate_for(asked, one))
    fits.sort(key=lambda c: order_of(asked, c, turn))
    return Ranking(
        tuple(fits), tuple(no_room), tuple(fits_not), _counted(no_room), _counted(fits_not)
    )


def _counted(group: Iterable[NotProposed]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(n.reason.code for n in group).most_common())


def candidate_for(asked: Asked, one: Someone) -> Candidate:
    """Make the candidate of somebody whom every rule lets through, with what speaks for and
    against."""
    return Candidate(one, _pros(asked, one), _cons(asked, one), load_after(asked, one))


def order_of(
    asked: Asked, candidate: Candidate, turn: tuple[By, ...] = USUAL
) -> tuple[int | str, ...]:
    """Return the place of a candidate in the order of `turn`; of equal ones the key, which says
    nothing."""
    return (*order.place(row_of(asked, candidate), turn), candidate.someone.key)


def row_of(asked: Asked, candidate: Candidate) -> order.Row:
    """Return what the page shows of a candidate, and nothing that it does not show: of hours that
    are kept to themselves only that there is room, and no question of another organisation."""
    one = candidate.someone
    return order.Row(
        day=day_of(asked, one),
        minutes=None if one.km is None else one.minutes_one_way,
        state=bar_of(one, candidate.after).state,
        asked_on=one.last_asked_here,
        name=one.name,
        short_notice=one.short_notice,
    )


def day_of(asked: Asked, one: Someone) -> order.OnDay:
    """Say whether somebody can on the asked days, or at another time that is looked at."""
    if not asked.day_parts:
        return order.OnDay.ASKED
    if not one.day_parts:
        return order.OnDay.UNKNOWN
    return order.OnDay.ASKED if asked.day_parts & one.day_parts else order.OnDay.OTHER


def parts_that_fit(asked: Asked, one: Someone) -> int:
    """Return the parts of the week on which somebody could come, as a mask: those that were asked
    first, else those that are looked at too; 0 where that is not known."""
    if not asked.day_parts:
        return one.day_parts
    return asked.day_parts & one.day_parts or asked.any_parts & one.day_parts


def bar_of(one: Someone, after: Load) -> Measured:
    """Return the bar and the word of somebody's load after a yes. Of hours elsewhere that they keep
    to themselves only that there is room; the numbers are then for whoever may see them (P6)."""
    found = measured(one.limits, one.most_planned, after)
    return replace(found, state=LoadState.ROOM) if one.hides_hours else found


def _pros(asked: Asked, one: Someone) -> tuple[Reason, ...]:
    found = []
    if asked.day_parts and day_of(asked, one) is order.OnDay.ASKED:
        found.append(Reason("why.day", dutch("Kan op de gevraagde dag")))
    if one.km is not None:
        found.append(
            Reason(
                "why.near",
                dutch("Ongeveer %(minutes)s fietsen"),
                {"minutes": Minutes(one.minutes_one_way)},
            )
        )
    if asked.kinds & one.kinds:
        found.append(Reason("why.kind", dutch("Doet dit graag")))
    if asked.needs_training and asked.needs_training <= one.trained_for:
        found.append(Reason("why.training", dutch("Heeft de scholing die nodig is")))
    if one.limits.until is not None:
        found.append(
            Reason("why.until", dutch("Wil dit doen tot %(until)s"), {"until": one.limits.until})
        )
    return tuple(found)


def _cons(asked: Asked, one: Someone) -> tuple[Reason, ...]:
    term = asked.commitment
    found = [*days_away.to_mind(one.limits.away, term.first_day, term.last_day)]
    if day_of(asked, one) is order.OnDay.OTHER:
        found.append(
            Reason("mind.other_day", dutch("Kan niet op de gevraagde dag. Vraag eerst of dat mag"))
        )
    if bar_of(one, load_after(asked, one)).state is LoadState.FULL:
        found.append(Reason("mind.full", dutch("Zit daarna vol")))
    if not one.hides_hours and load_after(asked, one).minutes > one.limits.liked_minutes:
        found.append(
            Reason(
                "mind.liked",
                dutch("Wordt meer dan %(liked)s, wat hij of zij graag doet"),
                {"liked": Minutes(one.limits.liked_minutes)},
            )
        )
    if one.km is None:
        found.append(Reason("mind.distance", dutch("Afstand onbekend")))
    if not one.helped_before:
        found.append(Reason("mind.first", dutch("Eerste koppel: plan na 2 weken een gesprek")))
    return tuple(found)


DAYS_IN_WEEK = range(7)


#: What stands beside a limit in the way of help in a term, whatever the help is.
_IN_THE_WAY: tuple[Rule, ...] = (away, stops_earlier, asked_enough)


def has_room(asked: Asked, one: Someone, today: date) -> bool:
    """Say whether somebody has room for what is asked, in every week of its term: all that another
    organisation hears of a shared volunteer.
    """
    return full(asked, one) is None and not any(rule(asked, one, today) for rule in _IN_THE_WAY)


@dataclass(frozen=True, slots=True)
class OnDay:
    """How many more people could help on a day (0 is Monday) who cannot on the asked days. `asked`:
    another part of this day was asked already."""

    weekday: int
    more: int
    asked: bool = False


def whole_day(weekday: int) -> int:
    """Return morning, afternoon and evening of one day, as a mask."""
    return 7 << (3 * weekday)


def more_on_other_days(
    asked: Asked, everybody: Iterable[Someone], today: date
) -> tuple[OnDay, ...]:
    """Return the days on which somebody more could do it, from Monday on; none when any day is
    good."""
    if not asked.day_parts or asked.day_parts == ANY_TIME:
        return ()
    asked = asked.precise()
    any_day = replace(asked, also_parts=ANY_TIME)
    only_the_day = [
        one
        for one in everybody
        if other_days(asked, one, today)
        and not any(rule(any_day, one, today) for rule in FIT_RULES)
        and full(any_day, one) is None
    ]
    found = (
        OnDay(
            day,
            sum(bool(one.day_parts & whole_day(day)) for one in only_the_day),
            asked=bool(asked.day_parts & whole_day(day)),
        )
        for day in DAYS_IN_WEEK
    )
    return tuple(one for one in found if one.more)
