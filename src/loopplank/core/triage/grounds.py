"""What each answer says for or against a volunteer: one Dutch sentence a code.

Nothing here decides: `route` does, and these sentences say why. Acts that a volunteer may do by
law and does not do by policy say so (domain model, Wet BIG), and no sentence states that somebody
*is* entitled to something.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.reason import Param, Reason, dutch
from loopplank.core.triage.codes import BY_KEY, CODES, Gate
from loopplank.core.triage.questions import CODE_TEXTS


class Tone(StrEnum):
    """How a reason weighs: for a volunteer, on a condition, against, or not known yet."""

    AGAINST = "against"
    CONDITION = "condition"
    SUPPORTS = "supports"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason in its place: the gate and the code it comes from, and how it weighs."""

    gate: Gate
    code: str
    tone: Tone
    reason: Reason

    def as_stored(self) -> dict[str, object]:
        """Return codes and parameters as JSON-ready values, never the sentence."""
        return {
            "gate": self.gate.value,
            "code": self.code,
            "tone": self.tone.value,
            **self.reason.as_stored(),
        }


def ground(
    key: str,
    tone: Tone,
    sentence: str,
    variant: str = "",
    params: Mapping[str, Param] = MappingProxyType({}),
) -> Ground:
    """Make the ground of a code; `variant` tells its sentences apart in what is stored."""
    code = f"triage.{key}.{variant}" if variant else f"triage.{key}"
    return Ground(BY_KEY[key].gate, key, tone, Reason(code, sentence, params))


def _by_bit(*grounds: Ground) -> Mapping[int, Ground]:
    return MappingProxyType({BY_KEY[g.code].bit: g for g in grounds})


_AGAINST = Tone.AGAINST
_CONDITION = Tone.CONDITION
_SUPPORTS = Tone.SUPPORTS

#: What a yes says. X has no sentence of its own: each excluded act brings the organisation's.
YES: Mapping[int, Ground] = _by_bit(
    ground("N1", _AGAINST, dutch("Iemand is gewond of in levensgevaar.")),
    ground(
        "N2",
        _AGAINST,
        dutch("Iemand wil niet meer leven, en noemt een plan, een middel of een moment."),
    ),
    ground("N3", _AGAINST, dutch("Er is nu geweld, of iemand dreigt ermee. Ga niet naar binnen.")),
    ground("N4", _AGAINST, dutch("Een kind is nu niet veilig.")),
    ground("N5", _AGAINST, dutch("Iemand die kwetsbaar is, is nu weg. Of er is brand of gas.")),
    ground(
        "N5T",
        _AGAINST,
        dutch("Dit gevaar was er al eens en komt terug. Gebeurt het nu? Bel 112."),
    ),
    ground(
        "V1",
        _AGAINST,
        dutch(
            "Er is een vermoeden van geweld of mishandeling. Meld dit bij jullie contactpersoon."
        ),
    ),
    ground(
        "V2",
        _AGAINST,
        dutch("Iemand zegt niet meer te willen leven. De huisarts of de GGZ moet erbij zijn."),
    ),
    ground(
        "V3",
        _AGAINST,
        dutch("Er is agressie, verslaving of gedrag over de grens. Dat is niet veilig."),
    ),
    ground(
        "V3V",
        _CONDITION,
        dutch("Er zijn zorgen over een vrijwilliger. Meld dat. Voor deze vraag verandert niets."),
    ),
    ground(
        "V4",
        _AGAINST,
        dutch("Het huis is onveilig of erg vuil. Dat moet eerst opgelost zijn."),
    ),
    ground(
        "V5",
        _AGAINST,
        dutch("Er is een ander risico voor de vrijwilliger. Dat moet eerst opgelost zijn."),
    ),
    ground(
        "H1",
        _AGAINST,
        dutch("Dit is verpleging. De wet verbiedt het niet, maar vrijwilligers doen dit niet."),
    ),
    ground(
        "H2",
        _AGAINST,
        dutch(
            "Het gaat om medicijnen. De wet verbiedt het niet, maar vrijwilligers doen dit niet."
        ),
    ),
    ground(
        "H3",
        _AGAINST,
        dutch("Het gaat om wassen, toilet of aankleden. Vrijwilligers doen dit niet."),
    ),
    ground(
        "H4",
        _AGAINST,
        dutch("Er moet getild worden, of het werk is zwaar. Daar raakt iemand gewond van."),
    ),
    ground(
        "H5",
        _AGAINST,
        dutch("Een vrijwilliger gebruikt nooit iemands pinpas of DigiD, en tekent voor niemand."),
    ),
    ground(
        "H6",
        _AGAINST,
        dutch("Dit is behandelen, advies over de wet of tolken. Dat doet een beroepskracht."),
    ),
    ground(
        "K1",
        _AGAINST,
        dutch("Het gaat mis als er een keer niemand komt. Een beroepskracht moet dit dragen."),
    ),
    ground("K2", _AGAINST, dutch("Dit is vaker, langer of meer in de nacht dan wij mogen vragen.")),
    ground("K3", _CONDITION, dutch("Er is geen einde in zicht.")),
    ground(
        "K4",
        _AGAINST,
        dutch("Dit is zwaar om mee te maken. Een vrijwilliger doet dit niet alleen."),
    ),
    ground("C1", _CONDITION, dutch("Er zijn problemen op drie of meer gebieden.")),
    ground("C2", _CONDITION, dutch("Dit is niet binnen een jaar op te lossen.")),
    ground(
        "C3",
        _AGAINST,
        dutch("Een beroepskracht moet de leiding hebben, en die is er nog niet."),
    ),
    ground(
        "C4",
        _AGAINST,
        dutch("Hier is bijzondere kennis nodig. Een beroepskracht moet meekijken."),
    ),
    ground(
        "C5",
        _AGAINST,
        dutch("Kinderen krijgen of geven hier zorg. Een beroepskracht moet meekijken."),
    ),
    ground(
        "R1",
        _AGAINST,
        dutch("Hier is misschien recht op betaalde hulp. Zoek dat eerst uit."),
    ),
    ground(
        "R2",
        _AGAINST,
        dutch("Een bedrijf doet dit ook, en dat is te betalen. Wij nemen geen werk over."),
    ),
    ground(
        "R3",
        _CONDITION,
        dutch("Tijdelijk helpen telt pas met een einddatum en een besluit van ons."),
        "open",
    ),
    ground("T1", _SUPPORTS, dutch("De persoon wil dit zelf.")),
    ground(
        "T2",
        _CONDITION,
        dutch("De persoon kan niet alleen beslissen. Regel eerst wie meebeslist."),
    ),
    ground("T3", _CONDITION, dutch("Mensen kennen elkaar hier. Denk aan wat privé moet blijven.")),
    ground("M1", _SUPPORTS, dutch("Dit past in ons aanbod.")),
    ground("M1E", _AGAINST, dutch("Een andere organisatie in het netwerk biedt dit aan.")),
    ground("M2", _CONDITION, dutch("Een andere taal of een tolk is nodig.")),
    ground("M3", _CONDITION, dutch("Wij hebben hier nu geen plek voor.")),
    ground("M4", _CONDITION, dutch("De vrijwilliger moet iets bijzonders hebben of kunnen.")),
)

