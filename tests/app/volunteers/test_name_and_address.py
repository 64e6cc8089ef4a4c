"""Until they meet no volunteer holds the name and the address of whoever is helped; then only on
the page where it is needed, never in a message or a log line; and after the end not any more.

Everything that a volunteer can read is opened (tests/app/looking_everywhere.py), in each state.
"""

import io
import logging.config
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
import structlog
from tests.app import checking_in, on_devices, relaying
from tests.app.arranging import Arranged, decide
from tests.app.cast import NOW, TODAY, Cast
from tests.app.looking_everywhere import (
    ADDRESS,
    CHANNELS,
    MARKS,
    NAME,
    OF_VOLUNTEERS,
    Document,
    everything,
    make_unmistakable,
    opened,
    where,
)
from tests.app.on_the_phone import since_weeks

from loopplank.access.account.actors import Actor
from loopplank.access.matching.match_change import rhythm_of
from loopplank.actions.account import links
from loopplank.actions.matching import match_change, matches, proposals, propose, teams
from loopplank.actions.messages import wishes
from loopplank.actions.volunteers import visits, volunteers
from loopplank.actions.volunteers.stopping import stop_with
from loopplank.actions.wellbeing import signal
from loopplank.config import logs
from loopplank.core.kit.calendar import at_local
from loopplank.core.matching.team_state import Kind
from loopplank.core.messages.wishes import Wishes
from loopplank.core.triage import Route
from loopplank.core.volunteers.load import Limits
from loopplank.core.volunteers.visits import REMEMBERED
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import Affiliation, Match, Message, Network
from loopplank.web.kit import clock

pytestmark = pytest.mark.both_engines

THURSDAY = date(2026, 11, 26)
MEETING = at_local(date(2026, 12, 1), time(14))
ONE_DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
TOLD = {*CHANNELS, "stored"}
BOTH = NAME | ADDRESS


@dataclass
class Watch:
    """A clock to turn, and everything that is logged meanwhile."""

    now: datetime
    lines: io.StringIO

    def at(self, now: datetime) -> None:
        """Later, with everything done that happens by itself until then."""
        self.now = now
        Sweeper().sweep(now)

    def look(self, who: Actor) -> list[Document]:
        """All that this volunteer can read now; whatever it is, no log and no message names them,
        and no page holds less than the whole of what was opened.
        """
        found = everything(who, self.now)
        assert {"week", "limits", "offline", "worker", "manifest"} <= opened(found)
        assert where(found, BOTH) & TOLD == set()
        structlog.get_logger("loopplank.loop").info("looked")
        said = self.lines.getvalue()
        assert "looked" in said, "a log that nobody listens to names nobody"
        assert not [way for ways in MARKS.values() for way in ways if way in said]
        return found


