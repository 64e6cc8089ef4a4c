"""A relay that runs, with its handover coming; and a question for which one is proposed.

Told without chance, so that the rest of the story stays as it was. Lena comes to mevrouw Vos until
five weeks from now, and Mo takes over. Meneer Van Rijn asks for half a year: Berend can begin, and
only Lena can go on after that.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.demo import demo_lookup
from loopplank.actions.matching import matches, proposals, teams
from loopplank.actions.matching.propose import Plan
from loopplank.actions.matching.teams import ChosenLeg
from loopplank.actions.requests import handling, intake
from loopplank.actions.triage import triage
from loopplank.actions.volunteers import visits, volunteers
from loopplank.core.kit.calendar import at_local, local_day, monday
from loopplank.core.matching.team_state import Kind
from loopplank.core.requests.intake import (
    ANY_TIME,
    Answers,
    Channel,
    Duration,
    ForWhom,
    HelpedBy,
    Knows,
    day_parts,
)
from loopplank.core.triage import Answer, Route
from loopplank.core.volunteers.load import Limits
from loopplank.core.volunteers.visits import Felt
from loopplank.jobs.demo import places
from loopplank.jobs.demo.network import Setting
from loopplank.jobs.demo.plot import ordinary
from loopplank.jobs.demo.volunteers import Helper

HOUSE, OWNER = "buurtkracht", "yusuf"
THURSDAY = 3
WEEK, MINUTE = timedelta(weeks=1), timedelta(minutes=1)
KINDS = ("company",)
LENA = Helper(
    "Lena Hofman", HOUSE, 180, 1, 0, KINDS, ANY_TIME, postcode="1013", trained_for=("C4",),
    note="Wil één persoon tegelijk.",
)  # fmt: skip
MO = Helper("Mo Jansen", HOUSE, 120, 1, 0, KINDS, day_parts([THURSDAY], [1]), postcode="1014")
BEREND = Helper(
    "Berend Kok", HOUSE, 180, 1, 0, KINDS, ANY_TIME, postcode="1015", trained_for=("C4",),
    until_in=80, note="Gaat in het voorjaar verhuizen.",
)  # fmt: skip
#: They are asked for this, and for nothing else.
SPARED = {LENA.name, MO.name, BEREND.name}
TALK = "Alles is goed. De koffie staat al klaar als Lena komt."


def plan(made: Setting) -> None:
    """Plan the cues of both, and of the people in them."""
    week = monday(made.stage.today)
    legs = ((week - 7 * WEEK, week + 5 * WEEK), (week + 5 * WEEK, week + 18 * WEEK))
    days = tuple((a + timedelta(days=THURSDAY), b + timedelta(days=6)) for a, b in legs)
    relay = _Relay(made, days)
    made.stage.on(days[0][0] - timedelta(days=20), time(9, 40), partial(_welcome, made))
    made.stage.on(days[0][0] - timedelta(days=13), time(10, 10), relay.begin)
    asked = made.stage.on_or_before(made.stage.days_ago(2), places.weekdays_of(OWNER))
    made.stage.on(asked, time(11, 5), partial(_half_a_year, made))


def _welcome(made: Setting, now: datetime) -> None:
    owner = made.actors[OWNER]
    for number, helper in enumerate((LENA, MO, BEREND)):
        first, _, last = helper.name.partition(" ")
        until_in = helper.until_in
        affiliation_id = volunteers.register(
            actor=owner,
            now=now,
            details=volunteers.Details(
                first,
                last,
                phone=f"0612390{number:03d}",
                postcode=f"{helper.postcode} BB",
                channel=helper.channel,
            ),
            limits=Limits(
                helper.liked_minutes,
                helper.max_minutes,
                helper.max_people,
                helper.max_heavy,
                until=made.stage.today + timedelta(days=until_in) if until_in else None,
            ),
            wishes=volunteers.Wishes(helper.kinds, helper.when),
        )
        actor = demo_lookup.volunteer(affiliation_id)
        made.helpers[helper.name] = helper, actor
        made.names[actor.id] = helper.name
        if actor.id is not None:
            volunteers.keep_about(
                actor=owner,
                now=now,
                volunteer_id=actor.id,
                note=helper.note,
                trained_for=helper.trained_for,
                certificate_seen_on=local_day(now) - timedelta(days=100),
            )


def _asks(made: Setting, salutation: str, last_name: str, number: int, told: str) -> Answers:
    return Answers(
        for_whom=ForWhom.SELF,
        knows=Knows.YES,
        kinds=KINDS,
        day_parts=day_parts([THURSDAY], [1]),
        duration=Duration.LONGER,
        helped_by=(HelpedBy.NOBODY,),
        channel=Channel.PHONE,
        salutation=salutation,
        first_name="Riet" if salutation == "mrs" else "Jan",
        last_name=last_name,
        phone=f"0612490{number:03d}",
        postcode="1013 AA",
        street=f"{places.STREETS[0]} {number + 3}",
        place=places.PLACE,
        birth_year=made.stage.today.year - 81,
        story=told,
    )


def _ready(
    owner: Actor,
    request_id: UUID,
    summary: str,
    last_day: date,
    now: datetime,
    *,
    trained: bool = False,
) -> None:
    """Speak, weigh and decide: a volunteer may be asked."""
    handling.agree(
        actor=owner,
        now=now + 10 * MINUTE,
        request_id=request_id,
        agreed={
            "summary": summary,
            "visit_minutes": 90,
            "weekday": THURSDAY,
            "start_time": time(14, 0),
            "last_day": last_day,
            "changing_faces": "yes",
        },
    )
    heard = ordinary(HOUSE, {"C4": Answer.YES} if trained else None)
    assessment_id = triage.assess(
        actor=owner, now=now + 15 * MINUTE, request_id=request_id, heard=heard
    )
    advised = demo_lookup.stands(request_id).route
    words = "Twee vrijwilligers volgden hier net de scholing voor."
    otherwise = ("", "") if advised == Route.VOLUNTEER else ("our_people", words)
    triage.decide(
        actor=owner,
        now=now + 20 * MINUTE,
        request_id=request_id,
        decision=triage.Decision(assessment_id, Route.VOLUNTEER, *otherwise),
    )


def _half_a_year(made: Setting, now: datetime) -> None:
    """Ask for what nobody can do alone; the page of proposals shows who could after each other."""
    owner = made.actors[OWNER]
    request_id = intake.take_down(
        actor=owner,
        now=now,
        answers=_asks(
            made, "mr", "Van Rijn", 1, "Ik vergeet veel. Samen wandelen houdt mij op de been."
        ),
        way_in="phone",
    )
    last = monday(made.stage.today) + 26 * WEEK
    words = "Elke week wandelen met een meneer van 81 die soms de weg kwijt is."
    _ready(owner, request_id, words, last, now, trained=True)


@dataclass
class _Relay:
    """Mevrouw Vos, half a year long: first Lena, then Mo."""

    made: Setting
    days: tuple[tuple[date, date], ...]

    @property
    def owner(self) -> Actor:
        return self.made.actors[OWNER]

    def _actor(self, helper: Helper) -> Actor:
        return self.made.helpers[helper.name][1]

    def begin(self, now: datetime) -> None:
        told = "Ik zit veel alleen. Elke week iemand op de koffie zou fijn zijn."
        request_id = intake.take_down(
            actor=self.owner,
            now=now,
            answers=_asks(self.made, "mrs", "Vos", 0, told),
            way_in="phone",
        )
        words = "Elke week koffie drinken met een mevrouw van 81."
        _ready(self.owner, request_id, words, self.days[-1][1], now)
        legs = tuple(
            ChosenLeg(actor.id, first, last, 90)
            for helper, (first, last) in zip((LENA, MO), self.days, strict=True)
            if (actor := self._actor(helper)).id is not None
        )
        later = now + 30 * MINUTE
        team_id = teams.choose_team(
            actor=self.owner, now=later, request_id=request_id, kind=Kind.RELAY, legs=legs
        )
        for number, helper in enumerate((LENA, MO), start=1):
            question = teams.ask_leg(
                actor=self.owner,
                now=later + number * MINUTE,
                team_id=team_id,
                number=number,
                plan=Plan(*self.days[0], 90, words, weekday=THURSDAY, start_time=time(14, 0)),
            )
            evening = at_local(local_day(now) + timedelta(days=number), time(19, 30))
            self.made.stage.at(evening, partial(self._say_yes, helper, question))

    def _say_yes(self, helper: Helper, question: UUID, now: datetime) -> None:
        match_id = proposals.accept(actor=self._actor(helper), now=now, proposal_id=question)
        if match_id is None:
            return  # it waits for whoever reads what changed
        if helper is LENA:
            first = self.days[0][0]
            met = at_local(first - timedelta(days=4), time(14, 0))
            self.made.stage.at(
                met - timedelta(days=2),
                lambda then: matches.plan_meeting(
                    actor=self.owner, now=then, match_id=match_id, meeting_at=met
                ),
            )
            self.made.stage.at(met + timedelta(hours=1), partial(self._start, match_id))

    def _start(self, match_id: UUID, now: datetime) -> None:
        matches.start(actor=self.owner, now=now, match_id=match_id)
        day = self.days[0][0]
        while day <= self.made.stage.today:
            self.made.stage.on(day, time(20, 5), partial(self._visit, match_id, day))
            day += WEEK
        self._look_after(match_id, now)

    def _visit(self, match_id: UUID, day: date, now: datetime) -> None:
        visits.log_visit(
            actor=self._actor(LENA), now=now, match_id=match_id, day=day, minutes=90, felt=Felt.FINE
        )

    def _look_after(self, match_id: UUID, now: datetime) -> None:
        """Hold the talks with both, on the day on which the list asks for them."""
        due_on = demo_lookup.due_of_match(match_id)
        if due_on is not None and due_on > local_day(now):
            self.made.stage.on(due_on, time(9, 10), partial(self._talk, match_id))

    def _talk(self, match_id: UUID, now: datetime) -> None:
        matches.evaluate(actor=self.owner, now=now, match_id=match_id, text=TALK)
        self._look_after(match_id, now)
