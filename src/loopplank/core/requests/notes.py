"""What somebody writes down about a request."""

from enum import StrEnum


class NoteKind(StrEnum):
    """What a note is. `change` came through the person's own page."""

    TALK = "talk"
    NOT_REACHED = "not_reached"
    NOTE = "note"
    CHANGE = "change"
    EVALUATION = "evaluation"


#: Somebody tried to speak to the person.
TRIES = (NoteKind.TALK, NoteKind.NOT_REACHED)
