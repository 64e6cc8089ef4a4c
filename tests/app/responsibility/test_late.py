"""What happens when a day passes: once, whoever looks; and one decision when it is too much."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.account.actors import SYSTEM
from loopplank.access.messages.messages import message
from loopplank.access.responsibility import due
from loopplank.access.responsibility.today import today_page
from loopplank.actions.account import links
from loopplank.actions.messages import messages
from loopplank.actions.requests import closing, handling
from loopplank.actions.responsibility import clocks
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.closing import Lack
from loopplank.core.responsibility.clocks import FEW
from loopplank.core.responsibility.today import Verb
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import Event, Membership, Message, Request
from loopplank.web.kit import clock
from loopplank.web.messages.render_message import letter, told

Race = Callable[..., list[Any]]
#: A new request of Tuesday is called about before Thursday 26 November, 17:00 in Amsterdam.
LATE = datetime(2026, 11, 26, 16, tzinfo=UTC)
FRIDAY = date(2026, 11, 27)
MONDAY = date(2026, 11, 30)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def then(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    then(LATE)
    return then


def queued(request_id: UUID, template: str) -> list[Message]:
    return list(Message.objects.filter(request=request_id, template=template, state="queued"))


def ran_out(request_id: UUID) -> list[str]:
    """What was done each time the clock of this request ran out."""
    events = Event.objects.filter(aggregate_id=request_id, type="request.ran_out")
    return [event.data["did"] for event in events.order_by("sequence")]


def words(cast: Cast, one: Message) -> str:
    return letter(message(cast.anna, one.pk, LATE)).text


# --- the loop -------------------------------------------------------------------------------------


def test_at_five_the_person_hears_sorry_a_new_name_and_a_new_day(cast: Cast) -> None:
    Membership.objects.filter(pk=cast.henk.id).update(weekdays=[4])
    request_id = cast.web_request()
    Sweeper().sweep(LATE - timedelta(seconds=1))
    assert not queued(request_id, "late")
    Sweeper().sweep(LATE)
    (late,) = queued(request_id, "late")
    text = words(cast, late)
    assert "Wij zouden u uiterlijk donderdag 26 november bellen. Dat is niet gelukt." in text
    assert "Henk Achterwacht belt u uiterlijk vrijdag 27 november." in text
    short = told(message(cast.anna, late.pk, LATE), LATE).text
    assert "Henk belt u uiterlijk vr 27 nov." in short
    assert ran_out(request_id) == ["said_sorry"]
    row = Request.objects.get(pk=request_id)
    assert (row.due_on, row.state) == (date(2026, 11, 26), "new"), "it stays late until it is done"


def test_nobody_is_named_who_is_not_there_on_that_day(cast: Cast) -> None:
    request_id = cast.web_request()
    Sweeper().sweep(LATE)
    (late,) = queued(request_id, "late")
    assert "Noord belt u uiterlijk vrijdag 27 november." in words(cast, late)
    assert "Henk" not in words(cast, late)


def test_what_the_message_says_the_status_page_says_too(
    cast: Cast, at: Callable[[datetime], None]
) -> None:
    Membership.objects.filter(pk=cast.anna.id).update(weekdays=[3, 4])
    Membership.objects.filter(pk=cast.henk.id).update(weekdays=[0])
    request_id = cast.web_request()
    # Anna works on Friday too: her day is Friday, and the new one Monday, when Henk is there
    at(datetime(2026, 11, 27, 16, tzinfo=UTC))
    Sweeper().sweep(clock.now())
    promise = "Henk Achterwacht belt u uiterlijk maandag 30 november."
    assert promise in words(cast, queued(request_id, "late")[0])
    assert promise in browsing.asker(request_id).get("/uw-vraag/").content.decode()


def test_a_loop_that_was_away_promises_no_day_that_passed(cast: Cast) -> None:
    request_id = cast.web_request()
    Sweeper().sweep(LATE + timedelta(days=14))
    (late,) = queued(request_id, "late")
    assert late.params["again"] == "2026-12-11"


def test_each_state_does_what_the_table_says(cast: Cast) -> None:
    talking, searching = cast.request(), cast.ready()
    waiting = cast.ready()
    closing.wait(actor=cast.anna, now=NOW, request_id=waiting, lack=Lack.PLACE)
    running = cast.running(cast.bram)
    Sweeper().sweep(NOW + timedelta(days=60))
    assert ran_out(talking) == ran_out(searching) == ["shown"]
    assert ran_out(Request.objects.get(matches=running).pk) == ["shown"]
    assert ran_out(waiting) == ["prepared_letter"]
    assert not Message.objects.filter(template="late").exists()


def test_a_clock_acts_once_and_again_for_another_day(cast: Cast) -> None:
    request_id = cast.web_request()
    for _ in range(3):
        Sweeper().sweep(LATE)
    assert ran_out(request_id) == ["said_sorry"]
    clocks.move_day(
        actor=cast.anna, now=LATE, request_id=request_id, day=MONDAY, reason="busy", told="phone"
    )
    Sweeper().sweep(LATE + timedelta(days=1))
    assert len(ran_out(request_id)) == 1
    Sweeper().sweep(LATE + timedelta(days=4))
    assert len(ran_out(request_id)) == 2


def test_what_was_done_in_time_or_closed_is_not_due(cast: Cast) -> None:
    called, closed = cast.web_request(), cast.web_request()
    handling.log_contact(actor=cast.anna, now=NOW, request_id=called, kind="talk")
    handling.log_contact(actor=cast.anna, now=NOW, request_id=closed, kind="talk")
    Request.objects.filter(pk=closed).update(
        state="closed", closed_at=NOW, closing_reason="helped", nobody_discussed=True
    )
    assert due.clocks(LATE + timedelta(days=30)) == [called]
    asked = cast.asked(cast.bram)
    assert Request.objects.get(proposals=asked).pk not in due.clocks(LATE + timedelta(days=30))


def test_who_is_called_after_all_hears_no_sorry_any_more(cast: Cast) -> None:
    request_id = cast.web_request()
    Sweeper().sweep(LATE)
    handling.log_contact(
        actor=cast.henk, now=LATE + timedelta(hours=1), request_id=request_id, kind="talk"
    )
    assert not queued(request_id, "late")


def test_a_wait_letter_that_is_told_makes_the_clock_go_on(cast: Cast) -> None:
    request_id = cast.ready()
    closing.wait(actor=cast.anna, now=NOW, request_id=request_id, lack=Lack.PLACE)
    day = Request.objects.get(pk=request_id).due_on
    assert day is not None
    late = datetime(day.year, day.month, day.day, 16, tzinfo=UTC)
    Sweeper().sweep(late)
    (prepared,) = queued(request_id, "wait_again")
    assert Request.objects.get(pk=request_id).due_on == day, "it stays on the list until it is read"
    messages.tell(actor=cast.anna, now=late, message_id=prepared.pk, how="spoken")
    after = Request.objects.get(pk=request_id).due_on
    assert after is not None
    assert after.isoformat() == prepared.params["due_on"] > day.isoformat()


def test_a_search_that_ran_out_asks_what_now(cast: Cast) -> None:
    cast.ready()
    task = today_page(cast.anna, NOW + timedelta(days=20)).rows[0].task
    assert task.verb is Verb.CHOOSE
    assert "wachtlijst" in task.why.sentence


def test_the_stand_in_sees_today_what_an_owner_has_who_is_not_there(cast: Cast) -> None:
    """Anna works on Monday, Tuesday and Thursday; on Friday nobody would look."""
    request_id = cast.web_request()
    Request.objects.filter(pk=request_id).update(due_on=FRIDAY)
    on_friday = datetime(2026, 11, 27, 8, tzinfo=UTC)
    assert [row.request_id for row in today_page(cast.henk, on_friday).rows] == [request_id]
    Membership.objects.filter(pk=cast.anna.id).update(weekdays=[4])
    assert not today_page(cast.henk, on_friday).rows


def test_from_five_on_the_stand_in_sees_what_is_late(cast: Cast) -> None:
    request_id = cast.web_request()
    assert not today_page(cast.henk, LATE - timedelta(seconds=1)).rows
    assert [row.request_id for row in today_page(cast.henk, LATE).rows] == [request_id]


# --- more than five at once -----------------------------------------------------------------------


def many(cast: Cast, count: int = FEW + 2) -> list[UUID]:
    return [cast.web_request(last_name=f"Persoon{n}") for n in range(count)]


@pytest.mark.both_engines
def test_five_apologies_are_said_and_six_are_one_decision(
    cast: Cast, at: Callable[[datetime], None]
) -> None:
    few = many(cast, FEW)
    Sweeper().sweep(LATE)
    assert all(queued(pk, "late") for pk in few)
    Message.objects.filter(template="late").delete()
    Request.objects.update(ran_out_on=None, sorry_for=None)
    cast.web_request()
    Sweeper().sweep(LATE)
    assert not Message.objects.filter(template="late").exists()
    assert Event.objects.filter(data__did="waits_for_decision").count() == FEW + 1
    page = browsing.member(cast.anna).get(reverse("today")).content.decode()
    assert "6 vragen zijn te laat. Wat zeggen we?" in page
    assert page.count("Eén besluit voor iedereen") == 1


def test_the_decision_stays_until_everybody_heard_something(
    cast: Cast, at: Callable[[datetime], None]
) -> None:
    held = many(cast)
    Sweeper().sweep(LATE)
    for pk in held[:-1]:
        handling.log_contact(actor=cast.anna, now=LATE, request_id=pk, kind="talk")
    assert today_page(cast.anna, LATE).late_together == 1
    clocks.settle_late(actor=cast.anna, now=LATE, day=MONDAY)
    assert today_page(cast.anna, LATE).late_together == 0


def test_one_new_day_for_everybody_is_one_message_each(
    cast: Cast, at: Callable[[datetime], None]
) -> None:
    held = many(cast)
    Sweeper().sweep(LATE)
    client = browsing.member(cast.anna)
    shown = client.get(reverse("late")).content.decode()
    assert "7 vragen zijn te laat. Wat zeggen we?" in shown
    assert "Noord belt u uiterlijk vrijdag 27 november." in shown, "the words before anybody hears"
    typed = {"how": "day", "day": "2026-11-30"}
    seen = client.post(reverse("late"), {**typed, "do": "preview"}).content.decode()
    assert "Anna Prins belt u uiterlijk maandag 30 november." in seen
    assert not Message.objects.filter(template="late").exists()
    assert client.post(reverse("late"), typed).status_code == 302
    for pk in held:
        (late,) = queued(pk, "late")
        assert late.params["again"] == "2026-11-30"
        assert Request.objects.get(pk=pk).due_on == MONDAY
    Sweeper().sweep(LATE)
    assert Message.objects.filter(template="late").count() == len(held)
    assert Event.objects.filter(type="organisation.late_settled").count() == 1


def test_divided_each_colleague_calls_on_their_own_next_day(
    cast: Cast, at: Callable[[datetime], None]
) -> None:
    Membership.objects.filter(pk=cast.henk.id).update(weekdays=[2])
    held = many(cast)
    Sweeper().sweep(LATE)
    typed = {"how": "divide", "take": [str(cast.anna.id), str(cast.henk.id)]}
    assert browsing.member(cast.anna).post(reverse("late"), typed).status_code == 302
    owners = [Request.objects.get(pk=pk).owner_id for pk in held]
    assert {owners.count(cast.anna.id), owners.count(cast.henk.id)} == {3, 4}
    for pk in held:
        row, (late,) = Request.objects.get(pk=pk), queued(pk, "late")
        henk = row.owner_id == cast.henk.id
        assert row.due_on == (date(2026, 12, 2) if henk else MONDAY)
        assert late.params["caller"] == ("Henk Achterwacht" if henk else "Anna Prins")


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"how": "day"},
        {"how": "divide"},
        {"how": "day", "day": "2026-11-26"},
        {"how": "day", "day": "2026-11-28"},
        {"how": "day", "day": "morgen"},
        {"how": "divide", "take": ["00000000-0000-0000-0000-000000000000"]},
    ],
)
def test_a_choice_that_cannot_be_is_a_sentence(
    cast: Cast, at: Callable[[datetime], None], typed: dict[str, Any]
) -> None:
    many(cast)
    Sweeper().sweep(LATE)
    response = browsing.member(cast.anna).post(reverse("late"), typed)
    assert response.status_code in {409, 422}
    assert "error" in response.content.decode()
    assert not Message.objects.filter(template="late").exists()


def test_of_another_organisation_nothing_is_late_here(
    cast: Cast, at: Callable[[datetime], None]
) -> None:
    many(cast)
    Sweeper().sweep(LATE)
    assert today_page(cast.carla, LATE).late_together == 0
    assert "Persoon" not in browsing.member(cast.carla).get(reverse("late")).content.decode()
    assert clocks.settle_late(actor=cast.carla, now=LATE, day=MONDAY) == 0
    with pytest.raises(Exception, match="membership"):
        clocks.settle_late(actor=cast.anna, now=LATE, take=(cast.carla.id,))  # type: ignore[arg-type]
    with pytest.raises(Refused):
        clocks.settle_late(actor=cast.anna, now=LATE)


def test_the_page_costs_the_same_for_seven_as_for_seventy(
    cast: Cast, at: Callable[[datetime], None], queries: Callable[[], Any]
) -> None:
    client = browsing.member(cast.anna)
    many(cast)
    client.get(reverse("late"))
    with queries() as few:
        client.get(reverse("late"))
    many(cast, 30)
    with queries() as lots:
        client.get(reverse("late"))
    assert len(few) == len(lots) <= 15, lots


# --- several at the same moment -------------------------------------------------------------------


def one_clock(cast: Cast, race: Race, loops: int) -> None:
    request_id = cast.web_request()
    outcomes = race([lambda: Sweeper().sweep(LATE) for _ in range(loops)])
    assert all(isinstance(done, int) for done in outcomes), outcomes
    assert ran_out(request_id) == ["said_sorry"]
    assert len(queued(request_id, "late")) == 1


@pytest.mark.commits
@pytest.mark.parametrize("trial", range(2))
def test_two_loops_on_one_clock_act_once(trial: int, cast: Cast, race: Race) -> None:
    one_clock(cast, race, 2)


@pytest.mark.proof
@pytest.mark.commits
@pytest.mark.parametrize("trial", range(50))
def test_four_loops_on_one_clock_act_once_fifty_times(trial: int, cast: Cast, race: Race) -> None:
    one_clock(cast, race, 4)


@pytest.mark.commits
def test_two_who_decide_at_once_tell_everybody_once(cast: Cast, race: Race) -> None:
    held = many(cast)
    Sweeper().sweep(LATE)
    outcomes = race(
        [
            lambda: clocks.settle_late(actor=cast.anna, now=LATE, day=MONDAY),
            lambda: clocks.settle_late(actor=cast.henk, now=LATE, take=(cast.henk.id,)),
        ]
    )
    assert sorted(outcomes) == [0, len(held)], outcomes
    assert all(len(queued(pk, "late")) == 1 for pk in held)


@pytest.mark.commits
def test_a_letter_told_while_the_loop_prepares_one_is_no_deadlock(cast: Cast, race: Race) -> None:
    request_id = cast.ready()
    closing.wait(actor=cast.anna, now=NOW, request_id=request_id, lack=Lack.PLACE)
    (first,) = queued(request_id, "wait")
    day = Request.objects.get(pk=request_id).due_on
    assert day is not None
    late = datetime(day.year, day.month, day.day, 16, tzinfo=UTC)
    outcomes = race(
        [
            lambda: clocks.run_out(actor=SYSTEM, now=late, request_id=request_id),
            lambda: messages.tell(actor=cast.anna, now=late, message_id=first.pk, how="spoken"),
            lambda: links.renew_status(actor=cast.anna, now=late, request_id=request_id),
        ]
    )
    assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
    assert len(queued(request_id, "wait_again")) == 1
    assert day > TODAY
