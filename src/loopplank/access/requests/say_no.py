"""Read what the coordinator must know before a no, and the letter before it goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.names import Named, named
from loopplank.access.messages.messages import MessageFacts, letter_to_be
from loopplank.access.requests.request import request_row
from loopplank.core.kit.calendar import local_day
from loopplank.core.requests.notes import NoteKind
from loopplank.core.requests.states import State
from loopplank.store.models import Note, Request


@dataclass(frozen=True, slots=True)
class SayNoPage:
    """`spoken`: a talk was written down, without which no no is told."""

    row: Request
    who: Named
    spoken: bool

    def letter(self, params: Mapping[str, object], now: datetime) -> MessageFacts:
        """Return the letter as it would be queued, word for word."""
        return letter_to_be(self.row, "no", params, now)


def say_no_page(actor: Actor, request_id: UUID, now: datetime) -> SayNoPage:
    """Return an open request to say no to. Raises NotFound when it is closed already."""
    row = request_row(actor, request_id)
    if row.state == State.CLOSED:
        raise NotFound(request_id)
    record_reading(actor, "say_no", Purpose.HELP, [row.help_seeker_id], now)
    return SayNoPage(
        row,
        named(row.help_seeker, local_day(now)),
        Note.objects.filter(request=row, kind=NoteKind.TALK).exists(),
    )
