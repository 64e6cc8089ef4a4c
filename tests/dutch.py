"""Dutch by construction: every word of the sources that the English catalogue never says.

So a new sentence needs no new test. What people typed themselves is theirs, in whichever language.
`python -m tests.dutch` prints what stands typed in the database of a server.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from loopplank.jobs.translations.catalogue import read

CATALOGUE = Path(__file__).parents[1] / "src/loopplank/web/locale/en/LC_MESSAGES/django.po"
_NO_WORD = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]*>|https?:\S+")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
#: The days and months as Dutch writes them, where English does not.
DATES = frozenset(
    [
        *("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
        *("januari", "februari", "maart", "mei", "juni", "juli", "augustus", "oktober"),
        *("mrt", "okt", "di", "wo", "vr", "zo"),
    ]
)
#: A number or a day as Dutch writes it: 1,5 and 3-2-2027.
_DUTCH_NUMBER = re.compile(r"\b\d+,\d{1,2}\b(?!\d)|\b\d{1,2}-\d{1,2}-\d{4}\b")


@cache
def english() -> dict[str, str]:
    """Dutch, singular and plural, to English."""
    found: dict[str, str] = {}
    for one in read(CATALOGUE.read_text(encoding="utf-8")):
        if one.id:
            found |= dict(zip(_all(one.id), _all(one.string), strict=False))
    return found


@cache
def dutch_words() -> frozenset[str]:
    """The words of the sources that no English sentence has."""
    ours, theirs = set(DATES), set[str]()
    for dutch, said in english().items():
        ours |= words(dutch)
        theirs |= words(said)
    return frozenset(ours - theirs)


def words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(_NO_WORD.sub(" ", text))}


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the database because somebody typed it: names, places, their own sentences.

    A sentence that is one of ours does not count, nor a code, which is one small word.
    """

    lines: frozenset[str]
    sentences: re.Pattern[str]

    @classmethod
    def of(cls, stored: Iterable[str]) -> "Typed":
        lines = {" ".join(line.split()) for one in stored for line in one.splitlines()}
        return cls._with(
            line
            for line in lines
            if line not in english() and (" " in line or line[:1].isupper()) and words(line)
        )

    def and_also(self, text: str) -> "Typed":
        return self._with((*self.lines, text))

    @classmethod
    def _with(cls, lines: Iterable[str]) -> "Typed":
        kept = frozenset(lines)
        longest_first = sorted(map(re.escape, kept), key=len, reverse=True)
        sought = rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)"
        return cls(kept, re.compile(sought, re.IGNORECASE))

    def dutch_in(self, text: str) -> str:
        """What of this text is Dutch and nobody typed; empty when it is English."""
        ours = self.sentences.sub(" ", text)
        found = sorted(words(ours) & dutch_words())
        return ", ".join(found) or ("a number" if _DUTCH_NUMBER.search(ours) else "")


def stored_texts() -> set[str]:
    """Every text in the database but those of messages, which we made ourselves."""
    from django.apps import apps
    from django.db.models import CharField, JSONField, TextField

    found: set[str] = set()
    for model in apps.get_app_config("store").get_models():
        for field in model._meta.concrete_fields:
            ours = model.__name__ == "Message" and field.name == "params"
            # pieces of what stands in other rows: "de" of "De Wit" is no text of theirs
            ours = ours or model.__name__ == "SearchWord"
            if isinstance(field, (CharField, TextField, JSONField)) and not ours:
                for value in model._default_manager.values_list(field.attname, flat=True):
                    found.update(_texts(value))
    return found


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _all(said: object) -> tuple[str, ...]:
    return tuple(said) if isinstance(said, (tuple, list)) else (str(said or ""),)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loopplank.config.settings")
    import django

    django.setup()
    print(json.dumps(sorted(stored_texts())))  # noqa: T201  this is what it is for
