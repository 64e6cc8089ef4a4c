"""The English catalogue as a file: merged with what the sources say, judged, compiled.

The file stays quiet in a diff: sorted, one line a sentence, no line numbers and no dates.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TypeAlias

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import generate_po, read_po

from loopplank.jobs.translations.extraction import Found, Phrase

HEADER = """\
# The English of Loopplank. `manage.py catalogue` keeps it in step with the sources;
# the translations are written here by hand.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
_NAMED = re.compile(r"%\((\w+)\)")
_PLACED = re.compile(r"%[-#0+]*\d*(?:\.\d+)?[sdifgrx]")
_BRACED = re.compile(r"\{(\w*)[^{}]*\}")
Key: TypeAlias = tuple[str, str]


def read(text: str) -> Catalog:
    """Return a catalogue from the text of a .po file."""
    return read_po(BytesIO((text or HEADER).encode()), locale="en", charset="utf-8")


def merged(text: str, found: Found) -> str:
    """Write the file as it should be: old translations kept, new phrases empty, old ones gone.

    One whose plural came or went is marked fuzzy, so it is read and written anew.
    """
    template = Catalog(locale="en", charset="utf-8")
    for phrase in found.values():
        ids = (phrase.singular, phrase.plural) if phrase.plural else phrase.singular
        template.add(ids, context=phrase.context or None)
    catalogue = read(text)
    catalogue.update(template, no_fuzzy_matching=True)
    lines = generate_po(
        catalogue,
        no_location=True,
        omit_header=True,
        ignore_obsolete=True,
        sort_by="message",
        width=0,
    )
    return HEADER + "".join(lines).rstrip("\n") + "\n"


def faults(text: str, found: Found) -> list[str]:
    """Say why this catalogue is not complete and in step, one sentence each; empty when it is."""
    catalogue = read(text)
    known = _by_key(catalogue)
    wrong = [f"not in the catalogue: {_short(key)}" for key in found if key not in known]
    wrong += [f"no longer in the sources: {_short(key)}" for key in known if key not in found]
    for key, message in known.items():
        if key in found:
            wrong += [f"{why}: {_short(key)}" for why in _faults_of(message, found[key])]
    if not wrong and merged(text, found) != text:
        wrong.append("the file is written in another way than `manage.py catalogue` writes it")
    return wrong


def compiled(text: str) -> bytes:
    """Return the .mo file of a .po file; what has no sure translation is left out, in Dutch."""
    out = BytesIO()
    write_mo(out, read(text))
    return out.getvalue()


def untranslated(text: str) -> int:
    """Return how many phrases have no English yet."""
    return sum(not all(_said(message)) for message in _by_key(read(text)).values())


def placeholders(text: str) -> tuple[frozenset[str], tuple[str, ...], frozenset[str]]:
    """Return what a sentence is filled with: %(names)s, then %s in their order, then {names}."""
    bare = text.replace("%%", "")
    named = frozenset(_NAMED.findall(bare))
    placed = tuple(_PLACED.findall(_NAMED.sub("", bare)))
    return named, placed if not named else (), frozenset(_BRACED.findall(bare))


def _by_key(catalogue: Catalog) -> dict[Key, Message]:
    return {
        (str(message.context or ""), _ids(message)[0]): message
        for message in catalogue
        if message.id
    }


def _ids(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, (tuple, list)) else (str(message.id),)


def _said(message: Message) -> tuple[str, ...]:
    said = message.string
    return tuple(said) if isinstance(said, (tuple, list)) else (str(said or ""),)


def _faults_of(message: Message, phrase: Phrase) -> Iterator[str]:
    if message.fuzzy:
        yield "marked fuzzy: read it and take the mark off"
    said = _said(message)
    wanted = (phrase.singular, phrase.plural) if phrase.plural else (phrase.singular,)
    if len(said) != len(wanted) or not all(said):
        yield "not translated"
        return
    for source, translation in zip(wanted, said, strict=True):
        if placeholders(source) != placeholders(translation):
            yield f"other placeholders in {translation!r}"


def _short(key: Key) -> str:
    context, text = key
    return repr(text) + (f" ({context})" if context else "")
