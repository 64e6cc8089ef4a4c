"""The phrases that Loopplank speaks: found in Python and in templates, without GNU gettext.

A bare machine has no xgettext and no msgfmt, so the sources are read with `ast` and with Django's
own lexer, and the catalogue is written and compiled with babel. Everything here is a function of
text: it reads no settings and touches no database.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from django.template.base import Lexer, Token, TokenType
from django.utils.text import unescape_string_literal
from django.utils.translation import trim_whitespace


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

# Which argument of each function is the context, the singular and the plural.
_FUNCTIONS: Mapping[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "dutch": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
# The marker does nothing but mark, so there it must stand before a sentence. The others may also
# be asked for what was marked elsewhere: gettext(reason.sentence).
_ONLY_MARKS = "dutch"
_CONSTANT = re.compile(r"""_\(("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\)""")
_TRANSLATE = frozenset({"translate", "trans"})
_BLOCK = frozenset({"blocktranslate", "blocktrans"})


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
    """Return each phrase once. Said with and without a number, it has its plural; raises
    CannotExtract.
    """
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


# --- Python ---------------------------------------------------------------------------------------
def in_python(source: str, place: str) -> Iterator[Phrase]:
    """Yield phrases in calls of the translation functions, under whatever name they were
    imported.
    """
    tree = ast.parse(source, place)
    names = _names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = _called(node.func, names)
            if function is not None:
                phrase = _in_call(node, function, place)
                if phrase is not None:
                    yield phrase


def _names(tree: ast.Module) -> Mapping[str, str]:
    """Return local names of the functions: `from django.utils.translation import gettext as _t`."""
    names = {name: name for name in _FUNCTIONS}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {a.asname: a.name for a in node.names if a.asname and a.name in _FUNCTIONS}
    return names


def _called(function: ast.expr, names: Mapping[str, str]) -> str | None:
    if isinstance(function, ast.Name):
        return names.get(function.id)
    if isinstance(function, ast.Attribute) and function.attr in _FUNCTIONS:
        return function.attr
    return None


def _in_call(call: ast.Call, function: str, place: str) -> Phrase | None:
    context, singular, plural = _FUNCTIONS[function]
    wanted = [n for n in (context, singular, plural) if n is not None]
    where = f"{place}:{call.lineno}"
    if len(call.args) <= max(wanted):
        return None
    said = {n: _text(call.args[n], where) for n in wanted}
    if None in said.values():
        if function == _ONLY_MARKS or len(set(said.values())) > 1:
            raise CannotExtract(f"{where}: {function}() needs the sentence itself, as one text")
        return None
    text = {n: said[n] or "" for n in wanted}
    return Phrase(
        singular=text[singular],
        plural=text[plural] if plural is not None else "",
        context=text[context] if context is not None else "",
    )


def _text(node: ast.expr, where: str) -> str | None:
    """Return a text written in the source, also in parts; None when it is something else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        raise CannotExtract(
            f"{where}: an f-string cannot be translated: write %(name)s in the text"
        )
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left, where), _text(node.right, where)
        return None if left is None or right is None else left + right
    return None


# --- templates ------------------------------------------------------------------------------------
def in_template(source: str, place: str) -> Iterator[Phrase]:
    """Yield phrases of `{% translate %}`, `{% blocktranslate %}`, `_("…")`, as Django looks them
    up.
    """
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type == TokenType.BLOCK:
            bits = token.split_contents()
            tag = bits[0] if bits else ""
            if tag == "comment":
                _skip_comment(tokens)
                continue
            if tag in _TRANSLATE:
                yield from _translate(bits, f"{place}:{token.lineno}")
            elif tag in _BLOCK:
                yield _block(bits, tokens, f"{place}:{token.lineno}")
        if token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            for literal in _CONSTANT.findall(token.contents):
                yield Phrase(_doubled(unescape_string_literal(literal)))


def _skip_comment(tokens: Iterator[Token]) -> None:
    for token in tokens:
        if token.token_type == TokenType.BLOCK and token.contents == "endcomment":
            return


def _translate(bits: list[str], where: str) -> Iterator[Phrase]:
    if len(bits) < 2 or bits[1][0] not in "\"'":
        return  # a variable: what it holds was marked where it was written
    # a filter may follow the text: {% translate "Terug"|lower %}
    literal = re.match(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""", bits[1])
    if literal is None:
        raise CannotExtract(f"{where}: {bits[1]} is not a text between quotes")
    text = _doubled(unescape_string_literal(literal[1]))
    yield Phrase(text, context=_context(bits[2:], where))


def _block(bits: list[str], tokens: Iterator[Token], where: str) -> Phrase:
    """Return one `{% blocktranslate %}` up to its end."""
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type == TokenType.TEXT:
            parts[-1].append(_doubled(token.contents))
        elif token.token_type == TokenType.VAR:
            parts[-1].append(f"%({token.contents})s")
        elif token.token_type == TokenType.BLOCK:
            if token.contents.strip() == "plural":
                parts.append([])
            else:
                break
    said = ["".join(part) for part in parts]
    if "trimmed" in bits:
        said = [trim_whitespace(text) for text in said]
    if len(said) != (2 if "count" in bits else 1):
        raise CannotExtract(f"{where}: count and {{% plural %}} belong together")
    return Phrase(said[0], said[1] if len(said) > 1 else "", _context(bits[1:], where))


def _context(bits: list[str], where: str) -> str:
    if "context" not in bits:
        return ""
    given = bits[bits.index("context") + 1]
    if given[0] not in "\"'":
        raise CannotExtract(f"{where}: write the context as a text, not as a variable")
    return unescape_string_literal(given)


def _doubled(text: str) -> str:
    """Double a percent sign, as Django does in a template before it looks the text up."""
    return text.replace("%", "%%")
