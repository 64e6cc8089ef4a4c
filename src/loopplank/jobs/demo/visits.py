"""The visits of one volunteer: written down in three taps, or told to the coordinator."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.demo import demo_lookup
from loopplank.actions.matching import matches
from loopplank.actions.matching.propose import Plan
from loopplank.actions.volunteers import visits
from loopplank.core.kit.calendar import local_day, monday
from loopplank.jobs.demo import volunteers
from loopplank.jobs.demo.network import Setting
from loopplank.jobs.demo.volunteers import Helper

NOTES = (
    "",
    "",
    "",
    "",
    "Samen soep gemaakt.",
    "Veel gelachen om oude foto’s.",
    "Wat moe vandaag. Korter gebleven.",
    "De kat zat de hele tijd op schoot.",
    "Volgende week nemen we de bus.",
)
END_IS_NEAR = timedelta(days=35)
EVENING = 18
LONGER = timedelta(weeks=12)
ORDINARY_FELT, HEAVY_FELT = (14, 5, 1), (5, 4, 3)


@dataclass
class Visits:
    """One match, from the yes to its last day."""

    made: Setting
    owner: Actor
    helper: Helper
    volunteer: Actor
    match_id: UUID
    plan: Plan
    started: bool = False
    tells_until: date | None = None

    def begin(self, today: date) -> date:
        """Plan every visit until the story ends; returns the day of the first one."""
        self.started = True
        day, once = self.plan.first_day, self.plan.first_day == self.plan.last_day
        step = timedelta(weeks=self.plan.every_weeks)
        while day < today and not once:
            day += step
        first = day
        while day <= (self.tells_until or self.made.stage.today):
            self._one(day)
            if once:
                break
            day += step
        return first

    def next_day(self, today: date) -> date | None:
        """Return the first visit after today, while they go."""
        day = self.plan.first_day
        while day <= today:
            day += timedelta(weeks=self.plan.every_weeks)
        return day if self.started and day <= self.plan.last_day else None

    def _one(self, day: date) -> None:
        stage = self.made.stage
        drawn = stage.chance.random()
        # never longer than agreed: who goes over a limit in this story does so on purpose
        minutes = self.plan.visit_minutes - 15 * stage.chance.choice((0, 0, 0, 1))
        often = HEAVY_FELT if self.plan.heavy else ORDINARY_FELT
        felt = stage.chance.choices(("fine", "fair", "heavy"), often)[0]
        note = stage.chance.choice(NOTES)
        # now and then a visit is never written down, and nobody nags about that
        if drawn < 0.12:
            return
        if self.helper.channel == "phone":
            later = stage.working().after(day, 1)
            stage.on(later, time(16, 0), partial(self.log, self.owner, day, minutes, felt, note))
        else:
            write = partial(self.log, self.volunteer, day, minutes, felt, note)
            # a night is written down the next morning, any other visit the same evening
            starts = self.plan.start_time
            late = starts is not None and starts.hour >= EVENING
            stage.on(day + timedelta(days=late), time(9 if late else 20, 0), write)

    def log(
        self, actor: Actor, day: date, minutes: int, felt: str, note: str, now: datetime
    ) -> None:
        visits.log_visit(
            actor=actor,
            now=now,
            match_id=self.match_id,
            day=day,
            minutes=minutes,
            felt=felt,
            note=note,
        )
        if note and actor is self.volunteer:
            next_day = self.made.stage.working().after(local_day(now), 1)
            self.made.stage.on(next_day, time(9, 40), partial(self._read, day))

    def _read(self, day: date, now: datetime) -> None:
        visit_id, written_at = demo_lookup.note_of(self.match_id, day)
        visits.read_note(actor=self.owner, now=now, visit_id=visit_id, written_at=written_at)

    def evaluate(self, now: datetime, text: str) -> None:
        """Hold a talk with both; near the end they go on for another while."""
        if not self.started:
            return
        last, until = self.plan.last_day, volunteers.until(self.helper, self.made.stage.today)
        longer = min(last + LONGER, until) if until else last + LONGER
        near = last - local_day(now) <= END_IS_NEAR and longer > last
        matches.evaluate(
            actor=self.owner,
            now=now,
            match_id=self.match_id,
            text=text,
            new_last_day=longer if near else None,
        )


def a_day_later(plan: Plan) -> Plan:
    first, last = plan.first_day + timedelta(days=1), plan.last_day + timedelta(days=1)
    phase = monday(first) if plan.phase else None
    return replace(plan, first_day=first, last_day=last, weekday=first.weekday(), phase=phase)
