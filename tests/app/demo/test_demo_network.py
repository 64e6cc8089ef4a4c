"""The demo network as a newcomer finds it: complete, alive on every day, and no promise broken. Its
story, played by the real actions alone, is the same for the same seed.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from tests.databases import PROJECT, Databases

from loopplank.access.account.actors import Actor, actor_of
from loopplank.access.demo import demo_lookup
from loopplank.access.matching.candidate_rows import everybody
from loopplank.access.responsibility.nightly_checks import broken_promises
from loopplank.access.responsibility.today import TodayPage, today_page
from loopplank.access.volunteers.volunteers import facts_of
from loopplank.actions.ledger.ledger import differing_weeks
from loopplank.core.kit import bsn, contact_details
from loopplank.core.kit.calendar import at_local, local_day, local_time
from loopplank.core.matching.candidates import Asked, rank
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.requests.states import State
from loopplank.core.responsibility.today import Lateness
from loopplank.core.volunteers.load import Commitment, Load
from loopplank.jobs.chance import seeded
from loopplank.jobs.demo import places, questions, row_files, triage_cases, volunteers
from loopplank.jobs.demo.named_people import named
from loopplank.jobs.demo.rows import put
from loopplank.jobs.demo.scenarios import Plots
from loopplank.jobs.demo.stage import Stage
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import (
    Affiliation,
    Assessment,
    Event,
    HelpSeeker,
    Limits,
    LimitsRaise,
    LoadWeek,
    Match,
    Membership,
    Message,
    Network,
    Organisation,
    Proposal,
    Request,
    Visit,
    Volunteer,
    VolunteerSignal,
)

SEED = 7
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)  # a Tuesday, on which Marleen works
# A Saturday, midnight, both changes of the clock, holidays, New Year and a leap day.
OTHER_MOMENTS = (
    datetime(2026, 11, 28, 10, 0, tzinfo=UTC),
    datetime(2026, 11, 30, 23, 5, tzinfo=UTC),
    datetime(2026, 12, 26, 10, 0, tzinfo=UTC),
    datetime(2027, 1, 2, 9, 0, tzinfo=UTC),
    datetime(2027, 3, 28, 20, 0, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2027, 5, 7, 15, 30, tzinfo=UTC),
    datetime(2027, 8, 1, 9, 0, tzinfo=UTC),
    datetime(2028, 2, 29, 11, 0, tzinfo=UTC),
)


@pytest.fixture
def demo(databases: Databases, django_db_blocker: Any) -> Iterator[datetime]:
    """A copy of the demo network as it stands at NOW."""
    with loaded(databases, django_db_blocker, NOW):
        yield NOW


@pytest.fixture
def empty(databases: Databases, django_db_blocker: Any) -> Iterator[None]:
    """A database with tables and nothing in them."""
    name = databases.copy(databases.migrated())
    with django_db_blocker.unblock(), databases.pointing_at(name):
        yield
    databases.drop(name)


class loaded:  # noqa: N801  used as a function
    """Points Django at a copy of the demo network of one moment, loaded from its kept rows once a
    run; or played as often, for who says which time it is `played`.
    """

    def __init__(
        self, databases: Databases, blocker: Any, now: datetime, *, played: str = ""
    ) -> None:
        name = f"demo{played}-{now:%Y%m%d%H%M}"
        self.databases, self.blocker = databases, blocker
        command = ("-m", "tests.app.fill_demo", now.isoformat(), *([str(SEED)] if played else []))
        self.name = databases.copy(databases.filled(name, *command))

    def __enter__(self) -> None:
        self.blocker.unblock()
        self.around = self.databases.pointing_at(self.name)
        self.around.__enter__()

    def __exit__(self, *_: object) -> None:
        self.around.__exit__(None, None, None)
        self.databases.drop(self.name)
        self.blocker.restore()


def marleen() -> Actor:
    row = Membership.objects.select_related("account", "organisation").get(
        account__email="marleen@waterstad.example"
    )
    return actor_of(row)


# --- everything is there -------------------------------------------------------------------------


def test_every_state_and_every_reason_to_close_occurs(demo: datetime) -> None:
    assert set(Request.objects.values_list("state", flat=True)) == set(State)
    reasons = set(
        Request.objects.exclude(closing_reason="").values_list("closing_reason", flat=True)
    )
    assert reasons == set(ClosingReason)
    assert 85 <= Request.objects.count() <= 100
    ways = set(Request.objects.values_list("way_in", flat=True))
    assert ways == {"web", "phone", "professional", "paper"}


def test_four_organisations_and_120_volunteers_with_limits_of_their_own(demo: datetime) -> None:
    kinds = Counter(Organisation.objects.values_list("kind", flat=True))
    assert kinds == {"volunteers": 4, "formal": 1, "municipality": 1}
    # 120 of the town, and three for the relay
    assert Volunteer.objects.count() == 123
    hours = list(Limits.objects.values_list("max_minutes", flat=True))
    assert min(hours) >= 60
    assert max(hours) > 2 * sorted(hours)[60]
    in_two = Counter(Affiliation.objects.values_list("volunteer_id", flat=True))
    assert sum(count > 1 for count in in_two.values()) >= 5
    assert Affiliation.objects.filter(state="pending").exists()
    assert Limits.objects.filter(pause_from__isnull=False).exists()
    assert Volunteer.objects.filter(channel="phone", email="").count() >= 10
    assert LimitsRaise.objects.filter(state="pending", needs_second=True).exists()


def test_what_else_a_newcomer_should_meet(demo: datetime) -> None:
    proposals = set(Proposal.objects.values_list("state", flat=True))
    assert {"open", "yes", "no", "silent"} <= proposals
    assert set(Visit.objects.values_list("felt", flat=True)) >= {"fine", "fair", "heavy"}
    assert set(Visit.objects.values_list("logged_by_self", flat=True)) == {True, False}
    assert VolunteerSignal.objects.filter(answered_at=None).exists()
    assert VolunteerSignal.objects.exclude(answered_at=None).exists()
    told = Counter(Message.objects.values_list("state", flat=True))
    assert told["queued"] >= 5
    assert told["told"] > 5 * told["queued"]
    decisions = Counter(Assessment.objects.values_list("decision", flat=True))
    assert decisions["otherwise"] >= 1
    assert decisions[""] >= 3
    assert Assessment.objects.filter(stance="ask_first").exists()
    assert Match.objects.filter(state="running", heavy=True).exists()
    begun = demo - timedelta(days=90)
    assert Request.objects.filter(received_at__lt=begun).exists()


def test_some_are_shared_and_some_may_change_helper(demo: datetime) -> None:
    own = Affiliation.objects.filter(volunteer__limits__share_in_network=True, state="active")
    shared = own.exclude(shared_by=None)
    assert 10 <= shared.count() < own.count()
    answers = set(Request.objects.values_list("changing_faces", flat=True))
    assert answers == {"", "yes", "no"}
    assert set(Network.objects.values_list("fairness", flat=True)) == {"mild"}


def test_nobody_in_it_exists(demo: datetime) -> None:
    for row in [*HelpSeeker.objects.all(), *Volunteer.objects.all()]:
        assert contact_details.phone(row.phone) == row.phone
        assert row.phone.startswith(("06123", "06124")), row.phone
        assert not row.email or row.email.endswith("@waterstad.example")
    for organisation in Organisation.objects.all():
        assert organisation.phone.startswith("02055501")


def test_the_texts_are_clean() -> None:
    for house in volunteers.SIZES:
        asked = questions.questions_of(house)
        assert len({q.story for q in asked}) == len(asked) >= 12
        for question in asked:
            assert not bsn.find(question.story)
            assert len(question.summary) <= 120
            assert "!" not in question.story + question.summary
            assert "helaas" not in question.story + question.summary


# --- the eighteen cases --------------------------------------------------------------------------


def test_the_cases_are_the_acceptance_material_itself() -> None:
    material = PROJECT / "tests" / "core" / "triage" / "cases" / "cases_nl.json"
    assert triage_cases.FILE.read_bytes() == material.read_bytes()
    assert set(triage_cases.PARTS) == set(triage_cases.cases())


def test_every_case_is_there_and_took_its_expected_route(demo: datetime) -> None:
    expected = {
        case["text_nl"]: case["route"].lower()
        for case in json.loads(Path(triage_cases.FILE).read_text(encoding="utf-8"))
    }
    found = {}
    for request in Request.objects.filter(story__in=expected):
        last = Assessment.objects.filter(request=request).order_by("number").last()
        assert last is not None
        found[request.story] = last.route
    assert len(found) == 18
    assert found == expected


# --- the promises --------------------------------------------------------------------------------


def test_no_promise_is_broken(demo: datetime) -> None:
    assert not any(broken_promises(demo).values())
    for pk in Volunteer.objects.values_list("pk", flat=True):
        assert differing_weeks(pk) == 0


def test_nobody_is_planned_above_their_own_limit_in_any_week(demo: datetime) -> None:
    limits = {row.pk: facts_of(row) for row in Limits.objects.all()}
    weeks = list(LoadWeek.objects.all())
    assert len(weeks) > 500
    for week in weeks:
        planned = Load(week.planned_minutes, week.planned_people, week.planned_heavy)
        assert planned.within(limits[week.volunteer_id].in_week(week.monday)), week


def test_every_request_can_be_rebuilt_from_its_events(demo: datetime) -> None:
    last: dict[object, dict[str, object]] = {}
    for event in Event.objects.filter(aggregate="request").order_by("aggregate_id", "sequence"):
        if "state" in event.data:
            last[event.aggregate_id] = event.data
    for request in Request.objects.all():
        stands = last[request.pk]
        assert stands["state"] == request.state
        assert stands["owner"] == str(request.owner_id)
        assert stands["due_on"] == (request.due_on.isoformat() if request.due_on else None)
        assert stands["closing_reason"] == request.closing_reason


def test_nothing_was_written_around_the_actions(demo: datetime) -> None:
    """Every row that an action makes is named by an event of its aggregate, in the story's past."""
    assert not Event.objects.filter(at__gt=demo).exists()
    for aggregate, rows in (("request", Request), ("volunteer", Volunteer)):
        known = set(
            Event.objects.filter(aggregate=aggregate, sequence=1).values_list(
                "aggregate_id", flat=True
            )
        )
        assert known == set(rows.objects.values_list("pk", flat=True))
    said_yes = Event.objects.filter(type="request.accepted").count()
    assert said_yes == Match.objects.count()
    logged = Event.objects.filter(type="visit.logged").count()
    assert logged >= Visit.objects.filter(state="done").count()


