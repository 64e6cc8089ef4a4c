"""Stopping and resting in words, on the page of the week."""

from datetime import date
from typing import Any

from loopplank.access.farewell import Turn
from loopplank.core.farewell import is_over
from loopplank.web.words import day, in_sentence


def turn_card(turn: Turn, today: date) -> dict[str, Any]:
    """For volunteer/turn.html."""
    return {
        "stopped": is_over(turn.stops_on, today),
        "stops_on": day(turn.stops_on) if turn.stops_on else "",
        "leaving": [
            {"match_id": one.match_id, "who": in_sentence(one.who), "day": day(one.on)}
            for one in turn.leaving
        ],
        "rests_until": day(turn.rests_until) if turn.rests_until else "",
        "back": turn.back,
    }
