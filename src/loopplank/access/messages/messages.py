"""Read what is to be told to people, by whom it was told, and the link that belongs in it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Count, Q, QuerySet, Subquery, When

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
from loopplank.access.kit.prepared import Prepared
from loopplank.access.messages.channels import (
    NEVER_BY_HAND,
    channels,
    leaves_by_itself,
    to_do,
    told_by_hand,
    went_wrong,
)
from loopplank.access.messages.hand_over_keys import KeyOfMessage, keys_of_messages
from loopplank.access.messages.recipients import (
    Recipient,
    name_to_a_stranger,
    names_of,
    recipient_of,
    somebody,
    subject_of,
)
from loopplank.access.messages.safe_channel import held
from loopplank.access.volunteers.address_changes import may_hold_key, uncertain_of
from loopplank.core.account.roles import Role
from loopplank.core.account.secrets import ON_NO_LIST
from loopplank.core.kit.calendar import local_day
from loopplank.core.messages.deeds import READ_IS_ENOUGH
from loopplank.core.messages.send_policy import NO_LETTER
from loopplank.core.messages.states import (
    GIVEN_UP,
    NOT_SETTLED,
    TO_ASKER,
    Addressee,
    MessageState,
)
from loopplank.core.requests.intake import Knows
from loopplank.core.volunteers.affiliations import AffiliationState
from loopplank.core.wellbeing.signal import PRIVATE_TEMPLATES
from loopplank.store.models import Affiliation, Link, Message, Request

LEAVING, WENT_WRONG, TO_DO = "leaving", "went_wrong", "to_do"
OVER = (MessageState.TOLD, MessageState.DROPPED)
#: The lists of the page: what a person must do, what goes by itself, and what is over.
LISTS: Mapping[str, Callable[[], Q]] = {
    TO_DO: to_do,
    MessageState.QUEUED: told_by_hand,
    WENT_WRONG: went_wrong,
    LEAVING: leaves_by_itself,
    MessageState.TOLD: lambda: Q(state=MessageState.TOLD),
    MessageState.DROPPED: lambda: Q(state=MessageState.DROPPED),
}
#: As many as fill three screens of a telephone.
ON_A_PAGE = 15
IN_A_PILE = 100
#: Read on one page before they are sent together.
READ_TOGETHER = 40
#: Whom a list may be narrowed to.
READERS: Mapping[str, Q] = {
    "vraagt-hulp": Q(to__in=TO_ASKER),
    "vrijwilliger": Q(to=Addressee.VOLUNTEER),
    "anderen": ~Q(to__in=(*TO_ASKER, Addressee.VOLUNTEER)),
}


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
    waits_for: str
    being_sent: bool
    attempts: int
    trouble: str


@dataclass(frozen=True, slots=True)
class MessagesPage:
    """One page of a list, newest first, with how many there are in each; what went wrong stands
    before what is to be told. `together`: how many may be sent at once after reading.
    """

    rows: tuple[MessageFacts, ...]
    number: int
    total: int
    counts: Mapping[str, int]
    letters: int
    together: int


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which part of a list is looked at: a key of READERS, and a channel; empty is all."""

    reader: str = ""
    channel: str = ""

    def as_q(self) -> Q:
        chosen = READERS.get(self.reader, Q())
        return chosen & Q(channel=self.channel) if self.channel else chosen


EVERYTHING = Narrowed()


@dataclass(frozen=True, slots=True)
class MessagesOfRequest:
    """What the person of one request was told last, and what they must still be told.

    `address` and `spoken` are the link to their own page, empty when there is none.
    """

    last_told: MessageFacts | None
    queued: tuple[MessageFacts, ...]
    address: str
    spoken: tuple[str, ...]


