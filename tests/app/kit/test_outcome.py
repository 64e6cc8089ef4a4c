"""What a press did stands once, in the panel that was used, and a refusal is the answer itself."""

import re

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast

from loopplank.actions.requests import closing
from loopplank.core.requests.closing import Lack
from loopplank.core.triage import Answer
from loopplank.web.kit import clock


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def panel_of(text: str) -> str:
    """Return the id of the panel in which the outcome stands."""
    before = text[: text.index('id="uitkomst"')]
    return re.findall(r'class="(?:next-step|fold-body)[^"]*" id="([a-z-]+)"', before)[-1]


def test_what_was_done_is_said_in_the_panel_that_was_used(cast: Cast) -> None:
    request_id = cast.ready()
    closing.wait(actor=cast.anna, now=NOW, request_id=request_id, lack=Lack.PLACE)
    page, client = reverse("request", args=[request_id]), browsing.member(cast.anna)
    for door, sent, panel in (
        ("wait_rhythm", {"weeks": "3"}, "told"),
        ("renew_status_link", {}, "told"),
        ("search_on", {}, "volgende"),
    ):
        done = client.post(reverse(door, args=[request_id]), sent)
        assert done["Location"] == f"{page}#uitkomst", door
        text = client.get(page).content.decode()
        assert text.count('id="uitkomst"') == 1, door
        assert panel_of(text) == panel, door
        assert re.search('id="uitkomst" role="status" tabindex="-1"', text), door
        assert "<title>Fout:" not in text
        # said once: a reload is silent
        assert 'id="uitkomst"' not in client.get(page).content.decode(), door


def test_a_refusal_is_the_same_page_with_why_and_says_so_in_its_title(cast: Cast) -> None:
    request_id = cast.request()
    made = cast.assess(request_id, H3=Answer.UNKNOWN)
    client = browsing.member(cast.anna)
    refused = client.post(
        reverse("follow_advice", args=[request_id]), {"weging": made, "route": "volunteer"}
    )
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "<title>Fout:" in text
    assert re.search(
        r'class="outcome failed" id="uitkomst" role="alert" tabindex="-1" autofocus', text
    )
    assert panel_of(text) == "volgende"
    assert "Er is nog iets onbekend over de veiligheid." in text
    # nothing is left to be said on the next page
    assert 'id="uitkomst"' not in client.get(reverse("today")).content.decode()


def test_a_page_without_panels_says_it_where_it_begins(cast: Cast) -> None:
    row = reverse("volunteer", args=[cast.bram_id])
    client = browsing.member(cast.anna)
    client.post(reverse("volunteer_spoken", args=[cast.bram_id]))
    text = client.get(row).content.decode()
    assert text.index('id="uitkomst"') < text.index("<h1>")


def test_who_may_not_do_it_reads_no_page_in_the_answer(cast: Cast) -> None:
    request_id = cast.ready()
    response = browsing.member(cast.dirk).post(reverse("search_on", args=[request_id]))
    assert response.status_code == 404
    assert "De Wit" not in response.content.decode()
