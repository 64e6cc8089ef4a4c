"""Give the role that Loopplank connects as exactly the rights that it needs, and no more.

Run it as the owner of the tables, after each `migrate`:

    LOOPPLANK_DATABASE_URL=postgresql://owner@/loopplank python manage.py grant --role loopplank_app
"""

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from loopplank.access.kit import append_only

READ = "SELECT"
APPEND = "SELECT, INSERT"
# the trigger of these tables lets through what has expired or was practised, and nothing else
APPEND_AND_EXPIRE = "SELECT, INSERT, DELETE"
WRITE = "SELECT, INSERT, UPDATE, DELETE"
# Django reads which migrations ran; only the owner, who migrates, writes it.
READ_ONLY = frozenset({"django_migrations"})


class Command(BaseCommand):
    help = "Grants the application's role on PostgreSQL what it needs; run it after each migrate."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--role", required=True, help="the role that Loopplank connects as")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  Django's signature
        role: str = options["role"]
        if connection.vendor != "postgresql":
            self.stdout.write(
                "SQLite has no roles: whoever may write the file may do everything."
                " There is nothing to grant."
            )
            return
        if not re.fullmatch(r"[a-z_][a-z0-9_]*", role):
            raise CommandError(f"{role!r}: write a role in small letters, digits and underscores")
        with transaction.atomic(), connection.cursor() as cursor:
            _refuse_unfit(cursor, role)
            granted = _grant(cursor, role)
        self.stdout.write(f"{role} may use {granted} tables, and change only what it should.")


def rights(table: str) -> str:
    """Say what the application's role may do with one table. Never TRUNCATE, never own."""
    if table in append_only.append_only():
        return APPEND_AND_EXPIRE
    if table in append_only.never_changed():
        return APPEND
    return READ if table in READ_ONLY else WRITE


def _refuse_unfit(cursor: CursorWrapper, role: str) -> None:
    """Refuse a role that may do everything anyway: it makes every line below worthless."""
    cursor.execute(
        "SELECT rolsuper, pg_has_role(current_user, oid, 'member') AND rolname = current_user"
        " FROM pg_roles WHERE rolname = %s",
        [role],
    )
    found = cursor.fetchone()
    if found is None:
        raise CommandError(f"there is no role {role}: make it with CREATE ROLE {role} LOGIN")
    cursor.execute(
        "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tableowner = %s",
        [role],
    )
    owns = cursor.fetchone()[0]
    if found[0] or found[1] or owns:
        raise CommandError(
            f"{role} is the owner of the tables or a superuser, so that no right can be kept from"
            " it: make a second role, and let Loopplank connect as that one"
        )


def _grant(cursor: CursorWrapper, role: str) -> int:
    cursor.execute("SELECT current_schema()")
    schema = connection.ops.quote_name(cursor.fetchone()[0])
    cursor.execute(
        "SELECT table_name FROM information_schema.tables"
        " WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name"
    )
    names = [row[0] for row in cursor.fetchall()]
    if not names:
        raise CommandError("there are no tables yet: run migrate first")
    # what an earlier version granted and this one does not must go as well
    cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}")
    cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
    cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}")
    for name in names:
        table = connection.ops.quote_name(name)
        cursor.execute(f"GRANT {rights(name)} ON {schema}.{table} TO {role}")
    return len(names)