def messages_page(
    actor: Actor,
    now: datetime,
    *,
    state: str,
    number: int,
    narrowed: Narrowed = EVERYTHING,
    beside: UUID | None = None,
) -> MessagesPage:
    """Return the messages of the own organisation on one list. `beside` is one that stays in sight,
    since something was done with it a moment ago.

    Raises NotFound for a strange list.
    """
    rows = _own(actor)
    if state not in LISTS:
        raise NotFound(state)
    counts = _counts(actor, state, narrowed)
    last = max(1, -(-counts["wanted"] // ON_A_PAGE))
    number = min(max(1, number), last)
    start = (number - 1) * ON_A_PAGE
    found = list(_in_order(rows.filter(narrowed.as_q()), state)[start : start + ON_A_PAGE])
    if beside is not None and all(row.pk != beside for row in found):
        found = _with(found, rows.filter(pk=beside).first())
    shown = read_as_member(actor, found, now)
    _record(actor, "messages", Purpose.HELP, shown, now)
    return MessagesPage(
        tuple(shown), number, counts["wanted"], counts, counts["letters"], counts["together"]
    )


def to_read_together(
    actor: Actor, now: datetime, ids: Collection[UUID] | None
) -> list[MessageFacts]:
    """Return what may be sent at once after reading: those of `ids`, or all of the list; as many as
    one page holds, oldest first.
    """
    rows = _own(actor).filter(_together())
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    found = rows.order_by("queued_at", "pk")[:READ_TOGETHER]
    shown = read_as_member(actor, found, now)
    _record(actor, "read_messages", Purpose.HELP, shown, now)
    return shown


def all_messages(actor: Actor, now: datetime, *, state: str) -> list[MessageFacts]:
    """Return the whole of one list, for a file."""
    shown = read_as_member(actor, _in_order(_own(actor), state), now)
    _record(actor, "messages_csv", Purpose.EXPORT, shown, now)
    return shown


def letters_to_print(actor: Actor, now: datetime) -> list[MessageFacts]:
    """Return the pile of letters that wait to be printed, oldest first, as many as one pile
    holds.
    """
    rows = _own(actor).filter(_letters()).order_by("queued_at", "pk")
    shown = read_as_member(actor, rows[:IN_A_PILE], now)
    _record(actor, "letters", Purpose.HELP, shown, now)
    return shown


def message(actor: Actor, message_id: UUID, now: datetime) -> MessageFacts:
    """Return one message of the own organisation, for its letter on paper."""
    shown = read_as_member(actor, _own(actor).filter(pk=message_id), now)
    if not shown:
        raise NotFound(message_id)
    _record(actor, "message_letter", Purpose.HELP, shown, now)
    return shown[0]


@dataclass(frozen=True, slots=True)
class MessagesAbout:
    """The keys of messages to or about some people, newest first; `read` gives a part of them."""

    actor: Actor
    ids: tuple[UUID, ...]

    def read(self, shown: slice, now: datetime) -> list[MessageFacts]:
        """Return these messages without any key in them; whoever shows them records it."""
        ids = self.ids[shown]
        if not ids:
            return []
        found = _THESE.rows(actor=self.actor, ids=ids)
        rows = facts_of(found, local_day(now))
        return sorted(rows, key=lambda one: ids.index(one.id))


def messages_about(
    actor: Actor,
    *,
    requests: Collection[UUID],
    volunteers: Collection[UUID],
    parties: Collection[UUID],
    most: int,
) -> MessagesAbout:
    """Return the messages of the own organisation about these, one query; none for another role."""
    about = {"request_id": requests, "volunteer_id": volunteers, "party_id": parties}
    asked = {f"{column}__in": ids for column, ids in about.items() if ids}
    if not asked or actor.role is not Role.COORDINATOR:
        return MessagesAbout(actor, ())
    here = Message.objects.filter(on_lists_of(actor)).order_by().values_list("id", "queued_at")
    # each by its own index: of one question with OR between them SQLite reads all messages
    first, *others = (here.filter(**{column: ids}) for column, ids in asked.items())
    rows = first.union(*others).order_by("-queued_at", "-id")
    return MessagesAbout(actor, tuple(pk for pk, _at in rows[:most]))


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


def read_as_member(actor: Actor, rows: "Iterable[Message]", now: datetime) -> list[MessageFacts]:
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
        "relative",
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
    return with_people(Message.objects.filter(on_lists_of(actor)))


def _these(actor: Actor, ids: tuple[UUID, ...]) -> "QuerySet[Message]":
    return _own(actor).filter(pk__in=ids)


#: A message comes with so many tables that composing the question takes longer than the answer.
_THESE = Prepared(_these)


def on_lists_of(actor: Actor) -> Q:
    """Return what this coordinator finds on a list, and may do something with: nothing of a request
    that is not theirs where they have only their own, nothing of who was erased, and nothing that
    waits since somebody may read along.
    """
    here = Q(organisation_id=actor.own_organisation)
    if actor.only_own:
        here &= Q(request__owner_id=actor.id) | Q(account_id=actor.account_id)
    return here & Q(request__erased_at=None) & ~not_for(actor) & ~held()


def _counts(actor: Actor, state: str, narrowed: Narrowed) -> dict[str, int]:
    """Return how many are on each list, and of the `wanted` part of one; two queries, and a third
    for a part of what is over.

    What is over is of years: where nothing but the organisation chooses, it is counted in an index.
    """
    wanted = LISTS[state]() & narrowed.as_q()
    waits = {name: on for name, on in LISTS.items() if name not in OVER}
    rows = Message.objects.filter(on_lists_of(actor))
    parts = {name: Count("pk", filter=on()) for name, on in waits.items()}
    if state in waits:
        parts["wanted"] = Count("pk", filter=wanted)
    counts: dict[str, int] = rows.filter(state__in=NOT_SETTLED).aggregate(
        letters=Count("pk", filter=_letters()), together=Count("pk", filter=_together()), **parts
    )
    counts |= _counts_of_over(actor)
    if state in OVER:
        part = narrowed != EVERYTHING
        counts["wanted"] = rows.filter(wanted).count() if part else counts[state]
    return counts


def _counts_of_over(actor: Actor) -> dict[str, int]:
    """Return how many were told and how many dropped, as far as `on_lists_of` has them."""
    rows = Message.objects.filter(state__in=OVER)
    if actor.only_own:
        return dict.fromkeys(OVER, 0) | _by_state(rows.filter(on_lists_of(actor)))
    # nothing that is over is held; messages of who was erased are gone, but for a rare one
    here = rows.filter(~not_for(actor), organisation_id=actor.own_organisation)
    erased = Request.objects.filter(
        organisation_id=actor.own_organisation, erased_at__isnull=False
    ).values("pk")
    found, gone = _by_state(here), _by_state(here.filter(request_id__in=erased))
    return {state: found.get(state, 0) - gone.get(state, 0) for state in OVER}


def _by_state(rows: "QuerySet[Message]") -> dict[str, int]:
    return dict(rows.order_by().values_list("state").annotate(n=Count("*")))


def _letters() -> Q:
    # what a letter would tell too late is told at the door
    return told_by_hand() & Q(channel="letter") & ~Q(by_hand=NO_LETTER)


def _together() -> Q:
    """Pick what leaves by itself as soon as somebody has read it."""
    waits = Q(state=MessageState.QUEUED, by_hand__in=READ_IS_ENOUGH, lease_until=None)
    return waits & Q(channel__in=channels()) & ~Q(template__in=NEVER_BY_HAND)


def _with(found: list[Message], one: Message | None) -> list[Message]:
    """Return these with one more, where it stood: among those that are to be told."""
    if one is None:
        return found
    before = (row.state in GIVEN_UP or row.queued_at > one.queued_at for row in found)
    at = max((n + 1 for n, is_before in enumerate(before) if is_before), default=0)
    return [*found[:at], one, *found[at:]]


def not_for(actor: Actor) -> Q:
    """Return what this actor may not see: what is told to one colleague in confidence is on nobody
    else's list, and in no count; what opens or guards a sign-in is on no list at all.
    """
    in_confidence = Q(template__in=PRIVATE_TEMPLATES) & ~Q(account_id=actor.account_id)
    return in_confidence | Q(template__in=ON_NO_LIST)


_WRONG_FIRST = Case(When(state__in=GIVEN_UP, then=0), default=1)


def _in_order(rows: "QuerySet[Message]", state: str) -> "QuerySet[Message]":
    latest = "-done_at" if state in {MessageState.TOLD, MessageState.DROPPED} else "-queued_at"
    first = [_WRONG_FIRST] if state == TO_DO else []
    return rows.filter(LISTS[state]()).order_by(*first, latest, "-pk")


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
            stranger = name_to_a_stranger(row, affiliation)
    recipient = somebody(row.to, stranger, "", "") if stranger else recipient_of(row)
    return MessageFacts(
        id=row.pk,
        template=row.template,
        channel=row.channel,
        language=row.language,
        params={
            "site": settings.ORIGIN,
            **names_of(row, stranger),
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
        subject_id=subject_of(row),
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
        waits_for=row.waits_for,
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
