"""Everybody does anything, in three organisations and outside them, while the calendar jumps.

After every step: one active owner of every open question, no referral past its clock, a reason and
a next step on what is closed, nobody sees what is not theirs, and the events tell the same story.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tests.app import referring
from tests.app.cast import NOW, Cast
from tests.app.joining import join
from tests.proofs import share_of

from loopplank.access.account.actors import SYSTEM, Actor, NotFound, actor_of
from loopplank.access.referrals.referrals import referrals as referrals_of
from loopplank.access.requests.requests import requests as requests_of
from loopplank.access.responsibility.nightly_checks import (
    Working,
    broken_promises,
    journeys,
    journeys_after,
)
from loopplank.actions.matching import matches, proposals, propose
from loopplank.actions.organisations import colleagues, networks, organisations
from loopplank.actions.privacy import erasure
from loopplank.actions.referrals import hand_over, referrals
from loopplank.actions.requests import closing as request_closing
from loopplank.actions.requests import handling
from loopplank.actions.responsibility import absence
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import is_late, local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.referrals.states import (
    FINAL,
    GIVEN_BACK,
    ON_HOLD_FOR,
    REFUSALS,
    TAKEN_OVER,
    WITH_RECEIVER,
    Answer,
    Status,
    Track,
    Why,
)
from loopplank.core.requests.closing import ClosingReason, Lack
from loopplank.core.requests.states import OPEN
from loopplank.core.responsibility.event_replay import faults
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import Event, Match, Membership, Proposal, Referral, Request

ANY = st.integers(0, 10_000)
T = TypeVar("T")


def pick(rows: Sequence[T], number: int) -> T:
    """One of the rows; what is drawn never hangs on what is there, so a walk can be repeated."""
    return rows[number % len(rows)]


def first_seen(aggregate: str) -> list[UUID]:
    """Ids in the order in which they came about; the ids themselves are random."""
    events = Event.objects.filter(aggregate=aggregate).order_by("pk")
    return list(dict.fromkeys(events.values_list("aggregate_id", flat=True)))


def story(journey_id: UUID) -> str:
    """What happened to one question, for whoever reads why a walk failed."""
    events = Event.objects.filter(journey_id=journey_id).order_by("pk")
    return "\n".join(
        f"{e.at:%d %b %H:%M} {e.aggregate_id.hex[:4]} {e.type} {e.data}" for e in events
    )


class Everybody(RuleBasedStateMachine):
    """The network with West beside Noord and Zuid, the wijkteam, and practices outside."""

    given: Cast

    @initialize()
    def begin(self) -> None:
        self.cast = replace(self.given)
        self.now = NOW
        self.loop = Sweeper()
        self.parties: list[Actor] = []
        west = networks.add_organisation(
            actor=SYSTEM,
            now=NOW,
            network_id=self.cast.network_id,
            details=networks.NewOrganisation("West", "West", phone="0205550155"),
        )
        self.wim = self._colleague(west, "Wim West")
        self.wanda = self._colleague(west, "Wanda West")
        organisations.describe(
            actor=self.wim, now=NOW, values={"duty_phone": "0205550198", "weekdays": [1, 2, 3]}
        )
        self.west_id = west
        self.of: dict[UUID, tuple[Actor, ...]] = {
            self.cast.noord_id: (self.cast.anna, self.cast.henk),
            self.cast.zuid_id: (self.cast.carla, self.cast.dirk),
            west: (self.wim, self.wanda),
        }
        self.volunteers = [
            self.cast.bram,
            self.cast.volunteer("Ria Smit"),
            self.cast.volunteer("Zora Zuid", of=self.cast.carla),
        ]

    def _colleague(self, organisation_id: UUID, name: str) -> Actor:
        membership_id = join(
            actor=SYSTEM,
            now=NOW,
            organisation_id=organisation_id,
            person=colleagues.Person(
                name, f"{name.split(maxsplit=1)[0].lower()}@example.nl", weekdays=(1, 3)
            ),
            role=Role.COORDINATOR,
        )
        return actor_of(
            Membership.objects.select_related("account", "organisation").get(pk=membership_id)
        )

    # --- time -------------------------------------------------------------------------------------

    @rule(hours=st.sampled_from([1, 7, 24, 48, 24 * 8, 24 * 45]))
    def the_clock_jumps(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.cast.now = self.now
        self.loop.sweep(self.now)

    # --- questions --------------------------------------------------------------------------------

    @rule(who=ANY)
    def somebody_calls(self, who: int) -> None:
        self._try_call(lambda: self.cast.ready(of=pick(list(self.of.values()), who)[0]))

    @rule()
    def somebody_writes(self) -> None:
        self._try_call(self.cast.web_request)

    @rule(which=ANY, who=ANY, kind=st.sampled_from(["talk", "not_reached", "note"]))
    def write_a_talk_down(self, which: int, who: int, kind: str) -> None:
        for given in self._some_request(which, who):
            self._try(handling.log_contact, **given, kind=kind, channel="phone")

    @rule(which=ANY, who=ANY, what=st.sampled_from(["wait", "search", "take_over"]))
    def decide(self, which: int, who: int, what: str) -> None:
        for given in self._some_request(which, who):
            if what == "wait":
                self._try(request_closing.wait, **given, lack=Lack.PLACE)
            elif what == "search":
                self._try(request_closing.search, **given)
            else:
                self._try(handling.take_over, **given)

    @rule(
        which=ANY,
        who=ANY,
        reason=st.sampled_from(ClosingReason),
        party=st.sampled_from(["", "De dochter"]),
    )
    def close(self, which: int, who: int, reason: ClosingReason, party: str) -> None:
        closing = request_closing.Closing(
            reason, next_party=party, nobody_discussed=not party, lack=Lack.PLACE
        )
        for given in self._some_request(which, who):
            self._try(request_closing.close, **given, closing=closing)

    @rule(which=ANY, who=ANY)
    def reopen(self, which: int, who: int) -> None:
        for given in self._some_request(which, who):
            self._try(request_closing.reopen, **given)

    @rule(which=ANY, who=ANY)
    def erase(self, which: int, who: int) -> None:
        for given in self._some_request(which, who):
            self._try(erasure.erase_help_seeker, **given)

    @rule(where=ANY)
    def leave_for_good(self, where: int) -> None:
        by, *others = pick(list(self.of.values()), where)
        if not others:
            return
        self._try(colleagues.leave, actor=by, membership_id=others[0].id)
        if not Membership.objects.get(pk=others[0].id).active:
            # whoever left signs in no more
            self.of[by.own_organisation] = (by,)

    @rule(where=ANY, who=ANY, days=st.sampled_from([0, 3, 20]))
    def somebody_is_away(self, where: int, who: int, days: int) -> None:
        pair = pick(list(self.of.values()), where)
        today = local_day(self.now)
        self._try(
            absence.note,
            actor=pair[0],
            membership_id=pick(pair, who).id,
            first=today,
            last=today + timedelta(days=days),
        )

    # --- volunteers -------------------------------------------------------------------------------

    @rule(which=ANY, who=ANY, volunteer=ANY, yes=st.booleans())
    def ask_and_answer(self, which: int, who: int, volunteer: int, yes: bool) -> None:
        asked = pick(self.volunteers, volunteer)
        first = local_day(self.now) + timedelta(days=3)
        plan = self.cast.plan(first_day=first, last_day=first + timedelta(weeks=8))
        for given in self._some_request(which, who):
            self._try(propose.ask, **given, volunteer_id=asked.id, plan=plan)
        waiting = Proposal.objects.filter(state="open", volunteer_id=asked.id).first()
        if waiting is not None and yes:
            self._try(proposals.accept, actor=asked, proposal_id=waiting.pk)

    @rule(which=ANY, start=st.booleans())
    def help_starts_or_stops(self, which: int, start: bool) -> None:
        found = Match.objects.filter(state__in=["meeting", "running"]).order_by("agreed_at")
        if found:
            match = pick(list(found), which)
            actor = self.of[match.organisation_id][0]
            self._try(matches.start if start else matches.end, actor=actor, match_id=match.pk)

    # --- handing over -----------------------------------------------------------------------------

    @rule(which=ANY, who=ANY, to=ANY)
    def offer_elsewhere(self, which: int, who: int, to: int) -> None:
        receiver = pick([*self.of, self.cast.wijkteam_id, None], to)
        offered = hand_over.Offered(
            referring.Agreed(local_day(self.now)),
            to_organisation_id=receiver,
            outsider=None if receiver else referring.PRACTICE,
        )
        for given in self._some_request(which, who):
            made = self._try(hand_over.offer, **given, offered=offered)
            if isinstance(made, UUID) and receiver is None:
                self.parties.append(Actor(Role.PARTY, id=made))

    @rule(which=ANY, who=ANY, back=st.sampled_from([None, *ClosingReason]))
    def hand_over(self, which: int, who: int, back: ClosingReason | None) -> None:
        """The whole road at once, which chance alone would seldom walk; and perhaps back again."""
        noord, zuid = self.cast.noord_id, self.cast.zuid_id
        for given in self._some_request(which, who):
            to = zuid if given["actor"].organisation_id == noord else noord
            agreed = referring.Agreed(local_day(self.now))
            made = self._try(
                hand_over.offer,
                **given,
                offered=hand_over.Offered(agreed, to_organisation_id=to),
            )
            if not isinstance(made, UUID):
                continue
            owner = self.of[to][0]
            said = referrals.Said(
                Answer.YES, owner_id=owner.id, first_contact_by=local_day(self.now)
            )
            self._try(referrals.answer, actor=owner, referral_id=made, said=said)
            theirs = Referral.objects.get(pk=made).to_request_id
            if back is not None and theirs is not None:
                self._try(handling.log_contact, actor=owner, request_id=theirs, kind="talk")
                closing = request_closing.Closing(back, nobody_discussed=True, lack=Lack.PLACE)
                self._try(request_closing.close, actor=owner, request_id=theirs, closing=closing)

    @rule(with_account=st.booleans())
    def refer_in(self, with_account: bool) -> None:
        agreed = referring.Agreed(local_day(self.now))
        if with_account:
            self._try_call(lambda: referring.referred_in(self.cast, agreed=agreed))
            return
        party = self._try_call(lambda: referring.sent_from_outside(self.cast, agreed=agreed))
        if isinstance(party, Actor):
            self.parties.append(party)

    @rule(
        which=ANY,
        who=ANY,
        reply=st.sampled_from([*Answer, Answer.YES, Answer.YES]),
        why=st.sampled_from(REFUSALS),
        by_phone=st.booleans(),
    )
    def answer(self, which: int, who: int, reply: Answer, why: Why, by_phone: bool) -> None:
        for given in self._some_referral(which, who, {Status.REQUESTED}):
            said = referrals.Said(
                reply,
                why=why,
                owner_id=given["actor"].id,
                taken_by="Kim Kaya",
                taken_by_phone="0205550177",
                first_contact_by=local_day(self.now),
                by_phone=by_phone,
            )
            self._try(referrals.answer, **given, said=said)

    @rule(which=ANY, who=ANY, what=st.sampled_from(["begin", "hold", "report", "give_back"]))
    def follow_up(self, which: int, who: int, what: str) -> None:
        for given in self._some_referral(which, who, set(WITH_RECEIVER)):
            if what == "begin":
                self._try(referrals.begin, **given)
            elif what == "hold":
                self._try(referrals.hold, **given, why=ON_HOLD_FOR[0])
            elif what == "report":
                self._try(referrals.report, **given, outcome="helped")
            else:
                self._try(referrals.give_back, **given, why=GIVEN_BACK[0])

    @rule(which=ANY, who=ANY, what=st.sampled_from(["withdraw", "withdraw_consent", "mistake"]))
    def take_back(self, which: int, who: int, what: str) -> None:
        for given in self._some_referral(which, who, set(Status) - FINAL):
            self._try(getattr(referrals, what), **given)

    # --- what must always hold --------------------------------------------------------------------

    @invariant()
    def every_open_question_has_one_active_owner(self) -> None:
        for row in Request.objects.filter(state__in=OPEN).select_related("owner__account"):
            assert row.owner.active, row.pk
            assert row.owner.account.is_active
            owning = Request.objects.filter(
                journey_id=row.journey_id, state__in=OPEN, standing="owning"
            ).count()
            if owning == 1:
                continue
            assert owning == 0
            # nobody here owns: then somebody elsewhere said yes by name, or the person took their
            # consent back and this record only waits to be closed
            taken = Referral.objects.filter(from_request=row, status__in=sorted(TAKEN_OVER))
            by_name = taken.exclude(taken_by="").exists()
            assert by_name or row.change_reported == "consent_withdrawn", story(row.journey_id)

    @invariant()
    def no_referral_hangs_past_its_clock(self) -> None:
        for row in Referral.objects.filter(status=Status.REQUESTED):
            assert row.answer_by is not None
            if is_late(row.answer_by, self.now):
                assert row.track != Track.PEER
                assert row.lapsed_at is not None

    @invariant()
    def no_promise_is_broken(self) -> None:
        assert not any(broken_promises(self.now).values())

    @invariant()
    def everybody_sees_their_own_and_nothing_else(self) -> None:
        for organisation_id, pair in self.of.items():
            theirs = requests_of(pair[0]).exclude(organisation_id=organisation_id)
            assert not theirs.exists()
            for row in referrals_of(pair[0]):
                assert organisation_id in {row.from_organisation_id, row.to_organisation_id}
        for party in self.parties:
            assert set(referrals_of(party).values_list("pk", flat=True)) <= {party.id}

    @invariant()
    def the_events_tell_where_everything_stands(self) -> None:
        every = journeys(journeys_after(None, limit=10_000), Working())
        for journey_id, journey in every.items():
            assert not list(faults(journey)), story(journey_id)

    # --- underneath -------------------------------------------------------------------------------

    def teardown(self) -> None:
        self.parties = []

    def _some_request(self, which: int, who: int) -> list[dict[str, Any]]:
        """One of the requests with one of its coordinators, or none when there is none."""
        found = [pk for pk in first_seen("request") if not self._erased(pk)]
        if not found:
            return []
        row = Request.objects.get(pk=pick(found, which))
        return [{"actor": pick(self.of[row.organisation_id], who), "request_id": row.pk}]

    def _erased(self, request_id: UUID) -> bool:
        return Request.objects.filter(pk=request_id, erased_at__isnull=False).exists()

    def _some_referral(self, which: int, who: int, statuses: set[Status]) -> list[dict[str, Any]]:
        """One of the referrals in these statuses, and anybody at all who tries something."""
        rows = Referral.objects.in_bulk()
        found = [pk for pk in first_seen("referral") if pk in rows and rows[pk].status in statuses]
        if not found:
            return []
        row = rows[pick(found, which)]
        sides = [
            *self.of.get(row.to_organisation_id, ()),
            *self.of.get(row.from_organisation_id, ()),
        ]
        sides += [self.cast.ella, *(p for p in self.parties if p.id == row.pk)]
        return [{"actor": pick(sides, who), "referral_id": row.pk}]

    def _try(self, act: Callable[..., object], **given: Any) -> object:
        return self._try_call(lambda: act(now=self.now, **given))

    def _try_call(self, act: Callable[[], object]) -> object:
        """What a rule refuses, or a person may not do, changes nothing."""
        try:
            with transaction.atomic():
                return act()
        except (Refused, NotFound):
            return None


class _RolledBack(Everybody):
    """Each example starts from the empty database of the test, and leaves it so."""

    def __init__(self) -> None:
        super().__init__()
        self._atomic = transaction.atomic()
        self._atomic.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._atomic.__exit__(None, None, None)
        super().teardown()


def walk(cast: Cast, *, walks: int, steps: int) -> None:
    _RolledBack.given = cast
    run_state_machine_as_test(
        _RolledBack,
        settings=settings(
            max_examples=walks,
            stateful_step_count=steps,
            deadline=None,
            # a walk of a hundred steps takes longer to make small than to read
            phases=(Phase.explicit, Phase.generate),
            report_multiple_bugs=False,
        ),
    )


@pytest.mark.both_engines
def test_whatever_everybody_does_somebody_is_responsible(cast: Cast) -> None:
    walk(cast, walks=6, steps=40)


@pytest.mark.proof
def test_whatever_everybody_does_for_thousands_of_steps(cast: Cast) -> None:
    walk(cast, walks=share_of(60), steps=100)
