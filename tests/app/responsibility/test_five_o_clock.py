"""Late is five o'clock on the day itself, for everything that has a last day, and whoever stands in
sees it from that moment: one rule for requests, signals, calls, answers and questions of others.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from tests.app.cast import NOW, TODAY, Cast
from tests.app.checking_in import observed
from tests.app.referring import offered

from loopplank.access.account.actors import Actor
from loopplank.access.responsibility.today import today_page
from loopplank.actions.wellbeing import concern, signal
from loopplank.core.account.roles import Role
from loopplank.store.models import (
    AskerConcern,
    Match,
    Observation,
    Organisation,
    Referral,
    Request,
    Turn,
    VolunteerSignal,
)

#: Thursday, and five o'clock in Amsterdam on that day.
DAY = TODAY + timedelta(days=2)
FIVE = datetime(2026, 11, 26, 16, tzinfo=UTC)


def a_request(cast: Cast) -> UUID:
    pk = cast.request()
    Request.objects.filter(pk=pk).update(due_on=DAY)
    return pk


def a_signal(cast: Cast) -> UUID:
    match_id = cast.running(cast.bram)
    pk = signal.send_signal(actor=cast.bram, now=NOW, reason="not_safe", match_id=match_id)
    VolunteerSignal.objects.filter(pk=pk).update(call_before=DAY)
    assert pk is not None
    return pk


def a_concern(cast: Cast) -> UUID:
    request_id = Match.objects.get(pk=cast.running(cast.bram)).request_id
    asker = Actor(Role.HELP_SEEKER, id=request_id)
    pk = concern.raise_concern(
        actor=asker, now=NOW, request_id=request_id, reasons=(), words="Te laat."
    )
    AskerConcern.objects.filter(pk=pk).update(answer_before=DAY)
    return pk


def an_observation(cast: Cast) -> UUID:
    pk = observed(cast)
    Observation.objects.filter(pk=pk).update(answer_before=DAY)
    return pk


def a_call_back(cast: Cast) -> UUID:
    pk = cast.said_no(next_party="Wijkteam", next_party_agreed=False, next_contact_on=DAY)
    Request.objects.filter(pk=pk).update(next_contact_on=DAY, next_party_agreed=False)
    return pk


def a_question_of_another_organisation(cast: Cast) -> UUID:
    pk = offered(cast, of=cast.carla, to=cast.noord_id)
    Referral.objects.filter(pk=pk).update(answer_by=DAY)
    return pk


def seen(actor: Actor, now: datetime) -> set[UUID]:
    page = today_page(actor, now)
    return {
        *(one.request_id for one in page.rows),
        *(one.signal_id for one in page.signals),
        *(one.id for one in page.concerns),
        *(one.id for one in page.observations),
        *(one.request_id for one in page.call_backs),
        *(one.id for one in page.asked_of_us),
    }


@pytest.mark.parametrize("turn", [False, True], ids=["the fixed one", "a yes for this day"])
@pytest.mark.parametrize(
    "made",
    [
        a_request,
        a_signal,
        a_concern,
        an_observation,
        a_call_back,
        a_question_of_another_organisation,
    ],
)
def test_whoever_stands_in_sees_it_from_five(
    cast: Cast, made: Callable[[Cast], UUID], *, turn: bool
) -> None:
    if turn:
        Organisation.objects.filter(pk=cast.noord_id).update(stand_in_id=cast.gerda.id)
        Turn.objects.create(
            organisation_id=cast.noord_id,
            membership_id=cast.henk.id,
            first_day=DAY,
            last_day=DAY,
            noted_by_id=cast.henk.id,
            noted_at=NOW,
        )
    pk = made(cast)
    assert pk in seen(cast.anna, FIVE)
    assert pk not in seen(cast.henk, FIVE - timedelta(minutes=1))
    assert pk in seen(cast.henk, FIVE)
    assert pk not in seen(cast.dirk, FIVE)
