"""Who of an organisation reads what a volunteer lets know, when it is about no request."""

from datetime import date

from loopplank.access.on_duty import away
from loopplank.access.standing_in import standing_in
from loopplank.core.roles import Role
from loopplank.store.models import Membership, Organisation


def who_reads(organisation: Organisation, today: date) -> Membership | None:
    """The first contact, or who stands in, or anybody who is there; with their account. None
    where nobody works any more.
    """
    members = Membership.objects.select_related("account").filter(
        organisation=organisation, active=True
    )
    named = organisation.first_contact_id
    first = members.filter(pk=named).first() if named else None
    if first is not None and not away(first, today):
        return first
    there = standing_in(organisation.pk, today, anybody=True).select_related("account").first()
    return there or members.filter(role=Role.COORDINATOR).order_by("since", "pk").first()
