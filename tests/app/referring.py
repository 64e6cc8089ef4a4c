"""Referrals between the organisations of the cast, made by the real actions."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from tests.app.cast import KNOWN_SAFE, NOW, TODAY, Cast

from loopplank.access.account import links
from loopplank.access.account.actors import SYSTEM, VISITOR, Actor
from loopplank.access.account.codes import code_of
from loopplank.actions.referrals import clocks, hand_over, party_codes, refer, referrals
from loopplank.actions.referrals.send import Agreed, Outsider
from loopplank.actions.requests import closing
from loopplank.core.account.roles import Role
from loopplank.core.referrals.consent import Share
from loopplank.core.referrals.states import Answer, Why
from loopplank.core.requests.closing import ClosingReason
from loopplank.store.models import Link, OneTimeCode, Referral

AGREED = Agreed(TODAY)
PRACTICE = Outsider(
    "Kim Kaya", "Huisartsenpraktijk Oost", "gp", "0205550177", "kaya@praktijk.example"
)
CASE = refer.Case(
    agreed=AGREED,
    person=refer.Person(
        "Postma", "mr", "Piet", phone="0612340000", postcode="1013 AC", birth_year=1970
    ),
    contact_name="Ella Wijkteam",
    contact_phone="0205550166",
    fallback_name="Bea Wijkteam",
    fallback_phone="0205550167",
    kinds=("paperwork",),
    duration="months",
    summary="Man van 56, veel post.",
    stays="Gesprek elke twee weken.",
)
WHOLE = frozenset(Share)


def offered(cast: Cast, *, of: Actor | None = None, to: UUID | None = None, **more: object) -> UUID:
    """A request of Noord that Zuid was asked to take over."""
    return hand_over.offer(
        actor=of or cast.anna,
        now=cast.now,
        request_id=cast.ready(of=of),
        offered=replace(
            hand_over.Offered(
                agreed=AGREED,
                shares=WHOLE,
                summary="Samen naar de winkel.",
                to_organisation_id=to or cast.zuid_id,
            ),
            **more,  # type: ignore[arg-type]
        ),
    )


def said_yes(cast: Cast, referral_id: UUID, now: datetime | None = None) -> Referral:
    """Carla takes it over, with her first contact today."""
    referrals.answer(
        actor=cast.carla,
        now=now or cast.now,
        referral_id=referral_id,
        said=referrals.Said(Answer.YES, owner_id=cast.carla.id, first_contact_by=TODAY),
    )
    return Referral.objects.get(pk=referral_id)


def to_practice(cast: Cast, **more: object) -> UUID:
    """A request of Noord that a practice outside was asked to take over."""
    return offered(cast, to=None, to_organisation_id=None, outsider=PRACTICE, **more)


def referred_in(cast: Cast, **changes: object) -> UUID:
    """The wijkteam refers somebody to Noord."""
    return refer.refer_in(
        actor=cast.ella,
        now=cast.now,
        to_organisation_id=cast.noord_id,
        case=replace(CASE, **changes),  # type: ignore[arg-type]
    )


def started_outside(cast: Cast) -> Actor:
    """A practice began a referral to Noord and did not type its code yet."""
    link_id = party_codes.start_as_party(
        actor=VISITOR, now=cast.now, organisation_id=cast.noord_id, outsider=PRACTICE
    )
    return Actor(Role.PARTY, id=Link.objects.get(pk=link_id).subject_id)


def digits_for(party: Actor) -> str:
    link = Link.objects.get(purpose=links.REFERRAL, subject_id=party.id)
    row = OneTimeCode.objects.get(link=link)
    return code_of(row.pk, row.sequence)


def verified(cast: Cast) -> Actor:
    party = started_outside(cast)
    party_codes.confirm_code(actor=party, now=cast.now, digits=digits_for(party))
    return party


def sent_from_outside(cast: Cast, **changes: object) -> Actor:
    """A practice referred somebody to Noord, with a code that came back."""
    party = verified(cast)
    party_codes.send_as_party(actor=party, now=NOW, case=replace(CASE, **changes))  # type: ignore[arg-type]
    return party


def refused_outside(cast: Cast) -> UUID:
    """A practice referred somebody, and Noord said no."""
    party = sent_from_outside(cast)
    assert party.id
    said = referrals.Said(Answer.NO, why=Why.NO_PLACE)
    referrals.answer(actor=cast.anna, now=cast.now, referral_id=party.id, said=said)
    return party.id


def took_over_outside(cast: Cast) -> Actor:
    """A practice outside that took a request of Noord over."""
    party = Actor(Role.PARTY, id=to_practice(cast))
    assert party.id
    said = referrals.Said(
        Answer.YES, taken_by="Kim Kaya", taken_by_phone="0205550177", first_contact_by=TODAY
    )
    referrals.answer(actor=party, now=cast.now, referral_id=party.id, said=said)
    return party


def fell_silent(cast: Cast, now: datetime) -> UUID:
    """A referral that Zuid did not answer."""
    referral_id = offered(cast)
    clocks.lapse(actor=SYSTEM, now=now, referral_id=referral_id)
    return referral_id


def everything_told(cast: Cast) -> None:
    """Each message that a referral brings, to the person and to who stands outside."""
    weeks = timedelta(weeks=7)
    asked = to_practice(cast)
    clocks.remind(actor=SYSTEM, now=cast.now + weeks, referral_id=asked)
    referrals.withdraw(actor=cast.anna, now=cast.now, referral_id=asked)
    taken = took_over_outside(cast)
    assert taken.id
    clocks.ask_outcome(actor=SYSTEM, now=cast.now + weeks, referral_id=taken.id)
    yes = referrals.Said(Answer.YES, owner_id=cast.anna.id, first_contact_by=TODAY)
    first, second, third = (sent_from_outside(cast, summary=f"Vraag {n}") for n in range(3))
    for party, said in ((first, referrals.Said(Answer.CONSULT)), (first, yes), (second, yes)):
        assert party.id
        referrals.answer(actor=cast.anna, now=cast.now, referral_id=party.id, said=said)
    assert first.id
    assert third.id
    referrals.report(actor=cast.anna, now=cast.now, referral_id=first.id, outcome="helped")
    ours = Referral.objects.get(pk=second.id).to_request_id
    assert ours
    closing.close(
        actor=cast.anna,
        now=cast.now,
        request_id=ours,
        closing=closing.Closing(ClosingReason.NOT_WANTED, nobody_discussed=True, safe=KNOWN_SAFE),
    )
    clocks.lapse(actor=SYSTEM, now=cast.now + weeks, referral_id=third.id)
    for missed in (sent_from_outside(cast, summary="Nog een vraag").id, offered(cast)):
        assert missed
        who = cast.anna if Referral.objects.get(pk=missed).from_party else cast.carla
        said = referrals.Said(Answer.YES, owner_id=who.id, first_contact_by=TODAY)
        referrals.answer(actor=who, now=cast.now, referral_id=missed, said=said)
        clocks.miss_contact(actor=SYSTEM, now=cast.now + timedelta(days=1), referral_id=missed)
    refused_outside(cast)
