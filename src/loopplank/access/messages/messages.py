"""Read what is to be told to people, by whom it was told, and the link that belongs in it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Subquery

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.codes import code_of
from loopplank.access.account.links import (
    APPLICANT,
    OF_ASKERS,
    OF_VOLUNTEERS,
    STATUS,
    WEEK,
    address_of,
    of_subject,
    spelled,
)
from loopplank.access.kit.affiliations import not_left
from loopplank.access.kit.danger_phone import danger_phone_of
from loopplank.access.kit.names import NOBODY, Named, named
from loopplank.access.messages.channels import leaves_by_itself, told_by_hand, went_wrong
from loopplank.access.messages.hand_over_keys import KeyOfMessage, keys_of_messages
from loopplank.access.messages.safe_channel import held
from loopplank.access.volunteers.address_changes import may_hold_key, uncertain_of
from loopplank.core.account.roles import Role
from loopplank.core.account.secrets import ON_NO_LIST
from loopplank.core.kit.calendar import local_day
from loopplank.core.messages.send_policy import NO_LETTER
from loopplank.core.messages.states import TO_ASKER, Addressee, MessageState
from loopplank.core.requests.intake import Knows
from loopplank.core.volunteers.affiliations import AffiliationState
from loopplank.core.wellbeing.signal import PRIVATE_TEMPLATES
from loopplank.store.models import Affiliation, HelpSeeker, Link, Message, Request

LEAVING, WENT_WRONG = "leaving", "went_wrong"
#: The lists of the page: what a person must do, what goes by itself, and what is over.
LISTS: Mapping[str, Callable[[], Q]] = {
    MessageState.QUEUED: told_by_hand,
    WENT_WRONG: went_wrong,
    LEAVING: leaves_by_itself,
    MessageState.TOLD: lambda: Q(state=MessageState.TOLD),
    MessageState.DROPPED: lambda: Q(state=MessageState.DROPPED),
}
ON_A_PAGE = 30
IN_A_PILE = 100


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


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """One message with all that fills its text; a door makes the words of it.

    `key_until` when its link is a hand-over key: the last day on which that opens. `may_have_key`:
    it goes to a volunteer by hand, and whoever reads it may put a key in.
    """

    id: UUID
    template: str
    channel: str
    language: str
    params: Mapping[str, object]
    organisation: str
    short_name: str
    phone: str
    complaints_to: str
    link: str
    spoken_link: tuple[str, ...]
    key_until: date | None
    may_have_key: bool
    recipient: Recipient
    subject_id: UUID | None
    request_id: UUID | None
    request_number: str
    volunteer_id: UUID | None
    queued_at: datetime
    state: str
    done_at: datetime | None
    done_by: str
    done_how: str
    mailbox: str
    by_hand: str
    look_again_at: datetime | None
    being_sent: bool
    attempts: int
    trouble: str


@dataclass(frozen=True, slots=True)
class MessagesPage:
    """One page of a list, newest first, with how many there are in each."""

    rows: tuple[MessageFacts, ...]
    number: int
    total: int
    counts: Mapping[str, int]
    letters: int


@dataclass(frozen=True, slots=True)
class MessagesOfRequest:
    """What the person of one request was told last, and what they must still be told.

    `address` and `spoken` are the link to their own page, empty when there is none.
    """

    last_told: MessageFacts | None
    queued: tuple[MessageFacts, ...]
    address: str
    spoken: tuple[str, ...]


def messages_page(actor: Actor, now: datetime, *, state: str, number: int) -> MessagesPage:
    """Return the messages of the own organisation on one list.

    Raises NotFound for a strange list.
    """
    rows = _own(actor)
    if state not in LISTS:
        raise NotFound(state)
    counts = rows.aggregate(
        letters=Count("pk", filter=_letters()),
        **{name: Count("pk", filter=on()) for name, on in LISTS.items()},
    )
    last = max(1, -(-counts[state] // ON_A_PAGE))
    number = min(max(1, number), last)
    start = (number - 1) * ON_A_PAGE
    shown = _read(actor, _in_order(rows, state)[start : start + ON_A_PAGE], now)
    _record(actor, "messages", Purpose.HELP, shown, now)
    return MessagesPage(tuple(shown), number, counts[state], counts, counts["letters"])


def all_messages(actor: Actor, now: datetime, *, state: str) -> list[MessageFacts]:
    """Return the whole of one list, for a file."""
    shown = _read(actor, _in_order(_own(actor), state), now)
    _record(actor, "messages_csv", Purpose.EXPORT, shown, now)
    return shown


def letters_to_print(actor: Actor, now: datetime) -> list[MessageFacts]:
    """Return the pile of letters that wait to be printed, oldest first, as many as one pile
    holds.
    """
    rows = _own(actor).filter(_letters()).order_by("queued_at", "pk")
    shown = _read(actor, rows[:IN_A_PILE], now)
    _record(actor, "letters", Purpose.HELP, shown, now)
    return shown


def message(actor: Actor, message_id: UUID, now: datetime) -> MessageFacts:
    """Return one message of the own organisation, for its letter on paper."""
    shown = _read(actor, _own(actor).filter(pk=message_id), now)
    if not shown:
        raise NotFound(message_id)
    _record(actor, "message_letter", Purpose.HELP, shown, now)
    return shown[0]


def messages_of_request(actor: Actor, request_id: UUID) -> MessagesOfRequest:
    """Return what whoever asked knows now, what lies ready, and the link to their own page.

    Two queries. The page that shows it records the reading.
    """
    rows = _own(actor).filter(request_id=request_id, to__in=TO_ASKER)
    last = _in_order(rows, MessageState.TOLD).values("pk")[:1]
    status = of_subject(STATUS, request_id)
    found = rows.filter(Q(state=MessageState.QUEUED) | Q(pk=Subquery(last))).order_by(
        "-queued_at", "-pk"
    )
    shown = [_facts(row, row.link or status, {}, None) for row in found]
    return MessagesOfRequest(
        next((one for one in shown if one.state == MessageState.TOLD), None),
        tuple(one for one in shown if one.state == MessageState.QUEUED),
        address_of(status) if status else "",
        spelled(status) if status else (),
    )


def letter_to_be(
    row: Request, template: str, params: Mapping[str, object], now: datetime
) -> MessageFacts:
    """Return a letter to whoever asked that was not queued yet, to read before anything is said.

    The row comes with its people and its organisation.
    """
    to_applicant = row.applicant is not None and row.person_knows != Knows.YES
    draft = Message(
        organisation=row.organisation,
        request=row,
        to=Addressee.APPLICANT if to_applicant else Addressee.HELP_SEEKER,
        channel="letter",
        template=template,
        language=row.help_seeker.language if row.help_seeker else "nl",
        params=dict(params),
        queued_at=now,
    )
    return _facts(draft, of_subject(STATUS, row.pk), {}, None)


def facts_of(
    rows: "Iterable[Message]",
    today: date | None = None,
    *,
    keys: Mapping[UUID, KeyOfMessage] = MappingProxyType({}),
    to_own_address_at: datetime | None = None,
) -> list[MessageFacts]:
    """Return the facts of messages that were read with `with_people`; two queries more.

    The link that opens the week of a volunteer stands only in what goes to their own address, at
    that moment (`to_own_address_at`): the sender and the outbox of the demo ask for it, and nobody
    else. An address that changed lately gets the message without. A member reads it without too,
    or with the hand-over key that they made themselves (`keys`).

    Of a volunteer who did not join (yet) an organisation has the name that it typed itself and
    nothing else: no number and no key (promise P6).
    """
    found = list(rows)
    known = {
        (row.volunteer_id, row.organisation_id): row
        for row in not_left(volunteer_id__in={m.volunteer_id for m in found if m.volunteer_id})
    }
    status = {
        (link.subject_id, link.purpose): link
        for link in Link.objects.filter(
            purpose__in=OF_ASKERS,
            subject_id__in={m.request_id for m in found if m.to in TO_ASKER and not m.link_id},
        )
    }
    sent_at = to_own_address_at
    ids = {m.volunteer_id for m in found if m.volunteer_id and m.link_id} if sent_at else set()
    waits = uncertain_of(ids, sent_at) if sent_at and ids else {}
    return [
        _facts(
            row,
            row.link or _status_of(row, status),
            known,
            today,
            key=keys.get(row.pk),
            to_own_address=sent_at is not None and may_hold_key(row, waits),
        )
        for row in found
    ]


def _read(actor: Actor, rows: "Iterable[Message]", now: datetime) -> list[MessageFacts]:
    """Return messages as a member reads them: with the keys that they made for them themselves."""
    found = list(rows)
    to_volunteers = [row.pk for row in found if row.to == Addressee.VOLUNTEER]
    keys = keys_of_messages(actor, to_volunteers, now) if to_volunteers else {}
    return facts_of(found, local_day(now), keys=keys)


def with_people(rows: "QuerySet[Message]") -> "QuerySet[Message]":
    """Return the same messages with everything that their text needs."""
    return rows.select_related(
        "organisation",
        "request__help_seeker",
        "request__applicant",
        "volunteer",
        "account",
        "party",
        "invitation",
        "application",
        "link",
        "done_by__account",
    )


# --- underneath -----------------------------------------------------------------------------------


def _status_of(row: Message, status: Mapping[tuple[UUID, str], Link]) -> Link | None:
    """Return the reader's own link; who asked for somebody who does not know has the only one."""
    if not row.request_id or row.to not in TO_ASKER:
        return None
    own = status.get((row.request_id, APPLICANT)) if row.to == Addressee.APPLICANT else None
    return own or status.get((row.request_id, STATUS))


