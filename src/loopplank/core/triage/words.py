"""The Dutch words of routes, standings, flags and urgencies, for headings and for sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from loopplank.core.kit.reason import dutch
from loopplank.core.triage.flags import Flag, Lack, Urgency
from loopplank.core.triage.rule import Route, Standing


@dataclass(frozen=True, slots=True)
class Words:
    """A short name, and one or two sentences that say what it means."""

    name: str
    meaning: str


ROUTE_WORDS: Mapping[Route, Words] = MappingProxyType(
    {
        Route.EMERGENCY: Words(
            dutch("Nu handelen"),
            dutch("Er is nu gevaar. Stop met zoeken en bel eerst."),
        ),
        Route.PROFESSIONAL: Words(
            dutch("Beroepskracht"),
            dutch("Dit hoort bij een beroepskracht. Jij blijft eigenaar tot die ja zegt."),
        ),
        Route.COMBINATION: Words(
            dutch("Vrijwilliger samen met een beroepskracht"),
            dutch("Een deel past bij een vrijwilliger. Een beroepskracht draagt de rest."),
        ),
        Route.VOLUNTEER: Words(
            dutch("Vrijwilliger"),
            dutch("Alles wat gevraagd is, past bij een vrijwilliger."),
        ),
        Route.REFER: Words(
            dutch("Doorverwijzen"),
            dutch("Een ander past hier beter. Draag de vraag persoonlijk over."),
        ),
    }
)

STANDING_WORDS: Mapping[Standing, Words] = MappingProxyType(
    {
        Standing.READY: Words(dutch("Kan verder"), dutch("Je kunt nu besluiten.")),
        Standing.ASK_FIRST: Words(
            dutch("Eerst vragen"),
            dutch("Vraag nog geen vrijwilliger. Eerst moet dit duidelijk zijn."),
        ),
        Standing.ASK_NOW: Words(
            dutch("Nu navragen"),
            dutch("Wij weten nog niet of er gevaar is. Vraag het nu."),
        ),
    }
)

FLAG_WORDS: Mapping[Flag, Words] = MappingProxyType(
    {
        Flag.GAP: Words(dutch("Gat"), dutch("Dit biedt in de praktijk niemand. Wij tellen het.")),
        Flag.REPORT_CONCERN: Words(
            dutch("Zorg melden"),
            dutch("Bespreek dit met de contactpersoon voor veiligheid van jullie organisatie."),
        ),
        Flag.NEEDS_VISIT: Words(
            dutch("Huisbezoek nodig"),
            dutch("Dit hoor je niet goed aan de telefoon. Ga eerst kijken."),
        ),
        Flag.SHORT_NOTICE: Words(
            dutch("Op korte termijn"),
            dutch("Vraag alleen vrijwilligers die snel gevraagd willen worden."),
        ),
    }
)

URGENCY_WORDS: Mapping[Urgency, str] = MappingProxyType(
    {
        Urgency.NOW: dutch("nu"),
        Urgency.TODAY: dutch("vandaag nog"),
        Urgency.HOURS_24: dutch("binnen 24 uur"),
        Urgency.WORKDAYS_3: dutch("binnen 3 werkdagen"),
        Urgency.WEEKS_2: dutch("binnen 2 weken"),
        Urgency.NORMAL: dutch("gewone tijd"),
    }
)

LACK_WORDS: Mapping[Lack, str] = MappingProxyType(
    {
        Lack.ROOM: dutch("plek"),
        Lack.KNOWLEDGE: dutch("kennis"),
        Lack.OFFER: dutch("aanbod"),
    }
)
