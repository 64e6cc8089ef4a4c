"""The demo network as rows: taken once from a story that was played, put into empty tables at each
first start.

The tables go by their names. What must differ between two installations is not kept but made anew:
keys, the password of the accounts, the hashes of the links. So are numbers with a month in them.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from secrets import token_hex
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import models

from loopplank.access.account.links import token_of, token_of_key
from loopplank.actions.kit.search_words import write_due_words
from loopplank.actions.referrals.send import referral_number
from loopplank.actions.requests.intake import month_of_number
from loopplank.core.account.links import lookup
from loopplank.core.kit.calendar import local_day, local_time
from loopplank.jobs.demo import places
from loopplank.jobs.demo.relative_days import Keeper, NotRelative, Teller, keys_in

# Django's own, of whatever table and type
Model = Any
Field = Any
#: Made by triggers as the rows come in, or by the first plan after it; and what happens at the door
#: of one installation.
LEFT_OUT = frozenset(
    {
        "VolunteerVersion",
        "SearchDue",
        "SearchWord",
        "PlanRun",
        "PlanFile",
        "PlanProposal",
        "PlanPart",
        "PlanLeft",
        "SecurityEvent",
        "Used",
    }
)
#: First who may own something: triggers ask for it. Keys are only checked at the end.
FIRST = ("Account", "Membership", "Request")
#: Of these columns is kept whether there is anything in them, and nothing else.
SECRETS = frozenset({"Account.password", "Request.submission", "Referral.submission"})
#: These are made from the other columns of their row, or are a choice that nobody made yet.
MADE_ANEW = frozenset(
    {
        "HandOverKey.lookup",
        "Link.lookup",
        "Request.number",
        "Referral.number",
        "Account.shortcuts",
        "MessageWishes.days_before",
        "Network.practice_of_id",
        "Organisation.applications_closed_at",
        "Volunteer.is_practice",
    }
)
#: A hash of facts without a key: it opens nothing and names nobody.
KEPT_AS_IT_IS = frozenset({"Referral.facts_key"})
BIRTH_YEAR = "birth_year"
#: In a message: the number of the request that it is about.
NUMBER = "number"
BATCH = 500
_PLAIN: Mapping[type, Callable[[Any], Any]] = {
    models.BooleanField: bool,
    models.FloatField: float,
    models.IntegerField: int,
}


class DoesNotFit(Exception):
    """The kept rows are of other tables than there are now."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one table as they are kept, in the order in which they were made."""

    name: str
    columns: tuple[str, ...]
    rows: list[list[Any]]


@dataclass(frozen=True, slots=True)
class Story:
    """A story that ends at some hour of a day of the week; in it `keys` different keys stand."""

    ended: time
    keys: int
    tables: tuple[Table, ...]


def kept_tables() -> list[Model]:
    """Return every table of which rows are kept."""
    found = {model.__name__: model for model in apps.get_app_config("store").get_models()}
    order = [*FIRST, *(name for name in sorted(found) if name not in FIRST)]
    return [found[name] for name in order if name not in LEFT_OUT]


def kept_columns(model: Model) -> tuple[str, ...]:
    """Return the columns of a table that are kept: all that the database or we do not make anew."""
    return tuple(
        field.attname
        for field in _fields(model).values()
        if not isinstance(field, models.AutoField) and _name(field) not in MADE_ANEW
    )


def check_fit(story: Story) -> None:
    """Raise DoesNotFit when the kept rows lack a table or column that there is, or have another."""
    wanted = {model.__name__: kept_columns(model) for model in kept_tables()}
    kept = {table.name: table.columns for table in story.tables}
    if wrong := sorted(name for name in wanted | kept if wanted.get(name) != kept.get(name)):
        raise DoesNotFit(
            f"The kept rows of the demo do not fit the tables: {', '.join(wrong)}. Make them anew:"
            " LOOPPLANK_MODE=test python manage.py demo --make"
        )


# --- from the database ----------------------------------------------------------------------------


def take(now: datetime) -> Story:
    """Return all rows of the story that ends at `now`; their keys must count up as the story was
    played.

    Raises NotRelative when something stands in a row that cannot be moved to another week.
    """
    found = [(model, _read(model)) for model in kept_tables()]
    keys = sorted({key for _, rows in found for row in rows for key in keys_in(row)})
    keeper = Keeper(local_day(now), {key: number for number, key in enumerate(keys)})
    tables = tuple(_kept(model, rows, keeper) for model, rows in found)
    return Story(local_time(now).time(), len(keys), tables)


def _read(model: Model) -> list[list[Any]]:
    columns = [*kept_columns(model), *((NUMBER,) if model.__name__ == "Request" else ())]
    rows = [list(row) for row in model.objects.order_by("pk").values_list(*columns)]
    if model.__name__ == "Message":
        _point_to_numbers(model, columns, rows)
    return rows