def _own(actor: Actor) -> "QuerySet[Message]":
    if actor.role is not Role.COORDINATOR:
        raise NotFound("messages")
    own = Q(request__owner_id=actor.id) | Q(account_id=actor.account_id)
    return with_people(
        Message.objects.filter(
            own if actor.only_own else Q(), organisation_id=actor.own_organisation
        )
        .exclude(request__erased_at__isnull=False)
        .exclude(not_for(actor))
        .exclude(held())
    )


def _letters() -> Q:
    # what a letter would tell too late is told at the door
    return told_by_hand() & Q(channel="letter") & ~Q(by_hand=NO_LETTER)


def not_for(actor: Actor) -> Q:
    """Return what this actor may not see: what is told to one colleague in confidence is on nobody
    else's list, and in no count; what opens or guards a sign-in is on no list at all.
    """
    in_confidence = Q(template__in=PRIVATE_TEMPLATES) & ~Q(account_id=actor.account_id)
    return in_confidence | Q(template__in=ON_NO_LIST)


def _in_order(rows: "QuerySet[Message]", state: str) -> "QuerySet[Message]":
    latest = "-done_at" if state in {MessageState.TOLD, MessageState.DROPPED} else "-queued_at"
    return rows.filter(LISTS[state]()).order_by(latest, "-pk")


