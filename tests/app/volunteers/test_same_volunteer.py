"""Two rows of one volunteer made one by their own yes: all of it kept, and no limit added up.

Ria stands at Noord twice: as "Ria Smit" and, with another address, as "R. Smit".
"""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.matching.test_match_change import ask as ask_change
from tests.app.planned import many_at_once, plan_now, sought
from tests.app.wellbeing.test_volunteer_concern import by_phone

from loopplank.access.account.actors import SYSTEM, Actor, NotFound
from loopplank.access.account.links import FEED, WEEK, reader_of_feed, token_of
from loopplank.access.kit.closed_rows import JOINED, MOVED
from loopplank.access.responsibility.nightly_checks import broken_promises
from loopplank.access.volunteers import same_volunteer as same_rows
from loopplank.access.volunteers.same_volunteer import code_for, own_same_page
from loopplank.actions.account import links
from loopplank.actions.ledger.ledger import differences
from loopplank.actions.matching import proposals, propose
from loopplank.actions.privacy import erasure
from loopplank.actions.volunteers import import_list, limits, same_volunteer, volunteers
from loopplank.actions.volunteers.death_of_volunteer import (
    note_death_of_volunteer,
    take_back_death,
)
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.away import Away, TimeAway
from loopplank.core.volunteers.import_list import Newcomer
from loopplank.core.volunteers.load import Limits
from loopplank.jobs.nightly import follow_up
from loopplank.store.models import (
    Affiliation,
    Device,
    Event,
    Link,
    LoadWeek,
    Match,
    Message,
    Network,
    PlanPart,
    Proposal,
    SameVolunteer,
    Visit,
    Volunteer,
)
from loopplank.store.models import Limits as LimitsRow
from loopplank.web.kit import clock

pytestmark = pytest.mark.both_engines
DAY = timedelta(days=1)
SIX_HOURS = Limits(liked_minutes=270, max_minutes=360, max_people=2, max_heavy=1)
FOUR_HOURS = Limits(liked_minutes=200, max_minutes=240, max_people=3, max_heavy=0)


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Network.objects.update(open_asks_at_once=9, most_asks_a_month=12, days_of_rest_after_no=0)


@pytest.fixture
def ria(cast: Cast) -> Actor:
    """The row that is kept: it is the older one."""
    one = cast.volunteer("Ria Smit", limits=SIX_HOURS)
    Volunteer.objects.filter(pk=one.id).update(created_at=NOW - 30 * DAY)
    return one


@pytest.fixture
def again(cast: Cast) -> Actor:
    """Ria once more, with another limit, another number and an address of mail."""
    return cast.volunteer("R. Smit", limits=FOUR_HOURS, email="ria@elders.example")


def asked(cast: Cast, ria: Actor, again: Actor, *, of: Actor | None = None) -> UUID:
    assert ria.id
    assert again.id
    return same_volunteer.ask(
        actor=of or cast.anna, now=NOW, volunteer_id=ria.id, other_id=again.id
    )


def yes(one: Actor, pair_id: UUID, now: Any = NOW) -> bool:
    return same_volunteer.say_yes(actor=one, now=now, pair_id=pair_id)


def merge(cast: Cast, ria: Actor, again: Actor) -> None:
    pair_id = asked(cast, ria, again)
    assert not yes(ria, pair_id)
    assert yes(again, pair_id)


def limits_of(one: Actor) -> LimitsRow:
    return LimitsRow.objects.get(pk=one.id)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as found:
        act()
    return found.value.reason.code


def all_is_well(one: Actor) -> None:
    """No live row at the closed one, and every week as it is counted."""
    assert not any(broken_promises(NOW).values())
    assert differences(Volunteer.objects.get(pk=one.id)) == []


# --- one of two who share a telephone ---


