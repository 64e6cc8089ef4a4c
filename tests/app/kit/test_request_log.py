"""What happened, on the page of one request: the visits too, and not how they felt."""

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast

from loopplank.actions.volunteers import visits
from loopplank.store.models import Match
from loopplank.web.kit import clock


def test_visits_stand_there_and_a_volunteer_keeps_what_they_felt(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    match = Match.objects.get(pk=cast.running(cast.bram))
    visits.log_visit(
        actor=cast.bram,
        now=NOW,
        match_id=match.pk,
        day=TODAY,
        minutes=90,
        felt="heavy",
        note="Het was lang stil.",
    )
    where = reverse("request", args=[match.request_id])
    text = browsing.member(cast.anna).get(where).content.decode()
    _, _, log = text.partition('id="log"')
    text, _, _ = log.partition("</section>")
    assert "Bram Vrijwilliger" in text
    assert "was op bezoek op dinsdag 24 november (1½ uur)." in text
    assert "zwaar" not in text.lower()
    assert "Het was lang stil." not in text
