"""Real hours count wherever they were; what one organisation reads of another is a word."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import Q
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.account.actors import Actor
from loopplank.access.matching.candidates import candidate_page
from loopplank.access.matching.planning_volunteers import UpTo, frame_of, volunteers_of
from loopplank.access.volunteers.fullness import fullness_of_all
from loopplank.access.volunteers.volunteer import volunteer_page
from loopplank.access.volunteers.volunteers import facts_of
from loopplank.access.volunteers.week import week_page
from loopplank.actions.matching import matches, proposals
from loopplank.actions.volunteers import limits, visits, volunteers
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.rules import CLOSED
from loopplank.core.volunteers.load import Limits, LoadState
from loopplank.store.models import Affiliation, Match, Network
from loopplank.store.models import Limits as LimitsRow
from loopplank.web.kit import clock

CHANCE = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r'|name="(csrfmiddlewaretoken|opened_as|submission)" value="[^"]+"|nonce="[^"]+"'
)
TWO_HOURS = Limits(120, 120, 2, 0)
LAST_WEEK = TODAY - timedelta(days=7)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def zora(cast: Cast) -> Actor:
    """An hour a week at Noord and one at Zuid, and two hours is her limit."""
    Network.objects.update(days_of_rest_after_no=0, open_asks_at_once=9, most_asks_a_month=12)
    given = {"email": "zora@example.nl", "phone": "0688888888"}
    zora = cast.volunteer("Zora Zuid", of=cast.carla, limits=TWO_HOURS, **given)
    cast.volunteer("Zora Zuid", **given)
    here = Affiliation.objects.get(volunteer_id=zora.id, organisation_id=cast.noord_id)
    volunteers.join(actor=zora, now=NOW, affiliation_id=here.pk, yes=True)
    Affiliation.objects.filter(pk=here.pk).update(certificate_seen_on=TODAY)
    for of in (cast.anna, cast.carla):
        proposal_id = cast.asked(zora, of=of, visit_minutes=60, first_day=LAST_WEEK)
        match_id = proposals.accept(actor=zora, now=NOW, proposal_id=proposal_id)
        matches.start(actor=of, now=NOW, match_id=match_id, first_day=LAST_WEEK)
    return zora


def wrote_down(zora: Actor, *minutes: int) -> None:
    """Real minutes of today, at Noord and at Zuid."""
    for match, real in zip(
        Match.objects.filter(volunteer_id=zora.id).order_by("organisation__name"),
        minutes,
        strict=True,
    ):
        visits.log_visit(
            actor=zora, now=NOW, match_id=match.pk, day=TODAY, minutes=real, felt="fine"
        )


def seen_by(of: Actor, zora: Actor) -> tuple[LoadState, int]:
    ((_, full),) = fullness_of_all(of, TODAY, only=Q(volunteer_id=zora.id))
    return full.state, full.logged_minutes


def test_over_the_limit_by_both_is_seen_at_both_and_by_herself(cast: Cast, zora: Actor) -> None:
    wrote_down(zora, 110, 100)
    assert seen_by(cast.anna, zora) == (LoadState.OVER, 110)
    assert seen_by(cast.carla, zora) == (LoadState.OVER, 100)
    own = week_page(zora, NOW).fullness
    assert (own.state, own.logged_minutes) == (LoadState.OVER, 210)


def test_no_page_says_how_much_it_was_elsewhere(cast: Cast, zora: Actor) -> None:
    wrote_down(zora, 110, 100)
    client = browsing.member(cast.anna)
    for address in (
        reverse("volunteer", args=[zora.id]),
        reverse("volunteers"),
        reverse("today"),
    ):
        # by chance an identifier or the token of a form holds any three signs
        text = CHANCE.sub("", client.get(address).content.decode())
        assert "over de grens" in text, address
        for number in ("3½ uur", "210", "1 uur en 40"):
            assert number not in text, (address, number)


def test_with_her_yes_the_number_is_there(cast: Cast, zora: Actor) -> None:
    wrote_down(zora, 110, 100)
    volunteers.set_wishes(
        actor=zora,
        now=NOW,
        volunteer_id=zora.id,
        wishes=volunteers.Wishes(show_hours_elsewhere=True),
    )
    assert seen_by(cast.anna, zora) == (LoadState.OVER, 210)


def test_within_the_limit_nobody_is_over(cast: Cast, zora: Actor) -> None:
    wrote_down(zora, 60, 60)
    assert seen_by(cast.anna, zora) == (LoadState.FULL, 60)


@pytest.mark.parametrize("counts", [True, False])
def test_the_way_there_is_real_when_it_counts(cast: Cast, counts: bool) -> None:
    helper = cast.volunteer("Ria Smit", limits=Limits(100, 100, 2, 0, travel_counts=counts))
    match_id = cast.running(helper, visit_minutes=60, first_day=LAST_WEEK)
    Match.objects.filter(pk=match_id).update(travel_minutes=30, first_day=LAST_WEEK)
    visits.log_visit(actor=helper, now=NOW, match_id=match_id, day=TODAY, minutes=80, felt="fine")
    expected = (LoadState.OVER, 110) if counts else (LoadState.GOOD, 80)
    assert seen_by(cast.anna, helper) == expected
    own = week_page(helper, NOW).fullness
    assert (own.state, own.logged_minutes) == expected
    assert volunteer_page(cast.anna, helper.id, NOW).weeks[-1] == expected[1]


def test_a_raise_takes_the_sign_over_the_limit_not_away(cast: Cast) -> None:
    """And who did more than their limit counts for nobody as having room, on every path."""
    match_id = cast.running(cast.bram, first_day=TODAY - timedelta(days=20), start_time=None)
    row = LimitsRow.objects.get(pk=cast.bram_id)
    day = TODAY - timedelta(days=1)
    visits.log_visit(
        actor=cast.bram,
        now=NOW,
        match_id=match_id,
        day=day,
        minutes=row.max_minutes + 60,
        felt="fine",
    )
    limits.set_limits(
        actor=cast.bram,
        now=NOW,
        volunteer_id=cast.bram_id,
        wanted=replace(facts_of(row), max_minutes=row.max_minutes + 300),
    )
    row.refresh_from_db()
    assert row.raised_on in {None, TODAY}
    seen = {a.volunteer_id: full for a, full in fullness_of_all(cast.anna, TODAY)}
    assert seen[cast.bram_id].state is LoadState.OVER
    with pytest.raises(Refused, match=r"asking\.over"):
        cast.asked(cast.bram, weekday=0)
    request_id = cast.ready()
    frame = frame_of(cast.network_id, NOW)
    for up_to in UpTo:  # the plan, and the arrays of a large organisation
        read, ids = volunteers_of(frame, only=[cast.bram_id], up_to=up_to)
        assert (CLOSED[int(read.closed[0])][0], ids) == ("over", (cast.bram_id,))
    page = candidate_page(cast.anna, request_id, NOW, most=50)
    assert cast.bram_id not in {shown.volunteer_id for shown in page.shown}
    assert "why_not.over" in {one.reason.code for one in page.fits_not}
    # written down wrongly, and mended
    visits.log_visit(actor=cast.bram, now=NOW, match_id=match_id, day=day, minutes=60, felt="fine")
    assert LimitsRow.objects.get(pk=cast.bram_id).over_until is None
    cast.asked(cast.bram, weekday=0)
