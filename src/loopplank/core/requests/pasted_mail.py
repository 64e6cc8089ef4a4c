"""What a mail of somebody else may say for the questions of a new request: pointed out, never
filled in.

The words of a mail are no answers. Each proposal quotes the words that it comes from, so that a
coordinator sees whether they mean that; only what is ticked goes to the form. Names and numbers of
people are never proposed: whose they are is not for a pattern to say.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from loopplank.core.kit.contact_details import postcode
from loopplank.core.kit.kinds import Kind
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.intake import ForWhom

#: Characters of one mail; more is the whole correspondence below it.
LONGEST = 8000
#: A mail names the postcode of the person, and often that of the office below it.
MOST_POSTCODES = 3
_AROUND = 30


@dataclass(frozen=True, slots=True)
class Pointer:
    """One answer that the mail may give: `field` of the intake, `value` as the form takes it, and
    `words` of the mail that point at it, with what stands around them.
    """

    field: str
    value: str
    words: str

    @property
    def key(self) -> str:
        """Tells it from the others of the same mail."""
        return f"{self.field}:{self.value}"


def _any(*patterns: str) -> re.Pattern[str]:
    # "geen boodschappen" asks for none
    return re.compile(rf"(?<!\w)(?<!geen )(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


_KINDS: Mapping[Kind, re.Pattern[str]] = MappingProxyType(
    {
        Kind.SHOPPING: _any(r"boodschap\w*", r"supermarkt", r"winkelen"),
        Kind.COMPANY: _any(
            r"gezelschap", r"praatje", r"eenzaam\w*", r"vereenzaam\w*", r"koffie drinken"
        ),
        Kind.TRANSPORT: _any(
            r"vervoer\w*",
            r"chauffeur",
            r"meerijden",
            r"heen en weer rijden",
            r"naar (?:het ziekenhuis|de huisarts|de dokter|de tandarts|de polikliniek|de kapper)",
        ),
        Kind.ODD_JOBS: _any(
            r"klus\w*", r"tuin\w*", r"gras maaien", r"lamp(?:en)? (?:vervangen|ophangen)"
        ),
        Kind.PAPERWORK: _any(
            r"formulier\w*",
            r"administratie",
            r"papierwerk",
            r"post (?:openen|lezen|doornemen|uitzoeken)",
        ),
        Kind.RESPITE: _any(r"respijt\w*", r"mantelzorg\w* ontlasten", r"ontlasting van \w+"),
        Kind.BUDDY: _any(r"maatje\w*", r"buddy"),
        Kind.FAMILY: _any(r"gezin", r"gezinsondersteuning", r"opvoeding\w*"),
        Kind.LANGUAGE: _any(
            r"taalmaatje\w*", r"taalcoach", r"taalles\w*", r"Nederlands (?:oefenen|leren|spreken)"
        ),
        Kind.VIGIL: _any(r"waken", r"waker\w*", r"nachtwake\w*"),
    }
)
_WHO: Mapping[ForWhom, re.Pattern[str]] = MappingProxyType(
    {
        ForWhom.PROFESSIONAL: _any(
            r"wijkteam",
            r"sociaal team",
            r"(?:wijk|transfer)verpleegkundige",
            r"praktijkondersteuner",
            r"casemanager",
            r"maatschappelijk werk(?:er|ster)",
            r"cli[eë]ntondersteuner",
            r"wmo-consulent",
            r"(?:mijn|onze) (?:cli[eë]nte?|pati[eë]nte?)",
        ),
        ForWhom.FAMILY: _any(
            r"mijn (?:schoon)?(?:moeder|vader|ouders|zus|broer)",
            r"mijn (?:man|vrouw|oma|opa|tante|oom|zoon|dochter)",
        ),
        ForWhom.NEIGHBOUR: _any(r"mijn (?:buurvrouw|buurman|buren|vriendin|vriend)"),
    }
)
_POSTCODE = re.compile(r"(?<![\w-])[1-9]\d{3} ?[A-Z]{2}(?!\w)")


def pointers_in(mail: str) -> tuple[Pointer, ...]:
    """Return what the mail may answer: kinds of help, who asks and by which way, and the area; each
    once, in the order of the form.
    """
    return (*_who(mail), *_kinds(mail), *_areas(mail))


def taken(pointers: Iterable[Pointer], keys: Iterable[str]) -> tuple[Pointer, ...]:
    """Return those that somebody ticked; a key of no pointer of this mail is passed over."""
    ticked = set(keys)
    return tuple(one for one in pointers if one.key in ticked)


def _who(mail: str) -> Iterable[Pointer]:
    for who, pattern in _WHO.items():
        if found := pattern.search(mail):
            words = _quoted(mail, found)
            yield Pointer("for_whom", who.value, words)
            if who is ForWhom.PROFESSIONAL:
                yield Pointer("way_in", "professional", words)


def _kinds(mail: str) -> Iterable[Pointer]:
    for kind, pattern in _KINDS.items():
        if found := pattern.search(mail):
            yield Pointer("kinds", kind.value, _quoted(mail, found))


def _areas(mail: str) -> Iterable[Pointer]:
    areas: dict[str, str] = {}
    for found in _POSTCODE.finditer(mail):
        try:
            areas.setdefault(postcode(found[0]), _quoted(mail, found))
        except Refused:
            continue
    for code, words in list(areas.items())[:MOST_POSTCODES]:
        yield Pointer("postcode", code, words)


def _quoted(mail: str, found: re.Match[str]) -> str:
    """Return the words on their line, with some words around them, cut at spaces."""
    line_start = mail.rfind("\n", 0, found.start()) + 1
    line_end = mail.find("\n", found.end())
    line_end = len(mail) if line_end < 0 else line_end
    start = max(line_start, found.start() - _AROUND)
    end = min(line_end, found.end() + _AROUND)
    if start > line_start:
        space = mail.find(" ", start, found.start())
        start = found.start() if space < 0 else space + 1
    if end < line_end:
        space = mail.rfind(" ", found.end(), end)
        end = found.end() if space < 0 else space
    cut = ("… " if start > line_start else "", " …" if end < line_end else "")
    return f"{cut[0]}{mail[start:end].strip()}{cut[1]}"
