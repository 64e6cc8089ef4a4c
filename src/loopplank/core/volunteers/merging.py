"""Two rows of one volunteer made into one, by their own yes: what then holds, and what must be
finished first.

The strictest of both holds in every part, and nothing is added up: somebody with six hours on each
of two rows has six hours. What happened to either row counts for both: a no, a question of this
month, a rest, a "te zwaar". Everything that was agreed goes on; where that is more than the limit
of one, it is said, and there is no room until it fits.

An empty choice of kinds or of day parts means "anything". So two choices that share nothing cannot
be made into one here: what they have in common would read as everything. The volunteer chooses.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import combinations

from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.volunteers.away import ONE_DAY, Away, TimeAway, left_of, together
from loopplank.core.volunteers.contact_limits import Known
from loopplank.core.volunteers.limits import lower_of
from loopplank.core.volunteers.load import Commitment, Limits, weeks_above
from loopplank.core.volunteers.same_hour import first_clash
from loopplank.core.volunteers.visits import Agreement

#: The last day of a pause without an end; the day after it exists too.
_FOR_GOOD = date.max - ONE_DAY

OTHER_KEY = Reason(
    "merging.other_key",
    dutch(
        "Zeg het ook op je andere pagina, met de link die daarbij hoort. Dan weten we zeker dat jij"
        " het zelf bent."
    ),
)
#: Said of everything that not everybody may know, and of harmless things too, so that it gives
#: nothing away: a file, an erasure, an export.
NOT_NOW = Reason(
    "merging.not_now",
    dutch("Dit kan nu nog niet. Bel ons, dan kijken we samen wat er eerst moet gebeuren."),
)
ANSWER_FIRST = Reason(
    "merging.answer_first",
    dutch("Er wacht nog een vraag op je antwoord. Geef eerst antwoord, dan kan dit."),
)
RAISE_FIRST = Reason(
    "merging.raise_first",
    dutch("Er wacht nog een hogere grens. Trek die eerst in, dan kan dit."),
)
ADDRESS_FIRST = Reason(
    "merging.address_first",
    dutch("Je telefoonnummer of mailadres verandert nog. Maak dat eerst af, dan kan dit."),
)
#: Also where the last day is long past: whoever came back on a new row says so themselves.
STOP_FIRST = Reason(
    "merging.stop_first",
    dutch(
        "Op je ene pagina staat dat je stopt, en op je andere niet. Bel ons, dan zetten we dat"
        " eerst goed."
    ),
)
KINDS_FIRST = Reason(
    "merging.kinds_first",
    dutch(
        "Op je ene pagina staan heel andere soorten hulp dan op je andere. Kies eerst op beide wat"
        " je wilt doen."
    ),
)
TIMES_FIRST = Reason(
    "merging.times_first",
    dutch(
        "Op je ene pagina staan heel andere dagen dan op je andere. Kies eerst op beide wanneer je"
        " kunt."
    ),
)
AT_ONCE = Reason(
    "merging.at_once",
    dutch(
        "Op %(day)s om %(time)s word je bij twee mensen tegelijk verwacht. Bel ons, dan zoeken we"
        " een ander uur."
    ),
)
ABOVE = Reason(
    "merging.above",
    dutch(
        "In de week van %(week)s doe je in totaal meer dan je grens. Er stopt niets vanzelf. Je"
        " krijgt geen nieuwe vragen tot er weer ruimte is."
    ),
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What one volunteer chose beside their limits. No kinds and no day parts mean: anything."""

    kinds: frozenset[str] = frozenset()
    day_parts: int = 0
    no_gos: frozenset[str] = frozenset()
    max_km: int | None = None
    short_notice: bool = False
    share_in_network: bool = False
    show_hours_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One of both rows, as it is under the lock. `proven`: its own key, on a confirmed device, said
    yes; an address or a telephone that both have in common proves nothing.

    `quiet`: something of which not everybody may know why it waits.
    """

    known: Known
    choices: Choices = Choices()
    carries: tuple[Commitment, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    proven: bool = False
    quiet: bool = False
    raise_waits: bool = False
    address_changes: bool = False


@dataclass(frozen=True, slots=True)
class Merged:
    """What holds for the one that is left. `above` are the Mondays in which both together are more
    than the limit: nothing ends by that, and nothing new fits in those weeks."""

    known: Known
    choices: Choices
    above: tuple[date, ...] = ()

    @property
    def sign(self) -> Reason | None:
        """The sentence for the volunteer and whoever guides them, or None when all of it fits."""
        return replace(ABOVE, params={"week": self.above[0]}) if self.above else None


def merged(one: Row, other: Row, today: date) -> Merged:
    """Return what holds when both are one. Raises Refused with what must be finished first.

    Whoever has one key only hears that the other is needed, whatever else stands open.
    """
    both = (one, other)
    if not all(row.proven for row in both):
        raise Refused(OTHER_KEY)
    if any(row.quiet for row in both):
        raise Refused(NOT_NOW)
    if any(question.is_open for row in both for question in row.known.questions):
        raise Refused(ANSWER_FIRST)
    if any(row.raise_waits for row in both):
        raise Refused(RAISE_FIRST)
    if any(row.address_changes for row in both):
        raise Refused(ADDRESS_FIRST)
    if (one.known.stops_on is None) != (other.known.stops_on is None):
        raise Refused(STOP_FIRST)
    _refuse_at_once((*one.agreements, *other.agreements))
    known, choices = (
        both_known(one.known, other.known, today),
        strictest(one.choices, other.choices),
    )
    # a pause may end tomorrow: what is planned then counts
    above = weeks_above((*one.carries, *other.carries), known.limits.always_there(), today)
    return Merged(known, choices, tuple(sorted(above)))


def strictest(one: Choices, other: Choices) -> Choices:
    """Return what both allow. Raises Refused when they share no kind, or no part of a day."""
    kinds = one.kinds & other.kinds if one.kinds and other.kinds else one.kinds | other.kinds
    if one.kinds and other.kinds and not kinds:
        raise Refused(KINDS_FIRST)
    parts = (
        one.day_parts & other.day_parts
        if one.day_parts and other.day_parts
        else one.day_parts | other.day_parts
    )
    if one.day_parts and other.day_parts and not parts:
        raise Refused(TIMES_FIRST)
    return Choices(
        kinds=kinds,
        day_parts=parts,
        no_gos=one.no_gos | other.no_gos,
        max_km=min((km for km in (one.max_km, other.max_km) if km is not None), default=None),
        short_notice=one.short_notice and other.short_notice,
        share_in_network=one.share_in_network and other.share_in_network,
        show_hours_elsewhere=one.show_hours_elsewhere and other.show_hours_elsewhere,
    )


def strictest_limits(one: Limits, other: Limits, today: date) -> Limits:
    """Return the lower of both in every part, absent on every day on which either is.

    One row has one pause: pauses that touch are one, and of two that do not the later one is kept
    as days away, so that nobody is away in between.
    """
    floor = lower_of(one.always_there(), other.always_there(), today)
    away = TimeAway(
        together((*one.away.periods, *other.away.periods)),
        tuple(sorted({*one.away.regions, *other.away.regions})),
        together((*one.away.school, *other.away.school)),
    )
    pauses = together(
        Away(each.pause_from, each.pause_to or _FOR_GOOD)
        for each in (one, other)
        if each.pause_from is not None and each.pause_left(today)
    )
    if not pauses:
        return replace(floor, away=away)
    # what has no end cannot be days away
    pause = next((each for each in pauses if each.last == _FOR_GOOD), pauses[0])
    rest = left_of((each for each in pauses if each != pause), today)
    return replace(
        floor,
        pause_from=pause.first,
        pause_to=None if pause.last == _FOR_GOOD else pause.last,
        away=replace(away, periods=together((*away.periods, *rest))),
    )


def both_known(one: Known, other: Known, today: date) -> Known:
    """Return what is known of both as of one: each question, no, rest and signal counts.

    Of two rests the longer holds, and only whose help it came of reads why; of two days of stopping
    the first.
    """
    rests = [row for row in (one, other) if row.rests_until is not None]
    rest = max(rests, key=lambda row: (row.rests_until, row.rests_of is None), default=None)
    stops = [row.stops_on for row in (one, other) if row.stops_on is not None]
    overs = [row.over_until for row in (one, other) if row.over_until is not None]
    return Known(
        limits=strictest_limits(one.limits, other.limits, today),
        stops_on=min(stops, default=None),
        rests_until=rest.rests_until if rest else None,
        rests_of=rest.rests_of if rest else None,
        over_until=max(overs, default=None),
        questions=(*one.questions, *other.questions),
        waits=one.waits | other.waits,
        raised=one.raised | other.raised,
        asked_this=one.asked_this or other.asked_this,
        helps_here=one.helps_here or other.helps_here,
    )


def _refuse_at_once(agreed: Iterable[Agreement]) -> None:
    """Refuse any two at one hour, also two of one row: moved, the table would refuse them anew."""
    for one, other in combinations(tuple(agreed), 2):
        day = first_clash(one, other)
        if day is not None:
            # of two that overlap, the later one has begun by then
            start = max(one.start_time or time(), other.start_time or time())
            raise Refused(replace(AT_ONCE, params={"day": day, "time": f"{start:%-H:%M}"}))
