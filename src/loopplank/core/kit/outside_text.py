"""Which signs of a text from outside are kept: what nobody types and nobody can see is left out.

A NUL cannot be stored, a control character breaks a letter or a log, and a sign that turns the
direction of reading makes a name look like another one. Ends of lines and tabs stay, and so does
every sign that a language needs.
"""

import json
import re

#: Control characters but tab and line ends; overrides and isolates of direction; halves of a sign
#: (which JSON can hold and no database), what is no sign at all, and the mark of a byte order.
_LEFT_OUT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def is_clean(text: str) -> bool:
    """Say whether a text holds nothing that is left out."""
    return _LEFT_OUT.search(text) is None


def cleaned(text: str) -> str:
    """Return a text without the signs that are left out."""
    return _LEFT_OUT.sub("", text)


def cleaned_json(text: str) -> str:
    """Return a text of JSON of which every text inside is cleaned: there a NUL is six plain signs.

    What is no JSON comes back as it is, but cleaned.
    """
    if "\\u" not in text:
        return cleaned(text)
    try:
        return json.dumps(_inside(json.loads(text)))
    except (ValueError, RecursionError):
        return cleaned(text)


def _inside(value: object) -> object:
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, list):
        return [_inside(inner) for inner in value]
    if isinstance(value, dict):
        return {cleaned(key): _inside(inner) for key, inner in value.items()}
    return value
