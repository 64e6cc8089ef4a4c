"""Help that runs is changed: lighter at once, moved or heavier with the yes of both."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.account.actors import SYSTEM, Actor, NotFound
from loopplank.access.matching.match_change import change_page, own_changes, rhythm_of
from loopplank.access.volunteers.own_pages import agreement_of
from loopplank.access.volunteers.week import week_page
from loopplank.actions.ledger.ledger import differences
from loopplank.actions.matching import match_change, matches
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.match_change import ChangeSide, ChangeState, Rhythm
from loopplank.jobs.nightly import follow_up
from loopplank.store.models import (
    Event,
    LoadWeek,
    Match,
    MatchChange,
    Message,
    Request,
    Volunteer,
)
from loopplank.web.kit import clock

pytestmark = pytest.mark.both_engines

VOLUNTEER, PERSON = ChangeSide.VOLUNTEER, ChangeSide.PERSON
MONDAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def now_of(match_id: UUID) -> Rhythm:
    return rhythm_of(Match.objects.get(pk=match_id))


def ask(
    cast: Cast, match_id: UUID, *, first_day: date = MONDAY, now: datetime = NOW, **change: object
) -> MatchChange:
    wanted = replace(now_of(match_id), **change)  # type: ignore[arg-type]
    change_id = match_change.ask(
        actor=cast.anna, now=now, match_id=match_id, rhythm=wanted, first_day=first_day
    )
    return MatchChange.objects.get(pk=change_id)


def yes(actor: Actor, row: MatchChange, side: ChangeSide, now: datetime = NOW) -> None:
    match_change.say_yes(actor=actor, now=now, change_id=row.pk, side=side)


def person(match_id: UUID, *, for_another: bool = False) -> Actor:
    request_id = Match.objects.get(pk=match_id).request_id
    return Actor(Role.HELP_SEEKER, id=request_id, for_another=for_another)


def night(day: date) -> None:
    at = datetime(day.year, day.month, day.day, 3, tzinfo=NOW.tzinfo)
    assert follow_up.change_help(at, lambda: False)["failed"] == 0


def queued(template: str) -> int:
    return Message.objects.filter(template=template, state="queued").count()


def planned_on(cast: Cast, day: date) -> int:
    week = day - timedelta(days=day.weekday())
    row = LoadWeek.objects.filter(volunteer_id=cast.bram_id, monday=week).first()
    return row.planned_minutes if row else 0


def test_lighter_begins_at_once_and_both_hear_it(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    row = ask(cast, match_id, first_day=TODAY, visit_minutes=60)
    assert (row.state, now_of(match_id).visit_minutes) == (ChangeState.IN_FORCE, 60)
    assert planned_on(cast, MONDAY) == 60
    assert (queued("change_agreed"), queued("change_agreed_volunteer")) == (1, 1)
    assert not differences(Volunteer.objects.get(pk=cast.bram_id))
    page = change_page(cast.anna, match_id, NOW)
    assert (page.first.visit_minutes, page.now.visit_minutes, page.open) == (90, 60, None)


def test_heavier_needs_both_and_its_day(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    row = ask(cast, match_id, visit_minutes=150, weekday=4)
    assert (queued("change_asked"), queued("change_asked_volunteer")) == (1, 1)
    yes(cast.bram, row, VOLUNTEER)
    night(MONDAY - timedelta(days=1))
    assert now_of(match_id).visit_minutes == 90, "one yes is not enough"
    yes(person(match_id), row, PERSON)
    row.refresh_from_db()
    assert (row.state, now_of(match_id).visit_minutes) == (ChangeState.AGREED, 90)
    assert (queued("change_asked"), queued("change_agreed")) == (0, 1), "one piece of news"
    night(MONDAY - timedelta(days=1))
    assert now_of(match_id).visit_minutes == 90
    night(MONDAY)
    night(MONDAY + timedelta(days=1))
    match = Match.objects.get(pk=match_id)
    assert (match.visit_minutes, match.weekday, match.rhythm_from) == (150, 4, MONDAY)
    assert planned_on(cast, MONDAY) == 150
    assert not differences(Volunteer.objects.get(pk=cast.bram_id))
    later = NOW + timedelta(days=7)
    coming = week_page(cast.bram, later).coming
    assert [(one.day, one.minutes) for one in coming] == [(date(2026, 12, 4), 150)]
    assert not week_page(cast.bram, later).earlier, "nobody asks about a Friday of before"


def test_a_no_of_one_leaves_all_and_says_not_whose(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    row = ask(cast, match_id, weekday=4)
    yes(cast.bram, row, VOLUNTEER)
    match_change.say_no(actor=person(match_id), now=NOW, change_id=row.pk, side=PERSON)
    row.refresh_from_db()
    assert (row.state, now_of(match_id).weekday) == (ChangeState.REFUSED, 3)
    assert (queued("change_off_volunteer"), queued("change_off"), queued("change_asked")) == (
        1,
        0,
        0,
    )
    assert Request.objects.get(pk=Match.objects.get(pk=match_id).request_id).due_on == TODAY
    assert not own_changes(cast.bram, NOW)
    with pytest.raises(Refused):
        yes(person(match_id), row, PERSON)
    # another may be asked now
    ask(cast, match_id, weekday=2)


def test_nobody_is_asked_for_what_their_limit_forbids(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    with pytest.raises(Refused):
        ask(cast, match_id, visits_per_week=5)
    assert not MatchChange.objects.exists()
    assert not queued("change_asked")


def test_room_that_went_meanwhile_is_not_taken_twice(cast: Cast) -> None:
    """Room for the change is there when it is asked, and gone when its day comes."""
    match_id = cast.running(cast.bram)
    row = ask(cast, match_id, visit_minutes=210)
    yes(cast.bram, row, VOLUNTEER)
    yes(cast.anna, row, PERSON)
    cast.agreed(cast.bram, visit_minutes=240)
    night(MONDAY)
    row.refresh_from_db()
    assert (row.state, now_of(match_id).visit_minutes) == (ChangeState.NO_ROOM, 90)
    assert (queued("change_off"), queued("change_off_volunteer")) == (1, 1)
    due = Request.objects.get(pk=Match.objects.get(pk=match_id).request_id).due_on
    assert due == MONDAY, "the owner decides the same day"
    assert planned_on(cast, MONDAY) == 330


def test_the_last_yes_takes_no_room_that_is_not_there(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    row = ask(cast, match_id, visit_minutes=210)
    yes(cast.anna, row, PERSON)
    cast.agreed(cast.bram, visit_minutes=240)
    with pytest.raises(Refused):
        yes(cast.bram, row, VOLUNTEER)
    row.refresh_from_db()
    assert (row.volunteer_yes_at, row.state) == (None, ChangeState.ASKED)


def test_who_is_helped_reads_no_limit_of_a_volunteer(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    row = ask(cast, match_id, visit_minutes=210)
    yes(cast.bram, row, VOLUNTEER)
    cast.agreed(cast.bram, visit_minutes=240)
    yes(person(match_id), row, PERSON)
    row.refresh_from_db()
    assert (row.state, now_of(match_id).visit_minutes) == (ChangeState.NO_ROOM, 90)
    assert (queued("change_off"), queued("change_off_volunteer")) == (1, 1)


def test_moved_to_an_hour_that_is_taken(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    cast.agreed(cast.bram, weekday=2, start_time=time(10), visit_minutes=60)
    with pytest.raises(Refused, match="same_hour"):
        ask(cast, match_id, weekday=2, start_time=time(10, 30))


def test_nobody_speaks_for_somebody_else(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    row = ask(cast, match_id, weekday=4)
    stranger = cast.volunteer("Ria Vreemd")
    elsewhere = person(cast.running(stranger))
    for actor, side in (
        (stranger, VOLUNTEER),
        (cast.bram, PERSON),
        (person(match_id), VOLUNTEER),
        (elsewhere, PERSON),
        (person(match_id, for_another=True), PERSON),
        (cast.carla, VOLUNTEER),
        (cast.gerda, PERSON),
        (Actor(Role.KEY_HOLDER, id=cast.bram_id, key_id=row.pk), VOLUNTEER),
    ):
        for act in (match_change.say_yes, match_change.say_no):
            with pytest.raises(NotFound):
                act(actor=actor, now=NOW, change_id=row.pk, side=side)
    with pytest.raises(NotFound):
        match_change.withdraw(actor=cast.carla, now=NOW, change_id=row.pk)
    with pytest.raises(NotFound):
        change_page(cast.carla, match_id, NOW)
    assert not own_changes(stranger, NOW)


def test_said_twice_and_a_day_too_late(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    row = ask(cast, match_id, weekday=4)
    with pytest.raises(Refused, match="one_at_a_time"):
        ask(cast, match_id, weekday=2)
    yes(cast.bram, row, VOLUNTEER)
    yes(cast.bram, row, VOLUNTEER)
    assert Event.objects.filter(type="request.change_yes").count() == 1
    late = NOW + timedelta(days=7)
    with pytest.raises(Refused, match="too_late"):
        yes(person(match_id), row, PERSON, late)
    night(late.date())
    row.refresh_from_db()
    assert (row.state, now_of(match_id).weekday) == (ChangeState.LAPSED, 3)
    assert queued("change_off_volunteer") == 1, "who said yes hears that it stays"


def test_nothing_of_it_is_left_when_the_help_ends(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    row = ask(cast, match_id, weekday=4)
    yes(cast.bram, row, VOLUNTEER)
    matches.end(actor=cast.anna, now=NOW, match_id=match_id)
    row.refresh_from_db()
    assert row.state == ChangeState.OVER
    assert not queued("change_asked")
    assert not queued("change_asked_volunteer")
    with pytest.raises(Refused, match="answered"):
        yes(person(match_id), row, PERSON)
    night(MONDAY)
    assert now_of(match_id).weekday == 3


def test_an_earlier_last_day_that_was_agreed_meanwhile_stays(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    row = ask(cast, match_id, weekday=4)
    sooner = MONDAY + timedelta(weeks=4)
    matches.evaluate(actor=cast.anna, now=NOW, match_id=match_id, new_last_day=sooner)
    yes(cast.bram, row, VOLUNTEER)
    yes(cast.anna, row, PERSON)
    night(MONDAY)
    assert (now_of(match_id).weekday, now_of(match_id).last_day) == (4, sooner)


def test_creep_is_measured_from_the_last_consent(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    ask(cast, match_id, first_day=TODAY, visit_minutes=60)
    assert agreement_of(Match.objects.get(pk=match_id)).first_day == date(2026, 11, 26)
    later = NOW + timedelta(days=20)
    row = ask(cast, match_id, first_day=later.date(), now=later, visit_minutes=45)
    assert row.state == ChangeState.IN_FORCE
    assert agreement_of(Match.objects.get(pk=match_id)).first_day == later.date()


def test_the_coordinator_reads_and_asks_on_one_page(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    browser, address = browsing.member(cast.anna), reverse("change_match", args=[match_id])
    typed = {
        "weekday": "3",
        "start_time": "14:00",
        "visit_minutes": "150",
        "visits_per_week": "1",
        "every_weeks": "1",
        "last_day": now_of(match_id).last_day.isoformat(),
        "first_day": "2026-11-20",
    }
    wrong = browser.post(address, typed)
    assert wrong.status_code == 409
    assert "al voorbij" in wrong.content.decode()
    assert 'value="150"' in wrong.content.decode(), "nothing typed is lost"
    assert browser.post(address, {**typed, "first_day": MONDAY.isoformat()}).status_code == 302
    page = browser.get(address).content.decode()
    assert "Gevraagd: anders vanaf" in page
    row = MatchChange.objects.get()
    answer = reverse("answer_change", args=[row.pk])
    browser.post(answer, {"answer": "volunteer_yes"})
    assert "zei ja op" in browser.get(address).content.decode()
    browser.post(answer, {"answer": "person_yes"})
    assert "Afgesproken. Het begint op" in browser.get(address).content.decode()
    assert MatchChange.objects.get().person_noted_by_id == cast.anna.id
    browser.post(answer, {"answer": "withdraw"})
    assert MatchChange.objects.get().state == ChangeState.WITHDRAWN
    assert "teruggetrokken" in browser.get(address).content.decode()
    night(MONDAY)
    assert now_of(match_id).visit_minutes == 90


def test_what_grew_is_said_with_its_beginning(cast: Cast) -> None:
    match_id = cast.running(cast.bram, visit_minutes=60)
    row = ask(cast, match_id, first_day=TODAY, visit_minutes=150)
    yes(cast.bram, row, VOLUNTEER)
    yes(cast.anna, row, PERSON)
    page = browsing.member(cast.anna).get(reverse("change_match", args=[match_id]))
    assert "Begon met 1 uur per week, nu 2½ uur." in page.content.decode()


def test_the_system_begins_nothing_before_its_day(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    row = ask(cast, match_id, visit_minutes=60)
    assert row.state == ChangeState.AGREED
    match_change.due(actor=SYSTEM, now=NOW, change_id=row.pk)
    assert now_of(match_id).visit_minutes == 90


def test_both_answer_on_their_own_pages(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    row = ask(cast, match_id, weekday=4)
    volunteer, asker = (
        browsing.volunteer(cast.bram),
        browsing.asker(Match.objects.get(pk=match_id).request_id),
    )
    own = reverse("own_change", args=[row.pk])
    assert "Kan je hulp bij" in volunteer.get(reverse("week")).content.decode()
    assert "Elke vrijdag" in volunteer.get(own).content.decode()
    assert volunteer.post(own, {"answer": "yes"}).status_code == 302
    assert "Het antwoord van de ander komt nog" in volunteer.get(reverse("week")).content.decode()
    assert "Mag de hulp van Bram anders?" in asker.get(reverse("status")).content.decode()
    asker.post(reverse("answer_own_change", args=[row.pk]), {"answer": "yes"})
    assert "wordt de hulp anders" in asker.get(reverse("status")).content.decode()
    assert "wordt het anders vanaf" in volunteer.get(reverse("week")).content.decode()
    assert volunteer.post(own, {"answer": "no"}).status_code == 409, "it was agreed"
    assert MatchChange.objects.get().state == ChangeState.AGREED
