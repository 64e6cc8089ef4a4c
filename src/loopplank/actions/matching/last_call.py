"""Say before the day itself that nobody was found: to the owner, and to the person with whom to
call instead.
"""

from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.messages.reminders import day_without_anybody
from loopplank.access.requests.requests import any_request_for_change
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.kit.sent_markers import first_time
from loopplank.actions.messages.messages import queue_to_account, queue_to_asker
from loopplank.actions.transitions.transitions import bring_forward, save_and_record
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import at_local, local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.store.models import Request


@verb("request.nobody_found", Role.SYSTEM)
def tell_nobody_found(*, actor: Actor, now: datetime, request_id: UUID) -> None:
    """Tell both once that nobody was found for that day; the owner has it on today's list."""
    request = any_request_for_change(request_id, "help_seeker", "applicant")
    day = day_without_anybody(request, now)
    if day is None:
        nothing_changed()
        return
    if not first_time("nobody_found", request.pk, day, now):
        nothing_changed()
        return
    at = at_local(day, request.start_time).isoformat() if request.start_time else day.isoformat()
    owner = request.owner.account
    queue_to_asker(request, "nobody_found", {"at": at, **who_is_called(request)}, now=now)
    queue_to_account(
        request.organisation,
        owner,
        "nobody_found_owner",
        {"at": at, "number": request.number},
        now=now,
        request=request,
    )
    bring_forward(request, local_day(now))
    request.changed_at, request.version = now, request.version + 1
    save_and_record(
        request, "request.nobody_found", actor=actor, now=now, data={"day": day.isoformat()}
    )


def who_is_called(request: Request) -> dict[str, object]:
    """Return name and number to call when nobody comes: the named fallback, or else the owner."""
    owner = request.owner.account
    called = request.fallback_phone or owner.phone or request.organisation.phone
    return {
        "fallback": request.fallback_name or owner.name,
        "fallback_phone": phone_readable(called),
    }
