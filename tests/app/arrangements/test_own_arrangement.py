"""Who does what, as the volunteer reads it: a yes or a no, and whether visits stand still."""

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.arrangements.test_sign import NOT_SHOWN, SIGN, by_link, put
from tests.app.arranging import FAMILY, TERMS, Arranged, combination
from tests.app.cast import NOW, Cast
from tests.app.questionnaire import text

from loopplank.actions.matching import matches
from loopplank.core.arrangements import Answer, Side
from loopplank.web.kit import clock


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def offered(cast: Cast) -> Arranged:
    return combination(cast).begin().change(family=FAMILY).offer()


def own(one: Arranged) -> str:
    return reverse("own_arrangement", args=[one.signature(Side.VOLUNTEER).pk])


def test_the_week_asks_the_volunteer_and_says_what_they_do_not_do(offered: Arranged) -> None:
    client = browsing.volunteer(offered.volunteer)
    week = text(client.get("/mijn-week/"))
    assert "Klopt de afspraak bij deze mevrouw?" in week, "no name before they meet"
    assert "Boodschappen en koffie, donderdag 14:00" in week
    assert "Hoort er niet bij: steunen bij lopen" in week
    assert not [words for words in NOT_SHOWN if words in week]
    page = put(client, own(offered), answer="yes")
    assert "Je zei ja op dinsdag 24 november." in page
    assert offered.signature(Side.VOLUNTEER).answer == Answer.YES
    again = text(client.get("/mijn-week/"))
    assert "Klopt de afspraak" not in again
    assert own(offered) in again, "it stays to be read"


def test_the_volunteer_reads_whom_to_call_and_may_say_no(offered: Arranged) -> None:
    client = browsing.volunteer(offered.volunteer)
    page = text(client.get(own(offered)))
    for words in (TERMS.call_by_day, TERMS.call_outside_hours, TERMS.stop_rule, "Jij"):
        assert words in page, words
    assert "Douchen" in page
    assert not [words for words in NOT_SHOWN if words in page]
    assert "Wat klopt er niet?" in put(client, own(offered), answer="no")
    put(client, own(offered), answer="no", reason="too_much", words="")
    assert offered.signature(Side.VOLUNTEER).reason == "too_much"


def test_the_week_says_when_visits_stand_still(offered: Arranged) -> None:
    offered.all_say_yes()
    matches.start(actor=offered.cast.anna, now=NOW, match_id=offered.match_id)
    client = browsing.volunteer(offered.volunteer)
    assert "staan even stil" not in text(client.get("/mijn-week/"))
    put(by_link(offered), SIGN, answer="leave")
    week = text(client.get("/mijn-week/"))
    assert "De bezoeken staan even stil. Ga nu niet." in week
    assert "Anna belt je over hoe het verdergaat." in week


def test_of_another_volunteer_it_is_not_there(cast: Cast, offered: Arranged) -> None:
    ria = browsing.volunteer(cast.volunteer("Ria Smit"))
    assert ria.get(own(offered)).status_code == 404
    assert ria.post(own(offered), {"answer": "yes"}).status_code == 404
