"""The rows of an organisation at work are what its event log says, after every step.

A walk does at random what coordinators, volunteers, askers and the clock do. After each step the
journeys are replayed: no promise broken, and no row that its events do not give.
"""

from collections import Counter
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from random import Random  # noqa: TID251  seeded by the number of the walk
from typing import Any
from uuid import UUID

import pytest
from tests.app.cast import NOW, Cast
from tests.app.joining import join

from loopplank.access.account.actors import SYSTEM, Actor, NotFound, actor_of
from loopplank.access.responsibility import nightly_checks
from loopplank.actions.matching import matches, proposals, propose
from loopplank.actions.organisations import colleagues
from loopplank.actions.privacy import erasure
from loopplank.actions.requests import closing, handling, waiting
from loopplank.actions.responsibility import absence, rota, takeovers
from loopplank.actions.triage import triage
from loopplank.actions.wellbeing import signal, signal_steps
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.closing import ClosingReason, Lack
from loopplank.core.responsibility.event_replay import faults
from loopplank.core.triage import Gate, Route, answers_for_gate
from loopplank.jobs.nightly import daily_work
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import (
    Absence,
    Assessment,
    Event,
    Match,
    Membership,
    Network,
    Organisation,
    Proposal,
    Request,
    Turn,
    VolunteerSignal,
)


