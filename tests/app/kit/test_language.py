"""Dutch or English, and never a door to another site."""

import pytest
from tests.app import browsing
from tests.app.cast import Cast

COOKIE = "loopplank_language"


@pytest.mark.both_engines
def test_a_link_switches_and_leads_back(cast: Cast) -> None:
    client = browsing.visitor()
    response = client.get("/taal/?to=en&next=/hulp/waterstad/%3Fzoek%3Dx")
    assert (response.status_code, response["Location"]) == (302, "/hulp/waterstad/?zoek=x")
    assert response.cookies[COOKIE].value == "en"
    page = client.get("/hulp/waterstad/").content.decode()
    assert '<html lang="en"' in page
    assert 'href="/taal/?to=nl&amp;next=%2Fhulp%2Fwaterstad%2F" lang="nl">Nederlands' in page
    assert client.post("/taal/", {"to": "nl", "next": "/hulp/waterstad/"}).status_code == 302
    assert '<html lang="nl"' in client.get("/hulp/waterstad/").content.decode()


@pytest.mark.parametrize(
    "away",
    [
        "https://example.com/",
        "//example.com/",
        "/\\example.com",
        "javascript:alert(1)",
        "http:example.com",
        "hulp/",
        "",
        "\t//example.com",
    ],
)
@pytest.mark.parametrize("how", ["get", "post"])
def test_it_never_leads_away(cast: Cast, away: str, how: str) -> None:
    response = getattr(browsing.visitor(), how)("/taal/", {"to": "en", "next": away})
    assert response["Location"] == "/"


def test_another_language_changes_nothing(cast: Cast) -> None:
    response = browsing.visitor().get("/taal/?to=xx&next=/hulp/waterstad/")
    assert response["Location"] == "/hulp/waterstad/"
    assert COOKIE not in response.cookies
