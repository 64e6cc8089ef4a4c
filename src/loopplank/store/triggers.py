"""The last lines of defence that a constraint cannot express, for both engines; and the triggers
that note whose data changed (`VERSIONED`), and what must be looked up anew (`search_triggers`).

A migration that alters a table writes its operations as `operations = triggers.off_while(…)`.
SQLite rebuilds a table for most alterations: it silently drops the triggers on it, and refuses
while a trigger elsewhere names it. This is plain SQL over table names, so a migration may import
it.
"""

import re
from typing import Any, NamedTuple

from django.db.migrations.operations.base import Operation

from loopplank.store import practice_triggers, same_hour, search_triggers

#: The columns, with their tables, without which a trigger cannot be made yet.
_NEEDS = {
    **dict.fromkeys(
        ("match_one_at_a_time", "match_one_at_a_time_insert", "match_one_at_a_time_update"),
        (("store_match", "leaves_on"),),
    ),
    **{one.name: practice_triggers.NEEDS for one in practice_triggers.KEPT},
    **{f"{table}_expiry": practice_triggers.NEEDS for table in practice_triggers.PRACTISED},
}
APPEND_ONLY = (
    "store_event",
    "store_accessrecord",
    "store_accesssubject",
    "store_securityevent",
)
NEVER_CHANGED = ("store_policy",)
VERSIONS = "store_volunteerversion"
#: Tables of which a change says something new about a volunteer, with the column that says whom.
VERSIONED = {
    "store_volunteer": "id",
    "store_limits": "volunteer_id",
    "store_affiliation": "volunteer_id",
    "store_limitsraise": "volunteer_id",
    "store_loadweek": "volunteer_id",
    "store_proposal": "volunteer_id",
    "store_match": "volunteer_id",
    "store_volunteersignal": "volunteer_id",
    "store_visit": "volunteer_id",
}

_PG_FUNCTIONS = """
CREATE OR REPLACE FUNCTION loopplank_no_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % refuses %', TG_TABLE_NAME, TG_OP USING ERRCODE = '23514';
END $$;

CREATE OR REPLACE FUNCTION loopplank_expired_only() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog AS $$
BEGIN
    -- the row and the clock of this server decide, and nothing that the application may write: no
    -- table that it could fill, and no name that a table or function of its own could stand in for
    IF OLD.expires_on > (now() AT TIME ZONE 'Europe/Amsterdam')::date THEN
        RAISE EXCEPTION 'append-only: % refuses DELETE', TG_TABLE_NAME USING ERRCODE = '23514';
    END IF;
    RETURN OLD;
END $$;

CREATE OR REPLACE FUNCTION loopplank_active_owner() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE works boolean;
BEGIN
    IF NEW.state <> 'closed' THEN
        -- FOR SHARE waits for somebody who is being made inactive at this moment
        SELECT m.active AND a.is_active INTO works
          FROM store_membership m JOIN store_account a ON a.id = m.account_id
         WHERE m.id = NEW.owner_id FOR SHARE;
        IF works IS NOT TRUE THEN
            RAISE EXCEPTION 'an open request has an active owner' USING ERRCODE = '23514';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION loopplank_active_handler() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE works boolean;
BEGIN
    IF NEW.status = 'requested' AND NEW.handler_id IS NOT NULL THEN
        SELECT m.active AND a.is_active INTO works
          FROM store_membership m JOIN store_account a ON a.id = m.account_id
         WHERE m.id = NEW.handler_id FOR SHARE;
        IF works IS NOT TRUE THEN
            RAISE EXCEPTION 'an incoming referral has an active handler' USING ERRCODE = '23514';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION loopplank_active_applied_to() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE works boolean;
BEGIN
    IF NEW.state NOT IN ('started', 'stopped') THEN
        SELECT m.active AND a.is_active INTO works
          FROM store_membership m JOIN store_account a ON a.id = m.account_id
         WHERE m.id = NEW.owner_id FOR SHARE;
        IF works IS NOT TRUE THEN
            RAISE EXCEPTION 'an open application has an active owner' USING ERRCODE = '23514';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION loopplank_member_applied_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.active AND NOT NEW.active AND EXISTS (
        SELECT 1 FROM store_volunteerapplication
         WHERE owner_id = OLD.id AND state NOT IN ('started', 'stopped')) THEN
        RAISE EXCEPTION 'an owner of open applications stays active' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION loopplank_account_applied_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.is_active AND NOT NEW.is_active AND EXISTS (
        SELECT 1 FROM store_volunteerapplication v JOIN store_membership m ON m.id = v.owner_id
         WHERE m.account_id = OLD.id AND v.state NOT IN ('started', 'stopped')) THEN
        RAISE EXCEPTION 'an owner of open applications stays active' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION loopplank_member_handles_nothing() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.active AND NOT NEW.active AND EXISTS (
        SELECT 1 FROM store_referral WHERE handler_id = OLD.id AND status = 'requested') THEN
        RAISE EXCEPTION 'a handler of incoming referrals stays active' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION loopplank_member_owns_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.active AND NOT NEW.active AND EXISTS (
        SELECT 1 FROM store_request WHERE owner_id = OLD.id AND state <> 'closed') THEN
        RAISE EXCEPTION 'an owner of open requests stays active' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION loopplank_account_owns_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.is_active AND NOT NEW.is_active AND EXISTS (
        SELECT 1 FROM store_request r JOIN store_membership m ON m.id = r.owner_id
         WHERE m.account_id = OLD.id AND r.state <> 'closed') THEN
        RAISE EXCEPTION 'an owner of open requests stays active' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
"""

