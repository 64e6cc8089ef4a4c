"""Two nights, two volunteers: asked at once, each yes keeps its own night, one may get a no."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.app.browsing import member
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.account.actors import Actor
from loopplank.actions.matching import matches, proposals, teams
from loopplank.actions.privacy import erasure
from loopplank.core.kit.calendar import at_local
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.requests.states import State
from loopplank.core.volunteers.load import Limits
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import Event, Leg, Match, Message, Proposal, Refusal, Request, Team
from loopplank.web.kit import clock
from loopplank.web.kit.words import day

ONE_DAY = timedelta(days=1)
FIRST_NIGHT = TODAY + 7 * ONE_DAY
SECOND_NIGHT = FIRST_NIGHT + ONE_DAY


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


class Nights:
    """A request of two nights, asked of Ria and Samira."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.who = (cast.volunteer("Ria Smit"), cast.volunteer("Samira El Amrani"))
        self.request_id = cast.ready()
        Request.objects.filter(pk=self.request_id).update(
            last_day=SECOND_NIGHT,
            visit_minutes=90,
            fallback_name="Joke Buur",
            fallback_phone="0611223344",
        )

    def ask(self, *days: date, who: tuple[Actor, ...] = ()) -> UUID:
        return teams.ask_parts(
            actor=self.cast.anna,
            now=NOW,
            request_id=self.request_id,
            parts=[
                (one.id, self.cast.plan(first_day=day, last_day=day, weekday=None))
                for one, day in zip(
                    who or self.who, days or (FIRST_NIGHT, SECOND_NIGHT), strict=True
                )
            ],
        )

    @property
    def request(self) -> Request:
        return Request.objects.get(pk=self.request_id)

    def question(self, number: int) -> UUID:
        return Proposal.objects.get(leg__number=number, leg__team__request_id=self.request_id).pk

    def states(self) -> list[str]:
        rows = Leg.objects.filter(team__request_id=self.request_id).order_by("number")
        return list(rows.values_list("state", flat=True))

    def say(self, number: int, act: Callable[..., Any] = proposals.accept) -> None:
        act(actor=self.who[number - 1], now=NOW, proposal_id=self.question(number))


@pytest.fixture
def nights(cast: Cast) -> Nights:
    return Nights(cast)


def test_each_yes_keeps_its_own_night(nights: Nights) -> None:
    nights.ask()
    assert nights.states() == ["asked", "asked"]
    asked = Proposal.objects.filter(request_id=nights.request_id)
    assert {(row.first_day, row.last_day, row.weekday) for row in asked} == {
        (day, day, day.weekday()) for day in (FIRST_NIGHT, SECOND_NIGHT)
    }
    nights.say(2)
    assert nights.states() == ["asked", "agreed"], "the other question stays open"
    nights.say(1)
    assert nights.states() == ["agreed", "agreed"]
    agreed = Match.objects.filter(request_id=nights.request_id).order_by("first_day")
    assert [(row.volunteer_id, row.first_day) for row in agreed] == [
        (nights.who[0].id, FIRST_NIGHT),
        (nights.who[1].id, SECOND_NIGHT),
    ]


def test_a_no_of_one_night_leaves_the_other(nights: Nights) -> None:
    team_id = nights.ask()
    nights.say(1)
    nights.say(2, proposals.decline)
    assert nights.states() == ["agreed", "fell_away"]
    other = nights.cast.volunteer("Truus de Wit")
    teams.replace_leg(
        actor=nights.cast.anna,
        now=NOW,
        team_id=team_id,
        number=2,
        volunteer_id=other.id,
        plan=nights.cast.plan(),
    )
    again = Proposal.objects.get(volunteer_id=other.id)
    assert (again.first_day, again.last_day) == (SECOND_NIGHT, SECOND_NIGHT)
    assert nights.states() == ["agreed", "asked"]


def test_one_night_gets_a_no_and_the_rest_goes_on(nights: Nights) -> None:
    team_id = nights.ask()
    nights.say(1)

    def say_no(number: int) -> None:
        teams.say_no_to_part(
            actor=nights.cast.anna,
            now=NOW,
            team_id=team_id,
            number=number,
            reason=ClosingReason.NO_PLACE,
        )

    with pytest.raises(Refused) as kept:
        say_no(1)
    assert kept.value.reason.code == "team.no_such_part", "somebody said yes to that night"
    say_no(2)
    assert nights.states() == ["agreed", "nobody"]
    asked = Proposal.objects.get(volunteer_id=nights.who[1].id)
    assert asked.state == "gone"
    told = Message.objects.get(template="part_nobody")
    assert told.params["at"] == SECOND_NIGHT.isoformat()
    assert told.params["fallback"] == "Joke Buur"
    # every no counts, and once
    assert Refusal.objects.get(request_id=nights.request_id).source == ClosingReason.NO_PLACE
    with pytest.raises(Refused):
        say_no(2)
    assert nights.request.state == State.MEETING
    # a minute too late: the volunteer's yes comes after the no
    with pytest.raises(Refused):
        nights.say(2)
    assert Match.objects.filter(request_id=nights.request_id).count() == 1


def test_when_no_night_is_left_the_owner_decides(nights: Nights) -> None:
    team_id = nights.ask()
    for number in (1, 2):
        teams.say_no_to_part(
            actor=nights.cast.anna,
            now=NOW,
            team_id=team_id,
            number=number,
            reason=ClosingReason.NO_PLACE,
        )
    assert nights.request.state == State.SEARCHING
    assert Team.objects.get(pk=team_id).state == "ended"
    assert nights.request.due_on is not None


