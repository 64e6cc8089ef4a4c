"""Remove a place to practise in with every row of it, and nothing else.

What is found is what hangs on the network, the organisation and the invented volunteers, whichever
table it is in. None of it may point at a row that stays, other than at an account: then something
real got mixed up with it, and nothing at all is removed. The database looks again by itself: its
triggers let go of what is written once, of organisations and of volunteers only what was practised.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import ForeignKey, Model, Q, QuerySet

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.practice.place import begun_on, place_of
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.kit.locks import lock_organisation
from loopplank.actions.organisations.organisations import record_organisation
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.practice.place import is_over
from loopplank.store.models import (
    AccessRecord,
    AccessSubject,
    Event,
    Journey,
    Link,
    Membership,
    Network,
    Organisation,
    Reminded,
    Request,
    SearchWord,
    Volunteer,
)

MIXED_UP = Reason(
    "practice.mixed_up",
    dutch("Er hangt iets echts aan deze oefenplek. Daarom is er niets weggehaald."),
)
#: Written once: these go by the names in them, and not by keys.
_WRITTEN_ONCE: tuple[type[Model], ...] = (Event, AccessRecord, AccessSubject)
#: What a row may point at that stays: who practised, and the organisation that they are of.
_STAYS = frozenset({"Account", "Network.practice_of"})
#: Of somebody's own account, and of nobody: these events stay, wherever they were written.
_NOT_PRACTISED = ("account", "installation")
_BATCH = 500

Found = dict[type[Model], set[Any]]


@verb("practice.remove", Role.COORDINATOR, Role.BOARD)
def remove(*, actor: Actor, now: datetime) -> UUID | None:
    """Remove the place of the own organisation, from within or from the real one.

    Returns the organisation that it was of; None where it was removed already.
    """
    place = place_of(actor)
    if place is None or place.practice_of_id is None:
        nothing_changed()
        return None
    _remove(actor, now, place.pk, place.practice_of_id)
    return place.practice_of_id


@verb("practice.end", Role.SYSTEM)
def end(*, actor: Actor, now: datetime, place_id: UUID) -> None:
    """Remove a place that everybody forgot, once its days are over."""
    place = Network.objects.filter(pk=place_id, practice_of__isnull=False).first()
    if place is None or place.practice_of_id is None:
        nothing_changed()
        return
    if not is_over(begun_on(place), local_day(now)):
        raise NotFound(place_id)
    _remove(actor, now, place.pk, place.practice_of_id)


# --- underneath -----------------------------------------------------------------------------------


def _remove(actor: Actor, now: datetime, place_id: UUID, real_id: UUID) -> None:
    # two who press at once: the second waits here, and finds nothing any more
    lock_organisation(real_id)
    place = Network.objects.select_for_update(of=("self",)).filter(
        pk=place_id, practice_of_id=real_id
    )
    if not place.exists():
        nothing_changed()
        return
    found = _hanging_on(place_id)
    _refuse_what_is_real(found, place_id)
    gone = _delete_written_once(found, place_id)
    for model in _in_order(found):
        gone += _delete(_rows(model), found[model])
    record_organisation(actor, now, real_id, "practice.removed", {"rows": gone})


def _hanging_on(place_id: UUID) -> Found:
    """Return the keys of all rows that go, by table; the rows that others hang on are locked."""
    houses = Organisation.objects.select_for_update(of=("self",)).filter(network_id=place_id)
    houses_ids = set(houses.values_list("pk", flat=True))
    list(Membership.objects.select_for_update(of=("self",)).filter(organisation__in=houses_ids))
    people = Volunteer.objects.select_for_update(of=("self",)).order_by("pk")
    invented = people.filter(
        pk__in=Volunteer.objects.filter(
            is_practice=True, affiliations__organisation__in=houses_ids
        ).values("pk")
    )
    asked = Request.objects.select_for_update(of=("self",)).order_by("pk")
    journeys = {row.journey_id for row in asked.filter(organisation__in=houses_ids)}
    found: Found = defaultdict(set)
    waiting: list[tuple[type[Model], set[Any]]] = []

    def add(model: type[Model], keys: Iterable[Any]) -> None:
        new = set(keys) - found[model]
        if new:
            found[model] |= new
            waiting.append((model, new))

    add(Network, {place_id})
    add(Organisation, houses_ids)
    add(Volunteer, {row.pk for row in invented})
    add(Journey, journeys)
    while waiting:
        model, keys = waiting.pop()
        for table, column in _pointing_at(model):
            for some in _batches(keys):
                rows = _rows(table).filter(**{f"{column}__in": some})
                add(table, rows.values_list("pk", flat=True))
        for some in _batches(keys):
            ids = [key for key in some if isinstance(key, UUID)]
            add(Link, Link.objects.filter(subject_id__in=ids).values_list("pk", flat=True))
            marks = Reminded.objects.filter(subject_id__in=ids)
            add(Reminded, marks.values_list("pk", flat=True))
            words = SearchWord.objects.filter(row_id__in=ids)
            add(SearchWord, words.values_list("pk", flat=True))
    return {model: keys for model, keys in found.items() if keys}


def _refuse_what_is_real(found: Found, place_id: UUID) -> None:
    """Raise Refused when a row that would go points at one that stays."""
    if found[Network] != {place_id}:
        raise Refused(MIXED_UP)
    for model, keys in found.items():
        for field in _keys_of(model):
            name = f"{model.__name__}.{field.name}"
            to = field.related_model
            if _STAYS & {name, to.__name__}:
                continue
            for some in _batches(keys):
                rows = _rows(model).filter(pk__in=some)
                pointed = rows.exclude(**{field.name: None}).values_list(field.attname, flat=True)
                if set(pointed) - found.get(to, set()):
                    raise Refused(MIXED_UP)


def _delete_written_once(found: Found, place_id: UUID) -> int:
    houses, people = found[Organisation], found.get(Volunteer, set())
    events = (
        Q(aggregate="network", aggregate_id=place_id)
        | Q(aggregate="volunteer", aggregate_id__in=people, organisation_id=None)
        | Q(aggregate="volunteer", aggregate_id__in=people, organisation_id__in=houses)
        | (
            Q(organisation_id__in=houses)
            & ~Q(aggregate__in=("volunteer", "network", *_NOT_PRACTISED))
        )
    )
    read = Q(organisation_id__in=houses) | Q(organisation_id=None, actor_id__in=people)
    gone = _raw(Event.objects.filter(events))
    records = AccessRecord.objects.filter(read)
    gone += _raw(AccessSubject.objects.filter(record__in=records.values("pk")))
    return gone + _raw(records)


def _in_order(found: Found) -> list[type[Model]]:
    """Return the tables, those by which the triggers judge last; keys are checked at the end."""
    last = (Volunteer, Organisation, Network)
    return [*(m for m in found if m not in last), *(m for m in last if m in found)]


def _delete(rows: Any, keys: set[Any]) -> int:
    return sum(_raw(rows.filter(pk__in=some)) for some in _batches(keys))


def _raw(rows: "QuerySet[Any]") -> int:
    # what hangs on these rows was found before; Django would look for it again, table by table
    return rows._raw_delete(rows.db)  # noqa: SLF001  there is no public name for it


def _rows(model: type[Model]) -> "QuerySet[Any]":
    return model._default_manager.all()  # noqa: SLF001  Django's public way to any table


def _pointing_at(model: type[Model]) -> Iterator[tuple[type[Model], str]]:
    for table in apps.get_app_config("store").get_models():
        if table in _WRITTEN_ONCE:
            continue
        for field in _keys_of(table):
            if field.related_model is model and f"{table.__name__}.{field.name}" not in _STAYS:
                yield table, field.name


def _keys_of(model: type[Model]) -> list["ForeignKey[Any, Any]"]:
    fields = model._meta.concrete_fields  # noqa: SLF001  Django's public way to the columns
    return [field for field in fields if isinstance(field, ForeignKey)]


def _batches(keys: Iterable[Any]) -> Iterator[list[Any]]:
    every = list(keys)
    for start in range(0, len(every), _BATCH):
        yield every[start : start + _BATCH]
