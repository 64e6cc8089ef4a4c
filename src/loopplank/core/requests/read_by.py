"""What a public form says before and after sending: when somebody reads it, and whom to call now.

Loopplank is no crisis service. Nothing here promises a reader outside the organisation's own
working days, nor a duty outside the hours that were set for it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from loopplank.core.kit.calendar import WorkingDays, is_late, local_day
from loopplank.core.kit.reason import dutch


class CallNow(StrEnum):
    """Whom to call when it cannot wait; the order is that of the page."""

    AMBULANCE = "112"
    POLICE = "police"
    GP = "gp"
    SUICIDE = "113"
    SAFE_AT_HOME = "safe_at_home"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page: when to call, the number as it is shown, and as it is dialled. A GP has
    a number of their own."""

    when: str
    number: str = ""
    dial: str = ""


LINES: dict[CallNow, Line] = {
    CallNow.AMBULANCE: Line(dutch("Is er nu gevaar?"), "112", "112"),
    CallNow.POLICE: Line(
        dutch("Geen spoed, maar wel politie nodig? Zoals bij een deur die dicht blijft?"),
        "0900-8844",
        "09008844",
    ),
    CallNow.GP: Line(
        dutch(
            "Snel een dokter nodig? Bel de huisarts. In de avond en het weekend: de huisartsenpost."
        )
    ),
    CallNow.SUICIDE: Line(
        dutch("Denkt iemand aan de dood? Dag en nacht, gratis: 0800-0113 of"), "113", "113"
    ),
    CallNow.SAFE_AT_HOME: Line(
        dutch("Geweld of mishandeling thuis? Veilig Thuis, dag en nacht, gratis:"),
        "0800-2000",
        "08002000",
    ),
}
#: These stand on the page whatever was written and whatever the hour.
ALWAYS = (CallNow.AMBULANCE, CallNow.GP, CallNow.SUICIDE, CallNow.SAFE_AT_HOME)


def read_on(now: datetime, working: WorkingDays) -> date:
    """Return the day on which somebody of this organisation reads what is sent now: today before
    17:00, else the first working day."""
    today = local_day(now)
    start = today if is_late(today, now) else today - timedelta(days=1)
    return working.after(start, 1)


@dataclass(frozen=True, slots=True)
class Told:
    """What the page says. `at_once`: the words or the hour ask to call now and not to wait for us;
    it stands first and apart."""

    reads_on: date
    at_once: bool
    lines: tuple[CallNow, ...]


def told(now: datetime, reads_on: date, dangers: Collection[str]) -> Told:
    """Return what is said at this moment to whoever wrote words that may be about these dangers."""
    later = reads_on > local_day(now)
    asks = bool(dangers) or later
    lines = tuple(one for one in CallNow if one in ALWAYS or asks)
    return Told(reads_on, bool(dangers), lines)
