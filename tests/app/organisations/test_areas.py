"""Postcode areas from a public list."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.kit.test_doors import admin_of_noord

from loopplank.store.models import PostcodeArea
from loopplank.web.kit import clock

HEADER = (
    "postcode,woonplaats,alternatieve_schrijfwijzen,gemeente,provincie,netnummer,"
    "latitude,longitude,soort\n"
)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def test_a_public_list_gives_places_and_says_what_was_left_out(cast: Cast) -> None:
    client = browsing.member(admin_of_noord(cast))
    rows = (
        "1013,Waterstad,,Waterstad,NH,020,52.39,4.88,Adres\n"
        "1014,Waterstad,,Waterstad,NH,020,0,0,Postbus\n"
    )
    file = SimpleUploadedFile("4pp.csv", (HEADER + rows).encode())
    response = client.post(reverse("areas"), {"file": file}, follow=True)
    text = response.content.decode()
    assert "1 gebieden bewaard" in text or "1 gebied bewaard" in text
    assert "1 gebied is bekend." in text
    assert PostcodeArea.objects.get(pk="1013").latitude == pytest.approx(52.39)


def test_another_kind_of_list_is_refused(cast: Cast) -> None:
    client = browsing.member(admin_of_noord(cast))
    file = SimpleUploadedFile("iets.csv", b"naam;plaats\nRia;Waterstad\n")
    response = client.post(reverse("areas"), {"file": file})
    assert response.status_code == 422
    assert "Nodig zijn postcode, woonplaats" in response.content.decode()
    assert not PostcodeArea.objects.exists()
