"""One volunteer at two people at once: refused on every path, and by the table itself."""

import random  # noqa: TID251  seeded
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.planned import many_at_once, plan_now, sought
from tests.databases import Databases

from loopplank.access.account.actors import SYSTEM, Actor
from loopplank.access.volunteers.own_pages import agreement_of
from loopplank.actions.ledger.ledger import differences
from loopplank.actions.matching import apply_plan, matches, proposals, propose
from loopplank.actions.requests import handling
from loopplank.actions.volunteers import import_list, limits, same_hour
from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.import_list import Newcomer
from loopplank.core.volunteers.load import Limits
from loopplank.core.volunteers.same_hour import first_clash
from loopplank.store import triggers
from loopplank.store.models import (
    Affiliation,
    Match,
    Network,
    PlanPart,
    PlanProposal,
    Proposal,
    Volunteer,
    VolunteerSignal,
)
from loopplank.web.kit import clock

WIDE = Limits(liked_minutes=2000, max_minutes=3000, max_people=60, max_heavy=30)
THURSDAY = date(2026, 11, 26)
DAY, TWO = timedelta(days=1), time(14)
Race = Callable[..., list[Any]]


@pytest.fixture(autouse=True)
def _questions_enough(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Network.objects.update(open_asks_at_once=9, most_asks_a_month=12, days_of_rest_after_no=0)


@pytest.fixture
def ria(cast: Cast) -> Actor:
    """With room for many; only the hour stands in the way."""
    return cast.volunteer("Ria Smit", limits=WIDE)


def test_the_second_yes_for_the_same_hour_is_refused(cast: Cast, ria: Actor) -> None:
    """On each path: volunteer, coordinator by phone, noted yes, stand-in, start and a longer
    term."""
    assert ria.id
    asked = [cast.asked(ria, start_time=TWO) for _ in range(2)]
    later = cast.asked(
        ria, first_day=THURSDAY + 90 * DAY, last_day=THURSDAY + 150 * DAY, start_time=TWO
    )
    match_id = proposals.accept(actor=ria, now=NOW, proposal_id=asked[0])
    for who in (ria, cast.anna):
        with pytest.raises(Refused, match=r"same_hour\.here"):
            proposals.accept(actor=who, now=NOW, proposal_id=asked[1])
    assert Proposal.objects.get(pk=asked[1]).state == "open"
    for act in (propose.ask, propose.note_yes):
        for plan in (
            cast.plan(start_time=time(15)),
            cast.plan(first_day=THURSDAY, last_day=THURSDAY),
        ):
            with pytest.raises(Refused, match=r"same_hour\.here"):
                act(
                    actor=cast.anna,
                    now=NOW,
                    request_id=cast.ready(),
                    volunteer_id=ria.id,
                    plan=plan,
                )
    proposals.accept(actor=ria, now=NOW, proposal_id=later)
    matches.start(actor=cast.anna, now=NOW, match_id=match_id)
    with pytest.raises(Refused, match=r"same_hour\.here"):
        matches.evaluate(
            actor=cast.anna, now=NOW, match_id=match_id, new_last_day=THURSDAY + 120 * DAY
        )
    # what ends frees its hour at once
    matches.end(actor=cast.anna, now=NOW, match_id=match_id)
    proposals.accept(actor=ria, now=NOW, proposal_id=asked[1])


@pytest.mark.both_engines
def test_opposite_fortnights_share_an_hour_and_the_same_do_not(cast: Cast, ria: Actor) -> None:
    """By the coordinator, by the volunteer, and by the table itself."""
    assert ria.id
    every_second = {"start_time": TWO, "every_weeks": 2}
    mine = cast.agreed(ria, **every_second, phase=THURSDAY)
    same, other = (
        cast.plan(**every_second, first_day=first, phase=first)
        for first in (THURSDAY + 14 * DAY, THURSDAY + 7 * DAY)
    )
    for act in (propose.ask, propose.note_yes):
        to = {"actor": cast.anna, "now": NOW, "request_id": cast.ready(), "volunteer_id": ria.id}
        with pytest.raises(Refused, match=r"same_hour\.here"):
            act(**to, plan=same)
    asked = propose.ask(**to, plan=other)
    proposals.accept(actor=ria, now=NOW, proposal_id=asked)
    row = Match.objects.exclude(pk=mine).get(volunteer_id=ria.id)
    assert row.phase == date(2026, 11, 30)
    # the table says the same when the weeks of one are changed under it
    with pytest.raises(Error), transaction.atomic():
        Match.objects.filter(pk=row.pk).update(phase=THURSDAY)
    Match.objects.filter(pk=row.pk).update(phase=THURSDAY + 21 * DAY)


def test_another_organisation_hears_only_that_it_cannot(cast: Cast, ria: Actor) -> None:
    assert ria.id
    cast.agreed(ria, start_time=TWO)
    Affiliation.objects.create(
        volunteer_id=ria.id,
        organisation_id=cast.zuid_id,
        state="active",
        since=NOW.date(),
        certificate_seen_on=NOW.date(),
    )
    with pytest.raises(Refused, match=r"same_hour\.elsewhere") as no:
        cast.asked(ria, of=cast.carla, start_time=TWO)
    assert no.value.reason.params == {"name": "Ria"}


@pytest.mark.both_engines
def test_an_overlap_that_is_there_already_can_be_started_and_ended(
    cast: Cast, ria: Actor, committed: str, databases: Databases
) -> None:
    one, two = (cast.agreed(ria, start_time=time(hour)) for hour in (9, 14))
    with databases.pointing_at(committed, owner=True), _without_triggers():
        Match.objects.filter(pk=one).update(start_time=TWO)
    # it is listed for a talk, once
    assert same_hour.bring_up(actor=SYSTEM, now=NOW, volunteer_id=ria.id) == 1
    assert same_hour.bring_up(actor=SYSTEM, now=NOW, volunteer_id=ria.id) == 0
    assert VolunteerSignal.objects.get(reason="same_hour").match_id in {one, two}
    matches.start(actor=cast.anna, now=NOW, match_id=one)
    matches.start(actor=cast.anna, now=NOW, match_id=two)
    matches.end(actor=cast.anna, now=NOW, match_id=two)
    assert Match.objects.get(pk=two).state == "ended"


@contextmanager
def _without_triggers() -> Iterator[None]:
    """The table as it was before this rule; only its owner may do that."""
    off, on = (
        ["ALTER TABLE store_match DISABLE TRIGGER USER"],
        ["ALTER TABLE store_match ENABLE TRIGGER USER"],
    )
    if connection.vendor == "sqlite":
        made = triggers.made("sqlite")
        ours = [one for one in made if one.name.startswith("match_one_at_a_time")]
        off = [f"DROP TRIGGER {one.name}" for one in ours]
        on = [one.statement for one in ours]
    with connection.cursor() as cursor:
        for statement in off:
            cursor.execute(statement)
        yield
        for statement in on:
            cursor.execute(statement)


@pytest.mark.both_engines
def test_the_table_refuses_what_the_rule_refuses(cast: Cast, ria: Actor) -> None:
    """The trigger says the same as core, for a new row and for one that changes."""
    chance = random.Random(12)
    cast.agreed(ria, start_time=TWO)
    base = Match.objects.get(volunteer_id=ria.id)

    def anything() -> dict[str, object]:
        first = THURSDAY + chance.randrange(0, 20) * DAY
        return {
            "first_day": first,
            "last_day": first + chance.choice([0, 10, 60, 60, 60]) * DAY,
            "weekday": chance.choice([None, 3, 3, 3, 3, 3, 4]),
            "start_time": chance.choice([None, time(13, 30), TWO, TWO, time(15), time(15, 30)]),
            "every_weeks": chance.choice([1, 1, 2, 3]),
            "phase": chance.choice([None, date(2026, 11, 23), date(2026, 11, 30)]),
            "stops_on": chance.choice([None, None, None, first + 5 * DAY]),
        }

    def row(**columns: object) -> Match:
        made = Match.objects.get(pk=base.pk)
        made.pk, made.proposal_id, made.request_id = uuid4(), None, base.request_id
        for name, value in columns.items():
            setattr(made, name, value)
        return made

    def refuses(act: Callable[[], object]) -> bool:
        try:
            with transaction.atomic():
                act()
        except Error:
            return True
        return False

    requests = [cast.request() for _ in range(2)]
    seen = {True: 0, False: 0}
    for _ in range(120):
        one, two = row(**anything()), row(**anything())
        one.request_id, two.request_id = requests
        with transaction.atomic():
            base.state, base.ended_on = "ended", base.first_day
            base.save(update_fields=["state", "ended_on"])
            one.save(force_insert=True)
            says = first_clash(agreement_of(one), agreement_of(two)) is not None
            seen[says] += 1
            assert refuses(lambda two=two: two.save(force_insert=True)) == says, (one, two)  # type: ignore[misc]
            # the same by a change of a row that was at another hour
            two.start_time, hour = time(3), two.start_time
            if not says:
                Match.objects.filter(pk=two.pk).delete()
            two.save(force_insert=True)
            two.start_time = hour
            assert refuses(lambda two=two: two.save(update_fields=["start_time"])) == says  # type: ignore[misc]
            transaction.set_rollback(True)
    assert min(seen.values()) > 10, seen


def race_for_one_hour(cast: Cast, race: Race) -> None:
    """Twelve questions for the same hour, answered by volunteer and coordinators at once."""
    Network.objects.update(open_asks_at_once=12, most_asks_a_month=12, days_of_rest_after_no=0)
    ria = cast.volunteer("Ria Smit", limits=WIDE)
    asked = []
    for minute in range(12):
        asked.append(cast.asked(ria, start_time=time(14, 2 * minute)))
        Proposal.objects.filter(volunteer_id=ria.id).update(asked_at=NOW - 90 * DAY)
    of_request = dict(Proposal.objects.filter(pk__in=asked).values_list("pk", "request_id"))

    def answer(n: int, proposal_id: Any) -> Callable[[], int]:
        if n % 2:
            own = browsing.volunteer(ria)
            page, typed = reverse("proposal", args=[proposal_id]), {"answer": "yes"}
            return lambda: own.post(page, typed).status_code
        colleague = browsing.member(cast.anna)
        page = reverse("answer_proposal", args=[proposal_id])
        typed = {"answer": "yes", "terug": str(of_request[proposal_id])}
        return lambda: colleague.post(page, typed).status_code

    outcomes = race([answer(n, pk) for n, pk in enumerate(asked)])
    assert all(isinstance(code, int) and code < 500 for code in outcomes), outcomes
    assert Match.objects.filter(volunteer_id=ria.id).count() == 1
    assert Proposal.objects.filter(volunteer_id=ria.id, state="yes").count() == 1


@pytest.mark.commits
def test_one_hour_has_one_match(cast: Cast, race: Race) -> None:
    race_for_one_hour(cast, race)


@pytest.mark.proof
@pytest.mark.commits
@pytest.mark.both_engines
@pytest.mark.parametrize("trial", range(50))
def test_one_hour_has_one_match_fifty_times(trial: int, cast: Cast, race: Race) -> None:
    race_for_one_hour(cast, race)


#: How often each path takes part in a mixed race.
OF_EACH = 3


def mixed_race_for_one_hour(cast: Cast, race: Race) -> None:
    """The volunteer's own yes, a coordinator who notes one on the phone or at once, a plan that is
    carried out and answered, and two lists with this volunteer that come in meanwhile.
    """
    many_at_once()
    Network.objects.update(days_of_rest_after_no=0)
    ria = cast.volunteer("Ria Smit", limits=WIDE, phone="0687654321")
    assert ria.id
    agreed = {"visit_minutes": 60, "last_day": THURSDAY + 60 * DAY, "start_time": TWO, "weekday": 3}
    planned = [sought(cast) for _ in range(OF_EACH)]
    for request_id in planned:
        handling.agree(actor=cast.anna, now=NOW, request_id=request_id, agreed=agreed)
    # the plan gives each its own hour: who carries it out gives all of them to one
    cast.volunteer("Nog Iemand")
    plan_now(cast)
    PlanPart.objects.update(volunteer=ria.id)
    proposed = list(PlanProposal.objects.filter(request_id__in=planned))
    asked = [cast.asked(ria, start_time=time(14, 2 * n)) for n in range(2 * OF_EACH)]
    of_request = dict(Proposal.objects.filter(pk__in=asked).values_list("pk", "request_id"))
    ready = [cast.ready() for _ in range(OF_EACH)]
    assert len(proposed) == OF_EACH

    def by_volunteer(proposal_id: Any) -> Callable[[], int]:
        own = browsing.volunteer(ria)
        page = reverse("proposal", args=[proposal_id])
        return lambda: own.post(page, {"answer": "yes"}).status_code

    def by_phone(proposal_id: Any) -> Callable[[], int]:
        colleague = browsing.member(cast.anna)
        typed = {"answer": "yes", "terug": str(of_request[proposal_id])}
        page = reverse("answer_proposal", args=[proposal_id])
        return lambda: colleague.post(page, typed).status_code

    def at_once(request_id: Any) -> Callable[[], object]:
        return lambda: propose.note_yes(
            actor=cast.anna,
            now=NOW,
            request_id=request_id,
            volunteer_id=ria.id,  # type: ignore[arg-type]  # asserted above
            plan=cast.plan(start_time=TWO),
        )

    def by_plan(proposal: PlanProposal) -> Callable[[], object]:
        def carry_out() -> object:
            apply_plan.accept(actor=cast.anna, now=NOW, proposal_id=proposal.pk, what="Samen")
            made = Proposal.objects.get(request_id=proposal.request_id, state="open")
            return proposals.accept(actor=ria, now=NOW, proposal_id=made.pk)

        return carry_out

    def by_list(who: Actor) -> Callable[[], object]:
        one = Newcomer(2, "Ria", "Smit", "0687654321", "", "1013 BB", "sms", WIDE)
        return lambda: import_list.import_volunteers(actor=who, now=NOW, people=[one])

    calls: list[Callable[[], object]] = []
    for n in range(OF_EACH):
        calls += [by_volunteer(asked[2 * n]), by_phone(asked[2 * n + 1])]
        calls += [at_once(ready[n]), by_plan(proposed[n])]
    outcomes = race([*calls, by_list(cast.anna), by_list(cast.carla)])
    wrong = [
        one
        for one in outcomes
        if (isinstance(one, int) and one >= 500)
        or (isinstance(one, Exception) and not isinstance(one, Refused))
    ]
    assert not wrong, outcomes
    assert outcomes[-2:] == [import_list.Imported(0, 0, 1), import_list.Imported(0, 1, 0)]
    assert Match.objects.filter(volunteer_id=ria.id).count() == 1
    assert Proposal.objects.filter(volunteer_id=ria.id, state="yes").count() == 1
    assert differences(Volunteer.objects.get(pk=ria.id)) == []


@pytest.mark.commits
@pytest.mark.both_engines
def test_one_hour_has_one_match_on_whatever_path(cast: Cast, race: Race) -> None:
    mixed_race_for_one_hour(cast, race)


@pytest.mark.proof
@pytest.mark.commits
@pytest.mark.both_engines
@pytest.mark.parametrize("trial", range(50))
def test_one_hour_has_one_match_on_whatever_path_fifty_times(
    trial: int, cast: Cast, race: Race
) -> None:
    mixed_race_for_one_hour(cast, race)


def test_a_meeting_where_the_volunteer_is_not_asks_them_first(cast: Cast) -> None:
    match_id = cast.agreed(cast.bram)
    first = NOW.date() + 2 * DAY
    limits.pause(
        actor=cast.bram,
        now=NOW,
        volunteer_id=cast.bram_id,
        first=first,
        last=first + 10 * DAY,
    )

    def plan(at: Any, *, asked: bool = False) -> None:
        matches.plan_meeting(
            actor=cast.anna, now=NOW, match_id=match_id, meeting_at=at, volunteer_asked=asked
        )

    with pytest.raises(Refused, match=r"meeting\.pause"):
        plan(NOW + 3 * DAY)
    plan(NOW + DAY)
    plan(NOW + 3 * DAY, asked=True)
    from loopplank.actions.wellbeing import signal

    signal.send_signal(actor=cast.bram, now=NOW, reason="time")
    with pytest.raises(Refused, match=r"meeting\.signal"):
        plan(NOW + DAY)