@pytest.mark.parametrize("shared", ["phone", "email"])
def test_whoever_holds_both_keys_makes_no_one_of_two_people(
    cast: Cast, ria: Actor, shared: str
) -> None:
    """Ria's son opens both pages on the telephone of the house, and says yes on both."""
    Volunteer.objects.filter(pk=ria.id).update(email="smit@elders.example")
    has = getattr(Volunteer.objects.get(pk=ria.id), shared)
    rob = cast.volunteer("Rob Smit", **{shared: has})
    pair_id = asked(cast, ria, rob)
    assert not yes(ria, pair_id)
    assert refused(lambda: yes(rob, pair_id)) == "same.names_first"
    assert Volunteer.objects.get(pk=rob.id).first_name == "Rob"
    code = code_for(same_volunteer.make_code(actor=ria, now=NOW))
    assert (
        refused(lambda: same_volunteer.use_code(actor=rob, now=NOW, token=code))
        == "same.names_first"
    )
    # an initial may be either of them, until a coordinator writes the name
    Volunteer.objects.filter(pk=rob.id).update(first_name="R.")
    assert refused(lambda: yes(rob, pair_id)) == "same.names_first"
    Volunteer.objects.filter(pk=rob.id).update(first_name="ría")
    assert yes(rob, pair_id)


def test_a_code_answers_what_a_coordinator_asked_as_well(
    cast: Cast, ria: Actor, again: Actor
) -> None:
    pair_id = asked(cast, ria, again)
    code = code_for(same_volunteer.make_code(actor=ria, now=NOW))
    same_volunteer.use_code(actor=again, now=NOW, token=code)
    assert Volunteer.objects.get(pk=again.id).same_as_id == ria.id
    assert SameVolunteer.objects.get(pk=pair_id).state == "lapsed"
    assert not Message.objects.filter(template="same_asked", state="queued").exists()
    all_is_well(ria)


def test_nobody_becomes_one_with_somebody_who_died(cast: Cast, ria: Actor, again: Actor) -> None:
    pair_id = asked(cast, ria, again)
    yes(again, pair_id)
    note_death_of_volunteer(actor=cast.anna, now=NOW, volunteer_id=UUID(str(again.id)))
    with pytest.raises(NotFound):
        yes(ria, pair_id)
    assert Volunteer.objects.get(pk=again.id).same_as_id is None
    assert same_rows.same_page(cast.anna, UUID(str(ria.id)), NOW).alike == ()
    with pytest.raises(NotFound):
        same_rows.same_page(cast.anna, UUID(str(again.id)), NOW)


# --- the two yeses --------------------------------------------------------------------------------


def test_both_rows_say_yes_and_become_one(cast: Cast, ria: Actor, again: Actor) -> None:
    merge(cast, ria, again)
    closed, kept = Volunteer.objects.get(pk=again.id), Volunteer.objects.get(pk=ria.id)
    assert closed.same_as_id == ria.id
    assert closed.erased_at == NOW
    assert not any((closed.first_name, closed.last_name, closed.phone, closed.email))
    assert (kept.first_name, kept.email) == ("Ria", "ria@elders.example")
    assert not Affiliation.objects.filter(volunteer=closed).exists()
    all_is_well(ria)
    of_kept = Event.objects.filter(aggregate_id=ria.id).order_by("sequence")
    assert list(of_kept.values_list("type", flat=True))[-3:] == [
        "volunteer.same_asked",
        "volunteer.same_yes",
        "volunteer.merged",
    ]
    assert Event.objects.filter(aggregate_id=again.id, type="volunteer.closed_as_same").exists()
    told = Message.objects.filter(template__startswith="same_merged")
    assert set(told.values_list("template", "to")) == {
        ("same_merged", "volunteer"),
        ("same_merged_house", "account"),
    }
    assert not Message.objects.filter(volunteer=closed).exists()


def test_what_was_asked_is_not_sent_any_more(cast: Cast, ria: Actor, again: Actor) -> None:
    merge(cast, ria, again)
    states = Message.objects.filter(template="same_asked").values_list("state", flat=True)
    assert set(states) == {"dropped"}


def test_one_key_alone_changes_nothing_and_reads_nothing(
    cast: Cast, ria: Actor, again: Actor
) -> None:
    """Somebody with the key of one row only, whatever stands open at the other."""
    cast.asked(again)
    pair_id = asked(cast, ria, again)
    assert not yes(ria, pair_id)
    assert not yes(ria, pair_id)
    (line,) = own_same_page(ria, NOW).asked
    assert (line.said_yes, line.by, line.house) == (True, "Anna Prins", "Noord")
    assert Volunteer.objects.get(pk=again.id).same_as_id is None
    assert Event.objects.filter(type="volunteer.same_yes").count() == 1
    (other,) = own_same_page(again, NOW).asked
    assert not other.said_yes


