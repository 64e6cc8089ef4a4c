"""Red flags in free Dutch text: words that call for a question, pointed out where they stand.

A red flag never answers a gate. It shows the sentence that raised it, the code it hints at and a
question to ask. "Geen medicijnen" points as well: a no that somebody wrote is worth hearing again.
Better one question too many than a score, so the patterns are words that anybody can read here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit import bsn
from loopplank.core.kit.reason import Reason, dutch


class RedFlagKind(StrEnum):
    """What a red flag is about; the value is what is stored."""

    INJURY = "injury"
    NOT_SEEN = "not_seen"
    SUICIDE = "suicide"
    VIOLENCE = "violence"
    WANDERING = "wandering"
    ABUSE = "abuse"
    AGGRESSION = "aggression"
    ADDICTION = "addiction"
    UNSAFE_HOME = "unsafe_home"
    NURSING = "nursing"
    MEDICATION = "medication"
    BODILY_CARE = "bodily_care"
    LIFTING = "lifting"
    FALLS = "falls"
    MONEY = "money"
    NIGHT = "night"
    DAILY = "daily"
    DYING = "dying"
    DEBT = "debt"
    EXPERTISE = "expertise"
    CHILDREN = "children"
    BSN = "bsn"


@dataclass(frozen=True, slots=True)
class RedFlag:
    """One pointer: the exact sentence with its place in the text, and the words that raised it.

    `start`, `end`: the sentence, in characters of the whole text; `found_start`, `found_end`: the
    words in it. `code`: the key of the code that it hints at, None for a BSN.
    """

    kind: RedFlagKind
    code: str | None
    sentence: str
    start: int
    end: int
    found_start: int
    found_end: int
    question: Reason


@dataclass(frozen=True, slots=True)
class _Rule:
    code: str | None
    question: Reason
    pattern: re.Pattern[str] | None


def _small(text: str) -> str:
    """Return it in small letters, each in its own place: a sign that would become two stays."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)


def _rule(kind: RedFlagKind, code: str | None, question: str, *patterns: str) -> _Rule:
    # A pattern starts and ends at a word, so that "inslaan" is not "slaan"; and it starts with a
    # letter, so that a page of signs and numbers is passed over.
    words = "|".join(patterns)
    whole = rf"(?=['’a-zà-ɏ])(?<!\w)(?:{words})(?!\w)"
    # of small letters, for text made small: twice as fast as looking past the difference
    pattern = re.compile(whole) if words else None
    return _Rule(code, Reason(f"red_flag.{kind.value}", question), pattern)


# Verbs that are split: "wij slaan elke week boodschappen in", "dat valt wel mee". The little word
# stands at the end of its clause, and 80 characters are far enough to look for it.
_SPLIT = r"(?![^.!?,;\n]{0,80}\b(?:%s)\s*(?:[.,;!?]|$))"
_HITS = rf"(?:slaat|slaan|sloeg){_SPLIT % 'in|over|op|af|aan|door'}"
_FALLS = (
    r"(?<!dat )(?<!het )(?<!dit )(?<!er )(?:viel|valt|val)"
    rf"{_SPLIT % 'mee|op|tegen|in|onder|uit|af|over'}"
)
#: "Al drie dagen", "dagenlang", "sinds vrijdag": so long nobody saw somebody.
_DAYS = (
    r"(?:(?:al |sinds |in )?(?:een paar|enkele|twee|drie|vier|vijf|zes|\d+|heel wat|meer dan een) "
    r"(?:dagen|dag|weken|week)|al een week|al dagen|dagenlang|dagen lang"
    r"|sinds (?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|gisteren|eergisteren"
    r"|vorige week|het weekend))"
)
_OPENS = r"(?:doet|deed|doen) (?:\w+ ){0,4}deur "
_DOOR_SHUT = r"(?:\w+ ){0,3}niet (?:meer )?open"
_SOON = r"(?:vanavond|vannacht|morgen)"

