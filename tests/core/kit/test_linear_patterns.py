"""Every regular expression that meets text from outside takes time in proportion to its length.

They are found in the source, so that a new one is tried without anybody listing it. Each is tried
on texts made of its own letters and words: runs of them, pairs of them, and the same with an end
that does not fit, which is what makes a careless expression look back over everything.
"""

import ast
import importlib
import re
import re._parser as parser  # type: ignore[import-not-found]  # the library keeps it to itself
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from itertools import product
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest
from scripts.pace import patient

SOURCE = Path(__file__).parents[3] / "src" / "loopplank"
#: Layers and files that meet only our own text, each with the reason.
OURS_ALONE = {
    "store": "statements of our own triggers",
    "jobs": "our own sources, catalogue, arguments of a command, and the rows of the demo",
}
LONGEST = 20_000
#: For one search in the worst text of that length.
SECONDS = 0.05
#: Four times the text may take four times as long; twice that is chance, sixteen times is a fault.
MOST_GROWTH = 9.0
_READS = {"compile", "sub", "subn", "search", "match", "fullmatch", "split", "findall", "finditer"}
_LETTERS = 14


# --- which there are ------------------------------------------------------------------------------
def literal_patterns(path: Path) -> Iterator[tuple[str, bool]]:
    """Each expression that stands in a file in so many words, and whether it must fit a whole text
    or its beginning: then it is never tried from another place.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    used: dict[str, set[str]] = {}
    names: dict[int, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            used.setdefault(node.value.id, set()).add(node.attr)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            names[id(node.value)] = node.targets[0].id
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(called := node.func, ast.Attribute)):
            continue
        whose = called.value.id if isinstance(called.value, ast.Name) else ""
        given = [k.value for k in node.keywords if k.arg == "regex"]
        if (whose == "re" and called.attr in _READS) or called.attr == "RegexField":
            given += node.args[:1]
        else:
            continue
        ways = used.get(names.get(id(node), ""), set()) or {called.attr}
        for one in given:
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                yield one.value, ways <= {"match", "fullmatch", "pattern"}


def built_patterns(module: ModuleType) -> Iterator[str]:
    """Each that a module of core put together when it was read, however deep it is kept."""
    seen: set[int] = set()

    def look(value: object) -> Iterator[str]:
        if id(value) in seen:
            return
        seen.add(id(value))
        if isinstance(value, re.Pattern):
            yield ("(?i)" if value.flags & re.IGNORECASE else "") + value.pattern
        elif isinstance(value, Mapping):
            for inner in value.values():
                yield from look(inner)
        elif isinstance(value, tuple | list | frozenset | set):
            for inner in value:
                yield from look(inner)
        elif is_dataclass(value) and not isinstance(value, type):
            for field in fields(value):
                yield from look(getattr(value, field.name))

    for name, value in vars(module).items():
        if not name.startswith("__"):
            yield from look(value)


def all_patterns() -> dict[tuple[str, bool], str]:
    """Every expression with whether it is anchored, and in which file it stands."""
    found: dict[tuple[str, bool], str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        part = path.relative_to(SOURCE)
        if part.parts[0] in OURS_ALONE:
            continue
        literal = dict(literal_patterns(path))
        for pattern, anchored in literal.items():
            found.setdefault((pattern, anchored), str(part))
        if part.parts[0] in {"core", "letters"}:
            name = ".".join(("loopplank", *part.with_suffix("").parts)).removesuffix(".__init__")
            for pattern in built_patterns(importlib.import_module(name)):
                if pattern.removeprefix("(?i)") not in literal:
                    found.setdefault((pattern, False), str(part))
    return found


PATTERNS = all_patterns()


# --- texts made to hurt ---------------------------------------------------------------------------
_SAMPLES = {
    "CATEGORY_DIGIT": "17",
    "CATEGORY_SPACE": " \n",
    "CATEGORY_WORD": "a0_",
    "CATEGORY_NOT_WORD": "-",
}


def parts_of(value: Any) -> Iterator[Any]:
    """Every step of an expression, also those inside others."""
    if isinstance(value, parser.SubPattern):
        for step in value:
            yield step
            yield from parts_of(step[1])
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from parts_of(inner)


def letters_and_words(pattern: str) -> tuple[list[str], list[str]]:
    """Signs that an expression looks for, and its runs of plain letters."""
    letters: dict[str, None] = {}
    whole = parser.parse(pattern)
    for op, value in parts_of(whole):
        name = str(op)
        if name == "LITERAL":
            letters[chr(value)] = None
        elif name in {"NOT_LITERAL", "ANY"}:
            letters |= dict.fromkeys("a!")
        elif name == "IN":
            for kind, inner in value:
                if str(kind) == "RANGE":
                    letters[chr(inner[0])] = None
                elif str(kind) == "LITERAL":
                    letters[chr(inner)] = None
                else:
                    letters |= dict.fromkeys(_SAMPLES.get(str(inner), "a!"))
    words = re.findall(r"[a-z]{2,}(?: [a-z]{2,})*", re.sub(r"\\[a-zA-Z]", " ", pattern))
    return list(letters), list(dict.fromkeys(words))


def hurting(pattern: str, length: int) -> Iterator[str]:
    letters, words = letters_and_words(pattern)
    letters = [*dict.fromkeys([*letters[:_LETTERS], "a", " ", "!"])]
    units = [*letters, *(a + b for a, b in product(letters, repeat=2) if a != b)]
    units += [f"{word}{glue}" for word in words for glue in ("", " ", "a")]
    for unit in units:
        run = unit * (length // len(unit))
        yield run
        yield f"{run}\x00"
        yield f"{run}Q"
        yield f"{run}a"
    for word in words:
        for letter in letters:
            yield word + letter * (length - len(word)) + "\x00"


class TooLong(Exception):
    pass


@contextmanager
def no_longer_than(seconds: float) -> Iterator[None]:
    """Stop what takes longer; the library of expressions looks for a signal as it goes."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def seconds_for(compiled: re.Pattern[str], text: str, *, anchored: bool) -> float:
    """The best of three, of our own work alone: another process is not taken for a fault."""
    best = 9.0
    for _ in range(3):
        begun = time.thread_time()
        if anchored:
            compiled.fullmatch(text)
        else:
            for _found in compiled.finditer(text):
                pass
        best = min(best, time.thread_time() - begun)
        if best < SECONDS / 10:
            break
    return best