#: One row for each volunteer of a statement, whatever number of rows it changed.
_PG_VERSION = """
CREATE OR REPLACE FUNCTION loopplank_version_of_{column}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO store_volunteerversion (volunteer_id) SELECT DISTINCT {column} FROM changed;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION loopplank_versions_of_{column}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO store_volunteerversion (volunteer_id)
    SELECT {column} FROM changed UNION SELECT {column} FROM before;
    RETURN NULL;
END $$;
"""

_SQLITE_NO_UPDATE = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'append-only: {table} refuses UPDATE'); END"""

_SQLITE_NO_DELETE = """
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, 'append-only: {table} refuses DELETE'); END"""

_SQLITE_EXPIRED_ONLY = """
CREATE TRIGGER {table}_expiry BEFORE DELETE ON {table}
WHEN OLD.expires_on > date('now')
BEGIN SELECT RAISE(ABORT, 'append-only: {table} refuses DELETE'); END"""

_SQLITE_MEMBER = """
CREATE TRIGGER member_owns_nothing BEFORE UPDATE ON store_membership
WHEN OLD.active AND NOT NEW.active AND EXISTS (
    SELECT 1 FROM store_request WHERE owner_id = OLD.id AND state <> 'closed')
BEGIN SELECT RAISE(ABORT, 'an owner of open requests stays active'); END"""

_SQLITE_ACCOUNT = """
CREATE TRIGGER account_owns_nothing BEFORE UPDATE ON store_account
WHEN OLD.is_active AND NOT NEW.is_active AND EXISTS (
    SELECT 1 FROM store_request r JOIN store_membership m ON m.id = r.owner_id
     WHERE m.account_id = OLD.id AND r.state <> 'closed')
BEGIN SELECT RAISE(ABORT, 'an owner of open requests stays active'); END"""

_SQLITE_HANDLER = """
CREATE TRIGGER member_handles_nothing BEFORE UPDATE ON store_membership
WHEN OLD.active AND NOT NEW.active AND EXISTS (
    SELECT 1 FROM store_referral WHERE handler_id = OLD.id AND status = 'requested')
BEGIN SELECT RAISE(ABORT, 'a handler of incoming referrals stays active'); END"""

_SQLITE_ACTIVE_HANDLER = """
CREATE TRIGGER {name} BEFORE {when} ON store_referral
WHEN NEW.status = 'requested' AND NEW.handler_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM store_membership m JOIN store_account a ON a.id = m.account_id
     WHERE m.id = NEW.handler_id AND m.active AND a.is_active)
BEGIN SELECT RAISE(ABORT, 'an incoming referral has an active handler'); END"""

_SQLITE_ACTIVE_OWNER = """
CREATE TRIGGER {name} BEFORE {when} ON store_request
WHEN NEW.state <> 'closed' AND NOT EXISTS (
    SELECT 1 FROM store_membership m JOIN store_account a ON a.id = m.account_id
     WHERE m.id = NEW.owner_id AND m.active AND a.is_active)
BEGIN SELECT RAISE(ABORT, 'an open request has an active owner'); END"""

_SQLITE_APPLIED_TO = """
CREATE TRIGGER {name} BEFORE {when} ON store_volunteerapplication
WHEN NEW.state NOT IN ('started', 'stopped') AND NOT EXISTS (
    SELECT 1 FROM store_membership m JOIN store_account a ON a.id = m.account_id
     WHERE m.id = NEW.owner_id AND m.active AND a.is_active)
BEGIN SELECT RAISE(ABORT, 'an open application has an active owner'); END"""

_SQLITE_MEMBER_APPLIED_TO = """
CREATE TRIGGER member_applied_to BEFORE UPDATE ON store_membership
WHEN OLD.active AND NOT NEW.active AND EXISTS (
    SELECT 1 FROM store_volunteerapplication
     WHERE owner_id = OLD.id AND state NOT IN ('started', 'stopped'))