RULES: Mapping[RedFlagKind, _Rule] = MappingProxyType(
    {
        kind: _rule(kind, code, question, *patterns)
        for kind, code, question, patterns in (
            (
                RedFlagKind.INJURY,
                "N1",
                dutch("Is er nu iemand gewond of heel ziek? Bel dan 112."),
                (
                    r"(?:op de (?:grond|vloer) (?:ligt|lag|liggen|gelegen))",
                    r"(?:ligt|lag|lig|liggen) (?:\w+ ){0,4}op de (?:grond|vloer)",
                    r"(?:ge)?kreun\w*(?! niet)",
                    r"bewusteloos|buiten (?:bewustzijn|kennis)|ademt (?:bijna )?niet",
                    r"pijn op de borst|beroerte|hartaanval|bloedt",
                    r"gebroken (?:heup|been|arm|pols)",
                ),
            ),
            (
                RedFlagKind.NOT_SEEN,
                "N1",
                dutch("Wanneer zag of sprak iemand deze persoon het laatst? Bel 112 bij gevaar."),
                (
                    rf"{_OPENS}{_DOOR_SHUT}",
                    r"(?:doet|deed) (?:\w+ ){0,4}niet (?:meer )?open"
                    r"(?! voor (?:vreemden|verkopers))",
                    r"(?:krijg|krijgen|kreeg|kregen) (?:\w+ ){0,4}geen (?:gehoor|reactie)"
                    r"(?! (?:van|bij) (?:de|het|een) (?:gemeente|wijkteam|thuiszorg|huisarts))",
                    r"reageert (?:\w+ ){0,3}niet (?:meer )?(?:op|als|aan) (?:\w+ ){0,3}"
                    r"(?:bel|bellen|aanbellen|kloppen|deur|telefoon|roepen)",
                    r"(?:neemt|nam) (?:al |sinds )(?:\w+ ){0,4}(?:de telefoon )?niet (?:meer )?op",
                    r"(?:gordijnen|luiken|rolluiken) (?:(?!overdag|avonds|nachts)\w+ ){0,5}"
                    r"(?:dicht|gesloten|potdicht)"
                    r"(?! (?:doen|maken|gemaakt|trekken|schuiven|krijgen|naaien))",
                    r"(?:niet|niemand) (?:meer )?(?:gezien|gehoord|gesproken) sinds",
                    rf"{_DAYS} (?:\w+ ){{0,4}}(?:niet|niks|niets|taal noch teken) "
                    r"(?:meer )?(?:van \w+ |buiten )?(?:gezien|gehoord|gesproken|vernomen)",
                    rf"niet (?:meer )?(?:gezien|gehoord|gesproken) (?:\w+ ){{0,2}}{_DAYS}",
                    rf"niemand (?:\w+ ){{0,3}}(?:gezien|gehoord|gesproken) {_DAYS}",
                    rf"(?:hoor|horen|zie|zien|spreek|spreken) (?:\w+ ){{0,3}}{_DAYS} "
                    r"(?:\w+ ){0,2}(?:niets|niks|niet|niemand)",
                    r"(?:post|kranten|brievenbus|reclame) (?:\w+ ){0,5}"
                    r"(?:stapelt|stapelen|puilt|ligt vol|blijft liggen|uitpuil\w*)",
                    r"(?:brievenbus|deurmat) (?:\w+ ){0,3}vol (?:met )?(?:post|kranten|brieven)",
                ),
            ),
            (
                RedFlagKind.SUICIDE,
                "N2",
                dutch("Vraag het open: denkt u eraan om een eind aan uw leven te maken?"),
                (
                    r"niet meer (?:te )?(?:willen? )?(?:leven|wakker worden)",
                    r"wil (?:echt |gewoon )?niet meer(?=\s*(?:[.!?]|$))|niet meer zitten",
                    r"(?:er ?uit|uit het leven) stappen|voor de trein",
                    r"(?:het|alles) hoeft (?:voor mij |van mij |zo )?niet meer",
                    r"(?:levensmoe|zelfmoord\w*|zelfdoding\w*|su[iï]cid\w*)",
                    r"einde? (?:maken )?aan (?:mijn|zijn|haar|het|uw) leven",
                    r"er een einde? aan (?:te |ga |gaan )?ma(?:ak|ken)",
                    r"(?:wil|wilde|wou|liever) (?:ik |hij |zij |ze |maar )?dood|dood wil",
                    r"was (?:ik|hij|zij|ze) maar dood",
                    rf"{_SOON} is het (?:klaar|voorbij|afgelopen|over)",
                    r"pillen (?:\w+ ){0,8}(?:liggen|gespaard|opgespaard|bewaard|verzameld)",
                    r"geen zin meer in (?:het|mijn|dit) leven|leven heeft geen zin",
                ),
            ),
            (
                RedFlagKind.VIOLENCE,
                "N3",
                dutch("Is er nu iemand die u pijn doet of bedreigt? Bent u veilig?"),
                (
                    rf"(?<!alarm )(?<!brug )(?<!klok ){_HITS}(?! alarm)",
                    r"geslagen|schopt|geschopt|gewurgd|wurgt",
                    r"gil|gilt|gillen|gegil|geschreeuwd?|geweld|gewelddadig\w*",
                    r"bedreig\w*|(?:doet|deed) (?:mij|me|haar|hem|ons) pijn",
                    r"(?:dreigt|dreigde|zwaait|zwaaide|stak|steekt) (?:\w+ ){0,5}mes",
                    r"pistool|vuurwapen",
                ),
            ),
            (
                RedFlagKind.WANDERING,
                "N5",
                dutch("Waar is die persoon nu? Is dit vaker gebeurd?"),
                (
                    r"dwaal\w*|dwalen|gedwaald|verdwaal\w*|vermist",
                    r"weggelopen|wegloopt|weglopen|loopt (?:steeds |vaak )?weg",
                    r"(?:nacht\w*|alleen|zomaar) (?:\w+ ){0,3}de straat op",
                    r"gevonden door de politie|door de politie (?:gevonden|thuisgebracht)",
                ),
            ),
            (
                RedFlagKind.ABUSE,
                "V1",
                dutch("Voelt u zich veilig bij de mensen om u heen?"),
                (
                    r"mishandel\w*|misbruik\w*|verwaarloo\w*|huiselijk geweld",
                    r"blauwe plek(?:ken)?|opgesloten|afgeperst",
                    r"geld gestolen|(?:pakt|pikt|steelt) (?:mijn|haar|zijn) geld",
                    r"bang voor (?:mijn|haar|zijn|hem) ?(?:man|vrouw|zoon|dochter|vriend|partner)?",
                ),
            ),
            (
                RedFlagKind.AGGRESSION,
                "V3",
                dutch("Wat gebeurt er als iemand boos wordt? Is bezoek dan veilig?"),
                (
                    r"agressi\w*|boos|woedend|woede\w*|driftig|opvliegend",
                    r"scheldt|schelden|uitgescholden|handtastelijk\w*|intimid\w*",
                ),
            ),
            (
                RedFlagKind.ADDICTION,
                "V3",
                dutch("Gebruikt iemand in huis veel drank of drugs? Krijgt diegene hulp?"),
                (
                    r"verslaa?fd\w*|verslaving\w*|alcohol|alcoholist\w*|drank|dronken",
                    r"drinkt (?:te )?(?:veel|vaak)|drinkt weer",
                    r"drugs\w*|coca[iï]ne|hero[iï]ne|wiet|blowt|blowen|gokt|gokken",
                ),
            ),
            (
                RedFlagKind.UNSAFE_HOME,
                "V4",
                dutch("Hoe ziet het er in huis uit? Mag ik een keer komen kijken?"),
                (
                    r"ongedierte|muizen|ratten|kakkerlak\w*|bedwants\w*",
                    r"vervuil\w*|schimmel\w*|asbest|brandgevaar\w*|stinkt|poep",
                ),
            ),
            (
                RedFlagKind.NURSING,
                "H1",
                dutch("Wie doet de verpleging? Blijft die dat doen?"),
                (
                    r"insuline\w*|injecti\w*|injecteren|prikken|infuus|pompje|morfinepomp",
                    r"katheter\w*|stoma\w*|sonde\w*|wonden?|wondzorg|zuurstof\w*",
                    r"(?<!in )verband(?:en)?(?! (?:met|mee))",
                    r"spuit(?:en|je|jes)?(?![^.!?\n]{0,80}\b(?:tuin|auto|stoep|planten|schoon)\b)",
                ),
            ),
            (
                RedFlagKind.MEDICATION,
                "H2",
                dutch("Heeft u hulp nodig bij uw medicijnen? Wie doet dat nu?"),
                (
                    r"medicijn\w*|medicatie\w*|medicament\w*|slaapmiddel\w*",
                    r"pil|pillen|pilletjes?|pillendoos\w*|tablet(?:ten)?jes?|tabletten|baxter\w*",
                    r"bloedverdunner\w*|antidepressiva|oogdruppel\w*|druppelen",
                ),
            ),
            (
                RedFlagKind.BODILY_CARE,
                "H3",
                dutch("Heeft u hulp nodig bij wassen, aankleden of het toilet? Van wie?"),
                (
                    r"(?<!ramen )(?<!auto )(?<!kleren )(?<!gordijnen )(?:wassen|gewassen|wast)",
                    r"douch\w*|in bad|aankleden|uitkleden|aangekleed|scheren",
                    r"steunkous\w*|kousen|luier\w*|verschonen|incontinent\w*",
                    r"naar (?:het|de) (?:toilet|wc)|toiletgang|toiletbezoek",
                ),
            ),
            (
                RedFlagKind.LIFTING,
                "H4",
                dutch("Moet er iemand getild of ondersteund worden?"),
                (
                    r"(?:op)?(?:tillen|tilt|tilde)|(?:op)?getild|tillift\w*|sjouwen|transfers?",
                    r"(?:uit|in) bed (?:helpen|halen|leggen|krijgen)|overeind (?:helpen|krijgen)",
                ),
            ),
            (
                RedFlagKind.FALLS,
                "H4",
                dutch("Hoe vaak valt u? Moet iemand u vasthouden bij het lopen?"),
                (
                    r"(?<!sommige )(?<!alle )(?<!veel )(?<!beide )(?<!meeste )(?<!zulke )"
                    r"(?<!lastig )gevallen",
                    rf"{_FALLS}|valpartij\w*|valgevaar|struikel\w*",
                ),
            ),
            (
                RedFlagKind.MONEY,
                "H5",
                dutch("Moet iemand voor u pinnen, inloggen of tekenen? Wie mag dat?"),
                (
                    r"pin|pinpas\w*|pincode\w*|pinnen|gepind|bankpas\w*|betaalpas\w*",
                    r"digid|internetbankieren|bankzaken|creditcard\w*|geld (?:halen|opnemen)",
                    r"machtigen|machtiging\w*|volmacht\w*|handtekening\w*",
                ),
            ),
            (
                RedFlagKind.NIGHT,
                "K2",
                dutch("Hoe vaak is er in de nacht iemand nodig? Wie is er nu?"),
                (r"(?:['’]?s )?nachts|nacht|nachten|nachtdienst\w*|nachtwak\w*|waken|24 uur",),
            ),
            (
                RedFlagKind.DAILY,
                "K2",
                dutch("Moet dit echt elke dag? Wat gebeurt er als er een keer niemand komt?"),
                (
                    r"(?:elke|iedere) (?:dag|ochtend|morgen|middag|avond)|dagelijkse?",
                    r"(?:keer|maal) per dag|dag en nacht",
                ),
            ),
            (
                RedFlagKind.DYING,
                "K4",
                dutch("Hoe lang heeft die persoon nog? Wie van de zorg is erbij?"),
                (
                    r"sterven|stervend\w*|terminaa?l\w*|palliatie\w*|uitbehandeld|hospice",
                    r"ongeneeslijk\w*|laatste levensfase|levensverwachting|verwachting weken",
                    r"rouw\w*",
                ),
            ),
            (
                RedFlagKind.DEBT,
                "C1",
                dutch("Zijn er brieven van een deurwaarder? Zijn er nog meer zorgen?"),
                (
                    r"schulden|schuldeiser\w*|schuldhulp\w*|deurwaarder\w*|aanmaning\w*",
                    r"incasso\w*|beslaglegging|huurachterstand\w*|betalingsachterstand\w*",
                    r"bewindvoer\w*|uithuiszetting|huis uit gezet|voedselbank",
                ),
            ),
            (
                RedFlagKind.EXPERTISE,
                "C4",
                dutch("Vergeet of verwart die persoon dingen? Wie kijkt er mee?"),
                (
                    r"dement\w*|alzheimer\w*|vergeetachtig\w*|vergeet(?! niet\b)|geheugen\w*",
                    r"in de war|verward\w*|psychos\w*|psychoti\w*|schizofren\w*|stemmen hoort",
                    r"autis\w*|hersenletsel\w*|bipolair\w*|borderline|manisch",
                ),
            ),
            (
                RedFlagKind.CHILDREN,
                "C5",
                dutch("Wonen er kinderen onder de 18 in huis? Hoe gaat het met hen?"),
                (
                    r"kinderen(?! (?:wonen|zijn) (?:\w+ )?(?:ver|elders|volwassen|groot|uit huis|"
                    r"het huis uit|op zichzelf|in het buitenland))",
                    r"(?<!als )kind(?! (?:noch kraai|aan huis))|kindje|kindjes|kids",
                    r"baby|baby['’]s|babytje|peuters?|kleuters?|pubers?|tieners?|tweeling",
                    r"zoontjes?|dochtertjes?|pleegkind\w*|minderjarig\w*",
                    r"(?:zoon|dochter|jongen|meisje) (?:van |is )?\(?(?:[0-9]|1[0-7])",
                ),
            ),
            (
                RedFlagKind.BSN,
                None,
                dutch("Staat hier een BSN? Dat mogen wij niet bewaren. Haal het weg."),
                (),
            ),
        )
    }
)

