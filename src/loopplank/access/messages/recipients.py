"""Read to whom a message goes: their name, and where they are reached."""

from dataclasses import dataclass
from uuid import UUID

from loopplank.access.kit.danger_phone import danger_phone_of
from loopplank.access.kit.names import NOBODY, Named, named
from loopplank.core.kit.calendar import local_day
from loopplank.core.messages.states import TO_ASKER, Addressee
from loopplank.core.volunteers.affiliations import AffiliationState
from loopplank.store.models import Affiliation, HelpSeeker, Message


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a message and where. `person` is the help seeker, `name` anybody else.

    `about` is the help seeker of whom an applicant hears. `may_sms` is no when a text message is
    not safe for them.
    """

    to: str
    name: str
    person: Named
    about: Named
    phone: str
    email: str
    lines: tuple[str, ...]
    may_sms: bool


def names_of(row: Message, stranger: str) -> dict[str, object]:
    """Return how the text calls its reader; always both, so that no text is left with a hole."""
    if stranger:
        return {"first_name": stranger.split(" ", maxsplit=1)[0], "name": stranger}
    if row.to == Addressee.VOLUNTEER and row.volunteer:
        first = row.volunteer.first_name
        return {"first_name": first, "name": f"{first} {row.volunteer.last_name}".strip()}
    if row.to == Addressee.ACCOUNT and row.account:
        return {"first_name": row.account.name.split(" ")[0], "name": row.account.name}
    if row.to == Addressee.INVITED and row.invitation:
        return {"first_name": row.invitation.name.split(" ")[0], "name": row.invitation.name}
    if row.to == Addressee.APPLYING and row.application:
        who = row.application
        full = f"{who.first_name} {who.last_name}".strip()
        return {"first_name": who.first_name, "name": full}
    if row.to == Addressee.RELATIVE and row.relative:
        return {"first_name": row.relative.name.split(" ")[0], "name": row.relative.name}
    if row.to == Addressee.PARTY and row.party:
        return {"first_name": row.party.name.split(" ")[0], "name": row.party.name}
    return {"first_name": "", "name": ""}


def name_to_a_stranger(row: Message, affiliation: Affiliation | None) -> str:
    """Return the typed name of who did not join yet; who left keeps the name they had here."""
    if affiliation is not None and affiliation.state == AffiliationState.PENDING:
        return affiliation.typed_name or "–"
    left = row.volunteer
    return f"{left.first_name} {left.last_name}".strip() if left else "–"


def subject_of(row: Message) -> UUID | None:
    """Return whose data the message shows: for an applicant, that of the person they asked for."""
    if row.to in TO_ASKER and row.request:
        return row.request.help_seeker_id
    to_one = row.volunteer_id or row.party_id or row.account_id or row.invitation_id
    return to_one or row.application_id or row.relative_id


def recipient_of(row: Message) -> Recipient:
    seeker = row.request.help_seeker if row.request and row.to in TO_ASKER else None
    applicant = row.request.applicant if row.request else None
    if row.to == Addressee.HELP_SEEKER and seeker:
        place = f"{seeker.postcode} {seeker.place}".strip()
        return Recipient(
            to=row.to,
            name="",
            person=_named(row, seeker),
            about=NOBODY,
            phone=seeker.phone,
            email=seeker.email,
            lines=tuple(line for line in (seeker.street, place) if line),
            may_sms=not seeker.no_sms,
        )
    if row.to == Addressee.APPLICANT and applicant:
        return somebody(
            row.to, applicant.name, applicant.phone, applicant.email, _named(row, seeker)
        )
    if row.to == Addressee.VOLUNTEER and row.volunteer:
        who = row.volunteer
        name = f"{who.first_name} {who.last_name}".strip()
        return somebody(row.to, name, row.address or who.phone, row.address or who.email)
    if row.to == Addressee.DUTY:
        return somebody(row.to, "", danger_phone_of(row.organisation).number, "")
    if row.application:
        applies = row.application
        name = f"{applies.first_name} {applies.last_name}".strip()
        return somebody(row.to, name, applies.phone, applies.email)
    one = row.relative or row.party or row.account or row.invitation
    return somebody(row.to, one.name, one.phone, one.email) if one else somebody(row.to, "", "", "")


def _named(row: Message, seeker: HelpSeeker | None) -> Named:
    return named(seeker, local_day(row.queued_at))


def somebody(to: str, name: str, phone: str, email: str, about: Named = NOBODY) -> Recipient:
    return Recipient(to, name, NOBODY, about, phone, email, (), may_sms=True)