def test_the_story_goes_forward_in_time(demo: datetime) -> None:
    """Of each aggregate the events follow each other, and it all happens by day and on time."""
    at: dict[tuple[str, object], datetime] = {}
    for event in Event.objects.order_by("aggregate", "aggregate_id", "sequence"):
        key = event.aggregate, event.aggregate_id
        assert at.get(key, event.at) <= event.at, (event.type, event.at)
        at[key] = event.at


# --- as Marleen meets it -------------------------------------------------------------------------


#: After Ascension Day she works on no day in time, so that a colleague is to call Henk; when it is
#: played, for the kept rows know no holidays.
A_COLLEAGUE_CALLS = date(2027, 5, 7)


def looks_alive(
    page: TodayPage, today: date, calls: Collection[str] = ("Henk Visser",), noes: int = 2
) -> None:
    late = [row for row in page.rows if row.task.due_on < today]
    now = [row for row in page.rows if row.task.due_on == today]
    later = [row for row in page.rows if row.task.due_on > today]
    assert {row.who.last_name for row in late} == {"Pels", "Yilmaz"}
    signals_today = [s for s in page.signals if s.call_before <= today]
    assert len(now) + len(signals_today) == 2 + len(calls)
    assert len(later) >= 4
    assert [s.name for s in page.signals] == list(calls)
    # Henk does too much as well, but whoever waits for a call stands on the page once
    assert page.team.watch == ()
    assert sum(count for _, count in page.refused) >= noes
    assert page.own_limit is not None
    assert 0.7 * page.own_limit <= page.own_matches <= page.own_limit
    assert page.quiet_matches >= 3
    assert all(page.team.counts[state] for state in ("room", "good", "nearly", "full", "pause"))


