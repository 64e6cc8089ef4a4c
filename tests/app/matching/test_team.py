"""A duo or a relay: limits on every leg, one leg that falls away, and the change in between."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.app import relaying
from tests.app.cast import KNOWN_SAFE, NOW, TODAY, Cast
from tests.app.relaying import FIRST, chosen, duo_legs, relay_legs

from loopplank.access.account.actors import SYSTEM, NotFound
from loopplank.access.matching import teams as matching_teams
from loopplank.access.responsibility.today import today_page
from loopplank.actions.ledger.ledger import differences
from loopplank.actions.matching import matches, proposals, propose, teams
from loopplank.actions.privacy import erasure
from loopplank.actions.requests import closing
from loopplank.actions.requests.change_of_volunteer import set_changing_faces
from loopplank.actions.volunteers import limits
from loopplank.core.kit.calendar import local_day, monday
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.team_state import Kind
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.volunteers.load import Limits
from loopplank.store.models import (
    Event,
    Leg,
    LoadWeek,
    Match,
    Message,
    Network,
    Proposal,
    Request,
    Team,
    Volunteer,
    VolunteerSignal,
)

ROOM_FOR_ONE = Limits(liked_minutes=90, max_minutes=90, max_people=1, max_heavy=0)
OVERLAP = monday(FIRST + timedelta(weeks=4))
Race = Callable[..., list[Any]]


def at(weeks: int, days: int = 0) -> datetime:
    return NOW + timedelta(weeks=weeks, days=days)


def end(relay: relaying.Relay, number: int, now: datetime = NOW) -> None:
    matches.end(actor=relay.cast.anna, now=now, match_id=relay.match(number))


# --- choosing -----


def test_choosing_asks_nobody_and_takes_no_room(cast: Cast) -> None:
    relay = chosen(cast)
    assert relay.states() == ["open", "open"]
    assert (relay.team.state, relay.request.state) == ("proposed", "searching")
    assert not Proposal.objects.exists()
    assert not LoadWeek.objects.exists()


def test_a_relay_is_refused_without_the_yes_of_the_person(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        chosen(cast, faces=False)
    assert refused.value.reason.code == "faces.not_asked"
    assert not Team.objects.exists()
    # two faces from the beginning are no change of faces
    assert chosen(cast, kind=Kind.DUO, faces=False).states() == ["open", "open"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda legs: (legs[0], replace(legs[1], volunteer_id=legs[0].volunteer_id)), "team.twice"),
        (lambda legs: legs[:1], "team.legs"),
        (
            lambda legs: (legs[0], replace(legs[1], first_day=FIRST + timedelta(weeks=6))),
            "team.overlap",
        ),
        (
            lambda legs: (replace(legs[0], first_day=TODAY - timedelta(days=1)), legs[1]),
            "team.past",
        ),
    ],
)
def test_what_is_no_relay_is_refused(cast: Cast, change: Callable[..., Any], code: str) -> None:
    legs = relay_legs(cast.bram, cast.volunteer("Ria Smit"))
    with pytest.raises(Refused) as refused:
        chosen(cast, legs=change(legs))
    assert refused.value.reason.code == code


@pytest.mark.both_engines
def test_of_one_request_one_team_lives(cast: Cast) -> None:
    relay = chosen(cast)
    given = {"actor": cast.anna, "now": NOW, "request_id": relay.request_id, "kind": Kind.RELAY}
    with pytest.raises(Refused) as refused:
        teams.choose_team(**given, legs=relay_legs(*relay.who))  # type: ignore[arg-type]
    assert refused.value.reason.code == "team.one"
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.create(
            organisation_id=cast.noord_id,
            request_id=relay.request_id,
            kind="duo",
            made_by_id=cast.anna.id,
            made_at=NOW,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Leg.objects.filter(pk=relay.leg(1).pk).update(state="running")
    with pytest.raises(IntegrityError), transaction.atomic():
        Leg.objects.filter(pk=relay.leg(2).pk).update(volunteer_id=relay.who[0].id)
    teams.let_go(actor=cast.anna, now=NOW, team_id=relay.team_id)
    assert teams.choose_team(**given, legs=relay_legs(*relay.who))  # type: ignore[arg-type]


def test_somebody_of_another_organisation_is_no_member(cast: Cast) -> None:
    stranger = cast.volunteer("Zora Zuid", of=cast.carla)
    with pytest.raises(NotFound):
        chosen(cast, cast.bram, stranger)
    relay = chosen(cast)
    with pytest.raises(NotFound):
        matching_teams.team_for_change(cast.dirk, relay.team_id)


# --- asking -----


def test_members_are_asked_at_the_same_time_and_nobody_else(cast: Cast) -> None:
    relay = chosen(cast).ask(1, 2)
    assert relay.states() == ["asked", "asked"]
    assert relay.request.state == "proposed"
    for act in (propose.ask, propose.note_yes):
        with pytest.raises(Refused) as refused:
            act(
                actor=cast.anna,
                now=NOW,
                request_id=relay.request_id,
                volunteer_id=cast.bram_id,
                plan=cast.plan(),
            )
        assert refused.value.reason.code == "team.not_a_member"


def test_a_member_is_asked_for_the_weeks_of_the_own_leg(cast: Cast) -> None:
    relay = chosen(cast)
    assert relay.who[0].id
    with pytest.raises(Refused) as refused:
        propose.ask(
            actor=cast.anna,
            now=NOW,
            request_id=relay.request_id,
            volunteer_id=relay.who[0].id,
            plan=cast.plan(),
        )
    assert refused.value.reason.code == "team.other_days"
    relay.ask(2)
    leg, asked = relay.leg(2), Proposal.objects.get()
    assert (asked.first_day, asked.last_day) == (leg.first_day, leg.last_day)
    with pytest.raises(Refused) as refused:
        relay.ask(2)
    assert refused.value.reason.code == "team.taken"


def test_a_yes_leaves_the_question_of_the_other_open(cast: Cast) -> None:
    relay = chosen(cast).ask(1, 2).say_yes(1)
    assert relay.states() == ["agreed", "asked"]
    assert (relay.request.state, relay.team.state) == ("meeting", "asking")
    assert Message.objects.filter(template="proposal", state="queued").count() == 2
    relay.say_yes(2)
    assert relay.states() == ["agreed", "agreed"]
    assert relay.request.state == "meeting"
    relay.start(1)
    assert relay.states() == ["running", "agreed"]
    assert (relay.request.state, relay.team.state) == ("running", "running")


def test_a_yes_on_the_telephone_counts_for_the_leg(cast: Cast) -> None:
    relay = chosen(cast)
    teams.ask_leg(
        actor=cast.anna, now=NOW, team_id=relay.team_id, number=2, plan=cast.plan(), said_yes=True
    )
    assert relay.states() == ["open", "agreed"]
    relay.ask(1)
    assert relay.states() == ["asked", "agreed"]
    assert relay.request.state == "meeting"


# --- limits -----


def test_both_carry_the_week_of_the_handover(cast: Cast) -> None:
    relay = relaying.agreed(cast)
    weeks = {
        number: set(
            LoadWeek.objects.filter(
                volunteer_id=who.id, planned_people=1, planned_minutes=90
            ).values_list("monday", flat=True)
        )
        for number, who in enumerate(relay.who, start=1)
    }
    assert weeks[1] & weeks[2] == {OVERLAP}
    assert len(weeks[1]) == len(weeks[2]) == 5
    for who in relay.who:
        assert differences(Volunteer.objects.get(pk=who.id)) == []


def test_a_limit_that_is_passed_in_the_week_of_the_handover_only_refuses(cast: Cast) -> None:
    """Samira carries somebody else until the Sunday of the very week in which she would begin."""
    ria = cast.volunteer("Ria Smit")
    samira = cast.volunteer("Samira El Amrani", limits=ROOM_FOR_ONE)
    cast.agreed(samira, last_day=OVERLAP + timedelta(days=6))
    Network.objects.update(days_of_rest_after_no=0)
    relay = chosen(cast, ria, samira).ask(1)
    for said_yes in (False, True):
        with pytest.raises(Refused) as refused:
            teams.ask_leg(
                actor=cast.anna,
                now=NOW,
                team_id=relay.team_id,
                number=2,
                plan=cast.plan(),
                said_yes=said_yes,
            )
        assert refused.value.reason.code == "load.people"
    assert relay.states() == ["asked", "open"]


def test_room_that_went_between_the_question_and_the_yes_refuses_the_yes(cast: Cast) -> None:
    samira = cast.volunteer("Samira El Amrani", limits=ROOM_FOR_ONE)
    relay = chosen(cast, cast.bram, samira).ask(1, 2)
    Network.objects.update(open_asks_at_once=9, most_asks_a_month=12)
    cast.agreed(samira, last_day=OVERLAP + timedelta(days=6))
    with pytest.raises(Refused) as refused:
        relay.say_yes(2)
    assert refused.value.reason.code == "load.people"
    assert relay.states() == ["asked", "asked"]


@pytest.mark.commits
def test_many_relays_at_once_never_pass_a_limit(cast: Cast, race: Race) -> None:
    """Six relays want Samira for the same weeks; all say yes at once, and one takes the room."""
    Network.objects.update(open_asks_at_once=9, most_asks_a_month=12, days_of_rest_after_no=0)
    samira = cast.volunteer("Samira El Amrani", limits=ROOM_FOR_ONE)
    relays = [chosen(cast, cast.volunteer(f"Ria Nummer{n}"), samira).ask(1, 2) for n in range(6)]

    def yes(relay: relaying.Relay, number: int) -> Callable[[], Any]:
        question = relay.question(number)
        return lambda: proposals.accept(actor=relay.who[number - 1], now=NOW, proposal_id=question)

    outcomes = race([yes(relay, number) for relay in relays for number in (1, 2)])
    assert all(not isinstance(o, Exception) or isinstance(o, Refused) for o in outcomes), outcomes
    assert Match.objects.filter(volunteer_id=samira.id).count() == 1
    assert sorted(relay.leg(2).state for relay in relays) == ["agreed", *["asked"] * 5]
    assert {relay.leg(1).state for relay in relays} == {"agreed"}
    assert differences(Volunteer.objects.get(pk=samira.id)) == []


@pytest.mark.commits
def test_two_who_choose_at_once_make_one_team(cast: Cast, race: Race) -> None:
    request_id = relaying.ready(cast)
    legs = relay_legs(cast.bram, cast.volunteer("Ria Smit"))

    def choose() -> Any:
        return teams.choose_team(
            actor=cast.anna, now=NOW, request_id=request_id, kind=Kind.RELAY, legs=legs
        )

    outcomes = race([choose] * 4)
    assert sum(isinstance(one, Refused) for one in outcomes) == 3, outcomes
    assert Team.objects.count() == 1


# --- one leg falls away -----


@pytest.mark.parametrize("how", ["no", "silence", "withdrawn", "paused"])
def test_a_leg_that_falls_away_is_the_only_one_to_be_sought(how: str, cast: Cast) -> None:
    relay = chosen(cast).ask(1, 2).say_yes(1)
    question, samira = relay.question(2), relay.who[1]
    assert samira.id
    if how == "no":
        proposals.decline(actor=samira, now=NOW, proposal_id=question)
    elif how == "withdrawn":
        proposals.withdraw(actor=cast.anna, now=NOW, proposal_id=question)
    else:
        if how == "paused":
            limits.pause(actor=samira, now=NOW, volunteer_id=samira.id, first=TODAY, last=None)
        when = at(0, days=5 if how == "silence" else 0)
        proposals.expire(actor=SYSTEM, now=when, proposal_id=question)
    assert relay.states() == ["agreed", "fell_away"]
    assert (relay.request.state, relay.team.state) == ("meeting", "broken")
    assert relay.request.due_on is not None
    assert relay.request.due_on <= TODAY + timedelta(days=5)
    assert Match.objects.filter(request_id=relay.request_id, state="meeting").count() == 1


@pytest.mark.both_engines
def test_a_pause_over_a_leg_that_is_still_to_begin_is_told_to_the_owner(cast: Cast) -> None:
    """A pause may end tomorrow, so that a person decides; then only that leg is open."""
    relay = relaying.running(cast)
    samira = relay.who[1]
    assert samira.id
    limits.pause(actor=samira, now=NOW, volunteer_id=samira.id, first=TODAY, last=None)
    signal = VolunteerSignal.objects.get(volunteer_id=samira.id)
    assert signal.match_id == relay.match(2)
    matches.not_started(actor=cast.anna, now=NOW, match_id=relay.match(2))
    assert relay.states() == ["running", "fell_away"]
    assert relay.request.state == "running"


def test_somebody_else_for_the_leg_leaves_the_others_alone(cast: Cast) -> None:
    relay = chosen(cast).ask(1, 2).say_yes(1)
    proposals.decline(actor=relay.who[1], now=NOW, proposal_id=relay.question(2))
    first = relay.match(1)
    assert relay.who[0].id
    given = {
        "actor": cast.anna,
        "now": NOW,
        "team_id": relay.team_id,
        "number": 2,
        "plan": cast.plan(),
    }
    with pytest.raises(Refused) as refused:
        teams.replace_leg(**given, volunteer_id=relay.who[0].id)  # type: ignore[arg-type]
    assert refused.value.reason.code == "team.in_it_already"
    teams.replace_leg(**given, volunteer_id=cast.bram_id)  # type: ignore[arg-type]
    assert relay.states() == ["agreed", "asked"]
    assert relay.leg(2).volunteer_id == cast.bram_id
    assert relay.match(1) == first
    proposals.accept(actor=cast.bram, now=NOW, proposal_id=relay.question(2))
    assert relay.states() == ["agreed", "agreed"]
    with pytest.raises(Refused) as refused:
        teams.replace_leg(**given, volunteer_id=cast.bram_id)  # type: ignore[arg-type]
    assert refused.value.reason.code == "team.taken"


@pytest.mark.both_engines
def test_help_keeps_running_while_a_later_leg_is_sought(cast: Cast) -> None:
    """Ria stops in week 5, and Samira had said no: the owner has the leg to find, today."""
    relay = chosen(cast).ask(1, 2).say_yes(1).start(1)
    proposals.decline(actor=relay.who[1], now=NOW, proposal_id=relay.question(2))
    assert relay.request.due_on == TODAY
    end(relay, 1, at(4, days=2))
    assert relay.states() == ["done", "fell_away"]
    assert (relay.request.state, relay.team.state) == ("running", "broken")
    assert relay.request.due_on == local_day(at(4, days=2))
    teams.replace_leg(
        actor=cast.anna,
        now=at(4, days=2),
        team_id=relay.team_id,
        number=2,
        volunteer_id=cast.bram_id,
        plan=cast.plan(first_day=local_day(at(5)), last_day=local_day(at(20))),
    )
    asked = Proposal.objects.get(volunteer_id=cast.bram_id)
    assert (asked.first_day, asked.last_day) == (local_day(at(5)), relay.leg(2).last_day)
    assert relay.request.due_on == local_day(asked.expires_at)


@pytest.mark.both_engines
def test_who_stops_early_opens_that_leg_only(cast: Cast) -> None:
    relay = relaying.running(cast)
    end(relay, 1, at(2))
    assert relay.states() == ["fell_away", "agreed"]
    assert relay.request.state == "running"
    assert not LoadWeek.objects.filter(
        volunteer_id=relay.who[0].id, monday__gt=monday(local_day(at(2))), planned_people=1
    ).exists()
    assert LoadWeek.objects.filter(volunteer_id=relay.who[1].id, planned_people=1).count() == 5


@pytest.mark.both_engines
def test_when_each_leg_is_done_the_request_is_decided_anew(cast: Cast) -> None:
    relay = relaying.running(cast)
    matches.start(actor=cast.anna, now=at(4, days=2), match_id=relay.match(2))
    end(relay, 1, at(4, days=4))
    assert relay.states() == ["done", "running"]
    end(relay, 2, at(8, days=2))
    assert (relay.request.state, relay.team.state) == ("talking", "ended")
    assert relay.team.ended_at is not None


@pytest.mark.both_engines
def test_a_first_meeting_that_does_not_click_keeps_the_other_questions(cast: Cast) -> None:
    relay = chosen(cast).ask(1, 2).say_yes(1)
    matches.not_started(actor=cast.anna, now=NOW, match_id=relay.match(1))
    assert relay.states() == ["fell_away", "asked"]
    assert relay.request.state == "proposed"
    assert relay.request.due_on == TODAY


@pytest.mark.both_engines
def test_who_erases_themselves_opens_the_leg_and_the_others_stay(cast: Cast) -> None:
    relay = relaying.running(cast)
    samira = relay.who[1]
    assert samira.id
    erasure.erase_volunteer(actor=samira, now=NOW, volunteer_id=samira.id)
    assert relay.states() == ["running", "fell_away"]
    assert relay.request.state == "running"
    erasure.erase_volunteer(actor=relay.who[0], now=NOW, volunteer_id=relay.who[0].id or NOW)  # type: ignore[arg-type]
    assert relay.states() == ["fell_away", "fell_away"]
    assert relay.request.due_on == TODAY


@pytest.mark.both_engines
def test_who_erases_themselves_before_they_were_asked_opens_the_leg_too(cast: Cast) -> None:
    relay = chosen(cast).ask(1).say_yes(1).start(1)
    samira = relay.who[1]
    assert samira.id
    Request.objects.update(due_on=local_day(at(6)))
    erasure.erase_volunteer(actor=samira, now=NOW, volunteer_id=samira.id)
    assert relay.states() == ["running", "fell_away"]
    assert relay.team.state == "broken"
    assert relay.request.due_on == TODAY
    assert why_today(cast, NOW) == ["work.seek_leg"]


def test_after_a_no_to_changing_faces_nobody_is_asked_for_a_leg(cast: Cast) -> None:
    relay = chosen(cast).ask(1).say_yes(1)
    set_changing_faces(actor=cast.anna, now=NOW, request_id=relay.request_id, answer="no")
    other = cast.volunteer("Els Bos")
    assert other.id
    for act in (
        lambda: relay.ask(2),
        lambda: teams.replace_leg(
            actor=cast.anna,
            now=NOW,
            team_id=relay.team_id,
            number=2,
            volunteer_id=other.id,
            plan=cast.plan(),
            said_yes=True,
        ),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.reason.code == "faces.said_no"
    assert relay.states() == ["agreed", "open"]


def test_a_request_that_closes_takes_its_team_along(cast: Cast) -> None:
    relay = relaying.running(cast)
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=relay.request_id,
        closing=closing.Closing(ClosingReason.HELPED, nobody_discussed=True),
    )
    assert relay.team.state == "ended"
    assert not LoadWeek.objects.filter(monday__gt=OVERLAP, planned_people__gt=0).exists()


def test_letting_go_keeps_who_helps_and_takes_questions_back(cast: Cast) -> None:
    relay = chosen(cast).ask(1, 2).say_yes(1).start(1)
    teams.let_go(actor=cast.anna, now=NOW, team_id=relay.team_id)
    assert relay.team.state == "ended"
    assert relay.request.state == "running"
    assert Proposal.objects.get(pk=relay.question(2)).state == "gone"
    assert Match.objects.get(pk=relay.match(1)).state == "running"


# --- the handover -----


def plan(relay: relaying.Relay, when: datetime, now: datetime = NOW) -> None:
    teams.plan_handover(
        actor=relay.cast.anna, now=now, team_id=relay.team_id, number=2, meeting_at=when
    )


def note(relay: relaying.Relay, text: str, now: datetime = NOW) -> None:
    teams.write_handover_note(
        actor=relay.cast.anna, now=now, team_id=relay.team_id, number=2, text=text
    )


def why_today(cast: Cast, now: datetime) -> list[str]:
    return [row.task.why.code for row in today_page(cast.anna, now).rows]


@pytest.mark.both_engines
def test_the_change_is_on_the_list_from_four_weeks_before(cast: Cast) -> None:
    """Meeting, note, and the week itself: one line after the other."""
    who = cast.volunteer("Ria Smit"), cast.volunteer("Samira El Amrani")
    relay = chosen(cast, *who, legs=relay_legs(*who, weeks=5)).ask(1, 2).say_yes(1, 2).start(1)
    near = at(0, days=6)
    assert relay.request.due_on == local_day(near) == OVERLAP - timedelta(weeks=3)
    assert why_today(cast, near) == ["work.plan_handover"]
    meeting = datetime(2026, 12, 29, 13, tzinfo=UTC)
    plan(relay, meeting, near)
    told = Message.objects.filter(template__startswith="handover", state="queued")
    assert {one.template for one in told} == {
        "handover_giver",
        "handover_taker",
        "handover_asker",
    }
    assert why_today(cast, near) == ["work.write_handover"]
    note(relay, "De sleutel ligt bij de buurvrouw.", near)
    # the talk after two weeks comes first, and then there is nothing to do until that day
    assert relay.request.due_on == local_day(at(2, days=2))
    matches.evaluate(actor=cast.anna, now=at(2, days=2), match_id=relay.match(1))
    assert relay.request.due_on == local_day(meeting)
    assert why_today(cast, meeting) == ["work.handover_week"]
    matches.start(actor=cast.anna, now=meeting, match_id=relay.match(2))
    # the last own working day before Ria stops
    assert relay.request.due_on == local_day(at(5, days=2))
    assert why_today(cast, at(5, days=3)) == ["work.leg_ends"]
    end(relay, 1, at(5, days=3))
    assert relay.states() == ["done", "running"]


def test_a_note_is_refused_where_nobody_takes_over(cast: Cast) -> None:
    relay = chosen(cast).ask(1, 2).say_yes(1)
    for act in (lambda: note(relay, "x"), lambda: plan(relay, at(3))):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.reason.code == "team.no_handover"
    relay.say_yes(2)
    with pytest.raises(Refused) as refused:
        note(relay, "x" * 1001)
    assert refused.value.reason.code == "team.note_too_long"
    with pytest.raises(Refused):
        note(relay, "Haar BSN is 111222333.")
    note(relay, "De sleutel ligt bij de buurvrouw.")
    assert not [e for e in Event.objects.all() if "buurvrouw" in str(e.data)]


def test_the_next_volunteer_reads_the_note_from_the_week_of_the_change(cast: Cast) -> None:
    relay = relaying.running(cast)
    note(relay, "De sleutel ligt bij de buurvrouw.")
    match_id = relay.match(2)
    assert matching_teams.notes_for([match_id], OVERLAP - timedelta(days=1)) == {}
    assert matching_teams.notes_for([match_id], OVERLAP)[match_id].text.startswith("De sleutel")


def handover_messages(state: str) -> set[str]:
    rows = Message.objects.filter(template__startswith="handover_", state=state)
    return set(rows.values_list("template", flat=True))


@pytest.mark.parametrize("who", [1, 2])
@pytest.mark.both_engines
def test_who_falls_away_is_in_no_handover_that_was_not_told_yet(who: int, cast: Cast) -> None:
    relay = relaying.running(cast)
    plan(relay, at(3))
    assert len(handover_messages("queued")) == 3
    end(relay, who)
    assert handover_messages("queued") == set()


@pytest.mark.both_engines
def test_who_comes_instead_plans_the_handover_anew(cast: Cast) -> None:
    relay = relaying.running(cast)
    plan(relay, at(3))
    end(relay, 1)
    other = cast.volunteer("Els Bos")
    assert other.id
    teams.replace_leg(
        actor=cast.anna,
        now=NOW,
        team_id=relay.team_id,
        number=1,
        volunteer_id=other.id,
        plan=cast.plan(),
        said_yes=True,
    )
    assert relay.leg(2).meeting_at is None, "Els knows nothing of that day"
    match = relay.leg(2).match
    assert match
    assert match.meeting_at is None


@pytest.mark.parametrize("who", [1, 2])
@pytest.mark.both_engines
def test_who_is_erased_is_in_no_word_about_the_handover(who: int, cast: Cast) -> None:
    relay = relaying.running(cast)
    plan(relay, at(3))
    Message.objects.update(state="told")
    gone = relay.who[who - 1]
    assert gone.id
    name = Volunteer.objects.get(pk=gone.id).first_name
    erasure.erase_volunteer(actor=gone, now=NOW, volunteer_id=gone.id)
    told = Message.objects.filter(template__startswith="handover_")
    assert told.exists()
    assert not [one for one in told if name in str(one.params)]


def test_a_note_goes_with_the_person(cast: Cast) -> None:
    relay = relaying.running(cast)
    note(relay, "De sleutel ligt bij de buurvrouw.")
    erasure.erase_help_seeker(
        actor=cast.anna, now=NOW, request_id=relay.request_id, safe=KNOWN_SAFE
    )
    assert relay.leg(2).handover_note == ""


@pytest.mark.both_engines
def test_a_duo_is_two_matches_beside_each_other(cast: Cast) -> None:
    ria = cast.volunteer("Ria Smit")
    duo = chosen(cast, cast.bram, ria, kind=Kind.DUO, legs=duo_legs(cast.bram, ria))
    duo.ask(1, 2).say_yes(1, 2).start(1).start(2)
    assert duo.states() == ["running", "running"]
    end(duo, 2, at(1))
    assert duo.states() == ["running", "fell_away"]
    assert duo.request.state == "running"
    assert why_today(cast, at(1)) == ["work.seek_leg"]


@pytest.mark.both_engines
def test_a_request_without_a_team_is_as_it_was(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    row = Request.objects.get(matches=match_id)
    matches.end(actor=cast.anna, now=NOW, match_id=match_id)
    row.refresh_from_db()
    assert row.state == "talking"
    assert not Event.objects.filter(aggregate="team").exists()
