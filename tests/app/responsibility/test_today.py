"""Vandaag: whom a coordinator calls today, and what of a colleague lies too long."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.account.actors import Actor
from loopplank.access.responsibility.today import today_page
from loopplank.access.volunteers import fullness
from loopplank.access.volunteers.fullness import fullness_of_all
from loopplank.actions.matching import proposals
from loopplank.actions.requests import handling
from loopplank.actions.triage import triage
from loopplank.actions.volunteers import visits, volunteers
from loopplank.actions.wellbeing import signal, signal_steps
from loopplank.core.responsibility.today import Lateness
from loopplank.core.triage import Answer, Route
from loopplank.core.volunteers.load import Limits, LoadState
from loopplank.store.models import (
    Affiliation,
    Event,
    Match,
    Network,
    Request,
    VolunteerSignal,
)
from loopplank.store.models import Limits as LimitRow
from loopplank.web.kit import clock

LATE = NOW + timedelta(days=20)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def signal_of(cast: Cast) -> tuple[UUID, UUID]:
    """Bram does not feel safe at somebody's home: (signal, request)."""
    match_id = cast.running(cast.bram)
    signal_id = signal.send_signal(actor=cast.bram, now=NOW, reason="not_safe", match_id=match_id)
    return signal_id, Match.objects.get(pk=match_id).request_id


def signals_of(actor: Actor, now: datetime) -> list[UUID]:
    return [row.signal_id for row in today_page(actor, now).signals]


def test_a_signal_goes_along_with_the_request(cast: Cast) -> None:
    signal_id, request_id = signal_of(cast)
    assert signals_of(cast.anna, NOW) == [signal_id]
    handling.take_over(actor=cast.henk, now=NOW, request_id=request_id)
    assert (signals_of(cast.anna, NOW), signals_of(cast.henk, NOW)) == ([], [signal_id])
    event = Event.objects.filter(aggregate_id=request_id, type="request.taken_over").get()
    assert event.data["signals"] == [str(signal_id)]


def test_what_was_answered_stays_with_who_answered_it(cast: Cast) -> None:
    signal_id, request_id = signal_of(cast)
    signal_steps.answer_signal(actor=cast.anna, now=NOW, signal_id=signal_id, outcome="other")
    handling.take_over(actor=cast.henk, now=NOW, request_id=request_id)
    assert VolunteerSignal.objects.get(pk=signal_id).to_id == cast.anna.id


