"""What one organisation may know of the load that somebody carries at another (promise P6).

A volunteer has one limit, and every organisation hears whether there is room. Hours elsewhere show
only with the volunteer's own yes.
"""

from dataclasses import dataclass
from datetime import date

from loopplank.core.kit.reason import Minutes, Reason, Word, dutch
from loopplank.core.volunteers.load import (
    NOTHING,
    STATE_WORDS,
    Fullness,
    Limits,
    Load,
    LoadState,
    NoRoom,
    fullness,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One volunteer in one week: what is planned, and what was written down as real."""

    planned: Load = NOTHING
    logged_minutes: int = 0


def as_seen_by_organisation(
    limits: Limits,
    own: Part,
    total: Part,
    today: date,
    *,
    shares: bool,
    was_over: bool = False,
    too_heavy: bool = False,
) -> Fullness:
    """Return the fullness as one organisation may see it (promise P6).

    Hours at another organisation show only with the volunteer's yes. Without it only a word comes
    through ("vol", "ruimte", and "over de grens" when they helped more than they want to), and the
    numbers are the organisation's own. `too_heavy`: said to this organisation.
    """
    whole = fullness(
        limits,
        total.planned,
        total.logged_minutes,
        today,
        was_over=was_over,
        too_heavy=too_heavy,
    )
    if shares or total == own:
        return whole
    mine = fullness(limits, own.planned, own.logged_minutes, today, too_heavy=too_heavy)
    if mine.state is LoadState.HEAVY:
        return mine
    nothing_elsewhere = total.planned == own.planned and whole.state is not LoadState.OVER
    if nothing_elsewhere or mine.state in {LoadState.PAUSE, LoadState.AWAY, LoadState.OVER}:
        return mine
    state = whole.state if whole.state in {LoadState.FULL, LoadState.OVER} else LoadState.ROOM
    shown = own.logged_minutes if state is LoadState.OVER else own.planned.minutes
    return Fullness(
        state,
        "minutes",
        Reason(
            "load.own_only",
            dutch("%(word)s; bij jullie %(own)s"),
            {"word": Word(STATE_WORDS[state]), "own": Minutes(shown)},
        ),
        own.planned,
        own.logged_minutes,
        limits,
    )


NO_ROOM = dutch("%(name)s heeft hier geen ruimte voor. Alleen %(name)s kan die grens veranderen.")


def without_numbers(passed: NoRoom, name: str) -> NoRoom:
    """Return the same refusal for an organisation that may not see the hours elsewhere. Days away
    are no hours: they stay in it."""
    if passed.limit == "away":
        return passed
    return NoRoom(Reason("load.no_room", NO_ROOM, {"name": name}), passed.limit, passed.week)
