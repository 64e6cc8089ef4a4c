"""Waarom wacht deze vraag: what is said, what would help, and nothing of another organisation."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.conftest import Questions
from tests.app.questionnaire import text

from loopplank.access.account.actors import Actor
from loopplank.access.matching import planning_volunteers
from loopplank.access.matching.why import why_page
from loopplank.actions.matching import proposals
from loopplank.actions.requests import closing, handling
from loopplank.actions.triage import triage
from loopplank.actions.volunteers import volunteers
from loopplank.actions.wellbeing import signal
from loopplank.core.account.roles import Role
from loopplank.core.matching.changes import ChangeKind
from loopplank.core.requests.closing import Lack
from loopplank.core.requests.intake import day_parts
from loopplank.core.triage import Answer, Route
from loopplank.store.models import (
    AccessRecord,
    AccessSubject,
    Affiliation,
    Assessment,
    Limits,
    Network,
    Offer,
    PostcodeArea,
    Proposal,
    Request,
    Volunteer,
)
from loopplank.web.kit import clock
from loopplank.web.matching.plan_words import COURSES

TUESDAY = day_parts([1], [1])


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def _all_of_zuid_is_shared(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    monkeypatch.setattr(
        planning_volunteers, "_is_shared", lambda row: row.organisation_id == cast.zuid_id
    )


def read(cast: Cast, request_id: UUID, name: str = "why_waits") -> str:
    return text(browsing.member(cast.anna).get(reverse(name, args=[request_id])))


def limits(volunteer_id: UUID | None, **changes: object) -> None:
    Limits.objects.filter(pk=volunteer_id).update(**changes)


def shared_of_zuid(cast: Cast, name: str = "Zora Zuid") -> UUID:
    zora = cast.volunteer(name, of=cast.carla)
    assert zora.id
    return zora.id


def needs_training(cast: Cast) -> UUID:
    """A request that only trained people do."""
    Offer.objects.get_or_create(
        organisation_id=cast.noord_id, kind="company", name="Maatje", does="Erbij", covers=["C4"]
    )
    request_id = cast.request(kinds=("company",))
    assessment_id = cast.assess(request_id, C4=Answer.YES)
    route = Route(Assessment.objects.get(pk=assessment_id).route)
    decision = triage.Decision(assessment_id, route)
    triage.decide(actor=cast.anna, now=NOW, request_id=request_id, decision=decision)
    return request_id


# --- what it says ---------------------------------------------------------------------------------


def test_somebody_who_can_on_another_day(cast: Cast) -> None:
    request_id = cast.ready()
    limits(cast.bram_id, day_parts=TUESDAY)
    page = read(cast, request_id)
    assert (
        "Er past nu niemand. De meest gewone reden: kan op andere dagen (1 vrijwilliger)." in page
    )
    assert "Op dinsdag: 1 mens erbij" in page
    assert "Bram Vrijwilliger" in page
    assert "Kan op andere dagen, zoals dinsdagmiddag" in page
    for name in ("move_day", "wait", "say_no", "refer", "hand_over", "agree"):
        assert reverse(name, args=[request_id]) in page


def test_who_fits_and_has_room_needs_no_change(cast: Cast) -> None:
    page = read(cast, cast.ready())
    assert "Er past 1 mens die ruimte heeft." in page
    assert "Er hoeft niets te veranderen." in page
    assert "Kies wie je vraagt" in page


def test_a_limit_is_shown_and_is_never_the_change(cast: Cast) -> None:
    request_id = cast.ready()
    limits(cast.bram_id, max_people=0, max_heavy=0)
    page = read(cast, request_id)
    assert "Er past 1 mens, maar die zit vol." in page
    assert "Vol: helpt al genoeg mensen" in page
    assert "Eén ding veranderen helpt hier niet." in page
    assert "erbij" not in page


def test_too_far_says_how_far(cast: Cast) -> None:
    PostcodeArea.objects.create(postcode="1013", latitude=52.39, longitude=4.88)
    PostcodeArea.objects.create(postcode="1102", latitude=52.31, longitude=4.96)
    request_id = cast.ready()
    Volunteer.objects.filter(pk=cast.bram_id).update(postcode="1102 AA")
    limits(cast.bram_id, max_km=5)
    assert "Te ver: 11 km, en 5 km is het verste" in read(cast, request_id)


def test_the_nearest_come_first_and_at_most_ten(cast: Cast) -> None:
    for number, latitude in enumerate((52.39, 52.35, 52.37)):
        PostcodeArea.objects.create(postcode=f"101{3 + number}", latitude=latitude, longitude=4.88)
    request_id = cast.ready()
    limits(cast.bram_id, day_parts=TUESDAY)
    for number in range(11):
        one = cast.volunteer(f"Ver Nummer{number}", postcode="1014 AA")
        limits(one.id, day_parts=TUESDAY)
    middle = cast.volunteer("Midden Weg", postcode="1015 AA")
    limits(middle.id, day_parts=TUESDAY)
    names = [one.name for one in why_page(cast.anna, request_id, NOW).near]
    assert names[:2] == ["Bram Vrijwilliger", "Midden Weg"]
    assert len(names) == 10


def test_which_training_is_missing_is_named(cast: Cast) -> None:
    page = read(cast, needs_training(cast))
    assert "Met de scholing die nu mist: 1 mens erbij" in page
    assert f"Mist de scholing die nodig is: {COURSES['C4']}" in page
    assert "Schrijf op wat er verandert" not in page, "that is nothing to agree with the person"


def test_a_shorter_time_says_until_when(cast: Cast) -> None:
    request_id = cast.ready()
    handling.agree(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        agreed={"visit_minutes": 60, "last_day": TODAY + timedelta(weeks=26)},
    )
    limits(cast.bram_id, until=TODAY + timedelta(weeks=14))
    page = read(cast, request_id)
    assert "Als het korter duurt (12 weken): 1 mens erbij" in page
    assert "Tot en met zondag 21 februari 2027." in page
    assert "Schrijf op wat er verandert" in page
    changes = why_page(cast.anna, request_id, NOW).changes
    assert ChangeKind.WEEKS in {one.kind for one in changes}


def test_nobody_at_all_to_ask(cast: Cast) -> None:
    request_id = cast.ready()
    Affiliation.objects.all().update(state="ended")
    page = read(cast, request_id)
    assert "Er is nog niemand om te vragen." in page
    assert "Niemand." in page


def test_a_request_for_which_nobody_is_sought(cast: Cast) -> None:
    page = read(cast, cast.request())
    assert "Voor deze vraag wordt nu niemand gezocht." in page
    assert "Wat zou helpen?" not in page


def test_it_is_reached_from_the_request_and_from_the_proposals(cast: Cast) -> None:
    request_id = cast.ready()
    where = reverse("why_waits", args=[request_id])
    assert where in read(cast, request_id, "request")
    assert where in read(cast, request_id, "candidates")
    closing.wait(actor=cast.anna, now=NOW, request_id=request_id, lack=Lack.PLACE)
    page = read(cast, request_id)
    assert where in read(cast, request_id, "request")
    assert reverse("wait", args=[request_id]) not in page, "it waits already"


# --- who sees what --------------------------------------------------------------------------------


def test_nothing_of_another_organisation_that_is_not_shared(cast: Cast) -> None:
    request_id = cast.ready()
    limits(cast.bram_id, day_parts=TUESDAY)
    limits(shared_of_zuid(cast), day_parts=TUESDAY)
    page = read(cast, request_id)
    assert "Op dinsdag: 1 mens erbij" in page
    assert "andere organisatie</dt>" not in page
    assert "Zora" not in page


@pytest.mark.usefixtures("_all_of_zuid_is_shared")
def test_who_is_shared_has_no_name_and_no_hours(cast: Cast) -> None:
    request_id = cast.ready()
    limits(cast.bram_id, day_parts=TUESDAY)
    far, full = shared_of_zuid(cast), shared_of_zuid(cast, "Zus Zuid")
    limits(far, day_parts=TUESDAY)
    limits(full, max_people=0, max_heavy=0)
    page = read(cast, request_id)
    assert "Op dinsdag: 2 mensen erbij" in page
    assert page.count("Iemand van een andere organisatie") == 2
    assert "<dd>Vol</dd>" in page
    assert "Zora" not in page
    assert "Zus" not in page
    assert str(far) not in page


@pytest.mark.usefixtures("_all_of_zuid_is_shared")
def test_a_signal_elsewhere_is_only_not_now(cast: Cast) -> None:
    request_id = cast.ready()
    zora_id = shared_of_zuid(cast)
    zora = Actor(Role.VOLUNTEER, id=zora_id, name="Zora")
    signal.send_signal(actor=zora, now=NOW, reason="time")
    page = read(cast, request_id)
    assert "Krijgt nu even geen nieuwe vragen" in page
    assert "te zwaar" not in page


def test_hours_elsewhere_that_are_hidden_stay_hidden(cast: Cast) -> None:
    request_id = cast.ready()
    zora = cast.volunteer("Zora Zuid", of=cast.carla, email="zora@example.nl")
    cast.volunteer("Zora Zuid", email="zora@example.nl")
    here = Affiliation.objects.get(volunteer_id=zora.id, organisation_id=cast.noord_id)
    volunteers.join(actor=zora, now=NOW, affiliation_id=here.pk, yes=True)
    Affiliation.objects.filter(pk=here.pk).update(certificate_seen_on=TODAY)
    proposal_id = cast.asked(zora, of=cast.carla)
    proposals.accept(actor=zora, now=NOW, proposal_id=proposal_id)
    limits(zora.id, max_minutes=120, liked_minutes=120)
    limits(cast.bram_id, day_parts=TUESDAY)
    page = read(cast, request_id)
    assert "Zora Zuid" in page
    assert "per week, en" not in page
    limits(zora.id, show_hours_elsewhere=True)
    assert "heeft nog 30 minuten per week" in read(cast, request_id)


def test_whoever_was_shown_is_recorded(cast: Cast) -> None:
    request_id = cast.ready()
    limits(cast.bram_id, day_parts=TUESDAY)
    read(cast, request_id)
    record = AccessRecord.objects.get(page="why_waits")
    seen = set(AccessSubject.objects.filter(record=record).values_list("subject_id", flat=True))
    asker = Request.objects.get(pk=request_id).help_seeker_id
    assert seen == {asker, cast.bram_id}
    assert record.actor_id == cast.anna.id


def test_who_answered_this_question_is_not_a_way_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    Network.objects.update(days_of_rest_after_no=0)
    proposal_id = cast.asked(cast.bram)
    proposals.decline(actor=cast.bram, now=NOW, proposal_id=proposal_id)
    request_id = Proposal.objects.get(pk=proposal_id).request_id
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
    page = read(cast, request_id)
    assert "Is al gevraagd voor deze vraag" in page
    assert "erbij" not in page


def test_it_costs_the_same_for_one_who_lives_near_as_for_ten(
    cast: Cast, queries: Callable[[], AbstractContextManager[Questions]]
) -> None:
    address = reverse("why_waits", args=[cast.ready()])
    limits(cast.bram_id, day_parts=TUESDAY)
    client = browsing.member(cast.anna)
    client.get(address)
    with queries() as few:
        client.get(address)
    for number in range(9):
        limits(cast.volunteer(f"Helper Nummer{number}").id, day_parts=TUESDAY)
        cast.ready()
    with queries() as many:
        client.get(address)
    assert len(few) == len(many) <= 25, (few, many)
