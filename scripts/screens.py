"""The table of screens in docs/architecture.md: which room a page lies in, and in which files.

    scripts/screens.py           print the table
    scripts/screens.py --write   put it into docs/architecture.md
    scripts/screens.py --count   say how many doors lead to files of one word, and which do not

It is made from the doors; a test compares it with the page.

What `--count` counts: a door leads to files of one word when the parts of its view file lie in the
same room under one name: `templates/<room>/<word>.html`, `access/<room>/<word>.py` (imported by
the view), and `tests/app/<room>/test_<word>.py`. The word is the name of the view file, or that of
the room where that has one file, `views.py`. `<word>_steps.py` holds the steps that begin on the
page `<word>`, and is judged together with it. A test must be there. A template or an access file
may be lacking where the view has none at all in its room: then nothing has another name. Who asks
(`access.account.actors`) is no part of any page. "Strictly" counts doors that have all three.
"""

import ast
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
PAGE = PROJECT / "docs" / "architecture.md"
BEGIN, END = "<!-- screens: begin -->", "<!-- screens: end -->"
LAYERS = ("access", "actions")
PARTS = ("template", "access", "test")
WHO_ASKS = "actors"
STEPS = "_steps"


@dataclass(frozen=True, slots=True)
class Screen:
    """The pages of one view file and of its steps. `files` are those of their room, by layer."""

    room: str
    word: str
    addresses: tuple[str, ...]
    files: dict[str, tuple[str, ...]]
    doors: int

    def row(self) -> str:
        """Return one line of the table."""
        cells = [" · ".join(f"`/{a}`" for a in self.addresses), f"**{self.room}** {self.word}"]
        cells += [", ".join(self.files[part]) or "–" for part in ("template", *LAYERS, "test")]
        return f"| {' | '.join(cells)} |"

    def lacking(self) -> tuple[str, ...]:
        """Return which of template, access and test do not carry the word of this view."""
        word = self.room if self.word == "views" else self.word
        return tuple(part for part in PARTS if word not in self._named(part))

    def differing(self) -> tuple[str, ...]:
        """Return which parts have another name; only a test must be there to have none."""
        return tuple(part for part in self.lacking() if part == "test" or self._named(part))

    def _named(self, part: str) -> set[str]:
        return set(self.files[part]) - {WHO_ASKS}


def screens() -> list[Screen]:
    """Return all view files of all doors, in the order of their rooms. Needs Django set up."""
    from loopplank.web.urls import DOORS

    found: dict[str, list[Any]] = {}
    for door in DOORS:
        found.setdefault(door.view.__module__.removesuffix(STEPS), []).append(door)
    return [_screen(module, doors) for module, doors in sorted(found.items())]


def _screen(module: str, doors: list[Any]) -> Screen:
    parts = module.split(".")
    room, word = parts[2], parts[-1]
    modules = sorted({door.view.__module__ for door in doors})
    trees = [ast.parse(_file(one).read_text("utf-8")) for one in modules]
    shown = [
        door.address for door in doors if "GET" in door.methods and door.view.__module__ == module
    ]
    files = {
        layer: tuple(sorted({name for tree in trees for name in _imported(tree, layer, room)}))
        for layer in LAYERS
    }
    files["template"] = tuple(sorted({name for tree in trees for name in _templates(tree, room)}))
    words = {word, *files["template"], *(d.name for d in doors)} - {"views"}
    files["test"] = tuple(_tests(room, words | ({room} if word == "views" else set())))
    return Screen(room, word, tuple(shown[:1]) or (doors[0].address,), files, len(doors))


def _file(module: str) -> Path:
    return (PROJECT / "src" / Path(*module.split("."))).with_suffix(".py")


def _imported(tree: ast.Module, layer: str, room: str) -> Iterator[str]:
    place = f"loopplank.{layer}.{room}"
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module == place:
                yield from (alias.name for alias in node.names)
            elif node.module.startswith(f"{place}."):
                yield node.module.removeprefix(f"{place}.")


def _templates(tree: ast.Module, room: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            named = re.fullmatch(rf"{room}/([\w/]+)\.(html|txt|js)", node.value)
            if named:
                yield named[1]


def _tests(room: str, words: set[str]) -> list[str]:
    folder = PROJECT / "tests" / "app" / room
    there = {path.stem.removeprefix("test_") for path in folder.glob("test_*.py")}
    return sorted(there & words)


def table() -> str:
    """Return the whole table as Markdown."""
    head = (
        "| first address | room, view | template | access | actions | test |",
        "|---|---|---|---|---|---|",
    )
    return "\n".join((*head, *(screen.row() for screen in screens())))


def count() -> str:
    """Say how many doors lead to files of one word, and what differs for the others."""
    every = screens()
    shared = [screen for screen in every if not screen.differing()]
    strictly = [screen for screen in every if not screen.lacking()]
    doors = sum(screen.doors for screen in every)
    lines = [
        f"{sum(one.doors for one in shared)} of {doors} doors, "
        f"{len(shared)} of {len(every)} view files",
        f"strictly {sum(one.doors for one in strictly)} doors, {len(strictly)} view files",
    ]
    rest = [screen for screen in every if screen.differing()]
    lines += [f"{one.room} {one.word}: {', '.join(one.differing())}" for one in rest]
    return "\n".join(lines)


def page_with(text: str) -> str:
    """Return the page with this table in its place. Raises ValueError when it has no place for
    it."""
    page = PAGE.read_text(encoding="utf-8")
    before, begin, rest = page.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE.name} lacks {BEGIN} and {END}")
    return f"{before}{begin}\n{text}\n{end}{after}"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loopplank.config.settings")
    os.environ.setdefault("LOOPPLANK_MODE", "test")
    import django

    django.setup()
    if "--write" in sys.argv[1:]:
        PAGE.write_text(page_with(table()), encoding="utf-8")
    else:
        print(count() if "--count" in sys.argv[1:] else table())


if __name__ == "__main__":
    main()
