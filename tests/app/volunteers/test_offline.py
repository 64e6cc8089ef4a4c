"""What a telephone gets to work without internet: the worker, the manifest, a page and a mark."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.questionnaire import text

from loopplank.store.models import AccessRecord
from loopplank.web.kit import clock
from loopplank.web.volunteers.views.offline import BAR, FILES, GROUND


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def found(name: str) -> Path:
    path = finders.find(name)
    assert path, name
    return Path(path)


def test_the_worker_keeps_every_file_that_the_week_asks_for(cast: Cast) -> None:
    page = browsing.volunteer(cast.bram).get(reverse("week")).content.decode()
    asked = set(re.findall(rf'(?:src|href)="/{settings.STATIC_URL.strip("/")}/([^"#]+)"', page))
    kept = set(FILES)
    # only a browser that makes an icon of it asks for that one
    assert asked - kept == {"loopplank/app/icon-180.png"}
    assert all(found(name) for name in kept)


def test_the_worker_knows_its_addresses_and_changes_with_its_files(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    del cast
    visitor = browsing.visitor()
    answer = visitor.get(reverse("worker"))
    assert answer["Content-Type"].startswith("text/javascript")
    told = json.loads(re.search(r"LOOPPLANK = (\{.*\});", answer.content.decode())[1])  # type: ignore[index]
    assert told["home"] == reverse("week")
    assert reverse("worker").startswith(told["home"]), "so that it answers for these pages alone"
    assert visitor.get(told["mark"]).status_code == 403
    monkeypatch.setattr("loopplank.web.volunteers.views.offline.FILES", FILES[:-1])
    assert told["version"] not in visitor.get(reverse("worker")).content.decode()


def test_the_manifest_is_whole(cast: Cast) -> None:
    del cast
    answer = browsing.visitor().get(reverse("manifest"))
    assert answer["Content-Type"] == "application/manifest+json"
    told = answer.json()
    assert told["start_url"] == told["scope"] == told["id"] == reverse("week")
    assert told["display"] == "standalone"
    assert told["short_name"] == "Mijn week"
    uses = {(icon["sizes"], icon["purpose"]) for icon in told["icons"] if "purpose" in icon}
    assert uses >= {(size, use) for size in ("192x192", "512x512") for use in ("any", "maskable")}
    for icon in told["icons"]:
        name = icon["src"].removeprefix(f"/{settings.STATIC_URL.strip('/')}/")
        assert found(name).stat().st_size < 20_000


def test_the_colours_are_those_of_the_tokens() -> None:
    tokens = found("loopplank/tokens.css").read_text()
    assert f"--deep: {BAR};" in tokens
    assert f"--mist: {GROUND};" in tokens
    base = Path("src/loopplank/web/templates/kit/volunteer.html").read_text()
    assert f'name="theme-color" content="{BAR}"' in base


def test_only_pages_of_a_volunteer_can_be_installed(cast: Cast) -> None:
    assert "manifest" in browsing.volunteer(cast.bram).get(reverse("limits")).content.decode()
    for client, name in (
        (browsing.visitor(), "ask_week_link"),
        (browsing.member(cast.anna), "today"),
    ):
        page = client.get(reverse(name)).content.decode()
        assert "manifest" not in page
        assert "offline.js" not in page


def test_the_page_without_internet_says_whom_to_call_and_leaves_no_record(cast: Cast) -> None:
    cast.running(cast.bram)
    before = AccessRecord.objects.count()
    page = text(browsing.volunteer(cast.bram).get(reverse("offline")))
    assert "Er is geen internet" in page
    assert "Bel Anna" in page
    assert "De Wit" not in page
    assert AccessRecord.objects.count() == before


def test_each_page_says_whose_it_is_without_saying_who(cast: Cast) -> None:
    bram, ria = browsing.volunteer(cast.bram), browsing.volunteer(cast.volunteer("Ria Ander"))
    own = bram.get(reverse("week"))["Loopplank-Holder"]
    assert own == bram.get(reverse("limits"))["Loopplank-Holder"]
    assert own == bram.get(reverse("form_mark")).json()["holder"]
    assert own != ria.get(reverse("week"))["Loopplank-Holder"]
    assert str(cast.bram_id)[:8] not in own


def test_a_form_whose_mark_is_too_old_says_so_to_the_worker(cast: Cast) -> None:
    from django.test import Client

    client = Client(SERVER_NAME=browsing.HOST, enforce_csrf_checks=True)
    client.cookies.update(browsing.volunteer(cast.bram).cookies)
    answer = client.post(reverse("too_heavy"), {"reason": "time"})
    assert (answer.status_code, answer["Loopplank-Form"]) == (403, "too-old")
    token = client.get(reverse("form_mark")).json()["token"]
    sent = {"reason": "time", "csrfmiddlewaretoken": token}
    assert client.post(reverse("too_heavy"), sent).status_code == 302