def test_a_part_of_who_was_erased_can_still_get_a_no(nights: Nights) -> None:
    team_id = nights.ask()
    gone = nights.who[1]
    erasure.erase_volunteer(actor=gone, now=NOW, volunteer_id=gone.id)
    assert nights.states() == ["asked", "fell_away"]
    teams.say_no_to_part(
        actor=nights.cast.anna, now=NOW, team_id=team_id, number=2, reason=ClosingReason.NO_PLACE
    )
    assert nights.states() == ["asked", "nobody"]


def test_all_are_asked_or_nobody_is(nights: Nights) -> None:
    cast = nights.cast
    with pytest.raises(Refused) as twice:
        nights.ask(who=(nights.who[0], nights.who[0]))
    assert twice.value.reason.code == "team.twice"
    with pytest.raises(Refused) as same:
        nights.ask(FIRST_NIGHT, FIRST_NIGHT)
    assert same.value.reason.code == "team.parts_overlap"
    # the second has no room: the first is not asked either
    full = cast.volunteer("Vera Vol", limits=Limits(30, 30, 1, 0))
    with pytest.raises(Refused):
        nights.ask(who=(nights.who[0], full))
    assert not Proposal.objects.filter(request_id=nights.request_id).exists()
    assert not Team.objects.exists()


def test_somebody_who_wants_one_face_gets_no_nights_of_two(nights: Nights) -> None:
    Request.objects.filter(pk=nights.request_id).update(
        changing_faces="no", changing_faces_at=NOW, changing_faces_by_id=nights.cast.anna.id
    )
    with pytest.raises(Refused) as refused:
        nights.ask()
    assert refused.value.reason.code == "faces.said_no"


def test_a_night_without_anybody_is_told_the_day_before(nights: Nights) -> None:
    nights.ask()
    nights.say(1)
    told = Message.objects.filter(template="nobody_found")
    eve = at_local(SECOND_NIGHT - ONE_DAY, time(14))
    Sweeper().sweep(eve - timedelta(minutes=1))
    assert not told.exists()
    for minute in (0, 1):
        Sweeper().sweep(eve + timedelta(minutes=minute))
    # told once, of the night that has nobody; the other night has somebody
    assert [row.params["at"][:10] for row in told] == [SECOND_NIGHT.isoformat()]


def test_who_stops_before_the_night_is_sought_again(nights: Nights) -> None:
    nights.ask()
    nights.say(1)
    nights.say(2)
    match = Match.objects.get(request_id=nights.request_id, first_day=SECOND_NIGHT)
    matches.start(actor=nights.cast.anna, now=NOW, match_id=match.pk)
    matches.end(
        actor=nights.cast.anna,
        now=at_local(SECOND_NIGHT - ONE_DAY, time(9)),
        match_id=match.pk,
        reason="rather_not",
    )
    assert nights.states() == ["agreed", "fell_away"]


# --- the pages ------------------------------------------------------------------------------------


@pytest.fixture
def browser(cast: Cast) -> Client:
    return member(cast.anna)


def _sent(nights: Nights, **who: str) -> dict[str, Any]:
    days = [FIRST_NIGHT.isoformat(), SECOND_NIGHT.isoformat()]
    return {"dag": days, **{f"wie-{day}": who[name] for day, name in zip(days, who, strict=False)}}


def test_the_page_asks_both_at_once(nights: Nights, browser: Client) -> None:
    url = reverse("dated_parts", args=[nights.request_id])
    first = browser.get(url)
    assert FIRST_NIGHT.isoformat() in first.content.decode()
    ria, samira = (str(one.id) for one in nights.who)
    page = browser.get(url, {"dag": [FIRST_NIGHT.isoformat(), SECOND_NIGHT.isoformat()]})
    assert "Ria Smit" in page.content.decode()
    lacking = browser.post(url, _sent(nights, one=ria))
    assert lacking.status_code == 422
    # what was chosen stays chosen
    assert f'value="{ria}" checked' in lacking.content.decode()
    twice = browser.post(url, _sent(nights, one=ria, two=ria))
    assert twice.status_code == 409
    assert nights.states() == []
    done = browser.post(url, _sent(nights, one=ria, two=samira))
    assert done.status_code == 302
    assert done["Location"].endswith("#uitkomst")
    assert nights.states() == ["asked", "asked"]
    page = browser.get(reverse("request", args=[nights.request_id]))
    assert "Verdeeld over dagen" in page.content.decode()
    assert "Zeg nee voor dit deel" in page.content.decode()


def test_who_is_asked_for_one_night_is_not_asked_every_week(
    nights: Nights, browser: Client
) -> None:
    team_id = nights.ask()
    nights.say(2, proposals.decline)
    nights.cast.volunteer("Truus de Wit")
    where = reverse("candidates", args=[nights.request_id])
    page = browser.get(where, {"deel": "2", "dag": "alle"}).content.decode()
    assert f"Alleen voor deel 2: {day(SECOND_NIGHT)}." in page
    assert "één keer" in page
    assert "elke week" not in page
    asks = reverse("ask_volunteer", args=[nights.request_id, nights.who[1].id])
    asked = browser.get(asks, {"deel": "2", "dag": "alle"}).content.decode()
    assert "één keer" in asked
    assert "elke week" not in asked
    assert Team.objects.get(pk=team_id).state == "broken"


def test_the_page_says_no_to_one_part(nights: Nights, browser: Client) -> None:
    team_id = nights.ask()
    url = reverse("no_to_part", args=[team_id, 2])
    assert browser.post(url, {}).status_code == 422
    done = browser.post(url, {"reason": "no_place"})
    assert done.status_code == 302
    assert nights.states() == ["asked", "nobody"]
    assert Event.objects.filter(type="request.part_refused").exists()
    assert browser.get(reverse("no_to_part", args=[team_id, 9])).status_code == 404
