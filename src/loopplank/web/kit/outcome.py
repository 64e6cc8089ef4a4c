"""What the last button did, said beside that button: kept until the page that it belongs to is
shown, and for a few minutes at most.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

_KEPT_AS = "outcome"
_LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One sentence, and whether it says that something was not done."""

    text: str
    refused: bool = False


def keep_outcome(
    request: HttpRequest, at: str, text: str, now: datetime, *, refused: bool = False
) -> None:
    """Keep what was done, or why not. `at` names the place on a page: an id, and never a name of
    somebody.
    """
    request.session[_KEPT_AS] = {
        "at": at,
        "text": text,
        "refused": refused,
        "until": (now + _LASTS).isoformat(),
    }


def place_of_outcome(request: HttpRequest, now: datetime) -> str:
    """Return to which place something is to be said; empty when nothing is."""
    kept = request.session.get(_KEPT_AS)
    if not kept or datetime.fromisoformat(kept["until"]) < now:
        return ""
    return str(kept["at"])


def take_outcome(request: HttpRequest, at: str, now: datetime) -> Outcome | None:
    """Return what is to be said at this place, once."""
    if place_of_outcome(request, now) != at:
        return None
    kept = request.session.pop(_KEPT_AS)
    return Outcome(kept["text"], kept["refused"])
