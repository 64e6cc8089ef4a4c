"""Every Dutch phrase of the screens and letters passes the judge of plain language."""

import re
from collections.abc import Callable
from types import ModuleType

from babel.messages.pofile import read_po
from tests.databases import PROJECT

CATALOGUE = PROJECT / "src/loopplank/web/locale/en/LC_MESSAGES/django.po"
# the house says fifteen; a name that fills a gap may be two words
MOST_WORDS = 16
LEAST_FLESCH_DOUMA = 80


def phrases() -> list[str]:
    """The source strings, a gap filled with one word and without marks of HTML."""
    found = []
    with CATALOGUE.open("rb") as file:
        for message in read_po(file):
            ids = [message.id] if isinstance(message.id, str) else message.id
            found += [phrase for phrase in ids if phrase]
    return [
        re.sub(r"<[^>]+>", " ", re.sub(r"%\(\w+\)s|\{\w*\}", "Anna", phrase)) for phrase in found
    ]


def test_no_phrase_is_stiff_or_long(tool: Callable[[str], ModuleType]) -> None:
    judge = tool("leesbaarheid")
    found = phrases()
    assert len(found) > 2000
    wrong = []
    for phrase in found:
        said = judge.analyse(phrase)
        if said["stijf"] or said["langste_zin"] > MOST_WORDS:
            wrong.append((phrase, said["stijf"], said["langste_zin"]))
    assert not wrong
    whole = judge.analyse("\n".join(p for p in found if p.endswith(".")))
    assert whole["flesch_douma"] >= LEAST_FLESCH_DOUMA
