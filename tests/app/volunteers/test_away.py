"""Days on which somebody is not there: said at once, held on every path, nobody left uncertain."""

import itertools
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.on_the_phone import Phone

from loopplank.access.account.actors import SYSTEM, Actor, NotFound
from loopplank.access.account.links import FEED, of_subject, token_of
from loopplank.access.kit import workdays
from loopplank.access.matching import candidates
from loopplank.access.matching.planning_problem import problem_of
from loopplank.access.messages.feed import feed
from loopplank.access.messages.send_policy import verdict
from loopplank.access.responsibility import due
from loopplank.access.volunteers.long_unspoken import long_unspoken
from loopplank.access.volunteers.volunteers import facts_of
from loopplank.actions.account import links
from loopplank.actions.ledger import ledger
from loopplank.actions.matching import matches, proposals, propose
from loopplank.actions.privacy import erasure
from loopplank.actions.volunteers import away, limits, visits, volunteers
from loopplank.actions.volunteers import cover as volunteer_cover
from loopplank.actions.wellbeing import signal_steps
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import at_local
from loopplank.core.kit.reason import Refused
from loopplank.core.messages.rules import Do
from loopplank.core.volunteers.away import Away
from loopplank.core.volunteers.load import Limits
from loopplank.jobs.nightly import follow_up
from loopplank.store.models import (
    Affiliation,
    Event,
    LimitsRaise,
    LoadWeek,
    Message,
    Network,
    Proposal,
    Visit,
    VisitCover,
    Volunteer,
    VolunteerSignal,
)
from loopplank.store.models import Limits as LimitsRow
from loopplank.web.kit import clock

CHRISTMAS = Away(date(2026, 12, 19), date(2027, 1, 3))
NEXT_WEEK = Away(date(2026, 11, 30), date(2026, 12, 6))
THURSDAY = date(2026, 12, 3)
DATES = {"length": "until", "first": "2026-12-19", "last": "2027-01-03"}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Network.objects.update(open_asks_at_once=9, most_asks_a_month=12)


@pytest.fixture
def phone(cast: Cast) -> Phone:
    """Bram's."""
    return Phone(cast.bram)


def says(cast: Cast, period: Away, *, actor: Actor | None = None, now: datetime = NOW) -> None:
    away.away(actor=actor or cast.bram, now=now, volunteer_id=cast.bram_id, period=period)


def takes_back(
    cast: Cast, period: Away, *, actor: Actor | None = None, now: datetime = NOW
) -> None:
    away.not_away(actor=actor or cast.bram, now=now, volunteer_id=cast.bram_id, period=period)


def said(cast: Cast) -> tuple[Away, ...]:
    return facts_of(LimitsRow.objects.get(pk=cast.bram_id)).away.periods


def in_order(cast: Cast) -> None:
    assert ledger.differences(Volunteer.objects.get(pk=cast.bram_id)) == []


def refused_by(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.reason.code


def in_peace(cast: Cast) -> datetime:
    """More than a week after anybody asked or called: a raise works at once."""
    return NOW + timedelta(days=9)


# --- the volunteer's own page -----


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ({"length": "this_week"}, Away(TODAY, date(2026, 11, 29))),
        ({"length": "next_week"}, NEXT_WEEK),
        (DATES, CHRISTMAS),
    ],
)
def test_days_away_are_said_and_stand_there(
    cast: Cast, phone: Phone, typed: dict[str, str], period: Away
) -> None:
    text = phone.then_reads("away", **typed)
    assert said(cast) == (period,)
    assert "Opgeschreven. Wij vragen je dan niets." in text
    assert "Haal weg" in text
    row = LimitsRow.objects.get(pk=cast.bram_id)
    assert (row.set_by_self, row.raises_counted) == (True, 0)


def test_periods_beside_each_other_become_one(cast: Cast, phone: Phone) -> None:
    phone.presses("away", **DATES)
    text = phone.then_reads("away", length="until", first="2027-01-04", last="2027-01-10")
    assert said(cast) == (Away(CHRISTMAS.first, date(2027, 1, 10)),)
    assert "zaterdag 19 december tot en met zondag 10 januari" in text


