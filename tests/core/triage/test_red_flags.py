"""Red flags point at a sentence and ask; they never answer. With the eighteen cases as text."""

import json
from pathlib import Path

import pytest

from loopplank.core.triage import BY_KEY, red_flags
from loopplank.core.triage.red_flags import RedFlagKind

CASES = {
    case["id"]: case["text_nl"]
    for case in json.loads(
        (Path(__file__).parent / "cases" / "cases_nl.json").read_text(encoding="utf-8")
    )
}

#: What each case should point at: the kind, and the words that raise it.
EXPECTED: dict[int, list[tuple[str, str]]] = {
    1: [],
    2: [
        ("children", "kinderen"),
        ("bodily_care", "wast"),
        ("daily", "elke ochtend"),
        ("children", "kinderen"),
    ],
    3: [
        ("suicide", "Vanavond is het klaar"),
        ("suicide", "pillen van mijn vrouw nog liggen"),
        ("medication", "pillen"),
    ],
    5: [("nursing", "spuit"), ("bodily_care", "kousen"), ("daily", "keer per dag")],
    6: [("medication", "medicijnen"), ("expertise", "vergeet"), ("medication", "pillendoos")],
    8: [
        ("wandering", "nachts de straat op"),
        ("night", "'s nachts"),
        ("wandering", "gevonden door de politie"),
        ("night", "'s nachts"),
    ],
    9: [("expertise", "Alzheimer")],
    11: [("money", "internetbankieren"), ("debt", "schulden")],
    12: [("violence", "geschreeuwd")],
    14: [],
    15: [],
    17: [("injury", "kreunen"), ("not_seen", "doet niet open"), ("injury", "op de grond ligt")],
    18: [("children", "baby")],
    20: [("bodily_care", "kousen")],
    23: [
        ("dying", "verwachting weken"),
        ("daily", "keer per dag"),
        ("night", "nachten"),
        ("nursing", "pompje"),
    ],
    24: [("dying", "sterven"), ("night", "nacht"), ("daily", "dag en nacht")],
    27: [],
    30: [],
}


def kinds_in(text: str) -> set[str]:
    return {flag.kind.value for flag in red_flags.find(text)}


@pytest.mark.parametrize("number", CASES)
def test_the_cases(number: int) -> None:
    text = CASES[number]
    found = [(f.kind.value, text[f.found_start : f.found_end]) for f in red_flags.find(text)]
    assert found == EXPECTED[number]


