"""Tell a volunteer something on every address that we have of them, because one may not be
theirs.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from loopplank.access.account.links import WEEK, of_subject
from loopplank.access.kit.affiliations import belonging
from loopplank.actions.messages.messages import queue_to_volunteer
from loopplank.core.messages.delivery import ways_to_warn
from loopplank.store.models import Volunteer


def tell_everywhere(
    volunteer: Volunteer,
    template: str,
    params: Mapping[str, object],
    *,
    now: datetime,
    not_by: UUID | None = None,
) -> None:
    """Queue a warning once for each address of a volunteer. Another organisation sends it than the
    one (`not_by`) of whose act it warns, where there is another.
    """
    sender = sender_of(volunteer, not_by=not_by)
    if sender is None:
        return
    link = of_subject(WEEK, volunteer.pk)
    for channel in ways_to_warn(volunteer.channel, volunteer.email, volunteer.phone):
        message = queue_to_volunteer(sender, volunteer, template, params, now=now, link=link)
        message.channel = channel
        message.save(update_fields=["channel"])


def sender_of(volunteer: Volunteer, *, not_by: UUID | None = None) -> UUID | None:
    """Return the organisation that tells this volunteer something that is of none of them."""
    here = belonging(volunteer=volunteer).order_by("since", "pk")
    houses = list(here.values_list("organisation_id", flat=True))
    return next((house for house in houses if house != not_by), houses[0] if houses else None)
