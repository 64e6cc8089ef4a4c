"""Lock rows for actions of several rooms."""

from uuid import UUID

from loopplank.store.models import Organisation


def lock_organisation(organisation_id: UUID) -> Organisation:
    """Lock the organisation, without keeping out rows that only point at it, and return it."""
    return Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation_id)
