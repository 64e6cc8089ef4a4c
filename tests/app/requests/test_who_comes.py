"""Who comes when, as the one who is helped and their family read it: first names, and no more."""

from datetime import timedelta

import pytest
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.requests.test_applicant_sees import STATUS, agree, daughter, runs, text

from loopplank.access.account.actors import Actor
from loopplank.actions.volunteers import visits
from loopplank.actions.wellbeing import signal, signal_steps
from loopplank.core.account.roles import Role
from loopplank.core.requests.applicant_sees import Sees
from loopplank.store.models import Match
from loopplank.web.kit import clock


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def test_the_daughter_reads_who_comes_when_and_whom_to_call(cast: Cast) -> None:
    request_id = runs(cast)
    agree(cast, request_id, Sees.RUNS)
    assert "Wie komt wanneer?" not in text(daughter(request_id).get(STATUS))
    agree(cast, request_id, Sees.EVERYTHING)
    page = text(daughter(request_id).get(STATUS))
    assert "Elke donderdag, 1½ uur, om 14:00 uur" in page
    assert "do 26 nov · do 3 dec · do 10 dec" in page
    assert "Nu gevaar" in page
    assert "Dat is afgesproken met mevrouw De Wit op dinsdag 24 november." in page
    match = Match.objects.select_related("volunteer").get()
    for secret in (match.volunteer.last_name, match.volunteer.phone, match.volunteer.postcode):
        assert secret not in page
    # the person reads the same days, and nothing about what others may see
    own = text(browsing.asker(request_id).get(STATUS))
    assert "do 26 nov · do 3 dec · do 10 dec" in own
    assert "Wat mag u zien?" not in own


def test_days_on_which_nobody_comes_are_left_out_without_a_why(cast: Cast) -> None:
    request_id = runs(cast)
    agree(cast, request_id, Sees.EVERYTHING)
    match = Match.objects.get()
    ria = Actor(Role.VOLUNTEER, id=match.volunteer_id, name="Ria")
    visits.cannot_visit(actor=ria, now=NOW, match_id=match.pk, day=TODAY + timedelta(days=9))
    page = text(daughter(request_id).get(STATUS))
    assert "do 26 nov · do 10 dec · do 17 dec" in page


@pytest.mark.parametrize(
    ("reason", "of_this", "named"),
    [("time", True, False), ("", False, False), ("not_right", True, True)],
)
def test_while_it_is_too_heavy_somebody_comes_and_no_name_is_told(
    reason: str, cast: Cast, *, of_this: bool, named: bool
) -> None:
    request_id = runs(cast)
    agree(cast, request_id, Sees.EVERYTHING)
    match = Match.objects.get()
    ria = Actor(Role.VOLUNTEER, id=match.volunteer_id, name="Ria")
    # nor in what is told of a visit that cannot be
    visits.cannot_visit(actor=ria, now=NOW, match_id=match.pk, day=TODAY + timedelta(days=9))
    signal_id = signal.send_signal(
        actor=ria,
        now=NOW,
        reason=reason,
        words="Ik zie iets" if named else "",
        match_id=match.pk if of_this else None,
    )
    for client in (daughter(request_id), browsing.asker(request_id)):
        page = text(client.get(STATUS))
        assert ("Ria" in page) is named
        assert ("Er komt iemand" in page) is not named
        assert "zwaar" not in page
    if not named:
        signal_steps.answer_signal(actor=cast.anna, now=NOW, signal_id=signal_id, outcome="goes_on")
        assert "Ria" in text(daughter(request_id).get(STATUS))
