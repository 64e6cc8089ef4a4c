"""The role that Loopplank connects as may do exactly what it needs, and owns nothing."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from tests.databases import Databases

from loopplank.access.kit import append_only

APP, OWNER = "loopplank_app", "loopplank_owner"
ALL = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"})


def grant(role: str) -> str:
    said = StringIO()
    call_command("grant", role=role, stdout=said)
    return said.getvalue()


def granted() -> dict[str, frozenset[str]]:
    """Each table with what the role may do with it, as PostgreSQL itself judges."""
    rights = ", ".join(f"('{right}')" for right in sorted(ALL))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, array_agg(r.name) FILTER (WHERE"
            " has_table_privilege(%s, quote_ident(tablename), r.name))"
            f" FROM pg_tables, (VALUES {rights}) AS r(name)"
            " WHERE schemaname = current_schema() GROUP BY tablename",
            [APP],
        )
        return {name: frozenset(rights or ()) for name, rights in cursor.fetchall()}


@pytest.mark.sqlite
def test_on_sqlite_it_says_that_there_is_nothing_to_grant(db: None) -> None:
    assert "SQLite has no roles" in grant(APP)


@pytest.mark.postgresql
def test_every_table_has_the_rights_that_it_should_have(db: None) -> None:
    found = granted()
    everything = {"SELECT", "INSERT", "UPDATE", "DELETE"}
    special = {
        **{table: {"SELECT", "INSERT", "DELETE"} for table in append_only.append_only()},
        **{table: {"SELECT", "INSERT"} for table in append_only.never_changed()},
        "django_migrations": {"SELECT"},
    }
    assert set(special) <= set(found)
    assert {name: set(rights) for name, rights in found.items()} == {
        name: special.get(name, everything) for name in found
    }


@pytest.mark.postgresql
@pytest.mark.commits(empty=True)
def test_granting_again_takes_back_what_is_too_much(committed: str, databases: Databases) -> None:
    with databases.pointing_at(committed, owner=True):
        with connection.cursor() as cursor:
            cursor.execute(f"GRANT ALL ON store_event, store_request TO {APP}")
        before = granted()
        assert before["store_event"] == ALL
        grant(APP)
        assert granted()["store_event"] == {"SELECT", "INSERT", "DELETE"}
        assert granted()["store_request"] == {"SELECT", "INSERT", "UPDATE", "DELETE"}


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("role", "said"),
    [(OWNER, "owner of the tables"), ("nobody_here", "no role"), ('x"; DROP', "small letters")],
)
@pytest.mark.commits(empty=True)
def test_an_unfit_role_is_refused(
    committed: str, databases: Databases, role: str, said: str
) -> None:
    with databases.pointing_at(committed, owner=True), pytest.raises(CommandError, match=said):
        grant(role)
