"""Which tests this run takes, where it takes a share: of the proofs, or of the app on SQLite.

A share is drawn by the name of the test and LPTEST_SEED, which is the commit where nobody says
otherwise: each commit takes another share, and the same seed takes the same one again.

- `make test` runs `not proof`. `make prove` takes of every proof a share and `FULL=1` all of it:
  of a parametrised proof some of its parameters, never none; of what is long in itself as much as
  it asks for with `share_of` and `some_of`.
- `@examples(20, many=400)` is a property that `make test` tries with few examples, always the same
  ones, and `make prove` with as many as a share holds, drawn anew.
"""

import hashlib
import inspect
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from math import ceil
from typing import Any, TypeVar

import pytest
from hypothesis import settings

SEED = os.environ.get("LPTEST_SEED", "no-seed")
#: `no`, `share` or `full`.
PROVING = os.environ.get("LPTEST_PROVE", "no")
SHARE = 8
#: On SQLite one of so many tests that do not meet the engine.
QUARTER = 4
Anything = TypeVar("Anything")


def share_of(whole: int) -> int:
    """How many of so many this run takes, at least one; all of them but in a share."""
    return max(1, ceil(whole / SHARE)) if PROVING == "share" else whole


def some_of(whole: Sequence[Anything], name: Callable[[Anything], object] = str) -> list[Anything]:
    """A share of these, drawn by the name of each, in their own order; or simply all of them."""
    if PROVING != "share":
        return list(whole)
    drawn = sorted(range(len(whole)), key=lambda place: _lot(name(whole[place])))
    return [whole[place] for place in sorted(drawn[: share_of(len(whole))])]


def examples(few: int, *, many: int, **more: Any) -> Callable[[Anything], Anything]:
    """Try a property with `few` examples in `make test`, and with a share of `many` in a proof;
    what is `more` are settings of Hypothesis.
    """
    number = few if PROVING == "no" else max(few, share_of(many))

    def mark(test: Any) -> Any:
        return pytest.mark.also_proof(settings(max_examples=number, **more)(test))

    return mark


class Taking:
    """A plugin that leaves out what this run does not take, after `-m` has had its say."""

    def __init__(self, engine: str, *, quarter: bool) -> None:
        self._engine, self._quarter = engine, quarter

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        taken = set(self._of_proofs(items) if PROVING == "share" else items)
        if self._quarter:
            taken -= {item for item in items if not self._in_quarter(item)}
        if left_out := [item for item in items if item not in taken]:
            config.hook.pytest_deselected(items=left_out)
            items[:] = [item for item in items if item in taken]

    def _of_proofs(self, items: Iterable[pytest.Item]) -> Iterable[pytest.Item]:
        """On each engine another share of the parameters of one test."""
        tests: dict[str, list[pytest.Item]] = defaultdict(list)
        for item in items:
            tests[item.nodeid.partition("[")[0]].append(item)
        for of_one in tests.values():
            yield from some_of(of_one, lambda item: f"{self._engine} {item.nodeid}")

    def _in_quarter(self, item: pytest.Item) -> bool:
        return always_on_both(item) or _lot(item.nodeid) % QUARTER == 0


def always_on_both(item: pytest.Item) -> bool:
    """Whether a test runs on both engines each time: by its mark, or by what it asks for itself."""
    marks = {mark.name for mark in item.iter_markers()}
    asks_for = set(inspect.signature(item.function).parameters)  # type: ignore[attr-defined]
    by_itself = {"both_engines", "commits", "sqlite", "postgresql", "proof"}
    return bool(marks & by_itself or asks_for & {"committed", "race", "databases", "engine"})


def _lot(name: object) -> int:
    return int.from_bytes(hashlib.sha256(f"{SEED} {name}".encode()).digest()[:8])
