"""What is told in time: exactly once, at the right local hour, and not once it is not true."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models import QuerySet
from hypothesis import given
from hypothesis import strategies as st
from tests.app import relaying
from tests.app.arranging import combination
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.messages import feed
from loopplank.access.messages import reminders as due
from loopplank.access.messages.delivery import to_send
from loopplank.access.messages.messages import message
from loopplank.access.messages.staleness import still_true
from loopplank.actions.account import links
from loopplank.actions.matching import matches, proposals
from loopplank.actions.messages import wishes
from loopplank.actions.volunteers import limits, visits
from loopplank.core.kit.calendar import at_local, local_day, local_time
from loopplank.core.messages.reminders import day_before, weeks_to_end
from loopplank.core.messages.wishes import Wishes
from loopplank.jobs.nightly import daily_work
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import (
    Event,
    Match,
    Message,
    Network,
    Proposal,
    Reminded,
    Visit,
    Volunteer,
)
from loopplank.store.models import Limits as LimitsRow
from loopplank.web.messages.words import filled

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
THURSDAY = date(2026, 12, 3)
KINDS = {"message.drop_untrue", "reminder.meeting", "reminder.proposal"} | {
    "reminder.visit",
    "reminder.end",
}


@pytest.fixture(autouse=True)
def _many_questions(cast: Cast) -> None:
    Network.objects.update(open_asks_at_once=9, days_of_rest_after_no=0)


@pytest.fixture
def wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody asked to be reminded of their visits."""
    monkeypatch.setattr(feed, "wants_visit_reminders", lambda rows: rows)


def sweep(now: datetime) -> int:
    """A loop that only tells in time."""
    from loopplank.jobs.sweeping import WORK

    return Sweeper(tuple(one for one in WORK if one.kind in KINDS)).sweep(now)


def told(*templates: str, state: str = "queued") -> "QuerySet[Message]":
    return Message.objects.filter(template__in=templates, state=state)


def all_is_told() -> None:
    """Whatever lay ready was told, so that a reminder has something to remind of."""
    Message.objects.filter(state="queued").update(state="told", done_at=NOW)


def meets(cast: Cast, day: date = THURSDAY, hour: time = time(14)) -> UUID:
    match_id = cast.agreed(cast.bram, last_day=day + 90 * DAY)
    at = at_local(day, hour)
    matches.plan_meeting(actor=cast.anna, now=NOW, match_id=match_id, meeting_at=at)
    all_is_told()
    return match_id


# --- a first meeting -----


@pytest.mark.both_engines
@pytest.mark.parametrize(
    "day",
    [
        THURSDAY,
        date(2027, 1, 1),
        date(2027, 3, 28),  # the night before it the clock goes on
        date(2027, 3, 29),
        date(2027, 10, 31),  # and back
        date(2027, 11, 1),
    ],
)
def test_both_hear_of_a_meeting_at_ten_on_the_day_before(cast: Cast, day: date) -> None:
    meets(cast, day)
    moment = datetime.combine(day - DAY, time(10), local_time(NOW).tzinfo).astimezone(UTC)
    sweep(moment - SECOND)
    assert not told("meeting_near", "meeting_near_volunteer").exists()
    sweep(moment)
    sweep(moment + timedelta(hours=3))
    rows = told("meeting_near", "meeting_near_volunteer")
    assert {row.to for row in rows} == {"help_seeker", "volunteer"}
    assert rows.count() == 2


@pytest.mark.both_engines
def test_it_names_day_and_first_name_and_nothing_else(cast: Cast) -> None:
    meets(cast)
    sweep(day_before(THURSDAY))
    one = told("meeting_near").get()
    assert filled(message(cast.anna, one.pk, NOW)).text == (
        "Herinnering: do 3 dec 14:00 komt Bram kennismaken. Komt het niet uit? Bel 020 555 01 42."
        " Noord"
    )
    other = told("meeting_near_volunteer").get()
    text = filled(message(cast.anna, other.pk, NOW)).text
    assert text == (
        "Dag Bram, een herinnering: je maakt kennis op do 3 dec 14:00. Komt het niet uit? Bel"
        " 020 555 01 42. Noord"
    )


@pytest.mark.both_engines
def test_who_heard_of_it_since_this_morning_is_not_reminded(cast: Cast) -> None:
    match_id = meets(cast)
    late = day_before(THURSDAY) + timedelta(hours=4)
    at = at_local(THURSDAY, time(16))
    matches.plan_meeting(actor=cast.anna, now=late, match_id=match_id, meeting_at=at)
    Message.objects.filter(template__startswith="meeting").update(state="told")
    sweep(late + SECOND)
    assert not told("meeting_near", "meeting_near_volunteer").exists()


