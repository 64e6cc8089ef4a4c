"""Behind which door a token leads, for the one page that sees it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from loopplank.access.links import actor_of, by_token
from loopplank.access.network import phone_to_call
from loopplank.core import tokens
from loopplank.store.models import Link


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that works."""

    purpose: str
    link_id: UUID
    generation: int


@dataclass(frozen=True, slots=True)
class Shut:
    """A link that does not, and whom to call. `ended`: it did work, some day."""

    ended: bool
    phone: str


def opened(token: str, today: date) -> Opened | Shut:
    """What is behind a token. It records nothing: only an address was opened, no data shown."""
    row = by_token(token, today)
    if row is not None and (row.purpose == "invite" or actor_of(row) is not None):
        return Opened(row.purpose, row.pk, row.generation)
    ended = Link.objects.select_related("organisation").filter(lookup=tokens.lookup(token)).first()
    organisation = ended.organisation if ended else None
    return Shut(
        ended=ended is not None,
        phone=(organisation.phone if organisation else "") or phone_to_call(),
    )
