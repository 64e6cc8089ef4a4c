"""Find behind which door a token leads, for the one page that sees it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor
from loopplank.access.account.links import (
    ADDRESS,
    APPLICATION,
    OF_SIGN_IN,
    WEEK,
    actor_of,
    by_key_token,
    by_token,
)
from loopplank.access.messages.hand_over_keys import key_behind
from loopplank.access.organisations.apply import language_of_application
from loopplank.access.organisations.organisations import phone_to_call
from loopplank.access.volunteers.address_changes import change_behind
from loopplank.access.volunteers.volunteers import volunteers
from loopplank.core.account import links
from loopplank.core.kit.calendar import local_day
from loopplank.store.models import Link, Volunteer


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that works. `language`: what a volunteer chose to read; empty for anybody else."""

    purpose: str
    link_id: UUID
    generation: int
    subject_id: UUID
    language: str


@dataclass(frozen=True, slots=True)
class Shut:
    """A link that does not, and whom to call. `ended`: it did work, some day."""

    ended: bool
    phone: str


#: What lies behind a hand-over key: one button, and nothing before it is pressed.
HAND_OVER = "hand_over"


def opened(token: str, now: datetime) -> Opened | Shut:
    """Return what is behind a token. Records nothing: only an address was opened, no data shown."""
    key = by_key_token(token)
    if key is not None:
        language = key.volunteer.language
        if key_behind(token, now) is not None:
            return Opened(HAND_OVER, key.pk, 0, key.volunteer_id, language)
        return Shut(ended=True, phone=key.organisation.phone or phone_to_call())
    row = by_token(token, local_day(now))
    if row is not None and row.purpose == ADDRESS:
        change = change_behind(token, now)
        if change is not None:
            reader = change.volunteer
            return Opened(ADDRESS, row.pk, row.generation, reader.pk, reader.language)
    elif row is not None and row.purpose == APPLICATION:
        language = language_of_application(row.subject_id)
        if language:
            return Opened(APPLICATION, row.pk, row.generation, row.subject_id, language)
    elif row is not None and (row.purpose in OF_SIGN_IN or actor_of(row) is not None):
        language = _language(row.subject_id) if row.purpose == WEEK else ""
        return Opened(row.purpose, row.pk, row.generation, row.subject_id, language)
    ended = Link.objects.select_related("organisation").filter(lookup=links.lookup(token)).first()
    organisation = ended.organisation if ended else None
    return Shut(
        ended=ended is not None,
        phone=(organisation.phone if organisation else "") or phone_to_call(),
    )


def is_own_week(actor: Actor, volunteer_id: UUID) -> bool:
    """Return whether this member is that volunteer too, with one account for both."""
    if actor.account_id is None:
        return False
    return Volunteer.objects.filter(pk=volunteer_id, account_id=actor.account_id).exists()


def week_link_held_by_member(actor: Actor, volunteer_id: UUID, now: datetime) -> str:
    """Write down that a member holds the link of a volunteer.

    Returns the volunteer's first name, empty for somebody who does not belong to the member's
    organisation (promise P6).
    """
    record_reading(actor, "week_link", Purpose.PLANNING, [volunteer_id], now)
    row = volunteers(actor).filter(pk=volunteer_id).first()
    return row.first_name if row else ""


def _language(volunteer_id: UUID) -> str:
    return Volunteer.objects.values_list("language", flat=True).get(pk=volunteer_id)
