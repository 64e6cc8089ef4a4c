"""How long a family carer can go on: one question, at the intake and in every talk after it."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import KNOWN_SAFE, NOW, Cast
from tests.app.on_the_phone import plain

from loopplank.actions.matching import matches
from loopplank.actions.privacy import erasure
from loopplank.actions.requests import handling
from loopplank.core.requests.intake import HelpedBy, HoldingOut
from loopplank.store.models import CarerAnswer, Match, Request
from loopplank.web.kit import clock

FAMILY = {"helped_by": (HelpedBy.FAMILY,), "holding_out": HoldingOut.MONTHS}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def helped(cast: Cast, **carer: object) -> tuple[UUID, UUID]:
    """Help that runs for somebody with a family carer; (match, request)."""
    match_id = cast.running(cast.bram)
    request_id = Match.objects.get(pk=match_id).request_id
    Request.objects.filter(pk=request_id).update(
        **{"helped_by": ["family"], "holding_out": "months", **carer}
    )
    return match_id, request_id


def evaluates(cast: Cast, match_id: UUID, **typed: str) -> str:
    address = reverse("evaluation", args=[match_id])
    page = browsing.member(cast.anna).post(address, typed, follow=True)
    return plain(page.content.decode())


def test_it_is_asked_on_the_phone_as_on_the_web(cast: Cast) -> None:
    page = browsing.member(cast.anna).get(reverse("new_request")).content.decode()
    asked = re.findall(r'name="holding_out" value="(\w*)"', page)
    assert [code for code in asked if code] == [one.value for one in HoldingOut]
    assert "Hoe lang houdt de mantelzorger het nog vol?" in page


def test_a_talk_asks_it_where_there_is_a_carer_and_nowhere_else(cast: Cast) -> None:
    match_id, request_id = helped(cast)
    anna, address = browsing.member(cast.anna), reverse("evaluation", args=[match_id])
    assert 'name="holding_out"' in anna.get(address).content.decode()
    Request.objects.filter(pk=request_id).update(helped_by=["home_care"], holding_out="")
    assert 'name="holding_out"' not in anna.get(address).content.decode()


def test_the_course_is_told_in_words(cast: Cast) -> None:
    match_id, request_id = helped(cast)
    page = reverse("request", args=[request_id])
    before = plain(browsing.member(cast.anna).get(page).content.decode())
    assert "Bij de intake: een paar maanden." in before
    text = evaluates(cast, match_id, holding_out="long")
    assert "Bij de intake: een paar maanden. Op 24 november 2026: nog lang." in text
    assert "Deze mensen kunnen nu helpen" not in text
    assert Request.objects.get(pk=request_id).holding_out == "long"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("weeks", "De mantelzorger houdt het nog een paar weken vol."),
        ("no_more", "De mantelzorger houdt het eigenlijk niet meer vol."),
    ],
)
def test_who_cannot_go_on_for_long_stands_on_vandaag_with_numbers(
    cast: Cast, said: str, why: str
) -> None:
    match_id, request_id = helped(cast)
    text = evaluates(cast, match_id, holding_out=said, text="Zij is op.")
    assert "Wijkteam Oost: 020 555 01 42" in text
    assert "De Mantelzorglijn, voor wie voor iemand zorgt: 030 760 60 55" in text
    anna = browsing.member(cast.anna)
    today = plain(anna.get(reverse("today")).content.decode())
    assert why in today
    assert today.index("Vandaag 1") < today.index(why)
    handling.log_contact(actor=cast.anna, now=NOW, request_id=request_id, kind="talk")
    assert why not in plain(anna.get(reverse("today")).content.decode()), "until they spoke"


def test_leaving_it_open_changes_nothing(cast: Cast) -> None:
    match_id, request_id = helped(cast)
    evaluates(cast, match_id, text="Gaat goed.")
    assert not CarerAnswer.objects.exists()
    row = Request.objects.get(pk=request_id)
    assert (row.holding_out, row.change_reported) == ("months", "")


def test_each_time_is_kept_beside_the_ones_before(cast: Cast) -> None:
    match_id, request_id = helped(cast)
    for weeks, said in enumerate((HoldingOut.LONG, HoldingOut.WEEKS), 1):
        later = NOW + timedelta(weeks=weeks)
        matches.evaluate(actor=cast.anna, now=later, match_id=match_id, holding_out=said)
    rows = CarerAnswer.objects.filter(request_id=request_id).order_by("at")
    assert [(row.moment, row.holding_out) for row in rows] == [
        ("intake", "months"),
        ("evaluation", "long"),
        ("evaluation", "weeks"),
    ]
    assert rows[0].at == Request.objects.get(pk=request_id).received_at


def test_it_goes_with_the_person(cast: Cast) -> None:
    match_id, request_id = helped(cast)
    matches.evaluate(actor=cast.anna, now=NOW, match_id=match_id, holding_out=HoldingOut.WEEKS)
    erasure.erase_help_seeker(actor=cast.anna, now=NOW, request_id=request_id, safe=KNOWN_SAFE)
    assert not CarerAnswer.objects.exists()
