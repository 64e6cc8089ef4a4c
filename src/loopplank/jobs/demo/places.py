"""Waterstad and its organisations: areas, people with an account, offers and limits."""

from dataclasses import dataclass, field

from loopplank.access.demo.demo import DEMO_PASSWORD
from loopplank.actions.organisations.networks import Area
from loopplank.actions.organisations.organisations import OfferText, OwnLimits
from loopplank.core.account.roles import Role
from loopplank.core.organisations.organisations import OrganisationKind
from loopplank.core.referrals.consent import Space

PLACE = "Waterstad"
PASSWORD = DEMO_PASSWORD

# Invented neighbourhoods; the centres lie a few kilometres apart, as in a town of this size.
_NEIGHBOURHOODS = (
    ("1011", "Centrum", 52.3724, 4.9030),
    ("1012", "Centrum", 52.3735, 4.8935),
    ("1013", "Rivierenwijk", 52.3890, 4.8820),
    ("1014", "Rivierenwijk", 52.3925, 4.8690),
    ("1015", "Oosterhaven", 52.3770, 4.9330),
    ("1016", "Oosterhaven", 52.3705, 4.9440),
    ("1017", "Noorderpark", 52.3985, 4.9120),
    ("1018", "Noorderpark", 52.4050, 4.9230),
    ("1019", "Zuidrand", 52.3480, 4.8900),
    ("1021", "Zuidrand", 52.3420, 4.9050),
    ("1022", "De Linten", 52.3560, 4.9270),
    ("1023", "De Linten", 52.3505, 4.9390),
)
AREAS = tuple(
    Area(postcode, PLACE, latitude, longitude, municipality=PLACE, neighbourhood=name)
    for postcode, name, latitude, longitude in _NEIGHBOURHOODS
)
STREETS = (
    "Kadeweg",
    "Sluisstraat",
    "Veerplein",
    "Lindenlaan",
    "Havenkade",
    "Molenpad",
    "Dijkstraat",
    "Bruggenweg",
    "Parkzicht",
    "Weverslaan",
)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with an account. `key` is the name in the story, and in front of the @."""

    key: str
    name: str
    role: Role
    weekdays: tuple[int, ...] = ()
    hours: int | None = None
    max_matches: int | None = None

    @property
    def email(self) -> str:
        return f"{self.key}@waterstad.example"


@dataclass(frozen=True, slots=True)
class House:
    """One organisation. The first member is the first contact, the second the stand-in."""

    key: str
    name: str
    short: str
    members: tuple[Member, ...]
    kind: str = OrganisationKind.VOLUNTEERS
    phone: str = "0205550142"
    hours: str = "maandag tot en met vrijdag, 9:00 tot 16:00 uur"
    offers: tuple[OfferText, ...] = ()
    limits: OwnLimits = field(default_factory=OwnLimits)


COORDINATOR = Role.COORDINATOR

BUURTKRACHT = House(
    "buurtkracht",
    "Buurtkracht Oost",
    "BuurtOost",
    (
        Member("marleen", "Marleen Bos", COORDINATOR, (0, 1, 3), 20, 14),
        Member("yusuf", "Yusuf Demir", COORDINATOR, (2, 3, 4), 18, 14),
        Member("greet", "Greet Hoekstra", Role.BOARD),
        Member("loes", "Loes Vink", Role.NETWORK_ADMIN),
    ),
    offers=(
        OfferText(
            "shopping",
            "Boodschappen",
            "Samen boodschappen doen, of voor u als u niet kunt.",
            "Geen pinpas of pincode meenemen. Niet tillen of steunen bij lopen.",
        ),
        OfferText(
            "company",
            "Bezoek en een praatje",
            "Elke week of om de week een vaste vrijwilliger op bezoek.",
            "Geen verzorging, geen medicijnen.",
        ),
        OfferText(
            "paperwork",
            "Hulp bij post en formulieren",
            "Samen post openen en ordenen, tot u het zelf weer kunt.",
            "Geen DigiD, geen bankzaken voor u doen, geen schulden regelen.",
            space=Space.WAITING,
            space_words="4 tot 8 weken wachten",
            meanwhile="Op woensdag zit er iemand in het buurthuis die met u meekijkt.",
        ),
    ),
    limits=OwnLimits(
        kinds=("shopping", "company", "paperwork", "odd_jobs", "transport", "other"),
        max_minutes_a_week=180,
        max_months=12,
        excluded_acts=(
            ("keys", "Sleutels bewaren, of alleen in het huis zijn."),
            ("money", "Met de pinpas of met contant geld van iemand op pad gaan."),
        ),
    ),
)
THUISGENOTEN = House(
    "thuisgenoten",
    "Thuisgenoten",
    "Thuisgenoot",
    (
        Member("ineke", "Ineke Brouwer", COORDINATOR, (0, 1, 2, 3), 28, 20),
        Member("karim", "Karim Benali", COORDINATOR, (1, 3, 4), 20, 14),
        Member("dora", "Dora Wessels", Role.BOARD),
    ),
    phone="0205550151",
    offers=(
        OfferText(
            "respite",
            "Even vrij voor de mantelzorger",
            "Een dagdeel per week iemand bij uw man, vrouw of ouder.",
            "Geen verpleging. Overdag en ’s avonds tot 22:00 uur.",
            conditions=("De vrijwilliger volgde de cursus dementie.",),
        ),
        OfferText(
            "vigil",
            "Waken",
            "Waken bij iemand die thuis sterft, ook ’s nachts.",
            "De wijkverpleging blijft dag en nacht bereikbaar.",
        ),
        OfferText(
            "family",
            "Steun voor een gezin",
            "Een dagdeel per week iemand naast u in een druk gezin.",
            "Geen kinderopvang, en niet elke ochtend.",
            space=Space.WAITING,
            space_words="6 tot 10 weken wachten",
            meanwhile="Eet op dinsdag mee in buurthuis De Brug. U hoeft zich niet op te geven.",
        ),
    ),
    limits=OwnLimits(
        kinds=("respite", "vigil", "family", "company", "other"),
        max_minutes_a_week=480,
        max_months=24,
        excluded_acts=(("care", "Wassen, aankleden of naar het toilet helpen."),),
    ),
)
VERVOERDIENST = House(
    "vervoerdienst",
    "Vervoerdienst Waterstad",
    "Vervoer",
    (
        Member("paul", "Paul Dijkstra", COORDINATOR, (0, 1, 2, 3, 4), 32, 25),
        Member("anja", "Anja Roos", COORDINATOR, (2, 4), 12, 10),
    ),
    phone="0205550161",
    offers=(
        OfferText(
            "transport",
            "Mee naar ziekenhuis, kapper of familie",
            "Een vrijwilliger rijdt u en wacht op u.",
            "Geen rolstoelbus, geen ritten buiten de provincie.",
        ),
    ),
    limits=OwnLimits(
        kinds=("transport", "shopping", "other"), max_minutes_a_week=240, max_months=12
    ),
)
SAMEN_ZUID = House(
    "samenzuid",
    "Samen Zuid",
    "Samen Zuid",
    (
        Member("sandra", "Sandra Pinas", COORDINATOR, (0, 2, 3), 24, 16),
        Member("tom", "Tom Verhoeven", COORDINATOR, (1, 4), 14, 10),
    ),
    phone="0205550171",
    offers=(
        OfferText(
            "odd_jobs",
            "Klusjes in huis en tuin",
            "Een lamp, een kraan, een gordijnrail. De tuin één keer per jaar.",
            "Geen werk waar een vakman voor nodig is, en niet als u die kunt betalen.",
        ),
        OfferText(
            "buddy",
            "Een maatje",
            "Iemand die om de week iets leuks met u doet.",
            "Geen behandeling en geen crisisdienst.",
        ),
        OfferText(
            "language",
            "Nederlands oefenen",
            "Een uur per week praten en oefenen.",
            space=Space.FULL,
            space_words="vol tot maart",
        ),
    ),
    limits=OwnLimits(
        kinds=("odd_jobs", "buddy", "language", "company", "shopping", "other"),
        max_minutes_a_week=240,
        max_months=24,
    ),
)
WIJKTEAM = House(
    "wijkteam",
    "Wijkteam Oost",
    "Wijkteam",
    (Member("nadia", "Nadia Kaya", Role.PROFESSIONAL, (0, 1, 2, 3)),),
    kind=OrganisationKind.FORMAL,
    phone="0205550181",
)
GEMEENTE = House(
    "gemeente",
    "Gemeente Waterstad",
    "Gemeente",
    (Member("rob", "Rob Timmer", Role.READER, (0, 1, 2, 3)),),
    kind=OrganisationKind.MUNICIPALITY,
    phone="0205550191",
)
HOUSES = (BUURTKRACHT, THUISGENOTEN, VERVOERDIENST, SAMEN_ZUID, WIJKTEAM, GEMEENTE)

# The network's own table: which organisation gets what is asked on the network's page.
ROUTES = (
    ("transport", "", "", "vervoerdienst"),
    ("odd_jobs", "", "", "samenzuid"),
    ("", "1019", "1021", "samenzuid"),
)


def weekdays_of(key: str) -> tuple[int, ...]:
    """Return on which weekdays a member works."""
    return next(m.weekdays for house in HOUSES for m in house.members if m.key == key)
