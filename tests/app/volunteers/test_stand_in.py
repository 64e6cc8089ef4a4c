"""Whom a volunteer names who cannot come once: read by a coordinator, and planned by one tap."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.on_the_phone import Phone, plain

from loopplank.access.account.actors import SYSTEM, Actor, NotFound
from loopplank.actions.matching import matches, proposals
from loopplank.actions.privacy import erasure
from loopplank.actions.volunteers import cover as volunteer_cover
from loopplank.actions.volunteers import visits
from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.cover import named
from loopplank.jobs.nightly import daily_work
from loopplank.store.models import (
    Event,
    Limits,
    Match,
    Message,
    Proposal,
    VisitCover,
    Volunteer,
)
from loopplank.web.kit import clock

NEXT = date(2026, 12, 3)  # the second Thursday of the agreement
NUMBER = "0611112222"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def joop(cast: Cast) -> Actor:
    one = cast.volunteer("Joop Invaller")
    Volunteer.objects.filter(pk=one.id).update(phone=NUMBER)
    return one


@pytest.fixture
def visit(cast: Cast) -> VisitCover:
    """Bram cannot come on the third of December."""
    return cannot(cast)


def cannot(cast: Cast, now: datetime = NOW) -> VisitCover:
    match_id = cast.running(cast.bram)
    visits.cannot_visit(actor=cast.bram, now=now, match_id=match_id, day=NEXT)
    return VisitCover.objects.get(visit__match_id=match_id, day=NEXT)


def names(
    cast: Cast, visit: VisitCover, name: str = "Joop", phone: str = NUMBER, now: datetime = NOW
) -> None:
    volunteer_cover.name_stand_in(
        actor=cast.bram, now=now, visit_id=visit.visit_id, said=named(name, phone)
    )
    visit.refresh_from_db()


def page(cast: Cast, visit: VisitCover) -> str:
    got = browsing.member(cast.anna).get(reverse("cover", args=[visit.visit_id]))
    return plain(got.content.decode())


def taps(cast: Cast, visit: VisitCover, who: Actor, how: str) -> HttpResponse:
    answer = browsing.member(cast.anna).post(
        reverse("plan_stand_in", args=[visit.visit_id]),
        {"volunteer": str(who.id), "how": how},
        follow=True,
    )
    assert isinstance(answer, HttpResponse)
    visit.refresh_from_db()
    return answer


def one_day(who: Actor) -> Match | None:
    return Match.objects.filter(volunteer_id=who.id, first_day=NEXT, last_day=NEXT).first()


# --- naming -----


def test_the_volunteer_types_a_name_and_sees_nobody_else(
    cast: Cast, visit: VisitCover, joop: Actor
) -> None:
    phone = Phone(cast.bram)
    assert "Ik weet iemand die al ja zei" in phone.reads("week")
    assert "Invaller" not in phone.html("name_stand_in", visit.visit_id)
    said = phone.then_reads("name_stand_in", visit.visit_id, who=" joop ", phone="06-11112222")
    assert "Anna kijkt of dat kan." in said
    assert "Je noemde joop." in said
    assert "Invaller" not in said
    visit.refresh_from_db()
    assert (visit.named, visit.named_phone) == ("joop", NUMBER)


def test_nothing_tells_the_volunteer_whether_such_a_person_exists(
    cast: Cast, visit: VisitCover, joop: Actor
) -> None:
    phone = Phone(cast.bram)
    known = phone.then_reads("name_stand_in", visit.visit_id, who="Joop")
    unknown = phone.then_reads("name_stand_in", visit.visit_id, who="Zora")
    assert known.replace("Joop", "Zora") == unknown


def test_without_a_name_or_with_a_wrong_number_what_was_typed_stays(
    cast: Cast, visit: VisitCover
) -> None:
    phone = Phone(cast.bram)
    answer = phone.presses("name_stand_in", visit.visit_id, who="Joop", phone="12")
    assert answer.status_code == 422
    assert 'value="Joop"' in answer.content.decode()
    answer = phone.presses("name_stand_in", visit.visit_id, who="", phone="")
    assert answer.status_code == 422
    visit.refresh_from_db()
    assert visit.named == ""


def test_nobody_names_themselves_or_for_a_visit_of_another(
    cast: Cast, visit: VisitCover, joop: Actor
) -> None:
    with pytest.raises(Refused) as refused:
        names(cast, visit, "Bram", "")
    assert refused.value.reason.code == "cover.yourself"
    with pytest.raises(NotFound):
        volunteer_cover.name_stand_in(
            actor=joop, now=NOW, visit_id=visit.visit_id, said=named("Zora")
        )
    assert (
        Phone(joop).client.get(reverse("name_stand_in", args=[visit.visit_id])).status_code == 404
    )


def test_said_again_only_the_last_one_counts(cast: Cast, visit: VisitCover, joop: Actor) -> None:
    names(cast, visit)
    names(cast, visit)
    assert Event.objects.filter(type="visit.stand_in_named").count() == 1
    names(cast, visit, "Zora", "")
    assert (visit.named, visit.named_phone) == ("Zora", "")


def test_no_event_holds_the_name(cast: Cast, visit: VisitCover) -> None:
    names(cast, visit, "Joop")
    assert "Joop" not in str(Event.objects.get(type="visit.stand_in_named").data)
    assert NUMBER not in str(Event.objects.get(type="visit.stand_in_named").data)


# --- the coordinator sees it -----


def test_the_coordinator_reads_who_was_named_wherever_she_looks(
    cast: Cast, visit: VisitCover, joop: Actor
) -> None:
    names(cast, visit)
    anna = browsing.member(cast.anna)
    today = plain(anna.get(reverse("today")).content.decode())
    assert "Noemt Joop, die zou kunnen." in today
    request = plain(anna.get(reverse("request", args=[visit.request_id])).content.decode())
    assert "Wie komt er op donderdag 3 december?" in request
    assert "noemt Joop" in request
    text = page(cast, visit)
    assert "Bram noemt Joop. Die zou al ja hebben gezegd." in text
    assert "Joop Invaller" in text
    assert "Dit is het nummer dat is genoemd." in text


def test_the_person_helped_reads_no_name_before_somebody_comes(
    cast: Cast, visit: VisitCover, joop: Actor
) -> None:
    names(cast, visit)
    asker = browsing.asker(visit.request_id).get(reverse("status"))
    assert "Joop" not in asker.content.decode()


def test_one_tap_asks_and_only_the_yes_of_the_stand_in_plans(
    cast: Cast, visit: VisitCover, joop: Actor
) -> None:
    names(cast, visit)
    answer = taps(cast, visit, joop, "ask")
    assert answer.status_code == 200
    assert one_day(joop) is None
    asked = Proposal.objects.get(volunteer_id=joop.id)
    assert (asked.first_day, asked.last_day, asked.state) == (NEXT, NEXT, "open")
    assert Message.objects.filter(volunteer_id=joop.id, template="proposal").exists()
    assert "Joop is gevraagd, en zei nog niets." in page(cast, visit)
    proposals.accept(actor=joop, now=NOW, proposal_id=asked.pk)
    visit.refresh_from_db()
    match = one_day(joop)
    assert match is not None
    assert (visit.state, visit.match_id, visit.named) == ("found", match.pk, "")
    told = Message.objects.get(request=visit.request_id, template="visit_covered", state="queued")
    assert told.params["next"] == "Joop"


def test_a_no_of_the_stand_in_costs_one_tap_and_the_visit_is_still_sought(
    cast: Cast, visit: VisitCover, joop: Actor
) -> None:
    names(cast, visit)
    taps(cast, visit, joop, "ask")
    asked = Proposal.objects.get(volunteer_id=joop.id)
    proposals.decline(actor=joop, now=NOW, proposal_id=asked.pk)
    visit.refresh_from_db()
    assert visit.state == "sought"
    assert one_day(joop) is None
    assert "Joop kan deze keer niet" in page(cast, visit)


def test_whoever_spoke_them_plans_by_one_tap_and_both_hear_it(
    cast: Cast, visit: VisitCover, joop: Actor
) -> None:
    names(cast, visit)
    said = plain(taps(cast, visit, joop, "spoken").content.decode())
    assert "Opgeschreven: Joop komt." in said
    match = one_day(joop)
    assert match is not None
    assert visit.match_id == match.pk
    assert Message.objects.filter(volunteer_id=joop.id, template="noted_yes").exists()
    assert "Joop" in browsing.asker(visit.request_id).get(reverse("status")).content.decode()
    # pressed twice
    again = plain(taps(cast, visit, joop, "spoken").content.decode())
    assert "Er komt iemand anders: Joop." in again
    assert Match.objects.filter(volunteer_id=joop.id).count() == 1


def test_the_yes_on_the_telephone_after_the_question_plans_too(
    cast: Cast, visit: VisitCover, joop: Actor
) -> None:
    names(cast, visit)
    taps(cast, visit, joop, "ask")
    taps(cast, visit, joop, "spoken")
    assert visit.state == "found"
    assert Proposal.objects.filter(volunteer_id=joop.id).count() == 1


# --- who cannot -----


@pytest.mark.parametrize(
    "limits",
    [
        {"max_minutes": 0, "liked_minutes": 0},
        {"max_people": 0, "max_heavy": 0},
        {"pause_from": TODAY},
        {"away": [[NEXT.isoformat(), NEXT.isoformat()]]},
        {"stops_on": date(2026, 12, 1)},
    ],
)
@pytest.mark.parametrize("how", ["ask", "spoken"])
def test_no_limit_of_the_stand_in_is_passed(
    cast: Cast, visit: VisitCover, joop: Actor, limits: dict[str, object], how: str
) -> None:
    Limits.objects.filter(pk=joop.id).update(**limits)
    names(cast, visit)
    text = page(cast, visit)
    assert "Joop kan deze keer niet" in text
    assert "Ik sprak Joop zelf" not in text
    assert taps(cast, visit, joop, how).status_code == 422
    assert one_day(joop) is None
    assert not Proposal.objects.filter(volunteer_id=joop.id).exists()
    assert visit.state == "sought"


def test_who_is_unknown_or_of_another_organisation_is_nobody_here(
    cast: Cast, visit: VisitCover
) -> None:
    assert cast.dirk.id
    Volunteer.objects.filter(pk=cast.dirk.id).update(phone=NUMBER)
    names(cast, visit, "Dirk")
    text = page(cast, visit)
    assert "Bij ons is geen vrijwilliger met deze naam of dit nummer." in text
    assert taps(cast, visit, cast.dirk, "spoken").status_code == 422
    assert one_day(cast.dirk) is None


def test_two_of_one_name_are_told_apart_by_a_person(
    cast: Cast, visit: VisitCover, joop: Actor
) -> None:
    other = cast.volunteer("Joop Anders")
    names(cast, visit, "Joop", "")
    text = page(cast, visit)
    assert "Joop Invaller" in text
    assert "Joop Anders" in text
    taps(cast, visit, other, "spoken")
    assert one_day(other) is not None
    assert one_day(joop) is None


def test_another_number_than_was_named_is_said(cast: Cast, visit: VisitCover, joop: Actor) -> None:
    names(cast, visit, "Joop", "0699998888")
    assert "Let op: dit is een ander nummer dan is genoemd." in page(cast, visit)


# --- a bad day -----


def test_too_near_for_a_message_only_a_call_is_left(cast: Cast, joop: Actor) -> None:
    near = datetime(2026, 12, 3, 7, tzinfo=UTC)
    visit = cannot(cast, near)
    assert visit.state == "nobody"
    clock_then = near + timedelta(minutes=1)
    names(cast, visit, now=clock_then)
    with pytest.MonkeyPatch.context() as at:
        at.setattr(clock, "now", lambda: clock_then)
        text = page(cast, visit)
        assert "Er is te weinig tijd voor een bericht. Bel Joop." in text
        assert "Vraag Joop voor deze keer" not in text
        taps(cast, visit, joop, "spoken")
    assert visit.state == "found"


def test_once_it_was_told_that_nobody_comes_the_name_is_gone(
    cast: Cast, visit: VisitCover, joop: Actor
) -> None:
    names(cast, visit)
    volunteer_cover.told(actor=cast.anna, now=NOW, visit_id=visit.visit_id)
    visit.refresh_from_db()
    assert visit.named == ""
    with pytest.raises(Refused) as refused:
        names(cast, visit)
    assert refused.value.reason.code == "cover.known"


def test_who_can_come_after_all_takes_the_question_back(
    cast: Cast, visit: VisitCover, joop: Actor
) -> None:
    names(cast, visit)
    taps(cast, visit, joop, "ask")
    volunteer_cover.can_come(actor=cast.bram, now=NOW, visit_id=visit.visit_id)
    assert not VisitCover.objects.exists()
    assert Proposal.objects.get(volunteer_id=joop.id).state == "gone"


def test_help_that_ended_meanwhile_needs_nobody(cast: Cast, visit: VisitCover, joop: Actor) -> None:
    names(cast, visit)
    match_id = visit.visit.match_id
    matches.end(actor=cast.anna, now=NOW, match_id=match_id)
    visit.refresh_from_db()
    assert (visit.state, visit.named) == ("nobody", "")
    with pytest.raises(Refused) as refused:
        names(cast, visit)
    assert refused.value.reason.code == "cover.no_visit"
    assert taps(cast, visit, joop, "spoken").status_code == 422
    assert one_day(joop) is None


def test_after_the_day_nobody_knows_who_was_named(cast: Cast, visit: VisitCover) -> None:
    names(cast, visit)
    daily_work.clean(NOW, lambda: False)
    visit.refresh_from_db()
    assert visit.named == "Joop"
    daily_work.clean(datetime(2026, 12, 4, 3, tzinfo=UTC), lambda: False)
    visit.refresh_from_db()
    assert (visit.named, visit.named_phone, visit.named_at) == ("", "", None)


def test_whoever_is_erased_is_named_nowhere(cast: Cast, visit: VisitCover, joop: Actor) -> None:
    assert joop.id
    names(cast, visit)
    erasure.erase_volunteer(actor=joop, now=NOW, volunteer_id=joop.id)
    visit.refresh_from_db()
    assert (visit.named, visit.named_phone) == ("", "")


def test_it_stays_on_the_list_when_the_moment_passes(
    cast: Cast, visit: VisitCover, joop: Actor
) -> None:
    names(cast, visit)
    volunteer_cover.give_up(
        actor=SYSTEM, now=visit.decide_by + timedelta(minutes=1), visit_id=visit.visit_id
    )
    anna = browsing.member(cast.anna)
    assert "Noemt Joop" in plain(anna.get(reverse("today")).content.decode())
    assert "noemt Joop" in plain(
        anna.get(reverse("request", args=[visit.request_id])).content.decode()
    )


def test_the_page_asks_no_more_than_others_do(
    cast: Cast, visit: VisitCover, joop: Actor, django_assert_max_num_queries: object
) -> None:
    for number in range(3):
        cast.volunteer(f"Joop Nummer{number}")
    names(cast, visit, "Joop", "")
    client = browsing.member(cast.anna)
    url: str = reverse("cover", args=[visit.visit_id])
    client.get(url)
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        client.get(url)
    assert isinstance(visit.visit_id, UUID)
