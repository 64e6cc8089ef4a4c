"""What a volunteer chooses about messages, and between which hours a network sends them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.calendar import WorkingDays
from loopplank.core.kit.reason import Reason, Refused, dutch

SATURDAY, SUNDAY = 5, 6
REST_DAYS = (SUNDAY, SATURDAY)


class AskAt(StrEnum):
    """When somebody wants to hear of a new question."""

    MORNING = "morning"
    EVENING = "evening"


ASK_TIMES: Mapping[AskAt, time] = MappingProxyType(
    {AskAt.MORNING: time(10), AskAt.EVENING: time(19)}
)
ASK_WORDS: Mapping[AskAt, str] = MappingProxyType(
    {AskAt.MORNING: dutch("Om 10:00 uur"), AskAt.EVENING: dutch("Om 19:00 uur")}
)
#: So many days before a visit its reminder comes; 0 is the same morning.
DAYS_BEFORE: Mapping[int, str] = MappingProxyType(
    {
        0: dutch("Op de dag zelf, in de ochtend"),
        1: dutch("Een dag ervoor"),
        2: dutch("Twee dagen ervoor"),
    }
)
#: Between these the hours of a network may lie, so that both times to ask are never quiet.
QUIET_FROM, QUIET_TO = (time(19, 30), time(22)), (time(7), time(10))
ASKER_FROM, ASKER_TO = (time(8), time(12)), (time(15), time(20))
MOST_A_WEEK, MOST_ASKS_A_MONTH = (1, 7), (1, 12)

QUIET_FROM_WRONG = Reason("hours.quiet_from", dutch("De stilte begint tussen 19:30 en 22:00 uur."))
QUIET_TO_WRONG = Reason("hours.quiet_to", dutch("De stilte eindigt tussen 7:00 en 10:00 uur."))
ASKER_FROM_WRONG = Reason("hours.asker_from", dutch("Begin tussen 8:00 en 12:00 uur."))
ASKER_TO_WRONG = Reason("hours.asker_to", dutch("Eindig tussen 15:00 en 20:00 uur."))
A_WEEK_WRONG = Reason("hours.most_a_week", dutch("Kies 1 tot en met 7 berichten per week."))
A_MONTH_WRONG = Reason("hours.most_asks_a_month", dutch("Kies 1 tot en met 12 vragen per maand."))
DAYS_BEFORE_WRONG = Reason(
    "wishes.days_before", dutch("Kies de dag zelf, een dag of twee dagen ervoor.")
)
REST_DAY_WRONG = Reason("hours.rest_day", dutch("Kies zondag, zaterdag of geen rustdag."))


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one volunteer chose; the defaults are those of somebody who chose nothing.

    `days_before`: how long before a visit its reminder comes, where one is wanted. Raises Refused
    for a number of days that nobody may choose.
    """

    ask_at: AskAt = AskAt.MORNING
    visit_reminder: bool = True
    monday: bool = False
    rest_day: int | None = None
    days_before: int = 1

    def __post_init__(self) -> None:
        if self.days_before not in DAYS_BEFORE:
            raise Refused(DAYS_BEFORE_WRONG)


NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True)
class NetworkHours:
    """What a network set. Times are local; `rest_day` is a weekday, 0 for Monday, or None.

    Raises Refused for hours in which one of the two times to ask would be quiet.
    """

    quiet_from: time = time(20)
    quiet_to: time = time(8, 30)
    rest_day: int | None = SUNDAY
    asker_from: time = time(9)
    asker_to: time = time(19)
    most_a_week: int = 3
    most_asks_a_month: int = 4

    def __post_init__(self) -> None:
        for value, (least, most), wrong in (
            (self.quiet_from, QUIET_FROM, QUIET_FROM_WRONG),
            (self.quiet_to, QUIET_TO, QUIET_TO_WRONG),
            (self.asker_from, ASKER_FROM, ASKER_FROM_WRONG),
            (self.asker_to, ASKER_TO, ASKER_TO_WRONG),
        ):
            if not least <= value <= most:
                raise Refused(wrong)
        if not MOST_A_WEEK[0] <= self.most_a_week <= MOST_A_WEEK[1]:
            raise Refused(A_WEEK_WRONG)
        if not MOST_ASKS_A_MONTH[0] <= self.most_asks_a_month <= MOST_ASKS_A_MONTH[1]:
            raise Refused(A_MONTH_WRONG)
        if self.rest_day is not None and self.rest_day not in REST_DAYS:
            raise Refused(REST_DAY_WRONG)


USUAL_HOURS, USUAL_DAYS = NetworkHours(), WorkingDays()


@dataclass(frozen=True, slots=True)
class Calendar:
    """The hours of the network and the working days of the organisation that sends."""

    network: NetworkHours = USUAL_HOURS
    office: WorkingDays = USUAL_DAYS

    def rests(self, day: date) -> bool:
        """Say whether nothing that can wait leaves on this day: the rest day, or a public
        holiday."""
        return day.weekday() == self.network.rest_day or day in self.office.holidays
