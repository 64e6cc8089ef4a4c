"""The danger phone: optional, with its own days and hours. Where it is set, a text that may be of
danger reaches it within half an hour in those hours; outside them nothing is promised.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from loopplank.core.kit.calendar import at_local, local_day
from loopplank.core.kit.reason import Reason, Refused, dutch

#: What the form promises, in those hours.
WITHIN = timedelta(minutes=30)
_ONE_DAY = timedelta(days=1)
NEEDS_HOURS = Reason(
    "danger_phone.hours",
    dutch("Wanneer heeft iemand deze telefoon bij zich? Kies de dagen en de uren."),
)
NOT_MOBILE = Reason(
    "danger_phone.mobile",
    dutch("Een sms kan alleen naar een mobiel nummer, met 06."),
)


@dataclass(frozen=True, slots=True)
class DangerPhone:
    """One number, and when somebody has it with them: weekdays (0 is Monday), from and to. An empty
    number is none."""

    number: str = ""
    days: tuple[int, ...] = ()
    first: time | None = None
    last: time | None = None

    @property
    def is_set(self) -> bool:
        return bool(self.number and self.days and self.first and self.last)

    def opens(self, at: datetime) -> datetime | None:
        """Return the first instant from `at` on at which somebody has it; None when it is not
        set."""
        if self.first is None or self.last is None or not self.is_set:
            return None
        day = local_day(at)
        for _ in range(8):
            if day.weekday() in self.days and at < at_local(day, self.last):
                return max(at, at_local(day, self.first))
            day += _ONE_DAY
        return None


NO_DANGER_PHONE = DangerPhone()


def checked(phone: DangerPhone) -> DangerPhone:
    """Return it when it can work, or none for an empty number. Raises Refused."""
    if not phone.number:
        return NO_DANGER_PHONE
    if not phone.number.startswith(("06", "+316")):
        raise Refused(NOT_MOBILE)
    wrong = phone.first is None or phone.last is None or phone.first >= phone.last
    if wrong or not phone.days or not set(phone.days) <= set(range(7)):
        raise Refused(NEEDS_HOURS)
    return phone


def first_set(phones: Iterable[DangerPhone]) -> DangerPhone:
    """Return the organisation's own phone, else its network's, else none."""
    return next((one for one in phones if one.is_set), NO_DANGER_PHONE)
