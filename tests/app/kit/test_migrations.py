"""Migrations are linear and named in words, and what they leave behind keeps the promises.

What the database refuses is proved by attempt, on the engine of this run: after all migrations,
again on a database that had rows before the last ones, and on a copy of the demo of which every
table with a trigger was altered (SQLite then rebuilds it and drops its triggers without a word).
"""

import ast
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import Error, connection, transaction
from django.db.migrations import AddField, Migration
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models import CharField
from django.utils import translation
from tests.app.cast import NOW, TODAY, Cast
from tests.databases import Databases

from loopplank.access.account import access_records
from loopplank.access.kit import append_only
from loopplank.actions.kit import security_log
from loopplank.core.account.security_log import Kind
from loopplank.store import migrations, triggers
from loopplank.store.models import (
    AccessRecord,
    AccessSubject,
    Account,
    Event,
    Journey,
    Membership,
    Organisation,
    Policy,
    Request,
    Volunteer,
)

pytestmark = pytest.mark.both_engines

OURS = ("store", "web", "jobs")
#: The first after which the tables that the others hang on are there.
EARLY = "0004_records_and_messages"
FAR_AWAY = date(2100, 1, 1)


# --- how they are written ----------------------------------------------------
@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    return MigrationLoader(None)


def test_migrations_are_linear(loader: MigrationLoader) -> None:
    nodes = sorted(key for key in loader.graph.nodes if key[0] == "store")
    assert loader.graph.leaf_nodes("store") == nodes[-1:]
    for place, (app, name) in enumerate(nodes):
        assert name.startswith(f"{place + 1:04d}_"), name
        parents = [key for key in loader.disk_migrations[(app, name)].dependencies if key[0] == app]
        assert parents == ([nodes[place - 1]] if place else []), name
        assert not loader.disk_migrations[(app, name)].replaces, name


def test_migrations_are_named_in_words(loader: MigrationLoader) -> None:
    for app, name in loader.disk_migrations:
        if app in OURS:
            assert re.fullmatch(r"\d{4}(_[a-z]+)+", name), name
            assert not re.search(r"_(auto|merge|alter|remove|add|squashed)_", name), name


