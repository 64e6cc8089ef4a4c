"""The triggers that keep practising apart: what is real never becomes practice or the other way
round, real places and people are never deleted, and of what is written once only what was practised
may go before its day.

A network is for practising when it says of which organisation it is the practice place. That, a
volunteer’s own mark, and the rows that they stand in decide, and nothing else that the application
may write: neither column changes after its row was made, and a real network, organisation or
volunteer is never deleted, so that none can come back as an invented one. Plain SQL, for
`triggers.py`.
"""

import re
from typing import NamedTuple

#: Of an organisation, by its id: whether it is in a network for practising.
_ORGANISATION = (
    "SELECT 1 FROM {schema}store_organisation o JOIN {schema}store_network n ON n.id = o.network_id"
    " WHERE o.id = {id} AND n.practice_of_id IS NOT NULL"
)
_VOLUNTEER = "SELECT 1 FROM {schema}store_volunteer v WHERE v.id = {id} AND v.is_practice"
_NETWORK = (
    "SELECT 1 FROM {schema}store_network n WHERE n.id = {id} AND n.practice_of_id IS NOT NULL"
)

#: What somebody did with their own account they did for real, wherever they worked at the time.
_EVENT = (
    "({of}.aggregate = 'volunteer' AND EXISTS ({volunteer})"
    " AND ({of}.organisation_id IS NULL OR EXISTS ({organisation})))"
    " OR ({of}.aggregate = 'network' AND EXISTS ({network}))"
    " OR ({of}.aggregate NOT IN ('volunteer', 'network', 'account', 'installation')"
    " AND EXISTS ({organisation}))"
)
_RECORD = "EXISTS ({organisation}) OR ({of}.organisation_id IS NULL AND EXISTS ({volunteer}))"


def _event(of: str, schema: str = "") -> str:
    return _EVENT.format(
        of=of,
        organisation=_ORGANISATION.format(schema=schema, id=f"{of}.organisation_id"),
        volunteer=_VOLUNTEER.format(schema=schema, id=f"{of}.aggregate_id"),
        network=_NETWORK.format(schema=schema, id=f"{of}.aggregate_id"),
    )


def _record(of: str, schema: str = "") -> str:
    return _RECORD.format(
        of=of,
        organisation=_ORGANISATION.format(schema=schema, id=f"{of}.organisation_id"),
        volunteer=_VOLUNTEER.format(schema=schema, id=f"{of}.actor_id"),
    )


def _subject(of: str, schema: str = "") -> str:
    return (
        f"EXISTS (SELECT 1 FROM {schema}store_accessrecord r"  # noqa: S608  names of ours
        f" WHERE r.id = {of}.record_id AND ({_record('r', schema)}))"
    )


#: Of each table that is written once: what of it was practised.
PRACTISED = {
    "store_event": _event,
    "store_accessrecord": _record,
    "store_accesssubject": _subject,
}


class Kept(NamedTuple):
    """One rule: the change of a table that is refused, where `when` holds."""

    name: str
    table: str
    change: str
    when: str
    said: str


_CROSSES = (
    "OLD.id <> NEW.id OR (OLD.network_id <> NEW.network_id AND (SELECT COUNT(*) FROM store_network"
    " WHERE id IN (OLD.network_id, NEW.network_id) AND practice_of_id IS NULL) < 2)"
)
_MIXED = (
    "EXISTS (SELECT 1 FROM store_volunteer v, store_organisation o"
    " JOIN store_network n ON n.id = o.network_id"
    " WHERE v.id = NEW.volunteer_id AND o.id = NEW.organisation_id"
    " AND v.is_practice <> (n.practice_of_id IS NOT NULL))"
)
_REAL_ORGANISATION = (
    "NOT EXISTS (SELECT 1 FROM store_network"
    " WHERE id = OLD.network_id AND practice_of_id IS NOT NULL)"
)
KEPT = (
    Kept(
        "network_practice_stays",
        "store_network",
        "UPDATE OF id, practice_of_id",
        "OLD.id <> NEW.id OR OLD.practice_of_id IS DISTINCT FROM NEW.practice_of_id",
        "a network stays real, or for practising",
    ),
    Kept(
        "network_real_stays",
        "store_network",
        "DELETE",
        "OLD.practice_of_id IS NULL",
        "a real network is never deleted",
    ),
    Kept(
        "organisation_practice_stays",
        "store_organisation",
        "UPDATE OF id, network_id",
        _CROSSES,
        "an organisation stays real, or for practising",
    ),
    Kept(
        "organisation_real_stays",
        "store_organisation",
        "DELETE",
        _REAL_ORGANISATION,
        "a real organisation is never deleted",
    ),
    Kept(
        "volunteer_practice_stays",
        "store_volunteer",
        "UPDATE OF id, is_practice",
        "OLD.id <> NEW.id OR OLD.is_practice <> NEW.is_practice",
        "a volunteer stays real, or invented",
    ),
    Kept(
        "volunteer_real_stays",
        "store_volunteer",
        "DELETE",
        "NOT OLD.is_practice",
        "a real volunteer is never deleted",
    ),
    Kept(
        "affiliation_practice_insert",
        "store_affiliation",
        "INSERT",
        _MIXED,
        "nobody is real in one place and invented in another",
    ),
    Kept(
        "affiliation_practice_update",
        "store_affiliation",
        "UPDATE OF volunteer_id, organisation_id",
        _MIXED,
        "nobody is real in one place and invented in another",
    ),
)
#: The columns without which these cannot be made yet.
NEEDS = ("store_network", "practice_of_id"), ("store_volunteer", "is_practice")


