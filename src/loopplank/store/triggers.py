"""The last lines of defence that a constraint cannot express, for both engines; and the triggers
that note of whom something changed (`VERSIONED`).

Every migration that alters one of these tables, or one that a trigger reads, begins with `remove`
and ends with `install`. SQLite rebuilds a table for most alterations: it drops the triggers on it
without a word, and refuses while a trigger elsewhere names it. Both functions are idempotent.
It is plain SQL over table names, so a migration may import it.
"""

from typing import Any

APPEND_ONLY = ("store_event", "store_accessrecord", "store_accesssubject")
NEVER_CHANGED = ("store_policy",)
VERSIONS = "store_volunteerversion"
#: Tables of which a change says something new about a volunteer, with the column that says whom.
VERSIONED = {
    "store_volunteer": "id",
    "store_limits": "volunteer_id",
    "store_affiliation": "volunteer_id",
    "store_loadweek": "volunteer_id",
    "store_proposal": "volunteer_id",
    "store_match": "volunteer_id",
    "store_volunteersignal": "volunteer_id",
}
_CHANGES = ("INSERT", "UPDATE", "DELETE")
#: Triggers that need a table which is not there from the first migration.
_NEEDS = {
    **dict.fromkeys(
        (
            "referral_active_handler",
            "referral_active_handler_insert",
            "referral_active_handler_update",
            "member_handles_nothing",
        ),
        "store_referral",
    ),
    **{f"{table}_version_{change.lower()}": VERSIONS for table in VERSIONED for change in _CHANGES},
}

_PG_FUNCTIONS = """
CREATE OR REPLACE FUNCTION loopplank_no_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % refuses %', TG_TABLE_NAME, TG_OP USING ERRCODE = '23514';
END $$;

CREATE OR REPLACE FUNCTION loopplank_expired_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM store_expirygate WHERE open_until >= OLD.expires_on) THEN
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

_PG_TRIGGER = """
DROP TRIGGER IF EXISTS {name} ON {table};
CREATE TRIGGER {name} {when} ON {table} {each} EXECUTE FUNCTION {does}();"""

_SQLITE_NO_UPDATE = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'append-only: {table} refuses UPDATE'); END"""

_SQLITE_NO_DELETE = """
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, 'append-only: {table} refuses DELETE'); END"""

