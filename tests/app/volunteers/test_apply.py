"""Ik wil iets doen: the public page, what follows, and the coordinator's pages."""

import re
from typing import Any

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.applying import applied, spoken, token_of
from tests.app.cast import NOW, Cast

from loopplank.store.models import AccessRecord, Limits, Message, VolunteerApplication
from loopplank.web.kit import clock

HERE = "/meedoen/waterstad/noord/"
TOLD = {
    "kinds": ["company", "unsure"],
    "days": ["3"],
    "hours": "60",
    "how_long": "unknown",
    "age": "adult",
    "first_name": "Sanne",
    "last_name": "Visser",
    "phone": "06 98 76 54 32",
    "submission": "c" * 64,
}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_nothing_is_chosen_beforehand_and_a_name_and_a_day_are_promised(cast: Cast) -> None:
    answer = browsing.visitor().get(HERE)
    text = answer.content.decode()
    assert " checked" not in text
    assert re.findall(r'name="hours" value="(\w+)"', text) == ["60", "120", "180", "more"]
    assert "Anna Prins belt je, uiterlijk donderdag 26 november." in words(answer)
    # on the page of the network nobody is named yet
    of_all = browsing.visitor().get("/meedoen/waterstad/")
    assert "Anna" not in words(of_all)
    assert browsing.visitor().get("/meedoen/waterstad/nergens/").status_code == 404


def test_what_is_missing_is_said_and_nothing_typed_is_lost(cast: Cast) -> None:
    answer = browsing.visitor().post(HERE, {"first_name": "Sanne", "hours": "60", "age": "child"})
    assert answer.status_code == 422
    assert 'value="Sanne"' in answer.content.decode()
    for one in ("Kies hoe lang je dit wilt doen.", "Vul je achternaam in."):
        assert one in words(answer)
    young = browsing.visitor().post(HERE, {**TOLD, "age": "child"})
    assert "samen met een ouder" in words(young)
    assert not VolunteerApplication.objects.exists()


def test_sending_shows_the_same_to_everybody(cast: Cast) -> None:
    client = browsing.visitor()
    first = client.post(HERE, TOLD)
    again = client.post(HERE, TOLD)
    other_key = browsing.visitor().post("/meedoen/waterstad/", {**TOLD, "submission": "d" * 64})
    assert first.status_code == again.status_code == other_key.status_code == 302
    assert first["Location"] == again["Location"] == other_key["Location"]
    one = VolunteerApplication.objects.get()
    assert (one.minutes, one.kinds, one.phone) == (60, ["company"], "0698765432")
    told = words(client.get(first["Location"]))
    assert "Anna Prins belt je" in told
    assert "Sanne" not in told
    assert Message.objects.filter(application=one).count() == 1


def test_the_own_link_shows_how_it_stands_and_no_name(cast: Cast) -> None:
    pk = applied(cast)
    client = browsing.visitor()
    where = client.get(f"/l/{token_of(pk)}")
    assert where["Location"] == reverse("own_application")
    page = client.get(where["Location"])
    text = words(page)
    assert "Anna Prins belt je, uiterlijk donderdag 26 november." in text
    for secret in ("Sanne", "Visser", "0698765432", "06 98", "sanne@"):
        assert secret not in page.content.decode()
    assert AccessRecord.objects.filter(page="own_application").exists()
    client.post(where["Location"], {"answer": "stop"})
    assert VolunteerApplication.objects.get().stop_reason == "own_choice"
    assert "gaat niet verder" in words(client.get(where["Location"]))
    over = client.post(where["Location"], {"answer": "erase"})
    assert "Alles van jou is gewist." in words(over)
    assert VolunteerApplication.objects.get().phone == ""
    assert client.get(where["Location"]).status_code == 410
    assert browsing.visitor().get(where["Location"]).status_code == 410


def test_a_coordinator_goes_from_vandaag_to_a_start(cast: Cast) -> None:
    pk = applied(cast)
    anna = browsing.member(cast.anna)
    today = anna.get("/vandaag/").content.decode()
    page = reverse("application", args=[pk])
    assert page in today
    assert "Wil vrijwilliger worden" in today
    text = anna.get(page).content.decode()
    assert "Bel, en maak een afspraak om kennis te maken." in text
    assert reverse("start_application", args=[pk]) not in text
    step = reverse("application_step", args=[pk])
    anna.post(step, {"step": "spoke", "state": "interest"})
    # pressed twice, and a step that is not there
    anna.post(step, {"step": "spoke", "state": "interest"})
    assert anna.post(step, {"step": "nonsense"}).status_code == 404
    # a day that is to come, and one that is none: refused with a sentence, or taken as today
    later = anna.post(step, {"step": "see_certificate", "day": "2027-01-01"}, follow=True)
    assert "Deze dag moet nog komen." in words(later)
    anna.post(reverse("start_application", args=[pk]))
    one = VolunteerApplication.objects.get(pk=pk)
    assert one.state == "started"
    assert Limits.objects.get(pk=one.volunteer_id).max_minutes == 60
    assert reverse("volunteer", args=[one.volunteer_id]) in anna.get(page).content.decode()


def test_the_list_stops_and_counts(cast: Cast) -> None:
    pk = spoken(cast)
    anna = browsing.member(cast.anna)
    where = reverse("stop_application", args=[pk])
    assert anna.post(where, {"reason": "other"}).status_code == 409
    assert anna.post(where, {"reason": "no_time"}).status_code == 302
    listed = words(anna.get(reverse("applications")))
    assert "Heeft geen tijd" in listed
    assert "1 meldden zich" in listed
    anna.post(reverse("erase_application", args=[pk]))
    assert "Sanne" not in words(anna.get(reverse("applications")))
    assert anna.get(reverse("application", args=[pk])).status_code == 404
