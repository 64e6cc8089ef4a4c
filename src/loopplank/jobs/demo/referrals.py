"""What goes from one party to another in the story: offered, taken over, and referred in."""

from datetime import datetime, timedelta
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.actions.referrals import hand_over, refer, referrals
from loopplank.actions.referrals.send import Agreed
from loopplank.core.kit.calendar import local_day
from loopplank.core.referrals.consent import Share
from loopplank.core.referrals.states import Answer
from loopplank.jobs.demo.network import Setting

#: Whom each organisation asks, and who answers there.
ASKS = {"samenzuid": ("thuisgenoten", "ineke"), "buurtkracht": ("samenzuid", "sandra")}
SHARED = frozenset(Share) - {Share.AGE_BAND}


def offer(made: Setting, house: str, owner: Actor, request_id: UUID, now: datetime) -> UUID:
    """Ask the neighbours, with the yes that the person gave on the telephone."""
    to, _who = ASKS[house]
    return hand_over.offer(
        actor=owner,
        now=now,
        request_id=request_id,
        offered=hand_over.Offered(
            agreed=Agreed(local_day(now)),
            shares=SHARED,
            summary="Elke week samen iets doen, het liefst in de middag.",
            to_organisation_id=made.houses[to],
        ),
    )


def take_over(made: Setting, house: str, referral_id: UUID, now: datetime) -> None:
    """Let the neighbours say yes, with a name and the day of the first contact."""
    _to, who = ASKS[house]
    owner = made.actors[who]
    first_contact = made.stage.working().after(local_day(now), 3)
    said = referrals.Said(Answer.YES, owner_id=owner.id, first_contact_by=first_contact)
    referrals.answer(actor=owner, now=now, referral_id=referral_id, said=said)


def refer_in(made: Setting, now: datetime) -> None:
    """Let the wijkteam ask Buurtkracht to take somebody on; Nadia stays responsible until a yes."""
    refer.refer_in(
        actor=made.actors["nadia"],
        now=now,
        to_organisation_id=made.houses["buurtkracht"],
        case=refer.Case(
            agreed=Agreed(local_day(now) - timedelta(days=1), channel="visit"),
            person=refer.Person(
                "Bakker", "mr", "Wim", phone="0612000056", postcode="1013 AC", birth_year=1970
            ),
            contact_name="Nadia Kaya",
            contact_phone="0205550181",
            fallback_name="Bram Smits",
            fallback_phone="0205550182",
            kinds=("paperwork", "company"),
            duration="months",
            summary="Man van 56 met veel ongeopende post. Hij wil graag hulp.",
            stays="Het wijkteam spreekt hem elke twee weken, ook over de schulden.",
            safety={"animals": "no", "aggression": "no", "smoking": "yes"},
        ),
    )
