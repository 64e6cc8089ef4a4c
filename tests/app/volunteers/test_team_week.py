"""The week of everybody: one table and one agenda of the same days, only of one's own people."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.app import browsing, planned
from tests.app.cast import NOW, TODAY, Cast
from tests.app.conftest import Questions
from tests.app.questionnaire import plain

from loopplank.access.account.actors import Actor
from loopplank.actions.matching import matches
from loopplank.actions.volunteers import limits, visits
from loopplank.actions.wellbeing import signal
from loopplank.store.models import (
    AccessRecord,
    AccessSubject,
    Affiliation,
    HelpSeeker,
    Limits,
    LoadWeek,
    Match,
    Request,
    Volunteer,
)
from loopplank.web.kit import clock

THURSDAY = date(2026, 11, 26)
Counting = Callable[[], AbstractContextManager[Questions]]


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def page_of(actor: Actor, query: str = "") -> str:
    return str(browsing.member(actor).get(f"{reverse('team_week')}{query}").content.decode())


def words_of(actor: Actor, query: str = "") -> str:
    return str(plain(browsing.member(actor).get(f"{reverse('team_week')}{query}")))


def week_of_everybody(cast: Cast) -> Actor:
    """Bram visits on Thursday, Ria is in a pause, Aad away, Mo meets somebody and Els was asked."""
    planned.many_at_once()
    cast.running(cast.bram)
    ria, aad, mo, els = (
        cast.volunteer(name) for name in ("Ria Pauze", "Aad Weg", "Mo Maakt", "Els Gevraagd")
    )
    assert ria.id
    assert aad.id
    limits.pause(actor=ria, now=NOW, volunteer_id=ria.id, first=TODAY, last=None)
    Limits.objects.filter(pk=aad.id).update(away=[["2026-11-25", "2026-11-27"]])
    match_id = cast.agreed(mo)
    matches.plan_meeting(
        actor=cast.anna,
        now=NOW,
        match_id=match_id,
        meeting_at=datetime(2026, 11, 25, 13, 0, tzinfo=UTC),
    )
    cast.asked(els, weekday=4, first_day=date(2026, 11, 27))
    planned.sought(cast, last_name="Zoekt")
    return els


@pytest.mark.both_engines
def test_a_week_shows_who_does_what_and_who_is_not_there(cast: Cast) -> None:
    week_of_everybody(cast)
    page = page_of(cast.anna)
    words = words_of(cast.anna)
    assert "23 tot en met 29 november" in words
    assert "Week 48. 1 bezoek" in words
    assert "bezoek: mw. De Wit" in words
    assert "kennismaken: mw. De Wit" in words
    assert "Pauze, nog zonder einddatum" in words
    assert "Afwezig tot en met vr 27 nov" in words
    assert "gevraagd: Els" in words
    assert "mw. Zoekt" in words
    # a table that a screen reader can walk, both ways, and the same by day
    assert page.count('scope="col"') >= 8
    assert page.count('scope="row"') == 6
    assert 'colspan="3"' in page
    assert "Bram bij mw. De Wit" in words
    assert "Niet vragen: Aad (afwezig), Ria (pauze)" in words
    # in the order of their names
    assert page.index("Aad Weg") < page.index("Bram ") < page.index("Ria Pauze")


def test_next_week_has_the_same_visit_and_last_week_none(cast: Cast) -> None:
    cast.running(cast.bram)
    assert "bezoek: mw. De Wit" in words_of(cast.anna, "?week=2026-49")
    assert "bezoek: mw. De Wit" not in words_of(cast.anna, "?week=2026-47")
    assert "?week=2026-50" in page_of(cast.anna, "?week=2026-49")
    # of a week that is over nobody is full or has room
    assert "van 6 uur" not in words_of(cast.anna, "?week=2026-47")


def test_a_visit_is_done_cannot_be_or_is_of_somebody_who_says_it_is_too_heavy(cast: Cast) -> None:
    first, second = cast.running(cast.bram, weekday=0), cast.running(cast.bram, weekday=4)
    Match.objects.filter(pk=first).update(first_day=TODAY - timedelta(days=8))
    monday = TODAY - timedelta(days=1)
    visits.log_visit(actor=cast.bram, now=NOW, match_id=first, day=monday, minutes=90, felt="fine")
    visits.cannot_visit(actor=cast.bram, now=NOW, match_id=second, day=date(2026, 11, 27))
    words = words_of(cast.anna)
    assert "bezoek, geweest: mw. De Wit" in words
    assert "bezoek, kan niet: mw. De Wit" in words
    assert "iemand anders gezocht" in words
    signal.send_signal(actor=cast.bram, now=NOW, reason="time", match_id=first)
    assert "te zwaar" in words_of(cast.anna)
    assert "zit goed" not in words_of(cast.anna)


def test_nothing_of_another_organisation_shows_and_work_elsewhere_is_no_visit(cast: Cast) -> None:
    """Promise P6: Bram is at Zuid too; Zuid does not even see on which day he helps at Noord."""
    Affiliation.objects.create(
        volunteer_id=cast.bram_id, organisation_id=cast.zuid_id, since=TODAY, state="active"
    )
    week_of_everybody(cast)
    for page in (page_of(cast.dirk), page_of(cast.carla)):
        assert "De Wit" not in page
        assert "Zoekt" not in page
        assert "Ria Pauze" not in page
        assert "Bram " in page
        assert 'class="slot' not in page
    for other in (cast.ella, cast.gerda, cast.fred):
        assert browsing.member(other).get(reverse("team_week")).status_code in {302, 403, 404}


def test_whose_names_were_shown_is_recorded(cast: Cast) -> None:
    week_of_everybody(cast)
    page_of(cast.anna)
    record = AccessRecord.objects.get(page="team_week")
    seen = set(AccessSubject.objects.filter(record=record).values_list("subject_id", flat=True))
    assert {cast.bram_id, *HelpSeeker.objects.values_list("pk", flat=True)} <= seen


def test_a_filter_chooses_people_and_hides_no_part_of_their_week(cast: Cast) -> None:
    cast.running(cast.bram)
    cast.running(cast.bram, weekday=4)
    far = cast.volunteer("Ver Weg", postcode="9999 ZZ")
    cast.running(far)
    Request.objects.filter(matches__volunteer_id=far.id).update(
        postcode_area="9999", kinds=["transport"]
    )
    one = Match.objects.filter(volunteer_id=cast.bram_id, weekday=4).get()
    Request.objects.filter(pk=one.request_id).update(kinds=["paperwork"])
    here = words_of(cast.anna, "?wijk=9999")
    assert "Ver Weg" in here
    assert "Bram" not in here
    both = page_of(cast.anna, "?soort=paperwork")
    assert "Ver Weg" not in both
    assert both.count('class="slot visit"') == 4, "two visits, in the table and in the agenda"
    # Bram carries two people, and that is his limit
    assert "Bram" not in words_of(cast.anna, "?ruimte=1")
    assert "Niemand past hierbij" in words_of(cast.anna, "?wijk=1234")


@pytest.mark.both_engines
def test_a_proposal_of_the_plan_is_ticked_and_read_and_sends_nothing(cast: Cast) -> None:
    planned.sought(cast, last_name="Bakker")
    planned.plan_now(cast)
    client = browsing.member(cast.anna)
    page = client.get(reverse("team_week")).content.decode()
    if 'name="voorstel"' not in page:
        page = client.get(f"{reverse('team_week')}?week=2026-49").content.decode()
    assert "1 voorstel." in page
    assert "Er wordt nog niets verstuurd" in page
    ticked = page.split('name="voorstel" value="')[1].split('"')[0]
    # both views hold the same tick; a set of one is read
    read = client.get(reverse("read_plan"), {"voorstel": [ticked, ticked]}).content.decode()
    assert "Lees na wie je vraagt" in read
    assert read.count(ticked) >= 1
    assert not cast_asked()


def cast_asked() -> bool:
    from loopplank.store.models import Proposal

    return Proposal.objects.exists()


def two_hundred(cast: Cast) -> None:
    """200 volunteers who each visit two people a week, and twenty requests without anybody."""
    model = Match.objects.get(pk=cast.running(cast.bram))
    limits_row = Limits.objects.get(pk=cast.bram_id)
    people = Volunteer.objects.bulk_create(
        Volunteer(
            id=uuid4(),
            first_name=f"Voornaam{n}",
            last_name="Van der Langenaam",
            postcode="1013 AB",
            created_at=NOW,
        )
        for n in range(199)
    )
    Limits.objects.bulk_create(clone(limits_row, volunteer_id=one.pk) for one in people)
    Affiliation.objects.bulk_create(
        Affiliation(volunteer=one, organisation_id=cast.noord_id, since=TODAY, state="active")
        for one in people
    )
    LoadWeek.objects.bulk_create(
        LoadWeek(
            volunteer=one,
            monday=date(2026, 11, 23),
            planned_minutes=180,
            allowed_minutes=360,
            planned_people=2,
            allowed_people=2,
            planned_heavy=0,
            allowed_heavy=1,
        )
        for one in people
    )
    second = Match.objects.get(pk=cast.running(cast.volunteer("Nog Iemand"), weekday=1))
    Match.objects.bulk_create(
        clone(of, pk=uuid4(), volunteer_id=one.pk, proposal_id=None)
        for one in people
        for of in (model, second)
    )


def clone(row: Any, **changes: object) -> Any:
    names = [f.attname for f in row._meta.concrete_fields]
    return type(row)(**({name: getattr(row, name) for name in names} | changes))


@pytest.mark.both_engines
def test_two_hundred_volunteers_cost_25_queries_and_120_kilobytes(
    cast: Cast, queries: Counting
) -> None:
    planned.many_at_once()
    for n in range(20):
        planned.sought(cast, last_name=f"Zoekt{n}")
    planned.plan_now(cast)
    client = browsing.member(cast.anna)
    client.get(reverse("team_week"))
    with queries() as few:
        client.get(reverse("team_week"))
    two_hundred(cast)
    with queries() as many:
        response = client.get(reverse("team_week"))
    page = response.content.decode()
    # what the blocks are about is one more, and stays one
    assert len(many) - len(few) <= 1, (few, many)
    assert len(many) <= 25, many
    assert len(response.content) <= 120_000, len(response.content)
    assert "Bladzijde 1 van 4" in page
    last = client.get(f"{reverse('team_week')}?page=4").content.decode()
    assert "Bladzijde 4 van 4" in last
