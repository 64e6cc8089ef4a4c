"""Every refusal of the actions on the coordinator's road is a blocker that a page says before."""

import ast
import inspect
from collections.abc import Callable, Iterator, Mapping
from textwrap import dedent
from types import FunctionType, ModuleType

from loopplank.actions.matching import matches, proposals, propose
from loopplank.actions.requests import closing
from loopplank.actions.triage import triage
from loopplank.core.kit.reason import Reason, Refused
from loopplank.core.responsibility.next_step import BLOCKERS

ROAD = (
    triage.decide,
    propose.ask,
    propose.note_yes,
    proposals.accept,
    proposals.let_yes_count,
    proposals.withdraw,
    matches.plan_meeting,
    matches.start,
    closing.wait,
    closing.close,
)


def test_each_refusal_on_the_road_is_known_as_a_blocker() -> None:
    found = refusals_of(ROAD)
    assert len(found) > 40, "the walk must really reach the rules"
    unknown = {code: where for code, where in found.items() if code not in BLOCKERS}
    assert unknown == {}, "say where a page tells it before the button is pressed"


def test_no_blocker_is_left_that_nothing_refuses() -> None:
    assert set(BLOCKERS) - set(refusals_of(ROAD)) == set()


def refusals_of(actions: tuple[Callable[..., object], ...]) -> dict[str, str]:
    """Return the codes with which these may refuse, each with where it was found.

    It follows the names in the source: whoever raises Refused, and whatever returns a reason to it.
    """
    found: dict[str, str] = {}
    todo = [(inspect.unwrap(one), False) for one in actions]
    seen = set()
    while todo:
        one, gives_reasons = todo.pop()
        if (one, gives_reasons) in seen or not isinstance(one, FunctionType):
            continue
        seen.add((one, gives_reasons))
        tree = ast.parse(dedent(inspect.getsource(one)))
        raises = any(_raises_refused(node) for node in ast.walk(tree))
        if raises or gives_reasons:
            for code in _codes(tree, one):
                found.setdefault(code, f"{one.__module__}.{one.__qualname__}")
        for called in _called(tree, one):
            todo.append((called, (raises or gives_reasons) and _returns_reason(called)))
    return found


def _raises_refused(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Raise)
        and isinstance(node.exc, ast.Call)
        and isinstance(node.exc.func, ast.Name)
        and node.exc.func.id == Refused.__name__
    )


def _named(node: ast.AST, of: FunctionType) -> object:
    """Return what a name in the source of a function stands for, if it is known before it runs."""
    if isinstance(node, ast.Name):
        return of.__globals__.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = _named(node.value, of)
        if isinstance(owner, ModuleType):
            return getattr(owner, node.attr, None)
    return None


def _codes(tree: ast.AST, of: FunctionType) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _named(node.func, of) is Reason:
            first = node.args[0]
            if isinstance(first, ast.Constant):
                yield str(first.value)
        known = _named(node, of)
        if isinstance(known, Reason):
            yield known.code
        if isinstance(known, Mapping):
            yield from (one.code for one in known.values() if isinstance(one, Reason))


def _called(tree: ast.AST, of: FunctionType) -> Iterator[FunctionType]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            target = _named(node.func, of)
            target = target.__dict__.get("__post_init__") if isinstance(target, type) else target
            inner = inspect.unwrap(target) if callable(target) else None
            if isinstance(inner, FunctionType) and inner.__module__.startswith("loopplank."):
                yield inner


def _returns_reason(one: FunctionType) -> bool:
    gives = str(one.__annotations__.get("return", ""))
    return any(name in gives for name in ("Reason", "NoRoom", "Verdict"))