_SQLITE_EXPIRED_ONLY = """
CREATE TRIGGER {table}_expiry BEFORE DELETE ON {table}
WHEN NOT EXISTS (SELECT 1 FROM store_expirygate WHERE open_until >= OLD.expires_on)
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


_SQLITE_VERSION = """
CREATE TRIGGER {name} AFTER {change} ON {table}
BEGIN INSERT INTO store_volunteerversion (volunteer_id) {whose}; END"""


def install(schema_editor: Any) -> None:
    """Create or replace every trigger on the connection of `schema_editor`.

    Those that need a table which a later migration makes wait for that one.
    """
    there = _tables(schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        # without values to fill in, or the driver takes the % of RAISE for a place for one
        schema_editor.execute(_PG_FUNCTIONS, params=None)
        for column in sorted(set(VERSIONED.values())):
            schema_editor.execute(_PG_VERSION.format(column=column), params=None)
        for statement in _postgresql(there):
            schema_editor.execute(statement, params=None)
    else:
        for name, statement in _sqlite():
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
            if name not in _NEEDS or _NEEDS[name] in there:
                schema_editor.execute(statement)


def remove(schema_editor: Any) -> None:
    """Drop every trigger, before a table that they stand on or read is altered."""
    if schema_editor.connection.vendor == "postgresql":
        there = _tables(schema_editor)
        for name, table, *_rest in _postgresql_triggers():
            if table in there:
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
    else:
        for name, _statement in _sqlite():
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def _tables(schema_editor: Any) -> set[str]:
    return set(schema_editor.connection.introspection.table_names())


def _postgresql(there: set[str]) -> list[str]:
    return [
        _PG_TRIGGER.format(name=name, table=table, when=when, each=each, does=does)
        for name, table, when, each, does in _postgresql_triggers()
        if name not in _NEEDS or _NEEDS[name] in there
    ]


def _postgresql_triggers() -> list[tuple[str, str, str, str, str]]:
    row, no_change = "FOR EACH ROW", "loopplank_no_change"
    changes = "BEFORE INSERT OR UPDATE"
    made = [
        ("request_active_owner", "store_request", changes, row, "loopplank_active_owner"),
        (
            "member_owns_nothing",
            "store_membership",
            "BEFORE UPDATE",
            row,
            "loopplank_member_owns_nothing",
        ),
        (
            "account_owns_nothing",
            "store_account",
            "BEFORE UPDATE",
            row,
            "loopplank_account_owns_nothing",
        ),
        ("referral_active_handler", "store_referral", changes, row, "loopplank_active_handler"),
        (
            "member_handles_nothing",
            "store_membership",
            "BEFORE UPDATE",
            row,
            "loopplank_member_handles_nothing",
        ),
    ]
    made += [
        (f"{table}_no_update", table, "BEFORE UPDATE", row, no_change)
        for table in (*APPEND_ONLY, *NEVER_CHANGED)
    ]
    for table in APPEND_ONLY:
        made += [
            (f"{table}_expiry", table, "BEFORE DELETE", row, "loopplank_expired_only"),
            (f"{table}_no_truncate", table, "BEFORE TRUNCATE", "", no_change),
        ]
    made += [
        (f"{table}_no_delete", table, "BEFORE DELETE", row, no_change) for table in NEVER_CHANGED
    ]
    return made + _postgresql_versions()


def _postgresql_versions() -> list[tuple[str, str, str, str, str]]:
    seen = {
        "INSERT": ("REFERENCING NEW TABLE AS changed FOR EACH STATEMENT", "loopplank_version_of"),
        "UPDATE": (
            "REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT",
            "loopplank_versions_of",
        ),
        "DELETE": ("REFERENCING OLD TABLE AS changed FOR EACH STATEMENT", "loopplank_version_of"),
    }
    return [
        (f"{table}_version_{change.lower()}", table, f"AFTER {change}", each, f"{does}_{column}")
        for table, column in VERSIONED.items()
        for change, (each, does) in seen.items()
    ]


def _sqlite_versions() -> list[tuple[str, str]]:
    whose = {
        "INSERT": "VALUES (NEW.{0})",
        "UPDATE": "SELECT NEW.{0} UNION SELECT OLD.{0}",
        "DELETE": "VALUES (OLD.{0})",
    }
    return [
        (
            name := f"{table}_version_{change.lower()}",
            _SQLITE_VERSION.format(
                name=name, change=change, table=table, whose=whose[change].format(column)
            ),
        )
        for table, column in VERSIONED.items()
        for change in _CHANGES
    ]


def _sqlite() -> list[tuple[str, str]]:
    return [
        *(
            (f"{table}_no_update", _SQLITE_NO_UPDATE.format(table=table))
            for table in (*APPEND_ONLY, *NEVER_CHANGED)
        ),
        *((f"{table}_expiry", _SQLITE_EXPIRED_ONLY.format(table=table)) for table in APPEND_ONLY),
        *((f"{table}_no_delete", _SQLITE_NO_DELETE.format(table=table)) for table in NEVER_CHANGED),
        *(
            (name, _SQLITE_ACTIVE_OWNER.format(name=name, when=when))
            for name, when in (
                ("request_active_owner_insert", "INSERT"),
                ("request_active_owner_update", "UPDATE"),
            )
        ),
        *(
            (name, _SQLITE_ACTIVE_HANDLER.format(name=name, when=when))
            for name, when in (
                ("referral_active_handler_insert", "INSERT"),
                ("referral_active_handler_update", "UPDATE"),
            )
        ),
        ("member_owns_nothing", _SQLITE_MEMBER),
        ("member_handles_nothing", _SQLITE_HANDLER),
        ("account_owns_nothing", _SQLITE_ACCOUNT),
        *_sqlite_versions(),
    ]
