"""The rules of the house that no linter knows (docs/architecture.md), each read from the sources.

Nothing here is imported from Loopplank: the sources are parsed, so a rule also holds for a file
that nobody imports.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]
LAYERS_WITHOUT_CLOCK = ("core", "store", "access", "actions", "letters")
NOT_OURS = frozenset({"build", "var", "node_modules", "__pycache__"})
NUMERIC = frozenset({"numpy", "scipy", "highspy", "numba"})
# The parts of the standard library that read a clock, roll dice, or reach outside the process.
REACHES_OUT = frozenset(
    """asyncio dbm ftplib http multiprocessing os pathlib secrets shutil smtplib socket sqlite3 ssl
    subprocess tempfile threading time urllib""".split()  # noqa: SIM905  a list of 17 is no gain
)
CLOCKS = (
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "django.utils.timezone.now",
    "django.utils.timezone.localdate",
    "django.utils.timezone.localtime",
)
SEEDED = "random.Random"
NO_NAMES = frozenset(
    {"utils", "util", "helpers", "helper", "common", "base", "manager", "service", "misc"}
)
LONGEST = 600


# --- reading -----------------------------------------------------------------
@cache
def texts() -> dict[Path, str]:
    """Every text file of the project, by its path in it."""
    found = {}
    for path in sorted(PROJECT.rglob("*")):
        place = path.relative_to(PROJECT)
        if path.is_file() and not path.is_symlink() and not any(map(made, place.parts[:-1])):
            found |= read(path, place)
    return found


def made(folder: str) -> bool:
    """Whether a folder was made by a tool: it is not in the repository."""
    hidden = folder.startswith(".") and folder != ".ci"
    return hidden or folder in NOT_OURS or folder.endswith(".egg-info")


def read(path: Path, place: Path) -> dict[Path, str]:
    try:
        return {place: path.read_text(encoding="utf-8")}
    except UnicodeDecodeError:
        return {}


def python_below(*folders: str) -> dict[Path, ast.Module]:
    """The parsed Python files below these folders of the project, migrations excepted."""
    return {
        place: parsed(place)
        for place in texts()
        if place.suffix == ".py"
        and "migrations" not in place.parts
        and any(place.is_relative_to(folder) for folder in folders)
    }


@cache
def parsed(place: Path) -> ast.Module:
    return ast.parse(texts()[place], str(place))


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and dotted name of all that is imported; a name out of a module counts in full."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{start}.{alias.name}") for alias in node.names)


def used(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    """What is mentioned under its full name, whatever it is called here: `now` of `datetime`."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.split(".")[0]
                names[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Attribute, ast.Name)):
            dotted = ast.unparse(node)
            first, _, rest = dotted.partition(".")
            if first in names and re.fullmatch(r"[\w.]+", dotted):
                yield node, names[first] + (f".{rest}" if rest else "")


def clocks_and_dice(tree: ast.Module) -> list[str]:
    """Where a module reads a clock or rolls dice; a seeded `random.Random(seed)` is an argument."""
    seeded = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args}
    unseeded = {id(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)} - seeded
    wrong = []
    for node, name in used(tree):
        dice = name.startswith("random.") and name != SEEDED
        if name in CLOCKS or dice or (name == SEEDED and id(node) in unseeded):
            wrong.append(f"{node.lineno}: {name}")
    return wrong


def nothing(wrong: list[str]) -> None:
    assert not wrong, "\n".join(["", *wrong])


# --- the rules ----------------------------------------------------------------
def test_core_imports_nothing_but_what_it_may() -> None:
    wrong = []
    for place, tree in python_below("src/loopplank/core").items():
        for line, name in imported(tree):
            if not may_be_in_core(name):
                wrong.append(f"{place}:{line} imports {name}")
    nothing(wrong)


def may_be_in_core(name: str) -> bool:
    top = name.split(".", maxsplit=1)[0]
    if top == "random":
        return name == SEEDED
    if top == "loopplank":
        return name.startswith("loopplank.core.")
    if name.startswith("urllib.parse"):
        return True
    return (top in sys.stdlib_module_names and top not in REACHES_OUT) or top in NUMERIC


