"""Queue what is to be told, in the transaction that gives cause to it; a person tells it.

What leaves by itself is claimed by `claims` and settled by `delivery`.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.danger_phone import danger_phone_of
from loopplank.access.messages.channels import channels
from loopplank.access.messages.messages import on_lists_of
from loopplank.access.requests.contact_attempts import LAST_LETTER
from loopplank.access.requests.requests import request_for_change
from loopplank.actions.kit.action import nothing_changed, record, verb
from loopplank.actions.transitions.transitions import save_and_record, set_other_day
from loopplank.core.account.roles import Role
from loopplank.core.kit.contact_details import takes_texts
from loopplank.core.messages.deeds import GRACE, TAKEN_BACK, must_leave
from loopplank.core.messages.send_policy import NO_LETTER, letter_is_late
from loopplank.core.messages.states import GIVEN_UP, NOT_SETTLED, TO_ASKER, Addressee, MessageState
from loopplank.core.messages.table import RULES
from loopplank.core.requests.intake import Knows
from loopplank.core.requests.states import State
from loopplank.store.models import (
    Account,
    HelpSeeker,
    Invitation,
    Link,
    Message,
    Organisation,
    Party,
    Relative,
    Request,
    Volunteer,
    VolunteerApplication,
)

HOW = ("copied", "printed", "spoken", "sent", "told")
#: Of a message that a loop sent while nobody knew how that went.
ARRIVED = "arrived"
_WAITING = ("wait", "wait_again")
#: A new day: for one that passed, or for one that was moved.
NEW_DAY = ("late", "moved")
_DAYS_SAID = (*_WAITING, *NEW_DAY)
#: Warnings that go to every address of a volunteer, whatever way they chose.
EVERYWHERE = frozenset({"key_opened", "device_met", "address_changed", "address_changed_former"})
#: What cannot wait until a colleague reads mail: somebody calls them.
AT_ONCE = frozenset({"alert", "signal_unsafe", "signal_yours_now"})
#: What is not true any more when this is told; any other news ends what was said about days.
_REPLACES: Mapping[str, tuple[str, ...]] = {
    "new_link": (),
    "received": (),
    # a reminder is no other news
    "meeting_near": (),
    "end_near_asker": (),
    **dict.fromkeys(_WAITING, ("received", *_DAYS_SAID)),
}


def queue_to_asker(
    request: Request,
    template: str,
    params: Mapping[str, object],
    *,
    now: datetime,
    link: Link | None = None,
) -> Message:
    """Queue a message to whoever may hear it: the applicant while the person does not know yet.

    The channel is the one that this person called safe; without any a call, or what we can reach
    them by. What they were to hear about a day is not true any more once there is other news.
    """
    if replaced := _REPLACES.get(template, _DAYS_SAID):
        drop_queued(request, now, templates=replaced)
    to, channel = _who_hears(request)
    channel = "letter" if _on_paper(request, template) else channel
    late = channel == "letter" and letter_is_late(RULES[template], params, now)
    return Message.objects.create(
        organisation_id=request.organisation_id,
        request=request,
        to=to,
        channel=channel,
        by_hand=NO_LETTER if late else "",
        template=template,
        language=request.help_seeker.language if request.help_seeker else "nl",
        params=dict(params),
        link=link,
        queued_at=now,
    )


def _who_hears(request: Request) -> tuple[str, str]:
    """Return (to whom, by which channel): only the applicant, as long as the person does not
    know.
    """
    applicant = request.applicant
    if applicant is not None and request.person_knows != Knows.YES:
        return "applicant", "email" if applicant.email else "phone"
    return "help_seeker", _channel_of(request.help_seeker) if request.help_seeker else "letter"


def _on_paper(request: Request, template: str) -> bool:
    """Return whether it is told on paper: a no always, whatever the channel, and the last try when
    there is an address.
    """
    seeker = request.help_seeker
    return template == "no" or bool(template == LAST_LETTER and seeker and seeker.street)


def readdress(request: Request) -> list[str]:
    """Send what was not told yet to whoever may hear it now, by what is safe for them now and with
    their own link; a letter stays a letter. Returns the ids of the messages that changed.
    """
    to, channel = _who_hears(request)
    changed = []
    rows = Message.objects.filter(request=request, state=MessageState.QUEUED, to__in=TO_ASKER)
    for row in rows.order_by("queued_at", "pk"):
        wanted = (to, "letter" if _on_paper(request, row.template) else channel)
        if wanted == (row.to, row.channel):
            continue
        if row.to != to:
            # the link that it was queued with stays with whoever it was for
            row.link = None
        row.to, row.channel = wanted
        if row.by_hand != TAKEN_BACK:
            # whether it may leave by itself is another question now; never what was taken back
            row.by_hand, row.look_again_at = "", None
        row.save(update_fields=["to", "channel", "link", "by_hand", "look_again_at"])
        changed.append(str(row.pk))
    return changed


def readdress_to(volunteer: Volunteer) -> None:
    """Send what this volunteer was not told yet by the way that they chose now."""
    rows = volunteer.messages.filter(to=Addressee.VOLUNTEER, state=MessageState.QUEUED)
    rows = rows.exclude(template__in=EVERYWHERE)
    other_way = rows.exclude(channel=volunteer.channel)
    other_way.filter(by_hand=TAKEN_BACK).update(channel=volunteer.channel)
    other_way.update(channel=volunteer.channel, by_hand="", look_again_at=None)


def judge_anew(waiting: "QuerySet[Message]", now: datetime) -> None:
    """Judge anew what waits: other hours or wishes hold from now on."""
    waiting.filter(state=MessageState.QUEUED, by_hand="").update(look_again_at=now)


def _channel_of(seeker: HelpSeeker) -> str:
    if seeker.channel == "sms" and seeker.no_sms:
        return "phone"
    if seeker.channel:
        return str(seeker.channel)
    if seeker.phone:
        return "phone"
    return "email" if seeker.email else "letter"


def queue_to_volunteer(
    organisation_id: UUID,
    volunteer: Volunteer,
    template: str,
    params: Mapping[str, object],
    *,
    now: datetime,
    link: Link | None = None,
    request: Request | None = None,
) -> Message:
    """Queue a message to a volunteer; about somebody who died it is dropped at once."""
    died = volunteer.death_noted_on is not None
    return Message.objects.create(
        organisation_id=organisation_id,
        request=request,
        volunteer=volunteer,
        state=MessageState.DROPPED if died else MessageState.QUEUED,
        done_at=now if died else None,
        to=Addressee.VOLUNTEER,
        channel=volunteer.channel,
        template=template,
        language=volunteer.language,
        params=dict(params),
        link=link,
        queued_at=now,
    )


def queue_to_account(
    organisation: Organisation,
    account: Account,
    template: str,
    params: Mapping[str, object],
    *,
    now: datetime,
    link: Link | None = None,
    request: Request | None = None,
) -> Message:
    return Message.objects.create(
        organisation=organisation,
        request=request,
        account=account,
        to=Addressee.ACCOUNT,
        channel="phone" if template in AT_ONCE else "email",
        template=template,
        language=account.language,
        params=dict(params),
        link=link,
        queued_at=now,
    )


def queue_to_danger_phone(request: Request, *, now: datetime) -> Message | None:
    """Queue a text to the danger phone about words that may be about danger, for its own hours; it
    names nobody. None where there is no such phone, or text messages do not leave.
    """
    opens = danger_phone_of(request.organisation).opens(now)
    if opens is None or "sms" not in channels():
        # the form promised nothing either: a person would find it on a list, hours later
        return None
    return Message.objects.create(
        organisation_id=request.organisation_id,
        request=request,
        to=Addressee.DUTY,
        channel="sms",
        template="danger",
        params={"number": request.number},
        queued_at=now,
        look_again_at=opens,
    )


def queue_to_invited(
    organisation: Organisation,
    invitation: Invitation,
    template: str,
    params: Mapping[str, object],
    *,
    now: datetime,
    link: Link,
) -> Message:
    """Queue a message to the address that was typed about somebody who is nothing here yet."""
    return Message.objects.create(
        organisation=organisation,
        invitation=invitation,
        to=Addressee.INVITED,
        channel="email",
        template=template,
        language=invitation.language,
        params=dict(params),
        link=link,
        queued_at=now,
    )


def queue_to_applying(
    application: VolunteerApplication,
    template: str,
    params: Mapping[str, object],
    *,
    now: datetime,
    link: Link,
) -> Message:
    """Queue a message to whoever applied as a volunteer: by mail, or by text without an address."""
    return Message.objects.create(
        organisation_id=application.organisation_id,
        application=application,
        to=Addressee.APPLYING,
        channel="email" if application.email else "sms",
        template=template,
        language=application.language,
        params=dict(params),
        link=link,
        queued_at=now,
    )


def queue_to_relative(relative: Relative, *, now: datetime, link: Link) -> Message | None:
    """Queue the one message that a relative ever gets: their own link. By mail, by text, or by a
    call to a number that takes none; None for somebody who gets it on paper.
    """
    if not (relative.email or relative.phone):
        return None
    by_phone = "sms" if takes_texts(relative.phone) else "phone"
    return Message.objects.create(
        organisation_id=relative.organisation_id,
        request_id=relative.request_id,
        relative=relative,
        to=Addressee.RELATIVE,
        channel="email" if relative.email else by_phone,
        template="relative_named",
        language=relative.language,
        params={},
        link=link,
        queued_at=now,
    )


def drop_to_relative(relative: Relative, now: datetime) -> None:
    """Drop what a relative was still to be sent: its link works no more."""
    rows = Message.objects.filter(relative=relative, state=MessageState.QUEUED)
    rows.update(state=MessageState.DROPPED, done_at=now)


def queue_to_party(
    party: Party,
    template: str,
    params: Mapping[str, object],
    *,
    now: datetime,
    link: Link | None = None,
    request: Request | None = None,
) -> Message:
    """Queue a message to somebody outside the network's accounts: by mail, or by telephone without
    an address.
    """
    return Message.objects.create(
        organisation_id=party.organisation_id,
        request=request,
        party=party,
        to=Addressee.PARTY,
        channel="email" if party.email else "phone",
        template=template,
        language=party.language,
        params=dict(params),
        link=link,
        queued_at=now,
    )


def drop_queued(request: Request, now: datetime, *, templates: tuple[str, ...] = ()) -> None:
    """Drop messages that are not true any more, or not wanted."""
    rows = Message.objects.filter(request=request, state=MessageState.QUEUED)
    if templates:
        rows = rows.filter(template__in=templates)
    rows.update(state=MessageState.DROPPED, done_at=now)


def promise_no_call(request: Request, now: datetime) -> None:
    """Drop the promise of a call to somebody who was spoken to meanwhile."""
    drop_queued(request, now, templates=NEW_DAY)
    for row in request.messages.filter(state=MessageState.QUEUED, template="received"):
        due_on = request.due_on.isoformat() if request.due_on else ""
        row.params = {**row.params, "spoken": True, "due_on": due_on}
        row.save(update_fields=["params"])


def set_promised_day(request: Request, now: datetime, *, told: bool) -> None:
    """Put another day in what still waits to be told with the old one.

    With `told` the person has the new day already, and hears nothing more about it.
    """
    for row in request.messages.filter(state=MessageState.QUEUED, template="received"):
        row.params = {**row.params, "due_on": request.due_on.isoformat() if request.due_on else ""}
        row.save(update_fields=["params"])
    if told:
        drop_queued(request, now, templates=_DAYS_SAID)


#: What is told of the day on which one volunteer hands over to the next: to both, and the person.
TOLD_OF_HANDOVER = ("handover_giver", "handover_taker", "handover_asker")


#: What is told of other days and hours of help that runs.
CHANGE_TO_ASKER = ("change_asked", "change_agreed", "change_off")
CHANGE_TO_VOLUNTEER = tuple(f"{one}_volunteer" for one in CHANGE_TO_ASKER)


def drop_about(request: Request, volunteer: Volunteer, now: datetime) -> None:
    """Drop what tells that this volunteer comes: they do not after all."""
    rows = Message.objects.filter(request=request, state=MessageState.QUEUED)
    to_them = Q(
        volunteer=volunteer,
        template__in=[
            "meeting_volunteer",
            "noted_last_day",
            "visit_moved_volunteer",
            *CHANGE_TO_VOLUNTEER,
        ],
    )
    naming = {
        pk
        for pk, template, params in rows.filter(
            template__in=["meeting", "started", "visit_moved", *TOLD_OF_HANDOVER, *CHANGE_TO_ASKER]
        ).values_list("pk", "template", "params")
        if params.get("volunteer") == volunteer.first_name
        or (template in TOLD_OF_HANDOVER and params.get("next") == volunteer.first_name)
    }
    rows.filter(to_them | Q(pk__in=naming)).update(state=MessageState.DROPPED, done_at=now)


def drop_about_change(request: Request, volunteer: Volunteer, now: datetime) -> None:
    """Drop what was still to be told of a change of this volunteer's help: there is other news."""
    rows = Message.objects.filter(request=request, state=MessageState.QUEUED)
    to_asker = rows.filter(template__in=CHANGE_TO_ASKER, params__volunteer=volunteer.first_name)
    to_them = rows.filter(template__in=CHANGE_TO_VOLUNTEER, volunteer=volunteer)
    for found in (to_asker, to_them):
        found.update(state=MessageState.DROPPED, done_at=now)


