"""Nobody is chased: over half a year, with coordinators of two organisations who try every way.

The rules hold for a person and not for an organisation. What is looked at is what stands in the
table afterwards, not what an action says of itself.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from tests.app import planned
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.account.actors import SYSTEM, Actor
from loopplank.access.matching.candidates import candidate_page
from loopplank.actions.matching import apply_plan, proposals, propose, teams
from loopplank.actions.messages import messages
from loopplank.actions.volunteers import visits, volunteers
from loopplank.core.kit.calendar import at_local, local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.team_state import Kind
from loopplank.core.volunteers.contact_limits import MONTH, counts
from loopplank.core.volunteers.load import Limits
from loopplank.jobs.chance import Random
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import (
    Affiliation,
    Match,
    Message,
    Network,
    PlanProposal,
    Proposal,
    Request,
    VisitCover,
)

WIDE = Limits(liked_minutes=5000, max_minutes=6000, max_people=60, max_heavy=60)
HALF_A_YEAR = 26


def of_both(cast: Cast, name: str) -> Actor:
    """A volunteer of Noord and of Zuid, with room for anything."""
    mail = f"{name.split(maxsplit=1)[0].lower()}@example.nl"
    who = cast.volunteer(name, email=mail, limits=WIDE)
    cast.volunteer(name, of=cast.carla, email=mail, limits=WIDE)
    there = Affiliation.objects.get(volunteer_id=who.id, organisation_id=cast.zuid_id)
    volunteers.join(actor=who, now=cast.now, affiliation_id=there.pk, yes=True)
    Affiliation.objects.filter(pk=there.pk).update(certificate_seen_on=TODAY)
    return who


def ask(
    cast: Cast,
    who: Actor,
    *,
    of: Actor | None = None,
    now: datetime = NOW,
    request: UUID | None = None,
) -> UUID:
    assert who.id
    return propose.ask(
        actor=of or cast.anna,
        now=now,
        request_id=request or cast.ready(of=of),
        volunteer_id=who.id,
        plan=cast.plan(first_day=local_day(now), last_day=local_day(now) + timedelta(weeks=8)),
    )


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as found:
        act()
    return found.value.reason.code


def silent_week_after_week(cast: Cast, who: Actor, times: int, *, of: Actor | None = None) -> None:
    """So many questions of which none was answered, four days apart."""
    for n in range(times):
        at = NOW + timedelta(days=4 * n)
        proposal_id = ask(cast, who, of=of, now=at)
        Proposal.objects.filter(pk=proposal_id).update(state="silent", answered_at=at)


# --- at most so many a month -----


def test_the_fifth_question_of_a_month_is_refused_with_the_day_on_which_it_may(cast: Cast) -> None:
    who = of_both(cast, "Ria Smit")
    silent_week_after_week(cast, who, 4)
    at = NOW + timedelta(days=29)
    with pytest.raises(Refused) as found:
        ask(cast, who, now=at)
    assert found.value.reason.code == "proposal.enough_this_month"
    assert found.value.reason.params["again"] == TODAY + MONTH
    ask(cast, who, now=NOW + MONTH)


def test_another_organisation_reads_nothing_of_it(cast: Cast) -> None:
    who = of_both(cast, "Ria Smit")
    silent_week_after_week(cast, who, 3, of=cast.carla)
    silent_week_after_week(cast, who, 1)
    at = NOW + timedelta(days=20)
    assert refused(lambda: ask(cast, who, now=at)) == "proposal.not_now"
    page = candidate_page(cast.anna, cast.ready(), at)
    seen = next(one for one in page.fits_not if one.someone.key == str(who.id))
    assert seen.reason.code == "why_not.not_now"
    own = candidate_page(cast.carla, cast.ready(of=cast.carla), at)
    seen = next(one for one in own.fits_not if one.someone.key == str(who.id))
    assert seen.reason.code == "why_not.not_now", "three of four are their own: no more is said"


def test_whoever_was_asked_enough_here_is_said_so_on_the_page_of_candidates(cast: Cast) -> None:
    who = of_both(cast, "Ria Smit")
    silent_week_after_week(cast, who, 4)
    page = candidate_page(cast.anna, cast.ready(), NOW + timedelta(days=20))
    seen = next(one for one in page.fits_not if one.someone.key == str(who.id))
    assert seen.reason.code == "why_not.asked_often"


def test_a_question_that_was_taken_back_counts_too(cast: Cast) -> None:
    Network.objects.update(most_asks_a_month=1)
    who = of_both(cast, "Ria Smit")
    proposals.withdraw(actor=cast.anna, now=NOW, proposal_id=ask(cast, who))
    assert refused(lambda: ask(cast, who)) == "proposal.enough_this_month"


# --- never twice for the same -----


def test_a_question_that_nobody_heard_of_may_be_put_again(cast: Cast) -> None:
    request_id = cast.ready()
    proposal_id = ask(cast, cast.bram, request=request_id)
    proposals.withdraw(actor=cast.anna, now=NOW, proposal_id=proposal_id)
    assert ask(cast, cast.bram, request=request_id)


def test_a_question_that_was_heard_is_never_put_again(cast: Cast) -> None:
    request_id = cast.ready()
    proposal_id = ask(cast, cast.bram, request=request_id)
    told = Message.objects.get(template="proposal", volunteer_id=cast.bram_id)
    messages.tell(actor=cast.anna, now=NOW, message_id=told.pk, how="sent")
    proposals.withdraw(actor=cast.anna, now=NOW, proposal_id=proposal_id)
    again = refused(lambda: ask(cast, cast.bram, request=request_id))
    assert again == "proposal.asked_already"


# --- silence is safe -----


def test_after_silence_somebody_may_be_asked_at_once_and_nothing_is_held_against_them(
    cast: Cast,
) -> None:
    proposal_id = ask(cast, cast.bram)
    later = NOW + timedelta(days=6)
    Sweeper().sweep(later)
    assert Proposal.objects.get(pk=proposal_id).state == "silent"
    page = candidate_page(cast.anna, cast.ready(), later)
    bram = next(one for one in page.shown if one.volunteer_id == cast.bram_id)
    assert {reason.code for reason in bram.candidate.cons} <= {"mind.first", "mind.distance"}
    assert ask(cast, cast.bram, now=later)


# --- over half a year -----


@dataclass
class Life:
    """Coordinators who try whatever there is, and volunteers who answer as it falls."""

    cast: Cast
    chance: Random
    lasts: int
    people: list[Actor] = field(default_factory=list)
    wishes: list[tuple[Actor, UUID]] = field(default_factory=list)
    refusals: int = 0

    def begin(self) -> None:
        self.people = [of_both(self.cast, f"{name} Vraagbaar") for name in ("Ada", "Ben", "Cor")]
        for of in (self.cast.anna, self.cast.carla):
            self.wishes += [(of, self.cast.ready(of=of, last_name=f"Wens{n}")) for n in range(10)]

    def weeks(self) -> Iterator[datetime]:
        for day in range(self.lasts * 7):
            yield at_local(TODAY + timedelta(days=day), time(self.chance.randint(9, 16)))

    def live(self) -> None:
        self.begin()
        for now in self.weeks():
            self._answers(now)
            for _ in range(self.chance.randint(0, 2)):
                # whatever is refused is tried again on another day, by another way
                try:
                    self.chance.choice(self.ways())(now)
                except Refused:
                    self.refusals += 1
            if self.chance.random() < 0.3:
                Sweeper().sweep(now)

    def ways(self) -> list[Callable[[datetime], object]]:
        return [self._ask, self._ask, self._phone, self._leg, self._stand_in, self._withdraw]

    def _plan(self, now: datetime) -> propose.Plan:
        first = local_day(now) + timedelta(days=3)
        return self.cast.plan(first_day=first, last_day=first + timedelta(weeks=6), weekday=None)

    def _whom(self) -> UUID:
        who = self.chance.choice(self.people).id
        assert who
        return who

    def _ask(self, now: datetime) -> None:
        of, request_id = self.chance.choice(self.wishes)
        propose.ask(
            actor=of,
            now=now,
            request_id=request_id,
            volunteer_id=self._whom(),
            plan=self._plan(now),
        )

    def _phone(self, now: datetime) -> None:
        of, request_id = self.chance.choice(self.wishes)
        propose.note_yes(
            actor=of,
            now=now,
            request_id=request_id,
            volunteer_id=self._whom(),
            plan=self._plan(now),
        )

    def _leg(self, now: datetime) -> None:
        """Two of them together, and each asked for an own part."""
        of, request_id = self.chance.choice(self.wishes)
        plan = self._plan(now)
        two = self.chance.sample(self.people, 2)
        team_id = teams.choose_team(
            actor=of,
            now=now,
            request_id=request_id,
            kind=Kind.DUO,
            legs=[
                teams.ChosenLeg(UUID(str(one.id)), plan.first_day, plan.last_day, 60, 1, 0)
                for one in two
            ],
        )
        for number in (1, 2):
            with suppress(Refused):
                teams.ask_leg(actor=of, now=now, team_id=team_id, number=number, plan=plan)
        teams.let_go(actor=of, now=now, team_id=team_id)

    def _stand_in(self, now: datetime) -> None:
        running = list(Match.objects.filter(state__in=["meeting", "running"]))
        if not running:
            return
        row = self.chance.choice(running)
        Match.objects.filter(pk=row.pk).update(state="running")
        Request.objects.filter(pk=row.request_id).update(state="running")
        day = local_day(now) + timedelta(days=5)
        who = Actor(self.people[0].role, id=row.volunteer_id)
        visits.cannot_visit(actor=who, now=now, match_id=row.pk, day=day)
        if not VisitCover.objects.filter(request=row.request_id, day=day).exists():
            return
        of = self.cast.anna if row.organisation_id == self.cast.noord_id else self.cast.carla
        propose.ask(
            actor=of,
            now=now,
            request_id=row.request_id,
            volunteer_id=self._whom(),
            plan=self.cast.plan(first_day=day, last_day=day),
        )

    def _withdraw(self, now: datetime) -> None:
        rows = list(Proposal.objects.filter(state="open").order_by("asked_at"))
        if rows:
            row = self.chance.choice(rows)
            of = self.cast.anna if row.organisation_id == self.cast.noord_id else self.cast.carla
            proposals.withdraw(actor=of, now=now, proposal_id=row.pk)

    def _answers(self, now: datetime) -> None:
        for row in Proposal.objects.filter(state="open", asked_at__lt=now).order_by("asked_at"):
            who = Actor(self.people[0].role, id=row.volunteer_id)
            told = Message.objects.filter(volunteer_id=row.volunteer_id, template="proposal")
            told.filter(state="queued").update(state="told")
            with suppress(Refused):
                match self.chance.randint(0, 5):
                    case 0:
                        proposals.decline(actor=who, now=now, proposal_id=row.pk)
                    case 1:
                        proposals.accept(actor=who, now=now, proposal_id=row.pk)
                    case 2 if row.expires_at <= now:
                        proposals.expire(actor=SYSTEM, now=now, proposal_id=row.pk)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.proof
def test_over_half_a_year_nobody_is_chased(cast: Cast, seed: int) -> None:
    nobody_is_chased(Life(cast, Random(seed), HALF_A_YEAR))


def test_over_two_months_nobody_is_chased(cast: Cast) -> None:
    nobody_is_chased(Life(cast, Random(3), 9))


def nobody_is_chased(life: Life) -> None:
    life.live()
    cast = life.cast
    most = Network.objects.get(pk=cast.network_id).most_asks_a_month
    rows = list(Proposal.objects.order_by("asked_at"))
    assert len(rows) > 20 * life.lasts // HALF_A_YEAR, "something must have been asked"
    assert life.refusals > 50 * life.lasts // HALF_A_YEAR, "and much refused"
    assert len({row.organisation_id for row in rows}) == 2
    for who in life.people:
        mine = [row for row in rows if row.volunteer_id == who.id]
        for row in mine:
            day = local_day(row.asked_at)
            month = [one for one in mine if one.asked_at <= row.asked_at]
            assert sum(counts(local_day(one.asked_at), day) for one in month) <= most
            for other in mine:
                if other is row:
                    continue
                closed = other.answered_at or datetime.max.replace(tzinfo=row.asked_at.tzinfo)
                assert not other.asked_at < row.asked_at < closed, "one at a time"
                if other.state == "no" and other.answered_at and other.answered_at <= row.asked_at:
                    assert row.asked_at - other.answered_at >= timedelta(days=14), "rest after a no"
    heard = [row for row in rows if row.state not in {"withdrawn", "gone"}]
    for row in heard:
        again = [
            one
            for one in heard
            if one is not row
            and (one.volunteer_id, one.request_id) == (row.volunteer_id, row.request_id)
        ]
        for one in again:
            once = row.first_day == row.last_day or one.first_day == one.last_day
            assert once, "nobody is asked twice for the same help"
            first = min(row, one, key=lambda found: found.asked_at)
            assert first.state == "yes", "and after a no or silence not once more"
            assert (row.first_day, row.last_day) != (one.first_day, one.last_day)


@pytest.mark.both_engines
def test_a_plan_that_is_accepted_asks_by_the_same_rules(cast: Cast) -> None:
    """The whole batch: whoever rests, or was asked enough elsewhere, is not asked after all."""
    who = of_both(cast, "Ria Smit")
    silent_week_after_week(cast, who, 4, of=cast.carla)
    Proposal.objects.filter(volunteer_id=who.id).update(asked_at=NOW - timedelta(days=2))
    planned.sought(cast)
    planned.plan_now(cast)
    for row in PlanProposal.objects.filter(parts__volunteer_id=who.id):
        with suppress(Refused):
            apply_plan.accept(actor=cast.anna, now=NOW, proposal_id=row.pk, what="Samen wandelen")
    assert Proposal.objects.filter(volunteer_id=who.id, organisation_id=cast.noord_id).count() == 0