def test_vandaag_looks_alive_on_the_day_of_loading(demo: datetime) -> None:
    looks_alive(today_page(marleen(), demo), demo.date())


def test_the_last_lateness_is_that_of_the_mockup(demo: datetime) -> None:
    page = today_page(marleen(), demo)
    by_lateness = Counter(row.task.lateness for row in page.rows)
    assert by_lateness[Lateness.LATE] == 2
    assert by_lateness[Lateness.TODAY] == 2
    assert page.team.size >= 26


def test_ria_and_samira_can_be_asked_for_mrs_de_wit(demo: datetime) -> None:
    """What the start of the demo tells a newcomer to try."""
    request = Request.objects.get(help_seeker__last_name="De Wit")
    assert (request.state, demo_lookup.stands(request.pk).route) == ("talking", "combination")
    assert request.lead_name
    first = date(2026, 12, 3)
    term = Commitment("new", "mrs De Wit", first, first + timedelta(weeks=12), 90)
    asked = Asked(frozenset(request.kinds), request.day_parts, term)
    ranking = rank(asked, everybody(marleen(), request, term, demo), demo.date())
    names = [candidate.someone.name for candidate in ranking.fits]
    assert {"Ria Smit", "Samira el Amrani"} <= set(names[:8]), names
    not_proposed = {
        n.someone.name: n.reason.code for n in (*ranking.fits_not, *ranking.fits_no_room)
    }
    assert not_proposed["Henk Visser"] == "why_not.signal"
    assert not_proposed["Joop Tan"] == "why_not.pause_to"
    assert not_proposed["Anton Kuipers"] == "why_not.days"
    assert not_proposed["Wim Postma"] == "why_not.minutes"


