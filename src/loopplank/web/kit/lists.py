"""Lists as files: bytes that somebody sends become rows of text, and our rows become a file."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

from django.core.files.base import File
from django.http import HttpResponse

from loopplank.core.kit.outside_text import cleaned
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.web.kit import list_reader

MOST_BYTES = 2 * 1024 * 1024
#: For a process to start and to be heard, on a machine that has other things to do.
_TO_START = 20
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

TOO_BIG = Reason("file.too_big", dutch("Dit bestand is groter dan 2 MB. Deel de lijst in stukken."))
OLD_EXCEL = Reason(
    "file.old_excel", dutch("Dit is een oud Excel-bestand. Bewaar het als .xlsx of als .csv.")
)
NOT_A_LIST = Reason(
    "file.not_a_list", dutch("Dit bestand kunnen wij niet lezen. Kies een .csv of een .xlsx.")
)
MACROS = Reason(
    "file.macros",
    dutch("In dit bestand zitten macro’s. Bewaar het als .xlsx zonder macro’s, of als .csv."),
)
TOO_LARGE = Reason(
    "file.too_large",
    dutch(
        "Dit bestand is te groot om te lezen. Wij lezen ten hoogste %(rows)s rijen en %(columns)s"
        " kolommen. Dat mag %(seconds)s seconden duren, en %(megabytes)s MB geheugen vragen."
        " Kopieer alleen de lijst naar een nieuw bestand, en kies dat."
    ),
    {
        "rows": list_reader.MOST_ROWS,
        "columns": list_reader.MOST_COLUMNS,
        "seconds": list_reader.MOST_SECONDS,
        "megabytes": list_reader.MOST_MEGABYTES,
    },
)
_REASONS = {
    reason.code.removeprefix("file."): reason
    for reason in (OLD_EXCEL, NOT_A_LIST, MACROS, TOO_LARGE)
}

Rows = list[list[str]]


def rows_of(upload: "File[bytes]") -> Rows:
    """Return the cells of a CSV or of the first sheet of an XLSX. Nothing is kept.

    The bytes are read in a process of its own (`list_reader`), with limits on memory, time, rows
    and columns: whatever they hold, this one lives on. Raises Refused with what to do.
    """
    if (upload.size or 0) > MOST_BYTES:
        raise Refused(TOO_BIG)
    content = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused(TOO_BIG)
    return _read_apart(content)


def _read_apart(content: bytes) -> Rows:
    """Start anew and fork nothing: so the process has no connection, no open file and no setting of
    this one, whichever server runs us.
    """
    library = find_spec("python_calamine")
    where = str(Path(library.origin).parent.parent) if library and library.origin else ""
    try:
        done = subprocess.run(  # noqa: S603  our own file, and nothing of the upload in the command
            [sys.executable, "-I", "-B", list_reader.__file__, where],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            timeout=list_reader.MOST_SECONDS + _TO_START,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(TOO_LARGE) from None
    if done.returncode < 0:
        # it was stopped: by its own limits, or since it asked for more memory than there is
        raise Refused(TOO_LARGE)
    try:
        said = json.loads(done.stdout)
    except ValueError:
        raise Refused(NOT_A_LIST) from None
    if "rows" in said:
        return [[cleaned(cell) for cell in row] for row in said["rows"]]
    raise Refused(_REASONS[said["refused"]])


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows as the CSV that a Dutch spreadsheet opens with a double click.

    A cell that a spreadsheet would run as a formula gets a quote in front of it.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([_safe(cell) for cell in header])
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return f"\ufeff{file.getvalue()}"


def csv_response(
    name: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> HttpResponse:
    """Return the same as a file to download."""
    return HttpResponse(
        as_csv(header, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def decimal_hours(minutes: int) -> str:
    """Return hours as a Dutch spreadsheet counts with them: 390 is "6,5"."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _safe(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
