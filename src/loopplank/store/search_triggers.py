"""The triggers that note of which row the words to look it up by must be made anew.

They are plain SQL over names of tables and columns, for `triggers.py`.
"""

from collections.abc import Iterator
from typing import NamedTuple

_NOTE = "INSERT INTO store_searchdue (kind, row_id) {rows}"
_PG_FUNCTION = """
CREATE OR REPLACE FUNCTION loopplank_{does}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {note};
    RETURN NULL;
END $$;
"""


class Noted(NamedTuple):
    """A change of a table that says something new about a row that can be looked up."""

    table: str
    change: str
    columns: str
    rows: str

    @property
    def does(self) -> str:
        return f"due_{self.table.removeprefix('store_')}_{self.change.lower()}"

    @property
    def when(self) -> str:
        return f"AFTER {self.change}{f' OF {self.columns}' if self.columns else ''}"

    @property
    def note(self) -> str:
        return _NOTE.format(rows=self.rows)


def _of(kind: str, row: str) -> str:
    return f"VALUES ('{kind}', {row}.id)"


def _of_requests(column: str) -> str:
    return f"SELECT 'request', id FROM store_request WHERE {column} = NEW.id"  # noqa: S608  a name of ours


def _own(kind: str, table: str, columns: str) -> Iterator[Noted]:
    yield Noted(table, "INSERT", "", _of(kind, "NEW"))
    yield Noted(table, "UPDATE", columns, _of(kind, "NEW"))
    yield Noted(table, "DELETE", "", _of(kind, "OLD"))


_REACH = "phone, email"
NOTED: tuple[Noted, ...] = (
    *_own("request", "store_request", "number, help_seeker_id, applicant_id, erased_at"),
    *_own("volunteer", "store_volunteer", f"first_name, last_name, postcode, erased_at, {_REACH}"),
    *_own("party", "store_party", f"name, works_at, erased_at, {_REACH}"),
    # the rows of the demo come with requests before people
    Noted("store_helpseeker", "INSERT", "", _of_requests("help_seeker_id")),
    Noted(
        "store_helpseeker",
        "UPDATE",
        f"first_name, last_name, postcode, {_REACH}",
        _of_requests("help_seeker_id"),
    ),
    Noted("store_applicant", "INSERT", "", _of_requests("applicant_id")),
    Noted("store_applicant", "UPDATE", f"name, works_at, {_REACH}", _of_requests("applicant_id")),
)


def postgresql() -> str:
    """Return the functions, parted by an empty line."""
    return "\n".join(_PG_FUNCTION.format(does=one.does, note=one.note) for one in NOTED)


def sqlite(one: Noted) -> str:
    """Return the whole trigger of one change."""
    return f"CREATE TRIGGER {one.does} {one.when} ON {one.table}\nBEGIN {one.note}; END"
