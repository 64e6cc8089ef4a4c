"""Six weeks of bad luck: both coordinators ill, a closed fortnight, requests of all kinds, and
somebody who looks at every page at every hour.

What is promised is read as the person reads it, and compared with who is really there.
"""

import random  # noqa: TID251  seeded
from collections import Counter
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from django.test import override_settings
from tests.app.cast import KNOWN_SAFE, NOW, TODAY, Cast

from loopplank.access.account.actors import Actor
from loopplank.access.kit import workdays
from loopplank.access.messages.send_policy import verdict
from loopplank.access.requests.status import StatusPage, status_page
from loopplank.access.responsibility.chain import holes_ahead, who_hears, who_is_promised
from loopplank.access.responsibility.on_duty import on_duty
from loopplank.access.volunteers.week import week_page
from loopplank.actions.matching import matches, propose
from loopplank.actions.organisations import organisations
from loopplank.actions.requests import closing, handling
from loopplank.actions.responsibility import absence, closures
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import at_local, local_day, local_time
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.matches import EndReason, MatchState
from loopplank.core.messages.duty import WITHIN, DangerPhone
from loopplank.core.messages.rules import Do
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.requests.states import OPEN
from loopplank.core.requests.status import open_status
from loopplank.core.responsibility.chain import REACHED_WITHIN, in_hours
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import Absence, Match, Membership, Message, Organisation, Request

DAY = timedelta(days=1)
HOURS = (time(7, 30), time(9, 0), time(12, 45), time(16, 59), time(17, 0), time(23, 30))


