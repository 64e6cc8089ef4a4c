"""Refuse a meeting on a day on which the volunteer is not there, or has something on their mind."""

from datetime import datetime
from uuid import UUID

from loopplank.access.volunteers.volunteers import facts_of
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.meetings import why_ask_first
from loopplank.core.wellbeing.signal import Route
from loopplank.store.models import Limits, Volunteer, VolunteerSignal


def refuse_meeting(
    volunteer: Volunteer, organisation_id: UUID, meeting_at: datetime, *, asked: bool
) -> None:
    """Raise Refused unless the volunteer is there that day, or was `asked` about it."""
    why = why_ask_first(
        volunteer.first_name,
        local_day(meeting_at),
        facts_of(Limits.objects.get(pk=volunteer.pk)),
        open_signal=waits_for_call(volunteer, organisation_id),
    )
    if why is not None and not asked:
        raise Refused(why)


def waits_for_call(volunteer: Volunteer, organisation_id: UUID) -> bool:
    """Return whether this volunteer let this organisation know something, and nobody called yet.

    Only what this organisation may read counts: a signal in confidence shows nowhere.
    """
    return VolunteerSignal.objects.filter(
        volunteer=volunteer,
        organisation_id=organisation_id,
        route=Route.COORDINATOR.value,
        wants_call=True,
        answered_at=None,
    ).exists()
