"""Saying no: what the coordinator must know before, and the letter before it goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.actors import Actor, NotFound
from loopplank.access.messages import MessageFacts, letter_to_be
from loopplank.access.people import Named, named
from loopplank.access.reading import Purpose, record_reading
from loopplank.access.request import request_row
from loopplank.core.calendar import local_day
from loopplank.core.notes import NoteKind
from loopplank.core.responsibility import State
from loopplank.store.models import Note, Request


@dataclass(frozen=True, slots=True)
class SayNoPage:
    """`spoken`: a talk was written down, without which no no is told."""

    row: Request
    who: Named
    spoken: bool

    def letter(self, params: Mapping[str, object], now: datetime) -> MessageFacts:
        """The letter as it would be queued, word for word."""
        return letter_to_be(self.row, "no", params, now)


def say_no_page(actor: Actor, request_id: UUID, now: datetime) -> SayNoPage:
    """An open request to say no to; NotFound when it is closed already."""
    row = request_row(actor, request_id)
    if row.state == State.CLOSED:
        raise NotFound(request_id)
    record_reading(actor, "say_no", Purpose.HELP, [row.help_seeker_id], now)
    return SayNoPage(
        row,
        named(row.help_seeker, local_day(now)),
        Note.objects.filter(request=row, kind=NoteKind.TALK).exists(),
    )
