"""A question that is composed once gives each who asks it their own answer (promise P6)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Q, QuerySet
from tests.app.cast import Cast

from loopplank.access.account.actors import Actor
from loopplank.access.kit.prepared import NotTheSame, Prepared, only_one
from loopplank.access.requests.requests import requests
from loopplank.access.responsibility import frame
from loopplank.core.account.roles import Role
from loopplank.core.account.second_step import BEEN_HERE
from loopplank.core.kit.calendar import local_day
from loopplank.store.models import Membership, Request

pytestmark = pytest.mark.both_engines


def _of(actor: Actor, some: tuple[UUID, ...], since: datetime) -> "QuerySet[Request]":
    return requests(actor).filter(pk__in=some, received_at__gte=since).select_related("owner")


def test_each_gets_their_own_rows_out_of_one_composed_question(cast: Cast) -> None:
    composed: list[Actor] = []

    def counted(actor: Actor, some: tuple[UUID, ...], since: datetime) -> Any:
        composed.append(actor)
        return _of(actor, some, since)

    question = Prepared(counted)
    mine, theirs = cast.request(), cast.request(of=cast.carla)
    both, since = (mine, theirs), cast.now - timedelta(hours=1)
    for actor, seen in ((cast.anna, mine), (cast.carla, theirs), (cast.anna, mine)):
        found = question.rows(actor=actor, some=both, since=since)
        assert [row.pk for row in found] == [seen]
        assert found[0].owner == Membership.objects.get(pk=found[0].owner_id)
    assert question.rows(actor=cast.anna, some=(theirs, theirs), since=since) == []
    assert question.rows(actor=cast.anna, some=both, since=cast.now + timedelta(days=1)) == []
    assert len(composed) == 2, "once, with two sets of values of nobody"
    assert not {cast.anna.id, cast.carla.id} & {one.id for one in composed}
    # somebody else: another shape, and no row at all
    assert question.rows(actor=replace(cast.anna, role=Role.READER), some=both, since=since) == []
    # who has only their own, and one id more
    own = replace(cast.henk, only_own=True)
    assert question.rows(actor=own, some=(mine, mine, theirs), since=since) == []


def test_what_is_made_of_a_value_is_refused_and_not_kept_from_the_first_time(cast: Cast) -> None:
    def day_before(day: date) -> "QuerySet[Request]":
        return Request.objects.filter(due_on__lte=day - timedelta(days=1))

    with pytest.raises(NotTheSame):
        Prepared(day_before).rows(day=local_day(cast.now))

    def shaped_by_it(some: tuple[UUID, ...]) -> "QuerySet[Request]":
        return Request.objects.filter(Q(pk=some[0]) if some[0].int % 2 else Q(owner_id=some[0]))

    with pytest.raises(NotTheSame):
        Prepared(shaped_by_it).rows(some=(cast.noord_id,))
    with pytest.raises(Membership.DoesNotExist):
        only_one(Membership, [])


def test_the_frame_is_as_when_it_is_composed_anew(cast: Cast, settings: Any) -> None:
    cast.request()
    today = local_day(cast.now)
    around = {"today": today, "here_since": today - BEEN_HERE}
    cases = [cast.anna, cast.carla, cast.gerda, cast.ella, cast.fred]
    cases += [replace(cast.gerda, role=Role.COORDINATOR, only_own=True)]
    seen = []
    for settings.SENDS_MAIL in (False, True, False):
        for actor in cases:
            anew = vars(only_one(Membership, list(frame._row(actor, **around))))
            kept = vars(only_one(Membership, frame._FRAME.rows(actor=actor, **around)))
            assert {**anew, "_state": None} == {**kept, "_state": None}
            seen.append((actor.id, anew.get("n_requests"), anew.get("n_messages")))
    assert len(set(seen)) > len(cases) - 1
