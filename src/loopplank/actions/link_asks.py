"""Somebody lost their link: the loop sends it to the address or number that they typed."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from loopplank.access.actors import Actor, NotFound
from loopplank.access.link_asks import Wanted, source_hash, wanted_hash
from loopplank.access.links import WEEK
from loopplank.actions.doing import nothing_changed, record_event, verb
from loopplank.actions.links import make_link
from loopplank.actions.messages import queue_to_volunteer
from loopplank.core.affiliations import AffiliationState
from loopplank.core.link_asks import A_DAY, AN_HOUR, may_ask, may_send
from loopplank.core.reason import Reason, Refused, dutch
from loopplank.core.roles import Role
from loopplank.core.telling.states import MessageState
from loopplank.store.models import Affiliation, LinkAsk, Message, Volunteer

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
    """How often it was asked: who share an address have a row each at one moment."""
    return rows.values("asked_at").distinct().count()


def _behind(wanted: Wanted) -> "QuerySet[Volunteer]":
    rows = Volunteer.objects.filter(erased_at=None).order_by("pk")
    if wanted.channel == "email":
        return rows.filter(email__iexact=wanted.address)
    return rows.filter(phone=wanted.address)


@verb("link.send_again", Role.SYSTEM)
def send_again(*, actor: Actor, now: datetime, ask_id: UUID) -> None:
    """Queue the link that this volunteer has already, by the way they asked for it."""
    row = (
        LinkAsk.objects.select_for_update(of=("self",))
        .select_related("volunteer")
        .filter(pk=ask_id)
        .first()
    )
    if row is None:
        raise NotFound(ask_id)
    if row.done_at is not None:
        nothing_changed()
        return
    row.done_at = now
    row.save(update_fields=["done_at"])
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
    here = Affiliation.objects.filter(volunteer=volunteer, state=AffiliationState.ACTIVE).order_by(
        "since", "pk"
    )
    return here.values_list("organisation_id", flat=True).first()


def forget_asks(now: datetime) -> None:
    """Throw away who asked when, once it counts for nothing. It leaves no event, as nothing of the
    work changes by it.
    """
    LinkAsk.objects.filter(asked_at__lt=now - ASKS_KEPT).delete()
