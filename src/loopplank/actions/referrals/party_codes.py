"""Let in a party without an account: their first referral, and the code that shows whose address it
is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.codes import MOST_TRIES, code_of
from loopplank.access.referrals.referrals import referral_for_change
from loopplank.actions.kit.action import nothing_changed, record_event, verb
from loopplank.actions.kit.uses import take
from loopplank.actions.messages.messages import queue_to_party
from loopplank.actions.referrals.refer import Case, fill_and_send
from loopplank.actions.referrals.send import Outsider, make_party
from loopplank.actions.referrals.transfer import link_of, record_referral
from loopplank.core.account.how_often import Use
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.messages.states import MessageState
from loopplank.core.organisations.organisations import OrganisationKind
from loopplank.core.referrals.states import Status
from loopplank.store.models import (
    Journey,
    Message,
    OneTimeCode,
    Organisation,
    Party,
    Referral,
)

CODE_LASTS = timedelta(minutes=30)


@verb("referral.start_as_party", Role.VISITOR)
def start_as_party(
    *,
    actor: Actor,
    now: datetime,
    organisation_id: UUID,
    outsider: Outsider,
    source: str | None = None,
) -> UUID:
    """Begin a referral without an account: a link of its own, and a code to the address given.

    Returns the link. Nothing is sent to anybody's list until the code came back, and however many
    wait for theirs, they keep nobody else out: what is counted is from where on the network they
    come (`source`, None when through no door), and to which address we write.
    """
    organisation = (
        Organisation.objects.select_for_update(of=("self",))
        .filter(pk=organisation_id, kind=OrganisationKind.VOLUNTEERS)
        .first()
    )
    if organisation is None:
        raise NotFound(organisation_id)
    if source is not None:
        take(now, (Use.REFERRAL_PLACE, source), phone=organisation.phone)
    party = make_party(outsider, organisation.pk, now)
    row = Referral.objects.create(
        journey=Journey.objects.create(begun_at=now),
        number="",
        from_party=party,
        to_organisation=organisation,
        status=Status.DRAFT,
        facts_key="",
        contact_name=party.name,
        contact_phone=party.phone,
        made_at=now,
    )
    link = link_of(row, now)
    _new_code(row, party, now, source or "")
    record_referral(row, "referral.started", actor=actor, now=now)
    return link.pk


@verb("referral.send_as_party", Role.PARTY)
def send_as_party(*, actor: Actor, now: datetime, case: Case) -> None:
    """Send the referral of one's own link; sent twice is one."""
    if actor.id is None:
        raise NotFound("referral")
    row = referral_for_change(actor, actor.id)
    if row.status != Status.DRAFT:
        nothing_changed()
        return
    if row.to_organisation is None or row.from_party is None or row.from_party.verified_at is None:
        raise NotFound(row.pk)
    fill_and_send(row, row.to_organisation, case, actor=actor, now=now)


@verb("referral.drop_draft", Role.SYSTEM)
def drop_draft(*, actor: Actor, now: datetime, referral_id: UUID) -> None:
    """Throw away a referral that was begun a day ago and never sent, with whoever began it."""
    row = referral_for_change(actor, referral_id)
    if row.status != Status.DRAFT or now - row.made_at < timedelta(days=1):
        nothing_changed()
        return
    party, link, journey = row.from_party, link_of(row, now), row.journey
    record_referral(row, "referral.draft_dropped", actor=actor, now=now)
    link.delete()
    row.delete()
    journey.delete()
    if party is not None and not Referral.objects.filter(from_party=party).exists():
        Message.objects.filter(party=party).delete()
        party.delete()


# --- the code -------------------------------------------------------------------------------------


@verb("referral.new_code", Role.PARTY)
def new_code(*, actor: Actor, now: datetime, source: str = "") -> None:
    """Send another code to the address that stands there; the one before stops working. Each next
    one waits longer, and so many in a day are enough: raises TooOften.
    """
    row = _own(actor)
    party = row.from_party or row.to_party
    if party is None:
        raise NotFound(row.pk)
    _new_code(row, party, now, source)
    record_event(
        "referral",
        row.pk,
        "referral.code_sent",
        actor=actor,
        now=now,
        organisation_id=None,
        journey_id=row.journey_id,
    )


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of typing a code, and of which link it was."""

    right: bool
    tries_left: int
    link_id: UUID
    generation: int


@verb("referral.confirm_code", Role.PARTY)
def confirm_code(*, actor: Actor, now: datetime, digits: str) -> Tried:
    """Compare the six digits; five wrong ones, or half an hour, and a new code is needed."""
    row = _own(actor)
    link = link_of(row, now)
    code = OneTimeCode.objects.select_for_update(of=("self",)).filter(link=link).first()
    if code is None:
        raise NotFound("code")
    alive = code.expires_at > now and code.failed_tries < MOST_TRIES and code.used_at is None
    right = alive and digits == code_of(code.pk, code.sequence)
    if right:
        code.used_at = now
        party = row.from_party or row.to_party
        if party is not None:
            Party.objects.filter(pk=party.pk).update(verified_at=now)
    elif alive:
        code.failed_tries += 1
    code.save(update_fields=["used_at", "failed_tries"])
    record_event(
        "referral",
        row.pk,
        "referral.code_right" if right else "referral.code_wrong",
        actor=actor,
        now=now,
        organisation_id=None,
        journey_id=row.journey_id,
        data={"tries": code.failed_tries},
    )
    left = MOST_TRIES - code.failed_tries if alive else 0
    return Tried(right, left, link.pk, link.generation)


def _own(actor: Actor) -> Referral:
    if actor.id is None:
        raise NotFound("referral")
    return referral_for_change(actor, actor.id)


def _new_code(row: Referral, party: Party, now: datetime, source: str) -> None:
    link = link_of(row, now)
    take(
        now,
        (Use.CODE_LINK, str(link.pk)),
        (Use.CODE_ADDRESS, (party.email or party.phone).lower()),
        (Use.CODE_PLACE, source),
        phone=row.to_organisation.phone if row.to_organisation is not None else "",
    )
    code, made = OneTimeCode.objects.get_or_create(
        link=link, defaults={"expires_at": now + CODE_LASTS}
    )
    if not made:
        code.sequence += 1
        code.expires_at, code.failed_tries, code.used_at = now + CODE_LASTS, 0, None
        code.save(update_fields=["sequence", "expires_at", "failed_tries", "used_at"])
    Message.objects.filter(party=party, template="code", state=MessageState.QUEUED).update(
        state=MessageState.DROPPED, done_at=now
    )
    queue_to_party(
        party,
        "code",
        {"code_of": str(code.pk), "sequence": code.sequence, "on": local_day(now).isoformat()},
        now=now,
    )
