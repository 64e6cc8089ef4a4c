"""Hear from a family carer how long they can go on, in the talk about how the help goes."""

from datetime import datetime

from loopplank.access.account.actors import Actor
from loopplank.actions.transitions.transitions import bring_forward
from loopplank.core.kit.calendar import local_day
from loopplank.core.requests.intake import HoldingOut
from loopplank.core.wellbeing.family_carer import CANNOT_GO_ON, CARER_MONTHS_GONE, CARER_TIRED
from loopplank.store.models import CarerAnswer, Request


def hear_carer(request: Request, said: HoldingOut, actor: Actor, now: datetime) -> tuple[str, ...]:
    """Keep it beside what they said before; who cannot go on for long stands on the list today.
    Needs the request locked; returns the columns to save.
    """
    asked = CarerAnswer.objects.filter(request=request)
    if request.holding_out and not asked.exists():
        _write(request, "intake", HoldingOut(request.holding_out), None, request.received_at)
    _write(request, "evaluation", said, actor, now)
    request.holding_out = said
    if said not in CANNOT_GO_ON:
        return ("holding_out",)
    tired = said is HoldingOut.NO_MORE
    request.change_reported = CARER_TIRED if tired else CARER_MONTHS_GONE
    bring_forward(request, local_day(now))
    return ("holding_out", "change_reported")


def _write(
    request: Request, moment: str, said: HoldingOut, actor: Actor | None, at: datetime
) -> None:
    CarerAnswer.objects.create(
        organisation_id=request.organisation_id,
        request=request,
        moment=moment,
        holding_out=said,
        at=at,
        by_id=actor.own_membership if actor else None,
    )
