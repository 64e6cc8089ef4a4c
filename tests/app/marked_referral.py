"""Referrals with the mark of tests/app/marked_person.py in everything that can be written."""

from dataclasses import replace
from uuid import UUID

from tests.app import referring
from tests.app.cast import NOW, TODAY, Cast
from tests.app.marked_person import MARK, PHONES, POSTCODE, TEXT, ask_for_help, weigh

from loopplank.access.account.actors import VISITOR, Actor
from loopplank.actions.referrals import hand_over, party_codes, refer, referrals
from loopplank.actions.referrals.send import Agreed, Outsider
from loopplank.actions.requests import handling
from loopplank.core.account.roles import Role
from loopplank.core.referrals.consent import Share
from loopplank.core.referrals.states import Answer, Why
from loopplank.store.models import Link, Referral

PRACTICE = Outsider(
    f"{MARK} naam", f"{MARK} praktijk", "gp", PHONES[2], f"{MARK.lower()}3@example.nl"
)
BY_REPRESENTATIVE = Agreed(TODAY, given_by="representative", representative=TEXT)
CASE = replace(
    referring.CASE,
    agreed=BY_REPRESENTATIVE,
    person=refer.Person(
        f"{MARK} achter",
        "mrs",
        f"{MARK} voor",
        phone=PHONES[0],
        postcode=POSTCODE,
        place=f"{MARK} plaats",
    ),
    contact_name=TEXT,
    contact_phone=PHONES[1],
    fallback_name=TEXT,
    fallback_phone=PHONES[3],
    summary=TEXT,
    stays=TEXT,
    hard_checks=("washing",),
    sent_despite=TEXT,
)
SAID_NO = referrals.Said(Answer.NO, why=Why.NO_PLACE, words=TEXT)


def offered_outside(cast: Cast, request_id: UUID) -> Actor:
    """A question of Noord that a practice outside was asked to take over."""
    referral_id = hand_over.offer(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        offered=hand_over.Offered(
            agreed=BY_REPRESENTATIVE,
            shares=frozenset(Share),
            summary=TEXT,
            stays=TEXT,
            outsider=PRACTICE,
            called=TEXT,
        ),
    )
    return Actor(Role.PARTY, id=referral_id)


def answered(actor: Actor, said: referrals.Said) -> None:
    assert actor.id
    referrals.answer(actor=actor, now=NOW, referral_id=actor.id, said=said)


def taken_over_outside(cast: Cast, key: str = "8" * 64) -> UUID:
    """The same, and they said yes with a name; returns the request of Noord."""
    request_id = ask_for_help(cast, key)
    handling.log_contact(actor=cast.anna, now=NOW, request_id=request_id, kind="talk", text=TEXT)
    weigh(cast, request_id)
    yes = referrals.Said(
        Answer.YES,
        words=TEXT,
        taken_by=TEXT,
        taken_by_phone=PHONES[1],
        first_contact_by=TODAY,
    )
    answered(offered_outside(cast, request_id), yes)
    return request_id


def sent_by(cast: Cast) -> UUID:
    """A practice outside refers somebody to Noord, and typed its code; returns the referral."""
    link_id = party_codes.start_as_party(
        actor=VISITOR, now=NOW, organisation_id=cast.noord_id, outsider=PRACTICE
    )
    party = Actor(Role.PARTY, id=Link.objects.get(pk=link_id).subject_id)
    party_codes.confirm_code(actor=party, now=NOW, digits=referring.digits_for(party))
    party_codes.send_as_party(actor=party, now=NOW, case=CASE)
    assert party.id
    return party.id


def taken_in(cast: Cast) -> UUID:
    """Noord said yes to a practice; returns the request that came of it."""
    referral_id = sent_by(cast)
    said = referrals.Said(Answer.YES, words=TEXT, owner_id=cast.henk.id, first_contact_by=TODAY)
    referrals.answer(actor=cast.anna, now=NOW, referral_id=referral_id, said=said)
    made = Referral.objects.get(pk=referral_id).to_request_id
    assert made
    return made
