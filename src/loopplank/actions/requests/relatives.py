"""Let somebody look along, and let nobody look along any more."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.links import RELATIVE
from loopplank.access.requests.relatives import NAMED, naming, speaks_for_self
from loopplank.access.requests.requests import request_for_change
from loopplank.actions.account.links import end_link, make_link, make_once
from loopplank.actions.kit.action import nothing_changed, record, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.messages.messages import drop_to_relative, queue_to_relative
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.requests.relatives import (
    Channel,
    May,
    Relation,
    SaidBy,
    Somebody,
    why_not_named,
)
from loopplank.store.models import Relative, Request

WHO_SAID = Reason("relative.who_said", dutch("Vul in wie dit namens de persoon zei."))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is let in, as typed, and what they may see."""

    name: str
    relation: Relation
    may: May
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """At whose word, and how it was said; `representative`: who decides for the person."""

    channel: Channel = Channel.LINK
    said_by: SaidBy = SaidBy.PERSON
    representative: str = ""


ON_OWN_PAGE = Word()


@verb("request.name_relative", Role.COORDINATOR, Role.HELP_SEEKER)
def name_relative(
    *, actor: Actor, now: datetime, request_id: UUID, person: Person, word: Word = ON_OWN_PAGE
) -> UUID:
    """Let somebody look along: at the word of the person, on their own page or to a coordinator.
    Whoever may be reached gets their own link. Returns the id of the row.

    Raises Refused for a closed request, for one who looks along already, and past the limits;
    NotFound for whoever asked for the person.
    """
    refuse_bsn(person.name, word.representative)
    row = request_for_change(actor, request_id)
    by_link = actor.role is Role.HELP_SEEKER
    if by_link and not speaks_for_self(actor, row):
        raise NotFound(request_id)
    # by their own link a person speaks for nobody, and a coordinator never speaks by it
    word = ON_OWN_PAGE if by_link else word
    if not by_link and word.channel is Channel.LINK:
        raise NotFound(request_id)
    if word.said_by is SaidBy.REPRESENTATIVE and not word.representative.strip():
        raise Refused(WHO_SAID)
    who = Somebody(person.name.strip(), person.phone, person.email)
    there = list(row.relatives.order_by("named_at", "pk"))
    why_not = why_not_named(who, naming(row, word.said_by, there, now, by_link=by_link))
    if why_not is not None:
        raise Refused(why_not)
    one = Relative.objects.create(
        organisation_id=row.organisation_id,
        request=row,
        name=who.name,
        relation=person.relation,
        phone=person.phone,
        email=person.email,
        language=row.help_seeker.language if row.help_seeker else "nl",
        may=person.may,
        said_by=word.said_by,
        representative=word.representative.strip() if word.said_by is SaidBy.REPRESENTATIVE else "",
        channel=word.channel,
        named_at=now,
        named_by_id=None if by_link else actor.own_membership,
    )
    link = make_link(RELATIVE, one.pk, row.organisation_id, now)
    queue_to_relative(one, now=now, link=link)
    record(
        row,
        NAMED,
        actor=actor,
        now=now,
        data={
            "relative": str(one.pk),
            "may": person.may,
            "said_by": word.said_by,
            "channel": word.channel,
        },
    )
    return one.pk


@verb("request.let_relative_see", Role.COORDINATOR, Role.HELP_SEEKER)
def let_relative_see(
    *, actor: Actor, now: datetime, request_id: UUID, relative_id: UUID, may: May
) -> None:
    """Let somebody who looks along see more, or less; it works at once."""
    row, one = _theirs(actor, request_id, relative_id)
    if one.may == may:
        nothing_changed()
        return
    before = one.may
    one.may = may
    one.save(update_fields=["may"])
    record(
        row,
        "request.relative_sees_set",
        actor=actor,
        now=now,
        data={"relative": str(one.pk), "may": may, "before": before},
    )


@verb("request.remove_relative", Role.COORDINATOR, Role.HELP_SEEKER)
def remove_relative(*, actor: Actor, now: datetime, request_id: UUID, relative_id: UUID) -> None:
    """Let somebody look along no more: the link shows nothing from now on, in no browser, and what
    was known of them is erased. Works at any time, also after the end.
    """
    row, one = _theirs(actor, request_id, relative_id)
    _let_go(row, one, actor, now, "request.relative_removed")


@verb("relative.leave", Role.RELATIVE)
def leave(*, actor: Actor, now: datetime) -> None:
    """Look along no more, by one's own wish: erased at once."""
    if actor.id is None:
        raise NotFound("relative")
    found = _locked(actor.id)
    if found is None:
        raise NotFound(actor.id)
    row, one = found
    _let_go(row, one, actor, now, "request.relative_left")


@verb("request.renew_relative_link", Role.COORDINATOR)
def renew_relative_link(
    *, actor: Actor, now: datetime, request_id: UUID, relative_id: UUID
) -> None:
    """Give a relative a new link; the old one, wherever it was sent on to, works no more."""
    row, one = _theirs(actor, request_id, relative_id)
    drop_to_relative(one, now)
    link = make_once(RELATIVE, one.pk, row.organisation_id, now, None)
    queue_to_relative(one, now=now, link=link)
    record(
        row,
        "request.relative_link_renewed",
        actor=actor,
        now=now,
        data={"relative": str(one.pk), "generation": link.generation},
    )


@verb("relative.expire", Role.SYSTEM)
def expire(*, actor: Actor, now: datetime, relative_id: UUID) -> None:
    """Erase somebody who looked along at a request that was closed longer ago than a link works."""
    found = _locked(relative_id)
    if found is None or found[0].closed_at is None:
        nothing_changed()
        return
    row, one = found
    _let_go(row, one, actor, now, "request.relative_expired")


# --- underneath -----------------------------------------------------------------------------------


def _theirs(actor: Actor, request_id: UUID, relative_id: UUID) -> tuple[Request, Relative]:
    """Lock a request of this actor and one who looks along at it. Raises NotFound for any other,
    and for whoever asked for the person.
    """
    row = request_for_change(actor, request_id)
    if actor.role is Role.HELP_SEEKER and not speaks_for_self(actor, row):
        raise NotFound(request_id)
    one = row.relatives.select_for_update(of=("self",)).filter(pk=relative_id).first()
    if one is None:
        raise NotFound(relative_id)
    return row, one


def _locked(relative_id: UUID) -> tuple[Request, Relative] | None:
    """Lock the request and then the one who looks along, as everywhere; None when they went."""
    rows = Request.objects.select_for_update(of=("self",))
    row = rows.filter(relatives=relative_id).first()
    one = Relative.objects.select_for_update(of=("self",)).filter(pk=relative_id).first()
    return (row, one) if row is not None and one is not None else None


def _let_go(row: Request, one: Relative, actor: Actor, now: datetime, type_: str) -> None:
    relative_id = one.pk
    end_link(RELATIVE, relative_id)
    # with it goes what was sent to them
    one.delete()
    record(row, type_, actor=actor, now=now, data={"relative": str(relative_id)})
