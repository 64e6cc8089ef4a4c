"""No column about a person without a purpose; and the page that is made of those purposes."""

from collections import Counter

import pytest
from django.apps import apps
from tests.app import browsing
from tests.app.cast import NOW, Cast
from tests.app.questionnaire import text

from loopplank.actions.organisations import organisations
from loopplank.core.privacy import PURPOSES, STRUCTURAL, WITHOUT_PEOPLE
from loopplank.store.models import Organisation

MODELS = {model.__name__: model for model in apps.get_app_config("store").get_models()}
LISTED = Counter(
    [
        (table, column)
        for purpose in PURPOSES
        for table, columns in purpose.columns.items()
        for column in columns
    ]
    + [(table, column) for table, columns in STRUCTURAL.items() for column in columns]
)


@pytest.mark.parametrize("table", sorted(set(MODELS) - WITHOUT_PEOPLE))
def test_every_column_about_a_person_has_exactly_one_purpose(table: str) -> None:
    columns = {field.name for field in MODELS[table]._meta.concrete_fields}
    listed = {column for name, column in LISTED if name == table}
    assert columns - listed == set(), "say in core/privacy why this is kept"
    assert listed - columns == set(), "these columns are no longer there"
    twice = [column for (name, column), times in LISTED.items() if name == table and times > 1]
    assert twice == []


def test_every_table_is_looked_at() -> None:
    assert {table for table, _ in LISTED} == set(MODELS) - WITHOUT_PEOPLE
    assert set(MODELS) >= WITHOUT_PEOPLE


def test_a_table_without_people_points_at_none() -> None:
    people = {"HelpSeeker", "Applicant", "Volunteer", "Request"}
    for table in WITHOUT_PEOPLE:
        related = {
            field.related_model.__name__
            for field in MODELS[table]._meta.concrete_fields
            if field.is_relation
        }
        assert not related & people, table


def test_the_page_says_for_each_thing_why_who_and_how_long(cast: Cast) -> None:
    page = text(browsing.visitor().get("/privacy/waterstad/"))
    for purpose in PURPOSES:
        for words in (purpose.what, purpose.why, purpose.seen_by):
            assert words in page, words
    assert page.count("Hoe lang?") == len(PURPOSES)
    for part in (
        "Als u hulp vraagt",
        "Als u voor een ander vraagt",
        "Als je vrijwilliger bent",
        "Als je bij een organisatie werkt",
        "Uw rechten",
        "Autoriteit Persoonsgegevens",
    ):
        assert part in page, part
    assert page.count("<h1") == 1


def test_each_organisation_says_on_what_ground_how_long_and_where_to_complain(cast: Cast) -> None:
    organisations.describe(
        actor=cast.anna,
        now=NOW,
        values={
            "legal_basis": "u gaf toestemming.",
            "complaints_to": "klachten@noord.example",
            "email": "noord@example.nl",
            "months_kept_after_closing": 18,
        },
    )
    page = text(browsing.visitor().get("/privacy/waterstad/noord/"))
    assert "Privacy bij Noord" in page
    assert "Waarom dit mag: u gaf toestemming." in page
    assert "Een klacht? klachten@noord.example." in page
    assert "Dan wissen wij uw gegevens na 18 maanden." in page
    assert "mailto:noord@example.nl" in page
    assert "Zuid" not in page
    whole = text(browsing.visitor().get("/privacy/waterstad/"))
    assert "Zuid" in whole
    assert "Wijkteam" not in whole.split("Als u hulp vraagt")[0], "it takes in no questions"
    assert "Dan wissen wij uw gegevens na 1 jaar." in whole


def test_the_longest_time_is_the_one_that_is_promised_before_sending(cast: Cast) -> None:
    from loopplank.access.organisations.organisations import public_place
    from loopplank.access.privacy.privacy import most_months_kept

    Organisation.objects.filter(pk=cast.zuid_id).update(months_kept_after_closing=24)
    assert most_months_kept(public_place("waterstad")) == 24
    assert most_months_kept(public_place("waterstad", "noord")) == 12


@pytest.mark.parametrize("page", ["/privacy/nergens/", "/privacy/waterstad/niemand/"])
def test_of_what_is_not_there_it_says_nothing(cast: Cast, page: str) -> None:
    assert browsing.visitor().get(page).status_code == 404
