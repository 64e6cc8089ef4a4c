"""Twenty at once for one volunteer with room for one: exactly one succeeds (promise P2).

The coordinators press the button on the request's page, the volunteer answers on their own page,
all at the same moment and mixed.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import MRS_DE_WIT, NOW, Cast

from loopplank.access.account.actors import VISITOR
from loopplank.actions.ledger.ledger import differences
from loopplank.actions.matching import proposals, propose
from loopplank.actions.organisations import colleagues
from loopplank.actions.requests import drafts, intake
from loopplank.actions.wellbeing import signal, signal_steps
from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.load import Limits
from loopplank.store.models import (
    Event,
    LoadWeek,
    Match,
    Membership,
    Network,
    Proposal,
    Request,
    Volunteer,
)
from loopplank.web.kit import clock

AT_ONCE = 20
ROOM_FOR_ONE = Limits(liked_minutes=90, max_minutes=90, max_people=1, max_heavy=0)
Race = Callable[..., list[Any]]


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def asked_twenty_times(cast: Cast) -> tuple[UUID, list[UUID]]:
    """One volunteer with room for one, and twenty open questions to them."""
    # one at a time is the rule; here it is lifted so that the limit alone has to hold
    Network.objects.update(open_asks_at_once=AT_ONCE, most_asks_a_month=12, days_of_rest_after_no=0)
    long_ago = NOW - timedelta(days=90)
    one = cast.volunteer("Ria Smit", limits=ROOM_FOR_ONE)
    assert one.id
    asked = []
    for _ in range(AT_ONCE):
        asked.append(cast.asked(one))
        # not all in one month: that has a limit of its own
        Proposal.objects.filter(volunteer_id=one.id).update(asked_at=long_ago)
    return one.id, asked


def mixed_race(cast: Cast, race: Race) -> None:
    volunteer_id, asked = asked_twenty_times(cast)
    of_request = dict(Proposal.objects.filter(pk__in=asked).values_list("pk", "request_id"))
    from loopplank.access.account.actors import Actor
    from loopplank.core.account.roles import Role

    ria = Actor(Role.VOLUNTEER, id=volunteer_id, name="Ria")
    colleagues = [browsing.member(cast.anna) for _ in asked[::2]]
    volunteers = [browsing.volunteer(ria) for _ in asked[1::2]]

    def by_coordinator(client: Any, proposal_id: UUID) -> Callable[[], int]:
        return lambda: (
            client.post(
                reverse("answer_proposal", args=[proposal_id]),
                {"answer": "yes", "terug": str(of_request[proposal_id])},
            ).status_code
        )

    def by_volunteer(client: Any, proposal_id: UUID) -> Callable[[], int]:
        return lambda: (
            client.post(reverse("proposal", args=[proposal_id]), {"answer": "yes"}).status_code
        )

    calls = [by_coordinator(c, p) for c, p in zip(colleagues, asked[::2], strict=True)]
    calls += [by_volunteer(c, p) for c, p in zip(volunteers, asked[1::2], strict=True)]
    outcomes = race(calls)
    assert all(isinstance(code, int) and code < 500 for code in outcomes), outcomes
    assert Match.objects.filter(volunteer_id=volunteer_id).count() == 1
    assert Proposal.objects.filter(volunteer_id=volunteer_id, state="yes").count() == 1
    assert set(
        LoadWeek.objects.filter(volunteer_id=volunteer_id).values_list("planned_people", flat=True)
    ) == {1}
    assert differences(Volunteer.objects.get(pk=volunteer_id)) == []
    assert Request.objects.filter(state="meeting").count() == 1


@pytest.mark.commits
@pytest.mark.parametrize("trial", range(3))
def test_exactly_one_of_twenty_succeeds(trial: int, cast: Cast, race: Race) -> None:
    mixed_race(cast, race)


@pytest.mark.proof
@pytest.mark.commits
@pytest.mark.parametrize("trial", range(50))
def test_exactly_one_of_twenty_succeeds_fifty_times(trial: int, cast: Cast, race: Race) -> None:
    mixed_race(cast, race)


@pytest.mark.both_engines
def test_the_table_itself_refuses_more_than_the_limit(cast: Cast) -> None:
    """The last line of defence: were the check in the code gone, no row would be written."""
    from django.db import IntegrityError, transaction

    one = cast.volunteer("Ria Smit", limits=ROOM_FOR_ONE)
    cast.running(one)
    week = LoadWeek.objects.filter(volunteer_id=one.id).first()
    assert week is not None
    for column in ("planned_minutes", "planned_people"):
        with pytest.raises(IntegrityError), transaction.atomic():
            LoadWeek.objects.filter(pk=week.pk).update(**{column: 999})


@pytest.mark.both_engines
def test_without_the_check_in_the_code_the_table_still_stops_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import IntegrityError

    from loopplank.actions.ledger import ledger

    one = cast.volunteer("Ria Smit", limits=ROOM_FOR_ONE)
    cast.running(one)
    Network.objects.update(days_of_rest_after_no=0)
    monkeypatch.setattr(ledger, "first_limit_passed", lambda *_args: None)
    with pytest.raises(IntegrityError):
        cast.agreed(one)


@pytest.mark.commits
def test_a_double_click_on_yes_makes_one_match(cast: Cast, race: Race) -> None:
    asked = cast.asked(cast.bram)
    outcomes = race(
        [lambda: proposals.accept(actor=cast.bram, now=NOW, proposal_id=asked) for _ in range(4)]
    )
    assert len({str(o) for o in outcomes}) == 1, outcomes
    assert Match.objects.filter(volunteer_id=cast.bram_id).count() == 1


@pytest.mark.commits
def test_a_yes_and_a_withdrawal_at_once_have_one_winner(cast: Cast, race: Race) -> None:
    asked = cast.asked(cast.bram)
    outcomes = race(
        [
            lambda: proposals.accept(actor=cast.bram, now=NOW, proposal_id=asked),
            lambda: proposals.withdraw(actor=cast.anna, now=NOW, proposal_id=asked),
        ]
    )
    assert sum(isinstance(o, Refused) for o in outcomes) == 1, outcomes
    yes = Proposal.objects.get(pk=asked).state == "yes"
    assert Match.objects.filter(volunteer_id=cast.bram_id).exists() == yes


@pytest.mark.commits
def test_one_limit_holds_over_two_organisations(race: Race, cast: Cast) -> None:
    """A volunteer of Noord and Zuid has one limit; both ask at the same moment."""
    from loopplank.actions.volunteers import volunteers
    from loopplank.store.models import Affiliation

    Network.objects.update(open_asks_at_once=2, most_asks_a_month=12)
    one = cast.volunteer("Ria Smit", limits=ROOM_FOR_ONE, phone="0612340000")
    assert one.id
    volunteers.register(
        actor=cast.carla,
        now=NOW,
        details=volunteers.Details("Ria", "Smit", phone="0612340000"),
        limits=Limits(600, 600, 9, 9),
        wishes=volunteers.Wishes(),
    )
    pending = Affiliation.objects.get(volunteer_id=one.id, organisation_id=cast.zuid_id)
    assert pending.state == "pending"
    volunteers.join(actor=one, now=NOW, affiliation_id=pending.pk, yes=True)
    Affiliation.objects.filter(pk=pending.pk).update(certificate_seen_on=NOW.date())
    requests = [(cast.anna, cast.ready()), (cast.carla, cast.ready(of=cast.carla))]

    def note_yes(actor: Any, request_id: UUID) -> Callable[[], UUID]:
        return lambda: propose.note_yes(
            actor=actor, now=NOW, request_id=request_id, volunteer_id=one.id, plan=cast.plan()
        )

    outcomes = race([note_yes(actor, request_id) for actor, request_id in requests])
    refused = [o for o in outcomes if isinstance(o, Refused)]
    assert len(refused) == 1, outcomes
    # what lies at the other organisation is not told (promise P6)
    assert refused[0].reason.code == "load.no_room"


@pytest.mark.commits
def test_two_colleagues_who_called_the_same_volunteer_leave_one_answer(
    cast: Cast, race: Race
) -> None:
    match_id = cast.running(cast.bram)
    signal_id = signal.send_signal(actor=cast.bram, now=NOW, reason="time", match_id=match_id)
    calls = [
        lambda who=who: signal_steps.answer_signal(
            actor=who, now=NOW, signal_id=signal_id, outcome="other"
        )
        for who in (cast.anna, cast.henk) * 4
    ]
    outcomes = race(calls)
    assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
    assert Event.objects.filter(type="signal.answered").count() == 1


@pytest.mark.commits
def test_who_leaves_while_a_question_comes_in_leaves_it_to_somebody(cast: Cast, race: Race) -> None:
    """The first contact goes at the very moment at which somebody sends: one of both waits, and
    neither of them for the other.
    """
    for number in range(8):
        key = f"{number:064d}"
        given = {"actor": VISITOR, "now": NOW, "key": key, "network_id": cast.network_id}
        drafts.keep(**given, organisation_id=cast.noord_id, step=1, answers={})
    calls = [
        lambda number=number: intake.send(
            actor=VISITOR, now=NOW, draft_key=f"{number:064d}", answers=MRS_DE_WIT
        )
        for number in range(8)
    ]
    leave = lambda: colleagues.leave(actor=cast.henk, now=NOW, membership_id=cast.anna.id)  # noqa: E731
    outcomes = race([*calls[:4], leave, *calls[4:]])
    failed = [one for one in outcomes if isinstance(one, Exception)]
    assert all(isinstance(one, Refused) for one in failed), failed
    owned = Request.objects.filter(owner_id=cast.anna.id).count()
    works = Membership.objects.get(pk=cast.anna.id).active
    assert works is (owned > 0)