#: What a no says where a no is no good news.
NO: Mapping[int, Ground] = _by_bit(
    ground("T1", _AGAINST, dutch("De persoon wil dit zelf niet. Praat daar eerst over."), "no"),
    ground("M1", _AGAINST, dutch("Dit past niet in ons aanbod."), "no"),
)

#: The missed-visit test, the most useful single question: a no speaks for a volunteer.
MISSED_VISIT_IS_NO_HARM = ground(
    "K1", _SUPPORTS, dutch("Komt er een keer niemand? Dat is jammer, maar het gaat niet mis."), "no"
)

#: The same codes inside our own trained offer (domain model, correction 1): a condition.
COVERED: Mapping[int, Ground] = _by_bit(
    ground(
        "K4",
        _CONDITION,
        dutch("Dit is zwaar om mee te maken, maar het hoort bij ons aanbod."),
        "covered",
    ),
    ground(
        "C4",
        _CONDITION,
        dutch("Hier is bijzondere kennis nodig, en die hoort bij ons aanbod."),
        "covered",
    ),
    ground(
        "C5",
        _CONDITION,
        dutch("Kinderen krijgen of geven hier zorg, en dat hoort bij ons aanbod."),
        "covered",
    ),
)

#: Paid help exists, and bridging until it is there has an end and a decision (correction 4).
BRIDGED: Mapping[int, Ground] = _by_bit(
    ground("R1", _CONDITION, dutch("Hier is misschien recht op betaalde hulp."), "bridged"),
    ground("R2", _CONDITION, dutch("Een bedrijf doet dit ook, en dat is te betalen."), "bridged"),
)

SINGLE_EVENT = ground(
    "K1",
    _CONDITION,
    dutch("Het is één keer. Er is een naam voor als de vrijwilliger niet kan."),
    "single",
)
SINGLE_EVENT_ALONE = ground(
    "K1",
    _CONDITION,
    dutch("Het is één keer. Spreek eerst af wie komt als de vrijwilliger niet kan."),
    "single.alone",
)
REPRESENTED = ground(
    "T2",
    _CONDITION,
    dutch("De persoon kan niet alleen beslissen. Het is geregeld wie meebeslist."),
    "arranged",
)
NO_LEAD_YET = Reason(
    "triage.V2.lead", dutch("Betrek eerst de huisarts of de GGZ, met naam en telefoonnummer.")
)
PROVISION_RUNNING = ground(
    "R1",
    _AGAINST,
    dutch("Betaalde hulp hiervoor is er al, of is toegezegd. Ga terug naar wie dat regelt."),
    "running",
)
PROVISION_WAITS = ground(
    "R1",
    _AGAINST,
    dutch("Voor de betaalde hulp is een wachtlijst. Wij tellen dit als gat."),
    "waits",
)
PART_OK = ground(
    "M1",
    _SUPPORTS,
    dutch("Een deel van de vraag kan een vrijwilliger los daarvan doen."),
    "part",
)
NO_PART = ground(
    "M1",
    _AGAINST,
    dutch("Geen deel van de vraag kan een vrijwilliger los daarvan doen."),
    "no_part",
)
PART_NOT_OFFERED = ground(
    "M1",
    _AGAINST,
    dutch("Een vrijwilliger ernaast zou kunnen, maar wij bieden dat niet aan."),
    "part.not_offered",
)
OFFERED_HERE_TOO = ground(
    "M1E", _SUPPORTS, dutch("Een andere organisatie in het netwerk biedt dit ook aan."), "too"
)
BRIDGING_UNTIL = dutch("Dit is tijdelijk, tot %(until)s. Onze organisatie heeft dat besloten.")

#: The question to ask for each code that is unknown.
UNKNOWN: Mapping[int, Ground] = MappingProxyType(
    {
        code.bit: Ground(
            code.gate,
            code.key,
            Tone.UNKNOWN,
            Reason(f"triage.{code.key}.ask", CODE_TEXTS[code.key].ask),
        )
        for code in CODES
    }
)