def drop_questions(
    request: Request,
    now: datetime,
    volunteer_id: UUID | None = None,
    *,
    beside: Iterable[UUID] = (),
) -> None:
    """Drop the messages of questions that are not open any more: to this volunteer, or to all but
    those `beside`.
    """
    rows = Message.objects.filter(request=request, state=MessageState.QUEUED, template="proposal")
    if volunteer_id is not None:
        rows = rows.filter(volunteer_id=volunteer_id)
    if beside:
        rows = rows.exclude(volunteer_id__in=list(beside))
    rows.update(state=MessageState.DROPPED, done_at=now)


@verb("message.tell", Role.COORDINATOR)
def tell(*, actor: Actor, now: datetime, message_id: UUID, how: str) -> bool:
    """Mark a message as told: somebody copied, printed, read aloud or sent it, and says so; or that
    one of which nobody knew did arrive. False when it was told already, or is on its way at this
    moment.
    """
    if how not in (*HOW, ARRIVED):
        raise NotFound(message_id)
    told = close_as_told(actor, now, message_id, how)
    if not told:
        nothing_changed()
    return told


def close_as_told(actor: Actor, now: datetime, message_id: UUID, how: str) -> bool:
    """Close one message as told by a person. Returns whether it was still to be told."""
    waiting = who_waits_for(actor, message_id)
    row = own_message(actor, message_id)
    if not _is_open(row) or (how == ARRIVED and row.state != MessageState.UNSURE):
        return False
    close_message(row, actor, now, MessageState.TOLD, how)
    if waiting is not None:
        day_was_told(waiting, row, actor, now)
    return True


