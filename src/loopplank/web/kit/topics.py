"""How each main page works: one short topic a page, all texts in one place.

What stands between ‘ and ’ is a button, a link or a heading of a page, word for word; a test looks
for each in the catalogue.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import dutch


@dataclass(frozen=True, slots=True)
class Topic:
    """`slug` stands in the address; `door` is the page that it is about, for `roles`. `steps` are
    done in this order; `notes` are good to know.
    """

    slug: str
    door: str
    roles: frozenset[Role]
    title: str
    what: str
    steps: tuple[str, ...]
    notes: tuple[str, ...]


_COORDINATOR = frozenset({Role.COORDINATOR})
_RUNS = _COORDINATOR | {Role.BOARD}
_ADMIN = frozenset({Role.NETWORK_ADMIN})

TOPICS: tuple[Topic, ...] = (
    Topic(
        "vandaag",
        "today",
        _COORDINATOR,
        dutch("Vandaag"),
        dutch("Alles wat vandaag iets van je vraagt, in één lijst. Het ergste staat bovenaan."),
        (
            dutch("Begin bovenaan: eerst veiligheid, dan wat te laat is, dan wat voor vandaag is."),
            dutch("Druk op de knop in de regel. Die doet de volgende stap, of brengt je erheen."),
            dutch("Belt er iemand met een vraag? Kies ‘Nieuwe hulpvraag’."),
            dutch("Ben je ziek, of een collega? Kies ‘Is er iemand ziek?’."),
        ),
        (
            dutch(
                "Een hulpvraag heeft altijd één eigenaar. Is die er niet, dan ziet de achterwacht"
                " hem hier ook."
            ),
            dutch("Onder ‘Let op deze grenzen’ staat wie over zijn eigen grens gaat."),
        ),
    ),
    Topic(
        "week",
        "team_week",
        _COORDINATOR,
        dutch("Week"),
        dutch("Wie gaat wanneer naar wie? Per vrijwilliger en per dag."),
        (
            dutch("Blader met ‘Vorige’ en ‘Volgende’. Met ‘Deze week’ kom je terug."),
            dutch("Wil je minder zien? Kies ‘Kies wijk of soort hulp’."),
            dutch(
                "Voor op papier: ‘Bellijst van deze week’, ‘Koelkastbladen’ en ‘Overdracht aan"
                " mijn achterwacht’."
            ),
        ),
        (
            dutch("Wat nog niet zeker is, heeft een streepjesrand."),
            dutch("Niemand komt hier boven zijn eigen grens."),
        ),
    ),
    Topic(
        "hulpvragen",
        "requests",
        _COORDINATOR,
        dutch("Hulpvragen"),
        dutch("Elke vraag om hulp, van het eerste gesprek tot het einde."),
        (
            dutch("Belt er iemand? Kies ‘Nieuwe hulpvraag’ en schrijf op wat je hoort."),
            dutch(
                "Open de hulpvraag. Bovenaan staat de volgende stap, en wat er nog voor nodig is."
            ),
            dutch("Past een vrijwilliger? Onder ‘Wie zou dit kunnen?’ staat wie ruimte heeft."),
            dutch("Past het niet? Kies ‘Vraag een andere organisatie’ of ‘Zeg nee’."),
        ),
        (
            dutch("Loopplank geeft advies. Jij beslist, en anders kiezen mag altijd."),
            dutch("Een nee telt mee: die komt bij ‘Gaten’, zonder naam."),
        ),
    ),
    Topic(
        "overdrachten",
        "referrals",
        _COORDINATOR,
        dutch("Overdrachten"),
        dutch(
            "Vragen tussen organisaties: wat anderen jullie vragen, en wat jullie anderen vragen."
        ),
        (
            dutch("Onder ‘Aan ons gevraagd’ staat wat op jullie antwoord wacht. Zeg ja of nee."),
            dutch("Zelf iets vragen? Open de hulpvraag en kies ‘Vraag een andere organisatie’."),
        ),
        (
            dutch("Wie vraagt, blijft eigenaar tot de ander ja zegt. Zwijgen is geen ja."),
            dutch("Vóór een ja lees je geen naam."),
        ),
    ),
    Topic(
        "vrijwilligers",
        "volunteers",
        _COORDINATOR,
        dutch("Vrijwilligers"),
        dutch("Wie er zijn, hoe vol hun week is, en wie iets van je vraagt."),
        (
            dutch("Kies ‘Nieuwe vrijwilliger’, of ‘Importeer een lijst’ als je er al een hebt."),
            dutch("De vrijwilliger krijgt een eigen link en kijkt daar de grenzen na."),
            dutch("Wie zich zelf meldde, staat onder ‘Wie wil vrijwilliger worden?’."),
        ),
        (
            dutch("Een grens gaat alleen omhoog als de vrijwilliger het zelf doet."),
            dutch(
                "Een nee van een vrijwilliger weegt even zwaar als een ja, en vraagt geen uitleg."
            ),
        ),
    ),
    Topic(
        "berichten",
        "messages",
        _COORDINATOR,
        dutch("Berichten"),
        dutch("Wat mensen van jullie moeten horen, en wat al verstuurd is."),
        (
            dutch("Onder ‘Nog te doen’ staat wat jij vertelt: bellen, kopiëren of printen."),
            dutch("Onder ‘Verstuurd’ staat wat aankwam."),
            dutch("Zoek je er een? Kies ‘Kies welke berichten’."),
        ),
        (
            dutch(
                "Zonder instelling voor e-mail of sms gaat er niets vanzelf weg. Wie Loopplank"
                " installeerde, zet dat aan; het staat in de handleiding voor beheer."
            ),
        ),
    ),
    Topic(
        "gaten",
        "gaps",
        _RUNS,
        dutch("Gaten"),
        dutch("Waar jullie nee op zeiden, geteld zonder namen, zodat iemand het kan oppakken."),
        (
            dutch("Zeg je nee tegen een hulpvraag, dan komt die hier vanzelf bij."),
            dutch("Onder ‘Nee zonder vervolg’ staat wat niemand oppakte."),
            dutch("Bij ‘Gaten in het netwerk’ zie je wat anderen missen."),
        ),
        (dutch("Anderen zien een naam van een gat, nooit jullie getal."),),
    ),
    Topic(
        "inrichting",
        "settings",
        _RUNS,
        dutch("Inrichting"),
        dutch("Alles wat jullie één keer regelen, en wat nog ontbreekt."),
        (
            dutch("Doe eerst wat ‘ontbreekt’ heet: daarna kan het formulier open."),
            dutch("Nodig bij ‘Collega’s’ iemand uit, en kies die als ‘Achterwacht’."),
            dutch(
                "Schrijf bij ‘Ons aanbod’ wat jullie doen, en bij ‘Onze grenzen’ wat te zwaar is."
            ),
        ),
        (dutch("Alles kan later anders. Wat loopt, blijft lopen."),),
    ),
    Topic(
        "netwerk",
        "network_overview",
        _ADMIN,
        dutch("Netwerk"),
        dutch(
            "Hoe het met alle organisaties samen staat. Namen van mensen met een hulpvraag zie"
            " je hier niet."
        ),
        (
            dutch("Kies ‘Nodig een organisatie uit’ en geef een eerste coördinator op."),
            dutch("Laad bij ‘Postcodes’ de gebieden: dan zijn afstanden bekend."),
            dutch("Kies bij ‘Verdeling van vragen’ wie welke vraag krijgt."),
        ),
        (dutch("Wat rood is, vraagt vandaag een telefoontje. De rest is in orde."),),
    ),
)

BY_SLUG: Mapping[str, Topic] = MappingProxyType({one.slug: one for one in TOPICS})
_BY_DOOR = {one.door: one for one in TOPICS}


def topic_of(door: str, role: Role) -> Topic | None:
    """Return what there is to read about a page, for whoever may open it."""
    found = _BY_DOOR.get(door)
    return found if found is not None and role in found.roles else None


def topics_for(role: Role) -> tuple[Topic, ...]:
    """Return the topics of the pages that a role works with."""
    return tuple(one for one in TOPICS if role in one.roles)
