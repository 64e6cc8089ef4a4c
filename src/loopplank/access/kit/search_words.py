"""Find rows by the words of what somebody typed; which of them exist for whom, others say.

A beginning of a word is enough. All that begins alike is one range of an index, on both engines.
"""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from loopplank.core.kit.folding import Searched, after
from loopplank.core.kit.lookup import LookedUp
from loopplank.store.models import SearchWord

#: Whoever finds more than these types another letter.
MOST = 200


def looked_for(kind: Searched, organisation_id: UUID | None, typed: LookedUp) -> Q:
    """Return the filter for the rows with these words; none when nothing useful was typed."""
    fits = Q(pk__in=[])
    for way in typed.ways:
        fits |= Q(pk__in=_with(kind, organisation_id, way).values("row_id"))
    return fits


def first_found(
    kind: Searched,
    organisation_id: UUID | None,
    typed: LookedUp,
    there: "QuerySet[Any]",
    last: Q | None = None,
) -> list[UUID]:
    """Return at most `MOST` and one of the rows `there` with these words, whole words first; those
    that fit `last` after the others. One query for each way to read what was typed.
    """
    found: dict[UUID, bool] = {}
    for way in typed.ways:
        same = there.filter(pk=OuterRef("row_id"))
        rows = _with(kind, organisation_id, way).filter(Exists(same))
        rows = rows.annotate(late=Exists(same.filter(last)) if last else Value(value=False))
        # one row may begin alike in a few of its words
        ids = rows.order_by("word", "row_id").values_list("row_id", "late")[: 3 * MOST]
        found |= {pk: late for pk, late in ids if pk not in found}
    return sorted(found, key=found.__getitem__)[: MOST + 1]


def _with(kind: Searched, organisation_id: UUID | None, words: tuple[str, ...]) -> "QuerySet[Any]":
    # the longest word leaves the fewest rows to look the others up in
    first, *others = sorted(words, key=len, reverse=True)
    rows = SearchWord.objects.filter(_begins(first), kind=kind, organisation_id=organisation_id)
    for word in others:
        same = SearchWord.objects.filter(_begins(word), kind=kind, row_id=OuterRef("row_id"))
        rows = rows.filter(Exists(same))
    return rows


def _begins(word: str) -> Q:
    return Q(word__gte=word, word__lt=after(word))