@pytest.mark.parametrize("number", CASES)
def test_each_flag_carries_the_exact_sentence_and_a_question(number: int) -> None:
    text = CASES[number]
    for flag in red_flags.find(text):
        assert text[flag.start : flag.end] == flag.sentence == flag.sentence.strip()
        assert flag.start <= flag.found_start < flag.found_end <= flag.end
        assert "?" in flag.question.sentence
        assert flag.code in BY_KEY


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Geen medicijnen.", "medication"),
        ("Hij krijgt zijn pillen van de apotheek.", "medication"),
        ("Zij krijgt elke week een injectie.", "nursing"),
        ("Het verband moet om de dag verwisseld.", "nursing"),
        ("Kan iemand helpen tillen?", "lifting"),
        ("Hij moet uit bed geholpen, dus uit bed helpen.", "lifting"),
        ("Hulp bij douchen graag.", "bodily_care"),
        ("Ze kan niet alleen naar de wc.", "bodily_care"),
        ("Ik wil niet meer leven.", "suicide"),
        ("Het hoeft voor mij niet meer.", "suicide"),
        ("Was ik maar dood.", "suicide"),
        ("Ik wil niet meer.", "suicide"),
        ("Ik zie het niet meer zitten.", "suicide"),
        ("Ik wil uit het leven stappen.", "suicide"),
        ("Mijn zoon pakt haar geld.", "abuse"),
        ("Hij doet mij pijn.", "violence"),
        ("Soms denk ik aan zelfmoord.", "suicide"),
        ("Hij slaat haar.", "violence"),
        ("HIJ SLAAT MIJ", "violence"),
        ("Hij dreigde met een mes.", "violence"),
        ("Er is huiselijk geweld geweest.", "abuse"),
        ("Zij is bang voor haar zoon.", "abuse"),
        ("Er zijn drie kinderen in huis.", "children"),
        ("Onze dochter van 9 helpt mee.", "children"),
        ("Mag iemand mijn pinpas meenemen?", "money"),
        ("Ik snap DigiD niet.", "money"),
        ("Er was een deurwaarder aan de deur.", "debt"),
        ("Ma is dementerend.", "expertise"),
        ("Ze is vaak in de war.", "expertise"),
        ("Hij is gisteren weggelopen.", "wandering"),
        ("Hij wordt snel boos.", "aggression"),
        ("Hij is verslaafd aan gokken.", "addiction"),
        ("Zij drinkt te veel.", "addiction"),
        ("Wie kan er ’s nachts blijven?", "night"),
        ("Zij valt vaak.", "falls"),
        ("Ik ben twee keer gevallen.", "falls"),
        ("Mevr. de Wit valt steeds om.", "falls"),
        ("Hij ligt bewusteloos op de grond.", "injury"),
        ("Er zitten muizen in de keuken.", "unsafe_home"),
        ("Mijn bsn is 111.222.333 en verder niets.", "bsn"),
    ],
)
def test_points_at(text: str, kind: str) -> None:
    assert kind in kinds_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "De kleinkinderen komen op bezoek.",
        "Mijn kinderen wonen ver weg.",
        "Ik heb kind noch kraai.",
        "Ik moet boodschappen inslaan.",
        "Wij slaan elke week boodschappen in.",
        "Dat slaat nergens op.",
        "De buurvrouw sloeg alarm.",
        "De messen zijn bot.",
        "Het is een geweldig idee.",
        "Dat valt mee.",
        "Het viel mij op.",
        "In sommige gevallen kom ik zelf.",
        "In verband met mijn vakantie.",
        "Kan iemand de ramen wassen?",
        "Ik doe de afwas zelf.",
        "Wie wil de tuin besproeien?",
        "Ik spuit de stoep schoon.",
        "Het is mijn schuld niet.",
        "Mijn man is dood.",
        "Ik wil niet meer autorijden.",
        "Ik voel me doodmoe.",
        "Bel 06 12345678 of 020 555 01 42.",
        "Vergeet niet te bellen.",
        "Samen koken en een spelletje doen.",
    ],
)
def test_does_not_point_at(text: str) -> None:
    assert kinds_in(text) == set()


def test_a_flag_hints_at_a_code_and_answers_nothing() -> None:
    """A flag has no answer to give: only a kind, a code to look at and a question."""
    fields = set(red_flags.RedFlag.__dataclass_fields__)
    assert "answer" not in fields
    codes = {kind: rule.code for kind, rule in red_flags.RULES.items()}
    assert set(codes) == set(RedFlagKind)
    assert codes.pop(RedFlagKind.BSN) is None
    assert all(code in BY_KEY for code in codes.values())


def test_sentences_keep_their_places() -> None:
    text = "  Mevr. J. de Wit belde.\nZij is 84!  Bijv. op dinsdag (’s middags).  "
    assert [text[s.start : s.end] for s in red_flags.sentences(text)] == [
        "Mevr. J. de Wit belde.",
        "Zij is 84!",
        "Bijv. op dinsdag (’s middags).",
    ]
    assert red_flags.sentences("   ") == ()


def test_one_flag_of_a_kind_in_a_sentence() -> None:
    flags = red_flags.find("Pillen, medicijnen en tabletten. En nog meer pillen.")
    assert [flag.kind.value for flag in flags] == ["medication", "medication"]
    assert flags[0].sentence != flags[1].sentence