@verb("message.leave_out", Role.COORDINATOR)
def leave_out(*, actor: Actor, now: datetime, message_id: UUID) -> bool:
    """Leave out a message that need not be told, such as one whose news was in a call already.

    False when it is on its way at this moment.
    """
    row = own_message(actor, message_id)
    if not _is_open(row):
        nothing_changed()
        return False
    close_message(row, actor, now, MessageState.DROPPED, "")
    return True


@verb("message.put_back", Role.COORDINATOR)
def put_back(*, actor: Actor, now: datetime, message_id: UUID) -> bool:
    """Let a message wait again after a button pressed by mistake. Returns whether it does.

    What the system dropped stays so.
    """
    row = own_message(actor, message_id)
    if row.state == MessageState.QUEUED or row.done_by_id is None:
        nothing_changed()
        return False
    row.state, row.done_at, row.done_by, row.done_how = MessageState.QUEUED, None, None, ""
    # not empty: somebody looked at it, however long it waited; and never at once, for a mistake
    row.look_again_at, row.attempts, row.trouble = now + GRACE, 0, ""
    row.save(
        update_fields=[
            "state",
            "done_at",
            "done_by",
            "done_how",
            "look_again_at",
            "attempts",
            "trouble",
        ]
    )
    if row.request is not None:
        # meanwhile somebody else may be the one who hears of it
        readdress(row.request)
    record_of_message(row, "message.put_back", actor, now, {})
    return True


