"""Keep the words by which rows are looked up the same as the rows.

Triggers note which rows changed (`store/search_triggers.py`). The outermost action makes their
words anew before its transaction ends; of whoever was erased nothing remains in it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from uuid import UUID

from django.db import transaction

from loopplank.core.kit.folding import (
    Searched,
    words_of_code,
    words_of_email,
    words_of_name,
    words_of_phone,
)
from loopplank.store.models import (
    Applicant,
    HelpSeeker,
    Party,
    Request,
    SearchDue,
    SearchWord,
    Volunteer,
)

BATCH = 500
Words = frozenset[str]
_NONE: Words = frozenset()


def write_due_words() -> int:
    """Make the words anew of all rows that changed, in the transaction of the caller or else one of
    each batch.

    Returns of how many rows. Somebody else who does the same at this moment takes other ones.
    """
    done = 0
    while batch := _write_batch():
        done += batch
    return done


def _write_batch() -> int:
    with transaction.atomic(savepoint=False):
        due = list(SearchDue.objects.select_for_update(skip_locked=True).order_by("pk")[:BATCH])
        if not due:
            return 0
        for kind, words_of in _WORDS_OF.items():
            _write(words_of, {one.row_id for one in due if one.kind == kind})
        SearchDue.objects.filter(pk__in=[one.pk for one in due]).delete()
    return len(due)


def _write(words_of: Callable[[Collection[UUID]], Iterable[SearchWord]], rows: set[UUID]) -> None:
    if rows:
        SearchWord.objects.filter(row_id__in=rows).delete()
        SearchWord.objects.bulk_create(words_of(rows), batch_size=BATCH)


def _requests(rows: Collection[UUID]) -> Iterator[SearchWord]:
    found = Request.objects.filter(pk__in=rows, erased_at=None)
    for row in found.select_related("help_seeker", "applicant").order_by("pk"):
        asker = _of_applicant(row.applicant) if row.applicant else _NONE
        own = words_of_code(row.number)
        person = _of_person(row.help_seeker) if row.help_seeker else _NONE
        yield from _rows(Searched.REQUEST, row.pk, row.organisation_id, own | person | asker)
        yield from _rows(Searched.CONTACT, row.pk, row.organisation_id, asker)


def _volunteers(rows: Collection[UUID]) -> Iterator[SearchWord]:
    for row in Volunteer.objects.filter(pk__in=rows, erased_at=None).order_by("pk"):
        yield from _rows(Searched.VOLUNTEER, row.pk, None, _of_person(row))


def _parties(rows: Collection[UUID]) -> Iterator[SearchWord]:
    for row in Party.objects.filter(pk__in=rows, erased_at=None).order_by("pk"):
        yield from _rows(Searched.PARTY, row.pk, row.organisation_id, _of_applicant(row))


_WORDS_OF: Mapping[Searched, Callable[[Collection[UUID]], Iterable[SearchWord]]] = MappingProxyType(
    {
        Searched.REQUEST: _requests,
        Searched.VOLUNTEER: _volunteers,
        Searched.PARTY: _parties,
    }
)


def _of_person(row: HelpSeeker | Volunteer) -> Words:
    return (
        words_of_name(row.first_name)
        | words_of_name(row.last_name)
        | words_of_code(row.postcode)
        | words_of_phone(row.phone)
        | words_of_email(row.email)
    )


def _of_applicant(row: Applicant | Party) -> Words:
    return (
        words_of_name(row.name)
        | words_of_name(row.works_at)
        | words_of_phone(row.phone)
        | words_of_email(row.email)
    )


def _rows(
    kind: Searched, row_id: UUID, organisation_id: UUID | None, words: Words
) -> Iterator[SearchWord]:
    for word in sorted(words):
        yield SearchWord(kind=kind, organisation_id=organisation_id, row_id=row_id, word=word)
