"""Offer a coordinator's own question to another party; they own it until a yes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.referrals.hand_over import (
    days_from,
    facts_of,
    reached_at,
    refusals_of,
    shareable,
    track_to,
)
from loopplank.access.referrals.referrals import who_receives
from loopplank.access.referrals.sides import receiver_name
from loopplank.access.requests.requests import request_for_change
from loopplank.access.responsibility.clocks import haste_of, settings_of
from loopplank.actions.kit.action import verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.messages.messages import queue_to_asker, queue_to_party
from loopplank.actions.referrals.send import (
    Agreed,
    Outsider,
    as_codes,
    called,
    dispatch,
    make_party,
    nobody_there,
    of_network,
    write_consent,
)
from loopplank.actions.referrals.transfer import link_of, record_referral
from loopplank.actions.transitions.transitions import days_around, move, save_and_record, set_day
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.referrals.consent import (
    ALWAYS_SHARED,
    Share,
    Yes,
    fingerprint,
    may_send,
    refuse_uncalled,
)
from loopplank.core.referrals.states import no_later
from loopplank.core.requests.intake import Knows
from loopplank.core.requests.states import Step
from loopplank.core.responsibility.earliest import for_answer, is_for_today
from loopplank.store.models import Organisation, Party, Referral, Request


@dataclass(frozen=True, slots=True)
class Offered:
    """What a coordinator offers, and to whom: an organisation of the network, or an outsider."""

    agreed: Agreed | None
    shares: frozenset[Share] = ALWAYS_SHARED
    summary: str = ""
    stays: str = ""
    to_organisation_id: UUID | None = None
    outsider: Outsider | None = None
    wmo_report: bool = False
    #: Whom somebody spoke to by telephone at the other side; asked of what is for today.
    called: str = ""


@verb("referral.offer", Role.COORDINATOR)
def offer(*, actor: Actor, now: datetime, request_id: UUID, offered: Offered) -> UUID:
    """Offer a question of ours to another party; we stay the owner until they say yes (P3).

    The receiver sees what the person agreed to share, without name or address.
    """
    request = request_for_change(actor, request_id)
    facts = fingerprint(facts_of(request))
    move(request, Step.OFFERED_ELSEWHERE, now)
    refuse_bsn(offered.summary, offered.stays)
    organisation, party = _receiver(actor, now, offered)
    name = organisation.name if organisation else called(party)
    shared = _shared(request, offered)
    may_send(
        str(organisation.pk if organisation else reached_at(party)),
        name,
        facts,
        refusals_of(request),
        Yes(
            asked=offered.agreed is not None,
            knows=request.person_knows == Knows.YES,
            understands=request.person_knows != Knows.CANNOT,
            represented=offered.agreed is not None and offered.agreed.given_by != "self",
        ),
    )
    refuse_bsn(offered.called)
    refuse_uncalled(name, offered.called, today=is_for_today(haste_of(request)))
    handler = who_receives(organisation, local_day(now)) if organisation else None
    if organisation is not None and handler is None:
        raise Refused(nobody_there(organisation))
    track = track_to(
        organisation.kind if organisation else "",
        party.kind if party else "",
        wmo_report=offered.wmo_report,
    )
    days = days_from(track, local_day(now), request.organisation)
    asked = for_answer(
        days.answer_by,
        haste_of(request),
        settings_of(request.organisation_id, request.organisation.network_id),
        now,
        days_around(request, now),
    )
    second = request.organisation.stand_in
    if second is None or second.pk == request.owner_id:
        second = request.organisation.first_contact
    row = Referral(
        journey_id=request.journey_id,
        from_organisation_id=request.organisation_id,
        from_request=request,
        to_organisation=organisation,
        to_party=party,
        handler=handler,
        contact_name=request.owner.account.name,
        contact_phone=request.owner.account.phone or request.organisation.phone,
        fallback_name=second.account.name if second else "",
        fallback_phone=second.account.phone or request.organisation.phone if second else "",
        called_with=" ".join(offered.called.split())[:120],
        kind=request.kind,
        shared=shared,
        facts_key=facts,
        made_at=now,
    )
    dispatch(row, track, no_later(days, asked.day), now)
    write_consent(row, actor, now, offered.agreed, sorted(shared), name)
    set_day(request, asked)
    queue_to_asker(
        request,
        "offered_elsewhere",
        {"party": name, "day": row.answer_by.isoformat() if row.answer_by else ""},
        now=now,
    )
    if party is not None:
        queue_to_party(party, "referral_offered", _told(row), now=now, link=link_of(row, now))
    save_and_record(
        request,
        "request.offered_elsewhere",
        actor=actor,
        now=now,
        data={"referral": str(row.pk)},
    )
    record_referral(row, "referral.sent", actor=actor, now=now, data=as_codes(row))
    return row.pk


def _receiver(
    actor: Actor, now: datetime, offered: Offered
) -> tuple[Organisation | None, Party | None]:
    if offered.to_organisation_id is not None:
        organisation = of_network(actor, offered.to_organisation_id)
        if organisation.pk == actor.organisation_id:
            raise NotFound(organisation.pk)
        return organisation, None
    if offered.outsider is None:
        raise Refused(Reason("referral.to_whom", dutch("Kies aan wie je dit vraagt.")))
    return None, make_party(offered.outsider, actor.own_organisation, now)


def _shared(request: Request, offered: Offered) -> dict[str, object]:
    """Return what this receiver may read: the facts of the request that the person agreed to."""
    every = {
        **shareable(request),
        Share.SUMMARY: offered.summary.strip(),
        Share.STAYS: offered.stays.strip(),
    }
    chosen = offered.shares | ALWAYS_SHARED
    return {str(share): value for share, value in every.items() if share in chosen and value}


def _told(row: Referral) -> dict[str, object]:
    return {
        "number": row.number,
        "day": row.answer_by.isoformat() if row.answer_by else "",
        "party": receiver_name(row),
    }
