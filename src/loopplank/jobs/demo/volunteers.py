"""The volunteers of Waterstad: those that the story knows by name, and many more."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import exp

from loopplank.core.requests.intake import ANY_TIME, day_parts
from loopplank.jobs.chance import Random
from loopplank.jobs.demo import places, questions

MORNING, AFTERNOON, EVENING = 0, 1, 2
ALL_DAYS = range(7)


@dataclass(frozen=True, slots=True)
class Helper:
    """A volunteer as the coordinator enters them. Minutes are a week; `km` None means any."""

    name: str
    house: str
    max_minutes: int
    max_people: int = 2
    max_heavy: int = 1
    kinds: tuple[str, ...] = ()
    when: int = ANY_TIME
    no_gos: tuple[str, ...] = ()
    postcode: str = "1013"
    channel: str = "sms"
    km: int | None = None
    until_in: int | None = None
    also: str = ""
    travel_counts: bool = False
    certificate: bool = True
    trained_for: tuple[str, ...] = ()
    note: str = ""
    short_notice: bool = False

    @property
    def liked_minutes(self) -> int:
        """Return three quarters of the limit, in quarters of an hour."""
        return self.max_minutes * 3 // 4 // 15 * 15


def until(helper: Helper, today: date) -> date | None:
    return today + timedelta(days=helper.until_in) if helper.until_in else None


NAMED = (
    Helper(
        "Ria Smit",
        "buurtkracht",
        360,
        4,
        1,
        ("company", "shopping"),
        day_parts([1, 3, 5], [MORNING, AFTERNOON]),
        ("evening",),
        "1013",
        until_in=210,
        note="Wil het liefst op donderdag. Houdt van wandelen.",
    ),
    Helper(
        "Henk Visser",
        "buurtkracht",
        360,
        2,
        1,
        ("company", "shopping", "odd_jobs"),
        postcode="1015",
        note="Zegt niet snel nee. Vraag eerst hoe het met hem gaat.",
    ),
    Helper(
        "Samira el Amrani",
        "buurtkracht",
        180,
        1,
        0,
        ("company", "shopping"),
        day_parts([2, 3, 4], [AFTERNOON]),
        ("dogs",),
        "1016",
        note="Nieuw sinds dit najaar. Proefgesprek na de eerste twee bezoeken.",
    ),
    Helper(
        "Anton Kuipers",
        "buurtkracht",
        240,
        2,
        1,
        ("company", "shopping", "paperwork"),
        day_parts([1], [MORNING, AFTERNOON]),
        (),
        "1014",
        channel="email",
        note="Kan alleen op dinsdag.",
    ),
    Helper(
        "Els de Graaf",
        "buurtkracht",
        300,
        2,
        1,
        ("company", "shopping"),
        no_gos=("cats", "smoking"),
        postcode="1011",
        note="Is allergisch voor katten.",
    ),
    Helper("Joop Tan", "buurtkracht", 300, 2, 1, ("company", "odd_jobs"), postcode="1012"),
    Helper(
        "Wim Postma",
        "buurtkracht",
        360,
        3,
        1,
        ("company", "shopping", "transport", "odd_jobs"),
        postcode="1013",
        channel="phone",
    ),
    Helper("Fatima Haddad", "buurtkracht", 180, 1, 1, ("company", "shopping"), postcode="1017"),
    Helper(
        "Truus Oomen", "buurtkracht", 120, 1, 0, ("company",), postcode="1018", channel="phone"
    ),
    Helper(
        "Bas Willems", "buurtkracht", 240, 2, 1, ("paperwork", "company"), channel="email",
        also="samenzuid", postcode="1012",
    ),
    Helper(
        "Gerrit Kuiper", "thuisgenoten", 600, 2, 2, ("vigil", "respite"), postcode="1015",
        trained_for=("C4", "K4"), note="Waakt graag, ook ’s nachts.",
    ),
    Helper(
        "Mies Verburg", "thuisgenoten", 600, 2, 2, ("vigil", "respite"), postcode="1022",
        trained_for=("C4", "K4"),
    ),
    Helper(
        "Joyce Pinas", "thuisgenoten", 240, 2, 1, ("respite", "family"), postcode="1013",
        trained_for=("C4",), also="buurtkracht",
    ),
    Helper(
        "Dirk Jan Mol", "samenzuid", 240, 2, 1, ("buddy", "odd_jobs"), postcode="1019",
        trained_for=("C4",),
    ),
    Helper(
        "Cor Westerveld", "vervoerdienst", 480, 4, 1, ("transport",), postcode="1014",
        also="buurtkracht",
    ),
)  # fmt: skip

SIZES = {"buurtkracht": 26, "thuisgenoten": 36, "vervoerdienst": 30, "samenzuid": 28}
_KINDS = {
    "buurtkracht": ("company", "shopping", "paperwork", "odd_jobs", "transport", "other"),
    "thuisgenoten": ("respite", "company", "family", "vigil", "other"),
    "vervoerdienst": ("transport", "shopping", "other"),
    "samenzuid": ("odd_jobs", "buddy", "company", "language", "shopping", "other"),
}
_NEAR = {
    "buurtkracht": ("1011", "1013", "1014", "1015", "1016", "1017", "1018"),
    "thuisgenoten": tuple(area.postcode for area in places.AREAS),
    "vervoerdienst": tuple(area.postcode for area in places.AREAS),
    "samenzuid": ("1019", "1021", "1022", "1023"),
}
_NOTES = (
    "",
    "",
    "",
    "Graag bellen na zessen.",
    "Heeft zelf een drukke baan.",
    "Houdt van tuinen en koken.",
    "Past in de vakanties op de kleinkinderen.",
    "Wil graag iemand leren kennen uit de eigen buurt.",
)


def everybody(chance: Random) -> list[Helper]:
    """Return all 120 volunteers; the named ones first, in an order that the seed does not
    change.
    """
    drawn = {helper.name for helper in NAMED}
    found = list(NAMED)
    for house, size in SIZES.items():
        missing = size - sum(helper.house == house for helper in NAMED)
        found += [_drawn(chance, house, drawn, number) for number in range(missing)]
    return found


def _drawn(chance: Random, house: str, drawn: set[str], number: int) -> Helper:
    names, name = questions.names(), ""
    while not name or name in drawn:
        name = f"{chance.choice(names['helpers_first'])} {chance.choice(names['helpers_last'])}"
    drawn.add(name)
    max_minutes = _minutes(chance)
    max_people = min(4, max(1, round(max_minutes / 110)))
    kinds = _KINDS[house]
    # the first kind is what the organisation is for: nearly everybody does that
    chosen = {kinds[0], *chance.sample(kinds[1:], chance.randint(1, len(kinds) - 1))}
    channel = chance.choice(("sms", "sms", "sms", "email", "email", "phone"))
    if number == 7:
        # was met by a second organisation, and with only a telephone did not answer it yet
        channel = "phone"
    also = ""
    if house != "vervoerdienst" and number in {3, 7}:
        also = "vervoerdienst" if number == 3 else "buurtkracht"
    return Helper(
        name,
        house,
        max_minutes,
        max_people,
        min(max_people, chance.choice((0, 1, 1, 1, 2))),
        tuple(kind for kind in kinds if kind in chosen),
        _when(chance),
        tuple(chance.sample(("dogs", "smoking", "stairs", "evening"), chance.choice((0, 0, 1)))),
        chance.choice(_NEAR[house]),
        channel,
        chance.choice((None, None, 5, 8)),
        chance.choice((None, None, None, 240, 330)),
        also if also != house else "",
        chance.random() < 0.15,
        # the last one still waits for the certificate
        number != 5,
        ("C4",) if house == "thuisgenoten" and chance.random() < 0.4 else (),
        chance.choice(_NOTES),
        chance.random() < 0.3,
    )


def _minutes(chance: Random) -> int:
    """Draw minutes: most people give two to four hours a week, a few much more: half hours,
    lognormal.
    """
    drawn = exp(chance.gauss(5.25, 0.45))
    return int(min(600, max(90, round(drawn / 30) * 30)))


def _when(chance: Random) -> int:
    if chance.random() < 0.3:
        return ANY_TIME
    days = chance.sample(ALL_DAYS, chance.randint(2, 5))
    return day_parts(days, chance.sample((MORNING, AFTERNOON, EVENING), chance.randint(1, 3)))
