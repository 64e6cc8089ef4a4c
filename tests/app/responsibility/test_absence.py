"""Absence is never refused, and on every path each open request keeps an active owner.

Anna owns, Henk is the fixed stand-in, Gerda sits on the board. The cast works on Monday, Tuesday
and Thursday; NOW is a Tuesday.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from tests.app.cast import KNOWN_SAFE, NOW, TODAY, Cast
from tests.app.joining import join

from loopplank.access.account.actors import SYSTEM, Actor, NotFound, actor_of
from loopplank.access.responsibility import due
from loopplank.access.responsibility.on_duty import on_duty
from loopplank.access.responsibility.rota import rota_of, standing_in
from loopplank.access.responsibility.today import today_page
from loopplank.actions.organisations import colleagues, organisations
from loopplank.actions.requests import closing, handling
from loopplank.actions.responsibility import absence, rota, takeovers
from loopplank.actions.wellbeing import signal as wellbeing_signal
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import MONDAY_TO_FRIDAY
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.closing import ClosingReason, Lack
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import (
    Absence,
    AbsentRequest,
    Event,
    Membership,
    Message,
    Organisation,
    Request,
    Turn,
    VolunteerSignal,
)

DAY = timedelta(days=1)
Race = Callable[..., list[Any]]


def colleague(cast: Cast, name: str = "Yusuf Demir", role: Role = Role.COORDINATOR) -> Actor:
    membership_id = join(
        actor=SYSTEM,
        now=NOW,
        organisation_id=cast.noord_id,
        person=colleagues.Person(
            name, f"{name.split(maxsplit=1)[0].lower()}@example.nl", weekdays=(0, 1)
        ),
        role=role,
    )
    return actor_of(
        Membership.objects.select_related("account", "organisation").get(pk=membership_id)
    )


def away(
    cast: Cast, who: Actor, first: int = 0, last: int | None = 4, *, by: Actor | None = None
) -> UUID:
    return absence.note(
        actor=by or cast.henk,
        now=NOW,
        membership_id=who.id,  # type: ignore[arg-type]
        first=TODAY + first * DAY,
        last=None if last is None else TODAY + last * DAY,
    )


def owner_of(request_id: UUID) -> UUID:
    """Whoever has it, active; P1 is looked at wherever a test asks who the owner is."""
    broken = Request.objects.exclude(state="closed").exclude(
        owner__active=True, owner__account__is_active=True
    )
    assert not broken.exists()
    return Request.objects.get(pk=request_id).owner_id


def names_board(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.noord_id).update(board_contact_id=cast.gerda.id)


# --- every path -----------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["anna", "henk", "gerda"])
def test_ill_this_morning_is_one_action_by_anybody(cast: Cast, by: str) -> None:
    mine, other = cast.request(), cast.request(of=cast.henk)
    away(cast, cast.anna, last=None, by=getattr(cast, by))
    assert owner_of(mine) == cast.henk.id
    assert owner_of(other) == cast.henk.id
    event = Event.objects.filter(aggregate_id=mine, type="request.covered").get()
    assert event.data["owner"] == str(cast.henk.id)
    assert event.data["from_owner"] == str(cast.anna.id)
    told = Message.objects.filter(template="cover")
    assert told.count() == (0 if by == "henk" else 1)
    assert "Anna Prins" not in str(list(Event.objects.values_list("data", flat=True)))


def test_a_professional_or_a_stranger_cannot_say_it(cast: Cast) -> None:
    for actor in (cast.ella, cast.fred, cast.dirk):
        with pytest.raises(NotFound):
            away(cast, cast.anna, by=actor)
    assert not Absence.objects.exists()


def test_planned_it_moves_when_the_day_comes_and_comes_back_afterwards(cast: Cast) -> None:
    mine = cast.request()
    row = away(cast, cast.anna, 7, 13)
    assert owner_of(mine) == cast.anna.id
    sweeper = Sweeper()
    sweeper.sweep(NOW + 6 * DAY)
    assert owner_of(mine) == cast.anna.id
    sweeper.sweep(NOW + 7 * DAY)
    assert owner_of(mine) == cast.henk.id
    assert sweeper.sweep(NOW + 7 * DAY) == 0
    sweeper.sweep(NOW + 13 * DAY)
    assert owner_of(mine) == cast.henk.id
    sweeper.sweep(NOW + 14 * DAY)
    assert owner_of(mine) == cast.anna.id
    assert Absence.objects.get(pk=row).returned_at == NOW + 14 * DAY
    assert sweeper.sweep(NOW + 15 * DAY) == 0


def test_a_turn_goes_before_the_fixed_stand_in_and_the_next_turn_takes_it_on(cast: Cast) -> None:
    yusuf, mine = colleague(cast), cast.request()
    for first, last in ((0, 2), (3, 4)):
        who = yusuf if first else cast.henk
        rota.add_turn(
            actor=who,
            now=NOW,
            membership_id=who.id,  # type: ignore[arg-type]
            first=TODAY + first * DAY,
            last=TODAY + last * DAY,
        )
    row = away(cast, cast.anna, 0, 5)
    assert owner_of(mine) == cast.henk.id
    Sweeper().sweep(NOW + 3 * DAY)
    assert owner_of(mine) == yusuf.id
    assert Absence.objects.get(pk=row).cover_id == yusuf.id
    Sweeper().sweep(NOW + 6 * DAY)
    assert owner_of(mine) == cast.anna.id


def test_the_cover_falls_ill_too_and_each_gets_their_own_back(cast: Cast) -> None:
    names_board(cast)
    annas, henks = cast.request(), cast.request(of=cast.henk)
    away(cast, cast.anna, 0, 9)
    away(cast, cast.henk, 0, 2)
    assert owner_of(annas) == owner_of(henks) == cast.gerda.id
    assert set(AbsentRequest.objects.values_list("request_id", "owner_id")) == {
        (annas, cast.anna.id),
        (henks, cast.henk.id),
    }
    Sweeper().sweep(NOW + 3 * DAY)
    # Henk is back: his own is his, and he stands in for Anna again
    assert owner_of(henks) == cast.henk.id
    assert owner_of(annas) == cast.henk.id
    Sweeper().sweep(NOW + 10 * DAY)
    assert owner_of(annas) == cast.anna.id
    assert owner_of(henks) == cast.henk.id


def test_without_a_stand_in_the_board_member_that_was_named_becomes_the_owner(cast: Cast) -> None:
    names_board(cast)
    yusuf = colleague(cast)
    Organisation.objects.filter(pk=cast.noord_id).update(form_open=False, stand_in=None)
    mine = cast.request()
    away(cast, cast.anna)
    assert owner_of(mine) == cast.gerda.id != yusuf.id


def test_without_anybody_named_it_is_whoever_is_there_a_coordinator_first(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.noord_id).update(form_open=False, stand_in=None)
    mine = cast.request()
    away(cast, cast.anna)
    assert owner_of(mine) == cast.henk.id
    away(cast, cast.henk)
    assert owner_of(mine) == cast.gerda.id


def test_with_nobody_left_it_is_not_refused_and_moves_when_somebody_is_there(cast: Cast) -> None:
    mine = cast.request()
    away(cast, cast.gerda, by=cast.gerda)
    away(cast, cast.henk, 0, 1)
    row = away(cast, cast.anna)
    assert owner_of(mine) == cast.anna.id
    assert Absence.objects.get(pk=row).cover is None
    Sweeper().sweep(NOW + 2 * DAY)
    assert owner_of(mine) == cast.henk.id
    Sweeper().sweep(NOW + 5 * DAY)
    assert owner_of(mine) == cast.anna.id


def test_who_comes_back_early_has_it_back_at_once(cast: Cast) -> None:
    mine = cast.request()
    row = away(cast, cast.anna, last=None)
    absence.end(actor=cast.anna, now=NOW + DAY, absence_id=row)
    assert owner_of(mine) == cast.anna.id
    absence.end(actor=cast.henk, now=NOW + DAY, absence_id=row)
    assert Event.objects.filter(type="absence.ended").count() == 1


def test_a_plan_that_is_off_moves_nothing(cast: Cast) -> None:
    mine = cast.request()
    row = away(cast, cast.anna, 3, 5)
    absence.end(actor=cast.henk, now=NOW, absence_id=row)
    Sweeper().sweep(NOW + 3 * DAY)
    assert owner_of(mine) == cast.anna.id


def test_what_a_colleague_took_over_meanwhile_or_closed_does_not_come_back(cast: Cast) -> None:
    yusuf = colleague(cast)
    taken, closed, stays = cast.request(), cast.request(), cast.request()
    row = away(cast, cast.anna)
    handling.take_over(actor=yusuf, now=NOW, request_id=taken)
    closing.close(
        actor=cast.henk,
        now=NOW,
        request_id=closed,
        closing=closing.Closing(ClosingReason.NOT_WANTED, nobody_discussed=True, safe=KNOWN_SAFE),
    )
    absence.end(actor=cast.anna, now=NOW + DAY, absence_id=row)
    assert owner_of(taken) == yusuf.id
    assert Request.objects.get(pk=closed).owner_id == cast.henk.id
    assert owner_of(stays) == cast.anna.id


def test_days_that_overlap_or_follow_are_one_absence(cast: Cast) -> None:
    row = away(cast, cast.anna, 0, 2)
    assert away(cast, cast.anna, 3, 6) == row
    assert away(cast, cast.anna, 1, 4) == row
    later = away(cast, cast.anna, 20, 25)
    assert later != row
    assert away(cast, cast.anna, 5, 22) == row
    kept = Absence.objects.get(returned_at=None)
    assert (kept.first_day, kept.last_day) == (TODAY, TODAY + 25 * DAY)


def test_somebody_without_a_last_day_can_get_one(cast: Cast) -> None:
    row = away(cast, cast.anna, 0, None)
    assert away(cast, cast.anna, 0, 3) == row
    assert Absence.objects.get().last_day == TODAY + 3 * DAY


@pytest.mark.parametrize(("first", "last"), [(3, 2), (-5, -1)])
def test_only_days_that_make_no_sense_are_refused(cast: Cast, first: int, last: int) -> None:
    with pytest.raises(Refused):
        away(cast, cast.anna, first, last)


def test_the_membership_of_a_second_role_is_away_too(cast: Cast) -> None:
    """Gerda of the board coordinates as well: it is one person who is ill."""
    both = join(
        actor=cast.anna,
        now=NOW,
        organisation_id=cast.noord_id,
        person=colleagues.Person("Gerda Bestuur", "gerda@example.nl"),
        role=Role.COORDINATOR,
    )
    actor = actor_of(Membership.objects.select_related("account", "organisation").get(pk=both))
    mine = cast.request(of=actor)
    row = away(cast, cast.gerda)
    assert owner_of(mine) == cast.henk.id
    absence.end(actor=cast.henk, now=NOW, absence_id=row)
    assert owner_of(mine) == both


# --- what moves along -----------------------------------------------------------------------------


def test_the_day_moves_to_the_new_owner_and_never_to_later(cast: Cast) -> None:
    mine, late = cast.request(), cast.request()
    wednesday = TODAY + DAY
    Request.objects.filter(pk=mine).update(due_on=wednesday)
    Request.objects.filter(pk=late).update(due_on=TODAY - DAY)
    away(cast, cast.anna)
    # Henk works on Tuesday and Thursday: Wednesday becomes today
    assert Request.objects.get(pk=mine).due_on == TODAY
    assert Request.objects.get(pk=late).due_on == TODAY - DAY


def test_signals_and_calls_after_a_no_go_along_and_come_back(cast: Cast) -> None:
    helper = cast.volunteer("Ria Loopt")
    cast.running(helper)
    wellbeing_signal.send_signal(actor=helper, now=NOW, reason="time")
    called = cast.request()
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=called,
        closing=closing.Closing(ClosingReason.NO_PLACE, nobody_discussed=True, lack=Lack.PLACE),
    )
    before = VolunteerSignal.objects.get()
    row = away(cast, cast.anna)
    signal = VolunteerSignal.objects.get()
    assert signal.to_id == cast.henk.id
    assert signal.call_before <= before.call_before
    seen = today_page(cast.henk, NOW + 28 * DAY)
    assert [one.request_id for one in seen.call_backs] == [called]
    assert [one.signal_id for one in seen.signals] == [signal.pk]
    absence.end(actor=cast.anna, now=NOW + DAY, absence_id=row)
    assert VolunteerSignal.objects.get().to_id == cast.anna.id
    assert Request.objects.get(pk=called).owner_id == cast.anna.id


def test_new_requests_and_signals_pass_by_whoever_is_away(cast: Cast) -> None:
    away(cast, cast.anna)
    assert owner_of(cast.web_request()) == cast.henk.id
    wellbeing_signal.send_signal(actor=cast.bram, now=NOW, reason="time")
    assert VolunteerSignal.objects.get().to_id == cast.henk.id


def test_a_signal_that_still_reached_somebody_away_is_passed_on_by_the_loop(cast: Cast) -> None:
    wellbeing_signal.send_signal(actor=cast.bram, now=NOW, reason="time")
    away(cast, cast.anna)
    VolunteerSignal.objects.update(to_id=cast.anna.id)
    assert due.absences_to_begin(NOW)
    Sweeper().sweep(NOW)
    assert VolunteerSignal.objects.get().to_id == cast.henk.id


def test_what_is_opened_again_goes_to_who_opens_it_while_the_owner_is_away(cast: Cast) -> None:
    request_id = cast.request()
    closing.close(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        closing=closing.Closing(ClosingReason.NOT_WANTED, nobody_discussed=True, safe=KNOWN_SAFE),
    )
    away(cast, cast.anna)
    closing.reopen(actor=cast.henk, now=NOW, request_id=request_id)
    assert owner_of(request_id) == cast.henk.id


def test_who_is_away_is_not_on_duty(cast: Cast) -> None:
    anna = Membership.objects.get(pk=cast.anna.id)
    away(cast, cast.anna, 2, 5)
    assert on_duty(anna, TODAY)
    assert not on_duty(anna, TODAY + DAY), "a Wednesday"
    assert not on_duty(anna, TODAY + 2 * DAY)
    assert on_duty(anna, TODAY + 6 * DAY)
    anna.active = False
    assert not on_duty(anna, TODAY)
    anna.active, anna.weekdays = True, []
    assert [n for n in range(7) if on_duty(anna, date(2027, 1, 4) + n * DAY)] == sorted(
        MONDAY_TO_FRIDAY
    )


# --- leaving for good waits for a yes -------------------------------------------------------------


def test_who_is_away_still_answers_for_what_was_lent(cast: Cast) -> None:
    mine = cast.request()
    away(cast, cast.anna)
    with pytest.raises(Refused) as refused:
        colleagues.leave(actor=cast.henk, now=NOW, membership_id=cast.anna.id)  # type: ignore[arg-type]
    assert refused.value.reason.params["count"] == 1
    assert takeovers.accept(actor=cast.henk, now=NOW, membership_id=cast.anna.id) == 1  # type: ignore[arg-type]
    colleagues.leave(actor=cast.henk, now=NOW, membership_id=cast.anna.id)  # type: ignore[arg-type]
    Sweeper().sweep(NOW + 9 * DAY)
    assert owner_of(mine) == cast.henk.id


def test_a_colleague_takes_over_for_good_by_their_own_yes(cast: Cast) -> None:
    yusuf = colleague(cast)
    mine = [cast.request(), cast.request()]
    takeovers.offer(
        actor=cast.gerda,
        now=NOW,
        membership_id=cast.anna.id,  # type: ignore[arg-type]
        colleague_id=yusuf.id,  # type: ignore[arg-type]
    )
    assert {owner_of(one) for one in mine} == {cast.anna.id}
    assert Message.objects.get(template="take_over").account_id == yusuf.account_id
    assert takeovers.accept(actor=yusuf, now=NOW, membership_id=cast.anna.id) == 2  # type: ignore[arg-type]
    assert {owner_of(one) for one in mine} == {yusuf.id}
    assert takeovers.accept(actor=yusuf, now=NOW, membership_id=cast.anna.id) == 0  # type: ignore[arg-type]


def test_nobody_takes_over_from_themselves_and_nothing_is_not_offered(cast: Cast) -> None:
    for colleague_id in (cast.anna.id, cast.henk.id):
        with pytest.raises(Refused):
            takeovers.offer(
                actor=cast.anna,
                now=NOW,
                membership_id=cast.anna.id,  # type: ignore[arg-type]
                colleague_id=colleague_id,  # type: ignore[arg-type]
            )
    with pytest.raises(Refused):
        takeovers.accept(actor=cast.anna, now=NOW, membership_id=cast.anna.id)  # type: ignore[arg-type]


# --- who stands in: the database says what the rule says ------------------------------------------


def test_the_question_to_the_database_is_the_rule(cast: Cast) -> None:
    yusuf = colleague(cast)
    everybody = [cast.anna, cast.henk, cast.gerda, yusuf]
    for number, (who, first, last) in enumerate(
        [(0, 1, 3), (3, 2, 6), (1, 8, 9), (3, 8, 12), (2, 11, 11)]
    ):
        Turn.objects.create(
            organisation_id=cast.noord_id,
            membership_id=everybody[who].id,
            first_day=TODAY + first * DAY,
            last_day=TODAY + last * DAY,
            noted_by_id=cast.anna.id,
            noted_at=NOW + number * timedelta(minutes=1),
        )
    for who, first, last in [(0, 2, 2), (1, 4, 8), (3, 6, 6), (2, 14, 15), (1, 15, None)]:
        away(cast, everybody[who], first, last, by=cast.gerda)
    for board in (None, cast.gerda.id):
        Organisation.objects.filter(pk=cast.noord_id).update(board_contact_id=board)
        organisation = Organisation.objects.get(pk=cast.noord_id)
        said = {
            run.first + n * DAY: run.who
            for run in rota_of([organisation], TODAY, 20)[cast.noord_id]
            for n in range((run.last - run.first).days + 1)
        }
        assert len(said) == 20
        for day, who in said.items():
            first = standing_in(cast.noord_id, day).first()
            assert (first.pk if first else None) == who, day
        assert len(set(said.values())) >= 4


def test_an_account_that_is_closed_stands_in_for_nobody(cast: Cast) -> None:
    from loopplank.store.models import Account

    Account.objects.filter(pk=cast.henk.account_id).update(is_active=False)
    assert standing_in(cast.noord_id, TODAY).first() is None


def test_only_a_board_member_is_named_for_the_board(cast: Cast) -> None:
    given: dict[str, Any] = {"first_contact_id": cast.anna.id, "stand_in_id": cast.henk.id}
    with pytest.raises(NotFound):
        organisations.set_people(actor=cast.anna, now=NOW, board_contact_id=cast.henk.id, **given)
    organisations.set_people(actor=cast.anna, now=NOW, board_contact_id=cast.gerda.id, **given)
    assert Organisation.objects.get(pk=cast.noord_id).board_contact_id == cast.gerda.id


@pytest.mark.both_engines
def test_the_table_itself_refuses_an_owner_who_left(cast: Cast) -> None:
    """The last line of defence: no path of absence can end at somebody who does not work here."""
    yusuf, mine = colleague(cast), cast.request()
    Membership.objects.filter(pk=yusuf.id).update(active=False, ended_on=TODAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        Request.objects.filter(pk=mine).update(owner_id=yusuf.id)
    with pytest.raises(DatabaseError), transaction.atomic():
        Membership.objects.filter(pk=cast.anna.id).update(active=False, ended_on=TODAY)


# --- at the same moment ---------------------------------------------------------------------------


#: Three in every run; fifty of each are the proof.
TRIALS = [*range(3), *(pytest.param(n, marks=pytest.mark.proof) for n in range(3, 50))]


@pytest.mark.commits
@pytest.mark.parametrize("trial", TRIALS)
def test_two_who_note_the_same_absence_make_one(trial: int, cast: Cast, race: Race) -> None:
    mine = [cast.request() for _ in range(3)]
    outcomes = race([lambda by=by: away(cast, cast.anna, by=by) for by in (cast.henk, cast.gerda)])
    assert len(set(outcomes)) == 1, outcomes
    assert Absence.objects.count() == 1
    assert AbsentRequest.objects.count() == 3
    assert {owner_of(one) for one in mine} == {cast.henk.id}


@pytest.mark.commits
@pytest.mark.parametrize("trial", TRIALS)
def test_an_absence_and_a_colleague_who_takes_over_do_not_lose_a_request(
    trial: int, cast: Cast, race: Race
) -> None:
    yusuf = colleague(cast)
    mine = [cast.request() for _ in range(3)]
    outcomes = race(
        [
            lambda: away(cast, cast.anna),
            *(
                lambda one=one: handling.take_over(actor=yusuf, now=NOW, request_id=one)
                for one in mine
            ),
        ]
    )
    assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
    assert {owner_of(one) for one in mine} == {yusuf.id}
    absence.end(actor=cast.henk, now=NOW + DAY, absence_id=outcomes[0])
    assert {owner_of(one) for one in mine} == {yusuf.id}


@pytest.mark.commits
@pytest.mark.parametrize("trial", TRIALS)
def test_talks_new_requests_and_leaving_cross_an_absence_without_a_deadlock(
    trial: int, cast: Cast, race: Race
) -> None:
    yusuf = colleague(cast)
    mine = [cast.request() for _ in range(4)]
    cast.made = 1000 * trial
    outcomes = race(
        [
            lambda: away(cast, cast.anna),
            lambda: away(cast, cast.gerda),
            *(
                lambda one=one: handling.log_contact(
                    actor=cast.anna, now=NOW, request_id=one, kind="talk"
                )
                for one in mine
            ),
            cast.web_request,
            lambda: colleagues.leave(actor=cast.anna, now=NOW, membership_id=yusuf.id),  # type: ignore[arg-type]
        ]
    )
    assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
    assert {owner_of(one) for one in mine} == {cast.henk.id}
    assert owner_of(outcomes[-2]) == cast.henk.id


@pytest.mark.commits
def test_several_loops_begin_and_end_an_absence_once(cast: Cast, race: Race) -> None:
    mine = cast.request()
    away(cast, cast.anna, 1, 2)
    for later, owner in ((1, cast.henk.id), (3, cast.anna.id)):
        outcomes = race([lambda later=later: Sweeper().sweep(NOW + later * DAY) for _ in range(3)])
        assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
        assert owner_of(mine) == owner
    moved = Event.objects.filter(
        aggregate_id=mine, type__in=["request.covered", "request.returned"]
    )
    assert moved.count() == 2
