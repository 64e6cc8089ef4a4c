"""A visit that its volunteer cannot make: who is told what, who comes instead, and until when."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.on_the_phone import Phone, plain

from loopplank.access.account.actors import SYSTEM, Actor, NotFound
from loopplank.actions.matching import matches, proposals, propose
from loopplank.actions.messages import messages
from loopplank.actions.volunteers import cover as volunteer_cover
from loopplank.actions.volunteers import visits
from loopplank.core.kit.calendar import at_local
from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.cover import KNOWN_AT
from loopplank.core.volunteers.load import Limits
from loopplank.jobs.sweeping import Sweeper
from loopplank.store.models import (
    LoadWeek,
    Match,
    Message,
    Proposal,
    Request,
    Visit,
    VisitCover,
    VolunteerSignal,
)
from loopplank.web.kit import clock

NEXT = date(2026, 12, 3)  # the second Thursday of the agreement
NOON = datetime(2026, 12, 2, 11, tzinfo=UTC)  # 12:00 in Amsterdam, the day before


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def match_id(cast: Cast) -> UUID:
    """Bram, every Thursday at two."""
    return cast.running(cast.bram)


@pytest.fixture
def joop(cast: Cast) -> Actor:
    return cast.volunteer("Joop Invaller")


def cannot(cast: Cast, match_id: UUID, day: date = NEXT, now: datetime = NOW) -> VisitCover:
    visits.cannot_visit(actor=cast.bram, now=now, match_id=match_id, day=day)
    return VisitCover.objects.get(visit__match_id=match_id, day=day)


def one_day(cast: Cast, day: date = NEXT) -> propose.Plan:
    return cast.plan(first_day=day, last_day=day, what="Eén keer koffie met een mevrouw van 83.")


def ask(cast: Cast, cover: VisitCover, who: Actor, now: datetime = NOW) -> UUID:
    assert who.id
    return propose.ask(
        actor=cast.anna,
        now=now,
        request_id=cover.request_id,
        volunteer_id=who.id,
        plan=one_day(cast, cover.day),
    )


def said_yes(cast: Cast, cover: VisitCover, who: Actor, now: datetime = NOW) -> UUID:
    assert who.id
    return propose.note_yes(
        actor=cast.anna,
        now=now,
        request_id=cover.request_id,
        volunteer_id=who.id,
        plan=one_day(cast, cover.day),
    )


def news(cover: VisitCover) -> list[tuple[str, str]]:
    """What the person heard or will hear of one visit."""
    rows = Message.objects.filter(request=cover.request_id, template__startswith="visit_")
    return sorted(rows.values_list("template", "state"))


def status(cover: VisitCover) -> str:
    page = browsing.asker(cover.request_id).get(reverse("status"))
    return plain(page.content.decode())


# --- somebody cannot come -----


def test_everybody_knows_at_once_who_arranges_it_and_until_when(cast: Cast, match_id: UUID) -> None:
    cover = cannot(cast, match_id)
    assert (cover.state, cover.decide_by) == ("sought", NOON)
    said = "Anna belt mevrouw De Wit en zoekt iemand anders. Dat kan tot woensdag 2 december 12:00."
    assert said in Phone(cast.bram).reads("week")
    assert "Donderdag 3 december kan Bram niet komen. Wij zoeken iemand anders." in status(cover)
    assert news(cover) == [("visit_sought", "queued")]
    text = plain(browsing.member(cast.anna).get(reverse("today")).content.decode())
    assert "Zoek iemand, of vertel mevrouw De Wit vóór wo 2 dec 12:00 dat er niemand komt." in text
    page = plain(
        browsing.member(cast.anna).get(reverse("cover", args=[cover.visit_id])).content.decode()
    )
    assert "06 12 34 56 78" in page
    assert "Zoek iemand voor deze ene keer" in page


def test_the_row_of_today_comes_before_the_moment_that_was_named(
    cast: Cast, match_id: UUID
) -> None:
    cannot(cast, match_id)
    assert VolunteerSignal.objects.get().call_before <= date(2026, 12, 2)


@pytest.mark.parametrize(
    ("day", "now", "state"),
    [
        (NEXT, NOON - timedelta(minutes=1), "sought"),
        (NEXT, NOON, "nobody"),
        (date(2026, 11, 26), datetime(2026, 11, 25, 13, 0, tzinfo=UTC), "nobody"),
    ],
)
def test_a_visit_that_is_near_has_nobody_at_once(
    cast: Cast, match_id: UUID, day: date, now: datetime, state: str
) -> None:
    cover = cannot(cast, match_id, day, now)
    assert cover.state == state
    assert news(cover) == [(f"visit_{state}", "queued")]


@pytest.mark.parametrize(
    ("day", "now", "until", "said"),
    [
        (date(2026, 11, 30), NOW, date(2026, 11, 27), "vrijdag 27 november 12:00"),
        # Christmas is a Friday and a Saturday
        (
            date(2026, 12, 28),
            datetime(2026, 12, 21, 9, tzinfo=UTC),
            date(2026, 12, 24),
            "donderdag 24 december 12:00",
        ),
        # the Tuesday after Easter, which begins on Good Friday
        (
            date(2027, 3, 30),
            datetime(2027, 3, 22, 9, tzinfo=UTC),
            date(2027, 3, 25),
            "donderdag 25 maart 12:00",
        ),
    ],
)
def test_nobody_is_sought_on_a_day_on_which_nobody_works(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, day: date, now: datetime, until: date, said: str
) -> None:
    match_id = cast.running(cast.bram, weekday=day.weekday(), last_day=date(2027, 6, 30))
    monkeypatch.setattr(clock, "now", lambda: now)
    cover = cannot(cast, match_id, day, now)
    assert (cover.state, cover.decide_by) == ("sought", at_local(until, KNOWN_AT))
    assert VolunteerSignal.objects.get().call_before <= until
    assert f"zoekt iemand anders. Dat kan tot {said}." in Phone(cast.bram).reads("week")
    at_noon = at_local(until, KNOWN_AT)
    volunteer_cover.give_up(actor=SYSTEM, now=at_noon, visit_id=cover.visit_id)
    cover.refresh_from_db()
    assert cover.state == "nobody"


def test_of_a_visit_that_is_past_nobody_is_told_anything(cast: Cast, match_id: UUID) -> None:
    later = NOW + timedelta(days=12)
    visits.cannot_visit(actor=cast.bram, now=later, match_id=match_id, day=date(2026, 11, 26))
    assert not VisitCover.objects.exists()


# --- nobody is found -----


def test_at_the_moment_that_was_named_the_person_hears_that_nobody_comes(
    cast: Cast, match_id: UUID
) -> None:
    cover = cannot(cast, match_id)
    Sweeper().sweep(NOON - timedelta(minutes=1))
    cover.refresh_from_db()
    assert cover.state == "sought"
    Sweeper().sweep(NOON)
    cover.refresh_from_db()
    assert cover.state == "nobody"
    assert news(cover) == [("visit_nobody", "queued"), ("visit_sought", "dropped")]
    assert "kan Bram niet komen. Deze keer komt er niemand." in status(cover)
    week = Phone(cast.bram).reads("week")
    assert "Deze keer komt er niemand. Anna vertelt het aan mevrouw De Wit." in week


def test_that_it_was_told_takes_it_off_the_list_and_is_seen_by_the_volunteer(
    cast: Cast, match_id: UUID
) -> None:
    cover = cannot(cast, match_id)
    client = browsing.member(cast.anna)
    client.post(reverse("cover_told", args=[cover.visit_id]))
    cover.refresh_from_db()
    assert cover.state == "nobody"
    assert news(cover) == [("visit_sought", "dropped")], "the call was the message"
    assert VolunteerSignal.objects.get().outcome == "arranged"
    assert "Dat is verteld aan mevrouw De Wit." in Phone(cast.bram).reads("week")
    assert "Regel dit bezoek" not in client.get(reverse("today")).content.decode()


def test_a_message_that_was_told_counts_as_told(cast: Cast, match_id: UUID) -> None:
    cover = cannot(cast, match_id, now=NOON)
    assert cover.message_id
    messages.tell(actor=cast.anna, now=NOON, message_id=cover.message_id, how="spoken")
    assert "Dat is verteld aan mevrouw De Wit." in Phone(cast.bram).reads("week")


# --- somebody is found -----


def test_a_yes_is_one_day_that_runs_without_a_meeting(
    cast: Cast, match_id: UUID, joop: Actor
) -> None:
    cover = cannot(cast, match_id)
    before = Request.objects.get(pk=cover.request_id)
    proposal_id = ask(cast, cover, joop)
    assert "Ja, deze ene keer" in Phone(joop).html("proposal", proposal_id)
    new_id = proposals.accept(actor=joop, now=NOW, proposal_id=proposal_id)
    row = Match.objects.get(pk=new_id)
    assert (row.state, row.first_day, row.last_day) == ("running", NEXT, NEXT)
    cover.refresh_from_db()
    assert (cover.state, cover.match_id) == ("found", new_id)
    assert ("visit_covered", "queued") in news(cover)
    assert "Er komt iemand anders: Joop." in Phone(cast.bram).reads("week")
    assert "Donderdag 3 december komt Joop, in plaats van Bram." in status(cover)
    after = Request.objects.get(pk=cover.request_id)
    assert (after.state, after.due_on) == (before.state, before.due_on), "the help just runs on"
    carried = LoadWeek.objects.filter(volunteer_id=joop.id, planned_minutes__gt=0)
    assert list(carried.values_list("monday", flat=True)) == [date(2026, 11, 30)]


def test_who_has_no_room_in_that_week_does_not_stand_in(cast: Cast, match_id: UUID) -> None:
    full = cast.volunteer("Vera Vol", limits=Limits(60, 60, 1, 0))
    cover = cannot(cast, match_id)
    for act in (ask, said_yes):
        with pytest.raises(Refused) as refused:
            act(cast, cover, full)
        assert refused.value.reason.code == "load.minutes"


def test_with_little_time_left_it_is_a_call_and_no_message(
    cast: Cast, match_id: UUID, joop: Actor
) -> None:
    cover = cannot(cast, match_id)
    with pytest.raises(Refused) as refused:
        ask(cast, cover, joop, now=NOON - timedelta(hours=3))
    assert refused.value.reason.code == "cover.no_time"
    said_yes(cast, cover, joop, now=NOON - timedelta(hours=3))
    cover.refresh_from_db()
    assert cover.state == "found"


def test_an_answer_is_asked_before_the_person_hears_that_nobody_comes(
    cast: Cast, match_id: UUID, joop: Actor
) -> None:
    cover = cannot(cast, match_id)
    asked = Proposal.objects.get(pk=ask(cast, cover, joop, now=NOON - timedelta(hours=20)))
    assert asked.expires_at <= cover.decide_by


def test_somebody_who_is_found_late_is_still_welcome(
    cast: Cast, match_id: UUID, joop: Actor
) -> None:
    cover = cannot(cast, match_id)
    Sweeper().sweep(NOON)
    said_yes(cast, cover, joop, now=NOON + timedelta(hours=1))
    cover.refresh_from_db()
    assert cover.state == "found"
    assert ("visit_covered", "queued") in news(cover)


def test_after_the_day_whoever_stood_in_is_free_and_the_help_goes_on(
    cast: Cast, match_id: UUID, joop: Actor
) -> None:
    cover = cannot(cast, match_id)
    new_id = said_yes(cast, cover, joop)
    Sweeper().sweep(at_local(NEXT, KNOWN_AT))
    assert Match.objects.get(pk=new_id).state == "running"
    Sweeper().sweep(at_local(NEXT + timedelta(days=1), KNOWN_AT))
    assert Match.objects.get(pk=new_id).state == "ended"
    assert Match.objects.get(pk=match_id).state == "running"
    assert Request.objects.get(pk=cover.request_id).state == "running"
    assert not LoadWeek.objects.filter(volunteer_id=joop.id, planned_minutes__gt=0).exists()
    # whoever stood in once may be asked for another time
    later = at_local(NEXT + timedelta(days=1), KNOWN_AT)
    again = cannot(cast, match_id, NEXT + timedelta(weeks=1), later)
    said_yes(cast, again, joop, later)


@pytest.mark.both_engines
def test_when_the_help_itself_stopped_meanwhile_its_owner_decides(
    cast: Cast, match_id: UUID, joop: Actor
) -> None:
    cover = cannot(cast, match_id)
    said_yes(cast, cover, joop)
    matches.end(actor=cast.anna, now=NOW, match_id=match_id)
    Sweeper().sweep(at_local(NEXT + timedelta(days=1), KNOWN_AT))
    assert Request.objects.get(pk=cover.request_id).state == "talking"


def test_who_stood_in_and_cannot_come_either_leaves_the_first_one_sought(
    cast: Cast, match_id: UUID, joop: Actor
) -> None:
    cover = cannot(cast, match_id)
    new_id = said_yes(cast, cover, joop)
    visits.cannot_visit(actor=joop, now=NOW, match_id=new_id, day=NEXT)
    cover.refresh_from_db()
    assert (cover.state, cover.match_id) == ("sought", None)
    assert VisitCover.objects.count() == 1
    assert Match.objects.get(pk=new_id).state == "ended"
    assert ("visit_sought", "queued") in news(cover)


@pytest.mark.both_engines
def test_when_the_one_who_stood_in_is_stopped_somebody_is_sought_again(
    cast: Cast, match_id: UUID, joop: Actor
) -> None:
    cover = cannot(cast, match_id)
    matches.end(actor=cast.anna, now=NOW, match_id=said_yes(cast, cover, joop))
    cover.refresh_from_db()
    assert (cover.state, cover.match_id) == ("sought", None)
    assert ("visit_sought", "queued") in news(cover)
    assert "Wij zoeken iemand anders." in status(cover)


@pytest.mark.both_engines
def test_when_the_help_stops_nobody_hears_of_its_visits_any_more(
    cast: Cast, match_id: UUID
) -> None:
    cover = cannot(cast, match_id)
    matches.end(actor=cast.anna, now=NOW, match_id=match_id)
    Sweeper().sweep(NOON)
    assert news(cover) == [("visit_sought", "dropped")]


def test_whoever_stands_in_reads_the_address_on_the_day_itself(
    cast: Cast, match_id: UUID, joop: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeker = Match.objects.get(pk=match_id).request.help_seeker
    assert seeker
    seeker.street = "Weverslaan 97"
    seeker.save()
    new_id = said_yes(cast, cannot(cast, match_id), joop)
    address = (new_id, NEXT.isoformat())
    assert "Weverslaan" not in Phone(joop).reads("visit", *address)
    monkeypatch.setattr(clock, "now", lambda: at_local(NEXT, KNOWN_AT))
    assert "Weverslaan 97" in Phone(joop).reads("visit", *address)


def test_whoever_may_be_called_at_short_notice_stands_first(
    cast: Cast, match_id: UUID, joop: Actor
) -> None:
    from loopplank.store.models import Limits as LimitsRow

    quick = cast.volunteer("Zus Snel", postcode="1013 BB")
    LimitsRow.objects.filter(pk=quick.id).update(short_notice=True)
    cover = cannot(cast, match_id)
    address = reverse("candidates", args=[cover.request_id])
    page = browsing.member(cast.anna).get(address, {"keer": NEXT.isoformat()})
    names = [one["name"] for one in page.context["matches"]]
    assert names == ["Zus Snel", "Joop Invaller"], "and never the one who cannot come"
    assert "Alleen voor donderdag 3 december" in plain(page.content.decode())


# --- after all -----


def test_who_can_come_after_all_takes_it_back_while_nobody_counts_on_another(
    cast: Cast, match_id: UUID, joop: Actor
) -> None:
    cover = cannot(cast, match_id)
    asked = ask(cast, cover, joop)
    phone = Phone(cast.bram)
    assert "Ik kan toch" in phone.html("week")
    assert "Fijn. Het bezoek gaat gewoon door." in phone.then_reads("can_come", cover.visit_id)
    assert not Visit.objects.exists()
    assert Proposal.objects.get(pk=asked).state == "gone"
    assert VolunteerSignal.objects.get().answered_at == NOW
    assert news(cover) == [("visit_sought", "dropped")], "nobody heard of it"


def test_whoever_heard_of_it_hears_that_the_visit_is_on_again(cast: Cast, match_id: UUID) -> None:
    cover = cannot(cast, match_id)
    assert cover.message_id
    messages.tell(actor=cast.anna, now=NOW, message_id=cover.message_id, how="sent")
    volunteer_cover.can_come(actor=cast.bram, now=NOW, visit_id=cover.visit_id)
    assert news(cover) == [("visit_on_again", "queued"), ("visit_sought", "told")]


def test_when_another_comes_or_the_person_knows_it_takes_a_call(
    cast: Cast, match_id: UUID, joop: Actor
) -> None:
    cover = cannot(cast, match_id)
    said_yes(cast, cover, joop)
    with pytest.raises(Refused) as refused:
        volunteer_cover.can_come(actor=cast.bram, now=NOW, visit_id=cover.visit_id)
    assert refused.value.reason.code == "cover.found"
    later = cannot(cast, match_id, NEXT + timedelta(weeks=1))
    volunteer_cover.told(actor=cast.anna, now=NOW, visit_id=later.visit_id)
    with pytest.raises(Refused) as refused:
        volunteer_cover.can_come(actor=cast.bram, now=NOW, visit_id=later.visit_id)
    assert refused.value.reason.code == "cover.known"
    assert "Ik kan toch" not in Phone(cast.bram).html("week")


def test_a_stranger_can_do_nothing_with_it(cast: Cast, match_id: UUID, joop: Actor) -> None:
    cover = cannot(cast, match_id)
    for actor, act in (
        (joop, volunteer_cover.can_come),
        (cast.carla, volunteer_cover.can_come),
        (cast.carla, volunteer_cover.told),
    ):
        with pytest.raises(NotFound):
            act(actor=actor, now=NOW, visit_id=cover.visit_id)
    assert (
        browsing.member(cast.carla).get(reverse("cover", args=[cover.visit_id])).status_code == 404
    )


def test_a_moment_that_has_not_come_changes_nothing(cast: Cast, match_id: UUID) -> None:
    cover = cannot(cast, match_id)
    volunteer_cover.give_up(actor=SYSTEM, now=NOW, visit_id=cover.visit_id)
    matches.finish(actor=SYSTEM, now=NOW, visit_id=cover.visit_id)
    cover.refresh_from_db()
    assert cover.state == "sought"
    assert cover.day > TODAY
