"""What is recalled is what was played: the same rows, the same answer, and only where it may."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import override_settings
from tests.app import browsing, checking_in, marked_person, planned, referring, relaying
from tests.app.cast import Cast
from tests.app.engine_watch import Meetings
from tests.app.recalled import Recall, recalled, recalling

from loopplank.store.models import Network, Request

SCENARIOS = {
    "running": lambda cast: cast.running(cast.volunteer()),
    "said_no": lambda cast: cast.said_no(),
    "web_request": lambda cast: cast.web_request(),
    "sought": planned.sought,
    "answered": lambda cast: checking_in.answered(cast).pk,
    "took_over_outside": referring.took_over_outside,
    "relay": lambda cast: relaying.running(cast).team_id,
    "everywhere": lambda cast: marked_person.everywhere(cast, cast.bram),
}


@contextmanager
def anew() -> Iterator[None]:
    """From the beginning of a test, and nothing of it stays."""
    with transaction.atomic(), recalling(Meetings(), works=True):
        yield
        transaction.set_rollback(True)


def rows() -> dict[str, list[str]]:
    """Every row of every table; numbers that a database gives out go on after a rollback."""
    return {
        model.__name__: sorted(
            repr(row)
            for row in model._default_manager.values(
                *(f.name for f in model._meta.fields if not isinstance(f, models.AutoField))
            )
        )
        for model in apps.get_models()
    }


@pytest.mark.parametrize("name", SCENARIOS)
def test_it_leaves_the_same_rows(name: str, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Recall, "kept", OrderedDict())
    seen = []
    for _time in range(2):
        with anew():
            cast.made = 0
            seen.append((SCENARIOS[name](cast), cast.made, rows()))
    played, again = seen
    assert played[:2] == again[:2]
    assert played[2] == again[2]
    assert any(key for key in Recall.kept)


def test_it_asks_nothing_the_second_time(
    cast: Cast, queries: Callable[[], AbstractContextManager[Sequence[str]]]
) -> None:
    with anew():
        cast.running(cast.bram)
    with anew(), queries() as asked:
        cast.running(cast.bram)
    assert list(asked) == []


def test_whoever_wrote_something_else_before_gets_the_real_thing(cast: Cast) -> None:
    with anew():
        first = cast.request()
    with anew():
        assert cast.request() == first
    with anew():
        Network.objects.update(most_asks_a_month=1)
        assert cast.request() != first
    with anew():
        # asking alone changes nothing
        assert not Request.objects.exists()
        assert cast.request() == first


def test_what_was_taken_back_was_never_there(cast: Cast) -> None:
    with anew():
        first = cast.request()
        second = cast.request()
    with anew():
        cast.request()
        with transaction.atomic():
            Network.objects.update(most_asks_a_month=1)
            transaction.set_rollback(True)
        assert cast.request() == second
        assert Request.objects.count() == 2
    with anew():
        with transaction.atomic():
            assert cast.request() == first
            transaction.set_rollback(True)
        assert cast.request() == first


def test_what_a_scenario_took_back_is_not_sent_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    @recalled
    def refused_once(cast: Cast) -> int:
        with transaction.atomic():
            cast.said_no()
            transaction.set_rollback(True)
        cast.request()
        return Request.objects.count()

    monkeypatch.setattr(Recall, "kept", OrderedDict())
    for _time in range(2):
        with anew():
            cast.made = 0
            assert refused_once(cast) == Request.objects.count() == 1


def test_of_signing_in_only_that_somebody_did_makes_a_difference(cast: Cast) -> None:
    seen = set()
    for _time in range(2):
        with anew():
            browsing.member(cast.anna)
            seen.add(cast.request())
    with anew():
        seen.add(cast.request())
    assert len(seen) == 2


def test_a_patched_product_or_another_setting_is_played(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with anew():
        first = cast.request()
    with anew(), override_settings(SENDS_MAIL=True):
        assert cast.request() != first
    with anew():
        monkeypatch.setattr(SCENARIOS["sought"], "__doc__", "")
        assert cast.request() != first
