"""Break the rules on purpose, one place at a time, and count what the tests notice.

    scripts/mutate.py [--each 30] [--workers 1] [--only KEY] [SUBJECT ...]

A mutant is a module with one thing changed: a comparison, a boundary, a member of a set, a value
that is given back, a statement left out. Each is judged by the tests that concern the module; one
that they do not notice survives. Which mutants are tried follows from `SEED` and from the words of
the code itself, so a change elsewhere leaves the choice as it was, and so does a move to another
file. The files stay as they are: a mutant exists only in the process that tries it.

Ends with 1 where more than `MOST_SURVIVORS` of a subject survive.
"""

import argparse
import ast
import copy
import hashlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from types import CodeType
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
SEED = "loopplank"
MOST_SURVIVORS = 0.05


@dataclass(frozen=True, slots=True)
class Subject:
    """What is broken, and the tests that must notice; those that find most come first."""

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]
    django: bool = False


SUBJECTS = (
    Subject(
        "load",
        ("loopplank.core.volunteers.load",),
        ("tests/core/volunteers/test_load.py", "tests/core/volunteers/test_away.py"),
    ),
    Subject(
        "responsibility",
        ("loopplank.core.requests.states", "loopplank.core.requests.closing"),
        (
            "tests/core/requests/test_states.py",
            "tests/core/requests/test_closing.py",
            "tests/core/responsibility/test_clocks.py",
            "tests/core/requests/test_refusal.py",
            "tests/core/kit/test_documents.py",
        ),
    ),
    Subject(
        "triage rule",
        ("loopplank.core.triage.rule",),
        (
            "tests/core/triage/test_corrections.py",
            "tests/core/triage/test_cases.py",
            "tests/core/triage/test_advice.py",
            "tests/core/triage/test_reference.py",
            "tests/core/triage/test_questions.py",
            "tests/core/triage/test_golden.py",
            "tests/core/triage/test_properties.py",
        ),
    ),
    Subject(
        "checker",
        (
            "loopplank.core.matching.checker",
            "loopplank.core.matching.checker_bound",
            "loopplank.core.matching.checker_reading",
        ),
        ("tests/core/matching/test_checker.py", "tests/core/matching/test_bound.py"),
    ),
    Subject(
        "transitions",
        ("loopplank.actions.transitions.transitions",),
        ("tests/app/requests/test_transitions.py",),
        django=True,
    ),
    Subject(
        "contact limits",
        ("loopplank.core.volunteers.contact_limits",),
        ("tests/core/volunteers/test_contact_limits.py",),
    ),
    Subject(
        "send policy",
        (
            "loopplank.core.messages.send_policy",
            "loopplank.core.messages.hours",
            "loopplank.core.messages.rules",
            "loopplank.core.messages.table",
            "loopplank.core.messages.wishes",
        ),
        (
            "tests/core/messages/test_send_policy.py",
            "tests/core/messages/test_table.py",
            "tests/core/messages/test_send_policy_properties.py",
        ),
    ),
)
#: Mutants that behave like the code itself, by their key, and why no test can tell them apart.
EQUIVALENT: dict[str, str] = {
    "074433e87b": "the travel of one person: the first of one is the last of one",
    "18358ffcd6": "without any weighing what was decided is not looked at",
    "0b96feaefe": "only a bound on the last digit of the tolerance itself tells them apart",
}


# --- what can be changed ---------------------------------------------------------------------

