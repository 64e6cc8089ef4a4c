"""What a volunteer may let know, and what was done with it: codes and their words."""

from collections.abc import Mapping
from types import MappingProxyType

from loopplank.core.reason import dutch
from loopplank.core.responsibility import Clock, Unit

#: How soon somebody calls a volunteer who let something know.
CALL_WITHIN = Clock(2, Unit.WORKING_DAYS)

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
HEAVY_VISIT = "heavy_visit"
CANNOT_COME = "cannot_come"
PAUSE = "pause"
ABOVE_NEW_LIMIT = "above_new_limit"
CHECK_IN_TALK = "check_in_talk"

#: Every reason of a signal, as the coordinator reads it.
SIGNAL_WORDS: Mapping[str, str] = MappingProxyType(
    {
        **TOO_HEAVY,
        HEAVY_VISIT: dutch("Vond een bezoek zwaar en wil daarover praten"),
        CANNOT_COME: dutch("Kan een keer niet komen"),
        PAUSE: dutch("Neemt pauze; bel wie nu even geen bezoek krijgt"),
        ABOVE_NEW_LIMIT: dutch("Verlaagde de grens; er is nu meer gepland dan dat"),
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
