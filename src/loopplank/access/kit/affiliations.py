"""Which affiliations count: of a volunteer who belongs to an organisation and is still there."""

from typing import Any

from django.db.models import QuerySet

from loopplank.core.volunteers.affiliations import NOT_LEFT, AffiliationState
from loopplank.store.models import Affiliation


def belonging(*which: Any, **where: Any) -> "QuerySet[Affiliation]":
    """Return where volunteers belong: they joined, did not leave, and were not erased."""
    return _there(*which, state=AffiliationState.ACTIVE, **where)


def asked_to_belong(*which: Any, **where: Any) -> "QuerySet[Affiliation]":
    """Return where volunteers were asked to belong, and said nothing yet."""
    return _there(*which, state=AffiliationState.PENDING, **where)


def not_left(*which: Any, **where: Any) -> "QuerySet[Affiliation]":
    """Return where volunteers belong or were asked to."""
    return _there(*which, state__in=NOT_LEFT, **where)


def who_belong_to(organisation: object, of: str = "") -> dict[str, object]:
    """Return what to look for in rows that reach their volunteer by `of`: whoever belongs there.
    The organisation is an id, or an F of the row itself.
    """
    return {
        f"{of}erased_at": None,
        f"{of}affiliations__organisation_id": organisation,
        f"{of}affiliations__state": AffiliationState.ACTIVE,
    }


def _there(*which: Any, **where: Any) -> "QuerySet[Affiliation]":
    return Affiliation.objects.filter(*which, volunteer__erased_at=None, **where)
