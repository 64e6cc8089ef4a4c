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
_WATCHES = _RUNS | _ADMIN
_PROFESSIONAL = frozenset({Role.PROFESSIONAL})

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
        "vandaag-bestuur",
        "today",
        frozenset({Role.BOARD}),
        dutch("Vandaag"),
        dutch("Alles wat vandaag iets van je vraagt, in één lijst. Het ergste staat bovenaan."),
        (
            dutch("Begin bovenaan: eerst veiligheid, dan wat te laat is, dan wat voor vandaag is."),
            dutch("Druk op de knop in de regel. Die doet de volgende stap, of brengt je erheen."),
        ),
        (dutch("Wat er in een vraag staat, ziet alleen wie ermee werkt."),),
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
        (
            dutch("Alles kan later anders. Wat loopt, blijft lopen."),
            dutch(
                "Bij ‘Het formulier’ sluit je ook de pagina waarop mensen zich aanmelden als"
                " vrijwilliger."
            ),
        ),
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
    Topic(
        "voorstel-voor-de-week",
        "week_plan",
        _COORDINATOR,
        dutch("Voorstel voor de week"),
        dutch("Wie zou wie kunnen helpen, voor iedereen die nu wacht? Elke nacht opnieuw gezocht."),
        (
            dutch("Lees elk voorstel, en vink aan wie je wilt vragen."),
            dutch("Kies ‘Lees na wat je koos’. Er gaat nog niets weg."),
            dutch("Klopt alles? Vraag dan iedereen in één keer."),
            dutch("Is er veel veranderd? Kies ‘Maak nu een nieuw voorstel’."),
        ),
        (
            dutch("Het is een voorstel. Er gebeurt niets voordat jij iemand vraagt."),
            dutch("Onder ‘Niemand gevonden’ lees je bij elke vraag waarom niet."),
        ),
    ),
    Topic(
        "signalen",
        "signals",
        _RUNS,
        dutch("Signalen"),
        dutch("Vrijwilligers die zeiden dat het te zwaar is, of dat het niet goed voelt."),
        (
            dutch("Begin met wie het eerst gebeld moet worden. De dag staat erbij."),
            dutch("Bel, en open daarna de naam. Schrijf op wat jullie afspraken."),
            dutch("Is er iets met veiligheid? Dat staat onder ‘Zorgdossiers’."),
        ),
        (
            dutch(
                "Een signaal over een collega gaat naar iemand anders. Daarom zie je hier"
                " niet altijd alles."
            ),
            dutch("Een signaal telt nooit tegen een vrijwilliger."),
        ),
    ),
    Topic(
        "hoe-gaat-het",
        "check_in_totals",
        _WATCHES,
        dutch("Hoe gaat het met onze vrijwilligers?"),
        dutch("De antwoorden op vier korte vragen, per kwartaal bij elkaar geteld."),
        (
            dutch("Lees per vraag hoeveel mensen wat antwoordden."),
            dutch("Vergelijk met het kwartaal ervoor, en praat er samen over."),
        ),
        (
            dutch("Niemand ziet wie wat antwoordde. Groepen onder de 10 mensen staan er niet."),
            dutch("Een kwartaal staat hier twee weken nadat het voorbij is."),
        ),
    ),
    Topic(
        "gaten-in-het-netwerk",
        "network_gaps",
        _WATCHES,
        dutch("Gaten in het netwerk"),
        dutch("Wat niemand in het netwerk kan, bij naam en zonder getal."),
        (
            dutch("Lees wat er ontbreekt, en wie het zou kunnen."),
            dutch("Onder ‘Nee zonder vervolg’ staat wat niemand oppakte."),
            dutch("Bespreek het met de andere organisaties, of met de gemeente."),
        ),
        (
            dutch("Een naam staat hier als twee organisaties hem noemen."),
            dutch("Noemt één organisatie hem, dan pas als het er ooit 10 of meer waren."),
            dutch("Je ziet alleen ‘minder dan 10’ of ‘10 of meer’, nooit een getal."),
        ),
    ),
    Topic(
        "inrichting-van-het-netwerk",
        "settings",
        _ADMIN,
        dutch("Inrichting van het netwerk"),
        dutch("Wie er meedoen, en wat voor alle organisaties samen geldt."),
        (
            dutch("Kies ‘Voeg een organisatie toe’ en geef een eerste contact op."),
            dutch("Is iemand nog niet binnen? Kies ‘Maak een nieuwe uitnodiging’."),
            dutch(
                "Laad bij ‘Postcodes’ de gebieden, en kies bij ‘Verdeling’ wie welke vraag krijgt."
            ),
            dutch("Bij ‘Klokken’ staat hoe snel iets moet, als een organisatie zelf niets kiest."),
        ),
        (dutch("Een organisatie opent haar eigen formulier. Dat kun jij niet voor haar doen."),),
    ),
    Topic(
        "verwijzingen",
        "own_referrals",
        _PROFESSIONAL,
        dutch("Mijn verwijzingen"),
        dutch("De vragen die u aan een organisatie gaf, en hoe het ermee staat."),
        (
            dutch("Kies ‘Nieuwe verwijzing’ en beantwoord de vragen."),
            dutch("Onder ‘Bij u’ staat wat op u wacht, onder ‘Bij hen’ wat op een ander wacht."),
            dutch("Vraagt een organisatie u iets? Dat staat onder ‘Aan u gevraagd’."),
        ),
        (
            dutch("U blijft verantwoordelijk tot de ander ja zegt. Zwijgen is geen ja."),
            dutch("Vóór een ja leest de ander geen naam."),
        ),
    ),
    Topic(
        "gaten-melden",
        "gaps",
        _PROFESSIONAL,
        dutch("Gaten"),
        dutch("Waar u nergens terecht kon met een vraag, geteld zonder namen."),
        (
            dutch("Kreeg u ergens nee? Kies ‘Meld een nee’."),
            dutch("Bij ‘Gaten in het netwerk’ leest u wat anderen missen."),
        ),
        (dutch("Anderen zien een naam van een gat, nooit uw getal."),),
    ),
)

BY_SLUG: Mapping[str, Topic] = MappingProxyType({one.slug: one for one in TOPICS})


def topic_of(door: str, role: Role) -> Topic | None:
    """Return what there is to read about a page, for whoever may open it."""
    return next((one for one in topics_for(role) if one.door == door), None)


def topics_for(role: Role) -> tuple[Topic, ...]:
    """Return the topics of the pages that a role works with."""
    return tuple(one for one in TOPICS if role in one.roles)
