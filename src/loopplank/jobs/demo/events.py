"""What happens around the questions: messages, signals, a raise, and the morning of the visit."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial

from loopplank.access.account.actors import Actor
from loopplank.access.demo import demo_lookup
from loopplank.actions.matching import proposals
from loopplank.actions.messages import messages
from loopplank.actions.requests import handling
from loopplank.actions.volunteers import limits, visits
from loopplank.actions.wellbeing import signal, signal_steps
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import at_local, local_day, monday
from loopplank.core.matching.proposals import DeclineReason
from loopplank.core.volunteers.load import Limits
from loopplank.jobs.demo import named_people, places, referrals, volunteers
from loopplank.jobs.demo.days import CALL
from loopplank.jobs.demo.network import BEGINS_DAYS_AGO, Setting
from loopplank.jobs.demo.scenario import Scenario
from loopplank.jobs.demo.scenarios import Plots
from loopplank.jobs.sweeping import Sweeper

# 420 minutes a week, where his limit is 360
HENKS_WEEK = (
    ("mulder", 0, 75),
    ("mulder", 2, 135),
    ("mulder", 3, 75),
    ("kok", 4, 60),
    ("mulder", 5, 75),
)
HOW = {"sms": "copied", "email": "copied", "phone": "spoken", "letter": "printed"}
ASKS_SOMETHING_TODAY = 3


@dataclass
class Events:
    """Plans all of it before the story is played; the scenarios go by the key of their plot."""

    made: Setting
    plots: Plots
    scenarios: dict[str, Scenario]
    sweeper: Sweeper = field(default_factory=Sweeper)

    def plan(self) -> None:
        stage = self.made.stage
        for back in range(BEGINS_DAYS_AGO, -1, -1):
            day = stage.days_ago(back)
            stage.on(day, time(12, 1), self.sweep)
            if stage.working().works(day):
                stage.on(day, time(16, 45), self.tell)
        referred_on = stage.on_or_before(stage.days_ago(2), places.weekdays_of("nadia"))
        stage.on(referred_on, time(15, 5), partial(referrals.refer_in, self.made))
        self._signals()
        self._henk_does_too_much()
        stage.on(stage.days_ago(3), time(13, 15), self._ask_for_more)
        stage.at(stage.this_morning(0.4), self.sweep)
        stage.at(stage.this_morning(0.5), self.tidy)
        self._this_morning()

    def sweep(self, now: datetime) -> None:
        """Do what the background loop would have done by then."""
        self.sweeper.sweep(now)

    def tell(self, now: datetime) -> None:
        """Tell at the end of the day what lay ready; what is younger lies ready still."""
        for house in places.HOUSES:
            by = self.made.actors[house.members[0].key]
            if by.role is not Role.COORDINATOR:
                continue
            for message_id, channel in demo_lookup.queued(by, now - timedelta(hours=5)):
                messages.tell(actor=by, now=now, message_id=message_id, how=HOW[channel])

    def tidy(self, now: datetime) -> None:
        """Do in the morning what everybody's own list asks; what lies, lies."""
        by_id = {scenario.request_id: scenario for scenario in self.scenarios.values()}
        for owner in self.made.coordinators():
            for pk in demo_lookup.due(owner, self.made.stage.today):
                scenario = by_id.get(pk)
                # the relay looks after itself
                if scenario is not None and not scenario.plot.left_lying:
                    scenario.tend(now)

    # --- signals ----------------------------------------------------------------------------------

    def _signals(self) -> None:
        stage = self.made.stage
        stage.on(stage.days_ago(41), time(21, 5), partial(self._signal, "kuijt", "time"))
        stage.on(stage.days_ago(19), time(20, 30), partial(self._signal, "case-9", "touches_me"))
        stage.on(stage.days_ago(1), time(20, 14), partial(self._cannot, "vervoerdienst"))

    def _signal(self, key: str, reason: str, now: datetime) -> None:
        """Let somebody say that it is too heavy, and be called within two days."""
        scenario = self.scenarios[key]
        if not scenario.visits:
            return
        signal_id = signal.send_signal(
            actor=scenario.visits[0].volunteer,
            now=now,
            reason=reason,
            match_id=scenario.visits[0].match_id,
        )
        called = self.made.stage.working(scenario.weekdays).after(local_day(now), 1)
        self.made.stage.on(
            called,
            time(10, 20),
            lambda then: signal_steps.answer_signal(
                actor=scenario.owner, now=then, signal_id=signal_id, outcome="lighter"
            ),
        )

    def _cannot(self, house: str, now: datetime) -> None:
        """Let the next visit there fall away; somebody else is sought, and the person hears it."""
        today = local_day(now)
        regular = [
            match
            for scenario in self.scenarios.values()
            if scenario.plot.house == house and scenario.plot.question.every_weeks
            for match in scenario.visits
        ]
        coming = [(day, one) for one in regular if (day := one.next_day(today)) is not None]
        if coming:
            day, one = min(coming, key=lambda found: found[0])
            visits.cannot_visit(actor=one.volunteer, now=now, match_id=one.match_id, day=day)

    # --- Henk -------------------------------------------------------------------------------------

    def _henk_does_too_much(self) -> None:
        """Give him seven of his six hours, last week and this one; and at last he says so."""
        stage = self.made.stage
        this_week = monday(stage.today)
        for week in (this_week - timedelta(days=7), this_week):
            for key, offset, minutes in HENKS_WEEK:
                day = week + timedelta(days=offset)
                if day < stage.today:
                    act = partial(self._henk_visits, key, day, minutes)
                    stage.on(day, time(22, 10), act)
        stage.on(self._henk_signals_on(), time(20, 14), self._henk_signals)

    def _henk_visits(self, key: str, day: date, minutes: int, now: datetime) -> None:
        for match in self.scenarios[key].visits:
            match.log(
                match.volunteer, day, minutes, "heavy" if key == "mulder" else "fine", "", now
            )

    def _henk_signals_on(self) -> date:
        """Return the latest evening after which today is the day to call him, else yesterday."""
        found = self.plots.days.due_today(CALL, named_people.WEEKDAYS)
        return found or self.made.stage.days_ago(1)

    def _henk_signals(self, now: datetime) -> None:
        for match in self.scenarios["mulder"].visits:
            signal.send_signal(
                actor=match.volunteer,
                now=now,
                reason="too_much_asked",
                words="Hij belt me nu ook ’s nachts.",
                match_id=match.match_id,
            )

    # --- a limit that goes up ---------------------------------------------------------------------

    def _ask_for_more(self, now: datetime) -> None:
        """Let somebody with only a telephone want to do more: a second person confirms that."""
        helper, actor = self.made.helpers["Truus Oomen"]
        if actor.id is None:
            return
        limits.set_limits(
            actor=self.made.actors["marleen"],
            now=now,
            volunteer_id=actor.id,
            wanted=Limits(
                helper.max_minutes, helper.max_minutes + 60, helper.max_people, helper.max_heavy
            ),
        )

    # --- the morning on which the visitor comes in ------------------------------------------------

    def _this_morning(self) -> None:
        """Ask three things of Marleen today; which ones depends on the weekday."""
        certain = int(self.plots.days.due_today(CALL, named_people.WEEKDAYS) is not None)
        certain += int(named_people.van_dam_is_due(self.plots))
        moments = (0.7, 0.8, 0.9)
        parts = (self._bakker_gets_a_no, self._hendriks_changed, self._aslan_raises_a_question)
        asks = ASKS_SOMETHING_TODAY - certain
        for share, part in zip(moments[:asks], parts[:asks], strict=True):
            self.made.stage.at(self.made.stage.this_morning(share), part)

    def _bakker_gets_a_no(self, now: datetime) -> None:
        scenario = self.scenarios["bakker"]
        if scenario.open_proposal:
            proposals.decline(
                actor=self._helper("Fatima Haddad"),
                now=now,
                proposal_id=scenario.open_proposal,
                reason=DeclineReason.OTHER_DAY,
            )

    def _hendriks_changed(self, now: datetime) -> None:
        pk = self.scenarios["hendriks"].pk
        handling.report_change(
            actor=Actor(Role.HELP_SEEKER, id=pk),
            now=now,
            request_id=pk,
            what="contact_changed",
            text="Ik heb een nieuw telefoonnummer.",
        )

    def _aslan_raises_a_question(self, now: datetime) -> None:
        scenario = self.scenarios["aslan"]
        if scenario.open_proposal:
            proposals.question(
                actor=self._helper("Els de Graaf"),
                now=now,
                proposal_id=scenario.open_proposal,
                text="Heeft mevrouw katten?",
            )

    def _helper(self, name: str) -> Actor:
        return self.made.helpers[name][1]


def begins_at(made_today: date) -> datetime:
    """Return the first morning of the story."""
    return at_local(made_today - timedelta(days=BEGINS_DAYS_AGO), time(9, 0))


SPARED = {
    helper.name
    for helper in volunteers.NAMED
    if helper.name not in {"Bas Willems", "Joyce Pinas", "Cor Westerveld"}
}