def test_nobody_else_says_it(cast: Cast, ria: Actor, again: Actor) -> None:
    """Coordinator, another volunteer, and whoever came in with a key that somebody handed over."""
    pair_id = asked(cast, ria, again)
    key_holder = Actor(Role.KEY_HOLDER, ria.id, cast.noord_id, key_id=pair_id)
    for stranger in (cast.anna, cast.bram, cast.dirk, key_holder, SYSTEM):
        with pytest.raises(NotFound):
            yes(stranger, pair_id)
        with pytest.raises(NotFound):
            same_volunteer.say_no(actor=stranger, now=NOW, pair_id=pair_id)
    assert own_same_page(cast.bram, NOW).asked == ()
    with pytest.raises(NotFound):
        own_same_page(key_holder, NOW)


def test_only_a_coordinator_of_both_may_ask(cast: Cast, ria: Actor) -> None:
    """To ask about a row of elsewhere would tell that it is there."""
    elsewhere = cast.volunteer("Ria Smit", of=cast.carla, email="ria@zuid.example")
    for actor in (cast.anna, cast.carla, cast.gerda, cast.fred):
        with pytest.raises(NotFound):
            asked(cast, ria, elsewhere, of=actor)
    assert not SameVolunteer.objects.exists()
    assert ria.id
    page = same_rows.same_page(cast.anna, ria.id, NOW)
    assert page.alike == ()
    with pytest.raises(NotFound):
        same_rows.same_page(cast.dirk, ria.id, NOW)


def test_a_shared_telephone_says_nothing_by_itself(cast: Cast, ria: Actor) -> None:
    """A couple shares it: the page offers them, and without two yeses nothing happens."""
    piet = cast.volunteer("Piet Smit", phone=Volunteer.objects.get(pk=ria.id).phone)
    assert ria.id
    (found,) = same_rows.same_page(cast.anna, ria.id, NOW).alike
    assert (found.volunteer_id, found.why) == (piet.id, "phone")
    pair_id = asked(cast, ria, piet)
    yes(ria, pair_id)
    same_volunteer.say_no(actor=piet, now=NOW, pair_id=pair_id)
    assert Volunteer.objects.filter(same_as__isnull=False).count() == 0
    assert refused(lambda: asked(cast, piet, ria)) == "same.said_no"
    assert same_rows.same_page(cast.anna, ria.id, NOW).alike == ()
    with pytest.raises(NotFound):
        yes(piet, pair_id)


def test_it_is_not_asked_twice_at_once(cast: Cast, ria: Actor, again: Actor) -> None:
    asked(cast, ria, again)
    assert refused(lambda: asked(cast, again, ria)) == "same.asked_already"
    assert refused(lambda: asked(cast, ria, ria)) == "same.itself"


def test_a_minute_too_late_changes_nothing(cast: Cast, ria: Actor, again: Actor) -> None:
    pair_id = asked(cast, ria, again)
    end = SameVolunteer.objects.get(pk=pair_id).answer_by
    yes(ria, pair_id, end - timedelta(minutes=1))
    assert refused(lambda: yes(again, pair_id, end)) == "same.too_late"
    same_volunteer.lapse(actor=SYSTEM, now=end - timedelta(minutes=1), pair_id=pair_id)
    assert SameVolunteer.objects.get(pk=pair_id).state == "asked"
    assert follow_up.lapse_same(end, lambda: False) == {"lapsed": 1, "failed": 0}
    assert SameVolunteer.objects.get(pk=pair_id).state == "lapsed"
    with pytest.raises(NotFound):
        yes(again, pair_id, end)
    asked(cast, ria, again)


