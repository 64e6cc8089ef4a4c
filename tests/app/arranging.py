"""A combination around somebody of Noord: what must be written, and everybody's yes."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.account.actors import Actor
from loopplank.actions.arrangements import arrangements, signatures
from loopplank.actions.arrangements.sides import Outside
from loopplank.actions.arrangements.signatures import Said
from loopplank.actions.matching import proposals, propose
from loopplank.actions.triage import triage
from loopplank.core.account.roles import Role
from loopplank.core.arrangements import Answer, Side, State, Task, Terms, Who
from loopplank.core.triage import Route
from loopplank.store.models import Arrangement, Assessment, Request, Signature

FIRST = date(2026, 11, 26)
TERMS = Terms(
    tasks=(
        Task("Boodschappen en koffie", Who.VOLUNTEER, "donderdag 14:00", "steunen bij lopen"),
        Task("Douchen", Who.PROFESSIONAL, "3 keer per week"),
        Task("Geld en post", Who.FAMILY),
        Task("Ramen lappen", Who.NOBODY_DISCUSSED),
    ),
    call_by_day="Anna, 020 555 01 43",
    call_outside_hours="huisartsenpost, 020 555 01 99",
    evaluate_on=FIRST + timedelta(weeks=6),
    last_day=FIRST + timedelta(weeks=12),
    if_ill="Anna belt mevrouw.",
    stop_rule="Bij een val.",
)
LEAD = Outside("Nadia Kaya", "Thuiszorg Meander", "0205550188", "nadia@meander.example")
NOBODY = Outside()
FAMILY = Outside("Joke", "", "0611223344", "")


@dataclass
class Arranged:
    """One combination of Noord with Bram (or another) in it, as far as it has come."""

    cast: Cast
    request_id: UUID
    match_id: UUID
    volunteer: Actor

    @property
    def row(self) -> Arrangement:
        return Arrangement.objects.filter(request_id=self.request_id).latest("made_at")

    @property
    def state(self) -> State:
        return State(self.row.state)

    @property
    def request(self) -> Request:
        return Request.objects.get(pk=self.request_id)

    def signature(self, side: Side) -> Signature:
        return Signature.objects.get(arrangement=self.row, side=side.value, replaced_at=None)

    def actor(self, side: Side) -> Actor:
        """Whoever acts for a side by their own link."""
        if side is Side.PERSON:
            return Actor(Role.HELP_SEEKER, id=self.request_id, organisation_id=self.cast.noord_id)
        if side is Side.VOLUNTEER:
            return self.volunteer
        pk = self.signature(side).pk
        return Actor(Role.SIGNATORY, id=pk, organisation_id=self.cast.noord_id)

    def begin(self) -> "Arranged":
        arrangements.begin(actor=self.cast.anna, now=NOW, request_id=self.request_id)
        return self

    def change(
        self, terms: Terms = TERMS, lead: Outside = LEAD, family: Outside = NOBODY, **but: object
    ) -> "Arranged":
        arrangements.change(
            actor=self.cast.anna,
            now=NOW,
            request_id=self.request_id,
            terms=replace(terms, **but),  # type: ignore[arg-type]  # its own fields
            lead=lead,
            family=family,
        )
        return self

    def offer(self) -> "Arranged":
        arrangements.offer(actor=self.cast.anna, now=NOW, request_id=self.request_id)
        return self

    def say(self, side: Side, answer: Answer = Answer.YES) -> "Arranged":
        signatures.sign(
            actor=self.actor(side),
            now=NOW,
            signature_id=self.signature(side).pk,
            said=Said(answer),
        )
        return self

    def all_say_yes(self) -> "Arranged":
        for one in Signature.objects.filter(arrangement=self.row, replaced_at=None):
            self.say(Side(one.side))
        return self

    def agreed(self) -> "Arranged":
        """Written down, put to everybody, and everybody said yes."""
        return self.begin().change().offer().all_say_yes()


def combination(cast: Cast, volunteer: Actor | None = None) -> Arranged:
    """A request that was decided to be with a professional, whose volunteer said yes."""
    who = volunteer or cast.bram
    assert who.id
    request_id = cast.request()
    decide(cast, request_id, Route.COMBINATION)
    proposal_id = propose.ask(
        actor=cast.anna, now=NOW, request_id=request_id, volunteer_id=who.id, plan=cast.plan()
    )
    match_id = proposals.accept(actor=who, now=NOW, proposal_id=proposal_id)
    return Arranged(cast, request_id, match_id, who)


def decide(cast: Cast, request_id: UUID, route: Route) -> None:
    """The coordinator's own decision, whatever the advice."""
    assessment_id = cast.assess(request_id)
    advised = Assessment.objects.get(pk=assessment_id).route
    reason = "" if advised == route else "know_them"
    triage.decide(
        actor=cast.anna,
        now=NOW,
        request_id=request_id,
        decision=triage.Decision(assessment_id, route, reason),
    )


__all__ = ["FAMILY", "LEAD", "TERMS", "TODAY", "Arranged", "combination", "decide"]
