"""Waarom wacht deze vraag, with a plan: whom those who fit are needed for; nothing of others."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.planned import plan_now, proposals, sought
from tests.app.questionnaire import text

from loopplank.access.matching.last_plan import last_plan
from loopplank.access.matching.why import why_page
from loopplank.core.matching.plan_states import PlanProposalState
from loopplank.core.matching.rule_arrays import helped
from loopplank.store.models import (
    AccessRecord,
    AccessSubject,
    Affiliation,
    PlanProposal,
    Request,
)
from loopplank.store.models import Limits as LimitsRow
from loopplank.web.kit import clock

pytestmark = pytest.mark.both_engines


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def two_for_one(cast: Cast) -> tuple[UUID, UUID]:
    """(in the plan, left): two requests for the one place that Bram has."""
    LimitsRow.objects.filter(pk=cast.bram_id).update(max_people=1)
    asked = [sought(cast, last_name="Jansen"), sought(cast, last_name="Bakker")]
    (one,) = proposals(plan_now(cast))
    (left,) = set(asked) - {one.request_id}
    return one.request_id, left


def read(cast: Cast, request_id: UUID) -> str:
    return text(browsing.member(cast.anna).get(reverse("why_waits", args=[request_id])))


def test_the_plan_that_was_kept_is_the_plan_that_was_made(cast: Cast) -> None:
    made, left = two_for_one(cast)
    kept = last_plan(cast.network_id)
    assert kept
    row, other = kept.row_of(made), kept.row_of(left)
    assert row is not None
    assert other is not None
    assert helped(kept.problem, kept.plan).tolist() == [n == row for n in range(2)]
    (part,) = kept.plan.helps[0].parts
    assert part.first_week == 0
    assert part.weeks == kept.problem.requests.weeks[row]
    assert kept.plan.prices.shape[0] == len(kept.problem.volunteers)
    assert kept.row_of(sought(cast)) is None, "it came later"


def test_whom_those_who_fit_are_needed_for(cast: Cast) -> None:
    made, left = two_for_one(cast)
    page = read(cast, left)
    assert "De ene die past, is nodig bij andere vragen." in page
    assert "In dit voorstel gaan deze vragen voor:" in page
    assert reverse("request", args=[made]) in page
    assert reverse("week_plan") in page
    assert "In het voorstel voor de week is er iemand voor deze vraag." in read(cast, made)
    record = AccessRecord.objects.filter(page="why_waits").earliest("at", "pk")
    seen = AccessSubject.objects.filter(record=record).values_list("subject_id", flat=True)
    seekers = Request.objects.filter(pk__in=[made, left]).values_list("help_seeker_id", flat=True)
    assert set(seekers) <= set(seen)


def test_what_was_set_aside_holds_nobody(cast: Cast) -> None:
    made, left = two_for_one(cast)
    PlanProposal.objects.filter(request_id=made).update(
        state=PlanProposalState.SET_ASIDE.value, decision="not_now"
    )
    assert "Er past 1 mens die ruimte heeft." in read(cast, left)


def test_a_request_of_another_organisation_is_not_named(cast: Cast) -> None:
    LimitsRow.objects.filter(pk=cast.bram_id).update(max_people=1, share_in_network=True)
    here = Affiliation.objects.filter(volunteer_id=cast.bram_id, organisation_id=cast.noord_id)
    here.update(shared_by_id=cast.anna.id, shared_at=NOW)
    theirs, own = sought(cast, of=cast.carla, last_name="Zuiderling"), sought(cast)
    Request.objects.filter(pk=theirs).update(received_at=NOW - timedelta(weeks=20))
    plan_now(cast)
    proposal = PlanProposal.objects.get()
    if proposal.request_id != theirs:
        PlanProposal.objects.update(request_id=theirs, organisation_id=cast.zuid_id)
    page = read(cast, own)
    assert "De ene die past, is nodig bij vragen die langer wachten." in page
    assert "De vragen die voorgaan, zijn van een andere organisatie." in page
    assert "Zuiderling" not in page
    assert str(theirs) not in page


def test_who_is_shared_no_longer_counts_in_no_plan_of_before(cast: Cast) -> None:
    """A yes that was taken back works at once, also where the plan was made before it."""
    zora = cast.volunteer("Zora Zuid", of=cast.carla)
    LimitsRow.objects.filter(pk=cast.bram_id).update(max_people=0, max_heavy=0)
    LimitsRow.objects.filter(pk=zora.id).update(share_in_network=True, max_people=1)
    at_zuid = Affiliation.objects.filter(volunteer_id=zora.id)
    at_zuid.update(shared_by_id=cast.carla.id, shared_at=NOW)
    asked = [sought(cast, last_name="Jansen"), sought(cast, last_name="Bakker")]
    (one,) = proposals(plan_now(cast))
    (left,) = set(asked) - {one.request_id}
    assert "De ene die past, is nodig" in read(cast, left)
    at_zuid.update(shared_by_id=None, shared_at=None)
    assert "De ene die past" not in read(cast, left)
    assert "er iemand voor deze vraag" not in read(cast, one.request_id)


def test_without_a_plan_it_looks_at_this_request_alone(cast: Cast) -> None:
    assert last_plan(cast.network_id) is None
    page = why_page(cast.anna, sought(cast), NOW)
    assert page.reason
    assert (page.reason.code, page.planned_on) == ("waits.room", None)
