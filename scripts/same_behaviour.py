"""Prove that a refactoring changed nothing: two trees, the same demo, the same pages.

    scripts/same-behaviour OLD NEW                  two checkouts, as `git worktree add` makes them
    scripts/same-behaviour OLD NEW --allow FILE     with differences that are meant
    scripts/same-behaviour OLD --keep OLD.json      write down what OLD does, and compare later:
    scripts/same-behaviour OLD.json NEW

Each tree loads the demo into an empty SQLite database at the same fixed moment and with the same
chance, and shows every page as everybody (behaviour.py). What differs is printed; exit 1 when
anything does. A line of FILE is `REGEX # why`, matched on names as they are printed here.
"""

import argparse
import difflib
import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quick_folder import quick_folder

HERE = Path(__file__).resolve().parent
NOW = "2026-11-17T09:30:00+00:00"
MOST_KINDS, MOST_LINES, MOST_NAMES, WIDEST = 60, 16, 4, 300
#: Around these a browser shows no space, so it does not matter whether there is any.
BLOCKS = (
    "article|aside|body|dd|details|div|dl|dt|fieldset|footer|form|h[1-6]|head|header|hr|html|legend"
    "|li|link|main|meta|nav|ol|option|p|script|section|summary|table|tbody|td|tfoot|th|thead|title"
    "|tr|ul|!doctype"
)
AROUND_BLOCK = re.compile(rf"\s*(</?(?:{BLOCKS})\b[^>]*>)\s*", re.IGNORECASE)
KEPT_SPACE = re.compile(r"(<(?:pre|textarea)\b.*?</(?:pre|textarea)>)", re.DOTALL)
Told = dict[str, dict[str, Any]]


@dataclass
class Allowed:
    """Differences that are meant, each with its reason; `used` counts what they let through."""

    rules: dict[re.Pattern[str], str]
    used: Counter[re.Pattern[str]] = field(default_factory=Counter)

    @classmethod
    def read(cls, file: Path | None) -> "Allowed":
        rules = {}
        for line in file.read_text(encoding="utf-8").splitlines() if file else ():
            if line.strip() and not line.startswith("#"):
                pattern, _, why = line.rpartition(" # ")
                if not pattern or not why.strip():
                    sys.exit(f"{file}: a line is `REGEX # why`, and this is not: {line}")
                rules[re.compile(pattern.strip())] = why.strip()
        return cls(rules)

    def __contains__(self, name: str) -> bool:
        found = next((rule for rule in self.rules if rule.search(name)), None)
        if found is not None:
            self.used[found] += 1
        return found is not None


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("old", type=Path, help="a tree, or what --keep wrote")
    parser.add_argument("new", type=Path, nargs="?", help="likewise")
    parser.add_argument("--allow", type=Path, metavar="FILE", help="differences that are meant")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="only write down what OLD does")
    parser.add_argument("--now", default=NOW, help=f"the moment at which both run ({NOW})")
    asked = parser.parse_args()
    allowed = Allowed.read(asked.allow)
    if (asked.new is None) == (asked.keep is None):
        parser.error("give a second tree, or --keep FILE")
    sources = [asked.old] if asked.new is None else [asked.old, asked.new]
    told = read_all(sources, asked.now)
    for source, one in zip(sources, told, strict=True):
        print(f"{source}: {covered(one)}")
    if asked.keep is not None:
        asked.keep.write_text(json.dumps(told[0], ensure_ascii=False), encoding="utf-8")
        return 0
    faults = compare(told[0], told[1], allowed)
    for rule, why in allowed.rules.items():
        print(f"allowed {allowed.used[rule]} times: {rule.pattern}   {why}")
    print(f"\n{faults} differences" if faults else "\nno difference")
    return 1 if faults else 0


# --- what each tree does -------------------------------------------------------------------------


def read_all(sources: list[Path], now: str) -> list[Told]:
    """Return what these trees do, recorded side by side; or what was recorded before."""
    with quick_folder() as folder:
        running: list[subprocess.Popen[bytes] | None] = []
        files = []
        for number, source in enumerate(sources):
            file, data = folder / f"{number}.json", folder / str(number)
            data.mkdir()
            files.append(source if source.is_file() else file)
            running.append(None if source.is_file() else start(source.resolve(), file, now, data))
        codes = [one.wait() for one in running if one is not None]
        if any(codes):
            sys.exit("a tree could not be written down: what it said is above")
        return [json.loads(file.read_text(encoding="utf-8")) for file in files]