def test_the_stand_in_sees_a_signal_once_it_is_late(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    signal_id, _request_id = signal_of(cast)
    row = VolunteerSignal.objects.get(pk=signal_id)
    day_of = NOW + (row.call_before - NOW.date())
    assert signals_of(cast.henk, day_of) == []
    after = day_of + timedelta(days=1)
    assert (signals_of(cast.henk, after), signals_of(cast.anna, after)) == (
        [signal_id],
        [signal_id],
    )
    assert signals_of(cast.dirk, LATE) == []
    monkeypatch.setattr(clock, "now", lambda: after)
    text = browsing.member(cast.henk).get(reverse("today")).content.decode()
    assert "Voelt zich niet veilig, van Anna Prins" in text


# --- a backlog -----

BACKLOG = 52


@pytest.fixture
def behind(cast: Cast) -> Cast:
    """Anna has more that is late than fits on the page."""
    ids = [cast.request(last_name=f"Berg{n}") for n in range(BACKLOG)]
    Request.objects.filter(pk__in=ids).update(due_on=TODAY - timedelta(days=5))
    return cast


@pytest.mark.parametrize("answer", [Answer.UNKNOWN, Answer.YES])
def test_danger_stands_before_everything(behind: Cast, answer: Answer) -> None:
    request_id = behind.request(last_name="Gevaar")
    behind.assess(request_id, N1=answer)
    page = today_page(behind.anna, NOW)
    assert page.rows[0].request_id == request_id
    assert page.rows[0].task.lateness is Lateness.LATE
    text = browsing.member(behind.anna).get(reverse("today")).content.decode()
    assert text.index("Eerst: veiligheid") < text.index("Gevaar") < text.index("Te laat")
    assert text.index("Te laat") < text.index("Berg")


def test_what_is_for_today_shows_beside_what_is_late(behind: Cast) -> None:
    request_id = behind.request(last_name="Vandaag")
    Request.objects.filter(pk=request_id).update(due_on=TODAY)
    page = today_page(behind.anna, NOW)
    assert [row.who.last_name for row in page.rows if row.task.lateness is Lateness.TODAY] == [
        "Vandaag"
    ]


def test_the_summary_counts_also_what_is_not_shown(behind: Cast) -> None:
    """Fifty-two times twenty minutes, and one that is for today."""
    Request.objects.filter(pk=behind.request()).update(due_on=TODAY)
    response = browsing.member(behind.anna).get(reverse("today"))
    late, today = response.context["groups"][:2]
    # and one decision about all of them, which is no request
    assert (len(late.lines) - 1, late.more, late.total) == (25, BACKLOG - 25, BACKLOG)
    assert (len(today.lines), today.more) == (1, 0)
    summary = response.context["summary"]
    assert (summary["count"], summary["late"]) == (BACKLOG + 1, BACKLOG)
    assert summary["time"] == "17¾ uur", "rounded up: what is said must fit"
    assert summary["fits"] is False
    assert "Dat past niet in één dag." in response.content.decode()
    assert f"Nog {BACKLOG - 25} andere" in response.content.decode()


def test_after_five_what_was_for_today_is_counted_as_late(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    Request.objects.filter(pk=cast.request()).update(due_on=TODAY)
    after = NOW + timedelta(hours=9)
    monkeypatch.setattr(clock, "now", lambda: after)
    summary = browsing.member(cast.anna).get(reverse("today")).context["summary"]
    assert (summary["count"], summary["late"]) == (1, 1)
    page = today_page(cast.anna, after)
    assert (page.late_total, page.today_total) == (1, 0)


def test_the_stand_in_sees_danger_of_anybody_until_somebody_decided(cast: Cast) -> None:
    request_id = cast.request()
    assert today_page(cast.henk, NOW).rows == ()
    assessment_id = cast.assess(request_id, N1=Answer.YES)
    assert [row.request_id for row in today_page(cast.henk, NOW).rows] == [request_id]
    decision = triage.Decision(assessment_id, Route.EMERGENCY)
    triage.decide(actor=cast.anna, now=NOW, request_id=request_id, decision=decision)
    assert today_page(cast.henk, NOW).rows == ()


def test_more_signals_than_are_shown_are_counted(cast: Cast) -> None:
    signal_id, _request_id = signal_of(cast)
    row = VolunteerSignal.objects.get(pk=signal_id)
    row.reason = "time"
    row.save(update_fields=["reason"])
    for n in range(30):
        row.pk, row.words, row.volunteer_id = None, str(n), cast.volunteer(f"Helper Nummer{n}").id
        row.save(force_insert=True)
    response = browsing.member(cast.anna).get(reverse("today"))
    today = next(group for group in response.context["groups"] if group.title == "Vandaag")
    assert (len(today.lines), today.total) == (25, 31)
    assert response.context["summary"]["count"] == 31


def test_one_volunteer_is_one_row_with_all_there_is_about_them(cast: Cast) -> None:
    """A signal, what they wrote and how full they are; and of what may wait three rows are open."""
    signal_id, _request_id = signal_of(cast)
    row = VolunteerSignal.objects.get(pk=signal_id)
    row.reason = "time"
    row.save(update_fields=["reason"])
    for n in range(2):
        row.pk, row.words = None, f"Nog iets {n}"
        row.save(force_insert=True)
    later = [cast.request(last_name=f"Later{n}") for n in range(6)]
    Request.objects.filter(pk__in=later).update(due_on=TODAY + timedelta(days=3))
    response = browsing.member(cast.anna).get(reverse("today"))
    groups = {group.title: group for group in response.context["groups"]}
    about = [line for line in groups["Vandaag"].lines if line.also]
    assert [len(line.also) for line in about] == [2]
    html = response.content.decode()
    assert "Nog iets 0" in html
    assert "Nog iets 1" in html
    assert response.context["summary"]["count"] == groups["Vandaag"].total
    coming = groups["Komende 7 dagen"]
    assert (len(coming.shown), len(coming.folded)) == (3, coming.total - 3)
    assert html.count('<details class="rest">') == 1
    assert not groups["Vandaag"].folded


def test_a_backlog_makes_no_heavy_page(behind: Cast) -> None:
    """A full page of each group; tests/app/kit/test_large_network.py proves a large network."""
    for due, n in ((TODAY, 30), (TODAY + timedelta(days=3), 30)):
        ids = [behind.request(last_name=f"Meer{n}") for _ in range(n)]
        Request.objects.filter(pk__in=ids).update(due_on=due)
    response = browsing.member(behind.anna).get(reverse("today"))
    assert [len(group.lines) for group in response.context["groups"]] == [26, 25, 25], (
        "and one decision about what is late"
    )
    assert len(response.content) <= 60_000


# --- how full the team is -----

LAST_WEEK = TODAY - timedelta(days=7)
NEXT_WEEK = (TODAY + timedelta(days=7)).isoformat()


@pytest.fixture
def team(cast: Cast) -> Cast:
    """Volunteers in every state, and some who keep to themselves what they do at Zuid."""
    Network.objects.update(days_of_rest_after_no=0, open_asks_at_once=99, most_asks_a_month=12)
    for n in range(24):
        given = {"email": f"helper{n}@example.nl", "phone": f"06888888{n:02}"}
        most = (60, 75, 120, 110)[n % 4]
        limits = Limits(30, most, 1 + n % 3, 0, travel_counts=n % 5 == 0)
        one = cast.volunteer(f"Helper Nummer{n:02}", limits=limits, **given)
        if n % 6 == 5:
            cast.volunteer(f"Helper Nummer{n:02}", of=cast.carla, **given)
            there = Affiliation.objects.get(volunteer_id=one.id, organisation_id=cast.zuid_id)
            volunteers.join(actor=one, now=NOW, affiliation_id=there.pk, yes=True)
            Affiliation.objects.filter(pk=there.pk).update(certificate_seen_on=TODAY)
            wishes = volunteers.Wishes(show_hours_elsewhere=n % 12 == 5)
            volunteers.set_wishes(actor=one, now=NOW, volunteer_id=one.id, wishes=wishes)
            proposal_id = cast.asked(one, of=cast.carla, visit_minutes=60, first_day=TODAY)
            proposals.accept(actor=one, now=NOW, proposal_id=proposal_id)
        elif n % 2:
            match_id = cast.running(one, visit_minutes=60, first_day=TODAY)
            Match.objects.filter(pk=match_id).update(first_day=LAST_WEEK)
            if n % 3 == 0:
                visits.log_visit(
                    actor=one, now=NOW, match_id=match_id, day=LAST_WEEK, minutes=100, felt="fine"
                )
            if n == 1:
                signal.send_signal(actor=one, now=NOW, reason="time", match_id=match_id)
        if n % 8 == 7:
            LimitRow.objects.filter(pk=one.id).update(
                pause_from=LAST_WEEK, pause_to=TODAY if n == 7 else None
            )
        if n % 8 == 2:
            LimitRow.objects.filter(pk=one.id).update(away=[[LAST_WEEK.isoformat(), NEXT_WEEK]])
    return cast


def test_the_state_of_the_team_is_that_of_each_of_them(team: Cast) -> None:
    for actor in (team.anna, team.carla):
        each = Counter(full.state for _, full in fullness_of_all(actor, TODAY))
        shown = today_page(actor, NOW).team
        assert shown.counts == {state: each[state] for state in LoadState}
        assert shown.size == each.total()
    north = today_page(team.anna, NOW).team
    assert all(north.counts.values()), north.counts
    over = [one.volunteer_id for one, full in fullness_of_all(team.anna, TODAY)
            if full.state is LoadState.OVER]  # fmt: skip
    assert [one.volunteer_id for one in north.watch] == over[:3] != []


def test_of_a_team_only_who_may_be_over_is_read_one_by_one(
    team: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []
    members = fullness._members

    def noted(*given: Any) -> Any:
        found = members(*given)
        read.extend(found)
        return found

    monkeypatch.setattr(fullness, "_members", noted)

    def how_many() -> int:
        read.clear()
        today_page(team.anna, NOW)
        return len(read)

    few, size = how_many(), today_page(team.anna, NOW).team.size
    assert 0 < few < size / 2
    for n in range(9):
        team.running(team.volunteer(f"Meer Nummer{n}"))
    assert how_many() == few
    assert today_page(team.anna, NOW).team.size == size + 9
