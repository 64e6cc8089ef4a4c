"""What somebody is thanked for: also for keeping a limit, and for a no in time.

Never with hours, numbers or a place among others: who does less is not worth less.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from loopplank.core.kit.calendar import months_after
from loopplank.core.kit.reason import Reason, dutch

#: What a coordinator may choose, each with a message of its own in `letters`.
FOR_WHAT: Mapping[str, str] = MappingProxyType(
    {
        "limit_kept": dutch("Dat je je grens bewaakte"),
        "said_no": dutch("Dat je op tijd nee zei"),
        "said_heavy": dutch("Dat je zei dat het te zwaar was"),
        "came": dutch("Dat je er steeds was"),
        "saw": dutch("Dat je zag wat er nodig was"),
    }
)

#: How many days later the yearly thank-you may still come, such as after a loop that stood still.
STILL_THE_SAME = 7

SAID_ALREADY = Reason(
    "thanks.said", dutch("Dit bedankje staat al klaar bij Berichten. Eén keer is genoeg.")
)


def template_of(what: str) -> str:
    """Return the name of the template that says this thank-you."""
    return f"thanks_{what}"


def is_anniversary(since: date, today: date, thanked_on: date | None) -> bool:
    """Say whether it is, or was a few days ago, a whole number of years since they began, without
    thanks so far."""
    years = today.year - since.year
    day = months_after(since, 12 * years)
    if day > today:
        years, day = years - 1, months_after(since, 12 * (years - 1))
    if years < 1 or (today - day).days >= STILL_THE_SAME:
        return False
    return thanked_on is None or thanked_on < day
