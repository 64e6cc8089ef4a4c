"""The eight plain questions of the screen, and for each code what to look for and what to ask.

A telephone intake is eight taps: an ordinary answer to a gate answers all its codes, "weet ik
niet" leaves them unknown, and anything else unfolds them. Source: domain model, table of gates.
The questions to ask aloud address the help seeker (u); the rest addresses the coordinator (je).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from loopplank.core.kit.reason import dutch
from loopplank.core.triage.codes import (
    ANSWERABLE,
    BY_KEY,
    GATE_MASKS,
    M1,
    T1,
    Answer,
    Gate,
    Tap,
    codes_in,
)


@dataclass(frozen=True, slots=True)
class GateText:
    """What a gate shows: its name, its question, and the labels of its three answers."""

    title: str
    question: str
    ordinary: str
    otherwise: str
    unknown: str


@dataclass(frozen=True, slots=True)
class CodeText:
    """What a code shows: `line` is what to look for, `ask` is what to say aloud when unknown."""

    line: str
    ask: str


_NOTHING_OF_THIS = dutch("Gevraagd, niets van dit")
_SOMETHING = dutch("Ja, er speelt iets")
_NOT_KNOWN = dutch("Weet ik nog niet")

GATE_TEXTS: Mapping[Gate, GateText] = MappingProxyType(
    {
        Gate.N: GateText(
            dutch("Nood"),
            dutch("Is er nu direct gevaar voor iemand?"),
            _NOTHING_OF_THIS,
            _SOMETHING,
            _NOT_KNOWN,
        ),
        Gate.V: GateText(
            dutch("Veiligheid"),
            dutch(
                "Zijn er zorgen over veiligheid: van de hulpvrager, kinderen of de vrijwilliger?"
            ),
            _NOTHING_OF_THIS,
            _SOMETHING,
            _NOT_KNOWN,
        ),
        Gate.H: GateText(
            dutch("Handelingen"),
            dutch("Gaat het om verpleging, wassen, tillen, medicijnen of iemands geld?"),
            _NOTHING_OF_THIS,
            _SOMETHING,
            _NOT_KNOWN,
        ),
        Gate.K: GateText(
            dutch("Volhouden"),
            dutch(
                "Gaat het mis als er een keer niemand komt?"
                " Of is het vaker, langer of zwaarder dan wij mogen vragen?"
            ),
            _NOTHING_OF_THIS,
            _SOMETHING,
            _NOT_KNOWN,
        ),
        Gate.C: GateText(
            dutch("Veel tegelijk"),
            dutch("Spelen er veel problemen tegelijk, en lang? Of is er bijzondere kennis nodig?"),
            _NOTHING_OF_THIS,
            _SOMETHING,
            _NOT_KNOWN,
        ),
        Gate.R: GateText(
            dutch("Betaalde hulp"),
            dutch("Bestaat hier betaalde hulp voor, of een bedrijf dat te betalen is?"),
            _NOTHING_OF_THIS,
            _SOMETHING,
            _NOT_KNOWN,
        ),
        Gate.T: GateText(
            dutch("Eigen wil"),
            dutch("Wil de persoon het zelf? En kan die daar zelf over beslissen?"),
            dutch("Ja, wil het zelf, niets bijzonders"),
            dutch("Nee, of er is iets bijzonders"),
            _NOT_KNOWN,
        ),
        Gate.M: GateText(
            dutch("Ons aanbod"),
            dutch("Bieden wij dit aan, en is er plek?"),
            dutch("Past in ons aanbod, niets bijzonders"),
            dutch("Nee, of er is iets bijzonders"),
            _NOT_KNOWN,
        ),
    }
)

CODE_TEXTS: Mapping[str, CodeText] = MappingProxyType(
    {
        "N1": CodeText(
            dutch("Iemand is gewond of in levensgevaar"),
            dutch("Is er nu iemand gewond of heel ziek?"),
        ),
        "N2": CodeText(
            dutch("Wil niet meer leven, en noemt een plan, een middel of een moment"),
            dutch("Denkt u eraan om een eind aan uw leven te maken? Heeft u een plan?"),
        ),
        "N3": CodeText(
            dutch("Geweld op dit moment, of iemand dreigt ermee"),
            dutch("Is er nu iemand die u pijn doet of bedreigt?"),
        ),
        "N4": CodeText(
            dutch("Een kind is op dit moment niet veilig"),
            dutch("Is er een kind dat nu niet veilig is?"),
        ),
        "N5": CodeText(
            dutch("Iemand die kwetsbaar is, is nu weg. Of er is brand of gas"),
            dutch("Is er nu iemand weg die niet alleen naar buiten kan? Ruikt u gas of brand?"),
        ),
        "N5T": CodeText(
            dutch("Weglopen, brand of gas: het gebeurde al en het kan weer gebeuren"),
            dutch("Is er al eens iemand weggelopen? Of was er al eens brand of gas?"),
        ),
        "V1": CodeText(
            dutch("Vermoeden van geweld of mishandeling, ook met geld"),
            dutch("Voelt u zich veilig bij de mensen om u heen?"),
        ),
        "V2": CodeText(
            dutch("Zegt niet meer te willen leven, zonder plan"),
            dutch("Denkt u wel eens dat u niet meer wilt leven?"),
        ),
        "V3": CodeText(
            dutch("Agressie, verslaving, een psychose of gedrag over de grens"),
            dutch("Is er iemand in huis die snel boos wordt, of veel drinkt of gebruikt?"),
        ),
        "V3V": CodeText(
            dutch("Zorgen over het gedrag van een vrijwilliger"),
            dutch("Is er iets gebeurd met een vrijwilliger wat u niet prettig vond?"),
        ),
        "V4": CodeText(
            dutch("Het huis is onveilig of erg vuil: ongedierte, poep, kans op brand"),
            dutch("Mag ik bij u thuis komen kijken? Is er iets kapot of gevaarlijk in huis?"),
        ),
        "V5": CodeText(
            dutch("Ander risico voor de vrijwilliger: besmetting, dieren, de plek"),
            dutch("Is er iets waar bezoek op moet letten, zoals een ziekte of een hond?"),
        ),
        "H1": CodeText(
            dutch("Verpleging: een injectie, katheter, sonde of wond"),
            dutch(
                "Moet er iets verpleegd worden, zoals een wond?"
                " Of moet er een spuit gegeven worden?"
            ),
        ),
        "H2": CodeText(
            dutch("Medicijnen klaarzetten, geven of erop letten"),
            dutch("Heeft u hulp nodig bij uw medicijnen?"),
        ),
        "H3": CodeText(
            dutch("Wassen, naar het toilet gaan, aankleden of kousen"),
            dutch("Heeft u hulp nodig bij wassen, aankleden of het toilet?"),
        ),
        "H4": CodeText(
            dutch("Tillen, ondersteunen bij opstaan, of heel zwaar werk"),
            dutch("Moet er iemand getild of ondersteund worden? Is het zwaar werk?"),
        ),
        "H5": CodeText(
            dutch("Iemands pinpas, pincode of DigiD gebruiken, of voor iemand tekenen"),
            dutch("Moet iemand voor u pinnen, inloggen met DigiD of tekenen?"),
        ),
        "H6": CodeText(
            dutch("Behandelen, advies over de wet, of officieel tolken"),
            dutch("Zoekt u een behandeling, advies over de wet of een tolk?"),
        ),
        "X": CodeText(
            dutch("Iets wat onze organisatie zelf niet doet"),
            dutch("Kijk in jullie eigen lijst: hoort dit bij wat jullie niet doen?"),
        ),
        "K1": CodeText(
            dutch("Het gaat mis als er een keer niemand komt"),
            dutch("Wat gebeurt er als er volgende week niemand komt?"),
        ),
        "K2": CodeText(
            dutch("Meer dan wij mogen vragen: veel uren, elke dag of in de nacht"),
            dutch("Hoe vaak en hoe lang moet er iemand komen? Ook in de nacht?"),
        ),
        "K3": CodeText(
            dutch("Er is geen einde in zicht"),
            dutch("Tot wanneer heeft u hulp nodig, denkt u?"),
        ),
        "K4": CodeText(
            dutch("Zwaar om mee te maken: iemand gaat dood of rouwt"),
            dutch("Speelt er iets zwaars, zoals rouw of iemand die gaat overlijden?"),
        ),
        "C1": CodeText(
            dutch("Problemen op drie of meer gebieden, zoals geld, wonen, gezin en gezondheid"),
            dutch("Zijn er ook zorgen over geld, wonen, gezin of gezondheid?"),
        ),
        "C2": CodeText(
            dutch("Dit is niet binnen een jaar op te lossen"),
            dutch("Denkt u dat dit over een jaar opgelost is?"),
        ),
        "C3": CodeText(
            dutch("Een beroepskracht moet de leiding hebben, maar die is er niet"),
            dutch("Wie van de zorg of het wijkteam houdt alles voor u in de gaten?"),
        ),
        "C4": CodeText(
            dutch(
                "Bijzondere kennis nodig, zoals over vergeten, psychose, autisme of hersenletsel"
            ),
            dutch("Vergeet u dingen? Of moet een vrijwilliger iets van u weten?"),
        ),
        "C5": CodeText(
            dutch("Kinderen onder de 18 krijgen zorg of geven zorg"),
            dutch("Wonen er kinderen in huis? Zorgen zij ook voor iemand?"),
        ),
        "R1": CodeText(
            dutch("Misschien recht op betaalde hulp, van gemeente of zorg"),
            dutch("Heeft u hulp gevraagd bij de gemeente of de thuiszorg?"),
        ),
        "R2": CodeText(
            dutch("Een bedrijf doet dit ook en dat is te betalen"),
            dutch("Kunt u hier iemand voor betalen?"),
        ),
        "R3": CodeText(
            dutch("Alleen tijdelijk, tot de betaalde hulp er is"),
            dutch("Tot welke dag duurt het voordat de betaalde hulp er is?"),
        ),
        "T1": CodeText(
            dutch("De persoon wil dit zelf"),
            dutch("Wilt u dit zelf?"),
        ),
        "T2": CodeText(
            dutch("De persoon kan hier niet alleen over beslissen"),
            dutch("Is er iemand die met u meebeslist of voor u tekent?"),
        ),
        "T3": CodeText(
            dutch("Mensen kennen elkaar: zelfde kerk, dorp of familie"),
            dutch("Zijn er mensen bij ons die u liever niet aan de deur heeft?"),
        ),
        "M1": CodeText(
            dutch("Dit past in ons aanbod"),
            dutch("Kijk in jullie aanbod: doen wij dit?"),
        ),
        "M1E": CodeText(
            dutch("Een andere organisatie in het netwerk biedt dit aan"),
            dutch("Kijk in het netwerk: doet een andere organisatie dit?"),
        ),
        "M2": CodeText(
            dutch("Een andere taal of een tolk is nodig"),
            dutch("In welke taal praat u het liefst?"),
        ),
        "M3": CodeText(
            dutch("Wij hebben hier nu geen plek voor"),
            dutch("Kijk bij jullie vrijwilligers: is er plek?"),
        ),
        "M4": CodeText(
            dutch("Een bijzondere eis: VOG, scholing, auto, of een man of vrouw"),
            dutch("Moet de vrijwilliger iets kunnen of hebben, zoals een auto?"),
        ),
    }
)


def answers_for_gate(gate: Gate, said: Tap | Mapping[str, Answer]) -> dict[str, Answer]:
    """Turn one tap, or the unfolded codes of a gate, into an answer for each code of the gate.

    `said` is "ordinary" (asked, and nothing of this), "unknown", or the answers that were given
    code by code; an unfolded code that nobody touched is unknown. X is never among them: it
    follows from the organisation's excluded acts (see `answers_for_acts`). Raises ValueError for
    a code that is not of this gate.
    """
    keys = [code.key for code in codes_in(GATE_MASKS[gate] & ANSWERABLE)]
    if said == "ordinary":
        return {key: _ordinary(key) for key in keys}
    if isinstance(said, str):
        return dict.fromkeys(keys, Answer.UNKNOWN)
    strangers = [key for key in said if key not in keys]
    if strangers:
        raise ValueError(f"{', '.join(strangers)}: no code of gate {gate.value}.")
    return {key: said.get(key, Answer.UNKNOWN) for key in keys}


def said_of_gate(gate: Gate, answers: Mapping[str, Answer]) -> Tap | Literal["details"]:
    """Tell which of the three answers of a gate these answers are, to show the form again."""
    keys = [code.key for code in codes_in(GATE_MASKS[gate] & ANSWERABLE)]
    given = [answers.get(key, Answer.UNKNOWN) for key in keys]
    if all(answer is Answer.UNKNOWN for answer in given):
        return "unknown"
    if given == [_ordinary(key) for key in keys]:
        return "ordinary"
    return "details"


def _ordinary(key: str) -> Answer:
    # R3 is favourable too, but "nothing of this" at gate R says: no paid help, so no bridging.
    return Answer.YES if BY_KEY[key].bit & (T1 | M1) else Answer.NO
