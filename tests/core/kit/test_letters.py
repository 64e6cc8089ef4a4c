"""The texts of all messages: short enough, plain enough, and never more than may be seen."""

import re
from pathlib import Path

import pytest

from loopplank.core.kit.kinds import KIND_LABELS
from loopplank.letters import short, texts

STRINGS = Path(__file__).resolve().parents[2] / "strings"
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
FORBIDDEN = re.compile(r"cliënt|helaas|!|\bcase\b|\bticket\b|capaciteit|prioriteit", re.IGNORECASE)
#: The longest there is of everything: an address of 37 signs, a name that a screen cuts.
LONGEST = {
    "link": f"https://loopplank.welzijnwaterstad.nl/l/{'w' * 22}",
    "phone": "020 555 01 42",
    "sender": "Buurtkracht",
    "at": "do 26 nov 14:00",
    "day": "woensdag 30 september 2026",
    "number": "2611-1038",
    "count": "100",
    "sorry": texts.SORRY_WORD_SHORT,
    "promise": texts.AGAIN_WORD % {"caller": "W" * short.LONGEST_NAME, "again": "wo 30 sept."},
    **dict.fromkeys(texts.NAMES, "W" * short.LONGEST_NAME),
    "code": "123456",
    "fallback_phone": "020 555 01 42",
    "things": "1000 dingen",
    "quarter": "4",
    "year": "2026",
    "weekday": "donderdag",
}
#: Words that would tell on a locked screen what somebody asked for.
TELLING = {
    word.lower()
    for label in KIND_LABELS.values()
    for word in re.findall(r"\w{5,}", label)
    if word.lower() not in {"iemand", "anders"}
} | {"hulp nodig", "zorg", "ziek", "eenzaam", "schuld"}

EVERY = pytest.mark.parametrize("name", texts.TEXTS)


def sentences(text: str) -> list[str]:
    """The sentences of a text, a placeholder counting as one word."""
    plain = PLACEHOLDER.sub("woord", text)
    return [s for part in plain.split("\n\n") for s in re.split(r"(?<=[.?:])\s+", part) if s]


def words(sentence: str) -> int:
    return len(re.findall(r"[\wÀ-ÿ’'-]+", sentence))


@EVERY
def test_a_short_text_fits_in_one_message_with_the_longest_of_everything(name: str) -> None:
    text = texts.TEXTS[name]
    greeting = texts.GREETING % LONGEST if text.greets else ""
    for source in (text.short, texts.WITHOUT_LINK):
        filled = short.fit(greeting, source % LONGEST)
        assert len(filled) <= short.LENGTH, filled
        assert set(filled) <= short.GSM, filled


@EVERY
def test_a_short_text_reveals_nothing_on_a_locked_screen(name: str) -> None:
    text = texts.TEXTS[name]
    for line in (text.short, text.subject):
        found = {word for word in TELLING if word in line.lower()}
        # the word for a question is on the screen of a colleague, who knows what Loopplank is
        assert not found, (name, found)


@EVERY
def test_every_text_has_a_phone_number(name: str) -> None:
    text = texts.TEXTS[name]
    assert "%(phone)s" in text.short
    assert "%(phone)s" in text.long


@EVERY
def test_sentences_are_short_and_friendly(name: str) -> None:
    text = texts.TEXTS[name]
    for source in (text.subject, text.short, text.long):
        assert not FORBIDDEN.search(source), source
        for sentence in sentences(source):
            assert words(sentence) <= 15, sentence


def test_the_parts_of_a_no_are_plain_too() -> None:
    days = (texts.SORRY_CALL, texts.SORRY_WORD, texts.AGAIN_CALL, texts.AGAIN_WORD, texts.SOONER)
    parts = (*texts.NO_WORDS.values(), texts.NEXT_PARTY, texts.CALL_BACK, texts.PARTLY, *days)
    for source in (
        *parts,
        *texts.MOVED.values(),
        texts.NEXT_PARTY_BEFORE,
        texts.WITHOUT_LINK,
        texts.GREETING,
    ):
        assert not FORBIDDEN.search(source), source
        for sentence in sentences(source):
            assert words(sentence) <= 15, sentence


@EVERY
def test_whoever_asks_for_help_is_u_and_whoever_helps_is_je(name: str) -> None:
    said = {w.lower() for w in re.findall(r"\w+", texts.TEXTS[name].long)}
    assert not (said & {"u", "uw"} and said & {"je", "jij", "jouw", "jullie"}), name


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("Zoë", "Zoe"),
        ("vóór", "voor"),
        ("coördinator", "coördinator"),
        ("’t is – goed…", "'t is - goed..."),
        ("Łukasz Żak", "Lukasz Zak"),
        ("één", "één"),
    ],
)
def test_signs_that_double_the_price_are_written_otherwise(typed: str, sent: str) -> None:
    assert short.in_gsm(typed) == sent


def test_a_greeting_gives_way_when_there_is_no_room() -> None:
    assert short.fit("Dag Ria, ", "er is een vraag.") == "Dag Ria, er is een vraag."
    assert short.fit("Dag Ria, ", "e" + "x" * 155) == "E" + "x" * 155


def test_a_short_text_calls_somebody_by_the_first_word_of_their_name() -> None:
    assert short.first_word("Marleen Bos") == "Marleen"
    assert short.first_word("  ") == ""


def test_the_examples_of_the_product_are_in_the_same_alphabet() -> None:
    for line in (STRINGS / "sms.tsv").read_text(encoding="utf-8").splitlines():
        _key, text = line.split("\t")
        assert set(text) <= short.GSM
        assert len(text) <= short.LENGTH