class SixWeeks:
    """One life of Noord: what happens by chance, and what is looked at."""

    def __init__(self, cast: Cast, seed: int, days: int, requests: int, looks: int) -> None:
        self.looks = looks
        self.cast, self.chance, self.days, self.left = cast, random.Random(seed), days, requests
        self.seen: Counter[str] = Counter()
        self.now = NOW
        self.helpers = [cast.bram, cast.volunteer("Ria Smit"), cast.volunteer("Jan Bos")]
        Organisation.objects.filter(pk=cast.noord_id).update(board_contact_id=cast.gerda.id)
        # somebody of the board is there on the days that coordinators have off
        Membership.objects.filter(pk=cast.gerda.id).update(weekdays=[0, 1, 2, 3, 4])
        house = Organisation.objects.get(pk=cast.noord_id)
        self.phone = DangerPhone("0612345699", tuple(range(7)), time(8), time(20))
        organisations.set_people(
            actor=cast.anna,
            now=NOW,
            first_contact_id=house.first_contact_id,
            stand_in_id=house.stand_in_id,
            danger=self.phone,
        )

    def house(self) -> Organisation:
        return Organisation.objects.select_related("stand_in__account").get(pk=self.cast.noord_id)

    def live(self) -> None:
        closed_from = self.days // 3
        for number in range(self.days):
            today = TODAY + number * DAY
            self.now = at_local(today, time(10, 30))
            if number == closed_from - 2:
                first = TODAY + closed_from * DAY
                closures.close_period(
                    actor=self.cast.anna,
                    now=self.now,
                    first=first,
                    last=first + min(13, self.days // 3) * DAY,
                )
            self._bad_luck(number)
            if workdays.of_organisation(self.house(), today).works(today):
                self._work()
            self._nightly()
            for moment in sorted(self.chance.sample(HOURS, self.looks)):
                if self.left and self.chance.random() < 0.1:
                    self.left -= 1
                    self._danger_is_written(at_local(today, moment))
                self.look(at_local(today, moment))

    def _bad_luck(self, number: int) -> None:
        """Fall ill in turn, and in one week both at once; and get better."""
        for one, begins in ((self.cast.anna, 3), (self.cast.henk, 5)):
            assert one.id
            if number == begins:
                absence.note(
                    actor=self.cast.gerda,
                    now=self.now,
                    membership_id=one.id,
                    first=local_day(self.now),
                    last=None,
                )
            if number == begins + 6:
                for row in Absence.objects.filter(membership_id=one.id, returned_at=None):
                    absence.end(actor=self.cast.gerda, now=self.now, absence_id=row.pk)

    def _work(self) -> None:
        """Do a few of the things that a day brings; what a rule refuses is not done."""
        self.cast.now = self.now
        for _ in range(self.chance.randint(0, 3)):
            if self.left:
                self.left -= 1
                making = self.chance.choice(
                    [self.cast.web_request, self.cast.request, self.cast.ready, self.cast.said_no]
                )
                with suppress(Refused):
                    making()
        rows = list(Request.objects.filter(state__in=OPEN, organisation_id=self.cast.noord_id))
        for row in self.chance.sample(rows, min(3, len(rows))):
            with suppress(Refused):
                self._one(row)

    def _one(self, row: Request) -> None:
        actor, now = self.cast.henk, self.now
        what = self.chance.choice(["talk", "match", "end", "close", "meeting"])
        if what == "talk":
            handling.log_contact(actor=actor, now=now, request_id=row.pk, kind="talk")
        elif what == "match":
            helper = self.chance.choice(self.helpers)
            assert helper.id
            plan = self.cast.plan(
                first_day=local_day(now) + DAY, last_day=local_day(now) + 60 * DAY
            )
            match_id = propose.note_yes(
                actor=actor, now=now, request_id=row.pk, volunteer_id=helper.id, plan=plan
            )
            matches.start(actor=actor, now=now, match_id=match_id)
        elif what == "meeting":
            found = row.matches.filter(state=MatchState.MEETING).first()
            if found:
                at = now + self.chance.randint(1, 9) * DAY
                matches.plan_meeting(actor=actor, now=now, match_id=found.pk, meeting_at=at)
        elif what == "end":
            running = row.matches.filter(state=MatchState.RUNNING).first()
            if running:
                matches.end(actor=actor, now=now, match_id=running.pk, reason=EndReason.OTHER)
        else:
            reason = self.chance.choice(
                [ClosingReason.NOT_NEEDED, ClosingReason.MOVED_AWAY, ClosingReason.DECEASED]
            )
            closing.close(
                actor=actor,
                now=now,
                request_id=row.pk,
                closing=closing.Closing(reason, nobody_discussed=True, safe=KNOWN_SAFE),
            )

    def _danger_is_written(self, now: datetime) -> None:
        """Somebody writes on the form, at any hour, what may be about danger: in the hours of the
        danger phone the text leaves within half an hour, outside them not before they begin.
        """
        self.cast.now = now
        pk = self.cast.web_request(story="Hij slaat haar.")
        row = Message.objects.get(request=pk, template="danger")
        opens = self.phone.opens(now)
        assert opens is not None
        found = verdict(row, opens)
        assert found.do is Do.SEND, found
        assert row.look_again_at == opens
        if time(8) <= local_time(now).time() < time(20):
            self.seen["danger"] += 1
            assert opens - now <= WITHIN
        else:
            self.seen["danger at night"] += 1
            assert opens > now

    def _nightly(self) -> None:
        Sweeper().sweep(self.now)

    # --- what is looked at ---

    def look(self, now: datetime) -> None:
        self._promises(now)
        self._danger(now)
        self._visits(now)

    def _promises(self, now: datetime) -> None:
        house = self.house()
        members = {
            m.account.name: m
            for m in Membership.objects.filter(organisation=house).select_related("account")
        }
        for row in Request.objects.filter(organisation=house, state__in=OPEN):
            page = status_page(Actor(Role.HELP_SEEKER, id=row.pk), now)
            if not isinstance(page, StatusPage):
                continue
            told = open_status(page.course, now)
            for reason in (told.promise, *told.lines):
                name, day = reason.params.get("name"), reason.params.get("day")
                if not isinstance(day, date) or reason.code == "told.helps":
                    continue
                self.seen["days"] += 1
                if name in members:
                    self.seen["names"] += 1
                    assert on_duty(members[name], day), f"{name} is off on {day} ({reason.code})"
                    calendar = workdays.of_organisation(house, local_day(now))
                    assert calendar.works(day), f"closed on {day} ({reason.code})"

    def _danger(self, now: datetime) -> None:
        house = self.house()
        assert self.cast.anna.id
        calendar = workdays.of_organisation(house, local_day(now))
        promised = who_is_promised(house, self.cast.anna.id, now)
        if not in_hours(now, calendar):
            self.seen["outside"] += 1
            assert promised is None
            return
        self.seen["inside"] += 1
        later = now + REACHED_WITHIN
        heard = who_hears(house, self.cast.anna.id, later)
        assert heard is not None or local_day(now) in holes_ahead(house, local_day(now))
        if heard is not None:
            assert on_duty(heard, local_day(later))

    def _visits(self, now: datetime) -> None:
        today = local_day(now)
        ended: set[UUID] = set(
            Match.objects.filter(state=MatchState.ENDED).values_list("pk", flat=True)
        )
        for helper in self.helpers:
            page = week_page(helper, now)
            for line in (*page.coming, *page.next_week):
                self.seen["visits"] += 1
                gone = line.match_id in ended and line.state == "expected"
                assert not (gone and (line.day is None or line.day >= today)), line


def _live(cast: Cast, seed: int, days: int, requests: int, looks: int) -> Counter[str]:
    with override_settings(SENDS_SMS=True):
        life = SixWeeks(cast, seed, days, requests, looks)
        life.live()
    # how often each thing was looked at, with -s
    print(f"seed {seed}, {days} days:", dict(sorted(life.seen.items())))  # noqa: T201  the spread over seeds is read
    return life.seen


def test_two_weeks_of_bad_luck_break_no_promise(cast: Cast) -> None:
    seen = _live(cast, 7, 12, 8, 2)
    assert min(seen[what] for what in ("days", "names", "outside", "inside")) > 0, seen


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(5))
def test_six_weeks_of_bad_luck_break_no_promise(cast: Cast, seed: int) -> None:
    seen = _live(cast, seed, 42, 60, len(HOURS))
    assert min(seen[what] for what in ("days", "names", "outside", "inside", "visits")) > 0, seen
