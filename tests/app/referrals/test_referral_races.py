"""Two at the same moment at one referral: one wins, and the other gets a sentence.

Pressed on the real pages, each in a browser of its own; the loop beside them where silence counts.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing, referring
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.account.actors import SYSTEM, Actor
from loopplank.access.responsibility.nightly_checks import broken_promises
from loopplank.actions.referrals import clocks
from loopplank.core.kit.calendar import deadline
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import Event, Message, Referral, Request
from loopplank.web.kit import clock

Race = Callable[..., list[Any]]
FEW, MANY = range(3), range(50)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def yes(actor: Actor, referral_id: UUID) -> Callable[[], int]:
    """A press on the button under "Ja, wij nemen het over"."""
    client = browsing.member(actor)
    given = {"owner_id": str(actor.id), "first_contact_by": TODAY.isoformat()}
    where = reverse("referral_answer", args=[referral_id, "ja"])
    return lambda: int(client.post(where, given).status_code)


def withdrawal(actor: Actor, referral_id: UUID) -> Callable[[], int]:
    client = browsing.member(actor)
    where = reverse("referral_withdraw", args=[referral_id])
    return lambda: int(client.post(where).status_code)


def one_owner(row: Referral) -> None:
    """Whoever won: exactly one open record owns, and no promise is broken."""
    owning = Request.objects.filter(journey_id=row.journey_id, standing="owning")
    assert owning.exclude(state="closed").count() == 1
    found = broken_promises(NOW)
    assert not any(found.values()), found


def accept_against_withdraw(cast: Cast, race: Race) -> None:
    referral_id = referring.offered(cast)
    outcomes = race([yes(cast.carla, referral_id), withdrawal(cast.anna, referral_id)])
    assert set(outcomes) <= {302, 409, 404}, outcomes
    row = Referral.objects.get(pk=referral_id)
    assert row.status in {"accepted", "cancelled"}
    taken = Request.objects.filter(organisation_id=cast.zuid_id).exists()
    assert taken == (row.status == "accepted")
    one_owner(row)


def accept_against_time_out(cast: Cast, race: Race) -> None:
    referral_id = referring.offered(cast)
    late = deadline(Referral.objects.get(pk=referral_id).answer_by or TODAY)
    outcomes = race(
        [
            yes(cast.carla, referral_id),
            lambda: clocks.lapse(actor=SYSTEM, now=late, referral_id=referral_id),
        ]
    )
    assert outcomes[0] in {302, 409, 404}, outcomes
    assert outcomes[1] is None or type(outcomes[1]).__name__ == "NotFound", outcomes
    row = Referral.objects.get(pk=referral_id)
    assert row.status in {"accepted", "cancelled"}
    assert (row.lapsed_at is None) == (row.status == "accepted")
    one_owner(row)


def two_loops_on_one_clock(cast: Cast, race: Race) -> None:
    referral_id = referring.offered(cast)
    late = deadline(Referral.objects.get(pk=referral_id).answer_by or TODAY)
    outcomes = race([lambda: Sweeper().sweep(late), lambda: Sweeper().sweep(late)])
    assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
    events = Event.objects.filter(aggregate_id=referral_id, type="referral.expire")
    assert events.count() == 1
    row = Referral.objects.get(pk=referral_id)
    assert (row.status, row.why) == ("cancelled", "no_answer")
    one_owner(row)


def two_receivers(cast: Cast, race: Race) -> None:
    referral_id = referring.offered(cast)
    outcomes = race([yes(cast.carla, referral_id), yes(cast.dirk, referral_id)])
    assert set(outcomes) <= {302, 409, 404}, outcomes
    row = Referral.objects.get(pk=referral_id)
    made = Request.objects.get(organisation_id=cast.zuid_id)
    assert (row.to_request_id, row.status) == (made.pk, "accepted")
    assert made.owner_id in {cast.carla.id, cast.dirk.id}
    assert Message.objects.filter(template="handed_over").count() == 1
    one_owner(row)


RACES = [
    accept_against_withdraw,
    accept_against_time_out,
    two_loops_on_one_clock,
    two_receivers,
]


@pytest.mark.commits
@pytest.mark.parametrize("trial", FEW)
@pytest.mark.parametrize("at_once", RACES)
def test_one_wins_and_the_other_gets_a_sentence(
    at_once: Callable[[Cast, Race], None], trial: int, cast: Cast, race: Race
) -> None:
    at_once(cast, race)


@pytest.mark.proof
@pytest.mark.commits
@pytest.mark.parametrize("trial", MANY)
@pytest.mark.parametrize("at_once", RACES)
def test_fifty_of_fifty(
    at_once: Callable[[Cast, Race], None], trial: int, cast: Cast, race: Race
) -> None:
    at_once(cast, race)


@pytest.mark.commits
def test_pressing_send_twice_makes_one_referral(cast: Cast, race: Race) -> None:
    from tests.app.referrals.test_refer import FORM

    clients = [browsing.member(cast.ella) for _ in range(3)]
    given = {**FORM, "to": str(cast.noord_id), "submission": "hetzelfde"}
    outcomes = race([lambda c=c: c.post(reverse("refer_in"), given).status_code for c in clients])
    assert outcomes == [302, 302, 302]
    assert Referral.objects.count() == 1
