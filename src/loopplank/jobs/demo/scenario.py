"""One question as it is played: from the form to the visits, step by step, each a real action."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from loopplank.access.account.actors import VISITOR, Actor
from loopplank.access.demo import demo_lookup
from loopplank.actions.gaps import gaps
from loopplank.actions.matching import matches, proposals, propose
from loopplank.actions.requests import closing as request_closing
from loopplank.actions.requests import drafts, handling, intake, waiting
from loopplank.actions.triage import triage
from loopplank.core.kit.calendar import at_local, local_day, monday
from loopplank.core.matching.matches import EndReason
from loopplank.core.matching.proposals import DeclineReason
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.requests.states import State
from loopplank.core.triage import Route
from loopplank.jobs.demo import agreements, candidates, places, questions, referrals
from loopplank.jobs.demo.agreements import changing_faces
from loopplank.jobs.demo.network import Setting
from loopplank.jobs.demo.plot import Plot, ordinary, plan_of
from loopplank.jobs.demo.stage import Act
from loopplank.jobs.demo.visits import Visits, a_day_later

AN_HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
LAST_MEETING = 15
DONE = EndReason.DONE
#: The gap of each no; what nobody offers has no name yet.
GAPS = {
    ClosingReason.NO_PLACE: "Gezelschap, langer dan een half jaar",
    ClosingReason.NO_FOR_PROFESSIONAL: "Verzorging die op de thuiszorg wacht",
    ClosingReason.NO_TRAINING: "Oppas bij ernstige dementie",
}


@dataclass
class Scenario:
    """Plays one plot. Every step plans the next; what lies after the end is never played."""

    made: Setting
    plot: Plot
    spared: set[str]
    request_id: UUID | None = None
    asked_so_far: int = 0
    open_proposal: UUID | None = None
    route: Route | None = None
    visits: list[Visits] = field(default_factory=list)

    @property
    def owner(self) -> Actor:
        return self.made.actors[self.plot.owner]

    @property
    def weekdays(self) -> tuple[int, ...]:
        return places.weekdays_of(self.plot.owner)

    @property
    def pk(self) -> UUID:
        assert self.request_id is not None  # noqa: S101  every step comes after the arrival
        return self.request_id

    # --- it comes in ------------------------------------------------------------------------------

    def begin(self) -> None:
        stage, plot = self.made.stage, self.plot
        day = plot.arrives_on or stage.days_ago(plot.began)
        if plot.way in {"phone", "paper"}:
            stage.on(stage.on_or_before(day, self.weekdays), stage.office_hour(), self.take_down)
        else:
            hour = 20 if plot.evening else stage.chance.randrange(8, 22)
            moment = at_local(day, time(hour, stage.chance.randrange(60)))
            # whatever the hour at which the visitor comes in, a fresh question is there already
            stage.at(min(moment, stage.this_morning(0.3)), self.send)

    def send(self, now: datetime) -> None:
        key = f"{self.made.stage.chance.getrandbits(256):064x}"
        drafts.keep(
            actor=VISITOR,
            now=now - 6 * MINUTE,
            key=key,
            network_id=self.made.network_id,
            organisation_id=self.made.houses[self.plot.house],
            step=6,
            answers={},
        )
        self.request_id = intake.send(
            actor=VISITOR, now=now, draft_key=key, answers=self.plot.answers
        )
        if self.plot.fate is State.NEW:
            self._never_reached(now)
            return
        if self.plot.spoken_at:
            self.made.stage.at(max(now, self.plot.spoken_at), self.call)
        else:
            self._next(now, self.call)

    def take_down(self, now: datetime) -> None:
        self.request_id = intake.take_down(
            actor=self.owner, now=now, answers=self.plot.answers, way_in=self.plot.way
        )
        if self.plot.way == "paper":
            self._next(now, self.call)
        else:
            self._soon(now, 15, self.weigh)

    def _never_reached(self, now: datetime) -> None:
        """Ask a new question that stays new: nobody called yet, or nobody answers."""
        day = local_day(now)
        for channel in self.plot.tries:
            day = self.made.stage.working(self.weekdays).after(day, 1)
            act = partial(self._log, kind="not_reached", channel=channel, text="Niet bereikt.")
            self.made.stage.on(day, self.made.stage.office_hour(), act)
        if self.plot.closing and self.plot.closing.reason is ClosingReason.NOT_REACHED:
            day = self.made.stage.working(self.weekdays).after(day, 1)
            self.made.stage.on(day, self.made.stage.office_hour(), self.write_last)
            day += timedelta(days=17)
        if self.plot.closing:
            day = self.made.stage.working(self.weekdays).after(day, self.plot.closes_after)
            self.made.stage.on(day, time(16, 10), self.close)

    def write_last(self, now: datetime) -> None:
        request_closing.write_last_letter(actor=self.owner, now=now, request_id=self.pk)

    def call(self, now: datetime) -> None:
        """Hold the first talk; whoever calls is the owner from then on."""
        if self.owner.id != self._first_contact().id:
            handling.take_over(actor=self.owner, now=now, request_id=self.pk)
        talk = self.plot.talk or self.made.stage.chance.choice(questions.TALKS)
        self._log(now, kind="talk", channel="phone", text=talk, minutes=20)
        self._soon(now, 15, self.weigh)

    def _log(
        self, now: datetime, *, kind: str, channel: str, text: str, minutes: int | None = None
    ) -> None:
        handling.log_contact(
            actor=self.owner,
            now=now,
            request_id=self.pk,
            kind=kind,
            channel=channel,
            minutes=minutes,
            text=text,
        )

    def _first_contact(self) -> Actor:
        organisation_id = self.made.houses[self.plot.house]
        return next(a for a in self.made.actors.values() if a.organisation_id == organisation_id)

    # --- it is weighed ----------------------------------------------------------------------------

    def weigh(self, now: datetime) -> None:
        question, plot, later = self.plot.question, self.plot, self.made.stage.after
        handling.agree(
            actor=self.owner,
            now=now,
            request_id=self.pk,
            agreed={
                "summary": question.summary,
                "visit_minutes": question.minutes,
                "visits_per_week": 1,
                "every_weeks": question.every_weeks or 1,
                "weekday": plot.when.weekday,
                "start_time": time(plot.when.hour, 0),
                "heavy": question.heavy,
                "not_included": list(question.not_included),
                "lead_name": plot.lead[0],
                "lead_phone": plot.lead[1],
                "changing_faces": changing_faces(plot),
            },
        )
        triage.assess(
            actor=self.owner,
            now=later(now, 5),
            request_id=self.pk,
            heard=plot.heard or ordinary(plot.house),
        )
        if plot.impression:
            triage.give_impression(
                actor=self.owner,
                now=later(now, 6),
                request_id=self.pk,
                impression=plot.impression,
            )
        if plot.called:
            handling.note_referral(
                actor=self.owner, now=later(now, 20), request_id=self.pk, said=plot.called
            )
        if plot.decides:
            self._soon(now, 30, self.decide)
        elif plot.closing:
            self._close_later(now)

    def decide(self, now: datetime) -> None:
        stands, plot = demo_lookup.stands(self.pk), self.plot
        if stands.assessment_id is None:
            return
        route, reason, words = plot.otherwise or (Route(stands.route), "", "")
        self.route = route
        triage.decide(
            actor=self.owner,
            now=now,
            request_id=self.pk,
            decision=triage.Decision(stands.assessment_id, route, reason, words),
        )
        if plot.fate is State.TALKING:
            self._close_later(now)
        elif plot.fate is State.WAITING:
            self._next(now, self.wait)
        elif plot.fate is State.HANDOVER:
            self.made.stage.at(now + AN_HOUR, self.offer_elsewhere)
        elif plot.fate is State.PROPOSED:
            yesterday = at_local(self.made.stage.days_ago(1), time(16, 30))
            self.made.stage.at(max(now + MINUTE, yesterday), self.ask)
        elif plot.fate is State.SEARCHING:
            until: dict[str, object] = {"last_day": self.made.stage.today + timedelta(weeks=13)}
            handling.agree(actor=self.owner, now=now, request_id=self.pk, agreed=until)
        else:
            self.made.stage.at(now + AN_HOUR, self.ask)

    def offer_elsewhere(self, now: datetime) -> None:
        """Offer it to the neighbours; the owner keeps it until they say yes."""
        referral_id = referrals.offer(self.made, self.plot.house, self.owner, self.pk, now)
        if self.plot.taken_over:
            act = partial(referrals.take_over, self.made, self.plot.house, referral_id)
            self.made.stage.on(self._workday_after(local_day(now)), time(10, 10), act)

    # --- somebody is asked ------------------------------------------------------------------------

    def ask(self, now: datetime) -> None:
        plan = plan_of(self.plot, now)
        volunteer_id = self._whom(now, plan)
        if volunteer_id is None:
            return
        self.open_proposal = proposal_id = propose.ask(
            actor=self.owner,
            now=now,
            request_id=self.pk,
            volunteer_id=volunteer_id,
            plan=plan,
        )
        answers = self.plot.asked_first
        answer = answers[self.asked_so_far] if self.asked_so_far < len(answers) else "yes"
        self.asked_so_far += 1
        if answer == "yes" and self.plot.fate is State.PROPOSED:
            return
        evening = at_local(local_day(now) + timedelta(days=1), time(11, 40))
        if answer == "yes":
            self.made.stage.at(evening, partial(self.accept, proposal_id, volunteer_id, plan))
        elif answer == "no":
            self.made.stage.at(evening, partial(self.decline, proposal_id, volunteer_id))
        else:
            # nobody answers: the sweep of that day lets the question go, and the search goes on
            self._next(now + timedelta(days=3), self.ask)

    def _whom(self, now: datetime, plan: propose.Plan) -> UUID | None:
        wanted = self.plot.wanted
        if self.asked_so_far < len(wanted):
            return self.made.helpers[wanted[self.asked_so_far]][1].id
        return candidates.somebody(
            self.owner, self.pk, plan, now, self.made.stage.chance, self.spared
        )

    def _answering(self, volunteer_id: UUID) -> Actor:
        """Answer through their own link; who has only a telephone is called by the coordinator."""
        helper, actor = self.made.helpers[self.made.names[volunteer_id]]
        return self.owner if helper.channel == "phone" else actor

    def decline(self, proposal_id: UUID, volunteer_id: UUID, now: datetime) -> None:
        reason = self.made.stage.chance.choice(tuple(DeclineReason))
        proposals.decline(
            actor=self._answering(volunteer_id), now=now, proposal_id=proposal_id, reason=reason
        )
        self._next(now, self.ask)

    def accept(
        self, proposal_id: UUID, volunteer_id: UUID, plan: propose.Plan, now: datetime
    ) -> None:
        actor = self._answering(volunteer_id)
        match_id = proposals.accept(actor=actor, now=now, proposal_id=proposal_id)
        if match_id is None:
            return  # it waits for whoever reads what changed
        helper, volunteer = self.made.helpers[self.made.names[volunteer_id]]
        visits = Visits(self.made, self.owner, helper, volunteer, match_id, plan)
        if self.plot.told_elsewhere:
            visits.tells_until = monday(self.made.stage.today) - timedelta(days=8)
        self.visits.append(visits)
        if self.plot.fate is State.MEETING and not self.plot.meets:
            return
        self._next(now, partial(self.plan_meeting, match_id))

    # --- they meet, and it runs -------------------------------------------------------------------

    def plan_meeting(self, match_id: UUID, now: datetime) -> None:
        stage = self.made.stage
        running = self.plot.fate is State.RUNNING
        after = local_day(now) if running else stage.today
        day = stage.on_or_after(after + timedelta(days=2), self.weekdays)
        # people meet by day, also for help in the night
        meeting_at = at_local(day, time(min(self.plot.when.hour, LAST_MEETING), 0))
        matches.plan_meeting(actor=self.owner, now=now, match_id=match_id, meeting_at=meeting_at)
        if running:
            stage.at(meeting_at + AN_HOUR, partial(self.start, match_id))

    def start(self, match_id: UUID, now: datetime) -> None:
        if self.route is Route.COMBINATION:
            agreements.put_to_everybody(self.owner, self.pk, self.plot, now)
            agreements.say_yes_at_the_table(self.owner, self.pk, now)
        matches.start(actor=self.owner, now=now, match_id=match_id)
        visits = next(v for v in self.visits if v.match_id == match_id)
        first = visits.begin(local_day(now))
        if len(self.visits) <= len(self.plot.together_with):
            self.made.stage.at(now + AN_HOUR, self._ask_another)
        if self.plot.question.every_weeks is None:
            self.made.stage.on(self._workday_after(first), time(11, 0), self.close)
        elif self.plot.closing:
            day = first + timedelta(weeks=self.plot.closes_after)
            self.made.stage.on(self._workday_after(day), time(11, 30), self.close)
        else:
            self.look_after(now)

    def _ask_another(self, now: datetime) -> None:
        """Ask a second volunteer beside the first, such as for another night."""
        plan = a_day_later(plan_of(self.plot, now))
        helper, volunteer = self.made.helpers[self.plot.together_with[len(self.visits) - 1]]
        if volunteer.id is None:
            return
        match_id = propose.note_yes(
            actor=self.owner, now=now, request_id=self.pk, volunteer_id=volunteer.id, plan=plan
        )
        self.visits.append(Visits(self.made, self.owner, helper, volunteer, match_id, plan))
        self._next(now, partial(self.plan_meeting, match_id))

    # --- it waits, it goes on, it ends ------------------------------------------------------------

    def wait(self, now: datetime) -> None:
        request_closing.wait(actor=self.owner, now=now, request_id=self.pk, lack=self.plot.lack)
        if self.plot.closing:
            self._close_later(now)
        else:
            self.look_after(now)

    def look_after(self, now: datetime) -> None:
        """Do what it asks of the owner, on that day."""
        due_on = demo_lookup.stands(self.pk).due_on
        if due_on is not None and due_on > local_day(now):
            self.made.stage.on(due_on, time(9, 20), self.tend)

    def tend(self, now: datetime) -> None:
        """Do what this question asks today, whatever state it is in."""
        state = demo_lookup.stands(self.pk).state
        if state is State.NEW:
            self.call(now)
        elif state is State.SEARCHING:
            self.ask(now)
        elif state is State.MEETING:
            self.plan_meeting(self.visits[-1].match_id, now)
        elif state is State.RUNNING:
            text = self.made.stage.chance.choice(questions.EVALUATIONS)
            for visits in self.visits:
                visits.evaluate(now, text)
            self.look_after(now)
        elif state is State.WAITING:
            waiting.tell_waiting(actor=self.owner, now=now, request_id=self.pk)
            self.look_after(now)

    def _close_later(self, now: datetime) -> None:
        if self.plot.closes_at:
            self.made.stage.at(max(now + MINUTE, self.plot.closes_at), self.close)
        elif self.plot.closing:
            day = self.made.stage.on_or_after(
                local_day(now) + timedelta(days=self.plot.closes_after), self.weekdays
            )
            self.made.stage.at(max(now + 20 * MINUTE, at_local(day, time(15, 30))), self.close)

    def close(self, now: datetime) -> None:
        closing = self.plot.closing or request_closing.Closing(
            ClosingReason.HELPED, nobody_discussed=True
        )
        if closing.reason is ClosingReason.DUPLICATE:
            closing = replace(closing, first_number=demo_lookup.asked_first(self.pk))
        for visits in self.visits:
            if closing.reason is ClosingReason.HELPED and visits.started:
                matches.end(actor=self.owner, now=now, match_id=visits.match_id, reason=DONE)
        request_closing.close(
            actor=self.owner, now=self.made.stage.after(now, 1), request_id=self.pk, closing=closing
        )
        self._into_a_gap(self.made.stage.after(now, 2), closing.reason)

    def _into_a_gap(self, now: datetime, reason: ClosingReason) -> None:
        if reason in GAPS:
            gaps.attach(actor=self.owner, now=now, request_id=self.pk, name=GAPS[reason])

    # --- when -------------------------------------------------------------------------------------

    def _soon(self, now: datetime, minutes: int, act: Act) -> None:
        """Act in the same sitting: whoever began it does not stop half-way."""
        self.made.stage.at(self.made.stage.after(now, minutes), act)

    def _next(self, now: datetime, act: Act) -> None:
        """Act on the owner's next working day."""
        day = self.made.stage.working(self.weekdays).after(local_day(now), 1)
        self.made.stage.on(day, self.made.stage.office_hour(), act)

    def _workday_after(self, day: date) -> date:
        return self.made.stage.working(self.weekdays).after(day, 1)
