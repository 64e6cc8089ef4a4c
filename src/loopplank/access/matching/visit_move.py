"""Read which visits of help that runs can be moved to another moment."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.kit.names import Named
from loopplank.access.requests.request import match_brief
from loopplank.access.volunteers.own_pages import agreement_of
from loopplank.access.volunteers.volunteers import facts_of
from loopplank.core.matching.matches import MatchState
from loopplank.core.matching.visit_move import can_move
from loopplank.core.volunteers.visits import Expected
from loopplank.store.models import Limits, Visit


@dataclass(frozen=True, slots=True)
class MovePage:
    """The visits of one match that can be moved, and whom to call about it."""

    request_id: UUID
    volunteer: str
    volunteer_phone: str
    who: Named
    visits: tuple[Expected, ...]


def move_page(actor: Actor, match_id: UUID, now: datetime) -> MovePage:
    """Return the visits of a match of the actor's organisation. Raises NotFound for a stranger."""
    brief = match_brief(actor, match_id, "visit_move", now)
    match = brief.match
    runs = match.state == MatchState.RUNNING and match.still_from is None
    limits = facts_of(Limits.objects.get(pk=match.volunteer_id))
    written = set(Visit.objects.filter(match=match).values_list("day", flat=True))
    return MovePage(
        request_id=brief.row.pk,
        volunteer=match.volunteer.first_name,
        volunteer_phone=match.volunteer.phone,
        who=brief.who,
        visits=can_move(agreement_of(match), limits, written, now) if runs else (),
    )
