"""Wat zou het meest helpen: bands and no numbers under ten, of the own house or of the network."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.conftest import Questions
from tests.app.kit.test_doors import admin_of_noord
from tests.app.matching.test_why import needs_training
from tests.app.questionnaire import text

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.matching.most_help import most_help
from loopplank.core.requests.intake import day_parts
from loopplank.store.models import Affiliation, Limits, PostcodeArea
from loopplank.web.kit import clock
from loopplank.web.matching.plan_words import COURSES

NEW_ON_THURSDAY = "Zoek iemand die op donderdagmiddag kan, in de buurt van Havenbuurt"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    PostcodeArea.objects.create(
        postcode="1013", latitude=52.39, longitude=4.88, neighbourhood="Havenbuurt"
    )


def read(actor: Actor) -> str:
    return text(browsing.member(actor).get(reverse("most_help")))


def nobody_can(*volunteer_ids: UUID) -> None:
    Limits.objects.filter(pk__in=volunteer_ids).update(day_parts=day_parts([1], [1]))


def test_nothing_is_needed_when_everything_can_be_done(cast: Cast) -> None:
    cast.ready()
    for actor in (cast.anna, cast.gerda):
        assert "Er is nu geen scholing of nieuwe vrijwilliger nodig." in read(actor)


def test_whom_to_look_for_and_never_a_number_under_ten(cast: Cast) -> None:
    nobody_can(cast.bram_id)
    for _ in range(3):
        cast.ready()
    for actor in (cast.anna, cast.gerda):
        page = read(actor)
        assert NEW_ON_THURSDAY in page
        assert page.count("minder dan 10") == 2
        assert 'data-label="Vragen die dan kunnen">3<' not in page
        assert "De Wit" not in page


def test_from_ten_on_the_number_is_said(cast: Cast) -> None:
    nobody_can(cast.bram_id)
    for _ in range(11):
        cast.ready()
    page = read(cast.anna)
    assert "Vragen die nu niemand kan doen: 11." in page
    assert 'data-label="Vragen die dan kunnen">11<' in page


def test_which_course_would_help(cast: Cast) -> None:
    needs_training(cast)
    page = read(cast.anna)
    assert "Geef vrijwilligers deze scholing" in page
    assert COURSES["C4"] in page
    assert "Met scholing: " in page, "or find somebody who has it"
    Affiliation.objects.filter(volunteer_id=cast.bram_id).update(trained_for=["C4"])
    assert "Er is nu geen scholing" in read(cast.anna)


def test_the_network_reads_of_a_neighbourhood_from_ten_on(cast: Cast) -> None:
    nobody_can(cast.bram_id)
    for _ in range(9):
        cast.ready()
    admin = admin_of_noord(cast)
    page = read(admin)
    assert "minder dan 10" in page
    assert "Havenbuurt" not in page
    assert "Er is geen buurt en dag waar 10 of meer vragen op iemand wachten." in page
    cast.ready(of=cast.carla)
    assert NEW_ON_THURSDAY in read(admin)


def test_what_the_network_reads_leaves_no_rest_under_ten(cast: Cast) -> None:
    """Eleven of thirteen would say that two wait elsewhere."""
    nobody_can(cast.bram_id)
    for _ in range(11):
        cast.ready()
    for _ in range(2):
        cast.ready(day_parts=day_parts([0], [0]), postcode="1022 AB")
    admin = admin_of_noord(cast)
    page = read(admin)
    assert "Vragen die nu niemand kan doen: 13." in page
    assert "Havenbuurt" not in page
    for _ in range(8):
        cast.ready(day_parts=day_parts([0], [0]), postcode="1022 AB")
    page = read(admin)
    assert "Vragen die nu niemand kan doen: 21." in page
    assert NEW_ON_THURSDAY in page


def test_of_another_organisation_nothing_counts(cast: Cast) -> None:
    nobody_can(cast.bram_id)
    cast.ready()
    assert "Er is nu geen scholing" in read(cast.carla)


def test_who_has_nothing_to_do_with_it_finds_nothing(cast: Cast) -> None:
    for actor in (cast.ella, cast.fred, cast.bram):
        with pytest.raises(NotFound):
            most_help(actor, NOW)


def test_it_is_reached_from_where_it_belongs(cast: Cast) -> None:
    where = reverse("most_help")
    assert where in text(browsing.member(cast.anna).get(reverse("volunteers")))
    assert where in text(browsing.member(cast.gerda).get(reverse("gaps")))
    admin = browsing.member(admin_of_noord(cast))
    assert where in text(admin.get(reverse("network_overview")))


@pytest.mark.parametrize("who", ["anna", "admin"])
def test_it_costs_the_same_for_one_request_as_for_many(
    who: str, cast: Cast, queries: Callable[[], AbstractContextManager[Questions]]
) -> None:
    nobody_can(cast.bram_id)
    client = browsing.member(admin_of_noord(cast) if who == "admin" else cast.anna)
    cast.ready()
    client.get(reverse("most_help"))
    with queries() as few:
        client.get(reverse("most_help"))
    for number in range(12):
        nobody_can(cast.volunteer(f"Helper Nummer{number}").id or cast.bram_id)
        cast.ready()
    with queries() as many:
        client.get(reverse("most_help"))
    assert len(few) == len(many) <= 25, (few, many)