def fault(pattern: str, *, anchored: bool = False) -> str:
    """What is wrong with an expression, or nothing."""
    compiled = re.compile(pattern)
    for short, text in zip(hurting(pattern, LONGEST // 4), hurting(pattern, LONGEST), strict=True):
        shown = f"{text[:12]!r}… of {len(text)}"
        try:
            with no_longer_than(patient(SECONDS * 20)):
                # the square of the whole is sixteen times that of a quarter
                if seconds_for(compiled, short, anchored=anchored) < SECONDS / 40:
                    continue
                whole = seconds_for(compiled, text, anchored=anchored)
        except TooLong:
            return f"does not end in time on {shown}"
        if whole > patient(SECONDS):
            return f"takes {whole:.3f} s on {shown}"
        if whole > SECONDS / 5:
            part = seconds_for(compiled, short, anchored=anchored)
            if whole / max(part, 1e-6) > MOST_GROWTH:
                return f"grows {whole / part:.0f} times on four times {shown}"
    return ""


def test_they_are_found() -> None:
    assert len(PATTERNS) > 60
    assert {"config/logs.py", "core/triage/red_flags.py", "web/account/forms.py"} <= {
        *PATTERNS.values()
    }


@pytest.mark.parametrize("pattern", [r"[^\s@]+@[^\s@]+", r"(/[^\s?]*)\?", r"a*a*b", r"[^a-z]+$"])
def test_a_careless_one_is_noticed(pattern: str) -> None:
    assert fault(pattern)


def test_those_that_meet_any_header_or_number_are_linear() -> None:
    judge({"config/logs.py", "core/kit/bsn.py", "web/account/views/link_entry.py"})


@pytest.mark.proof
def test_each_is_linear() -> None:
    judge(set(PATTERNS.values()))


def judge(files: set[str]) -> None:
    faults = [
        f"{where}: {pattern[:60]!r} {found}"
        for (pattern, anchored), where in PATTERNS.items()
        if where in files and (found := fault(pattern, anchored=anchored))
    ]
    assert not faults, "\n".join(faults)
