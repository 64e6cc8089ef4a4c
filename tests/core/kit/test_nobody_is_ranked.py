"""No page and no message gives points, counts people against each other, or puts one on top.

Every word that somebody can read is looked at: templates, and the sentences of the Python code.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCES = Path(__file__).resolve().parents[3] / "src" / "loopplank"
#: Calls of which the text is shown to somebody.
SAID = {"dutch", "_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
RANKED = re.compile(
    r"\b(punten|puntenaantal|ranglijst(en)?|klassement|scorebord|leaderboard|rankings?|"
    r"medaille|trofee|badge|kampioen|winnaar|competitie|streak|"
    r"top[ -]?\d+|topvrijwilliger(s)?|toppers?|beste vrijwilliger(s)?|"
    r"actiefste|meest actieve|vrijwilliger van (de|het) \w+|"
    r"meer (uren )?dan andere vrijwilligers)\b",
    re.IGNORECASE,
)


def templates() -> Iterator[tuple[str, str]]:
    for path in sorted((SOURCES / "web" / "templates").rglob("*.html")):
        yield str(path.relative_to(SOURCES)), path.read_text()


def sentences() -> Iterator[tuple[str, str]]:
    for path in sorted(SOURCES.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in SAID:
                for part in node.args:
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield f"{path.relative_to(SOURCES)}:{node.lineno}", part.value


def test_no_word_ranks_or_counts_people_against_each_other() -> None:
    read = [*templates(), *sentences()]
    assert len(read) > 1000, "the sentences of the code were not found"
    found = [(where, said.group()) for where, text in read if (said := RANKED.search(text))]
    assert not found, found


@pytest.mark.parametrize(
    "words",
    [
        "Je hebt 12 punten",
        "Vrijwilliger van de maand",
        "onze top 10",
        "De beste vrijwilligers",
        "meer dan andere vrijwilligers",
    ],
)
def test_such_words_would_be_seen(words: str) -> None:
    assert RANKED.search(words)
