"""What the tests themselves stand on: copies, roles, races, and the guards of every test."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.template import engines
from tests.app.cast import Cast
from tests.app.conftest import AskedWhileRendering, Questions
from tests.app.engine_watch import Meetings

from loopplank.store.models import Network


def make_network(slug: str) -> str:
    Network.objects.create(slug=slug, name=slug, place="P")
    return slug


@pytest.mark.parametrize("time", [1, 2])
def test_an_ordinary_test_leaves_nothing_behind(db: None, time: int) -> None:
    make_network("same-each-time")


@pytest.mark.commits
@pytest.mark.parametrize("time", [1, 2])
def test_a_test_with_commits_leaves_nothing_behind(time: int) -> None:
    make_network("same-each-time")


@pytest.mark.commits(empty=True)
def test_an_empty_database_can_be_had() -> None:
    assert not Network.objects.exists()


@pytest.mark.commits
def test_a_race_has_real_connections_and_one_winner(race: Callable[..., list[Any]]) -> None:
    outcomes = race([lambda: make_network("only-one")] * 20)
    assert outcomes.count("only-one") == 1
    assert sum(isinstance(outcome, Exception) for outcome in outcomes) == 19


def test_the_cast_is_there(cast: Cast) -> None:
    assert Network.objects.filter(pk=cast.network_id).exists()


@pytest.mark.postgresql
def test_the_tests_do_not_connect_as_owner_of_the_tables(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, array_agg(DISTINCT tableowner::text) FROM pg_tables"
            " WHERE schemaname = current_schema()"
        )
        assert cursor.fetchone() == ("loopplank_app", ["loopplank_owner"])


def test_a_template_that_asks_the_database_fails_its_test(
    cast: Cast, template_asks_nothing: list[str]
) -> None:
    template = engines["django"].from_string("{% for row in rows %}{{ row.name }}{% endfor %}")
    assert template.render({"rows": list(Network.objects.all())})
    with pytest.raises(AskedWhileRendering, match="store_network"):
        template.render({"rows": Network.objects.all()})
    assert template_asks_nothing
    template_asks_nothing.clear()


def test_savepoints_are_no_questions(
    db: None, queries: Callable[[], AbstractContextManager[Questions]]
) -> None:
    from django.db import transaction

    with queries() as asked, transaction.atomic():
        list(Network.objects.all())
    assert len(asked) == 1, asked


@pytest.mark.both_engines
def test_a_test_that_meets_its_engine_is_seen(db: None) -> None:
    """And one that filters, writes and locks through Django is not."""
    met = Meetings()
    with connection.execute_wrapper(met):
        with transaction.atomic():
            assert Network.objects.select_for_update().filter(slug="nowhere").first() is None
        make_network("one")
        assert not met
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        assert set(met) == {"was written by hand"}
        met.clear()
        with pytest.raises(IntegrityError), transaction.atomic():
            make_network("one")
        assert set(met) == {"was refused"}


@pytest.mark.postgresql
def test_a_search_is_seen_as_meeting_the_engine(db: None) -> None:
    met = Meetings()
    with connection.execute_wrapper(met):
        assert not Network.objects.filter(name__icontains="é").exists()
    assert set(met) == {"searches without regard to case"}
