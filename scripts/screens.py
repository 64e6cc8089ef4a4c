"""The table of screens in docs/architecture.md: which room a page lies in, and in which files.

    scripts/screens.py           print the table
    scripts/screens.py --write   put it into docs/architecture.md

It is made from the doors; a test compares it with the page.
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


@dataclass(frozen=True, slots=True)
class Screen:
    """The pages of one view file. `files` are those of its own room, by layer."""

    room: str
    word: str
    addresses: tuple[str, ...]
    files: dict[str, tuple[str, ...]]

    def row(self) -> str:
        """Return one line of the table."""
        cells = [" · ".join(f"`/{a}`" for a in self.addresses), f"**{self.room}** {self.word}"]
        cells += [", ".join(self.files[part]) or "–" for part in ("template", *LAYERS, "test")]
        return f"| {' | '.join(cells)} |"


def screens() -> list[Screen]:
    """Return all view files of all doors, in the order of their rooms. Needs Django set up."""
    from loopplank.web.urls import DOORS

    found: dict[str, list[Any]] = {}
    for door in DOORS:
        found.setdefault(door.view.__module__, []).append(door)
    return [_screen(module, doors) for module, doors in sorted(found.items())]


def _screen(module: str, doors: list[Any]) -> Screen:
    parts = module.split(".")
    room, word = parts[2], parts[-1]
    tree = ast.parse((PROJECT / "src" / Path(*parts)).with_suffix(".py").read_text("utf-8"))
    shown = [door.address for door in doors if "GET" in door.methods]
    files = {layer: tuple(sorted(set(_imported(tree, layer, room)))) for layer in LAYERS}
    files["template"] = tuple(sorted(set(_templates(tree, room))))
    files["test"] = tuple(_tests(room, {word, *files["template"], *(d.name for d in doors)}))
    return Screen(room, word, tuple(shown[:1]) or (doors[0].address,), files)


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
        print(table())


if __name__ == "__main__":
    main()
