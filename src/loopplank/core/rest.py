"""Rest: after a heavy time somebody is not asked anything new, until they say so themselves."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.load import Limits
from loopplank.core.reason import Reason, Refused, dutch

HEAVY = "heavy"
#: How far back the felt visits are looked at, and how many heavy ones make a heavy time [D].
LOOK_BACK, OFTEN_HEAVY = 6, 3
#: How many weeks of rest a network may give; with none, help that was heavy ends as any other.
WEEKS_OF_REST = (0, 26)
WEEKS_WRONG = Reason(
    "rest.weeks", dutch("Vul een heel getal in, van 0 tot en met 26. Bij 0 krijgt niemand rust.")
)


def was_heavy_time(
    *, heavy: bool, died: bool, too_heavy: bool, felt_last_first: Sequence[str]
) -> bool:
    """Whether help that ended leaves something to recover from.

    That it was heavy beforehand, that the person died, that it stopped because it was too heavy,
    or that half of the last visits felt heavy.
    """
    last = felt_last_first[:LOOK_BACK]
    return heavy or died or too_heavy or last.count(HEAVY) >= OFTEN_HEAVY


def may_be_set(weeks: int) -> None:
    """Raise Refused for a rest that is none, or that is as long as leaving."""
    least, most = WEEKS_OF_REST
    if not least <= weeks <= most:
        raise Refused(WEEKS_WRONG)


def rest_until(ended_on: date, weeks: int, so_far: date | None) -> date | None:
    """The last day of rest; a rest that lasts longer already stays. None without any."""
    last = ended_on + timedelta(weeks=weeks) if weeks else None
    return max((day for day in (last, so_far) if day is not None), default=None)


def first_day_back(limits: Limits, day: date) -> bool:
    """The day after a pause with an end: "welkom terug" comes before any question."""
    return _is_back(limits.pause_to, day)


def _is_back(pause_to: date | None, day: date) -> bool:
    return pause_to is not None and pause_to + timedelta(days=1) == day


RESTS = Reason(
    "asking.rests",
    dutch("%(name)s krijgt rust tot en met %(until)s. Vraag daarna weer iets."),
)
IS_BACK = Reason(
    "asking.is_back",
    dutch("%(name)s is vandaag terug van een pauze. Vraag morgen pas weer iets."),
)
#: Rest after help of another organisation, of which this one may not know (promise P6).
NOT_NOW = Reason(
    "asking.not_now",
    dutch("%(name)s krijgt nu even geen nieuwe vragen. Vraag iemand anders."),
)
STOPS = Reason(
    "asking.stops",
    dutch("%(name)s stopt op %(day)s en krijgt geen nieuwe vragen meer."),
)


class Quiet(StrEnum):
    """Why nobody asks somebody anything new, beside a pause; the first that holds."""

    STOPS = "stops"
    NOT_NOW = "not_now"
    RESTS = "rests"
    IS_BACK = "is_back"


REFUSALS: Mapping[Quiet, Reason] = MappingProxyType(
    {Quiet.STOPS: STOPS, Quiet.NOT_NOW: NOT_NOW, Quiet.RESTS: RESTS, Quiet.IS_BACK: IS_BACK}
)


def quiet(
    *,
    stops_on: date | None,
    rests_until: date | None,
    pause_to: date | None,
    today: date,
    rest_is_here: bool = True,
) -> Quiet | None:
    """Whether somebody is left alone on a day, for a list, for a plan and for the question itself.

    Not `rest_is_here`: the rest follows from help of another organisation.
    """
    if stops_on is not None:
        return Quiet.STOPS
    if rests_until is not None and today <= rests_until:
        return Quiet.RESTS if rest_is_here else Quiet.NOT_NOW
    return Quiet.IS_BACK if _is_back(pause_to, today) else None


def closed(
    *,
    stops_on: date | None,
    rests_until: date | None,
    limits: Limits,
    today: date,
    rest_is_here: bool = True,
) -> Reason | None:
    """Why they are left alone, as the list of candidates says it; of rest elsewhere it says that
    under its own rule.
    """
    found = quiet(
        stops_on=stops_on,
        rests_until=rests_until,
        pause_to=limits.pause_to,
        today=today,
        rest_is_here=rest_is_here,
    )
    if found is Quiet.STOPS and stops_on is not None:
        return Reason("why_not.stops", dutch("stopt op %(day)s"), {"day": stops_on})
    if found is Quiet.RESTS and rests_until is not None:
        return Reason("why_not.rests", dutch("rust tot en met %(until)s"), {"until": rests_until})
    if found is Quiet.IS_BACK:
        return Reason("why_not.is_back", dutch("is vandaag terug van een pauze"))
    return None