def test_migrations_import_no_code_of_the_application() -> None:
    for path in Path(migrations.__path__[0]).glob("0*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("loopplank"):
                # triggers are plain SQL over names of tables
                assert [alias.name for alias in node.names] == ["triggers"], path.name
            if isinstance(node, ast.Import):
                assert not any(alias.name.startswith("loopplank") for alias in node.names)


def test_the_models_have_no_change_without_a_migration(loader: MigrationLoader) -> None:
    with translation.override(None):  # names of columns are compared as they are written
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        changes = detector.changes(graph=loader.graph)
    assert {app: changes[app] for app in OURS if app in changes} == {}


# --- forward, on a database with rows -------------------------------------------
@pytest.fixture
def bare(databases: Databases, django_db_blocker: Any) -> Iterator[str]:
    """A database without tables, to which Django is connected as the owner."""
    name = databases.copy(None)
    with django_db_blocker.unblock():
        with databases.pointing_at(name, owner=True):
            yield name
        databases.drop(name)


def test_rows_of_early_migrations_survive_all_others(bare: str, loader: MigrationLoader) -> None:
    call_command("migrate", "store", EARLY, verbosity=0)
    first_rows(loader.project_state(("store", EARLY)).apps.get_model)
    before = counts()
    assert len(before) >= 12

    call_command("migrate", verbosity=0)

    assert {table: counts()[table] for table in before} == before
    with connection.cursor() as cursor:
        connection.check_constraints()
        cursor.execute("UPDATE store_request SET state = state")
    security_log.record(Kind.SIGNED_IN, now=NOW)
    prove_append_only()
    assert standing() == expected()


def first_rows(model: Callable[[str, str], Any]) -> None:
    """One row in each table that the others hang on, with the columns of `EARLY`."""
    at, day = datetime(2026, 1, 5, 9, tzinfo=UTC), date(2026, 1, 5)

    def add(table: str, /, **columns: Any) -> Any:
        return model("store", table).objects.create(**columns)

    network = add("Network", slug="n", name="N", place="P")
    organisation = add(
        "Organisation", network=network, slug="o", name="O", short_name="O", created_at=at
    )
    account = add("Account", email="a@example.nl", name="A", created_at=at)
    owner = add(
        "Membership", account=account, organisation=organisation, role="coordinator", since=day
    )
    volunteer = add("Volunteer", first_name="V", last_name="W", created_at=at)
    add("Affiliation", volunteer=volunteer, organisation=organisation, since=day)
    limits = {"liked_minutes": 60, "max_minutes": 90, "max_people": 1, "max_heavy": 0}
    add("Limits", volunteer=volunteer, set_at=at, **limits)
    load = {f"{kind}_{of}": 0 for kind in ("planned", "allowed") for of in ("people", "heavy")}
    add("LoadWeek", volunteer=volunteer, monday=day, planned_minutes=0, allowed_minutes=90, **load)
    seeker = add("HelpSeeker", organisation=organisation, created_at=at)
    request = add(
        "Request",
        organisation=organisation,
        journey=add("Journey", begun_at=at),
        number="2601-001",
        help_seeker=seeker,
        way_in="phone",
        kind="company",
        state="new",
        owner=owner,
        due_on=day,
        received_at=at,
        changed_at=at,
    )
    add("Note", organisation=organisation, request=request, kind="note", by=owner, at=at)
    add("Policy", organisation=organisation, version=1, in_force_from=at)
    actor = {"actor_role": "coordinator", "actor_id": owner.pk}
    add(
        "Event",
        aggregate="request",
        aggregate_id=request.pk,
        sequence=1,
        type="request.received",
        at=at,
        expires_on=FAR_AWAY,
        **actor,
    )
    record = add("AccessRecord", at=at, page="p", purpose="help", expires_on=FAR_AWAY, **actor)
    add("AccessSubject", record=record, subject_id=volunteer.pk, expires_on=FAR_AWAY)


def counts() -> dict[str, int]:
    """How many rows stand in each table of the store that has any."""
    names = [n for n in connection.introspection.table_names() if n.startswith("store_")]
    found = {}
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {name}")
            found[name] = cursor.fetchone()[0]
    return {name: number for name, number in found.items() if number}


# --- on a copy of the demo, with every table altered that has a trigger --------------------------
@pytest.fixture
def demo(databases: Databases, django_db_blocker: Any) -> Iterator[str]:
    """A copy of the demo of today, to which Django is connected as the owner of the tables."""
    settings = {"MODE": "demo", "SECRET_KEY": "only-for-links-in-a-copy-of-the-demo-0123456789"}
    name = databases.copy(databases.filled("demo-of-today", "manage.py", "demo", **settings))
    with django_db_blocker.unblock():
        with databases.pointing_at(name, owner=True):
            yield name
        databases.drop(name)


def test_a_migration_alters_every_table_with_a_trigger(demo: str, loader: MigrationLoader) -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(loader.graph.leaf_nodes()) == []
    look_at_somebody()
    made, before, rows = standing(), columns(), counts()
    assert made == expected()
    assert {*append_only.append_only(), "store_request", "store_loadweek"} < set(rows)

    later, old = Later(), loader.project_state()
    with connection.schema_editor(atomic=later.atomic) as editor:
        later.apply(old.clone(), editor)
    assert columns() == before | {(table, "later") for table in with_triggers()}
    assert counts() == rows
    assert standing() == made
    connection.check_constraints()
    prove_append_only()
    noted = counts()["store_volunteerversion"]
    attempt("UPDATE store_limits SET max_people = max_people")
    assert counts()["store_volunteerversion"] - noted == counts()["store_limits"]

    with connection.schema_editor(atomic=later.atomic) as editor:
        later.unapply(old, editor)
    assert (columns(), standing()) == (before, made)
    prove_append_only()
    with connection.schema_editor() as editor:
        triggers.install(editor)
    assert standing() == made, "a second time changes nothing"


def look_at_somebody() -> None:
    """The demo has no reader yet; and what is empty refuses nothing."""
    record = AccessRecord.objects.create(
        at=NOW,
        page="p",
        purpose="help",
        actor_role="coordinator",
        actor_id=Membership.objects.values_list("pk", flat=True)[0],
        expires_on=FAR_AWAY,
    )
    volunteer = Volunteer.objects.values_list("pk", flat=True)[0]
    AccessSubject.objects.create(record=record, subject_id=volunteer, expires_on=FAR_AWAY)
    security_log.record(Kind.SIGNED_IN, now=NOW)
    organisation = Organisation.objects.values_list("pk", flat=True)[0]
    Policy.objects.create(organisation_id=organisation, version=90, in_force_from=NOW)


class Later(Migration):
    """A column with a default, which SQLite cannot add without rebuilding the table."""

    def __init__(self) -> None:
        super().__init__("9999_later", "store")
        self.operations = triggers.off_while(
            *(
                AddField(table.removeprefix("store_"), "later", CharField(max_length=5, default=""))
                for table in sorted(with_triggers())
            )
        )


def with_triggers() -> set[str]:
    return {trigger.table for trigger in triggers.made(connection.vendor)}


def expected() -> set[tuple[str, str]]:
    return {(trigger.table, trigger.name) for trigger in triggers.made(connection.vendor)}


def standing() -> set[tuple[str, str]]:
    """The triggers that stand in the database, as (table, name)."""
    of_sqlite = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
    of_postgresql = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(of_sqlite if connection.vendor == "sqlite" else of_postgresql)
        return {(table, name) for table, name in cursor.fetchall()}


def columns() -> set[tuple[str, str]]:
    """Every column of the store as (table, name)."""
    look = connection.introspection
    with connection.cursor() as cursor:
        return {
            (table, column.name)
            for table in look.table_names(cursor)
            if table.startswith("store_")
            for column in look.get_table_description(cursor, table)
        }


# --- append-only, by attempt --------------------------------------------------
@contextmanager
def refused(*words: str) -> Iterator[None]:
    """The database itself refuses what stands in here, in one of these words."""
    with pytest.raises(Error, match="|".join(words)), transaction.atomic():
        yield


def attempt(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def prove_append_only() -> None:
    """Every table of the list refuses each change, also to the owner of the tables."""
    for table in (*append_only.append_only(), *append_only.never_changed()):
        with refused(f"append-only: {table} refuses UPDATE", "permission denied"):
            attempt(f"UPDATE {table} SET id = id")
    for table in append_only.append_only():
        with refused(f"append-only: {table} refuses DELETE"):
            attempt(f"DELETE FROM {table}")
        if connection.vendor == "sqlite":
            # deletes the old row; triggers see that only with PRAGMA recursive_triggers
            with refused(f"append-only: {table} refuses DELETE"):
                attempt(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
        else:
            with refused("append-only: store_[a-z]+ refuses TRUNCATE", "permission denied"):
                attempt(f"TRUNCATE {table} CASCADE")


def fill_append_only(cast: Cast) -> None:
    """At least one row in each of these tables: what is empty refuses nothing."""
    access_records.record_reading(
        cast.anna, "request", access_records.Purpose.HELP, [cast.bram_id], NOW
    )
    security_log.record(Kind.SIGNED_IN, now=NOW)
    Policy.objects.create(organisation_id=cast.noord_id, version=90, in_force_from=NOW)
    filled = counts()
    for table in (*append_only.append_only(), *append_only.never_changed()):
        assert filled.get(table), f"{table} is empty"


def test_append_only_tables_refuse_every_change(cast: Cast) -> None:
    fill_append_only(cast)
    prove_append_only()


@pytest.mark.postgresql
@pytest.mark.commits
def test_append_only_tables_refuse_their_owner_too(
    cast: Cast, committed: str, databases: Databases
) -> None:
    fill_append_only(cast)
    with databases.pointing_at(committed, owner=True):
        prove_append_only()


def test_expiry_is_the_one_permitted_delete(cast: Cast) -> None:
    expired = date(2020, 1, 1)
    for number, expires_on in ((1, expired), (2, FAR_AWAY)):
        Event.objects.create(
            aggregate="test",
            aggregate_id=cast.noord_id,
            sequence=number,
            type="test.happened",
            actor_role="system",
            at=NOW,
            expires_on=expires_on,
        )
    ours = Event.objects.filter(aggregate="test")
    with refused("refuses DELETE"):
        ours._raw_delete("default")
    assert ours.filter(expires_on__lte=expired)._raw_delete("default") == 1
    assert ours.count() == 1


TRICKS = (
    "CREATE TEMP TABLE store_expirygate AS SELECT 1 AS id, date '2999-01-01' AS open_until",
    "INSERT INTO store_expirygate (id, open_until) VALUES (1, '2999-01-01')",
    "SET session_replication_role = replica",
    "ALTER TABLE store_event DISABLE TRIGGER ALL",
    "DROP TRIGGER store_event_expiry ON store_event",
    "CREATE OR REPLACE FUNCTION loopplank_expired_only() RETURNS trigger LANGUAGE plpgsql AS"
    " $$BEGIN RETURN OLD; END$$",
    "CREATE FUNCTION pg_temp.now() RETURNS timestamptz LANGUAGE sql AS"
    " $$SELECT timestamptz '2999-01-01'$$",
    "SET search_path = pg_temp, public",
    "SET TIME ZONE '+14'",
)


@pytest.mark.postgresql
def test_the_role_of_the_application_has_no_trick_to_delete(cast: Cast) -> None:
    """Whatever it may write or set first, what has not expired stays."""
    fill_append_only(cast)
    for trick in TRICKS:
        with suppress(Error), transaction.atomic():
            attempt(trick)
        for table in append_only.append_only():
            with refused(f"append-only: {table} refuses DELETE"):
                attempt(f"DELETE FROM public.{table}")


# --- no open request without an active owner --------------------------------------------
def end_membership(cast: Cast) -> None:
    Membership.objects.filter(pk=cast.anna.id).update(active=False, ended_on=TODAY)


def end_account(cast: Cast) -> None:
    Account.objects.filter(pk=cast.anna.account_id).update(is_active=False)


ENDINGS = pytest.mark.parametrize("ending", [end_membership, end_account])


@ENDINGS
def test_an_owner_of_an_open_request_stays_active(
    cast: Cast, ending: Callable[[Cast], None]
) -> None:
    cast.request()
    with refused("stays active"):
        ending(cast)


@ENDINGS
def test_nobody_inactive_becomes_owner(cast: Cast, ending: Callable[[Cast], None]) -> None:
    theirs = cast.request(of=cast.carla)
    ending(cast)
    with refused("has an active owner"):
        Request.objects.filter(pk=theirs).update(owner=cast.anna.id)
    with refused("has an active owner"):
        another_request(theirs, owner_id=cast.anna.id)


@ENDINGS
def test_a_closed_request_of_somebody_gone_does_not_open_again(
    cast: Cast, ending: Callable[[Cast], None]
) -> None:
    request_id = cast.request()
    closed = {"state": "closed", "closed_at": NOW, "closing_reason": "helped", "due_on": None}
    Request.objects.filter(pk=request_id).update(nobody_discussed=True, **closed)
    ending(cast)
    opened = {"state": "talking", "closed_at": None, "closing_reason": "", "due_on": TODAY}
    with refused("has an active owner"):
        Request.objects.filter(pk=request_id).update(**opened)


@ENDINGS
@pytest.mark.commits
def test_leaving_and_becoming_owner_at_the_same_moment(
    cast: Cast, race: Callable[..., list[Any]], ending: Callable[[Cast], None]
) -> None:
    """Whoever is first wins, and the other is refused: never both."""
    theirs = cast.request(of=cast.carla)
    for number in range(10):
        outcomes = race(
            [
                lambda: ending(cast),
                lambda: another_request(theirs, owner_id=cast.anna.id),
            ]
        )
        refusals = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        assert len(refusals) == 1, (number, outcomes)
        assert isinstance(refusals[0], Error), outcomes
        # as it was, for the next time
        Request.objects.filter(owner_id=cast.anna.id).update(owner=cast.carla.id)
        Membership.objects.filter(pk=cast.anna.id).update(active=True, ended_on=None)
        Account.objects.filter(pk=cast.anna.account_id).update(is_active=True)


def another_request(like: Any, *, owner_id: Any) -> None:
    row = Request.objects.get(pk=like)
    row.pk, row.number, row.submission = uuid4(), uuid4().hex[:12], None
    row.journey = Journey.objects.create(begun_at=NOW)
    row.owner_id = owner_id
    row.save(force_insert=True)
