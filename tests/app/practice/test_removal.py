"""A place to practise in goes whole, and nothing real can go that way; the enemy comes first."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import Error, connection, transaction
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.account import access_records
from loopplank.access.account.actors import SYSTEM, Actor, NotFound, actor_of
from loopplank.actions.practice import place, removal
from loopplank.actions.volunteers import volunteers
from loopplank.core.kit.reason import Refused
from loopplank.core.practice.place import STAYS
from loopplank.jobs.nightly import follow_up
from loopplank.store.models import (
    AccessRecord,
    AccessSubject,
    Affiliation,
    Event,
    Membership,
    Network,
    Note,
    Request,
    Volunteer,
)

pytestmark = pytest.mark.both_engines


@pytest.fixture
def there(cast: Cast) -> Actor:
    """Anna, in the place where she practises."""
    return practising(cast.anna)


def practising(actor: Actor) -> Actor:
    membership = place.begin(actor=actor, now=NOW)
    return actor_of(Membership.objects.get(pk=membership))


@contextmanager
def refused(*words: str) -> Iterator[None]:
    """The database itself refuses what stands in here."""
    with pytest.raises(Error, match="|".join(words)), transaction.atomic():
        yield


def attempt(statement: str, *values: object) -> None:
    prepared = [
        v.hex if isinstance(v, UUID) and connection.vendor == "sqlite" else v for v in values
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, prepared)


def everything() -> dict[str, set[Any]]:
    """The keys of every row of every table, but what only says that something changed."""
    left_out = {"VolunteerVersion", "SearchDue"}
    return {
        model.__name__: set(model._default_manager.values_list("pk", flat=True))
        for model in apps.get_app_config("store").get_models()
        if model.__name__ not in left_out
    }


# --- what an enemy with the rights of the application could try -----------------------------------


def test_a_real_network_organisation_or_volunteer_is_never_deleted(cast: Cast) -> None:
    for table, key in (
        ("store_network", cast.network_id),
        ("store_organisation", cast.zuid_id),
        ("store_volunteer", cast.bram_id),
    ):
        with refused("is never deleted"):
            attempt(f"DELETE FROM {table} WHERE id = %s", key)


def test_what_is_real_never_becomes_practice_nor_the_other_way_round(
    cast: Cast, there: Actor
) -> None:
    invented = Volunteer.objects.filter(is_practice=True).values_list("pk", flat=True)[0]
    for statement, values in (
        (
            "UPDATE store_network SET practice_of_id = %s WHERE id = %s",
            (cast.zuid_id, cast.network_id),
        ),
        ("UPDATE store_network SET practice_of_id = NULL WHERE id = %s", (there.network_id,)),
        (
            "UPDATE store_network SET practice_of_id = %s WHERE id = %s",
            (cast.zuid_id, there.network_id),
        ),
        ("UPDATE store_volunteer SET is_practice = TRUE WHERE id = %s", (cast.bram_id,)),
        ("UPDATE store_volunteer SET is_practice = FALSE WHERE id = %s", (invented,)),
        (
            "UPDATE store_organisation SET network_id = %s WHERE id = %s",
            (there.network_id, cast.zuid_id),
        ),
        (
            "UPDATE store_organisation SET network_id = %s WHERE id = %s",
            (cast.network_id, there.organisation_id),
        ),
        ("UPDATE store_organisation SET id = %s WHERE id = %s", (uuid4(), cast.zuid_id)),
    ):
        with refused("stays real"):
            attempt(statement, *values)


def test_a_volunteer_is_not_real_in_one_place_and_invented_in_another(
    cast: Cast, there: Actor
) -> None:
    invented = Affiliation.objects.filter(organisation_id=there.organisation_id)[0]
    with refused("invented in another"):
        Affiliation.objects.create(
            volunteer_id=cast.bram_id, organisation_id=there.organisation_id, since=TODAY
        )
    with refused("invented in another"):
        Affiliation.objects.create(
            volunteer_id=invented.volunteer_id, organisation_id=cast.zuid_id, since=TODAY
        )
    with refused("invented in another"):
        Affiliation.objects.filter(pk=invented.pk).update(organisation_id=cast.zuid_id)


def test_of_what_is_written_once_only_what_was_practised_may_go(cast: Cast, there: Actor) -> None:
    access_records.record_reading(
        cast.anna, "request", access_records.Purpose.HELP, [cast.bram_id], NOW
    )
    real = Event.objects.exclude(organisation_id=there.organisation_id)
    assert real.exists()
    for row in real.values_list("pk", flat=True)[:60]:
        invented = Event.objects.get(pk=row)
        if invented.aggregate == "volunteer" and Volunteer.objects.filter(
            pk=invented.aggregate_id, is_practice=True
        ):
            continue
        with refused("append-only: store_event refuses DELETE"):
            Event.objects.filter(pk=row)._raw_delete("default")
    for table in (AccessRecord, AccessSubject):
        with refused("refuses DELETE"):
            table.objects.all()._raw_delete("default")
    for table in (Event, AccessRecord, AccessSubject):
        with refused("append-only", "permission denied"):
            table.objects.update(expires_on=TODAY)


def test_an_own_account_is_never_practised(cast: Cast, there: Actor) -> None:
    """What somebody did with their account they did for real, also in that place; and a real
    volunteer stays real, whatever stands beside their name."""
    for aggregate, about in (("account", there.account_id), ("volunteer", cast.bram_id)):
        row = Event.objects.create(
            aggregate=aggregate,
            aggregate_id=about,
            sequence=9000,
            type="test.happened",
            actor_role="coordinator",
            organisation_id=there.organisation_id,
            at=NOW,
            expires_on=TODAY + timedelta(days=4000),
        )
        with refused("refuses DELETE"):
            Event.objects.filter(pk=row.pk)._raw_delete("default")
    removal.remove(actor=cast.anna, now=NOW)
    assert Event.objects.filter(type="test.happened").count() == 2


@pytest.mark.postgresql
def test_a_table_made_for_a_moment_opens_nothing(cast: Cast, there: Actor) -> None:
    """Names that stand in for the real tables, and a mark that Noord is for practising."""
    with transaction.atomic():
        attempt(
            "CREATE TEMP TABLE store_network ON COMMIT DROP AS"
            " SELECT n.id, o.id AS practice_of_id FROM public.store_network n,"
            " public.store_organisation o LIMIT 0"
        )
        attempt("INSERT INTO store_network VALUES (%s, %s)", cast.network_id, cast.zuid_id)
        with refused("is never deleted"):
            attempt("DELETE FROM public.store_organisation WHERE id = %s", cast.zuid_id)
        with refused("refuses DELETE"):
            attempt("DELETE FROM public.store_event WHERE organisation_id = %s", cast.noord_id)
        attempt("DROP TABLE pg_temp.store_network")


# --- who may press --------------------------------------------------------------------------------


def test_another_organisation_removes_only_its_own(cast: Cast, there: Actor) -> None:
    before = everything()
    assert removal.remove(actor=cast.carla, now=NOW) is None
    with pytest.raises(NotFound):
        removal.remove(actor=cast.ella, now=NOW)
    with pytest.raises(NotFound):
        removal.end(actor=cast.anna, now=NOW, place_id=there.network_id)
    assert everything() == before


def test_the_job_ends_no_real_network_and_none_before_its_day(cast: Cast, there: Actor) -> None:
    removal.end(actor=SYSTEM, now=NOW + STAYS * 2, place_id=cast.network_id)
    with pytest.raises(NotFound):
        removal.end(actor=SYSTEM, now=NOW + STAYS, place_id=there.network_id)
    assert Network.objects.filter(pk__in=[cast.network_id, there.network_id]).count() == 2


def test_something_real_that_points_at_it_stops_all_of_it(cast: Cast, there: Actor) -> None:
    """A row of a real organisation that refers to a practised one."""
    ours = cast.request()
    theirs = Request.objects.filter(organisation_id=there.organisation_id)[0]

    def note(house: UUID, about: UUID, by: UUID | None) -> Note:
        return Note.objects.create(
            organisation_id=house, request_id=about, by_id=by, kind="note", at=NOW
        )

    for made in (
        note(cast.noord_id, ours, there.id),
        note(cast.noord_id, theirs.pk, cast.anna.id),
        note(there.own_organisation, ours, there.id),
    ):
        before = everything()
        with pytest.raises(Refused):
            removal.remove(actor=cast.anna, now=NOW)
        assert everything() == before
        made.delete()
    removal.remove(actor=cast.anna, now=NOW)
    assert Request.objects.filter(pk=ours).exists()


# --- removing -------------------------------------------------------------------------------------


def test_afterwards_every_row_is_what_it_was(cast: Cast) -> None:
    """Whatever was done there: volunteers, requests, colleagues, links, records and words."""
    before = everything()
    there, gerda = practising(cast.anna), practising(cast.gerda)
    assert gerda.organisation_id == there.organisation_id
    practise = Cast(**{**vars(cast), "anna": there})
    new = practise.volunteer("Nieuw Mens", of=there)
    practise.running(new)
    practise.said_no(of=there)
    access_records.record_reading(there, "request", access_records.Purpose.HELP, [new.id], NOW)
    access_records.record_reading(new, "week", access_records.Purpose.OWN, [new.id], NOW)
    volunteers.set_wishes(
        actor=new, now=NOW, volunteer_id=new.id, wishes=volunteers.Wishes(kinds=("company",))
    )
    assert removal.remove(actor=there, now=NOW) == cast.noord_id
    after = everything()
    told = Event.objects.filter(type__startswith="practice.")
    assert set(told.values_list("type", flat=True)) == {
        "practice.begun",
        "practice.joined",
        "practice.removed",
    }
    assert set(told.values_list("organisation_id", flat=True)) == {cast.noord_id}
    after["Event"] -= set(told.values_list("pk", flat=True))
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}


def test_pressed_twice_nothing_more_goes(cast: Cast, there: Actor) -> None:
    removal.remove(actor=there, now=NOW)
    before = everything()
    assert removal.remove(actor=there, now=NOW) is None
    assert removal.remove(actor=cast.henk, now=NOW) is None
    assert everything() == before


def test_a_forgotten_place_ends_by_itself(cast: Cast, there: Actor) -> None:
    last = NOW + STAYS
    assert follow_up.end_practice(last, lambda: False) == {"ended": 0, "failed": 0}
    ended = follow_up.end_practice(last + timedelta(days=1), lambda: False)
    assert ended == {"ended": 1, "failed": 0}
    assert not Network.objects.filter(practice_of__isnull=False).exists()
    assert Network.objects.filter(pk=cast.network_id).exists()