def test_no_layer_below_the_doors_reads_a_clock_or_rolls_dice() -> None:
    layers = python_below(*(f"src/loopplank/{layer}" for layer in LAYERS_WITHOUT_CLOCK))
    nothing([f"{place}:{use}" for place, tree in layers.items() for use in clocks_and_dice(tree)])


def test_core_makes_no_random_keys() -> None:
    wrong = []
    for place, tree in python_below("src/loopplank/core").items():
        for node, name in used(tree):
            if name in {"uuid.uuid1", "uuid.uuid4", "uuid.uuid7"}:
                wrong.append(f"{place}:{node.lineno} {name}")
    nothing(wrong)


def test_actions_know_no_request_and_render_nothing() -> None:
    doors = """http template shortcuts views urls forms core.mail core.handlers contrib.messages
        contrib.sessions""".split()  # noqa: SIM905  read as one line of words
    banned = tuple(f"django.{name}." for name in doors)
    network = ("urllib.request", "http.client", "smtplib", "socket")
    wrong = []
    for place, tree in python_below("src/loopplank/actions").items():
        for line, name in imported(tree):
            if f"{name}.".startswith(banned) or name.startswith(network):
                wrong.append(f"{place}:{line} imports {name}")
    nothing(wrong)


def test_a_page_reaches_another_room_by_its_public_names_only() -> None:
    """`access` and `actions` say in `__all__` of a room which of its modules others may use."""
    wrong = []
    for place, tree in python_below("src/loopplank/web").items():
        room = place.parts[3]
        for node in ast.walk(tree):
            if not isinstance(node, ast.ImportFrom) or not node.module:
                continue
            parts = node.module.split(".")
            if parts[0] != "loopplank" or parts[1:2] not in (["access"], ["actions"]):
                continue
            other = parts[2]
            names = {parts[3]} if len(parts) > 3 else {alias.name for alias in node.names}
            hidden = set() if other == room else names - public_names(parts[1], other)
            if hidden:
                wrong.append(f"{place}:{node.lineno} {parts[1]}.{other}: {', '.join(hidden)}")
    nothing(wrong)


def test_every_public_name_is_a_module_that_somebody_uses() -> None:
    wrong = []
    used = "\n".join(
        text for place, text in texts().items() if place.is_relative_to("src/loopplank")
    )
    for layer in ("access", "actions"):
        for folder in sorted((PROJECT / "src" / "loopplank" / layer).iterdir()):
            for name in public_names(layer, folder.name) if folder.is_dir() else ():
                here = f"loopplank.{layer}.{folder.name}"
                if not (folder / f"{name}.py").is_file():
                    wrong.append(f"{here} has no {name}")
                elif f"{here}.{name}" not in used and f"from {here} import" not in used:
                    wrong.append(f"nobody uses {here}.{name}")
    nothing(wrong)


def public_names(layer: str, room: str) -> frozenset[str]:
    """The modules that a room lists in `__all__`; none where it lists nothing."""
    place = Path("src", "loopplank", layer, room, "__init__.py")
    tree = python_below("src/loopplank").get(place)
    for node in tree.body if tree else ():
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return frozenset(ast.literal_eval(node.value))
    return frozenset()


def test_names_say_what_is_inside() -> None:
    wrong = []
    for place in texts():
        if place.suffix == ".py":
            parts = [*place.parent.parts, place.stem]
            vague = {word for part in parts for word in part.split("_")} & NO_NAMES
            if vague:
                wrong.append(f"{place}: {', '.join(sorted(vague))}")
    nothing(wrong)


def test_no_source_file_outgrows_its_room() -> None:
    wrong = []
    for place, text in texts().items():
        ours = place.is_relative_to("src") and "migrations" not in place.parts
        if ours and place.suffix in {".py", ".html", ".css", ".js"}:
            lines = text.count("\n")
            if lines > LONGEST:
                wrong.append(f"{place}: {lines} lines, split it by noun")
    nothing(wrong)


