"""The small known cast of every test, made by the real actions.

Anna coordinates Noord and Bram volunteers there; Carla coordinates Zuid; Dirk belongs to Zuid and
must never see anything of Noord; Ella is the professional of the wijkteam; Fred reads for the
municipality. Gerda sits on the board of Noord, Henk stands in there.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from tests.app.joining import join

from loopplank.access.account.actors import SYSTEM, VISITOR, Actor, actor_of
from loopplank.actions.matching import matches, proposals, propose
from loopplank.actions.organisations import colleagues, networks, organisations
from loopplank.actions.requests import closing as request_closing
from loopplank.actions.requests import drafts, intake
from loopplank.actions.triage import triage
from loopplank.actions.volunteers import volunteers
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.matching.proposals import UNDECIDED
from loopplank.core.requests.closing import ClosingReason, Safe
from loopplank.core.requests.intake import Answers, Channel, Duration, ForWhom, HelpedBy, day_parts
from loopplank.core.triage import Answer, Gate, Route, answers_for_gate
from loopplank.core.volunteers.load import Limits
from loopplank.store.models import Affiliation, Assessment, Match, Membership, Proposal

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)  # a Tuesday, 10:30 in Amsterdam
TODAY = local_day(NOW)
NO_LIMIT_IN_SIGHT = Limits(liked_minutes=270, max_minutes=360, max_people=2, max_heavy=1)

MRS_DE_WIT = Answers(
    kinds=("shopping", "company"),
    day_parts=day_parts([3], [1]),
    duration=Duration.MONTHS,
    helped_by=(HelpedBy.HOME_CARE,),
    channel=Channel.SMS,
    salutation="mrs",
    first_name="Truus",
    last_name="De Wit",
    phone="0612345678",
    postcode="1013 AB",
    birth_year=1943,
    story="Ik zie de hele week verder niemand.",
)


#: Of somebody whose danger nobody weighed: what a coordinator writes to close all the same.
KNOWN_SAFE = Safe("Ik sprak haar, het gaat goed.", "Gebeld, en langs geweest.")


@dataclass
class Cast:
    """Everybody's actor, and the rows that most tests need."""

    network_id: UUID
    noord_id: UUID
    zuid_id: UUID
    wijkteam_id: UUID
    anna: Actor
    carla: Actor
    dirk: Actor
    ella: Actor
    fred: Actor
    gerda: Actor
    henk: Actor
    bram: Actor
    bram_id: UUID
    noord: str = "noord"
    now: datetime = NOW
    made: int = field(default=0)

    def volunteer(
        self,
        name: str = "Ria Smit",
        *,
        of: Actor | None = None,
        limits: Limits = NO_LIMIT_IN_SIGHT,
        **details: object,
    ) -> Actor:
        """Another volunteer, of Noord unless `of` is given; with a certificate that was seen."""
        self.made += 1
        first, _, last = name.partition(" ")
        affiliation_id = volunteers.register(
            actor=of or self.anna,
            now=self.now,
            details=volunteers.Details(
                first,
                last or "Vrijwilliger",
                **{  # type: ignore[arg-type]
                    "phone": f"06{self.made:08d}",
                    "postcode": "1013 BB",
                    "channel": "sms",
                    **details,
                },
            ),
            limits=limits,
            wishes=volunteers.Wishes(kinds=("shopping", "company"), day_parts=day_parts([3], [1])),
            certificate_seen_on=TODAY,
        )
        row = Affiliation.objects.select_related("volunteer").get(pk=affiliation_id)
        return Actor(Role.VOLUNTEER, id=row.volunteer_id, name=first)

    def request(self, *, of: Actor | None = None, **answers: object) -> UUID:
        """A request on the phone: in conversation, owned by whoever took it down."""
        return intake.take_down(
            actor=of or self.anna,
            now=self.now,
            answers=replace(MRS_DE_WIT, **answers),  # type: ignore[arg-type]
        )

    def web_request(self, **answers: object) -> UUID:
        """A request through the form of Noord: new, owned by its first contact."""
        self.made += 1
        key = f"{self.made:064d}"
        drafts.keep(
            actor=VISITOR,
            now=self.now,
            key=key,
            network_id=self.network_id,
            organisation_id=self.noord_id,
            step=1,
            answers={},
        )
        return intake.send(
            actor=VISITOR,
            now=self.now,
            draft_key=key,
            answers=replace(MRS_DE_WIT, **answers),  # type: ignore[arg-type]
        )

    def assess(self, request_id: UUID, *, of: Actor | None = None, **answers: Answer) -> UUID:
        """An ordinary answer at every gate, except the codes that are given."""
        heard: dict[str, Answer] = {}
        for gate in Gate:
            heard |= answers_for_gate(gate, "ordinary")
        return triage.assess(
            actor=of or self.anna,
            now=self.now,
            request_id=request_id,
            heard=triage.Heard(answers={**heard, **answers}),
        )

    def ready(self, *, of: Actor | None = None, **answers: object) -> UUID:
        """A request that was weighed and decided: volunteers may be asked."""
        actor = of or self.anna
        request_id = self.request(of=actor, **answers)
        assessment_id = self.assess(request_id, of=actor)
        route = Route(Assessment.objects.get(pk=assessment_id).route)
        triage.decide(
            actor=actor,
            now=self.now,
            request_id=request_id,
            decision=triage.Decision(assessment_id, route),
        )
        return request_id

    def said_no(self, *, of: Actor | None = None, **closing: object) -> UUID:
        """A request that was told no, and that nobody takes up unless `closing` says so."""
        request_id = self.request(of=of)
        base = {"reason": ClosingReason.NO_OFFER, "nobody_discussed": "next_party" not in closing}
        request_closing.close(
            actor=of or self.anna,
            now=self.now,
            request_id=request_id,
            closing=request_closing.Closing(**{**base, **closing}),  # type: ignore[arg-type]
        )
        return request_id

    def plan(self, **changes: object) -> propose.Plan:
        """Every Thursday at two, an hour and a half, from Thursday for three months."""
        first = date(2026, 11, 26)
        base = propose.Plan(
            first_day=first,
            last_day=first + timedelta(weeks=12),
            visit_minutes=90,
            what="Samen boodschappen doen en koffie drinken met een mevrouw van 83.",
            weekday=3,
            start_time=time(14, 0),
            not_included=("steunen bij lopen",),
        )
        return replace(base, **changes)  # type: ignore[arg-type]

    def asked(self, volunteer: Actor, *, of: Actor | None = None, **plan: object) -> UUID:
        """A ready request with an open question to this volunteer; returns the proposal."""
        assert volunteer.id
        return propose.ask(
            actor=of or self.anna,
            now=self.now,
            request_id=self.ready(of=of),
            volunteer_id=volunteer.id,
            plan=self.free_plan(volunteer, **plan),
        )

    def free_plan(self, volunteer: Actor, **plan: object) -> propose.Plan:
        """The same, at the first hour at which this volunteer is with nobody yet; a test that names
        an hour gets that one.
        """
        wanted = self.plan(**plan)
        if "start_time" in plan or wanted.weekday is None:
            return wanted
        live = {"volunteer_id": volunteer.id, "weekday": wanted.weekday}
        taken = [
            *Match.objects.filter(**live, state__in=HOLDS_CAPACITY),
            *Proposal.objects.filter(**live, state__in=UNDECIDED),
        ]
        busy = {one.start_time.hour for one in taken if one.start_time}
        free = [hour for hour in (14, 16, 18, 20, 8, 10, 12, 22) if hour not in busy]
        return replace(wanted, start_time=time(free[0], 0) if free else None)

    def agreed(self, volunteer: Actor, **plan: object) -> UUID:
        """The volunteer said yes: a match that waits for its meeting."""
        return proposals.accept(
            actor=volunteer, now=self.now, proposal_id=self.asked(volunteer, **plan)
        )

    def running(self, volunteer: Actor, **plan: object) -> UUID:
        """Help that runs."""
        match_id = self.agreed(volunteer, **plan)
        matches.start(actor=self.anna, now=self.now, match_id=match_id)
        return match_id