def test_the_table_refuses_one_of_two_without_two_yeses(
    cast: Cast, ria: Actor, again: Actor
) -> None:
    pair_id = asked(cast, ria, again)
    row = SameVolunteer.objects.filter(pk=pair_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(state="merged", closed_at=NOW, first_yes_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Volunteer.objects.filter(pk=again.id).update(same_as=ria.id)


# --- by the volunteer: a code of one page, typed on the other -------------------------------------


def test_a_volunteer_shows_with_a_code_that_both_pages_are_theirs(cast: Cast, ria: Actor) -> None:
    """Also where no organisation knows both rows."""
    elsewhere = cast.volunteer("Ria Smit", of=cast.carla, email="ria@zuid.example")
    pair_id = same_volunteer.make_code(actor=ria, now=NOW)
    page = own_same_page(ria, NOW)
    assert page.code.replace(" ", "") == code_for(pair_id)
    assert own_same_page(elsewhere, NOW).code == ""
    same_volunteer.use_code(actor=elsewhere, now=NOW, token=f" {page.code.lower()} ")
    assert Volunteer.objects.get(pk=elsewhere.id).same_as_id == ria.id
    houses = Affiliation.objects.filter(volunteer_id=ria.id, state="active")
    assert set(houses.values_list("organisation_id", flat=True)) == {cast.noord_id, cast.zuid_id}
    # nobody reads that they are at both
    assert not Message.objects.filter(template__contains="house").exists()
    all_is_well(ria)


def test_a_code_opens_nothing_twice_nor_late_nor_on_its_own_page(
    cast: Cast, ria: Actor, again: Actor
) -> None:
    first = same_volunteer.make_code(actor=ria, now=NOW)
    second = same_volunteer.make_code(actor=ria, now=NOW)

    def use(code: str, by: Actor = again, now: Any = NOW) -> Callable[[], None]:
        return lambda: same_volunteer.use_code(actor=by, now=now, token=code)

    assert refused(use(code_for(first))) == "same.code_wrong"
    assert refused(use("")) == "same.code_wrong"
    assert refused(use("A2B3C4D5E6")) == "same.code_wrong"
    assert refused(use(code_for(second), by=ria)) == "same.itself"
    assert refused(use(code_for(second), now=NOW + DAY)) == "same.code_wrong"
    with pytest.raises(NotFound):
        use(code_for(second), by=Actor(Role.KEY_HOLDER, again.id, cast.noord_id, key_id=first))()
    use(code_for(second))()
    assert refused(use(code_for(second), by=cast.bram)) == "same.code_wrong"


# --- what must be finished first ------------------------------------------------------------------


def test_an_open_question_is_answered_first_and_the_last_yes_is_not_kept(
    cast: Cast, ria: Actor, again: Actor
) -> None:
    proposal_id = cast.asked(again)
    pair_id = asked(cast, ria, again)
    yes(again, pair_id)
    assert refused(lambda: yes(ria, pair_id)) == "merging.answer_first"
    assert SameVolunteer.objects.get(pk=pair_id).first_yes_at is None or (
        SameVolunteer.objects.get(pk=pair_id).second_yes_at is None
    )
    proposals.accept(actor=again, now=NOW, proposal_id=proposal_id)
    assert yes(ria, pair_id)
    assert Match.objects.get(proposal_id=proposal_id).volunteer_id == ria.id
    all_is_well(ria)


def test_a_concern_reads_as_what_is_harmless(cast: Cast, ria: Actor, again: Actor) -> None:
    """A file about one row, and both rows in one request: one and the same sentence."""
    by_phone(cast, Match.objects.get(pk=cast.running(again)))
    pair_id = asked(cast, ria, again)
    assert not yes(ria, pair_id)
    assert refused(lambda: yes(again, pair_id)) == "merging.not_now"
    assert not own_same_page(again, NOW).asked[0].said_yes


def test_both_in_one_request_is_settled_first(cast: Cast, ria: Actor, again: Actor) -> None:
    request_id = Match.objects.get(pk=cast.running(ria)).request_id
    match_id = cast.running(again, start_time=time(18))
    Match.objects.filter(pk=match_id).update(request_id=request_id)
    pair_id = asked(cast, ria, again)
    yes(ria, pair_id)
    assert refused(lambda: yes(again, pair_id)) == "merging.not_now"


def test_at_two_people_at_once_is_settled_first(cast: Cast, ria: Actor, again: Actor) -> None:
    for one in (ria, again):
        cast.running(one, start_time=time(14))
    pair_id = asked(cast, ria, again)
    yes(ria, pair_id)
    assert refused(lambda: yes(again, pair_id)) == "merging.at_once"


# --- nothing added up -----------------------------------------------------------------------------


def test_the_strictest_of_both_holds_and_what_was_agreed_goes_on(
    cast: Cast, ria: Actor, again: Actor
) -> None:
    mine, other = cast.running(ria), cast.running(again, start_time=time(18))
    merge(cast, ria, again)
    row = limits_of(ria)
    assert (row.liked_minutes, row.max_minutes, row.max_people, row.max_heavy) == (200, 240, 2, 0)
    assert row.set_by_self
    assert set(
        Match.objects.filter(volunteer_id=ria.id, state="running").values_list("pk", flat=True)
    ) == {mine, other}
    assert not LoadWeek.objects.filter(volunteer_id=again.id).exists()
    all_is_well(ria)


def test_above_the_limit_nothing_ends_and_it_is_said(cast: Cast, ria: Actor, again: Actor) -> None:
    for one, hour in ((ria, 14), (again, 18)):
        cast.running(one, visit_minutes=150, start_time=time(hour))
    merge(cast, ria, again)
    assert Match.objects.filter(volunteer_id=ria.id, state="running").count() == 2
    week = LoadWeek.objects.filter(volunteer_id=ria.id, monday__gt=TODAY).first()
    assert week is not None
    assert week.planned_minutes == week.allowed_minutes > 240
    told = Message.objects.get(template="same_merged_above")
    assert date.fromisoformat(str(told.params["week"])).weekday() == 0
    assert Message.objects.filter(template="same_merged_above_house").exists()
    all_is_well(ria)


@pytest.fixture
def full(cast: Cast, ria: Actor, again: Actor) -> UUID:
    """Ria, once, with 220 of her 240 minutes: 110 of each row. Returns the help of the closed
    one.
    """
    cast.running(ria, visit_minutes=110, start_time=time(14))
    match_id = cast.running(again, visit_minutes=110, start_time=time(18))
    merge(cast, ria, again)
    return match_id


def test_nobody_asks_above_the_limit_of_one(cast: Cast, ria: Actor, full: UUID) -> None:
    assert ria.id
    ask = {"request_id": cast.ready(), "volunteer_id": ria.id}
    plan = cast.plan(visit_minutes=60, start_time=time(20), weekday=4)
    why = refused(lambda: propose.ask(actor=cast.anna, now=NOW, plan=plan, **ask))
    assert why in {"load.minutes", "load.people", "limit.minutes", "limit.people"}


def test_a_yes_above_it_is_refused(cast: Cast, ria: Actor, full: UUID) -> None:
    proposal_id = cast.asked(cast.bram, visit_minutes=60, start_time=time(20))
    Proposal.objects.filter(pk=proposal_id).update(volunteer_id=ria.id)
    assert refused(lambda: proposals.accept(actor=ria, now=NOW, proposal_id=proposal_id))
    all_is_well(ria)


def test_a_change_above_it_is_refused(cast: Cast, ria: Actor, full: UUID) -> None:
    with pytest.raises(Refused):
        ask_change(cast, full, visit_minutes=200)
    all_is_well(ria)


def test_no_plan_goes_above_it(cast: Cast, ria: Actor, full: UUID) -> None:
    many_at_once()
    Affiliation.objects.filter(volunteer_id=cast.bram_id).update(state="ended", ended_on=TODAY)
    sought(cast)
    plan_now(cast)
    assert not PlanPart.objects.exists()


def test_an_import_raises_nothing(cast: Cast, ria: Actor, full: UUID) -> None:
    """A list in which she stands with the other address meets the one row that is left."""
    done = import_list.import_volunteers(
        actor=cast.anna,
        now=NOW,
        people=[
            Newcomer(1, "Ria", "Smit", "", "ria@elders.example", "1013 BB", "email", SIX_HOURS)
        ],
    )
    assert (done.entered, done.present) == (0, 1)
    assert limits_of(ria).max_minutes == 240


def test_nobody_else_raises_it(cast: Cast, ria: Actor, full: UUID) -> None:
    assert ria.id
    with pytest.raises(Refused):
        limits.set_limits(actor=cast.anna, now=NOW, volunteer_id=ria.id, wanted=SIX_HOURS)
    assert limits_of(ria).max_minutes == 240


def test_questions_of_both_count_for_the_month(cast: Cast, ria: Actor, again: Actor) -> None:
    for one in (ria, again):
        proposal_id = cast.asked(one)
        proposals.decline(actor=one, now=NOW, proposal_id=proposal_id, reason="no_time")
    merge(cast, ria, again)
    Network.objects.update(most_asks_a_month=2)
    assert refused(lambda: cast.asked(ria)) == "proposal.enough_this_month"


def test_a_no_of_the_closed_row_holds_for_its_request(cast: Cast, ria: Actor, again: Actor) -> None:
    proposal_id = cast.asked(again)
    request_id = Proposal.objects.get(pk=proposal_id).request_id
    proposals.decline(actor=again, now=NOW, proposal_id=proposal_id, reason="no_time")
    merge(cast, ria, again)
    assert refused(
        lambda: propose.ask(
            actor=cast.anna,
            now=NOW,
            request_id=request_id,
            volunteer_id=ria.id,  # type: ignore[arg-type]
            plan=cast.plan(),
        )
    )


def test_away_where_either_is(cast: Cast, ria: Actor, again: Actor) -> None:
    away = TimeAway((Away(TODAY + 10 * DAY, TODAY + 12 * DAY),))
    row = limits_of(again)
    row.away = [[one.first.isoformat(), one.last.isoformat()] for one in away.periods]
    row.save()
    merge(cast, ria, again)
    assert limits_of(ria).away == row.away


# --- everything kept ------------------------------------------------------------------------------


def test_certificate_talk_note_and_visits_are_kept(cast: Cast, ria: Actor, again: Actor) -> None:
    Affiliation.objects.filter(volunteer_id=ria.id).update(
        certificate_seen_on=None, certificate_seen_by=None, since=TODAY - 90 * DAY, note="Kookt."
    )
    older = Affiliation.objects.get(volunteer_id=ria.id).pk
    match_id = cast.running(again)
    match = Match.objects.get(pk=match_id)
    visit = Visit.objects.create(
        match=match,
        volunteer_id=again.id,
        organisation_id=cast.noord_id,
        day=TODAY,
        minutes=60,
        logged_at=NOW,
    )
    Affiliation.objects.filter(volunteer_id=again.id).update(
        spoken_at=NOW + DAY, trained_for=["lifting"], note="Rijdt."
    )
    merge(cast, ria, again)
    row = Affiliation.objects.get(volunteer_id=ria.id, organisation_id=cast.noord_id)
    assert (row.pk, row.since, row.certificate_seen_on) == (older, TODAY - 90 * DAY, TODAY)
    assert (row.spoken_at, row.trained_for, row.note) == (
        NOW + DAY,
        ["lifting"],
        "Kookt.\nRijdt.",
    )
    assert Visit.objects.get(pk=visit.pk).volunteer_id == ria.id
    all_is_well(ria)


def test_each_table_that_names_a_volunteer_is_seen_to() -> None:
    """A new one fails here until somebody says what becomes of it."""
    known = {table.__name__ for table in (*MOVED, *JOINED)} | {"SameVolunteer", "Volunteer"}
    naming = {
        one.related_model.__name__
        for one in Volunteer._meta.get_fields(include_hidden=True)
        if one.is_relation and one.auto_created and not one.concrete
    }
    assert naming == known


def test_the_keys_of_the_closed_row_open_the_kept_one(cast: Cast, ria: Actor, again: Actor) -> None:
    """A link in a message, a browser that was remembered, and the calendar; until they are
    renewed.
    """
    links.renew_feed(actor=again, now=NOW)
    client = browsing.volunteer(again)
    assert client.post("/mijn-week/pauze/", {}).status_code == 422
    assert Device.objects.filter(volunteer_id=again.id).exists()
    old = Link.objects.get(purpose=WEEK, subject_id=again.id)
    token = token_of(old.pk, old.generation)
    feed = Link.objects.get(purpose=FEED, subject_id=again.id)
    merge(cast, ria, again)
    assert "Ria" in client.get("/mijn-week/").content.decode()
    other = browsing.visitor()
    other.get(f"/l/{token}")
    page = other.get("/mijn-week/")
    assert page.status_code == 200
    assert "Ria" in page.content.decode()
    assert other.post("/mijn-week/pauze/", {}).status_code == 422
    assert reader_of_feed(token_of(feed.pk, feed.generation), TODAY).id == ria.id
    assert ria.id
    links.renew_week(actor=cast.anna, now=NOW, volunteer_id=ria.id)
    links.renew_feed(actor=ria, now=NOW)
    assert browsing.visitor().get(f"/l/{token}").status_code != 302
    with pytest.raises(NotFound):
        reader_of_feed(token_of(feed.pk, feed.generation), TODAY)


def test_an_address_of_before_leads_to_the_kept_row(cast: Cast, ria: Actor, again: Actor) -> None:
    elsewhere = reverse("volunteer", args=[again.id])
    merge(cast, ria, again)
    led = browsing.member(cast.anna).get(elsewhere)
    assert led.headers["Location"] == reverse("volunteer", args=[ria.id])
    assert browsing.member(cast.carla).get(elsewhere).status_code == 404


def test_no_key_of_a_closed_row_outlives_who_died(cast: Cast, ria: Actor, again: Actor) -> None:
    links.renew_feed(actor=again, now=NOW)
    week, feed = (Link.objects.get(purpose=of, subject_id=again.id) for of in (WEEK, FEED))
    merge(cast, ria, again)
    assert ria.id
    note_death_of_volunteer(actor=cast.anna, now=NOW, volunteer_id=ria.id)
    for taken_back in (False, True):
        if taken_back:
            take_back_death(actor=cast.anna, now=NOW, volunteer_id=ria.id)
        opened = browsing.visitor().get(f"/l/{token_of(week.pk, week.generation)}")
        assert opened.status_code != 302
        with pytest.raises(NotFound):
            reader_of_feed(token_of(feed.pk, feed.generation), TODAY)


def test_a_third_row_leads_to_the_kept_one_too(cast: Cast, ria: Actor, again: Actor) -> None:
    third = cast.volunteer("Ria S", email="ria@derde.example")
    Volunteer.objects.filter(pk=again.id).update(created_at=NOW - DAY)
    merge(cast, again, third)
    merge(cast, ria, again)
    behind = Volunteer.objects.filter(pk__in=[again.id, third.id])
    assert set(behind.values_list("same_as_id", flat=True)) == {ria.id}
    all_is_well(ria)


def test_whoever_is_erased_leaves_no_row_behind(cast: Cast, ria: Actor, again: Actor) -> None:
    cast.running(again)
    merge(cast, ria, again)
    assert ria.id
    erasure.erase_volunteer(actor=ria, now=NOW, volunteer_id=ria.id)
    assert not Link.objects.filter(subject_id__in=[ria.id, again.id]).exists()
    assert not SameVolunteer.objects.exists()
    assert not any(broken_promises(NOW).values())


def test_one_row_erased_halfway_ends_the_question(cast: Cast, ria: Actor, again: Actor) -> None:
    pair_id = asked(cast, ria, again)
    yes(ria, pair_id)
    assert ria.id
    erasure.erase_volunteer(actor=ria, now=NOW, volunteer_id=ria.id)
    with pytest.raises(NotFound):
        yes(again, pair_id)
    assert own_same_page(again, NOW).asked == ()
    assert Volunteer.objects.get(pk=again.id).erased_at is None


def test_the_night_finds_what_was_left_at_a_closed_row(
    cast: Cast, ria: Actor, again: Actor
) -> None:
    match_id = cast.running(ria)
    merge(cast, ria, again)
    Match.objects.filter(pk=match_id).update(volunteer_id=again.id)
    assert broken_promises(NOW)["left_at_closed_volunteer"] == 1


# --- at the same moment ---------------------------------------------------------------------------


def test_a_yes_to_a_question_that_waited_finds_another_row(
    cast: Cast, ria: Actor, again: Actor
) -> None:
    """Whoever waited for the lock reads again whose question it is."""
    proposal_id = cast.asked(again)
    proposals.decline(actor=again, now=NOW, proposal_id=proposal_id, reason="no_time")
    merge(cast, ria, again)
    with pytest.raises((NotFound, Refused)):
        proposals.accept(actor=again, now=NOW, proposal_id=proposal_id)
    with pytest.raises(NotFound):
        volunteers.set_details(
            actor=again,
            now=NOW,
            volunteer_id=again.id,  # type: ignore[arg-type]
            details=volunteers.Details("R.", "Smit"),
        )


@pytest.mark.commits
def test_a_yes_to_a_question_and_the_last_yes_at_once(
    cast: Cast, ria: Actor, again: Actor, race: Callable[..., list[Any]]
) -> None:
    """Whichever is first, the question has one answer and everything is counted once."""
    at_each = [cast.asked(one, start_time=time(hour)) for one, hour in ((ria, 14), (again, 18))]
    pair_id = asked(cast, ria, again)
    yes(ria, pair_id)

    def safely(act: Callable[[], object]) -> Callable[[], object]:
        def once() -> object:
            try:
                return act()
            except (Refused, NotFound) as found:
                return type(found).__name__

        return once

    outcomes = race(
        [
            safely(lambda: yes(again, pair_id)),
            *(
                safely(lambda a=a, p=p: proposals.accept(actor=a, now=NOW, proposal_id=p))  # type: ignore[misc]
                for a, p in zip((ria, again), at_each, strict=True)
            ),
            safely(lambda: asked(cast, ria, again)),
        ]
    )
    assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
    assert Match.objects.count() == 2
    if Volunteer.objects.get(pk=again.id).same_as_id:
        assert set(Match.objects.values_list("volunteer_id", flat=True)) == {ria.id}
    else:
        assert outcomes[0] == "Refused"
        assert yes(again, pair_id)
    all_is_well(ria)


# --- the pages ------------------------------------------------------------------------------------


def test_the_coordinator_asks_and_both_pages_answer(cast: Cast, ria: Actor, again: Actor) -> None:
    """Without a script: a choice, and a press on each own page. Before the press it says that it
    cannot be undone.
    """
    Volunteer.objects.filter(pk=again.id).update(first_name="Ria")
    anna = browsing.member(cast.anna)
    ask = reverse("ask_same", args=[ria.id])
    assert ask in anna.get(reverse("volunteer", args=[ria.id])).content.decode()
    assert "dezelfde naam" in anna.get(ask).content.decode()
    assert anna.post(ask, {}).status_code == 422
    assert anna.post(ask, {"other": str(cast.bram_id)}).status_code == 422
    assert anna.post(ask, {"other": str(again.id)}, follow=True).status_code == 200
    assert "Al gevraagd" in anna.get(ask).content.decode()
    pair_id = SameVolunteer.objects.get().pk
    answer = reverse("answer_same", args=[pair_id])
    first, second = browsing.volunteer(ria), browsing.volunteer(again)
    for client in (first, second):
        assert reverse("own_same") in client.get(reverse("week")).content.decode()
        assert "Dit kan niet terug." in client.get(reverse("own_same")).content.decode()
    said = first.post(answer, {"answer": "yes"}, follow=True).content.decode()
    assert "Zeg het nu ook op je andere pagina." in said
    said = second.post(answer, {"answer": "yes"}, follow=True).content.decode()
    assert "Je hebt nu één pagina." in said
    assert first.get(answer).status_code == 405
    assert first.post(answer, {"answer": "yes"}).status_code == 404
    led = anna.get(reverse("volunteer", args=[again.id]))
    assert led.headers["Location"] == reverse("volunteer", args=[ria.id])
    all_is_well(ria)


def test_a_code_goes_from_one_page_to_the_other(cast: Cast, ria: Actor, again: Actor) -> None:
    first, second = browsing.volunteer(ria), browsing.volunteer(again)
    page = first.post(reverse("make_same_code"), follow=True).content.decode()
    code = own_same_page(ria, NOW).code
    assert code in page
    assert code not in second.get(reverse("own_same")).content.decode()
    wrong = second.post(reverse("own_same"), {"code": "AAAA AAAA AA"})
    assert wrong.status_code == 409
    assert "Deze code klopt niet" in wrong.content.decode()
    done = second.post(reverse("own_same"), {"code": code}, follow=True)
    assert "Je hebt nu één pagina." in done.content.decode()


def test_what_must_be_finished_first_is_said_beside_the_button(
    cast: Cast, ria: Actor, again: Actor
) -> None:
    cast.asked(ria)
    pair_id = asked(cast, ria, again)
    yes(ria, pair_id)
    said = browsing.volunteer(again).post(reverse("answer_same", args=[pair_id]), {"answer": "yes"})
    assert "Er wacht nog een vraag op je antwoord." in said.content.decode()


def test_who_holds_a_handed_key_finds_no_such_page(cast: Cast, ria: Actor, again: Actor) -> None:
    pair_id = asked(cast, ria, again)
    client = browsing.with_key(cast.anna, ria)
    assert "een-pagina" not in client.get(reverse("own_same"), follow=True).request["PATH_INFO"]
    client.post(reverse("make_same_code"))
    client.post(reverse("answer_same", args=[pair_id]), {"answer": "yes"})
    assert SameVolunteer.objects.count() == 1
    assert not SameVolunteer.objects.get(pk=pair_id).first_yes_at
