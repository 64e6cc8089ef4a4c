"""Asking one volunteer: what binds on every path, and what one organisation may hear of another."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.actors import Actor
from loopplank.actions import asking, requests, triage
from loopplank.core.reason import Refused
from loopplank.core.triage import Answer, Route
from loopplank.store.models import (
    Affiliation,
    Assessment,
    Limits,
    Match,
    Offer,
    Organisation,
    Proposal,
)
from loopplank.web import clock

CONFLICT = 409


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def agreed(cast: Cast, request_id: UUID, *, of: Actor | None = None, **more: object) -> UUID:
    """With all that a question to a volunteer needs."""
    written = {"visit_minutes": 60, "last_day": TODAY + timedelta(weeks=6), **more}
    requests.agree(actor=of or cast.anna, now=NOW, request_id=request_id, agreed=written)
    return request_id


def refusals(cast: Cast, request_id: UUID, volunteer_id: UUID) -> set[str]:
    """The codes with which both ways of asking are refused; empty when they are not."""
    codes = set()
    for act in (asking.ask, asking.note_yes):
        try:
            act(
                actor=cast.anna,
                now=NOW,
                request_id=request_id,
                volunteer_id=volunteer_id,
                plan=cast.plan(),
            )
        except Refused as refused:
            codes.add(refused.reason.code)
        else:
            break
    return codes


# --- what binds -----


def test_without_a_certificate_that_was_seen_nobody_is_asked(cast: Cast) -> None:
    request_id = agreed(cast, cast.ready())
    Affiliation.objects.filter(volunteer_id=cast.bram_id).update(certificate_seen_on=None)
    assert refusals(cast, request_id, cast.bram_id) == {"proposal.certificate"}
    Organisation.objects.filter(pk=cast.noord_id).update(needs_conduct_certificate=False)
    assert refusals(cast, request_id, cast.bram_id) == set()


@pytest.mark.parametrize(
    ("no_go", "asks"),
    [
        ("dogs", {"brings": ["dogs"]}),
        ("paid_work", {"asks_for_paid_work": True}),
        ("evening", {"start_time": "19:30"}),
    ],
)
def test_nobody_is_asked_what_they_would_rather_not(
    cast: Cast, no_go: str, asks: dict[str, object]
) -> None:
    from datetime import time

    if "start_time" in asks:
        asks = {"start_time": time.fromisoformat(str(asks["start_time"]))}
    request_id = agreed(cast, cast.ready(), **asks)
    Limits.objects.filter(pk=cast.bram_id).update(no_gos=[no_go])
    assert refusals(cast, request_id, cast.bram_id) == {"proposal.no_go"}
    Limits.objects.filter(pk=cast.bram_id).update(no_gos=["stairs"])
    assert refusals(cast, request_id, cast.bram_id) == set()


def test_a_trained_offer_asks_trained_people(cast: Cast) -> None:
    """C4 inside the own offer is a condition, not a route."""
    Offer.objects.create(
        organisation_id=cast.noord_id, kind="company", name="Maatje", does="Erbij", covers=["C4"]
    )
    request_id = agreed(cast, cast.request(kinds=("company",)))
    assessment_id = cast.assess(request_id, C4=Answer.YES)
    route = Route(Assessment.objects.get(pk=assessment_id).route)
    decision = triage.Decision(assessment_id, route)
    triage.decide(actor=cast.anna, now=NOW, request_id=request_id, decision=decision)
    assert route is Route.VOLUNTEER
    assert refusals(cast, request_id, cast.bram_id) == {"proposal.training"}
    Affiliation.objects.filter(volunteer_id=cast.bram_id).update(trained_for=["C4"])
    assert refusals(cast, request_id, cast.bram_id) == set()


@pytest.mark.parametrize("how", ["link", "said_yes"])
def test_whom_the_ranking_does_not_propose_is_not_asked_by_the_page_either(
    cast: Cast, how: str
) -> None:
    request_id = agreed(cast, cast.ready())
    Limits.objects.filter(pk=cast.bram_id).update(kinds=["transport"])
    client = browsing.member(cast.anna)
    address = reverse("ask_volunteer", args=[request_id, cast.bram_id])
    assert client.get(address).context["may_ask"] is False
    response = client.post(address, {"how": how})
    assert response.status_code == CONFLICT
    assert "Bram past hier nu niet bij: wil liever iets anders doen." in response.content.decode()
    assert not Proposal.objects.exists()
    assert not Match.objects.exists()


def test_who_shows_when_every_day_is_good_can_be_asked(cast: Cast) -> None:
    """The page that looks as if every day were good leads to a question that does so too."""
    request_id = agreed(cast, cast.ready())
    Limits.objects.filter(pk=cast.bram_id).update(day_parts=1)
    client = browsing.member(cast.anna)
    page = client.get(reverse("candidates", args=[request_id]), {"dag": "alle"})
    address = reverse("ask_volunteer", args=[request_id, cast.bram_id])
    assert f'href="{address}?dag=alle"' in page.content.decode()
    assert client.post(address, {"how": "link"}).status_code == CONFLICT
    assert client.post(f"{address}?dag=alle", {"how": "link"}).status_code == 302
    assert Proposal.objects.get().volunteer_id == cast.bram_id


def test_a_volunteer_who_is_not_there_is_not_there(cast: Cast) -> None:
    request_id = agreed(cast, cast.ready())
    zora = cast.volunteer("Zora Zuid", of=cast.carla)
    address = reverse("ask_volunteer", args=[request_id, zora.id])
    assert browsing.member(cast.anna).post(address, {"how": "link"}).status_code == 404