# --- of one message -------------------------------------------------------------------------------


def own_message(actor: Actor, message_id: UUID) -> Message:
    """Lock a message of the own organisation, and return it: one that is on this actor's lists.

    Nobody marks as told, or leaves out, what guards the sign-in of a colleague.
    """
    rows = Message.objects.select_for_update(of=("self",))
    row = rows.filter(on_lists_of(actor), pk=message_id).first()
    if row is None:
        raise NotFound(message_id)
    return row


def who_waits_for(actor: Actor, message_id: UUID) -> Request | None:
    """Lock the waiting request that a message is about, before the message, as everywhere, and
    return it.
    """
    about = Message.objects.filter(
        pk=message_id, template__in=_WAITING, request__state=State.WAITING
    )
    if actor.role is not Role.SYSTEM:
        about = about.filter(organisation_id=actor.own_organisation)
    request_id = about.values_list("request_id", flat=True).first()
    return request_for_change(actor, request_id) if request_id else None


def day_was_told(request: Request, row: Message, actor: Actor, now: datetime) -> None:
    """Take the day that was told as the one that counts: a clock that ran out while waiting goes
    on.
    """
    said = str(row.params.get("due_on", ""))
    day = date.fromisoformat(said) if said else None
    if request.state != State.WAITING or day is None or day <= (request.due_on or day):
        return
    set_other_day(request, day, now)
    request.changed_at, request.version = now, request.version + 1
    save_and_record(request, "request.wait_told", actor=actor, now=now)


