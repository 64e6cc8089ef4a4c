"""Recalls how a scenario wrote itself, so that what many tests begin with is played once a worker.

`@recalled` stands on what makes rows by the real actions, such as "a request that may be sought
for". The first time it runs, and the statements by which it wrote are kept. When the database is in
the very same state again they are sent once more, all at once, and nothing is asked or decided.

The state is known by every statement that wrote since the test began and was not taken back. So a
test that wrote anything else before gets the real thing, and so does one that patches the product,
changes a setting or has a database of its own, and each proof. Keys are those of the first time.
"""

import hashlib
import io
import pickle
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pytest
from tests import proofs
from tests.app.engine_watch import Meetings

P = ParamSpec("P")
T = TypeVar("T")
#: Scenarios that a worker keeps at once, those that were used last.
MOST_KEPT = 600
CLOCK = ("loopplank.web.kit.clock", ("now",))
_READS = re.compile(r"\s*SELECT\b(?! set_config)", re.IGNORECASE)
_SAVEPOINT = re.compile(r'(SAVEPOINT|ROLLBACK TO SAVEPOINT|RELEASE SAVEPOINT) "?(\w+)"?')
#: No action reads a session, and of the day on which somebody signed in only whether there is one.
_SESSION = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM) "django_session"')
_SIGNED_IN = 'UPDATE "store_account" SET "last_login" ='
Statement = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a scenario wrote and returned, and in which state it left the database."""

    statements: list[Statement]
    result: bytes
    after: bytes
    made: int
    met: dict[str, str]


@dataclass(slots=True)
class Recording:
    """What a scenario that runs now wrote so far; `whole` until something cannot be sent again."""

    statements: list[Statement] = field(default_factory=list)
    savepoints: dict[str, int] = field(default_factory=dict)
    whole: bool = True

    def go_back(self, savepoint: str) -> None:
        if savepoint in self.savepoints:
            del self.statements[self.savepoints[savepoint] :]
        else:
            self.whole = False


class Recall:
    """What one test did to its database so far; a wrapper around its statements."""

    kept: OrderedDict[bytes, Kept] = OrderedDict()

    def __init__(self, met: Meetings, *, works: bool) -> None:
        self.works = works
        self.met = met
        self._state = b""
        self._savepoints: dict[str, bytes] = {}
        self._recording: list[Recording] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not self.works or _READS.match(sql):
            return execute(sql, params, many, context)
        if found := _SAVEPOINT.match(sql):
            self._at_savepoint(*found.groups())
            return execute(sql, params, many, context)
        if sql.startswith(_SIGNED_IN):
            self._step(f"{sql} {_plain(params[1:])}")
        elif not _SESSION.match(sql):
            self._step(f"{sql} {_plain(params)}")
        for recording in self._recording:
            recording.statements.append((sql, params))
            recording.whole &= not many
        try:
            return execute(sql, params, many, context)
        except Exception:
            for recording in self._recording:
                recording.whole = False
            raise

    def _at_savepoint(self, what: str, name: str) -> None:
        if what == "SAVEPOINT":
            self._savepoints[name] = self._state
            for recording in self._recording:
                recording.savepoints[name] = len(recording.statements)
        elif what.startswith("ROLLBACK"):
            self._state = self._savepoints[name]
            for recording in self._recording:
                recording.go_back(name)

    def stop(self, **_signal: object) -> None:
        """Play everything for real from here, as the product or its settings are not the same."""
        self.works = False
        for recording in self._recording:
            recording.whole = False

    def play(self, scenario: Callable[..., T], cast: Any, *args: Any, **given: Any) -> T:
        """Send again what this scenario wrote, or else run it and keep what it writes."""
        key = self._key(scenario, cast, args, given)
        if key is None:
            return scenario(cast, *args, **given)
        if kept := self.kept.get(key):
            self.kept.move_to_end(key)
            return self._again(kept, cast)
        recording = Recording()
        self._recording.append(recording)
        try:
            with self.met.apart() as met:
                result = scenario(cast, *args, **given)
        finally:
            self._recording.pop()
        said = _pickled(result, cast)
        if recording.whole and self.works and said is not None:
            self.kept[key] = Kept(recording.statements, said, self._state, cast.made, met)
            if len(self.kept) > MOST_KEPT:
                self.kept.popitem(last=False)
        return result

    def _again(self, kept: Kept, cast: Any) -> Any:
        _send(kept.statements)
        for recording in self._recording:
            recording.statements += kept.statements
        self._state, cast.made = kept.after, kept.made
        self.met.add(kept.met)
        return _Unpickler(kept.result, cast).load()

    def _key(
        self, scenario: Callable[..., object], cast: Any, args: Any, given: Any
    ) -> bytes | None:
        from django.db import connection
        from django.utils.translation import get_language

        if not self.works or not connection.in_atomic_block or connection.needs_rollback:
            return None
        place = (connection.settings_dict["NAME"], get_language())
        what = (scenario.__module__, scenario.__qualname__, vars(cast), args, given)
        told = _pickled((place, what), cast)
        return told and hashlib.sha256(self._state + told).digest()

    def _step(self, what: str) -> None:
        self._state = hashlib.sha256(self._state + what.encode("utf-8", "replace")).digest()


_of_this_test: list[Recall] = []


def recalled(scenario: Callable[P, T]) -> Callable[P, T]:
    """Let a scenario, whose first argument is the cast, be recalled where that says the same."""

    @wraps(scenario)
    def play(*args: P.args, **given: P.kwargs) -> T:
        if not _of_this_test:
            return scenario(*args, **given)
        return _of_this_test[-1].play(scenario, *args, **given)

    return play


class Patch(pytest.MonkeyPatch):  # type: ignore[misc]
    """Patches, and stops recalling when it is anything but the clock of the pages, which no action
    reads."""

    def setattr(self, target: Any, *args: Any, **given: Any) -> None:
        if (getattr(target, "__name__", ""), args[:1]) != CLOCK:
            _stop()
        super().setattr(target, *args, **given)

    def delattr(self, *args: Any, **given: Any) -> None:
        _stop()
        super().delattr(*args, **given)

    def setitem(self, *args: Any, **given: Any) -> None:
        _stop()
        super().setitem(*args, **given)

    def delitem(self, *args: Any, **given: Any) -> None:
        _stop()
        super().delitem(*args, **given)


def _stop() -> None:
    for recall in _of_this_test:
        recall.stop()


@contextmanager
def recalling(met: Meetings, *, works: bool) -> Iterator[Recall]:
    """Note what a test writes, from its beginning; without `works` only what it stops."""
    from django.db import connection
    from django.test.signals import setting_changed

    recall = Recall(met, works=works and proofs.PROVING == "no")
    setting_changed.connect(recall.stop)
    _of_this_test.append(recall)
    try:
        with connection.execute_wrapper(recall):
            yield recall
    finally:
        _of_this_test.pop()
        setting_changed.disconnect(recall.stop)


def _send(statements: list[Statement]) -> None:
    """Send statements past every wrapper: nobody counts them, as nobody asked anything."""
    from django.db import connection

    with closing(connection.create_cursor()) as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("; ".join(cursor.mogrify(sql, params) for sql, params in statements))
            return
        for sql, params in statements:
            cursor.execute(sql, params)


class _Pickler(pickle.Pickler):
    """Pickles what holds the cast of a test without the cast."""

    def __init__(self, file: io.BytesIO, cast: object) -> None:
        super().__init__(file)
        self._cast = cast

    def persistent_id(self, what: object) -> str | None:
        return "cast" if what is self._cast else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, pickled: bytes, cast: object) -> None:
        super().__init__(io.BytesIO(pickled))
        self._cast = cast

    def persistent_load(self, pid: object) -> object:
        return self._cast


def _pickled(what: object, cast: object) -> bytes | None:
    """None for what cannot be kept, such as a function."""
    file = io.BytesIO()
    try:
        _Pickler(file, cast).dump(what)
    except (pickle.PicklingError, AttributeError, TypeError):
        return None
    return file.getvalue()


def _plain(params: Any) -> str:
    """All that a statement was given; a wrapped value says only its beginning of itself."""
    if isinstance(params, list | tuple):
        return f"[{', '.join(map(_plain, params))}]"
    return repr(getattr(params, "obj", params))
