"""What becomes of all that is still to come, read where people read it: one table in docs/."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from tests.app import browsing
from tests.app.arranging import combination
from tests.app.cast import NOW, Cast
from tests.app.questionnaire import text

from loopplank.access.account.actors import SYSTEM, Actor
from loopplank.access.account.links import FEED, token_of
from loopplank.access.messages.feed import feed
from loopplank.access.messages.send_policy import verdict
from loopplank.access.volunteers.team_week import Wanted, team_week
from loopplank.access.volunteers.week import week_page
from loopplank.actions.account import links
from loopplank.actions.arrangements import signatures
from loopplank.actions.matching import matches, proposals, propose
from loopplank.actions.requests import closing, handling
from loopplank.actions.volunteers import limits, reminders
from loopplank.core.account.roles import Role
from loopplank.core.arrangements import Side
from loopplank.core.arrangements.coming import FATES, Fate, Happened, Thing
from loopplank.core.kit.calendar import monday
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.proposals import ProposalState
from loopplank.core.messages.rules import Do
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.volunteers.team_week import Kind
from loopplank.store.models import Link, Match, Message, Network, Proposal
from loopplank.web.kit import clock

THURSDAY = date(2026, 11, 26)
WEDNESDAY = NOW + timedelta(days=1)
HOUR = timedelta(hours=1)
PAGE = Path(__file__).parents[3] / "docs" / "what-comes.md"
BEGIN, END = "<!-- what comes: begin -->", "<!-- what comes: end -->"

ROWS = {
    Happened.GOES_ON: "nothing happened",
    Happened.ENDED: "the match ends today",
    Happened.PAUSED: "the volunteer pauses from today",
    Happened.STANDS_STILL: "its visits stand still",
    Happened.DIED: "the person died",
    Happened.CHANGED: "the person reports a change",
}
COLUMNS = {
    Thing.VISIT: "visit on Mijn week",
    Thing.PROPOSAL: "open question to a volunteer",
    Thing.MESSAGE: "message that waits",
    Thing.CALENDAR: "entry in the calendar",
    Thing.STATUS: "helper on the status page",
}
WORDS = {Fate.STAYS: "stays", Fate.WAITS: "waits for a person", Fate.GONE: "gone"}


class Scene:
    """Bram helps every Thursday, it is Wednesday, and a reminder of tomorrow lies ready; Ria was
    asked to help there too, and Bram to help somebody else."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.arranged = combination(cast).agreed()
        self.request_id, self.match_id = self.arranged.request_id, self.arranged.match_id
        matches.start(actor=cast.anna, now=NOW, match_id=self.match_id)
        self.ria = cast.volunteer("Ria Smit")
        assert self.ria.id
        self.asked = propose.ask(
            actor=cast.anna,
            now=NOW,
            request_id=self.request_id,
            volunteer_id=self.ria.id,
            plan=cast.plan(weekday=1, first_day=date(2026, 12, 1)),
        )
        self.asked_bram = cast.asked(cast.bram, weekday=4)
        reminders.remind_of_visit(actor=SYSTEM, now=WEDNESDAY, match_id=self.match_id)
        links.renew_feed(actor=cast.bram, now=NOW)

    @property
    def person(self) -> Actor:
        return Actor(Role.HELP_SEEKER, id=self.request_id, organisation_id=self.cast.noord_id)

    def nothing(self) -> None:
        """Let all go on as it was agreed."""

    def ends(self) -> None:
        matches.end(actor=self.cast.anna, now=WEDNESDAY, match_id=self.match_id)

    def pauses(self) -> None:
        first = WEDNESDAY.date()
        limits.pause(
            actor=self.cast.bram,
            now=WEDNESDAY,
            volunteer_id=self.cast.bram_id,
            first=first,
            last=first + timedelta(days=20),
        )

    def stands_still(self) -> None:
        signature_id = self.arranged.signature(Side.PROFESSIONAL).pk
        signatures.leave(actor=self.cast.anna, now=WEDNESDAY, signature_id=signature_id)

    def dies(self) -> None:
        closing.close(
            actor=self.cast.anna,
            now=WEDNESDAY,
            request_id=self.request_id,
            closing=closing.Closing(ClosingReason.DECEASED, nobody_discussed=True),
        )

    def changes(self) -> None:
        handling.report_change(
            actor=self.person, now=WEDNESDAY, request_id=self.request_id, what="contact_changed"
        )

    # --- what people read now -------------------------------------------------------------------

    def visit(self) -> Fate:
        page = week_page(self.cast.bram, WEDNESDAY)
        days = [one.day for one in (*page.coming, *page.next_week) if one.state == "expected"]
        assert sorted(filter(None, days)) == self.visits_of_team(), "the week of everybody agrees"
        if THURSDAY in days:
            return Fate.STAYS
        assert not [day for day in days if day and day >= WEDNESDAY.date()], "not one is left"
        still = Match.objects.get(pk=self.match_id).still_from
        return Fate.WAITS if still else Fate.GONE

    def visits_of_team(self) -> list[date]:
        """The days of the same two weeks on which her coordinator sees a visit of Bram."""
        found = []
        for week in (monday(THURSDAY), monday(THURSDAY) + timedelta(weeks=1)):
            page = team_week(self.cast.anna, Wanted(week), 1, WEDNESDAY)
            found += [
                block.day
                for line in page.lines
                if line.id == self.cast.bram_id
                for block in line.blocks
                if block.kind is Kind.VISIT and block.day and block.day >= WEDNESDAY.date()
            ]
        return sorted(found)

    def proposal(self) -> Fate:
        """Who was asked says yes: it counts, waits, or is over."""
        pauses = self.cast.bram.id in Proposal.objects.filter(expires_at=WEDNESDAY).values_list(
            "volunteer_id", flat=True
        )
        who, asked = (self.cast.bram, self.asked_bram) if pauses else (self.ria, self.asked)
        with transaction.atomic():
            try:
                proposals.accept(actor=who, now=WEDNESDAY, proposal_id=asked)
            except Refused:
                return Fate.GONE
        state = Proposal.objects.get(pk=asked).state
        return Fate.WAITS if state == ProposalState.WAITS else Fate.STAYS

    def message(self) -> Fate:
        """The reminder of tomorrow, and the question that was not told yet."""
        near = Message.objects.get(template="visit_near")
        asked = Message.objects.get(template="proposal", volunteer_id=self.ria.id)
        if near.state == "dropped" or verdict(near, WEDNESDAY).do is Do.DROP:
            return Fate.GONE
        return Fate.WAITS if verdict(asked, WEDNESDAY).at == WEDNESDAY + HOUR else Fate.STAYS

    def calendar(self) -> Fate:
        link = Link.objects.get(purpose=FEED, subject_id=self.cast.bram_id)
        entries = feed(token_of(link.pk, link.generation), WEDNESDAY).entries
        off = next(one.cancelled for one in entries if one.day == THURSDAY)
        return Fate.GONE if off else Fate.STAYS

    def status(self) -> Fate:
        page = text(browsing.asker(self.request_id).get("/uw-vraag/"))
        if "Bram helpt u tot en met" in page:
            return Fate.STAYS
        return Fate.WAITS if "De bezoeken van Bram staan nu stil." in page else Fate.GONE


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside did not happen."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