def start(tree: Path, file: Path, now: str, data: Path) -> subprocess.Popen[bytes]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("LOOPPLANK_")}
    path = os.pathsep.join((str(tree / "src"), str(tree)))
    return subprocess.Popen(
        [sys.executable, str(HERE / "behaviour.py"), str(file), now, str(data)],
        cwd=tree,
        env={**kept, "PYTHONPATH": path, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.DEVNULL,
    )


def covered(told: Told) -> str:
    rows = sum(len(lines) for name, lines in told["tables"].items() if name.startswith("after "))
    status = Counter(page.split("\n")[0] for page in told["pages"].values())
    kinds = ", ".join(f"{kind[:30]}: {n}" for kind, n in status.most_common())
    return (
        f"{rows} rows, {len(told['files'])} static files, {len(told['doors'])} addresses of which"
        f" {len(told['shown'])} showed something, {len(told['pages'])} pages ({kinds})"
    )


# --- what differs --------------------------------------------------------------------------------


def compare(old: Told, new: Told, allowed: Allowed) -> int:
    """Print what differs; equal differences once, with the names of where. Returns their number."""
    where: dict[str, list[str]] = defaultdict(list)
    for kind, word, lines in (
        ("doors", "door", lambda value: [str(value)]),
        ("files", "file", lambda value: [str(value)]),
        ("tables", "table", list),
        ("pages", "page", lines_of_page),
    ):
        for key in [*old[kind], *(key for key in new[kind] if key not in old[kind])]:
            was, now = old[kind].get(key), new[kind].get(key)
            if was != now:
                told = differs(was, now, lines)
                if told and f"{word} {key}" not in allowed:
                    where[told].append(f"{word} {key}")
    for told, names in list(where.items())[:MOST_KINDS]:
        more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        print("\n" + "\n".join(names[:MOST_NAMES]) + more)
        print("\n".join(f"    {line}" for line in told.split("\n")))
    if len(where) > MOST_KINDS:
        print(f"\n… and {len(where) - MOST_KINDS} more kinds of differences")
    return sum(map(len, where.values()))


def differs(was: Any, now: Any, lines: Any) -> str:
    """Describe what was removed and what was added; "" when nobody could see a difference."""
    if was is None or now is None:
        return "only in NEW" if was is None else "only in OLD"
    a, b = lines(was), lines(now)
    found: list[str] = []
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    changes = [one for one in matcher.get_opcodes() if one[0] != "equal"]
    for kind, i, j, k, m in changes:
        gone, come = a[i:j], b[k:m]
        if kind == "replace" and len(gone) == len(come):
            pairs = [parts_that_differ(x, y) for x, y in zip(gone, come, strict=True)]
            gone, come = [x for x, _ in pairs], [y for _, y in pairs]
        found += [f"- {line[:WIDEST]}" for line in gone] + [f"+ {line[:WIDEST]}" for line in come]
    left = len(found) - MOST_LINES
    return "\n".join(found[:MOST_LINES] + ([f"… {left} lines more"] if left > 0 else []))


def parts_that_differ(was: str, now: str) -> tuple[str, str]:
    """Return of two rows of a table the first column, which names it, and only the columns that
    differ."""
    a, b = was.split(" ¦ "), now.split(" ¦ ")
    if len(a) != len(b) or len(a) == 1:
        return was, now
    both = [(x, y) for n, (x, y) in enumerate(zip(a, b, strict=True)) if n == 0 or x != y]
    return " ¦ ".join(x for x, _ in both), " ¦ ".join(y for _, y in both)


def lines_of_page(page: str) -> list[str]:
    """Put each tag on a line of its own, with white space only where a reader could see it."""
    head, _, body = page.partition("\n\n")
    if "Content-Type: text/html" not in head:
        return page.split("\n")
    parts = KEPT_SPACE.split(body)
    parts[::2] = [AROUND_BLOCK.sub(r"\1", " ".join(part.split())) for part in parts[::2]]
    return [*head.split("\n"), *"".join(parts).replace("<", "\n<").split("\n")]


if __name__ == "__main__":
    sys.exit(main())
