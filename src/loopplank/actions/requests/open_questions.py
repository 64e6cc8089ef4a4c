"""End an open question to a volunteer without a yes, and let its request follow.

A request is in "voorgesteld" as long as one question is open, and not a moment longer: else its
owner waits for an answer of nobody. The caller holds the lock of the request.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from loopplank.actions.messages.messages import drop_questions
from loopplank.actions.transitions.transitions import bring_forward, move, set_other_day
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.proposals import UNDECIDED, ProposalState
from loopplank.core.requests.states import State, Step
from loopplank.store.models import Proposal, Request


def take_back(
    request: Request,
    now: datetime,
    volunteer_id: UUID | None = None,
    *,
    beside: Iterable[UUID] = (),
) -> list[str]:
    """Take back the open question to this volunteer or, without one, to everybody; except to those
    who were chosen `beside` the one who said yes.

    Returns the ids of the questions that were open, for the event. The state stays as it is.
    """
    asked = Proposal.objects.filter(request=request, state__in=UNDECIDED)
    if volunteer_id is not None:
        asked = asked.filter(volunteer_id=volunteer_id)
    if beside:
        asked = asked.exclude(volunteer_id__in=list(beside))
    gone = [str(pk) for pk in asked.order_by("pk").values_list("pk", flat=True)]
    asked.update(state=ProposalState.GONE, answered_at=now)
    drop_questions(request, now, volunteer_id, beside=beside)
    return gone


def search_on(request: Request, now: datetime) -> None:
    """Go back to searching, unless another question is still open or help already runs."""
    if request.state != State.PROPOSED:
        request.changed_at, request.version = now, request.version + 1
        return
    left = request.proposals.filter(state__in=UNDECIDED).order_by("expires_at").first()
    if left is None:
        move(request, Step.NO_ANSWER_LEFT, now)
        # the day of the search counts from its beginning; the owner looks again today
        bring_forward(request, local_day(now))
    else:
        waits = left.state == ProposalState.WAITS
        set_other_day(request, local_day(now if waits else left.expires_at), now)
        request.changed_at, request.version = now, request.version + 1