_OTHER_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_OTHER_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
_OTHER_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
_OTHER_METHODS = {"filter": "exclude", "exclude": "filter"}
#: Sentences, which people judge and the catalogue keeps, and what only guards a programmer.
_SAYS = {"dutch", "ValueError", "TypeError", "RuntimeError"}
_LEFT_ALONE = {"annotation", "returns", "decorator_list", "type_comment", "slice", "bases"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change; `key` stays the same while the function and the statement do."""

    key: str
    module: str
    index: int
    line: int
    where: str
    before: str
    after: str

    def __str__(self) -> str:
        place = f"{self.key} {self.module}:{self.line} {self.where}"
        return f"{place}\n    {self.before}\n    {self.after}"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a tree one node may be replaced by another."""

    parent: ast.AST
    field: str
    at: int | None
    old: ast.AST
    new: ast.AST
    where: str
    statement: ast.AST

    def put(self, node: ast.AST) -> None:
        if self.at is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.at] = node


def mutants_of(module: str) -> list[Mutant]:
    """Return all mutants of a module, in the order in which they are tried."""
    tree = ast.parse(_path_of(module).read_bytes())
    found: list[Mutant] = []
    seen: Counter[tuple[str, str, str]] = Counter()
    for index, place in enumerate(_places(tree)):
        before = _shown(place.statement)
        place.put(place.new)
        after = _shown(place.statement)
        if place.statement is place.old:
            after = _shown(place.new)
        place.put(place.old)
        same = place.where, before, after
        words = "\n".join((SEED, *same, str(seen[same])))
        seen[same] += 1
        key = hashlib.sha256(words.encode()).hexdigest()[:10]
        line = getattr(place.old, "lineno", getattr(place.statement, "lineno", 0))
        found.append(Mutant(key, module, index, line, place.where, *_difference(before, after)))
    return sorted(found, key=lambda mutant: mutant.key)


def compiled(mutant: Mutant) -> CodeType:
    """Return the module in the shape of this mutant."""
    path = _path_of(mutant.module)
    tree = ast.parse(path.read_bytes())
    place = list(_places(tree))[mutant.index]
    place.put(place.new)
    return compile(ast.fix_missing_locations(tree), str(path), "exec")


