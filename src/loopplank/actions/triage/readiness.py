"""The guard in front of every step that brings a volunteer closer to a person."""

from loopplank.access.account.actors import Actor
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Refused
from loopplank.core.triage.readiness import LOOKED_AT_AGAIN, why_not_ready
from loopplank.store.models import Request


def refuse_unready(request: Request, *, told_to: Actor) -> None:
    """Raise Refused unless the last weighing was decided for a volunteer, with nothing unknown.

    Needs the request locked: a new weighing waits for that lock too.
    """
    last = request.assessments.order_by("-number").first()
    reason = (
        why_not_ready(last.stance, last.route, last.decided_route)
        if last is not None
        else why_not_ready("", "", "")
    )
    if reason is not None:
        raise Refused(LOOKED_AT_AGAIN if told_to.role is Role.VOLUNTEER else reason)