def make_cast(now: datetime = NOW) -> Cast:
    """The network Waterstad with Noord, Zuid, the wijkteam and the municipality."""
    network_id = networks.open_network(
        actor=SYSTEM,
        now=now,
        name="Netwerk Welzijn Waterstad",
        place="Waterstad",
        phone="0205550140",
        phone_hours="maandag tot en met vrijdag, 9:00 tot 16:00 uur",
    )

    def organisation(name: str, short: str, kind: str = "volunteers") -> UUID:
        return networks.add_organisation(
            actor=SYSTEM,
            now=now,
            network_id=network_id,
            details=networks.NewOrganisation(
                name, short, kind=kind, phone="0205550142", phone_hours="9:00 tot 16:00 uur"
            ),
        )

    def member(organisation_id: UUID, name: str, role: Role) -> Actor:
        membership_id = join(
            actor=SYSTEM,
            now=now,
            organisation_id=organisation_id,
            person=colleagues.Person(
                name,
                f"{name.split(maxsplit=1)[0].lower()}@example.nl",
                phone="0205550143",
                weekdays=(0, 1, 3),
                hours_a_week=20,
            ),
            role=role,
        )
        row = Membership.objects.select_related("account", "organisation").get(pk=membership_id)
        return actor_of(row)

    noord, zuid = organisation("Noord", "Noord"), organisation("Zuid", "Zuid")
    wijkteam = organisation("Wijkteam Oost", "Wijkteam", "formal")
    municipality = organisation("Gemeente Waterstad", "Gemeente", "municipality")
    anna = member(noord, "Anna Prins", Role.COORDINATOR)
    henk = member(noord, "Henk Achterwacht", Role.COORDINATOR)
    gerda = member(noord, "Gerda Bestuur", Role.BOARD)
    carla = member(zuid, "Carla Zuid", Role.COORDINATOR)
    dirk = member(zuid, "Dirk Zuid", Role.COORDINATOR)
    ella = member(wijkteam, "Ella Wijkteam", Role.PROFESSIONAL)
    fred = member(municipality, "Fred Gemeente", Role.READER)
    for first, second in ((anna, henk), (carla, dirk)):
        organisations.describe(actor=first, now=now, values={"duty_phone": "0205550199"})
        organisations.set_people(
            actor=first, now=now, first_contact_id=first.id, stand_in_id=second.id
        )
        organisations.open_form(actor=first, now=now, is_open=True)
    made = Cast(
        network_id,
        noord,
        zuid,
        wijkteam,
        anna,
        carla,
        dirk,
        ella,
        fred,
        gerda,
        henk,
        VISITOR,
        UUID(int=0),
    )
    made.bram = made.volunteer("Bram Vrijwilliger")
    assert made.bram.id
    made.bram_id = made.bram.id
    return made


__all__ = ["NOW", "TODAY", "Cast", "ForWhom", "make_cast"]
