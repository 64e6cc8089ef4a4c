"""Read a file with a list, in a process of its own that may not grow: `lists` starts it.

A workbook of 2 kB can ask for 400 GB, so what a stranger made is never read where others are being
helped. This file runs by itself, with nothing of ours and no settings: bytes come in, rows or the
code of a refusal go out. It holds no connection and learns no secret.
"""

import csv
import io
import json
import sys
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

MOST_ROWS, MOST_COLUMNS = 10_000, 100
MOST_SECONDS, MOST_MEGABYTES = 10, 512
#: As wide as a sheet can be, with every empty cell.
_MOST_PLACES = 16_384
_MOST_UNPACKED = 40 * 1024 * 1024
_MOST_SIGNS = 4 * 1024 * 1024
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MACROS = "vbaproject.bin"

Rows = list[list[str]]


class Unreadable(Exception):
    """The file is no list that we take; its words are the code of the reason."""


def read(content: bytes) -> Rows:
    """Return the cells of a CSV (`;` `,` or tab; UTF-8 or Windows) or of the first sheet of an
    XLSX. Looks at the bytes, not at the name. Raises Unreadable.
    """
    if content.startswith(_ZIP):
        return _bounded(_of_workbook(content))
    if content.startswith(_OLD_EXCEL):
        raise Unreadable("old_excel")
    return _bounded(_of_text(content))


def _bounded(rows: Iterable[list[str]]) -> Rows:
    """Return the rows, without the empty cells at their end; raise Unreadable for too much."""
    kept: Rows = []
    signs = 0
    for row in rows:
        if len(row) > _MOST_PLACES:
            raise Unreadable("too_large")
        while row and not row[-1]:
            row.pop()
        signs += sum(map(len, row))
        if len(row) > MOST_COLUMNS or signs > _MOST_SIGNS:
            raise Unreadable("too_large")
        kept.append(row)
        if len(kept) > MOST_ROWS and any(kept[-1]):
            raise Unreadable("too_large")
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _of_text(content: bytes) -> Iterable[list[str]]:
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("not_a_list")
    text = _decoded(content)
    sample = text[:4000]
    delimiter = max(";,\t", key=sample.count)
    if not text.strip() or _signs(sample) > len(sample) // 20:
        raise Unreadable("not_a_list")
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise Unreadable("not_a_list") from None


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _signs(text: str) -> int:
    """Return how many signs no list of names holds: the content of a picture or a document."""
    return sum(not (sign.isprintable() or sign in "\t\r\n") for sign in text)


def _of_workbook(content: bytes) -> Iterable[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            inside = parts.infolist()
        if any(part.filename.lower().endswith(_MACROS) for part in inside):
            raise Unreadable("macros")
        # a small file that unpacks to something huge is not a list of people
        if sum(part.file_size for part in inside) > _MOST_UNPACKED:
            raise Unreadable("too_large")
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        for row in sheet.iter_rows():
            yield [_cell(value) for value in row]
    except (CalamineError, zipfile.BadZipFile, IndexError, ValueError):
        raise Unreadable("not_a_list") from None


def _cell(value: Any) -> str:
    """Say what somebody sees in the cell: 612345678 and not 612345678.0, a day and not a number."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    if isinstance(value, datetime | date):
        return f"{value:%d-%m-%Y}"
    return str(value)


def _bind() -> None:
    """Set the limits that hold for this whole process, whatever the bytes make it do."""
    import resource
    import signal

    room = MOST_MEGABYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    signal.alarm(MOST_SECONDS)


def main() -> None:
    """Read standard input, write JSON to standard output: rows, or why there are none."""
    _bind()
    # where the library stands that reads workbooks; nothing else of the caller is passed on
    sys.path.append(sys.argv[1])
    try:
        said: dict[str, object] = {"rows": read(sys.stdin.buffer.read())}
    except Unreadable as unreadable:
        said = {"refused": str(unreadable)}
    except (MemoryError, RecursionError):
        said = {"refused": "too_large"}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
