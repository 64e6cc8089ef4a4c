"""The invented people of a place to practise in, and what happened there before somebody comes.

Everything is done by the actions that a real organisation uses, with an earlier clock, so that each
row and each event is what it would be. All names are invented, the numbers are those of the demo,
which nobody has, and there are no addresses to send mail to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.actions.matching import matches, proposals, propose
from loopplank.actions.messages import messages
from loopplank.actions.requests import closing, intake
from loopplank.actions.triage import triage
from loopplank.actions.volunteers import volunteers
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.messages.states import MessageState
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.requests.intake import (
    ANY_TIME,
    Answers,
    Channel,
    Duration,
    HelpedBy,
    day_parts,
)
from loopplank.core.triage import Gate, Route, answers_for_gate
from loopplank.core.volunteers.load import Limits
from loopplank.store.models import Affiliation, Assessment, Message

MORNING, AFTERNOON = 0, 1
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Helper:
    """An invented volunteer; minutes are a week."""

    first_name: str
    last_name: str
    max_minutes: int
    max_people: int
    kinds: tuple[str, ...]
    when: int = ANY_TIME
    no_gos: tuple[str, ...] = ()


#: The first helps already, the second thinks about a question; the others have room.
HELPERS = (
    Helper("Riet", "Voorbeeld", 180, 1, ("company", "shopping")),
    Helper("Karel", "Van Oefenen", 240, 2, ("company", "odd_jobs"), no_gos=("cats",)),
    Helper("Amina", "Probeer", 180, 2, ("company", "shopping"), day_parts([1, 3], [AFTERNOON])),
    Helper("Piet", "Stel", 240, 2, ("transport", "shopping"), day_parts([0, 2], [MORNING])),
    Helper("Jo", "Zogenaamd", 90, 1, ("company", "paperwork")),
    Helper("Sanne", "Denkbeeld", 300, 3, ("shopping", "odd_jobs", "transport")),
)

ASKS = Answers(
    kinds=("company",),
    day_parts=day_parts([1, 3], [AFTERNOON]),
    duration=Duration.MONTHS,
    helped_by=(HelpedBy.HOME_CARE,),
    channel=Channel.PHONE,
    salutation="mrs",
)


def play(actor: Actor, now: datetime, postcodes: Sequence[str]) -> None:
    """Let the invented people come and ask; `actor` coordinates the place."""
    areas = [*postcodes, "1013"]
    helpers = [
        _register(actor, now - timedelta(days=60), helper, number, areas[number % len(areas)])
        for number, helper in enumerate(HELPERS)
    ]
    _running(actor, now, helpers[0], areas[0])
    _asked(actor, now, helpers[1], areas[0])
    _advised(actor, now, areas[-1])
    _refused(actor, now, areas[0])
    intake.take_down(
        actor=actor,
        now=now - HOUR,
        answers=replace(
            ASKS,
            kinds=("shopping",),
            salutation="mr",
            first_name="Dirk",
            last_name="Willekeurig",
            phone="0612490005",
            postcode=f"{areas[0]} AB",
            birth_year=1944,
            story="Ik kom de trap slecht af. Kan iemand boodschappen voor mij doen?",
        ),
        way_in="paper",
    )
    _told_by_now(actor, now - timedelta(days=3))


def _told_by_now(actor: Actor, before: datetime) -> None:
    """Tell what waited for more than a few days: nobody begins with a pile."""
    waiting = Message.objects.filter(
        organisation_id=actor.own_organisation, state=MessageState.QUEUED, queued_at__lt=before
    )
    for row in list(waiting.order_by("queued_at", "pk")):
        how = "printed" if row.channel == "letter" else "spoken"
        messages.tell(
            actor=actor, now=row.queued_at + timedelta(hours=2), message_id=row.pk, how=how
        )


def _register(actor: Actor, now: datetime, helper: Helper, number: int, area: str) -> Actor:
    affiliation = volunteers.register(
        actor=actor,
        now=now,
        details=volunteers.Details(
            helper.first_name,
            helper.last_name,
            phone=f"061249100{number}",
            postcode=f"{area} AB",
            channel="phone",
        ),
        limits=Limits(
            liked_minutes=helper.max_minutes * 3 // 4,
            max_minutes=helper.max_minutes,
            max_people=helper.max_people,
            max_heavy=1,
        ),
        wishes=volunteers.Wishes(kinds=helper.kinds, day_parts=helper.when, no_gos=helper.no_gos),
        certificate_seen_on=local_day(now),
    )
    whose = Affiliation.objects.values_list("volunteer_id", flat=True).get(pk=affiliation)
    return Actor(Role.VOLUNTEER, id=whose, name=helper.first_name, practice=True)


# --- the requests ---------------------------------------------------------------------------------


def _running(actor: Actor, now: datetime, helper: Actor, area: str) -> None:
    begun = now - timedelta(days=17)
    request_id = _decided(
        actor,
        begun,
        replace(
            ASKS,
            first_name="Toos",
            last_name="Verzonnen",
            phone="0612490001",
            postcode=f"{area} AC",
            birth_year=1941,
            story="Ik zit veel alleen. Ik vind koffie drinken met iemand fijn.",
        ),
    )
    what = "Koffie drinken en praten met een mevrouw in de buurt."
    proposal = _ask(actor, begun + HOUR, request_id, helper, what)
    match_id = proposals.accept(actor=helper, now=begun + timedelta(days=1), proposal_id=proposal)
    if match_id is not None:
        matches.start(actor=actor, now=begun + timedelta(days=3), match_id=match_id)


def _asked(actor: Actor, now: datetime, helper: Actor, area: str) -> None:
    asked = now - timedelta(days=1)
    request_id = _decided(
        actor,
        asked - timedelta(days=2),
        replace(
            ASKS,
            kinds=("odd_jobs", "company"),
            salutation="mr",
            first_name="Sjaak",
            last_name="Bedacht",
            phone="0612490002",
            postcode=f"{area} AD",
            birth_year=1938,
            story="Er moet een lamp opgehangen worden. En ik zoek iemand om mee te kaarten.",
        ),
    )
    _ask(actor, asked, request_id, helper, "Kaarten met een meneer, en soms een klusje.")


def _advised(actor: Actor, now: datetime, area: str) -> None:
    """Leave one for whoever practises: weighed, with an advice that nobody decided on."""
    taken = now - timedelta(days=2)
    request_id = intake.take_down(
        actor=actor,
        now=taken,
        answers=replace(
            ASKS,
            kinds=("shopping", "company"),
            first_name="Ans",
            last_name="Gefingeerd",
            phone="0612490003",
            postcode=f"{area} AE",
            birth_year=1946,
            story="Ik mag zes weken niet tillen. Mijn buurvrouw is verhuisd.",
        ),
    )
    _weigh(actor, taken + HOUR, request_id)


def _refused(actor: Actor, now: datetime, area: str) -> None:
    taken = now - timedelta(days=9)
    request_id = intake.take_down(
        actor=actor,
        now=taken,
        answers=replace(
            ASKS,
            kinds=("odd_jobs",),
            first_name="Bep",
            last_name="Nepnaam",
            phone="0612490004",
            postcode=f"{area} AG",
            birth_year=1950,
            story="Mijn badkamer moet opnieuw betegeld worden.",
        ),
    )
    _weigh(actor, taken + HOUR, request_id)
    closing.close(
        actor=actor,
        now=taken + 2 * HOUR,
        request_id=request_id,
        closing=closing.Closing(
            reason=ClosingReason.NO_OFFER, next_party="de klusdienst van de gemeente"
        ),
    )


def _decided(actor: Actor, now: datetime, answers: Answers) -> UUID:
    request_id = intake.take_down(actor=actor, now=now, answers=answers)
    assessment_id = _weigh(actor, now, request_id)
    advice = Assessment.objects.values_list("route", flat=True).get(pk=assessment_id)
    triage.decide(
        actor=actor,
        now=now,
        request_id=request_id,
        decision=triage.Decision(assessment_id, Route(advice)),
    )
    return request_id


def _weigh(actor: Actor, now: datetime, request_id: UUID) -> UUID:
    answers = {
        key: said for gate in Gate for key, said in answers_for_gate(gate, "ordinary").items()
    }
    return triage.assess(
        actor=actor, now=now, request_id=request_id, heard=triage.Heard(answers=answers)
    )


def _ask(actor: Actor, now: datetime, request_id: UUID, helper: Actor, what: str) -> UUID:
    begins = local_day(now) + timedelta(days=3)
    return propose.ask(
        actor=actor,
        now=now,
        request_id=request_id,
        volunteer_id=helper.as_volunteer,
        plan=propose.Plan(
            first_day=begins,
            last_day=begins + timedelta(weeks=16),
            visit_minutes=90,
            what=what,
            weekday=3,
            start_time=time(14, 0),
        ),
    )
