"""How full everybody is, read at once: as core says it of each, with limits of their own."""

from datetime import timedelta
from random import Random  # noqa: TID251  seeded

import pytest
from django.db.models import Q
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.volunteers.fullness import fullness_of_all
from loopplank.access.volunteers.volunteers import facts_of
from loopplank.actions.wellbeing import signal
from loopplank.core.volunteers.load import Limits as Facts
from loopplank.core.volunteers.load import LoadState
from loopplank.store.models import Limits, LoadWeek

pytestmark = pytest.mark.both_engines


@pytest.mark.parametrize("seed", range(3))
def test_read_at_once_everybody_is_as_full_as_read_alone(cast: Cast, seed: int) -> None:
    chance = Random(seed)
    soon = [(TODAY + timedelta(days=n)).isoformat() for n in range(4)]
    for n in range(16):
        # few different ones, so that many have the same
        most, people = chance.choice([60, 120]), chance.choice([1, 2])
        one = cast.volunteer(f"Helper Nummer{n}", limits=Facts(30, most, people, 1))
        row = Limits.objects.filter(pk=one.id)
        if chance.random() < 0.6:
            match_id = cast.running(one, visit_minutes=60, first_day=TODAY)
            if chance.random() < 0.3:
                signal.send_signal(actor=one, now=NOW, reason="time", match_id=match_id)
        if chance.random() < 0.5:
            away = chance.choice([[], [[soon[0], soon[1]]], [[soon[2], soon[3]]]])
            row.update(away=away, school_regions=chance.choice([[], ["noord"]]))
        if chance.random() < 0.2:
            row.update(pause_from=TODAY, pause_to=chance.choice([None, TODAY]))
        if chance.random() < 0.2:
            row.update(over_until=TODAY - timedelta(days=chance.choice([0, 1])))
        if chance.random() < 0.3:
            row.update(travel_counts=True, show_hours_elsewhere=chance.random() < 0.5)
    found = fullness_of_all(cast.anna, TODAY)
    assert len({full.state for _, full in found}) > 4
    for one, full in found:
        ((alone, same),) = fullness_of_all(cast.anna, TODAY, only=Q(volunteer_id=one.volunteer_id))
        row = Limits.objects.get(pk=one.volunteer_id)
        assert (one, full) == (alone, same)
        assert one.limits == full.limits == facts_of(row)
        if full.state in {LoadState.ROOM, LoadState.GOOD}:
            week = LoadWeek.objects.filter(
                volunteer_id=one.volunteer_id, monday=TODAY - timedelta(days=TODAY.weekday())
            ).first()
            # room is never promised beyond the limit, wherever the hours are
            planned = (week.planned_minutes, week.planned_people) if week else (0, 0)
            assert planned < (row.max_minutes, row.max_people)
            assert planned[1] < row.max_people