# An end of a sentence, but not the dot of an abbreviation or an initial.
# It begins at the first of a row of signs: else a row of dots is read again from each of them.
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’)]*(?=\s|$)|\n+")
_NO_END = re.compile(
    r"(?:\b(?:mevr|mw|dhr|mr|dr|drs|prof|bijv|bv|nr|tel|ca|evt|incl|excl|o\.a|i\.v\.m|m\.b\.t|d\.w\.z"
    r"|[a-z]))\.$",
    re.IGNORECASE,
)


def sentences(text: str) -> tuple[bsn.Span, ...]:
    """Return the place of each sentence of a text, without the white space around it."""
    spans = []
    start = 0
    for end in [*(m.end() for m in _END.finditer(text)), len(text)]:
        raw = text[start:end]
        if _NO_END.search(raw[-12:]) and end < len(text):
            continue
        stripped = raw.strip()
        if stripped:
            first = start + raw.index(stripped)
            spans.append(bsn.Span(first, first + len(stripped)))
        start = end
    return tuple(spans)


def find(text: str) -> tuple[RedFlag, ...]:
    """Return the red flags of a text, in its order; at most one of each kind a sentence.

    They never answer a gate: the caller shows them beside the sentence, as a question to ask.
    """
    numbers = bsn.find(text)
    found = [
        flag
        for span in sentences(text)
        # a sentence of one or two signs says nothing, and a page of them is soon read
        if span.end - span.start > 2
        for flag in _in_sentence(text, span, numbers)
    ]
    order = list(RedFlagKind)
    found.sort(key=lambda flag: (flag.start, order.index(flag.kind)))
    return tuple(found)


def _in_sentence(text: str, span: bsn.Span, numbers: tuple[bsn.Span, ...]) -> Iterator[RedFlag]:
    sentence = text[span.start : span.end]
    small = _small(sentence)
    for kind, rule in RULES.items():
        if rule.pattern is None:
            # A number may run over what looks like the end of a sentence: it starts in this one.
            hit = next((n for n in numbers if span.start <= n.start < span.end), None)
        else:
            match = rule.pattern.search(small)
            hit = match and bsn.Span(span.start + match.start(), span.start + match.end())
        if hit is not None:
            yield RedFlag(
                kind, rule.code, sentence, span.start, span.end, hit.start, hit.end, rule.question
            )
