"""A page costs the same number of questions to the database for one row as for twenty."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing, referring
from tests.app.cast import NOW, Cast
from tests.app.conftest import Questions

from loopplank.access.account.actors import Actor
from loopplank.actions.matching import proposals
from loopplank.actions.requests import handling
from loopplank.actions.volunteers import volunteers
from loopplank.actions.wellbeing import concern, safety, signal
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.triage import Answer
from loopplank.store.models import Affiliation, Match, Message, Network, Proposal, Request
from loopplank.web.kit import clock

MOST = 25
Counting = Callable[[], AbstractContextManager[Questions]]


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def more_of_everything(cast: Cast, times: int) -> None:
    """Requests in several states, volunteers, signals and messages."""
    Network.objects.update(open_asks_at_once=99, most_asks_a_month=12)
    for n in range(times):
        helper = cast.volunteer(f"Helper Nummer{n}")
        cast.running(helper)
        signal.send_signal(actor=helper, now=NOW, reason="time")
        cast.web_request(last_name=f"Nieuw{n}")
        cast.ready(last_name=f"Zoekt{n}")
        cast.asked(cast.volunteer(f"Gevraagd Nummer{n}"))


@pytest.mark.parametrize("name", ["today", "requests", "volunteers", "messages", "requests_csv"])
def test_a_list_costs_the_same_for_one_as_for_twenty(
    name: str, cast: Cast, queries: Counting
) -> None:
    client = browsing.member(cast.anna)
    more_of_everything(cast, 1)
    client.get(reverse(name))
    with queries() as few:
        client.get(reverse(name))
    first = list(Message.objects.values_list("pk", flat=True))
    more_of_everything(cast, 6)
    # the page of messages holds fifteen: the first ones stay on it, whatever chance orders the rest
    Message.objects.exclude(pk__in=first).update(queued_at=NOW - timedelta(minutes=1))
    with queries() as many:
        client.get(reverse(name))
    assert len(few) == len(many) <= MOST, (few, many)


@pytest.mark.parametrize("name", ["signals", "safety_files"])
def test_what_waits_for_one_person_costs_the_same_for_one_as_for_twenty(
    name: str, cast: Cast, queries: Counting
) -> None:
    safety.set_trusted(
        actor=cast.anna, now=NOW, adviser_id=cast.gerda.id, safety_contact_id=cast.gerda.id
    )

    def more(first: int, last: int) -> None:
        for n in range(first, last):
            helper = cast.volunteer(f"Helper Nummer{n}")
            match_id = cast.running(helper)
            for said in ({"adviser": True}, {"reason": "not_right", "match_id": match_id}):
                signal.send_signal(actor=helper, now=NOW, **said)  # type: ignore[arg-type]

    client = browsing.member(cast.gerda)
    more(0, 1)
    client.get(reverse(name))
    with queries() as few:
        client.get(reverse(name))
    more(1, 7)
    with queries() as many:
        client.get(reverse(name))
    assert len(few) == len(many) <= MOST, (few, many)


@pytest.mark.parametrize("name", ["request", "candidates", "triage", "who_looked", "print_request"])
def test_a_request_costs_the_same_among_many(name: str, cast: Cast, queries: Counting) -> None:
    client = browsing.member(cast.anna)
    request_id = cast.ready()
    address = reverse(name, args=[request_id])
    client.get(address)
    with queries() as few:
        client.get(address)
    more_of_everything(cast, 6)
    with queries() as many:
        client.get(address)
    assert len(few) == len(many) <= MOST, (few, many)


@pytest.mark.parametrize("name", ["week", "proposals", "limits", "own_feed", "too_heavy"])
def test_the_pages_of_a_volunteer_stay_small(name: str, cast: Cast, queries: Counting) -> None:
    from loopplank.core.volunteers.load import Limits

    one = cast.volunteer("Ria Smit", limits=Limits(1800, 2400, 20, 9))
    client = browsing.volunteer(one)
    Network.objects.update(open_asks_at_once=99, most_asks_a_month=12, days_of_rest_after_no=0)
    cast.running(one)
    client.get(reverse(name))
    with queries() as few:
        client.get(reverse(name))
    for _ in range(5):
        cast.running(one)
    with queries() as many:
        client.get(reverse(name))
    assert len(few) == len(many) <= MOST, (few, many)
    assert Match.objects.filter(volunteer_id=one.id).count() == 6


def fullest_request(cast: Cast) -> UUID:
    """Talks, an open question, a colleague who took over, and somebody proposed whose hours at
    another organisation are hidden: the fullest page there is of one request.
    """
    asked_id = cast.asked(cast.volunteer("Ria Smit"))
    request_id = Proposal.objects.get(pk=asked_id).request_id
    zora = cast.volunteer("Zora Zuid", of=cast.carla, email="zora@example.nl")
    cast.volunteer("Zora Zuid", email="zora@example.nl")
    here = Affiliation.objects.get(volunteer_id=zora.id, organisation_id=cast.noord_id)
    volunteers.join(actor=zora, now=NOW, affiliation_id=here.pk, yes=True)
    Affiliation.objects.filter(pk=here.pk).update(certificate_seen_on=local_day(NOW))
    asked_there = cast.asked(zora, of=cast.carla)
    proposals.accept(actor=zora, now=NOW, proposal_id=asked_there)
    for actor in (cast.henk, cast.anna):
        handling.take_over(actor=actor, now=NOW, request_id=request_id)
        handling.log_contact(actor=actor, now=NOW, request_id=request_id, kind="talk")
    return request_id


def test_the_page_of_one_request_with_all_on_it_stays_within_the_number(
    cast: Cast, queries: Counting
) -> None:
    request_id = fullest_request(cast)
    client = browsing.member(cast.anna)
    client.get(reverse("request", args=[request_id]))
    with queries() as asked:
        response = client.get(reverse("request", args=[request_id]))
    assert response.status_code == 200
    assert any(one.hidden for one in response.context["candidates"].shown)
    assert len(asked) <= MOST, asked
    assert Request.objects.get(pk=request_id).owner_id == cast.anna.id


@pytest.mark.parametrize("who", ["anna", "henk"])
def test_the_fullest_vandaag_stays_within_the_number(
    who: str, cast: Cast, queries: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With something of every kind on it, all of it late, for its owner and for who stands in."""
    more_of_everything(cast, 3)
    referring.offered(cast)
    cast.said_no()
    referring.referred_in(cast)
    helped = Match.objects.filter(state="running").latest("agreed_at").request_id
    concern.raise_concern(
        actor=Actor(Role.HELP_SEEKER, id=helped), now=NOW, request_id=helped, words="Zorg"
    )
    for channel in ("phone", "phone", "letter"):
        handling.log_contact(
            actor=cast.anna, now=NOW, request_id=helped, kind="not_reached", channel=channel
        )
    cast.assess(cast.request(), N1=Answer.UNKNOWN)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(weeks=5))
    client = browsing.member(getattr(cast, who))
    client.get(reverse("today"))
    with queries() as asked:
        response = client.get(reverse("today"))
    titles = {line.kind for group in response.context["groups"] for line in group.lines}
    assert len(titles) > 5, titles
    assert len(asked) <= MOST, asked
