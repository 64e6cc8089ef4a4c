"""Asking one volunteer: what binds on every path, and what one organisation may hear of another."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NO_LIMIT_IN_SIGHT, NOW, TODAY, Cast

from loopplank.access.account.actors import Actor
from loopplank.actions.matching import matches, proposals, propose
from loopplank.actions.requests import handling
from loopplank.actions.triage import triage
from loopplank.actions.volunteers import limits, volunteers
from loopplank.actions.wellbeing import signal
from loopplank.core.kit.reason import Refused
from loopplank.core.triage import Answer, Route
from loopplank.store.models import (
    Affiliation,
    Assessment,
    Limits,
    Match,
    Network,
    Offer,
    Organisation,
    Proposal,
    Request,
)
from loopplank.web.kit import clock

CONFLICT = 409


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def agreed(cast: Cast, request_id: UUID, *, of: Actor | None = None, **more: object) -> UUID:
    """With all that a question to a volunteer needs."""
    written = {"visit_minutes": 60, "last_day": TODAY + timedelta(weeks=6), **more}
    handling.agree(actor=of or cast.anna, now=NOW, request_id=request_id, agreed=written)
    return request_id


def refusals(cast: Cast, request_id: UUID, volunteer_id: UUID) -> set[str]:
    """The codes with which both ways of asking are refused; empty when they are not."""
    codes = set()
    for act in (propose.ask, propose.note_yes):
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


# --- one person at a time -----


def test_nobody_else_is_asked_while_somebody_thinks(cast: Cast) -> None:
    Network.objects.update(open_asks_at_once=9, most_asks_a_month=12)
    request_id = agreed(cast, cast.ready())
    ria = cast.volunteer("Ria Smit")
    client = browsing.member(cast.anna)
    first, second = (
        reverse("ask_volunteer", args=[request_id, one]) for one in (cast.bram_id, ria.id)
    )
    assert client.post(first, {"how": "link"}).status_code == 302
    response = client.post(second, {"how": "link"})
    assert response.status_code == CONFLICT
    assert "Bram is al gevraagd en denkt nog na." in response.content.decode()
    bram = Proposal.objects.get()
    proposals.withdraw(actor=cast.anna, now=NOW, proposal_id=bram.pk)
    assert client.post(second, {"how": "link"}).status_code == 302


def test_a_question_of_which_the_time_is_over_holds_nobody_up(cast: Cast) -> None:
    request_id = agreed(cast, cast.ready())
    given = {"actor": cast.anna, "request_id": request_id, "plan": cast.plan()}
    propose.ask(**given, now=NOW, volunteer_id=cast.bram_id)
    ria = cast.volunteer("Ria Smit")
    propose.ask(**given, now=NOW + timedelta(days=9), volunteer_id=ria.id)


def test_for_what_must_happen_today_several_are_asked(cast: Cast) -> None:
    """Nobody has the time then to wait for one answer."""
    request_id = agreed(cast, cast.ready())
    Request.objects.filter(pk=request_id).update(urgency="today")
    ria = cast.volunteer("Ria Smit")
    Limits.objects.update(short_notice=True)
    given = {"actor": cast.anna, "request_id": request_id, "plan": cast.plan(), "now": NOW}
    propose.ask(**given, volunteer_id=cast.bram_id)
    propose.ask(**given, volunteer_id=ria.id)
    assert Proposal.objects.filter(request_id=request_id, state="open").count() == 2


def test_a_yes_on_the_telephone_counts_beside_an_open_question(cast: Cast) -> None:
    request_id = agreed(cast, cast.ready())
    given = {"actor": cast.anna, "now": NOW, "request_id": request_id, "plan": cast.plan()}
    propose.ask(**given, volunteer_id=cast.bram_id)
    ria = cast.volunteer("Ria Smit")
    propose.note_yes(**given, volunteer_id=ria.id)
    assert Match.objects.get().volunteer_id == ria.id
    assert Proposal.objects.get(volunteer_id=cast.bram_id).state == "gone"


# --- what another organisation may hear -----


@pytest.fixture
def bea(cast: Cast) -> Actor:
    return of_both(cast)


def of_both(cast: Cast) -> Actor:
    """Bea belongs to Noord and to Zuid, and keeps what she does at each to herself."""
    bea = cast.volunteer("Bea Beide", of=cast.carla, phone="0688888888", channel="phone")
    given = {"phone": "0688888888", "channel": "phone"}
    cast.volunteer("Bea Beide", **given)
    here = Affiliation.objects.get(volunteer_id=bea.id, organisation_id=cast.noord_id)
    volunteers.join(actor=bea, now=NOW, affiliation_id=here.pk, yes=True)
    Affiliation.objects.filter(pk=here.pk).update(certificate_seen_on=TODAY)
    return bea


def something(cast: Cast, bea: Actor, of: Actor, what: str) -> None:
    """What makes that Bea is left alone for a while, at the organisation of `of`."""
    if what == "signal":
        proposal_id = cast.asked(bea, of=of)
        match_id = proposals.accept(actor=bea, now=NOW, proposal_id=proposal_id)
        matches.start(actor=of, now=NOW, match_id=match_id)
        signal.send_signal(actor=bea, now=NOW, reason="time", match_id=match_id)
    else:
        proposal_id = cast.asked(bea, of=of)
        if what == "no":
            proposals.decline(actor=bea, now=NOW, proposal_id=proposal_id)


SAID_HERE = {
    "signal": "gaf ‘te zwaar’ aan. Bel eerst",
    "no": "zei pas nee. Rust tot en met",
    "question": "heeft nog een open vraag.",
}


@pytest.mark.parametrize("what", SAID_HERE)
def test_why_somebody_is_left_alone_is_said_only_where_it_happened(
    cast: Cast, bea: Actor, what: str
) -> None:
    something(cast, bea, cast.carla, what)
    for of, here in ((cast.carla, True), (cast.anna, False)):
        request_id = agreed(cast, cast.ready(of=of), of=of)
        with pytest.raises(Refused) as refused:
            propose.ask(
                actor=of,
                now=NOW,
                request_id=request_id,
                volunteer_id=bea.id,
                plan=cast.plan(),
            )
        reason = refused.value.reason
        said = reason.sentence % reason.params
        assert (SAID_HERE[what] in said) is here
        assert here or said == "Bea krijgt nu even geen nieuwe vragen. Vraag iemand anders."
        address = reverse("ask_volunteer", args=[request_id, bea.id])
        page = browsing.member(of).post(address, {"how": "link"}).content.decode()
        assert here or "Bea past hier nu niet bij: krijgt nu even geen nieuwe vragen." in page


def test_a_limit_that_goes_up_elsewhere_is_not_told_here(cast: Cast, bea: Actor) -> None:
    wanted = replace(NO_LIMIT_IN_SIGHT, max_minutes=480)
    limits.set_limits(actor=cast.carla, now=NOW, volunteer_id=bea.id, wanted=wanted)
    request_id = agreed(cast, cast.ready())
    assert refusals(cast, request_id, bea.id) == {"proposal.not_now"}


def test_what_both_know_is_said_to_both(cast: Cast, bea: Actor) -> None:
    """An own signal beside a foreign one: of the own one it may be said."""
    Network.objects.update(open_asks_at_once=9, most_asks_a_month=12)
    something(cast, bea, cast.carla, "question")
    something(cast, bea, cast.anna, "signal")
    request_id = agreed(cast, cast.ready())
    assert refusals(cast, request_id, bea.id) == {"proposal.signal"}


def test_a_colleague_of_another_organisation_has_no_name(cast: Cast, bea: Actor) -> None:
    wanted = replace(NO_LIMIT_IN_SIGHT, max_minutes=480)
    limits.set_limits(actor=cast.carla, now=NOW, volunteer_id=bea.id, wanted=wanted)
    address = reverse("volunteer", args=[bea.id])
    here, there = (browsing.member(a).get(address).content.decode() for a in (cast.anna, cast.dirk))
    assert "Carla Zuid" in there
    assert "Carla" not in here
    assert "Iemand schreef op: de grens is 8 uur." in here