@pytest.mark.both_engines
def test_what_still_lies_ready_is_its_own_reminder(cast: Cast) -> None:
    meets(cast)
    Message.objects.filter(template="meeting").update(state="queued")
    sweep(day_before(THURSDAY))
    assert not told("meeting_near").exists()
    assert told("meeting_near_volunteer").count() == 1


@pytest.mark.both_engines
def test_a_meeting_that_is_moved_is_not_told_and_told_anew_for_its_own_day(cast: Cast) -> None:
    match_id = meets(cast)
    moment = day_before(THURSDAY)
    sweep(moment)
    at = at_local(THURSDAY + timedelta(days=4), time(14))
    matches.plan_meeting(actor=cast.anna, now=moment + SECOND, match_id=match_id, meeting_at=at)
    Message.objects.filter(template__in=["meeting", "meeting_volunteer"]).update(state="told")
    sweep(moment + 2 * SECOND)
    assert not told("meeting_near", "meeting_near_volunteer").exists()
    assert told("meeting_near", "meeting_near_volunteer", state="dropped").count() == 2
    sweep(moment + 4 * DAY)
    again = told("meeting_near", "meeting_near_volunteer")
    assert {row.params["at"] for row in again} == {at.isoformat()}
    assert again.count() == 2


@pytest.mark.both_engines
def test_a_meeting_that_does_not_go_on_or_is_past_is_told_to_nobody(cast: Cast) -> None:
    match_id, moment = meets(cast), day_before(THURSDAY)
    sweep(moment)
    one = told("meeting_near_volunteer").get()
    at = at_local(THURSDAY, time(14))
    assert still_true(one, at - SECOND)
    assert not still_true(one, at)
    matches.not_started(actor=cast.anna, now=moment + SECOND, match_id=match_id)
    assert not still_true(one, moment + SECOND)
    sweep(moment + 2 * SECOND)
    assert not told("meeting_near", "meeting_near_volunteer").exists()


# --- a question -----


def asked(cast: Cast) -> Proposal:
    row = Proposal.objects.get(pk=cast.asked(cast.bram))
    all_is_told()
    return row


def test_a_question_is_repeated_once_a_day_before_it_ends(cast: Cast) -> None:
    row = asked(cast)
    moment = row.expires_at - DAY
    sweep(moment - SECOND)
    assert not told("proposal_near").exists()
    sweep(moment)
    sweep(moment + timedelta(hours=5))
    one = told("proposal_near").get()
    text = filled(to_send([one.pk], NOW)[one.pk]).text
    assert "Nee is ook goed." in text
    assert "/l/" in text
    Message.objects.filter(pk=one.pk).update(state="told")
    sweep(row.expires_at - SECOND)
    assert not told("proposal_near").exists()


@pytest.mark.parametrize("answer", ["yes", "no", "silent"])
def test_a_question_that_was_answered_is_not_repeated(cast: Cast, answer: str) -> None:
    row = asked(cast)
    moment = row.expires_at - DAY
    sweep(moment)
    if answer == "yes":
        proposals.accept(actor=cast.bram, now=moment + SECOND, proposal_id=row.pk)
    elif answer == "no":
        proposals.decline(actor=cast.bram, now=moment + SECOND, proposal_id=row.pk)
    sweep(row.expires_at if answer == "silent" else moment + 2 * SECOND)
    assert not told("proposal_near").exists()
    assert told("proposal_near", state="dropped").count() == 1


def test_who_was_not_even_told_or_waits_for_us_is_not_reminded(cast: Cast) -> None:
    row = asked(cast)
    Message.objects.filter(template="proposal").update(state="queued")
    sweep(row.expires_at - DAY)
    Proposal.objects.filter(pk=asked(cast).pk).update(question="Is er een hond?")
    sweep(row.expires_at - DAY + timedelta(hours=1))
    assert not told("proposal_near").exists()


def test_who_was_asked_in_the_last_day_hears_it_once(cast: Cast) -> None:
    row = asked(cast)
    Proposal.objects.filter(pk=row.pk).update(expires_at=NOW + timedelta(hours=20))
    sweep(NOW + timedelta(hours=1))
    assert not told("proposal_near").exists()


# --- a visit of tomorrow -----


