"""Read how often and in which ways somebody was tried, and whether the last letter went out."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.core.messages.states import MessageState
from loopplank.core.requests.contact_attempts import Reachable
from loopplank.core.requests.notes import TRIES, NoteKind
from loopplank.store.models import HelpSeeker, Message, Note

LAST_LETTER = "last_try"


@dataclass(frozen=True, slots=True)
class Tries:
    """`ways` since the last talk, oldest first. `written_until` is the day in the letter that says
    that we will close, once it was told; `letter_ready` while it waits to be told.
    """

    ways: tuple[str, ...] = ()
    written_until: date | None = None
    letter_ready: bool = False


def tries_of(request_ids: Collection[UUID]) -> dict[UUID, Tries]:
    """Return the tries of each of these requests.

    Two queries for all of them, and one when nobody was missed.
    """
    ways, talked = defaultdict[UUID, list[str]](list), dict[UUID, datetime]()
    notes = Note.objects.filter(request_id__in=request_ids, kind__in=TRIES)
    for request_id, kind, channel, at in notes.order_by("at").values_list(
        "request_id", "kind", "channel", "at"
    ):
        if kind == NoteKind.TALK:
            ways[request_id], talked[request_id] = [], at
        else:
            ways[request_id].append(channel)
    until, ready = dict[UUID, date](), set[UUID]()
    letters = Message.objects.filter(
        request_id__in=[pk for pk in ways if ways[pk]],
        template=LAST_LETTER,
        state__in=[MessageState.QUEUED, MessageState.TOLD],
    )
    for letter in letters.order_by("queued_at"):
        if letter.request_id is None:
            continue
        after = talked.get(letter.request_id)
        if after is not None and letter.queued_at < after:
            continue
        if letter.state == MessageState.QUEUED:
            ready.add(letter.request_id)
        else:
            until[letter.request_id] = date.fromisoformat(str(letter.params["due_on"]))
    return {pk: Tries(tuple(ways[pk]), until.get(pk), pk in ready) for pk in request_ids}


def ways_to(seeker: HelpSeeker | None) -> Reachable:
    """Return by which ways we know somebody."""
    if seeker is None:
        return Reachable()
    return Reachable(
        phone=bool(seeker.phone),
        sms=bool(seeker.phone) and not seeker.no_sms,
        email=bool(seeker.email),
        letter=bool(seeker.street),
    )