def _record(
    actor: Actor, page: str, purpose: Purpose, shown: Iterable[MessageFacts], now: datetime
) -> None:
    record_reading(actor, page, purpose, [one.subject_id for one in shown], now)


def _facts(
    row: Message,
    link: Link | None,
    known: Mapping[tuple[UUID, UUID], Affiliation],
    today: date | None,
    *,
    key: KeyOfMessage | None = None,
    to_own_address: bool = False,
) -> MessageFacts:
    standing = link is not None and link.purpose == WEEK
    if link is not None and link.purpose in OF_VOLUNTEERS and not to_own_address:
        link = None
    if link is not None and today and link.expires_on and link.expires_on < today:
        link = None
    stranger = ""
    if row.volunteer_id:
        affiliation = known.get((row.volunteer_id, row.organisation_id))
        if affiliation is None or affiliation.state != AffiliationState.ACTIVE:
            link, key, standing = None, None, False
            stranger = _name_to_a_stranger(row, affiliation)
    recipient = _somebody(row.to, stranger, "", "") if stranger else _recipient(row)
    return MessageFacts(
        id=row.pk,
        template=row.template,
        channel=row.channel,
        language=row.language,
        params={
            "site": settings.ORIGIN,
            **_names(row, stranger),
            **row.params,
            **_code(row),
        },
        organisation=row.organisation.name,
        short_name=row.organisation.short_name,
        phone=row.organisation.phone,
        complaints_to=row.organisation.complaints_to,
        link=address_of(link) if link else key.address if key else "",
        spoken_link=spelled(link) if link else key.spoken if key else (),
        key_until=key.until if key and not link else None,
        may_have_key=standing and not to_own_address and row.state == MessageState.QUEUED,
        recipient=recipient,
        subject_id=_subject(row),
        request_id=row.request_id,
        request_number=row.request.number if row.request else "",
        volunteer_id=row.volunteer_id,
        queued_at=row.queued_at,
        state=row.state,
        done_at=row.done_at,
        done_by=row.done_by.account.name if row.done_by else "",
        done_how=row.done_how,
        mailbox=row.organisation.email,
        by_hand=row.by_hand,
        look_again_at=row.look_again_at,
        being_sent=row.lease_until is not None,
        attempts=row.attempts,
        trouble=row.trouble,
    )


