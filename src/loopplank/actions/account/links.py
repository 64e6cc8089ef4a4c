"""Make and renew links. The token itself is never written anywhere."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.links import (
    APPLICANT,
    FEED,
    MOST_TRIES,
    STATUS,
    WEEK,
    Wanted,
    source_hash,
    token_of,
    wanted_hash,
)
from loopplank.access.kit.affiliations import belonging
from loopplank.access.requests.requests import request_for_change
from loopplank.access.volunteers.volunteers import volunteer_for_change
from loopplank.actions.kit.action import nothing_changed, record, record_event, verb
from loopplank.actions.messages.devices import end_leading_on, renew, withdraw_unused
from loopplank.actions.messages.messages import queue_to_asker, queue_to_volunteer
from loopplank.core.account.links import A_DAY, AN_HOUR, lookup, may_ask, may_send
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.messages.states import MessageState
from loopplank.store.models import Link, LinkAsk, Message, Request, Volunteer


def make_link(
    purpose: str,
    subject_id: UUID,
    organisation_id: UUID | None,
    now: datetime,
    expires_on: date | None = None,
) -> Link:
    """Return the link for this purpose and subject: the one that exists, or make a new one."""
    found = Link.objects.filter(purpose=purpose, subject_id=subject_id).first()
    if found is not None:
        return found
    link_id = uuid.uuid4()
    return Link.objects.create(
        pk=link_id,
        purpose=purpose,
        subject_id=subject_id,
        organisation_id=organisation_id,
        lookup=lookup(token_of(link_id, 1)),
        expires_on=expires_on,
        created_at=now,
    )


def link_of_applicant(row: Request, now: datetime) -> Link:
    """Return the link of whoever asked for somebody who knows of it: the same page with less
    on it.
    """
    return make_link(APPLICANT, row.pk, row.organisation_id, now)


def part_links(row: Request, now: datetime) -> None:
    """Give the person a link that nobody had before, now that they know; what the applicant holds
    becomes the applicant's own link.
    """
    if not Link.objects.filter(purpose=APPLICANT, subject_id=row.pk).exists():
        Link.objects.filter(purpose=STATUS, subject_id=row.pk).update(purpose=APPLICANT)
    make_link(STATUS, row.pk, row.organisation_id, now)


def close_links(subject_id: UUID) -> None:
    """Let no link of somebody open anything any more, on no device."""
    for link in Link.objects.filter(subject_id=subject_id).order_by("pk"):
        renew(link)
    # a calendar of a closed row is read here too, also where there is no own link to it
    end_leading_on(FEED, subject_id)


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of typing the last digits of a telephone number, and of which link it was."""

    right: bool
    tries_left: int
    link_id: UUID
    generation: int


@verb("link.confirm_digits", Role.HELP_SEEKER)
def confirm_digits(*, actor: Actor, now: datetime, digits: str) -> Tried:
    """Compare the last four digits of a number that we have of this person or of their applicant.

    A wrong try is counted and stays counted. After the fifth the link works no more, for the right
    digits neither, until a coordinator renews it.
    """
    if actor.id is None:
        raise NotFound("link")
    link = (
        Link.objects.select_for_update(of=("self",))
        .filter(
            purpose=APPLICANT if actor.for_another else STATUS,
            subject_id=actor.id,
            failed_tries__lt=MOST_TRIES,
        )
        .first()
    )
    if link is None:
        raise NotFound("link")
    row = Request.objects.select_related("help_seeker", "applicant").get(pk=actor.id)
    known = {p.phone[-4:] for p in (row.help_seeker, row.applicant) if p and p.phone}
    right = digits in known
    link.failed_tries = 0 if right else link.failed_tries + 1
    link.save(update_fields=["failed_tries"])
    record_event(
        "link",
        link.pk,
        "link.digits_right" if right else "link.digits_wrong",
        actor=actor,
        now=now,
        organisation_id=row.organisation_id,
        data={"tries": link.failed_tries},
    )
    return Tried(right, MOST_TRIES - link.failed_tries, link.pk, link.generation)


