"""Columns and constraints that many tables share."""

import uuid
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.db import models


def random_key() -> "models.UUIDField[Any, Any]":
    """Make a random primary key: it says nothing, and may stand in events and access records."""
    return models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)


def code(**options: Any) -> "models.CharField[Any, Any]":
    """Make a column for a short code of an enumeration of core; a constraint of the table lists the
    allowed ones."""
    return models.CharField(max_length=32, **options)


def one_of(column: str, values: type[StrEnum] | Iterable[str], name: str) -> models.CheckConstraint:
    """Make the constraint that refuses any other code than these (the empty string only if it is
    listed)."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{column}__in": sorted(str(v) for v in values)}), name=name
    )
