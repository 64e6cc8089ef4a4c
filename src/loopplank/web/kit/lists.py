"""Lists as files: bytes that somebody sends become rows of text, and our rows become a file."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.http import HttpResponse

from loopplank.core.kit.reason import Reason, Refused, dutch

MOST_BYTES = 2 * 1024 * 1024
_MOST_UNPACKED = 40 * 1024 * 1024
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

TOO_BIG = Reason("file.too_big", dutch("Dit bestand is groter dan 2 MB. Deel de lijst in stukken."))
OLD_EXCEL = Reason(
    "file.old_excel", dutch("Dit is een oud Excel-bestand. Bewaar het als .xlsx of als .csv.")
)
NOT_A_LIST = Reason(
    "file.not_a_list", dutch("Dit bestand kunnen wij niet lezen. Kies een .csv of een .xlsx.")
)

Rows = list[list[str]]


def rows_of(upload: "File[bytes]") -> Rows:
    """Return the cells of a CSV (`;` `,` or tab; UTF-8 or Windows) or of the first sheet of an
    XLSX.

    Looks at the bytes, not at the name. Nothing is kept. Raises Refused with what to do.
    """
    if (upload.size or 0) > MOST_BYTES:
        raise Refused(TOO_BIG)
    content = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused(TOO_BIG)
    if content.startswith(_ZIP):
        return _of_workbook(content)
    if content.startswith(_OLD_EXCEL):
        raise Refused(OLD_EXCEL)
    return _of_text(content)


def _of_text(content: bytes) -> Rows:
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(NOT_A_LIST)
    text = _decoded(content)
    sample = text[:4000]
    delimiter = max(";,\t", key=sample.count)
    if not text.strip() or _signs(sample) > len(sample) // 20:
        raise Refused(NOT_A_LIST)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise Refused(NOT_A_LIST) from None


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


def _of_workbook(content: bytes) -> Rows:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            # a small file that unpacks to something huge is not a list of people
            if sum(part.file_size for part in parts.infolist()) > _MOST_UNPACKED:
                raise Refused(TOO_BIG)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        return [[_cell(value) for value in row] for row in sheet.to_python()]
    except (CalamineError, zipfile.BadZipFile, IndexError, ValueError):
        raise Refused(NOT_A_LIST) from None


def _cell(value: Any) -> str:
    """Say what somebody sees in the cell: 612345678 and not 612345678.0, a day and not a number."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    if isinstance(value, datetime | date):
        return f"{value:%d-%m-%Y}"
    return str(value)


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
