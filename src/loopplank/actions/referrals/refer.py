"""Let a professional refer somebody in: with an account, or through their own link."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.kit import workdays
from loopplank.access.referrals.hand_over import days_from
from loopplank.access.referrals.referrals import who_receives
from loopplank.access.responsibility.clocks import settings_of
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
from loopplank.core.referrals.consent import (
    Refusal,
    Share,
    Yes,
    coded,
    fingerprint,
    mark_of_person,
    may_send,
    refuse_uncalled,
)
from loopplank.core.referrals.states import Days, Status, Track, Why, no_later
from loopplank.core.requests.intake import ForWhom
from loopplank.core.responsibility.clocks import Urgency
from loopplank.core.responsibility.earliest import Haste, days_of, for_answer, is_for_today
from loopplank.core.triage import paid_work
from loopplank.core.triage.danger import term_of
from loopplank.store.models import Journey, Membership, Organisation, Referral, ReferredPerson

DESPITE = Reason(
    "referral.despite",
    dutch("Dit doen vrijwilligers niet. Wilt u toch verwijzen? Schrijf dan op waarom."),
)


SECOND_NAME = Reason(
    "referral.second_name",
    dutch("Wie mogen wij bij u bellen als het anders loopt? Vul een naam en een nummer in."),
)
ANOTHER_NAME = Reason(
    "referral.another_name",
    dutch("Vul een andere persoon in dan uw aanspreekpunt, voor als die er niet is."),
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
    urgency: Urgency = Urgency.NORMAL
    too_late_on: date | None = None
    #: Whom they spoke to by telephone here; asked of what is for today.
    called: str = ""


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
    refuse_bsn(case.called)
    refuse_bsn(who.last_name, who.first_name, who.place)
    shared = _case_shared(case, _works_at(row))
    person = mark_of_person(case.person.last_name, case.person.postcode)
    row.facts_key = fingerprint({**coded(shared), "person": person})
    may_send(
        str(organisation.pk),
        organisation.name,
        row.facts_key,
        _earlier_from_outside(row, organisation),
        Yes(asked=case.agreed is not None),
    )
    refuse_uncalled(organisation.name, case.called, today=is_for_today(_haste(case)))
    if not case.fallback_name.strip() or not case.fallback_phone.strip():
        raise Refused(SECOND_NAME)
    contact = (case.contact_name.split(), case.contact_phone)
    if (case.fallback_name.split(), case.fallback_phone) == contact:
        raise Refused(ANOTHER_NAME)
    if case.hard_checks and not case.sent_despite.strip():
        raise Refused(DESPITE)
    handler = who_receives(organisation, local_day(now))
    if handler is None:
        raise Refused(nobody_there(organisation))
    row.handler = handler
    row.contact_name = case.contact_name.strip()
    row.contact_phone = contact_details.phone(case.contact_phone)
    row.fallback_name = case.fallback_name.strip()
    row.fallback_phone = contact_details.phone(case.fallback_phone)
    row.called_with = " ".join(case.called.split())[:120]
    row.kind = case.kinds[0] if case.kinds else "other"
    row.shared = shared
    row.hard_checks = list(case.hard_checks)
    row.sent_despite = case.sent_despite.strip()
    row.safety = dict(case.safety)
    dispatch(row, Track.PEER, _days(case, organisation, now), now)
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


def _days(case: Case, organisation: Organisation, now: datetime) -> Days:
    """Return the days of a referral from outside: those of a peer, or the sooner ones that its
    urgency and its deadline ask.
    """
    days = days_from(Track.PEER, local_day(now), organisation)
    asked = for_answer(
        days.answer_by,
        _haste(case),
        settings_of(organisation.pk, organisation.network_id),
        now,
        days_of(workdays.of_organisation(organisation, local_day(now)), (), None),
    )
    return no_later(days, asked.day)


def _haste(case: Case) -> Haste:
    """Return what makes it urgent: as it was called, by its words, and by its deadline."""
    return Haste(case.urgency, term_of(case.summary, case.stays), case.too_late_on)


def _case_shared(case: Case, works_at: str) -> dict[str, object]:
    every: dict[Share, object] = {
        Share.KINDS: list(case.kinds),
        Share.DURATION: case.duration,
        Share.DAY_PARTS: case.day_parts,
        Share.AREA: case.person.postcode.strip()[:4],
        Share.SUMMARY: case.summary.strip(),
        Share.STAYS: case.stays.strip(),
        Share.URGENCY: case.urgency.value,
        Share.ADVISED: term_of(case.summary, case.stays) or "",
        Share.TOO_LATE_ON: case.too_late_on.isoformat() if case.too_late_on else "",
        Share.CAME_FROM: paid_work.came_from(ForWhom.PROFESSIONAL, works_at),
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


def _works_at(row: Referral) -> str:
    """Return where the sender works."""
    if row.from_party is not None:
        return str(row.from_party.works_at)
    return row.from_organisation.name if row.from_organisation else ""
