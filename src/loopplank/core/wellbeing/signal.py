"""What a volunteer may report, to whom it goes, and what was done with it: codes and words.

Sources: domain.md 2.5 (acknowledged within one working day, decided within three, and otherwise it
climbs) and product concept W4.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.reason import dutch
from loopplank.core.requests.states import Clock, Unit

#: How soon somebody calls about something to arrange, such as a visit that cannot be.
CALL_WITHIN = Clock(2, Unit.WORKING_DAYS)
#: How soon somebody calls who lets know that it is too heavy, and by when something is decided.
HEARD_WITHIN = Clock(1, Unit.WORKING_DAYS)
DECIDED_WITHIN = Clock(3, Unit.WORKING_DAYS)
#: How long the volunteer is asked whether they were really spoken to; then it closes quietly.
ASKED_FOR = timedelta(days=14)
#: How long a confidential talk outside the house keeps new questions away at most.
OUTSIDE_HOLDS_FOR = timedelta(days=28)
LONGEST_WORDS = 1000

#: The six reasons of "het is te zwaar", in the order of the page.
TOO_HEAVY: Mapping[str, str] = MappingProxyType(
    {
        "time": dutch("Het kost te veel tijd"),
        "too_much_asked": dutch("Er wordt te veel gevraagd"),
        "touches_me": dutch("Het raakt me"),
        "not_safe": dutch("Ik voel me niet veilig"),
        "not_right": dutch("Er klopt iets niet"),
        "other": dutch("Iets anders"),
    }
)


def outcomes_of(*, died: bool) -> Mapping[str, str]:
    """Return what may have been done: nothing is agreed with a volunteer who died."""
    return {code: OUTCOME_WORDS[code] for code in ("arranged", "other")} if died else OUTCOME_WORDS


#: Nothing was said but that somebody should call.
NO_REASON = ""
NOT_SAFE, NOT_RIGHT = "not_safe", "not_right"
HEAVY_VISIT = "heavy_visit"
CANNOT_COME = "cannot_come"
PAUSE = "pause"
AWAY = "away"
SCHOOL_HOLIDAYS = "school_holidays"
NOT_AWAY = "not_away"
ABOVE_NEW_LIMIT = "above_new_limit"
STOPS = "stops"
STAYS = "stays"
DIED = "died"
VOLUNTEER_DIED, NOT_DEAD = "volunteer_died", "not_dead"
SAME_HOUR = "same_hour"
#: Signals of which the words are a day, and not what somebody wrote.
WITH_A_DAY = frozenset({CANNOT_COME, STOPS, DIED, VOLUNTEER_DIED})
#: Signals of which the words are a first and a last day.
WITH_DAYS = frozenset({AWAY, SCHOOL_HOLIDAYS, NOT_AWAY})
STAYS_AWAY = "stays_away"
#: Of these the person who calls is there within a working day, and both say that they spoke.
TALKS = frozenset({*TOO_HEAVY, NO_REASON, HEAVY_VISIT})
CHECK_IN_TALK = "check_in_talk"
#: While one of these is open who is helped, and their family, read that somebody comes, and no
#: name: nobody knows yet who it will be. What is not safe or not right is not among them, so that
#: nobody in the house can read from a name that is gone that somebody is worried.
COMES_WITHOUT_A_NAME = frozenset({*TOO_HEAVY, NO_REASON, HEAVY_VISIT}) - {NOT_SAFE, NOT_RIGHT}

#: Every reason of a signal, as the coordinator reads it.
SIGNAL_WORDS: Mapping[str, str] = MappingProxyType(
    {
        NO_REASON: dutch("Wil gebeld worden"),
        **TOO_HEAVY,
        HEAVY_VISIT: dutch("Vond een bezoek zwaar en wil daarover praten"),
        CANNOT_COME: dutch("Kan een keer niet komen"),
        PAUSE: dutch("Neemt pauze; bel wie nu even geen bezoek krijgt"),
        AWAY: dutch("Is weg; bel wie dan geen bezoek krijgt"),
        SCHOOL_HOLIDAYS: dutch("Komt niet in de schoolvakanties; bel wie het aangaat. De eerste"),
        NOT_AWAY: dutch("Is er toch; bel wie dacht dat er geen bezoek komt"),
        STOPS: dutch("Stopt; bel wie geholpen wordt. Laatste dag"),
        STAYS: dutch("Stopt toch niet; bel wie het al wist"),
        SAME_HOUR: dutch("Heeft op dit uur ook iets anders; bespreek wat kan"),
        DIED: dutch("Weet nog niet dat deze persoon overleden is. Bel vóór het volgende bezoek"),
        VOLUNTEER_DIED: dutch("Is overleden. Bel wie geholpen wordt vóór het volgende bezoek"),
        NOT_DEAD: dutch("Leeft; overleden stond er door een vergissing. Bel, en kijk wat weer kan"),
        ABOVE_NEW_LIMIT: dutch("Verlaagde de grens; er is nu meer gepland dan dat"),
        STAYS_AWAY: dutch("Gaat er voorlopig niet heen; bel wie nu geen bezoek krijgt"),
        # nothing of what was answered: that is the volunteer's
        CHECK_IN_TALK: dutch("Wil een gesprek"),
    }
)

#: What came out of the talk.
OUTCOME_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "talked": dutch("Gesproken, en zo is het goed"),
        "lighter": dutch("Wij maakten de afspraak lichter"),
        "stopped": dutch("Deze koppeling stopt"),
        "pause": dutch("Even pauze"),
        "arranged": dutch("Geregeld"),
        "other": dutch("Iets anders"),
    }
)


class Route(StrEnum):
    """To whom a signal goes. All but the first are seen only by those to whom they went."""

    COORDINATOR = "coordinator"
    #: about the coordinator: past her, and she sees it nowhere
    PAST_COORDINATOR = "past_coordinator"
    #: the confidential adviser of the organisation
    ADVISER = "adviser"
    #: "er klopt iets niet": the contact person for suspected abuse, with a file of its own
    SAFETY = "safety"


class Heard(StrEnum):
    """What the volunteer says to "Heeft Marleen je gesproken?"; silence closes it too."""

    NOT_YET = ""
    YES = "yes"
    NO = "no"
    SILENT = "silent"


class Step(StrEnum):
    """What happened with a signal, in the order in which it happened."""

    SENT = "sent"
    CLIMBED = "climbed"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    HEARD = "heard"
    STAYS_AWAY = "stays_away"


STEP_WORDS: Mapping[Step, str] = MappingProxyType(
    {
        Step.SENT: dutch("Verstuurd, aan %(to)s"),
        Step.CLIMBED: dutch("Nog niet gebeld: naar %(to)s"),
        Step.ACKNOWLEDGED: dutch("%(by)s belde"),
        Step.ANSWERED: dutch("%(by)s schreef op wat er is gedaan"),
        Step.HEARD: dutch("Antwoord van de vrijwilliger op ‘Heeft iemand je gesproken?’"),
        Step.STAYS_AWAY: dutch("Gaat er niet meer heen"),
    }
)
#: As far as it can climb: stand-in, board, network.
TOP = 3
#: Messages about a signal are on the list of whom they are for, and of nobody else.
PRIVATE_TEMPLATES = frozenset(
    {
        "signal_yours",
        "signal_yours_now",
        "signal_watch",
        "signal_watch_named",
        "concern_yours",
        "concern_watch",
        "on_hold_over",
        "safety_contact_changed",
        "named_by_network",
        "no_longer_named",
    }
)


def heard_within(reason: str) -> Clock:
    return HEARD_WITHIN if reason in TALKS else CALL_WITHIN


def needs_deciding(reason: str) -> bool:
    """Say whether something must be decided after the call, and both say that they spoke."""
    return reason in TALKS


def route_of(reason: str, *, past_coordinator: bool = False, adviser: bool = False) -> Route:
    """Return to whom a signal goes: a confidential choice comes first, then the route of its
    reason."""
    if adviser:
        return Route.ADVISER
    if past_coordinator:
        return Route.PAST_COORDINATOR
    return Route.SAFETY if reason == NOT_RIGHT else Route.COORDINATOR
