"""Every way to ask says the same about a volunteer, whatever happened before and at any hour.

The action that asks, a leg of a team, a stand-in for one visit, the page of candidates, the plan of
a network, the plan of one organisation, the proposals of a plan and the volunteers of others: each
is asked by its own door about the same rows at the same moment.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.app import planned
from tests.app.cast import NOW, Cast

from loopplank.access.account.actors import Actor
from loopplank.access.matching.candidates import Look, candidate_page
from loopplank.access.matching.planning_problem import problem_of
from loopplank.access.matching.planning_volunteers import UpTo, frame_of, volunteers_of
from loopplank.access.matching.week_plan import plan_page
from loopplank.access.volunteers.volunteer_sharing import shared_volunteers
from loopplank.actions.matching import propose, teams
from loopplank.actions.volunteers import visits, volunteers
from loopplank.actions.volunteers.contact_limits import SAID
from loopplank.core.kit.calendar import at_local, local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.team_state import Kind
from loopplank.core.volunteers.contact_limits import Limit
from loopplank.core.volunteers.load import Limits as LimitFacts
from loopplank.store.models import (
    Affiliation,
    Event,
    Limits,
    LimitsRaise,
    Match,
    Message,
    Network,
    PlanPart,
    PlanProposal,
    Proposal,
    Request,
    VolunteerSignal,
)

WIDE = LimitFacts(liked_minutes=5000, max_minutes=6000, max_people=60, max_heavy=60)
DAY = timedelta(days=1)
#: The moment at which everybody looks lies so long after what happened.
HOURS = st.integers(0, 40 * 24)


@dataclass(frozen=True)
class Asked:
    """A question some time ago; `no_after` is how many hours later a no came."""

    zuid: bool
    hours_ago: int
    state: str
    no_after: int = 0
    this: bool = False
    heard: bool = True


@dataclass(frozen=True)
class History:
    """What happened to one volunteer of both organisations, and what the network set."""

    asked: tuple[Asked, ...] = ()
    signal: str = ""
    raised: str = ""
    confirmed: bool = False
    rest: tuple[int, str] | None = None
    stops: bool = False
    pause: tuple[int, int | None] | None = None
    away: tuple[int, int] | None = None
    days_of_rest: int = 14
    at_once: int = 1
    a_month: int = 4
    clock: time = time(10)
    day: int = 0

    @property
    def now(self) -> datetime:
        return at_local(local_day(NOW) + timedelta(days=60 + self.day), self.clock)


SOMEWHERE = st.sampled_from(["", "", "", "noord", "zuid"])
HISTORIES = st.builds(
    History,
    asked=st.lists(
        st.builds(
            Asked,
            st.booleans(),
            HOURS,
            st.sampled_from(["open", "yes", "no", "silent", "withdrawn", "gone"]),
            st.integers(0, 300),
            st.booleans(),
            st.booleans(),
        ),
        max_size=5,
    ).map(tuple),
    signal=SOMEWHERE,
    raised=SOMEWHERE,
    confirmed=st.booleans(),
    rest=st.none() | st.tuples(st.integers(-3, 3), st.sampled_from(["", "noord", "zuid"])),
    stops=st.integers(0, 9).map(lambda n: n == 0),
    # what begins later is weighed with the days that are asked, and that is no contact limit
    pause=st.none() | st.tuples(st.integers(-9, 0), st.none() | st.integers(2, 9)),
    away=st.none() | st.tuples(st.integers(-6, 0), st.integers(0, 6)),
    days_of_rest=st.integers(0, 30),
    at_once=st.integers(1, 3),
    a_month=st.integers(1, 6),
    clock=st.times().map(lambda moment: moment.replace(fold=0)),
    day=st.integers(0, 200),
)


@dataclass
class Town:
    """A volunteer of Noord and of Zuid, and everything for which they could be asked."""

    cast: Cast
    who: UUID = field(default=UUID(int=0))
    others: list[UUID] = field(default_factory=list)
    request_id: UUID = field(default=UUID(int=0))
    elsewhere: UUID = field(default=UUID(int=0))
    covered: UUID = field(default=UUID(int=0))

    def build(self) -> "Town":
        cast = self.cast
        Network.objects.update(open_asks_at_once=9, most_asks_a_month=12)
        helper = cast.volunteer("Ada Vaste", limits=WIDE)
        mate = cast.volunteer("Ben Maat", limits=WIDE)
        both = cast.volunteer("Cor Beide", email="cor@example.nl", limits=WIDE)
        cast.volunteer("Cor Beide", of=cast.carla, email="cor@example.nl", limits=WIDE)
        assert helper.id
        assert mate.id
        assert both.id
        self.who, self.others = both.id, [mate.id]
        there = Affiliation.objects.get(volunteer_id=both.id, organisation_id=cast.zuid_id)
        volunteers.join(actor=both, now=NOW, affiliation_id=there.pk, yes=True)
        Affiliation.objects.filter(pk=there.pk).update(
            certificate_seen_on=local_day(NOW), shared_by=cast.carla.id, shared_at=NOW
        )
        Limits.objects.filter(pk=both.id).update(share_in_network=True)
        running = Match.objects.get(pk=cast.running(helper))
        Match.objects.filter(pk=running.pk).update(last_day=local_day(NOW) + timedelta(days=500))
        self.covered = running.request_id
        self.request_id = planned.sought(cast, last_name="Gevraagd")
        Request.objects.filter(pk=self.request_id).update(last_day=local_day(NOW) + 400 * DAY)
        self.elsewhere = cast.ready(of=cast.carla, last_name="Verderop")
        run = planned.plan_now(cast)
        PlanProposal.objects.all().delete()
        row = PlanProposal.objects.create(
            run=run,
            organisation_id=cast.noord_id,
            request_id=self.request_id,
            how="solo",
            state="open",
        )
        PlanPart.objects.create(
            proposal=row,
            number=1,
            volunteer_id=self.who,
            first_day=local_day(NOW),
            last_day=local_day(NOW) + 400 * DAY,
            visits=1,
            visit_minutes=60,
        )
        return self

    # --- what happened -----

    def happened(self, one: History) -> None:
        Network.objects.update(
            days_of_rest_after_no=one.days_of_rest,
            open_asks_at_once=one.at_once,
            most_asks_a_month=one.a_month,
        )
        at = {"noord": self.cast.noord_id, "zuid": self.cast.zuid_id}
        for asked in one.asked:
            self._asked(asked, one.now)
        if one.signal:
            VolunteerSignal.objects.create(
                volunteer_id=self.who,
                organisation_id=at[one.signal],
                reason="time",
                to_id=(self.cast.anna if one.signal == "noord" else self.cast.carla).id,
                at=one.now - 30 * DAY,
                call_before=local_day(one.now),
            )
        if one.raised:
            self._raised(one, self.cast.anna if one.raised == "noord" else self.cast.carla)
        self._limits(one, at)

    def _asked(self, asked: Asked, now: datetime) -> None:
        of = self.cast.carla if asked.zuid else self.cast.anna
        request_id = self.elsewhere if asked.zuid else self.request_id
        if not asked.this:
            request_id = self.cast.request(of=of)
        asked_at = now - timedelta(hours=asked.hours_ago)
        answered_at = min(now, asked_at + timedelta(hours=asked.no_after))
        if asked.state == "open":
            mine = Proposal.objects.filter(request_id=request_id, volunteer_id=self.who)
            if mine.filter(state="open").exists():
                return
        Proposal.objects.create(
            organisation_id=of.organisation_id,
            request_id=request_id,
            volunteer_id=self.who,
            what="Samen wandelen",
            asked_by_id=of.id,
            asked_at=asked_at,
            expires_at=now + 30 * DAY,
            state=asked.state,
            answered_at=None if asked.state == "open" else answered_at,
            first_day=local_day(asked_at),
            last_day=local_day(asked_at) + 60 * DAY,
            visit_minutes=60,
        )
        Message.objects.create(
            organisation_id=of.organisation_id,
            volunteer_id=self.who,
            request_id=request_id,
            to="volunteer",
            channel="sms",
            template="proposal",
            queued_at=asked_at,
            state="told" if asked.heard else "queued",
        )

    def _raised(self, one: History, by: Actor) -> None:
        row = LimitsRaise.objects.create(
            volunteer_id=self.who,
            wanted={},
            asked_at=one.now - 3 * DAY if one.confirmed else one.now,
            effective_on=local_day(one.now) + 30 * DAY,
            asked_by_id=self.cast.henk.id if one.confirmed else by.id,
            needs_second=one.confirmed,
            confirmed_by_id=by.id if one.confirmed else None,
        )
        if one.confirmed:
            Event.objects.create(
                aggregate="volunteer",
                aggregate_id=self.who,
                sequence=900,
                type="volunteer.raise_confirmed",
                actor_role="coordinator",
                actor_id=by.id,
                organisation_id=by.organisation_id,
                at=one.now,
                data={"raise": str(row.pk)},
                expires_on=date(2040, 1, 1),
            )

    def _limits(self, one: History, at: dict[str, UUID]) -> None:
        today = local_day(one.now)
        row = Limits.objects.get(pk=self.who)
        if one.rest is not None:
            row.rest_until = today + one.rest[0] * DAY
            row.rest_after_id = at.get(one.rest[1])
        if one.stops:
            row.stops_on = today + 20 * DAY
        if one.pause is not None:
            first, length = one.pause
            row.pause_from = today + first * DAY
            row.pause_to = None if length is None else row.pause_from + length * DAY
        if one.away is not None:
            first, length = one.away
            last = today + (first + length) * DAY
            row.away = [[(today + first * DAY).isoformat(), last.isoformat()]]
        row.save()

    # --- every way -----

    def ways(self, now: datetime) -> dict[str, bool]:
        """Whether they may be asked for something of Noord, by each way."""
        return {
            "ask": self._acts(lambda: self._ask(now)),
            "said yes by telephone": self._acts(lambda: self._note_yes(now)),
            "leg": self._acts(lambda: self._leg(now)),
            "candidates": self._on_page(now),
            "plan": self._in_plan(now),
            "proposal of a plan": self._proposed(now),
        }

    def for_one_visit(self, now: datetime) -> dict[str, bool]:
        """The same for standing in, for which a yes of before does not count."""
        day = local_day(now) + 5 * DAY
        match = Match.objects.get(request_id=self.covered)
        helper = Actor(self.cast.bram.role, id=match.volunteer_id)
        visits.cannot_visit(actor=helper, now=now, match_id=match.pk, day=day)
        page = candidate_page(self.cast.anna, self.covered, now, Look(visit_on=day))
        assert page.visit is not None
        one_day = self.cast.plan(first_day=day, last_day=day, weekday=day.weekday())

        def act() -> None:
            propose.note_yes(
                actor=self.cast.anna,
                now=now,
                request_id=self.covered,
                volunteer_id=self.who,
                plan=one_day,
            )

        return {
            "stand in": self._acts(act),
            "candidates to stand in": any(one.volunteer_id == self.who for one in page.shown),
        }

    def whatever_is_asked(self, now: datetime) -> dict[str, bool]:
        """Of no request in particular, as each organisation sees it."""
        third = replace(self.cast.carla, organisation_id=self.cast.wijkteam_id)
        (shared,) = shared_volunteers(third, "1013", now)
        return {
            "plan": self._open(now),
            "arrays of Noord": self._open(now, of=self.cast.noord_id, up_to=UpTo.LIMIT),
            "arrays of Zuid": self._open(now, of=self.cast.zuid_id, up_to=UpTo.LIMIT),
            "shared": shared.has_room,
        }

    def _plan(self, now: datetime) -> propose.Plan:
        # far enough for whoever is away now to be back
        first = local_day(now) + 20 * DAY
        return self.cast.plan(first_day=first, last_day=first + 40 * DAY, weekday=None)

    def _on_page(self, now: datetime) -> bool:
        page = candidate_page(self.cast.anna, self.request_id, now)
        return any(one.volunteer_id == self.who for one in page.shown)

    def _open(self, now: datetime, **how: Any) -> bool:
        made, ids = volunteers_of(frame_of(self.cast.network_id, now), **how)
        return not made.closed[ids.index(self.who)]

    def _in_plan(self, now: datetime) -> bool:
        made = problem_of(self.cast.network_id, now)
        pair = [made.request_ids.index(self.request_id), made.volunteer_ids.index(self.who)]
        closed = bool(made.problem.volunteers.closed[pair[1]])
        return not closed and pair not in made.problem.refused.tolist()

    def _proposed(self, now: datetime) -> bool:
        shown = plan_page(self.cast.anna, now).proposals
        return any(one.row.pk == self.request_id for one in shown)

    def _acts(self, act: Callable[[], object]) -> bool:
        try:
            with transaction.atomic():
                act()
                transaction.set_rollback(True)
        except Refused:
            return False
        return True

    def _ask(self, now: datetime) -> None:
        propose.ask(
            actor=self.cast.anna,
            now=now,
            request_id=self.request_id,
            volunteer_id=self.who,
            plan=self._plan(now),
        )

    def _note_yes(self, now: datetime) -> None:
        propose.note_yes(
            actor=self.cast.anna,
            now=now,
            request_id=self.request_id,
            volunteer_id=self.who,
            plan=self._plan(now),
        )

    def _leg(self, now: datetime) -> None:
        plan = self._plan(now)
        team_id = teams.choose_team(
            actor=self.cast.anna,
            now=now,
            request_id=self.request_id,
            kind=Kind.DUO,
            legs=[
                teams.ChosenLeg(one, plan.first_day, plan.last_day, 60, 1, 0)
                for one in (self.who, *self.others)
            ],
        )
        teams.ask_leg(actor=self.cast.anna, now=now, team_id=team_id, number=1, plan=plan)


@pytest.fixture
def town(cast: Cast) -> Town:
    return Town(cast).build()


#: Each of these was said differently by two of the ways before one decision made them.
DIFFERED = (
    History(asked=(Asked(False, 14 * 24 + 2, "no", 0),)),
    History(asked=(Asked(True, 14 * 24 + 2, "no", 0),), clock=time(23)),
    History(asked=(Asked(False, 24, "open"),), at_once=2),
    History(asked=(Asked(False, 0, "no", 0),), days_of_rest=0),
    History(asked=(Asked(False, 40, "withdrawn", 2, this=True, heard=True),)),
    History(asked=(Asked(False, 900, "silent", 90, this=True),)),
    History(raised="noord"),
    History(raised="zuid", confirmed=True),
    History(pause=(-4, 3)),
    History(rest=(0, "zuid")),
)


# not made smaller when it fails: a history is read as it is, and each step builds a town's pages
@pytest.mark.both_engines
@settings(
    max_examples=12,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(one=HISTORIES)
def test_every_way_to_ask_says_the_same(town: Town, one: History) -> None:
    agree(town, one)


@pytest.mark.both_engines
@pytest.mark.parametrize("one", DIFFERED)
def test_they_agree_where_they_once_differed(town: Town, one: History) -> None:
    agree(town, one)


def agree(town: Town, one: History) -> None:
    """Also for one visit, for which an earlier question is no reason, and for no request at all."""
    with transaction.atomic():
        town.happened(one)
        for said in (
            town.ways(one.now),
            town.whatever_is_asked(one.now),
            town.for_one_visit(one.now),
        ):
            assert len(set(said.values())) == 1, said
        transaction.set_rollback(True)


@pytest.mark.both_engines
@pytest.mark.parametrize(
    ("one", "may"),
    [
        (History(), True),
        (History(asked=(Asked(False, 15 * 24, "no"),)), True),
        (History(asked=(Asked(False, 14 * 24, "no"),)), False),
        (History(asked=(Asked(True, 900, "silent", 90, this=True),)), True),
    ],
)
def test_what_they_agree_on(town: Town, one: History, may: bool) -> None:
    town.happened(one)
    assert set(town.ways(one.now).values()) == {may}


def test_every_limit_has_its_sentence_for_whoever_asks() -> None:
    assert set(SAID) == set(Limit)