class Walk:
    """An organisation at work; `chance` decides who does what, and how long nothing happens."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast, self.chance, self.now = cast, Random(seed), NOW
        Network.objects.update(open_asks_at_once=99, most_asks_a_month=12, days_of_rest_after_no=0)
        Organisation.objects.filter(pk=cast.noord_id).update(board_contact_id=cast.gerda.id)
        self.colleagues = [cast.anna, cast.henk, self._newcomer()]
        self.helpers = [cast.volunteer(f"Ria Nummer{n}") for n in range(4)]
        self.done: Counter[str] = Counter()
        for _ in range(3):
            self._in_time(cast.request)

    def _newcomer(self) -> Actor:
        pk = join(
            actor=SYSTEM,
            now=NOW,
            organisation_id=self.cast.noord_id,
            person=colleagues.Person("Yusuf Demir", "yusuf@example.nl", weekdays=(2, 4)),
            role=Role.COORDINATOR,
        )
        rows = Membership.objects.select_related("account", "organisation")
        return actor_of(rows.get(pk=pk))

    def step(self) -> None:
        """One thing that somebody does; refused is fine, and changes nothing."""
        names = sorted(STEPS)
        (name,) = self.chance.choices(names, [OFTEN.get(one, 1) for one in names])
        try:
            STEPS[name](self)
        except (Refused, NotFound):
            self.done["refused"] += 1
        else:
            self.done[name] += 1

    # --- who, which, when ---

    @property
    def coordinator(self) -> Actor:
        return self.chance.choice(self.colleagues)

    def one(self, rows: Any) -> Any:
        found = list(rows.order_by("pk"))
        if not found:
            raise NotFound("nothing to do this with")
        return self.chance.choice(found)

    def request(self, *states: str) -> UUID:
        rows = Request.objects.filter(erased_at=None, organisation_id=self.cast.noord_id)
        found: UUID = self.one(rows.filter(state__in=states) if states else rows).pk
        return found

    def by(self) -> dict[str, Any]:
        return {"actor": self.coordinator, "now": self.now}

    def _in_time(self, act: Callable[[], object]) -> None:
        self.cast.now = self.now
        act()

    def weigh(self) -> None:
        request_id = self.request("talking", "waiting", "searching")
        heard = {k: v for gate in Gate for k, v in answers_for_gate(gate, "ordinary").items()}
        by = self.by()
        made = triage.assess(**by, request_id=request_id, heard=triage.Heard(heard))
        route = Route(Assessment.objects.get(pk=made).route)
        triage.decide(**by, request_id=request_id, decision=triage.Decision(made, route))

    def ask(self) -> None:
        today = local_day(self.now)
        propose.ask(
            **self.by(),
            request_id=self.request("searching", "proposed", "running"),
            volunteer_id=self.chance.choice(self.helpers).id,  # type: ignore[arg-type]
            plan=self.cast.plan(
                first_day=today + timedelta(days=2), last_day=today + timedelta(days=40)
            ),
        )

    def answer(self) -> None:
        row = self.one(Proposal.objects.filter(state="open"))
        who = Actor(Role.VOLUNTEER, id=row.volunteer_id)
        if self.chance.random() < 0.6:
            proposals.accept(actor=who, now=self.now, proposal_id=row.pk)
        elif self.chance.random() < 0.5:
            proposals.decline(actor=who, now=self.now, proposal_id=row.pk)
        else:
            proposals.question(actor=who, now=self.now, proposal_id=row.pk, text="Hoe laat?")

    def help(self) -> None:
        row = self.one(Match.objects.filter(state__in=["meeting", "running"]))
        if row.state == "meeting":
            matches.start(**self.by(), match_id=row.pk)
        elif self.chance.random() < 0.5:
            matches.evaluate(**self.by(), match_id=row.pk)
        else:
            matches.end(**self.by(), match_id=row.pk, reason="other")

    def close(self) -> None:
        closing.close(
            **self.by(),
            request_id=self.request(),
            closing=closing.Closing(
                self.chance.choice(list(ClosingReason)),
                nobody_discussed=True,
                lack=self.chance.choice([None, Lack.PLACE]),
            ),
        )

    def absent(self) -> None:
        who = self.chance.choice([*self.colleagues, self.cast.gerda])
        first = local_day(self.now) + timedelta(days=self.chance.randint(0, 4))
        last = self.chance.choice([None, first + timedelta(days=self.chance.randint(0, 6))])
        absence.note(**self.by(), membership_id=who.id, first=first, last=last)  # type: ignore[arg-type]

    def turn(self) -> None:
        first = local_day(self.now) + timedelta(days=self.chance.randint(0, 5))
        rota.add_turn(
            **self.by(),
            membership_id=self.coordinator.id,  # type: ignore[arg-type]
            first=first,
            last=first + timedelta(days=self.chance.randint(0, 5)),
            heard_yes=True,
        )

    def later(self) -> None:
        self.now += timedelta(hours=self.chance.choice([1, 5, 24, 60]))
        Sweeper().sweep(self.now)


STEPS: dict[str, Callable[[Walk], object]] = {
    "phone": lambda w: w._in_time(lambda: w.cast.request(of=w.coordinator)),
    "web": lambda w: w._in_time(w.cast.web_request),
    "talk": lambda w: handling.log_contact(
        **w.by(), request_id=w.request(), kind=w.chance.choice(["talk", "not_reached", "note"])
    ),
    "weigh": Walk.weigh,
    "ask": Walk.ask,
    "answer": Walk.answer,
    "help": Walk.help,
    "wait": lambda w: closing.wait(**w.by(), request_id=w.request(), lack=Lack.PLACE),
    "search": lambda w: closing.search(**w.by(), request_id=w.request("waiting")),
    "tell": lambda w: waiting.tell_waiting(**w.by(), request_id=w.request("waiting")),
    "close": Walk.close,
    "reopen": lambda w: closing.reopen(**w.by(), request_id=w.request("closed")),
    "call back": lambda w: closing.called_back(**w.by(), request_id=w.request("closed")),
    "take over": lambda w: handling.take_over(**w.by(), request_id=w.request()),
    "changed": lambda w: handling.report_change(
        actor=Actor(Role.HELP_SEEKER, id=(pk := w.request())),
        now=w.now,
        request_id=pk,
        what="other",
    ),
    "refer": lambda w: handling.note_referral(
        **w.by(),
        request_id=w.request(),
        said=handling.PhoneAnswer("Wijkteam", "Ella", "thinking", local_day(w.now)),
    ),
    "signal": lambda w: signal.send_signal(
        actor=w.chance.choice(w.helpers), now=w.now, reason="time"
    ),
    "called": lambda w: signal_steps.answer_signal(
        **w.by(),
        signal_id=w.one(VolunteerSignal.objects.filter(answered_at=None)).pk,
        outcome="other",
    ),
    "absent": Walk.absent,
    "back": lambda w: absence.end(
        **w.by(), absence_id=w.one(Absence.objects.filter(returned_at=None)).pk
    ),
    "turn": Walk.turn,
    "no turn": lambda w: rota.remove_turn(**w.by(), turn_id=w.one(Turn.objects.all()).pk),
    "take all": lambda w: takeovers.accept(**w.by(), membership_id=w.coordinator.id),  # type: ignore[arg-type]
    "erase": lambda w: erasure.erase_help_seeker(**w.by(), request_id=w.request("closed")),
    "later": Walk.later,
}


#: What needs others before it can happen is tried more often.
OFTEN = {"weigh": 3, "ask": 5, "answer": 4, "help": 3, "called": 2, "signal": 0.4, "later": 2}


def walk(
    cast: Cast, seed: int, steps: int, until: AbstractSet[str] = frozenset(), most: int = 0
) -> Walk:
    """`steps` steps, and on to at most `most` while something of `until` was not done yet."""
    one = Walk(cast, seed)
    for number in range(max(steps, most)):
        if number >= steps and until <= set(one.done):
            break
        one.step()
        read = nightly_checks.journeys(
            nightly_checks.journeys_after(None, limit=10_000), nightly_checks.Working()
        )
        found = [fault for journey in read.values() for fault in faults(journey)]
        assert not found, (seed, number, found, one.done)
        broken = nightly_checks.broken_promises(one.now)
        assert not any(broken.values()), (seed, number, broken)
        _nothing_stays_with_who_is_away(one.now)
    return one


def _nothing_stays_with_who_is_away(now: datetime) -> None:
    """As soon as an absence has a cover, what was moved is not with the one who is away."""
    for row in Absence.objects.filter(began_at__isnull=False, returned_at=None):
        if row.cover_id:
            moved = Request.objects.filter(pk__in=row.moved.values("request_id"))
            by_hand = Event.objects.filter(
                type__in=["request.taken_over", "request.reopened"], at__gte=row.began_at
            ).values("aggregate_id")
            assert not moved.filter(owner_id=row.membership_id).exclude(pk__in=by_hand).exists()


@pytest.mark.parametrize("seed", range(3))
def test_after_every_step_the_log_gives_the_rows(seed: int, cast: Cast) -> None:
    one = walk(cast, seed, 60)
    assert len(one.done) > 12, one.done


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(100, 112))
def test_after_thousands_of_steps_too(seed: int, cast: Cast) -> None:
    each = {"ask", "answer", "help", "absent", "back", "take over", "close"}
    one = walk(cast, seed, 300, until=each, most=1500)
    assert set(one.done) >= each, one.done


# --- the nightly check reads it -------------------------------------------------------------------


def test_a_row_that_its_events_do_not_give_is_found(cast: Cast) -> None:
    good, bad = cast.request(), cast.request()
    Request.objects.filter(pk=bad).update(due_on=local_day(NOW) + timedelta(days=90))
    found = daily_work.check(NOW, lambda: False)
    assert found["log_differs_from_row"] == 1
    assert found["requests_replayed"] == 2
    assert sum(v for k, v in found.items() if k != "requests_replayed") == 1  # type: ignore[misc]
    assert good != bad


def test_a_request_without_any_event_is_found(cast: Cast) -> None:
    row = Request.objects.get(pk=cast.request())
    row.pk, row.number, row.submission, row.standing = UUID(int=7), "2611-999", None, "following"
    row.save(force_insert=True)
    assert daily_work.check(NOW, lambda: False)["log_differs_from_row"] == 1


def test_an_owner_who_had_left_when_it_happened_is_found(cast: Cast) -> None:
    """An event of Henk's time before he came back: the log remembers what the rows forgot."""
    colleagues.leave(actor=cast.anna, now=NOW, membership_id=cast.henk.id)  # type: ignore[arg-type]
    request_id = cast.request()
    row = Request.objects.get(pk=request_id)
    last = Event.objects.filter(aggregate_id=request_id).order_by("-sequence")[0]
    for number, owner in ((1, cast.henk.id), (2, cast.anna.id)):
        Event.objects.create(
            aggregate="request",
            aggregate_id=request_id,
            sequence=last.sequence + number,
            type="request.agreed",
            actor_role="coordinator",
            at=NOW + timedelta(days=number),
            data={**last.data, "owner": str(owner)},
            expires_on=last.expires_on,
            journey_id=row.journey_id,
        )
    assert daily_work.check(NOW, lambda: False)["log_without_active_owner"] == 1


def test_journeys_are_read_in_batches_and_a_stop_is_heard(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        cast.request()
    whole = nightly_checks.journeys_after
    monkeypatch.setattr(nightly_checks, "journeys_after", lambda last: whole(last, limit=2))
    assert daily_work.check(NOW, lambda: False)["requests_replayed"] == 5
    answers = iter([False, False, True])
    with pytest.raises(daily_work.Stopped):
        daily_work.check(NOW, lambda: next(answers))


def test_a_batch_costs_two_questions_however_many_there_are(
    cast: Cast, queries: Callable[[], Any]
) -> None:
    for _ in range(4):
        cast.request()
    ids = nightly_checks.journeys_after(None)
    working = nightly_checks.Working()
    with queries() as asked:
        assert len(nightly_checks.journeys(ids, working)) == 4
    assert len(asked) == 2, asked