@verb("link.renew_status", Role.COORDINATOR)
def renew_status(*, actor: Actor, now: datetime, request_id: UUID) -> None:
    """Give the asker a new link; the old one stops working at once."""
    row = request_for_change(actor, request_id)
    link = make_link(STATUS, row.pk, row.organisation_id, now)
    renew(link)
    queue_to_asker(row, "new_link", {}, now=now, link=link)
    record(row, "request.link_renewed", actor=actor, now=now, data={"generation": link.generation})


@verb("link.renew_week", Role.COORDINATOR)
def renew_week(*, actor: Actor, now: datetime, volunteer_id: UUID) -> None:
    """Give a volunteer a new link; the old one, on every device, stops working at once, and so does
    every hand-over key that nobody used yet. The new one goes to their own address.
    """
    volunteer = volunteer_for_change(actor, volunteer_id)
    if actor.organisation_id is None:
        raise NotFound(volunteer_id)
    link = make_link(WEEK, volunteer.pk, None, now)
    renew(link)
    withdraw_unused(volunteer, now)
    queue_to_volunteer(actor.organisation_id, volunteer, "week_link", {}, now=now, link=link)
    record(
        volunteer,
        "volunteer.link_renewed",
        actor=actor,
        now=now,
        data={"generation": link.generation},
    )


@verb("link.renew_feed", Role.VOLUNTEER)
def renew_feed(*, actor: Actor, now: datetime) -> bool:
    """Make the secret address of one's own calendar: a first one, or a new one.

    The old dies at once. Returns whether there was an old one.
    """
    if actor.id is None:
        raise NotFound("volunteer")
    volunteer = volunteer_for_change(actor, actor.id)
    made = Link.objects.filter(purpose=FEED, subject_id=volunteer.pk).exists()
    link = make_link(FEED, volunteer.pk, None, now)
    if made:
        renew(link)
    end_leading_on(FEED, volunteer.pk)
    record_event(
        "volunteer",
        volunteer.pk,
        "volunteer.feed_renewed",
        actor=actor,
        now=now,
        organisation_id=None,
        data={"generation": link.generation},
    )
    return made


@verb("volunteer.set_feed_address", Role.VOLUNTEER)
def set_feed_address(*, actor: Actor, now: datetime, on: bool) -> None:
    """Choose whether one's own calendar says where a visit is: the volunteer's choice, after a
    warning.
    """
    if actor.id is None:
        raise NotFound("volunteer")
    volunteer = volunteer_for_change(actor, actor.id)
    if on == (volunteer.feed_address_at is not None):
        nothing_changed()
        return
    volunteer.feed_address_at = now if on else None
    volunteer.save(update_fields=["feed_address_at"])
    record_event(
        "volunteer",
        volunteer.pk,
        "volunteer.feed_address_set",
        actor=actor,
        now=now,
        organisation_id=None,
        data={"on": on},
    )


def make_once(
    purpose: str,
    subject_id: UUID,
    organisation_id: UUID | None,
    now: datetime,
    expires_on: date | None,
) -> Link:
    """Make a link to a page of somebody who is not signed in; an older one to it ends."""
    found = Link.objects.select_for_update().filter(purpose=purpose, subject_id=subject_id).first()
    if found is None:
        return make_link(purpose, subject_id, organisation_id, now, expires_on)
    found.organisation_id, found.expires_on = organisation_id, expires_on
    found.save(update_fields=["organisation", "expires_on"])
    renew(found)
    return found


def end_link(purpose: str, subject_id: UUID) -> None:
    """Stop a link for good."""
    Link.objects.filter(purpose=purpose, subject_id=subject_id).delete()


# --- links that were lost -------------------------------------------------------------------------

ASKS_KEPT = timedelta(days=30)
TEMPLATE = "week_link_again"
#: A couple with one address gets both their links; more is no household.
MOST_BEHIND_ONE = 4
TOO_OFTEN = Reason(
    "link.asked_too_often",
    dutch("Hier is het nu te vaak gevraagd. Probeer het over een uur, of bel ons."),
)


