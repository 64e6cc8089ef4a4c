"""Find rows by the words of what somebody typed; which of them exist for whom, others say.

A beginning of a word is enough. All that begins alike is one range of an index, on both engines.
"""

from collections.abc import Callable, Iterable
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
        begins = bounds(way)
        fits |= Q(pk__in=_with(kind, organisation_id, **begins).values("row_id"))
    return fits


def bounds(words: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return where all that begins with each of these words begins and ends."""
    # the longest word leaves the fewest rows to look the others up in
    first = tuple(sorted(words, key=len, reverse=True))
    return {"words": first, "ends": tuple(map(after, first))}


def rows_found(
    kind: Searched,
    organisation_id: UUID | None,
    there: "QuerySet[Any]",
    last: Q | None = None,
    **begins: tuple[str, ...],
) -> "QuerySet[Any, tuple[UUID, bool]]":
    """Return which of the rows `there` have words within these `bounds`, whole words first, and of
    each whether it fits `last`.
    """
    same = there.filter(pk=OuterRef("row_id"))
    rows = _with(kind, organisation_id, **begins).filter(Exists(same))
    rows = rows.annotate(late=Exists(same.filter(last)) if last else Value(value=False))
    # one row may begin alike in a few of its words
    found: QuerySet[Any, tuple[UUID, bool]] = rows.order_by("word", "row_id").values_list(
        "row_id", "late"
    )[: 3 * MOST]
    return found


def first_found(typed: LookedUp, rows: Callable[..., Iterable[tuple[UUID, bool]]]) -> list[UUID]:
    """Return at most `MOST` and one of the rows with these words, those that are `late` after the
    others. One query, by `rows`, for each way to read what was typed.
    """
    found: dict[UUID, bool] = {}
    for way in typed.ways:
        found |= {pk: late for pk, late in rows(**bounds(way)) if pk not in found}
    return sorted(found, key=found.__getitem__)[: MOST + 1]


def _with(
    kind: Searched,
    organisation_id: UUID | None,
    words: tuple[str, ...],
    ends: tuple[str, ...],
) -> "QuerySet[Any]":
    first, *others = (Q(word__gte=one, word__lt=end) for one, end in zip(words, ends, strict=True))
    rows = SearchWord.objects.filter(first, kind=kind, organisation_id=organisation_id)
    for begins in others:
        same = SearchWord.objects.filter(begins, kind=kind, row_id=OuterRef("row_id"))
        rows = rows.filter(Exists(same))
    return rows