def test_saying_it_again_changes_nothing(cast: Cast) -> None:
    says(cast, CHRISTMAS)
    before = Event.objects.count()
    says(cast, CHRISTMAS)
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Kies wanneer je er niet bent."),
        ({"length": "until"}, "Kies de eerste dag dat je er niet bent."),
        ({"length": "until", "first": "2026-12-19"}, "Kies de laatste dag dat je er niet bent."),
        ({**DATES, "last": "2026-12-01"}, "De laatste dag mag niet vóór de eerste liggen."),
        ({**DATES, "first": "2026-11-01", "last": "2026-11-20"}, "Deze dagen zijn al voorbij."),
        ({**DATES, "last": "2028-12-01"}, "Dit is langer dan een jaar."),
        ({**DATES, "first": "19 december"}, "Kies een dag."),
        ({"region": "east"}, "Kies een van de vier."),
    ],
)
def test_a_mistake_is_a_sentence_and_keeps_what_was_typed(
    cast: Cast, phone: Phone, typed: dict[str, str], sentence: str
) -> None:
    answer = phone.presses("away", **typed)
    page = answer.content.decode()
    assert answer.status_code in {409, 422}
    assert sentence in page
    for name in ("first", "last"):
        if typed.get(name, "").startswith("20"):
            assert f'value="{typed[name]}"' in page
    assert said(cast) == ()


def test_it_can_be_taken_back(cast: Cast, phone: Phone) -> None:
    phone.presses("away", **DATES)
    text = phone.then_reads("not_away", first="2026-12-19", last="2027-01-03")
    assert said(cast) == ()
    assert "Goed, je bent er dan." in text
    assert phone.presses("not_away", first="2026-12-19", last="nooit").status_code == 404


