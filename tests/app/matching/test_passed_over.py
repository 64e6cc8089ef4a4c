"""A plan chose others three times, or for thirteen weeks: a person decides, and it is told."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.questionnaire import text

from loopplank.access.account.actors import SYSTEM, NotFound
from loopplank.access.responsibility.today import today_page
from loopplank.actions.matching import matches, passed_over, proposals
from loopplank.actions.requests import closing
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.passed_over import OFTEN, Outcome
from loopplank.core.requests.closing import Lack
from loopplank.core.requests.intake import Channel
from loopplank.core.responsibility.today import Lateness, Verb
from loopplank.store.models import Event, Message, Request
from loopplank.web.kit import clock


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def passed(*request_ids: UUID, times: int = OFTEN) -> int:
    """So many days, of which the last is today."""
    return sum(
        passed_over.note_passed_over(
            actor=SYSTEM, now=NOW - timedelta(days=times - 1 - day), request_ids=request_ids
        )
        for day in range(times)
    )


def decide(cast: Cast, request_id: UUID, outcome: Outcome) -> None:
    passed_over.decide_after_passing_over(
        actor=cast.anna, now=NOW, request_id=request_id, outcome=outcome
    )


def stored(request_id: UUID) -> Request:
    return Request.objects.get(pk=request_id)


# --- counting -------------------------------------------------------------------------------------


def test_a_plan_counts_once_a_day_and_only_who_is_searched_for(cast: Cast) -> None:
    one, other, talking = cast.ready(), cast.ready(), cast.request()
    everybody = [one, other, talking, UUID(int=7)]
    by = {"actor": SYSTEM, "request_ids": everybody}
    assert passed_over.note_passed_over(now=NOW, **by) == 2
    assert passed_over.note_passed_over(now=NOW + timedelta(hours=3), **by) == 0
    assert passed_over.note_passed_over(now=NOW + timedelta(days=1), **by) == 2
    assert [stored(pk).passed_over for pk in (one, other, talking)] == [2, 2, 0]
    times = Event.objects.filter(type="request.passed_over", aggregate_id=one)
    assert [event.data["times"] for event in times.order_by("sequence")] == [1, 2]


def test_it_moves_no_day_and_makes_no_page_stale(cast: Cast) -> None:
    request_id = cast.ready()
    before = stored(request_id)
    passed(request_id)
    after = stored(request_id)
    assert (after.due_on, after.version) == (before.due_on, before.version)


def test_the_search_begins_once_and_ends_with_help_or_the_waiting_list(cast: Cast) -> None:
    proposal_id = cast.asked(cast.bram)
    request_id = Request.objects.get(proposals__pk=proposal_id).pk
    Request.objects.filter(pk=request_id).update(
        sought_since=TODAY - timedelta(weeks=5), passed_over=2, search_first=True
    )
    proposals.decline(actor=cast.bram, now=NOW, proposal_id=proposal_id)
    row = stored(request_id)
    assert (row.state, row.sought_since) == ("searching", TODAY - timedelta(weeks=5))
    assert (row.passed_over, row.search_first) == (2, True), "a question is no help yet"
    closing.wait(actor=cast.anna, now=NOW, request_id=request_id, lack=Lack.PLACE)
    row = stored(request_id)
    assert (row.passed_over, row.sought_since, row.search_first) == (0, None, False)
    later = NOW + timedelta(days=3)
    closing.search(actor=cast.anna, now=later, request_id=request_id)
    assert stored(request_id).sought_since == later.date()


def test_help_that_runs_ends_the_search(cast: Cast) -> None:
    match_id = cast.agreed(cast.bram)
    request_id = Request.objects.get(matches__pk=match_id).pk
    assert stored(request_id).sought_since == TODAY
    matches.start(actor=cast.anna, now=NOW, match_id=match_id)
    assert stored(request_id).sought_since is None


# --- on Vandaag -----------------------------------------------------------------------------------


def test_after_three_times_it_is_on_vandaag_however_far_its_day(cast: Cast) -> None:
    request_id = cast.ready()
    Request.objects.filter(pk=request_id).update(due_on=TODAY + timedelta(days=30))
    passed(request_id, times=OFTEN - 1)
    assert today_page(cast.anna, NOW).rows == ()
    passed(request_id, times=1)
    Request.objects.filter(pk=request_id).update(passed_over=OFTEN)
    page = today_page(cast.anna, NOW)
    (row,) = page.rows
    assert (row.task.lateness, row.task.verb) == (Lateness.TODAY, Verb.DECIDE_AFTER_PASSING_OVER)
    assert (page.late_total, page.today_total, page.later_total) == (0, 1, 0)
    client = browsing.member(cast.anna)
    shown = client.get(reverse("today"))
    assert "3 keer niet gekozen in het voorstel. Beslis zelf." in text(shown)
    assert reverse("passed_over", args=[request_id]) in shown.content.decode()
    on_its_page = client.get(reverse("request", args=[request_id]))
    assert "3 keer niet gekozen in het voorstel. Beslis zelf." in text(on_its_page)


def test_after_thirteen_weeks_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    request_id = cast.ready()
    Request.objects.filter(pk=request_id).update(sought_since=TODAY - timedelta(weeks=13))
    assert "Wacht 13 weken. Beslis zelf." in text(browsing.member(cast.anna).get(reverse("today")))


# --- deciding -------------------------------------------------------------------------------------


def test_search_first_gives_a_head_start_and_is_told(cast: Cast) -> None:
    request_id = cast.ready(channel=Channel.PHONE)
    passed(request_id)
    where = reverse("passed_over", args=[request_id])
    client = browsing.member(cast.anna)
    assert "3 keer niet gekozen in het voorstel. Beslis zelf." in text(client.get(where))
    assert "Wij zoeken sinds 24 november 2026." in text(client.get(where))
    missing = client.post(where)
    assert missing.status_code == 422
    assert "Kies wat jullie met deze vraag doen." in text(missing)
    assert client.post(where, {"outcome": "first"}).status_code == 302
    row = stored(request_id)
    assert (row.state, row.search_first, row.passed_over) == ("searching", True, 0)
    assert (row.passed_over_on, row.sought_since) == (None, TODAY)
    told = Message.objects.get(template="search_first")
    assert (told.state, told.to) == ("queued", "help_seeker")
    assert row.due_on
    assert told.params["due_on"] == row.due_on.isoformat()
    page = text(client.get(reverse("request", args=[request_id])))
    assert "Wij kiezen uw vraag nu eerder dan andere." in page
    assert "besliste zelf, na lang zoeken." in page
    assert "Beslis zelf." not in page
    decide(cast, request_id, Outcome.FIRST)
    assert Message.objects.filter(template="search_first").count() == 1, "pressed twice"
    (event,) = Event.objects.filter(type="request.decided_after_passing_over")
    assert event.data["outcome"] == "first"
    assert event.data["why"] == {"code": "work.passed_over", "params": {"times": 3}}


def test_where_nothing_is_to_decide_nothing_is_asked(cast: Cast) -> None:
    request_id = cast.ready()
    page = browsing.member(cast.anna).get(reverse("passed_over", args=[request_id]))
    assert "Over deze vraag hoef je nu niet te beslissen." in text(page)
    assert "Wat doen jullie met deze vraag?" not in text(page)
    assert f'href="{reverse("request", args=[request_id])}"' in page.content.decode()


def test_the_waiting_list_is_told_as_always(cast: Cast) -> None:
    request_id = cast.ready()
    passed(request_id)
    where = reverse("passed_over", args=[request_id])
    assert browsing.member(cast.anna).post(where, {"outcome": "wait"}).status_code == 302
    row = stored(request_id)
    assert (row.state, row.lack, row.passed_over) == ("waiting", "place", 0)
    assert Message.objects.filter(template="wait", state="queued").count() == 1


def test_an_honest_no_goes_on_to_its_own_page_and_asks_until_it_is_said(cast: Cast) -> None:
    request_id = cast.ready()
    passed(request_id)
    where = reverse("passed_over", args=[request_id])
    response = browsing.member(cast.anna).post(where, {"outcome": "no"})
    assert response.headers["Location"] == reverse("say_no", args=[request_id])
    row = stored(request_id)
    assert (row.state, row.passed_over) == ("searching", 3)
    assert today_page(cast.anna, NOW).rows[0].task.verb is Verb.DECIDE_AFTER_PASSING_OVER
    event = Event.objects.get(type="request.decided_after_passing_over")
    assert event.data["outcome"] == "no"


@pytest.mark.parametrize("outcome", list(Outcome))
def test_there_is_nothing_to_decide_before_that(cast: Cast, outcome: Outcome) -> None:
    request_id = cast.ready()
    passed(request_id, times=OFTEN - 1)
    with pytest.raises(Refused) as refused:
        decide(cast, request_id, outcome)
    assert refused.value.reason.code == "passed_over.nothing"
    response = browsing.member(cast.anna).post(
        reverse("passed_over", args=[request_id]), {"outcome": outcome}
    )
    assert response.status_code == 409


def test_only_a_coordinator_of_this_organisation_decides(cast: Cast) -> None:
    request_id = cast.ready()
    passed(request_id)
    for stranger in (cast.dirk, cast.gerda, cast.bram, SYSTEM):
        with pytest.raises(NotFound):
            passed_over.decide_after_passing_over(
                actor=stranger, now=NOW, request_id=request_id, outcome=Outcome.FIRST
            )