@verb("link.ask_again", Role.VISITOR)
def ask_again(*, actor: Actor, now: datetime, wanted: Wanted, source: str) -> None:
    """Write down that somebody wants their link. What happens here, and how long it takes, is the
    same for an address that we know and one that we do not; the loop does the rest.
    """
    asked = LinkAsk.objects.filter(source_hash=source_hash(source), asked_at__gt=now - AN_HOUR)
    if not may_ask(asked.count()):
        raise Refused(TOO_OFTEN)
    hashed = wanted_hash(wanted)
    before = LinkAsk.objects.filter(wanted_hash=hashed, asked_at__gt=now - A_DAY)
    known: list[Volunteer | None] = []
    if may_send(_questions(before)):
        known += _behind(wanted)[:MOST_BEHIND_ONE]
    row, *_more = LinkAsk.objects.bulk_create(
        LinkAsk(
            volunteer=volunteer,
            wanted_hash=hashed,
            source_hash=source_hash(source),
            channel=wanted.channel,
            asked_at=now,
        )
        for volunteer in known or [None]
    )
    record_event(
        "link_ask",
        row.pk,
        "link.asked_again",
        actor=actor,
        now=now,
        organisation_id=None,
        data={"channel": wanted.channel},
    )


def _questions(rows: "QuerySet[LinkAsk]") -> int:
    """Count how often it was asked: who share an address have a row each at one moment."""
    return rows.values("asked_at").distinct().count()


def _behind(wanted: Wanted) -> "QuerySet[Volunteer]":
    rows = Volunteer.objects.filter(erased_at=None, is_practice=False).order_by("pk")
    if wanted.channel == "email":
        return rows.filter(email__iexact=wanted.address)
    return rows.filter(phone=wanted.address)


def take_up(ask_id: UUID, now: datetime) -> LinkAsk | None:
    """Lock a question for a link and note that it is done; None when it was done already. Raises
    NotFound without such a question.
    """
    row = (
        LinkAsk.objects.select_for_update(of=("self",))
        .select_related("volunteer", "account")
        .filter(pk=ask_id)
        .first()
    )
    if row is None:
        raise NotFound(ask_id)
    if row.done_at is not None:
        return None
    row.done_at = now
    row.save(update_fields=["done_at"])
    return row


@verb("link.send_again", Role.SYSTEM)
def send_again(*, actor: Actor, now: datetime, ask_id: UUID) -> None:
    """Queue the link that this volunteer has already, by the way they asked for it."""
    row = take_up(ask_id, now)
    if row is None:
        nothing_changed()
        return
    volunteer = row.volunteer
    organisation_id = _sender(volunteer) if volunteer is not None else None
    if volunteer is None or volunteer.erased_at or organisation_id is None:
        nothing_changed()
        return
    waiting = Message.objects.filter(
        volunteer=volunteer, template=TEMPLATE, channel=row.channel, state=MessageState.QUEUED
    )
    if waiting.exists():
        nothing_changed()
        return
    link = make_link(WEEK, volunteer.pk, None, now)
    message = queue_to_volunteer(organisation_id, volunteer, TEMPLATE, {}, now=now, link=link)
    # the way that was asked for, and not the one of every day: it is theirs too
    message.channel = row.channel
    message.save(update_fields=["channel"])
    record_event(
        "volunteer",
        volunteer.pk,
        "volunteer.link_sent_again",
        actor=actor,
        now=now,
        organisation_id=organisation_id,
        data={"channel": row.channel},
    )


def _sender(volunteer: Volunteer) -> UUID | None:
    here = belonging(volunteer=volunteer).order_by("since", "pk")
    return here.values_list("organisation_id", flat=True).first()


def forget_asks(now: datetime) -> None:
    """Throw away who asked when, once it counts for nothing. It leaves no event, as nothing of the
    work changes by it.
    """
    LinkAsk.objects.filter(asked_at__lt=now - ASKS_KEPT).delete()
