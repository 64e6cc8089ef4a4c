"""A hundred workbooks made to hurt: each gives a sentence, and whoever reads them lives on.

They are read in a process of their own. That one may end: it holds nothing, and no worker does.
"""

import io
import random  # noqa: TID251  seeded
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.volunteers.test_import_list import workbook
from tests.proofs import some_of

from loopplank.core.kit.reason import Refused
from loopplank.web.kit import clock, list_reader, lists

_SHEET = "xl/worksheets/sheet1.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MEGABYTE = 1024 * 1024
SENTENCES = {
    reason.code
    for reason in (lists.TOO_BIG, lists.OLD_EXCEL, lists.NOT_A_LIST, lists.MACROS, lists.TOO_LARGE)
}


def packed(sheet: str, more: dict[str, bytes] | None = None) -> bytes:
    """A workbook whose one sheet holds these cells, with other parts beside it."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([["Naam"]]))) as plain,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made,
    ):
        for name in plain.namelist():
            text = f'<worksheet xmlns="{_MAIN}">{sheet}</worksheet>'
            made.writestr(name, text if name == _SHEET else plain.read(name))
        for name, content in (more or {}).items():
            made.writestr(name, content)
    return file.getvalue()


def cells(*places: str) -> str:
    each = "".join(
        f'<row r="{place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{place}"><v>1</v></c></row>'
        for place in places
    )
    return f"<sheetData>{each}</sheetData>"


def sparse(chance: random.Random) -> bytes:
    """Two cells, as far apart as a sheet is large."""
    column = chance.choice(["XFD", "XFC", "XEZ", "WZZ"])
    return packed(cells("A1", f"{column}{chance.randint(900_000, 1_048_576)}"))


def dimension(chance: random.Random) -> bytes:
    """A sheet that says that it is as large as they come, and holds a cell on its last place."""
    far = f"XFD{1_048_576 - chance.randint(0, 9)}"
    return packed(f'<dimension ref="A1:{far}"/>' + cells("A1", far))


def bomb(chance: random.Random) -> bytes:
    """A few kB that unpack to more than anybody typed, in a part that is read."""
    size = chance.randint(50, 90) * _MEGABYTE
    row = "<row>" + '<c t="inlineStr"><is><t>' + "A" * size + "</t></is></c></row>"
    return packed(f"<sheetData>{row}</sheetData>")


def liar(chance: random.Random) -> bytes:
    """The same, where the list of what is in it says that it is small."""
    content = bytearray(bomb(chance))
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(_SHEET.encode()))
    content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(content)


def wide(chance: random.Random) -> bytes:
    """A million columns, as text."""
    return b"Naam" + bytes([chance.choice(b";,\t")]) * (1_000_000 + chance.randint(0, 9))


def wide_sheet(chance: random.Random) -> bytes:
    row = "".join("<c><v>1</v></c>" for _ in range(chance.randint(5_000, 16_000)))
    return packed(f"<sheetData><row>{row}</row></sheetData>")


def long_sheet(chance: random.Random) -> bytes:
    return packed(
        "<sheetData>"
        + "<row><c><v>1</v></c></row>" * chance.randint(20_000, 90_000)
        + "</sheetData>"
    )


def macros(chance: random.Random) -> bytes:
    name = chance.choice(["xl/vbaProject.bin", "xl/VBAPROJECT.BIN"])
    return packed(cells("A1"), {name: b"\xd0\xcf\x11\xe0" + chance.randbytes(200)})


def wrong_type(chance: random.Random) -> bytes:
    start = chance.choice(
        [b"%PDF-1.7", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"PK\x03\x04", b"MZ\x90\x00",
         b"\xd0\xcf\x11\xe0", b"\x7fELF", b"GIF89a"]
    )  # fmt: skip
    return start + chance.randbytes(chance.randint(10, 50_000))


def cut_off(chance: random.Random) -> bytes:
    whole = packed(cells("A1", "B2"))
    return whole[: chance.randint(5, len(whole) - 30)]


def entities(chance: random.Random) -> bytes:
    """XML that grows: each word stands for ten of the word before."""
    steps = "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, chance.randint(9, 12))
    )
    sheet = f'<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{steps}]><sheetData><row><c t="inlineStr"><is>'
    return packed(sheet + "<t>&a8;</t></is></c></row></sheetData>")


def no_sheet(chance: random.Random) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("word/document.xml", "<x/>" * chance.randint(1, 900))
    return file.getvalue()


def nested(chance: random.Random) -> bytes:
    depth = chance.randint(50_000, 90_000)
    return packed("<a>" * depth + "</a>" * depth)


def too_big(chance: random.Random) -> bytes:
    return b"Naam;Tel\n" + b"x;1\n" * chance.randint(600_000, 700_000)


KINDS: tuple[Callable[[random.Random], bytes], ...] = (
    sparse, dimension, bomb, liar, wide, wide_sheet, long_sheet, macros, wrong_type, cut_off,
    entities, no_sheet, nested, too_big,
)  # fmt: skip


def outcome(content: bytes) -> str:
    """What came of a file: the code of a sentence, or that it was read as rows."""
    try:
        rows = lists.rows_of(SimpleUploadedFile("lijst.xlsx", content))
    except Refused as refused:
        return refused.reason.code
    assert len(rows) <= list_reader.MOST_ROWS
    return "read"


def hundred() -> Iterator[tuple[str, int]]:
    return ((KINDS[n % len(KINDS)].__name__, n) for n in range(100))


@pytest.mark.proof
@pytest.mark.parametrize(("kind", "seed"), some_of(list(hundred())))
def test_a_hostile_workbook_gives_a_sentence(kind: str, seed: int) -> None:
    make = next(one for one in KINDS if one.__name__ == kind)
    # the first two are lists without a name in them: the page says that
    harmless = {"read"} if kind in {"entities", "nested"} else set()
    assert outcome(make(random.Random(seed))) in SENTENCES | harmless


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (sparse, "file.too_large"),
        (bomb, "file.too_large"),
        (wide, "file.too_large"),
        (macros, "file.macros"),
        (no_sheet, "file.not_a_list"),
    ],
)
def test_one_of_each_kind(make: Callable[[random.Random], bytes], code: str) -> None:
    assert outcome(make(random.Random(7))) == code


def test_the_page_says_the_limits(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    file = SimpleUploadedFile("lijst.xlsx", packed(cells("A1", "XFD1048576")))
    response = browsing.member(cast.anna).post("/vrijwilligers/import/", {"file": file})
    assert response.status_code == 422
    shown = response.content.decode()
    for limit in ("10000 rijen", "100 kolommen", "10 seconden", "512 MB"):
        assert limit in shown


def test_the_reader_gets_nothing_of_ours(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No setting, and no connection to the database, which this process does have."""
    spy = tmp_path / "spy.py"
    spy.write_text(
        "import json, os\n"
        "places = [f'/proc/self/fd/{n}' for n in os.listdir('/proc/self/fd')]\n"
        "files = [os.readlink(place) for place in places if os.path.exists(place)]\n"
        "print(json.dumps({'rows': [sorted(os.environ), files]}))\n"
    )
    monkeypatch.setattr(list_reader, "__file__", str(spy))
    settings, files = lists.rows_of(SimpleUploadedFile("lijst.csv", b"Naam;Tel\n"))
    assert set(settings) <= {"LC_CTYPE"}
    assert not [one for one in files if not one.startswith(("pipe:", "/dev/null"))]


def test_only_the_reader_reads_workbooks() -> None:
    """A second place that opened one would do so in a worker."""
    source = Path(list_reader.__file__).parents[2]
    found = [
        path.name
        for path in source.rglob("*.py")
        if re.search(r"import \w*calamine|import zipfile|from python_calamine", path.read_text())
    ]
    assert found == ["list_reader.py"]
