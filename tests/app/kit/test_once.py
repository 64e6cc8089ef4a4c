"""A form that waited in a telephone comes in once, as who wrote it."""

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.questionnaire import text

from loopplank.store.models import Match, SentForm, Visit, VolunteerSignal
from loopplank.web.kit import clock

KEY = UUID("8a1f6b1e-5f0e-4d43-9b0a-0f6a4b7f9c11")


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def holder(client: Client) -> str:
    return str(client.get(reverse("form_mark")).json()["holder"])


def heavy(client: Client, key: object, **more: str) -> dict[str, str]:
    sent = {"reason": "time", "words": "", "later_key": str(key), "later_holder": holder(client)}
    return sent | more


def test_a_signal_under_one_key_is_one_signal(cast: Cast) -> None:
    cast.running(cast.bram)
    client = browsing.volunteer(cast.bram)
    form = heavy(client, KEY, match=_only_match(cast))
    for _ in range(3):
        assert client.post(reverse("too_heavy"), form)["Location"] == reverse("week")
    assert VolunteerSignal.objects.count() == 1
    assert SentForm.objects.get().key == KEY


def test_a_visit_under_one_key_is_not_written_over_by_an_old_copy(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    client = browsing.volunteer(cast.bram)
    where = reverse("visit", args=[match_id, TODAY.isoformat()])
    first = {"felt": "fine", "minutes": "60", "later_key": str(KEY)}
    first["later_holder"] = holder(client)
    assert client.post(where, first).status_code == 302
    better = {**first, "felt": "fair", "later_key": str(uuid4())}
    assert client.post(where, better).status_code == 302
    assert client.post(where, first).status_code == 302, "it came once more, late"
    assert Visit.objects.get().felt == "fair"


def test_what_was_refused_may_come_again_under_its_key(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    client = browsing.volunteer(cast.bram)
    where = reverse("visit", args=[match_id, TODAY.isoformat()])
    form = {"felt": "fine", "minutes": "60", "note": "BSN 123456782", "later_key": str(KEY)}
    form["later_holder"] = holder(client)
    refused = client.post(where, form)
    assert refused.status_code in {409, 422}
    assert "BSN 123456782" in refused.content.decode()
    assert not SentForm.objects.exists()
    assert client.post(where, {**form, "note": ""}).status_code == 302
    assert Visit.objects.count() == 1


def test_without_a_key_everything_is_as_without_scripts(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    client = browsing.volunteer(cast.bram)
    where = reverse("visit", args=[match_id, TODAY.isoformat()])
    for key in ("", "nonsense"):
        form = {"felt": "fine", "minutes": "60", "later_key": key, "later_holder": ""}
        assert client.post(where, form).status_code == 302
    assert not SentForm.objects.exists()


def test_what_another_wrote_on_this_telephone_is_not_sent_as_mine(cast: Cast) -> None:
    cast.running(cast.bram)
    other = browsing.volunteer(cast.volunteer("Ria Ander"))
    client = browsing.volunteer(cast.bram)
    form = heavy(client, KEY, match=_only_match(cast), later_holder=holder(other))
    answer = client.post(reverse("too_heavy"), form)
    assert answer.status_code == 409
    assert "iemand anders" in text(answer)
    assert not VolunteerSignal.objects.exists()


def test_the_same_key_of_two_people_are_two_forms(cast: Cast) -> None:
    ria = cast.volunteer("Ria Ander")
    for volunteer in (cast.bram, ria):
        client = browsing.volunteer(volunteer)
        assert client.post(reverse("too_heavy"), heavy(client, KEY)).status_code == 302
    assert SentForm.objects.count() == 2
    assert VolunteerSignal.objects.count() == 2


def _only_match(cast: Cast) -> str:
    return str(Match.objects.get(volunteer_id=cast.bram_id).pk)