BEGIN SELECT RAISE(ABORT, 'an owner of open applications stays active'); END"""

_SQLITE_ACCOUNT_APPLIED_TO = """
CREATE TRIGGER account_applied_to BEFORE UPDATE ON store_account
WHEN OLD.is_active AND NOT NEW.is_active AND EXISTS (
    SELECT 1 FROM store_volunteerapplication v JOIN store_membership m ON m.id = v.owner_id
     WHERE m.account_id = OLD.id AND v.state NOT IN ('started', 'stopped'))
BEGIN SELECT RAISE(ABORT, 'an owner of open applications stays active'); END"""


_SQLITE_VERSION = """
CREATE TRIGGER {name} AFTER {change} ON {table}
BEGIN INSERT INTO store_volunteerversion (volunteer_id) {whose}; END"""


class Trigger(NamedTuple):
    """One trigger: on which table it stands, and which tables it reads or writes besides."""

    name: str
    table: str
    statement: str
    names: frozenset[str]


def off_while(*operations: Operation) -> list[Operation]:
    """Return the operations of a migration between dropping every trigger and making all anew.

    It holds in both directions. Without operations the triggers are only made.
    """
    return [Triggers(on=False), *operations, Triggers(on=True)]


class Triggers(Operation):
    """Make every trigger anew, or drop all, and the other way round backwards.

    Not a `RunPython`, which makes every model of that moment, for code that needs none of them:
    that was a quarter of the first start.
    """

    reversible = True

    def __init__(self, *, on: bool) -> None:
        self.on = on

    def state_forwards(self, _app: str, _state: Any) -> None:
        """Leave the models as they are."""

    def database_forwards(self, _app: str, schema_editor: Any, _from: Any, _to: Any) -> None:
        (install if self.on else remove)(schema_editor)

    def database_backwards(self, _app: str, schema_editor: Any, _from: Any, _to: Any) -> None:
        (remove if self.on else install)(schema_editor)


def install(schema_editor: Any) -> None:
    """Create or replace every trigger on the connection of `schema_editor`. May run again without
    effect.

    A trigger that names a table or column of a later migration waits until that migration has made
    it.
    """
    there = _tables(schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        # without values to fill in, or the driver takes the % of RAISE for a place for one
        schema_editor.execute("\n".join(_functions().values()), params=None)
    for trigger in made(schema_editor.connection.vendor):
        if {trigger.table, *trigger.names} <= there and _has_columns(schema_editor, trigger):
            _drop(schema_editor, trigger)
            schema_editor.execute(trigger.statement, params=None)


def remove(schema_editor: Any) -> None:
    """Drop every trigger before a table is altered on which one stands or which one names. May run
    again without effect."""
    there = _tables(schema_editor)
    for trigger in made(schema_editor.connection.vendor):
        if trigger.table in there:
            _drop(schema_editor, trigger)


def made(vendor: str) -> list[Trigger]:
    """Return every trigger of an engine, `sqlite` or `postgresql`."""
    return _postgresql() if vendor == "postgresql" else _sqlite()


def _tables(schema_editor: Any) -> set[str]:
    return set(schema_editor.connection.introspection.table_names())


def _has_columns(schema_editor: Any, trigger: Trigger) -> bool:
    return all(
        column in _columns(schema_editor, table) for table, column in _NEEDS.get(trigger.name, ())
    )


def _columns(schema_editor: Any, table: str) -> set[str]:
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, table)
    return {column.name for column in found}


def _drop(schema_editor: Any, trigger: Trigger) -> None:
    on = f" ON {trigger.table}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{on}")


def _names(statement: str) -> frozenset[str]:
    return frozenset(re.findall(r"\bstore_[a-z]+\b", statement))


# --- PostgreSQL: functions, and triggers that call them ---------------------------------------


def _functions() -> dict[str, str]:
    """Return the text of each function by its name."""
    columns = sorted(set(VERSIONED.values()))
    texts = [
        _PG_FUNCTIONS,
        same_hour.postgresql(),
        search_triggers.postgresql(),
        practice_triggers.postgresql(),
        *(_PG_VERSION.format(column=column) for column in columns),
    ]
    each = [part for text in texts for part in text.strip().split("\n\n")]
    return {part.split("FUNCTION ")[1].split("(")[0]: part for part in each}


def _postgresql() -> list[Trigger]:
    functions = _functions()
    found = []

    def add(name: str, table: str, when: str, does: str, each: str = "FOR EACH ROW") -> None:
        call = f"EXECUTE FUNCTION loopplank_{does}()"
        statement = f"CREATE TRIGGER {name} {when} ON {table} {each} {call}"
        found.append(Trigger(name, table, statement, _names(functions[f"loopplank_{does}"])))

    change = "BEFORE INSERT OR UPDATE"
    add("request_active_owner", "store_request", change, "active_owner")
    add("referral_active_handler", "store_referral", change, "active_handler")
    add("member_owns_nothing", "store_membership", "BEFORE UPDATE", "member_owns_nothing")
    add("member_handles_nothing", "store_membership", "BEFORE UPDATE", "member_handles_nothing")
    add("account_owns_nothing", "store_account", "BEFORE UPDATE", "account_owns_nothing")
    add("application_active_owner", "store_volunteerapplication", change, "active_applied_to")
    add("member_applied_to", "store_membership", "BEFORE UPDATE", "member_applied_to")
    add("account_applied_to", "store_account", "BEFORE UPDATE", "account_applied_to")
    add("match_one_at_a_time", "store_match", change, "one_at_a_time")
    for table in (*APPEND_ONLY, *NEVER_CHANGED):
        add(f"{table}_no_update", table, "BEFORE UPDATE", "no_change")
    for table in APPEND_ONLY:
        practised = table in practice_triggers.PRACTISED
        does = f"practised_{table.removeprefix('store_')}" if practised else "expired_only"
        add(f"{table}_expiry", table, "BEFORE DELETE", does)
        add(f"{table}_no_truncate", table, "BEFORE TRUNCATE", "no_change", "")
    for table in NEVER_CHANGED:
        add(f"{table}_no_delete", table, "BEFORE DELETE", "no_change")
    old, new = "OLD TABLE AS {}", "NEW TABLE AS {}"
    for table, column in VERSIONED.items():
        for change, seen, does in (
            ("INSERT", new.format("changed"), "version_of"),
            ("UPDATE", f"{old.format('before')} {new.format('changed')}", "versions_of"),
            ("DELETE", old.format("changed"), "version_of"),
        ):
            each = f"REFERENCING {seen} FOR EACH STATEMENT"
            name = f"{table}_version_{change.lower()}"
            add(name, table, f"AFTER {change}", f"{does}_{column}", each)
    for one in search_triggers.NOTED:
        add(one.does, one.table, one.when, one.does)
    for rule in practice_triggers.KEPT:
        add(rule.name, rule.table, f"BEFORE {rule.change}", rule.name)
    return found


# --- SQLite: each trigger holds what it does ----------------------------------------------------


def _sqlite() -> list[Trigger]:
    found = []

    def add(name: str, table: str, text: str, **filled: str) -> None:
        statement = text.format(name=name, table=table, **filled)
        found.append(Trigger(name, table, statement, _names(statement)))

    for when in ("INSERT", "UPDATE"):
        end = when.lower()
        add(f"request_active_owner_{end}", "store_request", _SQLITE_ACTIVE_OWNER, when=when)
        add(f"referral_active_handler_{end}", "store_referral", _SQLITE_ACTIVE_HANDLER, when=when)
        table = "store_volunteerapplication"
        add(f"application_active_owner_{end}", table, _SQLITE_APPLIED_TO, when=when)
        text = same_hour.sqlite(f"match_one_at_a_time_{end}", when)
        # laid down as it is: it has nothing to fill in
        found.append(Trigger(f"match_one_at_a_time_{end}", "store_match", text, _names(text)))
    add("member_owns_nothing", "store_membership", _SQLITE_MEMBER)
    add("member_handles_nothing", "store_membership", _SQLITE_HANDLER)
    add("account_owns_nothing", "store_account", _SQLITE_ACCOUNT)
    add("member_applied_to", "store_membership", _SQLITE_MEMBER_APPLIED_TO)
    add("account_applied_to", "store_account", _SQLITE_ACCOUNT_APPLIED_TO)
    for table in (*APPEND_ONLY, *NEVER_CHANGED):
        add(f"{table}_no_update", table, _SQLITE_NO_UPDATE)
    for table in APPEND_ONLY:
        if table not in practice_triggers.PRACTISED:
            add(f"{table}_expiry", table, _SQLITE_EXPIRED_ONLY)
    for table in NEVER_CHANGED:
        add(f"{table}_no_delete", table, _SQLITE_NO_DELETE)
    for table, column in VERSIONED.items():
        for change, whose in (
            ("INSERT", f"VALUES (NEW.{column})"),
            ("UPDATE", f"SELECT NEW.{column} UNION SELECT OLD.{column}"),
            ("DELETE", f"VALUES (OLD.{column})"),
        ):
            name = f"{table}_version_{change.lower()}"
            add(name, table, _SQLITE_VERSION, change=change, whose=whose)
    for one in search_triggers.NOTED:
        text = search_triggers.sqlite(one)
        found.append(Trigger(one.does, one.table, text, _names(text)))
    for table in practice_triggers.PRACTISED:
        text = practice_triggers.sqlite_expiry(table)
        found.append(Trigger(f"{table}_expiry", table, text, _names(text)))
    for rule in practice_triggers.KEPT:
        text = practice_triggers.sqlite(rule)
        found.append(Trigger(rule.name, rule.table, text, _names(text)))
    return found