def record_of_message(
    row: Message, type_: str, actor: Actor, now: datetime, data: dict[str, object]
) -> None:
    record(
        row,
        type_,
        actor=actor,
        now=now,
        data={"template": row.template, "channel": row.channel, **data},
    )


# --- underneath -----------------------------------------------------------------------------------


def _is_open(row: Message) -> bool:
    """Return whether it is still to be told, or went wrong on its way; not while a loop is sending
    it, and not what guards somebody and leaves by itself.
    """
    if row.state not in NOT_SETTLED or row.lease_until is not None:
        return False
    return not must_leave(RULES.get(row.template), leaves=still_to_leave(row))


def still_to_leave(row: Message) -> bool:
    """Return whether a loop will send it, and did not begin."""
    waits = row.state == MessageState.QUEUED and row.lease_until is None and not row.by_hand
    return waits and row.channel in channels()


def close_message(row: Message, actor: Actor, now: datetime, state: MessageState, how: str) -> None:
    for one in (row, *Message.objects.filter(told_with=row, state__in=GIVEN_UP)):
        one.state, one.done_at, one.done_by_id, one.done_how = state, now, actor.id, how
        one.save(update_fields=["state", "done_at", "done_by", "done_how"])
        record_of_message(one, f"message.{state}", actor, now, {"how": how})
