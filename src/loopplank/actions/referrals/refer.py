"""Let a professional refer somebody in: with an account, or through their own link."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.referrals.hand_over import days_from
from loopplank.access.referrals.referrals import who_receives
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.referrals.send import (
    Agreed,
    as_codes,
    dispatch,
    nobody_there,
    of_network,
    write_consent,
)
from loopplank.actions.referrals.transfer import record_referral
from loopplank.core.account.roles import Role
from loopplank.core.kit import contact_details
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.referrals.consent import Refusal, Share, fingerprint, may_send
from loopplank.core.referrals.states import Status, Track, Why
from loopplank.store.models import Journey, Membership, Organisation, Referral, ReferredPerson

DESPITE = Reason(
    "referral.despite",
    dutch("Dit doen vrijwilligers niet. Wilt u toch verwijzen? Schrijf dan op waarom."),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Who it is about. Nobody reads it before a yes."""

    last_name: str
    salutation: str = ""
    first_name: str = ""
    phone: str = ""
    postcode: str = ""
    place: str = ""
    birth_year: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What a professional refers, in the words of the form (V1)."""

    agreed: Agreed | None
    person: Person
    contact_name: str
    contact_phone: str
    kinds: tuple[str, ...]
    duration: str
    fallback_name: str = ""
    fallback_phone: str = ""
    day_parts: int = 0
    summary: str = ""
    stays: str = ""
    hard_checks: tuple[str, ...] = ()
    sent_despite: str = ""
    safety: Mapping[str, str] = field(default_factory=dict)


@verb("referral.refer_in", Role.PROFESSIONAL)
def refer_in(
    *,
    actor: Actor,
    now: datetime,
    to_organisation_id: UUID,
    case: Case,
    submission: str = "",
) -> UUID:
    """Ask an organisation of the network, as a professional with an account, to take somebody on.

    They stay responsible until a yes. Sent twice is one.
    """
    # two presses at once wait for each other here, so that the second finds what the first made
    Membership.objects.select_for_update(of=("self",)).get(pk=actor.own_membership)
    if submission:
        found = Referral.objects.filter(submission=submission).first()
        if found is not None:
            nothing_changed()
            return found.pk
    organisation = of_network(actor, to_organisation_id)
    row = Referral(
        journey=Journey.objects.create(begun_at=now),
        from_organisation_id=actor.own_organisation,
        from_member_id=actor.own_membership,
        to_organisation=organisation,
        made_at=now,
        submission=submission or None,
    )
    fill_and_send(row, organisation, case, actor=actor, now=now)
    return row.pk


def fill_and_send(
    row: Referral, organisation: Organisation, case: Case, *, actor: Actor, now: datetime
) -> None:
    """Fill a referral from outside and send it: consent, hard checks, the person apart."""
    who = case.person
    refuse_bsn(case.summary, case.stays, case.sent_despite, case.contact_name, case.fallback_name)
    refuse_bsn(who.last_name, who.first_name, who.place)
    shared = _case_shared(case)
    row.facts_key = fingerprint({**shared, "person": _mark(case.person)})
    may_send(
        str(organisation.pk),
        organisation.name,
        row.facts_key,
        _earlier_from_outside(row, organisation),
        consented=case.agreed is not None,
    )
    if case.hard_checks and not case.sent_despite.strip():
        raise Refused(DESPITE)
    handler = who_receives(organisation, local_day(now))
    if handler is None:
        raise Refused(nobody_there(organisation))
    row.handler = handler
    row.contact_name = case.contact_name.strip()
    row.contact_phone = contact_details.phone(case.contact_phone)
    row.fallback_name = case.fallback_name.strip()
    row.fallback_phone = contact_details.phone(case.fallback_phone) if case.fallback_phone else ""
    row.kind = case.kinds[0] if case.kinds else "other"
    row.shared = shared
    row.hard_checks = list(case.hard_checks)
    row.sent_despite = case.sent_despite.strip()
    row.safety = dict(case.safety)
    dispatch(row, Track.PEER, days_from(Track.PEER, local_day(now), organisation), now)
    ReferredPerson.objects.create(
        referral=row,
        salutation=case.person.salutation,
        first_name=case.person.first_name.strip(),
        last_name=case.person.last_name.strip(),
        phone=contact_details.phone(case.person.phone) if case.person.phone.strip() else "",
        postcode=case.person.postcode.strip().upper(),
        place=case.person.place.strip(),
        birth_year=case.person.birth_year,
    )
    write_consent(row, actor, now, case.agreed, sorted(shared), organisation.name)
    record_referral(row, "referral.sent", actor=actor, now=now, data=as_codes(row))


def _case_shared(case: Case) -> dict[str, object]:
    every: dict[Share, object] = {
        Share.KINDS: list(case.kinds),
        Share.DURATION: case.duration,
        Share.DAY_PARTS: case.day_parts,
        Share.AREA: case.person.postcode.strip()[:4],
        Share.SUMMARY: case.summary.strip(),
        Share.STAYS: case.stays.strip(),
    }
    return {str(share): value for share, value in every.items() if value}


def _earlier_from_outside(row: Referral, organisation: Organisation) -> tuple[Refusal, ...]:
    """Return the noes of this organisation to the same sender."""
    rows = Referral.objects.filter(
        to_organisation=organisation,
        status=Status.REJECTED.value,
        from_member_id=row.from_member_id,
        from_party_id=row.from_party_id,
        from_request=None,
    )
    return tuple(Refusal(str(organisation.pk), r.facts_key, Why(r.why)) for r in rows)


def _mark(person: Person) -> str:
    """Return a mark that tells the same person from another without keeping who it is."""
    return fingerprint({"name": person.last_name.casefold(), "postcode": person.postcode})
