"""Help that grows is seen by the coordinator alone, as the beginning of a talk."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.conftest import Questions
from tests.app.growing import LATER, creeping_at, longer_visits, over_the_limit, write_down
from tests.app.on_the_phone import Phone, plain

from loopplank.access.account.actors import SYSTEM, Actor
from loopplank.access.matching.match_change import rhythm_of
from loopplank.access.responsibility.today import today_page
from loopplank.access.wellbeing import creep as creep_access
from loopplank.actions.matching import match_change, matches, proposals
from loopplank.actions.volunteers import limits, visits, volunteers
from loopplank.actions.wellbeing import creep, signal
from loopplank.core.account.roles import Role
from loopplank.core.volunteers.load import Limits
from loopplank.core.wellbeing.creep import Sign
from loopplank.jobs.nightly import follow_up
from loopplank.store.models import (
    Affiliation,
    CreepSign,
    Event,
    Match,
    Network,
    Proposal,
    VisitCover,
    VolunteerSignal,
)
from loopplank.store.models import Limits as LimitsRow
from loopplank.web.account.entrance import as_pattern
from loopplank.web.kit import clock
from loopplank.web.kit.doors import VOLUNTEERS
from loopplank.web.urls import DOORS

FOUR_WEEKS = timedelta(weeks=4)
NEXT_VISIT = LATER.date() + timedelta(days=2)  # the Thursday after that Tuesday
Counting = Callable[[], AbstractContextManager[Questions]]


@pytest.fixture(autouse=True)
def _six_weeks_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)


def look(volunteer_id: UUID | None) -> bool:
    assert volunteer_id
    return creep.look(actor=SYSTEM, now=LATER, volunteer_id=volunteer_id)


def today_of(actor: Actor) -> str:
    return plain(browsing.member(actor).get(reverse("today")).content.decode())


def page_of(actor: Actor, volunteer_id: UUID) -> str:
    answer = browsing.member(actor).get(reverse("volunteer", args=[volunteer_id]))
    return plain(answer.content.decode())


def test_the_loop_finds_it_at_night_and_finds_nothing_new_the_next(cast: Cast) -> None:
    longer_visits(cast)
    done = follow_up.look_along(LATER, lambda: False)
    assert done == {"changed": 1, "failed": 0}
    row = CreepSign.objects.get()
    assert (row.sign, row.weeks, row.times, row.agreed, row.real) == ("longer", 4, 4, 90, 150)
    assert follow_up.look_along(LATER, lambda: False) == {"changed": 0, "failed": 0}


def test_it_stands_on_today_without_an_alarm_and_opens_a_talk(cast: Cast) -> None:
    creeping_at(cast)
    text = today_of(cast.anna)
    assert "Bij het volgende gesprek 1" in text
    assert "een bezoek duurt meestal 2½ uur. Afgesproken is 1½ uur." in text
    assert "Vraag eerst hoe het met Bram gaat." in text
    html = browsing.member(cast.anna).get(reverse("today")).content.decode()
    along = html[html.index('id="group-along"') :]
    assert 'class="work-row later"' in along
    assert 'class="work-row late"' not in along
    assert 'class="work-row today"' not in along


def test_hours_above_the_limit_stand_there_with_name_and_hours(cast: Cast) -> None:
    over_the_limit(cast)
    html = browsing.member(cast.anna).get(reverse("today")).content.decode()
    along = plain(html[html.index('id="group-along"') :])
    said = "in 4 van de laatste 4 weken. De grens is 1 uur, het werd meestal 3 uur."
    assert f"Over de grens: {said}" in along
    assert along.index("Bram") < along.index(said)


def test_nobody_waits_for_it(cast: Cast) -> None:
    """It counts for nothing in what a day asks."""
    match_id = cast.running(cast.bram)
    before = today_page(cast.anna, LATER)
    creeping_at(cast, match_id)
    after = today_page(cast.anna, LATER)
    assert (after.minutes, after.signals_total) == (before.minutes, before.signals_total)


def test_the_page_of_the_volunteer_shows_the_weeks_and_a_question(cast: Cast) -> None:
    creeping_at(cast)
    text = page_of(cast.anna, cast.bram_id)
    assert "Bram ziet dit niet en doet niets fout." in text
    assert "Wat maakt dat een bezoek langer duurt?" in text
    html = browsing.member(cast.anna).get(reverse("volunteer", args=[cast.bram_id]))
    along = html.content.decode().split('id="along"')[1].split("</section>")[0]
    assert along.count('class="excess"') == 4


def test_a_talk_lets_it_rest_for_four_weeks(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_id = creeping_at(cast)
    anna = browsing.member(cast.anna)
    answer = anna.post(reverse("talk_creep", args=[sign_id]), {"outcome": "lighter"}, follow=True)
    text = plain(answer.content.decode())
    assert "Besproken op dinsdag 5 januari: Wij maken het lichter." in text
    assert "Kijk even mee" not in today_of(cast.anna)
    assert Affiliation.objects.get(volunteer_id=cast.bram_id).spoken_at == LATER
    # it is not over by that: when it goes on, it comes back
    monkeypatch.setattr(clock, "now", lambda: LATER + FOUR_WEEKS)
    assert "Kijk even mee" not in today_of(cast.anna)
    monkeypatch.setattr(clock, "now", lambda: LATER + FOUR_WEEKS + timedelta(days=1))
    assert "Kijk even mee" in today_of(cast.anna)


def test_it_is_over_when_visits_are_as_agreed_again(cast: Cast) -> None:
    sign_id = creeping_at(cast)
    match = Match.objects.get()
    match.visits.update(minutes=95)
    assert look(cast.bram_id)
    assert CreepSign.objects.get(pk=sign_id).over_on is not None
    assert "Kijk even mee" not in today_of(cast.anna)
    match.visits.update(minutes=150)
    look(cast.bram_id)
    assert CreepSign.objects.get(pk=sign_id).over_on is None


def test_what_is_said_leaves_an_event_with_codes_only(cast: Cast) -> None:
    sign_id = creeping_at(cast)
    event = Event.objects.get(type="creep.looked")
    assert event.data == {"seen": [str(sign_id)], "over": []}
    assert event.organisation_id == cast.noord_id


def test_nobody_is_asked_less_because_of_it(cast: Cast) -> None:
    creeping_at(cast)
    Network.objects.update(open_asks_at_once=9)
    cast.now = LATER
    cast.asked(
        cast.bram, first_day=TODAY + timedelta(weeks=13), last_day=TODAY + timedelta(weeks=14)
    )
    assert Proposal.objects.filter(volunteer_id=cast.bram_id, state="open").exists()
    assert not VolunteerSignal.objects.exists()


def test_something_that_came_on_top_is_noted_with_a_tick(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    phone = Phone(cast.bram)
    for weeks in (1, 2):
        day = (LATER - timedelta(weeks=weeks) + timedelta(days=2)).date().isoformat()
        phone.presses("visit", match_id, day, felt="fine", minutes="90", extra="on")
    assert 'name="extra"' in phone.html("visit", match_id, day)
    look(cast.bram_id)
    assert CreepSign.objects.get().sign == Sign.MORE_TASKS
    assert "Er kwam iets bij: 2 keer in 4 weken." in today_of(cast.anna)


@pytest.mark.both_engines
def test_help_that_ended_is_only_looked_at_for_going_on(cast: Cast) -> None:
    match_id = cast.running(cast.bram)
    write_down(match_id, 150)
    three_weeks_ago = LATER - timedelta(weeks=3)
    matches.end(actor=cast.anna, now=three_weeks_ago, match_id=match_id)
    look(cast.bram_id)
    assert CreepSign.objects.get().sign == Sign.PAST_LAST_DAY


def test_a_colleague_looks_along_with_her_own_people(cast: Cast) -> None:
    creeping_at(cast)
    assert "Kijk even mee" not in today_of(cast.henk)
    assert "Kijk even mee" not in today_of(cast.carla)


# --- across organisations (promise P6) ----------------------------------------------------------


@pytest.fixture
def zora(cast: Cast) -> Actor:
    """An hour and a half a week at Noord and as much at Zuid; three hours is her limit."""
    Network.objects.update(days_of_rest_after_no=0, open_asks_at_once=9)
    given = {"email": "zora@example.nl", "phone": "0688888888"}
    zora = cast.volunteer("Zora Zuid", of=cast.carla, limits=Limits(180, 180, 2, 0), **given)
    cast.volunteer("Zora Zuid", **given)
    here = Affiliation.objects.get(volunteer_id=zora.id, organisation_id=cast.noord_id)
    volunteers.join(actor=zora, now=NOW, affiliation_id=here.pk, yes=True)
    Affiliation.objects.filter(pk=here.pk).update(certificate_seen_on=TODAY)
    for of in (cast.anna, cast.carla):
        proposal_id = cast.asked(zora, of=of)
        match_id = proposals.accept(actor=zora, now=NOW, proposal_id=proposal_id)
        matches.start(actor=of, now=NOW, match_id=match_id)
        # each as long as is no sign by itself: together they pass the limit
        write_down(match_id, 104)
    return zora


def test_hours_elsewhere_count_only_when_the_volunteer_shows_them(cast: Cast, zora: Actor) -> None:
    look(zora.id)
    assert not CreepSign.objects.exists()
    LimitsRow.objects.filter(pk=zora.id).update(show_hours_elsewhere=True)
    look(zora.id)
    signs = CreepSign.objects.order_by("organisation__name")
    assert [(s.organisation_id, s.sign, s.elsewhere) for s in signs] == [
        (cast.noord_id, "over_limit", True),
        (cast.zuid_id, "over_limit", True),
    ]
    assert "Over de grens: in 4 van de laatste 4 weken." in today_of(cast.anna)


def test_what_holds_hours_elsewhere_is_gone_at_once_with_the_consent(
    cast: Cast, zora: Actor
) -> None:
    LimitsRow.objects.filter(pk=zora.id).update(show_hours_elsewhere=True)
    look(zora.id)
    LimitsRow.objects.filter(pk=zora.id).update(show_hours_elsewhere=False)
    assert "Kijk even mee" not in today_of(cast.anna)
    assert zora.id
    assert "Over de grens" not in page_of(cast.anna, zora.id)


# --- never on a volunteer's screen --------------------------------------------------------------


PAGES = [d for d in DOORS if d.roles == VOLUNTEERS and "GET" in d.methods]


@pytest.mark.both_engines
def test_no_page_of_a_volunteer_knows_of_a_sign(cast: Cast, queries: Counting) -> None:
    """Whatever was seen about them, no page of theirs says so, or even asks for it."""
    match_id = cast.running(cast.bram)
    sign_id = creeping_at(cast, match_id)
    match = Match.objects.get(pk=match_id)
    for sign in Sign:
        CreepSign.objects.exclude(pk=sign_id).filter(sign=sign).delete()
        CreepSign.objects.update_or_create(
            organisation_id=cast.noord_id,
            volunteer_id=cast.bram_id,
            match=None if sign is Sign.OVER_LIMIT else match,
            sign=sign,
            defaults={"weeks": 4, "times": 4, "agreed": 90, "real": 150, "first_seen_on": TODAY},
        )
    proposal_id = _asked_too(cast)
    visits.cannot_visit(actor=cast.bram, now=LATER, match_id=match_id, day=NEXT_VISIT)
    parts = {
        "visit_id": VisitCover.objects.get(day=NEXT_VISIT).visit_id,
        "match_id": match_id,
        "proposal_id": proposal_id,
        "day": LATER.date().isoformat(),
        "signature_id": match_id,
        "number": 1,
        "match_change_id": match_change.ask(
            actor=cast.anna,
            now=NOW,
            match_id=match_id,
            rhythm=replace(rhythm_of(match), every_weeks=2),
            first_day=TODAY,
        ),
        "signal_id": signal.send_signal(
            actor=cast.bram, now=NOW, reason="not_safe", match_id=match_id
        ),
    }
    phone = Phone(cast.bram)
    for door in PAGES:
        kwargs = {p: parts[p] for p in as_pattern(door).pattern.converters}
        with queries() as asked:
            text = plain(phone.client.get(reverse(door.name, kwargs=kwargs)).content.decode())
        assert not [sql for sql in asked if "creepsign" in sql.lower()], door.name
        for words in ("Langer dan afgesproken", "Vaker dan afgesproken", "Kijk even mee", "150"):
            assert words not in text, door.name
    assert len(PAGES) > 25


def _asked_too(cast: Cast) -> UUID:
    Network.objects.update(open_asks_at_once=9)
    return cast.asked(
        cast.bram, first_day=TODAY + timedelta(weeks=13), last_day=TODAY + timedelta(weeks=14)
    )


# --- and for a hundred --------------------------------------------------------------------------


def test_today_costs_the_same_for_one_sign_as_for_many(cast: Cast, queries: Counting) -> None:
    creeping_at(cast)
    with queries() as one:
        today_of(cast.anna)
    for n in range(6):
        who = cast.volunteer(f"Nel Naast{n}")
        creeping_at(cast, cast.running(who))
    with queries() as many:
        today_of(cast.anna)
    assert len(many) == len(one), many


def test_the_night_looks_in_batches(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(creep_access, "BATCH", 1)
    longer_visits(cast)
    other = cast.volunteer("Ria Loopt")
    longer_visits(cast, cast.running(other))
    assert follow_up.look_along(LATER, lambda: False)["changed"] == 2


def test_the_limit_of_then_is_not_the_limit_of_now(cast: Cast) -> None:
    """Who lowers their limit is not told of the weeks before it."""
    match_id = cast.running(cast.bram)
    for weeks in range(1, 5):
        day = (LATER - timedelta(weeks=weeks) + timedelta(days=2)).date()
        visits.log_visit(
            actor=Actor(Role.VOLUNTEER, id=cast.bram_id),
            now=LATER,
            match_id=match_id,
            day=day,
            minutes=104,
            felt="fine",
        )
    limits.set_limits(
        actor=cast.bram, now=LATER, volunteer_id=cast.bram_id, wanted=Limits(60, 60, 1, 0)
    )
    look(cast.bram_id)
    assert not CreepSign.objects.exists()
