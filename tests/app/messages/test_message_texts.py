"""The texts of messages in English, as the catalogue has them: as short and as plain as in Dutch.

What is not translated yet is looked at when it is; that everything is, another test demands.
"""

import re

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from tests.core.kit.test_letters import LONGEST, sentences, words

from loopplank.letters import short, texts

FORBIDDEN = re.compile(
    r"\bclients?\b|unfortunately|!|\bcases?\b|\btickets?\b|\bcapacity\b|\bpriority\b", re.IGNORECASE
)
#: Words that would tell on a locked screen what somebody asked for.
TELLING = re.compile(
    r"\b(shopping|company|lonely|ill|sick|care|debts?|transport|garden|needs? help)\b",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
IN_ENGLISH = {
    **LONGEST,
    "at": "Wed 30 Sept 14:00",
    "day": "Wednesday 30 September 2026",
    "organisation": "Buurtkracht Oost",
}
EVERY = pytest.mark.parametrize("name", texts.TEXTS)


def english(source: str) -> str:
    """The words of the catalogue; empty when there are none yet."""
    with translation.override("en"):
        said = gettext(source)
    return "" if said == source else said


@pytest.fixture(autouse=True)
def _both_languages_are_there() -> None:
    assert "en" in dict(settings.LANGUAGES)


@EVERY
def test_a_short_text_fits_in_one_message_in_english_too(name: str) -> None:
    text = texts.TEXTS[name]
    greeting = english(texts.GREETING) % IN_ENGLISH if text.greets else ""
    for source in (text.short, texts.WITHOUT_LINK):
        said = english(source)
        values = {**IN_ENGLISH, "sorry": english(texts.SORRY_WORD_SHORT)}
        promise = english(texts.AGAIN_WORD)
        values["promise"] = promise % {"caller": "W" * short.LONGEST_NAME, "again": "Wed 30 Sept"}
        filled = short.fit(greeting, said % values)
        assert len(filled) <= short.LENGTH, filled
        assert set(filled) <= short.GSM, filled


@EVERY
def test_sentences_are_short_and_friendly_in_english_too(name: str) -> None:
    text = texts.TEXTS[name]
    for source in (text.subject, text.short, text.long):
        said = english(source)
        assert not FORBIDDEN.search(said), said
        for sentence in sentences(said):
            assert words(sentence) <= 15, sentence


@EVERY
def test_a_short_text_reveals_nothing_on_a_locked_screen_in_english_too(name: str) -> None:
    text = texts.TEXTS[name]
    for source in (text.short, text.subject):
        said = english(source)
        assert not TELLING.search(PLACEHOLDER.sub("", said)), said


@EVERY
def test_the_number_to_call_stands_in_english_too(name: str) -> None:
    text = texts.TEXTS[name]
    for source in (text.short, text.long):
        said = english(source)
        assert not said or "%(phone)s" in said, said


def test_most_is_translated_so_that_these_tests_look_at_something() -> None:
    done = [name for name, text in texts.TEXTS.items() if english(text.long)]
    assert len(done) > len(texts.TEXTS) / 2
