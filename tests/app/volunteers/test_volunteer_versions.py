"""Every change to a volunteer leaves a number, whichever path makes it: the database does it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.account.actors import SYSTEM
from loopplank.actions.privacy import erasure
from loopplank.actions.volunteers import visits
from loopplank.actions.wellbeing import signal
from loopplank.core.kit.calendar import monday
from loopplank.store.models import (
    Affiliation,
    Limits,
    LimitsRaise,
    LoadWeek,
    Match,
    Proposal,
    Visit,
    Volunteer,
    VolunteerSignal,
    VolunteerVersion,
)


def newest() -> int:
    row = VolunteerVersion.objects.order_by("version").last()
    return row.version if row else 0


@contextmanager
def noted(*whom: UUID | None) -> Iterator[None]:
    """Of exactly these something new is noted meanwhile."""
    before = newest()
    yield
    found = VolunteerVersion.objects.filter(version__gt=before)
    assert set(found.values_list("volunteer_id", flat=True)) == set(whom)


def test_every_table_that_says_something_of_a_volunteer_notes_it(cast: Cast) -> None:
    bram = cast.bram_id
    with noted(bram):
        Volunteer.objects.filter(pk=bram).update(postcode="1021 AA")
    with noted(bram):
        Limits.objects.filter(pk=bram).update(max_km=3)
    with noted(bram):
        Affiliation.objects.filter(volunteer_id=bram).update(trained_for=["C4"])
    with noted(bram):
        Affiliation.objects.create(volunteer_id=bram, organisation_id=cast.zuid_id, since=TODAY)
    with noted(bram):
        Affiliation.objects.filter(organisation_id=cast.zuid_id).delete()
    week = {
        f"{what}_{of}": 0
        for what in ("planned", "allowed")
        for of in ("minutes", "people", "heavy")
    }
    with noted(bram):
        LoadWeek.objects.create(volunteer_id=bram, monday=monday(TODAY), **week)
    with noted(bram):
        # as the ledger writes them: what is there already is changed
        LoadWeek.objects.bulk_create(
            [LoadWeek(volunteer_id=bram, monday=monday(TODAY), **{**week, "allowed_minutes": 60})],
            update_conflicts=True,
            unique_fields=["volunteer", "monday"],
            update_fields=["allowed_minutes"],
        )
    with noted(bram):
        LoadWeek.objects.filter(volunteer_id=bram).delete()


def test_questions_help_and_signals_note_it(cast: Cast) -> None:
    ria = cast.volunteer("Ria Smit")
    with noted(ria.id):
        match_id = cast.running(ria)
    with noted(ria.id):
        Proposal.objects.update(state="silent")
    with noted(ria.id):
        Match.objects.filter(pk=match_id).update(weekday=5)
    with noted(ria.id):
        signal.send_signal(actor=ria, now=NOW, reason="time")
    with noted(ria.id):
        VolunteerSignal.objects.all().delete()
    with noted(ria.id):
        visits.log_visit(actor=ria, now=NOW, match_id=match_id, day=TODAY, minutes=60, felt="fine")
    with noted(ria.id):
        Visit.objects.update(minutes=90)
    with noted(ria.id):
        Visit.objects.all().delete()


def test_a_second_person_who_confirms_a_raise_notes_it(cast: Cast) -> None:
    """Nobody asks who talked about a limit today, so a kept ranking must not offer them."""
    phoned = cast.volunteer("Wim de Wit")
    raised = LimitsRaise.objects.create(
        volunteer_id=phoned.id,
        wanted={},
        asked_at=NOW,
        effective_on=TODAY + timedelta(days=14),
        needs_second=True,
    )
    with noted(phoned.id):
        LimitsRaise.objects.filter(pk=raised.pk).update(confirmed_by_id=cast.anna.own_membership)
    with noted(phoned.id):
        raised.delete()


def test_two_volunteers_in_one_statement_are_both_noted(cast: Cast) -> None:
    ria = cast.volunteer("Ria Smit")
    with noted(ria.id, cast.bram_id):
        Limits.objects.update(max_km=9)
    with noted(ria.id, cast.bram_id):
        # a row that goes from one to the other is news of both
        Affiliation.objects.filter(volunteer_id=ria.id).delete()
        Affiliation.objects.filter(volunteer_id=cast.bram_id).update(volunteer_id=ria.id)


def test_what_says_nothing_of_a_volunteer_notes_nothing(cast: Cast) -> None:
    with noted():
        cast.ready()
        Limits.objects.filter(pk=uuid4()).update(max_km=9)


def test_what_everybody_has_read_goes(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasure, "VERSIONS_KEPT", 2)
    for n in range(5):
        Limits.objects.filter(pk=cast.bram_id).update(max_km=n)
    last = newest()
    erasure.expire_records(actor=SYSTEM, now=NOW + timedelta(days=1))
    left = list(VolunteerVersion.objects.order_by("version").values_list("version", flat=True))
    assert left == [last - 1, last]
