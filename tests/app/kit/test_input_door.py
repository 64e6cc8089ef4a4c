"""Everything comes in through one door: nothing that cannot be kept, and nothing without end."""

import json
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.core.kit.outside_text import cleaned, cleaned_json
from loopplank.store.models import Note, Volunteer
from loopplank.web.kit import clock, lists
from loopplank.web.kit.input_door import LONGEST, MOST_BYTES, MOST_OF_A_HEADER, CleanInput

pytestmark = pytest.mark.both_engines

NUL, OVERRIDE, BELL, ISOLATE = "\x00", "\u202e", "\x07", "\u2067"
BAD = f"{NUL}{OVERRIDE}{BELL}{ISOLATE}\x85\ufeff"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def test_the_door_stands_before_everything() -> None:
    assert settings.MIDDLEWARE[0] == "loopplank.web.kit.input_door.CleanInput"


def test_what_people_write_stays() -> None:
    said = "Ça va, Łucja?\r\n\tמה שלומך · نعم · می‌خواهم · 👩‍👧 — ½"
    assert cleaned(said) == said
    assert cleaned(f"De{BAD} Wit") == "De Wit"
    assert json.loads(cleaned_json(r'{"a\u0000": ["\ud800x", "\u202ey", 1]}')) == {
        "a": ["x", "y", 1]
    }


@pytest.fixture
def seen() -> dict[str, HttpRequest]:
    return {}


def through(seen: dict[str, HttpRequest], request: HttpRequest) -> int:
    def view(request: HttpRequest) -> HttpResponse:
        seen["request"] = request
        return HttpResponse("ok")

    return CleanInput(view)(request).status_code


def test_every_way_in_is_cleaned(db: None, seen: dict[str, HttpRequest]) -> None:
    file = SimpleUploadedFile("lijst.csv", b"x")
    file.name = f"l{BAD}ijst.csv"
    factory = RequestFactory(headers={"user-agent": f"Fire{BAD}fox", "cookie": 'a="x\\000y"'})
    address = f"/?q={quote(f'De{BAD} Wit')}&{quote(f'k{NUL}')}=1"
    sent = {f"na{NUL}me": f"x{BAD}", "credential": r'{"id": "\u0000a"}', "file": file}
    assert through(seen, factory.post(address, sent)) == 200
    got = seen["request"]
    assert (got.GET["q"], got.GET["k"]) == ("De Wit", "1")
    assert (got.POST["name"], json.loads(got.POST["credential"])) == ("x", {"id": "a"})
    assert got.FILES["file"].name == "lijst.csv"  # type: ignore[union-attr]
    assert (got.headers["user-agent"], got.COOKIES["a"]) == ("Firefox", "xy")
    body = json.dumps({"name": f"x{NUL}\ud800"})
    assert through(seen, factory.post("/", body, content_type="application/json")) == 200
    assert json.loads(seen["request"].body) == {"name": "x"}


def test_what_is_too_long_is_refused_or_cut(db: None, seen: dict[str, HttpRequest]) -> None:
    factory = RequestFactory()
    for name, most in LONGEST.items():
        request = factory.get("/")
        request.META[name] = "a" * (most + 1)
        assert through(seen, request) == 400, name
    request = factory.get("/", headers={"referer": "a" * 20_000})
    assert through(seen, request) == 200
    assert len(seen["request"].headers["referer"]) == MOST_OF_A_HEADER
    request = factory.post("/")
    request.META["CONTENT_LENGTH"] = str(MOST_BYTES + 1)
    assert through(seen, request) == 413


def test_no_page_breaks_on_a_nul(cast: Cast) -> None:
    """On PostgreSQL each of these was a page that says that something broke."""
    visitor = browsing.visitor()
    assert visitor.get(f"/hulp/{quote(NUL)}/").status_code == 400
    cookie = 'loopplank_session="\\000aaaaaaaaaaaaaaaa"'
    assert visitor.get(reverse("account"), headers={"cookie": cookie}).status_code == 302
    login = {"login": f"anna{NUL}@example.nl", "password": f"x{NUL}"}
    assert visitor.post(reverse("account_login"), login).status_code == 200
    asked = visitor.post(reverse("ask_week_link"), {"where": f"ria{NUL}@example.nl"})
    assert asked.status_code == 302
    anna = browsing.member(cast.anna)
    assert anna.get(reverse("requests"), {"q": f"De{BAD} Wit"}).status_code == 200
    request_id = cast.request()
    said = {"kind": "note", "text": f"Zij{BAD} belt terug."}
    contact = reverse("log_contact", args=[request_id])
    assert anna.post(contact, {**said, "words": said["text"]}).status_code in {200, 302, 422}
    assert not Note.objects.filter(text__contains=OVERRIDE).exists()


def test_no_name_turns_around_in_a_list(cast: Cast) -> None:
    content = f"Voornaam;Achternaam;Mobiel\r\nR{OVERRIDE}ia;Nieuw{BELL};0612345678\r\n"
    rows = lists.rows_of(SimpleUploadedFile("lijst.csv", content.encode()))
    assert rows[1][:2] == ["Ria", "Nieuw"]
    assert not Volunteer.objects.filter(last_name="Nieuw").exists()
