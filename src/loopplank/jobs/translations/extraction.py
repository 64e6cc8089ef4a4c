"""The phrases that Loopplank speaks: Babel finds them, in Python and in pages.

A bare machine has no xgettext and no msgfmt. Django's own `templatize` writes a page as calls
that Babel knows. What the two would read wrongly is refused here, with its place. Everything is a
function of text: it reads no settings and touches no database.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize


@dataclass(frozen=True, slots=True, order=True)
class Phrase:
    """One Dutch source sentence; with `plural` it changes with a number."""

    singular: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Return what a catalogue looks it up by; the plural is no part of that."""
        return (self.context, self.singular)


class CannotExtract(Exception):
    """A phrase that no catalogue can hold as it is written, with the place and what to do."""


Found: TypeAlias = Mapping[tuple[str, str], Phrase]
TEMPLATES = frozenset({".html", ".txt", ".xml", ".svg"})

# Which arguments of each function are sentences, as Babel writes it; None is the first.
_COUNTED = {name: DEFAULT_KEYWORDS[name] for name in ("ngettext", "pgettext", "npgettext")}
_FUNCTIONS: Mapping[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "dutch")),
    **_COUNTED,
    **{f"{name}_lazy": arguments for name, arguments in _COUNTED.items()},
}
# The marker does nothing but mark, so there it must stand before a sentence. The others may also
# be asked for what was marked elsewhere: gettext(reason.sentence).
_ONLY_MARKS = "dutch"
_TRANSLATE = frozenset({"translate", "trans"})
_BLOCK = frozenset({"blocktranslate", "blocktrans"})
# Django's templatize ends a text at an escaped quote, and _("…") at a bar; it doubles no % there.
_MISREAD = re.compile(r"""^\s*trans(late)?\s+("[^"]*\\|'[^']*\\)|_\(("[^"]*[\\|%]|'[^']*[\\|%])""")


def found_in(root: Path) -> Found:
    """Return every phrase in the Python files and templates below `root`, in a fixed order.

    Raises CannotExtract.
    """
    phrases: list[Phrase] = []
    for path in sorted(root.rglob("*")):
        place = str(path.relative_to(root))
        if path.suffix == ".py" and "migrations" not in path.parts:
            phrases += in_python(path.read_text(encoding="utf-8"), place)
        elif path.suffix in TEMPLATES and "templates" in path.parts:
            phrases += in_template(path.read_text(encoding="utf-8"), place)
    return together(phrases)


def together(phrases: Iterable[Phrase]) -> Found:
    """Return each phrase once, with its plural where it has a number. Raises CannotExtract."""
    found: dict[tuple[str, str], Phrase] = {}
    for phrase in phrases:
        known = found.get(phrase.key)
        if known is None or not known.plural:
            found[phrase.key] = phrase
        elif phrase.plural not in {"", known.plural}:
            raise CannotExtract(
                f"{phrase.singular!r} has two plurals: {known.plural!r} and {phrase.plural!r}"
            )
    return dict(sorted(found.items()))


def in_python(source: str, place: str) -> Iterator[Phrase]:
    """Yield the phrases in calls of the translation functions, whatever their local names are.

    Raises CannotExtract.
    """
    tree = ast.parse(source, place)
    functions = dict(_FUNCTIONS)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            known = (a for a in node.names if a.asname and a.name in _FUNCTIONS)
            functions |= {str(a.asname): _FUNCTIONS[a.name] for a in known}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
            if name in functions:
                texts = node.args[: len(functions[name] or (1,))]
                _judge(texts, name, f"{place}:{node.lineno}")
    return _extracted(source, functions)


def _judge(arguments: list[ast.expr], function: str, where: str) -> None:
    """Refuse a call whose arguments are not all a text as it stands, nor all without any text."""
    inside = [node for argument in arguments for node in ast.walk(argument)]
    if any(isinstance(node, ast.JoinedStr) for node in inside):
        raise CannotExtract(
            f"{where}: an f-string cannot be translated: write %(name)s in the text"
        )
    with_text = any(isinstance(n, ast.Constant) and isinstance(n.value, str) for n in inside)
    if (function == _ONLY_MARKS or with_text) and not all(_is_text(a) for a in arguments):
        raise CannotExtract(f"{where}: {function}() needs the sentence itself, as one text")


def _is_text(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _is_text(node.left) and _is_text(node.right)
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def in_template(source: str, place: str) -> Iterator[Phrase]:
    """Yield phrases of `{% translate %}`, `{% blocktranslate %}`, `_("…")`, as Django looks.

    Raises CannotExtract.
    """
    opened, counts, plurals = "", False, False
    for token in Lexer(source).tokenize():
        where = f"{place}:{token.lineno}"
        if token.token_type in {TokenType.BLOCK, TokenType.VAR} and _MISREAD.search(token.contents):
            raise CannotExtract(f'{where}: no \\ in a text, and no | or % in _("…")')
        bits = token.split_contents() if token.token_type == TokenType.BLOCK else []
        tag = bits[0] if bits else ""
        if tag in _TRANSLATE | _BLOCK and re.search(r"\scontext\s+[^\"'\s]", token.contents):
            raise CannotExtract(f"{where}: write the context as a text, not as a variable")
        if tag in _BLOCK:
            opened, counts, plurals = where, "count" in bits, False
        elif tag == "plural":
            plurals = True
        elif tag.removeprefix("end") in _BLOCK and counts != plurals:
            raise CannotExtract(f"{opened}: count and {{% plural %}} belong together")
    try:
        calls = templatize(source, place)
    except SyntaxError as wrong:
        raise CannotExtract(str(wrong)) from None
    # what remains of the page's indentation is none that Python knows
    return _extracted(re.sub(r"(?m)^[ \t]+", "", calls), _FUNCTIONS)


def _extracted(source: str, functions: Mapping[str, Any]) -> Iterator[Phrase]:
    for _, said, _, context in extract("python", BytesIO(source.encode()), functions):
        singular, plural = said if isinstance(said, tuple) else (said, "")
        yield Phrase(singular, plural, context or "")
