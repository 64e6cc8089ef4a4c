"""Compose a question once, and ask it again with other values.

To compose the SQL of a large question takes Django longer than the database takes to answer it.
What one looks like depends on a few things only (a role, how many words were typed); that is its
shape. Of each shape the SQL is kept, with holes for the values.

Nothing may slip through: each shape is composed twice, with two sets of invented values. Where the
two differ there must be a hole, and where there is a hole the value of this call goes in. A
question that makes something else of a value, such as the day before it, is refused at once.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from copy import copy
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import DateField, DateTimeField, Model, QuerySet, UUIDField

#: Which value goes into a hole: its name, and where it stands in it (a field, or a place).
_Hole = tuple[str, str | int]
_FIRST_DAY = date(8000, 1, 1)
Row = TypeVar("Row")
One = TypeVar("One", bound=Model)


class NotTheSame(Exception):
    """The question cannot be prepared: what is asked depends on a value in another way."""


class _Made:
    """The SQL of one shape. Only `rows` of it is ever asked, and never changed."""

    def __init__(self, rows: "QuerySet[Any]", compiler: Any, sql: str, holes: list[Any]) -> None:
        self.rows, self.compiler, self.sql, self.holes = rows, compiler, sql, holes

    def ask(self, values: Mapping[_Hole, object]) -> list[Any]:
        given = tuple(
            _as_parameter(values[one.hole]) if isinstance(one, _AHole) else one
            for one in self.holes
        )
        compiler = copy(self.compiler)
        # a connection is of one thread
        compiler.connection = connections[self.rows.db]
        compiler.as_sql = lambda *_, **__: (self.sql, given)
        rows = self.rows.all()
        rows.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]  # of this copy alone
        return list(rows)


class _AHole:
    def __init__(self, hole: _Hole) -> None:
        self.hole = hole


class Prepared(Generic[Row]):
    """A question whose rows are asked with `rows`.

    `compose` makes it of what is given: ids, days, moments and words, tuples of these of one
    length, and frozen dataclasses (an actor), whose ids and names may differ from call to call.
    Anything else that is given belongs to the shape, and so does what `depends_on` returns.
    """

    def __init__(
        self,
        compose: "Callable[..., QuerySet[Any, Row]]",
        depends_on: Callable[[], Hashable] = lambda: None,
    ) -> None:
        self._compose, self._depends_on = compose, depends_on
        self._made: dict[Hashable, _Made | None] = {}

    def rows(self, **given: Any) -> list[Row]:
        """Return the rows; raises NotTheSame for a question that cannot be prepared."""
        values = dict(_values(given))
        one = _invented(given, values, 0)
        key = (connection.vendor, self._depends_on(), tuple(sorted(one.items())))
        if key not in self._made:
            other = _invented(given, values, 1)
            self._made[key] = self._make(one, other)
        made = self._made[key]
        return made.ask(values) if made else []

    def _make(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> _Made | None:
        rows, again = self._compose(**one), self._compose(**other)
        compiler = rows.query.get_compiler(rows.db)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None
        sql_again, again_parameters = again.query.get_compiler(again.db).as_sql()
        if sql != sql_again or len(parameters) != len(again_parameters):
            raise NotTheSame(sql)
        known, known_again = _known(one), _known(other)
        holes: list[object] = []
        for first, second in zip(parameters, again_parameters, strict=True):
            hole, same = known.get(_seen(first)), known_again.get(_seen(second))
            if hole != same or (hole is None and first != second):
                raise NotTheSame(sql)
            holes.append(first if hole is None else _AHole(hole))
        return _Made(rows, compiler, sql, holes)


def only_one(model: type[One], rows: list[One]) -> One:
    """Return the one row. Raises DoesNotExist of this table."""
    if not rows:
        raise model.DoesNotExist  # type: ignore[attr-defined]  # Django gives it to each model
    return rows[0]


# --- values and what stands in their place --------------------------------------------------------


def _is_value(given: object) -> bool:
    return isinstance(given, UUID | date | str) and not isinstance(given, Enum)


def _parts(name: str, given: object) -> Iterator[tuple[_Hole, object]]:
    """Yield the parts of what is given that may be others the next time."""
    if _is_value(given):
        yield (name, ""), given
    elif isinstance(given, tuple):
        yield from (((name, n), each) for n, each in enumerate(given) if _is_value(each))
    elif is_dataclass(given):
        for one in fields(given):
            if _is_value(value := getattr(given, one.name)):
                yield (name, one.name), value


def _values(given: Mapping[str, Any]) -> Iterator[tuple[_Hole, object]]:
    for name, value in given.items():
        yield from _parts(name, value)


def _invented(
    given: Mapping[str, Any], values: Mapping[_Hole, object], turn: int
) -> dict[str, Any]:
    """Return the same with a value of nobody in each hole; each turn others."""
    made = {
        hole: _of_nobody(value, 2 * number + turn + 1)
        for number, (hole, value) in enumerate(values.items())
    }
    return {name: _filled(name, value, made) for name, value in given.items()}


def _filled(name: str, given: Any, made: Mapping[_Hole, object]) -> Any:
    if _is_value(given):
        return made[name, ""]
    if isinstance(given, tuple):
        return tuple(made.get((name, n), each) for n, each in enumerate(given))
    if is_dataclass(given) and not isinstance(given, type):
        return replace(given, **{str(at): new for (of, at), new in made.items() if of == name})
    return given


def _of_nobody(value: object, number: int) -> object:
    if isinstance(value, UUID):
        return UUID(int=(0xF0 << 120) + number)
    if isinstance(value, datetime):
        day = _FIRST_DAY + timedelta(days=number)
        return datetime(day.year, day.month, day.day, 1, 2, 3, tzinfo=UTC)
    if isinstance(value, date):
        return _FIRST_DAY + timedelta(days=number)
    return f"\x01{number}\x02"


def _known(given: Mapping[str, Any]) -> dict[object, _Hole]:
    return {_seen(_as_parameter(value)): hole for hole, value in _values(given)}


def _seen(parameter: object) -> object:
    """Return a parameter as something that can be looked up."""
    return repr(parameter) if isinstance(parameter, list | dict) else parameter


_FIELDS = ((UUID, UUIDField()), (datetime, DateTimeField()), (date, DateField()))


def _as_parameter(value: object) -> object:
    """Return a value as Django gives it to this database."""
    for kind, field in _FIELDS:
        if isinstance(value, kind):
            return field.get_db_prep_value(value, connection, prepared=True)
    return value
