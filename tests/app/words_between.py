"""What brings a text into the actions between parties, for `test_bsn_everywhere`."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from tests.app import referring
from tests.app.arranging import FAMILY, LEAD, TERMS, combination
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.account.actors import VISITOR, Actor
from loopplank.actions.arrangements import signatures
from loopplank.actions.gaps import gaps
from loopplank.actions.referrals import hand_over, party_codes, refer, referrals
from loopplank.actions.requests import waiting
from loopplank.actions.wellbeing import concern
from loopplank.core import arrangements
from loopplank.core.account.roles import Role
from loopplank.core.gaps.gaps import GapState
from loopplank.core.referrals.states import GIVEN_BACK, Answer
from loopplank.core.requests.closing import ClosingReason
from loopplank.store.models import Match, Request

NUMBER = "123456782"
TEXT = f"Het nummer is {NUMBER}."

Try = Callable[[Cast, str], object]


def of(actor: Actor, act: Callable[..., object], **given: object) -> object:
    return act(actor=actor, now=NOW, **given)


def with_text(what: Any, field: str, text: str = TEXT) -> Any:
    return replace(what, **{field: text})


def said(field: str) -> signatures.Said:
    return with_text(signatures.Said(arrangements.Answer.NO, arrangements.Channel.PHONE), field)


def sign(cast: Cast, field: str) -> object:
    made = combination(cast).begin().change().offer()
    side = arrangements.Side.PROFESSIONAL
    pk = made.signature(side).pk
    return of(made.actor(side), signatures.sign, signature_id=pk, said=said(field))


def note_signature(cast: Cast, field: str) -> object:
    made = combination(cast).begin().change().offer()
    pk = made.signature(arrangements.Side.PROFESSIONAL).pk
    return of(cast.anna, signatures.note_signature, signature_id=pk, said=said(field))


def change_tasks(cast: Cast, field: str) -> object:
    first, *others = TERMS.tasks
    return combination(cast).begin().change(tasks=(with_text(first, field), *others))


def helped(cast: Cast) -> tuple[UUID, Actor]:
    """Somebody whom a volunteer helps, and who opened the own link."""
    request_id = Match.objects.get(pk=cast.running(cast.bram)).request_id
    asker = Actor(Role.HELP_SEEKER, id=request_id, organisation_id=cast.noord_id)
    return request_id, asker


def raise_concern(cast: Cast, field: str) -> object:
    request_id, asker = helped(cast)
    return of(asker, concern.raise_concern, request_id=request_id, **{field: TEXT})


def answer_concern(cast: Cast, field: str) -> object:
    request_id, asker = helped(cast)
    raised = of(
        asker, concern.raise_concern, request_id=request_id, reasons=["does_not_come"], words=""
    )
    told = with_text(concern.Answer(next(iter(concern.OUTCOMES)), spoken=True), field)
    return of(cast.anna, concern.answer, concern_id=raised, answer=told)


def attach(cast: Cast, field: str) -> object:
    given = {"name": "Oppas in de avond", field: TEXT}
    return of(cast.anna, gaps.attach, request_id=cast.said_no(), **given)


def describe_gap(cast: Cast, field: str) -> object:
    gap_id = of(cast.anna, gaps.attach, request_id=cast.said_no(), name="Oppas in de avond")
    given = {"state": GapState.SEEN, "possible_owner": None, field: TEXT}
    return of(cast.anna, gaps.describe, gap_id=gap_id, **given)


def offer(cast: Cast, **changes: Any) -> object:
    offered = replace(
        hand_over.Offered(referring.AGREED, to_organisation_id=cast.zuid_id), **changes
    )
    return of(cast.anna, hand_over.offer, request_id=cast.ready(), offered=offered)


def agreed(field: str) -> Any:
    return with_text(replace(referring.AGREED, given_by="representative"), field)


def case_of(part: str, field: str) -> Any:
    if part == "agreed":
        return replace(referring.CASE, agreed=agreed(field))
    if part == "person":
        return replace(referring.CASE, person=with_text(referring.CASE.person, field))
    return with_text(referring.CASE, field)


def refer_in(part: str) -> Try:
    return lambda c, f: of(
        c.ella, refer.refer_in, to_organisation_id=c.noord_id, case=case_of(part, f)
    )


def send_as_party(part: str) -> Try:
    return lambda c, f: of(referring.verified(c), party_codes.send_as_party, case=case_of(part, f))


def give_back(cast: Cast, field: str) -> object:
    party = referring.took_over_outside(cast)
    given = {"referral_id": party.id, "why": GIVEN_BACK[0], field: TEXT}
    return of(party, referrals.give_back, **given)


def tell_all_waiting(cast: Cast, field: str) -> object:
    pk = cast.ready()
    Request.objects.filter(pk=pk).update(state="waiting", due_on=TODAY)
    return of(cast.anna, waiting.tell_all, letters=[with_text(waiting.Letter(pk), field)])


BETWEEN: dict[str, Try] = {
    "arrangement.change family": lambda c, f: (
        combination(c).begin().change(family=with_text(FAMILY, f))
    ),
    "arrangement.change lead": lambda c, f: combination(c).begin().change(lead=with_text(LEAD, f)),
    "arrangement.change terms": lambda c, f: combination(c).begin().change(**{f: TEXT}),
    "arrangement.change terms.tasks": change_tasks,
    "arrangement.note_signature said": note_signature,
    "arrangement.sign said": sign,
    "concern.answer answer": answer_concern,
    "concern.raise": raise_concern,
    "gap.attach": attach,
    "gap.describe": describe_gap,
    "gap.report_refusal": lambda c, f: of(
        c.ella, gaps.report_refusal, source=ClosingReason.NO_PLACE, month=TODAY, **{f: TEXT}
    ),
    "referral.answer said": lambda c, f: of(
        c.carla,
        referrals.answer,
        referral_id=referring.offered(c),
        said=with_text(referrals.Said(Answer.CONSULT), f),
    ),
    "referral.give_back": give_back,
    "referral.offer offered": lambda c, f: offer(c, **{f: TEXT}),
    "referral.offer offered.agreed": lambda c, f: offer(c, agreed=agreed(f)),
    "referral.offer offered.outsider": lambda c, f: offer(
        c, to_organisation_id=None, outsider=with_text(referring.PRACTICE, f)
    ),
    "referral.refer_in case": refer_in(""),
    "referral.refer_in case.agreed": refer_in("agreed"),
    "referral.refer_in case.person": refer_in("person"),
    "referral.send_as_party case": send_as_party(""),
    "referral.send_as_party case.agreed": send_as_party("agreed"),
    "referral.send_as_party case.person": send_as_party("person"),
    "referral.start_as_party outsider": lambda c, f: of(
        VISITOR,
        party_codes.start_as_party,
        organisation_id=c.noord_id,
        outsider=with_text(referring.PRACTICE, f),
    ),
    "request.tell_all_waiting letters": tell_all_waiting,
}
