"""One visit of help that runs goes to another moment, and everybody reads the same."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.account.actors import SYSTEM, NotFound
from loopplank.access.matching.match_change import rhythm_of
from loopplank.access.matching.visit_move import move_page
from loopplank.access.messages.feed import visit_on
from loopplank.access.volunteers.own_pages import agreement_of
from loopplank.access.volunteers.week import week_page
from loopplank.actions.ledger.ledger import differences
from loopplank.actions.matching import match_change, matches, visit_move
from loopplank.actions.wellbeing import safety, volunteer_concern
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.match_change import ChangeSide
from loopplank.core.triage.readiness import NOT_DECIDED
from loopplank.core.volunteers.visits import days_of
from loopplank.store.models import Event, Limits, Match, Message, VisitMove, Volunteer
from loopplank.web.kit import clock

pytestmark = pytest.mark.both_engines

WEEK = date(2026, 11, 30)
THURSDAY, FRIDAY, SATURDAY = (WEEK + timedelta(days=n) for n in (3, 4, 5))
AT = time(14)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def move(cast: Cast, match_id: UUID, **other: object) -> None:
    said: dict[str, object] = {
        "actor": cast.anna,
        "now": NOW,
        "match_id": match_id,
        "day": THURSDAY,
        "new_day": FRIDAY,
        "new_time": AT,
        "volunteer_said_yes": True,
        "person_said_yes": True,
        **other,
    }
    visit_move.move_visit(**said)  # type: ignore[arg-type]


def days(match_id: UUID) -> tuple[date, ...]:
    match = Match.objects.get(pk=match_id)
    return days_of(agreement_of(match), WEEK, WEEK + timedelta(days=13))


def queued(template: str) -> int:
    return Message.objects.filter(template=template, state="queued").count()


def test_it_is_on_the_new_day_once_and_both_hear_it(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    move(cast, match_id)
    assert days(match_id) == (FRIDAY, THURSDAY + timedelta(weeks=1))
    assert (queued("visit_moved"), queued("visit_moved_volunteer")) == (1, 1)
    coming = week_page(cast.bram, NOW + timedelta(days=7)).coming
    assert [(one.day, one.start) for one in coming] == [(FRIDAY, AT)]
    match = Match.objects.select_related("volunteer__limits").get(pk=match_id)
    assert visit_on(match, THURSDAY) is None
    found = visit_on(match, FRIDAY)
    assert found
    assert found.start == AT
    assert not differences(Volunteer.objects.get(pk=cast.bram_id))


@pytest.mark.parametrize("missing", ["volunteer_said_yes", "person_said_yes"])
def test_one_yes_is_not_enough(cast: Cast, missing: str) -> None:
    match_id = cast.running(cast.bram)
    with pytest.raises(Refused, match="ask_both"):
        move(cast, match_id, **{missing: False})
    assert (days(match_id)[0], VisitMove.objects.count()) == (THURSDAY, 0)


def test_said_twice_and_moved_twice(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    move(cast, match_id)
    move(cast, match_id)
    assert Event.objects.filter(type="request.visit_moved").count() == 1
    with pytest.raises(Refused, match="gone"):
        move(cast, match_id, new_day=SATURDAY)
    move(cast, match_id, day=FRIDAY, new_day=SATURDAY)
    assert days(match_id)[0] == SATURDAY
    back = Match.objects.get(pk=match_id).start_time
    move(cast, match_id, day=SATURDAY, new_day=THURSDAY, new_time=back)
    assert days(match_id)[0] == THURSDAY
    assert Match.objects.get(pk=match_id).moves == []


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"now": NOW + timedelta(days=12)}, "gone"),
        ({"new_day": THURSDAY, "new_time": None}, "same"),
        ({"new_day": FRIDAY + timedelta(days=7)}, "other_week"),
        ({"day": FRIDAY, "new_day": SATURDAY}, "gone"),
    ],
)
def test_what_cannot_be(cast: Cast, other: dict[str, object], code: str) -> None:
    match_id = cast.running(cast.bram)
    if code == "same":
        other = {**other, "new_time": Match.objects.get(pk=match_id).start_time}
    with pytest.raises(Refused, match=code):
        move(cast, match_id, **other)
    assert not VisitMove.objects.exists()


def test_not_while_the_volunteer_is_away(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    Limits.objects.filter(pk=cast.bram_id).update(pause_from=FRIDAY, pause_to=FRIDAY)
    with pytest.raises(Refused, match="away"):
        move(cast, match_id)
    move(cast, match_id, new_day=SATURDAY)


def test_not_with_two_people_at_one_hour(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    cast.agreed(cast.bram, weekday=4, start_time=time(14, 30), visit_minutes=60)
    with pytest.raises(Refused, match="same_hour"):
        move(cast, match_id)
    move(cast, match_id, new_time=time(9))


def test_who_comes_later_finds_the_hour_taken(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    other = cast.running(cast.bram, weekday=2, start_time=time(9), visit_minutes=60)
    move(cast, match_id)
    wednesday = WEEK + timedelta(days=2)
    with pytest.raises(Refused, match="same_hour"):
        move(cast, other, day=wednesday, new_day=FRIDAY, new_time=time(14, 30))
    move(cast, other, day=wednesday, new_day=FRIDAY, new_time=time(9))


def test_nothing_of_it_when_the_help_ended_or_got_another_day(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    move(cast, match_id)
    matches.end(actor=cast.anna, now=NOW, match_id=match_id)
    assert not week_page(cast.bram, NOW + timedelta(days=7)).coming
    with pytest.raises(Refused, match="not_running"):
        move(cast, match_id, day=FRIDAY, new_day=SATURDAY)


def test_a_moved_visit_of_other_days_is_no_visit(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    move(cast, match_id)
    wanted = replace(rhythm_of(Match.objects.get(pk=match_id)), weekday=1)
    change_id = match_change.ask(
        actor=cast.anna, now=NOW, match_id=match_id, rhythm=wanted, first_day=TODAY
    )
    for side in ChangeSide:
        match_change.say_yes(actor=cast.anna, now=NOW, change_id=change_id, side=side)
    match_change.due(actor=SYSTEM, now=NOW + timedelta(days=5), change_id=change_id)
    assert days(match_id) == (WEEK + timedelta(days=1), WEEK + timedelta(days=8))


def test_not_while_the_volunteer_is_not_available(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    other = cast.running(cast.bram, weekday=1, start_time=time(9), visit_minutes=60)
    safety.set_trusted(
        actor=cast.anna,
        now=NOW,
        safety_contact_id=cast.gerda.id,
        safety_stand_in_id=cast.henk.id,
    )
    volunteer_concern.note_about_volunteer(
        actor=cast.anna,
        now=NOW,
        request_id=Match.objects.get(pk=other).request_id,
        match_id=other,
        words="Hij vroeg om geld.",
        suspend=True,
    )
    # help elsewhere may go on as it is; nothing of it is planned anew
    Match.objects.filter(pk=match_id).update(still_from=None)
    with pytest.raises(Refused, match="not_available"):
        move(cast, match_id)


def test_not_after_an_advice_that_is_not_for_a_volunteer(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    # weighed anew, and nobody decided yet
    cast.assess(Match.objects.get(pk=match_id).request_id)
    with pytest.raises(Refused) as refused:
        move(cast, match_id)
    assert refused.value.reason.code == NOT_DECIDED.code
    assert not VisitMove.objects.exists()


def test_not_where_another_change_begins_first(cast: Cast) -> None:
    """Both would be told of a day that is not there any more."""
    match_id = cast.running(cast.bram)
    wanted = replace(rhythm_of(Match.objects.get(pk=match_id)), weekday=1)
    asked = {"actor": cast.anna, "now": NOW, "match_id": match_id, "rhythm": wanted}
    change_id = match_change.ask(**asked, first_day=FRIDAY)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="one_at_a_time"):
        move(cast, match_id)
    match_change.withdraw(actor=cast.anna, now=NOW, change_id=change_id)
    match_change.ask(**asked, first_day=SATURDAY)  # type: ignore[arg-type]
    move(cast, match_id)


def test_nobody_of_elsewhere(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    with pytest.raises(NotFound):
        move(cast, match_id, actor=cast.carla)
    with pytest.raises(NotFound):
        move_page(cast.carla, match_id, NOW)


def test_the_coordinator_moves_it_on_one_page(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    browser, address = browsing.member(cast.anna), reverse("move_visit", args=[match_id])
    typed = {"day": THURSDAY.isoformat(), "new_day": FRIDAY.isoformat(), "new_time": "14:00"}
    wrong = browser.post(address, typed)
    assert wrong.status_code == 409
    assert "Vraag het eerst beiden" in wrong.content.decode()
    both = {"volunteer_said_yes": "on", "person_said_yes": "on"}
    assert browser.post(address, {**typed, **both}).status_code == 302
    request_id = Match.objects.get(pk=match_id).request_id
    status = browsing.asker(request_id).get(reverse("status")).content.decode()
    assert "om 14:00" in status
    own = browsing.volunteer(cast.bram)
    page = own.get(reverse("visit", args=[match_id, FRIDAY])).content.decode()
    assert "14:00" in page
    request_page = browser.get(reverse("request", args=[request_id])).content.decode()
    assert "verzette het bezoek van donderdag 3 december." in request_page