@pytest.mark.parametrize("piece", ["Dr. ", "a", "pillen ", "ligt a a a ", "hij valt ", "1 "])
def test_a_very_long_text_is_read_in_a_moment(piece: str) -> None:
    """No pattern may take quadratic time: free text comes from strangers."""
    red_flags.find(piece * (20_000 // len(piece)))


# --- somebody who does not answer the door, or was not seen for days ------------------------------
# Invented sentences: the hits and the false hits are counted, so that a new word shows its price.

NOT_SEEN = (
    "Mijn buurvrouw doet de deur niet open.",
    "Ze doet al twee dagen de deur niet meer open.",
    "Hij deed vanmorgen niet open toen ik aanbelde.",
    "De gordijnen zijn al drie dagen dicht.",
    "De gordijnen blijven dicht en ik hoor niets.",
    "De luiken zijn de hele week gesloten.",
    "Ik heb haar al drie dagen niet gezien.",
    "Niemand heeft hem gezien sinds vrijdag.",
    "Al een week niets van haar gehoord.",
    "Wij hebben hem sinds zondag niet gesproken.",
    "Ik hoor gekreun achter de deur.",
    "Ze ligt te kreunen in bed.",
    "Er komt gekreun uit het huis.",
    "De post stapelt zich op.",
    "De brievenbus puilt uit.",
    "De kranten liggen er nog, de post blijft liggen.",
    "Hij neemt al dagen de telefoon niet op.",
    "Ze reageert niet op bellen of kloppen.",
    "Ik krijg geen gehoor bij mijn moeder.",
    "Ik krijg al twee dagen geen gehoor.",
    "We horen al dagen niets van opa en hij is niet buiten geweest.",
    "Ze is al vier dagen niet buiten gezien.",
    "Buurman is al dagen niet gezien.",
    "Hij doet niet open en ik hoor de hond janken.",
    "Haar licht brandt al twee dagen en zij doet de deur niet open.",
    "Mijn zus reageert niet meer als ik aan de deur bel.",
    "Hij lag kreunend op de vloer.",
    "Ik heb hem dagenlang niet gesproken.",
    "Niemand heeft haar meer gezien sinds maandag.",
    "De rolluiken blijven al een week dicht.",
    "We kregen vandaag geen reactie aan de deur.",
    "Ik belde aan, maar ze deed niet open.",
)
NOTHING_OF_THIS = (
    "Wilt u de deur openhouden?",
    "Kan iemand de gordijnen wassen?",
    "De gordijnen moeten dicht gemaakt worden met een nieuwe zoom.",
    "Ik kan de gordijnen niet meer dicht krijgen.",
    "De deur gaat niet goed open, hij klemt.",
    "Ik doe zelf niet open voor vreemden.",
    "Ik heb mijn kleinkinderen al lang niet gezien.",
    "Ik heb haar gisteren nog gezien en het gaat goed.",
    "Niemand komt langs.",
    "De post ligt op de mat, kunt u die oprapen?",
    "Ik krijg geen gehoor bij de gemeente.",
    "Ik kreeg geen reactie van de gemeente.",
    "Ik neem de telefoon niet op na acht uur.",
    "Samen de krant lezen.",
    "Ze hoort niet goed en ziet slecht.",
    "Ik heb al een week niet geslapen.",
    "Ik ben al drie dagen niet buiten geweest, dat is saai.",
    "De winkel is gesloten.",
    "De luiken moeten geverfd worden.",
    "Hij doet de tuin niet meer.",
    "Mijn dochter woont ver weg, ik zie haar weinig.",
    "Ik heb al weken niets leuks gehoord.",
    "De brievenbus moet gerepareerd worden.",
    "Ze doet open als ik drie keer klop.",
    "Ik wil graag meer mensen spreken.",
    "De deur staat altijd open voor bezoek.",
    "Wij zagen elkaar vorige week nog.",
    "Het oude bed kraakt en kreunt niet meer.",
    "De gordijnen hangen open.",
    "Niet gezien worden vind ik moeilijk.",
    "Ik heb de film niet gezien.",
    "De zon schijnt fel, dus de gordijnen zijn overdag dicht.",
)
_FOUND = {"not_seen", "injury"}


def test_hits_and_false_hits_of_somebody_who_is_not_seen() -> None:
    missed = [text for text in NOT_SEEN if not kinds_in(text) & _FOUND]
    false = [text for text in NOTHING_OF_THIS if kinds_in(text) & _FOUND]
    assert len(NOT_SEEN) + len(NOTHING_OF_THIS) >= 60
    assert missed == []
    assert false == []


def test_of_the_eighteen_cases_only_the_one_on_the_floor_is_not_seen() -> None:
    assert [n for n, text in CASES.items() if "not_seen" in kinds_in(text)] == [17]