def _code(row: Message) -> dict[str, object]:
    """Return a one-time code, which stands in no message: it is made when the message is read."""
    made_from = row.params.get("code_of")
    if not made_from:
        return {}
    return {"code": code_of(UUID(str(made_from)), int(row.params["sequence"]))}


def _names(row: Message, stranger: str) -> dict[str, object]:
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
    if row.to == Addressee.PARTY and row.party:
        return {"first_name": row.party.name.split(" ")[0], "name": row.party.name}
    return {"first_name": "", "name": ""}


def _name_to_a_stranger(row: Message, affiliation: Affiliation | None) -> str:
    """Return the typed name of who did not join yet; who left keeps the name they had here."""
    if affiliation is not None and affiliation.state == AffiliationState.PENDING:
        return affiliation.typed_name or "–"
    left = row.volunteer
    return f"{left.first_name} {left.last_name}".strip() if left else "–"


def _subject(row: Message) -> UUID | None:
    """Return whose data the message shows: for an applicant, that of the person they asked for."""
    if row.to in TO_ASKER and row.request:
        return row.request.help_seeker_id
    to_one = row.volunteer_id or row.party_id or row.account_id or row.invitation_id
    return to_one or row.application_id


def _recipient(row: Message) -> Recipient:
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
        return _somebody(
            row.to, applicant.name, applicant.phone, applicant.email, _named(row, seeker)
        )
    if row.to == Addressee.VOLUNTEER and row.volunteer:
        who = row.volunteer
        name = f"{who.first_name} {who.last_name}".strip()
        return _somebody(row.to, name, row.address or who.phone, row.address or who.email)
    if row.to == Addressee.DUTY:
        return _somebody(row.to, "", danger_phone_of(row.organisation).number, "")
    if row.application:
        applies = row.application
        name = f"{applies.first_name} {applies.last_name}".strip()
        return _somebody(row.to, name, applies.phone, applies.email)
    if row.party:
        return _somebody(row.to, row.party.name, row.party.phone, row.party.email)
    if row.account:
        return _somebody(row.to, row.account.name, row.account.phone, row.account.email)
    if row.invitation:
        asked = row.invitation
        return _somebody(row.to, asked.name, asked.phone, asked.email)
    return _somebody(row.to, "", "", "")


def _named(row: Message, seeker: HelpSeeker | None) -> Named:
    return named(seeker, local_day(row.queued_at))


def _somebody(to: str, name: str, phone: str, email: str, about: Named = NOBODY) -> Recipient:
    return Recipient(to, name, NOBODY, about, phone, email, (), may_sms=True)