def test_the_hours_fit_the_story(demo: datetime) -> None:
    """Who wakes from 23 to 7 is not expected in the afternoon, and nobody works in the night."""
    waking = Match.objects.filter(what__contains="van 23 tot 7 uur")
    assert {m.volunteer.first_name for m in waking.select_related("volunteer")} == {
        "Gerrit",
        "Mies",
    }
    assert {m.start_time for m in waking} == {time(23, 0)}
    assert len({m.weekday for m in waking}) == 2, "each has a night"
    for visit in Visit.objects.filter(match__in=waking):
        over = at_local(visit.day, time(23, 0)) + timedelta(minutes=visit.minutes)
        assert visit.logged_at >= over, "a night is written down when it is over"
    for match in Match.objects.exclude(meeting_at=None):
        assert local_time(match.meeting_at).hour in range(8, 19)
    by_people = Event.objects.filter(actor_role="coordinator", at__gt=demo - timedelta(days=90))
    hours = {local_time(at).hour for at in by_people.values_list("at", flat=True)}
    assert hours <= set(range(7, 23)), sorted(hours)


def test_the_same_seed_makes_the_same_plots_and_another_seed_others() -> None:
    first, again, other = (_plots(seed) for seed in (SEED, SEED, SEED + 1))
    assert first == again
    assert first != other
    assert len(first) > 200


def _plots(seed: int) -> list[object]:
    stage = Stage(NOW, seeded(seed))
    plots = Plots(stage)
    return [*volunteers.everybody(stage.chance), *named(plots), *plots.all()]


@pytest.mark.proof
@pytest.mark.sqlite
def test_the_same_seed_tells_the_same_story(databases: Databases, django_db_blocker: Any) -> None:
    told = []
    for again in ("-once", "-again"):
        with loaded(databases, django_db_blocker, NOW, played=again):
            told.append(
                {
                    "requests": sorted(
                        Request.objects.values_list(
                            "organisation__slug",
                            "number",
                            "help_seeker__last_name",
                            "state",
                            "due_on",
                        )
                    ),
                    "matches": sorted(
                        Match.objects.values_list(
                            "volunteer__last_name", "request__number", "state", "first_day"
                        )
                    ),
                    "events": Counter(Event.objects.values_list("type", flat=True)),
                    "visits": sorted(Visit.objects.values_list("day", "minutes", "felt")),
                }
            )
    assert told[0] == told[1]


@pytest.mark.proof
@pytest.mark.sqlite
@pytest.mark.parametrize("now", OTHER_MOMENTS, ids=lambda now: f"{now:%Y-%m-%d}")
def test_it_looks_alive_on_whatever_day_it_is_played(
    databases: Databases, django_db_blocker: Any, now: datetime
) -> None:
    with loaded(databases, django_db_blocker, now, played="-once"):
        assert set(Request.objects.values_list("state", flat=True)) == set(State)
        assert not any(broken_promises(now).values())
        calls = [] if local_day(now) == A_COLLEAGUE_CALLS else ["Henk Visser"]
        looks_alive(today_page(marleen(), now), local_day(now), calls)


EVERY_DAY = [datetime(2026, 11, 23 + n, 9 + n, 30, tzinfo=UTC) for n in range(7)]


@pytest.mark.sqlite
@pytest.mark.parametrize("now", [*EVERY_DAY, *OTHER_MOMENTS], ids=lambda now: f"{now:%Y-%m-%d}")
def test_it_looks_alive_on_whatever_day_it_is_loaded(empty: None, now: datetime) -> None:
    with transaction.atomic():
        put(row_files.read(local_day(now)), now)
    assert set(Request.objects.values_list("state", flat=True)) == set(State)
    assert not any(broken_promises(now).values())
    today = local_day(now)
    # on her days off a colleague calls Henk, and the noes of the last week may be of last month
    calls = [] if today.weekday() in {2, 4} else ["Henk Visser"]
    looks_alive(today_page(marleen(), now), today, calls, noes=2 if today.day > 2 else 0)
    assert not Event.objects.filter(at__gt=now).exists()
    # and when the loop has done what had to be done by then
    Sweeper().sweep(now)
    assert not any(broken_promises(now).values())


def test_the_accounts_that_the_start_prints_exist(demo: datetime) -> None:
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    emails = set(Membership.objects.values_list("account__email", flat=True))
    assert {f"{name}@waterstad.example" for name in ("marleen", "yusuf", "ineke", "rob")} <= emails
    row = Membership.objects.select_related("account").get(
        account__email="marleen@waterstad.example"
    )
    assert PBKDF2PasswordHasher().verify(places.PASSWORD, row.account.password)
