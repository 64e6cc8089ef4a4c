"""A list of volunteers: read and shown first, then everything or nothing."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.store.models import Affiliation, Volunteer
from loopplank.store.models import Limits as LimitsRow
from loopplank.web.kit import clock

pytestmark = pytest.mark.both_engines

GOOD = (
    "Voornaam;Achternaam;Mobiel;Postcode;Uren per week;VOG gezien;Kleur;Soort hulp\r\n"
    "Ria;Nieuw;612345678;1013 ab;2,5;01-09-2026;rood;boodschappen\r\n"
    "José;de Wit;06-87654321;;;nee;;\r\n"
)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def send(cast: Cast, content: bytes, name: str = "lijst.csv") -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    response: HttpResponse = browsing.member(cast.anna).post(
        reverse("import_volunteers"), {"file": file}
    )
    return response


def keep(cast: Cast, response: HttpResponse) -> HttpResponse:
    """Press the button under the report, with what the page carries."""
    table = response.context["table"]  # type: ignore[attr-defined]  # the test client adds it
    kept: HttpResponse = browsing.member(cast.anna).post(
        reverse("import_volunteers"), {"table": table}
    )
    return kept


def workbook(rows: list[list[str | int]]) -> bytes:
    """The smallest workbook that a spreadsheet program opens."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    cells = "".join("<row>" + "".join(map(_cell, row)) + "</row>" for row in rows)
    sheet_type = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{sheet_type}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{sheet_type}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{kinds}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{kinds}"><sheets>'
        '<sheet name="Lijst" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{kinds}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}'
        "</sheetData></worksheet>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, text in parts.items():
            packed.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return file.getvalue()


def _cell(value: str | int) -> str:
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_list_in_any_shape_is_read_shown_and_then_kept(
    cast: Cast, encoding: str, delimiter: str
) -> None:
    text = GOOD.replace("2,5", "2.5").replace(";", delimiter)
    response = send(cast, text.encode(encoding))
    shown = response.content.decode()
    assert response.status_code == 200, shown
    assert "Er is nog niets bewaard." in shown
    assert "06 12 34 56 78" in shown  # a spreadsheet dropped the zero in front
    assert "1013 AB" in shown, "whatever is kept was shown first"
    assert "boodschappen" in shown
    assert "Kleur" in shown
    assert not Volunteer.objects.filter(last_name="Nieuw").exists()
    assert keep(cast, response).status_code == 302
    ria = Volunteer.objects.get(last_name="Nieuw")
    assert (ria.phone, ria.postcode) == ("0612345678", "1013 AB")
    assert LimitsRow.objects.get(pk=ria.pk).max_minutes == 150
    assert Volunteer.objects.filter(first_name="José").exists()
    seen = Affiliation.objects.get(volunteer=ria).certificate_seen_on
    assert seen is not None
    assert (seen.day, seen.month) == (1, 9)


def test_a_workbook_is_read_as_somebody_sees_it(cast: Cast) -> None:
    content = workbook([["Naam", "Telefoon", "Uren"], ["Nieuw, Ria", 612345678, 6]])
    response = send(cast, content, "lijst.xlsx")
    assert response.status_code == 200, response.content.decode()
    keep(cast, response)
    ria = Volunteer.objects.get(last_name="Nieuw")
    assert (ria.first_name, ria.phone) == ("Ria", "0612345678")


def test_one_wrong_row_stops_everything_and_names_row_and_reason(cast: Cast) -> None:
    wrong = GOOD + "Jan;;abc;99;vijftig;;;\r\n"
    before = Volunteer.objects.count()
    response = send(cast, wrong.encode())
    text = response.content.decode()
    assert response.status_code == 422
    assert "Er ontbreekt een voornaam of een achternaam." in text
    assert "‘vijftig’ is geen aantal uren." in text
    assert "Bewaar 2" not in text
    # what was read well stays in sight, under the row that needs a hand
    assert text.index("‘vijftig’ is geen aantal uren.") < text.index("Ria Nieuw")
    table = "Voornaam,Achternaam,Mobiel\r\nJan,,abc\r\n"
    forged = browsing.member(cast.anna).post(reverse("import_volunteers"), {"table": table})
    assert forged.status_code == 422
    assert Volunteer.objects.count() == before


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Dit bestand is leeg"),
        (b"\xd0\xcf\x11\xe0 oud", "Bewaar het als .xlsx of als .csv"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "kunnen wij niet lezen"),
        (b"PK\x03\x04 stuk", "kunnen wij niet lezen"),
        (b"een;twee\r\n1;2\r\n", "Wij herkennen de kolommen niet"),
        (b"Voornaam;Achternaam;Mobiel\r\n;;\r\n", "Er staan geen rijen"),
        (b"x" * (2 * 1024 * 1024 + 1), "groter dan 2 MB"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_what_to_do(
    cast: Cast, content: bytes, sentence: str
) -> None:
    response = send(cast, content)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_who_is_known_already_does_not_change_and_is_asked(cast: Cast) -> None:
    """Promise P10 on this path too: an import raises no limit of anybody."""
    zora = cast.volunteer("Zora Zuid", of=cast.carla, email="zora@example.nl")
    before = LimitsRow.objects.get(pk=zora.id).max_minutes
    listed = "Voornaam;Achternaam;E-mail;Uren\r\nZora;Zuid;zora@example.nl;40\r\n"
    keep(cast, send(cast, listed.encode()))
    assert LimitsRow.objects.get(pk=zora.id).max_minutes == before
    row = Affiliation.objects.get(volunteer_id=zora.id, organisation_id=cast.noord_id)
    assert row.state == "pending"
    again = keep(cast, send(cast, listed.encode()))
    assert again.status_code == 302
    assert Volunteer.objects.filter(email="zora@example.nl").count() == 1


def test_the_example_can_be_sent_as_it_is(cast: Cast) -> None:
    example = browsing.member(cast.anna).get(reverse("import_example")).content
    response = send(cast, example)
    assert response.status_code == 200, response.content.decode()
    assert not response.context["unknown"]  # type: ignore[attr-defined]  # the test client adds it