@pytest.fixture
def watch(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    logging.config.dictConfig(logs.settings("json"))
    made = Watch(NOW, io.StringIO())
    (handler,) = logging.getLogger("loopplank").handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(made.lines)
    monkeypatch.setattr(clock, "now", lambda: made.now)
    Network.objects.update(open_asks_at_once=9, days_of_rest_after_no=0, most_asks_a_month=12)
    yield made
    logging.config.dictConfig(logs.settings("text"))


def put_in_calendar(who: Actor) -> None:
    """With the address: what a calendar holds at most."""
    links.renew_feed(actor=who, now=NOW)
    links.set_feed_address(actor=who, now=NOW, on=True)


def ask(cast: Cast, who: Actor, by: Actor | None = None) -> UUID:
    """The question about the one who is looked for."""
    assert who.id
    put_in_calendar(who)
    request_id = cast.ready(of=by)
    make_unmistakable(request_id)
    return propose.ask(
        actor=by or cast.anna,
        now=NOW,
        request_id=request_id,
        volunteer_id=who.id,
        plan=cast.plan(),
    )


def agree(cast: Cast, who: Actor) -> UUID:
    return proposals.accept(actor=who, now=NOW, proposal_id=ask(cast, who))


def nowhere(found: list[Document]) -> None:
    """Not the name, not the address, not the number: on nothing that they can read."""
    assert {one.kind: set(one.holds) for one in found if one.holds & BOTH} == {}


# --- before the meeting --------------------------------------------------------------------------


def test_a_question_says_nothing_of_who_it_is(cast: Cast, watch: Watch) -> None:
    ask(cast, cast.bram)
    found = watch.look(cast.bram)
    assert {"proposal", "ask_first", "proposals"} <= opened(found)
    nowhere(found)
    # the reminder before the time to answer is over, and when it is over
    for days in (3, 30):
        watch.at(NOW + timedelta(days=days))
        nowhere(watch.look(cast.bram))


def test_a_yes_says_nothing_until_the_day_of_the_meeting(cast: Cast, watch: Watch) -> None:
    match_id = agree(cast, cast.bram)
    nowhere(watch.look(cast.bram))
    matches.plan_meeting(actor=cast.anna, now=NOW, match_id=match_id, meeting_at=MEETING)
    nowhere(watch.look(cast.bram))
    watch.at(at_local(date(2026, 11, 30), time(18)))
    assert Message.objects.filter(template="meeting_volunteer").exists()
    nowhere(watch.look(cast.bram))
    watch.at(at_local(date(2026, 11, 30), time(23, 59)))
    nowhere(watch.look(cast.bram))


def test_who_says_no_keeps_nothing(cast: Cast, watch: Watch) -> None:
    proposals.decline(actor=cast.bram, now=NOW, proposal_id=ask(cast, cast.bram), reason="too_far")
    nowhere(watch.look(cast.bram))


@pytest.mark.parametrize("stop", [matches.not_started, matches.end])
def test_what_stops_before_the_meeting_never_tells_a_name(
    cast: Cast, watch: Watch, stop: Callable[..., None]
) -> None:
    match_id = agree(cast, cast.bram)
    matches.plan_meeting(actor=cast.anna, now=NOW, match_id=match_id, meeting_at=MEETING)
    stop(actor=cast.anna, now=NOW, match_id=match_id)
    nowhere(watch.look(cast.bram))
    watch.at(MEETING)
    nowhere(watch.look(cast.bram))


def test_every_page_of_a_volunteer_is_opened_while_they_wait_for_a_meeting(
    cast: Cast, watch: Watch
) -> None:
    """Somebody with all that one can have at once: else a page could go by unseen."""
    ria = cast.volunteer("Ria Smit", limits=Limits(1800, 2400, 20, 9))
    assert ria.id
    helped = since_weeks(cast, ria)
    Affiliation.objects.filter(volunteer_id=ria.id).update(since=checking_in.LONG_AGO.date())
    checking_in.answered(cast, ria)
    cast.asked(ria)
    visits.cannot_visit(actor=ria, now=NOW, match_id=helped, day=TODAY + WEEK)
    put_in_calendar(ria)
    request_id = cast.request()
    make_unmistakable(request_id)
    decide(cast, request_id, Route.COMBINATION)
    proposal_id = propose.ask(
        actor=cast.anna, now=NOW, request_id=request_id, volunteer_id=ria.id, plan=cast.plan()
    )
    match_id = proposals.accept(actor=ria, now=NOW, proposal_id=proposal_id)
    Arranged(cast, request_id, match_id, ria).begin().change().offer()
    matches.plan_meeting(actor=cast.anna, now=NOW, match_id=match_id, meeting_at=MEETING)
    on_devices.remembered(ria)
    rhythm = rhythm_of(Match.objects.get(pk=helped))
    match_change.ask(
        actor=cast.anna,
        now=NOW,
        match_id=helped,
        rhythm=replace(rhythm, visit_minutes=rhythm.visit_minutes + 15),
        first_day=TODAY + WEEK,
    )
    signal.send_signal(actor=ria, now=NOW, reason="not_safe", match_id=helped)
    found = watch.look(ria)
    assert OF_VOLUNTEERS - opened(found) == set()
    assert set(CHANNELS) | {"feed"} <= opened(found)
    nowhere(found)


# --- the day of the meeting, and the help itself -------------------------------------------------


def test_on_the_day_of_the_meeting_their_week_says_where_to_be(cast: Cast, watch: Watch) -> None:
    match_id = agree(cast, cast.bram)
    matches.plan_meeting(actor=cast.anna, now=NOW, match_id=match_id, meeting_at=MEETING)
    watch.at(at_local(date(2026, 12, 1), time(0, 1)))
    found = watch.look(cast.bram)
    assert where(found, frozenset({"street"})) == {"week"}
    assert where(found, frozenset({"phone", "email"})) == set()
    # another day after all: it is not the day of the meeting any more
    matches.plan_meeting(
        actor=cast.anna, now=watch.now, match_id=match_id, meeting_at=MEETING + ONE_DAY
    )
    nowhere(watch.look(cast.bram))


def test_while_they_help_only_the_page_of_a_visit_says_where(cast: Cast, watch: Watch) -> None:
    match_id = agree(cast, cast.bram)
    matches.plan_meeting(actor=cast.anna, now=NOW, match_id=match_id, meeting_at=MEETING)
    watch.at(MEETING + timedelta(hours=2))
    matches.start(actor=cast.anna, now=watch.now, match_id=match_id)
    found = watch.look(cast.bram)
    assert where(found, ADDRESS) == {"visit", "feed"}
    assert where(found, frozenset({"phone"})) == {"visit"}
    (agenda,) = (one for one in found if one.kind == "feed")
    assert not agenda.holds & NAME
    links.set_feed_address(actor=cast.bram, now=watch.now, on=False)
    assert where(watch.look(cast.bram), ADDRESS) == {"visit"}


def test_no_message_of_the_whole_help_names_anybody(cast: Cast, watch: Watch) -> None:
    """With the message the day before each visit, a signal, "kan niet" and the end that comes."""
    match_id = agree(cast, cast.bram)
    matches.start(actor=cast.anna, now=NOW, match_id=match_id)
    wishes.set_message_wishes(
        actor=cast.bram,
        now=NOW,
        volunteer_id=cast.bram_id,
        wishes=Wishes(visit_reminder=True, rest_day=6),
    )
    signal.send_signal(actor=cast.bram, now=NOW, reason="time", match_id=match_id)
    visits.cannot_visit(actor=cast.bram, now=NOW, match_id=match_id, day=THURSDAY + WEEK)
    for day in (THURSDAY - ONE_DAY, THURSDAY, THURSDAY + 8 * WEEK, THURSDAY + 11 * WEEK):
        watch.at(at_local(day, time(18)))
    told = set(Message.objects.filter(volunteer=cast.bram_id).values_list("template", flat=True))
    assert {"proposal", "visit_near", "end_near"} <= told
    assert where(watch.look(cast.bram), ADDRESS) == {"visit", "feed"}


# --- after the end -------------------------------------------------------------------------------


def test_after_the_end_the_address_is_gone_at_once_and_later_the_name(
    cast: Cast, watch: Watch
) -> None:
    match_id = agree(cast, cast.bram)
    matches.start(actor=cast.anna, now=NOW, match_id=match_id)
    watch.at(NOW + 2 * WEEK)
    matches.end(actor=cast.anna, now=watch.now, match_id=match_id)
    found = watch.look(cast.bram)
    assert "visit" in opened(found)
    assert where(found, ADDRESS) == set()
    assert where(found, NAME), "what they did may still be written down"
    watch.at(watch.now + REMEMBERED + ONE_DAY)
    later = watch.look(cast.bram)
    assert where(later, ADDRESS) == set()
    assert where(later, NAME) <= {"visit"}


def test_who_stopped_with_somebody_reads_no_address_after_their_last_day(
    cast: Cast, watch: Watch
) -> None:
    match_id = agree(cast, cast.bram)
    matches.start(actor=cast.anna, now=NOW, match_id=match_id)
    stop_with(actor=cast.bram, now=NOW, match_id=match_id, last_day=TODAY + WEEK)
    assert where(watch.look(cast.bram), ADDRESS) == {"visit", "feed"}
    watch.at(NOW + WEEK + ONE_DAY)
    assert where(watch.look(cast.bram), ADDRESS) == set()


# --- with more than one --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Kind.RELAY, Kind.DUO])
def test_the_second_of_a_team_waits_for_their_own_meeting(
    cast: Cast, watch: Watch, kind: Kind
) -> None:
    ria, samira = cast.volunteer("Ria Smit"), cast.volunteer("Samira El Amrani")
    put_in_calendar(samira)
    team = relaying.chosen(cast, ria, samira, kind=kind)
    make_unmistakable(team.request_id)
    team.ask(1, 2).say_yes(1, 2).start(1)
    nowhere(watch.look(samira))
    if kind is Kind.RELAY:
        teams.plan_handover(
            actor=cast.anna, now=NOW, team_id=team.team_id, number=2, meeting_at=MEETING
        )
    else:
        matches.plan_meeting(actor=cast.anna, now=NOW, match_id=team.match(2), meeting_at=MEETING)
    watch.at(MEETING - ONE_DAY)
    nowhere(watch.look(samira))
    watch.at(MEETING)
    assert where(watch.look(samira), frozenset({"street"})) == {"week"}
    assert where(watch.look(ria), frozenset({"street"})) == {"visit"}


def test_who_stands_in_for_one_visit_reads_the_address_on_that_day_alone(
    cast: Cast, watch: Watch
) -> None:
    """They meet for the first time on the day itself; a calendar knows it no sooner than a page."""
    match_id = agree(cast, cast.bram)
    matches.start(actor=cast.anna, now=NOW, match_id=match_id)
    day = THURSDAY + WEEK
    visits.cannot_visit(actor=cast.bram, now=NOW, match_id=match_id, day=day)
    joop = cast.volunteer("Joop Invaller")
    assert joop.id
    put_in_calendar(joop)
    question = propose.ask(
        actor=cast.anna,
        now=NOW,
        request_id=Match.objects.get(pk=match_id).request_id,
        volunteer_id=joop.id,
        plan=cast.plan(first_day=day, last_day=day),
    )
    nowhere(watch.look(joop))
    proposals.accept(actor=joop, now=NOW, proposal_id=question)
    assert where(watch.look(joop), ADDRESS) == set()
    watch.at(at_local(day - ONE_DAY, time(23, 59)))
    assert where(watch.look(joop), ADDRESS) == set()
    watch.at(at_local(day, time(8)))
    assert where(watch.look(joop), ADDRESS) == {"visit", "feed"}
    watch.at(at_local(day + ONE_DAY, time(8)))
    found = watch.look(joop)
    assert "visit" in opened(found)
    assert where(found, ADDRESS) == set()


def test_another_organisation_that_asks_tells_no_more(cast: Cast, watch: Watch) -> None:
    bea = cast.volunteer("Bea Beide", phone="0688888888")
    affiliation_id = volunteers.register(
        actor=cast.carla,
        now=NOW,
        details=volunteers.Details("Bea", "Beide", phone="0688888888"),
        limits=Limits(60, 120, 1, 0),
        wishes=volunteers.Wishes(),
    )
    volunteers.join(actor=bea, now=NOW, affiliation_id=affiliation_id, yes=True)
    Affiliation.objects.filter(pk=affiliation_id).update(certificate_seen_on=TODAY)
    proposal_id = ask(cast, bea, by=cast.carla)
    nowhere(watch.look(bea))
    match_id = proposals.accept(actor=bea, now=NOW, proposal_id=proposal_id)
    matches.plan_meeting(actor=cast.carla, now=NOW, match_id=match_id, meeting_at=MEETING)
    nowhere(watch.look(bea))
    watch.at(MEETING)
    assert where(watch.look(bea), frozenset({"street"})) == {"week"}
    # and whoever was asked of Noord besides holds nothing of it
    nowhere(watch.look(cast.bram))