def test_mijn_week_says_it_before_and_during(
    cast: Cast, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.presses("away", **DATES)
    assert "Je bent weg van zaterdag 19 december" in phone.reads("week")
    during = at_local(date(2026, 12, 24), time(10))
    monkeypatch.setattr(clock, "now", lambda: during)
    text = phone.reads("week")
    assert "Je bent weg tot en met zondag 3 januari" in text
    assert "Tot dan vragen wij je niets, en je bezoeken regelen wij." in text
    monkeypatch.setattr(clock, "now", lambda: at_local(date(2027, 1, 4), time(10)))
    assert "Je bent weg" not in phone.reads("week")


def test_my_limits_say_it_in_words(cast: Cast, phone: Phone) -> None:
    phone.presses("limits", most="6", people="2", heavy="1", liked="4,5")
    phone.presses("away", **DATES)
    phone.presses("away", region="middle")
    text = phone.reads("limits")
    assert "zaterdag 19 december tot en met zondag 3 januari" in text
    assert "Niet in de schoolvakanties van regio Midden" in text
    # saving limits leaves the days as they are
    phone.presses("limits", most="5", people="2", heavy="1", liked="4,5")
    assert said(cast) == (CHRISTMAS,)
    assert LimitsRow.objects.get(pk=cast.bram_id).school_regions == ["middle"]


# --- the school holidays -----


@pytest.mark.parametrize(
    ("region", "first", "last"),
    [
        ("north", date(2027, 2, 20), date(2027, 2, 28)),
        ("middle", date(2027, 2, 20), date(2027, 2, 28)),
        ("south", date(2027, 2, 13), date(2027, 2, 21)),
    ],
)
def test_the_spring_holiday_of_each_region(region: str, first: date, last: date) -> None:
    """Regeling vaststelling schoolvakanties 2025-2030."""
    assert Away(first, last) in workdays.of_regions((region,))
    assert CHRISTMAS in workdays.of_regions((region,))


@pytest.mark.parametrize("region", ["north", "middle", "south"])
def test_the_days_that_are_known_hold_no_gap_and_have_an_end(region: str) -> None:
    known = workdays.of_regions((region,))
    assert known[-1].last.year == 2030
    assert known[-1].first.month == 7
    between = [(b.first - a.last).days for a, b in itertools.pairwise(known)]
    assert max(between) < 92, "a holiday is missing"
    assert all((one.last - one.first).days in {8, 15, 43} for one in known[1:])


def test_not_in_the_school_holidays_is_one_choice(cast: Cast, phone: Phone) -> None:
    text = phone.then_reads("away", region="south")
    row = LimitsRow.objects.get(pk=cast.bram_id)
    assert row.school_regions == ["south"]
    assert facts_of(row).away.on(date(2027, 2, 14))
    assert "zaterdag 13 februari tot en met zondag 21 februari" in text
    phone.presses("away", region="none")
    assert LimitsRow.objects.get(pk=cast.bram_id).school_regions == []


def test_that_later_holidays_are_not_known_is_said_in_time(
    cast: Cast, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.presses("away", region="north")
    anna = browsing.member(cast.anna)
    page = reverse("volunteer", args=[cast.bram_id])
    sentence = "zijn de schoolvakanties hier nog niet bekend"
    assert sentence not in phone.reads("away")
    assert sentence not in anna.get(page).content.decode()
    end = workdays.of_regions(("north",))[-1].last
    monkeypatch.setattr(clock, "now", lambda: at_local(end - timedelta(days=300), time(10)))
    assert f"Na {end.day} september {end.year} {sentence}" in phone.reads("away")
    assert sentence in phone.reads("limits")
    assert sentence in browsing.member(cast.anna).get(page).content.decode()


def test_a_holiday_that_becomes_known_is_counted_the_next_night(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.running(cast.bram)
    monkeypatch.setattr(workdays, "of_regions", lambda _codes: ())
    away.school_holidays(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, region="north")
    week = date(2026, 12, 21)
    assert LoadWeek.objects.get(volunteer_id=cast.bram_id, monday=week).planned_minutes == 90
    monkeypatch.setattr(workdays, "of_regions", lambda _codes: (CHRISTMAS,))
    assert follow_up.look_ahead(NOW, lambda: False) == {"visits": 0, "failed": 0}
    assert LoadWeek.objects.get(volunteer_id=cast.bram_id, monday=week).planned_minutes == 0
    in_order(cast)


# --- what runs already -----


def test_near_visits_are_covered_and_the_owner_hears_of_the_others(cast: Cast) -> None:
    cast.running(cast.bram)
    says(cast, NEXT_WEEK)
    visit = Visit.objects.get()
    assert (visit.day, visit.state, visit.cover.state) == (THURSDAY, "cannot", "sought")
    signal = VolunteerSignal.objects.get()
    assert (signal.reason, signal.words, signal.to_id) == (
        "cannot_come",
        "2026-12-03",
        cast.anna.id,
    )
    # the person hears it, by the way of every other visit
    assert Message.objects.filter(template="visit_sought").count() == 1
    in_order(cast)


def test_of_days_further_off_the_owner_hears_and_the_rest_follows_in_time(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    says(cast, CHRISTMAS)
    assert not Visit.objects.exists()
    signal = VolunteerSignal.objects.get()
    assert (signal.reason, signal.words, signal.match_id, signal.wants_call) == (
        "away",
        "2026-12-19/2027-01-03",
        match_id,
        False,
    )
    almost = at_local(date(2026, 12, 9), time(8))
    assert follow_up.look_ahead(almost, lambda: False)["visits"] == 0
    near = almost + timedelta(days=1)
    assert follow_up.look_ahead(near, lambda: False)["visits"] == 1
    assert Visit.objects.get().day == date(2026, 12, 24)
    assert follow_up.look_ahead(near, lambda: False)["visits"] == 0
    assert follow_up.look_ahead(near + timedelta(days=7), lambda: False)["visits"] == 1
    assert VisitCover.objects.count() == 2


def test_days_on_which_nobody_comes_anyway_bother_nobody(cast: Cast) -> None:
    cast.running(cast.bram)
    says(cast, Away(date(2026, 12, 18), date(2026, 12, 22)))
    says(cast, Away(date(2027, 3, 1), date(2027, 3, 7)))
    assert not VolunteerSignal.objects.exists()


def test_a_first_meeting_in_those_days_is_for_the_owner_to_move(cast: Cast) -> None:
    match_id = cast.agreed(cast.bram, first_day=date(2026, 12, 10))
    matches.plan_meeting(
        actor=cast.anna,
        now=NOW,
        match_id=match_id,
        meeting_at=at_local(date(2026, 12, 1), time(10)),
    )
    says(cast, NEXT_WEEK)
    assert VolunteerSignal.objects.get().reason == "away"


def test_not_in_the_holidays_is_told_once_to_each_owner(cast: Cast) -> None:
    cast.running(cast.bram)
    away.school_holidays(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, region="north")
    signal = VolunteerSignal.objects.get()
    assert (signal.reason, signal.words) == ("school_holidays", "2026-12-19/2027-01-03")
    page = browsing.member(cast.anna).get(reverse("volunteer", args=[cast.bram_id]))
    text = page.content.decode()
    assert "zaterdag 19 december tot en met zondag 3 januari" in text
    in_order(cast)


def test_who_is_back_sooner_takes_the_call_back(cast: Cast) -> None:
    cast.running(cast.bram)
    says(cast, CHRISTMAS)
    takes_back(cast, CHRISTMAS, now=in_peace(cast))
    signal = VolunteerSignal.objects.get()
    assert (signal.outcome, signal.answered_at) == ("arranged", in_peace(cast))
    in_order(cast)


def test_whoever_was_called_about_it_hears_that_they_come_after_all(cast: Cast) -> None:
    cast.running(cast.bram)
    says(cast, CHRISTMAS)
    told = VolunteerSignal.objects.get()
    signal_steps.answer_signal(actor=cast.anna, now=NOW, signal_id=told.pk, outcome="arranged")
    takes_back(cast, CHRISTMAS, now=in_peace(cast))
    assert VolunteerSignal.objects.get(answered_at=None).reason == "not_away"


def test_a_visit_that_was_called_off_comes_back_by_saying_so_alone(
    cast: Cast, phone: Phone
) -> None:
    """Somebody else may be on their way by then."""
    cast.running(cast.bram)
    says(cast, NEXT_WEEK)
    takes_back(cast, NEXT_WEEK, now=in_peace(cast))
    visit = Visit.objects.get()
    assert visit.state == "cannot"
    volunteer_cover.can_come(actor=cast.bram, now=NOW, visit_id=visit.pk)
    assert not Visit.objects.exists()


def test_nobody_comes_after_all_on_a_day_that_still_says_away(cast: Cast) -> None:
    """The person would hear that they come, and the next night that they do not."""
    cast.running(cast.bram)
    says(cast, NEXT_WEEK)
    visit_id = Visit.objects.get().pk
    for actor in (cast.bram, cast.anna):
        code = refused_by(
            lambda by=actor: volunteer_cover.can_come(actor=by, now=NOW, visit_id=visit_id)
        )  # type: ignore[misc]
        assert code == "cover.away"
    assert Visit.objects.get().state == "cannot"
    assert not Message.objects.filter(template="visit_on_again").exists()


@pytest.mark.parametrize(("hour", "called_off"), [(13, True), (15, False)])
def test_a_visit_that_began_before_they_said_it_took_place(
    cast: Cast, hour: int, *, called_off: bool
) -> None:
    cast.running(cast.bram)
    says(cast, Away(THURSDAY, THURSDAY), now=at_local(THURSDAY, time(hour)))
    assert Visit.objects.exists() is called_off


def test_one_day_far_off_is_told_like_two(cast: Cast) -> None:
    cast.running(cast.bram)
    says(cast, Away(date(2026, 12, 24), date(2026, 12, 24)))
    assert VolunteerSignal.objects.get().reason == "away"


@pytest.mark.parametrize("called", [True, False])
def test_in_the_holidays_after_all_reaches_who_heard_it_also_later(
    cast: Cast, *, called: bool
) -> None:
    """The holiday that was named is over; what was said of all of them is not."""
    cast.running(cast.bram, last_day=date(2027, 6, 1))
    away.school_holidays(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, region="north")
    told = VolunteerSignal.objects.get()
    if called:
        signal_steps.answer_signal(actor=cast.anna, now=NOW, signal_id=told.pk, outcome="arranged")
    january = at_local(date(2027, 1, 20), time(10))
    away.school_holidays(actor=cast.bram, now=january, volunteer_id=cast.bram_id, region="")
    still_open = VolunteerSignal.objects.filter(answered_at=None)
    assert list(still_open.values_list("reason", flat=True)) == (["not_away"] if called else [])


def test_an_open_question_need_not_be_answered_from_away(cast: Cast) -> None:
    proposal_id = cast.asked(cast.bram)
    says(cast, Away(TODAY, TODAY + timedelta(days=3)))
    assert Proposal.objects.get(pk=proposal_id).expires_at == NOW
    in_order(cast)


def test_a_question_for_later_stays_open(cast: Cast) -> None:
    proposal_id = cast.asked(cast.bram)
    says(cast, CHRISTMAS)
    assert Proposal.objects.get(pk=proposal_id).expires_at > NOW


# --- every way in which somebody might be asked all the same -----


def test_who_is_away_is_not_asked_and_no_yes_is_noted(cast: Cast) -> None:
    says(cast, Away(TODAY, TODAY + timedelta(days=3)))
    given = {
        "actor": cast.anna,
        "now": NOW,
        "volunteer_id": cast.bram_id,
        "plan": cast.plan(first_day=date(2026, 12, 10)),
    }
    for act in (propose.ask, propose.note_yes):
        assert refused_by(lambda act=act: act(request_id=cast.ready(), **given)) == "proposal.away"


def test_help_that_begins_while_they_are_away_is_refused(cast: Cast) -> None:
    says(cast, NEXT_WEEK)
    given = {
        "actor": cast.anna,
        "now": NOW,
        "volunteer_id": cast.bram_id,
        "plan": cast.plan(first_day=THURSDAY),
    }
    for act in (propose.ask, propose.note_yes):
        assert refused_by(lambda act=act: act(request_id=cast.ready(), **given)) == "load.away"
    assert cast.asked(cast.bram, first_day=date(2026, 12, 10))


def test_a_yes_to_what_now_falls_in_days_away_is_refused(cast: Cast, phone: Phone) -> None:
    proposal_id = cast.asked(cast.bram, first_day=THURSDAY)
    says(cast, NEXT_WEEK)
    assert "Je bent dan weg" in phone.reads("proposal", proposal_id)
    code = refused_by(lambda: proposals.accept(actor=cast.bram, now=NOW, proposal_id=proposal_id))
    assert code == "load.away"
    in_order(cast)


def test_somebody_away_is_not_among_the_candidates(cast: Cast) -> None:
    request_id = cast.ready()

    def why() -> list[str]:
        page = candidates.candidate_page(cast.anna, request_id, NOW)
        return [one.reason.code for one in page.fits_not if one.someone.key == str(cast.bram_id)]

    assert why() == []
    says(cast, Away(TODAY, TODAY + timedelta(days=3)))
    assert why() == ["why_not.away"]


def test_somebody_away_is_not_asked_to_stand_in(cast: Cast) -> None:
    """Ria cannot come on Thursday week, and Bram is not there either."""
    ria = cast.volunteer("Ria Smit")
    match_id = cast.running(ria)
    visits.cannot_visit(actor=ria, now=NOW, match_id=match_id, day=THURSDAY)
    cover = VisitCover.objects.get()
    look = candidates.Look(visit_on=THURSDAY)
    fits = candidates.candidate_page(cast.anna, cover.request_id, NOW, look).shown
    assert [one.volunteer_id for one in fits] == [cast.bram_id]
    says(cast, NEXT_WEEK)
    assert not candidates.candidate_page(cast.anna, cover.request_id, NOW, look).shown
    plan = cast.plan(first_day=THURSDAY, last_day=THURSDAY)
    code = refused_by(
        lambda: propose.note_yes(
            actor=cast.anna,
            now=NOW,
            request_id=cover.request_id,
            volunteer_id=cast.bram_id,
            plan=plan,
        )
    )
    assert code == "load.away"


def test_the_planner_sees_no_room_in_rows_away_and_bridges_a_fortnight(cast: Cast) -> None:
    def room() -> tuple[list[int], int]:
        facts = problem_of(cast.network_id, NOW)
        row = list(facts.problem.volunteers.key).index(str(cast.bram_id))
        vs = facts.problem.volunteers
        return [int(n) for n in vs.people[row]], int(vs.closed[row])

    assert min(room()[0]) > 0
    says(cast, CHRISTMAS)
    assert min(room()[0]) > 0, "two weeks of four are bridged"
    # the first week of the plan, and a summer
    says(cast, NEXT_WEEK)
    says(cast, Away(date(2027, 7, 1), date(2027, 9, 1)))
    people_left, closed = room()
    assert people_left[0] == 0
    assert people_left[1] > 0
    assert people_left.count(0) == 3
    assert closed == 0
    says(cast, Away(TODAY, TODAY))
    assert room()[1] == 9


def test_no_question_leaves_while_they_are_away(cast: Cast) -> None:
    cast.asked(cast.bram)
    row = Message.objects.get(template="proposal")
    LimitsRow.objects.filter(pk=cast.bram_id).update(
        away=[[TODAY.isoformat(), (TODAY + timedelta(days=2)).isoformat()]]
    )
    found = verdict(row, NOW)
    assert found.do is Do.WAIT
    assert found.at is not None
    assert found.at >= at_local(TODAY + timedelta(days=3), time(0))


def test_nobody_is_asked_how_it_goes_while_away(cast: Cast) -> None:
    Affiliation.objects.update(since=TODAY - timedelta(weeks=9))
    cast.running(cast.bram)
    later = NOW + timedelta(weeks=3)
    assert cast.bram_id in due.check_ins_to_begin(later)
    says(cast, Away(later.date(), later.date()))
    assert cast.bram_id not in due.check_ins_to_begin(later)
    assert cast.bram_id in due.check_ins_to_begin(later + timedelta(days=1))


def test_nobody_on_holiday_stands_there_as_forgotten(cast: Cast) -> None:
    Affiliation.objects.update(since=TODAY - timedelta(weeks=20), spoken_at=None)
    assert [one.volunteer_id for one in long_unspoken(cast.anna, TODAY)] == [cast.bram_id]
    says(cast, Away(TODAY, TODAY))
    assert long_unspoken(cast.anna, TODAY) == ()


def test_the_calendar_says_that_those_visits_are_off(cast: Cast) -> None:
    cast.running(cast.bram)
    links.renew_feed(actor=cast.bram, now=NOW)
    link = of_subject(FEED, cast.bram_id)
    assert link
    token = token_of(link.pk, link.generation)

    def off() -> set[date]:
        return {one.day for one in feed(token, NOW).entries if one.cancelled}

    assert off() == set()
    says(cast, CHRISTMAS)
    assert off() == {date(2026, 12, 24), date(2026, 12, 31)}


# --- who may say it (promise P10) -----


def by_telephone(cast: Cast) -> None:
    Volunteer.objects.filter(pk=cast.bram_id).update(channel="phone", email="")


def test_a_coordinator_writes_it_down_and_the_volunteer_hears_it(cast: Cast) -> None:
    anna = browsing.member(cast.anna)
    page = anna.post(reverse("volunteer_away", args=[cast.bram_id]), DATES, follow=True)
    assert "De vrijwilliger hoort dat jij dit opschreef." in page.content.decode()
    assert said(cast) == (CHRISTMAS,)
    event = Event.objects.filter(type="volunteer.limits_changed").latest("pk")
    assert event.data["on_behalf"] is True
    assert event.data["limits"]["away"] == [["2026-12-19", "2027-01-03"]]
    assert not LimitsRow.objects.get(pk=cast.bram_id).set_by_self
    assert Message.objects.filter(template="changed_for_you").count() == 1
    shown = anna.get(reverse("volunteer", args=[cast.bram_id])).content.decode()
    assert "zaterdag 19 december tot en met zondag 3 januari" in shown


def test_a_coordinator_does_not_take_it_back(cast: Cast) -> None:
    says(cast, CHRISTMAS)
    assert (
        refused_by(lambda: takes_back(cast, CHRISTMAS, actor=cast.anna, now=in_peace(cast)))
        == "limits.not_yours"
    )
    away.school_holidays(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, region="north")
    for region in ("none", "south"):
        code = refused_by(
            lambda region=region: away.school_holidays(
                actor=cast.anna, now=in_peace(cast), volunteer_id=cast.bram_id, region=region
            )
        )
        assert code == "limits.not_yours"
    assert said(cast) == (CHRISTMAS,)
    told = browsing.member(cast.anna).post(
        reverse("not_away_on_behalf", args=[cast.bram_id]),
        {"first": "2026-12-19", "last": "2027-01-03"},
        follow=True,
    )
    assert "Alleen Bram kan deze grens verhogen." in told.content.decode()


def test_for_who_has_only_a_telephone_a_second_person_confirms_it(cast: Cast) -> None:
    by_telephone(cast)
    says(cast, CHRISTMAS, actor=cast.anna)
    told = browsing.member(cast.anna).post(
        reverse("not_away_on_behalf", args=[cast.bram_id]),
        {"first": "2026-12-19", "last": "2027-01-03"},
        follow=True,
    )
    assert "Een collega bevestigt het na een eigen gesprek." in told.content.decode()
    assert said(cast) == (CHRISTMAS,)
    page = browsing.member(cast.henk).get(reverse("volunteer", args=[cast.bram_id]))
    assert "Anna Prins schreef op: is er op meer dagen." in page.content.decode()
    waiting = LimitsRaise.objects.get(state="pending")
    limits.confirm_raise(actor=cast.henk, now=NOW, raise_id=waiting.pk)
    limits.apply_raise(actor=SYSTEM, now=NOW + timedelta(days=1), raise_id=waiting.pk)
    assert said(cast) == ()
    in_order(cast)


def test_after_a_call_being_back_waits_a_night_and_more_days_do_not(cast: Cast) -> None:
    says(cast, CHRISTMAS)
    volunteers.spoken(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id)
    takes_back(cast, CHRISTMAS)
    assert said(cast) == (CHRISTMAS,)
    # beside what waits another week is said, and holds at once; nothing of it is lost that night
    says(cast, NEXT_WEEK)
    assert said(cast) == (NEXT_WEEK, CHRISTMAS)
    limits.pause(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, first=TODAY, last=TODAY)
    waiting = LimitsRaise.objects.get(state="pending")
    limits.apply_raise(actor=SYSTEM, now=NOW + timedelta(days=1), raise_id=waiting.pk)
    assert said(cast) == (NEXT_WEEK,)
    assert LimitsRow.objects.get(pk=cast.bram_id).pause_to == TODAY
    in_order(cast)


def test_a_higher_limit_that_waits_loses_no_days_away(cast: Cast) -> None:
    volunteers.spoken(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id)
    eight = Limits(300, 480, 9, 1)
    limits.set_limits(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, wanted=eight)
    says(cast, CHRISTMAS, actor=cast.anna)
    waiting = LimitsRaise.objects.get(state="pending")
    limits.apply_raise(actor=SYSTEM, now=NOW + timedelta(days=1), raise_id=waiting.pk)
    row = LimitsRow.objects.get(pk=cast.bram_id)
    assert (row.max_minutes, said(cast)) == (480, (CHRISTMAS,))


def returns_tomorrow(cast: Cast) -> LimitsRaise:
    """Away at Christmas, and after a call there after all: that waits for a night."""
    says(cast, CHRISTMAS)
    volunteers.spoken(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id)
    takes_back(cast, CHRISTMAS)
    return LimitsRaise.objects.get(state="pending")


def test_a_second_tap_says_that_it_waits_as_the_first_one_did(cast: Cast, phone: Phone) -> None:
    says(cast, CHRISTMAS)
    volunteers.spoken(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id)
    for _ in range(2):
        text = phone.then_reads("not_away", first="2026-12-19", last="2027-01-03")
        assert "Bewaard. Dit geldt vanaf woensdag 25 november." in text
        assert "Goed, je bent er dan." not in text


def test_a_return_that_is_taken_back_waits_no_more(cast: Cast, phone: Phone) -> None:
    waiting = returns_tomorrow(cast)
    says(cast, CHRISTMAS)
    waiting.refresh_from_db()
    assert waiting.state == "withdrawn"
    assert "Vanaf morgen geldt" not in phone.reads("away")
    assert said(cast) == (CHRISTMAS,)


def test_a_coordinator_writes_a_lower_limit_down_while_a_return_waits(cast: Cast) -> None:
    waiting = returns_tomorrow(cast)
    lower = Limits(60, 60, 1, 0)
    limits.set_limits(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id, wanted=lower)
    row = LimitsRow.objects.get(pk=cast.bram_id)
    assert (row.max_minutes, said(cast)) == (60, (CHRISTMAS,))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.needs_second) == ("pending", False)
    limits.apply_raise(actor=SYSTEM, now=NOW + timedelta(days=1), raise_id=waiting.pk)
    row.refresh_from_db()
    assert (row.max_minutes, said(cast)) == (60, ())
    in_order(cast)


def test_on_the_telephone_a_return_loses_no_higher_limit_that_waits(cast: Cast) -> None:
    by_telephone(cast)
    says(cast, CHRISTMAS, actor=cast.anna)
    eight = Limits(300, 480, 9, 1)
    limits.set_limits(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id, wanted=eight)
    takes_back(cast, CHRISTMAS, actor=cast.anna)
    waiting = LimitsRaise.objects.get(state="pending")
    assert (waiting.needs_second, waiting.confirmed_by_id) == (True, None)
    limits.confirm_raise(actor=cast.henk, now=NOW, raise_id=waiting.pk)
    limits.apply_raise(actor=SYSTEM, now=NOW + timedelta(days=1), raise_id=waiting.pk)
    assert (LimitsRow.objects.get(pk=cast.bram_id).max_minutes, said(cast)) == (480, ())


@pytest.mark.parametrize("stranger", ["dirk", "carla", "ella", "fred", "gerda"])
def test_a_stranger_finds_nothing(cast: Cast, stranger: str) -> None:
    client = browsing.member(getattr(cast, stranger))
    for name, method in (("volunteer_away", "get"), ("not_away_on_behalf", "post")):
        answer = getattr(client, method)(
            reverse(name, args=[cast.bram_id]), {"first": "2026-12-19", "last": "2027-01-03"}
        )
        assert answer.status_code == 404


def test_another_volunteer_cannot_say_it_for_them(cast: Cast) -> None:
    ria = cast.volunteer("Ria Smit")
    assert ria.role is Role.VOLUNTEER
    with pytest.raises(NotFound):
        says(cast, CHRISTMAS, actor=ria)


# --- to export and to forget -----


def test_what_is_long_over_is_forgotten(cast: Cast) -> None:
    says(cast, NEXT_WEEK)
    says(cast, CHRISTMAS)
    after = at_local(NEXT_WEEK.last + timedelta(weeks=13), time(8))
    follow_up.look_ahead(after, lambda: False)
    assert said(cast) == (NEXT_WEEK, CHRISTMAS)
    follow_up.look_ahead(after + timedelta(days=1), lambda: False)
    assert said(cast) == (CHRISTMAS,)


@pytest.mark.both_engines
def test_who_is_erased_leaves_no_days_behind(cast: Cast) -> None:
    says(cast, CHRISTMAS)
    away.school_holidays(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id, region="north")
    erasure.erase_volunteer(actor=cast.bram, now=NOW, volunteer_id=cast.bram_id)
    left = LimitsRow.objects.filter(pk=cast.bram_id).first()
    assert left is None or (left.away == [] and left.school_regions == [])
