"""Find which applications of volunteers somebody answers for."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from loopplank.core.volunteers.application import OPEN_APPLICATION
from loopplank.store.models import AbsentRequest, Membership, VolunteerApplication


def applied_to(membership: Membership) -> "QuerySet[VolunteerApplication]":
    """Return the open ones that somebody answers for: their own, and what an absence of theirs lent
    to its cover.
    """
    lent = AbsentRequest.objects.filter(
        application=OuterRef("pk"),
        owner=membership,
        absence__returned_at=None,
        absence__cover=OuterRef("owner_id"),
    )
    return VolunteerApplication.objects.filter(
        Q(owner=membership) | Exists(lent),
        organisation_id=membership.organisation_id,
        state__in=OPEN_APPLICATION,
    )
