"""A request on paper, as text, and who looked at it."""

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.web.kit import clock


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def test_paper_text_and_who_looked(cast: Cast) -> None:
    request_id = cast.ready()
    client = browsing.member(cast.anna)
    assert (
        "Mevrouw De Wit (83)"
        in client.get(reverse("print_request", args=[request_id])).content.decode()
    )
    text = client.get(reverse("request_text", args=[request_id])).content.decode()
    assert "Telefoon: 06 12 34 56 78" in text
    for page in (
        "candidates",
        "triage",
        "close",
        "say_no",
        "wait",
        "refer",
        "agree",
        "log_contact",
        "erase_request",
    ):
        assert client.get(reverse(page, args=[request_id])).status_code == 200
    looked = client.get(reverse("who_looked", args=[request_id])).content.decode()
    assert "Anna Prins" in looked
    assert "om te helpen" in looked
    assert "<td>Wie zou dit kunnen</td>" in looked
    assert "Iets anders" not in looked, "every page has a name in words"
