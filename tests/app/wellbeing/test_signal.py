"""The page of a signal: what to ask first, what was done, and one told on the telephone."""

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.on_the_phone import Phone, plain, since_weeks
from tests.app.wellbeing.test_escalation import row, sent

from loopplank.access.account.actors import NotFound
from loopplank.actions.wellbeing import signal
from loopplank.actions.wellbeing.signal import Said
from loopplank.core.kit.reason import Refused
from loopplank.store.models import Match, Network, VolunteerSignal
from loopplank.web.kit import clock


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Network.objects.update(open_asks_at_once=9)


def test_the_page_says_what_to_ask_first(cast: Cast) -> None:
    match_id = since_weeks(cast, cast.bram)
    signal_id = sent(cast, reason="touches_me", words="Ik slaap slecht.", match_id=match_id)
    anna = browsing.member(cast.anna)
    page = plain(anna.get(reverse("signal", args=[signal_id])).content.decode())
    first = "Vraag eerst hoe het met Bram gaat. Vraag daarna pas naar mevrouw De Wit."
    assert first in page
    assert first in plain(anna.get(reverse("today")).content.decode())
    assert "Ik slaap slecht" in page


def test_called_and_not_decided_yet(cast: Cast) -> None:
    signal_id = sent(cast)
    anna = browsing.member(cast.anna)
    anna.post(reverse("acknowledge_signal", args=[signal_id]))
    today = plain(anna.get(reverse("today")).content.decode())
    assert "Schrijf op wat er is gedaan" in today
    text = Phone(cast.bram).reads("week")
    assert "Jullie spraken elkaar. Anna schrijft nog op wat er is gedaan." in text
    with pytest.raises(Refused):
        cast.asked(cast.bram)


def test_an_answer_needs_what_was_done(cast: Cast) -> None:
    signal_id = sent(cast)
    where = reverse("signal", args=[signal_id])
    answer = browsing.member(cast.anna).post(where, {"done": "Wij belden."})
    assert answer.status_code == 422
    assert "Wij belden." in answer.content.decode()
    assert row().answered_at is None


def test_a_coordinator_notes_it_for_who_has_no_smartphone(cast: Cast) -> None:
    toon = cast.volunteer("Toon Telefoon", channel="phone", email="")
    assert toon.id
    anna = browsing.member(cast.anna)
    where = reverse("note_signal", args=[toon.id])
    assert anna.get(where).status_code == 200
    answer = anna.post(where, {"words": "Hij is moe.", "reason": "time"})
    assert answer.status_code == 302, answer.content.decode()
    found = VolunteerSignal.objects.get(volunteer_id=toon.id)
    assert (found.noted_by_id, found.words) == (cast.anna.id, "Hij is moe.")
    page = plain(anna.get(reverse("signal", args=[found.pk])).content.decode())
    assert "Telefonisch, opgeschreven door Anna Prins." in page


def test_nobody_notes_it_for_somebody_of_another_organisation(cast: Cast) -> None:
    with pytest.raises(NotFound):
        signal.note_signal(actor=cast.dirk, now=NOW, volunteer_id=cast.bram_id, said=Said("time"))
    where = reverse("note_signal", args=[cast.bram_id])
    assert browsing.member(cast.dirk).get(where).status_code == 404


def test_a_match_of_another_organisation_is_not_named_by_telephone(cast: Cast) -> None:
    match_id = since_weeks(cast, cast.volunteer("Ria Ander"))
    signal.note_signal(
        actor=cast.anna, now=NOW, volunteer_id=cast.bram_id, said=Said("time"), match_id=match_id
    )
    assert VolunteerSignal.objects.get().match_id is None
    assert Match.objects.filter(pk=match_id).exists()