def visiting(cast: Cast, **plan: object) -> UUID:
    match_id = cast.running(cast.bram, **plan)
    all_is_told()
    return match_id


def chose(cast: Cast, *, reminder: bool) -> None:
    wishes.set_message_wishes(
        actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, wishes=Wishes(visit_reminder=reminder)
    )


def test_who_chose_so_hears_nothing_of_a_visit(cast: Cast) -> None:
    visiting(cast)
    chose(cast, reminder=False)
    sweep(day_before(THURSDAY))
    assert not told("visit_near").exists()


def test_a_calendar_comes_first_unless_somebody_wants_both(cast: Cast) -> None:
    visiting(cast)
    links.renew_feed(actor=cast.bram, now=NOW)
    sweep(day_before(THURSDAY))
    assert not told("visit_near").exists()
    # the same as without having chosen, but chosen: a row of wishes says so
    chose(cast, reminder=False)
    chose(cast, reminder=True)
    sweep(day_before(THURSDAY))
    assert told("visit_near").count() == 1


def test_whoever_is_called_gets_no_message_of_a_visit(cast: Cast) -> None:
    Volunteer.objects.filter(pk=cast.bram_id).update(channel="phone")
    visiting(cast)
    sweep(day_before(THURSDAY))
    assert not told("visit_near").exists()


@pytest.mark.usefixtures("wanted")
def test_a_visit_is_told_at_ten_on_the_day_before_with_the_way_to_say_no(cast: Cast) -> None:
    visiting(cast)
    moment = day_before(THURSDAY)
    sweep(moment - SECOND)
    assert not told("visit_near").exists()
    sweep(moment)
    sweep(moment + timedelta(hours=6))
    one = told("visit_near").get()
    facts = to_send([one.pk], NOW)[one.pk]
    assert filled(facts).text == (
        f"Herinnering van Noord voor do 3 dec 14:00. Kan het niet? Tik hier: {facts.link} of bel"
        " 020 555 01 42"
    )
    assert facts.link
    # and of the next one a week later
    Message.objects.filter(pk=one.pk).update(state="told")
    sweep(moment + 7 * DAY)
    assert told("visit_near").get().params["day"] == "2026-12-10"


@pytest.mark.usefixtures("wanted")
def test_where_only_the_day_is_fixed_only_the_day_is_told(cast: Cast) -> None:
    visiting(cast, start_time=None)
    sweep(day_before(THURSDAY))
    one = told("visit_near").get()
    assert "voor do 3 dec." in filled(to_send([one.pk], NOW)[one.pk]).text
    assert still_true(one, at_local(THURSDAY, time(23)))
    assert not still_true(one, at_local(THURSDAY + DAY, time(1)))


@pytest.mark.usefixtures("wanted")
def test_the_hour_is_that_of_the_clock_also_when_it_was_moved(cast: Cast) -> None:
    """The visit of Thursday 1 April 2027, four days after the clock went on."""
    visiting(cast, last_day=date(2027, 5, 1))
    moment = datetime(2027, 3, 31, 8, tzinfo=UTC)
    sweep(moment - SECOND)
    assert not told("visit_near").exists()
    sweep(moment)
    assert told("visit_near").get().params["at"] == "2027-04-01T12:00:00+00:00"


