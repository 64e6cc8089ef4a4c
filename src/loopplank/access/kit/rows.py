"""Count along with another question, so that counts cost no question of their own."""

from typing import Any

from django.db.models import Count, QuerySet, Subquery, Value


def count_of(rows: "QuerySet[Any]") -> Subquery:
    """Return how many rows, or NULL for none."""
    # of a column, even the key, an index that lacks it would not do;
    # one group of everything: values of a constant, so that the group has a single row
    return Subquery(rows.order_by().values(_=Value(1)).annotate(n=Count("*")).values("n"))


BATCH = 50