@pytest.fixture(autouse=True)
def _on_wednesday(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: WEDNESDAY)
    Network.objects.update(open_asks_at_once=9, days_of_rest_after_no=0)


@pytest.mark.both_engines
def test_what_people_read_is_what_the_one_rule_says(cast: Cast) -> None:
    scene = Scene(cast)
    happens: dict[Happened, Callable[[], None]] = {
        Happened.GOES_ON: scene.nothing,
        Happened.ENDED: scene.ends,
        Happened.PAUSED: scene.pauses,
        Happened.STANDS_STILL: scene.stands_still,
        Happened.DIED: scene.dies,
        Happened.CHANGED: scene.changes,
    }
    seen: dict[Happened, dict[Thing, Fate]] = {}
    for what, act in happens.items():
        with undone():
            act()
            seen[what] = {
                Thing.VISIT: scene.visit(),
                Thing.MESSAGE: scene.message(),
                Thing.CALENDAR: scene.calendar(),
                Thing.STATUS: scene.status(),
                # last, since a yes changes the rest
                Thing.PROPOSAL: scene.proposal(),
            }
    assert seen == {what: dict(fates) for what, fates in FATES.items()}
    _compare(_table(seen))


def _table(seen: dict[Happened, dict[Thing, Fate]]) -> str:
    lines = [
        "| | " + " | ".join(COLUMNS.values()) + " |",
        "|---|" + "---|" * len(COLUMNS),
        *(
            f"| {words} | " + " | ".join(WORDS[seen[what][one]] for one in COLUMNS) + " |"
            for what, words in ROWS.items()
        ),
    ]
    return "\n".join(lines)


def _compare(table: str) -> None:
    """`LPTEST_WRITE=1` writes the page anew."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    made = f"{before}{BEGIN}\n{table}\n{END}{rest.split(END)[1]}"
    if os.environ.get("LPTEST_WRITE"):
        PAGE.write_text(made, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == made
