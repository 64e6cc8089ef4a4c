"""The whole road of a no: asked on the web, told by phone, read at home, and counted."""

import re

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.questionnaire import fill_in, send, text

from loopplank.actions.gaps import gaps
from loopplank.store.models import Request
from loopplank.web.kit import clock

pytestmark = pytest.mark.both_engines

EVENING = "Avondhulp voor gezinnen"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def test_a_no_with_a_partial_offer_is_read_answered_and_counted(cast: Cast) -> None:
    gaps.attach(actor=cast.anna, now=NOW, request_id=cast.said_no(), name=EVENING)
    asker, anna = browsing.visitor(), browsing.member(cast.anna)
    fill_in(asker)
    send(asker)
    row = Request.objects.get(state="new")

    # by phone first, then the letter, word for word, and only then the no
    anna.post(reverse("log_contact", args=[row.pk]), {"kind": "talk", "channel": "phone"})
    typed = {
        "reason": "no_offer",
        "partial_offer": "Woensdagmiddag naar buiten",
        "next_step": "party",
        "next_party": "Wijkteam Oost",
        "next_party_agreed": "on",
        "next_contact_on": "2026-11-27",
        "example": "Gezin zoekt oppas in de avond",
    }
    say_no = reverse("say_no", args=[row.pk])
    letter = text(anna.post(say_no, {**typed, "stap": "lees"}))
    # the page of the letter holds everything that was typed
    kept = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', letter))
    assert {name: kept[name] for name in typed} == typed
    followed = anna.post(say_no, {**kept, "stap": "zeg-nee"}, follow=True)

    # the gap is proposed by its words, and takes one tap
    page = text(followed)
    assert "Deze vraag lijkt op 1 andere waar jullie nee op zeiden." in page
    assert f"Hoort hij bij ‘{EVENING}’?" in page
    found = re.search(r'name="gap" value="([^"]+)"[^>]* checked', page)
    assert found
    anna.post(followed.request["PATH_INFO"], {"gap": found[1], "example": typed["example"]})

    # the person reads the honest no, and takes what can be done
    own = text(asker.get(reverse("status")))
    assert "<h1>Wij kunnen dit niet doen</h1>" in own
    assert "Wijkteam Oost belt u uiterlijk vrijdag 27 november. Zij hebben al ja gezegd." in own
    asker.post(reverse("answer_partial_offer"), {"answer": "yes"})
    assert "U zei ja op: Woensdagmiddag naar buiten." in text(asker.get(reverse("status")))
    assert "Zei ja op wat wel kan. Bel om het te regelen." in text(anna.get(reverse("today")))

    # and the gap counts one more
    counted = text(anna.get(reverse("gaps")))
    assert '<b class="gap-count">2</b>' in counted
    assert "“Gezin zoekt oppas in de avond”" in counted