@pytest.mark.both_engines
@pytest.mark.usefixtures("wanted")
@pytest.mark.parametrize("why", ["cannot", "pause", "ended", "other_hour", "gone"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_visit_that_is_not_is_not_told(cast: Cast, why: str, when: str) -> None:
    match_id, moment = visiting(cast), day_before(THURSDAY)
    if when == "after":
        sweep(moment)
        assert told("visit_near").exists()
    if why == "cannot":
        visits.cannot_visit(actor=cast.bram, now=moment, match_id=match_id, day=THURSDAY)
    elif why == "pause":
        limits.pause(
            actor=cast.bram, now=moment, volunteer_id=cast.bram_id, first=THURSDAY, last=None
        )
    elif why == "ended":
        matches.end(actor=cast.anna, now=moment, match_id=match_id)
    elif why == "other_hour":
        Match.objects.filter(pk=match_id).update(weekday=4)
    else:
        Visit.objects.create(
            match_id=match_id,
            volunteer_id=cast.bram_id,
            organisation_id=cast.noord_id,
            day=THURSDAY,
            minutes=60,
            logged_at=moment,
        )
    sweep(moment + SECOND)
    assert not told("visit_near").exists()


def early(cast: Cast, days_before: int, now: datetime = NOW) -> None:
    chosen = Wishes(days_before=days_before)
    wishes.set_message_wishes(actor=cast.bram, now=now, volunteer_id=cast.bram_id, wishes=chosen)


@pytest.mark.both_engines
@pytest.mark.parametrize("days_before", [0, 1, 2])
def test_a_visit_is_told_as_long_before_it_as_was_chosen_and_once(
    cast: Cast, days_before: int
) -> None:
    visiting(cast)
    early(cast, days_before)
    moment = at_local(THURSDAY - days_before * DAY, time(10) if days_before else time(8))
    sweep(moment - SECOND)
    assert not told("visit_near").exists()
    sweep(moment)
    row = told("visit_near").get()
    assert row.params["day"] == THURSDAY.isoformat()
    all_is_told()
    # whatever is chosen after that, nobody hears of the same visit twice
    for other in (2, 0, 1):
        early(cast, other, moment + SECOND)
        for day in range(days_before + 1):
            sweep(at_local(THURSDAY - day * DAY, time(11)))
    assert set(
        Message.objects.filter(template="visit_near").values_list("params__day", flat=True)
    ) == {THURSDAY.isoformat()}
    assert Message.objects.filter(template="visit_near").count() == 1


@pytest.mark.both_engines
def test_a_visit_after_a_day_of_rest_and_an_early_one_are_told_before(cast: Cast) -> None:
    """The visit is on Monday: on Sunday nothing leaves. And one at nine is not told at half past
    eight."""
    monday = date(2026, 12, 7)
    match_id = visiting(cast, weekday=0)
    sweep(at_local(monday - 2 * DAY, time(10)))
    assert told("visit_near").get().params["day"] == monday.isoformat()
    all_is_told()
    early(cast, 0)
    Match.objects.filter(pk=match_id).update(weekday=3, start_time=time(9))
    sweep(day_before(date(2026, 12, 10)))
    assert told("visit_near").get().params["day"] == "2026-12-10"


def test_finding_who_is_told_takes_as_many_queries_for_many_as_for_one(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for name in ("Els Een", "Toon Twee", "Dora Drie"):
        cast.running(cast.volunteer(name))
    with django_assert_max_num_queries(15):
        assert len(due.visits(day_before(THURSDAY))) == 3


# --- a last day that comes near -----

LAST = date(2027, 2, 18)


@pytest.mark.parametrize("weeks", [4, 1])
def test_four_weeks_and_one_week_before_the_last_day_both_hear_it(cast: Cast, weeks: int) -> None:
    visiting(cast, last_day=LAST)
    moment = at_local(LAST - timedelta(weeks=weeks), time(10))
    sweep(moment - SECOND)
    assert not told("end_near", "end_near_asker").exists()
    sweep(moment)
    sweep(moment + DAY)
    assert told("end_near").count() == told("end_near_asker").count() == 1
    long = filled(message(cast.anna, told("end_near").get().pk, NOW)).text
    assert "donderdag 18 februari" in long


def test_it_is_told_twice_in_all(cast: Cast) -> None:
    visiting(cast, last_day=LAST)
    day = TODAY
    while day <= LAST + 2 * DAY:
        sweep(at_local(day, time(11)))
        all_is_told()
        day += DAY
    assert told("end_near", state="told").count() == 2
    assert told("end_near_asker", state="told").count() == 2


def test_going_on_longer_drops_it_and_tells_it_of_the_new_day(cast: Cast) -> None:
    match_id = visiting(cast, last_day=LAST)
    moment = at_local(LAST - timedelta(weeks=4), time(10))
    sweep(moment)
    later = LAST + timedelta(weeks=8)
    matches.evaluate(actor=cast.anna, now=moment + SECOND, match_id=match_id, new_last_day=later)
    sweep(moment + 2 * SECOND)
    assert not told("end_near", "end_near_asker").exists()
    sweep(at_local(later - timedelta(weeks=4), time(10)))
    assert {row.params["day"] for row in told("end_near", "end_near_asker")} == {later.isoformat()}


@pytest.mark.both_engines
def test_what_stops_sooner_is_not_told(cast: Cast) -> None:
    match_id = visiting(cast, last_day=LAST)
    moment = at_local(LAST - timedelta(weeks=1), time(10))
    sweep(moment)
    matches.end(actor=cast.anna, now=moment + SECOND, match_id=match_id)
    sweep(moment + 2 * SECOND)
    assert not told("end_near", "end_near_asker").exists()


def test_help_of_one_day_or_one_week_has_no_end_to_tell(cast: Cast) -> None:
    visiting(cast, first_day=THURSDAY, last_day=THURSDAY)
    visiting(cast, last_day=TODAY + timedelta(days=9))
    day = TODAY
    while day <= THURSDAY + DAY:
        sweep(at_local(day, time(11)))
        day += DAY
    assert not Message.objects.filter(template__startswith="end_near").exists()


def test_of_a_relay_the_person_hears_the_end_only_of_the_last(cast: Cast) -> None:
    relay = relaying.running(cast, cast.volunteer("Ada Bos"), cast.volunteer("Bea Kok"))
    all_is_told()
    first = Match.objects.get(pk=relay.match(1))
    sweep(at_local(first.last_day - timedelta(weeks=1), time(10)))
    assert told("end_near").count() == 1
    assert not told("end_near_asker").exists()


def test_everybody_with_a_part_in_an_arrangement_hears_it(cast: Cast) -> None:
    one = combination(cast).agreed()
    matches.start(actor=cast.anna, now=NOW, match_id=one.match_id)
    all_is_told()
    last = Match.objects.get(pk=one.match_id).last_day
    sweep(at_local(last - timedelta(weeks=4), time(10)))
    parties = told("end_near_party")
    assert [row.party.name for row in parties if row.party] == ["Nadia Kaya"]
    assert all("/l/" in filled(message(cast.anna, row.pk, NOW)).text for row in parties)
    assert told("end_near_asker").count() == 1


@given(
    began=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    length=st.integers(0, 400),
    hours=st.lists(st.integers(0, 24 * 410), min_size=1, max_size=40),
)
def test_whatever_the_days_it_is_told_at_most_twice_and_never_late(
    began: date, length: int, hours: list[int]
) -> None:
    last = began + timedelta(days=length)
    for hour in hours:
        now = at_local(began, time()) + timedelta(hours=hour)
        weeks = weeks_to_end(began, last, now)
        if weeks is None:
            continue
        assert weeks in {4, 1}
        left = (last - local_day(now)).days
        assert weeks * 7 - 3 <= left <= weeks * 7
        assert length >= weeks * 7 + 7


# --- several loops, and what is kept of it -----


@pytest.mark.commits
def test_several_loops_at_once_tell_it_once(cast: Cast, race: Callable[..., list[Any]]) -> None:
    meets(cast)
    last = THURSDAY + timedelta(days=27)
    ends = Match.objects.filter(pk=visiting(cast, last_day=last))
    ends.update(started_on=TODAY - timedelta(weeks=5), first_day=TODAY - timedelta(weeks=5))
    question = Proposal.objects.get(pk=cast.asked(cast.volunteer("Els de Graaf")))
    all_is_told()
    moment = day_before(THURSDAY)
    assert weeks_to_end(TODAY - timedelta(weeks=5), last, moment) == 4
    Proposal.objects.filter(pk=question.pk).update(expires_at=moment + timedelta(hours=20))
    outcomes = race([lambda: sweep(moment) for _ in range(4)])
    assert all(isinstance(done, int) for done in outcomes), outcomes
    once = ("meeting_near", "meeting_near_volunteer", "proposal_near")
    once = (*once, "visit_near", "end_near", "end_near_asker")
    for template in once:
        assert told(template).count() == 1, template
    assert Event.objects.filter(type="message.reminded").count() == len(once)


@pytest.mark.both_engines
def test_a_night_forgets_the_marks_of_long_ago(cast: Cast) -> None:
    meets(cast)
    sweep(day_before(THURSDAY))
    assert Reminded.objects.exists()
    daily_work.run(at_local(THURSDAY + 50 * DAY, time(3)))
    assert Reminded.objects.exists()
    daily_work.run(at_local(THURSDAY + 62 * DAY, time(3)))
    assert not Reminded.objects.exists()


def test_a_limit_of_a_volunteer_is_read_with_the_match(cast: Cast) -> None:
    """`visit_on` takes a pause from the limits as they stand."""
    row = Match.objects.select_related("volunteer__limits").get(pk=visiting(cast))
    assert feed.visit_on(row, THURSDAY) is not None
    LimitsRow.objects.filter(pk=cast.bram_id).update(pause_from=TODAY)
    row = Match.objects.select_related("volunteer__limits").get(pk=row.pk)
    assert feed.visit_on(row, THURSDAY) is None