def _path_of(module: str) -> Path:
    path = PROJECT / "src" / Path(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _places(tree: ast.Module) -> Iterator[_Place]:
    yield from _inside(tree, "", tree, ())


def _inside(
    parent: ast.AST, where: str, statement: ast.AST, above: tuple[ast.AST, ...]
) -> Iterator[_Place]:
    if isinstance(parent, ast.ClassDef | ast.FunctionDef):
        where = f"{where}.{parent.name}".lstrip(".")
    for field, value in ast.iter_fields(parent):
        if field in _LEFT_ALONE and not (field == "slice" and not isinstance(value, ast.Tuple)):
            continue
        for at, node in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(node, ast.AST) or _is_left_alone(node):
                continue
            around = node if isinstance(node, ast.stmt) else statement
            for new in _changes(node, field, (*above, parent)):
                position = at if isinstance(value, list) else None
                yield _Place(parent, field, position, node, new, where, around)
            yield from _inside(node, where, around, (*above, parent))


def _is_left_alone(node: ast.AST) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Assert() | ast.JoinedStr():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Call(func=ast.Name(id=name)) if name in _SAYS:
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.keyword(arg="strict"):
            return True
    return False


def _changes(node: ast.AST, field: str, above: tuple[ast.AST, ...]) -> Iterator[ast.AST]:
    """Yield what may stand in the place of a node."""
    in_function = any(isinstance(one, ast.FunctionDef) for one in above)
    match node:
        case ast.Constant():
            yield from _other_constants(node, in_function=in_function)
        case ast.Set() | ast.List() | ast.Tuple() if field not in {
            "targets",
            "keys",
        } and _is_a_collection(node, above[-1], in_function=in_function):
            for at in range(len(node.elts)):
                fewer = copy.copy(node)
                fewer.elts = _without(node.elts, at)
                empty = isinstance(node, ast.Set) and not fewer.elts
                yield ast.Call(ast.Name("set", ast.Load()), [], []) if empty else fewer
        case ast.Dict():
            for at in range(len(node.keys)):
                yield ast.Dict(_without(node.keys, at), _without(node.values, at))
        case ast.Call():
            yield from _other_calls(node)
        case ast.stmt():
            yield from _other_statements(node, above[-1])
        case ast.expr():
            yield from _other_expressions(node)
    if field == "ifs" and isinstance(above[-1], ast.comprehension):
        yield ast.Constant(value=True)


def _without(members: list[Any], at: int) -> list[Any]:
    return members[:at] + members[at + 1 :]


def _other_expressions(node: ast.expr) -> Iterator[ast.AST]:
    match node:
        case ast.Compare():
            for at, op in enumerate(node.ops):
                for other in _OTHER_COMPARISONS[type(op)]:
                    ops = [*node.ops[:at], other(), *node.ops[at + 1 :]]
                    yield ast.Compare(node.left, ops, node.comparators)
        case ast.BoolOp():
            yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
            for at in range(len(node.values)):
                left = _without(node.values, at)
                yield left[0] if len(left) == 1 else ast.BoolOp(node.op, left)
        case ast.UnaryOp():
            yield node.operand
        case ast.BinOp():
            if type(node.op) in _OTHER_OPERATORS:
                yield ast.BinOp(node.left, _OTHER_OPERATORS[type(node.op)](), node.right)
            if isinstance(node.op, ast.BitOr | ast.BitAnd | ast.Sub | ast.Add):
                yield node.left
        case ast.IfExp():
            yield ast.IfExp(node.test, node.orelse, node.body)


def _other_statements(node: ast.stmt, parent: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.If():
            yield ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
        case ast.Return(value=ast.Compare() | ast.BoolOp() as value):
            yield ast.Return(ast.UnaryOp(ast.Not(), value))
        case ast.Return(value=ast.expr() as value):
            if not (isinstance(value, ast.Constant) and value.value is None):
                yield ast.Return(ast.Constant(None))
        case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break():
            yield ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()
    if isinstance(node, ast.Return) and isinstance(parent, ast.If):
        yield ast.Pass()


def _other_constants(node: ast.Constant, *, in_function: bool) -> Iterator[ast.AST]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
        yield ast.Constant(value - 1)
    elif isinstance(value, float):
        yield ast.Constant(value * 1.5 + (value == 0))
    elif isinstance(value, str) and in_function:
        yield ast.Constant(f"{value}x")


def _is_a_collection(node: ast.expr, parent: ast.AST, *, in_function: bool) -> bool:
    """Say whether a member may be left out; not from a tuple of two results, which would be no
    tuple."""
    if isinstance(node, ast.Set):
        return True
    if not isinstance(getattr(node, "ctx", None), ast.Load):
        return False
    return isinstance(parent, ast.Compare) or not in_function


def _other_calls(node: ast.Call) -> Iterator[ast.AST]:
    match node.func:
        case ast.Name(id=name) if name in _OTHER_NAMES:
            yield ast.Call(ast.Name(_OTHER_NAMES[name], ast.Load()), node.args, node.keywords)
        case ast.Attribute(attr=name) if name in _OTHER_METHODS and node.keywords:
            method = ast.Attribute(node.func.value, _OTHER_METHODS[name], ast.Load())
            yield ast.Call(method, node.args, node.keywords)
            for at in range(len(node.keywords)):
                fewer = node.keywords[:at] + node.keywords[at + 1 :]
                yield ast.Call(node.func, node.args, fewer)


def _shown(node: ast.AST) -> str:
    """Return a statement without the statements inside it."""
    if isinstance(node, ast.stmt) and hasattr(node, "body"):
        node = copy.copy(node)
        node.body = [ast.Pass()]
        if hasattr(node, "orelse"):
            node.orelse = []
    return " ".join(ast.unparse(ast.fix_missing_locations(node)).split())


def _difference(before: str, after: str) -> tuple[str, str]:
    """Return both texts from a little before the first character that differs."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))
    start = max(sum(1 for _ in same) - 60, 0)
    return before[start : start + 120], after[start : start + 120]


# --- trying them -----------------------------------------------------------------------------


class _Broken(importlib.abc.MetaPathFinder, importlib.machinery.SourceFileLoader):
    """A finder that gives one module in another shape to whoever imports it; no file is written."""

    def __init__(self, module: str, code: CodeType) -> None:
        importlib.machinery.SourceFileLoader.__init__(self, module, str(_path_of(module)))
        self._code = code
        self.used = False

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None = None, _target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.path, loader=self)

    def get_code(self, _fullname: str) -> CodeType:
        self.used = True
        return self._code


class _Hurry:
    """A plugin that ends hypothesis at the first failing example: nobody needs the shortest."""

    def pytest_configure(self) -> None:
        import hypothesis

        hypothesis.settings.register_profile(
            "mutants",
            hypothesis.settings.get_profile("test"),
            phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
        )
        hypothesis.settings.load_profile("mutants")


NOTICED, SURVIVED, NOT_USED, CANNOT = 1, 0, 70, 71


def _try(subject: Subject, mutant: Mutant | None, said: Path, limit: int, name: str) -> int:
    """Run the tests on a mutant in a process of its own. Returns what pytest ended with."""
    log = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
    os.environ["LPTEST_DJANGO"] = "yes" if subject.django else "no"
    # the databases of two that run side by side have other names
    os.environ["PYTEST_XDIST_WORKER"] = name
    broken = None
    if mutant is not None:
        broken = _Broken(mutant.module, compiled(mutant))
        sys.meta_path.insert(0, broken)
    import pytest

    # hypothesis is imported already, before any process begins
    arguments = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    arguments += ["-x", "-q", "-m", "not proof", "--tb=short", f"--rootdir={PROJECT}"]
    arguments += [] if subject.django else ["-p", "no:django"]
    ended = pytest.main([*arguments, *subject.tests], plugins=[_Hurry()])
    if broken is not None and not broken.used:
        return NOT_USED
    return int(ended)


@dataclass(slots=True)
class _Running:
    mutant: Mutant | None
    said: Path
    begun: float
    seat: int


class Trial:
    """The trial of the mutants of one subject, some at a time."""

    def __init__(self, subject: Subject, folder: Path, workers: int) -> None:
        self._subject, self._folder, self._workers = subject, folder, workers
        self._running: dict[int, _Running] = {}
        self._cpu_limit, self._wall_limit = 600, 1800.0

    def unbroken(self) -> None:
        """Check that the tests pass on the code as it is, or no mutant would mean anything. Sets
        how long a mutant may take, since one that never ends counts as noticed. Raises
        SystemExit."""
        begun = time.monotonic()
        self._begin(None, 0)
        _mutant, code, cpu, said = self._one_ended()
        if code:
            sys.exit(f"{self._subject.name}: its tests fail without any mutant\n{said}")
        self._cpu_limit = int(20 + 6 * cpu)
        self._wall_limit = 120 + 30 * (time.monotonic() - begun)

    def survivors(self, mutants: Sequence[Mutant]) -> list[Mutant]:
        """Return those that no test notices."""
        waiting, found, free = list(reversed(mutants)), [], list(range(self._workers))
        while waiting or self._running:
            while waiting and free:
                self._begin(waiting.pop(), free.pop())
            mutant, code, _cpu, said = self._one_ended(free)
            assert mutant is not None
            if code in {NOT_USED, CANNOT, 4, 5}:
                sys.exit(f"This mutant could not be tried ({code}):\n{mutant}\n{said}")
            if code == SURVIVED:
                found.append(mutant)
        return found

    def _begin(self, mutant: Mutant | None, seat: int) -> None:
        said = self._folder / f"said-{seat}.txt"
        sys.stdout.flush()
        pid = os.fork()
        if pid:
            self._running[pid] = _Running(mutant, said, time.monotonic(), seat)
            return
        code = CANNOT
        try:
            code = _try(self._subject, mutant, said, self._cpu_limit, f"mutant{seat}")
        except BaseException:  # noqa: BLE001  whatever it is, the parent reads it and stops
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _one_ended(self, free: list[int] | None = None) -> tuple[Mutant | None, int, float, str]:
        while True:
            for pid, one in list(self._running.items()):
                ended, status, used = os.wait4(pid, os.WNOHANG)
                if not ended:
                    if time.monotonic() - one.begun > self._wall_limit:
                        os.kill(pid, signal.SIGKILL)
                    continue
                del self._running[pid]
                if free is not None:
                    free.append(one.seat)
                code = os.waitstatus_to_exitcode(status)
                said = one.said.read_text(errors="replace")[-4000:] if one.said.exists() else ""
                return one.mutant, code, used.ru_utime + used.ru_stime, said
            time.sleep(0.02)


def main() -> int:
    wanted = _arguments()
    sys.path[:0] = [str(PROJECT), str(PROJECT / "src")]
    os.chdir(PROJECT)
    sys.dont_write_bytecode = False
    for setting in [name for name in os.environ if name.startswith(("LOOPPLANK_", "LPTEST_"))]:
        del os.environ[setting]
    os.environ["LOOPPLANK_MODE"] = "test"
    os.environ["PYTHONPATH"] = str(PROJECT / "src")
    # what every process needs, once
    import django  # noqa: F401
    import hypothesis  # noqa: F401
    import numpy as np  # noqa: F401
    import pytest  # noqa: F401

    failed = False
    print(f"{'subject':16} {'mutants':>8} {'tried':>6} {'noticed':>8} {'survived':>9} {'equal':>6}")
    for subject in SUBJECTS:
        if not wanted.subject or subject.name in wanted.subject:
            failed |= _judge(subject, wanted)
    return int(failed)


def _judge(subject: Subject, wanted: argparse.Namespace) -> bool:
    begun = time.monotonic()
    every = sorted(
        (mutant for module in subject.modules for mutant in mutants_of(module)),
        key=lambda mutant: mutant.key,
    )
    chosen = [mutant for mutant in every if mutant.key not in EQUIVALENT][: wanted.each]
    # as many as were passed over to come to the last one
    equal = every.index(chosen[-1]) + 1 - len(chosen)
    if wanted.only:
        chosen, equal = [mutant for mutant in every if mutant.key in wanted.only], 0
    with tempfile.TemporaryDirectory(prefix="loopplank-mutants-") as folder:
        os.environ["LPTEST_DIR"] = folder
        trial = Trial(subject, Path(folder), wanted.workers)
        trial.unbroken()
        survived = trial.survivors(chosen)
    noticed = len(chosen) - len(survived)
    print(
        f"{subject.name:16} {len(every):8} {len(chosen):6} {noticed:8} {len(survived):9} {equal:6}"
        f"   {time.monotonic() - begun:.0f} s",
        flush=True,
    )
    for mutant in survived:
        print(f"  survived: {mutant}", flush=True)
    return len(survived) > MOST_SURVIVORS * len(chosen)


def _arguments() -> argparse.Namespace:
    names = [subject.name for subject in SUBJECTS]
    parser = argparse.ArgumentParser(description="Count the mutants that no test notices.")
    parser.add_argument("subject", nargs="*", help=f"all when none is named: {', '.join(names)}")
    parser.add_argument("--each", type=int, default=30, help="mutants of each subject")
    parser.add_argument("--workers", type=int, default=1, help="mutants at a time")
    parser.add_argument("--only", action="append", help="only the mutant with this key")
    wanted = parser.parse_args()
    unknown = set(wanted.subject) - set(names)
    if unknown:
        parser.error(f"there is no subject {', '.join(sorted(unknown))}")
    return wanted


if __name__ == "__main__":
    sys.exit(main())