# --- SQLite ---------------------------------------------------------------------------------------


def sqlite_expiry(table: str) -> str:
    """Return the trigger that lets through what expired or was practised."""
    return (
        f"CREATE TRIGGER {table}_expiry BEFORE DELETE ON {table}\n"
        f"WHEN OLD.expires_on > date('now') AND NOT ({PRACTISED[table]('OLD')})\n"
        f"BEGIN SELECT RAISE(ABORT, 'append-only: {table} refuses DELETE'); END"
    )


def sqlite(one: Kept) -> str:
    when = one.when.replace("IS DISTINCT FROM", "IS NOT")
    return (
        f"CREATE TRIGGER {one.name} BEFORE {one.change} ON {one.table}\nWHEN {when}\n"
        f"BEGIN SELECT RAISE(ABORT, '{one.said}'); END"
    )


# --- PostgreSQL -----------------------------------------------------------------------------------


def postgresql() -> str:
    """Return the functions, parted by an empty line."""
    expiry = [
        _PG_EXPIRY.replace("{name}", table.removeprefix("store_")).replace(
            "{practised}", _quoted(practised("($1)", "%1$I."))
        )
        for table, practised in PRACTISED.items()
    ]
    kept = [
        _PG_KEPT.replace("{name}", one.name)
        .replace("{when}", _quoted(_in_schema(one.when)))
        .replace("{said}", one.said)
        .replace("{row}", "OLD" if one.change == "DELETE" else "NEW")
        for one in KEPT
    ]
    return "\n".join((*expiry, *kept))


def _in_schema(when: str) -> str:
    rows = when.replace("OLD.", "($1).").replace("NEW.", "($2).")
    return re.sub(r"\bstore_", "%1$I.store_", rows)


def _quoted(condition: str) -> str:
    return condition.replace("'", "''")


# The tables are those beside the trigger's own, by place and name: a table of the same name that
# the application made for a moment is not looked at.
_PG_EXPIRY = """
CREATE OR REPLACE FUNCTION loopplank_practised_{name}() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog AS $$
DECLARE practised boolean;
BEGIN
    IF OLD.expires_on <= (now() AT TIME ZONE 'Europe/Amsterdam')::date THEN
        RETURN OLD;
    END IF;
    EXECUTE format('SELECT {practised}', TG_TABLE_SCHEMA) INTO practised USING OLD;
    IF practised IS NOT TRUE THEN
        RAISE EXCEPTION 'append-only: % refuses DELETE', TG_TABLE_NAME USING ERRCODE = '23514';
    END IF;
    RETURN OLD;
END $$;
"""

_PG_KEPT = """
CREATE OR REPLACE FUNCTION loopplank_{name}() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog AS $$
DECLARE refused boolean;
BEGIN
    EXECUTE format('SELECT {when}', TG_TABLE_SCHEMA) INTO refused USING OLD, NEW;
    IF refused IS NOT FALSE THEN
        RAISE EXCEPTION '{said}' USING ERRCODE = '23514';
    END IF;
    RETURN {row};
END $$;
"""