def _point_to_numbers(model: Model, columns: list[str], rows: list[list[Any]]) -> None:
    """Let a message keep that it names the number of its request, and not which."""
    requests = apps.get_model("store.Request").objects
    numbers = dict(requests.values_list("pk", NUMBER))
    params, request = columns.index("params"), columns.index("request_id")
    for row in rows:
        if NUMBER in row[params]:
            if row[params][NUMBER] != numbers.get(row[request]):
                raise NotRelative(f"a {model.__name__} with a number that is not of its request")
            row[params] = {**row[params], NUMBER: ""}


def _kept(model: Model, rows: list[list[Any]], keeper: Keeper) -> Table:
    columns = kept_columns(model)
    fields = _fields(model)
    ways = [_way_to_keep(fields[column], keeper) for column in columns]
    kept = [
        [None if value is None else way(value) for way, value in zip(ways, row, strict=False)]
        for row in rows
    ]
    return Table(model.__name__, columns, kept)


def _way_to_keep(field: Field, keeper: Keeper) -> Callable[[Any], Any]:
    if _name(field) in SECRETS:
        return bool
    if field.name == BIRTH_YEAR:
        return keeper.year
    if _name(field) in KEPT_AS_IT_IS:
        return str
    return _by_type(
        field,
        {
            **_PLAIN,
            models.DateTimeField: keeper.moment,
            models.DateField: keeper.day,
            models.TimeField: time.isoformat,
            models.UUIDField: keeper.keys.__getitem__,
            models.JSONField: keeper.json,
            models.CharField: keeper.text,
            models.TextField: keeper.text,
        },
    )


# --- to the database ------------------------------------------------------------------------------


def put(story: Story, now: datetime, new_key: Callable[[], UUID] = uuid4) -> None:
    """Write a story into empty tables, as somebody finds it who comes in at `now`.

    Raises DoesNotFit when the tables are others than those that the rows were taken from.
    """
    check_fit(story)
    teller = Teller(now, story.ended, [new_key() for _ in range(story.keys)])
    numbers: dict[UUID, str] = {}
    for table in story.tables:
        model = apps.get_model("store", table.name)
        fields = _fields(model)
        ways = [_way_to_tell(fields[column], teller) for column in table.columns]
        rows = [
            model(
                **{
                    column: None if kept is None else way(kept)
                    for column, way, kept in zip(table.columns, ways, row, strict=True)
                }
            )
            for row in table.rows
        ]
        _make_anew(table.name, rows, numbers)
        model.objects.bulk_create(rows, batch_size=BATCH)
    write_due_words()


def _make_anew(name: str, rows: list[Any], numbers: dict[UUID, str]) -> None:
    """Fill in what was not kept; `numbers` are those of the requests so far."""
    if name == "Account":
        password = make_password(places.PASSWORD)
        for row in rows:
            row.password = password if row.password else ""
    elif name in {"Link", "HandOverKey"}:
        for row in rows:
            row.lookup = lookup(_token_of(name, row))
    elif name == "Request":
        given: Counter[tuple[UUID, str]] = Counter()
        for row in rows:
            month = month_of_number(local_day(row.received_at))
            given[row.organisation_id, month] += 1
            row.number = f"{month}{given[row.organisation_id, month]:03d}"
            row.submission = token_hex(32) if row.submission else None
            numbers[row.pk] = row.number
    elif name == "Referral":
        for row in rows:
            row.number = referral_number(row.pk)
            row.submission = token_hex(32) if row.submission else None
    elif name == "Message":
        for row in rows:
            if NUMBER in row.params:
                row.params[NUMBER] = numbers[row.request_id]


def _token_of(name: str, row: Any) -> str:
    return token_of_key(row.pk) if name == "HandOverKey" else token_of(row.pk, row.generation)


def _way_to_tell(field: Field, teller: Teller) -> Callable[[Any], Any]:
    if _name(field) in SECRETS:
        return bool
    if field.name == BIRTH_YEAR:
        return teller.year
    if _name(field) in KEPT_AS_IT_IS:
        return str
    return _by_type(
        field,
        {
            **_PLAIN,
            models.DateTimeField: teller.moment,
            models.DateField: teller.day,
            models.TimeField: time.fromisoformat,
            models.UUIDField: teller.keys.__getitem__,
            models.JSONField: teller.json,
            models.CharField: teller.text,
            models.TextField: teller.text,
        },
    )


def _fields(model: Model) -> dict[str, Field]:
    """Return the columns of a table, by their names."""
    return {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001  as Django documents it


def _by_type(field: Field, ways: Mapping[type, Callable[[Any], Any]]) -> Callable[[Any], Any]:
    """Return what belongs to the type of a column, or of the key that it points to."""
    while field.remote_field is not None:
        field = field.target_field
    return next(way for kind, way in ways.items() if isinstance(field, kind))


def _name(field: Field) -> str:
    return f"{field.model.__name__}.{field.attname}"