def test_what_is_left_to_do_names_its_issue() -> None:
    # in two pieces, so that this line is not one itself
    left = re.compile(r"\b(TO" r"DO|FIX" r"ME)\b(?!.*#\d+)")
    wrong = []
    for place, text in texts().items():
        if place.parts[0] in {"src", "tests", "scripts", "benchmarks", ".ci"}:
            for number, line in enumerate(text.splitlines(), 1):
                if left.search(line):
                    wrong.append(f"{place}:{number} {line.strip()}")
    nothing(wrong)


def test_every_exception_to_a_linter_says_why() -> None:
    said = re.compile(r"(noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*|type: ignore\[[a-z, -]+\])")
    wrong = []
    for place in python_below("src"):
        for number, comment in comments(texts()[place]):
            if re.search(r"\bnoqa\b|type: ignore", comment):
                why = said.sub("", comment).strip("# ")
                if not said.search(comment) or len(why.split()) < 2:
                    wrong.append(f"{place}:{number} {comment}")
    nothing(wrong)


def comments(text: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def test_nothing_names_a_machine_or_a_registry() -> None:
    # in pieces, so that this file names none itself
    machine = [r"/wo" r"rk/(main|steering|\.library|\.mirror)", r"/fa" r"rm/in", r"\.lib" r"rary/"]
    people = [r"/ho" r"me/[a-z]\w+/", r"/Us" r"ers/\w+/"]
    hosts = [
        r"py" r"pi\.org",
        r"python" r"hosted\.org",
        r"npm" r"js\.(org|com)",
        r"deb\.deb" r"ian",
    ]
    named = re.compile("|".join((*machine, *people, *hosts)))
    wrong = []
    for place, text in texts().items():
        for number, line in enumerate(text.splitlines(), 1):
            found = named.search(line)
            if found:
                wrong.append(f"{place}:{number} {found[0]}")
    nothing(wrong)


def test_no_test_is_skipped_without_a_reason_or_sleeps() -> None:
    wrong = []
    for place, tree in python_below("tests").items():
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        called = {id(call.func) for call in calls}
        wrong += [f"{place}:{c.lineno} {ast.unparse(c)}" for c in calls if not reasoned(c)]
        for node, name in used(tree):
            if name == "time.sleep" or (name == "pytest.mark.skip" and id(node) not in called):
                wrong.append(f"{place}:{node.lineno} {name}")
    nothing(wrong)


def reasoned(call: ast.Call) -> bool:
    """False for a skip or an xfail that does not say why."""
    name = ast.unparse(call.func)
    why = any(keyword.arg == "reason" for keyword in call.keywords)
    if name in {"pytest.skip", "pytest.xfail", "pytest.mark.skip"}:
        return why or bool(call.args)
    return why or name not in {"pytest.mark.skipif", "pytest.mark.xfail"}


# --- and the rules themselves ----------------------------------------------------------
@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\ndatetime.now()",
        "from datetime import datetime as d\nd.utcnow()",
        "import datetime\nx = datetime.date.today",
        "import time as t\nt.time()",
        "from django.utils import timezone\nfield(default=timezone.now)",
        "import random\nrandom.shuffle([])",
        "from random import choice\nchoice([1])",
        "import random\nrandom.Random()",
    ],
)
def test_a_clock_or_dice_is_found_under_any_name(source: str) -> None:
    assert clocks_and_dice(ast.parse(source))


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\ndef f(now: datetime): return now",
        "import random\ndef f(dice: random.Random): return dice.random()",
        "import random\nrandom.Random(7)",
        "self.now()",
    ],
)
def test_time_and_chance_as_arguments_are_welcome(source: str) -> None:
    assert clocks_and_dice(ast.parse(source)) == []


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("dataclasses.dataclass", True),
        ("numpy", True),
        ("loopplank.core.volunteers.load.Limits", True),
        ("random.Random", True),
        ("loopplank.store.models.Request", False),
        ("django.db.models", False),
        ("random.shuffle", False),
        ("sqlite3", False),
        ("time.monotonic", False),
        (".load", False),
    ],
)
def test_the_whitelist_of_core(name: str, may: bool) -> None:
    assert may_be_in_core(name) is may


def test_the_sources_were_found() -> None:
    assert len(python_below("src/loopplank")) > 30
    assert Path("tests/core/kit/test_house.py") in texts()
