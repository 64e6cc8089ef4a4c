"""What a volunteer writes about a visit is read: by whom and before when is promised and kept."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from tests.app import browsing
from tests.app.cast import NOW, TODAY, Cast
from tests.app.on_the_phone import Phone, plain, since_weeks

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.responsibility.frame import frame_of
from loopplank.access.responsibility.promises import who_reads
from loopplank.access.responsibility.today import today_page
from loopplank.access.volunteers.visit_notes import VisitNote
from loopplank.actions.responsibility import absence
from loopplank.actions.volunteers import visits
from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.visits import note_due_on
from loopplank.store.models import AccessSubject, Event, Match, Membership, Organisation, Visit
from loopplank.web.kit import clock

TOMORROW, THURSDAY = TODAY + timedelta(days=1), TODAY + timedelta(days=2)
WROTE = "Zij zat de hele middag in het donker."
GOOD = {"felt": "fine", "minutes": "90"}


@pytest.fixture(autouse=True)
def _at_the_time_of_the_cast(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def helps(cast: Cast) -> UUID:
    return since_weeks(cast, cast.bram)


def write(actor: Actor, match_id: UUID, note: str, now: datetime = NOW, day: date = TODAY) -> Visit:
    visits.log_visit(
        actor=actor, now=now, match_id=match_id, day=day, minutes=90, felt="fine", note=note
    )
    return Visit.objects.get(match_id=match_id, day=day)


def read(actor: Actor, row: Visit, now: datetime = NOW) -> None:
    visits.read_note(actor=actor, now=now, visit_id=row.pk, written_at=row.logged_at)


def waits_for(actor: Actor, now: datetime = NOW) -> tuple[VisitNote, ...]:
    return today_page(actor, now).notes


def test_the_form_says_who_reads_it_and_the_coordinator_ticks_it_off(
    cast: Cast, helps: UUID
) -> None:
    phone, where = Phone(cast.bram), (helps, TODAY.isoformat())
    promise = "Anna leest dit uiterlijk donderdag 26 november. Haast? Bel"
    assert promise in phone.reads("visit", *where)
    assert promise not in phone.then_reads("visit", *where, **GOOD), "nothing was written"
    assert promise in phone.then_reads("visit", *where, **GOOD, note=WROTE)
    row = Visit.objects.get()
    assert row.note_due_on == THURSDAY
    anna = browsing.member(cast.anna)
    vandaag = plain(anna.get(reverse("today")).content.decode())
    assert "Bram over mevrouw De Wit" in vandaag
    assert f"“{WROTE}”" in vandaag
    page_url = reverse("request", args=[Match.objects.get(pk=helps).request_id])
    page = anna.get(page_url).content.decode()
    assert WROTE in page
    assert AccessSubject.objects.filter(subject_id=row.volunteer_id).exists()
    answer = anna.post(
        reverse("note_read", args=[row.pk]), {"written_at": row.logged_at.isoformat()}, follow=True
    )
    text = plain(answer.content.decode())
    assert "Afgevinkt." in text
    assert f"“{WROTE}”" in text
    assert "Gelezen door Anna Prins op dinsdag 24 november." in text
    assert waits_for(cast.anna) == ()
    event = Event.objects.get(type="visit.note_read")
    assert event.organisation_id == cast.noord_id
    assert WROTE not in str(event.data)
    anna.post(reverse("note_read", args=[row.pk]), {"written_at": row.logged_at.isoformat()})
    assert Event.objects.filter(type="visit.note_read").count() == 1
    assert (
        anna.post(reverse("note_read", args=[row.pk]), {"written_at": "gisteren"}).status_code
        == 404
    )


def test_the_menu_counts_a_note_of_today_as_the_page_does(
    cast: Cast, helps: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(cast.bram, helps, WROTE)
    anna = browsing.member(cast.anna)

    def counted() -> tuple[int, int]:
        return anna.get(reverse("today")).context["summary"]["count"], frame_of(
            cast.anna, clock.now()
        ).today

    before = counted()
    assert before[0] == before[1]
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=2))
    page, menu = counted()
    assert page == menu > before[0]


def test_nobody_ticks_off_words_that_they_did_not_see(cast: Cast, helps: UUID) -> None:
    first = write(cast.bram, helps, WROTE)
    anew = write(cast.bram, helps, "Toch nog iets: de deur stond open.", NOW + timedelta(minutes=1))
    with pytest.raises(Refused, match="net veranderd"):
        read(cast.anna, first)
    read(cast.anna, anew)
    same = write(cast.bram, helps, anew.note, NOW + timedelta(hours=1))
    assert same.note_read_at is not None, "the same words stay read"
    other = write(cast.bram, helps, WROTE, NOW + timedelta(hours=2))
    assert other.note_read_at is None
    assert [one.note for one in waits_for(cast.anna)] == [WROTE]
    write(cast.bram, helps, "", NOW + timedelta(hours=3))
    assert waits_for(cast.anna) == ()


def test_a_coordinator_takes_no_unread_words_of_a_volunteer_away(cast: Cast, helps: UUID) -> None:
    row = write(cast.bram, helps, WROTE)
    assert write(cast.anna, helps, "", NOW + timedelta(minutes=5)).note == WROTE
    assert len(waits_for(cast.anna)) == 1
    with pytest.raises(Refused, match="Lees dat eerst"):
        write(cast.anna, helps, "Bram belde: alles goed.", NOW + timedelta(minutes=6))
    row.refresh_from_db()
    read(cast.henk, row)
    told = write(cast.anna, helps, "Bram belde: alles goed.", NOW + timedelta(minutes=9))
    assert told.note_read_by_id == cast.anna.id, "who writes it down has read it"
    assert waits_for(cast.anna) == ()


def test_of_an_owner_who_is_ill_the_stand_in_reads(cast: Cast, helps: UUID) -> None:
    Organisation.objects.filter(pk=cast.noord_id).update(stand_in_id=cast.henk.id)
    write(cast.bram, helps, WROTE)
    assert waits_for(cast.henk) == (), "Anna is there"
    assert len(waits_for(cast.henk, NOW + timedelta(days=3))) == 1, "late: the stand-in sees it"
    assert waits_for(cast.carla) == ()
    absence.note(
        actor=cast.henk,
        now=NOW,
        membership_id=cast.anna.own_membership,
        first=TODAY,
        last=TODAY + timedelta(days=10),
    )
    later = write(cast.bram, helps, "Iets anders.", NOW + timedelta(minutes=1))
    assert [one.note for one in waits_for(cast.henk)] == ["Iets anders."]
    reads = who_reads(later.match.request, NOW)
    assert reads is not None
    assert reads[0] == "Henk Achterwacht"
    assert "Henk leest dit uiterlijk" in Phone(cast.bram).reads("visit", helps, TODAY.isoformat())


def test_where_nobody_is_there_nothing_is_promised_and_the_note_still_waits(
    cast: Cast, helps: UUID
) -> None:
    Membership.objects.filter(organisation_id=cast.noord_id).update(weekdays=[6])
    assert who_reads(Match.objects.get(pk=helps).request, NOW) is None, "Noord is closed on Sundays"
    text = Phone(cast.bram).reads("visit", helps, TODAY.isoformat())
    assert "Wij lezen dit als er weer iemand is." in text
    assert write(cast.bram, helps, WROTE).note_due_on == TODAY
    assert len(waits_for(cast.anna)) == 1


def test_words_that_may_be_about_danger_are_for_today() -> None:
    assert note_due_on("Samen soep gemaakt.", TOMORROW, TODAY) == TOMORROW
    assert note_due_on("Zij zei: ik wil niet meer leven.", TOMORROW, TODAY) == TODAY


def test_nobody_else_reads_or_ticks_off(cast: Cast, helps: UUID) -> None:
    row = write(cast.bram, helps, WROTE)
    for actor in (cast.carla, cast.dirk):
        with pytest.raises(NotFound):
            read(actor, row)
    assert browsing.member(cast.carla).post(
        reverse("note_read", args=[row.pk]), {"written_at": row.logged_at.isoformat()}
    ).status_code in {403, 404}
    row.refresh_from_db()
    assert row.note_read_at is None
